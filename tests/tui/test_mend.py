"""What once made players stumble: keys that hit what they could not see, names, cells, commands."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Key
from textual.widgets import OptionList

from sitroom.engine.events import Learned, Said
from sitroom.journal.session import Session
from sitroom.loader.opening import open_scenario
from sitroom.policies import advice
from sitroom.tui import lines, settle, spelled
from sitroom.tui.app import SitroomApp
from sitroom.tui.board import Board
from sitroom.tui.cellwise import decoded, encoded
from sitroom.tui.config import PACES
from sitroom.tui.host import Options
from sitroom.tui.library import LibraryScreen
from sitroom.tui.lines import reading_time
from sitroom.tui.own_line import Words
from sitroom.tui.page import Page, halves
from sitroom.tui.ruler import titles
from sitroom.tui.settle import Settling
from sitroom.tui.spectrum import Spectrum, Stand, joined, lane, packed
from sitroom.tui.table_page import TablePage
from tests.command import squeezed, ukraine
from tests.journal.games import harbour
from tests.tui.drive import on_page, play_until, screen_text, table, until
from tests.tui.quick import patient

WIDE = ("外務省", "e\u0301tat-major", "🇺🇦 Kyiv", "👨‍👩‍👧 staff", "Côte")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", WIDE)
def test_a_text_of_cells_is_as_long_as_it_is_wide(name: str) -> None:
    assert len(encoded(name)) == cell_len(name)
    assert decoded(encoded(name)) == name
    for cut in range(len(encoded(name))):
        assert cell_len(decoded(encoded(name)[:cut])) == cut
        assert cell_len(decoded(encoded(name)[cut:])) == cell_len(name) - cut


@pytest.mark.parametrize("width", [30, 41, 78])
def test_the_spectrum_counts_cells(width: int) -> None:
    stands = [Stand(f"{n} of {n}", n, 25.0 * i, 25.0 * i - 9) for i, n in enumerate(WIDE)]
    for tall in (True, False):
        for one in stands:
            assert {joined(row).cell_length for row in lane(one, width, [], tall=tall)} == {width}
    for placed in packed(stands, width, 4):
        assert placed.column + len(placed.label) <= width or placed.column == 0
        assert cell_len(decoded(placed.label)) == len(placed.label)
    options = [(0.0, "外務省の提案を却下する", 1), (100.0, "👍🏽 Alles erlauben", 2)]
    assert {cell_len(row) for row in titles(options, width, 3)} == {width}


def test_a_key_that_was_meant_for_what_lay_there_before_does_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new = Settling()
    assert new.meant()  # nothing has come up
    monkeypatch.setattr(settle, "SETTLE", 1e9)
    new.begin()
    assert not new.meant()  # a double Enter
    monkeypatch.setattr(settle, "SETTLE", 0)
    monkeypatch.setattr(settle, "REPEAT", 1e9)
    assert not new.meant()  # a key held down


def test_a_terminal_that_draws_letters_only_is_known_by_its_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for term in ("dumb", "vt100", "vt220", "unknown", ""):
        monkeypatch.setenv("TERM", term)
        assert spelled.encoding() == "ascii"
    for term in ("xterm-256color", "tmux", "linux", "screen"):
        monkeypatch.setenv("TERM", term)
        assert not spelled.kind()


def test_a_wide_page_has_two_columns_about_as_high() -> None:
    sections = [(str(n), ["x" * 100] * n) for n in range(1, 6)]
    assert [len(part) for part in halves(sections)] == [3, 2]
    assert [len(part) for part in halves(sections[:1])] == [1]


def test_two_names_of_a_seat_stand_together_where_one_does_not_tell_the_other() -> None:
    lookup, cuba = ukraine().lookup, open_scenario("cuba-1962").lookup
    both = {id_: lookup.both_names(id_) for id_ in lookup.content.actors}
    assert {id_ for id_, name in both.items() if "(" in name} == {"pentagon"}
    assert both["pentagon"] == "Department of Defense (Pentagon)"
    assert cuba.both_names("justice") == "Attorney General (Justice)"
    assert cuba.both_names("cia") == "Central Intelligence Agency"


async def test_nothing_opens_over_what_a_player_has_opened_nor_goes_on_unseen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = SitroomApp(ukraine(), 1, ("state",), "kharkiv-2024", pace=0, only=True)
    async with patient(app, (160, 40)) as pilot:
        await until(pilot, lambda: on_page(app, "Your brief"), "the briefing")
        briefing = app.screen
        assert isinstance(briefing, TablePage)
        assert len(briefing.query("#columns > Vertical")) == 2
        assert "'you' is White House, not your seat" in screen_text(app)
        monkeypatch.setattr(settle, "SETTLE", 1e9)
        await pilot.press("l")  # the table's keys work here, and come back here
        assert on_page(app, "Indicators")
        await pilot.press("escape")
        assert app.screen is briefing
        await pilot.press("enter", "space", "space", "enter")
        assert app.screen is briefing
        monkeypatch.setattr(settle, "SETTLE", 0)
        await pilot.press("enter")
        await until(pilot, lambda: table(app).my_turn, "my turn")
        stops = set()
        for _ in range(4):
            await pilot.press("tab")
            stops.add(app.focused.id if app.focused else None)
        scrolls = table(app).query_one("#side").max_scroll_y > 0
        assert stops == {"hand", "transcript"} | ({"side"} if scrolls else set())
        table(app).hand.focus()
        count = len(table(app).session.moves)
        monkeypatch.setattr(settle, "SETTLE", 1e9)
        table(app).hand.settling.begin()
        await pilot.press("enter")
        assert len(table(app).session.moves) == count  # no line is said unread
        monkeypatch.setattr(settle, "SETTLE", 0)

        spectrum = table(app).query_one(Spectrum)
        rows = {spectrum.at(75, y): y for y in range(spectrum.size.height)}
        assert rows.keys() == {"", *(stand.id for stand in spectrum.drawing.stands)}
        await pilot.click(Spectrum, offset=(75, rows["white-house"]))
        assert "White House" in app.screen.heading  # type: ignore[attr-defined]
        await pilot.press("escape")

        titles_ = [found.title for found in app.get_system_commands(app.screen)]
        assert len(titles_) == len(set(titles_))
        assert "Table: Skip ahead (not now)" in titles_
        assert "App: Suspend" in titles_

        await pilot.burst("p", "x")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen), "the library")
        count = len(table(app).session.moves)
        for _ in range(5):
            await pilot.pause(0.01)
        assert isinstance(app.screen, LibraryScreen)
        assert len(table(app).session.moves) == count  # the game waits for who reads
        await pilot.press("escape")
        await until(pilot, lambda: table(app).my_turn, "my next turn")


async def test_an_outcome_has_the_tables_keys_and_undo_from_there_leads_back() -> None:
    app = SitroomApp(ukraine(), 1, ("white-house",), "kharkiv-2024", pace=0, only=True)
    app.animation_level = "none"
    async with app.run_test(size=(80, 24)) as pilot:
        choosing = lambda: table(app).hand.choosing and table(app).my_turn  # noqa: E731
        await play_until(pilot, app, choosing, "the choice", key="p")
        await pilot.press("j", "e")  # an option has a page of its own
        await until(pilot, lambda: on_page(app, "What it would mean"), "the option")
        assert on_page(app, "Who would be overruled")
        assert isinstance(app.screen, Page)
        assert app.screen.heading == "Allow limited fire near Kharkiv"
        await pilot.press("escape", "enter")
        await until(pilot, lambda: on_page(app, "What really happened"), "the outcome")
        await pilot.press("u")
        await until(pilot, lambda: bool(app.screen.query(OptionList)), "the question")
        await pilot.press("end", "enter")  # as it is
        await until(pilot, lambda: on_page(app, "What really happened"), "the outcome again")
        await pilot.press("u")
        await until(pilot, lambda: bool(app.screen.query(OptionList)), "the question")
        await pilot.press("enter")
        await until(pilot, choosing, "the choice again")


def test_where_consent_is_needed_the_hand_tells_of_who_is_furthest_from_it() -> None:
    session = Session(ukraine(), 1, ("state",), "storm-shadow-2024", only=True)
    while not session.waits:
        session.play(advice.move(session.model, session.state))
    assert session.lookup.questions[session.question].question.rule.named == ("uk", "white-house")
    assert "what it would do to White House" in lines.turn(session)


def test_running_on_leaves_out_no_outcome_of_a_table_at_which_somebody_sat() -> None:
    session = Session(ukraine(), 1, ("state",), "kharkiv-2024")
    while sum(isinstance(event, Learned) for event in session.events) < 2:
        session.play(advice.move(session.model, session.state))
    board = Board(session, Options())
    own, other = (event for event in session.events if isinstance(event, Learned))
    assert own.question.startswith("kharkiv-2024")
    assert not board.passes_by(own)
    assert other.question.startswith("trainers-2024")  # where the State Department has no seat
    assert board.passes_by(other)


def test_a_line_stands_as_long_as_it_takes_to_read() -> None:
    session = _said()
    lines = [event for event in session.events if isinstance(event, Said)]
    times = [reading_time(session, [line]) for line in lines]
    assert min(times) > 3
    assert max(times) < 40
    assert reading_time(session, []) == 0.5
    assert PACES["at once"] == 0 < PACES["normal"] < PACES["slow"] < PACES["by key"]


def _said() -> Session:
    session = Session(ukraine(), 1, (), "kharkiv-2024", only=True)
    for _ in range(6):
        session.computer_move()
    return session


async def test_by_key_each_line_waits_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    app = SitroomApp(ukraine(), 1, ("nato",), "kharkiv-2024", pace=PACES["by key"], only=True)
    app.animation_level = "none"
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: on_page(app, "Your brief"), "the briefing")
        text = app.screen.query_one("#text")
        monkeypatch.setattr(settle, "SETTLE", 1e9)
        await pilot.press("space")
        assert text.scroll_offset.y == 0  # a key for what lay there before: the top is not passed
        monkeypatch.setattr(settle, "SETTLE", 0)
        await pilot.press("space")
        assert text.scroll_offset.y > 0
        await pilot.press(*["space"] * 9)
        assert on_page(app, "Your brief")  # at its end a page stays: Enter goes on
        assert text.scroll_offset.y == text.max_scroll_y
        await pilot.pause()
        assert "Read on" not in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Space: the next line" in screen_text(app), "the prompt")
        before = len(table(app).session.moves)
        await pilot.press("space")
        await until(pilot, lambda: len(table(app).session.moves) == before + 1, "one line")
        await pilot.pause(0.01)
        assert len(table(app).session.moves) == before + 1
        await pilot.press("enter")  # on the newest line Enter goes on, too
        await until(pilot, lambda: len(table(app).session.moves) == before + 2, "another")
        await pilot.press("up", "enter")  # on another it opens it
        assert on_page(app, "Evidence")


async def test_what_is_typed_faster_than_a_line_opens_is_for_that_line() -> None:
    app = SitroomApp(harbour(), 1, ("mayor",), pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        moves = len(table(app).session.moves)
        text = "pass, quit? " + "on and on " * 12
        for letter in "o" + text:
            app.post_message(Key("space" if letter == " " else letter, letter))
        await until(pilot, lambda: bool(app.screen.query(Words)), "the form")
        await until(pilot, lambda: app.screen.query_one(Words).text == text, "what was typed")
        assert len(table(app).session.moves) == moves
        shown = squeezed(screen_text(app).translate(str.maketrans("│▊▎", "   ")))
        assert text.strip() in shown  # all of it in sight
