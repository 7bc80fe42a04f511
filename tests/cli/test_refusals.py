"""The command line: what it refuses, and how it says so."""

import json
from pathlib import Path
from typing import Any

import pytest

from sitroom.journal import head, record
from tests.command import Sitroom, ukraine
from tests.journal.games import played
from tests.loader.world import MAIN as HARBOUR
from tests.loader.world import MAYOR, broken, files, write


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("run arming-ukrain", "Did you mean 'arming-ukraine'?"),
        ("play arming-ukrain --plain", "Did you mean 'arming-ukraine'?"),
        ("check arming-ukrain", "Did you mean 'arming-ukraine'?"),
        ("show stat", "Did you mean 'state'?"),
        ("show kharkiv-2025", "Did you mean 'kharkiv-2024'?"),
        ("show arming-ukrain", "Did you mean 'arming-ukraine'?"),
        ("run arming-ukraine --decision kharkiv", "Did you mean 'kharkiv-2024'?"),
        ("run arming-ukraine --decision kharkiv-2024.answer", "there is no decision"),
        ("play arming-ukraine --plain --decision kharkiv", "Did you mean 'kharkiv-2024'?"),
        (
            "play cuba-1962 --plain --at the-offer",
            "it may be: terms-27 (Answering Moscow's offer).",
        ),
        ("play arming-ukraine --plain --seat pentagone", "Did you mean 'pentagon'?"),
        ("play arming-ukraine --plain --seat state --spectate", "leave out --seat"),
        ("run arming-ukraine --seed many", "a seed is a whole number from 0"),
        ("run arming-ukraine --seed -1", "a seed is a whole number from 0"),
        ("run arming-ukraine --seed 1.5", "a seed is a whole number from 0"),
        ("run arming-ukraine --seed 9223372036854775808", "a seed is a whole number from 0"),
        ("run arming-ukraine --seed \u0663", "a seed is a whole number from 0"),
        ("run", "scenario"),
        ("run arming-ukraine --jsn", "--jsn"),
        ("lst", "lst"),
        ("resume nothing --plain", "There is none saved yet."),
        ("resume --plain", "there is no unfinished game"),
        ("debrief nothing --format pdf", "pdf"),
    ],
)
def test_wrong_usage_is_told_with_the_nearest_right_word(
    sitroom: Sitroom, arguments: str, words: str
) -> None:
    done = sitroom(*arguments.split())
    done.refused(2, words)
    assert done.out == ""


def test_a_seed_of_thousands_of_digits_is_told_like_any_other(sitroom: Sitroom) -> None:
    done = sitroom("run", "arming-ukraine", "--seed", "9" * 5000)
    done.refused(2, "a seed is a whole number from 0")


def test_an_unknown_game_names_the_nearest(sitroom: Sitroom, home: Path) -> None:
    played(home / "games" / "arming-ukraine-1.jsonl")
    sitroom("resume", "arming-ukrane-1", "--plain").refused(2, "Did you mean 'arming-ukraine-1'?")


def test_an_unknown_game_names_the_nearest_for_the_debrief_too(
    sitroom: Sitroom, home: Path
) -> None:
    played(home / "games" / "arming-ukraine-1.jsonl")
    sitroom("debrief", "arming-ukrane-1").refused(2, "Did you mean 'arming-ukraine-1'?")


def test_a_folder_of_games_that_is_none_is_told(
    sitroom: Sitroom, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write_text("a file")
    sitroom("resume", "--plain").refused(2, f"{home / 'games'} can't be read: Not a directory")
    sitroom("verify", "mine").refused(2, "no saved game 'mine'", "can't be read")
    monkeypatch.setenv("SITROOM_HOME", str(home.parent / "nowhere"))
    sitroom("verify", "mine").refused(2, "There is none saved yet.")


EVIDENCE = """\
    evidence:
      - source: paper
        paragraph: 4
        as_of: 2024-02-20
        says: Said so at the gate.
"""


@pytest.mark.parametrize("command", ["run", "play", "show"])
@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (HARBOUR, "question: May", "qestion: May", "Did you mean 'question'?"),
        (MAYOR, "position: 60", "position: 130", "'position' must be between 0 and 100, not 130"),
        (MAYOR, EVIDENCE, "", "needs at least one citation"),
        (HARBOUR, "decider: mayor", "decider: major", "there is no actor 'major'"),
        (HARBOUR, "[mayor.jobs]", "[mayor.job]", "there is no argument 'mayor.job'"),
        (HARBOUR, "source: paper\n", "source: papers\n", "there is no source 'papers'"),
        (HARBOUR, "title: A storm", "title: [A storm", "error S109"),
        (HARBOUR, "format: 1", "format: 2", "A newer Sitroom may read it."),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place(
    sitroom: Sitroom, tmp_path: Path, command: str, file: str, old: str, new: str, words: str
) -> None:
    path = str(write(tmp_path, broken(files(), file, old, new)) / HARBOUR)
    arguments = {
        "run": ["run", path],
        "play": ["play", path, "--plain"],
        "show": ["show", "mayor", "--scenario", path],
    }[command]
    done = sitroom(*arguments)
    done.refused(1, words, f"{file}:")
    assert done.out == ""


def test_of_many_mistakes_the_first_is_told_and_how_many_more(
    sitroom: Sitroom, tmp_path: Path
) -> None:
    text = broken(files(), MAYOR, "aim: To do well.", "aimm: To do well.")
    text = broken(text, HARBOUR, "start: 40", "start: many")
    path = str(write(tmp_path, text) / HARBOUR)
    sitroom("run", path).refused(1, "actors/mayor.yaml:6:1", "sitroom check lists them all")


def test_a_file_that_is_no_text_is_told(sitroom: Sitroom, tmp_path: Path) -> None:
    path = tmp_path / "noise.yaml"
    path.write_bytes(bytes(range(256)) * 20)
    sitroom("run", str(path)).refused(1, "noise.yaml")


# saved games that are none


def line(**body: Any) -> str:
    return json.dumps(body) + "\n"


@pytest.mark.parametrize("command", ["resume", "debrief"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not a saved game"),
        ("{", "is not a saved game"),
        ("Dear diary\nToday nothing.\n", "is not a saved game"),
        ("[1, 2]\n", "is not a saved game"),
        ("\0\0\0\n\0\n", "is not a saved game"),
        (line(name="another program"), "is not a saved game"),
        (line(journal=2, moves=[]), "was saved by a newer version of Sitroom (format 2"),
        (line(journal=1), "line 1"),
        (line(journal=1, scenario="x", hash="0" * 32), "line 1"),
    ],
)
def test_a_file_that_is_no_saved_game_is_refused_and_left_alone(
    sitroom: Sitroom, tmp_path: Path, command: str, text: str, words: str
) -> None:
    path = tmp_path / "game.jsonl"
    path.write_text(text)
    plain = ["--plain"] if command == "resume" else []
    done = sitroom(command, str(path), *plain)
    done.refused(1, words, str(path))
    assert path.read_text() == text
    assert list(tmp_path.glob("game*")) == [path]


def forged(path: Path, **changes: Any) -> Path:
    """Write a journal whose header is sealed rightly, and wrong."""
    header = {
        "scenario": "arming-ukraine",
        "digest": "",
        "seed": 1,
        "decision": None,
        "only": False,
        "people": [],
        "content": ukraine().files,
        "journal": head.FORMAT,
        "program": "9.9",
    }
    path.write_bytes(record._line(header | changes, "")[0])
    return path


@pytest.mark.parametrize(
    "changes",
    [
        {"content": {}},
        {"content": {"scenarios/x.yaml": "format: 7\n"}},
        {"extra": 1},
        {"people": 3},
        {"people": ["nobody"]},
        {"decision": "no-such"},
        {"seed": "x"},
        {"seed": -1},
        {"content": 5},
    ],
    ids=str,
)
def test_a_sealed_header_that_makes_no_game_is_refused(
    sitroom: Sitroom, tmp_path: Path, changes: dict[str, Any]
) -> None:
    path = forged(tmp_path / "game.jsonl", **changes)
    sitroom("resume", str(path), "--plain").refused(1)


def test_a_file_nested_without_end_is_no_saved_game(sitroom: Sitroom, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    path.write_text("[" * 200_000 + "\n")
    sitroom("debrief", str(path)).refused(1, "is not a saved game")
