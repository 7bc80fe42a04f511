"""Files that are not what, or not where, they seem: each is told once, where it is, and how to mend it."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitroom.authoring.survey import survey
from sitroom.authoring.watch import Watch
from sitroom.cli.output import content_of
from sitroom.loader.astray import meant
from sitroom.scenario.problems import ContentError
from tests.command import Sitroom
from tests.loader.world import folder_files, write

HOME = "scenarios/harbour"
DECISION = f"{HOME}/decisions/entry.yaml"
PORT = "actors/port.yaml"

Change = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    text = folder_files()
    del text["actors/bystander.yaml"]
    write(tmp_path, text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def link(name: str, to: str) -> Change:
    def change(root: Path) -> None:
        path = root / name
        path.unlink(missing_ok=True)
        path.parent.mkdir(exist_ok=True)
        path.symlink_to(to)

    return change


def pipe(name: str) -> Change:
    def change(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        os.mkfifo(root / name)

    return change


def folder(name: str) -> Change:
    def change(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        (root / name).mkdir()

    return change


def moved(old: str, new: str) -> Change:
    def change(root: Path) -> None:
        path = root / new
        path.parent.mkdir(exist_ok=True)
        (root / old).rename(path)

    return change


def holds(name: str, data: bytes) -> Change:
    def change(root: Path) -> None:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(data)

    return change


def recoded(name: str, encoding: str) -> Change:
    return lambda root: (root / name).write_bytes((root / name).read_text().encode(encoding))


def said(name: str, old: str, new: str) -> Change:
    return lambda root: (root / name).write_text((root / name).read_text().replace(old, new, 1))


# What is done to the files; the file that is named, the code, and words of the message or its help.
TOLD: dict[str, tuple[Change, str, str, str]] = {
    "a link to itself": (link(DECISION, "entry.yaml"), DECISION, "S124", "in a circle"),
    "a link to itself that nothing lists": (
        link(f"{HOME}/decisions/loop.yaml", "loop.yaml"), f"{HOME}/decisions/loop.yaml", "S124", "in a circle"),
    "a link to itself among own actors": (
        link(f"{HOME}/actors/x.yaml", "x.yaml"), f"{HOME}/actors/x.yaml", "S124", "in a circle"),
    "a link to itself among shared actors": (link("actors/x.yaml", "x.yaml"), "actors/x.yaml", "S124", "in a circle"),
    "a link to itself for an actor at the table": (link(PORT, "port.yaml"), PORT, "S124", "in a circle"),
    "a link to itself for the scenario": (
        link(f"{HOME}/scenario.yaml", "scenario.yaml"), f"{HOME}/scenario.yaml", "S124", "in a circle"),
    "a link to itself among scenarios": (link("scenarios/x", "x"), "scenarios/x", "S124", "in a circle"),
    "a link to nothing": (link(DECISION, "gone.yaml"), DECISION, "S124", "leads to nothing"),
    "a link to nothing for an actor": (link(PORT, "gone.yaml"), PORT, "S124", "leads to nothing"),
    "a link out": (link(DECISION, "/dev/zero"), DECISION, "S117", "leads out"),
    "a link out for an actor": (link(PORT, "/dev/zero"), PORT, "S117", "leads out"),
    "a pipe": (pipe(DECISION), DECISION, "S124", "is a pipe"),
    "a pipe that nothing lists": (pipe(f"{HOME}/decisions/x.yaml"), f"{HOME}/decisions/x.yaml", "S124", "is a pipe"),
    "a pipe for an actor": (pipe(PORT), PORT, "S124", "is a pipe"),
    "a pipe for the scenario": (pipe(f"{HOME}/scenario.yaml"), f"{HOME}/scenario.yaml", "S124", "is a pipe"),
    "a folder with the name of a file": (folder(DECISION), DECISION, "S124", "is a folder"),
    "a folder for an actor": (folder(PORT), PORT, "S124", "is a folder"),
    "notes": (holds(f"{HOME}/decisions/My notes.yaml", b""), f"{HOME}/decisions/My notes.yaml", "S123", "my-notes.yaml"),
    "notes that are no YAML": (
        holds(f"{HOME}/decisions/To do!.yaml", b": : ["), f"{HOME}/decisions/To do!.yaml", "S123", "to-do.yaml"),
    "notes among own actors": (holds(f"{HOME}/actors/My notes.yaml", b""), f"{HOME}/actors/My notes.yaml", "S123", "my-notes"),
    "notes among shared actors": (holds("actors/My notes.yaml", b"\0"), "actors/My notes.yaml", "S123", "my-notes.yaml"),
    "a name without a letter": (holds("actors/___.yaml", b""), "actors/___.yaml", "S123", "small letters"),
    "a copy beside the file": (
        holds(f"{HOME}/decisions/entry (1).yaml", b"id: entry\n"), f"{HOME}/decisions/entry (1).yaml", "S123", "a copy of 'entry.yaml'"),
    "a name with a space": (moved(DECISION, f"{HOME}/decisions/En try.yaml"), f"{HOME}/decisions/En try.yaml", "S125", "'entry.yaml'"),
    "a capital letter": (moved(DECISION, f"{HOME}/decisions/Entry.yaml"), f"{HOME}/decisions/Entry.yaml", "S125", "'entry.yaml'"),
    "a download": (moved(DECISION, f"{HOME}/decisions/entry (1).yaml"), f"{HOME}/decisions/entry (1).yaml", "S125", "'entry.yaml'"),
    "another end": (moved(DECISION, f"{DECISION}.txt"), f"{DECISION}.txt", "S125", "hide the end"),
    "an end in capitals": (moved(DECISION, f"{HOME}/decisions/entry.YAML"), f"{HOME}/decisions/entry.YAML", "S125", "'entry.yaml'"),
    "only another end": (moved(DECISION, f"{HOME}/decisions/entry.txt"), f"{HOME}/decisions/entry.txt", "S125", "hide the end"),
    "a letter of another script": (
        moved(DECISION, f"{HOME}/decisions/\u0435ntry.yaml"), f"{HOME}/decisions/\u0435ntry.yaml", "S125", "is a Cyrillic letter"),
    "a misspelt file": (moved(DECISION, f"{HOME}/decisions/etnry.yaml"), f"{HOME}/decisions/etnry.yaml", "S125", "'entry.yaml'"),
    "another folder": (moved(DECISION, f"{HOME}/decision/entry.yaml"), f"{HOME}/decision/entry.yaml", "S125", "Move it"),
    "beside the scenario": (moved(DECISION, f"{HOME}/entry.yaml"), f"{HOME}/entry.yaml", "S125", "Move it"),
    "a misspelt actor": (moved(PORT, "actors/prot.yaml"), "actors/prot.yaml", "S125", "'port.yaml'"),
    "an actor with another end": (moved(PORT, f"{PORT}.txt"), f"{PORT}.txt", "S125", "hide the end"),
    "an actor with a space": (moved(PORT, "actors/Port .yaml"), "actors/Port .yaml", "S125", "'port.yaml'"),
    "an actor in another script": (moved(PORT, "actors/p\u03bfrt.yaml"), "actors/p\u03bfrt.yaml", "S125", "is a Greek letter"),
    "an own actor in another folder": (moved(PORT, f"{HOME}/actor/port.yaml"), f"{HOME}/actor/port.yaml", "S125", "Move it"),
    "the scenario with another end": (
        moved(f"{HOME}/scenario.yaml", f"{HOME}/scenario.yaml.txt"), f"{HOME}/scenario.yaml.txt", "S125", "'scenario.yaml'"),
    "a copy of the scenario": (
        moved(f"{HOME}/scenario.yaml", f"{HOME}/scenario (2).yaml"), f"{HOME}/scenario (2).yaml", "S125", "'scenario.yaml'"),
    "a list with a space": (said(f"{HOME}/scenario.yaml", "[entry]", "[En try]"), f"{HOME}/scenario.yaml", "S118", "'entry'"),
    "a list in another script": (
        said(f"{HOME}/scenario.yaml", "[entry]", "[\u0435ntry]"), f"{HOME}/scenario.yaml", "S118", "is a Cyrillic letter"),
    "UTF-16": (recoded(DECISION, "utf-16"), DECISION, "S101", "UTF-16"),
    "UTF-16 without a mark": (recoded(DECISION, "utf-16-le"), DECISION, "S101", "UTF-16"),
    "UTF-16 the other way round": (recoded(DECISION, "utf-16-be"), DECISION, "S101", "UTF-16"),
    "UTF-32": (recoded(DECISION, "utf-32-le"), DECISION, "S101", "not UTF-8"),
    "an actor in UTF-16": (recoded(PORT, "utf-16-le"), PORT, "S101", "UTF-16"),
}  # fmt: skip
PASSED_OVER: dict[str, Change] = {
    "a Mac's companion": holds(f"{HOME}/decisions/._entry.yaml", b"\0\5\x16\7\0"),
    "one among actors": holds("actors/._port.yaml", b"\0\5\x16\7\0"),
    "one beside the scenario": holds(f"{HOME}/._scenario.yaml", b"\0\5\x16\7\0"),
    "one among scenarios": holds("scenarios/._harbour.yaml", b"\0\5\x16\7\0"),
    "an editor's lock": link(f"{HOME}/decisions/.#entry.yaml", "me@here.1234"),
    "an editor's copy": holds(f"{HOME}/decisions/.entry.yaml.swp", b"b0VIM\0"),
    "a link to its own folder": link(f"{HOME}/decisions/again", "."),
}


@pytest.mark.parametrize("name", TOLD)
def test_it_is_told_once_where_it_is(root: Path, name: str) -> None:
    change, file, code, words = TOLD[name]
    change(root)
    found = survey(["."]).sorted()
    assert [(problem.file, problem.code) for problem in found] == [(file, code)]
    assert words in str(found[0])


@pytest.mark.parametrize("name", TOLD)
def test_every_command_says_it_in_plain_words(sitroom: Sitroom, root: Path, name: str) -> None:
    TOLD[name][0](root)
    for command in ("check", "run"):
        done = sitroom(command, HOME)
        assert done.code in (0, 1, 2)
        assert len(done.err.splitlines()) <= 3


def test_watching_goes_on(root: Path) -> None:
    watch = Watch(["."])
    assert watch.survey().problems == []
    for name in ("a link to itself that nothing lists", "notes", "another folder"):
        TOLD[name][0](root)
        assert watch.survey().problems
        watch.changed()


@pytest.mark.parametrize("name", PASSED_OVER)
def test_what_is_hidden_is_nobodys_content(root: Path, name: str) -> None:
    PASSED_OVER[name](root)
    assert survey(["."]).problems == []


@pytest.mark.parametrize(
    ("name", "id_"),
    [("How far.yaml", "how-far"), ("how-far (1).yaml", "how-far"), ("how-far (12).yml", "how-far"),
     ("how-far - Copy.yaml", "how-far"), ("Copy of how-far.yaml", "how-far"), ("how-far.yaml.txt", "how-far"),
     ("how_far.yml", "how-far"), ("h\u043ew-far.yaml", "how-far"), ("how-far.yaml.download", "how-far"),
     ("phase-2.yaml", "phase-2"), ("how-far\u3000.yaml", "how-far"), ("\u041c\u043e\u0441\u043a\u0432\u0430.yaml", "")],
)  # fmt: skip
def test_what_the_name_of_a_file_was_meant_to_be(name: str, id_: str) -> None:
    assert meant(name) == id_


# In one process, for starting one takes longer than all that it does.
BARRED = """
import contextlib, io, json, sys
from pathlib import Path
from sitroom.cli import main
done = []
for name in sys.argv[1:]:
    path = Path(name)
    before = path.stat().st_mode
    path.chmod(0)
    for words in (["check", "."], ["run", "harbour"]):
        told = io.StringIO()
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            code = main(words)
        done.append((name, code, told.getvalue()))
    path.chmod(before)
print(json.dumps(done))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it knows no such permissions")
def test_what_may_not_be_read_is_never_taken_for_empty(root: Path) -> None:
    """A user who may not: the super-user may read all, so its right to do so is dropped."""
    drop: list[str] = []
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("no way to give up what the super-user may do")
        drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search",
                "--inh-caps=-dac_override,-dac_read_search"]  # fmt: skip
    names = ["actors", "scenarios", HOME, f"{HOME}/decisions", DECISION, PORT]
    done = subprocess.run(
        [*drop, sys.executable, "-c", BARRED, *names],
        capture_output=True,
        text=True,
        cwd=root,
        check=False,
    )
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert [name for name, _, _ in told] == [name for name in names for _ in range(2)]
    for name, code, text in told:
        assert code == 1, (name, text)
        assert os.strerror(errno.EACCES) in text
        assert name in text


def test_whoever_plays_is_told_the_file_too(root: Path) -> None:
    moved(DECISION, f"{DECISION}.txt")(root)
    with pytest.raises(ContentError, match=r"entry\.yaml\.txt:1:1: error S125: .*'entry\.yaml'"):
        content_of("harbour")
