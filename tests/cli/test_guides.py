"""`sitroom help` opens the guides; `sitroom completion` completes in the shells themselves."""

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.command import ROOT, Sitroom

PAGES = {path.stem for path in (ROOT / "docs").rglob("*.md")} - {"README", "api"}


def test_help_lists_every_guide_and_opens_each_as_plain_text(sitroom: Sitroom) -> None:
    listed = sitroom("help").out
    assert {line.split()[0] for line in listed.splitlines() if line.startswith("  ")} == PAGES
    for topic in PAGES:
        page = sitroom("help", topic).out
        assert page.startswith("# ")
        assert "](" not in page.replace("](http", "")
        assert "\x1b" not in page


def test_help_knows_commands_and_says_which_guides_speak_of_a_word(sitroom: Sitroom) -> None:
    assert "usage: sitroom play" in sitroom("help", "play").out
    sitroom("help", "privacy").refused(2, "These speak of it", "teaching")
    sitroom("help", "stuides").refused(2, "Did you mean 'studies'?")


def test_help_goes_through_the_pager_on_a_terminal(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {tmp_path}/shown\n")
    pager.chmod(0o755)
    typed(sys.executable, "-m", "sitroom", "help", "rules", PAGER=str(pager), TERM="xterm")
    shown = (tmp_path / "shown").read_text("utf-8")
    assert "\x1b[" in shown
    assert "The facilitator" in shown


class TestShells:
    """In each shell: a command, an option, a scenario's name, a guide's."""

    LINES = (
        ("sitroom rep", "replay"),
        ("sitroom run --see", "--seed"),
        ("sitroom run cub", "cuba-1962"),
        ("sitroom help stu", "studies"),
    )

    @pytest.fixture
    def script(self, request: pytest.FixtureRequest, tmp_path: Path, sitroom: Sitroom) -> Path:
        shell = request.param
        if shutil.which(shell) is None:
            pytest.skip(f"needs {shell} on the PATH")
        path = tmp_path / "script"
        path.write_text(sitroom("completion", shell).out)
        return path

    @pytest.mark.slow
    @pytest.mark.parametrize("script", ["bash"], indirect=True)
    def test_bash(self, script: Path) -> None:
        rc = script.with_name("rc")
        rc.write_text(f". {script}\nPS1='ready> '\n")
        self.complete("bash", "--rcfile", str(rc), "-i")

    @pytest.mark.slow
    @pytest.mark.parametrize("script", ["zsh"], indirect=True)
    def test_zsh(self, script: Path) -> None:
        home = script.parent
        script.rename(home / "_sitroom")
        began = f"fpath=({home} $fpath)\nautoload -U compinit; compinit -u -D\nPS1='ready> '\n"
        (home / ".zshrc").write_text(began)
        self.complete("zsh", "-d", "-i", ZDOTDIR=str(home))

    @pytest.mark.slow
    @pytest.mark.parametrize("script", ["fish"], indirect=True)
    def test_fish(self, script: Path) -> None:
        for line, whole in self.LINES:
            told = subprocess.run(
                ["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"],
                capture_output=True, text=True, check=True, env=environment(),
            ).stdout  # fmt: skip
            assert whole in [one.split("\t")[0] for one in told.splitlines()], line

    def complete(self, *shell: str, **more: str) -> None:
        """Type each line with a Tab, have the shell say what it made of it, and read that."""
        keys = [*(f'{line}\t\x01echo "=\x05"\r' for line, _ in self.LINES), "exit\r"]
        said = typed(*shell, keys=keys, **more)
        for line, whole in self.LINES:
            assert f"\n={line.rpartition(' ')[0]} {whole}" in said.replace("\r", "\n"), said


def environment(**more: str) -> dict[str, str]:
    """Return one in which `sitroom` is the command of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "TERM": "dumb"} | more


def typed(*command: str, keys: Sequence[str] = (), **more: str) -> str:
    """Run a command on a terminal of its own; type a line whenever it says that it is ready."""
    pid, terminal = pytest.importorskip("pty").fork()
    if pid == 0:
        os.execvpe(command[0], command, environment(**more))
    said, waiting, ready = b"", list(keys), 0
    while select.select([terminal], [], [], 60)[0]:
        try:
            said += os.read(terminal, 65536)
        except OSError:  # it has ended
            break
        if waiting and said.count(b"ready> ") > ready:
            ready = said.count(b"ready> ")
            os.write(terminal, waiting.pop(0).encode())
    os.close(terminal)
    os.waitpid(pid, 0)
    return said.decode(errors="replace")
