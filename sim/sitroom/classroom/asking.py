"""The teacher's own questions, asked before the debate and after the outcome, and what came of them.

A file of YAML says what is asked; it goes with the class. Only of those who have agreed, where the
teacher asks for that, is anything told afterwards.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from sitroom.classroom import perspective
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import AFTER, BEFORE, BRIEF, LOBBY, OUTCOME, OVER, Person
from sitroom.classroom.room import RefusedError, Room
from sitroom.classroom.typed import readable
from sitroom.errors import SitroomError
from sitroom.files import reading
from sitroom.loader.load import read_part
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode
from sitroom.narration import lesson_text
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.parts import Id, Line, Part, Text
from sitroom.scenario.problems import ContentError, has_errors

QUESTIONS, AGREED = "questions", "agreed"  # a setting; an item
STEPS = 7  # of a scale
LONGEST = 250
LATER = "later"  # weeks after, by a link
TIMES = {LOBBY: BEFORE, BRIEF: BEFORE, OUTCOME: AFTER, OVER: AFTER}  # by phase
View = dict[str, object]
_GIVEN = "SELECT item,value FROM answers WHERE person = ? AND time = ?"


class Item(Part):
    """One question: on a scale of seven between two ends, with choices, in words, or on a seat."""

    id: Id  # in tables
    ask: Text
    scale: tuple[Line, Line] | None = None  # what 1 and what 7 means
    choices: tuple[Line, ...] = Field((), max_length=9)
    seat: Id | None = None  # where it stands is asked; the choices come from the scenario
    about: perspective.About = "position"

    @model_validator(mode="after")
    def _one_form(self) -> "Item":
        if self.scale and self.choices:
            raise ValueError("a question has a scale or choices, not both")
        if self.seat and (self.scale or self.choices):
            raise ValueError("a question on a seat takes its choices from the scenario")
        return self

    def sound(self, typed: str) -> str:
        """Return an answer as it is kept, or nothing for what is none."""
        if self.scale:
            return typed if typed in map(str, range(1, STEPS + 1)) else ""
        return typed if typed in self.choices else "" if self.choices else readable(typed, LONGEST)


class Questionnaire(Part):
    """A file of questions."""

    format: Literal[1]
    consent: Text | None = None  # what students agree to
    questions: tuple[Item, ...] = Field(min_length=1, max_length=12)


class UnfitError(SitroomError):
    """Questions on a seat that sits at no table of the class."""

    title = lesson_text.QUESTIONS_DONT_FIT
    exit_code = 2


def check(asked: Questionnaire, lookup: Lookup, decision: str | None) -> None:
    """Look whether questions on seats can be asked at a decision. Raises UnfitError."""
    found = [(one.id, one.seat, one.about) for one in asked.questions if one.seat]
    wrong = [*perspective.unfit(lookup, decision, found)]
    if wrong:
        known = [a for a in lookup.content.actors if perspective.question(lookup, decision, a)]
        raise UnfitError(lesson_text.seats_dont_fit(wrong, known))


def read(file: str) -> Questionnaire:
    """Return the questions of a file. Raises OSError or ContentError."""
    text = decode(reading.read_bytes(Path(file), MAX_BYTES))
    found, problems = read_part(Questionnaire, file, text)
    if has_errors(problems):
        raise ContentError(problems)
    return found


def of(settings: dict[str, str]) -> Questionnaire | None:
    """Return the questions that a class carries, if it does."""
    kept = settings.get(QUESTIONS)
    return Questionnaire.model_validate_json(kept) if kept else None


def of_class(lesson: Lesson) -> Questionnaire | None:
    """Return the questions of a class with the choices of those on seats; what can't be asked is left out."""
    asked = of(lesson.store.ledger.settings())
    if asked is None:
        return None
    lookup, decision = lesson.loaded.lookup, lesson.row.decision
    found = [
        one.model_copy(
            update={"choices": perspective.choices(lookup, decision, one.seat, one.about)}
        )
        if one.seat
        else one
        for one in asked.questions
    ]
    kept = tuple(one for one in found if one.choices or not one.seat)
    return asked.model_copy(update={"questions": kept}) if kept else None


def take(lesson: Lesson, person: Person, fields: dict[str, str]) -> None:
    """Take what a person answers, before or after by where its room stands. Raises RefusedError."""
    keep(lesson, person, TIMES.get(lesson.rooms[person.room].phase), fields)


def keep(lesson: Lesson, person: Person, time: str | None, fields: dict[str, str]) -> None:
    """Keep what a person answers at a time; its earlier answers of that time go. Raises RefusedError."""
    asked = of_class(lesson)
    if asked is None or time is None:
        raise RefusedError("Nothing is asked just now.")
    found = {one.id: one.sound(fields.get(f"q{n}", "")) for n, one in enumerate(asked.questions)}
    if not any(found.values()):
        raise RefusedError("Please answer a question first.")
    if asked.consent:
        found[AGREED] = "yes" if fields.get(AGREED) == "yes" else "no"
    rows = [(person.id, item, time, value) for item, value in found.items() if value]
    with lesson.store.writing() as db:
        given = dict(lesson.store.read(_GIVEN, person.id, time))
        if time == BEFORE and given:  # where others stand has been shown since
            seats = {one.id for one in asked.questions if one.seat}
            rows = [row for row in rows if row[1] not in seats]
            rows += [(person.id, item, time, given[item]) for item in seats & given.keys()]
        db.execute("DELETE FROM answers WHERE person = ? AND time = ?", (person.id, time))
        db.executemany("INSERT INTO answers VALUES (?, ?, ?, ?)", rows)


def _guessing(asked: Questionnaire, time: str, given: Mapping[str, str]) -> bool:
    """Whether somebody has still to say where others stand, before a page may show it."""
    return time == BEFORE and not given and any(one.seat for one in asked.questions)


def view(lesson: Lesson, room: Room, person: Person) -> View | None:
    """Return what a person is asked now, with what it has answered; None where that is nothing."""
    time = TIMES.get(room.phase)
    return asked_at(lesson, person, time) if time else None


def asked_at(lesson: Lesson, person: Person, time: str) -> View | None:
    """Return what a person is asked at a time, with what it has answered; None where that is nothing."""
    asked = of_class(lesson)
    if asked is None:
        return None
    given = dict(lesson.store.read(_GIVEN, person.id, time))
    return {
        "time": time,
        "consent": asked.consent,
        "agreed": given.get(AGREED) == "yes",
        "done": bool(given),
        "steps": range(1, STEPS + 1),
        "longest": LONGEST,
        "heading": lesson_text.ASKED[time],
        "hides": _guessing(asked, time, given),
        "items": [
            (n, one, given.get(one.id, ""))
            for n, one in enumerate(asked.questions)
            if not (time == BEFORE and one.seat and one.id in given)
        ],
    }
