from pathlib import Path

import pytest

from sitroom.classroom.console import HELP, answer, listen
from sitroom.classroom.lesson import Lesson
from tests.classroom.table import lesson, sit


@pytest.fixture
def held(tmp_path: Path) -> Lesson:
    held, _ = lesson(tmp_path / "c", rooms=2)
    sit(held, "state", "Ann")
    sit(held, "white-house", "Ben", room=2)
    return held


def said(held: Lesson, line: str) -> str:
    return "\n".join(answer(held, line))


def test_a_class_is_led_from_the_console(held: Lesson) -> None:
    assert "Room 2: Before the start." in said(held, "who")
    assert said(held, "start").startswith("Started: 2 rooms")
    assert "1 Russia attacks towards Kharkiv" in said(held, "news @1")
    assert said(held, "postpone @1 1") == "Kept back in room 1: Russia attacks towards Kharkiv."
    assert "kept back" in said(held, "news @1")
    assert said(held, "next @1") == "Next phase in 1 room. Now: debate."
    assert said(held, "inject @1 kharkiv-assault") == (
        "Room 1 hears: Russia attacks towards Kharkiv."
    )
    assert said(held, "undo @1") == "Room 1: the last step is taken back."
    assert said(held, "extend 5") == "+5 minutes: all rooms."
    assert said(held, "computer @1 state").endswith("played by the computer.")
    assert said(held, "project @2") == "The projector shows room 2."
    assert said(held, "say Five minutes") == "Told all rooms."
    assert said(held, "say @1 state Hurry up") == "Told room 1, state."
    assert [(m.room, m.actor, m.text) for m in held.store.messages()] == [
        (None, None, "Five minutes"),
        (1, "state", "Hurry up"),
    ]
    assert held.store.seats(1)[0].code in said(held, "codes")
    assert said(held, "end").startswith("The class has ended")
    assert said(held, "next") == "The class has ended."


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("jump", "There is no order 'jump'. Type help."),
        ("undo", "Say which room."),
        ("next @9", "There is no room 9; there are 2."),
        ("next @x", "'@x' is no room; the first is @1."),
        ("extend soon", "Say how many minutes, such as 5."),
        ("computer @1 moon", "There is no seat 'moon' in room 1."),
        ("say", "Say what to tell them."),
        ("undo @1", "In room 1 there is nothing to take back."),
        ("", ""),
    ],
)
def test_what_can_not_be_done_is_said_in_words(held: Lesson, line: str, told: str) -> None:
    assert said(held, line) == told


def test_help_names_every_order() -> None:
    words = " ".join(HELP)
    for name in ("who", "start", "pause", "next", "extend", "say", "computer", "seat", "inject"):
        assert name in words
    for name in ("postpone", "undo", "project", "end", "quit"):
        assert name in words


def test_messages_are_told_as_they_come_and_quit_stops(held: Lesson) -> None:
    shown: list[str] = []
    stopped: list[int] = []
    lines = iter(["who", "quit"])
    listen(held, lambda: next(lines), shown.extend, lambda: stopped.append(1)).join()
    assert stopped == [1]
    assert any("Ann" in line for line in shown)
    held.write(held.store.people()[0], "May I?")
    assert shown[-1] == "Message from Ann (room 1, State Department): May I?"
