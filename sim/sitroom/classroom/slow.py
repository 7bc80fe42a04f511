"""A class over days: phases go on as the last ballot is in, and who is waited for is a list to send.

Also the link by which everybody is asked the teacher's questions once more, weeks later.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sitroom.classroom import asking, join_codes, pacing, roll, switches
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.marking import download
from sitroom.classroom.records import BRIEF, LOBBY, OUTCOME, OVER, Person
from sitroom.classroom.room import RefusedError, Room
from sitroom.classroom.site import Site, status
from sitroom.narration import lesson_text
from sitroom.render.frames import csv_table

WAITED = ("name", "id", "room", "seat", "waits_for", "since", "open", "class_code", "pin")
LINKS = ("name", "id", "link")


@dataclass(frozen=True)
class Reminder:
    """Somebody whom a room waits for, and for what."""

    person: Person
    what: str
    since: str  # of the last move of the table, UTC; empty where there is none


def on(lesson: Lesson) -> bool:
    """Whether this class goes over days."""
    return lesson.switches[switches.PACE] == switches.DAYS


def go_on(lesson: Lesson, room: Room) -> None:
    """End a phase of ballots of a class over days as the last one is in."""
    if not on(lesson):
        return
    with room.lock:
        if room.phase in (BRIEF, OUTCOME) and pacing.progress(lesson, room).ready:
            room.next()
    lesson.touched(room)


def reminders(lesson: Lesson) -> list[Reminder]:
    """Return who is waited for, room by room."""
    found = []
    for room in lesson.rooms.values():
        with room.lock:
            since = max(
                lesson.store.ledger.times(room.number, room.row.branch).values(), default=""
            )
            found += [
                Reminder(person, what, since)
                for people in room.people.values()
                for person in people
                if (what := _waits(lesson, room, person))
            ]
    return found


def _waits(lesson: Lesson, room: Room, person: Person) -> str:
    """Return what a room waits for from somebody, in words, or nothing."""
    asked = asking.view(lesson, room, person)
    told = [lesson_text.TO_ANSWER] if asked and not asked["done"] else []
    if room.phase in (BRIEF, OUTCOME):
        time = asking.TIMES[room.phase]
        if lesson.store.ballot(person.id, room.decision, time) is None:
            told.insert(0, lesson_text.TO_VOTE[time])
    elif room.mover == person.actor and person.speaks and room.mover not in room.computers:
        told.insert(0, lesson_text.TO_MOVE[room.phase])
    return "; ".join(told) if room.phase not in (LOBBY, OVER) or told else ""


class Slow:
    """The pages of a class over days."""

    def __init__(self, web: Site) -> None:
        self.web, self.lesson = web, web.lesson

    def routes(self) -> list[BaseRoute]:
        """Return where the pages are."""
        return [
            Route("/teach/reminders", self.page),
            Route("/teach/reminders.csv", self.sheet),
            Route("/teach/later.csv", self.links),
            Route("/later/{person:int}/{token}", self.later, methods=["GET", "POST"]),
        ]

    def page(self, request: Request) -> Response:
        """Return who is waited for, to read."""
        if not self.web.teaches(request):
            return self.web.ask_key(request)
        return self.web.page("reminders.html", rows=self._rows(), asked=bool(self._asked()))

    def _asked(self) -> asking.Questionnaire | None:
        return asking.of(self.lesson.store.ledger.settings())

    def _rows(self) -> list[dict[str, object]]:
        ids, lookup = self.lesson.store.ledger.ids(), self.lesson.loaded.lookup
        rows = []
        for one in reminders(self.lesson):
            person = one.person
            cells = (
                *(person.name, ids.get(person.id, ""), person.room, lookup.name(person.actor)),
                *(one.what, one.since, self.web.addresses[0], self.lesson.row.code),
                roll.pin(self.lesson, person.name),
            )
            rows.append(dict(zip(WAITED, cells, strict=True)))
        return rows

    def _csv(
        self, request: Request, heads: tuple[str, ...], rows: list[dict[str, object]]
    ) -> Response:
        if not self.web.teaches(request):
            return self.web.ask_key(request)
        return download(csv_table(heads, rows), "list.csv")

    def sheet(self, request: Request) -> Response:
        """Return who is waited for, as a list to send mail by."""
        return self._csv(request, WAITED, self._rows())

    def links(self, request: Request) -> Response:
        """Return everybody's link to the questions that are asked once more."""
        ids = self.lesson.store.ledger.ids()
        rows: list[dict[str, object]] = [
            {
                "name": person.name,
                "id": ids.get(person.id, ""),
                "link": f"{self.web.addresses[0]}/later/{person.id}/{self._token(person.id)}",
            }
            for person in self.lesson.store.people()
        ]
        return self._csv(request, LINKS, rows)

    def _token(self, person: int) -> str:
        return join_codes.sign(self.lesson.row.key, f"later:{person}")

    def later(self, request: Request) -> Response:
        """Ask somebody once more, by the link alone: its cookie may be long gone."""
        id_, typed = request.path_params["person"], str(request.path_params["token"])
        people = {person.id: person for person in self.lesson.store.people()}
        asked = self._asked()
        if id_ not in people or asked is None or not join_codes.same_token(typed, self._token(id_)):
            return self.web.door(
                request, "join.html", 404, code="", notice=lesson_text.NO_SUCH_LINK
            )
        person, notice, at = people[id_], "", 200
        if self.lesson.rooms[person.room].phase != OVER:
            notice, at = lesson_text.ASKED_LATER_TOO_EARLY, 409
        elif request.method == "POST":
            try:
                self.web.check_pace(("later", id_), (30, 60))
                asking.keep(self.lesson, person, asking.LATER, request.scope.get("form", {}))
                notice = lesson_text.THANK_YOU
            except RefusedError as error:
                notice, at = str(error), status(error)
        view = asking.asked_at(self.lesson, person, asking.LATER) if at != 409 else None
        return self.web.page("later.html", at, asked=view, notice=notice)
