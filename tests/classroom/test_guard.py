import asyncio
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from sitroom.classroom import guard, join_codes
from sitroom.classroom.guard import (
    AT_ONCE,
    GUESSES,
    HEADERS,
    LETTERS,
    MOST_BYTES,
    PAGES,
    POSTS,
    REQUESTS,
)
from sitroom.classroom.serve import LOOPBACK, PortError, addresses, listen, names
from tests.classroom.table import KHARKIV, lesson
from tests.classroom.web import Host, asked


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(*lesson(tmp_path / "held", rooms=2))


@pytest.mark.parametrize(
    "name",
    ["evil.example", "evil.example:8080", "127.0.0.1:9", "127.0.0.1", "", "127.0.0.1:8080@evil"],
)
def test_a_foreign_host_is_refused(host: Host, name: str) -> None:
    assert host.browser(host=name).get("/").status == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8080"])
def test_a_form_from_another_origin_is_refused(host: Host, origin: str) -> None:
    ann = host.student("state", "Ann")
    ann.client.headers["origin"] = origin
    assert ann.post("/message", text="hello").status == 403
    assert host.lesson.store.messages() == []


def test_a_form_sent_across_sites_is_refused(host: Host) -> None:
    ann = host.student("state", "Ann")
    ann.client.headers["sec-fetch-site"] = "cross-site"
    assert ann.post("/message", text="hello").status == 403


@pytest.mark.parametrize("path", ["/message", "/move", "/ballot", "/speaker"])
def test_a_form_without_its_token_is_refused(host: Host, path: str) -> None:
    ann, ben = host.student("state", "Ann"), host.student("pentagon", "Ben")
    for token in ("", "x", "\u00e9", ben.field("csrf")):
        assert ann.get("/seat").post(path, csrf=token, text="hi", kind="pass").status == 403
    assert host.lesson.store.messages() == []


def test_the_facilitators_forms_need_their_token(host: Host) -> None:
    teacher = host.teacher()
    assert teacher.post("/teach/do", order="end", csrf="x").status == 403
    assert not host.lesson.ended


def test_every_answer_carries_the_headers_that_protect_it(host: Host) -> None:
    ann, teacher = host.student("state", "Ann"), host.teacher()
    answers = [
        ann.client.get(path)
        for path in (
            "/",
            "/seat",
            "/nowhere",
            "/static/app.js",
            "/teach",
            "/static/../x",
            "/debrief",
        )
    ]
    answers += [
        teacher.client.get(p) for p in ("/teach", "/teach/room/1", "/screen", "/teach/cards")
    ]
    answers += [host.browser(host="evil").client.get("/"), ann.client.post("/move", data={})]
    answers += [ann.client.request("DELETE", "/seat"), ann.client.post("/seat", json={})]
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, answer.url
    assert "unsafe" not in HEADERS["content-security-policy"]


def test_pages_need_nothing_that_the_policy_forbids(host: Host) -> None:
    ann, teacher = host.student("state", "Ann"), host.teacher()
    host.browser().get("/")
    teacher.order("start").order("next", what="anyway")
    pages = [ann.get("/seat").page, host.browser().get("/").page]
    pages += [teacher.get(p).page for p in ("/teach", "/teach/room/1", "/screen", "/teach/cards")]
    for page in pages:
        assert "style=" not in page
        assert "<style" not in page
        assert " on" + "click" not in page
        assert page.count("<script") == page.count('<script src="/static/app.js" defer>')


def test_cookies_are_kept_from_scripts_and_other_sites(host: Host) -> None:
    browser = host.browser()
    given = [browser.client.get("/").headers["set-cookie"]]
    code = host.lesson.store.seats(1)[0].code
    fields = {"csrf": browser.get("/").field("csrf"), "code": host.lesson.row.code}
    answer = browser.client.post(
        "/join", data={**fields, "seat": code, "name": "Ann"}, follow_redirects=False
    )
    given.append(answer.headers["set-cookie"])
    for cookie in given:
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie


def test_too_large_and_strange_bodies_are_refused(host: Host) -> None:
    ann = host.student("state", "Ann")
    assert ann.post("/message", text="x" * MOST_BYTES).status == 413
    plain = {"content-type": "text/plain"}
    assert ann.client.post("/message", content=b"text=1", headers=plain).status_code == 415
    form = {"content-type": "application/x-www-form-urlencoded"}
    chunks = (b"x" * 4096 for _ in range(9))
    assert ann.client.post("/message", content=chunks, headers=form).status_code == 413
    assert ann.client.post("/message", content=b"a=%ff&" * 99, headers=form).status_code == 403
    assert host.lesson.store.messages() == []


WRONG = [f"{a}{b}C-CCC-CCC" for a in join_codes.ALPHABET for b in join_codes.ALPHABET]


def test_a_right_code_opens_whatever_others_have_typed(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "ALL_GUESSES", (30, guard.ALL_GUESSES[1]))
    told: list[str] = []
    host.lesson.hear = told.append
    ann = host.student("state", "Ann")
    code = host.lesson.return_codes.of(host.lesson.store.people()[0])
    stranger = host.browser().get("/")
    for wrong in WRONG[: guard.ALL_GUESSES[0] + 5]:
        stranger.post("/join", code=wrong)
        stranger.post("/return", return_code=wrong)
        stranger.post("/teach/key", key=wrong)
    assert stranger.post("/join", code=WRONG[-1]).status == 429
    assert len(told) == 3
    assert "Somebody tries many wrong codes" in told[0]
    assert stranger.post("/join", code=host.lesson.row.code).status == 200
    assert host.student("pentagon", "Ben").url == "/seat"
    assert host.browser().get("/").post("/return", return_code=code).url == "/seat"
    assert "Rooms" in host.teacher().get("/teach").page
    assert ann.get("/seat").url == "/"  # went on elsewhere


def test_a_mistake_that_a_whole_school_makes_counts_once(host: Host) -> None:
    for _ in range(3 * GUESSES[0]):
        assert host.browser().get("/").post("/join", code="CCC-CCD").status == 403


@pytest.mark.parametrize("what", ["seat", "return", "key", "class"])
def test_wrong_codes_are_counted_by_what_they_are_for(host: Host, what: str) -> None:
    browser = host.browser().get("/teach" if what == "key" else "/")
    if what == "seat":
        browser.post("/join", code=host.lesson.row.code)

    def tried(wrong: str) -> int:
        path, fields = {
            "class": ("/join", {"code": wrong}),
            "seat": ("/join", {"code": host.lesson.row.code, "seat": wrong, "name": "x"}),
            "return": ("/return", {"return_code": wrong}),
            "key": ("/teach/key", {"key": wrong}),
        }[what]
        return browser.post(path, **fields).status

    codes = [tried(wrong) for wrong in WRONG[: GUESSES[0] + 1]]
    assert codes == [403] * (GUESSES[0] - 1) + [429] * 2
    host.now.time += GUESSES[1]
    assert tried(WRONG[-1]) == 403


def test_a_flood_from_one_address_shuts_nobody_out(host: Host) -> None:
    ann, teacher = host.student("state", "Ann"), host.teacher()
    while host.site.limits.spend(("requests", "testclient"), REQUESTS):
        pass
    assert ann.get("/seat").status == teacher.get("/teach").status == 200
    assert host.student("pentagon", "Ben").url == "/seat"
    assert asyncio.run(crowd(host)) == AT_ONCE


async def crowd(host: Host) -> int:
    """Let many strangers ask at once; how many of them were answered at a time."""
    now, most, answered = 0, 0, 0
    real = host.app.app

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal now, most
        now, most = now + 1, max(most, now + 1)
        await asyncio.sleep(0.001)
        await real(scope, receive, send)
        now -= 1

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal answered
        answered += message["type"] == "http.response.start" and message["status"] == 200

    stranger = asked(host.browser(), "/") | {"client": ("testclient", 5)}
    host.app.app = app
    await asyncio.gather(*(host.app({**stranger}, receive, send) for _ in range(30)))
    host.app.app = real
    assert answered == 30
    return most


def test_one_person_can_post_only_so_often(host: Host) -> None:
    ann = host.student("state", "Ann")
    for n in range(LETTERS[0]):
        assert ann.post("/message", text=f"{n}").status == 200
    assert "Wait a minute" in ann.post("/message", text="again").page
    for _ in range(LETTERS[0] + 1, POSTS[0]):
        ann.post("/speaker", to="2")
    assert "very much at once" in ann.post("/speaker", to="2").page
    assert host.student("pentagon", "Ben").post("/message", text="I am new").status == 200
    host.now.time += LETTERS[1]
    assert ann.post("/message", text="later").status == 200


def test_one_person_can_load_only_so_many_pages(host: Host) -> None:
    ann = host.student("state", "Ann")
    while ann.get("/seat").status == 200:
        assert host.site.limits.left("everybody", PAGES)
        host.site.limits.spend("everybody", PAGES)
    assert ann.status == ann.get("/stream").status == 429
    assert host.student("pentagon", "Ben").get("/seat").status == 200
    host.now.time += PAGES[1]
    assert ann.get("/seat").status == 200


def test_the_facilitators_pages_need_the_key(host: Host) -> None:
    ann = host.student("state", "Ann")
    for browser in (host.browser(), ann):
        for path in ("/teach", "/teach/room/1", "/screen", "/teach/cards", "/teach/room/1/debrief"):
            page = browser.get(path).page
            assert "The facilitator's key" in page.replace("&#39;", "'")
            assert host.lesson.row.code not in page
        for path in ("/teach/stream", "/teach/room/1/stream", "/screen/stream"):
            assert browser.get(path).status == 403
        browser.get("/teach")
        assert browser.post("/teach/do", order="start").status == 403
    assert host.lesson.rooms[1].phase == "lobby"


def test_a_class_listens_to_this_machine_alone_unless_asked() -> None:
    with listen(0, lan=False) as where:
        assert where.getsockname()[0] == LOOPBACK
        port = where.getsockname()[1]
        with pytest.raises(PortError, match=r"is taken by another program. Try: --port \d+"):
            listen(port, lan=False)
    assert names(lan=False) == ["127.0.0.1", "localhost", "::1"]
    assert addresses(names(lan=False), 8080, lan=False) == ["http://127.0.0.1:8080"]
    shown = addresses(["192.168.1.5", "teacher.local", "127.0.0.1"], 80, lan=True)
    assert shown == ["http://192.168.1.5"]


def test_a_ballot_of_no_sense_is_refused(host: Host) -> None:
    ann, teacher = host.student("state", "Ann"), host.teacher()
    teacher.order("start")
    for sure in ("101", "-1", "x", "", "9999", "\u0665"):
        ann.get("/seat")
        sent = {"question": KHARKIV, "option": "keep-ban", "confidence": sure}
        assert ann.post("/ballot", **sent).status == 409
    assert ann.get("/seat").post("/ballot", question="x", option="y", confidence="1").status == 409
    assert host.lesson.store.ballots() == []
