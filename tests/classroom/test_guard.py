from pathlib import Path

import pytest

from sitroom.classroom.guard import ALL_GUESSES, GUESSES, HEADERS, LETTERS, MOST_BYTES, PAGES, POSTS
from sitroom.classroom.serve import LOOPBACK, PortError, addresses, listen, names
from tests.classroom.table import KHARKIV, lesson
from tests.classroom.web import Host


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
    teacher.order("start").order("next")
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


def test_wrong_codes_are_limited_for_one_address_and_then_a_right_one_waits_too(
    host: Host,
) -> None:
    browser = host.browser().get("/")
    for _ in range(GUESSES[0]):
        assert browser.post("/join", code="CCC-CCC").status == 403
    assert browser.post("/join", code=host.lesson.row.code).status == 429
    assert host.browser().get("/teach").post("/teach/key", key=host.secret).status == 429
    host.now.time += GUESSES[1]
    assert browser.post("/join", code=host.lesson.row.code).status == 200


def test_guesses_are_limited_over_all_addresses(host: Host) -> None:
    for n in range(ALL_GUESSES[0]):
        host.site.limits.spend("guesses", ALL_GUESSES)
        assert n < ALL_GUESSES[0]
    assert host.browser().get("/").post("/join", code="CCC").status == 429


@pytest.mark.parametrize("what", ["seat", "return", "key"])
def test_wrong_seat_return_and_facilitator_codes_count_as_guesses(host: Host, what: str) -> None:
    browser = host.browser().get("/teach" if what == "key" else "/")
    if what == "seat":
        browser.post("/join", code=host.lesson.row.code)
    sent = {
        "seat": ("/join", {"code": host.lesson.row.code, "seat": "CCC-CCC", "name": "x"}),
        "return": ("/return", {"return_code": "CCC-CCC-CCC"}),
        "key": ("/teach/key", {"key": "CCC"}),
    }[what]
    codes = [browser.post(sent[0], **sent[1]).status for _ in range(GUESSES[0] + 1)]
    assert codes == [403] * GUESSES[0] + [429]


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
