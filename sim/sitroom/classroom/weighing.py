"""Lines in a student's own words, weighed before they count: by the facilitator, or by the class.

Until somebody has rated it 1 to 5 such a line waits, and its table with it; whoever typed it may
say something else instead. Without this switch a line counts for what it cites, or the least.
"""

import json
from dataclasses import dataclass, replace
from statistics import median_low

from sitroom.classroom import switches
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import Person
from sitroom.classroom.room import BehindError, RefusedError, Room
from sitroom.engine import game
from sitroom.engine.moves import STRENGTH, FreeLine, IllegalMoveError, Move, from_plain, to_plain
from sitroom.files import reading


@dataclass(frozen=True)
class Waiting:
    """A line that waits, as whoever rates it may see it."""

    person: Person
    seen: str
    move: FreeLine


def waiting(lesson: Lesson, room: Room) -> Waiting | None:
    """Return the line that waits in a room, unless the table has moved on without it."""
    kept = lesson.store.ledger.weighed(room.number)
    if kept is None:
        return None
    person = next((p for p in room.people.get(room.mover or "", ()) if p.id == kept[0]), None)
    move = from_plain(reading.as_json(kept[2]))
    if person is None or not isinstance(move, FreeLine):
        return None
    try:
        return Waiting(person, kept[1], move) if room.may_play(person, kept[1], move) else None
    except RefusedError as error:
        return None if isinstance(error, BehindError) else Waiting(person, kept[1], move)


def play(lesson: Lesson, person: Person, seen: str, move: Move) -> bool:
    """Make a move, or let it wait if it is to be weighed first; whether it was made."""
    room, ledger = lesson.rooms[person.room], lesson.store.ledger
    with room.lock:
        if isinstance(move, FreeLine) and lesson.switches[switches.JUDGE] != switches.CITATION:
            if room.may_play(person, seen, move):
                try:
                    game.play(room.session.model, room.session.state, move)
                except IllegalMoveError as error:
                    raise RefusedError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
                ledger.weigh(room.number, (person.id, seen, json.dumps(to_plain(move))))
            return False
        room.play(person, seen, move)
        ledger.weigh(room.number, None)
    return True


def rate(lesson: Lesson, room: Room, rating: int) -> None:
    """Let the line that waits be said, as convincing as this. Raises RefusedError."""
    if rating not in STRENGTH:
        raise RefusedError("Say how convincing it is, from 1 (hardly) to 5 (very).")
    with room.lock:
        line = waiting(lesson, room)
        if line is None:
            raise RefusedError(f"In room {room.number} no line waits to be weighed.")
        room.play(line.person, line.seen, replace(line.move, rating=rating))
        lesson.store.ledger.weigh(room.number, None)
    lesson.touched(room)


def classmate(lesson: Lesson, person: Person, rating: int) -> None:
    """Take a classmate's rating; once all others of the room who are here have rated, it counts.

    Raises RefusedError.
    """
    room = lesson.rooms[person.room]
    if rating not in STRENGTH:
        raise RefusedError("Say how convincing it is, from 1 (hardly) to 5 (very).")
    with room.lock:
        line = waiting(lesson, room)
        if line is None or not may_rate(lesson, line, person):
            raise RefusedError("There is no line for you to weigh just now.")
        lesson.store.ledger.rate(room.number, person.id, rating)
        given = lesson.store.ledger.ratings(room.number)
        if all(p.id in given for p in raters(lesson, room, line) if p != person):
            rate(lesson, room, median_low(given.values()))
    lesson.touched(room)


def raters(lesson: Lesson, room: Room, line: Waiting) -> list[Person]:
    """Return the classmates who weigh a line and are here."""
    everybody = [p for people in room.people.values() for p in people]
    return [p for p in everybody if lesson.here[p.id] and may_rate(lesson, line, p)]


def may_rate(lesson: Lesson, line: Waiting, person: Person) -> bool:
    """Whether a person is one of the classmates who weigh a line."""
    by_class = lesson.switches[switches.JUDGE] == switches.CLASSMATES
    return by_class and person.actor != line.person.actor
