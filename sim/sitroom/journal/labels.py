"""Saved games as people know them: titles and names instead of ids; throwing one away, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sitroom.engine.question_ids import decision_id
from sitroom.files import writing
from sitroom.journal import shelf
from sitroom.journal.head import Head, heads
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
    parent: str = ""  # the name of the game that it was forked from, or undone from


def oldest(games: Sequence[Label]) -> list[str]:
    """Return for each game the name of the oldest that it comes of; undoing, too, makes a new one."""
    above = {game.path.stem: game.parent for game in games}
    found = []
    for game in games:
        name, passed = game.path.stem, set[str]()
        while name not in passed and above.get(name):  # once round, whatever a file says
            passed.add(name)
            name = above[name]
        found.append(name)
    return found


def labels() -> list[Label]:
    """Return all saved games, last played first."""
    return [_label(one) for one in heads(shelf.folder())]


def _label(one: Head) -> Label:
    changed = one.changed / 1e9
    if one.header is None:
        return Label(one.path, changed, broken=True)
    files, scenario = one.header.content, one.header.scenario
    begun = f"{one.header.decision or ''} start"
    waits = begun if one.next == "start" else one.next
    decision = decision_id(waits.partition(" ")[0])
    return Label(
        one.path,
        changed,
        titles.scenario_title(files, scenario),
        tuple(titles.actor_name(files, scenario, seat) for seat in one.header.people),
        titles.decision_title(files, scenario, decision) if " " in waits and decision else "",
        one.moves,
        over=waits == "over",
        parent=(one.header.parent or "").rpartition("@")[0],
    )


def discard(path: Path) -> Path:
    """Move a saved game into the trash folder beside the games, and return where. Raises OSError."""
    folder, number = path.parent / "trash", 1
    there = folder / path.name
    while True:
        try:
            writing.move(path, there)
        except FileExistsError:
            number += 1
            there = folder / f"{path.stem}.{number}{path.suffix}"
        else:
            return there


def restore(trashed: Path, path: Path) -> Path:
    """Bring a saved game back from the trash to where it lay, or as near as is free.

    Raises OSError.
    """
    scenario = path.stem.rpartition("-")[0] or path.stem
    while True:
        try:
            writing.move(trashed, path)
        except FileExistsError:
            path = shelf.new_path(scenario)
        else:
            return path
