"""Random walks through the app: keys one by one, in bursts and held, pastes, clicks, resizes that a seed gives, from any screen.

A step is a line of text (`key enter`, `burst j x40`, `hold right x5`, `paste word`, `click 12,5`,
`size 80x24`), so that a walk which went wrong
can be read, repeated and cut down. Nothing in a walk hangs on time: the pilot waits for the app
itself, and no computer seat is slow but one that never speaks.
"""

import random
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual import events

from sitroom.journal import record, shelf
from sitroom.journal.verify import verify
from sitroom.narration import study_runs
from sitroom.reports.study_process import StudyProcess
from sitroom.study.checkpoint import StudyError
from sitroom.tui import board, catalogue, config
from sitroom.tui.app import SitroomApp
from sitroom.tui.clock import Clock
from sitroom.tui.handover import HandOver
from sitroom.tui.help import HelpPage
from sitroom.tui.home import HomeScreen
from sitroom.tui.preview import MistakesScreen
from sitroom.tui.table import TableScreen
from tests.tui.quick import Patient, painted, patient

SIZES = ((80, 24), (120, 40), (200, 60))
AT_REST = (HomeScreen, TableScreen, HandOver, MistakesScreen)  # Escape leads no further
ESCAPES = 12  # that lead to one of them from wherever a walk has ended
MOVING = ("enter", "escape", "up", "down", "left", "right", "tab", "space")
OTHERS = ("shift+tab", "ctrl+p", "backspace", "delete", "home", "end", "pageup", "pagedown")
LETTERS = tuple("abcdefghijklmnopqrstuvwxyz0123456789")
MANY = (2, 5, 40)  # presses faster than the screen is painted
PASTED = ("word " * 400, "two\nlines\n", "[b]no markup[/b]", "j" * 40, "\x1b[31mred", "")
NEVER = 1000.0  # seconds until a computer seat speaks


async def do(pilot: Patient, step: str) -> None:
    """Do one step of a walk."""
    kind, _, what = step.partition(" ")
    if kind == "key":
        await pilot.press(what)
    elif kind in ("burst", "hold"):
        key, _, times = what.partition(" x")
        await pilot.burst(*[key] * int(times), held=kind == "hold")
    elif kind == "paste":
        pilot.app.post_message(events.Paste(what))
        await pilot.pause()
    elif kind == "click":
        x, y = map(int, what.split(","))
        pilot.app.clear_notifications()  # they come and go by the clock
        await pilot.pause()
        await pilot.click(offset=(x, y))
    else:
        width, height = map(int, what.split("x"))
        await pilot.resize_terminal(width, height)


@contextmanager
def fenced(copies: Path) -> Iterator[None]:
    """Keep a walk in the app and in its folder, and its time from mattering."""
    paces = {"normal": 0.0, "slow": NEVER, "by key": NEVER, "at once": 0.0}

    def named(typed: str, scenario: str) -> Path:
        found = real(typed, scenario)
        return copies / found.name if typed.strip() else found

    def no_study(_: StudyProcess) -> Any:
        raise StudyError("There is no time for that.")

    real = shelf.named
    with ExitStack() as changed:
        for target, name, value in (
            (SitroomApp, "leave", lambda *_: None),
            (TableScreen, "stay", lambda _: None),  # else a second Escape counts for a time
            (shelf, "named", named),  # a copy may be saved anywhere
            (StudyProcess, "play", no_study),
            (study_runs, "SIZES", {200: "at once"}),
            (config, "PACES", paces),
            (board, "PACES", paces),
        ):
            changed.enter_context(patch.object(target, name, value))
        yield


@cache
def keys() -> tuple[str, ...]:
    """Return every key that is bound somewhere, and those that lists and forms have."""
    ours = {binding.key for bound in catalogue.commands().values() for binding in bound}
    return tuple(sorted({*ours, *MOVING, *OTHERS, *LETTERS}))


def script(name: str, seed: int, length: int) -> list[str]:
    """Return the steps of a walk; they hang on the seed alone."""
    dice = random.Random(f"{name} {seed}")  # noqa: S311 - for play
    size, steps = SIZES[seed % 3], []
    for _ in range(length):
        kind = dice.random()
        if kind < 0.05:
            how, times = dice.choice(("burst", "hold")), dice.choice(MANY)
            steps.append(f"{how} {dice.choice((*MOVING, *keys()))} x{times}")
        elif kind < 0.07:
            steps.append(f"paste {dice.choice(PASTED)}")
        elif kind < 0.35:
            steps.append(f"key {dice.choice(MOVING)}")
        elif kind < 0.8:
            steps.append(f"key {dice.choice(keys())}")
        elif kind < 0.94:
            steps.append(f"click {dice.randrange(size[0])},{dice.randrange(size[1])}")
        else:
            size = dice.choice(SIZES)
            steps.append(f"size {size[0]}x{size[1]}")
    return steps


Begin = Callable[[Patient], Awaitable[None]]


async def walk(
    places: Mapping[str, Begin], seed: int, length: int, folder: Path
) -> list[tuple[str, str]]:
    """Walk on from one place after the other, in one app; return each step and where it led to.

    Raises AssertionError, with the steps made, if anything is not as it should be.
    """
    made: list[tuple[str, str]] = []
    size, app = SIZES[seed % 3], SitroomApp(pace=0)
    place = ""
    with fenced(folder / "copies"), painted():
        try:
            async with patient(app, size) as pilot:
                for place, begin in places.items():
                    await afresh(pilot, size)
                    await begin(pilot)
                    made.append((f"from {place}", type(app.screen).__name__))
                    for step in script(place, seed, length):
                        made.append((step, "?"))
                        await do(pilot, step)
                        made[-1] = (step, type(app.screen).__name__)
                        assert_kept(app)
                    await comes_back(pilot)
                    assert_kept(app)
        except Exception as error:
            steps = "; ".join(map(" > ".join, made))
            told = f"from {place}, seed {seed}: {type(error).__name__}: {error}\nsteps: {steps}"
            raise AssertionError(told) from error
        assert_valid(folder)
    return made


async def afresh(pilot: Patient, size: tuple[int, int]) -> None:
    """Go back to the home screen as it is after the start."""
    app = pilot.app
    while len(app.screen_stack) > 1:
        app.pop_screen()
    app.rise()
    app.options = replace(app.options, pace=0, clock=Clock())
    app.theme = "textual-dark"
    await pilot.resize_terminal(*size)


async def comes_back(pilot: Patient) -> None:
    """Check that Escape leads back to where one rests, and that a key does something there."""
    app, way = pilot.app, []
    for _ in range(ESCAPES):
        if isinstance(app.screen, AT_REST):
            break
        way.append(type(app.screen).__name__)
        await pilot.press("escape")
    assert isinstance(app.screen, AT_REST), f"stuck: {way}"
    here = app.screen
    await pilot.press("f1")
    assert isinstance(app.screen, HelpPage), f"no answer: {here}"
    await pilot.press("escape")
    assert app.screen is here


def assert_kept(app: SitroomApp) -> None:
    """Check that the game at hand is on disk as it is, move by move."""
    if app.session is not None and app.session.path is not None:
        saved = record.read(app.session.path)
        assert list(saved.records) == app.session.records
        assert not saved.torn


def assert_valid(folder: Path) -> None:
    """Check every number of every game that was saved."""
    for path in sorted(folder.rglob("*.jsonl")):
        verdict = verify(path)
        assert verdict.valid, verdict.why
