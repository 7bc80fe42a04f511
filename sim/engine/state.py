"""The state of a game, or of many games in step.

Runs with the same past stand in the same world: `row` says in which, and whatever depends on the
past alone is held once for each world. A single game is one run in one world.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

import numpy as np

from sim.engine.model import World
from sim.engine.theory import Beliefs, Floats, Ints

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
class Line:
    """One turn of a debate; with PASS nothing was said, and strength is 0."""

    speaker: int
    argument: int  # number, PASS or OWN
    concern: int
    claim: float
    strength: float
    reach: Floats  # [A] openness * trust of each listener
    left: Floats  # [A] what rebuttals leave of it for each listener, 1 at first
    rate: Floats = field(init=False)  # [A] how far each listener goes towards the claim

    def __post_init__(self) -> None:
        """Work out the rate once: a line is heard many times."""
        object.__setattr__(self, "rate", self.reach * self.strength * self.left)


Debate = tuple[Line, ...]


@dataclass(frozen=True)
class Settled:
    """A question that has been decided."""

    question: int
    option: Ints  # [R], UNASKED where runs that parted have met again
    choices: Ints  # [R, V] what each voter stood by, UNSAID where the table chose as one


@dataclass(frozen=True)
class State:
    """Everything that the rest of a game depends on, with the record of its past."""

    seed: int
    runs: Ints  # [R] run numbers; a game is run 0 of its seed
    row: Ints  # [R] the world that each run stands in
    phase: Phase
    question: int
    world: World  # now
    carried: World  # as this question came up, before its injects
    began: Floats  # [W, I] indicators as this turn began, with its decision
    opened: Beliefs  # after the injects, before the debate
    heard: Ints  # [W] which of the debates is being held
    debates: tuple[Debate, ...]  # all as long; in one world, one
    votes: tuple[int, ...]  # cast so far, in the order of the question's voters
    first: int  # the question at which the game began
    since: int  # injects of questions up to this number had happened as this one came up
    back: int | None  # the question put aside for this one, which comes next
    past: tuple[Settled, ...]
    fired: tuple[tuple[int, int], ...] = ()  # held injects (question, number) that have happened
    late: int = 0  # how many of them since this question came up

    @property
    def worlds(self) -> int:
        """Return how many worlds there are."""
        return self.heard.size

    @property
    def debate(self) -> Debate:
        """Return what has been said on the question so far, in the first world."""
        return self.debates[int(self.heard[0])]

    def take(self, runs: Ints) -> "State":
        """Return the state of some of the runs; what none of them was asked is dropped."""
        if np.array_equal(runs, np.arange(self.runs.size)):
            return self
        past = (Settled(d.question, d.option[runs], d.choices[runs]) for d in self.past)
        return replace(
            self.stand(*np.unique(self.row[runs], return_inverse=True)),
            runs=self.runs[runs],
            past=tuple(done for done in past if (done.option != UNASKED).any()),
        )

    def stand(self, worlds: Ints, row: Ints) -> "State":
        """Return the state with some of its worlds, in which the runs stand as `row` says."""
        taken = _each([self], lambda parts: pick(parts[0], worlds))
        heard, said = np.unique(taken["heard"], return_inverse=True)
        debates = tuple(self.debates[i] for i in heard.tolist())
        return replace(self, **{**taken, "heard": said, "debates": debates, "row": row})


def pick(array: Any, worlds: Ints) -> Any:  # noqa: ANN401 - floats or ints, one or two axes
    """Return some of the worlds of an array; worlds lie side by side in memory."""
    return array[worlds] if array.ndim == 1 else array.T.take(worlds, axis=1).T


_BY_WORLD = ("world", "carried", "began", "opened", "heard")


def _each(states: Sequence[State], change: Callable[[Sequence[Any]], Any]) -> dict[str, Any]:
    """Return all that states hold for each world, made one; what is shared stays shared."""
    done: dict[tuple[int, ...], Any] = {}

    def once(parts: Sequence[Any]) -> Any:  # noqa: ANN401 - arrays, tuples of them and worlds
        key, first = tuple(map(id, parts)), parts[0]
        if key not in done:
            if isinstance(first, tuple):
                done[key] = tuple(once(items) for items in zip(*parts, strict=True))
            elif isinstance(first, World):
                names = [f.name for f in fields(World)]
                done[key] = World(
                    *(once([getattr(part, name) for part in parts]) for name in names)
                )
            else:
                done[key] = change(parts)
        return done[key]

    return {name: once([getattr(state, name) for state in states]) for name in _BY_WORLD}


def forgetting(state: State) -> State:
    """Return the state without what each voter stood by on the question last settled."""
    if not state.past:
        return state
    done = state.past[-1]
    return replace(state, past=(*state.past[:-1], replace(done, choices=done.choices[:, :0])))


def meet(states: Sequence[State]) -> State:
    """Return as one state the runs of several that wait at the same point of one question.

    Settled questions stand in the order of their numbers, as computers play them, and what each
    voter stood by is forgotten.
    """
    first = states[0]
    if len(states) == 1:
        return first
    debates: list[Debate] = []
    rows, heard, worlds = [], [], 0
    for state in states:
        rows.append(state.row + worlds)
        heard.append(state.heard + len(debates))
        worlds += state.worlds
        debates.extend(state.debates)
    if first.phase is Phase.DEBATE:  # nobody has spoken yet
        debates, heard = [()], [np.zeros(worlds, dtype=np.int64)]
    together = _each(states, lambda parts: np.concatenate([part.T for part in parts], axis=-1).T)
    return replace(
        first,
        **{**together, "heard": np.concatenate(heard)},
        runs=np.concatenate([state.runs for state in states]),
        row=np.concatenate(rows),
        debates=tuple(debates),
        past=_joined_past(states),
    )


def _joined_past(states: Sequence[State]) -> tuple[Settled, ...]:
    own = [{done.question: done.option for done in state.past} for state in states]
    unasked = [np.full(state.runs.size, UNASKED, dtype=np.int64) for state in states]
    numbers = sorted({number for past in own for number in past})
    options = (
        np.concatenate([p.get(number, none) for p, none in zip(own, unasked, strict=True)])
        for number in numbers
    )
    return tuple(
        Settled(number, option, np.zeros((option.size, 0), dtype=np.int64))
        for number, option in zip(numbers, options, strict=True)
    )
