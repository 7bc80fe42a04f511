"""Manners of all screens: names and tips of commands, footers, help, jumping, quitting."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import Screen

from sitroom.tui import catalogue
from sitroom.tui.app import SitroomApp
from sitroom.tui.footer import Keys
from sitroom.tui.help import HelpPage, help_page, keys_now
from sitroom.tui.home import HomeScreen
from sitroom.tui.jump import JumpScreen
from tests.command import squeezed, ukraine
from tests.tui.drive import on_page, play_until, screen_text, table, until

PLACES = (
    "home",
    "seats",
    "settings",
    "page",
    "table",
    "question",
    "own words",
    "keyboard",
    "public",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


@asynccontextmanager
async def at(place: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """Go to a screen as a player does."""
    seats = ("state", "kremlin") if place in ("keyboard", "public") else ("state",)
    app = SitroomApp(
        None if place in ("home", "settings") else ukraine(),
        1,
        () if place == "seats" else seats,
        "kharkiv-2024",
        pace=0,
    )
    async with app.run_test(size=size) as pilot:
        keys = {
            "settings": ["comma"],
            "page": ["e"],
            "question": ["w"],
            "own words": ["o"],
            "public": ["P"],
        }
        if place in ("keyboard", "public"):
            await play_until(pilot, app, lambda: on_page(app, "Pass the keyboard"), "the page")
        elif place not in ("home", "seats", "settings"):
            await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        await pilot.press(*keys.get(place, []))
        await until(pilot, lambda: bool(app.screen.query_one(Keys).shown), place)
        await pilot.pause()
        yield pilot


def test_every_command_has_a_name_of_its_own_and_says_what_it_does() -> None:
    meant: dict[str, tuple[str, str]] = {}
    for screen, others in catalogue.screens().items():
        for node in (screen, *others):
            for binding in catalogue.bindings(node):
                id_ = str(binding.id)
                assert re.fullmatch(r"[a-z]+\.[a-z_0-9]+", id_), id_
                said = (binding.description, binding.tooltip)
                assert meant.setdefault(id_, said) == said, id_
                assert binding.description, id_
    assert len(meant) > 50


def test_no_key_of_ours_is_without_a_name() -> None:
    for screen, others in catalogue.screens().items():
        for node in (screen, *others):
            for base in node.__mro__:
                if base.__module__.startswith("sitroom."):
                    for binding in vars(base).get("BINDINGS", ()):
                        assert isinstance(binding, Binding)
                        moving = binding.key in ("up", "down") and not binding.show
                        assert binding.id or moving, (base, binding.key)


def test_no_two_commands_of_one_screen_share_a_key_but_for_enter_and_escape() -> None:
    shared = {clash for clash in catalogue.clashes({}) if clash[0] not in ("enter", "escape")}
    assert not shared


def test_commands_that_do_something_have_a_tip_or_only_move() -> None:
    moves = {"Down", "Up", "Page down", "Page up", "To the end", "To the top"}
    close = {"Back", "Close", "Go on", "Show all", "Stay", "Next", "Not yet", "Stop typing"}
    commands = catalogue.commands()
    untold = {id_ for id_, (first, *_) in commands.items() if not first.tooltip}
    assert not {id_ for id_ in untold if commands[id_][0].description not in moves | close}


def test_every_screen_has_a_help_text_of_its_own() -> None:
    bases = ("Browser", "Closing", "Form", "OfScenario")
    names = [screen.__name__ for screen in catalogue.screens() if not screen.HELP]
    assert not [name for name in names if name not in bases]


@pytest.mark.parametrize("place", PLACES)
async def test_footer_palette_and_help_of_every_screen(place: str) -> None:
    async with at(place) as pilot:
        app: Any = pilot.app
        below = app.screen
        keeps_help_and_quit(app)
        names_what_applies_as_area_and_command(app)
        await pilot.press("f1")
        page = app.screen
        assert isinstance(page, HelpPage)
        tells_what_is_marked_then_the_screen_then_everywhere(page, below)
        await pilot.press("question_mark", "f1")
        assert app.screen is page
        await pilot.press("escape")
        assert app.screen is below


def keeps_help_and_quit(app: SitroomApp) -> None:
    keys = app.screen.query_one(Keys).shown
    footer = squeezed(screen_text(app).splitlines()[-1])
    at = app.screen.focused
    typing = at is not None and at.check_consume_key("x", "x")  # where ? and q are letters
    assert footer.startswith("f1 Help ^q Quit" if typing else "? Help q Quit"), footer
    assert len(keys) in range(2, 9)
    assert footer == " ".join(f"{display} {what}" for _, display, what, _ in keys)


def names_what_applies_as_area_and_command(app: SitroomApp) -> None:
    titles = [known.title for known in app.get_system_commands(app.screen)]
    assert len(titles) == len(set(titles))
    assert {"App: Help", "App: Quit"} <= set(titles)
    assert all(re.match(r"[A-Z][a-z]+: [A-Z0-9]", title) for title in titles), titles


def tells_what_is_marked_then_the_screen_then_everywhere(
    page: HelpPage, below: Screen[Any]
) -> None:
    heads = [title for title, _ in page.sections]
    assert heads[-1] == "Everywhere"
    assert heads[-2] == (below.HELP or "").partition("\n")[0]
    assert all(head.startswith("Marked now") for head in heads[:-2])
    told = " ".join(line for _, lines in page.sections for line in lines)
    assert all(row in told for _, row in keys_now(below))


async def test_help_is_about_the_thing_in_focus() -> None:
    async with at("table") as pilot:
        app: Any = pilot.app
        first = help_page(app.screen).sections[0]
        await pilot.press("tab")
        second = help_page(app.screen).sections[0]
        assert first[0] != second[0]
        assert first[0].startswith("Marked now: ")


@pytest.mark.parametrize("place", ["seats", "table"])
async def test_g_shows_a_letter_on_each_part_and_goes_there(place: str) -> None:
    async with at(place) as pilot:
        app = pilot.app
        below, now = app.screen, app.focused
        await pilot.press("g")
        assert isinstance(app.screen, JumpScreen)
        parts = app.screen.parts
        assert len(parts) >= 2
        for letter, (_, name) in parts.items():
            assert f"{letter}  {name}" in screen_text(app)
        await pilot.press("escape")
        assert app.focused is now
        for letter, (part, _) in parts.items():
            await pilot.press("g", letter)
            await pilot.pause()
            assert app.screen is below
            assert app.focused is part
        await pilot.press("g", "g")
        await pilot.pause()
        assert app.focused is next(iter(parts.values()))[0]
        await pilot.press("g")
        await pilot.click(f"#to-{list(parts)[-1]}")
        await pilot.pause()
        assert app.focused is list(parts.values())[-1][0]
        await pilot.press("g")
        await pilot.click("#how")
        await pilot.pause()
        assert app.screen is below


async def test_the_seats_by_letters_arrows_and_mouse() -> None:
    async with at("seats") as pilot:
        app = pilot.app
        await pilot.press("l")
        assert app.focused is app.screen.query_one("#decisions")
        await pilot.press("j", "k", "h")
        assert app.focused is app.screen.query_one("#seats")
        await pilot.press("right", "left", "tab", "shift+tab")
        assert app.focused is app.screen.query_one("#seats")
        assert "★" in screen_text(app)
        await pilot.click("#seats", offset=(6, 1))
        assert "[x] State Department" in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_the_seats_say_who_decides_at_the_marked_decision() -> None:
    async with at("seats", (120, 40)) as pilot:
        shown = screen_text(pilot.app)
        assert "White House ★" in shown
        assert "At the marked decision it advises." in squeezed(shown)
        await pilot.press("tab", "end")
        await pilot.pause()
        assert screen_text(pilot.app) != shown


async def test_wherever_one_is_a_click_on_the_footer_works() -> None:
    async with at("home") as pilot:
        footer = pilot.app.screen.query_one(Keys)
        await pilot.hover(footer, offset=(2, 0))
        assert footer.tooltip == "What is marked, and its keys"
        await pilot.click(footer, offset=(2, 0))
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpPage)


async def test_quitting_a_finished_game_tells_how_to_look_back() -> None:
    app = SitroomApp(ukraine(), 1, (), "kharkiv-2024", pace=0, watch=True, only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: on_page(app, "Debrief"), "the debrief")
        await pilot.press("ctrl+q")
    assert "To look back: sitroom debrief arming-ukraine-1" in app.farewell


async def test_an_end_from_outside_gives_the_terminal_back_and_says_where_the_game_is() -> None:
    app = SitroomApp(ukraine(), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        os.kill(os.getpid(), signal.SIGTERM)
        await until(pilot, lambda: app.return_code is not None, "the end")
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
    assert app.return_code == 128 + signal.SIGTERM
    assert app.farewell.startswith("Saved: ")


async def test_a_crash_is_told_in_plain_words_and_the_details_kept(home: Path) -> None:
    app = SitroomApp(ukraine(), 1, ("state",), "kharkiv-2024", pace=0)

    async def broken() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
            app.call_later(lambda: 1 // 0)
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await broken()
    assert app.return_code == 3
    first, details, saved, _ = app.farewell.splitlines()
    assert "ZeroDivisionError" in first
    assert details == f"Details: {home / 'crash.txt'}"
    assert "Traceback" in (home / "crash.txt").read_text()
    assert saved.startswith("Saved: ")
