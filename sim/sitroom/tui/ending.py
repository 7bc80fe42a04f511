"""The end that is told from outside: within a second, whatever the app is at just then."""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from textual.app import App

GRACE = 0.5  # seconds in which the app may end by itself
RESTORING = 0.2  # seconds for a terminal to take what gives it back
SIGNALS = ("SIGTERM", "SIGHUP")


def watch(app: App[Any], leave: Callable[[int], None], last_words: Callable[[], str]) -> None:
    """End the app by itself when told to; end the process where the app does not come to it.

    The loop calls `leave` as soon as it is free. Behind it stands a thread: keys that wait, a
    worker that hangs on a pipe, a terminal that takes no more text must not keep it alive. Every
    move is on disk before it is shown, so that nothing is lost by it.
    """
    loop = asyncio.get_running_loop()
    for name in SIGNALS:
        with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            number = getattr(signal, name)
            loop.add_signal_handler(number, leave, 128 + number)
            if not app.is_headless:  # beside the loop's own way, which hears of it all the same
                signal.signal(number, _after_grace(app, last_words))


def _after_grace(
    app: App[Any], last_words: Callable[[], str]
) -> Callable[[int, FrameType | None], None]:
    def told(number: int, _: FrameType | None) -> None:
        timer = threading.Timer(GRACE, _end, (app, number, last_words))
        timer.daemon = True
        timer.start()

    return told


def _end(app: App[Any], number: int, last_words: Callable[[], str]) -> None:
    """End the process, with the terminal given back if it will be."""
    for step in (_give_back, _say):
        thread = threading.Thread(target=step, args=(app, last_words), daemon=True)
        thread.start()
        thread.join(RESTORING / 2)
    os._exit(128 + number)


def _give_back(app: App[Any], _: Callable[[], str]) -> None:
    driver = app._driver  # noqa: SLF001 - Textual gives it back only where the loop is free
    if driver is not None and app.is_running:
        driver.stop_application_mode()
        driver.close()


def _say(_: App[Any], last_words: Callable[[], str]) -> None:
    if words := last_words():
        os.write(1, f"{words}\n".encode())
