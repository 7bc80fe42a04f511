"""Rooms of unequal speed: a press for all cuts nobody short, and a wrong one is taken back."""

import re
from pathlib import Path

import pytest

from sitroom.classroom import pacing
from sitroom.classroom.commands import Order, execute
from sitroom.classroom.ledger import TABLES
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import BRIEF, OUTCOME, OVER, Person
from sitroom.classroom.render import Renderer
from sitroom.classroom.room import RefusedError
from sitroom.engine.moves import Choose, Pass
from tests.classroom.table import KHARKIV, again, lesson, sit
from tests.classroom.web import Host


@pytest.fixture
def held(tmp_path: Path) -> Lesson:
    """Three rooms with one student each, in the first round of the debate."""
    held, _ = lesson(tmp_path / "held", rooms=3)
    for number in (1, 2, 3):
        sit(held, "white-house", f"Ann {number}", number)
    execute(held, Order("start"))
    execute(held, Order("next", what="anyway"))
    return held


def chair(held: Lesson, number: int) -> Person:
    return held.store.people(number)[0]


def to_last_round(held: Lesson, number: int) -> None:
    room = held.rooms[number]
    while room.round()[0] < room.round()[1]:
        room.play(chair(held, number), room.seen, Pass("white-house"))


def decide(held: Lesson, number: int) -> None:
    room = held.rooms[number]
    while room.phase == "debate":
        room.play(chair(held, number), room.seen, Pass("white-house"))
    room.play(chair(held, number), room.seen, Choose("white-house", "keep-ban"))


def test_a_press_for_all_ends_no_round_of_a_slower_room(held: Lesson) -> None:
    with pytest.raises(RefusedError, match="room 2: round 1 of 3"):
        execute(held, Order("next"))
    to_last_round(held, 3)
    told = execute(held, Order("next"))
    assert "Next phase in room 3." in told
    assert "room 1 (round 1 of 3" in told
    assert [room.phase for room in held.rooms.values()] == ["debate", "debate", "choose"]
    execute(held, Order("next", what="debate anyway"))
    assert [room.phase for room in held.rooms.values()] == ["choose"] * 3


def test_a_room_that_decides_is_neither_decided_for_nor_sent_on_with_the_others(
    held: Lesson,
) -> None:
    decide(held, 1)
    held.vote(chair(held, 1), KHARKIV, "keep-ban", 50)
    while held.rooms[2].phase == "debate":
        held.rooms[2].play(chair(held, 2), held.rooms[2].seen, Pass("white-house"))
    assert [r.phase for r in held.rooms.values()] == [OUTCOME, "choose", "debate"]
    execute(held, Order("next", what="outcome"))
    assert [r.phase for r in held.rooms.values()] == [OVER, "choose", "debate"]
    with pytest.raises(RefusedError, match="White House decides"):
        execute(held, Order("next", what="choose"))


def test_phases_taken_back_are_given_back_and_undone_again(held: Lesson) -> None:
    room = held.rooms[1]
    decide(held, 1)
    left = room.clock.remaining
    seen = [(room.phase, room.session.events)]
    execute(held, Order("next", 1))
    seen.append((room.phase, room.session.events))
    execute(held, Order("undo", 1))
    assert (room.phase, room.clock.remaining) == (OUTCOME, left)
    for _ in range(room.round()[1] + 2):
        execute(held, Order("undo", 1))
    assert room.phase == BRIEF
    with pytest.raises(RefusedError, match="nothing to take back"):
        execute(held, Order("undo", 1))
    held = again(held)
    room = held.rooms[1]
    while room.phase != OVER:
        execute(held, Order("redo", 1))
    assert (room.phase, room.session.events) == seen[1]
    execute(held, Order("undo", 1))
    assert (room.phase, room.session.events) == seen[0]
    execute(held, Order("next", 1))
    with pytest.raises(RefusedError, match="nothing was taken back"):
        execute(held, Order("redo", 1))


def test_a_press_at_the_wrong_moment_costs_no_time_and_says_whom_it_robs(held: Lesson) -> None:
    room = held.rooms[1]
    execute(held, Order("extend", 1, "3"))
    left = room.clock.remaining
    to_last_round(held, 1)
    assert pacing.progress(held, room).to_speak == ("White House",)
    assert execute(held, Order("next", 1)).endswith("Now: decision.")
    execute(held, Order("undo", 1))
    assert (room.phase, room.clock.remaining) == ("debate", left)
    assert "White House passes" in execute(held, Order("pass", 2))
    assert held.rooms[2].round()[0] == 2
    execute(held, Order("undo", 2))
    assert held.rooms[2].round()[0] == 1
    with pytest.raises(RefusedError, match="Nobody has the word"):
        execute(held, Order("next", 1)) and execute(held, Order("pass", 1))
    empty, _ = lesson(held.store.folder.parent / "empty")
    for order in ("pause", "extend"):
        with pytest.raises(RefusedError, match="has not started"):
            execute(empty, Order(order))


def test_the_overview_shows_all_ballots_and_whom_a_press_concerns(tmp_path: Path) -> None:
    host = Host(*lesson(tmp_path / "c", rooms=2))
    for number in (1, 2):
        host.student("state", "Ann", number)
    teacher = host.teacher().order("start")
    host.lesson.vote(chair(host.lesson, 1), KHARKIV, "keep-ban", 50)
    page = teacher.get("/teach").page
    assert "<td>1 of 1</td>" in page
    assert "<td>0 of 1</td>" in page
    assert ">Open the debate: room 1<" in page
    assert "Open the debate in rooms 1 and 2 all the same" in page
    screen = teacher.order("project", what="rooms").get("/screen").page
    assert "All rooms" in screen
    assert '<th scope="row">2</th>' in screen
    assert "Ann" not in screen
    assert "All rooms" not in teacher.order("project").get("/screen").page
    teacher.get("/teach").order("next", what="brief")
    assert [room.phase for room in host.lesson.rooms.values()] == ["debate", BRIEF]


def test_a_class_of_an_earlier_version_opens_and_has_all_of_it(held: Lesson) -> None:
    added = re.findall(r"EXISTS (\w+)", TABLES)
    with held.store.writing() as db:
        for table in added:
            db.execute(f"DROP TABLE {table}")
    held = again(held)
    assert held.rooms[1].phase == "debate"
    execute(held, Order("next", 1))
    execute(held, Order("undo", 1))
    assert held.rooms[1].phase == "debate"
    assert held.switches["judge"] == "citation"


def test_the_wall_of_all_rooms_tells_what_was_taken_once_all_have(held: Lesson) -> None:
    wall = Renderer(held)

    def shown() -> str:
        for room in held.rooms.values():
            held.touched(room)
        return wall.screen()["screen"]

    execute(held, Order("project", what="rooms"))
    decide(held, 1)
    decide(held, 2)
    execute(held, Order("next", 2, "anyway"))
    assert (held.rooms[1].phase, held.rooms[2].phase) == (OUTCOME, OVER)
    assert "Keep the ban" not in shown()
    assert shown().count("This room has decided.") == 2
    assert "0 of 1 ballots in" in shown()
    assert "Looking back" in shown()
    decide(held, 3)
    assert shown().count("Decided: Keep the ban") == 3
    assert "rung" not in shown()
