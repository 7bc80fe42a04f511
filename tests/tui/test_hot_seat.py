"""Several people at one keyboard: nothing of anybody's is seen by the others."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from sitroom.engine.events import Opened, Said
from sitroom.engine.moves import STRENGTH, FreeLine, Say
from sitroom.engine.state import Phase
from sitroom.journal import record
from sitroom.journal.session import Session
from sitroom.narration import brief, facilitation
from sitroom.policies import advice
from sitroom.scenario.compiler import usable
from sitroom.tui.app import SitroomApp
from sitroom.tui.forms import Picker
from sitroom.tui.handover import HandOver
from sitroom.tui.own_line import OwnLine, Words
from sitroom.tui.page import Page
from tests.command import Sitroom, squeezed, ukraine
from tests.tui.drive import on_page, play_until, saved, screen_text, table, until

TWO = ("state", "white-house")
SIZES = [(80, 24), pytest.param((160, 50), marks=pytest.mark.slow)]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


def app_of(
    seats: tuple[str, ...] = TWO, *, pace: float = 0, held: bool = False, hot_seat: bool = False
) -> SitroomApp:
    return SitroomApp(
        ukraine(),
        1,
        seats,
        "kharkiv-2024",
        pace=pace,
        only=True,
        held=held,
        hot_seat=hot_seat,
    )


def handed(app: SitroomApp) -> bool:
    return isinstance(app.screen, HandOver)


def private(session: Session) -> Iterator[str]:
    """Yield what belongs to one seat alone, of every seat that a person plays."""
    lookup, opened = session.lookup, [e for e in session.events if isinstance(e, Opened)][-1]
    asked = lookup.questions[opened.question]
    said = {event.argument for event in session.events if isinstance(event, Said)}
    for seat in session.people:
        if seat in opened.positions:
            yield from brief.brief(lookup, seat, opened.question, opened.positions[seat])
    for id_, (argument, speakers) in usable(
        session.content, asked.decision, asked.question, asked.id
    ).items():
        if id_ not in said and set(speakers) & set(session.people):
            yield argument.says
    if session.waits and session.state.phase is Phase.DEBATE:
        for card in advice.hand(session.model, session.state):
            yield brief.use(lookup, card, None)


def everything_shown(app: SitroomApp) -> str:
    """Return all that can be read now: screen, toasts, title, help and palette."""
    toasts = [note.message for note in app._notifications]
    commands = [f"{c.title} {c.help}" for c in app.get_system_commands(app.screen)]
    return squeezed(" ".join([screen_text(app), *toasts, app.title, app.sub_title, *commands]))


def assert_closed(app: SitroomApp) -> None:
    shown = everything_shown(app)
    for text in private(table(app).session):
        for part in (squeezed(text)[:40], squeezed(text)[-30:]):
            assert part not in shown, part
    assert not table(app).hand.display
    assert table(app).hand.option_count == 0
    assert table(app).reader == ""


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_a_walk_through_a_decision_shows_nothing_of_anybody_while_the_keyboard_is_passed(
    size: tuple[int, int],
) -> None:
    app, dice, passed = app_of(), random.Random(7), 0  # noqa: S311
    async with app.run_test(size=size) as pilot:
        for _ in range(200):
            await until(
                pilot,
                lambda: (
                    isinstance(app.screen, Page) or table(app).my_turn or table(app).session.over
                ),
                "something to do",
            )
            if handed(app):
                passed += 1
                assert_closed(app)
                await pilot.press("question_mark")
                assert on_page(app, "Help")
                assert_closed(app)
                await pilot.press("escape", "escape", "b", "w", "space", "tab")
                assert handed(app)
                assert_closed(app)
                await pilot.press("enter")
            elif isinstance(app.screen, Page):
                assert not on_page(app, "Your brief")
                await pilot.press("enter")
            elif table(app).session.over:
                break
            else:
                for _ in range(dice.randrange(3)):
                    await pilot.press(dice.choice("bevld"), "escape")
                await pilot.press(dice.choice(["enter", "p", "1", "5", "j"]))
            await pilot.pause()
        assert table(app).session.over
        assert passed >= 7  # three rounds of two people, and a choice


@pytest.mark.parametrize("size", SIZES)
async def test_the_page_names_who_is_next_and_what_to_press(size: tuple[int, int]) -> None:
    app = app_of()
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        await pilot.press("enter")
        await until(pilot, lambda: handed(app), "the page")
        shown = squeezed(screen_text(app))
        assert f"Pass the keyboard to State Department. {facilitation.READY}" in shown
        assert "the others look away" in shown
        assert "█▀█" in screen_text(app) or "██" in screen_text(app)  # the name in large letters
        assert shown.endswith("? Help q Quit ⏎ Ready u Undo P Projector")
        await pilot.press("enter")
        await until(pilot, lambda: table(app).my_turn, "State's turn")
        footer = squeezed(screen_text(app).splitlines()[-1])
        assert footer == "? Help q Quit ⏎ Say it 1-5 Rated p Pass e Evidence w Why h How else"


async def test_own_pages_open_only_for_the_seat_that_holds_the_keyboard() -> None:
    app = app_of()
    async with app.run_test(size=(120, 40)) as pilot:
        await take(pilot, app, "state")
        await pilot.press("b")
        assert on_page(app, "Your brief")
        assert "State Department." in screen_text(app)
        await pilot.press("escape", "w")
        await until(pilot, lambda: isinstance(app.screen, Picker), "the question")
        names = [str(option.prompt) for option in app.screen.query_one(OptionList).options]
        assert "State Department" in names
        assert "Ukraine" in names
        assert "White House" not in names
        await pilot.press("escape")
        app.set_pace(1000)  # the others take their time: everybody looks at the table
        await pilot.press("p")
        await pilot.pause()
        assert not handed(app)
        assert_closed(app)
        await pilot.press("b")
        assert on_page(app, "Kharkiv")
        assert not on_page(app, "Your brief")
        await pilot.press("escape", "w")
        await until(pilot, lambda: isinstance(app.screen, Picker), "the question")
        names = [str(option.prompt) for option in app.screen.query_one(OptionList).options]
        assert not {"State Department", "White House"} & set(names)


async def take(pilot: Pilot[None], app: SitroomApp, seat: str) -> None:
    """Pass until a seat has its hand before it."""
    await play_until(
        pilot,
        app,
        lambda: table(app).my_turn and table(app).session.mover == seat,
        f"the turn of {seat}",
        key="p",
    )


@pytest.mark.parametrize("hot", [False, True])
async def test_one_person_keeps_the_keyboard_unless_hot_seat_is_asked_for(hot: bool) -> None:
    app = app_of(("state",), hot_seat=hot)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page), "the briefing")
        assert on_page(app, "Your brief") is not hot
        await pilot.press("enter")
        await until(pilot, lambda: handed(app) or table(app).my_turn, "the turn")
        assert handed(app) is hot


async def test_keys_one_to_five_rate_the_marked_argument_and_enter_says_it(home: Path) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await take(pilot, app, "state")
        marked = table(app).cards[1].argument
        await pilot.press("j", "2", "4")
        assert table(app).session.mover == "state"  # a digit says nothing yet
        assert "Rated 4 of 5; Enter says it." in squeezed(screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: handed(app), "the next turn")
        said = [e for e in table(app).session.events if isinstance(e, Said) and e.seat == "state"]
        assert (said[0].argument, said[0].strength) == (marked, STRENGTH[4])
    (path,) = saved(home)
    assert Say("state", marked, 4) in [entry.move for entry in record.read(path).records]


async def test_enter_leaves_a_line_as_written_and_one_person_alone_rates_nothing() -> None:
    app = app_of(("state",))
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        count = len(table(app).session.moves)
        await pilot.press("4")
        assert len(table(app).session.moves) == count
        best = table(app).cards[0].argument
        await pilot.press("enter")
        await until(pilot, lambda: len(table(app).session.moves) > count, "the move")
        assert table(app).session.moves[count] == Say("state", best)


@pytest.mark.parametrize(("key", "rating"), [("5", 5), ("enter", None)])
async def test_what_students_said_is_typed_and_rated(key: str, rating: int | None) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await take(pilot, app, "state")
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, OwnLine), "the form")
        app.screen.query_one(Words).text = "12 reasons"
        await pilot.press("end", "3", "enter")
        assert "1-5 Rated" in squeezed(screen_text(app))
        await pilot.press("down", *([] if key == "enter" else [key]), "enter")
        if rating is None:  # nobody has weighed it, so that it may rest on a passage
            asks = "What does it rest on?"
            await until(pilot, lambda: asks in screen_text(app), "the passages")
            await pilot.press("end", "enter")
        await until(pilot, lambda: handed(app), "the next turn")
        (own,) = (move for move in table(app).session.moves if isinstance(move, FreeLine))
        assert (own.text, own.rating, own.claim < 0) == ("12 reasons3", rating, True)


async def test_the_palette_rates_too() -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await take(pilot, app, "state")
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert len(titles) == len(set(titles))
        assert {"Hand: Rated 1", "Hand: Rated 5", "Table: Projector"} <= set(titles)
        await pilot.press("ctrl+p")
        await pilot.press(*"rated 2", "enter")
        await until(pilot, lambda: table(app).hand.rating == 2, "the rating")
        await pilot.press("enter")
        await until(pilot, lambda: handed(app), "the next turn")
        assert any(isinstance(m, Say) and m.rating == 2 for m in table(app).session.moves)


async def test_a_saved_game_of_two_people_is_hot_again_when_resumed(home: Path) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await take(pilot, app, "state")
    (path,) = saved(home)
    again = SitroomApp(session=Session.resume(path), pace=0)
    async with again.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(again.screen, Page), "a page")
        await play_until(pilot, again, lambda: handed(again), "the page")
        assert_closed(again)


async def test_the_same_moves_on_the_screen_and_line_by_line_make_the_same_journal(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = app_of(held=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await take(pilot, app, "state")
        await pilot.press("i", "down", "enter")
        await until(pilot, lambda: on_page(app, "News: "), "the news")
        await pilot.press("enter")
        await until(pilot, lambda: handed(app), "the keyboard's way back")
        await pilot.press("enter", "j", "5", "enter")
        await until(pilot, lambda: on_page(app, "Pass the keyboard to White House"), "White House")
        await pilot.press("enter", "p")
        await until(pilot, lambda: on_page(app, "Pass the keyboard to State"), "State again")
    (screen,) = saved(home)
    monkeypatch.setenv("SITROOM_HOME", str(home / "plain"))
    command = ["play", "arming-ukraine", "--plain", "--held", "--only", "--seed", "1"]
    seats = ["--decision", "kharkiv-2024", "--seat", "state", "--seat", "white-house"]
    replies = ("", "i", "2", "", "2 5", "", "p")
    done = Sitroom(capsys, monkeypatch)(*command, *seats, replies=replies)
    assert f"Pass the keyboard to State Department. {facilitation.READY}" in done.out
    (plain,) = saved(home / "plain")
    assert plain.read_text() == screen.read_text()
