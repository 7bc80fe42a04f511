"""A class on disk: who sits where, codes, ballots, messages and marks, in one SQLite file.

The games themselves lie beside it, one journal a room. Whatever a method has written is on disk
when it returns. Readers elsewhere (the debrief) open the same file with `Store.open`.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sitroom.classroom.folders import (
    DATABASE,
    StoreError,
    check_plain,
    is_class,
    keep_private,
    make,
    why,
)
from sitroom.classroom.ledger import Ledger
from sitroom.classroom.records import (
    FORMAT,
    SCHEMA,
    Ballot,
    ClassRow,
    Mark,
    Message,
    Person,
    RoomRow,
    RosterEntry,
    Seat,
    sound,
)
from sitroom.narration import class_text

PRAGMAS = ("secure_delete = ON", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
BROKEN = (sqlite3.Error, sqlite3.Warning, UnicodeError, OverflowError)  # with the file, or its disk
MOST_FOUND = 5000  # answers that are held until the next write
T = TypeVar("T")


def _values(row: object) -> list[Any]:
    return [*vars(row).values()]


def today() -> str:
    """Return the date as 2024-05-30."""
    return datetime.now(UTC).date().isoformat()


class Store:
    """The file of one class. All methods may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self.ledger = Ledger(self)
        self.alone = False  # whether nobody else writes, so that what was read stays until a write
        self._found: dict[tuple[object, ...], list[tuple[Any, ...]]] = {}
        check_plain(folder)
        with self._told():
            self._db = sqlite3.connect(
                folder / DATABASE, check_same_thread=False, isolation_level=None
            )
            try:
                for pragma in PRAGMAS:
                    self._db.execute(f"PRAGMA {pragma}")
            except Exception:
                self._db.close()
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the database says into a StoreError in words."""
        try:
            yield
        except BROKEN as error:
            raise StoreError(f"{self.folder / DATABASE}: {why(error)}") from None

    @classmethod
    def create(
        cls,
        folder: Path,
        row: ClassRow,
        rooms: list[RoomRow],
        seats: list[Seat],
        roster: list[RosterEntry],
    ) -> "Store":
        """Write the file of a new class, all of it or nothing. Raises StoreError."""
        make(folder)
        keep_private(folder)
        with suppress(OSError):  # told by what follows
            (folder / DATABASE).touch(mode=0o600)
        store = cls(folder)
        with store.writing() as db:
            for statement in SCHEMA.split(";"):
                db.execute(statement)
            store.ledger.add_tables()
            values = {**row.__dict__, "files": json.dumps(row.files)}
            columns, marks = ", ".join(values), ", ".join("?" * len(values))
            db.execute(f"INSERT INTO class ({columns}) VALUES ({marks})", [*values.values()])  # noqa: S608
            for room in rooms:
                store.save_room(room)
            db.executemany("INSERT INTO seats VALUES (?, ?, ?, ?)", map(_values, seats))
            db.executemany("INSERT INTO roster VALUES (?, ?, ?, ?)", map(_values, roster))
            db.execute(f"PRAGMA user_version = {FORMAT}")
        return store

    @classmethod
    def open(cls, folder: Path) -> "Store":
        """Open the file of a class. Raises StoreError."""
        if not is_class(folder):
            raise StoreError(f"there is no class at {folder}")
        store = cls(folder)
        try:
            store._check()
        except StoreError:
            store.close()
            raise
        return store

    def _check(self) -> None:
        """Raise StoreError unless all of the file can be read, by this version."""
        path = self.folder / DATABASE
        ((version,),) = self.read("PRAGMA user_version")
        if version > FORMAT:
            raise StoreError(f"{path} is of a newer version of Sitroom: update, then open it again")
        if version != FORMAT:
            raise StoreError(f"{path} is no class, or is unfinished")
        for check in ("quick_check", "foreign_key_check"):
            if self.read(f"PRAGMA {check}") not in ([("ok",)], []):
                raise StoreError(f"{path}: it is damaged")
        if not self.read("SELECT 1 FROM sqlite_master WHERE name = 'answers'"):
            self.ledger.add_tables()
        self.row()
        for read in (self.rooms, self.seats, self.people, self.roster, self.ballots):
            read()
        for more in (self.messages, self.marks):
            more()

    def close(self) -> None:
        """Close the file; what is in it is safe already."""
        with self._lock:
            self._db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and on disk at the end. May be nested; the outermost writes."""
        with self._lock, self._told():
            if self._db.in_transaction:
                yield self._db
                return
            self._found.clear()
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk may have taken it back already
                    self._db.execute("ROLLBACK")
                raise

    def read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds. Raises StoreError."""
        asked = (query, *values)
        with self._lock:
            if asked in self._found:
                return [*self._found[asked]]
            with self._told():
                rows = self._db.execute(query, values).fetchall()
            if self.alone and query.startswith("SELECT") and not self._db.in_transaction:
                if len(self._found) >= MOST_FOUND:
                    self._found.clear()
                self._found[asked] = rows
            return [*rows]

    def _rows(self, kind: type[T], query: str, *values: object) -> list[T]:
        rows = self.read(query, *values)
        try:
            return [sound(kind, row) for row in rows]
        except (ValueError, TypeError) as error:
            table = f"{self.folder / DATABASE}: it is damaged"
            raise StoreError(f"{table} ({kind.__name__}: {error})") from None

    def _run(self, query: str, *values: object) -> None:
        with self.writing() as db:
            db.execute(query, values)

    # The class

    def row(self) -> ClassRow:
        """Return the class."""
        found = self._rows(ClassRow, "SELECT * FROM class")
        if len(found) != 1:
            raise StoreError(f"{self.folder / DATABASE}: it is damaged")
        return found[0]

    def end(self) -> None:
        """Remember that the class has ended."""
        self._run("UPDATE class SET ended = 1")

    def project(self, room: int | None) -> None:
        """Remember which room the projector shows."""
        self._run("UPDATE class SET projected = ?", room)

    def new_secret(self, digest: str) -> None:
        """Put another secret in place of the facilitator's, and sign everyone out who had it."""
        with self.writing() as db:
            db.execute("UPDATE class SET secret = ?", (digest,))
            db.execute("DELETE FROM teachers")

    def add_teacher(self, token: str) -> None:
        """Keep the digest of a facilitator's cookie."""
        self._run("INSERT INTO teachers VALUES (?)", token)

    def is_teacher(self, token: str) -> bool:
        """Whether a digest is that of a facilitator's cookie."""
        return bool(self.read("SELECT 1 FROM teachers WHERE token = ?", token))

    def log(self, what: str, room: int | None = None) -> None:
        """Write down what the facilitator did."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self._run(class_text.INSERT_INTO_LOG_AT_ROOM, at, room, what)

    # Rooms and seats

    def save_room(self, room: RoomRow) -> None:
        """Write a room as it now stands."""
        self._run("INSERT OR REPLACE INTO rooms VALUES (?, ?, ?, ?, ?, ?, ?)", *_values(room))

    def save_clocks(self, remaining: dict[int, float]) -> None:
        """Write the seconds left in several rooms, and nothing else of them."""
        with self.writing() as db:
            rows = [(seconds, number) for number, seconds in remaining.items()]
            db.executemany("UPDATE rooms SET remaining = ? WHERE number = ?", rows)

    def rooms(self) -> list[RoomRow]:
        """Return the rooms in order."""
        return self._rows(RoomRow, "SELECT * FROM rooms ORDER BY number")

    def seats(self, room: int | None = None) -> list[Seat]:
        """Return the seats of a room, or of all."""
        query = class_text.SELECT_FROM_SEATS_WHERE_IN
        return self._rows(Seat, query, room or 0)

    def set_computer(self, room: int, actor: str, *, computer: bool) -> None:
        """Hand a seat to the computer, or back."""
        self._run(
            "UPDATE seats SET computer = ? WHERE room = ? AND actor = ?", computer, room, actor
        )

    def postpone(self, room: int, inject: str, *, put_off: bool = True) -> None:
        """Let an inject wait for the facilitator, or no longer."""
        if put_off:
            self._run("INSERT OR IGNORE INTO postponed VALUES (?, ?)", room, inject)
        else:
            self._run("DELETE FROM postponed WHERE room = ? AND inject = ?", room, inject)

    def postponed(self, room: int) -> set[str]:
        """Return the injects of a room that wait for the facilitator."""
        found = self.read("SELECT inject FROM postponed WHERE room = ?", room)
        return {inject for (inject,) in found}

    def note_move(self, room: int, branch: int, n: int, person: int | None) -> None:
        """Write down who makes a move, and when: a person, or the facilitator (None)."""
        with self.writing():
            self.ledger.moved(room, branch, n)
            self._run("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?)", room, branch, n, person)

    def drop_moves(self, room: int, branch: int, after: int) -> None:
        """Forget who was to make moves that were never made: those after so many."""
        query = "DELETE FROM made WHERE room = ? AND branch = ? AND n > ?"
        self._run(query, room, branch, after)

    def made(self, room: int, branch: int) -> dict[int, int | None]:
        """Return the moves of a game that people made: number (from 1) and person."""
        found = self.read(class_text.SELECT_PERSON_FROM_MADE_WHERE, room, branch)
        return dict(found)

    def save_branch(self, room: RoomRow, old: int, moves: int) -> None:
        """Write a room whose game is a branch of another one, sharing its first moves."""
        with self.writing() as db:
            values = (room.branch, room.number, old, moves)
            db.execute(class_text.INSERT_OR_REPLACE_INTO_MADE, values)
            self.save_room(room)

    # People

    def add_person(self, room: int, actor: str, name: str, codes: tuple[str, str, str]) -> Person:
        """Seat somebody; `codes` are pseudonym, digests of the cookie and of the return code."""
        with self.writing() as db:
            speaks = not self.people(room, actor)
            values = (room, actor, name, *codes, speaks)
            cursor = db.execute(class_text.INSERT_INTO_PEOPLE_ROOM_ACTOR, values)
        return Person(cursor.lastrowid or 0, room, actor, name, codes[0], codes[2], speaks)

    def people(self, room: int | None = None, actor: str | None = None) -> list[Person]:
        """Return the people of a seat, of a room, or of all, in the order in which they came."""
        return self._people("? IN (room, 0) AND ? IN (actor, '')", room or 0, actor or "")

    def person(self, token: str) -> Person | None:
        """Return whose cookie has this digest."""
        found = self._people("token = ?", token)
        return found[0] if found else None

    def _people(self, where: str, *values: object) -> list[Person]:
        columns = class_text.ID_ROOM_ACTOR_NAME_PSEUDONYM
        query = f"SELECT {columns} FROM people WHERE {where} ORDER BY id"  # noqa: S608
        return self._rows(Person, query, *values)

    def new_token(self, person: int, token: str | None) -> None:
        """Give a person another cookie; the old one is worth nothing any more."""
        self._run("UPDATE people SET token = ? WHERE id = ?", token, person)

    def set_return(self, person: int, digest: str) -> None:
        """Give a person another return code, of which only the digest is kept."""
        self._run("UPDATE people SET return_code = ? WHERE id = ?", digest, person)

    def scrub(self) -> None:
        """Take what was deleted or replaced out of the log written ahead, too."""
        self.read("PRAGMA wal_checkpoint(TRUNCATE)")

    def set_spokesperson(self, person: Person) -> None:
        """Let this person make the moves of its seat, and nobody else."""
        self._run(
            "UPDATE people SET speaks = (id = ?) WHERE room = ? AND actor = ?",
            person.id,
            person.room,
            person.actor,
        )

    def roster(self) -> list[RosterEntry]:
        """Return the roster in its order."""
        return self._rows(RosterEntry, "SELECT * FROM roster ORDER BY rowid")

    def came(self, name: str, person: int) -> None:
        """Remember that somebody of the roster has come."""
        self._run("UPDATE roster SET person = ? WHERE name = ?", person, name)

    # What they say

    def vote(self, ballot: Ballot) -> None:
        """Write a ballot; a later one takes the place of an earlier."""
        self._run("INSERT OR REPLACE INTO ballots VALUES (?, ?, ?, ?, ?)", *_values(ballot))

    def ballots(self, question: str | None = None, room: int | None = None) -> list[Ballot]:
        """Return the ballots on a question (or on all), of a room (or of all)."""
        query = class_text.SELECT_BALLOTS_FROM_BALLOTS_JOIN
        return self._rows(Ballot, query, question or "", room or 0)

    def ballot(self, person: int, question: str, time: str) -> Ballot | None:
        """Return what a person has voted."""
        query = "SELECT * FROM ballots WHERE person = ? AND question = ? AND time = ?"
        found = self._rows(Ballot, query, person, question, time)
        return found[0] if found else None

    def tell(
        self,
        room: int | None,
        actor: str | None,
        person: int | None,
        text: str,
        after: int | None = None,
    ) -> bool:
        """Write a message; false if the same one was written since message `after` already."""
        values = (room, actor, person, text)
        same = "room IS ? AND actor IS ? AND person IS ? AND text = ?"
        with self.writing() as db:
            query = f"SELECT 1 FROM messages WHERE {same} AND id > ?"  # noqa: S608
            if after is not None and db.execute(query, (*values, after)).fetchone():
                return False
            query = class_text.INSERT_INTO_MESSAGES_ROOM_ACTOR
            db.execute(query, values)
            return True

    def last_message(self, person: int | None) -> int:
        """Return the number of the last message of a person or of the facilitator, 0 for none."""
        query = "SELECT coalesce(max(id), 0) FROM messages WHERE person IS ?"
        return int(self.read(query, person)[0][0])

    def messages(self, room: int | None = None) -> list[Message]:
        """Return the messages of a room (those to all among them), or all, the oldest first."""
        query = "SELECT * FROM messages WHERE ? IN (room, 0) OR room IS NULL ORDER BY id"
        return self._rows(Message, query, room or 0)

    def mark(self, mark: Mark) -> None:
        """Write a mark; a later one takes the place of an earlier."""
        self._run("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)", *_values(mark))

    def marks(self) -> list[Mark]:
        """Return all marks."""
        return self._rows(Mark, class_text.SELECT_FROM_MARKS_ORDER_BY)
