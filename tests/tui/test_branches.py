"""Going back on the screen: all points of a game, the tree of its forks, replays, copies."""

import re
from pathlib import Path

import pytest
from textual.widgets import Input

from sitroom.journal import disk, record
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from sitroom.tui.app import SitroomApp
from sitroom.tui.branches import BranchesScreen, CopyScreen
from sitroom.tui.page import Page
from sitroom.tui.refusal import Refusal
from sitroom.tui.replay import ReplayScreen
from tests.command import Sitroom, squeezed
from tests.journal.games import harbour, played
from tests.tui.drive import on_page, play_until, saved, screen_text, table, until

SIZES = [(80, 24), pytest.param((160, 50), marks=pytest.mark.slow)]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    return tmp_path


def past(home: Path) -> Session:
    """Return a game of the harbour that was played to its end."""
    played(home / "games" / "harbour-1.jsonl")
    return Session.replay(record.read(home / "games" / "harbour-1.jsonl"), harbour())


def replaying(app: SitroomApp) -> ReplayScreen:
    """Return the screen on which a game is stepped through."""
    assert isinstance(app.screen, ReplayScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_every_point_can_be_stepped_to_and_back_to(size: tuple[int, int], home: Path) -> None:
    whole = past(home)
    app = SitroomApp(past=whole, pace=0)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen), "the replay")
        seen = []
        for point in range(len(whole.records) + 1):
            assert f"Move {point} of {len(whole.records)}" in screen_text(app)
            assert replaying(app).session.events == whole.at(point).events
            seen.append(screen_text(app).splitlines()[:-3])
            await pilot.press("right")
        await pilot.press("right")
        assert replaying(app).point == len(whole.records)
        for point in reversed(range(len(whole.records))):
            await pilot.press("left")
            assert replaying(app).point == point
        await pilot.press("left")
        assert replaying(app).point == 0
        assert len(set(map(tuple, seen))) > 3
    assert [len(record.read(path).records) for path in saved(home)] == [len(whole.records)]


async def test_a_replay_leaps_from_question_to_question(home: Path) -> None:
    whole = past(home)
    app = SitroomApp(past=whole, pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen), "the replay")
        answer = next(e.n for e in whole.records if e.next.startswith("entry.answer"))
        for key, point in (
            ("n", answer),
            ("n", len(whole.records)),
            ("n", len(whole.records)),
            ("N", answer),
            ("N", 0),
            ("end", len(whole.records)),
            ("home", 0),
        ):
            await pilot.press(key)
            assert replaying(app).point == point, key


async def test_a_replay_plays_by_itself_and_stops(home: Path) -> None:
    whole = past(home)
    app = SitroomApp(past=whole, pace=99)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen), "the replay")
        await pilot.press("space")
        assert "Playing; Space stops" in screen_text(app)
        await pilot.press("space")
        assert "Playing" not in screen_text(app)
        app.set_pace(0)
        await pilot.press("space")
        await until(pilot, lambda: not replaying(app).playing, "the end")
        assert replaying(app).point == len(whole.records)
        await pilot.press("space")  # once more, from the beginning
        await until(pilot, lambda: not replaying(app).playing, "the end")
        assert replaying(app).point == len(whole.records)


@pytest.mark.parametrize("size", SIZES)
async def test_every_key_of_a_replay_opens_what_was_there_then(
    size: tuple[int, int], home: Path
) -> None:
    app = SitroomApp(past=past(home), pace=0)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen), "the replay")
        await pilot.press("right", "right")
        for key in ("b", "v", "l", "e", "d", "x", "question_mark", "enter"):
            await pilot.press(key)
            assert not isinstance(app.screen, ReplayScreen), key
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ReplayScreen), f"back from {key}")
        await pilot.press("w", "enter")
        await until(pilot, lambda: isinstance(app.screen, Page), "why")
        await pilot.press("escape")
        before = replaying(app).options.pace
        await pilot.press("s", "j", "k", "down", "up")
        assert replaying(app).options.pace != before
        assert replaying(app).point == 2
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


async def test_a_replay_forks_into_a_game_that_is_played_on(home: Path) -> None:
    whole = past(home)
    app = SitroomApp(past=whole, pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen), "the replay")
        await pilot.press("right", "right", "f")
        await until(pilot, lambda: len(saved(home)) == 2, "the new game")
        await until(pilot, lambda: app.session is not None, "the table")
        assert table(app).session.moves[:2] == whole.moves[:2]
        await play_until(pilot, app, lambda: table(app).session.over, "the end")
    new, old = (record.read(home / "games" / f"harbour-{n}.jsonl") for n in (2, 1))
    assert new.header.parent == "harbour-1@2"
    assert new.records[-1].next == old.records[-1].next == "over"


@pytest.mark.parametrize("size", SIZES)
async def test_the_table_goes_back_to_any_point_in_a_new_game(
    size: tuple[int, int], home: Path
) -> None:
    session = played(home / "games" / "harbour-1.jsonl", 0)
    app = SitroomApp(session=session, pace=0)
    async with app.run_test(size=size) as pilot:
        await play_until(pilot, app, lambda: len(table(app).session.records) > 3, "some moves")
        await play_until(pilot, app, lambda: app.screen is table(app), "the table")
        raw = (home / "games" / "harbour-1.jsonl").read_bytes()
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, BranchesScreen), "the points")
        assert "Go on from before which move?" in screen_text(app)
        await pilot.press("t")
        await until(pilot, lambda: on_page(app, "Games forked from one another"), "the tree")
        assert "harbour-1 (this game)" in screen_text(app)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is table(app), "the table")
        assert len(saved(home)) == 1
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, BranchesScreen), "the points")
        await pilot.press("home", "enter")  # before the first move
        await until(pilot, lambda: table(app).session.path != session.path, "the new game")
        assert len(saved(home)) == 2
        assert (home / "games" / "harbour-1.jsonl").read_bytes() == raw
        await play_until(pilot, app, lambda: table(app).session.over, "the end")
    assert record.read(home / "games" / "harbour-2.jsonl").header.parent == "harbour-1@0"


async def test_the_table_steps_through_the_game_so_far_and_comes_back(home: Path) -> None:
    session = played(home / "games" / "harbour-1.jsonl", 0)
    app = SitroomApp(session=session, pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        moves = len(session.records)
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen), "the replay")
        assert replaying(app).point == moves
        await pilot.press("left", "escape")
        await until(pilot, lambda: app.screen is table(app), "the table")
        assert len(table(app).session.records) == moves
        assert table(app).my_turn
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen), "the replay")
        await pilot.press("home", "f")
        await until(pilot, lambda: len(saved(home)) == 2, "the fork")
        await until(pilot, lambda: app.session is not session, "its table")
        assert len(app.screen_stack) <= 3  # the table before is gone
        await play_until(pilot, app, lambda: table(app).session.over, "the end")
    assert len(record.read(home / "games" / "harbour-1.jsonl").records) == moves


async def test_a_game_that_can_not_be_saved_any_more_is_saved_elsewhere(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = played(home / "games" / "harbour-1.jsonl", 0)
    app = SitroomApp(session=session, pace=0)
    async with app.run_test(size=(120, 40)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as disk_full:
            disk_full.setattr(disk, "extend", full)
            await pilot.press("p")
            await until(pilot, lambda: session.journal is None, "the failure")
        assert any("Going on unsaved" in told.message for told in app._notifications)
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CopyScreen), "the question")
        app.screen.query_one(Input).value = str(home / "stick" / "copy")
        await pilot.press("enter")
        await until(pilot, lambda: session.path is not None, "the copy")
        await play_until(pilot, app, lambda: session.over, "the end")
    assert Session.resume(home / "stick" / "copy.jsonl", harbour()).moves == session.moves


async def test_leaving_the_question_for_a_copy_writes_none(home: Path) -> None:
    session = played(home / "games" / "harbour-1.jsonl", 0)
    app = SitroomApp(session=session, pace=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CopyScreen), "the question")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is table(app), "the table")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CopyScreen), "the question")
        await pilot.press("enter")  # a new name among the other games
        await until(pilot, lambda: len(saved(home)) == 2, "the copy")
        assert session.path == home / "games" / "harbour-1.jsonl"


@pytest.mark.parametrize("size", SIZES)
async def test_what_can_not_be_done_is_told_in_a_box_in_the_words_of_the_command_line(
    size: tuple[int, int], home: Path, sitroom: Sitroom
) -> None:
    path = home / "games" / "harbour-1.jsonl"
    session = played(path, 3)
    app = SitroomApp(session=session, pace=9)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen is table(app), "the table")
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, BranchesScreen), "the points")
        path.write_bytes(b"no game\n")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, Refusal), "the box")
        shown = screen_text(app)
        assert JournalError.title in shown
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, BranchesScreen), "the points")
    said = sitroom("tree", "harbour-1").err.removeprefix("sitroom: ").splitlines()[0]
    assert squeezed(said)[-20:] in squeezed(re.sub(r"[│╭╮╰╯─]", " ", shown))
