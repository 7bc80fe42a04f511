"""The students' pages. Pages read views and change the class through `Lesson`; nothing else.

Routes: / and /join, /return (come in), /seat and /stream (the page and its changes), /move,
/ballot, /message, /speaker (what a person does), /debrief and its stream.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sitroom.classroom import guard, join_codes, roll, slow, switches, views, weighing
from sitroom.classroom.debriefs import Telling
from sitroom.classroom.folders import StoreError
from sitroom.classroom.hub import GoneError, Regions
from sitroom.classroom.ledger import CHOICE, Reason
from sitroom.classroom.records import OVER, Person
from sitroom.classroom.room import RefusedError
from sitroom.classroom.site import NOT_SAVED, Site, TooManyError, status
from sitroom.classroom.typed import LONGEST_NAME, LONGEST_REASON, readable, tidy
from sitroom.engine.moves import LONGEST_LINE, OWN_CLAIM, Choose, Confide, FreeLine, Move, Pass, Say
from sitroom.journal.record import JournalError
from sitroom.library import own_words
from sitroom.narration import class_text, lesson_text
from sitroom.render.html import STYLE

TICK = 10.0  # seconds
PRIVATELY = "to:"  # before the seat that a line is told in private, in a form
LATER = class_text.AS_YOUR_TEACHER_ENDS_CLASS
_STATIC = Path(__file__).parent / "static"


class Students:
    """The students' pages."""

    def __init__(self, web: Site) -> None:
        self.web, self.lesson = web, web.lesson

    def routes(self) -> list[BaseRoute]:
        """Return where the pages are."""
        post = ["POST"]
        return [
            Route("/", self.home),
            Route("/join", self.join, methods=post),
            Route("/return", self.come_back, methods=post),
            Route("/pin", self.come_back_by_pin, methods=post),
            Route("/seat", self.seat),
            Route("/stream", self.stream),
            Route("/move", self.move, methods=post),
            Route("/ballot", self.ballot, methods=post),
            Route("/message", self.message, methods=post),
            Route("/speaker", self.speaker, methods=post),
            Route("/debrief", self.debrief),
            Route("/debrief/stream", self.debrief_stream),
            Route("/debrief.css", sheet),
        ]

    # Coming in

    def home(self, request: Request) -> Response:
        """Return the door: the class code, or a return code."""
        if self.web.person(request) is not None:
            return RedirectResponse("/seat", 303)
        lost = self.web.seat_cookie in request.cookies
        notice = lesson_text.SEAT_IS_ELSEWHERE if lost else ""
        return self._door(request, code=request.query_params.get("code", ""), notice=notice)

    def _door(
        self, request: Request, at: int = 200, *, code: str = "", notice: str = ""
    ) -> Response:
        return self.web.door(
            request, "join.html", at, code=code[: join_codes.LONGEST], notice=notice
        )

    def join(self, request: Request) -> Response:
        """Two steps: the code of the class, then a seat by its code or by name."""
        lesson, code = self.lesson, ""
        try:
            fields = self.web.form(request, self.web.visit_cookie)
            code = fields.get("code", "")
            self.web.guess(request, "class", code, lambda: lesson.check_code(code))
        except RefusedError as error:
            return self._door(request, status(error), code=code, notice=str(error))
        seat, name, listed = (fields.get(key, "") for key in ("seat", "name", "listed"))
        visit, notice, at = request.cookies[self.web.visit_cookie], "", 200
        try:
            if seat:
                found = self.web.guess(
                    request, "seat", seat, lambda: lesson.join(seat, name, visit)
                )
                return self._seated(found)
            if listed:
                pin = fields.get("pin", "")
                self._spend_pin(listed, pin)
                found = self.web.guess(
                    request, "name", listed + pin, lambda: lesson.join_by_name(listed, visit, pin)
                )
                return self._seated(found)
            if "name" in fields:
                notice = class_text.TYPE_CODE_YOUR_SEAT_OR
        except RefusedError as error:
            notice, at = str(error), status(error)
        free = [named.name for named in lesson.store.roster() if named.person is None]
        return self.web.page(
            "enter.html",
            at,
            csrf=self.web.csrf(self.web.visit_cookie, request),
            code=code,
            names=free,
            name=tidy(name, LONGEST_NAME),
            notice=notice,
            by_name=bool(lesson.store.roster()),
            pins=roll.wants_pin(lesson),
            watching=lesson.switches[switches.WATCH] == switches.ON,
            rooms=[*lesson.rooms],
        )

    def _seated(self, found: tuple[Person, str]) -> Response:
        return self.web.keep(RedirectResponse("/seat", 303), self.web.seat_cookie, found[1])

    def come_back(self, request: Request) -> Response:
        """In again from another device."""
        try:
            code = self.web.form(request, self.web.visit_cookie).get("return_code", "")
            found = self.web.guess(request, "return", code, lambda: self.lesson.come_back(code))
            return self._seated(found)
        except RefusedError as error:
            return self._door(request, status(error), notice=str(error))

    def come_back_by_pin(self, request: Request) -> Response:
        """In again without the cookie, by name and PIN."""
        try:
            fields = self.web.form(request, self.web.visit_cookie)
            name, pin = fields.get("name", ""), fields.get("pin", "")
            self._spend_pin(name, pin)
            found = self.web.guess(
                request, "pin", name + pin, lambda: self.lesson.come_back_by_pin(name, pin)
            )
            return self._seated(found)
        except RefusedError as error:
            return self._door(request, status(error), notice=str(error))

    def _spend_pin(self, name: str, pin: str) -> None:
        """Count a try at the PIN of a name: four digits are few."""
        key = ("pin", tidy(name, LONGEST_NAME).casefold())
        if pin and not self.web.limits.spend(key, guard.PINS):
            raise TooManyError(
                "Too many tries with this name. Wait five minutes, or ask your teacher."
            )

    # At the table

    def seat(self, request: Request) -> Response:
        """Return a student's page."""
        person = self.web.reader(request)
        if person is not None:
            return self._page(request, person)
        return RedirectResponse("/", 303)

    def _page(self, request: Request, person: Person, notice: str = "", at: int = 200) -> Response:
        regions = self.web.renderer.student(person, self.web.csrf(self.web.seat_cookie, request))
        room = self.lesson.rooms[person.room]
        return self.web.page(
            "seat.html",
            at,
            regions=regions,
            notice=notice,
            person=person,
            seat_name=self.lesson.loaded.lookup.name(person.actor),
            live=not self.lesson.ended,
            resting=room.mover != person.actor,
        )

    async def stream(self, request: Request) -> Response:
        """Return the changes of a student's page."""
        person = self.web.reader(request)
        here = self.lesson.here
        if person is None:
            return Response(status_code=403)
        csrf = self.web.csrf(self.web.seat_cookie, request)
        id_ = person.id

        def draw() -> Regions:
            now = self.web.person(request)
            if now is None or self.lesson.ended or now.seat != person.seat:
                raise GoneError
            return self.web.renderer.student(now, csrf)

        def left() -> None:
            here[id_] -= 1
            self.web.hub.touch("teach")
            self.web.hub.touch(("desk", person.room))

        here[id_] += 1
        self.web.hub.touch("teach")
        self.web.hub.touch(("desk", person.room))
        return self.web.stream(("room", person.room), draw, left, id_)

    def do(self, request: Request, do: Callable[[Person, dict[str, str]], str]) -> Response:
        """Do what a form of a student asks for, and answer."""
        try:
            person = self.web.needed(request)
            told = do(person, self.web.form(request, self.web.seat_cookie))
        except (RefusedError, JournalError, StoreError) as error:
            words = str(error)
            if not isinstance(error, RefusedError):
                words = NOT_SAVED
                self.lesson.fail(str(error))
            if "x-live" in request.headers:
                return JSONResponse({"ok": False, "notice": words}, status(error))
            found = self.web.person(request)
            if found is None:
                return self._door(request, status(error), notice=words)
            return self._page(request, found, words, status(error))
        return self.web.done(request, "/seat", told)

    def move(self, request: Request) -> Response:
        """Take a move of the seat: say, own, pass or choose."""

        def do(person: Person, fields: dict[str, str]) -> str:
            room = self.lesson.rooms[person.room]
            move = read_move(person.actor, fields)
            if isinstance(move, FreeLine) and move.cites:
                passages = views.passages(room, person.actor).get(move.concern, {})
                fit = [name for name, one in passages.items() if own_words.fits(move.text, one)]
                if move.cites not in fit:
                    raise RefusedError(class_text.passage_does_not_fit(fit))
            asked = room.session.question
            made = weighing.play(self.lesson, person, fields.get("seen", ""), move)
            if isinstance(move, Choose):
                why = readable(fields.get("reason", ""), LONGEST_REASON)
                self.lesson.store.ledger.give(Reason(person.id, asked, CHOICE, why))
            self.lesson.touched(room)
            return "" if made else lesson_text.LINE_IS_WEIGHED

        return self.do(request, do)

    def ballot(self, request: Request) -> Response:
        """Take a ballot."""

        def do(person: Person, fields: dict[str, str]) -> str:
            sure = join_codes.number(fields.get("confidence", ""))
            question, option = fields.get("question", ""), fields.get("option", "")
            why, when = fields.get("reason", ""), fields.get("time", "")
            self.lesson.vote(person, question, option, -1 if sure is None else sure, why, when)
            slow.go_on(self.lesson, self.lesson.rooms[person.room])
            return class_text.YOUR_BALLOT_IS_IN

        return self.do(request, do)

    def message(self, request: Request) -> Response:
        """Take a message to the facilitator."""

        def do(person: Person, fields: dict[str, str]) -> str:
            if not self.web.limits.spend(("letters", person.id), guard.LETTERS):
                raise RefusedError("Your teacher has much to read from you. Wait a minute.")
            after = join_codes.number(fields.get("after", ""))
            self.lesson.write(person, fields.get("text", ""), after)
            return class_text.YOUR_MESSAGE_HAS_BEEN_SENT

        return self.do(request, do)

    def speaker(self, request: Request) -> Response:
        """Hand the word of the seat on."""

        def do(person: Person, fields: dict[str, str]) -> str:
            self.lesson.hand_on(person, join_codes.number(fields.get("to", "")) or 0)
            return "Handed on."

        return self.do(request, do)

    async def debrief(self, request: Request) -> Response:
        """How the game of one's room went, once it is over; and the others, as the class ends."""
        person = await run_in_threadpool(self.web.reader, request)
        telling = self._telling(person)
        if telling is None:
            return RedirectResponse("/seat" if person else "/", 303)
        return await self.web.debrief(telling, "" if self.lesson.ended else "/debrief/stream")

    def _telling(self, person: Person | None) -> Telling | None:
        """Return what somebody may read of a debrief, if anything."""
        room = self.lesson.rooms[person.room] if person else None
        if room is None or room.phase != OVER:
            return None
        ended, several = self.lesson.ended, len(self.lesson.rooms) > 1
        note = LATER if several and not ended else ""
        return Telling(room, (("/seat", "Back"),), several and ended, note)

    async def debrief_stream(self, request: Request) -> Response:
        """Return the changes of a debrief, until the class ends."""

        def tell() -> Telling:
            telling = self._telling(self.web.person(request))
            if telling is None or self.lesson.ended:
                raise GoneError
            return telling

        return await self.web.debrief_stream(request, tell)


def sheet(_: Request) -> Response:
    """How a debrief looks, here as in a file."""
    return Response(STYLE, media_type="text/css")


def read_move(actor: str, fields: dict[str, str]) -> Move:
    """Return the move that a form asks for. Raises RefusedError."""
    match fields.get("kind"):
        case "say":
            if not fields.get("argument"):
                raise RefusedError("Choose what to say first, or pass.")
            how = fields.get("how", "")
            if how.startswith(PRIVATELY):
                return Confide(actor, fields["argument"], how.removeprefix(PRIVATELY))
            press, through = how == "press", how if how != "press" else ""
            return Say(actor, fields["argument"], press=press, through=through)
        case "own":
            typed = (readable(line, LONGEST_LINE) for line in fields.get("text", "").splitlines())
            text = "\n".join(line for line in typed if line)[:LONGEST_LINE]
            if not text or fields.get("side") not in ("further", "restraint"):
                raise RefusedError("Type your line, and say which way it speaks.")
            claim = OWN_CLAIM if fields["side"] == "further" else -OWN_CLAIM
            return FreeLine(
                actor, text, fields.get("concern", ""), claim, cites=fields.get("cites", "")
            )
        case "pass":
            return Pass(actor)
        case "choose" if "option" in fields:
            return Choose(actor, fields["option"] or None)
    raise RefusedError("Choose first, then press the button.")


def static() -> BaseRoute:
    """Return where what never changes lies."""
    return Mount("/static", StaticFiles(directory=_STATIC))


def application(web: Site, routes: list[BaseRoute]) -> Starlette:
    """Return the application; as long as it runs, changes of the class reach the pages."""

    def failed(request: Request, error: Exception) -> Response:
        return web.failed(request, error)

    return Starlette(
        routes=[*routes, static()],
        lifespan=lambda _: running(web),
        exception_handlers={StoreError: failed, JournalError: failed},
    )


@asynccontextmanager
async def running(web: Site) -> AsyncIterator[None]:
    """Let a class live: changes reach its pages, and its clocks are written down."""
    with listening(web):
        ticking = asyncio.create_task(_ticking(web))
        try:
            yield
        finally:
            ticking.cancel()
            web.debriefs.close()


async def _ticking(web: Site) -> None:
    """Write the clocks down now and then."""
    while True:
        await asyncio.sleep(TICK)
        await run_in_threadpool(web.lesson.tick)
        await run_in_threadpool(web.calm)


@contextmanager
def listening(web: Site) -> Iterator[None]:
    """Let changes, from whatever thread, reach the pages of the loop that is running."""
    loop = asyncio.get_running_loop()
    web.lesson.listen = lambda room: tell(loop, web, room)
    try:
        yield
    finally:
        web.lesson.listen = lambda _: None
        web.hub.close()


def tell(loop: asyncio.AbstractEventLoop, web: Site, room: int | None) -> None:
    """Have a change drawn, from any thread; nobody looks any more where the loop has ended."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(web.changed, room)
