"""Parts that actor and scenario files share: ids, dates and numbers, evidence, conditions, arguments."""

import calendar
import datetime as dt
import re
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from sitroom.scenario.wordscale import Share, Signed

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def last_day(date: str) -> str:
    """Return the last day, as 2024-05-31, that a day, month or year written may stand for.

    Raises ValueError for what is no date.
    """
    match = _PARTIAL_DATE.fullmatch(date)
    if not match:
        raise ValueError("a date is written 2024-05-30, 2024-05 or 2024")
    year, month = int(match[1]), int(match[2] or 12)
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        raise ValueError("there is no such date")
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, int(match[3] or last)).isoformat()


def _as_date(date: str) -> str:
    last_day(date)
    return date


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Ref = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=81)
]
Line = Annotated[str, Field(min_length=1, max_length=120)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Date = Annotated[str, AfterValidator(_as_date)]
Points = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
MOST = 1e15  # larger numbers would no longer add up to the digit, and then to no number at all
Number = Annotated[float, Field(ge=-MOST, le=MOST, allow_inf_nan=False)]


class Part(BaseModel):
    """Whatever stands in a file: no unknown keys, and never changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Evidence(Part):
    """Where a claim comes from, in the author's own words."""

    source: Id = Field(description="A source of the scenario")
    paragraph: int = Field(ge=1, description="Number of the paragraph in that source")
    as_of: Date = Field(
        description="The date that the passage speaks of, not that of publication; of what is said "
        "in retrospect, when it was said"
    )
    says: Text = Field(description="What the passage says, in your own words")
    retrospective: bool = Field(
        False, description="Said afterwards, of the time before: its words open after that day"
    )

    def said_by(self, date: str) -> bool:
        """Return whether this had been said by the end of a date."""
        return last_day(self.as_of) <= last_day(date)


Sourced = Annotated[tuple[Evidence, ...], Field(min_length=1, description="At least one citation")]


class Condition(Part):
    """What must have come about by then: exactly one key. A `chosen` names one or more decisions."""

    all: tuple["Condition", ...] | None = Field(
        None, min_length=1, description="Every one of these conditions holds"
    )
    any: tuple["Condition", ...] | None = Field(
        None, min_length=1, description="One of these conditions holds, or more"
    )
    not_: "Condition | None" = Field(None, alias="not", description="This condition does not hold")
    chosen: dict[Ref, tuple[Id, ...]] | None = Field(
        None,
        min_length=1,
        description="What was decided, as DECISION: [OPTION, ...] or DECISION.answer: [...]; of "
        "several options one must have been taken, of several decisions each must hold; "
        "an amendment counts as what it amends, too",
    )
    reached: dict[Id, Id] | None = Field(
        None, min_length=1, description="This rung or a higher one was taken, as LADDER: RUNG"
    )
    at_least: dict[Id, Number] | None = Field(
        None, min_length=1, description="Indicators that stand this high, as INDICATOR: NUMBER"
    )
    at_most: dict[Id, Number] | None = Field(
        None, min_length=1, description="Indicators that stand this low, as INDICATOR: NUMBER"
    )

    happened: tuple[Ref, ...] | None = Field(
        None, min_length=1, description="Injects that have happened, as ID or DECISION.ID: all"
    )

    ended: tuple[Id, ...] | None = Field(
        None, min_length=1, description="The campaign came to one of these endings; for aims alone"
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("a condition has exactly one key")
        return self


class Effect(Part):
    """An event that speaks: it moves what actors have learned about one concern."""

    concern: Id = Field(description="The concern that it speaks to")
    claim: Signed = Field(description="-1 speaks for restraint, +1 for going further")
    rate: Share = Field(description="How far a belief moves towards the claim, 0 to 1")
    actors: tuple[Id, ...] | None = Field(
        None, min_length=1, description="Whom it moves; everyone when left out"
    )


class Consequences(Part):
    """What follows from an option, an answer or an inject."""

    effects: tuple[Effect, ...] = Field((), description="What people learn from it")
    indicators: dict[Id, Number] = Field({}, description="Added to each indicator named")


class Argument(Part):
    """A claim on one concern, with its evidence."""

    id: Id = Field(description="Its name in this file, by which others rebut it")
    concern: Id = Field(description="The concern that it is about")
    claim: Signed = Field(description="-1 speaks for restraint, +1 for going further")
    strength: Share = Field(0.5, description="How convincing it is by itself, 0 to 1")
    says: Text = Field(description="As the speaker would put it, in your own words")
    rebuts: tuple[Ref, ...] = Field(
        (), description="Arguments that it weakens: an id of this file, or owner.id"
    )
    when: Condition | None = Field(None, description="It can be said only if this has come about")
    evidence: Sourced


class DecisionArgument(Argument):
    """An argument made for one decision, by whoever may use it."""

    by: tuple[Id, ...] = Field(min_length=1, description="Actors who may use it")
    voices: dict[Id, Text] = Field(
        {}, description="By actor: the same point as it would put it; others put it as in `says`"
    )

    def voiced(self, actor: str) -> Self:
        """Return the argument as an actor would put it."""
        own = self.voices.get(actor)
        return self if own is None else self.model_copy(update={"says": own})
