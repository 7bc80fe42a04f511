"""The facilitator's keys where several people share a keyboard: undo, and news held back."""

from pathlib import Path

import pytest
from textual.widgets import OptionList

from sitroom.engine.events import Happened, Said
from sitroom.engine.moves import Pass, Trigger
from sitroom.journal import record
from sitroom.journal.session import Session
from sitroom.loader.opening import open_scenario
from sitroom.narration import facilitation
from sitroom.tui.forms import Picker
from sitroom.tui.page import Page
from tests.tui.drive import on_page, play_until, saved, screen_text, table, until
from tests.tui.test_hot_seat import TWO, app_of, assert_closed, handed, take


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


async def test_undo_names_the_step_and_goes_on_in_a_game_of_its_own(home: Path) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await take(pilot, app, "state")
        before = list(table(app).session.moves)
        await pilot.press("2", "enter")
        await until(pilot, lambda: handed(app), "the next turn")
        old = table(app).session
        (path,) = saved(home)
        kept = path.read_bytes()
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Picker), "the question")
        first, second = app.screen.query_one(OptionList).options
        after = len(old.moves) - len(before) - 1
        assert str(first.prompt).startswith("Undo the line of State Department: ")
        assert str(first.prompt).endswith(f"(and the {after} moves after it)")
        assert str(second.prompt) == facilitation.KEEP
        await pilot.press("escape")
        await until(pilot, lambda: handed(app), "the page again")
        assert table(app).session is old  # nothing was undone
        await pilot.press("u", "enter")
        await until(pilot, lambda: table(app).session is not old and handed(app), "the branch")
        assert table(app).session.moves == before
        assert on_page(app, "Pass the keyboard to State Department")
        assert app.session is table(app).session
        assert [event for event in table(app).shown if isinstance(event, Said)] == [
            event for event in table(app).session.events if isinstance(event, Said)
        ]
        told = facilitation.undone(path, table(app).session.path)
        assert told in [note.message for note in app._notifications]
        await pilot.press("enter", "p")
    assert path.read_bytes() == kept
    _, branch = saved(home)
    assert isinstance(record.read(branch).records[len(before)].move, Pass)


@pytest.mark.slow
async def test_undo_with_nothing_to_undo_says_so_and_a_closed_vote_stays_closed() -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        await pilot.press("enter")
        await until(pilot, lambda: handed(app), "the page")
        await pilot.press("u")
        await until(pilot, lambda: bool(app._notifications), "the toast")
        assert facilitation.NOTHING_TO_UNDO in [note.message for note in app._notifications]
        choosing = lambda: table(app).my_turn and not table(app).cards  # noqa: E731
        await play_until(pilot, app, choosing, "the choice", key="p")
        await pilot.press("j", "enter")
        await until(pilot, lambda: on_page(app, "What really happened"), "the outcome")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: app.screen is table(app), "the table")
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Picker), "the question")
        first = app.screen.query_one(OptionList).options[0]
        assert str(first.prompt).startswith("Undo the choice of White House")
        await pilot.press("enter")
        await until(pilot, lambda: on_page(app, "Pass the keyboard to White House"), "the page")
        assert not table(app).session.over


async def test_held_news_waits_for_the_facilitator_and_everybody_reads_it() -> None:
    app = app_of(held=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await take(pilot, app, "state")
        assert not any(isinstance(event, Happened) for event in table(app).session.events)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Picker), "the list")
        assert "2024-05-10 Russia attacks towards Kharkiv" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: on_page(app, "News: Russia attacks"), "the news")
        assert_closed(app)
        assert isinstance(table(app).session.moves[-1], Trigger)
        await pilot.press("enter")
        await until(pilot, lambda: handed(app), "the keyboard's way back")
        for _ in range(2):
            await pilot.press("i", "enter")
            await until(pilot, lambda: on_page(app, "News: "), "more news")
            await pilot.press("enter")
            await until(pilot, lambda: handed(app), "the keyboard's way back")
        await pilot.press("i")
        await until(pilot, lambda: bool(app._notifications), "the toast")
        assert facilitation.NONE_WAITS in [note.message for note in app._notifications]
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Picker), "the question")
        assert "Undo the news: " in screen_text(app)


async def test_without_held_there_is_no_key_for_news() -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await take(pilot, app, "state")
        assert "News" not in [command.title for command in app.get_system_commands(app.screen)]
        await pilot.press("i")
        assert app.screen is table(app)


def test_steps_are_told_as_everybody_knows_them() -> None:
    session = Session(open_scenario("arming-ukraine"), 1, TWO, "kharkiv-2024", held=True)
    assert facilitation.last_step(session.moves, session.people) is None
    session.computer_move()
    session.play(Pass("state"))
    session.computer_move()
    number = facilitation.last_step(session.moves, session.people)
    assert number == 1
    told = facilitation.step(session.lookup, session.moves, session.events, number)
    assert told == "Undo the pass of State Department (and the move after it)"
