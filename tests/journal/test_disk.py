"""Full disks, folders that can't be written, and two programs at one game."""

import errno
import itertools
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from sitroom.engine.moves import FreeLine, Pass
from sitroom.journal import record
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from tests.command import ROOT, Sitroom, apart, squeezed
from tests.journal.games import harbour, played, stand_in
from tests.loader.world import MAIN, files, write


class Failing:
    """Stands in for `os`: the disk takes half of a write and then no more, from some call on."""

    def __init__(self, at: int, last: int) -> None:
        self.calls = itertools.count()
        self.failing = range(at, last)

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in ("write", "fsync", "truncate", "link"):
            return real

        def call(*arguments: Any) -> Any:
            if next(self.calls) not in self.failing:
                return real(*arguments)
            if name == "write":
                real(arguments[0], arguments[1][: len(arguments[1]) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")

        return call


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "games" / "harbour-1.jsonl"


@pytest.mark.parametrize("length", [1, 2, 3, 99])
def test_a_disk_full_at_any_moment_takes_no_move_and_breaks_none(
    path: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    whole = played(None)
    for at in range(5):
        path.unlink(missing_ok=True)
        session = played(path, 3)
        with monkeypatch.context() as full:
            stand_in(full, Failing(at, at + length))
            told = ""
            try:
                session.computer_move()
            except JournalError as error:
                told = str(error)
        assert ("No space left on device" in told) is (at < 2)  # a move is a write and an fsync
        assert len(session.records) == 3 + (not told)
        while not session.over:
            session.computer_move()
        assert session.events == whole.events
        assert Session.resume(path, harbour()).events == whole.events
        assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_what_is_left_of_a_long_line_does_not_stand_behind_a_short_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = played(path, 0)
    with monkeypatch.context() as full:
        stand_in(full, Failing(0, 2))  # nor can the part be taken away again
        with pytest.raises(JournalError, match="No space left"):
            session.play(FreeLine("mayor", "long " * 99, "trade", 1.0))
    assert record.read(path).torn
    session.play(Pass("mayor"))
    assert record.read(path).torn == b""
    assert Session.resume(path, harbour()).moves == [Pass("mayor")]


def test_a_disk_full_as_a_game_begins_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(2):
        with monkeypatch.context() as full:
            stand_in(full, Failing(at, 99))
            with pytest.raises(JournalError, match=r"can't be saved at .*No space left"):
                played(path, 1)
        assert list(path.parent.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="sizes are not limited there")
def test_a_file_that_may_not_grow_keeps_its_moves(path: Path) -> None:
    """The system itself takes a part of each line, as a disk does that fills up."""
    code = """
import resource, sys
from pathlib import Path
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
path = Path(sys.argv[1])
session = Session.resume(path)
before = path.read_bytes()
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
for room in (0, 1, 7, 60, 100):
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, hard))
    try:
        session.computer_move()
    except JournalError as error:
        assert "File too large" in str(error), error
    else:
        raise AssertionError(room)
    assert path.read_bytes() == before
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
session.computer_move()
print(len(session.records))
"""
    played(path, 2)
    done = apart(code, str(path))
    assert (done.code, done.out, done.err) == (0, "3\n", "")
    assert len(record.read(path).records) == 3


def test_a_disk_without_links_serves_as_well(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    session = played(path, 3)
    assert Session.resume(path, harbour()).events == session.events
    with pytest.raises(JournalError, match="there is a saved game at"):
        played(path)
    assert len(record.read(path).records) == 3


def test_a_new_game_never_takes_the_place_of_another(path: Path) -> None:
    session = played(path, 3)
    with pytest.raises(JournalError, match="there is a saved game at"):
        played(path)
    assert Session.resume(path, harbour()).events == session.events


HOLDS = """
import sys
from pathlib import Path
from sitroom.journal.session import Session
session = Session.resume(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def elsewhere(path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Another program that plays the game."""
    played(path, 3)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        yield other


def test_a_second_program_is_told_that_the_game_is_being_played(
    elsewhere: "subprocess.Popen[bytes]", path: Path, sitroom: Sitroom
) -> None:
    raw = path.read_bytes()
    sitroom("resume", str(path), "--plain").refused(
        1, "is being played by another program", f"sitroom fork {path}"
    )
    assert sitroom("fork", str(path), "--at", "2").code == 0
    assert "valid: 3 moves" in sitroom("verify", str(path)).out
    assert path.read_bytes() == raw
    elsewhere.communicate()
    assert sitroom("resume", str(path), "--plain").code == 0


def test_a_program_that_was_killed_does_not_keep_the_game(
    elsewhere: "subprocess.Popen[bytes]", path: Path
) -> None:
    elsewhere.kill()
    elsewhere.communicate()
    assert len(Session.resume(path, harbour()).records) == 3


def test_a_game_changed_by_another_program_takes_no_move_more(path: Path) -> None:
    session = played(path, 3)
    raw = path.read_bytes()
    for other in (raw[:-1], raw + b"x"):
        path.write_bytes(other)
        with pytest.raises(JournalError, match="has been changed by another program"):
            session.computer_move()
        assert path.read_bytes() == other


def test_a_shelf_that_can_not_be_written_is_told_and_the_game_can_be_saved_elsewhere(
    sitroom: Sitroom, home: Path, tmp_path: Path
) -> None:
    home.write_text("a file where the folder should be")
    scenario = str(write(tmp_path / "content", files()) / MAIN)
    begin = ("play", scenario, "--plain", "--seat", "mayor", "--decision", "entry")
    done = sitroom(*begin, replies=("q",))
    assert (done.code, done.err) == (0, "")
    assert "can't be saved" in squeezed(done.out)
    assert "This game is not saved" in squeezed(done.out)
    done = sitroom(*begin, replies=("p", "c", str(tmp_path / "elsewhere"), "p", "q"))
    assert "the game goes on there" in squeezed(done.out)
    assert f"sitroom resume {tmp_path / 'elsewhere.jsonl'} --plain" in squeezed(done.out)
    saved = record.read(tmp_path / "elsewhere.jsonl")
    assert len([entry for entry in saved.records if "mayor" in repr(entry.move)]) == 2


@pytest.mark.skipif(platform.system() == "Windows", reason="there is always a home there")
def test_without_a_home_the_game_goes_on_unsaved(
    sitroom: Sitroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    monkeypatch.delenv("SITROOM_HOME")
    nowhere = Path("~/.local/share/sitroom")  # what is found where a user has no home
    monkeypatch.setattr(platformdirs, "user_data_path", lambda _: nowhere)
    scenario = str(write(tmp_path / "content", files()) / MAIN)
    done = sitroom("play", scenario, "--plain", "--seat", "mayor", "--decision", "entry")
    assert (done.code, done.err) == (0, "")
    assert "no home folder" in squeezed(done.out)
    assert list(here.iterdir()) == []
