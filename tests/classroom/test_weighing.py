"""Lines in students' own words: what counts, who weighs them, and what is no line at all."""

from pathlib import Path

import pytest

from sitroom.classroom import views
from sitroom.classroom.commands import Order, execute
from sitroom.classroom.records import BRIEF
from sitroom.engine.events import Said
from sitroom.scenario.schema import Evidence
from tests.classroom.table import lesson
from tests.classroom.web import Host

OWN = {"kind": "own", "concern": "escalation", "side": "further"}
ZERO = "\u200b\u2060\u00ad\u3164"


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(*lesson(tmp_path / "c", seats=("state", "pentagon", "white-house")))


def concern(host: Host) -> str:
    return next(iter(host.lesson.loaded.content.scenario.concerns))


def said(host: Host) -> list[Said]:
    events = host.lesson.rooms[1].session.events
    return [event for event in events if isinstance(event, Said) and event.argument is None]


def test_classmates_weigh_a_line_and_the_table_waits_for_them(host: Host) -> None:
    ann, ben = host.student("state", "Ann"), host.student("pentagon", "Ben")
    teacher = host.teacher().order("start").order("next", what="anyway")
    teacher.order("switch", what="judge classmates")
    line = OWN | {"concern": concern(host), "text": "They will see our weakness."}
    told = ann.get("/seat").post("/move", **line).page
    assert "Your line is being weighed" in told
    assert not said(host)
    assert "to weigh a line" in teacher.get("/teach").page
    assert "They will see our weakness." in ben.get("/seat").page
    assert "for going further; without evidence" in ben.page
    assert "still to rate it" not in teacher.get("/teach/room/1").page  # nobody's page is open
    host.lesson.here[host.lesson.store.people()[1].id] += 1
    assert "still to rate it: <bdi>Ben</bdi>" in teacher.get("/teach/room/1").page
    assert 'action="/rate"' not in ann.get("/seat").page
    assert ann.post("/rate", rating="5").status == 409  # not by the seat itself
    assert ben.post("/rate", rating="9").status == 409
    ben.post("/rate", rating="4")
    (heard,) = said(host)
    assert heard.strength == 0.7
    assert ben.get("/seat").post("/rate", rating="1").status == 409


def test_the_facilitator_weighs_a_line_and_nonsense_counts_the_least(host: Host) -> None:
    ann = host.student("state", "Ann")
    teacher = host.teacher().order("start").order("next", what="anyway")
    line = OWN | {"concern": concern(host), "text": "asdf"}
    ann.get("/seat").post("/move", **line)
    assert said(host)[0].strength == 0.1  # nobody weighs it, it cites nothing
    teacher.order("switch", what="judge facilitator")
    ann.get("/seat").post("/move", **line | {"text": "They count on our fear."})
    assert len(said(host)) == 1
    ann.get("/seat").post("/move", kind="pass")  # something else instead
    assert teacher.get("/teach/room/1").page.count("A line to weigh") == 0
    ann.get("/seat").post("/move", **line | {"text": "They count on our fear."})
    assert "They count on our fear." in teacher.get("/teach/room/1").page
    execute(host.lesson, Order("rate", 1, "5"))
    assert [one.strength for one in said(host)] == [0.1, 0.9]


def test_what_shows_nothing_is_neither_a_line_nor_a_name(host: Host) -> None:
    code = host.lesson.store.seats(1)[0].code
    door = host.browser().get("/")
    door.post("/join", code=host.lesson.row.code, seat=code, name=ZERO)
    assert "type a name" in door.page
    ann = host.student("state", "Ann")
    host.teacher().order("start").order("next", what="anyway")
    assert ann.get("/seat").post("/move", **OWN, text=f"{ZERO}\n{ZERO}").status == 409
    assert ann.post("/message", text=ZERO).status == 409
    assert not said(host)


def test_the_teacher_hides_points_and_order_and_shows_odds(host: Host) -> None:
    ann = host.student("state", "Ann")
    teacher = host.teacher().order("start")
    assert host.lesson.rooms[1].phase == BRIEF
    teacher.order("next", what="anyway").order("project", room="1")
    page = ann.get("/seat").page
    assert "the most useful for you comes first" in page
    assert "If it were decided now" not in page
    teacher.order("switch", what="hands plain").order("switch", what="odds on")
    shown = ann.get("/seat").page
    assert "most useful" not in shown
    order = [card.split('"')[0] for card in shown.split('id="a-')[1:]]
    written = list(host.lesson.loaded.lookup.questions["kharkiv-2024"].arguments)
    assert [written.index(one) for one in order] == sorted(written.index(one) for one in order)
    assert "If it were decided now" in shown
    assert "Now: " in teacher.get("/screen").page
    assert teacher.order("switch", what="judge nobody").status == 409


def test_what_is_said_in_retrospect_only_is_neither_read_nor_rested_on(host: Host) -> None:
    room, lookup = host.lesson.rooms[1], host.lesson.loaded.lookup
    asked = lookup.questions[room.decision]
    late, offered = list[Evidence](), set[str]()
    for seat in ("state", "pentagon", "white-house"):
        for written in asked.arguments.values():
            late += [e for e in written.evidence if not e.said_by(asked.date)]
        for found in views.passages(room, seat).values():
            offered |= {one.says for one in found.values()}
    assert late
    assert offered
    assert offered.isdisjoint(one.says for one in late)
