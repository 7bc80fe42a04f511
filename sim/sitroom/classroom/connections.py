"""Connections of the host: none is held open for nothing, and no address takes them all."""

import logging
import socket
import sys
from asyncio import TimerHandle
from contextlib import suppress
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 20.0  # seconds within which a connection has to ask for something
MOST_EACH = 500  # a whole class may come from one address, through a router of its own
MOST_FORWARDED = 4000
_FILES = 8192
_SILENCE = 45_000  # milliseconds without an answer, after which what was sent is given up
_held: dict[str, dict["Connection", None]] = {}  # by address, the oldest first


class Connection(H11Protocol):
    """A connection that is closed if it asks for nothing, or if its address has too many."""

    most = MOST_EACH
    _address = ""
    _last: object = None
    _timer: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as uvicorn has it
        """Count one more, or refuse it."""
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        _give_up_in_time(transport.get_extra_info("socket"))
        same = _held.setdefault(self._address, {})
        if len(same) >= self.most:
            idle = next((other for other in same if other.idle), self)
            idle.transport.abort()
        if not transport.is_closing():
            same[self] = None
            self._timer = self.loop.call_later(PATIENCE, self._look)

    @property
    def idle(self) -> bool:
        """Whether nothing is being answered."""
        cycle = cast("Any", self.cycle)
        return cycle is None or bool(cycle.response_complete)

    def _look(self) -> None:
        """Close it if nothing whole was asked for since the last look, and nothing is answered."""
        cycle = cast("Any", self.cycle)
        if self.idle and cycle is self._last:
            self.transport.close()
            return
        self._last = cycle
        self._timer = self.loop.call_later(PATIENCE, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count one less."""
        if self._timer is not None:
            self._timer.cancel()
        same = _held.get(self._address, {})
        same.pop(self, None)
        if not same:
            _held.pop(self._address, None)
        super().connection_lost(exc)


class Forwarded(Connection):
    """A connection of a class that a proxy stands in front of: all come from its one address."""

    most = MOST_FORWARDED


def _give_up_in_time(where: Any) -> None:  # noqa: ANN401 - a socket, as asyncio wraps it
    """Let a connection end whose other end has gone without a word, as far as the system can."""
    if where is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
        with suppress(OSError):
            where.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENCE)


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
