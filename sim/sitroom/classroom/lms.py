"""Marks as a learning management system imports them: one row for each student.

Moodle (docs.moodle.org, "Grade import"; grade/import/csv) maps columns by their headings as the
teacher says, a grade together with its feedback. Canvas (lib/gradebook_importer.rb) wants Student,
ID, the two SIS columns and Section first, in this order, and a second row with the points possible.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitroom.classroom.records import Mark
from sitroom.classroom.room import RefusedError
from sitroom.classroom.rubric import CRITERIA, GRADES
from sitroom.classroom.snapshot import ClassSnapshot
from sitroom.render.frames import csv_table

TITLES = tuple(title for title, _ in CRITERIA)
IDS = {False: "ID number", True: "Email address"}  # of Moodle, by whether it has an @
NO_GRADE = "-"  # as Moodle writes it
WEIGHTS, POINTS = "weights", "points"  # settings
EVEN, PLAIN = (1.0,) * len(TITLES), (1.0, 2.0, 3.0)  # of each criterion; of each grade


@dataclass(frozen=True)
class Graded:
    """A student's marks in points: by criterion, and the whole of 100, None where not all is marked."""

    name: str
    id: str
    points: dict[str, float]
    total: float | None
    feedback: str


def numbers(text: str, most: int) -> tuple[float, ...] | None:
    """Return so many numbers of 0 or more, of which one at least is above it; else None."""
    parts = text.split()
    if len(parts) != most or not all(
        p.replace(".", "", 1).isdecimal() and p.isascii() for p in parts
    ):
        return None
    found = tuple(map(float, parts))
    return found if max(found) > 0 else None


def checked(name: str, text: str, most: int) -> str:
    """Return numbers as they are kept. Raises RefusedError."""
    if numbers(text, most) is None:
        raise RefusedError(f"Say {most} numbers for the {name}, such as 1 or 2.5.")
    return " ".join(text.split())


def graded(held: ClassSnapshot) -> list[Graded]:
    """Return everybody's marks, weighed as the teacher has said; who did not come has none."""
    weights = numbers(held.settings.get(WEIGHTS, ""), len(TITLES)) or EVEN
    worth = numbers(held.settings.get(POINTS, ""), len(GRADES)) or PLAIN
    values = dict(zip(GRADES, worth, strict=True))
    given: dict[int, dict[str, Mark]] = {}
    for mark in held.marks:
        given.setdefault(mark.person, {})[mark.criterion] = mark
    came = [
        _graded(
            (person.name, held.ids.get(person.id, "")), given.get(person.id, {}), weights, values
        )
        for person in held.people
    ]
    return came + [Graded(*who, {}, None, "") for who in held.absent]


def _graded(
    who: tuple[str, str],
    marks: Mapping[str, Mark],
    weights: tuple[float, ...],
    values: Mapping[str, float],
) -> Graded:
    points = {title: values[m.mark] for title, m in marks.items() if m.mark in values}
    scale = max(values.values())
    whole = sum(
        weight * points.get(title, 0.0) / scale
        for title, weight in zip(TITLES, weights, strict=True)
    )
    counted = all(title in points for title, weight in zip(TITLES, weights, strict=True) if weight)
    total = round(100 * whole / sum(weights), 1) if counted else None
    return Graded(*who, points, total, " ".join(_feedback(marks)))


def _feedback(marks: Mapping[str, Mark]) -> Iterator[str]:
    for title in TITLES:
        mark = marks.get(title)
        if mark and (mark.mark or mark.note):
            told = ": ".join(part for part in (mark.mark, mark.note) if part)
            yield f"{title}: {told}."


def moodle(held: ClassSnapshot) -> str:
    """Return marks for Moodle: map `ID number` or `Email address`, the total and its feedback.

    Moodle reads an empty grade of a new item as 0, and gives a row without its id to the student of
    the row before: hence a dash, and an id that it finds nobody by and says so.
    """
    total, found = f"Sitroom {held.row.name}", graded(held)
    kinds = {IDS["@" in one.id] for one in found if one.id} or {IDS[False]}
    by = [kind for kind in IDS.values() if kind in kinds]
    heads = ("First name", "Last name", *by, *TITLES, total, "Feedback")
    rows = []
    for one in found:
        first, _, last = one.name.rpartition(" ")
        mine = {IDS["@" in one.id]: one.id} if one.id else {}
        cells = (
            *(first or last, last if first else ""),
            *(mine.get(kind, f"no {kind}: {one.name}") for kind in by),
            *(one.points.get(title, NO_GRADE) for title in TITLES),
            *(NO_GRADE if one.total is None else one.total, one.feedback),
        )
        rows.append(dict(zip(heads, cells, strict=True)))
    return csv_table(heads, rows)


def canvas(held: ClassSnapshot) -> str:
    """Return the total for the gradebook of Canvas; whom it does not find by its id it asks about."""
    total = f"Sitroom {held.row.name}"
    heads = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", total)
    rows = [dict(zip(heads, ("    Points Possible", "", "", "", "", 100), strict=True))]
    for one in graded(held):
        first, _, last = one.name.rpartition(" ")
        mail = "@" in one.id
        name = f"{last}, {first}" if first else last
        cells = (name, "", "" if mail else one.id, one.id if mail else "", "", one.total)
        rows.append(dict(zip(heads, cells, strict=True)))
    return csv_table(heads, rows)
