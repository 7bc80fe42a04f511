"""Make the README's pictures from the real app: python docs/screenshots.py."""

import asyncio
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from sitroom.loader.opening import open_scenario
from sitroom.tui.app import SitroomApp
from sitroom.tui.finder import Finder
from sitroom.tui.library import LibraryScreen
from sitroom.tui.page import Page
from sitroom.tui.table import TableScreen

IMAGES = Path(__file__).parent / "images"
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
    """Write a picture that loads nothing from elsewhere."""
    svg = app.export_screenshot(title="Sitroom")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    (IMAGES / name).write_text(svg.replace("Fira Code", "monospace"), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["SITROOM_HOME"] = home
        asyncio.run(table())
        asyncio.run(library())
