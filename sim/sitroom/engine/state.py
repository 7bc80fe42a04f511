"""The state of a game, or of many games in step.

Runs with the same past stand in the same world: `row` says in which, and whatever depends on the
past alone is held once for each world. A single game is one run in one world.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from sitroom.engine.batch import Done, at, distinct, joined, pick
from sitroom.engine.model import World
from sitroom.engine.rules import rule
from sitroom.engine.theory import Beliefs, Floats, Ints

PASS = -1  # in place of the number of an argument: nothing said
OWN = -2  # a line that a person typed, not a written argument
UNSAID = rule.UNSAID  # in place of the number of an option: the actor's position speaks for it
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
    pressed: bool = False  # whether its speaker puts its word behind it
    weight: float = 1.0  # how it is said: more where pressed, less where another carries it
    text: str = ""  # of a line that a person typed: it is not said twice
    to: int | None = None  # whom alone it was told in private
    rate: Floats = field(init=False)  # [A] how far each listener goes towards the claim
    listeners: Ints = field(init=False)  # whom it moves at all

    def __post_init__(self) -> None:
        """Work out the rate once: a line is heard many times."""
        object.__setattr__(self, "rate", self.reach * self.strength * self.left)
        object.__setattr__(self, "listeners", np.flatnonzero(self.rate))


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
    asides: Debate = ()  # words in private on the question at hand, each heard by one alone
    behind: "State | None" = None  # with all worlds, where some hold a debate together

    @property
    def whole(self) -> "State":
        """Return the state with every world apart, as the question came up."""
        return self if self.behind is None else self.behind

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
            self.stand(*distinct(self.row[runs])),
            runs=self.runs[runs],
            past=tuple(done for done in past if (done.option != UNASKED).any()),
            behind=None if self.behind is None else self.behind.take(runs),
        )

    def stand(self, worlds: Ints, row: Ints) -> "State":
        """Return the state with some of its worlds, in which the runs stand as `row` says."""
        heard, said = np.unique(self.heard[worlds], return_inverse=True)
        done: Done = {}
        world = at(self.world, worlds, done)
        opened = self.opened if self.worlds == 1 else world.beliefs  # no debate has begun
        if self.world.which is None:
            # What a debate has not touched stays one with what it was as it opened.
            both = zip(self.opened, self.world.beliefs, world.beliefs, strict=True)
            opened = tuple(now if was is here else pick(was, worlds) for was, here, now in both)
        return replace(
            self,
            row=row,
            world=world,
            carried=at(self.carried, worlds, done),
            began=pick(self.began, worlds),
            opened=opened,
            heard=said,
            debates=tuple(self.debates[i] for i in heard.tolist()),
        )


def forgetting(state: State) -> State:
    """Return the state without what each voter stood by on the question last settled."""
    if not state.past:
        return state
    done = state.past[-1]
    return replace(state, past=(*state.past[:-1], replace(done, choices=done.choices[:, :0])))


def meet(states: Sequence[State]) -> State:
    """Return as one state the runs of several for which the same question has just come up.

    Settled questions stand in the order of their numbers, as computers play them, and what each
    voter stood by is forgotten.
    """
    first = states[0]
    if len(states) == 1:
        return first
    starts = np.cumsum([0, *(state.worlds for state in states[:-1])]).tolist()
    done: Done = {}
    world = joined([state.world for state in states], done)
    return replace(
        first,
        world=world,
        carried=joined([state.carried for state in states], done),
        began=np.concatenate([state.began.T for state in states], axis=1).T,
        opened=world.beliefs,
        heard=np.zeros(sum(state.worlds for state in states), dtype=np.int64),
        debates=((),),
        runs=np.concatenate([state.runs for state in states]),
        row=np.concatenate([s.row + start for s, start in zip(states, starts, strict=True)]),
        past=_joined_past(states),
    )


def _joined_past(states: Sequence[State]) -> tuple[Settled, ...]:
    own = [{done.question: done.option for done in state.past} for state in states]
    unasked = [np.full(state.runs.size, UNASKED, dtype=np.int16) for state in states]
    numbers = sorted({number for past in own for number in past})
    options = (
        np.concatenate([p.get(number, none) for p, none in zip(own, unasked, strict=True)])
        for number in numbers
    )
    return tuple(
        Settled(number, option, np.zeros((option.size, 0), dtype=np.int64))
        for number, option in zip(numbers, options, strict=True)
    )
