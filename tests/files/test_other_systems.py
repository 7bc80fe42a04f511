"""What other systems lack or tell apart differently, as far as it can be had here."""

import ntpath
import os
import sys
from pathlib import Path

import pytest

from sitroom.files import writing
from sitroom.files.writing import UnwritableError
from tests.command import Sitroom, apart
from tests.loader.world import files, write

# What Python has on Linux and macOS alone; Windows has none of it.
BARE = """
import sys
sys.modules.update(dict.fromkeys(("fcntl", "termios", "tty", "pty", "resource", "pwd", "grp")))
from sitroom.cli import main
code = 0
for line in sys.argv[1:]:
    code = code or main(line.split())
sys.exit(code)
"""


@pytest.mark.slow
def test_a_game_is_saved_and_verified_where_posix_is_missing(home: Path) -> None:
    done = apart(
        BARE,
        "play cuba-1962 --plain --seat joint-chiefs --seed 3",
        "verify cuba-1962-1",
        f"study cuba-1962 --runs 4 --jobs 2 --out {home}/study",
        "completion bash",
        "class list",
        stdin=b"1\n1\n",
        SITROOM_HOME=str(home),
    )
    assert (done.code, "Traceback" in done.err) == (0, False), done.err
    assert (home / "games" / "cuba-1962-1.jsonl").exists()


@pytest.mark.parametrize(
    "name", ["con", "NUL.jsonl", "com1", "lpt9.html", "aux.tar.gz", "PRN .txt", "com\u00b2"]
)
def test_a_device_of_windows_is_the_name_of_nothing_new(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnwritableError, match="on Windows"):
        writing.create(tmp_path / name, b"")
    with pytest.raises(UnwritableError, match="on Windows"):
        writing.create_folder(tmp_path / "pack", {f"actors/{name}": ""})
    assert not list(tmp_path.iterdir())
    if sys.version_info >= (3, 13):
        assert ntpath.isreserved(name)


@pytest.mark.parametrize("name", ["consul", "nullity.yaml", "com", "com10", "auxiliary", "a.con"])
def test_a_name_that_only_begins_like_one_is_taken(name: str, tmp_path: Path) -> None:
    writing.create(tmp_path / name, b"here")
    assert (tmp_path / name).read_bytes() == b"here"


def test_commands_name_the_device_and_leave_nothing(
    sitroom: Sitroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sitroom("new", "scenario", "aux").refused(1, "on Windows 'aux' is a device")
    sitroom("class", "host", "cuba-1962", "--name", "con").refused(2, "a device")
    assert not list(tmp_path.rglob("*.yaml"))


def test_names_that_differ_in_case_alone_are_not_unpacked_over_each_other(tmp_path: Path) -> None:
    with pytest.raises(UnwritableError, match="can't tell the names"):
        writing.create_folder(tmp_path / "pack", {"actors/Mayor.yaml": "", "actors/mayor.yaml": ""})
    assert not list(tmp_path.iterdir())


def test_lines_may_end_as_on_windows_and_the_game_is_the_same(
    sitroom: Sitroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = []
    for ending in ("\n", "\r\n"):
        folder = tmp_path / f"ends{len(ending)}"
        for path in write(folder, files()).rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text, encoding="utf-8", newline=ending)
        monkeypatch.chdir(folder)
        played.append(sitroom("run", "harbour", "--json").out)
    assert played[0] == played[1]
    assert sitroom("rename", "actor", "mayor", "head", "--in", "harbour", "--write").code == 0
    for path in folder.rglob("*.yaml"):
        data = path.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n"), path


def test_a_file_that_somebody_looks_into_is_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace what is open; virus scanners open whatever is new."""
    path, real, busy = tmp_path / "config.toml", Path.replace, [True, True]

    def replace(self: Path, target: Path) -> Path:
        if busy:
            busy.pop()
            raise PermissionError(13, "the process cannot access the file", os.fspath(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(writing, "WAITS", 3)
    writing.replace(path, b"new")
    assert path.read_bytes() == b"new"
