"""What an author may write of an actor: what it cares about, where it stands, what it wants and says."""

from typing import Literal

from pydantic import Field

from sitroom.scenario.parts import (
    Argument,
    Condition,
    Evidence,
    Id,
    Line,
    Part,
    Points,
    Ref,
    Sourced,
    Text,
)
from sitroom.scenario.wordscale import Degree, Share, Signed


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
    width: float | None = Field(
        None,
        gt=0,
        le=100,
        allow_inf_nan=False,
        description="It stands for this place: nothing moves it further from it than so many "
        "points, up or down; left out, it can be moved anywhere",
    )
    range: tuple[Points, Points] | None = Field(
        None, description="The lowest and highest that coders of the texts came to"
    )
    coders: int | None = Field(None, ge=1, description="How many coded it, each by themselves")
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
    failed: Text | None = Field(
        None, description="What came about instead, in brackets after 'failed:'"
    )
    kind: Literal["aim", "walk-away", "give", "hide"] = Field(
        "aim",
        description="How its seat is told: an aim, what it must not sign away, what it may give, "
        "what it must not let on; all are scored by `when`",
    )


class Actor(Part):
    """One party with positions: one file in `actors/`."""

    format: Literal[1] = Field(description="The form of this file: 1")
    id: Id = Field(description="The same as the name of its file")
    name: Line = Field(description="In full, as players read it")
    short: str = Field(min_length=1, max_length=12, description="Label on the spectrum")
    aliases: tuple[Line, ...] = Field((), description="Other names that texts have for it")
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
