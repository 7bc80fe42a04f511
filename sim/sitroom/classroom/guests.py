"""Programs in seats of a class, as clients of the Model Context Protocol, beside people in browsers.

A client joins as a student does, with the code of the class and that of a seat, and goes by the
same phases: it moves when its seat may, and sees no more than a student's page tells.
"""

from collections.abc import Iterator, Sequence

from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sitroom.classroom import pacing, switches, weighing
from sitroom.classroom.lesson import Lesson, WrongCodeError
from sitroom.classroom.records import BRIEF, LOBBY, OPEN, OUTCOME, OVER, Person
from sitroom.classroom.room import CHOOSE, Room
from sitroom.classroom.site import Site
from sitroom.engine.events import Event, Learned
from sitroom.engine.moves import Move
from sitroom.journal.session import Session
from sitroom.library.visibility import View
from sitroom.narration import lesson_text
from sitroom.scenario.content import Content
from sitroom.seats.hand import Moves
from sitroom.seats.server import server
from sitroom.seats.sight import Look
from sitroom.seats.sitting import Page, RefusedError, Sitting
from sitroom.seats.tables import Joined

PATH = "/mcp"
REQUESTS = (300, 10.0)  # of an address
MOST_BYTES = 64 * 1024
MOST_TYPED = 200  # characters of a ticket


class Guest(Sitting):
    """A seat of a class, as the client sees it that sits there."""

    def __init__(self, lesson: Lesson, person: Person, heard: dict[str, int]) -> None:
        self.lesson, self.person, self.heard = lesson, person, heard
        self.lock = self.room.lock

    @property
    def room(self) -> Room:
        """Return the room."""
        return self.lesson.rooms[self.person.room]

    @property
    def session(self) -> Session:
        """Return the game of the room."""
        return self.room.session

    @property
    def people(self) -> Sequence[str]:
        """Return all seats: in a class each is closed to the others, whoever plays it."""
        return self.session.model.actors

    @property
    def over(self) -> bool:
        """Whether the debrief of the room is open."""
        return self.room.phase == OVER

    @property
    def mover(self) -> str | None:
        """Return the seat whose move the room waits for."""
        return self.room.mover

    def events(self) -> Sequence[Event]:
        """Return what has come about; what comes after an outcome waits for the teacher."""
        events, stage = self.session.events, self.room.row.stage
        if stage == LOBBY:
            return ()
        if stage != OUTCOME:
            return events
        ends = [n for n, event in enumerate(events, 1) if isinstance(event, Learned)]
        return events[: ends[self.room.row.closed - 1]]

    def check(self, seat: str) -> None:
        """Raise RefusedError where nothing is asked of a seat."""
        if self.room.row.stage not in (BRIEF, OPEN):
            raise RefusedError(lesson_text.NOT_ASKED[self.room.row.stage])
        super().check(seat)

    def look(self, seat: str, *, full: bool) -> Look:
        """Return what a seat may see."""
        with self.lock:
            if self.room.row.stage not in (BRIEF, OPEN):
                raise RefusedError(lesson_text.NOT_ASKED[self.room.row.stage])
            seen = super().look(seat, full=full)
            return seen.model_copy(update={"mover": self.mover, "phase": self.room.phase})

    def moves(self, seat: str, *, full: bool) -> Moves:
        """Return what a seat may do; what each line may do, where hands tell that."""
        with self.lock:
            if self.mover != seat or seat in self.room.computers:
                return Moves(seat=seat, moves=())
            useful = self.lesson.switches[switches.HANDS] == switches.USEFUL
            return super().moves(seat, full=full and useful)

    def make(self, seat: str, move: Move) -> tuple[str, ...]:
        """Make a move as a student does. Raises RefusedError."""
        del seat
        made = weighing.play(self.lesson, self.person, self.room.seen, move)
        self.lesson.touched(self.room)
        return () if made else (lesson_text.LINE_IS_WEIGHED,)

    def forecast(self, seat: str) -> Page:
        """Return how each would choose now: as students do, a seat sees that as it chooses."""
        with self.lock:
            if self.room.phase != CHOOSE or self.mover != seat:
                raise RefusedError(lesson_text.FORECAST_AS_ONE_CHOOSES)
            return super().forecast(seat)

    def debrief(self) -> Page:
        """Return how the game went; history waits for the rooms that have not decided."""
        with self.lock:
            settled = pacing.settled(self.room)
        if self.over and (waiting := pacing.deciding(self.lesson, settled)):
            raise RefusedError(lesson_text.history_waits(waiting))
        return super().debrief()

    def view(self, seat: str) -> View:
        """Return what a seat may look up, as long as it plays: other rooms may go on after it."""
        with self.lock:
            self.check(seat)
            return super().view(seat)


class Guests:
    """The tables of a class, for clients."""

    def __init__(self, site: Site) -> None:
        self.site, self.lesson = site, site.lesson
        self._heard: dict[tuple[int, int, str], dict[str, int]] = {}

    def listed(self) -> Iterator[Content]:
        """Yield the scenario of the class."""
        yield self.lesson.loaded.content

    def begin(self, scenario: str, seat: str, **_: object) -> Joined:
        """Raise RefusedError: the teacher has begun."""
        del scenario, seat
        raise RefusedError(lesson_text.JOIN_BY_CODES)

    def join(self, table: str, seat: str) -> Joined:
        """Take a seat by the code of the class and that of the seat, or a return code."""

        def enter() -> tuple[Person, str]:
            try:
                return self.lesson.join(seat, lesson_text.GUEST)
            except WrongCodeError:
                return self.lesson.come_back(seat)

        table, seat = _typed(table), _typed(seat)
        self.site.guess(None, "class", table, lambda: self.lesson.check_code(table))
        person, token = self.site.guess(None, "seat", seat, enter)
        return Joined(
            table=str(person.room),
            seat=person.actor,
            name=self.lesson.loaded.lookup.name(person.actor),
            ticket=token,
            open_seats=(),
            saved_as=self.lesson.row.name,
        )

    def at(self, ticket: str) -> tuple[Sitting, str]:
        """Return the table and the seat of a ticket. Raises RefusedError."""
        person = self.lesson.person(ticket) if ticket and _typed(ticket) else None
        if person is None:
            raise RefusedError(lesson_text.JOIN_BY_CODES)
        key = person.id, person.room, person.actor
        return Guest(self.lesson, person, self._heard.setdefault(key, {})), person.actor


def _typed(text: str) -> str:
    """Return a code as it came, or nothing where no code is like that: JSON can hold half a letter."""
    return text if text.isascii() and len(text) <= MOST_TYPED else ""


def beside(app: ASGIApp, site: Site, hosts: list[str], port: int) -> ASGIApp:
    """Return an application that answers clients at PATH, and browsers as before."""
    names = [f"{host}:{port}" for host in hosts] + [host for host in hosts if port in (80, 443)]
    allowed = TransportSecuritySettings(allowed_hosts=names, allowed_origins=site.addresses)
    clients = server(Guests(site), alone=False).streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=MOST_BYTES,
        transport_security=allowed,
    )

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            async with clients.router.lifespan_context(clients):
                await app(scope, receive, send)
        elif scope["type"] != "http" or scope["path"] != PATH:
            await app(scope, receive, send)
        elif scope["method"] != "POST":
            await PlainTextResponse("", 405, {"allow": "POST"})(scope, receive, send)
        elif not site.limits.spend(("mcp", (scope.get("client") or ("", 0))[0]), REQUESTS):
            await PlainTextResponse("", 429, {"retry-after": "10"})(scope, receive, send)
        else:
            await clients(scope, receive, send)

    return answer
