"""The host as a server on this machine: which addresses, which port, how it starts and ends."""

import asyncio
import errno
import io
import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

import segno
import uvicorn
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from sitroom.classroom import connections, public
from sitroom.classroom.besides import Besides
from sitroom.classroom.connections import Connection, Forwarded
from sitroom.classroom.guard import Guard, Limits
from sitroom.classroom.hub import Hub
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.marking import Marks
from sitroom.classroom.site import Site
from sitroom.classroom.slow import Slow
from sitroom.classroom.teach import Facilitator
from sitroom.classroom.watch import Watchers
from sitroom.classroom.web import Students, application
from sitroom.errors import SitroomError
from sitroom.narration import class_text

LOOPBACK = "127.0.0.1"
BACKLOG = 512
Beside = Callable[[ASGIApp, Site, list[str], int], ASGIApp]  # answers others than browsers, too


class PortError(SitroomError):
    """A port that can't be listened at; the message says what to type instead."""

    title = class_text.PORT_CANT_BE_USED
    exit_code = 2


def listen(port: int, *, lan: bool) -> socket.socket:
    """Return a socket that listens at a port (0: any that is free). Raises PortError."""
    where = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # on Windows it would share a port that another program has
        where.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        where.bind(("0.0.0.0" if lan else LOOPBACK, port))  # noqa: S104 - asked for with --lan
        where.listen(BACKLOG)
    except OSError as error:
        where.close()
        if error.errno == errno.EADDRINUSE:
            words = class_text.port_is_taken_by_another(port, _free(port))
        else:
            words = class_text.port_cant_be_used_try(port, error.strerror)
        raise PortError(words) from None
    return where


def _free(port: int) -> int:
    """Return the next port that is free."""
    for candidate in range(port + 1, min(port + 100, 65536)):
        with socket.socket() as trial, suppress(OSError):
            trial.bind((LOOPBACK, candidate))
            return candidate
    return 0


def names(*, lan: bool) -> list[str]:
    """Return the names and addresses by which browsers may call this machine, the best first."""
    local = [LOOPBACK, "localhost", "::1"]
    if not lan:
        return local
    found = [address for address in _addresses() if not address.startswith("127.")]
    host = socket.gethostname().lower()
    return [*dict.fromkeys(found), host, f"{host}.local", *local]


def _addresses() -> Iterator[str]:
    """Yield the addresses of this machine in its network; nothing is sent to find them."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # an address that nobody has
        yield probe.getsockname()[0]
    with suppress(OSError):
        for *_, where in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            yield str(where[0])


def addresses(hosts: list[str], port: int, *, lan: bool) -> list[str]:
    """Return the addresses to tell students."""
    ending = "" if port == 80 else f":{port}"
    shown = [host for host in hosts if host[:1].isdigit() and host != LOOPBACK] if lan else []
    return [f"http://{host}{ending}" for host in shown or [LOOPBACK]]


def qr_lines(text: str) -> list[str]:
    """Return a QR code to print in a terminal."""
    out = io.StringIO()
    segno.make(text, error="l").terminal(out, compact=True, border=1)
    return out.getvalue().rstrip("\n").split("\n")


class _Server(uvicorn.Server):
    """A server that lets open pages go before it waits for them."""

    hubs: Callable[[], Iterable[Hub]]
    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then the server."""
        for hub in self.hubs():
            hub.close()
        await super().shutdown(sockets)


def routes(site: Site) -> list[BaseRoute]:
    """Return where all pages of a class are."""
    students = Students(site)
    return [
        Route(public.HEALTH, site.health),
        *students.routes(),
        *Besides(students).routes(),
        *Facilitator(site).routes(),
        *Marks(site).routes(),
        *Watchers(site).routes(),
        *Slow(site).routes(),
    ]


def site_for(
    lesson: Lesson,
    hosts: list[str],
    port: int,
    *,
    lan: bool,
    more: Callable[[Site], list[BaseRoute]] = lambda _: [],
    at: public.PublicAddress | None = None,
) -> tuple[Site, Guard]:
    """Return a class's pages (and `more` of them), and the guarded application that serves them."""
    limits = Limits(time.monotonic)
    site = Site(lesson, limits, [at.origin] if at else addresses(hosts, port, lan=lan))
    app = application(site, [*more(site), *routes(site)])
    return site, Guard(app, hosts, port, limits, site.knows, at)


def serve(
    lesson: Lesson,
    where: socket.socket,
    hosts: list[str],
    *,
    lan: bool,
    ready: Callable[[Callable[[], None]], None],
    more: Callable[[Site], list[BaseRoute]] = lambda _: [],
    at: public.PublicAddress | None = None,
    beside: Beside | None = None,
) -> None:
    """Serve a class until it is stopped; `ready` is given what stops it, once pages are served.

    `beside` wraps the application, for those who come by another way than a browser.
    """
    port = where.getsockname()[1]
    site, guarded = site_for(lesson, hosts, port, lan=lan, more=more, at=at)
    named = (hosts, port) if at is None else ([at.host], at.port)
    app = guarded if beside is None else beside(guarded, site, *named)
    with _closing(lesson):
        run(app, where, ready, lambda: [site.hub], forwarded=at is not None)


def run(
    app: ASGIApp,
    where: socket.socket,
    ready: Callable[[Callable[[], None]], None],
    hubs: Callable[[], Iterable[Hub]],
    *,
    forwarded: bool,
) -> None:
    """Run a server until it is stopped; as it ends it lets the open pages of `hubs` go first."""
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            http=Forwarded if forwarded else Connection,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=3,
        )
    )

    def stop() -> None:
        server.should_exit = True

    connections.prepare()
    server.hubs, server.ready = hubs, lambda: ready(stop)
    with suppress(KeyboardInterrupt):
        asyncio.run(server.serve(sockets=[where]))


@contextmanager
def _closing(lesson: Lesson) -> Iterator[None]:
    try:
        yield
    finally:
        lesson.close()
