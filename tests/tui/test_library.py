"""The library on the screen: find, read, follow a citation and come back; two actors as tables."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.screen import Screen

from sitroom.library.visibility import View
from sitroom.loader import bundle
from sitroom.scenario.lookup import Lookup
from sitroom.tui.app import SitroomApp
from sitroom.tui.comparing import CompareScreen, Rows
from sitroom.tui.library import LibraryScreen
from tests.command import squeezed, ukraine
from tests.tui.drive import plain, play_until, screen_text, table, until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


def library(app: SitroomApp) -> LibraryScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, LibraryScreen))


def name(app: SitroomApp) -> str:
    """Return the title of the page that is shown."""
    return plain(library(app).query_one("#name"))


def front(app: SitroomApp) -> type[Screen[object]]:
    return type(app.screen)


@pytest.mark.parametrize("size", [(80, 24), pytest.param((160, 50), marks=pytest.mark.slow)])
async def test_find_an_actor_follow_a_citation_and_come_back(size: tuple[int, int]) -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=size) as pilot:
        await app.push_screen(LibraryScreen(View(ukraine().lookup)))
        wide = size[0] > 100
        assert library(app).query_one("#page").display == wide
        await pilot.press("slash", *"defense", "enter")
        assert name(app) == "Department of Defense"
        assert library(app).leaf.has_focus
        assert library(app).finder.display == wide
        lines = library(app).lines
        cite = next(n for n, line in enumerate(lines) if "[post-kharkiv:14" in line)
        blank = lines[:cite].count("")
        await pilot.press(*["j"] * (cite - blank))
        assert library(app).leaf.highlighted == cite
        await pilot.press("enter")
        assert name(app) == "post-kharkiv, paragraph 14"
        assert "Used for" in screen_text(app)
        await pilot.press("enter")
        assert name(app) == "Report on the fight for Kharkiv"  # the source itself
        await pilot.press("escape", "escape")
        assert name(app) == "Department of Defense"
        assert library(app).leaf.highlighted == cite  # where it was left
        await pilot.press("tab")
        assert library(app).finder.options.has_focus
        await pilot.resize_terminal(*((80, 24) if wide else (160, 50)))
        assert name(app) == "Department of Defense"
        await pilot.press("escape", "escape")  # the filter first
        assert front(app).__name__ == "HomeScreen"


async def test_what_is_looked_for_can_be_read_and_no_row_loses_its_last_words() -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(LibraryScreen(View(ukraine().lookup)))
        await pilot.press("slash", *"kharkiv:12")
        await pilot.press(*["backspace"] * 3)  # so that the list needs a scrollbar again
        await pilot.pause()
        shown = screen_text(app).splitlines()
        assert shown[1].strip() == "kharkiv"
        first = next(n for n, line in enumerate(shown) if "[post-kharkiv:12, " in line)
        words = " ".join(shown[first : first + 3])
        assert "ammunition was so short that diplomats in Kyiv feared a" in squeezed(words)
        assert "collapse." in words


async def test_arrows_go_from_kind_to_kind() -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(160, 50)) as pilot:
        await app.push_screen(LibraryScreen(View(ukraine().lookup)))
        await pilot.press("right")
        assert "The first weapons" in name(app)
        await pilot.press("right", "right")
        assert "paragraph" in name(app)
        await pilot.press("left")
        assert name(app) in [one.title for one in ukraine().content.scenario.sources.values()]


async def test_two_actors_are_put_side_by_side_and_a_decision_opens_from_there() -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(LibraryScreen(View(ukraine().lookup)))
        await pilot.press("slash", *"defense", "enter", "c")
        await until(pilot, lambda: "with whom?" in screen_text(app), "the question")
        await pilot.press("slash", *"white", "enter")
        await until(pilot, lambda: front(app) is CompareScreen, "the tables")
        rows = app.screen.query_one("#questions", Rows)
        cells = [[str(cell) for cell in rows.get_row_at(n)] for n in range(rows.row_count)]
        kharkiv = next(row for row in cells if row[0] == "2024-05-30" and "Answer" not in row[1])
        positions = [
            ukraine().content.actors[seat].positions for seat in ("pentagon", "white-house")
        ]
        held = [one["kharkiv-2024"] for one in positions]
        assert kharkiv[1] == "Kharkiv: fire across the border"
        assert [kharkiv[2], kharkiv[5]] == [f"{one.position:g}" for one in held]
        await pilot.press("tab", "tab", *["j"] * cells.index(kharkiv), "enter")
        await until(pilot, lambda: front(app) is LibraryScreen, "the library")
        assert name(app) == "Kharkiv: fire across the border (2024-05-30)"
        await pilot.press("escape")
        assert name(app) == "Department of Defense"


async def test_the_table_opens_it_as_of_its_day_and_escape_comes_back() -> None:
    app = SitroomApp(ukraine(), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        await pilot.press("x")
        await until(pilot, lambda: front(app) is LibraryScreen, "the library")
        assert "nothing later than 2024-05-30" in " ".join(screen_text(app).split())
        rows = [str(text) for text, _ in library(app).finder.rows]
        assert any("Kharkiv: fire across the border" in row for row in rows)
        assert not any("Landmines" in row for row in rows)
        await pilot.press("escape")
        assert app.screen is table(app)
        assert table(app).my_turn


async def test_from_home_it_asks_for_a_scenario() -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(LibraryScreen())
        await until(pilot, lambda: "The library of which?" in screen_text(app), "the question")
        assert len(bundle.scenarios()) > 1
        await pilot.press("enter")
        await until(pilot, lambda: "Library: Arming Ukraine" in screen_text(app), "the library")
        await pilot.press("escape")
        await app.push_screen(LibraryScreen())
        await until(pilot, lambda: "The library of which?" in screen_text(app), "the question")
        await pilot.press("escape")
        await until(pilot, lambda: front(app).__name__ == "HomeScreen", "home")


async def test_brackets_in_a_profile_are_text() -> None:
    loaded = ukraine()
    actor = loaded.content.actors["state"].model_copy(update={"who": "[b]x[/b] [/] [@click=q]y[/]"})
    content = replace(loaded.content, actors={**loaded.content.actors, "state": actor})
    app = SitroomApp(pace=0)
    async with app.run_test(size=(160, 50)) as pilot:
        await app.push_screen(LibraryScreen(View(Lookup(content))))
        await pilot.press("j")
        assert "[b]x[/b] [/] [@click=q]y[/]" in screen_text(app)
