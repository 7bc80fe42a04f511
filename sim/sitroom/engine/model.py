"""A compiled scenario: what the engine takes. Built by `sitroom.scenario.compiler`.

Actors, concerns, indicators, ladders, questions and options are numbered in file order; ids are
kept for moves, events and the keys of random draws. Shapes as in `sitroom.engine.theory`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from sitroom.engine.rules.rule import Rule
from sitroom.engine.theory import Beliefs, Floats, Ints


@dataclass(frozen=True)
class Effect:
    """Something learned: for `actors`, concern k moves to `claim` at `rate`."""

    actors: tuple[int, ...]
    concern: int
    claim: float
    rate: float


@dataclass(frozen=True)
class Consequences:
    """What an option, an answer or an inject changes."""

    effects: tuple[Effect, ...] = ()
    indicators: tuple[tuple[int, float], ...] = ()


class Predicate(StrEnum):
    """What a condition asks."""

    ALL = "all"
    ANY = "any"
    NOT = "not"
    CHOSEN = "chosen"
    REACHED = "reached"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True)
class Condition:
    """A test of what has come about; with no parts, ALL always holds."""

    test: Predicate = Predicate.ALL
    parts: tuple["Condition", ...] = ()  # of ALL, ANY, NOT
    number: int = 0  # of the question, ladder or indicator
    options: tuple[int, ...] = ()  # of CHOSEN: one of these was taken last
    bound: float = 0.0  # of REACHED, AT_LEAST, AT_MOST


ALWAYS = Condition()


@dataclass(frozen=True)
class Inject:
    """Something that happens as its question opens, if its condition holds then."""

    id: str
    then: Consequences
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Option:
    """One thing that can be decided: its place `at` on 0..100 and its rung of the ladder."""

    id: str
    at: float
    rung: int
    ends: bool
    then: Consequences


@dataclass(frozen=True)
class Argument:
    """A claim on a concern that the actors `by` may use; `rebuts` numbers this question's own."""

    id: str
    by: tuple[int, ...]
    concern: int
    claim: float
    strength: float
    rebuts: tuple[int, ...]
    when: Condition = ALWAYS


@dataclass(frozen=True)
class World:
    """Beliefs and anchors, K times [W, A]; indicators [W, I]; highest rung [W, L], -1 before any.

    Where `which` is given, rows that worlds share are held once: it has the row [W] of each world
    for every concern, for the indicators and for the rungs (`sitroom.engine.batch`).
    """

    beliefs: Beliefs
    anchors: Beliefs
    indicators: Floats
    rungs: Floats
    which: tuple[Ints, ...] | None = None  # K + 2


@dataclass(frozen=True)
class Question:
    """A decision, or the answer to one, before a table."""

    id: str
    ladder: int
    options: tuple[Option, ...]
    rule: Rule
    voters: tuple[int, ...]
    table: tuple[int, ...]
    influence: Floats  # [A], 0 for actors who are not at the table
    salience: Floats  # [A]
    stance: Floats  # [A] logit of the declared position, 0 where derived
    declared: tuple[bool, ...]
    pull: Floats  # [A, K] gain * weight * bears
    rounds: int
    arguments: tuple[Argument, ...]
    injects: tuple[Inject, ...]  # none for an answer: what it answers is its news
    answered_by: int | None  # the question that is the other side's answer
    next: int | None  # the question that follows when this one is settled
    to: tuple[int, ...]  # for an answer: the options that call for it
    asks_again: int | None  # the question that this one brings up again
    past: int | None  # the option taken in history; read by the reference game alone
    when: Condition = ALWAYS  # it is asked only where this holds
    notes: tuple[Condition, ...] = ()  # when each note is added to the briefing
    held: tuple[Inject, ...] = ()  # injects that wait for the facilitator
    opening: World | None = None  # history's path as this question opens, one row
    taken: int | None = None  # the option taken on history's path, where it was asked
    at: Floats = field(init=False)  # [O]
    base: Floats = field(init=False)  # [A, K] beliefs that declared positions go with, else 0

    def __post_init__(self) -> None:
        """Lay out what follows from the rest as arrays."""
        object.__setattr__(self, "at", np.array([option.at for option in self.options]))
        base = np.zeros_like(self.pull)
        if self.opening is not None:
            held = np.stack([beliefs[0] for beliefs in self.opening.beliefs], axis=-1)
            base = np.where(np.array(self.declared)[:, None], held, 0.0)
        object.__setattr__(self, "base", base)

    @property
    def is_answer(self) -> bool:
        """Whether this is the other side's answer."""
        return self.id.endswith(".answer")

    def hand(self, actor: int) -> list[int]:
        """Return the arguments that an actor may use here, in file order."""
        return [i for i, argument in enumerate(self.arguments) if actor in argument.by]


@dataclass(frozen=True)
class CompiledScenario:
    """A scenario as arrays: who there is, how they listen, and what is asked."""

    actors: tuple[str, ...]
    concerns: tuple[str, ...]
    indicators: tuple[str, ...]
    ladders: tuple[str, ...]
    start: World  # one row
    low: Floats  # [I] bounds of the indicators
    high: Floats
    trust: Floats  # [A, A]: of listener i in speaker j; 1 on the diagonal
    openness: Floats  # [A]
    temperature: float
    carry: float
    questions: tuple[Question, ...]

    def question(self, id_: str) -> int:
        """Return the number of a question. Raises KeyError for an unknown id."""
        for i, question in enumerate(self.questions):
            if question.id == id_:
                return i
        raise KeyError(id_)
