"""Connections of the host: none is held open for nothing, and no address takes them all."""

import logging
import sys
from asyncio import TimerHandle
from collections import Counter
from contextlib import suppress
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 20.0  # seconds within which a connection has to ask for something
MOST_EACH = 500  # a whole class may come from one address, through a router of its own
_FILES = 8192
_held: Counter[str] = Counter()


class Connection(H11Protocol):
    """A connection that is closed if it asks for nothing, or if its address has too many."""

    _address = ""
    _last: object = None
    _timer: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as uvicorn has it
        """Count one more, or refuse it."""
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        _held[self._address] += 1
        if _held[self._address] > MOST_EACH:
            transport.abort()
        else:
            self._timer = self.loop.call_later(PATIENCE, self._look)

    def _look(self) -> None:
        """Close it if nothing whole was asked for since the last look, and nothing is answered."""
        cycle = cast("Any", self.cycle)
        if (cycle is None or cycle.response_complete) and cycle is self._last:
            self.transport.close()
            return
        self._last = cycle
        self._timer = self.loop.call_later(PATIENCE, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count one less."""
        if self._timer is not None:
            self._timer.cancel()
        _held[self._address] -= 1
        super().connection_lost(exc)


def prepare() -> None:
    """Let this process hold as many connections as the machine allows; keep its terminal quiet."""
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # what strangers send is no news
    if sys.platform != "win32":  # where there is no such limit
        with suppress(OSError, ValueError):
            import resource  # noqa: PLC0415 - not on every machine

            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            if soft != resource.RLIM_INFINITY and soft < _FILES:
                most = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
                resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
