"""The public view for a class: whose turn, how far it moved, the time left; nothing private."""

from pathlib import Path

import pytest

from sitroom.engine.events import Said
from sitroom.journal.session import Session
from sitroom.tui.app import SitroomApp
from sitroom.tui.clock import Clock
from sitroom.tui.handover import HandOver
from sitroom.tui.letters import large, largest
from sitroom.tui.page import Page
from sitroom.tui.projector import ProjectorScreen
from tests.command import squeezed, ukraine
from tests.tui.drive import meant, play_until, screen_text, table, until
from tests.tui.test_hot_seat import TWO, assert_closed

SIZES = [(80, 24), pytest.param((160, 50), marks=pytest.mark.slow)]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


class Watch:
    """A watch that goes when told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def app_of(
    seats: tuple[str, ...] = TWO, *, projecting: bool = True, clock: Clock | None = None
) -> SitroomApp:
    return SitroomApp(
        ukraine(),
        1,
        seats,
        "kharkiv-2024",
        pace=0,
        only=True,
        projecting=projecting,
        clock=clock,
    )


def waits(app: SitroomApp) -> bool:
    """Whether the public view waits for a person to take the turn."""
    return isinstance(app.screen, ProjectorScreen) and app.screen.session.waits


@pytest.mark.parametrize("size", SIZES)
async def test_a_class_plays_a_decision_from_the_public_view(size: tuple[int, int]) -> None:
    app, turns = app_of(clock=Clock(3, now=Watch())), 0
    async with app.run_test(size=size) as pilot:
        for _ in range(60):
            await until(
                pilot,
                lambda: isinstance(app.screen, Page) or waits(app) or table(app).session.over,
                "something to do",
            )
            if isinstance(app.screen, Page):
                assert not isinstance(app.screen, HandOver)
                await pilot.press("enter")
                continue
            if table(app).session.over:
                break
            turns += 1
            assert_closed(app)
            shown = screen_text(app)
            for actor in ("White House", "State Department", "United Kingdom", "Ukraine"):
                assert actor in shown
            for words in ("rung 7 of 11", "rung 8 of 11", "Enter takes the turn."):
                assert words in shown
            assert "\n".join(large("3:00", 80, huge=size[1] >= 40)).split()[0] in shown
            said = [e for e in table(app).session.events if isinstance(e, Said)]
            if said:
                assert ("→" in shown) or ("←" in shown)
                assert f"{said[-1].turn + 1} " in shown
            footer = squeezed(shown.splitlines()[-1])
            assert footer == "? Help q Quit ⏎ Take turn space Clock + 1 minute P Back"
            await pilot.press("enter")
            await until(pilot, lambda: table(app).my_turn, "the hand")
            assert table(app).reader == table(app).session.mover
            await pilot.press(*(["3", "enter"] if turns < 3 else ["enter"]))
            await pilot.pause()
            await meant(pilot, app)
        assert table(app).session.over
        assert turns == 7
        assert "The campaign is over." in screen_text(app)
        await pilot.press("P")  # to the table, or to a page that lies on it
        await until(pilot, lambda: not isinstance(app.screen, ProjectorScreen), "the table")


async def test_one_key_goes_there_and_back_and_hides_the_hand_at_once() -> None:
    app = app_of(projecting=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "State's turn")
        await pilot.press("P")
        await until(pilot, lambda: waits(app), "the public view")
        assert_closed(app)
        await pilot.press("question_mark")
        assert "One minute more" in screen_text(app) or "one minute more" in screen_text(app)
        await pilot.press("escape", "P")
        await until(pilot, lambda: isinstance(app.screen, HandOver), "the keyboard's way")
        await pilot.press("P")
        await until(pilot, lambda: waits(app), "the public view again")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HandOver), "the keyboard's way")


async def test_one_person_may_show_the_public_view_too() -> None:
    app = app_of(("state",), projecting=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        await pilot.press("P")
        await until(pilot, lambda: waits(app), "the public view")
        assert not table(app).hand.display
        await pilot.press("P")
        await until(pilot, lambda: table(app).my_turn, "my turn")


async def test_undo_from_the_public_view_comes_back_to_it() -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        await pilot.press("enter")
        await until(pilot, lambda: waits(app), "State's turn")
        await pilot.press("enter", "p")
        await until(
            pilot, lambda: waits(app) and table(app).session.mover == "white-house", "the next"
        )
        await pilot.press("u", "enter")
        await until(pilot, lambda: waits(app) and table(app).session.mover == "state", "undone")
        assert "State Department has the floor" in screen_text(app)


async def test_the_clock_can_be_started_stopped_and_extended_and_is_no_part_of_the_game() -> None:
    watch = Watch()
    app = app_of(clock=Clock(2, now=watch))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        await pilot.press("enter")
        await until(pilot, lambda: waits(app), "State's turn")
        await shows(app, "2:00")
        watch.seconds += 59.5
        await pilot.press("space")
        await shows(app, "1:01")
        assert "stopped" in screen_text(app)
        watch.seconds += 100
        await pilot.press("plus")
        await shows(app, "2:01")
        await pilot.press("space")
        watch.seconds += 121
        await pilot.press("equals_sign")
        await shows(app, "1:00")
        watch.seconds += 1000
        assert isinstance(app.screen, ProjectorScreen)
        app.screen.tick()
        await pilot.pause()
        await shows(app, "0:00")
        assert "time is up" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: table(app).my_turn, "the hand")
        table(app).tick()
        await pilot.pause()
        assert "0:00  time is up  Kharkiv" in screen_text(app)
        await pilot.press("p")
        await until(
            pilot, lambda: waits(app) and table(app).session.mover == "white-house", "the next"
        )
        await shows(app, "2:00")  # a turn begins with all of its time
    session = app.session
    assert isinstance(session, Session)
    assert session.path is not None
    assert "minutes" not in session.path.read_text().split("\n", 1)[1]


async def shows(app: SitroomApp, time: str) -> None:
    """Check that the large clock shows a time."""
    shown = screen_text(app)
    for row in large(time, 80):
        assert row.rstrip() in shown, time


def test_a_clock_for_a_decision_runs_on_from_turn_to_turn() -> None:
    watch = Watch()
    clock = Clock(10, "decision", watch)
    clock.begin("kharkiv")
    watch.seconds += 60
    clock.end()
    clock.begin("kharkiv")
    assert clock.text() == "9:00"
    clock.begin("deep strike")
    assert clock.text() == "10:00"


def test_a_clock_that_nobody_asked_for_shows_nothing_until_it_is_started() -> None:
    watch = Watch()
    clock = Clock(now=watch)
    clock.begin("turn")
    assert (clock.text(), clock.note()) == ("", "")
    clock.toggle()
    watch.seconds += 0.4
    assert (clock.text(), clock.running) == ("3:00", True)
    watch.seconds += 60
    clock.toggle()
    assert (clock.text(), clock.note()) == ("2:00", "stopped")


def test_large_letters_fit_or_give_way_to_a_shorter_name() -> None:
    assert len(large("White House", 80)) == 3
    assert len(large("White House", 100, huge=True)) == 5
    assert large("White House", 20) == []
    assert large("Кремль", 80) == []
    assert large("Élysée", 80) == large("Elysee", 80)
    assert largest(["National Security Council staff", "NSC"], 40) == large("NSC", 40)
    rows = large("0123456789:", 80)
    assert len({len(row) for row in rows}) == 1
