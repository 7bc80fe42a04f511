"""Saved games as people know them: titles and names instead of ids; throwing one away, and back."""

import json
from dataclasses import dataclass
from pathlib import Path

from sitroom.journal import shelf
from sitroom.loader import titles


@dataclass(frozen=True)
class Label:
    """A saved game in words. A file that can't be read as one has only a path and `broken`."""

    path: Path
    changed: float  # when it was played last, seconds of the file's time
    scenario: str = ""
    people: tuple[str, ...] = ()
    decision: str = ""  # the one at hand, "" when the game is over or has not begun
    moves: int = 0
    over: bool = False
    broken: bool = False


def labels() -> list[Label]:
    """Return all saved games, last played first."""
    try:
        found = [_label(path) for path in sorted(shelf.folder().glob("*.jsonl"))]
    except OSError:
        return []
    return sorted(found, key=lambda label: -label.changed)


def _label(path: Path) -> Label:
    """Read only the first and last line: the whole is checked when the game is opened."""
    changed = 0.0
    try:
        changed = path.stat().st_mtime
        head, *rest = path.read_bytes().split(b"\n")
        header, whole = json.loads(head), [line for line in rest[:-1] if line]
        waits = str(json.loads(whole[-1])["next"]) if whole else f"{header['decision'] or ''} start"
        files, scenario = dict(header["content"]), str(header["scenario"])
        decision = waits.partition(" ")[0].removesuffix(".answer")
        return Label(
            path,
            changed,
            titles.scenario_title(files, scenario),
            tuple(titles.actor_name(files, scenario, str(seat)) for seat in header["people"]),
            titles.decision_title(files, scenario, decision) if " " in waits and decision else "",
            len(whole),
            over=waits == "over",
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return Label(path, changed, broken=True)


def discard(path: Path) -> Path:
    """Move a saved game into the trash folder beside the games, and return where. Raises OSError."""
    folder = path.parent / "trash"
    folder.mkdir(exist_ok=True)
    number, there = 1, folder / path.name
    while there.exists():
        number += 1
        there = folder / f"{path.stem}.{number}{path.suffix}"
    return path.rename(there)


def restore(trashed: Path, path: Path) -> Path:
    """Bring a saved game back from the trash to where it lay, or as near as is free."""
    if path.exists():
        path = shelf.new_path(path.stem.rpartition("-")[0] or path.stem)
    return trashed.rename(path)
