"""Every screen as a reviewer reads it: tests/tui/frames/NAME-80x24.txt, 120x40 and 200x60.

The frames at 80x24 tell the styles as well, in the dark, the light and the high-contrast theme.
When a screen has changed on purpose, write them anew and read the difference before committing it:

    SITROOM_UPDATE=1 pytest tests/tui/test_frames.py
"""

import difflib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.library.visibility import View
from sitroom.tui.app import SitroomApp
from sitroom.tui.comparing import CompareScreen
from sitroom.tui.library import LibraryScreen
from sitroom.tui.page import Page
from sitroom.tui.preview import MistakesScreen, Preview
from sitroom.tui.study_screen import StudyScreen
from tests.command import Sitroom, ukraine
from tests.journal.games import played
from tests.tui.drive import on_page, play_until, screen_text, table, until
from tests.tui.frames import LEAST, THEMES, Cells, cells, frame, styles, unreadable
from tests.tui.quick import Patient, patient
from tests.tui.walk import SIZES

FRAMES = Path(__file__).parent / "frames"
UPDATE = "SITROOM_UPDATE=1 pytest tests/tui/test_frames.py"
DECISION = Path("scenarios/harbour/decisions/how-far.yaml")
LATER = 4_000_000_000  # when the saved games were played: never long ago


@pytest.fixture
def things(here: Path, monkeypatch: pytest.MonkeyPatch, sitroom: Sitroom) -> None:
    """Two saved games, a study that was kept, an author's scenario with mistakes in it."""
    del here
    home = Path("home")
    monkeypatch.setenv(
        "SITROOM_HOME", str(home)
    )  # so that no path on a screen hangs on the machine
    for name, moves in (("harbour-1", 3), ("harbour-2", 99)):
        path = home / "games" / f"{name}.jsonl"
        played(path, moves)
        os.utime(path, (LATER, LATER + moves))
    study = ("arming-ukraine", "--decision", "landmines-2024", "--only", "--seed", "5")
    folder = home / "studies" / "arming-ukraine-1"
    folder.parent.mkdir(parents=True)
    assert sitroom("study", *study, "--runs", "2000", "--out", str(folder)).code == 0
    assert sitroom("new", "scenario", "harbour").code == 0
    text = DECISION.read_text("utf-8")
    DECISION.write_text(text.replace("title:", "titel:", 1).replace("rung: warn", "rung: wrn", 1))


async def tour(pilot: Patient) -> AsyncIterator[str]:
    """Go from screen to screen, and name each."""
    app = pilot.app
    await until(pilot, lambda: "Who may enter" in screen_text(app), "the saved games")
    yield "home"
    await pilot.press("comma")
    yield "settings"
    await pilot.press("escape")
    app.open_scenario(ukraine())
    await pilot.pause()
    yield "seats"
    await pilot.press("escape")
    async for name in looking_around(pilot):
        yield name
    async for name in a_game(pilot):
        yield name
    async for name in passing_the_keyboard(pilot):
        yield name


async def looking_around(pilot: Patient) -> AsyncIterator[str]:
    """Go through what is there beside the games."""
    app, view = pilot.app, View(ukraine().lookup)
    await app.push_screen(LibraryScreen(view))
    yield "library"
    await pilot.press("enter")
    yield "library-page"
    await app.push_screen(CompareScreen(view, "state", "pentagon"))
    yield "comparing"
    await pilot.press("escape", "escape", "escape")
    game = Session(ukraine(), 5, ("state",), "landmines-2024", only=True)
    await app.push_screen(StudyScreen(game))
    yield "study-offer"
    await pilot.press("enter")
    yield "study"
    await pilot.press("escape", "escape")
    await app.push_screen(MistakesScreen("harbour", Preview("harbour", by_itself=False).first))
    yield "preview"
    app.pop_screen()


async def a_game(pilot: Patient) -> AsyncIterator[str]:
    """Play one decision from its briefing to the debrief, and look at it again."""
    app = pilot.app
    app.open_table(Session(ukraine(), 1, ("white-house",), "kharkiv-2024", only=True))
    await until(pilot, lambda: on_page(app, "Your brief"), "the briefing")
    yield "briefing"
    await pilot.press("enter")
    await play_until(pilot, app, lambda: _turn(app) and len(table(app).session.moves) > 12, "mine")
    yield "table"
    for key, name in (("e", "evidence"), ("l", "world"), ("v", "views"), ("o", "own-words")):
        await pilot.press(key)
        yield name
        await pilot.press("escape")
    await pilot.press("w")
    yield "question"
    await pilot.press("enter")
    yield "why"
    await pilot.press("escape", "f1")
    yield "help"
    await pilot.press("escape", "f")
    yield "branches"
    await pilot.press("escape")
    chooses = lambda: _turn(app) and table(app).session.state.phase is Phase.CHOOSE  # noqa: E731
    await play_until(pilot, app, chooses, "the choice", "p")
    yield "choosing"
    await pilot.press("enter", "end", "enter")  # the mark has not moved: whether it is meant
    await until(pilot, lambda: isinstance(app.screen, Page), "what came of it")
    yield "outcome"
    await play_until(pilot, app, lambda: on_page(app, "Who moved whom"), "the debrief")
    yield "debrief"
    await pilot.press("escape", "R", "home", *["right"] * 9)
    yield "replay"
    await pilot.press("escape")


async def passing_the_keyboard(pilot: Patient) -> AsyncIterator[str]:
    """Show what two people see who share the keyboard."""
    app, people = pilot.app, ("state", "white-house")
    game = Session(ukraine(), 1, people, "kharkiv-2024", only=True)
    while not game.waits or len(game.records) < 9:
        game.computer_move()
    app.open_table(game)
    await until(pilot, lambda: on_page(app, "Pass the keyboard"), "the page")
    yield "hand-over"
    await pilot.press("P")
    yield "projector"


def _turn(app: SitroomApp) -> bool:
    return app.screen is table(app) and table(app).my_turn


@pytest.mark.parametrize(
    "size",
    [SIZES[0], *(pytest.param(size, marks=pytest.mark.slow) for size in SIZES[1:])],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
@pytest.mark.usefixtures("things")
async def test_every_screen_is_as_it_was_and_can_be_read(size: tuple[int, int]) -> None:
    changed, pale = [], []
    async with patient(SitroomApp(pace=0), size) as pilot:
        async for name in tour(pilot):
            pilot.app.clear_notifications()
            await pilot.pause()
            for line in pilot.app.screen.query("Input, TextArea"):
                assert isinstance(line, (Input, TextArea))
                line.cursor_blink = False  # or the frame would hang on when it is taken
                await pilot.pause()
            shown = frame(pilot.app)
            if size == SIZES[0]:
                looks = await in_all_themes(pilot)
                shown += styles(looks)
                for theme, seen in looks.items():
                    found = unreadable(seen, LEAST[theme])
                    pale += [f"{name} ({theme}) {line}" for line in found]
            changed += compared(f"{name}-{size[0]}x{size[1]}.txt", shown)
    if changed:
        hint = f"If this is as it should be: {UPDATE}"
        pytest.fail("\n".join([*changed[:200], "", hint]), pytrace=False)
    assert not pale, "\n".join(pale)


async def in_all_themes(pilot: Patient) -> dict[str, Cells]:
    """Return the screen in each theme, and put the first one back."""
    looks = {}
    for name, theme in THEMES.items():
        pilot.app.theme = theme
        await pilot.pause()
        looks[name] = cells(pilot.app)
    pilot.app.theme = THEMES["dark"]
    await pilot.pause()
    return looks


def compared(name: str, now: str) -> list[str]:
    """Return how a frame differs from the one that is kept, or keep it."""
    kept = FRAMES / name
    if os.environ.get("SITROOM_UPDATE") == "1":
        FRAMES.mkdir(exist_ok=True)
        kept.write_text(now, encoding="utf-8", newline="\n")
    was = kept.read_text(encoding="utf-8") if kept.exists() else ""
    changes = difflib.unified_diff(was.splitlines(), now.splitlines(), name, "now", lineterm="")
    return list(changes)


def test_no_frame_is_left_of_a_screen_that_is_gone() -> None:
    names = {path.stem.rpartition("-")[0] for path in FRAMES.glob("*.txt")}
    sizes = {f"{width}x{height}" for width, height in SIZES}
    expected = {f"{name}-{size}.txt" for name in names for size in sizes}
    assert {path.name for path in FRAMES.glob("*.txt")} == expected
