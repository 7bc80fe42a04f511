"""The shelf of saved games: where they lie, what they are called, which are unfinished."""

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from sitroom.journal.head import Head, heads
from sitroom.loader.roots import NO_HOME, home

_HOMELESS = "no home folder to save games in; name a folder for them in SITROOM_HOME"


@dataclass(frozen=True)
class Entry:
    """A saved game as the home screen lists it."""

    path: Path
    scenario: str
    people: tuple[str, ...]
    seed: int
    next: str
    moves: int

    @property
    def name(self) -> str:
        """Return what `sitroom resume` calls it."""
        return self.path.stem

    @property
    def over(self) -> bool:
        """Whether the game has been played to its end."""
        return self.next == "over"


def folder() -> Path:
    """Return the folder of saved games."""
    return home() / "games"


def new_path(scenario: str) -> Path:
    """Return a path for a new game of a scenario: the first free number. Raises JournalError."""
    from sitroom.journal.record import JournalError  # which the home screen has no need of

    number, place = 1, folder()
    if place.is_relative_to(NO_HOME):
        raise JournalError(f"there is {_HOMELESS}")
    while os.path.lexists(path := place / f"{scenario}-{number}.jsonl"):
        number += 1
    return path


def named(typed: str, scenario: str) -> Path:
    """Return the path that a person means by a name; a new one of the shelf for no name.

    Raises JournalError.
    """
    if not typed.strip():
        return new_path(scenario)
    try:
        path = Path(typed.strip()).expanduser()
    except RuntimeError:
        from sitroom.journal.record import JournalError

        raise JournalError(f"there is no home folder of that name: {typed.strip()}") from None
    return path if path.suffix == ".jsonl" else path.with_name(f"{path.name}.jsonl")


def called(path: Path) -> str:
    """Return what to call a game on the command line: its name, or its path if it lies elsewhere.

    The inverse of `find`.
    """
    return path.stem if path.parent == folder() else str(path)


def to_type(path: Path) -> str:
    """Return what to call a game in a command that is to be copied into a shell."""
    return shlex.quote(called(path))


def find(game: str) -> Path:
    """Return the path of a game given by name or path."""
    path = Path(game)
    if path.suffix == ".jsonl" or path.exists():
        return path
    return folder() / f"{game}.jsonl"


def entries() -> list[Entry]:
    """Return the saved games, last played first; a file that is no game is left out."""
    return [entry for one in heads(folder()) if (entry := _entry(one)) is not None]


def _entry(one: Head) -> Entry | None:
    if one.header is None:
        return None
    head = one.header
    return Entry(one.path, head.scenario, head.people, head.seed, one.next, one.moves)


def closed() -> str:
    """Return why nobody can look at the saved games, or "" where one can or there are none yet."""
    if folder().is_relative_to(NO_HOME):
        return f"There is {_HOMELESS}."
    try:
        next(folder().iterdir(), None)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"{folder()} can't be read: {error.strerror}."
    return ""
