"""What somebody has said, and the line of somebody's own that waits to be weighed, for the templates."""

from typing import Any

from sitroom.classroom import transcript, weighing
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import Person
from sitroom.classroom.room import Room
from sitroom.narration import event_text

View = dict[str, Any]


def line_waiting(lesson: Lesson, room: Room) -> View | None:
    """Return the line in somebody's own words that waits to be weighed, if one does."""
    line = weighing.waiting(lesson, room)
    if line is None:
        return None
    lookup, move = room.session.lookup, line.move
    return {
        "by": lookup.name(line.person.actor),
        "person": line.person,
        "text": move.text,
        "side": f"on {lookup.concern(move.concern)}, {event_text.direction(move.claim)}",
        "cites": move.cites,
        "rated": len(lesson.store.ledger.ratings(room.number)),
    }


def weighed(lesson: Lesson, room: Room, person: Person) -> View | None:
    """Return the line that waits, and whether a person may rate it."""
    found = line_waiting(lesson, room)
    if found is None:
        return None
    line = weighing.waiting(lesson, room)
    can = line is not None and weighing.may_rate(lesson, line, person)
    mine = found["person"].actor == person.actor
    done = person.id in lesson.store.ledger.ratings(room.number)
    return found | {"can": can, "mine": mine, "done": done}


def said_by(room: Room, person: Person) -> list[View]:
    """Return what a person has said in its room, with whom it moved."""
    at = (room.number, room.row.branch)
    said = transcript.lines(room.session, room.store.made(*at), room.store.ledger.times(*at))
    return [
        {
            "text": line.text,
            "own": line.own,
            "answers": line.answers,
            "heard": transcript.heard(room.session.lookup, line),
            "sources": line.sources,
            "question": line.question,
            "minute": line.minute,
        }
        for line in said
        if line.person == person.id
    ]
