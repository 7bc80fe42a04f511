"""Who looks on without a seat: observers, and the press, which writes headlines for a room.

Routes: /watch (in with a POST, then the page), /watch/stream, /headline. They see what everybody
at the table sees and nothing else.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sitroom.classroom import guard, join_codes, press, switches
from sitroom.classroom.hub import GoneError, Regions
from sitroom.classroom.records import sound
from sitroom.classroom.room import RefusedError
from sitroom.classroom.site import Site, status
from sitroom.classroom.typed import LONGEST_NAME, readable
from sitroom.narration import lesson_text

OBSERVER, PRESS = "observer", "press"
LONGEST, MOST, MOST_WATCHERS = 140, 12, 200  # of a headline; of each journalist; of a class


@dataclass(frozen=True)
class Watcher:
    """Somebody without a seat."""

    id: int
    room: int
    name: str
    role: str


class Watchers:
    """The pages of those who look on."""

    def __init__(self, web: Site) -> None:
        self.web, self.lesson = web, web.lesson
        self.cookie = f"{web.seat_cookie}-watch"

    def routes(self) -> list[BaseRoute]:
        """Return where the pages are."""
        return [
            Route("/watch", self.page),
            Route("/watch/in", self.enter, methods=["POST"]),
            Route("/watch/stream", self.stream),
            Route("/headline", self.headline, methods=["POST"]),
        ]

    def _who(self, request: Request) -> Watcher | None:
        token = request.cookies.get(self.cookie)
        if not token or self.lesson.switches[switches.WATCH] != switches.ON:
            return None
        query = "SELECT id,room,name,role FROM watchers WHERE token = ?"
        found = self.lesson.store.read(query, join_codes.digest(token))
        return sound(Watcher, found[0]) if found else None

    def enter(self, request: Request) -> Response:
        """Come in without a seat, by the code of the class."""
        try:
            fields = self.web.form(request, self.web.visit_cookie)
            code, name = fields.get("code", ""), readable(fields.get("name", ""), LONGEST_NAME)
            self.web.guess(request, "class", code, lambda: self.lesson.check_code(code))
            if self.lesson.switches[switches.WATCH] != switches.ON:
                raise RefusedError("Nobody looks on at this class.")  # noqa: TRY301
            room = self.lesson.room(join_codes.number(fields.get("room", "")) or 0)
            token = self._add(room.number, name, fields.get("role", ""))
        except RefusedError as error:
            return self.web.door(request, "join.html", status(error), code="", notice=str(error))
        return self.web.keep(RedirectResponse("/watch", 303), self.cookie, token)

    def _add(self, room: int, name: str, role: str) -> str:
        if not name or role not in (OBSERVER, PRESS):
            raise RefusedError("Say what you are called, and whether you observe or write.")
        token = join_codes.token()
        with self.lesson.store.writing() as db:
            ((count,),) = db.execute("SELECT count(*) FROM watchers").fetchall()
            if count >= MOST_WATCHERS:
                raise RefusedError("There are enough people looking on.")
            values = (room, name, role, join_codes.digest(token))
            db.execute("INSERT INTO watchers VALUES (NULL, ?, ?, ?, ?)", values)
        return token

    def page(self, request: Request) -> Response:
        """Return what somebody without a seat sees."""
        who = self._who(request)
        if who is None:
            return RedirectResponse("/", 303)
        regions = self._drawn(request, who)
        live = not self.lesson.ended
        return self.web.page("watch.html", regions=regions, who=who, live=live, notice="")

    def _drawn(self, request: Request, who: Watcher) -> Regions:
        csrf = self.web.csrf(self.cookie, request)
        return self.web.renderer.watcher(self.lesson.rooms[who.room], csrf, press=who.role == PRESS)

    async def stream(self, request: Request) -> Response:
        """Return the changes of that page."""
        who = self._who(request)
        if who is None:
            return Response(status_code=403)

        def draw() -> Regions:
            now = self._who(request)
            if now is None or self.lesson.ended:
                raise GoneError
            return self._drawn(request, now)

        return self.web.stream(("room", who.room), draw, owner=f"watch-{who.id}")

    def headline(self, request: Request) -> Response:
        """Take a headline of the press."""
        try:
            who = self._who(request)
            if who is None or who.role != PRESS:
                raise RefusedError("Only the press writes headlines.")  # noqa: TRY301
            self._write(who, self.web.form(request, self.cookie).get("text", ""))
        except RefusedError as error:
            if "x-live" in request.headers:
                return JSONResponse({"ok": False, "notice": str(error)}, status(error))
            return RedirectResponse("/watch", 303)
        self.lesson.touched(self.lesson.rooms[who.room])
        return self.web.done(request, "/watch", lesson_text.HEADLINE_IS_OUT)

    def _write(self, who: Watcher, typed: str) -> None:
        text = readable(typed, LONGEST)
        if not text:
            raise RefusedError("The headline is empty.")
        self.web.check_pace(("headlines", who.id), guard.LETTERS)
        mine = [h for h in press.headlines(self.lesson.rooms[who.room]) if h.watcher == who.id]
        if any(h.text == text for h in mine):
            return  # a form sent again
        if len(mine) >= MOST:
            raise RefusedError(f"{MOST} headlines are enough for one paper.")
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self.lesson.store.writing() as db:
            values = (who.room, who.id, who.name, text, at)
            db.execute("INSERT INTO headlines VALUES (NULL, ?, ?, ?, ?, ?)", values)
