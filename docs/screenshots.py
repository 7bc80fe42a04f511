"""Make the pictures of the documents from the real app: python docs/screenshots.py [FOLDER]."""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from recording import moving
from textual.pilot import Pilot

from sitroom.loader.opening import open_scenario
from sitroom.tui.app import SitroomApp
from sitroom.tui.finder import Finder
from sitroom.tui.library import LibraryScreen
from sitroom.tui.page import Page
from sitroom.tui.table import TableScreen

IMAGES = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent / "images"
SEEN = 8  # moves at Kharkiv until State's second turn


async def table() -> None:
    """Play to State's second turn at Kharkiv and take the table, then White House's Why page."""
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(120, 40)) as pilot:

        def mine(moves: int) -> bool:
            here = app.screen
            return (
                isinstance(here, TableScreen) and here.my_turn and len(here.session.moves) >= moves
            )

        await until(pilot, lambda: isinstance(app.screen, Page))
        await pilot.press("enter")
        await until(pilot, lambda: mine(0))
        await pilot.press("enter")
        await until(pilot, lambda: mine(SEEN))
        save(app, "table.svg")
        await pilot.resize_terminal(100, 37)
        await pilot.press("w", "end", "enter")
        await until(pilot, lambda: isinstance(app.screen, Page))
        save(app, "why.svg")


async def turn() -> None:
    """Record one turn: read the hand, mark a line, say it, see whom it moves, ask why."""
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(100, 32)) as pilot:
        pictures: list[tuple[str, float]] = []

        def seen(seconds: float) -> None:
            pictures.append((picture(app), seconds))

        def spoken() -> int:
            here = app.screen
            return len(here.session.moves) if isinstance(here, TableScreen) else -1

        await until(pilot, lambda: isinstance(app.screen, Page))
        seen(4)  # the briefing
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TableScreen) and app.screen.my_turn)
        seen(3)
        before = spoken()
        for _ in range(2):
            await pilot.press("down")
            await pilot.pause(0.2)
            seen(1.2)
        for _ in range(2):
            await pilot.press("up")
            await pilot.pause(0.2)
            seen(0.8)
        await pilot.press("enter")
        await until(pilot, lambda: spoken() > before)
        seen(4)  # it is said; others have answered
        await pilot.press("w", "end", "enter")
        await until(pilot, lambda: isinstance(app.screen, Page))
        seen(4)  # why the White House stands there
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TableScreen))
        seen(3)
    (IMAGES / "turn.svg").write_text(moving(pictures, still=6), encoding="utf-8")


async def library() -> None:
    """Take the library with the first decision's page beside the list."""
    app = SitroomApp(pace=0)
    async with app.run_test(size=(150, 36)) as pilot:
        await until(pilot, lambda: bool(app.screen.query_one(Finder).rows))
        await pilot.press("x", "enter")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen) and app.screen.view)
        finder = app.screen.query_one(Finder)
        wanted = next(id_ for _, id_ in finder.rows if id_ and id_.endswith(":kharkiv-2024"))
        finder.mark(wanted)
        await pilot.pause(0.5)
        save(app, "library.svg")


async def until(pilot: Pilot[None], happened: Callable[[], object]) -> None:
    """Wait for something, and for the screen to come to rest."""
    while not happened():
        await pilot.pause(0.05)
    await pilot.pause(0.5)


def save(app: SitroomApp, name: str) -> None:
    """Write a picture of the screen."""
    (IMAGES / name).write_text(picture(app), encoding="utf-8")


def picture(app: SitroomApp) -> str:
    """Return the screen as an SVG that loads nothing from elsewhere."""
    svg = app.export_screenshot(title="Sitroom")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code", "monospace")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["SITROOM_HOME"] = home
        IMAGES.mkdir(parents=True, exist_ok=True)
        asyncio.run(table())
        asyncio.run(turn())
        asyncio.run(library())
