"""YAML's syntax errors in the words of a teacher.

The two parsers of PyYAML (C and Python) word and place their errors differently, so what is said
follows from the kind of error and a look at the lines around it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from sitroom.loader.yaml_text import pasted
from sitroom.loader.yaml_text.indents import indent
from sitroom.loader.yaml_text.trees import Place
from sitroom.scenario.problems import Problem, quoted

SECOND_DOCUMENT = (
    "S116",
    "a second document begins here",
    "Delete the line --- or ...; a file holds one document.",
)
ESCAPE_WORDS = "a backslash in double quotes begins a special character, and this one is unknown"
ESCAPE_HELP = "Use single quotes, or write the backslash twice."
_QUOTE_HELP = "Put the whole text in quotes."
_INDENT_HELP = "Keys that belong together begin in the same column; use two spaces a level."

_OUT_OF_LINE = "this line does not line up with the lines above"

_WITHOUT_COLON = re.compile(
    r"(- )?([A-Za-z_]{1,30})(?: *=| ) *\S.*"
)  # a key, and its value behind it
_NO_SPACE = re.compile(r"\s*(?:- +)*[\w-]+(:)[^\s:/]")
_NAMED = re.compile(r"\s*(?:- +)*[\w-]+: +(?=[^\s\[{'\"|>])")
_TYPOGRAPHIC = re.compile(r": +[\u201c\u201d\u201e\u2018\u201a\u00ab]")
_BRACKET = re.compile(r": +([\[{])")
_VALUE_AT = re.compile(r"\s*(?:- +)*(?:[\w-]+: +)?")
_REFERS = re.compile(r"[&*!][^\s*&!]+\s*(?:$|[\[{&*!|>])")  # an anchor, alias or tag that is meant
_HAS_VALUE = re.compile(r"\s*(?:- +)*[^\s:#][^:#]*:\s+\S")
_KEY_IN_QUOTES = re.compile(r"\s*(?:- +)*'[^':]+'[^':]*'?:(?:\s|$)")
_KEY = re.compile(r"\s*(?:- +)*([^:#]*?)\s*:(?:\s|$)")

Found = tuple[int, int, str, str, str | None]  # line and column from 0, code, words, help


@dataclass(frozen=True, slots=True)
class _Case:
    """One syntax error with its surroundings; `line` and `column` count from 0."""

    lines: list[str]
    line: int
    column: int
    start: tuple[int, int] | None  # where the parser says that the broken thing began
    flow: Place | None
    quote: Place | None

    @property
    def text(self) -> str:
        return self.lines[self.line]


def split_lines(text: str) -> list[str]:
    """Return the lines as YAML and editors count them; never empty."""
    return re.split(r"\r\n|\r|\n", text)


def explain(
    file: str, text: str, error: yaml.YAMLError, flow: Place | None, quote: Place | None
) -> Problem:
    """Return the error as a problem.

    Args:
        file: name for the message.
        text: the whole file.
        error: what the parser raised.
        flow: where the innermost open bracket stands, if one is open.
        quote: where the last text in quotes began, if there was one.
    """
    lines = split_lines(text)
    mark = getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None)
    case = _Case(
        lines,
        *_inside(lines, mark.line if mark else 0, mark.column if mark else 0),
        _inside(lines, start.line, start.column) if start else None,
        flow,
        quote,
    )
    words = f"{getattr(error, 'context', '')} | {getattr(error, 'problem', '')}"
    look = next((look for pattern, look in _LOOKS if re.search(pattern, words)), _unknown)
    line, column, code, message, help_line = pasted.look(lines, case.line) or look(case)
    return Problem(file, line + 1, column + 1, code, "error", message, help_line)


def mended(text: str, problem: Problem) -> str | None:
    """Return the text without a mistake whose mending is plain; None if it is not.

    Lines stay where they are, and what comes before the mistake on its line too.
    """
    if problem.code == "S106":
        return pasted.without_odd_spaces(text.replace("\t", "  "))
    lines = re.split(r"(\r\n|\r|\n)", text)
    line, column = lines[2 * problem.line - 2], problem.column - 1
    if problem.code == "S107" and pasted.is_bullet(line, column):
        return pasted.with_dashes(text)
    if problem.code == "S110":
        better = pasted.indented(lines[::2], problem.line - 1)
        return "\n".join(better) if better else None
    if problem.code == "S107" and line[column : column + 1] == ":":
        lines[2 * problem.line - 2] = f"{line[: column + 1]} {line[column + 1 :]}"
    elif problem.code in ("S108", "S111", "S113", "S119"):
        key = _NAMED.match(line)
        if key is None or key.end() > column or _REFERS.match(line, key.end()):
            return None
        value = line[key.end() :].replace("'", "''")
        lines[2 * problem.line - 2] = f"{line[: key.end()]}'{value}'"
    else:
        return None
    return "".join(lines)


def _inside(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Move a mark past the end of the text to the end of its last line that says something."""
    while line >= len(lines) or (line > 0 and not lines[line].strip()):
        line, column = line - 1, 10**9
    return line, min(column, len(lines[line]))


def _before(case: _Case) -> int:
    """Return the last line above that says something; the line itself if there is none."""
    said = (n for n in range(case.line - 1, -1, -1) if case.lines[n].strip(" ").strip("#"))
    return next(said, case.line)


def _colon(case: _Case) -> Found:
    """Return a colon where no key may stand: in a text, after a line without value, or too far right."""
    if _HAS_VALUE.match(case.text[: case.column]):
        help_line = _QUOTE_HELP
        if _TYPOGRAPHIC.search(case.text[: case.column]):
            help_line = 'Use straight quotes (") around the text.'
        return (case.line, case.column, "S108", "a colon inside a text without quotes", help_line)
    if case.column - indent(case.text) > 1000:  # YAML reads no longer key
        return (case.line, 0, "S103", "this key is too long", None)
    above = _before(case)
    missing = _NO_SPACE.match(case.lines[above])
    if missing and above != case.line:
        return _no_space(above, missing)
    key = _KEY.match(case.text)
    if key and " " in key[1]:
        return (case.line, case.column, "S108", "a colon inside a text without quotes", _QUOTE_HELP)
    if above != case.line and ":" not in case.lines[above]:
        return _no_colon(case.lines, above)
    return _out_of_line(case, indent(case.text), "this line is indented too far")


def _out_of_line(case: _Case, column: int, words: str) -> Found:
    above = case.lines[_before(case)]
    key = _KEY.match(above)
    if key and _HAS_VALUE.match(above) and indent(above) < indent(case.text):
        words = f"this line stands below {quoted(key[1])}, which has a value already"
        hint = "Delete that value, or begin this line in the column of the key."
        return (case.line, column, "S110", words, hint)
    return (case.line, column, "S110", words, _INDENT_HELP)


def _no_space(line: int, match: re.Match[str]) -> Found:
    return (line, match.start(1), "S107", "a space is missing after the colon", "Write ': '.")


def _no_colon(lines: list[str], line: int) -> Found:
    said = lines[line].strip()
    parts = _WITHOUT_COLON.fullmatch(said)
    if parts is None:
        return (
            line,
            indent(lines[line]),
            "S107",
            f"a colon is missing after {quoted(said, 40)}",
            None,
        )
    words, hint = (
        f"a colon is missing after {quoted(parts[2])}",
        f"Write '{parts[1] or ''}{parts[2]}: ...'.",
    )
    return (line, indent(lines[line]), "S107", words, hint)


def _no_key(case: _Case) -> Found:
    line = case.start[0] if case.start else case.line
    missing = _NO_SPACE.match(case.lines[line])
    return _no_space(line, missing) if missing else _no_colon(case.lines, line)


def _open_quote(case: _Case) -> Found:
    line, column = case.start or (case.line, case.column)
    words = "the quote that opens here is never closed"
    return (line, column, "S109", words, "Close it at the end of the text.")


def _structure(case: _Case) -> Found:
    """Something stands where the next key or list item was expected."""
    if case.flow:
        return _open_bracket(case)
    if case.text[case.column :].startswith(":"):
        return (case.line, case.column, "S115", "a key is missing before the colon", None)
    before = case.text[: case.column].rstrip()
    if before.endswith(("'", '"')) and case.quote:
        line, column = case.quote.line - 1, case.quote.column - 1
        if line < case.line:
            words = f"the quote that opens here is closed only on line {case.line + 1}"
        else:
            words = "the quote that opens here is closed before the text ends"
        mark = before[-1]
        other = "double" if mark == "'" else "single"
        help_line = f"Put the whole text in {other} quotes."
        if _KEY_IN_QUOTES.match(case.lines[line]):
            words = "an apostrophe ends this key in single quotes"
            help_line = "Leave out the quotes around the key."
        return (line, column, "S109", words, help_line)
    opened = _BRACKET.search(before)
    if opened and before.endswith(("]", "}")):
        words = f"a text that begins with {opened[1]} must be in quotes"
        return (case.line, opened.start(1), "S119", words, _QUOTE_HELP)
    if before.strip(" -") == "":
        words = _OUT_OF_LINE
        if case.text.lstrip().startswith("- "):
            words = "a list item begins here, where a key was expected"
        return _out_of_line(case, case.column, words)
    return _unknown(case)


def _open_bracket(case: _Case) -> Found:
    if case.flow is None:
        return _reserved(case)
    line, column = case.flow.line - 1, case.flow.column - 1
    words = "the bracket that opens here is not closed, or a comma is missing or too many after it"
    return (line, column, "S109", words, None)


def _reserved(case: _Case) -> Found:
    mark = case.text[case.column : case.column + 1]
    if not mark:
        return _unknown(case)
    words = f"a text that begins with {mark} must be in quotes"
    return (case.line, case.column, "S119", words, _QUOTE_HELP)


def _marked(case: _Case) -> Found:
    """Tell of an anchor, alias or tag that is none: the author's *stress*, & or !."""
    start = _VALUE_AT.match(case.text)
    column = start.end() if start else case.column
    code = {"*": "S111", "&": "S111", "!": "S113"}.get(case.text[column : column + 1])
    if code is None:
        return _unknown(case)
    words = f"a text that begins with {case.text[column]} must be in quotes"
    return (case.line, column, code, words, _QUOTE_HELP)


def _list_after_key(case: _Case) -> Found:
    words = "a list cannot begin on the line of its key"
    return (case.line, case.column, "S110", words, "Begin each item on a line of its own.")


def _block_text(case: _Case) -> Found:
    words = "after | or > the text begins on the next line, indented"
    line, column = case.start or (case.line, case.column)
    return (line, column, "S105", words, None)


def _escape(case: _Case) -> Found:
    line, column = case.start or (case.line, case.column)
    return (line, column, "S105", ESCAPE_WORDS, ESCAPE_HELP)


def _second(case: _Case) -> Found:
    above = case.lines[_before(case)]
    if not case.text.startswith(("---", "...", "%")) and not above.startswith(("---", "...")):
        return (case.line, case.column, "S110", _OUT_OF_LINE, _INDENT_HELP)
    code, words, help_line = SECOND_DOCUMENT
    return (case.line, case.column, code, words, help_line)


def _unknown(case: _Case) -> Found:
    words = "this line cannot be understood as 'key: value' or '- item'"
    return (case.line, case.column, "S105", words, "Look here and at the line above.")


_LOOKS: tuple[tuple[str, Callable[[_Case], Found]], ...] = (
    (r"mapping values are not allowed", _colon),
    (r"could not find expected ':'", _no_key),
    (r"quoted scalar \| found unexpected", _open_quote),
    (r"escape|hexdec", _escape),
    (r"alphabetic or numeric|an? (?:alias|anchor|tag)\b", _marked),
    (r"block scalar", _block_text),
    (r"sequence entries are not allowed", _list_after_key),
    (r"document start", _second),
    (r"cannot start any token|mapping keys are not allowed", _reserved),
    (r"flow (?:sequence|mapping|node)", _open_bracket),
    (r"node content", _reserved),
    (r"expected key|expected '-' indicator|block end", _structure),
)
