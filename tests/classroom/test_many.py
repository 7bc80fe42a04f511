"""One host, many classes of many teachers: what is one class's opens no other."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal
from starlette.testclient import TestClient

from sitroom.classroom import folders, front, guard, invitations, public
from sitroom.classroom.guard import Limits
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.many import IDLE, Classes
from tests.classroom.table import Ticking
from tests.classroom.web import Browser, asked
from tests.command import Sitroom
from tests.loader import world

TOP = "https://class.example.org"
PRIVATE = ("/teach", "/teach/marks", "/teach/cards", "/teach/room/1", "/screen")
LISTS = ("/teach/transcript.csv", "/teach/reminders.csv", "/teach/marks/moodle.csv")
STREAMS = ("/stream", "/teach/stream", "/teach/room/1/stream", "/screen/stream")


class Many:
    """A host of many classes behind a proxy, without a network."""

    def __init__(self) -> None:
        self.now, self.told = Ticking(), list[str]()
        self.classes = Classes([TOP], self.now, self.told.append)
        limits = Limits(self.now)
        at = public.read(TOP)
        self.app = front.guarded(self.classes, ["127.0.0.1"], 8080, at, limits)
        self.portal: BlockingPortal | None = None  # to its loop

    def browser(self) -> Browser:
        """A browser of its own, in the loop of the host."""
        made = TestClient(self.app, base_url=TOP)
        made.portal = self.portal
        return Browser(made)

    def opens(self, name: str, invitation: str) -> tuple[Browser, str]:
        """A teacher who opens a class: its browser, and the key."""
        teacher, given = self.browser(), {"invitation": invitation, "scenario": "harbour"}
        assert "Name of the class" in teacher.post("/open", **given).page
        numbers = {"rooms": "1", "per_seat": "2", "minutes": "40", "decision": "entry"}
        teacher.post("/open", **given, **numbers, name=name, only="yes", roster="Dee,1,,77")
        assert teacher.status == 200, teacher.page
        return teacher, re.findall(r'Your key: <b class="code">([^<]+)', teacher.page)[0]

    def student(self, name: str) -> Browser:
        """A student who begins at the first page with the code of a class."""
        lesson, browser = self.lesson(name), self.browser()
        browser.post("/find", code=lesson.row.code)
        assert browser.url == f"/c/{name}/"
        browser.post(f"/c/{name}/join", code=lesson.row.code)
        seat = lesson.store.seats()[0].code
        browser.post(f"/c/{name}/join", code=lesson.row.code, seat=seat, name="Ann")
        assert browser.url == f"/c/{name}/seat", browser.page
        return browser

    def lesson(self, name: str) -> Lesson:
        return self.classes.opened[name].site.lesson


@contextmanager
def hosting() -> Iterator[Many]:
    many = Many()
    with TestClient(many.app, base_url=TOP) as client:
        many.portal = client.portal
        yield many


@pytest.fixture
def home(home: Path) -> Path:
    for file, text in world.files().items():
        path = home / "content" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return home


def test_secrets_of_one_class_open_no_other(home: Path) -> None:
    del home
    one, other = invitations.make(2)
    with hosting() as many:
        teacher, key = many.opens("one", one)
        _, other_key = many.opens("other", other)
        student = many.student("one")
        assert key != other_key
        assert many.lesson("one").store.ledger.absent() == (("Dee", "77"),)
        assert many.student("other").get("/c/other/seat").url == "/c/other/seat"
        for path in ("/mcp", "/c/one/mcp"):
            assert "Programs join a class that is hosted alone" in many.browser().get(path).page
        for page in (*PRIVATE, *LISTS):
            assert "facilitator's key" not in teacher.get(f"/c/one{page}").page, page
        assert {c.path for c in teacher.client.cookies.jar} == {"/c/one/"}

        # Whatever a browser sends along: the same cookies below the path of the other class.
        for browser in (teacher, student):
            for cookie in browser.client.cookies.jar:
                assert cookie.secure
                assert cookie.has_nonstandard_attr("HttpOnly")
            held = {c.name: str(c.value) for c in browser.client.cookies.jar}
            thief = many.browser()
            thief.client.headers["cookie"] = "; ".join(f"{k}={v}" for k, v in held.items())
            for page in (*PRIVATE, *LISTS):
                assert "facilitator's key" in thief.get(f"/c/other{page}").page, page
            for page in STREAMS:
                assert thief.get(f"/c/other{page}").status == 403, page
            assert thief.get("/c/other/seat").url == "/c/other/"
            assert thief.post("/c/other/teach/do", order="next").status == 403
            assert thief.post("/c/other/move", kind="pass").status in (403, 409)

        # Nor does its key, and the key of the other turns up nowhere.
        stranger = many.browser().get("/c/other/teach")
        assert stranger.post("/c/other/teach/key", key=key).status == 403
        assert stranger.post("/c/other/teach/key", key=other_key).url == "/c/other/teach"
        assert stranger.get("/c/one/teach").url == "/c/one/teach"
        assert "facilitator's key" in stranger.page


def test_all_addresses_of_a_class_lie_below_its_path(home: Path) -> None:
    del home
    with hosting() as many:
        teacher, _ = many.opens("one", *invitations.make(1))
        student = many.student("one")
        pages = [student.get("/c/one/").page]
        for order in ("start", "next"):
            pages.append(student.get("/c/one/seat").page)
            teacher.get("/c/one/teach").post("/c/one/teach/do", order=order, what="anyway")
            assert teacher.url == "/c/one/teach"
        teacher.get("/c/one/teach").post("/c/one/teach/do", order="end")
        pages += [student.get(f"/c/one{at}").page for at in ("/seat", "/debrief")]
        for at in (*PRIVATE, "/teach/debrief", "/teach/feedback", "/teach/reminders"):
            pages.append(teacher.get(f"/c/one{at}").page)
            assert teacher.status == 200, at
        for page in pages:
            found = re.findall(r'(?:href|action|src|data-stream)="(/[^"]*)"', page)
            assert found
            assert [at for at in found if not at.startswith("/c/one/")] == []
        assert f"{TOP}/c/one" in teacher.get("/c/one/teach/cards").page
        assert teacher.get("/c/one/static/app.js").status == 200


def test_a_host_that_comes_back_has_its_classes_and_a_lost_key_is_replaced(home: Path) -> None:
    del home
    (code,) = invitations.make(1)
    with hosting() as many:
        teacher, old = many.opens("one", code)
        kept = many.student("one").client.cookies
    with hosting() as many:
        student = many.browser()
        student.client.cookies = kept
        assert student.get("/c/one/seat").url == "/c/one/seat"
        again = many.browser().post("/open", invitation=code, scenario="harbour")
        assert "Another key for one" in again.page
        again.post("/open", invitation=code, again="yes")
        (new,) = re.findall(r'Your key: <b class="code">([^<]+)', again.page)
        assert "facilitator's key" not in again.get("/c/one/teach").page
        stranger = many.browser().get("/c/one/teach")
        assert stranger.post("/c/one/teach/key", key=old).status == 403
        assert stranger.post("/c/one/teach/key", key=new).url == "/c/one/teach"
        late = many.browser()
        late.client.cookies = teacher.client.cookies
        assert "facilitator's key" in late.get("/c/one/teach").page


def test_a_class_that_nobody_asks_for_rests_and_comes_back(home: Path) -> None:
    del home
    with hosting() as many:
        many.opens("one", *invitations.make(1))
        student = many.student("one")
        many.now.time += IDLE
        stream = asked(student, "/c/one/stream")
        stream["headers"][0] = (b"host", b"class.example.org")

        async def look() -> None:
            """Look at an open page, then let the host see who is idle, then leave."""
            sees, leave = asyncio.Event(), asyncio.Event()

            async def receive() -> dict[str, str]:
                await leave.wait()
                return {"type": "http.disconnect"}

            async def send(message: object) -> None:
                del message
                sees.set()

            looking = asyncio.create_task(many.app(stream, receive, send))
            await sees.wait()
            await many.classes.rest()
            assert "one" in many.classes.opened
            leave.set()
            await looking
            await many.classes.rest()
            assert "one" in many.classes.opened  # it has just been looked at
            many.now.time += IDLE
            await many.classes.rest()

        assert many.portal is not None
        many.portal.call(look)
        assert many.classes.opened == {}
        folders.hold(folders.shelf() / "one").close()  # nobody holds it
        assert student.get("/c/one/seat").url == "/c/one/seat"


def test_a_class_that_cant_be_opened_hurts_no_other(home: Path) -> None:
    del home
    one, other = invitations.make(2)
    with hosting() as many:
        many.opens("one", one)
        many.opens("other", other)
    (folders.shelf() / "other" / "class.db").write_bytes(b"no database")
    with hosting() as many:
        assert many.browser().get("/c/other/").status == 503
        assert "damaged" in many.told[-1]
        assert "damaged" not in many.browser().get("/c/other/").page
        assert many.browser().get("/c/one/").status == 200
        assert many.browser().get("/c/nobody/").status == 404
        assert many.browser().get("/health").page.startswith("ok ")


def test_an_invitation_opens_one_class_and_guesses_are_counted(home: Path) -> None:
    del home
    first, second = invitations.make(2)
    with hosting() as many:
        many.opens("one", first)
        teacher = many.browser()
        given = {"scenario": "harbour", "decision": "entry", "minutes": "40", "per_seat": "1"}
        again = teacher.post("/open", invitation=first, name="two", rooms="1", **given)
        assert "Another key for one" in again.page
        taken = teacher.post("/open", invitation=second, name="one", rooms="1", **given)
        assert "take another one" in taken.page
        for wrong in ({"rooms": "61"}, {"name": "../x"}, {"decision": "?"}, {"roster": "A\nA"}):
            fields = {"name": "two", "rooms": "1", **given, **wrong}
            assert teacher.post("/open", invitation=second, **fields).status == 409, wrong
        for path in ("../../etc", str(folders.shelf())):
            fields = {**given, "scenario": path}
            assert (
                "Choose what is to be played"
                in teacher.post("/open", invitation=second, **fields).page
            )
        many.opens("two", second)
        assert folders.names() == ["one", "two"]
        seen = {teacher.post("/open", invitation=f"KMW{n}", **given).status for n in range(30)}
        assert seen == {403, 429}
        seen = {teacher.post("/find", code=f"KMW{n}").status for n in range(70)}
        assert seen == {403, 429}
        many.now.time += 60
        assert teacher.post("/find", code=many.lesson("two").row.code).url == "/c/two/"


def test_who_guesses_codes_of_a_class_is_told_to_its_teacher_alone(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del home
    monkeypatch.setattr(guard, "ALL_GUESSES", (6, guard.ALL_GUESSES[1]))
    one, other = invitations.make(2)
    with hosting() as many:
        teacher, _ = many.opens("one", one)
        colleague, _ = many.opens("other", other)
        stranger = many.browser().get("/c/one/")
        for letter in "ACDEFGH":
            assert "wrong codes" not in teacher.get("/c/one/teach").page
            assert stranger.post("/c/one/join", code=f"CCC-{letter}CC").status == 403
        assert "Somebody tries many wrong codes (class)" in teacher.get("/c/one/teach").page
        assert "wrong codes" not in colleague.get("/c/other/teach").page
        assert many.student("one").url == "/c/one/seat"
        many.now.time += 59
        many.classes.opened["one"].site.calm()
        assert "wrong codes" in teacher.get("/c/one/teach").page
        many.now.time += 1
        many.classes.opened["one"].site.calm()
        assert "wrong codes" not in teacher.get("/c/one/teach").page


def test_a_host_of_many_takes_no_class_of_its_own(sitroom: Sitroom) -> None:
    sitroom("class", "host", "--host-many", "--resume", "x").refused(2, "leave --resume out")
    sitroom("class", "host", "cuba-1962", "--host-many").refused(2, "leave scenario out")
    sitroom("class", "host", "--host-many", "--mcp").refused(2, "for a class that is hosted alone")
