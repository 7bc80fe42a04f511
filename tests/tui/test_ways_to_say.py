"""Ways to say a line at the table: in words of one's own, with evidence, pressed, carried."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import OptionList

from sitroom.engine.events import Said
from sitroom.engine.moves import STRENGTH, Confide, FreeLine, Move
from sitroom.journal.session import Session
from sitroom.narration import brief
from sitroom.narration.library_text import SAY_WITH_THIS_PASSAGE
from sitroom.narration.screen_text import HOLD_YOUR_PEACE, TYPE_LINE_FIRST_OR_ESCAPE
from sitroom.policies import estimate
from sitroom.tui import lines
from sitroom.tui.app import SitroomApp
from sitroom.tui.own_line import Words
from tests.command import cuba, squeezed, ukraine
from tests.tui.drive import play_until, screen_text, table, until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


def app_of(seat: str) -> SitroomApp:
    return SitroomApp(ukraine(), 1, (seat,), "kharkiv-2024", pace=0)


async def my_turn(pilot: Pilot[None], app: SitroomApp) -> None:
    await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
    await pilot.pause()


def moves(app: SitroomApp) -> list[Move]:
    return table(app).session.moves


def test_a_hand_that_helps_nothing_offers_to_pass_or_ones_own_words_first() -> None:
    game = Session(cuba(), 1, ("state",), "pressure-26")
    while not game.waits:
        game.play(game.due_or_computers(lambda _: None))
    cards = estimate.hand(game.model, game.state, exact=False)
    assert [item.id for item in lines.hand(game, cards)][-1] == lines.OWN_LINE
    away = [replace(card, gain=-1.0) for card in cards]
    rows = lines.hand(game, away)
    assert [item.id for item in rows[:2]] == [lines.NO_LINE, lines.OWN_LINE]
    assert HOLD_YOUR_PEACE in rows[0].short.plain
    assert lines.held(cards, rows[2].id) == cards[0]
    assert lines.held(cards, lines.OWN_LINE) is None


async def test_pasted_lines_stay_several_and_what_fits_is_suggested() -> None:
    app = app_of("state")
    async with app.run_test(size=(80, 24)) as pilot:
        await my_turn(pilot, app)
        await pilot.press("o")
        await until(pilot, lambda: bool(app.screen.query("OwnLine Words:focus")), "the form")
        words, sides = app.screen.query_one(Words), app.screen.query_one("Sides", OptionList)
        assert sides.highlighted_option is not None
        assert "against" not in str(sides.highlighted_option.prompt)  # where the speaker stands
        await pilot.press("enter", "enter", "enter")  # on nothing: one notice, not three
        assert [n.message for n in app._notifications] == [TYPE_LINE_FIRST_OR_ESCAPE]
        await pilot.press("N", "o", "escape", "o")
        await until(pilot, lambda: bool(app.screen.query("OwnLine Words:focus")), "the form again")
        words, sides = app.screen.query_one(Words), app.screen.query_one("Sides", OptionList)
        assert words.said == "No"  # what was typed is kept
        await pilot.press("backspace", "backspace")
        words.post_message(
            Paste("Those threats of escalation were bluffs.\r\n\n Moscow did nothing")
        )
        await pilot.pause()
        assert sides.highlighted_option is not None
        assert sides.highlighted_option.id == "escalation:0.6"  # as it is typed
        assert "It can rest on: " in screen_text(app)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "What does it rest on?" in screen_text(app), "the evidence")
        await pilot.press("enter")
        await until(pilot, lambda: any(isinstance(m, FreeLine) for m in moves(app)), "the line")
        (own,) = (move for move in moves(app) if isinstance(move, FreeLine))
        assert own.text == "Those threats of escalation were bluffs.\nMoscow did nothing"
        assert own.cites
        (said,) = (e for e in table(app).session.events if isinstance(e, Said) and e.cites)
        assert said.strength == STRENGTH[3]


async def test_a_passage_that_the_library_shows_is_spoken_with() -> None:
    app = app_of("state")
    async with app.run_test(size=(80, 24)) as pilot:
        await my_turn(pilot, app)
        await pilot.press("x", "slash", *"belgorod", "enter")
        await until(pilot, lambda: SAY_WITH_THIS_PASSAGE in screen_text(app), "the page")
        await pilot.press("down", "enter")
        await until(pilot, lambda: bool(app.screen.query("OwnLine Words:focus")), "the form")
        assert "It rests on: " in screen_text(app)
        await pilot.press(*"bananas", "enter", "enter")
        await until(pilot, lambda: any(isinstance(m, FreeLine) for m in moves(app)), "the line")
        (said,) = (e for e in table(app).session.events if isinstance(e, Said) and e.cites)
        assert (said.text, said.strength) == ("bananas", STRENGTH[3])


async def test_a_line_is_said_in_private_and_then_another_pressed() -> None:
    app = app_of("state")
    async with app.run_test(size=(80, 24)) as pilot:
        await my_turn(pilot, app)
        hand = len(table(app).cards)
        assert "h: in private first" in squeezed(screen_text(app))
        await pilot.press("h")
        await until(pilot, lambda: "In private one alone hears it" in screen_text(app), "the ways")
        assert "; now you stand " in squeezed(screen_text(app))
        await pilot.press("end", "enter")
        await until(pilot, lambda: any(isinstance(m, Confide) for m in moves(app)), "the word")
        await until(pilot, lambda: len(table(app).cards) == hand - 1, "the rest of the hand")
        assert table(app).my_turn
        assert "State Department: a word in private with" in screen_text(app)
        await pilot.press("end", "h")  # on what is no argument
        notes = app._notifications
        await until(pilot, lambda: any(n.message == brief.NO_ARGUMENT for n in notes), "why not")
        await pilot.press("home", "h")
        await until(pilot, lambda: "How shall it be said?" in screen_text(app), "the ways")
        assert "In private" not in screen_text(app)
        assert brief.HAD in squeezed(screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: any(getattr(m, "press", False) for m in moves(app)), "the line")
