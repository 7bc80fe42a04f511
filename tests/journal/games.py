"""Games of the harbour, and their files taken apart and put together again."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sitroom.files import writing
from sitroom.journal import disk, record
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, prepare
from tests.loader.world import files

Body = dict[str, Any]


@cache
def harbour() -> Loaded:
    """Return the small scenario, compiled once."""
    return prepare(files())


def played(path: Path | None, moves: int = 99, people: tuple[str, ...] = ("mayor",)) -> Session:
    """Play the harbour by computer for some moves, on record."""
    session = Session(harbour(), 5, people, path=path)
    while not session.over and len(session.records) < moves:
        session.computer_move()
    return session


def altered(path: Path, change: Callable[[list[Body]], None]) -> None:
    """Change what a journal says, header first, and seal every line anew as a forger would."""
    bodies = [json.loads(line) for line in path.read_bytes().splitlines()]
    for body in bodies:
        del body["hash"]
    change(bodies)
    lines, before = [], ""
    for body in bodies:
        line, before = record._line(body, before)
        lines.append(line)
    path.write_bytes(b"".join(lines))


def stand_in(monkeypatch: pytest.MonkeyPatch, system: object) -> None:
    """Let all that writes journals ask something else than the system."""
    for module in (disk, writing):
        monkeypatch.setattr(module, "os", system)
