"""What a clever student tries: none of it reaches another, stops the class, or is done twice."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from starlette.types import Message, Receive, Scope, Send
from uvicorn import Config
from uvicorn.server import ServerState

from sitroom.classroom.connections import MOST_EACH, Connection
from sitroom.classroom.guard import MOST_PATH
from sitroom.classroom.hub import MOST_EACH as STREAMS
from sitroom.classroom.records import RosterEntry
from tests.classroom.table import KHARKIV, lesson
from tests.classroom.web import Browser, Host, asked

NASTY = (
    "<script>alert(1)</script>",
    "'); DROP TABLE people; --",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }}{% raw %}",
    "]]><svg onload=alert(1)>",
)
LIVE = {"x-live": "1"}


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(*lesson(tmp_path / "held", rooms=2, per_seat=2))


@pytest.mark.parametrize("text", NASTY)
def test_names_and_texts_are_shown_as_typed_and_do_nothing(host: Host, text: str) -> None:
    ann, teacher = host.student("state", text), host.teacher()
    host.student("state", "Ben")
    ann.get("/seat").post("/message", text=text)
    teacher.order("start").order("next", what="anyway").order("project", room="1").order(
        "say", what=text
    )
    ann.get("/seat").post("/move", kind="own", text=text, concern="allies", side="further")
    assert ann.status == 200
    assert host.lesson.store.people()[0].name == text
    pages = [ann.get("/seat").page, *host.first(ann).values()]
    pages += [teacher.get(p).page for p in ("/teach", "/teach/room/1", "/screen")]
    pages += [*host.first(teacher, "/teach/room/1/stream").values()]
    shown = str(escape(text))
    assert all(shown in page for page in (pages[0], ann.page, teacher.get("/teach").page))
    for page in pages:
        assert shown == text or text not in page
        assert "<script>" not in page
        assert "<svg onload" not in page


@pytest.mark.parametrize(
    "path",
    [
        f"/teach/room/{'9' * 5000}",
        f"/teach/room/{'9' * 150}/stream",
        "/teach/room/%D9%A3",
        "/static/..%2f..%2fweb.py",
        "/static/%2e%2e/%2e%2e/web.py",
        "/static/%00",
        "/static/",
        "/static/" + "a" * MOST_PATH,
        "/stream/1",
        "/teach/room/-1",
    ],
)
def test_there_is_nothing_at_strange_addresses(host: Host, path: str) -> None:
    for browser in (host.student("state", "Ann"), host.teacher()):
        answer = browser.client.get(path, follow_redirects=False)
        assert answer.status_code == 404
        assert "import" not in answer.text


def fields() -> st.SearchStrategy[dict[str, str]]:
    """Forms: some fields as they should be, some not."""
    names = "kind text concern side argument option question confidence to after seen order room what stand"
    sound = (
        "say",
        "own",
        "pass",
        "choose",
        "further",
        KHARKIV,
        "1",
        "1.0",
        "state",
        "extend",
        "allies",
    )
    values = (
        st.sampled_from((*sound, "9" * 5000, "-1", "", "\x00", "\u0663", "1.9999999999"))
        | st.text()
    )
    return st.dictionaries(st.sampled_from(names.split()), values, max_size=8)


class Table:
    """A class in its debate, made once for all examples."""

    def __init__(self, folder: Path) -> None:
        self.host = Host(*lesson(folder, rooms=2, per_seat=2))
        self.ann, self.teacher = self.host.student("state", "Ann"), self.host.teacher()
        self.teacher.order("start").order("next", what="anyway")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    return Table(tmp_path_factory.mktemp("class") / "held")


@given(
    form=fields(),
    path=st.sampled_from(("/move", "/ballot", "/message", "/speaker", "/join", "/return")),
    live=st.booleans(),
)
def test_no_form_of_a_student_upsets_the_host(
    table: Table, form: dict[str, str], path: str, live: bool
) -> None:
    table.host.now.time += 100
    table.ann.get("/seat")
    sent = {"csrf": table.ann.field("csrf"), "seen": table.ann.field("seen"), **form}
    answer = table.ann.client.post(path, data=sent, headers=LIVE if live else {})
    assert answer.status_code in (200, 403, 409, 413)


ORDERS = st.sampled_from(
    (
        "start",
        "next",
        "pause",
        "go",
        "extend",
        "say",
        "computer",
        "seat",
        "inject",
        "undo",
        "speaker",
    )
)


@given(form=fields(), order=ORDERS)
def test_no_order_upsets_the_host(table: Table, form: dict[str, str], order: str) -> None:
    table.teacher.get("/teach")
    sent = {**form, "csrf": table.teacher.field("csrf"), "order": order}
    answer = table.teacher.client.post("/teach/do", data=sent, headers=LIVE)
    assert answer.status_code in (200, 409, 413)


def test_a_form_that_had_no_answer_can_be_sent_again(host: Host) -> None:
    """The browser asks to; the class has it once."""
    ann, teacher = host.student("state", "Ann"), host.teacher()
    sent = {"csrf": ann.field("csrf"), "after": ann.field("after"), "text": "Hello"}
    for _ in range(3):
        assert ann.client.post("/message", data=sent).status_code == 200
    assert [m.text for m in host.lesson.store.messages()] == ["Hello"]
    ann.get("/seat").post("/message", text="Hello", after=ann.field("after"))
    assert len(host.lesson.store.messages()) == 2  # and said again, it is there again
    page = teacher.get("/teach").page
    told = re.findall(r'value="say"><input type="hidden" name="stand" value="(\d+)"', page)[0]
    say = {"csrf": teacher.field("csrf"), "order": "say", "what": "Five minutes", "stand": told}
    for _ in range(3):
        assert teacher.client.post("/teach/do", data=say, headers=LIVE).json()["ok"]
    assert len(host.lesson.store.messages()) == 3


def test_next_phase_for_all_sent_again_goes_one_phase_on(host: Host) -> None:
    host.student("state", "Ann")
    host.student("state", "Ben", 2)
    teacher = host.teacher().order("start").get("/teach")
    sent = {"csrf": teacher.field("csrf"), "order": "next", "what": "brief anyway"}
    sent["stand"] = teacher.field("stand")
    assert teacher.client.post("/teach/do", data=sent, headers=LIVE).json()["ok"]
    again = teacher.client.post("/teach/do", data=sent, headers=LIVE)
    assert (again.status_code, again.json()["ok"]) == (409, False)
    assert [room.phase for room in host.lesson.rooms.values()] == ["debate", "debate"]


@pytest.mark.parametrize("by", ["card", "list"])
def test_a_lost_answer_to_joining_costs_no_seat(tmp_path: Path, by: str) -> None:
    host = Host(*lesson(tmp_path / "c"))
    with host.lesson.store.writing() as db:
        db.execute("INSERT INTO roster VALUES (?, ?, ?, ?)", [*vars(ANN).values()])
    seat = host.lesson.store.seats(1)[0].code
    place = {"seat": seat, "name": "Ann"} if by == "card" else {"listed": "Ann"}
    ann, mal = host.browser().get("/"), host.browser().get("/")
    sent = {"code": host.lesson.row.code, **place}
    for _ in range(2):
        lost = ann.client.post(
            "/join", data={"csrf": ann.field("csrf"), **sent}, follow_redirects=False
        )
        assert lost.status_code == 303
        ann.client.cookies.delete(host.site.seat_cookie)
    assert len(host.lesson.store.people()) == 1
    assert mal.post("/join", **sent).status == 409  # from another browser it is taken
    ann.post("/join", **sent)
    assert ann.url == "/seat"


def test_a_browser_that_comes_back_elsewhere_can_not_join_its_old_seat(tmp_path: Path) -> None:
    host = Host(*lesson(tmp_path / "c"))
    ann = host.student("state", "Ann")
    seat = next(s.code for s in host.lesson.store.seats(1) if s.actor == "state")
    code = host.lesson.return_codes.of(host.lesson.store.people()[0])
    host.browser().get("/").post("/return", return_code=code)
    ann.get("/")
    ann.post("/join", code=host.lesson.row.code, seat=seat, name="Ann")
    assert (ann.status, ann.url) == (409, "/join")


ANN = RosterEntry("Ann", None, None, None)


def test_pages_that_go_at_once_are_not_counted_as_here(host: Host) -> None:
    ann = host.student("state", "Ann")
    for _ in range(3 * STREAMS):
        assert asyncio.run(dropped(host, ann)) in (200, None)
    assert host.lesson.here[1] == 0
    assert host.first(ann)["act"]


async def dropped(host: Host, browser: Browser) -> int | None:
    """Ask for the stream, and hang up before it comes."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await host.app(asked(browser, "/stream"), receive, send)
    return sent[0]["status"] if sent else None


def test_one_student_opens_only_so_many_streams(host: Host) -> None:
    ann, ben = host.student("state", "Ann"), host.student("pentagon", "Ben")
    answers, ended, open_ = asyncio.run(opened(host, ann, 30, ben))
    assert answers == [200] * 31  # a new one always opens, for the older may be dead
    assert ended == [*range(30 - STREAMS)]
    assert open_ == STREAMS + 1
    assert host.lesson.here.total() == 0


async def opened(
    host: Host, browser: Browser, count: int, other: Browser
) -> tuple[list[int], list[int], int]:
    """Open streams and leave them open; then somebody else's.

    Returns how each was answered, which were ended by the host, and how many it has open.
    """
    answers, leave = asyncio.Queue[int](), asyncio.Event()

    async def receive() -> Message:
        await leave.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answers.put_nowait(message["status"])

    codes, open_ = list[int](), list[asyncio.Task[None]]()
    for who in [browser] * count + [other]:
        open_.append(asyncio.create_task(host.app(asked(who, "/stream"), receive, send)))
        codes.append(await answers.get())
    await asyncio.wait(open_[: count - STREAMS])
    ended = [n for n, task in enumerate(open_) if task.done()]
    left = host.site.hub.open
    leave.set()
    await asyncio.gather(*open_)
    return codes, ended, left


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer nobody."""


BUSY = SimpleNamespace(response_complete=False, message_event=asyncio.Event())
CONFIG = Config(nothing, interface="asgi3", log_config=None, ws="none")


class Line:
    """One end of a connection, and its loop's clock, which goes on when told."""

    def __init__(self, address: str) -> None:
        self.address, self.open = address, True
        self.timers: list[Callable[[], None]] = []
        self.connection: Any = Connection(CONFIG, ServerState(), {}, cast("Any", self))
        self.connection.connection_made(self)

    def get_extra_info(self, name: str) -> object:
        return (self.address, 5) if name == "peername" else None

    def abort(self) -> None:
        if self.open:
            self.open = False
            self.connection.connection_lost(None)

    close = abort

    def is_closing(self) -> bool:
        return not self.open

    def call_later(self, _: float, do: Callable[[], None]) -> "Line":
        self.timers.append(do)
        return self

    def cancel(self) -> None:
        self.timers.clear()

    def wait(self) -> bool:
        """Let the clock go on, and say whether the connection is still open."""
        self.timers.pop()()
        return self.open


def test_a_connection_that_asks_for_nothing_is_closed() -> None:
    silent, page, reader = (Line(f"10.0.0.{n}") for n in range(3))
    silent.connection.data_received(b"GET / HTTP/1.1\r\nHost: 127")  # and no more
    assert not silent.wait()
    reader.connection.cycle = SimpleNamespace(response_complete=False)
    assert all(reader.wait() for _ in range(5))  # a stream goes on
    page.connection.cycle = SimpleNamespace(response_complete=True, message_event=asyncio.Event())
    assert page.wait()  # was answered just now
    assert not page.wait()


def test_one_address_holds_only_so_many_connections() -> None:
    lines = [Line("10.0.0.9") for _ in range(MOST_EACH)]
    for line in lines[:-20]:
        line.connection.cycle = BUSY  # a page's stream
    more = [Line("10.0.0.9") for _ in range(20)]  # those that ask for nothing give way
    assert [line.open for line in lines] == [True] * (MOST_EACH - 20) + [False] * 20
    assert all(line.open for line in more)
    for line in more:
        line.connection.cycle = BUSY
    assert not Line("10.0.0.9").open
    assert Line("10.0.0.10").open
    lines[0].close()
    assert Line("10.0.0.9").open
