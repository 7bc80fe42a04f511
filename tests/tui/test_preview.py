"""The author's preview: what is saved is played on, and what is wrong is shown until it is mended."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from sitroom.engine.moves import Say
from sitroom.tui.app import SitroomApp
from sitroom.tui.preview import MistakesScreen, Preview, Reading
from tests.command import Sitroom
from tests.tui.drive import on_page, play_until, saved, screen_text, table, until

DECISION = Path("scenarios/harbour/decisions/how-far.yaml")


@pytest.fixture(autouse=True)
def harbour(sitroom: Sitroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert sitroom("new", "scenario", "harbour").code == 0
    return DECISION


def preview() -> SitroomApp:
    watched = Preview("harbour", by_itself=False)
    return SitroomApp(None, 1, ("fire-chief",), "how-far", pace=0, preview=watched)


def save(old: str, new: str) -> None:
    """Save the decision with a text in place of another one."""
    text = DECISION.read_text("utf-8")
    assert old in text
    DECISION.write_text(text.replace(old, new, 1), "utf-8")


async def look(pilot: Pilot[None], app: SitroomApp) -> Reading:
    """Let the preview look until it has seen what was saved, as it does by itself."""
    assert app.preview is not None
    assert app.preview.look() is None  # the file may still be being written
    reading = app.preview.look()
    assert reading is not None
    assert app.preview.look() is None
    app.preview.show(app, reading)
    await pilot.pause()
    return reading


def wrong(app: SitroomApp) -> bool:
    return isinstance(app.screen, MistakesScreen)


def told(app: SitroomApp) -> str:
    return " ".join(note.message for note in app._notifications)


@pytest.mark.parametrize("size", [(80, 24), pytest.param((160, 50), marks=pytest.mark.slow)])
async def test_a_file_saved_wrong_is_shown_and_when_mended_the_game_goes_on(
    size: tuple[int, int], home: Path
) -> None:
    app = preview()
    async with app.run_test(size=size) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        assert "this game is not saved" in told(app)
        await pilot.press("enter")
        await play_until(pilot, app, lambda: table(app).my_turn, "my next turn")
        moves = table(app).session.moves
        assert any(isinstance(move, Say) for move in moves)

        save("title:", "titel:")
        await look(pilot, app)
        assert wrong(app)
        assert "how-far.yaml:5:1: error S001: unknown key 'titel'" in screen_text(app)
        await pilot.press("escape", "escape")
        assert wrong(app)  # there is nothing to go back to
        await pilot.press("enter")
        shown = screen_text(app)
        assert "S001: a key that is not known here" in shown
        assert "^~~~~" in shown

        save("titel: How far to go", "title: How far we go")
        await look(pilot, app)
        assert app.screen is table(app)
        assert table(app).session.moves == moves
        assert "How far we go" in screen_text(app)
        assert "how-far.yaml reloaded. The game goes on at 'How far we go'." in told(app)
        await until(pilot, lambda: table(app).my_turn, "my turn again")
    assert not saved(home)


async def test_it_starts_though_the_file_is_wrong_and_begins_when_it_is_mended() -> None:
    save("kind: decider", "kind: decidr")
    app = preview()
    async with app.run_test(size=(80, 24)) as pilot:
        assert wrong(app)
        assert "not 'decidr'" in " ".join(screen_text(app).split())
        save("kind: decidr", "kind: decider\n  decidr: mayor")
        await look(pilot, app)
        assert "unknown key 'decidr'" in " ".join(screen_text(app).split())
        save("\n  decidr: mayor", "")
        await look(pilot, app)
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")


async def test_it_looks_by_itself() -> None:
    watched = Preview("harbour")
    app = SitroomApp(None, 1, ("fire-chief",), "how-far", pace=0, preview=watched)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_until(pilot, app, lambda: table(app).my_turn, "my turn")
        save("rung: warn", "rung: wrn")
        await until(pilot, lambda: wrong(app), "the mistake")
        await pilot.press("q")


async def test_without_seats_it_asks_who_plays_and_asks_again_after_a_change() -> None:
    app = SitroomApp(pace=0, preview=Preview("harbour", by_itself=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "How far to go" in screen_text(app), "the seats")
        save("title: How far to go", "title: How near")
        await look(pilot, app)
        await until(pilot, lambda: "How near" in screen_text(app), "the seats anew")
        await pilot.press("enter")
        await until(pilot, lambda: on_page(app, "The question"), "the briefing")


def test_the_preview_needs_a_scenario_and_says_so(sitroom: Sitroom) -> None:
    sitroom("play", "--watch").refused(2, "--watch needs a scenario")


def add_another(name: str) -> None:
    """Put the decision on the list once more, a day later."""
    text = DECISION.read_text("utf-8").replace("id: how-far", f"id: {name}", 1)
    text = text.replace("date: 2024-10-14", "date: 2024-10-15", 1)
    DECISION.with_name(f"{name}.yaml").write_text(text, "utf-8")
    scenario = DECISION.parents[1] / "scenario.yaml"
    scenario.write_text(scenario.read_text("utf-8") + f"  - {name}\n", "utf-8")


async def test_it_goes_to_a_decision_by_the_choices_named_and_tells_when_one_is_gone() -> None:
    add_another("the-end")
    watched = Preview("harbour", by_itself=False)
    app = SitroomApp(
        None,
        1,
        ("mayor",),
        "the-end",
        choices={"how-far": "clear-streets"},
        pace=0,
        preview=watched,
    )
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.session is not None, "a table")
        session = table(app).session
        assert session.question == "the-end"
        assert session.states[-1].world.indicators[0, 0] == 40  # calm has gone by 20 of 60
        save("id: clear-streets", "id: empty-streets")
        await look(pilot, app)
        assert "'how-far' has no option 'clear-streets'" in told(app)
        assert table(app).session.question == "the-end"
