"""Forget a class: everything that says who somebody was, out of the file for good."""

import random
import sqlite3
from pathlib import Path

from sitroom.classroom import join_codes
from sitroom.classroom.folders import DATABASE, StoreError, delete, hold, keep_private, ours, why
from sitroom.classroom.ledger import PERSONAL
from sitroom.classroom.records import ClassRow
from sitroom.classroom.store import BROKEN, Store
from sitroom.narration import class_text


def forget(folder: Path, *, whole: bool) -> list[str]:
    """Delete all personal data of a class, or the whole class with its games.

    Games stay, as games of nobody: lines that were typed are part of them. Ballots stay with
    their group, of people who have no name, seat or number any more; a report of them tells no
    seat. Marks, reasons, PINs and messages go. What
    others have put in the folder stays; of a whole class that is returned.
    Raises StoreError, also while the class is being hosted.
    """
    Store.open(folder).close()
    held = hold(folder)
    try:
        if whole:
            return delete(folder)
        _strip(folder)
        keep_private(folder)
    finally:
        held.close()
    return []


def _strip(folder: Path) -> None:
    path = folder / DATABASE
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("BEGIN IMMEDIATE")
        kept = {journal for (journal,) in db.execute("SELECT journal FROM rooms")}
        _unname(db)
        db.execute("COMMIT")
        # The log written ahead, and the free pages, hold what has been deleted.
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("PRAGMA journal_mode = DELETE")
    except BROKEN as error:
        raise StoreError(f"{path} can't be changed: {why(error)}") from None
    finally:
        db.close()
    for journal in ours(folder):
        if journal.name.startswith("room-") and journal.name not in kept:
            journal.unlink()  # what was taken back


def _unname(db: sqlite3.Connection) -> None:
    """Give ballots to people of no name, in no order; delete all else that is anybody's."""
    played = db.execute(class_text.SELECT_DISTINCT_ROOM_ACTOR_FROM).fetchall()
    people = db.execute(class_text.SELECT_ID_ROOM_FROM_PEOPLE).fetchall()
    votes = db.execute(class_text.SELECT_PERSON_QUESTION_TIME_OPTION).fetchall()
    actors = dict(db.execute(class_text.SELECT_ROOM_MIN_ACTOR_FROM).fetchall())
    for table in (
        *PERSONAL,
        "ballots",
        "marks",
        "messages",
        "roster",
        "made",
        "log",
        "teachers",
        "people",
    ):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from this line
    random.SystemRandom().shuffle(people)
    new = {old: number for number, (old, _) in enumerate(people, 1)}
    # Nobody may come in by what stands in place of a code.
    db.executemany(
        class_text.INSERT_INTO_PEOPLE_ID_ROOM,
        [
            (new[old], room, actors[room], f"N{new[old]}", join_codes.token())
            for old, room in people
        ],
    )
    rows = sorted((new[person], *rest) for person, *rest in votes)
    db.executemany("INSERT INTO ballots VALUES (?, ?, ?, ?, ?)", rows)
    # Which seats people played is told by the computer's having the others.
    seats = db.execute(class_text.SELECT_ROOM_ACTOR_FROM_SEATS).fetchall()
    db.executemany(
        "UPDATE seats SET computer = 1, code = ? WHERE room = ? AND actor = ?",
        [(join_codes.token(), *seat) for seat in seats],
    )
    db.executemany("UPDATE seats SET computer = 0 WHERE room = ? AND actor = ?", played)
    db.execute(
        "UPDATE class SET code = ?, secret = '', key = ?, ended = 1",
        (join_codes.token(), join_codes.token()),
    )


def summary(row: ClassRow, people: int, ballots: int, *, whole: bool) -> str:
    """Return what would be deleted."""
    whose = f"{people} {'person' if people == 1 else 'people'}"
    if whole:
        return class_text.class_with_all_its_games(row.name, whose, ballots)
    return class_text.names_codes_messages_and_marks(whose, row.name, ballots)
