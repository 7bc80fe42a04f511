"""A game played with the mouse alone, from the briefing to what came of it."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from sitroom.engine.moves import Choose, Say
from sitroom.tui.app import SitroomApp
from sitroom.tui.forms import Picker
from sitroom.tui.own_line import OwnLine
from sitroom.tui.page import Page
from tests.journal.games import harbour
from tests.tui.drive import on_page, screen_text, table, until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


async def click(pilot: Pilot[None], text: str) -> None:
    """Click on the last place on the screen where a text stands."""
    lines = screen_text(pilot.app).splitlines()
    y = max((n for n, line in enumerate(lines) if text in line), default=-1)
    assert y >= 0, (text, lines)
    await pilot.click(offset=(lines[y].index(text) + 1, y))
    await pilot.pause()


async def test_a_game_is_played_with_the_mouse_alone() -> None:
    app = SitroomApp(harbour(), 1, ("mayor",), "entry", pace=0, only=True)
    async with app.run_test(size=(80, 48)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        await click(pilot, "Go on")
        await until(pilot, lambda: table(app).my_turn, "my turn")
        await click(pilot, "? Help")
        assert on_page(app, "Marked now: What you can play")
        await click(pilot, "Own words")  # what has no room at the foot
        await until(pilot, lambda: isinstance(app.screen, OwnLine), "a line to type")
        await click(pilot, "Back")
        await until(pilot, lambda: app.screen is table(app), "the table")
        for _ in range(20):
            if table(app).hand.choosing:
                break
            hand = table(app).hand
            first = next((card.argument for card in table(app).cards), "")
            item = next((one for one in hand.items if one.id == first), hand.items[0])
            if hand.marked != item.id:  # to pass stands before what does not help
                await click(pilot, item.short.plain[:20])
            await click(pilot, item.whole.plain.strip()[:20])  # it is marked: a click says it
            await until(pilot, lambda: table(app).my_turn, "my next turn")
        await click(pilot, "Let it in  ")  # that marks it, and shows it whole
        await click(pilot, "Let it in: ")
        await until(pilot, lambda: not table(app).my_turn or isinstance(app.screen, Picker), "it")
        if isinstance(app.screen, Picker):
            await click(pilot, "Decide so")
        await until(pilot, lambda: isinstance(app.screen, Page), "what came of it")
        moves = table(app).session.moves
    assert any(isinstance(move, Say) and move.seat == "mayor" for move in moves)
    assert any(isinstance(move, Choose) and move.option == "yes" for move in moves)
