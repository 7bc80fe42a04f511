"""A walk at random from every screen: nothing breaks, nobody is stuck, every game stays valid.

300 steps here; SITROOM_LONG=1 makes 30,000. A walk that went wrong tells its seed and its steps,
and is made again, all of it or from one place, by

    SITROOM_WALK=17:100 pytest -n 0 tests/tui/test_walk.py
    SITROOM_WALK=17:100:table pytest -n 0 tests/tui/test_walk.py
"""

import os
import shutil
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from sitroom.journal import shelf
from sitroom.journal.session import Session
from sitroom.library.visibility import View
from sitroom.tui.comparing import CompareScreen
from sitroom.tui.library import LibraryScreen
from sitroom.tui.preview import MistakesScreen, Preview
from sitroom.tui.study_screen import StudyScreen
from tests.command import Sitroom, ukraine
from tests.journal.games import played
from tests.tui.drive import saved
from tests.tui.quick import Patient
from tests.tui.walk import Begin, script, walk

DECISION = Path("scenarios/harbour/decisions/how-far.yaml")


@pytest.fixture
def folder(home: Path, here: Path, sitroom: Sitroom) -> Path:
    """A folder with two saved games, and an author's scenario with a mistake in it."""
    del here
    assert sitroom("new", "scenario", "harbour").code == 0
    DECISION.write_text(DECISION.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    played(home / "games" / "harbour-1.jsonl")
    played(home / "games" / "harbour-2.jsonl", 3)
    (home / "copies").mkdir()
    return home


@cache
def begun(people: tuple[str, ...], moves: int, *, only: bool = False) -> Session:
    """Return a game played by computer for some moves, and on to a person's turn if there is one."""
    game = Session(ukraine(), 1, people, "kharkiv-2024", only=only, held=len(people) > 1)
    while not game.over and (len(game.records) < moves or not game.waits):
        game.computer_move()
    return game


async def opening(pilot: Patient, *, keys: tuple[str, ...] = ()) -> None:
    """Begin on the home screen, or at what keys open there."""
    await pilot.press(*keys)


async def library(pilot: Patient) -> None:
    await pilot.app.push_screen(LibraryScreen(View(ukraine().lookup)))
    await pilot.pause()


async def comparing(pilot: Patient) -> None:
    await library(pilot)
    await pilot.app.push_screen(CompareScreen(View(ukraine().lookup), "state", "pentagon"))
    await pilot.pause()


async def study(pilot: Patient) -> None:
    await pilot.app.push_screen(StudyScreen(begun(("state",), 0, only=True)))
    await pilot.pause()


async def seats(pilot: Patient) -> None:
    pilot.app.open_scenario(ukraine())
    await pilot.pause()


async def mistakes(pilot: Patient) -> None:
    reading = Preview("harbour", by_itself=False).first
    await pilot.app.push_screen(MistakesScreen("harbour", reading))
    await pilot.pause()


async def replay(pilot: Patient) -> None:
    pilot.app.open_replay(begun(("white-house",), 99, only=True))
    await pilot.pause()


async def at_table(
    pilot: Patient,
    moves: int,
    people: tuple[str, ...] = ("white-house",),
    *,
    only: bool = False,
    keys: tuple[str, ...] = (),
) -> None:
    """Begin at a game that has come so far, or at what keys open there."""
    game = begun(people, moves, only=only)
    pilot.app.open_table(game.branch(len(game.records), shelf.new_path("walked")))
    await pilot.pause()
    await pilot.press(*keys)


TURN, CHOICE = partial(at_table, moves=8), partial(at_table, moves=24)
HOT = partial(at_table, moves=8, people=("state", "white-house"), only=True)
PLACES: dict[str, Begin] = {
    "home": opening,
    "seats": seats,
    "briefing": partial(at_table, moves=0),
    "table": TURN,
    "choosing": CHOICE,
    "keyboard": HOT,
    "hand": partial(HOT, keys=("enter",)),
    "projector": partial(HOT, keys=("P",)),
    "outcome": partial(CHOICE, keys=("enter", "end", "enter")),
    "over": partial(at_table, moves=99, only=True, keys=("escape",)),
    "picker": partial(TURN, keys=("w",)),
    "own words": partial(TURN, keys=("o",)),
    "branches": partial(TURN, keys=("f",)),
    "help": partial(TURN, keys=("f1",)),
    "replay": replay,
    "library": library,
    "comparing": comparing,
    "study": study,
    "settings": partial(opening, keys=("comma",)),
    "preview": mistakes,
}
WALKS: list[Any]
if asked := os.environ.get("SITROOM_WALK"):
    seed_, length_, *only_ = asked.split(":")
    WALKS = [(int(seed_), int(length_), only_ or [*PLACES])]
elif os.environ.get("SITROOM_LONG") == "1":
    WALKS = [(seed, 100, [*PLACES]) for seed in range(15)]
else:
    WALKS = [
        (3, 4, [*PLACES][::7]),
        *(pytest.param(n, 15, [*PLACES][n::3], marks=pytest.mark.slow) for n in range(3)),
    ]


@pytest.mark.parametrize(("seed", "length", "places"), WALKS)
async def test_a_walk_breaks_nothing_and_leads_back(
    seed: int, length: int, places: list[str], folder: Path
) -> None:
    await walk({place: PLACES[place] for place in places}, seed, length, folder)


@pytest.mark.slow
async def test_a_seed_gives_the_same_walk_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert script("table", 3, 30) != script("table", 6, 30)
    seen, games = [], []
    for name in ("first", "second"):
        monkeypatch.setenv("SITROOM_HOME", str(shutil.copytree(folder, tmp_path / name)))
        seen.append(await walk({"table": TURN}, 3, 30, tmp_path / name))
        games.append([path.read_bytes() for path in saved(tmp_path / name)])
    assert seen[0] == seen[1]
    assert games[0] == games[1]
    assert len({screen for _, screen in seen[0]}) > 1  # it went somewhere
