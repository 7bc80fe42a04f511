"""What nobody foresaw ends in a plain line, and a user without a home is served all the same."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitroom.cli import look
from tests.command import MAIN, ROOT, Done, Sitroom, squeezed
from tests.loader.world import files, write


def breaking(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the command `list` meet an error."""

    def list_(_: object) -> int:
        raise error

    monkeypatch.setattr(look, "list_", list_)


def test_an_unforeseen_error_is_told_in_a_line_and_the_details_kept(
    sitroom: Sitroom, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch, ZeroDivisionError("by \x1b[31mzero"))
    done = sitroom("list")
    done.refused(3, "by a mistake of its own: ZeroDivisionError: by [31mzero")
    assert f"Details: {home / 'crash.txt'}" in done.err
    assert "Traceback" in (home / "crash.txt").read_text("utf-8")


def test_the_details_go_elsewhere_where_the_users_folder_can_not_be_written(
    sitroom: Sitroom, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write_text("a file where the folder should be")
    breaking(monkeypatch, RecursionError("too deep"))
    done = sitroom("list")
    done.refused(3, "RecursionError: too deep")
    place = re.search(r"Details: (\S+)", done.err)
    assert place is not None
    assert "Traceback" in Path(place[1]).read_text("utf-8")
    Path(place[1]).unlink()


def test_too_little_memory_is_no_mistake_of_ours(
    sitroom: Sitroom, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch, MemoryError())
    sitroom("list").refused(1, "there is not memory enough")
    assert not (home / "crash.txt").exists()


def test_an_interrupt_ends_without_a_word(
    sitroom: Sitroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch, KeyboardInterrupt())
    done = sitroom("list")
    assert (done.code, done.out, done.err) == (130, "", "\n")


NOBODY = 54321  # a user without an entry
CAPABILITY = "+dac_read_search"  # this Python may lie where only its owner looks


def as_nobody(folder: Path, *arguments: str, stdin: str = "", code: str = MAIN) -> Done:
    """Run a command, or code, as a user without an entry and without HOME, in a folder that is theirs."""
    become = ["setpriv", f"--reuid={NOBODY}", "--clear-groups"]
    become += [f"--inh-caps={CAPABILITY}", f"--ambient-caps={CAPABILITY}"]
    kept = ("PATH", "LANG", "TMPDIR")
    free = {name: os.environ[name] for name in kept if name in os.environ}
    done = subprocess.run(
        [*become, sys.executable, "-W", "error", "-c", code, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**free, "PYTHONPATH": str(ROOT / "sim"), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A folder that a user without an entry may write to."""
    if not shutil.which("setpriv") or not hasattr(os, "geteuid") or os.geteuid():
        pytest.skip("only root can become a user without an entry")
    write(tmp_path, files())
    for folder in (tmp_path, tmp_path / "scenarios"):
        folder.chmod(0o777)
    return tmp_path


SERVED = {
    "list": 0,
    "check harbour": 0,
    "show mayor": 0,
    "evidence harbour": 0,
    "run harbour --seed 1": 0,
    "explain entry": 0,
    "try harbour --runs 20 --jobs 1": 0,
    "graph harbour": 0,
    "study harbour --runs 20 --jobs 1 --out mine": 0,
    "new scenario my-town": 0,
    "schema actor": 0,
    "resume --plain": 2,
    "resume nothing --plain": 2,
    "tree nothing": 2,
    "verify nothing": 2,
    "debrief nothing": 2,
    "fork nothing": 2,
    "class list": 0,
    "class pack harbour --format html": 0,
    "class compare nothing": 2,
    "class forget nothing": 2,
    "class host harbour --port 0": 2,
}
EACH = """
import contextlib, io, json, sys
from sitroom.cli import main
done = []
for line in sys.argv[1:]:
    told = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(told):
        try:
            code = main(line.split())
        except SystemExit as stop:
            code = stop.code
    done.append((line, code, told.getvalue()))
print(json.dumps(done))
"""


def test_a_user_without_a_home_is_served(theirs: Path) -> None:
    done = as_nobody(theirs, *SERVED, code=EACH)
    assert done.err == ""
    assert {line: code for line, code, _ in done.json} == SERVED, done.out
    for line, _, told in done.json:
        assert "Traceback" not in told, line
        assert len(told.splitlines()) <= 3, line
    assert not [path for path in theirs.iterdir() if path.name.startswith("~")]


def test_a_user_without_a_home_plays_and_saves_where_they_say(theirs: Path) -> None:
    begin = ("play", "harbour", "--plain", "--seat", "mayor", "--decision", "entry")
    done = as_nobody(theirs, *begin, stdin="p\nc\n\nc\n~nobody-here/x\nc\nmine\nq\n")
    assert done.code == 0, done
    assert "no home folder to save games in; name a folder for them in SITROOM_HOME" in squeezed(
        done.out
    )
    assert (theirs / "mine.jsonl").exists()
    assert as_nobody(theirs, "verify", "mine.jsonl").code == 0
