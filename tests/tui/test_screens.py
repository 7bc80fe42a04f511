"""Every key of every screen, at the smallest size and a wide one; texts shown as they are."""

from pathlib import Path

import pytest

from sim.content import bundle
from sim.journal.session import open_scenario, prepare
from sim.tui.app import SitroomApp
from sim.tui.page import Page
from sim.tui.spectrum import Marker, axis, place
from tests.tui.drive import on_page, play_until, screen_text, table, to_saved_game, to_seats, until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
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
            "question_mark": "Keys",
            "f1": "Keys",
        }
        for key, heading in pages.items():
            await pilot.press(key)
            assert on_page(app, heading), key
            await pilot.press("j", "k", "pagedown", "pageup", "end", "home", "escape")
            assert app.screen is table(app), key
        await pilot.press("w", "j", "enter")
        assert on_page(app, "Why State Department stands at")
        await pilot.press("escape", "o", "escape")
        assert app.screen is table(app)
        await pilot.press("s")
        assert app.pace > 0
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
        for wanted in ("Help", "Quit", "Pass", "Why", "Brief", "World", "Debrief", "Theme"):
            assert wanted in titles
        assert len(titles) == len(set(titles))
        await pilot.press("ctrl+p")
        await pilot.press(*"brief", "enter")
        await until(pilot, lambda: on_page(app, "Kharkiv"), "the brief")


async def test_at_most_six_keys_in_every_footer_with_help_and_quit_first() -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_seats(pilot)
        await until(pilot, lambda: "Start" in screen_text(app), "the footer")
        footer = screen_text(app).splitlines()[-1]
        assert footer.split()[:4] == ["?", "Help", "q", "Quit"]
        assert len(app.screen.query("FooterKey")) <= 6
        await pilot.press("space", "j", "j", "space", "k", "tab", "j", "tab", "o", "enter")
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        assert table(app).session.header.decision == "warning-2022"
        assert table(app).session.header.only
        assert table(app).session.people == ("ukraine", "pentagon")
        assert len(app.screen.query("FooterKey")) <= 6


async def test_an_empty_shelf_says_what_will_be_there() -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Arming Ukraine" in screen_text(app), "the scenarios")
        assert "unfinished will be listed" in " ".join(screen_text(app).split())
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


async def test_a_broken_saved_game_is_told_on_the_home_screen(home: Path) -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
    (path,) = (home / "games").glob("*.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"seed":1', b'"seed":2'))
    again = SitroomApp(pace=0)
    async with again.run_test(size=(80, 24)) as pilot:
        await to_saved_game(pilot)
        await until(pilot, lambda: "broken at line 1" in " ".join(screen_text(again).split()), "it")


async def test_square_brackets_of_a_scenario_are_text() -> None:
    files = bundle.read("arming-ukraine")
    name = "scenarios/arming-ukraine/decisions/kharkiv-2024.yaml"
    hostile = "[b]Kharkiv[/b] [/] [@click=app.leave()]x[/] [the Kremlin]"
    lines = files[name].splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("title:"))
    lines[at] = f"title: '{hostile}'"
    loaded = prepare({**files, name: "\n".join(lines)})
    app = SitroomApp(loaded, 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        assert hostile in screen_text(app)
        await pilot.press("enter")
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        assert hostile in screen_text(app)


def test_labels_on_the_spectrum_never_overlap_and_stand_at_their_place() -> None:
    markers = [
        Marker(at, f"● Actor{n} {at:.0f}") for n, at in enumerate([0, 3, 3, 50, 51, 99, 100])
    ]
    for width in (40, 78, 200):
        placed = place(markers, width)
        assert len(placed) == len(markers)
        cells = set()
        for item in placed:
            for x in range(item.column, item.column + len(item.marker.label)):
                assert (item.lane, x) not in cells
                assert x < width
                cells.add((item.lane, x))
        titles, line = axis([(0, "No"), (50, "A very long title indeed"), (100, "Yes")], width)
        assert len(line) == len(titles) == width
        many = [(25.0 * n, f"The option number {n} of five") for n in range(5)]
        *rows, scale = axis(many, width)
        assert [len(row) for row in (*rows, scale)] == [width] * 3
        assert sum(row.count("The ") + row.count("…") >= 2 for row in rows) == 2  # none hidden
        assert (line[0], line[-1]) == ("├", "┤")


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
