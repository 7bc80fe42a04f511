"""What an author may write: the shape of actor and scenario files.

Every key is known (an unknown one is an error), every number has its range, and whatever moves
the game carries evidence. References between files are checked in `sitroom.loader.checks.crosscheck`.
"""

from typing import Literal

from pydantic import Field

from sitroom.scenario.actors import (
    Actor,
    ActorConcern,
    Aim,
    Confidence,
    Goals,
    Position,
    RedLine,
)
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
from sitroom.scenario.questions import (
    Amendment,
    Bearing,
    BearingOn,
    Decision,
    Fenced,
    Inject,
    Member,
    Note,
    Option,
    Outcome,
    Proposal,
    Question,
    Response,
    Rule,
)
from sitroom.scenario.wordscale import Share, Signed

__all__ = [
    "MOST",
    "Actor",
    "ActorConcern",
    "Aim",
    "Amendment",
    "Argument",
    "Bearing",
    "BearingOn",
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
    "Fenced",
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
    "Proposal",
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


class Source(Part):
    """A text that evidence points into, paragraph by paragraph."""

    title: Line = Field(description="What it is called")
    kind: Line = Field(description="Report, opinion in favour, opinion against, ...")
    outlet: Line | None = Field(None, description="Where it appeared or is printed")
    number: Line | None = Field(None, description="Its number there, by which it is found")
    date: Date = Field(description="When it was published: 2024-05-30, 2024-05 or 2024")
    paragraphs: int = Field(ge=1, description="How many paragraphs it has")
    numbered: Literal["paragraphs", "pages"] = Field(
        "paragraphs", description="pages: what is counted and cited as paragraphs are its pages"
    )
    digest: Line | None = Field(
        None, description="Of its text, by which a changed one is known; made by `source add`"
    )
    licence: Line | None = Field(None, description="By which its text may be handed on")


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
        0.8,
        description="What is left of a point made again in a debate, for who trusts whoever made it before",
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
