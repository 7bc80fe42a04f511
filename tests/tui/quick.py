"""A pilot that waits until the app has nothing left to do, and no longer.

Textual's own waits, some times a key, until the processor has been idle for a while: that took half
of the time of a test, and on a busy machine it does not come. Nor is a screen painted that nobody
sees: tests read it when they want to know what is on it; walks see every one of them.
"""

import asyncio
from asyncio.base_events import BaseEventLoop
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any, cast
from unittest import mock

import pytest
from textual import events
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.strip import Strip

from sitroom.tui.app import SitroomApp

HELD = 5  # turns of the loop between two presses of a held key
PATIENCE = 100_000  # turns of the loop until the app has to be idle
_threads: set[Any] = set()
_rules: dict[tuple[Any, ...], Any] = {}
_parse, _paint = Stylesheet._parse_rules, Compositor.render_update


class Quick(Pilot[None]):
    """A pilot that knows when the app is idle."""

    for_threads = 100  # milliseconds at most: a test that needs what one finds waits for that

    @property
    def app(self) -> SitroomApp:
        """The app, by what it is."""
        return cast("SitroomApp", super().app)

    async def pause(self, delay: float | None = None) -> None:
        """Wait until nothing is ready and the screen is painted; with a delay, for the clock too."""
        ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
        left = self.for_threads
        await asyncio.sleep(delay or 0)
        for _ in range(PATIENCE):
            await asyncio.sleep(0)
            if self.app._exception is not None:
                raise self.app._exception
            if ready:
                continue
            if any(self.due()):
                self.app.screen._on_timer_update()  # paint now, not at the next sixtieth of a second
                if not ready and any(self.due()):
                    await asyncio.sleep(0.001)
            elif _threads and left:
                left -= 1
                await asyncio.sleep(0.001)
            else:
                return
        raise AssertionError(f"never idle: {self.app.screen}, {[*filter(None, self.due())]}")

    def due(self) -> tuple[object, ...]:
        """Return what is on its way: movement, a new size, what has to be painted."""
        app, screen = self.app, self.app.screen
        moves = app.animator._animations, app.animator._scheduled
        paint = screen._layout_required, screen._dirty_widgets, screen._callbacks
        return *moves, app._resize_event, app._resize_timer, *paint

    async def press(self, *keys: str) -> None:
        """Press keys, each when what came of the one before is done."""
        for key in keys:
            await self.app._press_keys([key])
            await self.pause()

    async def burst(self, *keys: str, held: bool = False) -> None:
        """Press keys faster than the screen can follow: all at once, or as a held key repeats."""
        for key in keys:
            self.app.post_message(events.Key(key, key_to_character(key)))
            for _ in range(HELD if held else 0):
                await asyncio.sleep(0)
        await self.pause()


class Patient(Quick):
    """A pilot for which threads have to end too, however long that takes."""

    for_threads = PATIENCE


@asynccontextmanager
async def patient(app: SitroomApp, size: tuple[int, int]) -> AsyncIterator[Patient]:
    """Run an app that does not move things, under a patient pilot."""
    app.animation_level = "none"
    async with app.run_test(size=size):
        pilot = Patient(app)
        await pilot.pause()
        yield pilot


def strips(app: App[Any]) -> list[Strip]:
    """Return the lines on the screen, with what shines through from screens below."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def painted() -> AbstractContextManager[object]:
    """Have every screen painted after all, whether somebody reads it or not."""
    return mock.patch.object(Compositor, "render_update", _paint)


def unseen(compositor: Compositor, *_: Any, **__: Any) -> None:
    """Stand in for painting to a terminal that is not there."""
    compositor._dirty_regions.clear()


def parsed_once(sheet: Stylesheet, *arguments: Any, **named: Any) -> Any:
    """Parse a style sheet for the first app that has it, in its colours."""
    key = (*arguments, *named.items(), *sheet._variables.items())
    if key not in _rules:
        _rules[key] = _parse(sheet, *arguments, **named)
    return _rules[key]


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every app that is tested have this pilot."""
    begin = BaseEventLoop.run_in_executor

    def watched(*call: Any) -> Any:
        future = begin(*call)
        _threads.add(future)
        future.add_done_callback(_threads.discard)
        return future

    async def at_once(*_: float) -> None:
        """Stand in for waits that go by the time of the processor."""

    monkeypatch.setattr("sitroom.tui.settle.SETTLE", 0)  # keys come as fast as pages do
    monkeypatch.setattr("sitroom.tui.settle.REPEAT", 0)
    monkeypatch.setattr(Compositor, "render_update", unseen)
    monkeypatch.setattr(Stylesheet, "_parse_rules", parsed_once)
    _threads.clear()
    monkeypatch.setattr(BaseEventLoop, "run_in_executor", watched)
    monkeypatch.setattr("textual.pilot.Pilot", Quick)
    monkeypatch.setattr("textual.app.wait_for_idle", at_once)
    monkeypatch.setattr("textual.pilot.wait_for_idle", at_once)
