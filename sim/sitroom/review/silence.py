"""Findings that an author has looked at: a comment with the code and the reason silences one.

`# review: M002 it speaks for its minister here` stands behind the line of the finding, or on a line
of its own above it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sitroom.loader.yaml_text.syntax import split_lines
from sitroom.scenario.problems import Problem

_MARK = re.compile(r"#\s*review:\s*(M\d{3}(?:\s*,\s*M\d{3})*)\b[\s:,-]*(.*)")


@dataclass(frozen=True)
class Mark:
    """A comment that silences a code on a line."""

    file: str
    line: int  # of the finding
    code: str
    reason: str
    place: tuple[int, int]  # where the comment stands


def marks(file: str, text: str) -> Iterator[Mark]:
    """Yield the marks of a file."""
    waiting: list[tuple[str, str, tuple[int, int]]] = []
    for number, line in enumerate(split_lines(text), 1):
        found = _MARK.search(line)
        if found is not None:
            place = (number, found.start() + 1)
            waiting += [(c.strip(), found[2].strip(), place) for c in found[1].split(",")]
        if line.strip() and not line.lstrip().startswith("#"):
            yield from (Mark(file, number, *one) for one in waiting)
            waiting = []


def silenced(problems: Iterable[Problem], files: Mapping[str, str]) -> list[Problem]:
    """Return the problems that no mark silences, and the marks that are none."""
    known = [
        mark for file, text in files.items() if "review:" in text for mark in marks(file, text)
    ]
    by_place = {(mark.file, mark.line, mark.code): mark for mark in known if mark.reason}
    left, used = [], set()
    for problem in problems:
        mark = by_place.get((problem.file, problem.line, problem.code))
        if mark is None:
            left.append(problem)
        else:
            used.add(mark)
    for mark in known:
        if mark not in used:
            words = (
                f"nothing to silence here: {mark.code} is not found on line {mark.line}"
                if mark.reason
                else f"{mark.code} is silenced without a reason"
            )
            hint = "Delete the comment." if mark.reason else "Write the reason behind the code."
            left.append(Problem(mark.file, *mark.place, "M000", "warning", words, hint))
    return left
