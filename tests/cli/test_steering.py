"""Nothing that was typed, named, written or forged by others steers the terminal."""

import json
from pathlib import Path

import pytest

from sitroom.engine.moves import steers
from tests.command import Done, Sitroom
from tests.journal.games import Body, altered, played
from tests.loader.world import MAIN, files, write

# A title set, a colour, a change of direction, a line written over: what a terminal may obey.
STEERING = "\x1b]0;owned\x07\x9b31m\u202egnp.exe\r\x1b[2Kbad"
COMMANDS = ("verify", "resume --plain", "tree", "replay", "debrief --format md", "fork")


def tame(done: Done) -> None:
    """Check that what was printed is text and line ends alone."""
    said = done.out + done.err
    assert said
    assert [char for char in said if steers(char) and char != "\n"] == []
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "command",
    [
        "{}",
        "run {}",
        "run harbour --decision {}",
        "run harbour --seed {}",
        "run harbour {}",
        "play harbour --plain --seat {}",
        "check {}",
        "check --explain {}",
        "list --content {}",
        "show {}",
        "show state --with {}",
        "evidence {}",
        "resume {} --plain",
        "replay {}",
        "replay {}#3",
        "tree {}",
        "verify {}",
        "fork {}",
        "debrief {}",
        "explain {}",
        "backtest {}",
        "study {}",
        "study arming-ukraine --runs 1 --jobs 1 --vary {}",
        "study arming-ukraine --runs 1 --jobs 1 --vary uk.openness={}",
        "study arming-ukraine --runs 1 --jobs 1 --out file/{}",
        "new scenario {}",
        "new actor {}",
        "new actor someone --in {}",
        "schema actor --scenario {}",
        "import {}",
        "validate {}",
        "migrate {}",
        "graph {}",
        "try {}",
        "class pack {}",
        "class host --resume {}",
        "class host {} --port 0",
        "class compare {}",
        "class forget {}",
    ],
)
def test_what_was_typed(sitroom: Sitroom, here: Path, command: str) -> None:
    (here / "file").write_text("no folder")
    tame(sitroom(*(part.replace("{}", STEERING) for part in command.split())))


def _forge(body: Body, field: str, *names: str) -> None:
    """Add to a field of a saved game what steers; `names` lead into it."""
    for name in names:
        body, field = body[field], name
    old = body.get(field)
    body[field] = [STEERING] if isinstance(old, list) else f"{old or ''}{STEERING}"


FIELDS = (
    *((0, name) for name in ("journal", "scenario", "digest", "program", "decision")),
    *((0, name) for name in ("parent", "people", "seed", f"content {MAIN}", "run")),
    *((1, name) for name in ("move move", "move seat", "next", "option", "events", "n")),
)


@pytest.mark.parametrize(
    ("command", "line", "field"),
    [
        # Each command with every third field, each field with every third command.
        pytest.param(command, *field, marks=[pytest.mark.slow] * bool((n + m) % 3))
        for n, command in enumerate(COMMANDS)
        for m, field in enumerate(FIELDS)
    ],
)
def test_a_forged_game(sitroom: Sitroom, home: Path, command: str, line: int, field: str) -> None:
    path = played(home / "games" / "old.jsonl").path
    assert path is not None
    altered(path, lambda bodies: _forge(bodies[line], *field.split()))
    first, *rest = command.split()
    tame(sitroom(first, "old", *rest))


def test_a_game_by_an_odd_name(sitroom: Sitroom, home: Path) -> None:
    played(home / "games" / f"old{STEERING}.jsonl")
    for command in COMMANDS:
        first, *rest = command.split()
        tame(sitroom(first, f"old{STEERING}", *rest))
    tame(sitroom("resume", "olf", "--plain"))


def test_names_of_files(sitroom: Sitroom, here: Path) -> None:
    write(here, files() | {f"actors/{STEERING}.yaml": "id: [broken"})
    (here / "scenarios" / f"{STEERING}.yaml").write_text("title: x\n")
    for command in ("check .", "check . --json", "check . --format github", "list", "list --json"):
        tame(sitroom(*command.split()))
    tame(sitroom("run", STEERING))
    tame(sitroom("check", f"scenarios/{STEERING}.yaml"))
    tame(sitroom("migrate", "."))
    tame(sitroom("schema", "--write"))


def test_texts_of_a_scenario(sitroom: Sitroom, here: Path) -> None:
    escaped = json.dumps(STEERING)
    for name, text in files().items():
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("title: ", f"title: {escaped} #", 1), encoding="utf-8")
    for command in ("check .", "list", "run harbour", "show harbour", "migrate .", "graph harbour"):
        tame(sitroom(*command.split()))


def test_tables(sitroom: Sitroom, here: Path) -> None:
    table = here / f"t{STEERING}.csv"
    bad: dict[str, str] = {
        "empty": "",
        "header": f"issue,actor,{STEERING}\n",
        "row": f"issue,actor,position\n{STEERING},{STEERING},{STEERING}\n",
    }
    for text in bad.values():
        table.write_text(text, encoding="utf-8", newline="")
        for command in ("import", "validate"):
            tame(sitroom(command, table.name))


def test_classes(sitroom: Sitroom, home: Path) -> None:
    folder = home / "classes" / STEERING
    folder.mkdir(parents=True)
    (folder / "class.db").write_text("no database")
    for command in ("class list", "class compare {}", "class forget {} --yes", "debrief {}"):
        tame(sitroom(*(part.replace("{}", STEERING) for part in command.split())))
    tame(sitroom("class", "host", "--resume", "nothing"))


def test_the_environment(sitroom: Sitroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / f"file{STEERING}").write_text("a file where the folder should be")
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path / f"file{STEERING}"))
    monkeypatch.setenv("TERM", STEERING)
    monkeypatch.setenv("COLUMNS", STEERING)
    for command in ("resume --plain", "list", "class list", "play harbour --plain --seat mayor"):
        tame(sitroom(*command.split()))
