"""The same moves on the screen and line by line give the same saved games, byte for byte."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from sitroom.engine.moves import Choose, FreeLine, Move, Pass, Reschedule, Say
from sitroom.journal import record
from sitroom.tui.app import SitroomApp
from sitroom.tui.page import Page
from tests.command import Sitroom, ukraine
from tests.tui.drive import saved, table, until

LINE = "Not one inch further."
KHARKIV = ["arming-ukraine", "--plain", "--decision", "kharkiv-2024", "--seed", "1"]
TYPED = (  # as one types them; ("u", "1") takes the pass back, ("a", "4") puts the tanks first
    *("o", LINE, "2", "2"),
    "p",
    *("u", "1"),
    *("w", "1", "v", "l", "e 1", "t 1", "d", "?"),  # looking is no move
    "2",
    "p",
    "2",
    *("a", "4"),
    "p",
    "q",
)


async def my_turn(pilot: Pilot[None], app: SitroomApp, moves: int) -> None:
    """Close pages until it is the player's turn again, with as many moves made at least."""
    for _ in range(20):
        await until(pilot, lambda: isinstance(app.screen, Page) or _mine(app, moves), "my turn")
        if _mine(app, moves):
            return
        await pilot.press("enter")
    raise AssertionError("no turn came")


def _mine(app: SitroomApp, moves: int) -> bool:
    here = table(app)
    return app.screen is here and here.my_turn and len(here.session.moves) >= moves


async def page(pilot: Pilot[None], app: SitroomApp, text: str) -> None:
    """Close pages until one is open that can change the agenda and whose heading has a text."""
    for _ in range(20):
        await until(pilot, lambda: isinstance(app.screen, Page), text)
        if isinstance(app.screen, Page) and text in app.screen.heading:
            return
        await pilot.press("enter")
        await pilot.pause()
    raise AssertionError(text)


async def on_the_screen() -> list[Move]:
    """Play what TYPED says with keys, and return the moves made."""
    app = SitroomApp(ukraine(), 1, ("white-house",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await my_turn(pilot, app, 7)
        await pilot.press("o")
        await until(pilot, lambda: bool(app.screen.query(TextArea)), "the form")
        app.screen.query_one(TextArea).text = LINE
        await pilot.press("enter", "home", "down", "down", "down", "enter")  # not the guess
        await my_turn(pilot, app, 15)
        before = len(table(app).session.moves)
        await pilot.press("p")
        await my_turn(pilot, app, before + 2)
        await pilot.press("u")
        await until(pilot, lambda: type(app.screen).__name__ == "Picker", "undo")
        await pilot.press("enter")
        await until(pilot, lambda: len(table(app).session.moves) == before, "before the pass")
        await my_turn(pilot, app, before)
        for key in "wvled":
            await pilot.press(key)
            await pilot.pause()
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is table(app), "the table again")
        table(app).hand.focus()
        await pilot.press("down", "enter")
        await my_turn(pilot, app, before + 2)
        await pilot.press("p")
        await my_turn(pilot, app, before + 3)
        await pilot.press("down", "enter")
        await page(pilot, app, "2024-06")
        await pilot.press("a")
        await until(pilot, lambda: type(app.screen).__name__ == "Picker", "the agenda")
        await pilot.press("down", "down", "down", "enter")
        await page(pilot, app, "2023-01")
        await my_turn(pilot, app, before + 4)
        asked = len(table(app).session.moves)
        await pilot.press("p")
        await my_turn(pilot, app, asked + 2)
        moves = list(table(app).session.moves)
        await pilot.press("q")
    return moves


async def test_the_same_moves_both_ways_are_saved_alike(
    sitroom: Sitroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    games = {}
    for way in ("screen", "plain"):
        monkeypatch.setenv("SITROOM_HOME", str(tmp_path / way))
        if way == "screen":
            moves = await on_the_screen()
        else:
            done = sitroom("play", *KHARKIV, "--seat", "white-house", replies=TYPED)
            assert (done.code, done.err) == (0, "")
        games[way] = [path.read_bytes() for path in saved(tmp_path / way)]
    assert len(games["screen"]) == 2  # the second goes on from before the pass that was undone
    assert games["screen"] == games["plain"]
    mine = [move for move in moves if getattr(move, "seat", "") == "white-house"]
    assert [type(move) for move in mine] == [FreeLine, Say, Pass, Choose, Reschedule, Pass]
    undone = next(n for n, move in enumerate(moves) if move == mine[1])  # the pass stood there
    assert record.read(saved(tmp_path / "plain")[1]).header.parent == f"arming-ukraine-1@{undone}"
