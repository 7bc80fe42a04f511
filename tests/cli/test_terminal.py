"""Terminals with few letters, and ways in which Sitroom was installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sitroom.cli import table
from sitroom.cli.output import UsageError
from sitroom.files.extras import with_extra
from tests.command import MAIN
from tests.loader.world import MAIN as HARBOUR
from tests.loader.world import files, write

COMMANDS = (("run",), ("play", "--plain"), ("show",))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("encoding", [pytest.param("iso8859-1", marks=pytest.mark.slow), "ascii"])
def test_drawing_is_drawn_in_the_letters_that_there_are(
    tmp_path: Path, encoding: str, command: tuple[str, ...]
) -> None:
    path = write(tmp_path, files()) / HARBOUR
    name, *rest = command
    done = subprocess.run(
        [sys.executable, "-c", MAIN, name, str(path), *rest],
        capture_output=True, cwd=tmp_path, check=False, stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONIOENCODING": encoding, "SITROOM_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    out = (done.stdout + done.stderr).decode(encoding)
    assert "Traceback" not in out
    assert "\\u" not in out


class _Terminal:
    encoding = "iso8859-1"

    def isatty(self) -> bool:
        return True


def test_the_screen_names_plain_where_it_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, _Terminal())
    with pytest.raises(UsageError, match=r"iso8859-1.*--plain"):
        table.check_terminal()


@pytest.mark.parametrize(
    ("prefix", "begins"),
    [("/home/ann/.local/share/pipx/venvs/sitroom", "pipx install"), ("/home/ann/.venv", "pip install"),
     ("/home/ann/.local/share/uv/tools/sitroom", "uv tool install"), ("C:\\Users\\x\\pipx\\venvs\\sitroom", "pipx install")],
)  # fmt: skip
def test_an_extra_is_added_in_the_way_sitroom_was(
    monkeypatch: pytest.MonkeyPatch, prefix: str, begins: str
) -> None:
    monkeypatch.setattr(sys, "prefix", prefix)
    assert with_extra("class").startswith(begins)
    assert with_extra("class").endswith('"sitroom[class]"')
