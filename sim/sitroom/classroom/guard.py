"""What stands before every page: whose host and origin are ours, how large, how often, which headers.

Nothing here knows the class. A request that is turned away is answered in one plain line.
"""

import asyncio
import re
import threading
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from urllib.parse import parse_qsl
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sitroom.classroom import join_codes, public
from sitroom.narration import class_text

MOST_BYTES = 16 * 1024
MOST_FIELDS = 30
MOST_PATH = 200
BODY_SECONDS = 10
MOST_KEYS = 20_000
AT_ONCE = 4  # strangers of an address that asks for very much
REQUESTS, GUESSES, ALL_GUESSES, POSTS = (4000, 10.0), (20, 60.0), (120, 60.0), (60, 10.0)
PAGES, LETTERS = (200, 10.0), (20, 60.0)  # of one person
PINS = (5, 300.0)  # tries for one name

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")


class Limits:
    """How often something may happen: so many times in so many seconds, for each key."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._seen: dict[object, tuple[float, int, float]] = {}

    def spend(self, key: object, limit: tuple[int, float]) -> bool:
        """Count one more; false if that is too many."""
        most, seconds = limit
        with self._lock:
            began, count = self._window(key, seconds)
            if len(self._seen) > MOST_KEYS:
                self._forget()
            self._seen[key] = began, count + 1, seconds
        return count < most

    def left(self, key: object, limit: tuple[int, float]) -> bool:
        """Whether one more would be allowed."""
        most, seconds = limit
        return self._window(key, seconds)[1] < most

    def _window(self, key: object, seconds: float) -> tuple[float, int]:
        began, count, _ = self._seen.get(key, (0.0, 0, 0.0))
        fresh = count == 0 or self._now() - began >= seconds
        return (self._now(), 0) if fresh else (began, count)

    def _forget(self) -> None:
        """Make room: what is over goes first."""
        now = self._now()
        self._seen = {key: one for key, one in self._seen.items() if now - one[0] < one[2]}
        if len(self._seen) > MOST_KEYS:
            self._seen.clear()


class Guard:
    """Wraps the application.

    `hosts` are the names and addresses that it may be called by, `known` tells whether a request
    comes from somebody with a seat, or from the facilitator. Behind a proxy `at` is where browsers
    find it, and the only name that it goes by.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        port: int,
        limits: Limits,
        known: Callable[[Scope], bool] = lambda _: False,
        at: public.PublicAddress | None = None,
    ) -> None:
        self.app, self.limits, self.known, self.at = app, limits, known, at
        self.port, self.usual = (port, 80) if at is None else (at.port, at.usual)
        self.hosts = {host.lower() for host in hosts} if at is None else {at.host}
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or turn it away."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        if self.at is not None:
            scope["client"] = public.client(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(scope)
        if refused is None and scope["method"] == "POST":
            body = await _body(receive)
            if body is None:
                refused = 413, class_text.THAT_IS_TOO_MUCH_TO
            else:
                scope["form"] = fields(body)
        if refused is not None:
            code, words = refused
            await PlainTextResponse(f"{words}\n", code)(scope, receive, with_headers)
            return
        async with AsyncExitStack() as waiting:
            await self._wait(scope, waiting)
            await self.app(scope, receive, with_headers)

    async def _wait(self, scope: Scope, waiting: AsyncExitStack) -> None:
        """Let strangers at an address that asks for very much take turns, and nobody else.

        A school may sit behind one address: whoever floods it must not shut the others out. So
        nobody is turned away, and who is at the table already does not wait.
        """
        address = (scope.get("client") or ("", 0))[0]
        if self.limits.spend(("requests", address), REQUESTS):
            return
        if not await run_in_threadpool(self.known, scope):
            turn = self._turns.setdefault(address, asyncio.Semaphore(AT_ONCE))
            await waiting.enter_async_context(turn)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and words for a request that is not answered, from its head alone."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        asks_health = self.at is not None and scope["path"] == public.HEALTH
        if not asks_health and not self._ours(host):
            return 400, class_text.THIS_IS_NOT_ADDRESS_THIS
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, class_text.THAT_CANT_BE_DONE_HERE
        if len(scope["path"]) > MOST_PATH or not scope["query_string"].isascii():
            return 404, class_text.THERE_IS_NO_SUCH_PAGE
        origin = f"http://{host}" if self.at is None else self.at.origin
        return _refused_form(headers, origin) if scope["method"] == "POST" else None

    def _ours(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        return (
            found is not None
            and found[1].lower().strip("[]") in self.hosts
            and int(found[2] or self.usual) == self.port
        )


def _refused_form(headers: Headers, origin: str) -> tuple[int, str] | None:
    """Return why a form is not read."""
    if headers.get("origin", origin).lower() != origin.lower():
        return 403, class_text.THIS_FORM_WAS_SENT_FROM
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return 403, class_text.THIS_FORM_WAS_SENT_FROM
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return 415, class_text.ONLY_PLAIN_FORMS_ARE_READ
    length = join_codes.number(headers.get("content-length", "0"))
    if length is None or length > MOST_BYTES:
        return 413, class_text.THAT_IS_TOO_MUCH_TO
    return None


async def _body(receive: Receive) -> bytes | None:
    """Return the body of a request, or None if it is too large or too slow."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                part = message.get("body", b"")
                size += len(part)
                if size > MOST_BYTES:
                    return None
                parts.append(part)
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        return None


def fields(body: bytes) -> dict[str, str]:
    """Return the fields of a form, the last of each name; what is no form has none."""
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}
