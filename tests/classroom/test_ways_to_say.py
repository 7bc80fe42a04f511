"""What students see of their lines: estimates or figures, passages for their own words, ways to say one."""

from pathlib import Path

import pytest

from sitroom.classroom import views
from sitroom.classroom.commands import Order, execute
from sitroom.classroom.room import RefusedError
from sitroom.classroom.web import read_move
from sitroom.engine.moves import Confide, FreeLine, Say
from tests.classroom.table import lesson, sit


def test_the_teacher_turns_exact_figures_on_and_off(tmp_path: Path) -> None:
    held, _ = lesson(tmp_path / "class")
    ann, _ = sit(held, "ukraine", "Ann")
    for order in ("start", "next"):
        execute(held, Order(order))
    room = held.rooms[1]

    def told() -> str:
        return " ".join(card["use"] for card in views.seat(held, room, ann)["act"]["cards"])

    assert "hard to tell" in told() or " to +" in told()
    assert "to the point: all rooms" in execute(held, Order("exact"))
    assert "hard to tell" not in told()
    assert " to +" not in told()
    execute(held, Order("estimates", 1))
    assert not room.exact
    passages = views.passages(room, "ukraine")
    assert passages
    held.close()


def test_a_form_presses_a_line_has_it_carried_and_cites() -> None:
    say = {"kind": "say", "argument": "a.b"}
    assert read_move("ukraine", say) == Say("ukraine", "a.b")
    assert read_move("ukraine", say | {"how": "press"}) == Say("ukraine", "a.b", press=True)
    assert read_move("ukraine", say | {"how": "uk"}) == Say("ukraine", "a.b", through="uk")
    assert read_move("ukraine", say | {"how": "to:uk"}) == Confide("ukraine", "a.b", "uk")
    own = {"kind": "own", "text": "one\r\n\r\n two ", "side": "restraint", "concern": "allies"}
    assert read_move("ukraine", own) == FreeLine("ukraine", "one\ntwo", "allies", -0.6)
    cited = read_move("ukraine", own | {"cites": "post:1"})
    assert cited == FreeLine("ukraine", "one\ntwo", "allies", -0.6, cites="post:1")
    with pytest.raises(RefusedError):
        read_move("ukraine", own | {"text": " \n "})
