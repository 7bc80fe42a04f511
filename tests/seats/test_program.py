"""A program in a seat: it plays by lines of JSON, and whatever it does, the game goes on."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitroom.engine.moves import FreeLine, steers
from sitroom.journal import record
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, prepare
from sitroom.narration import event_text
from sitroom.policies import seated
from sitroom.seats.program import Limits, Program, enrol
from tests.command import ROOT, Sitroom
from tests.seats.test_sight import scenarios_with_several_voters

PLAYS = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    if asked["type"] == "move":
        {answer}
        sys.stdout.flush()
"""
FIRST = 'print(json.dumps({"n": asked["n"], "number": 1}))'


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return prepare(scenarios_with_several_voters()[0])


def command(source: str) -> str:
    return shlex.join([sys.executable, "-I", "-S", "-c", source])


class Seated:
    """A program by its name, for as long as a test lasts."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded, self.names, self.programs = loaded, list[str](), list[Program]()

    def __call__(self, source: str, seconds: float = 20.0) -> tuple[str, Program]:
        limits = Limits(seconds=seconds, memory=200)
        program = Program(command(source), self.loaded.lookup, limits)
        self.programs.append(program)
        self.names.append(enrol(program))
        return self.names[-1], program


@pytest.fixture
def seat(loaded: Loaded) -> Iterator[Seated]:
    made = Seated(loaded)
    yield made
    for name, program in zip(made.names, made.programs, strict=True):
        seated.dismiss(name)
        program.close()


def play(session: Session) -> list[str]:
    """Play a game to its end, and return what was told on the way."""
    told: list[str] = []
    while not session.over:
        session.play(session.due_or_computers(told.append))
    return told


def test_a_game_replays_without_the_program(seat: Seated, loaded: Loaded, tmp_path: Path) -> None:
    name, program = seat(PLAYS.format(answer=FIRST))
    path = tmp_path / "game.jsonl"
    session = Session(loaded, 1, path=path, policies={"ann": name, "bob": name})
    assert not play(session)
    assert program.accounts["ann"].turns > 1
    assert program.accounts["bob"].turns > 1
    seated.dismiss(name)
    again = Session.replay(record.read(path), loaded, exact=True)
    assert again.events == session.events
    assert "played by a program" in event_text.played_by(again.lookup, again.header.policies)[0]
    then = Session.replay(record.read(path), loaded).branch(0, None)
    assert not play(then)  # the computer has its seats where it is not at hand
    assert then.over


def test_words_of_its_own_are_cleaned_and_judged(seat: Seated, loaded: Loaded) -> None:
    own = {"move": "own", "text": "\x1b]0;x\x07We <b>wait</b>.", "concern": "risk", "claim": -9}
    answer = (
        f"print(json.dumps({own!r} if asked['look']['phase'] == 'debate' else "
        "{'move': 'choose', 'option': None}))"
    )
    name, _ = seat(PLAYS.format(answer=answer))
    session = Session(loaded, 1, policies={"ann": name})
    play(session)
    said = [move for move in session.moves if isinstance(move, FreeLine)]
    assert said
    assert {(move.claim, move.rating, move.text) for move in said} == {
        (-0.6, None, "]0;xWe <b>wait</b>.")
    }


HOSTILE = {
    "ends": "sys.exit(3)",
    "breaks": "raise RuntimeError('\\x1b[31m' + 'x' * 9999)",
    "is silent": "import time; time.sleep(60)",
    "says half a line": "sys.stdout.write('{\"num'); sys.stdout.flush(); sys.exit()",
    "floods": "[print('{}') for _ in range(10**6)]",
    "says a line without end": "[sys.stdout.write('x' * 2**16) for _ in range(10**4)]",
    "takes all memory": "x = bytearray(2**31)",
    "closes its output": "import os, time; os.close(1); time.sleep(60)",
}
ILLEGAL = {
    "is garbage": "print('\\x1b[2J\\u202e no json')",
    "is bytes": "sys.stdout.buffer.write(b'\\xff\\xfe\\x00\\n'); sys.stdout.buffer.flush()",
    "is nested": "print('[' * 5000)",
    "is a number": "print('1' * 5000)",
    "moves for another": 'print(\'{"move": "pass", "seat": "dee"}\')',
    "is another's line": 'print(\'{"move": "say", "argument": "dee.mine"}\')',
    "rates itself": 'print(\'{"move": "own", "text": "So.", "rating": 5}\')',
    "takes the agenda": 'print(\'{"move": "put", "question": "second"}\')',
}


@pytest.mark.parametrize("what", [*HOSTILE, *ILLEGAL])
def test_whatever_it_does_the_game_goes_on(
    seat: Seated, loaded: Loaded, tmp_path: Path, what: str
) -> None:
    answer = (HOSTILE | ILLEGAL)[what]
    timed = what in ("is silent", "closes its output")
    name, program = seat(PLAYS.format(answer=answer), seconds=1.0 if timed else 20.0)
    path = tmp_path / "game.jsonl"
    session = Session(loaded, 1, path=path, decision="second", policies={"ann": name, "bob": name})
    told = play(session)
    assert told
    assert not any(steers(char) for line in told for char in line)
    assert all(len(line) < 400 for line in told)
    account = program.accounts[str(told[0].split()[3])]
    assert bool(account.gone) == (what in HOSTILE)
    faults = [entry.fault for entry in record.read(path).records if entry.fault]
    assert faults == told  # and what was told is kept with the move
    assert Session.replay(record.read(path), loaded, exact=True).over


def test_it_is_told_why_and_may_answer_again(seat: Seated, loaded: Loaded) -> None:
    source = """
import json, sys
for line in sys.stdin:
    said = json.loads(line)
    if said["look"]["more"] is None:
        print(json.dumps({"ask": "full"}))
    elif said["refused"] is None:
        print(json.dumps({"move": "win"}))
    else:
        assert "a move is to say" in said["refused"]
        print(json.dumps({"n": said["n"], "number": 1}))
    sys.stdout.flush()
"""
    name, program = seat(source)
    session = Session(loaded, 1, policies={"ann": name})
    assert not play(session)
    account = program.accounts["ann"]
    assert account.refused == account.turns > 0
    assert not any(entry.fault for entry in session.records)  # the computer took no turn


@pytest.mark.skipif(sys.platform == "win32", reason="there are no sessions of processes")
def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    source = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(99)"
    starts = (
        "from sitroom.seats.child import Child; import time\n"
        f"Child({shlex.split(command(source))!r}, 9.0, 200); time.sleep(99)"
    )
    parent = subprocess.Popen([sys.executable, "-c", starts])
    try:
        pid = int(_when(lambda: mark.exists() and mark.read_text()))
    finally:
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    assert _when(lambda: not _runs(pid))


def _when(look: object, seconds: float = 20.0) -> str:
    assert callable(look)
    end = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.02)
    return str(found)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.slow
@pytest.mark.parametrize("example", ["escalates", "by_rules"])
def test_the_examples_play_from_the_command_line(sitroom: Sitroom, example: str) -> None:
    program = f"cia={sys.executable} {ROOT / 'examples' / example}.py"
    game = ("run", "cuba-1962", "--decision", "verify-28", "--only", "--json")
    done = sitroom(*game, "--seat-program", program)
    assert (done.code, done.err) == (0, "")
    assert done.json["policies"] == {"cia": f"program:{example}.py"}
    study = sitroom("study", *game[1:], "--runs", "3", "--seat-program", program)
    assert (study.code, study.err) == (0, "")
    assert study.json["runs"] == 3


def test_the_program_of_the_guide_plays(seat: Seated, loaded: Loaded) -> None:
    guide = (ROOT / "docs" / "agents.md").read_text("utf-8")
    name, program = seat(guide.partition("```python\n")[2].partition("```")[0])
    session = Session(loaded, 1, policies={"ann": name})
    assert not play(session)
    assert program.accounts["ann"].turns > 1
    assert program.accounts["ann"].refused == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("cia=nonesuch-at-all", "there is no program 'nonesuch-at-all'"),
        ("nobody=cat", "there is no actor 'nobody'"),
        ("cia='", "can't be read as a command"),
        ("cia", "a seat and the command"),
    ],
)
def test_what_cannot_be_started_is_said_at_once(sitroom: Sitroom, given: str, words: str) -> None:
    sitroom("run", "cuba-1962", "--seat-program", given).refused(2, words)


def test_plain_mode_tells_of_a_program_that_fails(
    sitroom: Sitroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _="": "p")
    done = sitroom(
        *("play", "cuba-1962", "--plain", "--spectate", "--decision", "verify-28", "--only"),
        *("--seed", "1", "--seat-program", f"cia={command('print(1)')}"),
    )
    assert done.code == 0
    assert "the program of cia (" in done.out
    assert "Sources" in done.out
