"""Among the saved games lies what is none: a command names it, at once, and the others work."""

import json
import os
import sys
from pathlib import Path

import pytest

from sitroom.journal import labels
from tests.command import Sitroom
from tests.journal.games import played

SEED = b'"seed":5'


@pytest.fixture
def games(home: Path) -> Path:
    """Fill the shelf with a sound game and with what is none, all of it newer."""
    games = home / "games"
    played(games / "harbour-1.jsonl", 3)
    raw = (games / "harbour-1.jsonl").read_bytes()
    first, second, *_, last = raw.splitlines(keepends=True)
    (games / "deep.jsonl").write_bytes(b"[" * 100_000 + b"\n")
    (games / "deep within.jsonl").write_bytes(first + second + b"[" * 100_000 + b"\n" + last)
    for name, seed in (("infinite", b"Infinity"), ("large", b"1e400"), ("long", b"9" * 9999)):
        (games / f"{name}.jsonl").write_bytes(raw.replace(SEED, b'"seed":' + seed))
    (games / "folder.jsonl").mkdir()
    if sys.platform != "win32":
        os.mkfifo(games / "pipe.jsonl")
        (games / "zero.jsonl").symlink_to("/dev/zero")
        (games / "loop.jsonl").symlink_to("loop.jsonl")
    os.utime(games / "harbour-1.jsonl", (1, 1))
    return games


def test_resume_without_a_name_passes_over_and_names_what_is_no_game(
    sitroom: Sitroom, games: Path
) -> None:
    done = sitroom("resume", "--plain", replies=("q",))
    assert (done.code, "resume harbour-1" in done.out) == (0, True)
    for path in games.glob("*.jsonl"):
        assert (str(path) in done.err) is (path.stem != "harbour-1"), path
    assert "sitroom fork 'deep within' --at 1" in done.err


def test_by_name_each_is_refused_at_once(sitroom: Sitroom, games: Path) -> None:
    for path in games.glob("*.jsonl"):
        if path.stem != "harbour-1":
            for command in (("resume", "--plain"), ("verify",), ("tree",), ("debrief",)):
                done = sitroom(command[0], str(path), *command[1:])
                assert done.code in (1, 2), (path, done)
                assert "Traceback" not in done.err
                assert path.name in done.err


def test_the_home_screen_lists_them_as_broken(games: Path) -> None:
    found = {label.path: label for label in labels.labels()}
    assert set(found) == set(games.glob("*.jsonl"))
    sound = {"harbour-1", "deep within"}  # the whole is read when it is opened
    assert {path.stem for path, label in found.items() if not label.broken} == sound


def test_a_tree_has_the_sound_one(sitroom: Sitroom, games: Path) -> None:
    del games
    done = sitroom("tree", "harbour-1", "--json")
    assert [game["game"] for game in json.loads(done.out)["games"]] == ["harbour-1"]


def test_a_fork_goes_to_a_new_file_alone(sitroom: Sitroom, games: Path, tmp_path: Path) -> None:
    mine = tmp_path / "my own.jsonl"
    for there, words in ((".", "folder"), (str(games), "folder"), ("/", "folder")):
        sitroom("fork", "harbour-1", "--at", "1", "--out", there).refused(1, words)
    done = sitroom("fork", "harbour-1", "--at", "1", "--out", str(mine))
    assert f"sitroom resume '{mine}'" in done.out
    raw = mine.read_bytes()
    sitroom("fork", "harbour-1", "--at", "1", "--out", str(mine)).refused(1, "already")
    assert mine.read_bytes() == raw


@pytest.mark.parametrize("form", ["text", "mermaid", "svg"])
def test_a_drawing_goes_over_a_drawing_and_over_nothing_else(
    sitroom: Sitroom, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "course"
    drawn = ("graph", "arming-ukraine", "--format", form, "--out", str(path))
    assert [sitroom(*drawn).code, sitroom(*drawn).code] == [0, 0]
    path.write_text("my thesis\n")
    sitroom(*drawn).refused(2, "exists and is not a drawing", "--force")
    assert path.read_text() == "my thesis\n"
    assert sitroom(*drawn, "--force").code == 0
    assert path.read_text() != "my thesis\n"
