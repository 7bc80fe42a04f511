"""What an author may write of a decision and of the answer to it: options, table, rule, news."""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field

from sitroom.engine.question_ids import answer_id
from sitroom.engine.rules import Rule as DecisionRule
from sitroom.scenario.parts import (
    Condition,
    Consequences,
    Date,
    DecisionArgument,
    Evidence,
    Id,
    Line,
    Part,
    Points,
    Sourced,
    Text,
)
from sitroom.scenario.rules import RuleName, known
from sitroom.scenario.wordscale import Degree, Signed


class Option(Consequences):
    """One thing that can be decided, on a rung of the ladder."""

    id: Id = Field(description="Its name in this decision")
    title: Line = Field(description="The option in a few words")
    rung: Id = Field(description="The rung of the ladder that it stands on")
    at: Points | None = Field(
        None, description="Place on the scale 0 to 100; evenly spaced if left out"
    )
    means: Text = Field(description="What it would mean, in a sentence or two")
    when: Condition | None = Field(
        None, description="It is on the table only if this has come about"
    )

    @property
    def counts_as(self) -> frozenset[str]:
        """Return the ids by which a condition may ask for it."""
        return frozenset({self.id})


class Amendment(Consequences):
    """A fenced version of an option: a place, a limit, a condition. It is an option once proposed."""

    id: Id = Field(description="Its name in this decision, another than those of the options")
    amends: Id = Field(description="The option that it is a fenced version of")
    title: Line = Field(description="The amendment in a few words")
    at: Points = Field(description="Place on the scale: below what it amends, above the lowest")
    rung: Id | None = Field(None, description="The rung; that of what it amends if left out")
    means: Text = Field(description="What it would mean, in a sentence or two")
    says: Text = Field(description="How it is proposed, as the speaker would put it")
    by: tuple[Id, ...] | None = Field(
        None, min_length=1, description="Who may propose it; everyone at the table if left out"
    )
    voices: dict[Id, Text] = Field({}, description="By actor: how it would propose the same")
    evidence: tuple[Evidence, ...] = Field((), description="Where this comes from")


class Fenced(Option):
    """An amendment among the options of its question."""

    amends: Id

    @property
    def counts_as(self) -> frozenset[str]:
        """Return the ids by which a condition may ask for it: also that of what it amends."""
        return frozenset({self.id, self.amends})


class Proposal(DecisionArgument):
    """The line that puts an amendment on the table."""

    option: Id


class Member(Part):
    """A seat at the table."""

    actor: Id = Field(description="An actor: the name of its file")
    influence: Degree = Field(50, description="How much its word weighs at this table, 0 to 100")


class Rule(Part):
    """How the decision is taken."""

    kind: Annotated[str, RuleName] = Field(description="How: a decider, a decider and consent, ...")
    decider: Id | None = Field(None, description="Who decides (kinds decider and consent)")
    consent: tuple[Id, ...] = Field((), description="Who must agree (kind consent)")
    otherwise: Id | None = Field(
        None, description="The option that it comes to without agreement (consent, unanimity)"
    )

    @property
    def by(self) -> DecisionRule:
        """Return the rule itself."""
        return known()[self.kind]

    @property
    def named(self) -> tuple[Id, ...]:
        """Return whose choice counts by itself: the decider, then who must agree; else nobody."""
        return tuple(seat for seat in (self.decider, *self.consent) if seat)


class BearingOn(Part):
    """How a concern bears on a decision for some actors."""

    for_: tuple[Id, ...] = Field(
        alias="for", min_length=1, description="Actors for whom it bears so, instead of `value`"
    )
    value: Signed = Field(description="+1 in full, 0 not at all, below 0 the other way")
    evidence: tuple[Evidence, ...] = Field((), description="Where this comes from")


class Bearing(Part):
    """How a concern bears on a decision: the same for all actors but those of a side of its own."""

    value: Signed = Field(description="+1 in full, 0 not at all, below 0 the other way")
    sides: tuple[BearingOn, ...] = Field(
        (), description="For whom it bears otherwise: the other side reads the same concern anew"
    )
    evidence: tuple[Evidence, ...] = Field((), description="Where this comes from")

    def of(self, actor: str) -> float:
        """Return how it bears for an actor: as its side says, or as for everybody."""
        own = (side.value for side in self.sides if actor in side.for_)
        return next(own, self.value)

    def among(self, actors: Collection[str]) -> float:
        """Return how it bears for some actors on the whole; the same for all where there are no sides."""
        if not self.sides or not actors:
            return self.value
        return sum(map(self.of, actors)) / len(actors)

    @property
    def matters(self) -> bool:
        """Whether it bears for anybody."""
        return any((self.value, *(side.value for side in self.sides)))


class Outcome(Part):
    """What really happened; shown only after the players have decided."""

    option: Id = Field(description="The option that was taken")
    date: Date = Field(description="When: 2024-05-30, 2024-05 or 2024")
    says: Text = Field(description="What happened, in your own words")
    evidence: Sourced


class Inject(Consequences):
    """Something that happens as the decision opens."""

    id: Id = Field(description="Its name in this decision")
    date: Date = Field(description="When it happens; not after the decision")
    title: Line = Field(description="The news in a few words")
    says: Text = Field(description="What happens, in your own words")
    when: Condition | None = Field(None, description="It happens only if this has come about")
    evidence: tuple[Evidence, ...] = Field((), description="Where this comes from")


class Note(Part):
    """A part of the briefing that is read only where it is true."""

    when: Condition = Field(description="It is read only if this has come about")
    says: Text = Field(description="What the briefing adds where the condition holds")


class Question(Part):
    """What is put to a table, be it a decision or the answer to one."""

    title: Line = Field(description="What it is about, in a few words")
    question: Text = Field(description="What is asked")
    ladder: Id = Field(description="The ladder whose rungs the options stand on")
    options: tuple[Option, ...] = Field(min_length=2, description="Lowest first")
    amendments: tuple[Amendment, ...] = Field(
        (), description="Fenced versions of an option that a seat may put on the table"
    )
    rule: Rule = Field(description="How the decision is taken")
    table: tuple[Member, ...] = Field(min_length=1, description="In the order in which they speak")
    rounds: int | None = Field(None, ge=0, le=9, description="If not the scenario's")
    bears: dict[Id, Bearing] = Field({}, description="How concerns bear on it")
    arguments: tuple[DecisionArgument, ...] = Field((), description="What can be said, by whom")
    history: Outcome | None = Field(None, description="What really happened")

    @property
    def scale(self) -> tuple[float, ...]:
        """Return where each option stands on 0..100, evenly spaced unless said."""
        last = len(self.options) - 1
        return tuple(
            100.0 * i / last if option.at is None else option.at
            for i, option in enumerate(self.options)
        )


class Response(Question):
    """The other side's answer, taken by the same rules at its own table."""

    to: tuple[Id, ...] | None = Field(
        None, min_length=1, description="Options that call for an answer; all when left out"
    )
    date: Date | None = Field(
        None, description="When it is given, if some days after the decision; before the next one"
    )


class Decision(Question):
    """One escalation decision: one file of a scenario."""

    format: Literal[1] = Field(1, description="The form of this file: 1")
    id: Id = Field(description="The same as the name of its file")
    date: Date = Field(description="When it is taken: 2024-05-30, 2024-05 or 2024")
    briefing: Text = Field(description="What everyone at the table knows")
    notes: tuple[Note, ...] = Field((), description="Added to the briefing where they are true")
    when: Condition | None = Field(
        None, description="It is asked only if this has come about; its injects too"
    )
    evidence: tuple[Evidence, ...] = Field((), description="Where the briefing comes from")
    injects: tuple[Inject, ...] = Field((), description="What happens as it opens")
    asks_again: Id | None = Field(
        None,
        description="An earlier decision that this one brings up again; it is left out of a game "
        "in which that one was granted in full (its highest option)",
    )
    announced: Date | None = Field(
        None, description="Since when everybody knows that it is coming, if before its own day"
    )
    response: Response | None = Field(None, description="The other side's answer")

    @property
    def questions(self) -> dict[str, Question]:
        """Return the questions that it puts, by id: itself, and the answer to it if there is one."""
        answer = {answer_id(self.id): self.response} if self.response else {}
        return {self.id: self, **answer}

    def day_of(self, question: Question) -> str:
        """Return the date of one of its questions: its own, or that of an answer that came later."""
        return (isinstance(question, Response) and question.date) or self.date

    @property
    def answered(self) -> tuple[str, ...]:
        """Return the options that call for an answer."""
        if self.response is None:
            return ()
        return self.response.to or tuple(option.id for option in self.options)
