"""Which line is indented wrongly: the parser stops at one that may be right."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_STEPS = (2, -2, 1, -1, 3, -3, 4, -4)
_AHEAD = 30  # lines that must be readable after a line was moved
_BACK = 60  # lines looked back
_OPENS = re.compile(r":\s*(?:#.*)?$")
_LIKE_KEY = re.compile(r" *(?:- +)*[^\s#'\"\[{-][^#]*:(?:\s|$)| *- ")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A line, from 0, that should begin in another column, from 0, and the lines if it did.

    `count` lines from there on belong together; with `dash` a `- ` is missing before the line.
    """

    line: int
    count: int
    column: int
    better: int
    dash: bool
    lines: list[str]


def misplaced(
    lines: Sequence[str], stop: int, readable: Callable[[str, int], int | None]
) -> list[Misplaced]:
    """Lines whose moving makes the lines around readable, the likeliest first.

    Args:
        lines: of the file.
        stop: where the parser stopped, from 0.
        readable: given a text and a line of it that must count for something, the line where the
            parser stops; None if it does not. Lines count from 0.
    """
    suspects = list(_suspects(lines, stop))
    start, end = _beginning(lines, min(suspects), stop), min(len(lines), stop + _AHEAD)
    found: list[tuple[int, bool, int, Misplaced]] = []
    lists_stand_in = _lists_stand_in(lines)
    for way in (way for number in suspects for way in _ways(lines, number)):
        at = readable("\n".join(way.lines[start:end]) + "\n", way.line - start)
        far = end if at is None else start + at
        if far > stop:
            usual = (way.better == _inner(lines, way.line, way.better)) + (
                way.column != _inner(lines, way.line, way.column)
            )
            # All items of a list may begin below their key, or further in: as the others here do.
            usual += 2 * (lists_stand_in and _first_item(lines, way))
            found.append((far, way.count == 1, usual, way))
    found.sort(key=lambda one: one[:3], reverse=True)
    return [one[-1] for one in found if one[0] == found[0][0]]


def _ways(lines: Sequence[str], number: int) -> Iterator[Misplaced]:
    """Yield what a line may lack: its column, that of the lines which go with it, or a dash."""
    column = indent(lines[number])
    run = number + 1
    while run < len(lines) and (not lines[run].strip() or indent(lines[run]) >= column):
        run += 1
    for count in dict.fromkeys((1, run - number)):
        for better in (column + step for step in _STEPS if column + step >= 0):
            some = [
                " " * max(indent(line) + better - column, 0) + line.lstrip(" ")
                for line in lines[number : number + count]
            ]
            moved = [*lines[:number], *some, *lines[number + count :]]
            yield Misplaced(number, count, column, better, dash=False, lines=moved)
    if not lines[number].lstrip().startswith("-"):
        dashed = " " * column + "- " + lines[number].lstrip(" ")
        moved = [*lines[:number], dashed, *lines[number + 1 :]]
        yield Misplaced(number, 1, column, column, dash=True, lines=moved)


def orphan(lines: Sequence[str], stop: int) -> int | None:
    """Return the first line of a group that stands two levels in, as if the line it belongs to were lost.

    The group is that around the line where the parser stopped.
    """
    column = indent(lines[stop])
    for above in range(stop - 1, -1, -1):
        if lines[above].strip() and indent(lines[above]) < column:
            inner = len(lines[above]) - len(lines[above].lstrip(" -"))
            opens = _OPENS.search(lines[above]) is not None
            return above + 1 if opens and indent(lines[above + 1]) >= inner + 4 else None
    return None


def _suspects(lines: Sequence[str], stop: int) -> Iterator[int]:
    """Yield the line where the parser stopped, then those above that open, or go on with, what it is in."""
    yield stop
    least, found = 1000, 0
    for number in range(stop - 1, max(stop - _BACK, -1), -1):
        if _LIKE_KEY.match(lines[number]) and indent(lines[number]) <= least and found < 12:
            least, found = indent(lines[number]), found + 1
            yield number


def _beginning(lines: Sequence[str], first: int, stop: int) -> int:
    """Return a line at or above `first` from which the lines can be read by themselves."""
    least = min(indent(line) for line in lines[first : stop + 1] if line.strip())
    for number in range(first - 1, -1, -1):
        if lines[number].strip():
            least = min(least, indent(lines[number]))
            if _LIKE_KEY.match(lines[number]) and indent(lines[number]) == least:
                return number
    return 0


def _lists_stand_in(lines: Sequence[str]) -> bool:
    """Return whether most lists begin further in than their keys."""
    pairs = [
        indent(below) > indent(above)
        for above, below in pairwise(lines)
        if _OPENS.search(above) and below.lstrip().startswith("- ")
    ]
    return 2 * sum(pairs) > len(pairs)


def _first_item(lines: Sequence[str], way: Misplaced) -> bool:
    """Return whether a line is the first item of a list, and stands below its key till moved in."""
    above = lines[way.line - 1] if way.line else ""
    item = lines[way.line].lstrip().startswith("- ") and _OPENS.search(above) is not None
    return item and way.column == indent(above) and way.better == way.column + 2


def _inner(lines: Sequence[str], number: int, column: int) -> int:
    """Where a line belongs below the nearest line above that begins further left."""
    for above in range(number - 1, -1, -1):
        line = lines[above]
        if line.strip() and _LIKE_KEY.match(line) and indent(line) < column:
            return len(line) - len(line.lstrip(" -")) + 2 - 2 * _goes_on(line, column)
    return 0


def _goes_on(line: str, column: int) -> bool:
    """Whether a key in a column goes on with the keys that an item `- key:` began."""
    return line.lstrip(" ").startswith("- ") and column == len(line) - len(line.lstrip(" -"))


def indent(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))
