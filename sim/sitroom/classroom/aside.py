"""What one pair of eyes may see of words aside and promises, as plain dicts for the templates."""

from sitroom.classroom import caucus
from sitroom.classroom.caucus import Promise, Word
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import OUTCOME, OVER, Person
from sitroom.classroom.room import Room
from sitroom.narration import lesson_text
from sitroom.render.document import Part, Table
from sitroom.scenario.lookup import Lookup

View = dict[str, object]


def of_person(lesson: Lesson, room: Room, person: Person) -> View:
    """Return what a person may read and say aside: of its own seat, and what the table was promised."""
    lookup, actor = lesson.loaded.lookup, person.actor
    heard = [w for w in caucus.words(lesson.store, room.number) if w.question == room.decision]
    given = [p for p in caucus.promises(lesson.store, room.number) if p.question == room.decision]
    others = [a for a in room.people if a != actor or len(room.people[a]) > 1]
    return {
        "open": caucus.is_open(lesson, room) and bool(others),
        "most": caucus.most(lesson),
        "left": caucus.left(lesson, room, actor),
        "longest": caucus.LONGEST,
        "words": [_word(lookup, w, actor) for w in heard if actor in (w.actor, w.to)],
        "promises": [
            _promise(lesson, room, p) for p in given if not p.to or actor in (p.actor, p.to)
        ],
        "others": [(a, lookup.name(a)) for a in others],
        "seats": [(a, lookup.name(a)) for a in room.people if a != actor],
    }


def of_room(lesson: Lesson, room: Room) -> View:
    """Return all that was said aside and promised in a room, for the facilitator."""
    lookup = lesson.loaded.lookup
    return {
        "words": [_word(lookup, w, "") for w in caucus.words(lesson.store, room.number)],
        "promises": [_promise(lesson, room, p) for p in caucus.promises(lesson.store, room.number)],
    }


def _word(lookup: Lookup, word: Word, actor: str) -> View:
    who = lesson_text.aside(lookup.name(word.actor), lookup.name(word.to))
    return {"who": who, "text": word.text, "mine": word.actor == actor}


def _promise(lesson: Lesson, room: Room, one: Promise) -> View:
    shown = room.phase in (OUTCOME, OVER)
    found = caucus.verdict(room.session, one) if shown else ""
    return {"told": caucus.told(lesson.loaded.lookup, one), "verdict": found}


def part(lesson: Lesson, room: Room) -> list[Part]:
    """Return what a debrief tells of a room's words aside and promises, if there were any."""
    lookup = lesson.loaded.lookup
    body: list[str | list[str] | Table] = []
    spoken = caucus.words(lesson.store, room.number)
    if spoken:
        rows = [[w.at[11:16], lookup.name(w.actor), lookup.name(w.to), w.text] for w in spoken]
        body.append(Table(lesson_text.SAID_ASIDE, lesson_text.ASIDE_HEADS, rows))
    given = caucus.promises(lesson.store, room.number)
    if given:
        body.append([f"{caucus.told(lookup, p)} {caucus.verdict(room.session, p)}" for p in given])
    return [Part(lesson_text.ASIDE_AND_PROMISED, body)] if body else []
