"""A compiled scenario: what the engine takes. Built by `sitroom.scenario.compiler`.

Actors, concerns, indicators, ladders, questions and options are numbered in file order; ids are
kept for moves, events and the keys of random draws. Shapes as in `sitroom.engine.theory`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from sitroom.engine import theory
from sitroom.engine.question_ids import is_answer
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
    HAPPENED = "happened"


@dataclass(frozen=True)
class Condition:
    """A test of what has come about; with no parts, ALL always holds."""

    test: Predicate = Predicate.ALL
    parts: tuple["Condition", ...] = ()  # of ALL, ANY, NOT
    number: int = 0  # of the question, ladder or indicator
    options: tuple[int, ...] = ()  # of CHOSEN: one of these was taken last; of HAPPENED: its number
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
    when: Condition = ALWAYS  # it is on the table only where this holds
    proposed: int | None = None  # of an amendment: the line that puts it on the table


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
    proposes: bool = False  # an amendment, which moves nobody by itself


@dataclass(frozen=True)
class World:
    """Beliefs and anchors, K + 2 times [W, A]; indicators [W, I]; highest rung [W, L], -1 for none.

    The last two are what each one's words and deeds have come to be worth (`CompiledScenario.words`, `deeds`).

    Where `which` is given, rows that worlds share are held once: it has the row [W] of each world
    for every concern, for the indicators and for the rungs (`sitroom.engine.batch`).
    """

    beliefs: Beliefs
    anchors: Beliefs
    indicators: Floats
    rungs: Floats
    which: tuple[Ints, ...] | None = None  # K + 2


@dataclass(frozen=True)
class Ground:
    """What a question found on the path as its author wrote it: positions declared go with it."""

    parts: Floats  # [A, K] pull * beliefs as the question came up
    learned: Floats  # [A, K] how far those beliefs were from those of the start
    indicators: Floats  # [I]
    profile: Floats  # [A] the sum of the parts, less what is held in reserve
    deeds: Floats  # [A] what the other side's deeds, and those expected, came to
    advice: Floats  # [A] what counsel came to

    def residual(self, stance: Floats, declared: tuple[bool, ...]) -> Floats:
        """Return what the profile does not explain of declared positions, given as logits [A]."""
        return np.where(np.array(declared), stance - self.profile, 0.0)


@dataclass(frozen=True)
class Reading:
    """A concern that an indicator informs: so strongly, below 0 the other way."""

    concern: int
    indicator: int
    strength: float


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
    day: int = 0  # when it is asked
    facing: int | None = None  # who answers it, or whom it answers: whose deeds weigh
    by_deeds: Floats = field(default_factory=lambda: np.zeros(0))  # [A] support by those deeds
    counsel: Floats = field(default_factory=lambda: np.zeros((0, 0)))  # [A, A] voter, adviser
    forced: int | None = None  # the option that is taken, whatever anybody wants
    otherwise: int | None = None  # what comes of it if those who must agree do not
    opening: World | None = None  # history's path as this question opens, one row
    taken: int | None = None  # the option taken on history's path, where it was asked
    ground: Ground | None = None
    reserve: float = 0.0  # of support, that reasons must outweigh
    room: Floats | None = None  # [2, A] of who stands for one place (`theory.placed`)
    expected: float = 0.0  # the place, 0 to 1, of the answer that is expected
    advised: tuple[int, ...] = field(init=False)  # who decides, and heeds advisers
    at: Floats = field(init=False)  # [O]
    rungs: Floats = field(init=False)  # [O]
    residual: Floats = field(init=False)  # [A] of support, with all that is the same in every game

    def __post_init__(self) -> None:
        """Lay out what follows from the rest as arrays."""
        object.__setattr__(self, "at", np.array([option.at for option in self.options]))
        if not self.by_deeds.size:
            object.__setattr__(self, "by_deeds", np.zeros_like(self.stance))
        rungs = [float(option.rung) for option in self.options]
        object.__setattr__(self, "rungs", np.array(rungs))
        advised = [
            v for v in dict.fromkeys(self.voters) if self.counsel.any() and self.counsel[v].any()
        ]
        object.__setattr__(self, "advised", tuple(advised))
        residual = np.where(np.array(self.declared), self.stance, -self.reserve)
        if self.ground is not None:
            residual = self.ground.residual(self.stance, self.declared)
            residual = residual - self.reserve - self.ground.deeds
            residual = residual + self.by_deeds * self.expected
        object.__setattr__(self, "residual", residual)

    @property
    def is_answer(self) -> bool:
        """Whether this is the other side's answer."""
        return is_answer(self.id)

    @property
    def conditional(self) -> bool:
        """Whether some option is not always on the table."""
        return any(o.when != ALWAYS or o.proposed is not None for o in self.options)

    def places(
        self, support: Floats, who: int | list[int] | None = None, *, down: bool = False
    ) -> Floats:
        """Return positions for support [..., A], of all actors or of `who`; `down` is [..., A, W]."""
        at = theory.position(support)
        if self.room is None:
            return at
        room = self.room if who is None else self.room[:, who]
        return theory.placed(at, room[..., None] if down else room)

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
    repeated: float = 1.0  # what is left of a point each time that it is made again
    confirm: float = 0.0  # how far a claim that one shares confirms
    half_life: float = 0.0  # days after which half of a lesson has faded; 0 for never
    credit: float = 0.0  # how fast a speaker's word gains or loses by what comes
    memory: float = 0.0  # how fast one learns what to expect of the other side
    reads: tuple[Reading, ...] = ()
    character: Beliefs = ()  # [1, A] beliefs of the start, were the world as `level` has it
    level: Floats = field(default_factory=lambda: np.zeros(0))  # [I] that they go with
    endings: tuple[tuple[str, Condition], ...] = ()  # the first that holds at the end is the ending
    aims: tuple[tuple[Condition | None, ...], ...] = ()  # of each actor; None is not judged
    cited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # passages, by concern
    author: "CompiledScenario | None" = None  # as its author wrote it, where settings were made

    def __post_init__(self) -> None:
        """Lay out what follows from the rest: words and deeds count for nothing at the start."""
        held = self.start.beliefs
        held += (np.zeros_like(held[0]),) * (len(self.concerns) + 2 - len(held))
        if self.start.beliefs is not held:
            object.__setattr__(self, "start", replace(self.start, beliefs=held, anchors=held))
        if not self.character:
            object.__setattr__(self, "character", held)
        if not self.level.size:
            object.__setattr__(self, "level", self.start.indicators[0])

    @property
    def words(self) -> int:
        """Return the place in `World.beliefs` of what each one's word has proved worth."""
        return len(self.concerns)

    @property
    def deeds(self) -> int:
        """Return the place in `World.beliefs` of what each one's deeds have shown.

        Of who answers, how much harder it did than was expected; of who is answered, how far its
        last step went beyond precedent.
        """
        return len(self.concerns) + 1

    def question(self, id_: str) -> int:
        """Return the number of a question. Raises KeyError for an unknown id."""
        for i, question in enumerate(self.questions):
            if question.id == id_:
                return i
        raise KeyError(id_)
