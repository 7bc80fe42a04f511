"""A class as CSV: what groups decided, ballots, the mark sheet; and several classes together."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sitroom.classroom import transcript
from sitroom.classroom.report import Backs, Decision, called, decisions
from sitroom.classroom.rubric import CRITERIA
from sitroom.classroom.snapshot import FEWEST, ClassSnapshot
from sitroom.narration import class_text, debrief_text, lesson_text
from sitroom.narration.percent import worded
from sitroom.render.document import Part, Table
from sitroom.render.frames import csv_table
from sitroom.scenario.lookup import Lookup

GROUPS = (
    *("class", "group", "question", "option", "history", "as_history"),
    *("computer_share", "unused_seat", "unused_argument"),
)
BALLOTS = ("class", "group", "person", "seat", "question", "time", "option", "confidence")
MARKS = ("class", "group", "person", "seat", "criterion", "mark", "note")
SAID = (
    *("class", "group", "question", "number", "round", "time", "person", "seat", "words", "text"),
    *("answers", "moved", "sources"),
)


def groups(held: ClassSnapshot, backs: Backs) -> str:
    """Return one row for each group and decision."""
    rows: list[dict[str, Any]] = []
    found = {one.id: one for one in decisions(held, backs)}
    for group in held.groups:
        looked = {
            t.question: at for t, at in debrief_text.pairs(group.settled, backs[group.number])
        }
        for id_, one in found.items():
            option = one.groups.get(group.number)
            if option is None:
                continue
            unused = looked[id_].unused if id_ in looked else None
            same = None if one.history is None else option == one.history
            cells = (
                *(held.row.name, group.number, id_, option, one.history, same),
                *(one.model.get(option), unused and unused.seat, unused and unused.argument),
            )
            rows.append(dict(zip(GROUPS, cells, strict=True)))
    return csv_table(GROUPS, rows)


def ballots(held: ClassSnapshot, *, names: bool) -> str:
    """Return one row for each ballot; without names no seat is told, and small groups are one."""
    people = {person.id: person for person in held.people}
    crowd = Counter(person.room for person in held.people)
    rows = []
    for ballot in held.ballots:
        person = people[ballot.person]
        group = person.room if names or crowd[person.room] >= FEWEST else "small"
        who = (held.row.name, group, called(person, names=names), person.actor if names else "")
        cells = (*who, ballot.question, ballot.time, ballot.option, ballot.confidence)
        rows.append(dict(zip(BALLOTS, cells, strict=True)))
    return csv_table(BALLOTS, rows)


def marks(held: ClassSnapshot, *, names: bool) -> str:
    """Return the mark sheet: a row for each person and criterion, empty where nothing is marked."""
    given = {(mark.person, mark.criterion): mark for mark in held.marks}
    criteria = [*(title for title, _ in CRITERIA), *(mark.criterion for mark in held.marks)]
    rows = []
    for person in held.people:
        for criterion in dict.fromkeys(criteria):
            mark = given.get((person.id, criterion))
            seat = person.actor if names else ""
            who = (held.row.name, person.room, called(person, names=names), seat)
            cells = (*who, criterion, mark.mark if mark else "", mark.note if mark else "")
            rows.append(dict(zip(MARKS, cells, strict=True)))
    return csv_table(MARKS, rows)


def said(held: ClassSnapshot, *, names: bool) -> str:
    """Return one row for each line that was said."""
    people, lookup = {person.id: person for person in held.people}, held.loaded.lookup
    rows = []
    for group in held.groups:
        for line in group.said:
            person = people.get(line.person or 0)
            who = called(person, names=names) if person and names else ""
            by = who or ("" if line.person is not None else "computer")
            cells = (
                *(held.row.name, group.number, line.question, line.number, line.round, line.at),
                *(by, line.seat, lesson_text.kind(own=line.own), line.text),
                ", ".join(map(str, line.answers)),
                transcript.heard(lookup, line),
                "; ".join(line.sources),
            )
            rows.append(dict(zip(SAID, cells, strict=True)))
    return csv_table(SAID, rows)


def compared(classes: Mapping[str, Sequence[Decision]], lookup: Lookup) -> list[Part]:
    """Return several classes of one scenario beside one another, decision by decision."""
    ids = dict.fromkeys(one.id for found in classes.values() for one in found)
    order = [d.id for d in lookup.content.scenario.decisions if d.id in ids]
    # What one class still has before it, no report of several tells either.
    hidden = {one.id for found in classes.values() for one in found if one.history is None}
    return [_compared(classes, lookup, id_, told=id_ not in hidden) for id_ in order] or [
        Part("Nothing yet", [class_text.NO_GROUP_THESE_CLASSES_HAS])
    ]


def _compared(
    classes: Mapping[str, Sequence[Decision]], lookup: Lookup, id_: str, *, told: bool
) -> Part:
    asked = lookup.questions[id_]
    found = {name: one for name, taken in classes.items() for one in taken if one.id == id_}
    heads = ["Option", *(class_text.groups_ballots_before_after(name) for name in found)]
    rows = [
        [option.title, *(", ".join(_cells(one, option.id)) for one in found.values())]
        for option in asked.question.options
    ]
    lines = []
    if told and asked.question.history is not None:
        past = asked.question.history.option
        all_groups = [option for one in found.values() for option in one.groups.values()]
        same = sum(option == past for option in all_groups)
        lines.append(
            class_text.history_as_in_history_groups(asked.option(past).title, same, len(all_groups))
        )
        lines += [
            class_text.in_computers_games(worded(one.model.get(past, 0.0)))
            for one in [*found.values()][:1]
            if one.model
        ]
    counts = [f"{name}: {_count(one)}" for name, one in found.items()]
    return Part(debrief_text.lead(lookup, id_), [[*counts, *lines], Table("Shares", heads, rows)])


def _count(one: Decision) -> str:
    return class_text.groups_ballots_before_and_after(
        len(one.groups), one.votes[0], one.votes[1], one.changed, one.both
    )


def _cells(one: Decision, option: str) -> Iterator[str]:
    for of in (one.taken, one.before, one.after):
        yield worded(of[option]) if of else "-"
