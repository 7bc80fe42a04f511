"""Files in an older format brought up to date, by edits of the text that keep everything else."""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitroom.files import reading, writing
from sitroom.loader.folders import real, yaml_files
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import Node, child, plain, problem_at
from sitroom.scenario.problems import ContentError, Problem, quoted

CURRENT = 1
_FOLDERS = ("decisions", "actors", "scenarios")
_BOM = "\ufeff"
_NEW = "# New in the second theory, and not in use here until it is written:"
_NOTE = (
    _NEW,
    "#   reads: {INDICATOR: 0.3}         in a concern: the indicator informs what actors believe",
    "#   between: [20, 40]               in a position: where it may lie; so weight_between and",
    "#                                   belief_between in an actor's concern",
    "#   otherwise: OPTION               in a rule: what it comes to where they do not agree",
    "#   model: {half_life: 180, foresight: 0.8, provocation: 0.8, counsel: 0.3, credit: 0.5,",
    "#           repeated: 0.8}          are used if left out; 0 (repeated: 1) turns one off",
    "# Each is described in docs/reference/keys.md. These lines may be deleted but for the first.",
)


@dataclass(frozen=True, slots=True)
class Change:
    """A file and what its text is to become."""

    path: Path
    old: str
    new: str

    def diff(self) -> Iterator[str]:
        """Return the lines of a unified diff, without line ends."""
        old, new = (text.removeprefix(_BOM).splitlines() for text in (self.old, self.new))
        name = str(self.path)
        return difflib.unified_diff(old, new, name, name, lineterm="")


def content_files(path: Path) -> list[Path]:
    """Return the files of content at a path: a file, a scenario's folder, or a content root."""
    if path.is_file():
        return [path]
    homes = [path, *(home for home in sorted(path.glob("scenarios/*")) if home.is_dir())]
    found = yaml_files(path) if real(path).name in _FOLDERS else []
    for home in homes:
        found += [file for file in yaml_files(home) if file.stem == "scenario"]
        for folder in _FOLDERS:
            found += yaml_files(home / folder)
    return [file for file in dict.fromkeys(found) if not file.is_symlink()]


def changes(paths: list[Path]) -> list[Change]:
    """Return what has to be changed for all these files to be in the format of today.

    Raises:
        ContentError: some can't be read, or are in a newer format; with all such mistakes.
        OSError: a file can't be read.
    """
    found: list[Change] = []
    problems: list[Problem] = []
    for path in paths:
        old = reading.read_bytes(path).decode("utf-8", errors="replace")
        try:
            new = _brought_up(str(path), old)
        except ContentError as error:
            problems += error.problems
        else:
            found += [Change(path, old, new)] if new != old else []
    if problems:
        raise ContentError(problems)
    return found


def apply(change: Change) -> Path:
    """Change a file at once, and return the copy of its old form beside it."""
    number = 1
    while True:
        copy = change.path.with_name(f"{change.path.name}.bak{number if number > 1 else ''}")
        try:
            writing.create(copy, change.old.encode())
            break
        except FileExistsError:
            number += 1
    writing.replace(change.path, change.new.encode())
    return copy


def _brought_up(file: str, text: str) -> str:
    """Return the text in the format of today."""
    while (number := _format(file, tree := read_tree(file, text))) < CURRENT:
        text = _UPGRADES[number](file, text, tree)
    text = _without_goals(file, text, tree)
    return _with_note(file, text, tree)


def _format(file: str, tree: Node) -> int:
    """Return the format that a file says it is in; 0 if it says nothing, as before the first release."""
    if not isinstance(tree.value, dict):
        raise ContentError(
            [Problem(file, 1, 1, "S003", "error", "the file must be keys with values")]
        )
    said = child(tree, "format")
    if said is None:
        return 0
    words = str(said.value)
    if words in map(str, range(1, CURRENT + 1)):
        return int(words)
    newer = words.isascii() and words.isdigit() and words.strip("0") > ""
    message = f"this file says format {quoted(words)}, and this program reads format {CURRENT}"
    help_line = "A newer Sitroom may read it." if newer else f"Write format: {CURRENT}."
    raise ContentError([problem_at(tree, ("format",), "S011", message, help_line)])


def _say_format(file: str, text: str, tree: Node) -> str:
    """From 0 to 1: the file says its format, above its first key."""
    lines = text.splitlines(keepends=True)
    at = tree.at.line - 1
    start = lines[at][(at == 0 and text.startswith(_BOM)) :]
    if start.lstrip(" -").startswith("{"):
        words = "'format: 1' can't be put into a file that is all in braces"
        raise ContentError(
            [Problem(file, tree.at.line, tree.at.column, "S003", "error", words, "Add it by hand.")]
        )
    end = "\r\n" if lines[at].endswith("\r\n") else "\n"
    mark = lines[at][: len(lines[at]) - len(start)]
    indent = " " * (tree.at.column - 1)
    lines[at] = f"{mark}{indent}format: {CURRENT}{end}{start}"
    new = "".join(lines)
    assert plain(read_tree(file, new)) == {"format": str(CURRENT), **_keys(tree)}
    return new


def _without_goals(file: str, text: str, tree: Node) -> str:
    """Take away the `goals` of an actor, which nothing reads any more."""
    goals, whole = child(tree, "goals"), _keys(tree)
    if goals is None or goals.key is None or child(tree, "concerns") is None:
        return text
    lines = text.splitlines(keepends=True)
    first = goals.key.line - 1
    last = next(
        (
            i
            for i in range(first + 1, len(lines))
            if not lines[i].startswith((" ", "\t", "\n", "\r"))
        ),
        len(lines),
    )
    new = "".join([*lines[:first], *lines[last:]])
    same = {key: value for key, value in whole.items() if key != "goals"}
    return new if plain(read_tree(file, new)) == same else text


def _with_note(file: str, text: str, tree: Node) -> str:
    """Say at the end of a scenario that uses none of it, once and in comments, what is new."""
    whole = plain(tree)
    if not isinstance(whole, dict) or not {"concerns", "indicators"} <= whole.keys():
        return text
    told = text.removeprefix(_BOM)
    concerns = whole["concerns"]
    if _NEW in told or not isinstance(concerns, dict) or "model" in whole:
        return text
    if any(isinstance(one, dict) and "reads" in one for one in concerns.values()):
        return text
    end = "\r\n" if "\r\n" in text else "\n"
    new = text + ("" if text.endswith("\n") else end) + "".join(line + end for line in _NOTE)
    return new if plain(read_tree(file, new)) == plain(read_tree(file, text)) else text


def _keys(tree: Node) -> dict[str, object]:
    whole = plain(tree)
    assert isinstance(whole, dict)
    return whole


_UPGRADES: dict[int, Callable[[str, str, Node], str]] = {0: _say_format}
