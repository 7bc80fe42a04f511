"""Files that are nearly what, or where, a scenario looks for.

A file's name is what others find it by, and the system that it was saved on often changed it: hid
its end, numbered a copy, put a space or another script's letter in.
"""

import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sitroom.loader.folders import ENDINGS, obstacle, real
from sitroom.scenario.lookalikes import latin, strange_letter
from sitroom.scenario.problems import Problem, as_id, did_you_mean, quoted

_FOLDERS = ("actors", "decisions")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_END = re.compile(
    r"(?:\.(?:ya?ml|txt|text|md|docx?|rtf|json|bak|orig|old|download))+$", re.IGNORECASE
)
_COPY = re.compile(
    r"[ _-]*(?:\(\d+\)|\[\d+\]|[-_ ]\d|[-_ (]+(?:copy|kopie|copie|copia|final|new|v\d+)(?: *\(?\d+\)?)?\)?)$"
    r"|^(?:copy of|copie de|kopie von|copia de) +",
    re.IGNORECASE,
)  # fmt: skip
_SAYS = re.compile(r"^id *: *(['\"]?)([a-z0-9-]+)\1 *(?:#.*)?\r?$", re.MULTILINE)
_MISSED = re.compile(r"there is no (?:file 'decisions/(.+?)\.yaml'|actor '(.+?)')")
_NO_DECISION = re.compile(r"there is no (?:earlier )?decision '([^'.]+)(?:\.answer)?'")
_MOST = 2000  # files of one folder that are looked at: a hostile one has no end


def is_id(name: str) -> bool:
    """Return whether a name of a file can be that of a decision or actor."""
    return len(name) <= 40 and _ID.fullmatch(name) is not None


def meant(name: str) -> str:
    """Return the id that the name of a file was likely meant to be, its end left out; maybe empty."""
    stem = _END.sub("", name)
    return as_id(stem if is_id(latin(stem)) else _COPY.sub("", stem))


def misnamed(files: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the ids that files, by stem and full name, may stand for in truth, with the stem."""
    found: dict[str, str] = {}
    for stem in files:
        if not is_id(stem):
            found.setdefault(meant(stem), stem)
    for stem, file in files.items():
        said = _SAYS.search(texts[file])
        if said:
            found.setdefault(said[2], stem)
    return found


def rename(file: str, wanted: str) -> Problem:
    """Return the problem that a file, looked for by the name of an id, has another."""
    name = Path(file).name
    words = f"this file is looked for as '{wanted}.yaml', and is called {quoted(name)}"
    letter = strange_letter(_END.sub("", name))
    help_line = f"Rename it to '{wanted}.yaml'."
    if letter:
        help_line = f"{letter[0].upper()}{letter[1:]}. {help_line}"
    elif not name.endswith(ENDINGS):
        help_line += " Some systems hide the end of a name."
    return Problem(file, 1, 1, "S125", "error", words, help_line)


def stray(file: str, known: Container[str]) -> Problem:
    """Return the warning that a file, whose name is no id, is not read; `known` are ids beside it."""
    words = "this file is no part of the scenario, and is not read"
    better = meant(Path(file).name)
    if better in known:
        help_line = f"Is it a copy of '{better}.yaml'? Then delete one of the two."
    elif better:
        help_line = f"If it should be read, rename it to '{better}.yaml'."
    else:
        help_line = "If it should be read, name it in small letters, digits and hyphens."
    return Problem(file, 1, 1, "S123", "warning", words, help_line)


def astray(home: Path | None, roots: Iterable[Path]) -> dict[str, Problem]:
    """Return what is wrong with files that might be looked for, by folder and name in a bundle.

    Args:
        home: the scenario's folder, if it has one.
        roots: the content roots whose actors it may seat.
    """
    found: dict[str, Problem] = {}
    places = [(root / "actors", root) for root in roots]
    places += [(home / folder, home) for folder in _FOLDERS] if home else []
    for folder, edge in reversed(places):  # a scenario's own come before shared ones
        for path in _entries(folder):
            name = meant(path.name)
            problem = _wrong(path, edge, name)
            if name and problem:
                found.setdefault(f"{folder.name}/{name}.yaml", problem)
    for path in _elsewhere(home) if home else ():
        for folder_name in _FOLDERS:
            name = f"{folder_name}/{meant(path.name)}.yaml"
            words = f"this file is looked for as '{name}'"
            problem = Problem(str(path), 1, 1, "S125", "error", words, "Move it there.")
            found.setdefault(name, problem)
    return found


def instead(problem: Problem, strays: Mapping[str, Problem]) -> Problem:
    """Return a problem that something is missing, or what is wrong with the file that it is in."""
    match = _MISSED.match(problem.message) if problem.code in ("S118", "S201") else None
    if match is None:
        return problem
    name = f"decisions/{match[1]}.yaml" if match[1] else f"actors/{match[2]}.yaml"
    return strays.get(name, problem)


def _wrong(path: Path, edge: Path, name: str) -> Problem | None:
    """Return what keeps an entry of a folder from being read under a name; None if nothing does."""
    if not real(path).is_relative_to(real(edge)):
        words = "this link leads out of its folder, and is not followed"
        return Problem(str(path), 1, 1, "S117", "error", words, "Put a copy of the file here.")
    said = obstacle(path)
    if said is not None:
        if path.suffix not in ENDINGS:
            return None
        help_line = "Delete it, or put a file in its place."
        return Problem(str(path), 1, 1, "S124", "error", said, help_line)
    if path.suffix in ENDINGS:
        return None  # it is read, and what its name lacks is seen then
    return rename(str(path), name)


def _entries(folder: Path) -> Iterator[Path]:
    try:
        found = sorted(folder.iterdir())[:_MOST]
    except OSError:  # not there, or told where it is read
        return
    yield from (path for path in found if not path.name.startswith("."))


def _elsewhere(home: Path) -> Iterator[Path]:
    """Yield YAML files at some other place in a scenario's folder."""
    count = 0
    for at, inner, files in os.walk(home):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        right = Path(at).parent == home and Path(at).name in _FOLDERS
        for name in () if right else sorted(files):
            count += 1
            if count > _MOST:
                return
            if name.endswith(ENDINGS) and Path(at, name) != home / "scenario.yaml":
                path = Path(at, name)
                if obstacle(path) is None and real(path).is_relative_to(real(home)):
                    yield path


def listing(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems; of a decision that is missed and not listed that its file is there."""
    every = list(problems)
    unlisted = {Path(one.file).stem for one in every if one.code == "S311"}
    for one in every:
        said = _NO_DECISION.match(one.message)
        name = said[1] if said else None
        hint = f"'decisions/{name}.yaml' is there: list it under 'decisions' in scenario.yaml."
        yield replace(one, suggestion=hint) if name in unlisted else one


def unseated(file: str, name: str) -> Problem:
    """Return that an actor of a scenario's own sits at none of its tables."""
    words = f"no table seats the actor {quoted(name)}"
    help_line = "Add it under 'table' of a decision, or delete the file."
    return Problem(file, 1, 1, "S319", "warning", words, help_line)


def no_id(name: str) -> tuple[str, str | None]:
    """Return that a name is no id, and what would be one."""
    words = f"{quoted(name)} is not an id: use small letters, digits and hyphens, at most 40"
    better = meant(name)
    return words, f"Write '{better}', and rename the file to '{better}.yaml'." if better else None


def no_decision(name: str, files: Iterable[str] | None) -> tuple[str, str | None]:
    """Return that a decision listed is not there, and the help; `files` are None in a single file."""
    if files is None:
        words = "a scenario in a single file holds its decisions itself"
        return words, "Write the keys of the decision here."
    words = f"there is no file {quoted(f'decisions/{name}.yaml')}"
    return words, did_you_mean(name, filter(is_id, files))
