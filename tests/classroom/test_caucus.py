"""Words aside and promises: who reads them, how many there are, and whether promises were kept."""

from pathlib import Path

import pytest

from sitroom.engine.moves import Choose, FreeLine, Pass
from tests.classroom.table import KHARKIV, lesson
from tests.classroom.web import Browser, Host

ASIDE = "We could live with less, if you ask for more."


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(*lesson(tmp_path / "c", seats=("state", "pentagon", "white-house")))


def seated(host: Host) -> tuple[Browser, Browser, Browser]:
    ann, ben, cem = (
        host.student(seat, name)
        for seat, name in (("state", "Ann"), ("pentagon", "Ben"), ("white-house", "Cem"))
    )
    host.teacher().order("start").order("next", what="anyway").order("switch", what="caucus 3")
    return ann, ben, cem


def through(host: Host, option: str, line: FreeLine | None = None) -> None:
    room, people = host.lesson.rooms[1], {p.actor: p for p in host.lesson.store.people()}
    while room.phase == "debate":
        seat = str(room.mover)
        speaks = line is not None and seat == line.seat
        room.play(people[seat], room.seen, line if speaks and line else Pass(seat))
        line = None if speaks else line
    room.play(people["white-house"], room.seen, Choose("white-house", option))


def test_a_word_aside_is_read_by_two_seats_and_told_in_the_debrief(host: Host) -> None:
    ann, ben, cem = seated(host)
    ann.get("/seat").post("/word", to="pentagon", text=ASIDE)
    for number in range(3):
        ann.get("/seat").post("/word", to="pentagon", text=f"More of it {number}")
    assert ann.status == 409  # three a decision
    assert "0 of 3 words left" in ann.get("/seat").page
    teacher = host.teacher()
    for who in (ann, ben):
        assert ASIDE in who.get("/seat").page
        assert ASIDE in "".join(host.first(who).values())
    assert ASIDE in teacher.get("/teach/room/1").page
    teacher.order("project", room="1")
    for page in (cem.get("/seat").page, *host.first(cem).values(), teacher.get("/screen").page):
        assert ASIDE not in page
    assert cem.post("/word", to="ukraine", text="Anybody?").status == 409
    teacher.order("switch", what="caucus off")
    assert cem.get("/seat").post("/word", to="state", text="Late").status == 409
    through(host, "keep-ban")
    teacher.order("end")
    assert ASIDE in cem.get("/debrief").page


def test_promises_are_seen_kept_broken_or_void(host: Host) -> None:
    ann, ben, cem = seated(host)
    ann.get("/seat").post("/promise", to="", option="limited-fire", unless="lift-limits")
    ben.get("/seat").post("/promise", to="state", option="keep-ban", unless="limited-fire")
    cem.get("/seat").post("/promise", to="", option="lift-limits", unless="")
    assert ben.get("/seat").post("/promise", to="", option="moon", unless="").status == 409
    assert "promised the table to back" in ben.get("/seat").page
    assert "as long as “Allow limited fire" in ann.get("/seat").page
    assert "as long as “Allow limited fire" not in cem.get("/seat").page  # between two seats
    assert "Kept" not in ann.page
    assert "Broken" not in ann.page
    through(host, "limited-fire", FreeLine("state", "Not one shot across.", "escalation", -0.6))
    told = ann.get("/seat").page
    assert "Broken: it chose" in told  # the White House
    assert "It bound no longer" in told  # the Pentagon's to Ann's seat
    assert "Broken: its line" in told or "Kept: none of its lines" in told
    assert host.lesson.rooms[1].decision == KHARKIV


def test_students_close_the_debate_by_motion_where_the_teacher_allows_it(host: Host) -> None:
    ann, ben, cem = seated(host)
    room = host.lesson.rooms[1]
    assert ann.get("/seat").post("/motion", kind="close").status == 409  # not allowed yet
    teacher = host.teacher().order("switch", what="motions on")
    for _ in range(2):  # one at a time
        ann.get("/seat").post("/motion", kind="poll")
    assert ann.status == 409
    still = "State Department asked for a straw poll. Still to raise a hand: "
    assert still in teacher.get("/teach/room/1").page
    for who, option in ((ann, "keep-ban"), (ben, "limited-fire"), (cem, "limited-fire")):
        assert "State Department asked for a straw poll." in who.get("/seat").page
        assert who.post("/hand", hand="for").status == 409
        who.get("/seat").post("/hand", hand=option)
    straw = (
        "a straw poll. Keep the ban: State; Allow limited fire near Kharkiv: Pentagon, White House."
    )
    assert straw in cem.get("/seat").page
    ben.get("/seat").post("/motion", kind="close")
    cem.get("/seat").post("/hand", hand="against")
    assert room.phase == "debate"
    ann.get("/seat").post("/hand", hand="for")
    assert room.phase == "choose"
    teacher.order("undo", room="1")  # a wrong step of the class's own, too
    assert room.phase == "debate"
    carried = "Department of Defense moved to close the debate. It was carried"
    assert carried in teacher.get("/teach/room/1").page
    through(host, "keep-ban")
    teacher.order("end")
    assert carried in host.site.debriefs.room(room).result(60).__repr__()
