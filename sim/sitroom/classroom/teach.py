"""The facilitator's pages; every one of them, and the projector's, needs the facilitator's key.

Routes: /teach (overview), /teach/key (come in), /teach/do (orders), /teach/room/N, /teach/cards
(seat codes to cut out), /teach/room/N/debrief, /teach/debrief (all rooms beside one another),
/screen (the projector), and their streams. Marks have a file of their own.
"""

from collections.abc import Callable

import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sitroom.classroom import roll
from sitroom.classroom.commands import Order, execute
from sitroom.classroom.debriefs import Telling
from sitroom.classroom.folders import StoreError
from sitroom.classroom.hub import GoneError, Regions
from sitroom.classroom.records import OVER
from sitroom.classroom.room import RefusedError, Room
from sitroom.classroom.site import Site, status
from sitroom.journal.record import JournalError
from sitroom.narration import class_text


class Facilitator:
    """The facilitator's pages."""

    def __init__(self, web: Site) -> None:
        self.web, self.lesson = web, web.lesson

    def routes(self) -> list[BaseRoute]:
        """Return where the pages are."""
        return [
            Route("/teach", self.overview),
            Route("/teach/key", self.key, methods=["POST"]),
            Route("/teach/do", self.do, methods=["POST"]),
            Route("/teach/stream", self.overview_stream),
            Route("/teach/cards", self.cards),
            Route("/teach/room/{number:int}", self.desk),
            Route("/teach/room/{number:int}/stream", self.desk_stream),
            Route("/teach/room/{number:int}/debrief", self.debrief),
            Route("/teach/debrief", self.debrief_all),
            Route("/teach/debrief/stream", self.debrief_stream),
            Route("/teach/room/{number:int}/debrief/stream", self.debrief_stream),
            Route("/screen", self.screen),
            Route("/screen/stream", self.screen_stream),
        ]

    def _csrf(self, request: Request) -> str:
        return self.web.csrf(self.web.teach_cookie, request)

    def key(self, request: Request) -> Response:
        """Come in with the facilitator's key."""
        try:
            fields = self.web.form(request, self.web.visit_cookie)
            key = fields.get("key", "")
            token = self.web.guess(request, "key", key, lambda: self.lesson.teach(key))
        except RefusedError as error:
            return self.web.ask_key(request, str(error), status(error))
        return self.web.keep(RedirectResponse("/teach", 303), self.web.teach_cookie, token)

    def overview(self, request: Request) -> Response:
        """All rooms at a glance."""
        return self._overview(request) if self.web.teaches(request) else self.web.ask_key(request)

    def _overview(self, request: Request, notice: str = "", at: int = 200) -> Response:
        regions = self.web.renderer.overview(self._csrf(request))
        joining = {"addresses": self.web.addresses, "code": self.lesson.row.code}
        title = self.lesson.loaded.content.scenario.title
        return self.web.page(
            "teach.html", at, regions=regions, notice=notice, title=title, **joining
        )

    def _room(self, request: Request) -> Room:
        return self.lesson.room(int(request.path_params["number"]))

    def desk(self, request: Request) -> Response:
        """One room."""
        if not self.web.teaches(request):
            return self.web.ask_key(request)
        try:
            return self._desk(request, self._room(request))
        except RefusedError as error:
            return self._overview(request, str(error), 404)

    def _desk(self, request: Request, room: Room, notice: str = "", at: int = 200) -> Response:
        regions = self.web.renderer.desk(room, self._csrf(request))
        return self.web.page("desk.html", at, regions=regions, notice=notice, number=room.number)

    def do(self, request: Request) -> Response:
        """Take an order."""
        if not self.web.teaches(request):
            return self.web.ask_key(request, class_text.THIS_NEEDS_FACILITATORS_KEY, 403)
        fields: dict[str, str] = request.scope.get("form", {})
        text = fields.get("room", "")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
        stand = fields.get("stand") or None
        try:
            self.web.form(request, self.web.teach_cookie)
            what = fields.get("what", "")
            if fields.get("to"):
                what = f"{fields['to']}: {what}"
            told = execute(self.lesson, Order(fields.get("order", ""), number, what, stand))
        except (RefusedError, JournalError, StoreError) as error:
            if not isinstance(error, RefusedError):
                self.lesson.fail(str(error))
            if "x-live" in request.headers:
                return JSONResponse({"ok": False, "notice": str(error)}, status(error))
            room = self.lesson.rooms.get(number or 0)
            if room is None:
                return self._overview(request, str(error), status(error))
            return self._desk(request, room, str(error), status(error))
        back = "/teach" if number is None else f"/teach/room/{number}"
        return self.web.done(request, back, told)

    def cards(self, request: Request) -> Response:
        """Seat codes on cards to print and cut out."""
        if not self.web.teaches(request):
            return self.web.ask_key(request)
        lookup = self.lesson.loaded.lookup
        cards = [
            {"room": s.room, "seat": lookup.name(s.actor), "code": s.code}
            for s in self.lesson.store.seats()
        ]
        address = self.web.addresses[0]
        names = [
            {"name": one.name, "pin": roll.pin(self.lesson, one.name)}
            for one in self.lesson.store.roster()
            if roll.wants_pin(self.lesson)
        ]
        code = self.lesson.row.code
        return self.web.page("cards.html", cards=cards, names=names, address=address, code=code)

    async def debrief(self, request: Request) -> Response:
        """How a room's game went, and the others beside it."""
        refused = await run_in_threadpool(self._too_early, request)
        if refused:
            return refused
        room = self._room(request)
        return await self.web.debrief(
            self._telling(room), f"/teach/room/{room.number}/debrief/stream"
        )

    def _too_early(self, request: Request) -> Response | None:
        """Return why a room's debrief is not shown."""
        if not self.web.teaches(request):
            return self.web.ask_key(request)
        try:
            room = self._room(request)
        except RefusedError as error:
            return self._overview(request, str(error), 404)
        if room.phase != OVER:
            return self._desk(request, room, class_text.DEBRIEF_OPENS_WHEN_ROOM_IS, 409)
        return None

    async def debrief_all(self, request: Request) -> Response:
        """Return the rooms beside one another, as they stand."""
        if not await run_in_threadpool(self.web.teaches, request):
            return await run_in_threadpool(self.web.ask_key, request)
        return await self.web.debrief(self._telling(None), "/teach/debrief/stream")

    async def debrief_stream(self, request: Request) -> Response:
        """Return the changes of a debrief, of one room or of all."""
        number = request.path_params.get("number")

        def tell() -> Telling:
            room = self.lesson.rooms.get(number or 0)
            shut = number is not None and (room is None or room.phase != OVER)
            if shut or not self.web.teaches(request):
                raise GoneError
            return self._telling(room)

        return await self.web.debrief_stream(request, tell)

    def _telling(self, room: Room | None) -> Telling:
        rooms = [one for one in self.lesson.rooms.values() if one.phase == OVER and one != room]
        links = [("/teach", "Back"), ("/teach/marks", "Marks")]
        links += [("/teach/debrief", "All rooms")] if room else []
        links += [(f"/teach/room/{one.number}/debrief", f"Room {one.number}") for one in rooms]
        others = room is None or len(self.lesson.rooms) > 1
        return Telling(room, tuple(links), others)

    def screen(self, request: Request) -> Response:
        """Return what the projector shows: how to join, or one room's table."""
        if not self.web.teaches(request):
            return self.web.ask_key(request)
        row, address = self.lesson.row, self.web.addresses[0]
        return self.web.page(
            "screen.html",
            regions=self.web.renderer.screen(),
            code=row.code,
            addresses=self.web.addresses,
            title=self.lesson.loaded.content.scenario.title,
            picture=Markup(qr(f"{address}/?code={row.code}")),  # noqa: S704 - made here
        )

    # Live changes

    def _stream(self, request: Request, topic: object, draw: Callable[[], Regions]) -> Response:
        if not self.web.teaches(request):
            return Response(status_code=403)

        def checked() -> Regions:
            if not self.web.teaches(request):
                raise GoneError
            return draw()

        return self.web.stream(topic, checked)

    async def overview_stream(self, request: Request) -> Response:
        """Return the changes of the overview."""
        csrf = self._csrf(request)
        return self._stream(request, "teach", lambda: self.web.renderer.overview(csrf))

    async def desk_stream(self, request: Request) -> Response:
        """Return the changes of a room's page."""
        csrf, number = self._csrf(request), int(request.path_params["number"])
        if number not in self.lesson.rooms:
            return Response(status_code=404)
        room = self.lesson.rooms[number]
        return self._stream(request, ("desk", number), lambda: self.web.renderer.desk(room, csrf))

    async def screen_stream(self, request: Request) -> Response:
        """Return the changes of the projector's page."""
        return self._stream(request, "screen", self.web.renderer.screen)


def qr(text: str) -> str:
    """Return a QR code as SVG."""
    return str(segno.make(text, error="m").svg_inline(omitsize=True, border=2, light="#fff"))
