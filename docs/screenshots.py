"""Make the README's pictures from the real app: python docs/screenshots.py."""

import asyncio
import os
import re
import tempfile
from pathlib import Path

from sim.journal.session import open_scenario
from sim.tui.app import SitroomApp
from sim.tui.page import Page
from sim.tui.table import TableScreen

IMAGES = Path(__file__).parent / "images"


async def main() -> None:
    """Play to State's second turn at Kharkiv and take the table; its Why page; a class's view."""
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(100, 36)) as pilot:
        for _ in range(2):
            while not (isinstance(app.screen, TableScreen) and app.screen.my_turn):
                if isinstance(app.screen, Page):
                    await pilot.press("enter")
                await pilot.pause(0.05)
            if len(app.screen.session.moves) < 7:
                await pilot.press("enter")
                await pilot.pause(0.2)
        await pilot.pause(0.3)
        save(app, "table.svg")
        await pilot.press("w", "end", "enter")
        await pilot.pause(0.3)
        save(app, "why.svg")
        await pilot.press("escape", "escape", "P")
        await pilot.pause(0.3)
        save(app, "projector.svg")


def save(app: SitroomApp, name: str) -> None:
    """Write a picture that loads nothing from elsewhere."""
    svg = app.export_screenshot(title="Sitroom")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    (IMAGES / name).write_text(svg.replace("Fira Code", "monospace"), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["SITROOM_HOME"] = home
        asyncio.run(main())
