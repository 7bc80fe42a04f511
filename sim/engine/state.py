"""The state of a game, or of many games in step: one row for each run."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Self

import numpy as np

from sim.engine.model import World
from sim.engine.theory import Floats, Ints

PASS = -1  # in place of the number of an argument: nothing said
OWN = -2  # a line that a person typed, not a written argument
UNSAID = -1  # in place of the number of an option: the actor's position speaks for it
UNASKED = -1  # in place of the option taken: the question never came up in this run


class Phase(StrEnum):
    """What the table waits for."""

    DEBATE = "debate"
    CHOOSE = "choose"
    OVER = "over"


@dataclass(frozen=True)
class Debate:
    """What has been said on the question so far: R runs, T turns, A actors."""

    speakers: tuple[int, ...]  # T; the same in all runs
    argument: Ints  # [R, T] number, PASS or OWN
    concern: Ints  # [R, T]
    claim: Floats  # [R, T]
    strength: Floats  # [R, T]; 0 for a pass
    left: Floats  # [R, T, A] what rebuttals leave of it for each listener, 1 at first

    @classmethod
    def empty(cls, runs: int, actors: int) -> Self:
        """Return a debate in which nobody has spoken."""
        none = np.zeros((runs, 0), dtype=np.int64)
        nothing = np.zeros((runs, 0))
        return cls((), none, none, nothing, nothing, np.zeros((runs, 0, actors)))


@dataclass(frozen=True)
class Settled:
    """A question that has been decided."""

    question: int
    option: Ints  # [R], UNASKED where runs that parted have met again
    indicators: Floats  # [R, I] as the question came up
    choices: Ints  # [R, V] what each voter stood by; UNSAID where the table chose as one
    before: Floats  # [R, A] positions as the question opened
    after: Floats  # [R, A] positions at the choice
    debate: Debate


@dataclass(frozen=True)
class State:
    """Everything that the rest of a game depends on, with the record of its past."""

    seed: int
    runs: Ints  # [R] run numbers; a game is run 0 of its seed
    phase: Phase
    question: int
    world: World  # now
    carried: World  # as this question came up, before its injects
    opened: Floats  # [R, A, K] beliefs after the injects, before the debate
    debate: Debate
    votes: Ints  # [R, V] cast so far, in the order of the question's voters
    first: int  # the question at which the game began
    since: int  # injects of questions up to this number had happened as this one came up
    back: int | None  # the question put aside for this one, which comes next
    past: tuple[Settled, ...]
    fired: tuple[tuple[int, int], ...] = ()  # held injects (question, number) that have happened
    late: int = 0  # how many of them since this question came up

    def take(self, rows: Ints) -> "State":
        """Return the state of some of the runs; what none of them was asked is dropped."""
        taken = _take(self, rows)
        assert isinstance(taken, State)
        past = tuple(done for done in taken.past if (done.option != UNASKED).any())
        return replace(taken, past=past)


def meet(states: Sequence[State]) -> State:
    """Return as one state the runs of several that wait at the opening of one question.

    Settled questions stand in the order of their numbers, as computers play them.
    """
    if len(states) == 1:
        return states[0]
    settled: dict[int, Settled] = {}
    for state in states:
        settled.update({done.question: done for done in state.past})
    aligned = []
    for state in states:
        own = {done.question: done for done in state.past}
        blank = np.full(state.runs.size, 0, dtype=np.int64)
        past = tuple(
            own.get(number) or replace(_take(done, blank), option=blank + UNASKED)
            for number, done in sorted(settled.items())
        )
        aligned.append(replace(state, past=past))
    joined = _join(aligned)
    assert isinstance(joined, State)
    return joined


def _join(parts: Sequence[Any]) -> Any:  # noqa: ANN401
    first = parts[0]
    if isinstance(first, np.ndarray):
        return np.concatenate(parts)
    if isinstance(first, tuple) and first and isinstance(first[0], Settled):
        return tuple(_join(items) for items in zip(*parts, strict=True))
    if isinstance(first, (State, *_PER_RUN)):
        changes = {f.name: _join([getattr(p, f.name) for p in parts]) for f in fields(first)}
        return replace(first, **changes)
    return first


_PER_RUN = (World, Debate, Settled)


def _take(part: Any, rows: Ints) -> Any:  # noqa: ANN401 - walks every kind of field
    if isinstance(part, np.ndarray):
        return part[rows]
    if isinstance(part, tuple) and part and isinstance(part[0], Settled):
        return tuple(_take(item, rows) for item in part)
    if isinstance(part, (State, *_PER_RUN)):
        return replace(part, **{f.name: _take(getattr(part, f.name), rows) for f in fields(part)})
    return part


def save(state: State) -> dict[str, Any]:
    """Return a state as plain JSON values, exactly (floats keep all their bits)."""
    plain = _save(state)
    assert isinstance(plain, dict)
    return plain


def _save(part: Any) -> Any:  # noqa: ANN401
    if isinstance(part, np.ndarray):
        return {"shape": list(part.shape), "kind": part.dtype.kind, "values": part.ravel().tolist()}
    if isinstance(part, (State, *_PER_RUN)):
        return {f.name: _save(getattr(part, f.name)) for f in fields(part)}
    if isinstance(part, tuple):
        return [_save(item) for item in part]
    return part


def restore(plain: dict[str, Any]) -> State:
    """Return the state that `save` wrote."""

    def array(item: dict[str, Any]) -> Any:  # noqa: ANN401
        kind = np.int64 if item["kind"] == "i" else np.float64
        return np.array(item["values"], dtype=kind).reshape(item["shape"])

    def world(item: dict[str, Any]) -> World:
        return World(**{name: array(value) for name, value in item.items()})

    def debate(item: dict[str, Any]) -> Debate:
        rest = {name: array(value) for name, value in item.items() if name != "speakers"}
        return Debate(speakers=tuple(item["speakers"]), **rest)

    def settled(item: dict[str, Any]) -> Settled:
        rest = {
            name: array(item[name])
            for name in ("option", "indicators", "choices", "before", "after")
        }
        return Settled(question=item["question"], debate=debate(item["debate"]), **rest)

    return State(
        seed=plain["seed"],
        runs=array(plain["runs"]),
        phase=Phase(plain["phase"]),
        question=plain["question"],
        world=world(plain["world"]),
        carried=world(plain["carried"]),
        opened=array(plain["opened"]),
        debate=debate(plain["debate"]),
        votes=array(plain["votes"]),
        first=plain["first"],
        since=plain["since"],
        back=plain["back"],
        past=tuple(settled(item) for item in plain["past"]),
        fired=tuple((question, number) for question, number in plain["fired"]),
        late=plain["late"],
    )
