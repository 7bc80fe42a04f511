"""What a player notices at the table: the hand, the debate, the way a long stretch is passed."""

import itertools
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from textual.content import Content
from textual.pilot import Pilot

from sitroom.engine.events import Learned, Said
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Move
from sitroom.engine.state import State
from sitroom.policies import opponents
from sitroom.tui.app import SitroomApp
from sitroom.tui.forms import Picker
from sitroom.tui.page import Page
from sitroom.tui.spectrum import Spectrum
from sitroom.tui.table_page import TablePage
from tests.command import ukraine
from tests.tui.drive import on_page, play_until, screen_text, table, until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


def app_of(*seats: str, decision: str = "kharkiv-2024", pace: float = 0) -> SitroomApp:
    return SitroomApp(ukraine(), 1, seats, decision, pace=pace, watch=not seats, exact=True)


async def my_turn(pilot: Pilot[None], app: SitroomApp) -> None:
    await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
    await pilot.pause()


def row_of(app: SitroomApp, number: int) -> Content:
    return cast("Content", table(app).hand.get_option_at_index(number).prompt)


async def test_the_marked_argument_is_whole_and_the_others_are_a_row_each() -> None:
    app = app_of("state")
    async with app.run_test(size=(80, 24)) as pilot:
        await my_turn(pilot, app)
        hand, cards = table(app).hand, table(app).cards
        lookup = table(app).session.lookup
        says = [lookup.argument("kharkiv-2024", card.argument, "state").says for card in cards]
        assert says[0] in row_of(app, 0).plain
        assert "would move White House" in row_of(app, 0).plain
        assert screen_text(app).endswith("h How else  o Own words")
        height = hand.size.height
        for number in range(1, len(cards)):
            points = cards[number].moves.get("white-house", 0.0)
            assert row_of(app, number).plain.split()[0] == f"{points:+.1f}"
            assert len(row_of(app, number).plain) <= 76
            await pilot.press("down")
            assert says[number] in row_of(app, number).plain
            assert hand.size.height == height  # nothing jumps as the mark moves
        assert says[0] not in row_of(app, 0).plain
        shown = screen_text(app)
        assert "1 Ukraine: " in shown  # the newest line is there as well
        assert "what it would do to White House" in shown


async def test_an_argument_that_answers_a_line_says_so_on_its_row() -> None:
    app = app_of("intelligence")
    async with app.run_test(size=(120, 40)) as pilot:
        await my_turn(pilot, app)
        answering = [n for n, card in enumerate(table(app).cards) if card.rebuts]
        assert answering
        await pilot.press("end")
        for number in answering:
            lines = ", ".join(str(t + 1) for t in table(app).cards[number].rebuts)
            assert f"answers {lines}" in row_of(app, number).plain


async def test_a_click_marks_an_argument_and_a_second_one_says_it() -> None:
    app = app_of("state")
    async with app.run_test(size=(80, 24)) as pilot:
        await my_turn(pilot, app)
        second, moves = table(app).cards[1].argument, len(table(app).session.moves)
        rows, shown = screen_text(app).splitlines(), row_of(app, 1).plain[:30].strip()
        top = next(n for n, row in enumerate(rows) if row.strip().startswith(shown))
        await pilot.click(offset=(20, top))
        assert table(app).hand.highlighted == 1
        assert len(table(app).session.moves) == moves
        marked = table(app).hand.region.y + 1
        await pilot.click(offset=(20, marked))
        await until(pilot, lambda: len(table(app).session.moves) > moves, "the move")
        said = [event for event in table(app).session.events if isinstance(event, Said)]
        assert second in [event.argument for event in said]


async def test_own_words_stand_at_the_end_of_the_hand() -> None:
    app = app_of("state")
    async with app.run_test(size=(80, 24)) as pilot:
        await my_turn(pilot, app)
        await pilot.press("end", "enter")
        await until(pilot, lambda: type(app.screen).__name__ == "OwnLine", "the form")


async def test_a_briefing_left_with_escape_starts_no_debate() -> None:
    app = app_of("white-house")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: on_page(app, "Your brief"), "the briefing")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is table(app), "the table")
        assert "Open the debate" in screen_text(app)
        await pilot.press("p", "o", "space")
        assert not table(app).session.moves
        await pilot.press("b")
        assert on_page(app, "The question")
        await pilot.press("escape", "enter")
        await until(pilot, lambda: bool(table(app).session.moves), "the debate")


async def test_passes_in_a_row_are_one_line() -> None:
    app = app_of("state")
    async with app.run_test(size=(120, 40)) as pilot:
        await play_until(pilot, app, lambda: on_page(app, "What really happened"), "the end", "p")
        transcript = table(app).transcript
        prompts = [str(option.prompt) for option in transcript.options]
        passing = [prompt.endswith(": pass.") for prompt in prompts]
        assert any(passing)
        assert not any(one and other for one, other in itertools.pairwise(passing))
        again = SitroomApp(session=table(app).session, pace=0)
        async with again.run_test(size=(80, 24)) as second:
            await until(second, lambda: isinstance(again.screen, Page), "the next briefing")
            resumed = [str(option.prompt) for option in table(again).transcript.options]
        assert resumed[: len(prompts)] == prompts  # a game looked at again reads the same


async def test_the_world_stands_beside_the_debate_where_there_is_room() -> None:
    app = app_of("state")
    async with app.run_test(size=(120, 40)) as pilot:
        await my_turn(pilot, app)
        assert "Who would choose what now" in screen_text(app)
        marked = table(app).hand.highlighted
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Who would choose what now" not in screen_text(app)
        await pilot.resize_terminal(160, 50)
        await pilot.pause()
        shown = screen_text(app)
        assert "Who would choose what now" in shown
        assert "Allow limited fire near Kharkiv: " in shown
        assert table(app).hand.highlighted == marked


async def test_resizing_keeps_the_line_that_is_read() -> None:
    app = app_of("state")
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: len(table(app).session.moves) > 12, "some lines")
        await my_turn(pilot, app)
        await pilot.press("tab", "up", "up", "up")
        transcript = table(app).transcript
        assert transcript.has_focus
        marked = transcript.highlighted
        assert marked is not None
        words = str(transcript.get_option_at_index(marked).prompt)[:24]
        for size in ((160, 50), (60, 20), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert transcript.highlighted == marked
            assert words in screen_text(app)


async def test_to_run_on_ends_where_a_person_sits_and_tells_first_what_was_decided_meanwhile() -> (
    None
):
    app = app_of("congress", decision="abrams-2023", pace=1000)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is table(app), "the debate")
        await pilot.press("r")
        await until(
            pilot, lambda: on_page(app, "Decided without you"), "what was decided meanwhile"
        )
        assert not table(app).running
        told = screen_text(app)
        assert "2023-01 Abrams tanks" in told
        assert "2023-05 Fighter jets" in told
        assert told.count("Decided: ") == 2
        assert "meanwhile" not in told  # no notice lies on the heading
        assert isinstance(app.screen, TablePage)
        assert app.screen.settling is not None
        app.screen.settling.since = float("-inf")
        await pilot.press("enter")
        await until(pilot, lambda: on_page(app, "Your brief"), "the brief of Congress")
        assert table(app).session.question == "atacms-midrange-2023"
        assert not table(app).missed


@pytest.mark.slow
async def test_a_campaign_by_computer_can_be_run_on_stopped_and_run_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    think, may_think = opponents.move, Event()

    def thinking(model: CompiledScenario, state: State, level: str) -> Move:
        may_think.wait()
        return think(model, state, level)

    monkeypatch.setattr(opponents, "move", thinking)
    app = app_of(decision=ukraine().content.scenario.decisions[-8].id, pace=1000)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is table(app), "the debate")
        assert "r: on to the end" in screen_text(app)
        await pilot.press("r")
        assert "Running on: " in screen_text(app)
        await pilot.press("escape")
        assert not table(app).running  # what is left is not the table but the run
        assert "Stopped. " in screen_text(app)
        may_think.set()
        await pilot.press("r")
        await until(pilot, lambda: on_page(app, "Who moved whom"), "the debrief")
        assert any(isinstance(event, Learned) for event in table(app).shown)
        assert len(table(app).shown) == len(table(app).session.events)


async def test_markers_move_only_where_movement_is_wanted() -> None:
    app = app_of("state", pace=0.01)
    async with app.run_test(size=(120, 40)) as pilot:
        await my_turn(pilot, app)
        spectrum = table(app).query_one(Spectrum)
        app.animation_level = "none"
        await pilot.press("enter")
        assert spectrum.progress == 1
        await my_turn(pilot, app)
        app.animation_level = "full"
        before = {stand.name: stand.at for stand in spectrum.drawing.stands}
        table(app).show_events([e for e in table(app).session.events if isinstance(e, Said)][:1])
        assert spectrum.progress < 1
        here = {stand.name: stand.at for stand in spectrum.now()}
        there = {stand.name: stand.at for stand in spectrum.drawing.stands}
        assert here == pytest.approx(before)
        assert here != pytest.approx(there)
        await until(pilot, lambda: spectrum.progress == 1, "the place where it stands")


async def test_a_decider_sees_whom_a_line_would_move_most_and_chooses_by_name() -> None:
    app = app_of("white-house")
    async with app.run_test(size=(80, 24)) as pilot:
        await my_turn(pilot, app)
        shown = screen_text(app)
        assert "In front: whom it would move most" in shown
        assert "Say it" in shown.splitlines()[-1]
        for number in range(1, len(table(app).cards)):
            moves = table(app).cards[number].moves
            most = max(moves, key=lambda actor: abs(moves[actor]))
            short = table(app).session.lookup.actor(most).short
            assert row_of(app, number).plain.split("  ")[0] == f"{short} {moves[most]:+.1f}"
        await play_until(pilot, app, lambda: table(app).hand.choosing, "the choice", key="p")
        await until(pilot, lambda: "Choose" in screen_text(app).splitlines()[-1], "its keys")
        shown = screen_text(app)
        assert ": the choice" in shown.splitlines()[0]
        assert "Say it" not in shown.splitlines()[-1]
        for size in ((78, 22), (64, 16), (120, 18), (80, 24)):  # it never scrolls as a whole
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert not table(app).show_vertical_scrollbar
        await pilot.press("e")
        await until(pilot, lambda: on_page(app, "What it would mean"), "what the option rests on")


async def test_down_at_the_newest_line_stays_there_and_ones_own_line_is_shown() -> None:
    app = app_of("state")
    async with app.run_test(size=(80, 24)) as pilot:
        await my_turn(pilot, app)
        await pilot.press("tab", "j", "down")
        transcript = table(app).transcript
        assert transcript.highlighted == transcript.option_count - 1
        await pilot.press("home", "k")
        assert transcript.highlighted == 0
        app.set_pace(1000)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: not table(app).my_turn, "it has been said")
        assert transcript.highlighted == transcript.option_count - 1


async def test_escape_says_in_the_prompt_that_a_second_one_leaves() -> None:
    app = app_of("state")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await my_turn(pilot, app)
        await pilot.press("escape")
        assert "Escape again leaves the table" in screen_text(app)
        assert not app._notifications  # nothing lies over the hand
        below = screen_text(app).splitlines()[1:]
        app.notify("Undone. The game goes on as arming-ukraine-3.")
        await pilot.pause()
        assert "Undone." in screen_text(app).splitlines()[0]
        assert screen_text(app).splitlines()[1:] == below  # it hides the heading, and nothing else
        await pilot.press("p")
        assert "Escape again" not in screen_text(app)


async def test_an_agenda_left_as_it_is_leads_back_to_the_briefing() -> None:
    app = app_of("state")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: on_page(app, "The options"), "the briefing")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Picker), "the agenda")
        await pilot.press("escape")
        await until(pilot, lambda: on_page(app, "The options"), "the briefing again")


async def test_from_one_page_to_the_next_the_table_is_not_seen() -> None:
    app = app_of("white-house")
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(
            pilot, app, lambda: on_page(app, "What changed"), "the outcome", key="enter"
        )
        first, second = app.screen_stack[-1], app.screen_stack[-2]
        assert isinstance(second, Page)
        await pilot.press("escape")
        assert app.screen is second
        assert first not in app.screen_stack
        await pilot.press("escape")
        assert [type(screen).__name__ for screen in app.screen_stack][-1] == "TableScreen"
