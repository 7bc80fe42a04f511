"""A class as its students and its facilitator see it in a browser."""

import asyncio
import re
from pathlib import Path

import pytest

from sitroom.classroom.hub import GoneError, Hub
from sitroom.classroom.records import RosterEntry
from sitroom.classroom.store import Store
from sitroom.engine.moves import Pass
from tests.classroom.table import KHARKIV, again, lesson, loaded
from tests.classroom.web import Host


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(*lesson(tmp_path / "held", rooms=2, per_seat=2))


def test_a_class_from_the_code_on_the_wall_to_the_debrief(host: Host) -> None:
    chair, teacher = host.student("white-house", "Ann"), host.teacher()
    assert "You play <b>White House</b>" in chair.get("/seat").page
    assert "What really happened" not in chair.get("/debrief").page
    teacher.order("start")
    ballot = {"question": KHARKIV, "option": "keep-ban", "confidence": "60"}
    assert "Change my ballot" in chair.get("/seat").post("/ballot", **ballot).page
    teacher.order("next", what="anyway")
    assert "Your turn to speak" in chair.get("/seat").page
    argument = re.findall(r'name="argument" id="[^"]*" value="([^"]+)"', chair.page)[0]
    assert chair.post("/move", kind="say", argument=argument).status == 200
    own = {"kind": "own", "text": "Enough said.", "concern": "allies", "side": "restraint"}
    assert "Enough said." in chair.post("/move", **own).page
    chair.post("/move", kind="pass")
    assert "Your decision" in chair.page
    chair.post("/move", kind="choose", option="limited-fire")
    assert "Decided: Allow limited fire near Kharkiv" in chair.page
    assert "Your ballot after it" in chair.page
    history = loaded().lookup.questions[KHARKIV].question.history
    assert history is not None
    assert history.says not in chair.page
    teacher.order("next", what="anyway")
    assert "Open the debrief" in chair.get("/seat").page
    page = chair.get("/debrief").page
    assert "What really happened" in page
    assert "Too few have voted" in page
    assert "Groups beside one another" in teacher.get("/teach/room/1/debrief").page


def test_a_form_sent_twice_counts_once(host: Host) -> None:
    ann, teacher = host.student("state", "Ann"), host.teacher()
    teacher.order("start").order("next", what="anyway")
    room = host.lesson.rooms[1]
    ann.get("/seat")
    sent = {"kind": "pass", "csrf": ann.field("csrf"), "seen": ann.field("seen")}
    live = {"x-live": "1"}
    first = ann.client.post("/move", data=sent, headers=live)
    again_ = ann.client.post("/move", data=sent, headers=live)
    assert first.json() == again_.json() == {"ok": True, "notice": ""}
    assert room.session.moves.count(Pass("state")) == 1
    other = {**sent, "kind": "own", "text": "No!", "concern": "allies", "side": "further"}
    refused = ann.client.post("/move", data=other, headers=live)
    assert (refused.status_code, refused.json()["ok"]) == (409, False)
    assert "moved on" in ann.client.post("/move", data=other).text  # without scripts


def test_cookies_and_codes_work_after_a_crash(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, teacher = host.student("state", "Ann"), host.teacher()
    teacher.order("start").order("next", what="anyway")
    ann.get("/seat")
    sent = {"kind": "pass", "csrf": ann.field("csrf"), "seen": ann.field("seen")}

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "note_move", die)
    with pytest.raises(KeyboardInterrupt):
        host.lesson.rooms[1].play(host.lesson.store.people()[0], sent["seen"], Pass("state"))
    monkeypatch.undo()
    later = Host(again(host.lesson), host.secret)
    back = later.browser()
    back.client.cookies = ann.client.cookies
    assert back.client.post("/move", data=sent).status_code == 200
    assert later.lesson.rooms[1].session.moves.count(Pass("state")) == 1
    head = later.browser()
    head.client.cookies = teacher.client.cookies
    assert "Ann" in head.get("/teach/room/1").page
    assert later.student("pentagon", "Ben").url == "/seat"


def test_coming_back_on_another_device_closes_the_first(host: Host) -> None:
    ann = host.student("state", "Ann")
    code = host.lesson.return_codes.of(host.lesson.store.people()[0])
    phone = host.browser().get("/").post("/return", return_code=code.lower().replace("-", ""))
    assert "State Department" in phone.page
    assert ann.get("/seat").url == "/"
    assert ann.get("/stream").status == 403


def test_a_name_from_the_list_takes_a_seat(tmp_path: Path) -> None:
    held, _ = lesson(tmp_path / "c")
    with held.store.writing() as db:
        for row in (
            RosterEntry("Ann Lee", 1, "pentagon", None),
            RosterEntry("Ben", None, None, None),
        ):
            db.execute("INSERT INTO roster VALUES (?, ?, ?, ?)", [*vars(row).values()])
    host = Host(held)
    browser = host.browser().get("/").post("/join", code=held.row.code)
    assert "<option>Ann Lee</option>" in browser.page
    assert (
        "Department of Defense" in browser.post("/join", code=held.row.code, listed="Ann Lee").page
    )
    other = host.browser().get("/").post("/join", code=held.row.code)
    assert "<option>Ann Lee</option>" not in other.page


def test_all_in_a_seat_see_its_turn_and_one_speaks(host: Host) -> None:
    ann, ben = host.student("state", "Ann"), host.student("state", "Ben")
    host.teacher().order("start").order("next", what="anyway")
    assert "Your turn to speak" in ann.get("/seat").page
    assert "your spokesperson makes the move" in ben.get("/seat").page
    assert ben.post("/move", kind="pass").status == 409
    ann.post("/speaker", to=str(host.lesson.store.people()[1].id))
    assert "Your turn to speak" in ben.get("/seat").page


def test_the_projector_shows_how_to_join_then_the_table(host: Host) -> None:
    host.student("state", "Ann")
    teacher = host.teacher()
    page = teacher.get("/screen").page
    assert host.lesson.row.code in page
    assert "viewBox" in page
    assert 'id="screen" class="live"></div>' in page
    teacher.order("start").order("next", what="anyway").order("project", room="1")
    page = teacher.get("/screen").page
    assert "Where everybody stands, from restraint to permission" in page
    assert host.first(teacher, "/screen/stream")["screen"] in page


def test_a_stream_brings_the_page_as_it_is(host: Host) -> None:
    ann, teacher = host.student("state", "Ann"), host.teacher()
    teacher.order("start").order("next", what="anyway")
    regions = host.first(ann)
    page = ann.get("/seat").page
    assert "Your turn to speak" in regions["act"]
    for name in ("act", "table", "lines", "situation", "brief", "messages"):
        assert regions[name] in page
    assert host.lesson.here[1] == 0  # gone again


async def _read(hub: Hub, draws: list[dict[str, str] | None]) -> list[str]:
    def draw() -> dict[str, str]:
        found = draws.pop(0)
        if found is None:
            raise GoneError
        return found

    left: list[int] = []
    got = []
    async for event in hub.events("room", draw, lambda: left.append(1)):
        got.append(event)
        if event.startswith("data"):
            hub.touch("room") if draws else hub.close()
    assert left == [1]
    return got


def test_only_what_has_changed_is_sent_and_the_end_is_told() -> None:
    draws: list[dict[str, str] | None] = [{"a": "1", "b": "1"}, {"a": "1", "b": "2"}, None]
    got = asyncio.run(_read(Hub(), draws))
    assert got[1:] == ['data: {"a": "1", "b": "1"}\n\n', 'data: {"b": "2"}\n\n', got[-1]]
    assert got[-1].startswith("event: end")


def test_streams_close_as_the_host_stops() -> None:
    assert len(asyncio.run(_read(Hub(), [{"a": "1"}]))) == 2


def test_the_end_of_a_class_ends_its_students_streams(host: Host) -> None:
    ann, teacher = host.student("state", "Ann"), host.teacher()
    teacher.order("end")
    assert host.first(ann) == {}  # the event `end` carries nothing
    assert "Open the debrief" in ann.get("/seat").page
    assert "data-stream" not in ann.page
    assert ann.post("/message", text="Thank you").status == 200
