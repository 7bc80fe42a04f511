"""Which line is indented wrongly: the parser stops at one that may be right."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_STEPS = (2, -2, 1, -1, 3, -3, 4, -4)
_AHEAD = 30  # lines that must be readable after a line was moved
_BACK = 60  # lines looked back
_LIKE_KEY = re.compile(r" *(?:- +)*[^\s#'\"\[{-][^#]*:(?:\s|$)| *- ")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A line, from 0, that should begin in another column, from 0, and the lines if it did."""

    line: int
    column: int
    better: int
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
    end = min(len(lines), stop + _AHEAD)
    found: list[tuple[int, int, Misplaced]] = []
    for number in _suspects(lines, stop):
        column = _indent(lines[number])
        for better in (column + step for step in _STEPS if column + step >= 0):
            moved = [
                *lines[:number],
                " " * better + lines[number].lstrip(" "),
                *lines[number + 1 :],
            ]
            at = readable("\n".join(moved[:end]) + "\n", number)
            far = end if at is None else at
            usual = (better == _inner(lines, number, better)) + (
                column != _inner(lines, number, column)
            )
            if far > stop:
                found.append((far, usual, Misplaced(number, column, better, moved)))
    found.sort(key=lambda one: one[:2], reverse=True)
    return [one for far, _, one in found if far == found[0][0]]


def orphan(lines: Sequence[str], stop: int) -> int | None:
    """The first line of a group that stands two levels in, as if the line it belongs to were lost.

    The group is that around the line where the parser stopped.
    """
    column = _indent(lines[stop])
    for above in range(stop - 1, -1, -1):
        if lines[above].strip() and _indent(lines[above]) < column:
            inner = len(lines[above]) - len(lines[above].lstrip(" -"))
            opens = lines[above].rstrip().endswith(":")
            return above + 1 if opens and _indent(lines[above + 1]) >= inner + 4 else None
    return None


def _suspects(lines: Sequence[str], stop: int) -> Iterator[int]:
    """The line where the parser stopped, then those above that open, or go on with, what it is in."""
    yield stop
    least, found = 1000, 0
    for number in range(stop - 1, max(stop - _BACK, -1), -1):
        if _LIKE_KEY.match(lines[number]) and _indent(lines[number]) <= least and found < 12:
            least, found = _indent(lines[number]), found + 1
            yield number


def _inner(lines: Sequence[str], number: int, column: int) -> int:
    """Where a line belongs below the nearest line above that begins further left."""
    for above in range(number - 1, -1, -1):
        line = lines[above]
        if line.strip() and _LIKE_KEY.match(line) and _indent(line) < column:
            return len(line) - len(line.lstrip(" -")) + 2 - 2 * _goes_on(line, column)
    return 0


def _goes_on(line: str, column: int) -> bool:
    """Whether a key in a column goes on with the keys that an item `- key:` began."""
    return line.lstrip(" ").startswith("- ") and column == len(line) - len(line.lstrip(" -"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
