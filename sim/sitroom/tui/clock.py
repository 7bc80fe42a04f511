"""The countdown of a class: wall clock, on the screen only; a game never knows of it."""

import time
from collections.abc import Callable, Hashable
from typing import Literal

from sitroom.countdown import Countdown

DEFAULT = 3.0  # minutes, where none were asked for

Per = Literal["turn", "decision"]


class Clock:
    """Minutes for each turn of a person or for each decision; in use once asked for."""

    def __init__(
        self,
        minutes: float | None = None,
        per: Per = "turn",
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seconds = 60 * (DEFAULT if minutes is None else minutes)
        self.in_use = minutes is not None
        self.per: Per = per
        self._down = Countdown(self.seconds, now)
        self._key: Hashable = None

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self._down.running

    @property
    def left(self) -> float:
        """Return the seconds left, never below 0."""
        return self._down.remaining

    def begin(self, key: Hashable) -> None:
        """Start anew, unless it has been started for this very turn or decision before."""
        if self.in_use and key != self._key:
            self._key = key
            self._down.set(self.seconds, running=True)

    def end(self) -> None:
        """Set it back when a turn has been taken; a decision's time runs on."""
        if self.per == "turn":
            self._key = None
            self._down.set(self.seconds, running=False)

    def toggle(self) -> None:
        """Start it, or let it stand."""
        self.in_use = True
        self._down.set(self.left, running=not self.running)

    def extend(self, seconds: float = 60) -> None:
        """Give more time."""
        self.in_use = True
        self._down.set(self.left + seconds, running=self.running)

    def text(self) -> str:
        """Return the minutes and seconds left, or nothing while nobody uses it."""
        if not self.in_use:
            return ""
        left = int(self.left + 0.999)  # the last second still shows 0:01
        return f"{left // 60}:{left % 60:02}"

    def note(self) -> str:
        """Return what to add in words."""
        if not self.left:
            return "time is up"
        begun = self.in_use and self.left != self.seconds
        return "stopped" if begun and not self.running else ""
