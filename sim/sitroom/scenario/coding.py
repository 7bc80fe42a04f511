"""What a coder may write: codes of texts, one file a coder, and what became of disagreements.

They stand in `codings/` beside `scenario.yaml`, and are no part of the scenario: nothing in a game
is read from them. A code says what one passage tells of one actor, or that something happened.
"""

from typing import Literal

from pydantic import Field

from sitroom.scenario.schema import Confidence, Date, Id, Line, Part, Points, Ref, Signed, Text
from sitroom.scenario.wordscale import Degree

FOLDER = "codings"
TEXTS = "texts"  # beside a scenario only where a licence allows it
SETTLED = "settled"  # no coder's name: the file of what was settled
Kind = Literal["position", "belief", "argument", "event"]


class Code(Part):
    """One code: a position or a silence on a decision, a belief or an argument on a concern, an event."""

    source: Id | None = Field(None, description="A source of the scenario")
    paragraph: int | None = Field(None, ge=1, description="Number of the paragraph in that source")
    actor: Id | None = Field(None, description="Of whom it tells; an event needs nobody")
    decision: Ref | None = Field(None, description="Of a position: ID or ID.answer of a decision")
    position: Points | None = Field(
        None, description="Where the actor stands: 0 is full restraint, 100 the most permissive"
    )
    silent: bool = Field(False, description="The passage names the actor, and it takes no position")
    concern: Id | None = Field(None, description="Of a belief or an argument: what it is about")
    belief: Signed | None = Field(None, description="How the actor reads the concern, -1 to 1")
    claim: Signed | None = Field(None, description="What an argument says of it, -1 to 1")
    event: Line | None = Field(None, description="Something that happened, in a few words")
    salience: Degree | None = Field(None, description="How much the actor cares, 0 to 100")
    confidence: Confidence | None = Field(None, description="How plainly it is said")
    as_of: Date | None = Field(None, description="The date that the passage speaks of")
    says: Text | None = Field(None, description="What the passage says, in your own words")
    note: Text | None = Field(None, description="For yourself and whoever settles")

    @property
    def kind(self) -> Kind:
        """Return what it is a code of; a silence is one of a position."""
        if self.event is not None:
            return "event"
        if self.belief is not None:
            return "belief"
        return "argument" if self.claim is not None else "position"


class Coding(Part):
    """One coder's reading: the file `codings/NAME.yaml` of a scenario."""

    format: Literal[1] = Field(description="The form of this file: 1")
    coder: Id = Field(description="The same as the name of its file")
    about: Text | None = Field(None, description="Who coded, when, by which rules")
    read: dict[Id, int] = Field({}, description="By source: how many paragraphs have been read")
    codes: tuple[Code, ...] = Field((), description="One after the other, as they were made")


How = Literal["one", "middle", "new"]


class Settlement(Part):
    """One position that was settled, by whom and why."""

    actor: Id = Field(description="Whose position it is")
    decision: Ref = Field(description="On which decision")
    position: Points = Field(description="What it was settled at")
    range: tuple[Points, Points] = Field(description="From where to where, of those not mistaken")
    coders: tuple[Id, ...] = Field(min_length=1, description="Whose codes it rests on")
    mistaken: tuple[Id, ...] = Field((), description="Whose reading was found to be wrong")
    how: How = Field(description="One coder's position, the middle of them, or a new one")
    of: Id | None = Field(None, description="Whose position was taken, where it is one's")
    by: Line = Field(description="Who settled it")
    on: Date = Field(description="On which day")
    why: Text | None = Field(None, description="Why so")


class Settled(Part):
    """The file `codings/settled.yaml` of a scenario; what stands later holds."""

    format: Literal[1] = Field(description="The form of this file: 1")
    settled: tuple[Settlement, ...] = Field((), description="One after the other")
