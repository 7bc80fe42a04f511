"""What a class keeps beside who sits where: settings, phases pressed, what was undone, when, why.

The tables are added to classes of earlier versions as they are opened.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sitroom.classroom.records import FORMAT, RoomRow, sound
from sitroom.files import reading

if TYPE_CHECKING:
    from sitroom.classroom.store import Store

TABLES = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS steps (
  id INTEGER PRIMARY KEY, room INTEGER NOT NULL, branch INTEGER NOT NULL, n INTEGER NOT NULL,
  stage TEXT NOT NULL, closed INTEGER NOT NULL, remaining REAL NOT NULL);
CREATE TABLE IF NOT EXISTS undone (
  room INTEGER NOT NULL, branch INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (room, branch));
CREATE TABLE IF NOT EXISTS times (
  room INTEGER NOT NULL, branch INTEGER NOT NULL, n INTEGER NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (room, branch, n));
CREATE TABLE IF NOT EXISTS words (
  id INTEGER PRIMARY KEY, room INTEGER NOT NULL, question TEXT NOT NULL, person INTEGER NOT NULL,
  actor TEXT NOT NULL, towards TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS promises (
  id INTEGER PRIMARY KEY, room INTEGER NOT NULL, question TEXT NOT NULL, moves INTEGER NOT NULL,
  person INTEGER NOT NULL, actor TEXT NOT NULL, towards TEXT NOT NULL, option TEXT NOT NULL,
  unless TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS motions (
  id INTEGER PRIMARY KEY, room INTEGER NOT NULL, question TEXT NOT NULL, person INTEGER NOT NULL,
  actor TEXT NOT NULL, kind TEXT NOT NULL, ended TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS hands (
  motion INTEGER NOT NULL, actor TEXT NOT NULL, hand TEXT NOT NULL, PRIMARY KEY (motion, actor));
CREATE TABLE IF NOT EXISTS answers (
  person INTEGER NOT NULL REFERENCES people, item TEXT NOT NULL, time TEXT NOT NULL,
  value TEXT NOT NULL, PRIMARY KEY (person, item, time));
CREATE TABLE IF NOT EXISTS watchers (
  id INTEGER PRIMARY KEY, room INTEGER NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS headlines (
  id INTEGER PRIMARY KEY, room INTEGER NOT NULL, watcher INTEGER NOT NULL, paper TEXT NOT NULL,
  text TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ids (name TEXT PRIMARY KEY, id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS weighing (
  room INTEGER PRIMARY KEY, person INTEGER NOT NULL REFERENCES people, seen TEXT NOT NULL,
  move TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ratings (
  room INTEGER NOT NULL, person INTEGER NOT NULL, rating INTEGER NOT NULL,
  PRIMARY KEY (room, person));
CREATE TABLE IF NOT EXISTS reasons (
  person INTEGER NOT NULL REFERENCES people, question TEXT NOT NULL, time TEXT NOT NULL,
  text TEXT NOT NULL, PRIMARY KEY (person, question, time));
"""
CHOICE = "choice"
OF_ONE = ("weighing", "ratings", "reasons", "answers")  # tables that say whose a row is
PERSONAL = (
    *OF_ONE,
    "watchers",
    "headlines",
    "ids",
    "words",
    "promises",
    "motions",
    "hands",
    "times",
    "steps",
    "undone",
)


@dataclass(frozen=True)
class Step:
    """A phase that the facilitator ended: where the room stood, after how many moves."""

    id: int
    room: int
    branch: int
    n: int
    stage: str
    closed: int
    remaining: float


@dataclass(frozen=True)
class Reason:
    """Why a person voted, or decided, as it did, in its own words."""

    person: int
    question: str
    time: str  # before, after, or CHOICE
    text: str


class Ledger:
    """These tables of one class; what a method has written is on disk when it returns."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def add_tables(self) -> None:
        """Add the tables where an earlier version has made the file."""
        with self._store.writing() as db:
            for statement in TABLES.split(";"):
                db.execute(statement)

    def _run(self, query: str, *values: object) -> None:
        with self._store.writing() as db:
            db.execute(query, values)

    # The teacher's switches

    def settings(self) -> dict[str, str]:
        """Return the switches that were moved."""
        return dict(self._store.read("SELECT * FROM settings"))

    def switch(self, name: str, value: str) -> None:
        """Keep how a switch stands."""
        self._run("INSERT OR REPLACE INTO settings VALUES (?, ?)", name, value)

    # Phases and what was taken back

    def add_step(self, row: RoomRow, moves: int) -> None:
        """Keep where a room stood as a phase was ended."""
        with self._store.writing():
            self._run("DELETE FROM undone WHERE room = ?", row.number)
            self._add(row, moves)

    def _add(self, row: RoomRow, moves: int) -> None:
        values = (row.number, row.branch, moves, row.stage, row.closed, row.remaining)
        self._run("INSERT INTO steps VALUES (NULL, ?, ?, ?, ?, ?, ?)", *values)

    def steps(self, room: int, branch: int) -> list[Step]:
        """Return the phases ended in a game, the first first."""
        query = "SELECT * FROM steps WHERE room = ? AND branch = ? ORDER BY id"
        return [sound(Step, row) for row in self._store.read(query, room, branch)]

    def take_back(self, old: RoomRow, new: RoomRow, moves: int, *, before: int | None) -> None:
        """Copy to a branch what came before its first new move, and keep where it came from.

        `before` is the step that is taken back, if it was one.
        """
        for step in self.steps(old.number, old.branch):
            if step.n <= moves and (before is None or step.id < before):
                row = replace(old, branch=new.branch, stage=step.stage, closed=step.closed)
                self._add(replace(row, remaining=step.remaining), step.n)
        kept = json.dumps(asdict(old))
        self._run("INSERT OR REPLACE INTO undone VALUES (?, ?, ?)", new.number, new.branch, kept)
        query = (
            "INSERT OR REPLACE INTO times SELECT room,?,n,at FROM times "
            "WHERE room = ? AND branch = ? AND n <= ?"
        )
        self._run(query, new.branch, old.number, old.branch, moves)

    def undone(self, room: int, branch: int) -> RoomRow | None:
        """Return where a room stood before its last step was taken back, if that can be had again."""
        query = "SELECT row FROM undone WHERE room = ? AND branch = ?"
        for (text,) in self._store.read(query, room, branch):
            kept = reading.as_json(text)
            return sound(RoomRow, kept.values()) if isinstance(kept, dict) else None
        return None

    def redone(self, room: int, branch: int) -> None:
        """Forget what was taken back: it is there again."""
        self._run("DELETE FROM undone WHERE room = ? AND branch = ?", room, branch)

    def moved(self, room: int, branch: int, n: int) -> None:
        """Keep when a move was made; what was undone before it can't be had again."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self._store.writing() as db:
            db.execute("DELETE FROM undone WHERE room = ?", (room,))
            db.execute("INSERT OR REPLACE INTO times VALUES (?, ?, ?, ?)", (room, branch, n, at))

    def times(self, room: int, branch: int) -> dict[int, str]:
        """Return when moves were made, by number from 1: UTC, as 2024-05-30T09:12:00+00:00."""
        query = "SELECT n,at FROM times WHERE room = ? AND branch = ? ORDER BY n"
        return dict(self._store.read(query, room, branch))

    def probe(self) -> None:
        """Write what stands there already. Raises StoreError where nothing can be written."""
        self._run(f"PRAGMA user_version = {FORMAT}")

    # Reasons

    def give(self, reason: Reason) -> None:
        """Keep a reason; a later one takes the place of an earlier, an empty one takes it away."""
        key = (reason.person, reason.question, reason.time)
        with self._store.writing() as db:
            db.execute("DELETE FROM reasons WHERE (person,question,time) = (?, ?, ?)", key)
            if reason.text:
                db.execute("INSERT INTO reasons VALUES (?, ?, ?, ?)", (*key, reason.text))

    def reasons(self) -> list[Reason]:
        """Return all reasons."""
        return [sound(Reason, row) for row in self._store.read("SELECT * FROM reasons")]

    def reason(self, person: int, question: str, time: str) -> str:
        """Return the reason that a person gave, or nothing."""
        query = "SELECT text FROM reasons WHERE (person,question,time) = (?, ?, ?)"
        return next((text for (text,) in self._store.read(query, person, question, time)), "")

    # Lines of one's own that wait to be weighed

    def weigh(self, room: int, line: tuple[int, str, str] | None) -> None:
        """Let a line wait, as person, seen and move; or none any more."""
        with self._store.writing() as db:
            db.execute("DELETE FROM ratings WHERE room = ?", (room,))
            db.execute("DELETE FROM weighing WHERE room = ?", (room,))
            if line is not None:
                db.execute("INSERT INTO weighing VALUES (?, ?, ?, ?)", (room, *line))

    def weighed(self, room: int) -> tuple[int, str, str] | None:
        """Return the line that waits in a room."""
        query = "SELECT person,seen,move FROM weighing WHERE room = ?"
        return next(iter(self._store.read(query, room)), None)

    def rate(self, room: int, person: int, rating: int) -> None:
        """Keep how convincing somebody found the line that waits."""
        self._run("INSERT OR REPLACE INTO ratings VALUES (?, ?, ?)", room, person, rating)

    def ratings(self, room: int) -> dict[int, int]:
        """Return how convincing each found the line that waits."""
        return dict(self._store.read("SELECT person,rating FROM ratings WHERE room = ?", room))

    # How the school knows people

    def know(self, ids: Mapping[str, str]) -> None:
        """Keep the ids that a roster gives beside its names."""
        with self._store.writing() as db:
            db.executemany("INSERT OR REPLACE INTO ids VALUES (?, ?)", ids.items())

    def absent(self) -> tuple[tuple[str, str], ...]:
        """Return the names of the roster that nobody has come by, and their ids where there are any."""
        query = "SELECT name,COALESCE(id,'') FROM roster LEFT JOIN ids USING (name) WHERE person IS NULL"
        return tuple((str(name), str(id_)) for name, id_ in self._store.read(query))

    def ids(self) -> dict[int, str]:
        """Return the ids of people who came by a name of the roster."""
        query = "SELECT person,id FROM ids JOIN roster USING (name) WHERE person NOT NULL"
        return dict(self._store.read(query))
