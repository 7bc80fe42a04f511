"""Settings that every test shares."""

import gc
import os
import sqlite3
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.command import Sitroom
from tests.tui import quick

# Machines are noisy: nothing here is judged by time. The suite finds out whether something fails;
# "long" looks for new examples, and for the smallest that fails, which takes a minute each.
settings.register_profile(
    "suite",
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
    derandomize=True,
)
settings.register_profile(
    "long",
    parent=settings.get_profile("suite"),
    phases=tuple(Phase),
    max_examples=1000,
    derandomize=False,
)
settings.register_profile(  # a mutant is killed or not
    "mutants", parent=settings.get_profile("suite"), max_examples=4
)
settings.load_profile("suite")

# Compiled code is kept, whatever is said elsewhere: else each process of a test would compile the
# program, and all that it imports, again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """Take what is there before the first test for no garbage, nor look for some all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


class Closing(sqlite3.Connection):
    """A database that closes when nobody has it any more, as those of a class left by a crash.

    Nor does it wait for the disk: see `no_waste`.
    """

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        return super().execute(sql.replace("synchronous = FULL", "synchronous = OFF"), *rest)

    def __del__(self) -> None:
        self.close()


@pytest.fixture(autouse=True, scope="session")
def put_away() -> Iterator[None]:
    """Leave no database open: Python 3.13 warns of it."""
    with mock.patch("sqlite3.connect", partial(sqlite3.connect, factory=Closing)):
        yield


@pytest.fixture(autouse=True)
def no_waste(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test of the terminal waits longer than the app needs, nor any for the disk to have it all.

    What is killed are processes, and those wait as they do elsewhere; the power is never cut.
    """
    quick.install(monkeypatch)
    monkeypatch.setattr("os.fsync", lambda _: None)
    # Hindsight compares with as many games as it takes to tell small shares; that it does, a few
    # show as well.
    for module in ("mattered", "hindsight"):
        monkeypatch.setattr(f"sitroom.analysis.{module}.GAMES", 40)


@pytest.fixture(autouse=True, scope="session")
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what a test saves off the shelf of whoever runs it; `home` gives a shelf of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITROOM_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf of saved games that is this test's own, and a width to print at."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SITROOM_HOME", str(folder))
    monkeypatch.setenv("COLUMNS", "80")
    return folder


@pytest.fixture
def sitroom(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Sitroom:
    """The command line, in this process."""
    del home
    return Sitroom(capsys, monkeypatch)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is empty."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
