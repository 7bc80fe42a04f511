"""The pages of a host of many classes that belong to none: which class, and how to open one.

Routes: / and /find (a class by its code), /open (a class with an invitation), /health.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sitroom import __version__
from sitroom.classroom import folders, guard, integrity, invitations, join_codes, public, roster
from sitroom.classroom.lesson import Lesson, seats_of
from sitroom.classroom.many import Classes, Opened, base
from sitroom.classroom.pack import default_decision
from sitroom.classroom.render import filled
from sitroom.classroom.room import RefusedError
from sitroom.classroom.web import static
from sitroom.errors import SitroomError
from sitroom.files.writing import is_device
from sitroom.loader import bundle
from sitroom.loader.opening import Loaded
from sitroom.narration import lesson_text

SWEEP = 60.0  # seconds
TRIES = (60, 60.0)  # wrong codes of an address: one here is tried at every class at once
ROOMS, PER_SEAT, MINUTES = (1, 60), (1, 12), (5, 240)


class Front:
    """These pages."""

    def __init__(self, classes: Classes, limits: guard.Limits) -> None:
        self.classes, self.limits = classes, limits
        self._titles: dict[str, str] = {}

    def application(self) -> Starlette:
        """Return the application of these pages; as long as it runs, classes are open."""
        post = ["POST"]
        routes = [
            Route("/", self.home),
            Route("/find", self.find, methods=post),
            Route("/open", self.ask),
            Route("/open", self.open, methods=post),
            Route(public.HEALTH, self.health),
            static(),
        ]

        @asynccontextmanager
        async def living(_: Starlette) -> AsyncIterator[None]:
            sweeping = asyncio.create_task(self._sweep())
            try:
                yield
            finally:
                sweeping.cancel()
                await self.classes.close()

        return Starlette(routes=routes, lifespan=living)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            await self.classes.rest()

    def health(self, request: Request) -> Response:
        """Say whether all classes that are open can be written."""
        for held in [*self.classes.opened.values()]:
            told = held.site.health(request)
            if told.status_code != 200:
                return told
        return PlainTextResponse(f"ok {__version__}\n")

    # Finding a class

    def home(self, _: Request) -> Response:
        """Ask for the code of a class."""
        return _page("front.html", notice="")

    def find(self, request: Request) -> Response:
        """Lead to the class that has a code."""
        key = "find", request.client.host if request.client else ""
        if not self.limits.left(key, TRIES):
            return _page("front.html", 429, notice=lesson_text.TOO_MANY_CODES)
        code = _fields(request).get("code", "")
        known = [(of, name) for name, of in self.classes.codes().items() if of]
        name = join_codes.find(code, known)
        if name is None:
            self.limits.spend(key, TRIES)
            return _page("front.html", 403, notice=lesson_text.NO_CLASS_HAS_CODE)
        return RedirectResponse(f"{base(name)}/?code={join_codes.clean(code)}", 303)

    # Opening a class

    def ask(self, _: Request) -> Response:
        """Ask for an invitation, and what is to be played."""
        return self._ask("")

    def _ask(self, notice: str, at: int = 200) -> Response:
        titles = {name: self._title(name) for name in bundle.scenarios()}
        return _page("open.html", at, notice=notice, scenarios=titles)

    def _title(self, scenario: str) -> str:
        """Return the title of a scenario; its name where it can't be read."""
        if scenario not in self._titles:
            try:
                self._titles[scenario] = bundle.headline(scenario)[0]
            except SitroomError:
                return scenario
        return self._titles[scenario]

    async def open(self, request: Request) -> Response:
        """Take an invitation: ask how the class is to be, then set it up; or give another key."""
        fields = _fields(request)
        key = "invitation", request.client.host if request.client else ""
        if not self.limits.left(key, guard.GUESSES):
            return await run_in_threadpool(self._ask, lesson_text.TOO_MANY_CODES, 429)
        async with self.classes.opening:  # one invitation, one class
            return await self._open(fields, key)

    async def _open(self, fields: dict[str, str], key: object) -> Response:
        typed = fields.get("invitation", "")
        invitation = await run_in_threadpool(invitations.find, typed)
        if invitation is None:
            self.limits.spend(key, guard.GUESSES)
            return await run_in_threadpool(self._ask, lesson_text.NO_INVITATION, 403)
        name = await run_in_threadpool(invitations.opened, invitation)
        if name:
            if "again" not in fields:
                return _page("another-key.html", invitation=typed, name=name)
            held = await self.classes.open(name)
            secret = await run_in_threadpool(held.site.lesson.new_secret)
            return self._opened(held, secret)
        return await self._begin(fields, invitation)

    async def _begin(self, fields: dict[str, str], invitation: Path) -> Response:
        try:
            loaded = await run_in_threadpool(_scenario, fields.get("scenario", ""))
        except SitroomError as error:
            return await run_in_threadpool(self._ask, str(error), 409)
        if "name" not in fields:
            return _how(fields, loaded)
        try:
            lesson, secret = await run_in_threadpool(_made, fields, loaded, invitation)
        except SitroomError as error:
            return _how(fields, loaded, str(error), 409)
        self.classes.hear(lesson_text.class_begun(lesson.row.name))
        return self._opened(await self.classes.adopt(lesson), secret)

    def _opened(self, held: Opened, secret: str) -> Response:
        """Show a teacher the key of its class, and let its browser in."""
        site = held.site
        page = _page("opened.html", site=site, row=site.lesson.row, secret=secret)
        return site.keep(page, site.teach_cookie, site.lesson.teach(secret))


def _fields(request: Request) -> dict[str, str]:
    fields: dict[str, str] = request.scope.get("form", {})
    return fields


def _page(template: str, at: int = 200, **context: Any) -> Response:  # noqa: ANN401 - whatever it shows
    return HTMLResponse(filled(template, base="", **context), at)


def _scenario(name: str) -> Loaded:
    """Return a scenario of this machine, by name alone: no path is read for strangers."""
    if name not in bundle.scenarios():
        raise RefusedError("Choose what is to be played.")
    return integrity.prepared(bundle.read(name))


def _how(fields: dict[str, str], loaded: Loaded, notice: str = "", at: int = 200) -> Response:
    """Ask how a class is to be."""
    asked = [(one.id, one.title) for one in loaded.content.scenario.decisions]
    chosen = fields.get("decision", default_decision(loaded.lookup))
    title = loaded.content.scenario.title
    kept = {"rooms": "1", "per_seat": "1", "minutes": "40", "name": "", "roster": "", **fields}
    only = "name" not in fields or "only" in fields
    told = {"decisions": asked, "chosen": chosen, "only": only, "title": title}
    return _page("how.html", at, notice=notice, kept=kept, **told)


def _made(fields: dict[str, str], loaded: Loaded, invitation: Path) -> tuple[Lesson, str]:
    """Return a new class as a form describes it, and its facilitator's key. Raises SitroomError."""
    name, decision = fields["name"].strip(), fields.get("decision", "")
    if not folders.NAME.fullmatch(name) or is_device(name):
        raise RefusedError(lesson_text.NAME_OF_CLASS)
    if decision not in [one.id for one in loaded.content.scenario.decisions]:
        raise RefusedError("Choose the decision to begin with.")
    bounds = {"rooms": ROOMS, "per_seat": PER_SEAT, "minutes": MINUTES}
    numbers = {field: join_codes.number(fields.get(field, "")) for field in bounds}
    if not all(low <= (numbers[field] or 0) <= high for field, (low, high) in bounds.items()):
        raise RefusedError(lesson_text.NO_SUCH_NUMBER)
    folder = folders.shelf() / name
    if folder.exists():
        raise RefusedError(lesson_text.TAKE_ANOTHER_NAME)
    rooms, typed = numbers["rooms"] or 1, fields.get("roster", "").strip()
    only = "only" in fields
    seats = tuple(seats_of(loaded, decision, only=only))
    actors = [loaded.content.actors[seat] for seat in seats]
    listed, ids = roster.names(typed, lesson_text.THE_LIST, rooms, actors) if typed else ([], {})
    invitations.use(invitation, name)
    made = Lesson.create(
        folder,
        loaded,
        rooms=rooms,
        seed=secrets.randbelow(2**32),
        seats=seats,
        decision=decision,
        only=only,
        minutes=numbers["minutes"] or 40,
        per_seat=numbers["per_seat"] or 1,
        opponents="lively",
        roster=listed,
    )
    made[0].store.ledger.know(ids)
    return made


def guarded(
    classes: Classes,
    hosts: list[str],
    port: int,
    at: public.PublicAddress | None,
    limits: guard.Limits,
) -> guard.Guard:
    """Return the application of a host of many classes, with what stands before every page."""
    front = Front(classes, limits).application()
    return guard.Guard(classes.around(front), hosts, port, limits, classes.knows, at)
