"""Seat secrecy over random games: what is whose stands in docs/reference/rules.md, section 12."""

import asyncio
import contextlib
import io
import json
import random
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from textual.widgets import TextArea

from sitroom.cli import main
from sitroom.engine import game
from sitroom.engine.events import Decided, to_plain
from sitroom.engine.moves import Choose, Pass
from sitroom.engine.state import Phase as At
from sitroom.journal import record
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, open_scenario, prepare
from sitroom.narration import event_text
from sitroom.narration.debrief_page import debrief
from sitroom.policies import advice
from sitroom.tui.app import SitroomApp
from tests.hidden import NAMES, WOULD, Secrets, any_move, played, said, scenarios
from tests.tui.drive import screen_text

moves = st.lists(st.integers(0, 11), min_size=1, max_size=25)
pairs = st.sampled_from([("ann", "bob"), ("bob", "cem", "dee"), ("dee", "ann")])
dice = st.randoms(use_true_random=True)
World = tuple[dict[str, str], Secrets]
AS_FOUND = (Phase.explicit, Phase.reuse, Phase.generate)  # a smaller leak tells no more


@contextlib.contextmanager
def shelf() -> Iterator[Path]:
    """A home of its own, and an empty folder to stand in."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITROOM_HOME", str(Path(folder) / "home"))
        patch.setenv("COLUMNS", "80")
        patch.chdir(folder)
        yield Path(folder)


def put_down(folder: Path, files: dict[str, str]) -> str:
    """Write a scenario and return where it lies."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(folder / "scenarios/hidden.yaml")


def saved(folder: Path, loaded: Loaded) -> list[Session]:
    """The games on the shelf."""
    paths = sorted((folder / "home/games").glob("*.jsonl"))
    return [Session.replay(record.read(path), loaded) for path in paths]


@pytest.mark.rule("12.1")
@settings(max_examples=20, phases=AS_FOUND)
@given(scenarios(), pairs, moves)
def test_an_event_tells_nothing_private(
    world: World, people: tuple[str, ...], plan: list[int]
) -> None:
    files, secrets = world
    session = Session(prepare(files), 1, people)
    for number in plan:
        aloud = said(session.events)
        told = " ".join(
            line for event in session.events for line in event_text.tell(session.lookup, event)
        )
        raw = json.dumps([to_plain(event) for event in session.events])
        assert not secrets.leaks(told, None, aloud, people)
        assert not secrets.leaks(raw, None, set(), people)  # events name arguments, no more
        assert {id_ for id_ in secrets.arguments if f'"{id_}"' in raw} == aloud
        assert not WOULD.search(told)
        if session.over:
            break
        session.play(any_move(session, number))


class Person:
    """Answers whatever is asked line by line, and keeps what was printed, and for whom."""

    ASIDES = ("b", "w", "s", "v", "l", "d", "t", "t 1", "t all", "e", "e 1", "?", "x", "y")
    REPLIES = (  # what a prompt has in it, and what may be said to it
        ("when ready", ("", "", "")),
        ("Say which", ("1", "1", "2", "p", "o", "2 5")),
        ("Choose which", ("0", "1", "2", "3")),
        ("Number", ("1", "2", "")),
        ("Your line", ("A line of my own.",)),
        ("How convincing", ("", "4")),
        ("agenda", ("", "", "a")),
    )

    def __init__(
        self, dice: random.Random, printed: io.StringIO, look: Callable[[], list[Session]]
    ) -> None:
        self.dice, self.printed, self.look = dice, printed, look
        self.seen = 0
        self.holder: str | None = None
        self.pieces: list[tuple[str | None, str, set[str]]] = []  # for whom, text, said by then
        self.asked = 0

    def __call__(self, question: str = "") -> str:
        self.printed.write(question)
        self.keep()
        self.asked += 1
        if self.asked > 60:
            raise EOFError
        replies = next((r for mark, r in self.REPLIES if mark in question), ("",))
        wide = any(mark in question for mark in ("when ready", "Say which", "Choose which"))
        reply: str = self.dice.choice(
            [*replies, *self.dice.sample(self.ASIDES, 3)] if wide else replies
        )
        handed = re.search(r"Pass the keyboard to (.+?)\. Enter", question)
        if handed and not reply:
            (self.holder,) = (id_ for id_, name in NAMES.items() if name == handed[1])
        self.printed.write(f"{reply}\n")
        return reply

    def keep(self) -> None:
        """Cut what was printed since the last question where the screen was cleared."""
        text = self.printed.getvalue()[self.seen :]
        self.seen += len(text)
        games = self.look()
        aloud = said(games[-1].events) if games else set()
        for n, piece in enumerate(re.split(r"\n{20,}", text)):
            if n:
                self.holder = None
            self.pieces.append((self.holder, piece, aloud))


def line_by_line(
    path: str, people: tuple[str, ...], answer: Callable[[io.StringIO], Person]
) -> Person:
    """Play a game in plain mode and return the person, with all that was printed."""
    seats = [part for seat in people for part in ("--seat", seat)]
    printed = io.StringIO()
    person = answer(printed)
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(printed):
        patch.setattr("builtins.input", person)
        assert main(["play", path, "--plain", "--seed", "1", "--decision", "first", *seats]) == 0
    person.keep()
    return person


@pytest.mark.slow
@pytest.mark.rule("12.3")
@settings(max_examples=10, phases=AS_FOUND)
@given(scenarios(), pairs, dice)
def test_line_by_line_nothing_private_is_printed_but_to_whom_it_belongs(
    world: World, people: tuple[str, ...], dice: random.Random
) -> None:
    files, secrets = world
    with shelf() as folder:
        path = put_down(folder, files)
        look = partial(saved, folder, open_scenario(path))
        person = line_by_line(path, people, lambda printed: Person(dice, printed, look))
        over = look()[-1].over
    assert person.asked
    for holder, text, aloud in person.pieces[: -1 if over else None]:
        assert not secrets.leaks(text, holder, aloud, people), (holder, text)
        assert holder or not WOULD.search(text), text
        for name in re.findall(r"Why (.+?) stands at", text):
            (seat,) = (id_ for id_, other in NAMES.items() if other == name)
            assert seat == holder or seat not in people, (holder, text)


KEYS = (
    "enter",
    "enter",
    "enter",
    "p",
    "1",
    "5",
    "j",
    "b",
    "w",
    "v",
    "l",
    "d",
    "e",
    "x",
    "o",
    "tab",
)
MORE = (
    "question_mark",
    "escape",
    "escape",
    "space",
    "P",
    "u",
    "down",
    "ctrl+p",
    "t",
    "a",
    "slash",
)
SIZES = ((80, 24), (110, 90))


async def on_screen(
    loaded: Loaded, people: tuple[str, ...], dice: random.Random
) -> list[tuple[str | None, str, set[str]]]:
    """Press keys at random, and return what stood on the screen after each, and for whom."""
    app = SitroomApp(loaded, 1, people, "first", pace=0)
    pieces: list[tuple[str | None, str, set[str]]] = []
    taken: tuple[int, int] | None = None  # the game and the move at which the hand was opened
    async with app.run_test(size=dice.choice(SIZES)) as pilot:
        for _ in range(40):
            await pilot.pause()
            session = app.session
            if session is None or session.over:
                break
            now = (id(session), len(session.moves))
            taken = taken if taken == now else None
            shown = screen_text(app)
            holder = session.mover if taken and session.mover in people else None
            pieces.append((holder, shown, said(session.events)))
            handing = "Pass the keyboard to" in shown or "Enter takes the turn" in shown
            key = dice.choice(KEYS + MORE)
            if key == "escape" and type(app.screen).__name__ == "TableScreen":
                continue  # twice would leave the table
            if key == "enter" and handing:
                taken = now
            field = app.screen.query(TextArea)
            if field and key == "enter":
                field.first().text = "A line of my own."
            await pilot.press(key)
    return pieces


@pytest.mark.rule("12.2")
@settings(max_examples=2, phases=AS_FOUND)
@given(scenarios(), pairs, dice)
def test_on_the_screen_nobody_sees_what_is_anothers(
    world: World, people: tuple[str, ...], dice: random.Random
) -> None:
    files, secrets = world
    with shelf():
        pieces = asyncio.run(on_screen(prepare(files), people, dice))
    assert len(pieces) > 10
    for holder, text, aloud in pieces:
        assert not secrets.leaks(text, holder, aloud, people), (holder, text)
        assert holder or not WOULD.search(text), text


@pytest.mark.rule("12.5")
@settings(max_examples=10, phases=AS_FOUND)
@given(scenarios(), pairs, moves, st.sampled_from(["md", "json", "csv", "html"]))
def test_a_debrief_before_the_end_tells_nothing_that_may_still_be_said(
    world: World, people: tuple[str, ...], plan: list[int], form: str
) -> None:
    files, secrets = world
    with shelf() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "sitroom.analysis.hindsight.GAMES", 10
        )  # games of the computer to compare with
        path = folder / "home/games/hidden-1.jsonl"
        session = played(prepare(files), people, plan, path=path)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            assert main(["debrief", "hidden-1", "--format", form, "--out", "told"]) == 0
        told = (folder / "told").read_text(encoding="utf-8")
    aloud = said(session.events)
    if session.over:
        return
    assert not secrets.leaks(told, None, aloud, people)
    assert not {id_ for id_ in secrets.arguments if id_ in told} - aloud
    lines = [line for _, part in debrief(session.lookup, session.events) for line in part]
    assert not secrets.leaks(" ".join(lines), None, aloud, people)


@pytest.mark.rule("12.6")
@settings(max_examples=15, phases=AS_FOUND)
@given(scenarios(), pairs, moves)
def test_a_journal_keeps_the_moves_and_nothing_that_anybody_saw(
    world: World, people: tuple[str, ...], plan: list[int]
) -> None:
    files, secrets = world
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game.jsonl"
        session = played(prepare(files), people, plan, path=path)
        head, *lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert head.pop("content") == files
    rest = json.dumps([head, *lines])
    assert not secrets.told(rest)
    assert not WOULD.search(rest)
    moved = [line["move"] for line in lines if "move" in line]
    assert len(moved) == len(session.moves)
    for move in moved:
        assert set(move) <= {
            "move",
            "seat",
            "argument",
            "option",
            "text",
            "concern",
            "claim",
            "rating",
        }


@pytest.mark.rule("12.7")
@settings(max_examples=15, phases=AS_FOUND)
@given(scenarios(), pairs)
def test_nothing_that_others_get_depends_on_a_vote_until_the_ballot_closes(
    world: World, people: tuple[str, ...]
) -> None:
    loaded = prepare(world[0])
    for decision in ("first", "second"):
        stories = []
        for vote in ("o0", "o1", "o2", None):
            session = Session(loaded, 1, people, decision)
            while session.state.phase is At.DEBATE:
                session.play(Pass(str(session.mover)))
            session.play(Choose(str(session.mover), vote))
            if any(isinstance(event, Decided) for event in session.events):
                break  # one voter alone: the ballot is closed
            stories.append(got(session))
        assert all(story == stories[0] for story in stories)


def got(session: Session) -> list[object]:
    """All that the next voter, or anybody else, can ask for."""
    model, state = session.model, session.state
    return [
        [to_plain(event) for event in session.events],
        [line for event in session.events for line in event_text.tell(session.lookup, event)],
        game.legal(model, state),
        game.standing(model, state),
        advice.views(model, state),
        advice.chances(model, state),
        debrief(session.lookup, session.events),
    ]
