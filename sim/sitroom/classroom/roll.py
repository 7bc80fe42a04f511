"""The roll of a class: who is kept a place, who changes it, who is taken off, who lost a cookie.

A PIN goes with a name: four digits that only this class can work out. It keeps a name on the list
from being taken by somebody else, if the teacher wants that, and brings back who lost a cookie.
"""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from sitroom.classroom import join_codes, switches
from sitroom.classroom.ledger import OF_ONE
from sitroom.classroom.records import Person, RosterEntry
from sitroom.classroom.room import RefusedError

if TYPE_CHECKING:
    from sitroom.classroom.lesson import Lesson

PIN = 4  # digits; whoever guesses has five tries for a name in five minutes


def pin(lesson: "Lesson", name: str) -> str:
    """Return the PIN that goes with a name in this class."""
    mark = join_codes.sign(lesson.row.key, f"pin:{name.casefold()}")
    return f"{int(mark, 16) % 10**PIN:0{PIN}d}"


def has_pin(lesson: "Lesson", name: str, typed: str) -> bool:
    """Whether this is the PIN of a name."""
    return join_codes.same(typed, pin(lesson, name))


def wants_pin(lesson: "Lesson") -> bool:
    """Whether a name on the list has to be taken with its PIN."""
    return lesson.switches[switches.NAMES] == switches.PIN


def by_pin(lesson: "Lesson", name: str, typed: str) -> Person | None:
    """Return who has a name and its PIN; of several of one name nobody."""
    same = [p for p in lesson.store.people() if p.name.casefold() == name.casefold()]
    return same[0] if len(same) == 1 and has_pin(lesson, same[0].name, typed) else None


def place(lesson: "Lesson", named: RosterEntry) -> tuple[int, str]:
    """Return a free place: in the emptiest room, at the emptiest seat; who decides goes first."""
    asked = lesson.row.decision or lesson.loaded.content.scenario.decisions[0].id
    rule = lesson.loaded.lookup.questions[asked].question.rule
    sitting = Counter((p.room, p.actor) for p in lesson.store.people())
    crowd = Counter(p.room for p in lesson.store.people())
    free = [
        (
            crowd[seat.room],
            sitting[seat.room, seat.actor],
            seat.actor not in rule.named,
            n,
            (seat.room, seat.actor),
        )
        for n, seat in enumerate(lesson.store.seats())
        if named.room in (None, seat.room) and named.actor in (None, seat.actor)
        if sitting[seat.room, seat.actor] < lesson.row.per_seat
    ]
    if not free:
        raise RefusedError("There is no free seat left for you. Tell your teacher.")
    return min(free)[-1]


def reserve(lesson: "Lesson", name: str, room: int | None) -> None:
    """Put a name on the list, for a room or for any. Raises RefusedError."""
    if not name:
        raise RefusedError("Say which name.")
    known = {entry.name.casefold() for entry in lesson.store.roster()}
    if name.casefold() in known:
        raise RefusedError(f"'{name}' stands on the list already; add something to tell apart.")
    with lesson.store.writing() as db:
        db.execute("INSERT INTO roster VALUES (?, ?, NULL, NULL)", (name, room))


def rename(lesson: "Lesson", person: Person, name: str) -> None:
    """Call somebody otherwise. Raises RefusedError."""
    if not name:
        raise RefusedError("Say which name.")
    others = [e.name for e in lesson.store.roster() if e.person != person.id]
    if name.casefold() in map(str.casefold, others):
        raise RefusedError(f"'{name}' stands on the list for somebody else.")
    with lesson.store.writing() as db:
        db.execute("UPDATE people SET name = ? WHERE id = ?", (name, person.id))
        db.execute(
            "UPDATE ids SET name = ? WHERE name = (SELECT name FROM roster WHERE person = ?)",
            (name, person.id),
        )
        db.execute("UPDATE roster SET name = ? WHERE person = ?", (name, person.id))


def move(lesson: "Lesson", person: Person, room: int, actor: str) -> None:
    """Seat somebody elsewhere; what it said and voted stays its own. Raises RefusedError."""
    store = lesson.store
    if actor not in [seat.actor for seat in store.seats(room)]:
        raise RefusedError(f"There is no seat '{actor}' in room {room}.")
    if (room, actor) == (person.room, person.actor):
        return
    with store.writing() as db:
        there = store.people(room, actor)
        if len(there) >= lesson.row.per_seat:
            raise RefusedError(f"That seat of room {room} is taken.")
        db.execute(
            "UPDATE people SET room = ?, actor = ?, speaks = ? WHERE id = ?",
            (room, actor, not there, person.id),
        )
        db.execute(
            "UPDATE messages SET room = ?, actor = ? WHERE person = ?", (room, actor, person.id)
        )
        _let_somebody_speak(lesson, person)


def remove(lesson: "Lesson", person: Person) -> None:
    """Take somebody off: its page closes, its ballots, marks and messages go, its name is free.

    What it said in the game stays its seat's.
    """
    with lesson.store.writing() as db:
        for table in ("ballots", "marks", "messages", *OF_ONE):
            db.execute(f"DELETE FROM {table} WHERE person = ?", (person.id,))  # noqa: S608 - names from here
        db.execute("UPDATE roster SET person = NULL WHERE person = ?", (person.id,))
        db.execute("UPDATE made SET person = 0 WHERE person = ?", (person.id,))
        db.execute("DELETE FROM people WHERE id = ?", (person.id,))
        _let_somebody_speak(lesson, person)


def _let_somebody_speak(lesson: "Lesson", gone: Person) -> None:
    left = lesson.store.people(gone.room, gone.actor)
    if left and not any(person.speaks for person in left):
        lesson.store.set_spokesperson(replace(left[0], speaks=True))
