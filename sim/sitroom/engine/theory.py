"""The theory, all of it: beliefs move, positions follow.

Friedkin-Johnsen influence on beliefs (Friedkin and Johnsen 1990), additive utility over concerns
(Keeney and Raiffa 1976), quantal response for choice (McKelvey and Palfrey 1995).

Shapes: W worlds (what runs with the same past share), A actors, K concerns, O options. Beliefs
are in [-1, 1], positions in (0, 100), weights, trust, openness, strengths and rates in [0, 1].
Sums run in a fixed order and everything is made of IEEE additions, multiplications and divisions,
so every machine gets the same bits.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.signedinteger[Any]]
Beliefs = tuple[Floats, ...]  # K arrays [W, A], one for each concern: a line moves one of them

_LN2_HIGH = 0.693147180369123816490  # ln 2 in two parts, the first exact when multiplied
_LN2_LOW = 1.90821492927058770002e-10
_STEPS = 1024  # powers of two that stand in a table, from 1 to 2


def _powers() -> Floats:
    """Return 2**(j / _STEPS) by Taylor series, to the last bit or nearly."""
    rest = np.arange(_STEPS) * ((_LN2_HIGH + _LN2_LOW) / _STEPS)
    total = np.ones(_STEPS)
    for n in range(20, 0, -1):
        total = 1.0 + total * rest / n
    return total


_POWERS = _powers()


_PIECE = 8192  # numbers that are worked on at a time, so that they stay near the processor


def _by_pieces(function: Callable[[Floats], Floats], x: Floats) -> Floats:
    """Return what a function makes of each number of an array of any size."""
    if x.size <= _PIECE:
        return function(x)
    made = np.empty_like(x)
    numbers, result = x.ravel(order="K"), made.ravel(order="K")
    for start in range(0, x.size, _PIECE):
        result[start : start + _PIECE] = function(numbers[start : start + _PIECE])
    return made


def exp(x: Floats) -> Floats:
    """Return e**x, alike on every machine: a table, and a Taylor series for the small rest."""
    return _by_pieces(_exp, x)


def _exp(x: Floats) -> Floats:
    x = np.clip(x, -700.0, 700.0)
    steps = np.rint(x * (_STEPS / (_LN2_HIGH + _LN2_LOW)))
    rest = np.subtract(x, steps * (_LN2_HIGH / _STEPS), out=x)
    number = steps.astype(np.int64)
    rest -= np.multiply(steps, _LN2_LOW / _STEPS, out=steps)
    total = np.multiply(rest, 1.0 / 24.0, out=steps)
    for term in (1.0 / 6.0, 0.5, 1.0):
        total += term
        total *= rest
    total += 1.0
    total *= _POWERS.take(number & (_STEPS - 1))
    number >>= 10
    number += 1023
    number <<= 52
    total *= number.view(np.float64)
    return total


def log(x: Floats) -> Floats:
    """Return ln(x) for x > 0: Newton steps (Halley's) on `exp`, alike on every machine."""
    fraction, twos = np.frexp(x)
    y = 2.0 * (fraction - 1.0) / (fraction + 1.0) + twos * (_LN2_HIGH + _LN2_LOW)
    for _ in range(4):
        power = exp(y)
        y = y + 2.0 * (x - power) / (x + power)
    return y


def logit(declared: Floats, room: Floats | None = None) -> Floats:
    """Turn positions on 0..100, clamped to 1..99, into support; within their room, as `placed` has it."""
    if room is not None:
        declared = (declared - room[0]) * (100.0 / room[1])
    share = np.clip(declared, 1.0, 99.0) / 100.0
    return log(share / (1.0 - share))


def position(support: Floats) -> Floats:
    """Turn support into positions: p = 100 / (1 + exp(-z))."""
    return _by_pieces(_position, support)


def _position(support: Floats) -> Floats:
    chances = _exp(-support)
    chances += 1.0
    return np.divide(100.0, chances, out=chances)


def placed(at: Floats, room: Floats | None) -> Floats:
    """Return positions of those who stand for one place: the whole scale, laid over their room.

    `room` is the lowest place that they can be moved to, and how far it is from there to the
    highest; (0, 100) for everybody else, whose positions stay to the bit. What moves them moves
    them as it does others, by less: one who wants a middle course is not moved to either end.
    """
    return at if room is None else room[0] + at * (room[1] / 100.0)


def support(residual: Floats, pull: Floats, beliefs: Beliefs) -> Floats:
    """Return support z[W, A] = residual[A] + sum over k of pull[A, k] * beliefs[k].

    `pull` is gain * weight * bears, as the concern bears for that actor. The residual is what the profile does not explain of a
    declared position, once and for all on the path as the author wrote it; 0 where it is derived.
    """
    total = np.zeros_like(beliefs[0]) + residual
    for k in np.flatnonzero(pull.any(axis=0)).tolist():
        total += pull[:, k] * beliefs[k]
    return total


def hear(beliefs: Floats, rate: Floats | float, claim: float, confirm: float = 0.0) -> Floats:
    """Move beliefs by a claim, no further than to it or, where it agrees, to the end of the scale.

    b + rate * d. Who is not yet as far as the claim is drawn to it, d = claim - b; who is further
    is not drawn back but confirmed, d = confirm * claim * (1 - |b|).
    """
    moved = claim - beliefs
    if claim > 0:
        np.maximum(moved, confirm * claim * (1.0 - beliefs), out=moved)
    elif claim < 0:
        np.minimum(moved, confirm * claim * (1.0 + beliefs), out=moved)
    moved *= rate
    moved += beliefs
    return moved


_LEVELS = 20  # of an indicator's range: finer than that nobody reads it, and games stay alike
_GRAIN = 128.0  # parts of a belief that last from one decision to the next: so games meet again


def level(share: Floats) -> Floats:
    """Return a share of an indicator's range as it is read, in twentieths."""
    return np.rint(share * _LEVELS) / _LEVELS


def reading(character: Floats, change: Floats) -> Floats:
    """Return how an actor of this character [A] reads a concern now [W, A].

    `change`[W] is how far what it reads has moved since the start, times how strongly it counts.
    """
    return np.clip(character + change[:, None], -1.0, 1.0)


def informed(beliefs: Floats, was: Floats, now: Floats) -> Floats:
    """Move beliefs as what they read has moved; where that has not, they stay to the bit."""
    moved = np.clip(grained(beliefs + (now - was)), -1.0, 1.0)
    return np.where(now == was, beliefs, moved)


def fade(
    beliefs: Floats, anchors: Floats, carry: float, kept: float, rest: Floats | None
) -> tuple[Floats, Floats]:
    """Let time pass between two decisions; returns beliefs and anchors.

    Of a debate `carry` is left; of what events taught, `kept`: lessons fade to where an actor of
    this character comes to `rest`.
    """
    lessons = anchors if rest is None else grained(rest + kept * (anchors - rest))
    return grained(lessons + carry * (beliefs - anchors)), lessons


def grained(beliefs: Floats) -> Floats:
    """Return beliefs as they last, in parts of 1/128."""
    return np.rint(beliefs * _GRAIN) / _GRAIN


def kept(days: float, half_life: float) -> float:
    """Return what is left of a lesson after so many days; all of it where lessons never fade."""
    if not half_life:
        return 1.0
    return float(exp(np.array([-max(days, 0.0) / half_life * (_LN2_HIGH + _LN2_LOW)]))[0])


def esteem(credit: Floats) -> Floats:
    """Return by how much a speaker's word is heeded, for what it has proved worth [W].

    The result has one row where that is the same in all worlds.
    """
    known = worth(credit)
    if known.size and (known == known[0]).all():
        known = known[:1]
    return 1.0 + known


def heeded(rate: Floats, esteem: Floats) -> Floats:
    """Return how far listeners follow a speaker, rate[A] or [W, A] by the esteem of its word, [W]."""
    followed: Floats = rate * esteem[:, None]
    return np.minimum(followed, 1.0, out=followed)


def worth(credit: Floats) -> Floats:
    """Return credit as people know it: in tenths."""
    return np.rint(credit * 10.0) / 10.0


def judge(credit: Floats, held: Floats, claim: float, rate: float) -> Floats:
    """Hold what each one said, its reading held[W, A], against what came: credit[W, A] moves.

    Towards 1 for whom an event with a strong claim bears out, towards -1 whom it belies.
    """
    return credit + rate * (claim * held - credit)


def provocation(at: Floats, beyond: Floats) -> Floats:
    """Return how much a step provokes, 0 to 1: half by its place `at`, 0 to 100, half by what is new.

    `beyond` is how many rungs it goes beyond precedent; one is as new as it gets.
    """
    return (at / 100.0 + np.clip(beyond, 0.0, 1.0)) / 2.0


def choice(
    at: Floats, position: Floats, temperature: float, on_table: NDArray[np.bool_] | None = None
) -> Floats:
    """Return P[W, O] that an actor at position[W] takes the option at[O].

    Proportional to exp(-(distance - smallest distance) / temperature). Temperature 0 takes the
    nearest, ties going to the lower option. What is not `on_table`[W, O] is never taken.
    """
    distance = np.abs(position[:, None] - at)
    if on_table is not None:
        distance = np.where(on_table, distance, np.inf)
    if temperature == 0:
        nearest = np.argmin(distance, axis=1)
        certain: Floats = np.eye(at.size)[nearest]
        return certain
    weight = exp(-(distance - distance.min(axis=1, keepdims=True)) / temperature)
    if on_table is not None:
        weight = np.where(on_table, weight, 0.0)
    total = np.zeros(position.size)
    for option in range(at.size):
        total += weight[:, option]
    return weight / total[:, None]


def points(change: Floats, z: float, stance: float) -> Floats:
    """Share the distance from declared to present position among changes of support.

    `change[N]` adds up to z - stance; the result adds up to p(z) - p(stance). Where the two are
    equal the share is the derivative of p.
    """
    here, there = position(np.array([z, stance])).tolist()
    apart = abs(z - stance) > 1e-9
    slope: float = (here - there) / (z - stance) if apart else here * (100 - here) / 100
    return change * slope
