"""The home screen: what there is, said in words; broken and finished games; deleting and undoing."""

from pathlib import Path

import pytest
from textual.widgets import OptionList

from sitroom.journal import shelf
from sitroom.journal.playthrough import Playthrough
from sitroom.journal.session import Session
from sitroom.loader import bundle, titles
from sitroom.policies import advice
from sitroom.tui.app import SitroomApp
from sitroom.tui.finder import Finder
from sitroom.tui.forms import Picker
from sitroom.tui.home import HomeScreen, ago
from sitroom.tui.refusal import Refusal
from sitroom.tui.seats import SeatsScreen
from tests.command import squeezed, ukraine
from tests.tui.drive import (
    on_page,
    open_from_home,
    saved,
    screen_text,
    table,
    to_saved_game,
    until,
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


def a_game(moves: int = 3, people: tuple[str, ...] = ("state",), *, whole: bool = False) -> Path:
    """Save a game of so many moves, or one to its end."""
    path = shelf.new_path("arming-ukraine")
    session = Session(ukraine(), 1, people, "kharkiv-2024", path, only=True)
    while not session.over and (whole or len(session.moves) < moves):
        session.play(advice.move(session.model, session.state))
    return path


async def test_an_empty_shelf_says_what_will_be_there() -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Arming Ukraine" in screen_text(app), "the scenarios")
        shown = squeezed(screen_text(app))
        assert "Games that you leave are kept and listed here." in shown
        assert "Go on with a game" not in shown
        assert app.screen.query_one(Finder).marked == "sit:cuba-1962"
        await pilot.press("escape", "d", "u")
        assert len(app.screen_stack) == 1


async def test_one_key_sits_down_at_a_first_decision() -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Sit down at once" in screen_text(app), "the offer")
        assert "Who stops first?" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.table is not None, "the table")
        assert app.table is not None
        assert app.table.session.people == ("white-house",)
        assert app.table.session.question == "first-response-21"


async def test_the_decision_asked_for_is_in_sight_though_far_down() -> None:
    app = SitroomApp(ukraine(), decision="deep-strike-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SeatsScreen), "the seats")
        await pilot.pause()
        assert "2024-08  The summer request" in screen_text(app)


async def test_a_saved_game_is_told_in_words_and_marked_first() -> None:
    a_game()
    a_game(1, ())
    app = SitroomApp(pace=0)
    async with app.run_test(size=(120, 24)) as pilot:
        await until(pilot, lambda: "Go on with a game" in screen_text(app), "the games")
        shown = squeezed(screen_text(app))
        assert (
            "Arming Ukraine - State Department, at “Kharkiv: fire across the border”, 3 moves, "
            "just now" in shown
        )
        assert "Arming Ukraine - watching, at “Kharkiv: fire across the border”, 1 move," in shown
        assert str(app.screen.query_one(Finder).marked).startswith("game:")


async def test_what_was_undone_stands_among_the_others_and_counts_once() -> None:
    before = a_game()
    after = Playthrough(Session.resume(before)).undo(2).session.path
    a_game(whole=True)
    app = SitroomApp(pace=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Other saved games" in screen_text(app), "the games")
        rows = [
            row for row in app.screen.query_one(Finder).rows if (row[1] or "").startswith("game:")
        ]
        assert rows[0][1] == f"game:{after}"
        assert f"game:{before}" in [row[1] for row in rows[1:]]
        shown = squeezed(screen_text(app))
        assert shown.index("3 moves") > shown.index("Other saved games")
        assert "Your record: 1 of 2 played to the end" in shown


@pytest.mark.slow
async def test_the_fourth_game_and_the_finished_ones_stand_below_the_scenarios() -> None:
    for _ in range(4):
        a_game(1)
    done = a_game(whole=True)
    app = SitroomApp(pace=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Other saved games" in screen_text(app), "the games")
        lines = screen_text(app).splitlines()
        places = [n for n, line in enumerate(lines) if "Arming Ukraine - State" in line]
        play = next(n for n, line in enumerate(lines) if "27 decisions" in line)
        assert [place < play for place in places] == [True] * 3 + [False] * 2
        app.screen.query_one(Finder).mark(f"game:{done}")
        assert "finished" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: on_page(app, "Debrief"), "the debrief")


async def test_a_saved_game_can_be_stepped_through_and_goes_on_as_before() -> None:
    path = a_game()
    before = path.read_bytes()
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "R Replay" in squeezed(screen_text(app)), "its key")
        await pilot.press("R")
        await until(pilot, lambda: "Move 0 of 3" in screen_text(app), "the past game")
        await pilot.press("right", "escape")
        await until(pilot, lambda: "Go on with a game" in screen_text(app), "the home screen")
        await pilot.press("down", "R")  # a scenario can't be stepped through
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
    assert path.read_bytes() == before


async def test_a_broken_saved_game_is_told_on_the_home_screen(home: Path) -> None:
    path = a_game()
    path.write_bytes(path.read_bytes().replace(b'"seed":1', b'"seed":2'))
    (home / "games" / "letter.jsonl").write_text("Dear Sir\n")
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_saved_game(pilot)
        await until(pilot, lambda: "broken at line 1" in squeezed(screen_text(app)), "it")
        shown = squeezed(screen_text(app))
        assert "d throws it away; sitroom verify arming-ukraine-1 tells more" in shown
        assert isinstance(app.screen, Refusal)
        await pilot.press("escape")
        app.screen.query_one(Finder).mark(f"game:{home / 'games' / 'letter.jsonl'}")
        told = "letter can't be read; it is no saved game, or a broken one"
        await until(pilot, lambda: told in squeezed(screen_text(app)), "the other file")
        await pilot.press("enter")
        await until(pilot, lambda: "is not a saved game" in squeezed(screen_text(app)), "that")


async def test_deleting_is_asked_first_and_can_be_undone(home: Path) -> None:
    path = a_game()
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        finder = app.screen.query_one(Finder)
        await until(pilot, lambda: finder.marked == f"game:{path}", "the game")
        await until(pilot, lambda: "d Delete" in squeezed(screen_text(app)), "the key")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Picker), "the question")
        first, _ = app.screen.query_one(OptionList).options
        assert str(first.prompt).startswith("Delete arming-ukraine-1: Arming Ukraine - State")
        await pilot.press("down", "enter")
        assert saved(home) == [path]
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Picker), "the question")
        await pilot.press("enter")
        await until(pilot, lambda: not saved(home), "it gone")
        await until(pilot, lambda: "Go on with" not in screen_text(app), "the new list")
        assert [p.name for p in (home / "games" / "trash").iterdir()] == [path.name]
        await pilot.press("u")
        await until(pilot, lambda: saved(home) == [path], "it back")
        await until(pilot, lambda: "Go on with" in screen_text(app), "the list")
        await pilot.press("home", "enter")
        await until(pilot, lambda: app.session is not None, "the table")
        assert table(app).session.path == path


async def test_slash_filters_and_escape_shows_all_again() -> None:
    a_game()
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        finder = app.screen.query_one(Finder)
        await until(pilot, lambda: finder.options.option_count > 6, "the list")
        count = finder.options.option_count
        await pilot.press("slash", *"cuba q")
        assert "Nothing here has “cuba q”. Escape shows all." in screen_text(app)
        footer = screen_text(app).splitlines()[-1]  # of letters, which are typed, it says nothing
        assert footer.split() == [
            "f1",
            "Help",
            "^q",
            "Quit",
            "⏎",
            "Choose",
            "esc",
            "Show",
            "all",
        ], footer
        await pilot.press("backspace", "backspace", "backspace")
        await pilot.pause()
        assert "Cuba, October 1962" in screen_text(app)
        assert "Arming" not in screen_text(app)
        assert finder.options.option_count == 2  # with its heading
        await pilot.press("escape")
        assert finder.options.option_count == count
        assert finder.marked == "play:cuba-1962"
        await pilot.press("slash", *"october", "down", "up", "enter")
        await until(pilot, lambda: isinstance(app.screen, SeatsScreen), "the seats")
        assert "Cuba, October 1962" in screen_text(app)


@pytest.mark.parametrize(
    ("key", "row"), [("x", "open:library"), ("s", "open:study"), ("comma", "open:settings")]
)
async def test_the_other_screens_open_by_key_and_by_row(key: str, row: str) -> None:
    app = SitroomApp(pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: len(app.screen_stack) > 1, "it")
        kind = type(app.screen_stack[1])
        while len(app.screen_stack) > 1:
            await pilot.press("escape")
            await pilot.pause()
        await open_from_home(pilot, row)
        await until(
            pilot, lambda: isinstance(app.screen_stack[-1], kind) or len(app.screen_stack) > 2, "it"
        )


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-5, "just now"),
        (59, "just now"),
        (61, "a minute ago"),
        (3599, "59 minutes ago"),
        (3600, "an hour ago"),
        (80000, "22 hours ago"),
        (90000, "yesterday"),
        (200000, "2 days ago"),
    ],
)
def test_how_long_ago_is_said_as_one_says_it(seconds: float, told: str) -> None:
    assert ago(seconds) == told


def test_titles_are_read_from_one_file_and_from_many() -> None:
    files = bundle.read("arming-ukraine")
    assert titles.scenario_title(files, "arming-ukraine") == "Arming Ukraine"
    assert titles.decision_title(files, "arming-ukraine", "abrams-2023") == "Abrams tanks"
    assert titles.actor_name(files, "arming-ukraine", "state") == "State Department"
    assert titles.actor_name(files, "arming-ukraine", "nobody") == "nobody"
    alone = {
        "scenarios/x.yaml": "title: >-\n  A long\n  title\n"
        "decisions:\n  - id: one\n    title: 'It''s one'\nactors:\n  - id: me\n    name: Me\n"
    }
    assert titles.scenario_title(alone, "x") == "A long title"
    assert titles.decision_title(alone, "x", "one") == "It's one"
    assert titles.actor_name(alone, "x", "me") == "Me"
    assert titles.decision_title({"scenarios/x.yaml": "title: ["}, "x", "one") == "one"
