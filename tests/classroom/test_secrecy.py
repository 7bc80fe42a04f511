"""Every page and stream of every seat, all through a class, holds nothing of the others' secrets."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitroom.classroom.commands import Order, execute
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import Person
from sitroom.engine import turn
from sitroom.engine.events import Said
from sitroom.engine.moves import Choose
from sitroom.narration import brief
from sitroom.policies import advice
from tests.classroom.table import KHARKIV, loaded
from tests.classroom.web import Browser, Host

CONSENT = "storm-shadow-2024"
NAMES = ("Ann", "Ben", "Cem", "Dee", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim")


def crawled(host: Host, browser: Browser) -> Iterator[tuple[str, str]]:
    """Every page that a browser can reach by links and forms' addresses, and its streams."""
    todo = ["/", "/seat", "/debrief", "/teach", "/teach/room/1", "/teach/room/2", "/screen"]
    todo += ["/teach/cards", "/teach/room/1/debrief", "/stream?x=1", "/seat?person=1", "/move"]
    seen: set[str] = set()
    while todo:
        path = todo.pop()
        if path in seen or path.startswith("/stream"):
            continue
        seen.add(path)
        page = browser.get(path).page
        yield path, page
        todo += re.findall(r'(?:href|action|data-stream)="(/[^"]*)"', page)
    if not host.lesson.ended:
        for name, text in host.first(browser).items():
            yield f"/stream {name}", text


def plain(page: str) -> str:
    return " ".join(html.unescape(page).split())


def private_lines(lesson: Lesson, person: Person) -> set[str]:
    """What only this person may read just now: brief, hand, what its lines would do."""
    room = lesson.rooms[person.room]
    session, lookup = room.session, room.session.lookup
    actor = lookup.actor(person.actor)
    found = {line.says for line in actor.red_lines}
    position = actor.positions.get(room.decision)
    found |= {e.says for e in position.evidence} if position else set()
    if room.phase != "over":  # the debrief measures all by their aims
        found.add(actor.aim)
    if room.phase == "debate":
        model, number = session.model, session.model.actors.index(person.actor)
        question = model.questions[session.state.question]
        if number in question.table:
            hand, _ = turn.open_arguments(model, session.state, number)
            for i in hand:
                written = lookup.argument(session.question, question.arguments[i].id)
                found |= {written.says, *(e.says for e in written.evidence)}
        if session.mover == person.actor:
            decider = lookup.questions[session.question].question.rule.decider
            cards = advice.hand(model, session.state)
            found |= {brief.use(lookup, card, decider) for card in cards}
    return {plain(text) for text in found if len(text) > 15}


def spoken(lesson: Lesson, number: int) -> set[str]:
    """What has been said aloud in a room."""
    session = lesson.rooms[number].session
    lines = [e for e in session.events if isinstance(e, Said) and e.argument]
    written = [session.lookup.argument(e.question, str(e.argument)) for e in lines]
    return {plain(w.says) for w in written} | {plain(e.says) for w in written for e in w.evidence}


class Spy:
    """Looks at all pages of all, and complains of what does not belong there."""

    def __init__(self, host: Host, secret: str) -> None:
        self.host, self.lesson, self.secret = host, host.lesson, secret
        self.browsers: dict[int, Browser] = {}
        self.letters: dict[int, set[str]] = {}
        self.pages = self.looked_for = 0

    def join(self, actor: str, name: str, room: int) -> None:
        browser = self.host.student(actor, name, room)
        person = self.lesson.store.people()[-1]
        assert (person.name, browser.url) == (name, "/seat")
        self.browsers[person.id] = browser
        self.letters[person.id] = {f"letter from {name} {person.id}", f"word to {actor} {room}"}
        browser.post("/message", text=f"letter from {name} {person.id}")
        execute(self.lesson, Order("say", room, f"{actor}: word to {actor} {room}"))

    def look(self) -> None:
        people = {p.id: p for p in self.lesson.store.people()}
        known = {id_: self.secrets(person) for id_, person in people.items()}
        seats = {seat.code for seat in self.lesson.store.seats()}
        for id_, browser in self.browsers.items():
            mine, own = people[id_], known[id_]
            said = spoken(self.lesson, mine.room)
            others = {text: of for of, texts in known.items() if of != id_ for text in texts}
            others |= dict.fromkeys(seats, 0) | {self.secret: -1, self.secret.replace("-", ""): -1}
            others[self.lesson.row.key] = -2
            self.looked_for = max(self.looked_for, len(others))
            for path, page in crawled(self.host, browser):
                self.pages += 1
                text = plain(page)
                for secret, of in others.items():
                    if secret not in own and secret not in said:
                        assert secret not in text, (path, mine.name, "reads of", of, secret)

    def secrets(self, person: Person) -> set[str]:
        cookies = {c.value or "" for c in self.browsers[person.id].client.cookies.jar}
        return (
            private_lines(self.lesson, person)
            | self.letters[person.id]
            | {
                self.lesson.return_codes.of(person),
                self.browsers[person.id].get("/seat").field("csrf"),
            }
            | cookies
        )

    def play(self, room: int) -> None:
        """The seat whose turn it is says its best line, or decides, by its own form."""
        table = self.lesson.rooms[room]
        person = next(p for p in self.lesson.store.people(room) if p.actor == table.mover)
        browser = self.browsers[person.id].get("/seat")
        session = table.session
        if table.phase == "choose":
            option = session.model.questions[session.state.question].options[1].id
            answer = browser.post("/move", kind="choose", option=option)
        else:
            cards = advice.hand(session.model, session.state)
            answer = browser.post("/move", kind="say", argument=cards[0].argument)
        assert answer.status == 200

    def vote(self, closed: str) -> None:
        """A vote that does not end the ballot leaves no trace on the pages of the others."""
        room = self.lesson.rooms[1]
        voter, before = room.mover, self.counted(closed)
        self.play(1)
        if room.phase == "choose" and room.decision == room.session.question:
            assert isinstance(room.session.moves[-1], Choose)
            for person, was, now in zip(
                self.lesson.store.people(), before, self.counted(closed), strict=True
            ):
                assert was == now or person.actor in (voter, room.mover)

    def counted(self, text: str) -> list[int]:
        return [plain(b.get("/seat").page).count(text) for b in self.browsers.values()]


@pytest.mark.slow
@pytest.mark.rule("12.4")
@pytest.mark.parametrize("decision", [KHARKIV, CONSENT])
def test_no_page_or_stream_of_a_seat_tells_a_secret_of_another(
    tmp_path: Path, decision: str
) -> None:
    asked = loaded().lookup.questions[decision].question
    seats = tuple(m.actor for m in asked.table)
    held, secret = Lesson.create(
        tmp_path / "c",
        loaded(),
        rooms=2,
        seed=3,
        seats=seats,
        decision=decision,
        only=True,
        per_seat=2,
    )
    host = Host(held, secret)
    spy = Spy(host, secret)
    for name, seat in zip(NAMES, seats, strict=False):
        spy.join(seat, name, 1)
    spy.join(seats[0], "Zoe", 1)  # shares a seat
    spy.join(seats[-1], "Max", 2)
    spy.look()
    teacher = host.teacher()
    teacher.order("start")
    for n, browser in enumerate(spy.browsers.values()):
        fields = {"question": decision, "option": asked.options[n % 2].id, "confidence": "73"}
        assert browser.get("/seat").post("/ballot", **fields).status == 200
    spy.look()
    teacher.order("next", what="anyway")
    room = held.rooms[1]
    for step in range(len(seats) + 2):
        if step % 4 == 0:
            spy.look()
        if room.phase == "debate":
            spy.play(1)
    if room.phase == "debate":
        teacher.order("next", room="1")
    assert room.phase == "choose"
    spy.look()
    while room.phase == "choose" and room.mover in seats:
        spy.vote(asked.options[1].title)
        spy.look()
    teacher.order("end")
    spy.look()
    assert spy.pages > 200
    assert spy.looked_for > 60


def test_a_seat_is_opened_by_none_but_its_own_cookie(tmp_path: Path) -> None:
    held, secret = Lesson.create(
        tmp_path / "c", loaded(), rooms=1, seed=3, seats=("state", "pentagon"), decision=KHARKIV
    )
    host = Host(held, secret)
    ann = host.student("state", "Ann")
    stranger = host.browser()
    stranger.get("/")
    answer = stranger.post("/join", code=held.row.code, seat=held.store.seats(1)[0].code, name="X")
    assert "This seat is taken" in answer.page
    assert len(held.store.people()) == 1
    for token in ("", "x", held.return_codes.of(held.store.people()[0]), "0" * 43):
        stranger.client.cookies.set(host.site.seat_cookie, token)
        assert stranger.get("/seat").url == "/"
        assert stranger.get("/stream").status == 403
    # another's move under one's own cookie
    ben = host.student("pentagon", "Ben")
    execute(held, Order("start"))
    execute(held, Order("next"))
    room = held.rooms[1]
    assert room.mover == "state"
    moves = len(room.session.moves)
    assert ben.get("/seat").post("/move", kind="pass", seen=room.seen).status == 409
    assert len(room.session.moves) == moves
    assert ann.get("/seat").post("/move", kind="pass").status == 200


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></svg><svg onload=alert(1)>",
    "{{ 7777*7777 }}{% raw %}",
    "javascript:alert(1)",
    "\u202egnp.exe\u0000\u0007",
    "x" * 5000,
    "\u05d3\u05e0\u05d4 \u200f\u0644\u0627",
    "&lt;b&gt; ' \" `",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_shown_as_text(tmp_path: Path, text: str) -> None:
    held, secret = Lesson.create(
        tmp_path / "c", loaded(), rooms=1, seed=3, seats=("state",), decision=KHARKIV, only=True
    )
    host = Host(held, secret)
    ann, teacher = host.student("state", text), host.teacher()
    ann.post("/message", text=text)
    teacher.get("/teach").post("/teach/do", order="say", what=text)
    teacher.order("start").order("next", what="anyway")
    own = {"kind": "own", "text": text, "concern": "allies", "side": "further"}
    assert ann.get("/seat").post("/move", **own).status == 200
    pages = [ann.get("/seat").page, *host.first(ann).values()]
    pages += [teacher.get(p).page for p in ("/teach", "/teach/room/1", "/screen")]
    pages += [*host.first(teacher, "/teach/room/1/stream").values()]
    teacher.order("project", room="1")
    pages += [teacher.get("/screen").page, ann.post("/move", kind="own", text=text).page]
    shown = "\n".join(pages)
    for bad in ("<script>", "<img", "<svg onload", "60481729", "\u202e", "\x00", "\x07", "x" * 501):
        if bad != "60481729" or "7777*7777" in text:
            assert bad not in shown
    wanted = " ".join(re.sub("[\u202e\u200f\x00\x07]", "", text).split())[:60]
    assert html.escape(wanted).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in shown
