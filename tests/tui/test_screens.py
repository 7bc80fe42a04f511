"""Every key of every screen, at the smallest size and a wide one; texts shown as they are."""

from pathlib import Path

import pytest

from sitroom.loader import bundle
from sitroom.loader.opening import open_scenario, prepare
from sitroom.tui.app import SitroomApp
from sitroom.tui.footer import Keys
from sitroom.tui.page import Page
from tests.tui.drive import on_page, play_until, screen_text, table, to_seats, until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("size", [(80, 24), pytest.param((200, 60), marks=pytest.mark.slow)])
async def test_every_key_of_the_table_does_something_and_escape_comes_back(
    size: tuple[int, int],
) -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=size) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        pages = {
            "b": "Kharkiv",
            "v": "How each would choose",
            "l": "The world",
            "e": "In your hand",
            "d": "Debrief",
            "question_mark": "Help",
            "f1": "Help",
        }
        for key, heading in pages.items():
            await pilot.press(key)
            assert on_page(app, heading), key
            await pilot.press("j", "k", "pagedown", "pageup", "end", "home", "escape")
            assert app.screen is table(app), key
        await pilot.press("w", "j", "enter")
        assert on_page(app, "Why the position of State Department is")
        await pilot.press("escape", "o", "escape")
        assert app.screen is table(app)
        await pilot.press("s")
        assert table(app).options.pace > 0
        await pilot.press("tab")
        assert table(app).transcript.has_focus
        await pilot.press("enter")
        assert isinstance(app.screen, Page)
        await pilot.press("escape", "escape")
        assert app.screen is table(app)  # leaving is asked twice
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


async def test_the_palette_offers_what_can_be_done_here() -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        titles = [command.title for command in app.get_system_commands(app.screen)]
        for wanted in ("App: Help", "App: Quit", "App: Theme", "App: Settings", "App: Jump"):
            assert wanted in titles
        for wanted in ("Table: Pass", "Table: Why", "Table: Brief", "Table: World", "Hand: Say it"):
            assert wanted in titles
        assert "Table: Skip ahead" not in titles  # it is my turn
        assert len(titles) == len(set(titles))
        await pilot.press("ctrl+p")
        await pilot.press(*"brief", "enter")
        await until(pilot, lambda: on_page(app, "Kharkiv"), "the brief")


def _keeps_within_its_row(app: SitroomApp) -> None:
    footer = screen_text(app).splitlines()[-1]
    assert footer.split()[:4] == ["?", "Help", "q", "Quit"]
    shown = app.screen.query_one(Keys).shown
    assert len(shown) <= 8
    assert footer.rstrip().endswith(shown[-1][2]), "the last key is cut off"


async def test_a_footer_keeps_within_its_row_with_help_and_quit_first() -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_seats(pilot)
        await until(pilot, lambda: "Start" in screen_text(app), "the footer")
        _keeps_within_its_row(app)
        await pilot.press("space", "j", "j", "space", "k", "tab", "j", "j", "tab", "o", "enter")
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        assert table(app).session.header.decision == "warning-2022"
        assert table(app).session.header.only
        assert table(app).session.people == ("ukraine", "pentagon")
        _keeps_within_its_row(app)


async def test_a_narrow_footer_tells_whole_keys_or_none() -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(24, 24)) as pilot:
        await to_seats(pilot)
        await until(pilot, lambda: "Quit" in screen_text(app), "the footer")
        keys = app.screen.query_one(Keys)
        whole = [f"{display} {what}" for _, display, what, _ in keys.shown]
        told = "  ".join(whole[: len(screen_text(app).splitlines()[-1].strip().split("  "))])
        assert screen_text(app).splitlines()[-1].strip() == told


async def test_square_brackets_of_a_scenario_are_text() -> None:
    files = bundle.read("cuba-1962")  # quicker to read
    name = "scenarios/cuba-1962/decisions/first-response-21.yaml"
    hostile = "[b]Kharkiv[/b] [/] [@click=app.leave()]x[/] [the Kremlin]"
    lines = files[name].splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("title:"))
    lines[at] = f"title: '{hostile}'"
    loaded = prepare({**files, name: "\n".join(lines)})
    app = SitroomApp(loaded, 1, ("state",), "first-response-21", pace=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        assert hostile in screen_text(app)
        await pilot.press("enter")
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        assert hostile in screen_text(app)


async def test_resizing_keeps_the_place() -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        await pilot.press("j", "j")
        marked = table(app).hand.highlighted
        for size in ((80, 24), (40, 12), (200, 60)):
            await pilot.resize_terminal(*size)
            assert table(app).hand.highlighted == marked
            assert table(app).my_turn
