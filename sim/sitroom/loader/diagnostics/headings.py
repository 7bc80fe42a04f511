"""A heading line that is lost, such as `options:`: what stood below it is there, and astray."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pydantic import BaseModel

from sitroom.loader.diagnostics.expected import holders, keys
from sitroom.loader.yaml_text.indents import indent
from sitroom.loader.yaml_text.trees import Loc, Node, walk, where
from sitroom.scenario.problems import Problem, has_errors

_LOST = frozenset(f"S{n:03}" for n in (1, 2, 3, 9, 13, 105, 107, 110, 114, 122))
_MOST_LINES = 4000  # of a file that is read again with each heading that may be missing
_MOST_SUSPECTS = 12
_MOST_TRIED = 24
_NEAR = 30
_FIRST = re.compile(r"( *)(- +)?(?:([\w.-]+):)?")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A text read: its tree, its mistakes, and whether all of it could be read."""

    tree: Node
    problems: Sequence[Problem]
    whole: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """A heading that, put before a line (counted from 1), mends more than one mistake or the worst."""

    text: str
    line: int
    problem: Problem


def lost_heading(
    file: str,
    text: str,
    model: type[BaseModel],
    now: Attempt,
    attempt: Callable[[str], Attempt],
) -> Lost | None:
    """Return the heading whose absence explains mistakes of a file; None if none does.

    Args:
        file: name for the message.
        text: of the file.
        model: what the file should hold.
        now: how the text reads as it is.
        attempt: reads another text in its place.
    """
    lines = text.split("\n")
    if not any(p.code in _LOST for p in now.problems) or len(lines) > _MOST_LINES:
        return None
    before = {(p.line, p.code) for p in now.problems}
    tries = (
        (line, *heading)
        for line in _suspects(lines, now.problems)
        for heading in _headings(lines, line, model)
    )
    for line, column, name in islice(tries, _MOST_TRIED):
        better = [*lines[:line], f"{' ' * column}{name}:", *lines[line:]]
        tried = attempt("\n".join(better))
        after = {(p.line - (p.line > line), p.code) for p in tried.problems}
        near = [one for one, _ in after if abs(one - line - 1) < _NEAR]
        loc = tried.whole and _known(tried.tree, model, name, line + 1)
        if loc and (after < before if now.whole else not near):
            grave = has_errors(now.problems)
            problem = Problem(
                file,
                line + 1,
                indent(lines[line]) + 1,
                "S002",
                "error" if grave else "warning",
                "the key that these lines belong to is missing",
                f"Is the line '{name}:' missing above line {line + 1}?",
                where(tried.tree, loc),
            )
            return Lost("\n".join(better), line + 1, problem)
    return None


def _known(tree: Node, model: type[BaseModel], name: str, line: int) -> Loc | None:
    """Where the heading on a line leads to, if a key of that name may stand there."""
    for loc, node in walk(tree):
        if node.key and node.key.line == line and loc[-1] == name:
            return loc if name in keys(model, loc[:-1]) else None
    return None


def moved_back(problem: Problem, line: int) -> Problem:
    """Return a problem of the text with a heading put before `line`, at its place without it."""
    return replace(problem, line=problem.line - 1) if problem.line > line else problem


def move_back(tree: Node, line: int) -> None:
    """Give all nodes the places that they have without the heading put before `line`."""
    for _, node in walk(tree):
        if node.at.line > line:
            node.at = replace(node.at, line=node.at.line - 1)
        if node.key and node.key.line > line:
            node.key = replace(node.key, line=node.key.line - 1)
        node.last -= node.last > line


def _suspects(lines: Sequence[str], problems: Iterable[Problem]) -> Iterator[int]:
    """Lines, from 0, before which a heading may be missing: those with mistakes, and above them."""
    seen: dict[int, None] = {}
    for problem in problems:
        number = min(problem.line, len(lines)) - 1
        least = indent(lines[number]) + 1
        for above in range(number, -1, -1):
            if not lines[above].strip() or lines[above].lstrip().startswith("#"):
                continue
            if indent(lines[above]) < least and problem.code in _LOST:
                least = indent(lines[above])
                if least:
                    seen.setdefault(above)
            if not least:
                break
    yield from [*seen][:_MOST_SUSPECTS]


def _headings(lines: Sequence[str], line: int, model: type[BaseModel]) -> Iterator[tuple[int, str]]:
    """Columns and names of the headings that may have stood before a line."""
    match = _FIRST.match(lines[line])
    assert match is not None
    column = len(match[1])
    inner = None
    if not match[2] and line + 1 < len(lines) and indent(lines[line + 1]) > column:
        below = _FIRST.match(lines[line + 1])
        inner = below[3] if below else None
    for name in holders(model, match[3], inner, item=bool(match[2])):
        yield column - 2, name
