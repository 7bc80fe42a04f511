"""Moves: all that anybody can do in a game."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sitroom.errors import SitroomError

LONGEST_LINE = 500  # characters of a line of one's own
OWN_CLAIM = 0.6  # how far a line of one's own speaks for its side; written ones go about as far
STRENGTH = {1: 0.1, 2: 0.3, 3: 0.5, 4: 0.7, 5: 0.9}  # how convincing a rated line is
# What a line of one's own counts for that nobody rates, without evidence or with.
ASSERTED, CITED = 1, 3
# Of a move as it is written down.
_LEFT_OUT = (("rating", None), ("cites", ""), ("press", False), ("through", ""))
_BREAK = re.compile(r"\r\n|\r|\n")
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that show nothing
_TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def sanitized(text: str) -> str:
    """Return a typed line as it can be shown anywhere: nothing that steers a terminal or a page.

    Controls, half characters and marks of direction are left out, any other space is a blank.
    """
    kept = (" " if c.isspace() else c for c in text if c.isspace() or not steers(c))
    return "".join(kept).strip()


def own_words(text: str) -> str:
    """Return a line of one's own as it is kept: `sanitized`, what was several lines on several."""
    lines = (sanitized(line) for line in _BREAK.split(text))
    return "\n".join(line for line in lines if line)


def shows(text: str) -> bool:
    """Whether there is anything to read in a text: a letter, a figure or a sign."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in text)


def steers(char: str) -> bool:
    """Whether a character acts on a terminal or turns the direction of what follows."""
    return unicodedata.category(char) in ("Cc", "Cs") or char in _TURNS


@dataclass(frozen=True)
class Say:
    """Say a written argument; it also weakens the lines that it rebuts.

    A rating, 1 to 5, is how convincing it was as said at the table; without one it is as written.
    `press` has it heard at three times its strength, at a price in credit; `through` another carries it.
    """

    seat: str
    argument: str
    rating: int | None = None
    press: bool = False
    through: str = ""


@dataclass(frozen=True)
class FreeLine:
    """Say a line of one's own: a claim on a concern, perhaps rated 1 to 5.

    Unrated it counts for what it cites: a passage of the scenario, as `source:17`, or nothing.
    """

    seat: str
    text: str
    concern: str
    claim: float
    rating: int | None = None
    cites: str = ""


@dataclass(frozen=True)
class Confide:
    """Tell one other at the table a written argument in private, before one has spoken; no turn is used."""

    seat: str
    argument: str
    to: str


@dataclass(frozen=True)
class Pass:
    """Say nothing this round."""

    seat: str


@dataclass(frozen=True)
class Choose:
    """Choose an option, or None to let the actor's position speak."""

    seat: str
    option: str | None


@dataclass(frozen=True)
class Reschedule:
    """Put another decision before the one that has just come up, before anyone has spoken.

    An earlier one is asked again and this one comes after it; a later one passes over those
    between. Any seat may do so.
    """

    seat: str
    question: str


@dataclass(frozen=True)
class Trigger:
    """Let an inject happen now, in a game in which they wait for the facilitator."""

    inject: str  # decision.inject


Move = Say | FreeLine | Confide | Pass | Choose | Reschedule | Trigger
_KINDS: dict[str, type[Move]] = {
    "say": Say,
    "own": FreeLine,
    "confide": Confide,
    "pass": Pass,
    "choose": Choose,
    "put": Reschedule,
    "trigger": Trigger,
}


class IllegalMoveError(SitroomError, ValueError):
    """A move that the rules do not allow now; the message says why."""

    title = "The rules do not allow that"


def check_words(text: str, said: Iterable[str]) -> None:
    """Raise IllegalMoveError where words of one's own can't be said after those that were."""
    text = own_words(text)
    if not 0 < len(text) <= LONGEST_LINE:
        raise IllegalMoveError(f"a line has 1 to {LONGEST_LINE} characters")
    if not shows(text):
        raise IllegalMoveError("there is nothing to read in that line")
    if _squeezed(text) in map(_squeezed, said):
        raise IllegalMoveError("that has been said in these words already")


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


def to_plain(move: Move) -> dict[str, object]:
    """Return a move as JSON values."""
    kind = next(name for name, type_ in _KINDS.items() if type(move) is type_)
    parts = {name: value for name, value in asdict(move).items() if (name, value) not in _LEFT_OUT}
    return {"move": kind, **parts}


def from_plain(plain: object) -> Move:
    """Return the move that `to_plain` wrote. Raises IllegalMoveError for anything else."""
    if not isinstance(plain, dict) or not isinstance(plain.get("move"), str):
        raise IllegalMoveError("not a move")
    values = {str(key): value for key, value in plain.items() if key != "move"}
    wanted = _KINDS.get(plain["move"])
    if wanted is None:
        raise IllegalMoveError(f"there is no move {plain['move']!r}")
    try:
        move = wanted(**values)
    except TypeError:
        raise IllegalMoveError(f"a {plain['move']!r} does not have these parts") from None
    for name, value in asdict(move).items():
        if not _fits(name, value):
            raise IllegalMoveError(f"{name} of a {plain['move']!r} is not of its kind")
    return move


def _fits(name: str, value: object) -> bool:
    if name == "rating":
        return type(value) is int or value is None
    if name == "press":
        return type(value) is bool
    if name == "claim":
        return type(value) in (int, float)
    return isinstance(value, str) or (name == "option" and value is None)
