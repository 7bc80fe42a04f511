"""Events: what a move brought about, as everybody at the table may know it.

Numbers are rounded to six decimals, so that every machine records the same bytes.
"""

from dataclasses import asdict, dataclass, field
from typing import TypeGuard

Positions = dict[str, float]


@dataclass(frozen=True)
class Opened:
    """A question comes up; positions are those that the table comes with."""

    question: str
    positions: Positions
    notes: tuple[int, ...] = ()  # which of its notes belong to the briefing in this game
    off_table: tuple[str, ...] = ()  # options that what has come about rules out


@dataclass(frozen=True)
class Agenda:
    """A seat puts another question first; the one that had come up comes after it, or not."""

    seat: str
    question: str
    instead_of: str
    comes_back: bool


@dataclass(frozen=True)
class PassedOver:
    """A question is not asked: what it would bring up again has been granted already."""

    question: str
    granted: str


@dataclass(frozen=True)
class Happened:
    """An inject, or the option just taken, is learned of; positions move."""

    question: str
    inject: str  # decision.inject, or the id of the option that is being answered
    positions: Positions
    indicators: dict[str, float]


@dataclass(frozen=True)
class Said:
    """A line in the debate: `moved` holds every listener's position before and after."""

    question: str
    turn: int
    round: int
    seat: str
    argument: str | None  # None: a line of the player's own, in `text`
    text: str | None
    concern: str
    claim: float
    strength: float
    rebuts: tuple[int, ...]  # numbers of the lines that it weakens
    moved: dict[str, tuple[float, float]]
    positions: Positions
    cites: str = ""  # the passage that a line of the player's own rests on, as source:17
    pressed: bool = False  # whether its speaker put its word behind it
    through: str = ""  # who carried it, if not the seat itself
    repeats: tuple[int, ...] = ()  # numbers of the lines that have made its point


@dataclass(frozen=True)
class Confided:
    """A seat has a word with another in private: the table sees with whom, and where all stand then."""

    question: str
    seat: str
    to: str
    moved: dict[str, tuple[float, float]]
    positions: Positions


@dataclass(frozen=True)
class Passed:
    """A seat says nothing."""

    question: str
    turn: int
    round: int
    seat: str


@dataclass(frozen=True)
class Voted:
    """A seat has made its choice; what it chose stays closed until all have."""

    question: str
    seat: str


@dataclass(frozen=True)
class Decided:
    """A question is settled."""

    question: str
    option: str
    rung: int
    before: Positions
    after: Positions
    chances: dict[str, float]
    choices: dict[str, str]
    overruled: tuple[str, ...] = ()  # advisers far from it, the furthest first
    leaked: bool = False  # whether that got out, and the word of who decided is worth less
    told: tuple[str, ...] = ()  # seats whose word in private got out


@dataclass(frozen=True)
class Learned:
    """The world after a question is closed."""

    question: str
    before: dict[str, float]  # indicators as the turn began
    indicators: dict[str, float]
    rungs: dict[str, int]


@dataclass(frozen=True)
class Over:
    """The game has ended: `by` is 'ladder' when a rung ended it, else 'agenda'."""

    by: str
    ending: str | None = None  # which of the scenario's endings it came to
    aims: dict[str, tuple[bool | None, ...]] = field(
        default_factory=dict
    )  # reached; None: not judged


_LEFT_OUT = (
    ("cites", ""),
    ("pressed", False),
    ("through", ""),
    ("repeats", ()),
    ("overruled", ()),
    ("leaked", False),
    ("off_table", ()),
    ("told", ()),
)
Event = (
    Opened
    | Agenda
    | PassedOver
    | Happened
    | Said
    | Confided
    | Passed
    | Voted
    | Decided
    | Learned
    | Over
)


def opens(event: Event, question: str) -> TypeGuard[Opened]:
    """Return whether with an event a question comes up."""
    return isinstance(event, Opened) and event.question == question


def recorded(number: float) -> float:
    """Return a number as it is recorded."""
    return round(float(number), 6) + 0.0


def to_plain(event: Event) -> dict[str, object]:
    """Return an event as JSON values, without what most of its kind do not have."""
    found = {"event": type(event).__name__.lower(), **asdict(event)}
    found = {name: value for name, value in found.items() if (name, value) not in _LEFT_OUT}
    if isinstance(event, Over):  # where there are no endings and aims, nothing is recorded of them
        found = {name: value for name, value in found.items() if value}
    return found
