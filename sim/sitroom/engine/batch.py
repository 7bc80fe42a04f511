"""Many worlds at once: a row of numbers that several worlds share is held, and worked out, once.

Worlds differ in few things at a time: what one choice has taught about one concern does not touch
the others. So there are far fewer different rows of beliefs on a concern than there are worlds.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sitroom.engine.model import World
from sitroom.engine.theory import Floats, Ints

INDICATORS, RUNGS = -2, -1  # in place of the number of a concern
_ODD = np.uint64(0x9E3779B97F4A7C15)


def pick(array: Any, rows: Ints) -> Any:  # noqa: ANN401 - floats or ints, one or two axes
    """Return some of the rows of an array; rows lie side by side in memory."""
    return array[rows] if array.ndim == 1 else array.T.take(rows, axis=1).T


def distinct(keys: Ints) -> tuple[Ints, Ints]:
    """Return the different keys, none below 0, in order, and the place of each key among them."""
    most = int(keys.max(initial=-1)) + 1
    if most > 1000 + 8 * keys.size:
        found, place = np.unique(keys, return_inverse=True)
        return found, place.astype(np.int32)
    there = np.zeros(most, dtype=np.bool_)
    there[keys] = True
    found = np.flatnonzero(there)
    places = np.empty(most, dtype=np.int32)
    places[found] = np.arange(found.size, dtype=np.int32)
    return found, places[keys]


def paired(first: Ints, second: Ints, count: int) -> Ints:
    """Return one number for two, of which the second is below `count`."""
    return first.astype(np.int64) * count + second


def unique_rows(*arrays: Floats) -> tuple[Ints, Ints]:
    """Return one of each kind of row, and the kind of each: those of a kind are alike to the bit."""
    bits = [np.ascontiguousarray(array.T).view(np.uint64) for array in arrays]
    mixed = np.zeros(arrays[0].shape[0], dtype=np.uint64)
    for rows in bits:
        mixed *= _ODD
        stirred = rows ^ (rows >> np.uint64(32))
        stirred *= _ODD ** (1 + np.arange(len(rows), dtype=np.uint64))[:, None]
        stirred ^= stirred >> np.uint64(29)
        mixed += stirred.sum(axis=0)
    _, first, kind = np.unique(mixed, return_index=True, return_inverse=True)
    if any(
        (rows.take(first[kind], axis=1) != rows).any() for rows in bits
    ):  # mixed alike by chance
        whole = np.concatenate(bits).T
        _, first, kind = np.unique(whole, axis=0, return_index=True, return_inverse=True)
    return first, kind.reshape(-1).astype(np.int32)


def size(world: World) -> int:
    """Return how many worlds there are."""
    return world.rungs.shape[0] if world.which is None else world.which[RUNGS].size


def index(world: World, of: int) -> Ints:
    """Return the row [W] of each world, of a concern, INDICATORS or RUNGS."""
    return np.arange(size(world)) if world.which is None else world.which[of]


def _rows(world: World, of: int) -> tuple[Floats, ...]:
    if of == INDICATORS:
        return (world.indicators,)
    return (world.rungs,) if of == RUNGS else (world.beliefs[of], world.anchors[of])


def _made(parts: Sequence[tuple[Sequence[Floats], Ints]]) -> World:
    """Return a world of its parts: rows, and which of them each world has."""
    concerns = [rows for rows, _ in parts[:INDICATORS]]
    return World(
        tuple(rows[0] for rows in concerns),
        tuple(rows[1] for rows in concerns),
        parts[INDICATORS][0][0],
        parts[RUNGS][0][0],
        tuple(which for _, which in parts),
    )


Done = dict[tuple[int, ...], tuple[Sequence[Floats], Ints]]


def _each(
    worlds: Sequence[World], change: Callable[[int], tuple[Sequence[Floats], Ints]], done: Done
) -> World:
    """Return worlds made one, part by part; what was `done` before is not done again.

    Parts are known by where they lie, so `done` is of use as long as the worlds are held.
    """
    parts = []
    for of in [*range(len(worlds[0].beliefs)), INDICATORS, RUNGS]:
        held = [
            part
            for world in worlds
            for part in (*_rows(world, of), world.which[of] if world.which else world)
        ]
        key = tuple(map(id, held))
        if key not in done:
            done[key] = change(of)
        parts.append(done[key])
    return _made(parts)


def placed(world: World, of: int, rows: Sequence[Floats], which: Ints) -> World:
    """Return the world with other rows of one part, and which of them each world has."""
    indices = [index(world, n) for n in [*range(len(world.beliefs)), INDICATORS, RUNGS]]
    indices[of] = which
    if of == INDICATORS:
        return replace(world, indicators=rows[0], which=tuple(indices))
    if of == RUNGS:
        return replace(world, rungs=rows[0], which=tuple(indices))
    beliefs, anchors = list(world.beliefs), list(world.anchors)
    beliefs[of], anchors[of] = rows
    return World(tuple(beliefs), tuple(anchors), world.indicators, world.rungs, tuple(indices))


def apart(world: World, of: int, kind: Ints, count: int) -> tuple[list[Floats], Ints, Ints]:
    """Return rows of one part, one for each `kind`[W] below `count` that has it.

    With them come the kind of each row and which of them each world has. The rows are copies.
    """
    found, which = distinct(paired(index(world, of), kind, count))
    return [pick(rows, found // count) for rows in _rows(world, of)], found % count, which


def amended(array: Floats, unmoved: Floats, rows: Ints, after: Floats) -> Floats:
    """Return an array with some rows changed; a copy, if it has not been one already."""
    if rows.size == array.shape[0]:
        return after
    array = array.copy(order="K") if array is unmoved else array
    array[rows] = after
    return array


def shared(world: World) -> World:
    """Return a world alone as one that has its rows in common with others that may come of it."""
    alone = np.zeros(1, dtype=np.int32)
    return replace(world, which=(alone,) * (len(world.beliefs) + 2))


def at(world: World, worlds: Ints, done: Done) -> World:
    """Return some of the worlds, in that order; rows that none of them has are dropped."""
    if world.which is None:
        beliefs, anchors = (
            tuple(pick(rows, worlds) for rows in held) for held in (world.beliefs, world.anchors)
        )
        return World(beliefs, anchors, pick(world.indicators, worlds), pick(world.rungs, worlds))

    def some(of: int) -> tuple[Sequence[Floats], Ints]:
        rows = _rows(world, of)
        found, which = distinct(index(world, of)[worlds])
        if found.size == rows[0].shape[0]:
            return rows, which
        return [pick(one, found) for one in rows], which

    return _each([world], some, done)


def joined(worlds: Sequence[World], done: Done) -> World:
    """Return the worlds of several as one; rows that are alike are held once."""

    def together(of: int) -> tuple[Sequence[Floats], Ints]:
        parts = [_rows(world, of) for world in worlds]
        which = [index(world, of) for world in worlds]
        starts = np.cumsum([0, *(rows[0].shape[0] for rows in parts[:-1])])
        whole = [
            np.concatenate([one.T for one in rows], axis=1).T for rows in zip(*parts, strict=True)
        ]
        one, kind = unique_rows(*whole)
        return [pick(rows, one) for rows in whole], np.concatenate(
            [kind[start + rows] for start, rows in zip(starts.tolist(), which, strict=True)]
        )

    return _each(worlds, together, done)


def without(world: World, concerns: Sequence[int]) -> World:
    """Return the world with nothing held on some concerns."""
    for of in concerns:
        nothing = np.zeros((1, world.beliefs[of].shape[1]))
        world = placed(world, of, (nothing, nothing), np.zeros(size(world), dtype=np.int32))
    return world


def spread(world: World) -> World:
    """Return the world with a row for each world throughout."""
    if world.which is None:
        return world
    beliefs, anchors = (
        tuple(pick(rows, which) for rows, which in zip(parts, world.which, strict=False))
        for parts in (world.beliefs, world.anchors)
    )
    return World(
        beliefs,
        anchors,
        pick(world.indicators, world.which[INDICATORS]),
        pick(world.rungs, world.which[RUNGS]),
    )
