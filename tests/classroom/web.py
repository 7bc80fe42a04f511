"""Browsers to test with: each keeps its cookies, fills in forms and reads its stream."""

import asyncio
import json
import re
from typing import Any

from starlette.testclient import TestClient

from sitroom.classroom.guard import Guard, Limits
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.serve import routes
from sitroom.classroom.site import Site
from sitroom.classroom.web import application
from tests.classroom.table import Ticking

BASE = "http://127.0.0.1:8080"


class Host:
    """A class being hosted, without a network."""

    def __init__(self, lesson: Lesson, secret: str = "") -> None:
        self.lesson, self.secret, self.now = lesson, secret, Ticking()
        limits = Limits(self.now)
        self.site = Site(lesson, limits, [BASE])
        self.site.patience = 600.0  # nothing here hangs on how fast the machine is
        app = application(self.site, routes(self.site))
        self.app = Guard(app, {"127.0.0.1", "localhost"}, 8080, limits, self.site.knows)

    def browser(self, **headers: str) -> "Browser":
        return Browser(TestClient(self.app, base_url=BASE, headers=headers))

    def student(self, actor: str, name: str, room: int = 1) -> "Browser":
        code = next(s.code for s in self.lesson.store.seats(room) if s.actor == actor)
        browser = self.browser()
        browser.get("/")
        browser.post("/join", code=self.lesson.row.code, seat=code, name=name)
        return browser

    def teacher(self) -> "Browser":
        browser = self.browser()
        browser.get("/teach")
        browser.post("/teach/key", key=self.secret)
        return browser

    def first(self, browser: "Browser", path: str = "/stream") -> dict[str, str]:
        """The first event of a stream."""
        return asyncio.run(_first(self, browser, path))


class Browser:
    """One browser; `page` is the text that it shows."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.page, self.status, self.url = "", 0, ""

    def _shown(self, answer: Any) -> "Browser":
        self.page, self.status, self.url = answer.text, answer.status_code, answer.url.path
        return self

    def get(self, path: str) -> "Browser":
        return self._shown(self.client.get(path))

    def field(self, name: str) -> str:
        found = re.search(f'name="{name}" value="([^"]*)"', self.page)
        return found[1] if found else ""

    def post(self, path: str, **fields: str) -> "Browser":
        hidden = {name: self.field(name) for name in ("csrf", "seen")}
        return self._shown(self.client.post(path, data={**hidden, **fields}))

    def order(self, name: str, **fields: str) -> "Browser":
        self.get("/teach")
        return self.post("/teach/do", order=name, **fields)


def asked(browser: Browser, path: str) -> dict[str, Any]:
    """What a server hands on of a request of a browser."""
    path, _, query = path.partition("?")
    cookies = "; ".join(f"{c.name}={c.value}" for c in browser.client.cookies.jar)
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1:8080"), (b"cookie", cookies.encode())],
        "client": ("127.0.0.1", 5),
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8080),
        "root_path": "",
    }


async def _first(host: Host, browser: Browser, path: str) -> dict[str, str]:
    sent: list[dict[str, Any]] = []
    leave = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await leave.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)
        if message.get("body", b"").startswith((b"data: ", b"event: ")):
            leave.set()

    await host.app(asked(browser, path), receive, send)
    body = b"".join(message.get("body", b"") for message in sent).decode()
    found = [line.removeprefix("data: ") for line in body.split("\n") if line.startswith("data: ")]
    assert sent[0]["status"] == 200, sent[0]
    regions: dict[str, str] = json.loads(found[0])
    return regions
