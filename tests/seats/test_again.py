"""A program that is seated again: in a run of a study, in a game or a class that goes on."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitroom.classroom.lesson import Lesson
from sitroom.cli import host
from sitroom.cli.parser import parser
from sitroom.policies import seated
from tests.command import Sitroom
from tests.seats.test_arena import HIGHEST
from tests.seats.test_sight import scenarios_with_several_voters

LOGS = HIGHEST.replace(
    "print(json", 'print(asked["seat"], file=open(__file__ + ".log", "a")); print(json'
)


@pytest.fixture
def world(tmp_path: Path) -> Path:
    for name, text in scenarios_with_several_voters()[0].items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return next((tmp_path / "scenarios").iterdir())


@pytest.fixture
def program(tmp_path: Path) -> tuple[str, Callable[[], int]]:
    """The command of a program, and what counts how often it has been asked."""
    path, log = tmp_path / "highest.py", tmp_path / "highest.py.log"
    path.write_text(LOGS)
    log.touch()
    command = shlex.join([sys.executable, "-I", "-S", str(path)])
    return f"ann={command}", lambda: len(log.read_text().splitlines())


def test_a_run_of_a_study_is_played_again_with_its_program(
    sitroom: Sitroom, world: Path, program: tuple[str, Callable[[], int]], tmp_path: Path
) -> None:
    given, asked = program
    out = str(tmp_path / "study")
    study = sitroom("study", str(world), "--runs", "3", "--out", out, "--seat-program", given)
    assert study.code == 0
    in_study = asked()
    told = [
        sitroom("replay", f"{out}#{run}", "--plain", "--seat-program", given) for run in range(3)
    ]
    assert {(done.code, done.err.count("\n")) for done in told} == {(0, 1)}
    assert asked() == 2 * in_study
    sitroom("replay", f"{out}#1", "--plain").refused(2, "highest.py played ann", "--seat-program")
    other = given.replace("highest.py", "highest.py.log")
    sitroom("replay", f"{out}#1", "--plain", "--seat-program", other).refused(2, "another program")


def test_a_game_goes_on_with_its_program(
    sitroom: Sitroom, world: Path, program: tuple[str, Callable[[], int]]
) -> None:
    given, asked = program
    game = ("--plain", "--seat", "bob", "--decision", "first", "--seat-program", given)
    assert sitroom("play", str(world), *game).code == 0
    before = asked()
    resume = ("resume", "--plain", "--seat-program")
    other = given.replace("ann=", "bob=")
    sitroom(*resume, other).refused(2, "bob was not played by a program")
    alone = sitroom("resume", "--plain")
    assert "highest.py played ann so far; the computer has that seat now" in alone.err
    on = sitroom(*resume, given, replies=("p",))
    assert (on.code, on.err) == (0, "")
    assert asked() > before


def test_a_class_goes_on_with_its_program(
    world: Path,
    program: tuple[str, Callable[[], int]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    given, asked = program
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path / "home"))
    new = parser().parse_args(
        ["class", "host", str(world), "--name", "c", "--seat", "bob", "--seat-program", given]
    )
    on = parser().parse_args(["class", "host", "--resume", "c", "--seat-program", given])
    for options in (new, on):
        with host._programs(options) as policies:
            lesson, _ = host._lesson(options, policies)
            assert isinstance(lesson, Lesson)
            room = lesson.rooms[1]
            assert not seated.left("ann", room.session.header.policies["ann"])
            before = asked()
            if options is new:
                lesson.join(lesson.store.seats()[0].code, "Bob")
            while asked() == before and room.phase != "over":
                room.next()
            assert asked() > before
            lesson.close()
        assert seated.left("ann", room.session.header.policies["ann"])
