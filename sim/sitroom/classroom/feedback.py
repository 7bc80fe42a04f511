"""A feedback sheet for each student: what was said, aside and promised, marks with what they mean.

One sheet goes to one student, so it tells of nobody else but what everybody at the table saw.
"""

from collections.abc import Iterator
from typing import Any

from sitroom.analysis.game_summary import turns
from sitroom.classroom import caucus, lms, transcript
from sitroom.classroom.ledger import CHOICE
from sitroom.classroom.pack import render
from sitroom.classroom.records import Mark, Person
from sitroom.classroom.rubric import LEVELS
from sitroom.classroom.snapshot import ClassSnapshot, Group
from sitroom.narration import debrief_text, lesson_text

View = dict[str, Any]


def sheets(held: ClassSnapshot) -> list[View]:
    """Return what stands on the sheets, in the order of rooms and of coming."""
    groups = {group.number: group for group in held.groups}
    graded = dict(zip((person.id for person in held.people), lms.graded(held), strict=False))
    given: dict[int, dict[str, Mark]] = {}
    for mark in held.marks:
        given.setdefault(mark.person, {})[mark.criterion] = mark
    return [
        {
            "class_name": held.row.name,
            "scenario": held.loaded.content.scenario.title,
            "id": person.id,
            "name": person.name,
            "seat": held.loaded.lookup.name(person.actor),
            "room": person.room,
            "total": graded[person.id].total,
            "marks": [*_marks(given.get(person.id, {}))],
            "decided": [*_decided(held, groups[person.room])],
            "why": [r.text for r in held.reasons if (r.person, r.time) == (person.id, CHOICE)],
            **_did(groups[person.room], person),
        }
        for person in sorted(held.people, key=lambda one: (one.room, one.id))
    ]


def _did(group: Group, person: Person) -> View:
    """Return what a person said, aloud and aside, and what came of its promises."""
    lookup = group.session.lookup
    mine = [line for line in group.said if line.person == person.id]
    lines = [
        {
            "text": line.text,
            "words": lesson_text.kind(own=line.own),
            "answers": ", ".join(map(str, line.answers)),
            "heard": transcript.heard(lookup, line),
        }
        for line in mine
    ]
    aside = [
        (lesson_text.aside(lesson_text.YOU, lookup.name(word.to)), word.text)
        for word in group.words
        if word.person == person.id
    ]
    promises = [
        (caucus.told(lookup, one), caucus.verdict(group.session, one))
        for one in group.promises
        if one.person == person.id
    ]
    share = transcript.participation(mine).get(person.id, transcript.NOTHING)
    return {"lines": lines, "aside": aside, "promises": promises, "share": share}


def _decided(held: ClassSnapshot, group: Group) -> Iterator[tuple[str, str, str]]:
    """Yield each decision of a room: what it was on, what was taken, what history took."""
    lookup = held.loaded.lookup
    for turn in turns(group.session.events):
        asked = lookup.questions[turn.question]
        if turn.decided is None or asked.is_answer:
            continue
        history = asked.question.history
        known = history is not None and held.told(turn.question)
        was = asked.option(history.option).title if history is not None and known else ""
        title = asked.option(turn.decided.option).title
        yield debrief_text.lead(lookup, turn.question), title, was


def _marks(given: dict[str, Mark]) -> Iterator[View]:
    for title, levels in LEVELS.items():
        mark = given.get(title)
        level = mark.mark if mark else ""
        yield {
            "title": title,
            "mark": level,
            "means": levels.get(level, ""),
            "note": mark.note if mark else "",
        }


def files(held: ClassSnapshot) -> dict[str, str]:
    """Return the sheets as pages to print: one file for each student, and one of all."""
    found = sheets(held)
    running = f"{held.loaded.content.scenario.title} · {held.row.name}"
    common = {"title": held.loaded.content.scenario.title, "running": running}
    made = {"all.html": render("feedback.html", sheets=found, **common)}
    for number, one in enumerate(found, 1):
        plain = "".join(c if c.isalnum() else "-" for c in one["name"]).strip("-")
        name = f"{number:02d}-{plain or 'student'}.html"
        made[name] = render("feedback.html", sheets=[one], **common)
    return made
