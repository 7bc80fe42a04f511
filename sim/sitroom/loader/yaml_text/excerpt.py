"""A line of an author's file with a mark under the culprit, fit for any terminal.

Nothing in the line can act on the screen: what is not plain text is spelt out.
"""

import re
import unicodedata

from sitroom.loader.yaml_text.syntax import split_lines
from sitroom.scenario.lookalikes import JOINERS, UNSEEN
from sitroom.scenario.problems import Problem

_WIDTH = 76  # of the piece of a line that is shown, in columns of the screen
_VALUE = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^\s,\[\]{}#:](?:[^,\[\]{}#:]|(?<=\S)\#|:(?=\S))*|."""
)


def excerpt(text: str, line: int, column: int, width: int = _WIDTH) -> list[str]:
    """Return the line of a text with its number, and a second line that marks what stands at `column`.

    Both count from 1; of a long line no more than `width` columns are shown. Empty when the text has no such line, or nothing on it.
    """
    lines = split_lines(text.removeprefix("\ufeff"))
    if not 1 <= line <= len(lines) or not lines[line - 1].strip():
        return []
    source = lines[line - 1]
    start = min(column - 1, len(source))
    match = _VALUE.match(source[:2000] if start < 1000 else source[: start + 1000], start)
    end = start + max(len(match[0].rstrip()) if match else 0, 1)
    before, culprit, after = _cut(source[:start], source[start:end], source[end:], width)
    number = f"{line:>5} | "
    tail = "~" * (_columns(culprit) - 1)
    mark = f"{' ' * 5} | {' ' * _columns(before)}^{tail}"
    return [f"{number}{before}{culprit}{after}".rstrip(), mark]


def told(problem: Problem, text: str, width: int = _WIDTH) -> tuple[str, list[str], list[str]]:
    """Return what is wrong, the line of the file that it stands in with its mark, and what helps."""
    head, *rest = map(visible, str(problem).split("\n"))
    return head, excerpt(text, problem.line, problem.column, width), rest


def visible(text: str) -> str:
    """Return the text with everything spelt out that a terminal would not simply print."""
    unseen = {found.start() for found in UNSEEN.finditer(text)} if not text.isascii() else ()
    return "".join(
        "<tab>"
        if char == "\t"
        else char
        if at not in unseen and (char in JOINERS or _prints(char))
        else f"<U+{ord(char):04X}>"
        for at, char in enumerate(text)
    )


def _cut(before: str, culprit: str, after: str, width: int) -> tuple[str, str, str]:
    """Return the three parts of a line made visible, and short enough together."""
    before, culprit, after = (
        visible(before[-2 * width :]) if len(before) > 2 * width else visible(before),
        visible(culprit[: 2 * width]),
        visible(after[: 2 * width]),
    )
    culprit = _shorter(culprit, width - 20)
    room = width - _columns(culprit)
    if _columns(before) > room // 2 and _columns(before) + _columns(after) > room:
        keep = max(room // 2, room - _columns(after)) - 3
        while before and _columns(before) > keep:
            before = before[1:]
        before = f"...{before}"
    return before, culprit, _shorter(after, room - _columns(before))


def _shorter(text: str, width: int) -> str:
    """As much of a text as fits, with dots for the rest."""
    if _columns(text) <= width:
        return text
    while text and _columns(text) > width - 3:
        text = text[:-1]
    return f"{text}..."


def _prints(char: str) -> bool:
    return char == " " or unicodedata.category(char)[0] not in "CZ"


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )
