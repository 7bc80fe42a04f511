"""A whole decision in the terminal, at two sizes, as different players."""

import re
from pathlib import Path

import pytest

from sitroom.engine.events import Said
from sitroom.engine.moves import Pass
from sitroom.journal import record
from sitroom.journal.session import Session
from sitroom.loader.opening import open_scenario
from sitroom.narration import ending_text
from sitroom.tui.app import SitroomApp
from sitroom.tui.forms import Picker
from sitroom.tui.own_line import Words
from sitroom.tui.page import Page
from sitroom.tui.spectrum import Spectrum
from tests.journal.games import harbour
from tests.tui.drive import (
    on_page,
    over,
    play_until,
    saved,
    screen_text,
    table,
    to_saved_game,
    to_seats,
    until,
)

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_home_screen_to_the_debrief_as_state(
    size: tuple[int, int], home: Path
) -> None:
    app = SitroomApp(seed=1, pace=0, only=True)
    async with app.run_test(size=size) as pilot:
        await to_seats(pilot)
        ids = [d.id for d in open_scenario("arming-ukraine").content.scenario.decisions]
        await pilot.press("tab", *("j" * ids.index("kharkiv-2024")), "tab")
        await pilot.press("j", "enter")  # the second seat: the State Department
        await until(pilot, lambda: on_page(app, "Kharkiv"), "the briefing")
        assert on_page(app, "Your brief")
        assert "May Ukraine fire American weapons" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: table(app).my_turn, "my turn")
        shown = screen_text(app)
        assert "State Department: your turn" in shown
        assert "★█ White House" in shown or "█★" in shown
        assert (
            "◆█ State" in shown
            or "█◆ State" in shown
            or re.search(r"State \d+( [+-]\d+)? █◆", shown)
        )
        assert "would move White House" in shown
        footer = " ".join(shown.splitlines()[-1].split())
        assert footer == "? Help q Quit ⏎ Say it p Pass e Evidence w Why h How else o Own words"
        before = table(app).session.state
        await pilot.press("e")
        assert on_page(app, "Evidence")
        assert "as of 2024-05" in screen_text(app)
        await pilot.press("escape")
        assert table(app).session.state is before  # looking at evidence is no move
        await play_until(pilot, app, lambda: on_page(app, "What really happened"), "the outcome")
        assert on_page(app, "Decided:")
        await pilot.press("enter")
        await until(pilot, lambda: on_page(app, "Who moved whom"), "the debrief")
        assert on_page(app, "Our path beside history")
        await pilot.press("escape")
        said = [e for e in table(app).session.events if isinstance(e, Said) and e.seat == "state"]
        assert len(said) >= 2  # in the last round others may have made the points that are left
        await pilot.press("q")
    assert "sitroom debrief arming-ukraine-1" in app.farewell  # there is nothing to go on with
    (path,) = saved(home)
    assert len(record.read(path).records) == len(table_moves(path))


def table_moves(path: Path) -> list[object]:
    return list(Session.resume(path).moves)


async def test_nothing_of_history_is_shown_before_the_choice() -> None:
    loaded = open_scenario("arming-ukraine")
    app = SitroomApp(loaded, 1, ("white-house",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(120, 40)) as pilot:
        history = loaded.lookup.questions["kharkiv-2024"].question.history
        assert history is not None
        while True:
            await something_to_do(app, pilot)
            if on_page(app, "What really happened"):
                break
            for page in (s for s in app.screen_stack if isinstance(s, Page)):
                assert not any(history.says in line for _, lines in page.sections for line in lines)
            assert history.says[:60] not in screen_text(app)
            await play_step(app, pilot)
        told = lambda: any(history.says in line for _, ls in page_of(app).sections for line in ls)  # noqa: E731
        await until(pilot, told, "history")


def page_of(app: SitroomApp) -> Page:
    assert isinstance(app.screen, Page)
    return app.screen


async def something_to_do(app: SitroomApp, pilot: object) -> None:
    await until(
        pilot,  # type: ignore[arg-type]
        lambda: isinstance(app.screen, Page) or table(app).my_turn,
        "something to do",
    )


async def play_step(app: SitroomApp, pilot: object) -> None:
    await something_to_do(app, pilot)
    if isinstance(app.screen, Picker):  # whether a choice is meant
        await pilot.press("end")  # type: ignore[attr-defined]
    await pilot.press("enter")  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


async def test_the_white_house_chooses_freely_and_sees_who_is_for_what() -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("white-house",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        choosing = lambda: not isinstance(app.screen, Page) and "your choice" in screen_text(app)  # noqa: E731
        await play_until(pilot, app, choosing, "the choice", key="p")
        hand = table(app).hand
        ids = [hand.get_option_at_index(i).id for i in range(hand.option_count)]
        assert ids == ["keep-ban", "limited-fire", "lift-limits", "-"]
        prompts = "\n".join(str(hand.get_option_at_index(i).prompt) for i in range(4))
        assert "Nearest to it: " in prompts
        assert "State (" in prompts
        await pilot.press("enter", "enter")  # the mark has not moved: it is asked, and looked again
        await until(pilot, lambda: app.screen is table(app), "the table")
        assert "your choice" in screen_text(app)
        await pilot.press("j", "j", "enter")  # against the advice: that costs
        await until(pilot, lambda: isinstance(app.screen, Picker), "the question")
        assert "Decide so: Lift the limits" in screen_text(app)
        assert "weighs less" in screen_text(app)
        await pilot.press("end", "enter")
        await until(pilot, lambda: on_page(app, "What really happened"), "the outcome")
        assert on_page(app, "Lift the limits")


async def test_the_kremlin_answers_itself() -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("kremlin",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        await pilot.press("enter")
        await until(pilot, lambda: on_page(app, "Your brief"), "the Kremlin's brief")
        await pilot.press("enter")
        await until(pilot, lambda: table(app).my_turn, "the Kremlin's choice")
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: on_page(app, "What really happened"), "the outcome")
        assert on_page(app, "Strike Ukraine harder")


async def test_quit_in_mid_debate_and_resume_from_the_home_screen(home: Path) -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: len(table(app).session.moves) > 9, "some moves")
        await until(pilot, lambda: table(app).my_turn, "my turn")
        lines = list(table(app).session.events)
        await pilot.press("q")
    assert app.farewell.startswith("Saved: ")
    assert "sitroom resume arming-ukraine-1" in app.farewell
    (path,) = saved(home)
    again = SitroomApp(pace=0)
    async with again.run_test(size=(80, 24)) as pilot:
        await to_saved_game(pilot)
        await until(pilot, lambda: again.session is not None and table(again).my_turn, "my turn")
        assert table(again).session.events == lines
        assert "your turn" in screen_text(again)
        await pilot.press("enter")
        await until(pilot, lambda: len(table(again).session.events) > len(lines), "the next move")
    assert record.read(path).records


async def test_watch_a_game_to_the_debrief() -> None:
    app = SitroomApp(
        open_scenario("arming-ukraine"), 2, (), "storm-shadow-2024", pace=0, watch=True, only=True
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: on_page(app, "Debrief"), "the debrief")
        assert on_page(app, ending_text.AIMS)
        await pilot.press("enter")
        await until(pilot, lambda: over(app), "the end")
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1, "the home screen")


async def test_two_people_at_one_terminal_hide_their_hands_from_each_other() -> None:
    seats = ("state", "white-house")
    app = SitroomApp(open_scenario("arming-ukraine"), 1, seats, "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        assert not on_page(app, "Your brief")
        await pilot.press("enter")
        await until(pilot, lambda: on_page(app, "Pass the keyboard to State Department"), "State")
        assert not table(app).hand.display
        await pilot.press("enter")
        await until(pilot, lambda: table(app).my_turn, "State's turn")
        await pilot.press("b")
        assert on_page(app, "Your brief")
        await pilot.press("escape", "p")
        await until(pilot, lambda: on_page(app, "Pass the keyboard to White House"), "White House")
        assert not table(app).hand.display


async def test_say_it_in_your_own_words_shown_as_typed() -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        await pilot.press("o")
        await until(pilot, lambda: bool(app.screen.query("OwnLine Words:focus")), "the form")
        line = "[b]Hold[/b] on [@click=app.leave()]here[/] [the Kremlin]"
        app.screen.query_one(Words).text = line[:-2]
        await pilot.press(
            "end", "enter"
        )  # on to the concern; who types there goes on with the line
        await until(pilot, lambda: bool(app.screen.query("OwnLine Sides:focus")), "the concerns")
        await pilot.press(*line[-2:])
        assert app.screen.query_one(Words).said == line
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "What does it rest on?" in screen_text(app), "the passages")
        await pilot.press("end", "enter")

        def spoken() -> list[Said]:
            events = table(app).session.events
            return [event for event in events if isinstance(event, Said) and event.text]

        await until(pilot, lambda: bool(spoken()), "the line")
        assert spoken()[0].text == line
        number = next(
            i
            for i in range(table(app).transcript.option_count)
            if line in str(table(app).transcript.get_option_at_index(i).prompt)
        )
        table(app).open_line(number)
        await pilot.pause()
        assert line in screen_text(app)
        assert "said at the table" in screen_text(app)


async def test_a_journal_that_can_not_be_written_does_not_end_the_game(home: Path) -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        (path,) = saved(home)
        path.unlink()
        path.mkdir()  # a folder can't be appended to
        count = len(table(app).session.moves)
        await pilot.press("enter")
        await until(pilot, lambda: len(table(app).session.moves) > count, "the move")
        assert table(app).session.path is None


async def test_the_spectrum_moves_as_a_line_lands() -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "kharkiv-2024", pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        spectrum = table(app).query_one(Spectrum)
        before = {stand.name: stand.at for stand in spectrum.now()}
        await pilot.press("enter")
        await pilot.pause()
        after = {stand.name: stand.at for stand in spectrum.now()}
        assert before.keys() == after.keys()
        assert before != after


async def test_the_agenda_can_be_changed_before_a_debate(home: Path) -> None:
    app = SitroomApp(open_scenario("arming-ukraine"), 1, ("state",), "deep-strike-2024", pace=0)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: on_page(app, "Your brief"), "the briefing")
        assert "Agenda" in screen_text(app)
        await pilot.press("a")
        await until(pilot, lambda: "Put which decision first" in screen_text(app), "the choice")
        options = app.screen.query_one("OptionList")
        ids = [str(option.id) for option in options.options]  # type: ignore[attr-defined]
        options.highlighted = ids.index("atacms-kursk-2024")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: on_page(app, "ATACMS around Kursk"), "the other briefing")
        assert table(app).session.question == "atacms-kursk-2024"
        await pilot.press("enter")
        await until(pilot, lambda: table(app).my_turn, "my turn")
    (path,) = saved(home)
    assert Session.resume(path).question == "atacms-kursk-2024"


async def test_with_nothing_left_to_say_enter_passes() -> None:
    app = SitroomApp(harbour(), 1, ("mayor",), "entry", only=True, pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: on_page(app, "The ship"), "the briefing")
        await pilot.press("enter")
        await until(pilot, lambda: table(app).my_turn, "my turn")
        while table(app).cards:
            said = len(table(app).session.moves)
            helps = any(card.gain > 0 for card in table(app).cards)
            await pilot.press(*[] if helps else ["down", "down"], "enter")  # to pass stands first
            await until(
                pilot,
                lambda said=said: table(app).my_turn and len(table(app).session.moves) > said + 1,  # type: ignore[misc]
                "my next turn",
            )
        assert "Nothing left to say: pass" in screen_text(app)
        said = len(table(app).session.moves)
        await pilot.press("enter")
        await until(pilot, lambda: len(table(app).session.moves) > said, "the pass")
        assert table(app).session.moves[said] == Pass("mayor")
