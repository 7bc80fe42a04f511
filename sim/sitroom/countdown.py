"""Seconds that go down on a wall clock: of a turn at a table, of a phase of a class."""

import time
from collections.abc import Callable


class Countdown:
    """Seconds left, at most `most` of them; `now` is any clock that only goes forward."""

    def __init__(
        self,
        remaining: float,
        now: Callable[[], float] = time.monotonic,
        *,
        running: bool = False,
        most: float = float("inf"),
    ) -> None:
        self._now, self._most = now, most
        self._left, self._since = remaining, now() if running else None

    @property
    def running(self) -> bool:
        """Whether it goes down."""
        return self._since is not None

    @property
    def remaining(self) -> float:
        """Return the seconds left, from 0 to `most` whatever the clock has done."""
        gone = 0.0 if self._since is None else self._now() - self._since
        return max(0.0, min(self._left - gone, self._most))

    def set(self, remaining: float, *, running: bool) -> None:
        """Put it to so many seconds."""
        self._left = max(0.0, min(remaining, self._most))
        self._since = self._now() if running else None
