"""The debrief in the browsers of a class: whose it is, what stands in it, and when."""

import re
import threading
from pathlib import Path
from typing import Any

import pytest

from sitroom.analysis.hindsight import look_back
from sitroom.classroom import debriefs
from sitroom.engine.moves import Choose
from sitroom.render.html import STYLE
from tests.classroom.table import KHARKIV, SEATS, lesson
from tests.classroom.web import Browser, Host

OTHERS = "Groups beside one another"
WAIT = "being worked out"


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """A class of two rooms, everybody seated, voted, and at the debate."""
    host = Host(*lesson(tmp_path / "held", rooms=2))
    for number in (1, 2):
        for seat in SEATS:
            host.student(seat, f"Ann {number} {seat}", number)
    host.teacher().order("start")
    for n, person in enumerate(host.lesson.store.people()):
        host.lesson.vote(person, KHARKIV, "limited-fire" if n % 4 else "keep-ban", 60)
    host.teacher().order("next", what="anyway")
    return host


def back(host: Host, actor: str, number: int) -> Browser:
    """Somebody's page, on another device."""
    person = host.lesson.store.people(number, actor)[0]
    return host.browser().get("/").post("/return", return_code=host.lesson.return_codes.of(person))


def decide(host: Host, number: int, option: str) -> None:
    """Nobody says a word; the chair decides, and the room comes to its end."""
    room = host.lesson.rooms[number]
    while room.phase == "debate":
        room.next()
    person = host.lesson.store.people(number, "white-house")[0]
    room.play(person, room.seen, Choose("white-house", option))
    while room.phase != "over":
        room.next()


def test_a_student_sees_the_own_room_then_as_the_class_ends_the_others(host: Host) -> None:
    decide(host, 1, "lift-limits")
    ann = back(host, "state", 1)
    page = ann.get("/debrief").page
    assert "every room has decided: room 2 has not yet" in page
    assert "Who spoke, and whom it moved" in page
    assert "What was said" in page
    assert "Our path beside history" not in page
    assert "What really happened" not in page
    assert back(host, "state", 2).get("/debrief").url == "/seat"
    decide(host, 2, "keep-ban")
    page = ann.get("/debrief").page
    assert page.index("Who spoke") < page.index("Our path beside history")
    assert "What really happened" in page
    assert "Before (4 ballots)" in page
    assert page.count("<svg") > 3
    assert OTHERS not in page
    assert "by themselves" in page
    host.teacher().order("end")
    page = ann.get("/debrief").page
    table = page[page.index(OTHERS) :]
    assert "Group 2" in table
    assert "Lift the limits" in table
    assert "Keep the ban" in table
    assert "Before (8 ballots)" in table
    for person in host.lesson.store.people():
        assert person.pseudonym not in page
        assert person.name not in page


def test_an_open_debrief_follows_and_is_shown_to_nobody_else(host: Host) -> None:
    ann, ben, teacher = back(host, "state", 1), back(host, "state", 2), host.teacher()
    one, every = "/debrief", "/teach/debrief"
    for stranger in (ben, host.browser()):
        for path in (one, every, "/teach/room/1/debrief"):
            assert stranger.client.get(f"{path}/stream").status_code == 403
    decide(host, 1, "lift-limits")
    paths = {}
    for browser, path in ((ann, one), (teacher, every)):
        (paths[path],) = re.findall(r'data-stream="([^"]+)"', browser.get(path).page)
    decide(host, 2, "keep-ban")
    for browser, path in ((ann, one), (teacher, every)):
        page = browser.get(path).page
        told = host.first(browser, paths[path])["debrief"]
        assert told in page
        assert "<script" not in told
        assert paths[path] not in page  # else the page would be drawn once more
    assert "Our path beside history" in host.first(ann, paths[one])["debrief"]
    host.teacher().order("end")
    assert ann.client.get(paths[one]).status_code == 403  # as it loads anew the others stand there
    assert "data-stream" not in ann.get(one).page
    assert OTHERS in ann.page


def test_ballots_are_not_counted_where_that_would_tell_whose_they_are(host: Host) -> None:
    two = host.lesson.store.people(2)[:2]
    with host.lesson.store.writing() as db:
        db.execute("DELETE FROM ballots WHERE person IN (?, ?)", [person.id for person in two])
    decide(host, 1, "keep-ban")
    decide(host, 2, "keep-ban")
    host.teacher().order("end")
    page = back(host, "state", 2).get("/debrief").page
    _, own, others = page.split(OTHERS)
    assert "Too few have voted" in own
    assert "Before (4 ballots)" in others  # those of room 1: else room 2's were what is left


def test_charts_need_nothing_that_the_host_forbids(host: Host) -> None:
    decide(host, 1, "keep-ban")
    decide(host, 2, "keep-ban")
    answer = back(host, "state", 1).client.get("/debrief")
    assert "style-src 'self'" in answer.headers["content-security-policy"]
    assert not re.search(
        r"<style|\sstyle=|<script|\son\w+=|(?:src|href)=\"http", answer.text.split("</h1>")[1]
    )
    (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.text)
    assert host.browser().get(sheet).page == STYLE


def test_the_facilitator_sees_the_others_beside_a_room_and_what_history_chose_only_last(
    host: Host,
) -> None:
    teacher = host.teacher()
    assert "opens when the room is over" in teacher.get("/teach/room/1/debrief").page
    assert "Nothing has been decided yet" in teacher.get("/teach/debrief").page
    decide(host, 1, "keep-ban")
    for path in ("/teach/room/1/debrief", "/teach/debrief"):
        page = teacher.get(path).page
        assert OTHERS in page
        assert "told when all have decided" in page
    decide(host, 2, "limited-fire")
    page = teacher.get("/teach/debrief").page
    assert "1 of the 2 outcomes" in page
    assert "told when all have decided" not in page
    assert 'href="/teach/room/2/debrief"' in page
    for path in ("/teach/debrief", "/teach/room/1/debrief"):
        assert "facilitator's key" in host.browser().get(path).page.replace("&#39;", "'")


def test_a_debrief_says_so_while_it_is_being_worked_out(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, looked = threading.Event(), list[Any]()

    def slow(*args: Any) -> Any:
        go_on.wait()
        looked.append(args)
        return look_back(*args)

    monkeypatch.setattr(debriefs, "look_back", slow)
    decide(host, 1, "keep-ban")
    decide(host, 2, "keep-ban")
    ann, ben = back(host, "state", 1), back(host, "pentagon", 1)
    host.site.patience = 0.0
    page = ann.get("/debrief").page
    assert WAIT in page
    assert 'http-equiv="refresh"' in page
    assert WAIT in ben.get("/debrief").page
    go_on.set()
    host.site.patience = 600.0
    page = ann.get("/debrief").page
    assert WAIT not in page
    assert "refresh" not in page
    ann.post("/message", text="Well played")
    assert ben.get("/debrief").page == page
    assert len(looked) == 1  # for everybody, once
    teacher = host.teacher().get("/teach/room/1")
    for _ in ("the debrief", "the choice"):
        teacher.post("/teach/do", order="undo", room="1", stand=host.lesson.rooms[1].stand)
    assert ann.get("/debrief").url != "/debrief"
    decide(host, 1, "limited-fire")
    assert ann.get("/debrief").page != page
    assert len(looked) == 2


def test_a_debrief_that_fails_takes_nothing_with_it(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(host, 1, "keep-ban")
    decide(host, 2, "keep-ban")

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(debriefs, "look_back", fail)
    ann = back(host, "state", 1)
    assert "could not be worked out" in ann.get("/debrief").page
    assert (ann.status, ann.get("/seat").status) == (200, 200)
