"""A walk at random from every screen: nothing breaks, nobody is stuck, every game stays valid.

300 steps here; SITROOM_LONG=1 makes 30,000. A walk that went wrong says its name and seed:

    SITROOM_WALK=table:17:100 pytest -n 0 tests/tui/test_walk.py
"""

import os
import shutil
from collections.abc import Awaitable, Callable, Sequence
from functools import cache, partial
from pathlib import Path

import pytest

from sim.debrief.sight import View
from sim.journal import shelf
from sim.journal.session import Session
from sim.tui.app import SitroomApp
from sim.tui.comparing import CompareScreen
from sim.tui.library import LibraryScreen
from sim.tui.preview import Preview
from sim.tui.studying import StudyScreen
from tests.command import Sitroom, ukraine
from tests.journal.games import played
from tests.tui.drive import saved
from tests.tui.walk import SIZES, Quick, script, walk

Begin = Callable[[Quick], Awaitable[None]]
DECISION = Path("scenarios/harbour/decisions/how-far.yaml")
LONG = os.environ.get("SITROOM_LONG") == "1"
STEPS, SEEDS = (100, 14) if LONG else (14, 1)  # of each walk, of walks from each place


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


def opening() -> SitroomApp:
    """Nothing begun: the home screen."""
    return SitroomApp(pace=0)


def seats() -> SitroomApp:
    return SitroomApp(ukraine(), 1, pace=0)


@cache
def begun(people: tuple[str, ...], moves: int, *, only: bool = False) -> Session:
    """Return a game played by computer for some moves, and on to a person's turn if there is one."""
    game = Session(ukraine(), 1, people, "kharkiv-2024", only=only, held=len(people) > 1)
    while not game.over and (len(game.records) < moves or not game.waits):
        game.computer_move()
    return game


def at_table(moves: int, *people: str, only: bool = False) -> SitroomApp:
    game = begun(people or ("white-house",), moves, only=only)
    return SitroomApp(session=game.branch(len(game.records), shelf.new_path("walked")), pace=0)


def author() -> SitroomApp:
    watched = Preview("harbour", by_itself=False)
    return SitroomApp(None, 1, ("fire-chief",), "how-far", pace=0, preview=watched)


def past() -> SitroomApp:
    return SitroomApp(past=begun(("white-house",), 99, only=True), pace=0)


async def at_once(pilot: Quick, keys: Sequence[str] = ()) -> None:
    """Begin where the app opens, or at what keys open there."""
    await pilot.press(*keys)


async def library(pilot: Quick) -> None:
    await pilot.app.push_screen(LibraryScreen(View(ukraine().lookup)))
    await pilot.pause()


async def comparing(pilot: Quick) -> None:
    await library(pilot)
    await pilot.app.push_screen(CompareScreen(View(ukraine().lookup), "state", "pentagon"))
    await pilot.pause()


async def study(pilot: Quick) -> None:
    game = Session(ukraine(), 5, (), "landmines-2024", only=True)
    await pilot.app.push_screen(StudyScreen(game))
    await pilot.pause()


def pressed(*keys: str) -> Begin:
    return partial(at_once, keys=keys)


TURN, CHOICE = partial(at_table, 8), partial(at_table, 24)
HOT = partial(at_table, 8, "state", "white-house", only=True)
PLACES: dict[str, tuple[Callable[[], SitroomApp], Begin]] = {
    "home": (opening, at_once),
    "settings": (opening, pressed("comma")),
    "library": (opening, library),
    "comparing": (opening, comparing),
    "study": (opening, study),
    "seats": (seats, at_once),
    "briefing": (partial(at_table, 0), at_once),
    "table": (TURN, at_once),
    "help": (TURN, pressed("f1")),
    "picker": (TURN, pressed("w")),
    "own": (TURN, pressed("o")),
    "branches": (TURN, pressed("f")),
    "choosing": (CHOICE, at_once),
    "outcome": (CHOICE, pressed("enter")),
    "over": (partial(at_table, 99, only=True), pressed("escape")),
    "replay": (past, at_once),
    "keyboard": (HOT, at_once),
    "hand": (HOT, pressed("enter")),
    "projector": (HOT, pressed("P")),
    "preview": (author, at_once),
}
WALKS = [
    (place, seed, STEPS)
    for number, place in enumerate(PLACES)
    for seed in range(number, number + SEEDS)
]
if asked := os.environ.get("SITROOM_WALK"):
    named, seeded, long = asked.split(":")
    WALKS = [(named, int(seeded), int(long))]


@pytest.mark.parametrize(("place", "seed", "steps"), WALKS)
async def test_a_walk_breaks_nothing_and_leads_back(
    place: str, seed: int, steps: int, folder: Path
) -> None:
    app, begin = PLACES[place]
    await walk(app(), begin, script(place, seed, steps), SIZES[seed % 3], folder)


async def test_a_seed_gives_the_same_walk_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, begin = PLACES["table"]
    steps = script("table", 5, 30)
    assert steps != script("table", 6, 30)
    seen, games = [], []
    for name in ("first", "second"):
        monkeypatch.setenv("SITROOM_HOME", str(shutil.copytree(folder, tmp_path / name)))
        seen.append(await walk(app(), begin, steps, SIZES[0], tmp_path / name))
        games.append([path.read_bytes() for path in saved(tmp_path / name)])
    assert seen[0] == seen[1]
    assert games[0] == games[1]
    assert len(set(seen[0])) > 3  # it went somewhere
