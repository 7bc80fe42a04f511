"""What a class answered before and after: a table, and how far whole classes moved, with intervals."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from sitroom.classroom import asking, perspective
from sitroom.classroom.records import AFTER, BEFORE
from sitroom.classroom.snapshot import ClassSnapshot
from sitroom.narration import lesson_text
from sitroom.render.document import Part, Table
from sitroom.render.frames import csv_table
from sitroom.study.resample import mean_within

FEWEST = 8  # answers both before and after, for a mean to be told
Given = Mapping[tuple[int, str, str], float]  # person, item, time -> figure
SEED = 1  # of the resamples
HEADS = ("class", "person", "item", "time", "value", "distance")


def agreed(held: ClassSnapshot) -> set[int]:
    """Return of whom answers may be told: all, or those who agreed and did not take it back."""
    asked = asking.of(held.settings)
    people = {person.id for person in held.people}
    if asked is None or asked.consent is None:
        return people
    said = {(p, time): value for p, item, time, value in held.answers if item == asking.AGREED}
    return {
        p
        for p in people
        if (said.get((p, asking.LATER)) or said.get((p, AFTER)) or said.get((p, BEFORE))) == "yes"
    }


def sheet(held: ClassSnapshot) -> str:
    """Return one row for each answer, by pseudonym, of those who agreed; no seat stands there."""
    known, may, far = {p.id: p.pseudonym for p in held.people}, agreed(held), apart(held)
    rows = [
        {
            **dict(zip(HEADS, (held.row.name, known[p], item, time, value), strict=False)),
            "distance": far.get((p, item, time)),
        }
        for p, item, time, value in held.answers
        if p in may and item != asking.AGREED
    ]
    return csv_table(HEADS, sorted(rows, key=lambda row: (row["person"], row["item"], row["time"])))


def parts(held: ClassSnapshot) -> list[Part]:
    """Return how answers on scales changed, where enough have answered twice."""
    far = apart(held)
    scales = {
        (person, item, time): float(value)
        for person, item, time, value in held.answers
        if value.isdecimal()
    }
    asked = asking.of(held.settings)
    questions = asked.questions if asked else ()
    rows = [*_changes(held, [one for one in questions if one.scale], scales)]
    near = [*_changes(held, [one for one in questions if one.seat], far)]
    if not rows and not near:
        return []
    told: list[str | Table] = [lesson_text.about_answers(FEWEST)]
    told += [Table(*lesson_text.ANSWERS, rows)] if rows else []
    told += [lesson_text.ABOUT_DISTANCES, Table(*lesson_text.DISTANCES, near)] if near else []
    return [Part(lesson_text.BEFORE_AND_AFTER, told)]


def apart(held: ClassSnapshot) -> Given:
    """Return how far answers on seats are from where those stood, 0 to 100, in each one's own room."""
    asked, rooms = asking.of(held.settings), {p.id: p.room for p in held.people}
    known = {
        (group.number, one.id): perspective.distances(
            group.session, held.row.decision, one.seat, one.about
        )
        for one in (asked.questions if asked else ())
        if one.seat
        for group in held.groups
    }
    return {
        (person, item, time): far[value]
        for person, item, time, value in held.answers
        if value in (far := known.get((rooms.get(person, 0), item), {}))
    }


def _changes(
    held: ClassSnapshot, questions: Iterable[asking.Item], figures: Given
) -> Iterator[list[object]]:
    may = agreed(held)
    for one in questions:
        given: dict[str, dict[int, float]] = {BEFORE: {}, AFTER: {}, asking.LATER: {}}
        for (person, item, time), figure in figures.items():
            if item == one.id and person in may:
                given[time][person] = figure
        yield from _change(one.ask, given[BEFORE], given[AFTER])
        later = f"{one.ask} ({lesson_text.WEEKS_LATER})"
        yield from _change(later, given[BEFORE], given[asking.LATER])


def _change(
    ask: str, first: Mapping[int, float], last: Mapping[int, float]
) -> Iterator[list[object]]:
    both = sorted(first.keys() & last.keys())
    if len(both) < FEWEST:
        return
    before, after = (np.array([of[p] for p in both]) for of in (first, last))
    change, size = after - before, effect(after - before)
    low, high = interval(change)
    told = "" if size is None else f"{size:+.2f}"
    means = (f"{before.mean():.1f}", f"{after.mean():.1f}")
    moved = f"{change.mean():+.1f} ({low:+.1f} to {high:+.1f})"
    yield [ask, len(both), *means, moved, told]


def effect(change: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float | None:
    """Return the mean change in its own standard deviations (Cohen's d of pairs), if it varies."""
    spread = float(change.std(ddof=1))
    return float(change.mean()) / spread if spread > 0 else None


def interval(change: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> tuple[float, float]:
    """Return where the mean change lies in 95 of 100 resamples of the class."""
    return mean_within(change, SEED, "class")
