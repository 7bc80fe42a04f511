"""What an author may expect of a scenario: what-if questions with a known direction.

They stand in `expectations.yaml` beside `scenario.yaml`, and are to an author what tests are to a
programmer. They are no part of the scenario: nothing in a game is read from them.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sitroom.scenario.schema import Id, Line, Number, Part, Ref, Text

FILE = "expectations.yaml"
Key = Annotated[str, Field(min_length=1, max_length=200)]
Set = bool | float | str  # what a setting is set to


class Look(Part):
    """The figure that is looked at."""

    question: Ref | None = Field(None, description="A decision, or DECISION.answer")
    option: Id | tuple[Id, ...] | None = Field(
        None, description="The share in which it, or one of several, is taken"
    )
    mean: bool = Field(False, description="The mean number of the option taken, 0 for the lowest")
    asked: bool = Field(False, description="The share of the runs in which the question comes up")
    ladder: Id | None = Field(None, description="A ladder, with `at_least`")
    at_least: int | None = Field(None, ge=1, description="The share that reaches this rung, from 1")

    @model_validator(mode="after")
    def _one_figure(self) -> Self:
        of_question = [self.option is not None, self.mean, self.asked].count(True)
        on_ladder = self.ladder is not None and self.at_least is not None
        if (self.question is not None and of_question == 1) == on_ladder:
            raise ValueError(
                "look at a question's option, mean or asked, or at a ladder and at_least"
            )
        return self


class Case(Part):
    """One expectation: what changes, and what should come of it."""

    id: Id = Field(description="Its name in this file")
    because: Line = Field(description="Why anybody who knows the matter expects it")
    base: dict[Key, Set] = Field({}, description="Settings that both sides have")
    change: dict[Key, Set] = Field(min_length=1, description="Settings that only one side has")
    look: Look
    expect: Literal["rises", "falls", "moves", "same"] = Field(description="Where it goes")
    by: Number | None = Field(
        None, ge=0, description="The least change: 2 points of 100, or 0.1 of a mean, if left out"
    )

    @property
    def least(self) -> float:
        """Return the least change that counts."""
        if self.by is not None:
            return self.by
        return 0.1 if self.look.mean else 2.0

    def holds(self, before: float, after: float) -> bool:
        """Whether two figures are as they should be."""
        moved = after - before
        return {
            "rises": moved >= self.least,
            "falls": moved <= -self.least,
            "moves": abs(moved) >= self.least,
            "same": abs(moved) <= self.least,
        }[self.expect]


class Expectations(Part):
    """The file `expectations.yaml` of a scenario."""

    format: Literal[1] = Field(1, description="The form of this file: 1")
    about: Text | None = Field(None, description="What the cases have in common")
    cases: tuple[Case, ...] = Field(min_length=1, description="One after the other")
