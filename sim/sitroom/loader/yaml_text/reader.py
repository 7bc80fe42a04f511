"""YAML text to a tree of nodes with places.

Only the plain part of YAML is read: texts, lists and keys. Plain words stay text (`NO`, `22:00`,
`007` and dates mean what they say); an empty value is None. Whatever could hide something or
grow without end is refused.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from sitroom.loader.yaml_text import pasted, syntax
from sitroom.loader.yaml_text.indents import Misplaced, misplaced, orphan
from sitroom.loader.yaml_text.tree_builder import FORBIDDEN, MAX_DEPTH, Builder, room
from sitroom.loader.yaml_text.trees import Node, Place
from sitroom.scenario.problems import ContentError, Problem, pluralize

MAX_BYTES = 512 * 1024
_WIDTHS = (2, 4, 0, 8)  # of a tab, in spaces: what editors make of it, and nothing for a slip
_MOST_MENDED = 10
_MOST_WAYS = 20
_NEAR = 30  # lines within which a second mistake likely follows from the first
_MENDED_SIZE = 100_000  # characters; reading a larger file again and again would take long

_DIRECTIVE = re.compile(r"\A(?:[ ]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*+%")
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def decode(data: bytes) -> str:
    """Bytes as text. What is not UTF-8 becomes U+FFFD, which `read_tree` refuses with its place."""
    return data.decode("utf-8", errors="replace")


def read_tree(file: str, text: str, parser: Any = _PARSER) -> Node:  # noqa: ANN401  # untyped in PyYAML
    """Return the tree of one file; `file` is the name for messages, `parser` a PyYAML loader class.

    Raises:
        ContentError: the text is not what this program reads as YAML.
    """
    found = scan(file, text, parser)
    errors = [problem for problem in found.problems if problem.severity == "error"]
    if errors or found.tree is None:
        raise ContentError(errors)
    return found.tree


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file as far as it can be read: no tree if hopeless, `partial` if some of it is lost."""

    tree: Node | None
    problems: list[Problem]
    partial: bool = False


def scan(
    file: str,
    text: str,
    parser: Any = _PARSER,  # noqa: ANN401
    judge: Callable[[Node], Sequence[int]] = lambda _: (),
    *,
    moves: bool = True,
) -> Scanned:
    """Return the tree of one file with all mistakes of syntax in it, errors and warnings.

    A mistake whose mending is plain is mended in passing, so that the rest is read as well. Where
    it might be mended in several ways, `judge` gives the lines on which a tree has other mistakes.
    With `moves` a line is looked for that is indented wrongly, which takes long.
    """
    text = text.removeprefix("\ufeff")
    problems: list[Problem] = []
    mended: set[int] = set()
    moved, sure = False, False
    while True:
        builder = Builder(file, text)
        wrong = _parse(builder, text, parser)
        if wrong is None:
            break
        better = syntax.mended(text, wrong)
        if wrong.code == "S106" and "\t" in text and len(text) <= _MENDED_SIZE:
            better, sure = _untabbed(file, text, parser, judge)
        displaced = wrong.code == "S110" and better is None
        if wrong.line in mended or (0 in mended and not sure) or (displaced and moved):
            return Scanned(None, problems)  # likely no mistake of its own
        small = len(text) <= _MENDED_SIZE
        if displaced and small and moves:
            wrong, better = _moved(text, wrong, parser, judge)
            moved = True
        problems.append(wrong)
        if better is None or not small or len(mended) == _MOST_MENDED:
            return Scanned(None, problems)
        text = better
        mended.add(0 if wrong.code == "S106" else wrong.line)
    if 0 in mended and not sure and builder.root is not None and judge(builder.root):
        return Scanned(None, problems)  # a tab may have been worth more than two spaces
    return Scanned(builder.root, problems + builder.problems, builder.partial)


def _untabbed(
    file: str,
    text: str,
    parser: Any,  # noqa: ANN401
    judge: Callable[[Node], Sequence[int]],
) -> tuple[str, bool]:
    """Return the text with spaces for its tabs, and whether it is certain how many for each.

    It is where one width reads further than others, with no mistake beside a line that had a tab.
    """
    lines = text.split("\n")
    indented = [n for n, line in enumerate(lines) if "\t" in line[: len(line) - len(line.lstrip())]]
    ways = [_spaced(lines, width) for width in (_WIDTHS if indented else _WIDTHS[:1])]
    ranked = []
    for way in dict.fromkeys(ways):
        builder = Builder(file, way)
        stopped = _parse(builder, way, parser)
        read = stopped.line - 1 if stopped else len(lines)
        wrong = [p.line - 1 for p in builder.problems if p.severity == "error"]
        if builder.root is not None and stopped is None:
            wrong += [line - 1 for line in judge(builder.root)]
        near = any(abs(line - n) <= 1 for n in indented for line in wrong)
        sure = not near and read > max(indented, default=-1) + 1
        ranked.append((-read, near, len(wrong), way, sure))
    *_, best, sure = min(ranked, key=lambda one: one[:3])
    return pasted.without_odd_spaces(best), sure


def _spaced(lines: Sequence[str], width: int) -> str:
    """Return lines with so many spaces for a tab that indents, and one for any other."""
    made = []
    for line in lines:
        rest = line.lstrip(" \t")
        before = line[: len(line) - len(rest)].replace("\t", " " * width)
        made.append(before + rest.replace("\t", " "))
    return "\n".join(made)


def _moved(
    text: str,
    wrong: Problem,
    parser: Any,  # noqa: ANN401
    judge: Callable[[Node], Sequence[int]],
) -> tuple[Problem, str | None]:
    """Return the line that is indented wrongly rather than the one at which reading stopped.

    With it the text in which that line is moved, unless it is not certain that it is this one.
    """

    def readable(some: str, number: int) -> int | None:
        counts = False
        try:
            for event in yaml.parse(some, Loader=parser):
                if event.start_mark and event.start_mark.line == number:
                    counts = counts or isinstance(event, yaml.ScalarEvent)
        except yaml.MarkedYAMLError as error:
            return error.problem_mark.line if counts and error.problem_mark else 0
        return None if counts else 0

    lines = syntax.split_lines(text)
    ways = misplaced(lines, wrong.line - 1, readable)[:_MOST_WAYS]
    judged = []
    for way in ways:
        builder = Builder(wrong.file, text)
        whole = "\n".join(way.lines)
        stopped = _parse(builder, whole, parser)
        unread = stopped is not None or builder.root is None
        mistakes = [p.line for p in builder.problems if p.severity == "error"]
        mistakes += [stopped.line] if stopped else []
        if builder.root is not None:
            mistakes += judge(builder.root)
        near = sum(abs(line - wrong.line) < _NEAR for line in mistakes)
        judged.append((unread, near, len(mistakes), way.count > 1, way, whole))
    lost = orphan(lines, wrong.line - 1)
    if lost is not None and not any(not one[0] and not one[1] for one in judged):
        column = len(lines[lost]) - len(lines[lost].lstrip(" ")) + 1
        words = "this line is indented too far, or the line above that it belongs to is missing"
        return replace(wrong, line=lost + 1, column=column, message=words, suggestion=None), None
    if not judged:
        return wrong, None
    _, near, _, _, way, whole = min(judged, key=lambda one: one[:4])
    if near:  # moving nothing makes all well
        return wrong, None
    return replace(wrong, **_told(way)), whole


def _told(way: Misplaced) -> dict[str, Any]:
    """Where a line is indented wrongly, and what to do."""
    far = "far" if way.better < way.column else "little"
    words = f"this line is indented too {far}"
    if way.count > 1:
        words = f"the lines from here to {way.line + way.count} are indented too {far}"
    hint = f"Begin it in column {way.better + 1}, with {pluralize(way.better, 'space')} before it."
    if way.dash:
        words, hint = "a list item begins here without its dash", "Write '- ' before it."
    place = {"line": way.line + 1, "column": way.column + 1}
    return {**place, "message": words, "suggestion": hint}


def _parse(builder: Builder, text: str, parser: Any) -> Problem | None:  # noqa: ANN401
    """Let the builder take a whole text; what makes that impossible, if anything."""
    try:
        _check_text(builder.file, text)
        for event in yaml.parse(text, Loader=parser):
            builder.take(event)
        if builder.root is None or builder.root.value is None:
            builder.refuse(Place(builder.file, 1, 1), "S104", "the file is empty")
    except yaml.YAMLError as error:
        deep = _too_deep(builder.file, text, error, parser)
        if deep is not None:
            return deep
        flow = next((o.node.at for o in reversed(builder.stack) if o.flow), None)
        return syntax.explain(builder.file, text, error, flow, builder.quoted_at)
    except ContentError as error:
        return error.problems[0]
    except (ValueError, OverflowError):  # the pure-Python parser on \U00110000
        at = builder.last
        words, help_line = syntax.ESCAPE_WORDS, syntax.ESCAPE_HELP
        return Problem(builder.file, at.line, at.column, "S105", "error", words, help_line)
    return None


def _too_deep(file: str, text: str, error: yaml.YAMLError, parser: Any) -> Problem | None:  # noqa: ANN401
    """Where the text is nested too deeply before a parser gave up, if it is.

    Parsers have limits of their own, look ahead, and each says so in other words. So what stands
    before the place is read again, and counted.
    """
    mark = getattr(error, "problem_mark", None)
    if mark is None or text.count("[", 0, mark.index) + text.count("{", 0, mark.index) < MAX_DEPTH:
        return None
    builder = Builder(file, text)
    try:
        for event in yaml.parse(text[: mark.index], Loader=parser):
            builder.take(event)
    except yaml.YAMLError:
        pass
    except ContentError as refused:
        return next((p for p in refused.problems if p.code == "S103"), None)
    return None


def _check_text(file: str, text: str) -> None:
    """Refuse what must not reach the parser at all."""
    most = MAX_BYTES * room(file)
    if len(text) > most or len(text.encode("utf-8", "surrogatepass")) > most:
        words = f"the file is over {most // 1024} KB"
        raise ContentError([Problem(file, 1, 1, "S103", "error", words)])
    start = text[:200].removeprefix("\ufffd\ufffd")
    if start.count("\0") > len(start) // 4:  # every other byte is a zero, or three of four are
        words = "this is UTF-16 text or the like, not UTF-8"
        help_line = "Save the file again with encoding UTF-8."
        raise ContentError([Problem(file, 1, 1, "S101", "error", words, help_line)])
    for pattern, code, words, help_line in (
        ("\ufffd", "S101", "this is not UTF-8 text", "Save the file again with encoding UTF-8."),
        (FORBIDDEN, "S102", "a character stands here that cannot be seen", "Delete it."),
        ("\t", "S106", "a tab stands here", "Use spaces; most editors can be told to."),
        (_DIRECTIVE, "S119", "a line begins with %", "Delete the line or put the text in quotes."),
    ):
        match = re.search(pattern, text)
        if match:
            end = match.end() - 1
            shown = f" (U+{ord(text[end]):04X})" if code == "S102" else ""
            more = text.count("\t") - 1
            shown += f", and {pluralize(more, 'more tab')} in this file" * (
                code == "S106" and more > 0
            )
            lines = syntax.split_lines(text[:end])
            raise ContentError(
                [
                    Problem(
                        file,
                        len(lines),
                        len(lines[-1]) + 1,
                        code,
                        "error",
                        words + shown,
                        help_line,
                    )
                ]
            )
