"""What somebody has said, and the line of somebody's own that waits to be weighed, for the templates."""

from typing import Any

from sitroom.classroom import transcript, weighing
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import Person
from sitroom.classroom.room import Room
from sitroom.engine.moves import FreeLine
from sitroom.narration import event_text

View = dict[str, Any]


def line_waiting(lesson: Lesson, room: Room) -> View | None:
    """Return the line in somebody's own words that waits to be weighed, if one does."""
    line = weighing.waiting(lesson, room)
    if line is None:
        return None
    lookup, move = room.session.lookup, line.move
    given = lesson.store.ledger.ratings(room.number)
    return {
        "by": lookup.name(line.person.actor),
        "person": line.person,
        "text": move.text,
        "side": f"on {lookup.concern(move.concern)}, {event_text.direction(move.claim)}",
        "rests": _rests(room, move),
        "slow": [p.name for p in weighing.raters(lesson, room, line) if p.id not in given],
    }


def _rests(room: Room, move: FreeLine) -> str:
    """Return on what a line of somebody's own rests: the passage, for whoever rates the line."""
    lookup, question = room.session.lookup, room.session.question
    known = event_text.rested(lookup, question, move)
    if known is None:
        return "without evidence"
    return f"it rests on {lookup.cited(known, lookup.questions[question].date)}"


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


def said_by(room: Room, person: Person, *, history: bool) -> list[View]:
    """Return what a person has said in its room, with whom it moved."""
    at = (room.number, room.row.branch)
    made, times = room.store.made(*at), room.store.ledger.times(*at)
    said = transcript.lines(room.session, made, times, history=history)
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
