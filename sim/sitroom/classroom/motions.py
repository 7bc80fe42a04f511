"""Motions of students: to close the debate, carried by most seats, and straw polls, where the teacher allows it.

Only seats that students play take part, each once, by whoever speaks for it. Hands are open: who was
for and who against stands in the debrief.
"""

from collections import Counter
from dataclasses import dataclass

from sitroom.classroom import switches
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import Person, sound
from sitroom.classroom.room import DEBATE, RefusedError, Room
from sitroom.classroom.store import Store
from sitroom.narration import lesson_text
from sitroom.render.document import Part

CLOSE, POLL = "close", "poll"
FOR, AGAINST = "for", "against"
CARRIED, LOST, TOLD = "carried", "lost", "told"
MOST = 2  # of a seat, on a decision
View = dict[str, object]


@dataclass(frozen=True)
class Motion:
    """What a seat has moved, and what came of it: nothing yet where `ended` is empty."""

    id: int
    room: int
    question: str
    person: int
    actor: str
    kind: str
    ended: str


def motions(store: Store, room: int) -> list[Motion]:
    """Return the motions of a room, the first first."""
    found = store.read("SELECT * FROM motions WHERE room = ? ORDER BY id", room)
    return [sound(Motion, row) for row in found]


def hands(store: Store, motion: int) -> dict[str, str]:
    """Return how seats stand to a motion: for, against, or an option of a straw poll."""
    return dict(store.read("SELECT actor,hand FROM hands WHERE motion = ? ORDER BY rowid", motion))


def seats(room: Room) -> list[str]:
    """Return the seats that take part."""
    return [actor for actor in room.people if actor not in room.computers]


def pending(lesson: Lesson, room: Room) -> Motion | None:
    """Return the motion that a room has before it, if there is one."""
    if room.phase != DEBATE:
        return None
    here = [m for m in motions(lesson.store, room.number) if m.question == room.decision]
    return next((m for m in here if not m.ended), None)


def move(lesson: Lesson, person: Person, kind: str) -> None:
    """Move something; whoever moves to close is for it. Raises RefusedError."""
    room = lesson.rooms[person.room]
    with room.lock:
        _check(lesson, room, person)
        if kind not in (CLOSE, POLL):
            raise RefusedError("Say what you move.")
        if pending(lesson, room):
            raise RefusedError("The table has a motion before it already.")
        mine = [
            m
            for m in motions(lesson.store, room.number)
            if (m.actor, m.question) == (person.actor, room.decision)
        ]
        if len(mine) >= MOST:
            raise RefusedError(f"A seat makes {MOST} motions on a decision at most.")
        with lesson.store.writing() as db:
            values = (room.number, room.decision, person.id, person.actor, kind)
            made = db.execute("INSERT INTO motions VALUES (NULL, ?, ?, ?, ?, ?, '')", values)
            if kind == CLOSE:
                hand = (made.lastrowid, person.actor, FOR)
                db.execute("INSERT INTO hands VALUES (?, ?, ?)", hand)
    lesson.touched(room)


def raise_hand(lesson: Lesson, person: Person, hand: str) -> None:
    """Take how a seat stands to the motion before its table. Raises RefusedError."""
    room = lesson.rooms[person.room]
    with room.lock:
        _check(lesson, room, person)
        motion = pending(lesson, room)
        if motion is None:
            raise RefusedError("There is no motion before the table.")
        if hand not in _able(lesson, room, motion):
            raise RefusedError("Say how you stand to the motion.")
        with lesson.store.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO hands VALUES (?, ?, ?)", (motion.id, person.actor, hand)
            )
            ended = _ended(motion, hands(lesson.store, motion.id), seats(room))
            db.execute("UPDATE motions SET ended = ? WHERE id = ?", (ended, motion.id))
        if ended == CARRIED:
            room.next()
    lesson.touched(room)


def _able(lesson: Lesson, room: Room, motion: Motion) -> list[str]:
    if motion.kind == CLOSE:
        return [FOR, AGAINST]
    off = room.off_table(motion.question)
    options = lesson.loaded.lookup.questions[motion.question].question.options
    return [option.id for option in options if option.id not in off]


def _ended(motion: Motion, raised: dict[str, str], taking_part: list[str]) -> str:
    """Return what has come of a motion: it is carried by more than half of the seats."""
    count = Counter(raised.get(seat, "") for seat in taking_part)
    if motion.kind == POLL:
        return "" if count[""] else TOLD
    if 2 * count[FOR] > len(taking_part):
        return CARRIED
    return LOST if 2 * count[AGAINST] >= len(taking_part) else ""


def _check(lesson: Lesson, room: Room, person: Person) -> None:
    if lesson.switches[switches.MOTIONS] != switches.ON or room.phase != DEBATE or room.row.paused:
        raise RefusedError("Nothing can be moved just now.")
    if not person.speaks or person.actor in room.computers:
        raise RefusedError("Your spokesperson moves and raises the hand of this seat.")
    if len(seats(room)) < 2:
        raise RefusedError("There is no other seat here to carry a motion.")


def view(lesson: Lesson, room: Room, person: Person) -> View:
    """Return what a person may move, what is before the table, and what came of motions."""
    motion = pending(lesson, room)
    able = lesson.switches[switches.MOTIONS] == switches.ON and room.phase == DEBATE
    raised = hands(lesson.store, motion.id) if motion else {}
    options = lesson.loaded.lookup.questions[room.decision].question.options
    titles = {option.id: option.title for option in options}
    return {
        "open": able
        and person.speaks
        and person.actor not in room.computers
        and len(seats(room)) > 1,
        "pending": lesson_text.moved_to(lesson.loaded.lookup.name(motion.actor), motion.kind)
        if motion
        else "",
        "choices": [(one, titles.get(one, one)) for one in _able(lesson, room, motion)]
        if motion
        else [],
        "mine": raised.get(person.actor, ""),
        "still": len(seats(room)) - len(raised.keys() & {*seats(room)}),
        "told": told(lesson, room),
    }


def told(lesson: Lesson, room: Room) -> list[str]:
    """Return what came of each motion of a room, in words."""
    lookup, before, found = lesson.loaded.lookup, pending(lesson, room), []
    for motion in motions(lesson.store, room.number):
        if motion == before:
            continue
        raised = hands(lesson.store, motion.id)
        asked = lookup.questions[motion.question]
        by: dict[str, list[str]] = {}
        for actor, hand in raised.items():
            word = hand if motion.kind == CLOSE else asked.option(hand).title
            by.setdefault(word, []).append(lookup.actor(actor).short)
        head = lesson_text.moved_to(lookup.name(motion.actor), motion.kind)
        found.append(lesson_text.came_of(head, motion.ended, by))
    return found


def before(lesson: Lesson, room: Room) -> str:
    """Return the motion that a table has before it, and whose hands are still to come, in words."""
    motion = pending(lesson, room)
    if motion is None:
        return ""
    raised, lookup = hands(lesson.store, motion.id), lesson.loaded.lookup
    still = [lookup.actor(actor).short for actor in seats(room) if actor not in raised]
    return lesson_text.still_to_raise(lookup.name(motion.actor), motion.kind, still)


def part(lesson: Lesson, room: Room) -> list[Part]:
    """Return what a debrief tells of a room's motions, if there were any."""
    found = told(lesson, room)
    return [Part(lesson_text.MOTIONS, [found])] if found else []
