"""Problems in content, printed for people, for programs and for GitHub."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence

from sitroom.cli.output import show_json, show_names
from sitroom.loader.yaml_text.excerpt import told
from sitroom.scenario.problems import Problem, tally

_MOST = 50
_RED, _YELLOW, _GREEN, _PLAIN = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;32m", "\x1b[0m"


def show_problems(problems: Sequence[Problem], texts: Mapping[str, str]) -> None:
    """Print the first problems, each with its line of the file.

    Lines are not wrapped: editors follow file:line:column.
    """
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    colours = colours and os.environ.get("TERM") != "dumb"
    shown = [*problems] if len(problems) <= _MOST else _first(problems)
    for problem in shown:
        for line in _lines(problem, texts.get(problem.file, ""), colours=colours):
            print(line)
        print()
    if len(shown) < len(problems):
        print(f"and {len(problems) - len(shown)} more; mend these first.")


def show_count(problems: Sequence[Problem]) -> None:
    """Print how many errors and warnings there are, if any."""
    if problems:
        print(tally(problems))


def _first(problems: Sequence[Problem]) -> list[Problem]:
    """As many problems as are shown: errors before warnings, in their order."""
    errors = [problem for problem in problems if problem.severity == "error"][:_MOST]
    warnings = [p for p in problems if p.severity == "warning"][: _MOST - len(errors)]
    chosen = {*errors, *warnings}
    return [problem for problem in problems if problem in chosen]


def _lines(problem: Problem, text: str, *, colours: bool) -> Iterable[str]:
    head, source, rest = told(problem, text)
    if colours:
        colour = _RED if problem.severity == "error" else _YELLOW
        word = f" {problem.severity} {problem.code}:"
        head = head.replace(word, f" {colour}{problem.severity} {problem.code}{_PLAIN}:", 1)
        if source:
            bar = source[1].index("^")
            source[1] = f"{source[1][:bar]}{_GREEN}{source[1][bar:]}{_PLAIN}"
    return [head, *source, *rest]


def show_for_programs(problems: Iterable[Problem]) -> None:
    """Print a JSON list of all problems."""
    keys = ("file", "line", "column", "code", "severity", "message", "suggestion")
    show_json([{key: getattr(problem, key) for key in keys} for problem in problems])


def show_for_github(problems: Iterable[Problem]) -> None:
    """Print workflow commands, which GitHub shows beside the lines of a change."""
    for problem in problems:
        help_line = f"\nhelp: {problem.suggestion}" if problem.suggestion else ""
        place = f"file={_property(problem.file)},line={problem.line},col={problem.column}"
        words = _data(problem.message + help_line)
        show_names([f"::{problem.severity} {place},title={problem.code}::{words}"])


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
