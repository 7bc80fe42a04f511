"""Traces of a word processor: its spaces and bullets, and text that has lost its indentation."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sitroom.loader.yaml_text.indents import indent

_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_ODD = re.compile(f"[{_SPACES}]")
# What stands before the words of a line: indentation, dashes and a key with its colon.
_BEFORE_WORDS = re.compile(
    rf"[ {_SPACES}]*(?:-[ {_SPACES}]+)*(?:[\w-]+[ {_SPACES}]*:(?:[ {_SPACES}]+|$))?"
)
_AFTER_WORDS = re.compile(rf"[ {_SPACES}]+$")
_BULLET = re.compile(
    r"^( *)(?:[\u2010-\u2015\u2212\u2022\u2023\u2043\u25aa-\u25e6\u00b7]"
    rf"[ {_SPACES}]*|\*[ {_SPACES}]+|-(?=[A-Za-z]))(?=\S)",
    re.MULTILINE,
)
_OPENS_TEXT = re.compile(r" *(?:- +)*([\w-]+): +([>|][+-]?)\s*(?:#.*)?$")
_GLUED = re.compile(
    r" *(?:- +)*[a-z][a-z_-]*:(?:[>|][+-]?\s*$|[^\s:/>|])"
)  # no space after its colon
_LIKE_KEY = re.compile(r" *(?:- +)*[\w.-]+:(?:\s|$)| *- |\s*#")

Found = tuple[int, int, str, str, str | None]  # line and column from 0, code, words, help


class _Margin(NamedTuple):
    """Lines of a text, from 0, that stand too far left, and how far right they belong."""

    first: int
    last: int
    column: int


def look(lines: Sequence[str], line: int) -> Found | None:
    """Return what a word processor left on the line at which reading stopped, or just above it."""
    said = [n for n in range(line, max(line - 6, -1), -1) if lines[n].strip()][:2]
    for number in said:
        column = next(_odd(lines[number]), None)
        if column is not None:
            return (number, column, *odd_space("\n".join(lines), lines[number][column]))
    for number in said:
        if _BULLET.match(lines[number]):
            return (number, indent(lines[number]), *BULLET)
    return next((found for n in said if (found := unindented(lines, n))), None)


def odd_space(text: str, space: str) -> tuple[str, str, str]:
    """Code, words and help for a space that is not the ordinary one."""
    more = sum(len([*_odd(line)]) for line in text.split("\n")) - 1
    kind = "non-breaking space" if space in "\u00a0\u202f" else "space of another kind"
    shown = f", and {more} more in this file" * (more > 0)
    return "S106", f"a {kind} stands here{shown}", "Replace it with an ordinary space."


BULLET = ("S107", "a list item begins with '- ' (a hyphen and a space)", "Write '- ' here.")


def is_bullet(line: str, column: int) -> bool:
    """Whether a line begins, in that column, with what looks like a dash and is not `- `."""
    if line[column : column + 1].isalnum():
        return False
    match = _BULLET.match(line)
    return match is not None and match.end(1) == column


def edge(text: str) -> int | None:
    """Where an odd space stands at the beginning or end of a text."""
    if text.isascii():  # as nearly all is: each text of a file comes by here
        return None
    for place in (0, len(text) - 1):
        if _ODD.match(text[place]):
            return place
    return None


def unindented(lines: Sequence[str], line: int) -> Found | None:
    """Return a line of a text after > or | that does not stand right of its key."""
    margin = _margin(lines, line)
    if margin is None:
        return None
    opener = next(n for n in range(margin.first - 1, -1, -1) if _OPENS_TEXT.match(lines[n]))
    match = _OPENS_TEXT.match(lines[opener])
    assert match is not None
    words = (
        f"this text is not indented, and belongs to '{match[1]}: {match[2]}' on line {opener + 1}"
    )
    help_line = f"Begin it in column {margin.column + 1}, with {margin.column} spaces before it."
    return (margin.first, indent(lines[margin.first]), "S110", words, help_line)


def without_odd_spaces(text: str) -> str:
    """Return the text with ordinary spaces before and after the words of its lines."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for column in _odd(line):
            lines[number] = f"{lines[number][:column]} {lines[number][column + 1 :]}"
    return "\n".join(lines)


def with_dashes(text: str) -> str:
    """Return the text with `- ` for every bullet."""
    return _BULLET.sub(r"\1- ", text)


def indented(lines: Sequence[str], line: int) -> list[str] | None:
    """Return the lines with the text that stands too far left moved to its place."""
    margin = _margin(lines, line)
    if margin is None:
        return None
    return [
        " " * margin.column + one.lstrip(" ") if margin.first <= number <= margin.last else one
        for number, one in enumerate(lines)
    ]


def _margin(lines: Sequence[str], line: int) -> _Margin | None:
    if not lines[line].strip() or _LIKE_KEY.match(lines[line]):
        return None
    first = last = opener = line
    while opener >= 0 and not _LIKE_KEY.match(lines[opener]):
        opener -= 1
    match = _OPENS_TEXT.match(lines[opener]) if opener >= 0 else None
    if match is None:
        return None
    least = match.start(1)
    left = [n for n in range(opener + 1, line + 1) if lines[n].strip()]
    first = next((n for n in left if indent(lines[n]) <= least), line)
    if indent(lines[first]) > least or _GLUED.match(lines[first]):
        return None
    while (
        last + 1 < len(lines) and lines[last + 1].strip() and not _LIKE_KEY.match(lines[last + 1])
    ):
        last += 1
    inside = [indent(lines[n]) for n in left if n < first]
    return _Margin(first, last, min(inside, default=least + 2))


def _odd(line: str) -> Iterator[int]:
    """Columns of odd spaces that stand before or after the words of a line."""
    match = _BEFORE_WORDS.match(line)
    start = match.end() if match else 0
    end = _AFTER_WORDS.search(line, start)
    for column, mark in enumerate(line):
        if _ODD.match(mark) and (column < start or (end and column >= end.start())):
            yield column
