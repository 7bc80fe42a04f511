"""What every test of a class leaves behind is put away: Python 3.13 warns of what is not."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def put_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close all databases at the end, also those of a class that was left as by a crash."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def noted(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", noted)
    yield
    for one in opened:
        one.close()
