"""What an author may write: the shape of actor and scenario files.

Every key is known (an unknown one is an error), every number has its range, and whatever moves
the game carries evidence. References between files are checked in `sitroom.loader.checks.crosscheck`.
"""

from typing import Annotated, Literal

from pydantic import Field

from sitroom.engine.question_ids import answer_id
from sitroom.engine.rules import Rule as DecisionRule
from sitroom.scenario.parts import (
    MOST,
    Argument,
    Condition,
    Consequences,
    Date,
    DecisionArgument,
    Effect,
    Evidence,
    Id,
    Line,
    Number,
    Part,
    Points,
    Ref,
    Sourced,
    Text,
    last_day,
)
from sitroom.scenario.rules import RuleName, known
from sitroom.scenario.wordscale import Degree, Share, Signed

__all__ = [
    "MOST",
    "Actor",
    "ActorConcern",
    "Aim",
    "Argument",
    "Bearing",
    "Concern",
    "Condition",
    "Confidence",
    "Consequences",
    "Date",
    "Decision",
    "DecisionArgument",
    "Effect",
    "Ending",
    "Evidence",
    "Goals",
    "Id",
    "Indicator",
    "Inject",
    "Ladder",
    "Line",
    "Member",
    "ModelParameters",
    "Note",
    "Number",
    "Option",
    "Outcome",
    "Part",
    "Points",
    "Position",
    "Question",
    "RedLine",
    "Ref",
    "Response",
    "Rule",
    "Rung",
    "Scenario",
    "Share",
    "Signed",
    "Source",
    "Sourced",
    "Text",
    "last_day",
]


class ActorConcern(Part):
    """How much a concern weighs with an actor, and how the actor reads it at the start."""

    weight: Share = Field(description="Lasting character: how much this concern weighs, 0 to 1")
    belief: Signed = Field(
        description="At the start: -1 speaks for restraint, +1 for going further"
    )
    weight_between: tuple[Share, Share] | None = Field(
        None, description="Where the weight may lie, in 8 cases of 10"
    )
    belief_between: tuple[Signed, Signed] | None = Field(
        None, description="Where the belief may lie, in 8 cases of 10"
    )
    evidence: tuple[Evidence, ...] = Field((), description="Where this reading comes from")


Confidence = Literal["explicit", "implied", "inferred"]


class Position(Part):
    """Where an actor stands going into a decision."""

    position: Points = Field(description="0 is full restraint, 100 the most permissive option")
    salience: Degree = Field(50, description="How much the actor cares, 0 to 100")
    confidence: Confidence = Field(description="How plainly it is said")
    between: tuple[Points, Points] | None = Field(
        None, description="Where it may lie, in 8 cases of 10; by `confidence` if left out"
    )
    evidence: Sourced


class RedLine(Part):
    """What an actor says it will not do or not accept."""

    says: Text = Field(description="The line, in your own words")
    evidence: Sourced


class Goals(Part):
    """Where an actor wanted outcomes to land; no longer read, `aims` say more."""

    decision: Points | None = Field(None, description="Wanted place of every decision")
    answer: Points | None = Field(None, description="Wanted place of every answer")


class Aim(Part):
    """Something that a seat wants; the debrief says whether it was reached."""

    when: Condition = Field(description="What must have come about as the campaign ends")
    weight: float = Field(
        1, gt=0, le=100, allow_inf_nan=False, description="How much it counts beside the others"
    )
    says: Text = Field(description="The aim, as it stands after 'reached:' or 'failed:'")
    failed: Text | None = Field(None, description="As it stands after 'failed:', if otherwise")


class Ending(Part):
    """One way for a campaign to end: the first whose condition holds is the ending."""

    id: Id = Field(description="Its name in this scenario")
    when: Condition | None = Field(
        None, description="What must have come about; the last ending has none, and takes the rest"
    )
    title: Line = Field(description="The ending in a few words")
    says: Text = Field(description="What came about, in your own words")
    meant: Text | None = Field(None, description="What it meant for those at the tables")
    really: Text | None = Field(None, description="What really happened, beside this")
    for_: dict[Id, Text] = Field(
        {}, alias="for", description="By actor: what it meant for that seat, in a line"
    )
    evidence: tuple[Evidence, ...] = Field((), description="Where this comes from")


class Actor(Part):
    """One party with positions: one file in `actors/`."""

    format: Literal[1] = Field(description="The form of this file: 1")
    id: Id = Field(description="The same as the name of its file")
    name: Line = Field(description="In full, as players read it")
    short: str = Field(min_length=1, max_length=12, description="Label on the spectrum")
    who: Text = Field(description="Who this is, in a sentence or two")
    aim: Text = Field(description="What this seat tries to bring about")
    aims: tuple[Aim, ...] = Field(
        (), description="What it wants, as conditions that are judged as the campaign ends"
    )
    goals: Goals | None = Field(None, description="No longer read: write `aims`")
    openness: Share = Field(0.5, description="How far any argument can move it, 0 to 1")
    default_trust: Share = Field(0.3, description="Trust in actors that `trusts` does not name")
    trusts: dict[Id, Share] = Field({}, description="How far it believes what another says, 0 to 1")
    concerns: dict[Id, ActorConcern] = Field(
        min_length=1, description="By concern: how much it weighs, and how it is read"
    )
    red_lines: tuple[RedLine, ...] = Field(
        (), description="What it says it will not do or not accept"
    )
    arguments: tuple[Argument, ...] = Field((), description="What it can always say")
    positions: dict[Ref, Position] = Field(
        {}, description="By ID or ID.answer of a decision: where it stands"
    )


class Source(Part):
    """A text that evidence points into, paragraph by paragraph."""

    title: Line = Field(description="What it is called")
    kind: Line = Field(description="Report, opinion in favour, opinion against, ...")
    outlet: Line | None = Field(None, description="Where it appeared or is printed")
    number: Line | None = Field(None, description="Its number there, by which it is found")
    date: Date = Field(description="When it was published: 2024-05-30, 2024-05 or 2024")
    paragraphs: int = Field(ge=1, description="How many paragraphs it has")


class Concern(Part):
    """A reason that pulls positions up or down."""

    title: Line = Field(description="What players call it")
    says: Text = Field(description="What it is about, and what -1 and +1 mean")
    reads: dict[Id, Signed] = Field(
        {},
        description="Indicators that inform it: INDICATOR: how strongly, 1 for as far as it goes; "
        "below 0 where a high value speaks for restraint",
    )


class Rung(Part):
    """One step of a ladder."""

    id: Id = Field(description="Its name in this ladder")
    title: Line = Field(description="What players call it")
    ends: bool = Field(False, description="Reaching it ends the campaign")


class Ladder(Part):
    """Steps in order, lowest first. Ordinal: the distance between two means nothing."""

    title: Line = Field(description="What players call it")
    rungs: tuple[Rung, ...] = Field(min_length=2, description="The steps, lowest first")


class Indicator(Part):
    """A quantity of the world."""

    title: Line = Field(description="What players call it")
    start: Number = Field(description="Its value as the campaign begins")
    low: Number = Field(0, description="The least that it can be")
    high: Number = Field(100, description="The most that it can be")
    says: Text = Field(description="What a high and a low value mean")


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


class Bearing(Part):
    """How a concern bears on a decision, the same for all actors."""

    value: Signed = Field(description="+1 in full, 0 not at all, below 0 the other way")
    evidence: tuple[Evidence, ...] = Field((), description="Where this comes from")


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

    @property
    def answered(self) -> tuple[str, ...]:
        """Return the options that call for an answer."""
        if self.response is None:
            return ()
        return self.response.to or tuple(option.id for option in self.options)


class ModelParameters(Part):
    """Numbers of the theory."""

    gain: float = Field(
        2, gt=0, le=10, allow_inf_nan=False, description="How strongly beliefs move it"
    )
    reserve: float = Field(
        0.4, ge=0, le=5, allow_inf_nan=False, description="What reasons must outweigh to go further"
    )
    temperature: Points = Field(15, description="Chance in a choice; 0 takes the nearest option")
    carry: Share = Field(0.3, description="What is left of a debate afterwards, 0 to 1")
    rounds: int = Field(3, ge=0, le=9, description="Rounds of debate")
    repeated: Share = Field(
        0.8, description="What is left of a point each time that it is made again in a debate"
    )
    confirm: Share = Field(1, description="How far a claim that one shares confirms, 0 to 1")
    half_life: float = Field(
        180,
        ge=0,
        le=36500,
        allow_inf_nan=False,
        description="Days in which half a lesson fades; 0 never",
    )
    credit: Share = Field(0.5, description="How fast a word gains or loses by what comes, 0 to 1")
    memory: Share = Field(0.5, description="How fast one learns what answers to expect, 0 to 1")
    foresight: Share = Field(0.8, description="How much the answer that is expected weighs, 0 to 1")
    provocation: Share = Field(0.8, description="How much a step beyond precedent provokes, 0 to 1")
    counsel: Share = Field(0.3, description="How much the stand of trusted advisers weighs, 0 to 1")


class Scenario(Part):
    """A campaign: `scenario.yaml` of a folder, or a file that holds everything."""

    format: Literal[1] = Field(description="The form of this file: 1")
    id: Id = Field(description="The same as the name of its folder or file")
    title: Line = Field(description="What players call it")
    summary: Text = Field(description="What players read first")
    tempts: Line | None = Field(None, description="A line beside its title, where one chooses")
    invites: Line | None = Field(
        None, description="A line that offers its first decision, to sit down at once"
    )
    first_seat: Id | None = Field(None, description="The seat that is taken then")
    sources: dict[Id, Source] = Field(
        min_length=1, description="By name: texts that evidence points into"
    )
    concerns: dict[Id, Concern] = Field(
        min_length=1, description="By name: reasons that pull positions"
    )
    ladders: dict[Id, Ladder] = Field(
        min_length=1, description="By name: the steps that can be taken"
    )
    indicators: dict[Id, Indicator] = Field({}, description="By name: quantities of the world")
    model: ModelParameters = Field(
        ModelParameters.model_construct(), description="Rounds, chance, numbers of the theory"
    )
    endings: tuple[Ending, ...] = Field(
        (), description="How a campaign may end: the first whose condition holds"
    )
    decisions: tuple[Decision, ...] = Field(
        min_length=1, description="In order: whole decisions, or ids of files in decisions/"
    )
