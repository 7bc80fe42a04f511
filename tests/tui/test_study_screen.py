"""Studies in the app: many games beside the loop, stopped or not, and any of their runs opened."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from sitroom.journal.session import Session
from sitroom.reports.study_process import StudyProcess, Wanted
from sitroom.study import results
from sitroom.study.checkpoint import StudyError
from sitroom.tui import study_screen
from sitroom.tui.app import SitroomApp
from sitroom.tui.replay import ReplayScreen
from sitroom.tui.study_screen import StudyScreen
from tests.command import Sitroom, ukraine
from tests.tui.drive import play_until, screen_text, table, until


def game() -> Session:
    session = Session(ukraine(), 5, ("state",), "landmines-2024", only=True)
    while not session.over:
        session.computer_move()
    return session


@pytest.fixture
def played(sitroom: Sitroom, home: Path) -> Path:
    """A study of that game that was made before."""
    folder = home / "studies" / "arming-ukraine-1"
    folder.parent.mkdir(parents=True)
    done = sitroom(
        *("study", "arming-ukraine", "--decision", "landmines-2024", "--only", "--seed", "5"),
        *("--runs", "2000", "--out", str(folder)),
    )
    assert done.code == 0
    return folder


async def opened(pilot: Pilot[None], app: SitroomApp) -> StudyScreen:
    screen = StudyScreen(game())
    await app.push_screen(screen)
    await until(pilot, lambda: "2,000 runs (some seconds)" in screen_text(app), "the offer")
    return screen


@pytest.mark.parametrize("size", [(80, 24), pytest.param((160, 50), marks=pytest.mark.slow)])
@pytest.mark.usefixtures("played")
async def test_what_came_of_it_is_told_and_its_runs_open_as_they_are(size: tuple[int, int]) -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot, app)
        assert "Only 'Landmines for the eastern front'." in screen.page("play:2000")[0]
        await pilot.press("enter")  # the same was played before, so it is there at once
        await until(pilot, lambda: screen.found is not None, "what came of it")
        assert screen.here == study_screen.WHOLE
        text = screen_text(app)
        assert "Arming Ukraine: 2,000 runs of seed 5" in text
        assert "not a forecast" in text
        await pilot.press("tab")
        await until(pilot, lambda: screen.finder.options.has_focus, "the list")
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen), "the run")
        run = screen.runs[1].number
        check_run(app.screen, run)
        assert run != screen.runs[0].number
        await pilot.press("escape", "n")
        await until(pilot, lambda: bool(app.screen.query(Input)), "the question")
        await pilot.press(*"2000", "enter")
        assert app.screen.query(Input)  # there is no such run
        await pilot.press("backspace", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen), "run 200")
        check_run(app.screen, 200)


def check_run(screen: object, number: int) -> None:
    """Check that a run is what playing it alone gives."""
    assert isinstance(screen, ReplayScreen)
    alone = Session(ukraine(), 5, (), "landmines-2024", only=True, run=number)
    while not alone.over:
        alone.computer_move()
    assert screen.past.header.run == number
    assert screen.past.events == alone.events


class Slow(StudyProcess):
    """A study that does a thousand runs for every time that it is let to, until it is stopped."""

    gate = threading.Semaphore(0)

    def play(self) -> Iterator[int]:
        count = 0
        while not self.stopped:
            yield count
            self.gate.acquire()
            count += 1000
        if count == 1000:
            raise StudyError("It was stopped before the first runs were done.")

    def stop(self) -> None:
        super().stop()
        self.gate.release()


async def test_it_can_be_stopped_and_what_is_done_is_told(
    played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = results.read(played)
    (played / "study.json").unlink()
    found = replace(kept, complete=False, wanted=10_000)
    monkeypatch.setattr(Slow, "found", lambda _: found)
    monkeypatch.setattr(study_screen, "StudyProcess", Slow)
    Slow.gate = threading.Semaphore(0)
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "0 of 10,000 runs" in screen_text(app), "the bar")
        Slow.gate.release()
        await until(pilot, lambda: "1,000 of 10,000 runs" in screen_text(app), "the first runs")
        assert "[###" in screen_text(app)
        await pilot.press("c")
        await until(pilot, lambda: "Stopped early" in screen_text(app), "what is done")
        assert "2,000 of 10,000 runs of seed 5, stopped early" in screen_text(app)


async def test_leaving_stops_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Slow] = []

    def make(wanted: Wanted, folder: Path | None = None) -> Slow:
        made.append(Slow(wanted, folder))
        return made[0]

    monkeypatch.setattr(study_screen, "StudyProcess", make)
    Slow.gate = threading.Semaphore(0)
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: "0 of 2,000 runs" in screen_text(app), "the bar")
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1, "home")
        assert made[0].stopped
    assert home


async def test_a_real_one_is_played_beside_the_loop(home: Path) -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await until(pilot, lambda: screen.found is not None, "what came of it")
        assert screen.folder == home / "studies" / "arming-ukraine-1"
        assert screen.found is not None
        assert screen.found.runs == 2000


async def test_the_table_offers_it_only_when_the_game_is_over(home: Path) -> None:
    app = SitroomApp(ukraine(), 5, ("state",), "landmines-2024", only=True, pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        await pilot.press("m")
        assert app.screen is table(app)  # it would tell what is to come
        await play_until(pilot, app, lambda: table(app).session.over, "the end")
        while app.screen is not table(app):
            await pilot.press("escape")
            await pilot.pause()
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, StudyScreen), "the offer")
    assert home
