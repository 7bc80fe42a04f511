"""The roll: people renamed, moved, taken off, kept a place, let in again by name and PIN."""

import re
from pathlib import Path

import pytest

from sitroom.classroom import roll
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import RosterEntry
from sitroom.classroom.room import RefusedError
from sitroom.engine.moves import Pass
from tests.classroom.table import KHARKIV, SEATS, Ticking, lesson, loaded
from tests.classroom.web import Host


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(*lesson(tmp_path / "c", rooms=2, per_seat=2))


def test_a_lost_cookie_comes_back_by_name_and_pin_and_guessers_do_not(host: Host) -> None:
    ann = host.student("state", "Ann")
    pin = re.findall(r'PIN: <b class="code">(\d{4})', ann.get("/seat").page)[0]
    assert f'PIN <span class="code">{pin}' in host.teacher().get("/teach/room/1").page
    new = host.browser().get("/")
    assert "was signed out" in new.page
    assert new.post("/pin", name=" ann ", pin=pin).url == "/seat"
    assert "taken over on another one" in ann.get("/seat").page
    thief = host.browser().get("/")
    for guess in range(4):
        thief.get("/").post("/pin", name="Ann", pin=f"{(int(pin) + 1 + guess) % 10000:04}")
        assert "with that PIN" in thief.page
    thief.get("/").post("/pin", name="Ann", pin=pin)
    assert thief.status == 429
    host.now.time += 301
    assert thief.get("/").post("/pin", name="Ann", pin=pin).url == "/seat"


def test_people_are_renamed_moved_and_taken_off(host: Host) -> None:
    ann, ben = host.student("state", "Ann"), host.student("state", "Ben")
    cem = host.student("pentagon", "Cem", 2)
    teacher = host.teacher().order("start")
    first, second, third = host.lesson.store.people()
    host.lesson.vote(first, KHARKIV, "keep-ban", 50)
    teacher.order("rename", room="1", to=str(first.id), what="Anna")
    assert "Anna" in ann.get("/seat").page
    teacher.order("move", room="1", to=str(first.id), what="2 pentagon")
    assert "Room 2" in ann.get("/seat").page
    assert [(p.name, p.room, p.speaks) for p in host.lesson.store.people()] == [
        ("Anna", 2, False),
        ("Ben", 1, True),  # whoever stays speaks for the seat
        ("Cem", 2, True),
    ]
    assert [b.person for b in host.lesson.store.ballots(KHARKIV, 2)] == [first.id]
    dee = host.student("ukraine", "Dee", 2)
    assert dee.url == "/seat"
    assert teacher.order("move", room="1", to=str(second.id), what="2 pentagon").status == 409
    teacher.order("remove", room="2", what=str(first.id))
    assert "no seat any more" in ann.get("/seat").page
    assert not host.lesson.store.ballots(KHARKIV)
    assert ben.get("/seat").status == cem.get("/seat").status == 200
    assert third.id in [p.id for p in host.lesson.store.people(2)]


def test_what_somebody_taken_off_has_said_stays_its_seats(host: Host) -> None:
    host.student("state", "Ann")
    teacher = host.teacher().order("start").order("next", what="anyway")
    room, (ann,) = host.lesson.rooms[1], host.lesson.store.people()
    room.play(ann, room.seen, Pass("state"))
    moves = len(room.session.moves)
    teacher.order("remove", room="1", what=str(ann.id))
    assert len(room.session.moves) >= moves
    assert teacher.get("/teach/marks").status == 200
    assert host.student("state", "Ann").url == "/seat"


def test_a_name_on_the_list_is_kept_by_its_pin(tmp_path: Path) -> None:
    held, secret = Lesson.create(
        tmp_path / "c",
        loaded(),
        rooms=1,
        seed=1,
        seats=SEATS,
        decision=KHARKIV,
        roster=[RosterEntry("Ann", None, None, None)],
        now=Ticking(),
    )
    host = Host(held, secret)
    teacher = host.teacher()
    page = teacher.order("reserve", what="Zoë").get("/teach").page
    assert "Keep a place" in page
    teacher.order("switch", what="names pin")
    pins = re.findall(r"PIN <b class=\"code\">(\d{4})", teacher.get("/teach/cards").page)
    assert len(pins) == 2
    door = host.browser().get("/").post("/join", code=held.row.code)
    assert "Zoë" in door.page
    assert "Its PIN" in door.page
    door.post("/join", code=held.row.code, listed="Ann", pin=pins[1])
    assert "not the PIN of this name" in door.page
    assert door.post("/join", code=held.row.code, listed="Ann", pin=pins[0]).url == "/seat"
    with pytest.raises(RefusedError, match="stands on the list"):
        roll.reserve(held, "ann", None)
