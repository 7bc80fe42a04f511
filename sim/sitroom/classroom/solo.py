"""One person in a browser: a class of one room and one seat, and nobody who teaches.

Phases go on by themselves as the ballot is cast or left out; the last step can be taken back.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sitroom.classroom import join_codes, undoing
from sitroom.classroom.lesson import SOLO, Lesson
from sitroom.classroom.records import BRIEF, OUTCOME, Person
from sitroom.classroom.room import RefusedError
from sitroom.classroom.site import Site
from sitroom.classroom.web import Students
from sitroom.loader.opening import Loaded
from sitroom.narration import lesson_text


def begin(
    folder: Path,
    loaded: Loaded,
    seat: str,
    *,
    seed: int,
    decision: str | None,
    only: bool,
    policies: Mapping[str, str],
    opponents: str,
) -> tuple[Lesson, str]:
    """Set a table for one person in a new folder; returns it with the secret of its cookie.

    Raises StoreError or JournalError.
    """
    lesson, _ = Lesson.create(
        folder,
        loaded,
        rooms=1,
        seed=seed,
        seats=[seat],
        decision=decision,
        only=only,
        policies=policies,
        opponents=opponents,
    )
    lesson.store.ledger.switch(SOLO, "on")
    lesson.solo = True
    (place,) = lesson.store.seats()
    _, cookie = lesson.join(place.code, lesson_text.YOU)
    lesson.rooms[1].next()
    return lesson, cookie


class Solo:
    """What the one player's page has besides: the way in, going on, going back."""

    def __init__(self, web: Site, ticket: str, cookie: str) -> None:
        self.web, self.ticket, self.cookie = web, ticket, cookie
        self.students = Students(web)

    def routes(self) -> list[BaseRoute]:
        """Return where the pages are."""
        return [
            Route("/solo/{ticket}", self.enter),
            Route("/on", self.go_on, methods=["POST"]),
            Route("/back", self.go_back, methods=["POST"]),
        ]

    def enter(self, request: Request) -> Response:
        """Come in with the address that the terminal has printed."""
        if not join_codes.same_token(str(request.path_params["ticket"]), self.ticket):
            return RedirectResponse("/", 303)
        return self.web.keep(RedirectResponse("/seat", 303), self.web.seat_cookie, self.cookie)

    def go_on(self, request: Request) -> Response:
        """Go on without a ballot."""

        def do(person: Person, fields: dict[str, str]) -> str:
            room = self.web.lesson.rooms[person.room]
            with room.lock:
                if room.phase not in (BRIEF, OUTCOME):
                    raise RefusedError("The table waits for a move now.")
                if fields.get("seen") == room.seen:  # a form sent again goes on once
                    room.next()
            self.web.lesson.touched(room)
            return ""

        return self.students.do(request, do)

    def go_back(self, request: Request) -> Response:
        """Take the last step back."""

        def do(person: Person, fields: dict[str, str]) -> str:
            room = self.web.lesson.rooms[person.room]
            if fields.get("stand") == room.stand:
                undoing.undo(room)
            self.web.lesson.touched(room)
            return ""

        return self.students.do(request, do)


def pages(ticket: str, cookie: str) -> Callable[[Site], list[BaseRoute]]:
    """Return what adds these pages to a site."""
    return lambda site: Solo(site, ticket, cookie).routes()
