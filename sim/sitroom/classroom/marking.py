"""The pages of marks: a sheet of the class, and a form for a person or a room; facilitator only.

Routes: /teach/marks, /teach/marks/PERSON, /teach/marks/room/N.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import dropwhile

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sitroom.classroom import caucus, feedback, lms, sheets, snapshot, spoken, transcript
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.pack import render
from sitroom.classroom.records import Mark, Person
from sitroom.classroom.room import RefusedError
from sitroom.classroom.rubric import CRITERIA, GRADES, LEVELS
from sitroom.classroom.site import Site, status
from sitroom.classroom.snapshot import ClassSnapshot
from sitroom.classroom.typed import tidy
from sitroom.classroom.views import View
from sitroom.narration import class_text, lesson_text

LONGEST_NOTE = 250  # characters: six of them have to fit what a form may hold
REFUSED = (class_text.THIS_NEEDS_FACILITATORS_KEY, 403)
TITLES = [title for title, _ in CRITERIA]


class Marks:
    """The pages of marks."""

    def __init__(self, web: Site) -> None:
        self.web, self.lesson = web, web.lesson

    def routes(self) -> list[BaseRoute]:
        """Return where the pages are."""
        return [
            Route("/teach/marks", self.sheet),
            Route("/teach/transcript.csv", self.transcript),
            Route("/teach/feedback", self.feedback),
            Route("/print.css", _print_style),
            Route("/teach/marks/moodle.csv", self.moodle),
            Route("/teach/marks/canvas.csv", self.canvas),
            Route("/teach/marks/weights", self.weights, methods=["POST"]),
            Route("/teach/marks/{person:int}", self.mark, methods=["GET", "POST"]),
            Route("/teach/marks/room/{room:int}", self.mark, methods=["GET", "POST"]),
        ]

    def sheet(self, request: Request) -> Response:
        """All marks."""
        return self._sheet(request) if self.web.teaches(request) else self.web.ask_key(request)

    def _sheet(self, request: Request, notice: str = "", at: int = 200) -> Response:
        csrf = self.web.csrf(self.web.teach_cookie, request)
        found = sheet(self.lesson)
        return self.web.page("marks.html", at, sheet=found, notice=notice, csrf=csrf)

    def _table(self, request: Request, make: Callable[[ClassSnapshot], str], name: str) -> Response:
        if not self.web.teaches(request):
            return self.web.ask_key(request)
        text = make(snapshot.live(self.lesson))
        return download(text, f"{self.lesson.row.name}-{name}.csv")

    def moodle(self, request: Request) -> Response:
        """Return the marks for Moodle."""
        return self._table(request, lms.moodle, "moodle")

    def canvas(self, request: Request) -> Response:
        """Return the marks for Canvas."""
        return self._table(request, lms.canvas, "canvas")

    def weights(self, request: Request) -> Response:
        """Take what criteria and grades count."""
        if not self.web.teaches(request):
            return self.web.ask_key(request, *REFUSED)
        try:
            fields = self.web.form(request, self.web.teach_cookie)
            for name, most in ((lms.WEIGHTS, len(TITLES)), (lms.POINTS, len(GRADES))):
                told = lms.checked(name, fields.get(name, ""), most)
                self.lesson.store.ledger.switch(name, told)
        except RefusedError as error:
            return self._sheet(request, str(error), status(error))
        return RedirectResponse("/teach/marks", 303)

    def transcript(self, request: Request) -> Response:
        """Return what was said in all rooms, by names, for a spreadsheet."""
        return self._table(request, lambda held: sheets.said(held, names=True), "transcript")

    def feedback(self, request: Request) -> Response:
        """Return the feedback sheets, to print."""
        if not self.web.teaches(request):
            return self.web.ask_key(request)
        found = feedback.sheets(snapshot.live(self.lesson))
        return self.web.page("feedback.html", sheets=found)

    def mark(self, request: Request) -> Response:
        """Return the marks of one person, or of everyone in a room."""
        if not self.web.teaches(request):
            return self.web.ask_key(request, *REFUSED if request.method == "POST" else ())
        try:
            people, following = self._whom(request)
        except RefusedError as error:
            return self._sheet(request, str(error), 404)
        if request.method == "GET":
            return self._form(request, people, following)
        try:
            fields = self.web.form(request, self.web.teach_cookie)
            save(self.lesson, people, fields, several="room" in request.path_params)
        except RefusedError as error:
            return self._form(request, people, following, error)
        where = f"/{following.id}" if following and "next" in fields else f"#p{people[0].id}"
        return RedirectResponse(f"/teach/marks{where}", 303)

    def _whom(self, request: Request) -> tuple[list[Person], Person | None]:
        """Return whom a page is about, and who comes after a single person. Raises RefusedError."""
        asked = request.path_params
        everybody = sorted(self.lesson.store.people(), key=lambda one: (one.room, one.id))
        if "room" in asked:
            people = [one for one in everybody if one.room == asked["room"]]
            following = None
        else:
            rest = [*dropwhile(lambda one: one.id != asked["person"], everybody)]
            people, following = rest[:1], rest[1] if rest[1:] else None
        if not people:
            raise RefusedError("There is nobody to mark.")
        return people, following

    def _form(
        self,
        request: Request,
        people: list[Person],
        following: Person | None,
        error: RefusedError | None = None,
    ) -> Response:
        first, several = people[0], "room" in request.path_params
        seat = self.lesson.loaded.lookup.name(first.actor)
        return self.web.page(
            "mark.html",
            status(error) if error else 200,
            who=f"Room {first.room}" if several else first.name,
            where=f"{len(people)} people" if several else f"{seat}, room {first.room}",
            said=[]
            if several
            else spoken.said_by(self.lesson.rooms[first.room], first, history=True),
            reasons=[] if several else reasons(self.lesson, first),
            aside=[] if several else aside(self.lesson, first),
            several=several,
            criteria=form(self.lesson, None if several else first),
            grades=["", *GRADES],
            longest=LONGEST_NOTE,
            next=following,
            csrf=self.web.csrf(self.web.teach_cookie, request),
            notice=str(error or ""),
        )


def _print_style(_: Request) -> Response:
    style = render("print.css", running="Feedback")
    return Response(style, media_type="text/css")


def download(text: str, name: str) -> Response:
    """Return a table as a file to keep; its first bytes tell spreadsheets that it is UTF-8."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in name)
    headers = {"content-disposition": f'attachment; filename="{plain}"'}
    return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=headers)


def reasons(lesson: Lesson, person: Person) -> list[View]:
    """Return why a person voted and decided as it did, as far as it said."""
    asked = lesson.loaded.lookup.questions
    return [
        {"question": asked[one.question].question.title, "time": one.time, "text": one.text}
        for one in lesson.store.ledger.reasons()
        if one.person == person.id
    ]


def aside(lesson: Lesson, person: Person) -> list[str]:
    """Return what a person said aside and promised, and what came of it."""
    room, lookup = lesson.rooms[person.room], lesson.loaded.lookup
    said = [w for w in caucus.words(lesson.store, room.number) if w.person == person.id]
    given = [p for p in caucus.promises(lesson.store, room.number) if p.person == person.id]
    told = [f"{lesson_text.aside(lookup.name(w.actor), lookup.name(w.to))} {w.text}" for w in said]
    return told + [
        f"{caucus.told(lookup, p)} {caucus.verdict(room.session, p)}".strip() for p in given
    ]


def sheet(lesson: Lesson) -> View:
    """Return the mark sheet: rooms with their people, a cell for each criterion."""
    given = _given(lesson)
    rooms = []
    for number, room in lesson.rooms.items():
        with room.lock:
            shares = transcript.participation(snapshot.spoken(lesson.store, room.row, room.session))
        votes = Counter(ballot.person for ballot in lesson.store.ballots(room=number))
        rows = [
            {
                "person": person,
                "seat": lesson.loaded.lookup.name(person.actor),
                "share": shares.get(person.id, transcript.NOTHING),
                "votes": votes[person.id],
                "cells": [_cell(given.get((person.id, title))) for title in TITLES],
            }
            for person in lesson.store.people(number)
        ]
        rooms.append({"number": number, "rows": rows})
    kept = lesson.store.ledger.settings()
    counts = (kept.get(lms.WEIGHTS) or _plain(lms.EVEN), kept.get(lms.POINTS) or _plain(lms.PLAIN))
    told = dict(zip(("weights", "worth"), counts, strict=True))
    people = [person.id for person in lesson.store.people()]
    marked = {id_ for id_, _ in given}
    first = next((id_ for id_ in people if id_ not in marked), None)
    return {"titles": TITLES, "rooms": rooms, "signs": GRADES, "first": first, **told}


def _plain(numbers: Iterable[float]) -> str:
    return " ".join(f"{number:g}" for number in numbers)


def _given(lesson: Lesson) -> dict[tuple[int, str], Mark]:
    return {(mark.person, mark.criterion): mark for mark in lesson.store.marks()}


def _cell(mark: Mark | None) -> View:
    return {
        "mark": mark.mark if mark else "",
        "sign": GRADES.get(mark.mark, "") if mark else "",
        "note": mark.note if mark else "",
    }


def form(lesson: Lesson, person: Person | None) -> list[View]:
    """Return what a form asks, criterion by criterion; for several people it begins empty."""
    given = _given(lesson) if person else {}
    id_ = person.id if person else 0
    return [
        {
            "title": title,
            "says": says,
            "levels": LEVELS[title],
            **_cell(given.get((id_, title))),
        }
        for title, says in CRITERIA
    ]


def save(lesson: Lesson, people: list[Person], fields: dict[str, str], *, several: bool) -> None:
    """Write the marks of a form: m0, n0 and so on, by number of the criterion.

    What one person's form leaves empty is taken away; what a form for several leaves empty stays
    as it was. Raises RefusedError.
    """
    read, given = [*_read(fields)], _given(lesson)
    with lesson.store.writing():
        for one in people:
            for title, grade, note in read:
                old = given.get((one.id, title)) if several else None
                was = (old.mark, old.note) if old else ("", "")
                mark = Mark(one.id, title, grade or was[0], note or was[1])
                if old or mark.mark or mark.note or (one.id, title) in given:
                    lesson.store.mark(mark)


def _read(fields: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for number, title in enumerate(TITLES):
        grade = fields.get(f"m{number}", "")
        if grade and grade not in GRADES:
            raise RefusedError("A mark is one of: not yet, meets, beyond.")
        yield title, grade, tidy(fields.get(f"n{number}", ""), LONGEST_NOTE)
