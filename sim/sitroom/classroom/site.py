"""What all pages share: who asks, form tokens, guesses, answers, live changes."""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.types import Scope

from sitroom import __version__
from sitroom.classroom import guard, join_codes
from sitroom.classroom.debriefs import Debriefs, Telling
from sitroom.classroom.folders import StoreError
from sitroom.classroom.hub import GoneError, Hub, Regions
from sitroom.classroom.lesson import Lesson, WrongCodeError
from sitroom.classroom.records import Person
from sitroom.classroom.render import Renderer
from sitroom.classroom.room import BehindError, RefusedError
from sitroom.journal.record import JournalError
from sitroom.narration import class_text
from sitroom.render.html import Named

T = TypeVar("T")
STREAMS_ALL = 2000
PATIENCE = 2.0  # seconds that a page waits for a debrief before it says that there will be one
PROBES = (1, 5.0)  # of the disk, in seconds
_PAUSES: dict[Hashable, float] = {"teach": 0.5, "debrief": 2.0}  # seconds between two drawings
MONTH = 30 * 24 * 3600  # seconds that a browser keeps a cookie


class ExpiredError(RefusedError):
    """A form that is not from one of our pages."""


class TooManyError(RefusedError):
    """Too many guesses."""


_CODES: dict[type[Exception], int] = {
    ExpiredError: 403,
    WrongCodeError: 403,
    TooManyError: 429,
    BehindError: 409,
    RefusedError: 409,
    JournalError: 503,
    StoreError: 503,
}
NOT_SAVED = class_text.THIS_COULD_NOT_BE_SAVED


def status(error: Exception) -> int:
    """Return the status that tells of an error."""
    return next(code for kind, code in _CODES.items() if isinstance(error, kind))


class Site:
    """What all pages share: who asks, form tokens, answers, live changes."""

    def __init__(
        self, lesson: Lesson, limits: guard.Limits, addresses: list[str], base: str = ""
    ) -> None:
        self.lesson, self.limits, self.addresses, self.base = lesson, limits, addresses, base
        self.secure, self.well = addresses[0].startswith("https://"), True
        self.renderer = Renderer(lesson, base)
        self.debriefs, self.patience = Debriefs(lesson), PATIENCE
        self.hub = Hub(lambda topic: _PAUSES.get(topic, 0.0))
        self._guessed = ""  # of which kind the wrong codes were that are warned of
        mark = join_codes.digest(lesson.row.key)[:8]  # two classes on one machine keep apart
        self.seat_cookie, self.teach_cookie = f"sitroom-{mark}", f"sitroom-teach-{mark}"
        self.visit_cookie = f"sitroom-visit-{mark}"

    # Who asks

    def person(self, request: Request) -> Person | None:
        """Return whose page this is."""
        token = request.cookies.get(self.seat_cookie)
        return self.lesson.person(token) if token else None

    def reader(self, request: Request) -> Person | None:
        """Return for whom a page is to be drawn; raises HTTPException if that is too often."""
        person = self.person(request)
        if person is not None and not self.limits.spend(("pages", person.id), guard.PAGES):
            raise HTTPException(429, "Too many requests. Wait a little.")
        return person

    def needed(self, request: Request) -> Person:
        """Return whose page this is. Raises RefusedError for somebody who has no seat."""
        person = self.person(request)
        if person is None:
            raise RefusedError("You have no seat here yet, or came back on another device.")
        if request.method == "POST" and not self.limits.spend(("posts", person.id), guard.POSTS):
            raise RefusedError("That was very much at once. Wait a few seconds.")
        return person

    def check_pace(self, key: object, limit: tuple[int, float]) -> None:
        """Count one more of what people write. Raises RefusedError where that is too many."""
        if not self.limits.spend(key, limit):
            raise RefusedError("That was very much at once. Wait a minute.")

    def teaches(self, request: Request) -> bool:
        """Whether the facilitator asks."""
        token = request.cookies.get(self.teach_cookie)
        return bool(token) and self.lesson.teaches(str(token))

    def csrf(self, cookie: str, request: Request) -> str:
        """Return the token that a form must carry, made from one of its sender's cookies."""
        return join_codes.sign(self.lesson.row.key, f"{cookie}:{request.cookies.get(cookie, '')}")

    def form(self, request: Request, cookie: str) -> dict[str, str]:
        """Return the fields of a form. Raises RefusedError unless its page was ours."""
        fields: dict[str, str] = request.scope.get("form", {})
        known = cookie in request.cookies
        if not known or not join_codes.same_token(
            fields.get("csrf", ""), self.csrf(cookie, request)
        ):
            raise ExpiredError("This page has expired. Load it again, and let it keep cookies.")
        return fields

    def guess(self, request: Request | None, kind: str, typed: str, do: Callable[[], T]) -> T:
        """Do something that takes a code; a right one opens whatever others have typed.

        What keeps a code from being guessed is its length. Wrong ones are counted by kind and by
        address, the same mistake once, so that whoever tries many is told off and the facilitator
        told of it.
        """
        try:
            return do()
        except WrongCodeError:
            address = request.client.host if request and request.client else ""
            mistake = kind, join_codes.digest(join_codes.clean(typed))
            if self.limits.spend(mistake, (1, guard.GUESSES[1])):
                self._count(kind, address)
            if self.limits.left(("guess", kind, address), guard.GUESSES):
                raise
            raise TooManyError("Too many wrong codes. Look at it again before the next.") from None

    def _count(self, kind: str, address: str) -> None:
        """Count a wrong code; tell the facilitator of many, once a minute."""
        self.limits.spend(("guess", kind, address), guard.GUESSES)
        many = not self.limits.spend(("guesses", kind), guard.ALL_GUESSES)
        if many and self.limits.spend(("told", kind), (1, guard.ALL_GUESSES[1])):
            self._guessed = kind
            self.lesson.warning = class_text.somebody_tries_many_wrong_codes(kind, address)
            self.lesson.hear(self.lesson.warning)
            self.lesson.listen(None)

    def calm(self) -> None:
        """Warn of wrong codes no longer, once nobody has tried many for a minute."""
        told = "told", self._guessed
        if self.lesson.warning and self.limits.left(told, (1, guard.ALL_GUESSES[1])):
            self.lesson.warning = ""
            self.lesson.listen(None)

    def knows(self, scope: Scope) -> bool:
        """Whether a request comes from somebody with a seat, or from the facilitator."""
        request = Request(scope)
        return self.teaches(request) or self.person(request) is not None

    # Answers

    def failed(self, request: Request, error: Exception) -> Response:
        """Answer where the class's files can't be read or written just now."""
        self.lesson.fail(str(error))
        own = request.url.path.startswith(("/teach", "/screen"))
        words = class_text.this_could_not_be_done(error) if own else NOT_SAVED
        if "x-live" in request.headers:
            return JSONResponse({"ok": False, "notice": words}, 503)
        return PlainTextResponse(f"{words}\n", 503)

    def page(self, template: str, at: int = 200, **context: Any) -> Response:  # noqa: ANN401
        """Return a page."""
        return HTMLResponse(self.renderer.page(template, **context), at)

    def keep(self, response: Response, name: str, token: str) -> Response:
        """Let a browser keep a secret."""
        response.set_cookie(
            name,
            token,
            max_age=MONTH,
            path=f"{self.base}/",
            httponly=True,
            samesite="strict",
            secure=self.secure,
        )
        return response

    def health(self, _: Request) -> Response:
        """Say whether the host is well; looked after by the disk every few seconds, not oftener."""
        if self.limits.spend("health", PROBES):
            try:
                self.lesson.store.ledger.probe()
                self.well = True
            except StoreError:
                self.well = False
        if self.well and not self.lesson.trouble:
            return PlainTextResponse(f"ok {__version__}\n")
        return PlainTextResponse(f"{NOT_SAVED}\n", 503)

    def door(self, request: Request, template: str, at: int, **context: Any) -> Response:  # noqa: ANN401
        """Return a page for somebody whom we do not know yet; its form carries a token too."""
        visit, fresh = self.visit_cookie, None
        if visit not in request.cookies:
            fresh = request.cookies[visit] = join_codes.token()
        page = self.page(template, at, csrf=self.csrf(visit, request), **context)
        return page if fresh is None else self.keep(page, visit, fresh)

    def ask_key(self, request: Request, notice: str = "", at: int = 200) -> Response:
        """Ask for the facilitator's key."""
        return self.door(request, "key.html", at, notice=notice)

    def done(self, request: Request, where: str, notice: str = "") -> Response:
        """Answer a form that did what it should."""
        if "x-live" in request.headers:
            return JSONResponse({"ok": True, "notice": notice})
        return RedirectResponse(where, 303)

    async def debrief(self, telling: Telling, stream: str = "") -> Response:
        """Return a page of a debrief; `stream` is where its changes come from, if it has any."""
        made = await run_in_threadpool(self.debriefs.of, telling)
        looking, found = asyncio.gather(*map(asyncio.wrap_future, made)), None
        with suppress(TimeoutError):
            found = await asyncio.wait_for(asyncio.shield(looking), self.patience)
        told = self._told(telling, found)
        after = f"{stream}?seen={join_codes.digest(told)}" if stream else ""
        return self.page(
            "debrief.html", name=telling.name, told=told, waits=found is None, stream=after
        )

    def _told(self, telling: Telling, found: Sequence[list[Named]] | None) -> str:
        title = self.lesson.loaded.content.scenario.title
        body = None if found is None else telling.body(found)
        return self.renderer.page("region/debrief.html", telling=telling, title=title, body=body)

    async def debrief_stream(self, request: Request, tell: Callable[[], Telling]) -> Response:
        """Answer with a debrief whenever it is another than the page has; `tell` raises GoneError."""
        try:
            await run_in_threadpool(tell)
        except GoneError:
            return Response(status_code=403)
        seen = [request.query_params.get("seen", "")]

        def draw() -> Regions:
            telling = tell()
            made = self.debriefs.of(telling)
            if not all(one.done() for one in made):
                for one in made:
                    one.add_done_callback(lambda _: self.lesson.listen(0))
                return {}
            told = self._told(telling, [one.result() for one in made])
            if [join_codes.digest(told)] == seen:
                return {}
            seen.clear()
            return {"debrief": told}

        return self.stream("debrief", draw)

    # Live changes

    def stream(
        self,
        topic: Hashable,
        draw: Callable[[], Regions],
        left: Callable[[], None] = lambda: None,
        owner: Hashable = None,
    ) -> Response:
        """Answer with the changes of a page, as they come."""
        if self.hub.open >= STREAMS_ALL or self.hub.closed:
            left()
            return Response(status_code=503)
        return StreamingResponse(
            self.hub.events(topic, draw, left, owner),
            media_type="text/event-stream",
            headers={"x-accel-buffering": "no"},  # a proxy is not to wait for more
        )

    def changed(self, room: int | None) -> None:
        """Draw anew what a change concerns; to be called in the loop of the hub."""
        rooms = [*self.lesson.rooms] if room is None else [room]
        for number in rooms:
            self.hub.touch(("room", number))
            self.hub.touch(("desk", number))
        self.hub.touch("teach")
        self.hub.touch("screen")
        self.hub.touch("debrief")
