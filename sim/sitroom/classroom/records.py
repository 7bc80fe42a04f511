"""What is kept of a class: the tables, and their rows as the program sees them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

from sitroom.files import reading

FORMAT = 1
BEFORE, AFTER = "before", "after"
LOBBY, BRIEF, OPEN, OUTCOME, OVER = "lobby", "brief", "open", "outcome", "over"
MOST_CLOCK = 6 * 3600.0  # seconds
JOURNAL = re.compile(r"room-[0-9]+(?:-[0-9]+)?\.jsonl")  # never a path that leads elsewhere
T = TypeVar("T")

SCHEMA = """
CREATE TABLE class (
  name TEXT NOT NULL, scenario TEXT NOT NULL, files TEXT NOT NULL, seed INTEGER NOT NULL,
  decision TEXT, only INTEGER NOT NULL, minutes INTEGER NOT NULL, per_seat INTEGER NOT NULL,
  code TEXT NOT NULL, secret TEXT NOT NULL, key TEXT NOT NULL, created TEXT NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0, projected INTEGER);
CREATE TABLE rooms (
  number INTEGER PRIMARY KEY, branch INTEGER NOT NULL, journal TEXT NOT NULL,
  stage TEXT NOT NULL, closed INTEGER NOT NULL, remaining REAL NOT NULL, paused INTEGER NOT NULL);
CREATE TABLE seats (
  room INTEGER NOT NULL REFERENCES rooms, actor TEXT NOT NULL, code TEXT NOT NULL UNIQUE,
  computer INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (room, actor));
CREATE TABLE people (
  id INTEGER PRIMARY KEY, room INTEGER NOT NULL, actor TEXT NOT NULL, name TEXT NOT NULL,
  pseudonym TEXT NOT NULL UNIQUE, token TEXT UNIQUE, return_code TEXT NOT NULL UNIQUE, -- digests
  speaks INTEGER NOT NULL, FOREIGN KEY (room, actor) REFERENCES seats);
CREATE TABLE roster (
  name TEXT PRIMARY KEY, room INTEGER, actor TEXT, person INTEGER REFERENCES people);
CREATE TABLE ballots (
  person INTEGER NOT NULL REFERENCES people, question TEXT NOT NULL,
  time TEXT NOT NULL CHECK (time IN ('before', 'after')), option TEXT NOT NULL,
  confidence INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 100),
  PRIMARY KEY (person, question, time));
CREATE TABLE messages (
  id INTEGER PRIMARY KEY, room INTEGER, actor TEXT, person INTEGER REFERENCES people,
  text TEXT NOT NULL);
CREATE TABLE marks (
  person INTEGER NOT NULL REFERENCES people, criterion TEXT NOT NULL, mark TEXT NOT NULL,
  note TEXT NOT NULL, PRIMARY KEY (person, criterion));
CREATE TABLE postponed (room INTEGER NOT NULL, inject TEXT NOT NULL, PRIMARY KEY (room, inject));
CREATE TABLE made (
  room INTEGER NOT NULL, branch INTEGER NOT NULL, n INTEGER NOT NULL, person INTEGER,
  PRIMARY KEY (room, branch, n));
CREATE TABLE teachers (token TEXT PRIMARY KEY);
CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT NOT NULL, room INTEGER, what TEXT NOT NULL);
"""


@dataclass(frozen=True)
class ClassRow:
    """What a class is played from, and its codes; `secret` is only a digest."""

    name: str
    scenario: str
    files: dict[str, str]
    seed: int
    decision: str | None
    only: bool
    minutes: int  # for one decision
    per_seat: int
    code: str
    secret: str
    key: str  # signs form tokens
    created: str  # a date
    ended: bool = False
    projected: int | None = None

    @property
    def forgotten(self) -> bool:
        """Whether everything personal has been deleted; it can't be hosted any more."""
        return not self.secret


@dataclass(frozen=True)
class RoomRow:
    """A room: which journal is its game, and where its hour stands."""

    number: int
    branch: int
    journal: str  # file name, in the folder of the class
    stage: str  # lobby, brief, open, outcome or over
    closed: int  # turns that have been closed
    remaining: float  # seconds on the clock
    paused: bool

    def __post_init__(self) -> None:
        if not (
            self.stage in (LOBBY, BRIEF, OPEN, OUTCOME, OVER)
            and 0 <= self.remaining <= MOST_CLOCK
            and self.closed >= 0
            and JOURNAL.fullmatch(self.journal)
        ):
            raise ValueError("a room that can't be")


@dataclass(frozen=True)
class Seat:
    """A seat of a room: its code, and whether it was handed to the computer."""

    room: int
    actor: str
    code: str
    computer: bool


@dataclass(frozen=True)
class Person:
    """Somebody in a seat."""

    id: int
    room: int
    actor: str
    name: str
    pseudonym: str
    return_digest: str  # of the code with which it comes back
    speaks: bool  # makes the moves of the seat

    @property
    def seat(self) -> tuple[int, str]:
        """Return where it sits."""
        return self.room, self.actor


@dataclass(frozen=True)
class RosterEntry:
    """A name of the roster, with the place kept for it (if any) and who has come."""

    name: str
    room: int | None
    actor: str | None
    person: int | None


@dataclass(frozen=True)
class Ballot:
    """What a person would decide, before or after, and how sure it is, 0 to 100."""

    person: int
    question: str
    time: str
    option: str
    confidence: int


@dataclass(frozen=True)
class Message:
    """From a person to the facilitator (`person` set), or from the facilitator.

    The facilitator's goes to one seat, to a room (no actor) or to all (no room).
    """

    id: int
    room: int | None
    actor: str | None
    person: int | None
    text: str


@dataclass(frozen=True)
class Mark:
    """A mark on one criterion, as the facilitator wrote it."""

    person: int
    criterion: str
    mark: str
    note: str


def sound(kind: type[T], row: Iterable[Any]) -> T:
    """Return a row as the program sees it. Raises ValueError or TypeError where that can't be.

    SQLite keeps whatever it is given in any column, so a damaged file is found here.
    """
    if kind not in _hints:
        _hints[kind] = tuple(get_type_hints(kind).values())
    return kind(*(_sound(hint, value) for hint, value in zip(_hints[kind], row, strict=True)))


_hints: dict[object, tuple[Any, ...]] = {}  # looked up for each row they take most of the time


def _sound(wanted: Any, value: Any) -> object:  # noqa: ANN401 - a type, and what SQLite returns
    if wanted is bool and value in (0, 1):
        return bool(value)
    if wanted == dict[str, str]:
        found = reading.as_json(value)
        if isinstance(found, dict) and all(isinstance(text, str) for text in found.values()):
            return found
    elif wanted is float and isinstance(value, int):
        return float(value)
    elif isinstance(value, wanted):
        return value
    raise TypeError(f"{value!r:.40} can't stand there")
