"""Many classes of many teachers on one host, each below a path of its own and with its own secrets.

A class is opened as somebody asks for it and closed when nobody has for a while. It keeps its
files, keys, cookies, limits and open pages for itself, as if it had a host of its own.
"""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sitroom.classroom import folders
from sitroom.classroom.folders import StoreError
from sitroom.classroom.guard import Limits
from sitroom.classroom.hub import Hub
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.serve import routes
from sitroom.classroom.site import Site
from sitroom.classroom.web import application, running
from sitroom.errors import SitroomError
from sitroom.journal.record import JournalError
from sitroom.narration import lesson_text

IDLE = 1800.0  # seconds after which a class that nobody looks at is closed
AGAIN = 10.0  # seconds before a class that can't be opened is tried again
_PATH = re.compile(rf"/c/({folders.NAME.pattern})(/.*)?", re.DOTALL)


def base(name: str) -> str:
    """Return the path below which a class lies."""
    return f"/c/{name}"


@dataclass
class Opened:
    """A class that is open: its pages, how many requests it is answering, when it last was asked."""

    site: Site
    app: ASGIApp
    life: AsyncExitStack
    busy: int = 0
    asked: float = 0.0


class Classes:
    """The classes of a host. All of it belongs to one event loop."""

    def __init__(
        self,
        addresses: list[str],
        now: Callable[[], float] = time.monotonic,
        hear: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.addresses, self.now, self.hear = addresses, now, hear
        self.opened: dict[str, Opened] = {}
        self.opening = asyncio.Lock()  # one at a time: a scenario is compiled
        self._failed: dict[str, float] = {}
        self._codes: dict[str, str] = {}

    async def reach(self, name: str) -> Opened | None:
        """Return a class, opened if need be; None if there is no such one.

        Raises StoreError or JournalError where it can't be opened.
        """
        if name not in self.opened:
            async with self.opening:
                if not await run_in_threadpool(folders.is_class, folders.shelf() / name):
                    return None
                await self.open(name)
        return self.opened[name]

    async def open(self, name: str) -> Opened:
        """Return a class, opened if need be, for who holds `opening`. Raises as `reach` does."""
        if name in self.opened:
            return self.opened[name]
        if self.now() < self._failed.get(name, 0.0):
            raise StoreError(lesson_text.CLASS_CANT_BE_OPENED)
        folder = folders.shelf() / name
        try:
            return await self.adopt(await run_in_threadpool(Lesson.open, folder))
        except SitroomError as error:
            self._failed[name] = self.now() + AGAIN
            self.hear(str(error))
            raise

    async def adopt(self, lesson: Lesson) -> Opened:
        """Take in a class that is open."""
        name = lesson.row.name
        below = base(name)
        site = Site(lesson, Limits(self.now), [f"{at}{below}" for at in self.addresses], below)
        held = Opened(site, application(site, routes(site)), AsyncExitStack(), asked=self.now())
        held.life.callback(lesson.close)
        await held.life.enter_async_context(running(site))
        self.opened[name] = held
        return held

    async def rest(self) -> None:
        """Close the classes that nobody has asked for in a while."""
        async with self.opening:
            for name, held in [*self.opened.items()]:
                if not held.busy and self.now() - held.asked >= IDLE:
                    del self.opened[name]
                    await held.life.aclose()

    async def close(self) -> None:
        """Close all classes."""
        async with self.opening:
            while self.opened:
                await self.opened.popitem()[1].life.aclose()

    def hubs(self) -> list[Hub]:
        """Return the open pages of all classes."""
        return [held.site.hub for held in self.opened.values()]

    def codes(self) -> dict[str, str]:
        """Return the code of each class on this machine; from any thread."""
        known = self._codes
        names = folders.names()
        self._codes = {n: known.get(n) or folders.code(folders.shelf() / n) for n in names}
        return self._codes

    def knows(self, scope: Scope) -> bool:
        """Whether a request comes from somebody with a seat in its class, or from its facilitator."""
        found = _PATH.fullmatch(scope["path"])
        held = self.opened.get(found[1]) if found else None
        return held is not None and held.site.knows(scope)

    def around(self, front: ASGIApp) -> ASGIApp:
        """Return the application: what is asked of a class goes to it, all else to the front."""

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            found = _PATH.fullmatch(scope["path"]) if scope["type"] == "http" else None
            if scope.get("path") == "/mcp" or (found and found[2] == "/mcp"):
                told = PlainTextResponse(f"{lesson_text.NO_PROGRAMS_HERE}\n", 404)
                await told(scope, receive, send)
            elif found is None:
                await front(scope, receive, send)
            elif found[2] is None:
                await RedirectResponse(f"{base(found[1])}/", 303)(scope, receive, send)
            else:
                await self._answer(found[1], found[2], scope, receive, send)

        return app

    async def _answer(
        self, name: str, path: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Answer a request as the class's own host would, from the top of its own paths."""
        try:
            held = await self.reach(name)
        except (StoreError, JournalError):
            told = PlainTextResponse(f"{lesson_text.CLASS_CANT_BE_OPENED}\n", 503)
            await told(scope, receive, send)
            return
        if held is None:
            told = PlainTextResponse(f"{lesson_text.NO_SUCH_CLASS}\n", 404)
            await told(scope, receive, send)
            return

        async def below(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("location", "").startswith("/"):
                    headers["location"] = base(name) + headers["location"]
            await send(message)

        held.busy += 1
        try:
            await held.app({**scope, "path": path, "raw_path": path.encode()}, receive, below)
        finally:
            held.busy -= 1
            held.asked = self.now()
