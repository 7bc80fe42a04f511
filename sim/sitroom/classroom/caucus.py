"""Words aside between two seats, and support that is promised: limited by the teacher, told afterwards.

A word aside is read by the two seats and the facilitator, and by everybody in the debrief. A
promise backs an option, in any case or as long as another one is not taken; whether it was kept
can be seen once the table has decided.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sitroom.classroom import switches
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import BRIEF, Person, sound
from sitroom.classroom.room import DEBATE, RefusedError, Room
from sitroom.classroom.store import Store
from sitroom.classroom.typed import readable
from sitroom.engine.events import Decided, Said
from sitroom.journal.session import Session
from sitroom.narration import lesson_text
from sitroom.scenario.lookup import Lookup

LONGEST = 250
MOST_PROMISES = 3  # of a seat, on a decision
AWAY = 0.5  # points by which a line has to move whoever decides for it to break a promise


@dataclass(frozen=True)
class Word:
    """A word aside, from seat to seat."""

    id: int
    room: int
    question: str
    person: int
    actor: str
    to: str
    text: str
    at: str


@dataclass(frozen=True)
class Promise:
    """Support for an option: to a seat or (empty) the table, unless another option is taken."""

    id: int
    room: int
    question: str
    moves: int  # that had been made
    person: int
    actor: str
    to: str
    option: str
    unless: str  # an option, or empty


def words(store: Store, room: int) -> list[Word]:
    """Return the words aside of a room, the first first."""
    found = store.read("SELECT * FROM words WHERE room = ? ORDER BY id", room)
    return [sound(Word, row) for row in found]


def promises(store: Store, room: int) -> list[Promise]:
    """Return the promises of a room, the first first."""
    found = store.read("SELECT * FROM promises WHERE room = ? ORDER BY id", room)
    return [sound(Promise, row) for row in found]


def most(lesson: Lesson) -> int:
    """Return how many words aside a seat has on a decision: 0 while they are off."""
    allowed = lesson.switches[switches.CAUCUS]
    return 0 if allowed == switches.OFF else int(allowed)


def left(lesson: Lesson, room: Room, actor: str) -> int:
    """Return how many words aside a seat has left on the decision at hand."""
    said = [w for w in words(lesson.store, room.number) if w.question == room.decision]
    return max(0, most(lesson) - sum(w.actor == actor for w in said))


def is_open(lesson: Lesson, room: Room) -> bool:
    """Whether seats may take each other aside now: before the table comes to choose."""
    return most(lesson) > 0 and room.phase in (BRIEF, DEBATE) and not room.row.paused


def speak(lesson: Lesson, person: Person, to: str, typed: str) -> None:
    """Say something aside to another seat, or to those who share one's own. Raises RefusedError."""
    room, text = lesson.rooms[person.room], readable(typed, LONGEST)
    with room.lock:
        _check(lesson, room, person)
        if not text:
            raise RefusedError("The word is empty.")
        if to not in [*room.people]:
            raise RefusedError("Nobody sits there to be spoken to.")
        if not left(lesson, room, person.actor):
            raise RefusedError("Your seat has no word aside left on this decision.")
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with lesson.store.writing() as db:
            values = (room.number, room.decision, person.id, person.actor, to, text, at)
            same = "SELECT 1 FROM words WHERE (room,question,person,actor,towards,text) = (?, ?, ?, ?, ?, ?)"
            if not db.execute(same, values[:-1]).fetchone():  # a form sent again
                db.execute("INSERT INTO words VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", values)
    lesson.touched(room)


def promise(lesson: Lesson, person: Person, to: str, option: str, unless: str) -> None:
    """Promise support for an option. Raises RefusedError."""
    room = lesson.rooms[person.room]
    with room.lock:
        _check(lesson, room, person)
        known = [one.id for one in lesson.loaded.lookup.questions[room.decision].question.options]
        if option not in known or unless not in ("", *known) or unless == option:
            raise RefusedError("Say which option you back, and which other must not be taken.")
        if to and to not in [seat.actor for seat in lesson.store.seats(room.number)]:
            raise RefusedError("Say to whom.")
        mine = [
            p
            for p in promises(lesson.store, room.number)
            if (p.actor, p.question) == (person.actor, room.decision)
        ]
        if any((p.to, p.option, p.unless) == (to, option, unless) for p in mine):
            return
        if len(mine) >= MOST_PROMISES:
            raise RefusedError(f"A seat gives {MOST_PROMISES} promises on a decision at most.")
        moves = len(room.session.moves)
        values = (room.number, room.decision, moves, person.id, person.actor, to, option, unless)
        with lesson.store.writing() as db:
            db.execute("INSERT INTO promises VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    lesson.touched(room)


def _check(lesson: Lesson, room: Room, person: Person) -> None:
    if not is_open(lesson, room):
        raise RefusedError("Seats may not take each other aside just now.")
    if not person.speaks and len(room.people.get(person.actor, ())) > 1:
        raise RefusedError("Your spokesperson speaks for this seat.")


def told(lookup: Lookup, one: Promise) -> str:
    """Return a promise in words."""
    asked = lookup.questions[one.question]
    to = lookup.name(one.to) if one.to else ""
    unless = asked.option(one.unless).title if one.unless else ""
    return lesson_text.promise(lookup.name(one.actor), to, asked.option(one.option).title, unless)


def verdict(session: Session, one: Promise) -> str:
    """Return whether a promise was kept, in words; nothing before the table has decided."""
    lookup, events = session.lookup, session.events
    decided = next(
        (e for e in events if isinstance(e, Decided) and e.question == one.question), None
    )
    if decided is None:
        return ""
    asked = lookup.questions[one.question]
    if one.unless and decided.option == one.unless:
        return lesson_text.promise_void(asked.option(one.unless).title)
    choice = decided.choices.get(one.actor)
    if choice is not None:
        return lesson_text.promise_vote(asked.option(choice).title, kept=choice == one.option)
    start = session.marks[one.moves] if one.moves < len(session.marks) else len(events)
    options = [option.id for option in asked.question.options]
    at = asked.question.scale[options.index(one.option)]
    for event in events[start:]:
        if isinstance(event, Said) and (event.question, event.seat) == (one.question, one.actor):
            for decider in asked.question.rule.named:
                was, now = event.moved.get(decider, (at, at))
                if abs(now - at) > abs(was - at) + AWAY:
                    return lesson_text.promise_line(event.turn + 1, lookup.name(decider))
    return lesson_text.PROMISE_NOT_SPOKEN_AGAINST
