"""Drive the app as a player does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

from sitroom.tui import lines
from sitroom.tui.app import SitroomApp
from sitroom.tui.finder import Finder
from sitroom.tui.forms import Picker
from sitroom.tui.page import Page
from sitroom.tui.table import TableScreen
from tests.tui.quick import strips

STILL = 20  # hundreds of turns in which the screen stays as it is


async def until(pilot: Pilot[None], happened: Callable[[], bool], what: str) -> None:
    """Wait for something; the bound is on turns of the loop, not on time.

    Where nothing moves on the screen for long, nothing will: that ends it sooner.
    """
    shown, still = "", 0
    for turn in range(12_000):
        if happened():
            await pilot.pause()
            return
        await pilot.pause(0.001 if turn < 20 else 0.01)  # looking takes from who works at it
        if turn % 100 == 99:
            now = screen_text(pilot.app)
            shown, still = now, still + 1 if now == shown else 0
            if still == STILL:
                break
    raise AssertionError(f"never came: {what}; on screen: {screen_text(pilot.app)[:2000]}")


def screen_text(app: App[Any]) -> str:
    """Return what stands on the screen, line by line."""
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips(app))


async def to_seats(pilot: Pilot[None]) -> None:
    """Go from the home screen to the seats of the first scenario."""
    await open_from_home(pilot, "play:")
    await until(pilot, lambda: type(pilot.app.screen).__name__ == "SeatsScreen", "the seats")


async def to_saved_game(pilot: Pilot[None]) -> None:
    """Open the first saved game on the home screen."""
    await open_from_home(pilot, "game:")


async def open_from_home(pilot: Pilot[None], kind: str) -> None:
    """Mark the first row of a kind on the home screen, and open it."""
    finder = pilot.app.screen.query_one(Finder)
    await until(pilot, lambda: any(id_ and id_.startswith(kind) for _, id_ in finder.rows), kind)
    await pilot.press("home")
    for _ in finder.rows:
        if str(finder.marked).startswith(kind):
            break
        await pilot.press("down")
    await pilot.press("enter")


def table(app: SitroomApp) -> TableScreen:
    """Return the table, wherever it lies in the stack."""
    return next(screen for screen in app.screen_stack if isinstance(screen, TableScreen))


async def meant(pilot: Pilot[None], app: SitroomApp) -> bool:
    """Say that a choice is meant; whether that was asked."""
    asked = isinstance(app.screen, Picker)
    if asked:
        await pilot.press("end", "enter")
    return asked


def _by(app: SitroomApp, key: str) -> str:
    """Return the key for a turn: where own words stand first, Enter would open their form."""
    marked = table(app).hand.highlighted_option
    own = marked is not None and marked.id == lines.OWN_LINE
    return "p" if own and key == "enter" else key


async def play_until(
    pilot: Pilot[None], app: SitroomApp, wanted: Callable[[], bool], what: str, key: str = "enter"
) -> None:
    """Close pages and answer every turn with `key` until something is reached."""
    for _ in range(400):
        await until(
            pilot,
            lambda: wanted() or isinstance(app.screen, Page) or table(app).my_turn or over(app),
            what,
        )
        if wanted():
            return
        if not await meant(pilot, app):
            await pilot.press("enter" if isinstance(app.screen, Page) else _by(app, key))
        await pilot.pause()
    raise AssertionError(f"never came: {what}")


def over(app: SitroomApp) -> bool:
    """Whether the game at the table has ended and its pages are closed."""
    return table(app).session.over and not isinstance(app.screen, Page)


def on_page(app: SitroomApp, text: str) -> bool:
    """Whether a page is open whose heading or sections name a text."""
    page = app.screen
    if not isinstance(page, Page):
        return False
    return text in page.heading or any(text in title for title, _ in page.sections)


def plain(widget: Widget) -> str:
    """Return a widget's text."""
    return str(widget.render())


def saved(home: Path) -> list[Path]:
    """Return the journals under a home folder."""
    return sorted((home / "games").glob("*.jsonl"))
