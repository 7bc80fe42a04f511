"""Keys that stand too far right under a text, and so have become part of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel

from sitroom.loader.diagnostics.expected import all_keys, keys
from sitroom.loader.yaml_text.trees import Loc, Node, walk, where
from sitroom.scenario.problems import Problem, Severity, quoted

_BARE = re.compile(r" *[\w.-]+:(?: +-?[\d.]+)?\s*")  # nothing or a number after it
_LIKE_A_KEY = re.compile(r"( +)(?:(?:- +)?([a-z][\w.-]*):(?: |$)|- )")


@dataclass(frozen=True, slots=True)
class Swallowed:
    """A line of the text at `loc` that looks like a key; `beside`, if of the text's own part."""

    loc: Loc
    key: str
    beside: bool
    problem: Problem


def swallowed(tree: Node, model: type[BaseModel], lines: Sequence[str]) -> list[Swallowed]:
    """For every text over several lines, the first line of it that is likely meant as a key."""
    found: list[Swallowed] = []
    for loc, node, line, column, key in _lines_like_keys(tree, lines):
        alone = _BARE.fullmatch(lines[line]) is not None
        item = lines[line].lstrip().startswith("- ") and _folds(lines, node)
        if (alone or item or key in all_keys(model)) and (not found or found[-1].loc != loc):
            words = (
                f"{quoted(key or '-')} stands too far right and has become part of the text above"
            )
            help_line = f"Keys beside that text begin in column {(node.key or node.at).column}."
            if item:
                help_line = "Is the key missing that this list belongs to?"
            path = where(tree, loc)
            problem = Problem(
                node.at.file, line + 1, column + 1, "S122", "warning", words, help_line, path
            )
            found.append(Swallowed(loc, key, key in keys(model, loc[:-1]), problem))
    return found


def told(one: Swallowed, severity: Severity) -> Problem:
    """Return the problem, as grave as it is: an error where the key is then missing."""
    return replace(one.problem, severity=severity)


def _folds(lines: Sequence[str], node: Node) -> bool:
    """Whether a text begins with >, so that its lines run together and a list makes no sense."""
    return lines[node.at.line - 1][node.at.column - 1 :].startswith(">")


def _lines_like_keys(tree: Node, lines: Sequence[str]) -> Iterator[tuple[Loc, Node, int, int, str]]:
    """Every line of a text that looks like a key: where the text is, and line and column from 0."""
    for loc, node in walk(tree):
        if node.last and loc:
            for line in range(node.at.line, min(node.last, len(lines))):
                match = _LIKE_A_KEY.match(lines[line])
                if match:
                    yield loc, node, line, match.end(1), match[2] or ""
