"""A class from its lobby to the debrief: orders, moves, undo, pauses, and being opened again."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitroom.classroom.commands import Order, execute, injects
from sitroom.classroom.folders import StoreError
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import BRIEF, LOBBY, OUTCOME, OVER, Mark
from sitroom.classroom.room import BehindError, RefusedError, Room
from sitroom.classroom.store import Store
from sitroom.engine.events import Decided, Happened, Opened
from sitroom.engine.moves import Choose, FreeLine, Pass, Trigger
from sitroom.policies import Policy, View, seated
from tests.classroom.table import KHARKIV, Ticking, again, best, lesson, sit


@pytest.fixture
def held(tmp_path: Path) -> Lesson:
    return lesson(tmp_path / "held")[0]


def begin(held: Lesson, *orders: str) -> Room:
    for name in ("start", *orders):
        execute(held, Order(name))
    return held.rooms[1]


def test_a_class_goes_from_the_lobby_to_the_debrief(held: Lesson) -> None:
    room = held.rooms[1]
    with pytest.raises(RefusedError, match="Nobody sits"):
        execute(held, Order("start"))
    chair, _ = sit(held, "white-house", "Ann")
    assert room.phase == LOBBY
    begin(held)
    assert (room.phase, room.decision) == (BRIEF, KHARKIV)
    held.vote(chair, KHARKIV, "keep-ban", 60)
    execute(held, Order("next"))
    assert room.phase == "debate"
    assert room.mover == "white-house"  # all others are played by the computer
    with pytest.raises(RefusedError, match="closed"):
        held.vote(chair, KHARKIV, "keep-ban", 70)
    held.vote(chair, KHARKIV, "keep-ban", 60, when="before")  # again, as no answer had come
    while room.phase == "debate":
        room.play(chair, room.seen, Pass("white-house"))
    assert room.phase == "choose"
    room.play(chair, room.seen, Choose("white-house", "limited-fire"))
    assert room.phase == OUTCOME  # Moscow has answered by itself
    assert room.turn()[-1] in room.session.events
    with pytest.raises(RefusedError, match="closed"):  # from a page that is behind
        held.vote(chair, KHARKIV, "lift-limits", 80, when="before")
    held.vote(chair, KHARKIV, "limited-fire", 90, when="after")
    assert [(b.time, b.option) for b in held.store.ballots()] == [
        ("before", "keep-ban"),
        ("after", "limited-fire"),
    ]
    execute(held, Order("next"))
    assert room.phase == OVER


def test_the_next_decision_stays_hidden_until_its_brief(tmp_path: Path) -> None:
    held, _ = lesson(tmp_path / "c", only=False)
    sit(held, "white-house", "Ann")
    room = begin(held, *["next"] * 3)
    assert room.phase == OUTCOME
    assert room.decision == KHARKIV
    assert room.session.question != KHARKIV  # the engine has opened it already
    opened = [e.question for e in room.turn() if isinstance(e, Opened)]
    assert opened == [KHARKIV, f"{KHARKIV}.answer"]
    execute(held, Order("next"))
    assert room.phase == BRIEF
    assert room.decision == room.session.question


def test_next_makes_the_rest_pass_and_leave_their_choice_open(held: Lesson) -> None:
    sit(held, "ukraine", "Ann")
    sit(held, "white-house", "Ben")
    room = begin(held, "next")
    assert room.mover == "ukraine"
    execute(held, Order("next"))
    assert room.phase == "choose"
    assert all(isinstance(m, Pass | Trigger) for m in room.session.moves)
    execute(held, Order("next"))
    assert room.phase == OUTCOME
    execute(held, Order("undo"))
    assert room.phase == "choose"
    execute(held, Order("undo"))
    assert (room.phase, room.mover) == ("debate", "ukraine")


def test_the_same_move_twice_is_made_once(held: Lesson) -> None:
    ann, _ = sit(held, "ukraine", "Ann")
    room = begin(held, "next")
    seen, move = room.seen, best(held)
    room.play(ann, seen, move)
    count = len(room.session.moves)
    room.play(ann, seen, move)
    assert len(room.session.moves) == count
    with pytest.raises(BehindError):
        room.play(ann, seen, Pass("ukraine"))
    for nonsense in ("", "1", "1.x", "9.0", "1.999", "1.-1", "1.\u0663"):
        with pytest.raises(BehindError):
            room.play(ann, nonsense, move)


def test_news_that_came_in_between_does_not_turn_a_move_away(held: Lesson) -> None:
    ann, _ = sit(held, "ukraine", "Ann")
    room = begin(held)
    for name, _, _ in injects(room):
        execute(held, Order("postpone", 1, name))
    execute(held, Order("next"))
    assert not any(isinstance(e, Happened) for e in room.session.events)
    seen = room.seen
    execute(held, Order("inject", 1, "1"))
    room.play(ann, seen, FreeLine("ukraine", "Look at the map.", "battlefield", 0.6))
    assert any(isinstance(e, Happened) for e in room.session.events)


def test_undo_goes_to_before_the_last_human_step_and_keeps_the_old_game(held: Lesson) -> None:
    ann, _ = sit(held, "state", "Ann")
    room = begin(held, "next")
    start = len(room.session.moves)
    first, seen = best(held), room.seen
    room.play(ann, seen, first)
    assert len(room.session.moves) > start + 1  # computers spoke after it
    old = room.session.path
    execute(held, Order("undo"))
    assert len(room.session.moves) == start
    assert old is not None
    assert old.exists()
    with pytest.raises(BehindError):
        room.play(ann, seen, first)  # a page of the game that was left
    room.play(ann, room.seen, Pass("state"))
    assert len(again(held).rooms[1].session.moves) == len(room.session.moves)


def test_undoing_news_keeps_it_back(held: Lesson) -> None:
    sit(held, "state", "Ann")
    room = begin(held)
    name = injects(room)[0][0]
    execute(held, Order("inject", 1, name))
    assert name not in room.waiting()
    execute(held, Order("undo"))
    assert name in room.waiting()
    assert name in room.postponed
    with pytest.raises(RefusedError, match="nothing to take back"):
        execute(held, Order("undo"))


def test_a_seat_goes_to_the_computer_and_back(held: Lesson) -> None:
    ann, _ = sit(held, "state", "Ann")
    sit(held, "white-house", "Ben")
    room = begin(held, "next")
    assert room.mover == "state"
    execute(held, Order("computer", 1, "state"))
    assert room.mover == "white-house"
    with pytest.raises(RefusedError):
        room.play(ann, room.seen, Pass("state"))
    execute(held, Order("seat", 1, "state"))
    assert "state" not in room.computers


def test_a_seat_that_nobody_takes_plays_by_its_policy(tmp_path: Path) -> None:
    played = []
    for number, policies in enumerate(({}, {"ukraine": "random"})):
        held, _ = lesson(tmp_path / str(number), policies=policies)
        sit(held, "white-house", "Ann")
        begin(held, "next")
        room = again(held).rooms[1]
        assert room.session.header.policies == policies
        played.append([move for move in room.session.moves if not isinstance(move, Trigger)])
    assert played[0][0].seat == played[1][0].seat == "ukraine"
    assert played[0][0] != played[1][0]


def test_a_class_goes_on_where_a_policy_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Faulty(Policy):
        def say(self, view: View) -> str | None:
            return f"{view.seat} has no such line"

    monkeypatch.setattr(seated, "known", lambda: {"faulty": Faulty()})
    held, _ = lesson(tmp_path / "c", policies={"ukraine": "faulty"})
    sit(held, "state", "Ann")
    room = begin(held, "next")
    assert room.mover == "state"  # the computer has spoken in its place
    with sqlite3.connect(held.store.folder / "class.db") as base:
        told = [what for (what,) in base.execute("SELECT what FROM log")]
    base.close()
    assert any("the policy 'faulty' of ukraine" in what for what in told)


def test_a_pause_stops_the_clock_and_the_moves(tmp_path: Path) -> None:
    now = Ticking()
    held, _ = lesson(tmp_path / "c", now=now)
    ann, _ = sit(held, "state", "Ann")
    room = begin(held, "next")
    left = room.clock.remaining
    now.time += 60
    assert room.clock.remaining == left - 60
    execute(held, Order("pause"))
    now.time += 600
    assert room.clock.remaining == left - 60
    with pytest.raises(RefusedError, match="paused"):
        room.play(ann, room.seen, Pass("state"))
    execute(held, Order("extend", None, "5"))
    execute(held, Order("go"))
    now.time += 60
    assert room.clock.remaining == left + 180
    held.tick()
    assert again(held, Ticking()).rooms[1].clock.remaining == left + 180


def test_only_the_spokesperson_moves_and_only_in_turn(tmp_path: Path) -> None:
    held, _ = lesson(tmp_path / "c", per_seat=2)
    ann, _ = sit(held, "state", "Ann")
    ben, _ = sit(held, "state", "Ben")
    cem, _ = sit(held, "white-house", "Cem")
    room = begin(held, "next")
    with pytest.raises(RefusedError, match="spokesperson"):
        room.play(ben, room.seen, Pass("state"))
    with pytest.raises(BehindError, match="turn"):
        room.play(cem, room.seen, Pass("white-house"))
    with pytest.raises(RefusedError, match="not of"):
        room.play(ann, room.seen, Pass("white-house"))  # in somebody else's name
    execute(held, Order("speaker", None, str(ben.id)))
    room.play(held.store.people(1, "state")[1], room.seen, Pass("state"))


def whole(held: Lesson) -> list[tuple[str, str]]:
    """What a class knows, as it must be found again."""
    room = held.rooms[1]
    store = held.store
    parts: dict[str, Any] = {
        "moves": room.session.moves,
        "events": room.session.events,
        "row": (room.row.stage, room.row.closed, room.row.branch, room.row.paused),
        "mover": room.mover,
        "people": store.people(),
        "ballots": store.ballots(),
        "messages": store.messages(),
        "marks": store.marks(),
        "postponed": room.postponed,
        "class": store.row(),
    }
    return [(name, repr(part)) for name, part in parts.items()]


def test_a_class_opened_again_after_every_step_is_where_it_was(tmp_path: Path) -> None:
    held, secret = lesson(tmp_path / "c")
    ann, _ = sit(held, "state", "Ann")
    ben, token = sit(held, "white-house", "Ben")

    def speak(held: Lesson) -> None:
        room = held.rooms[1]
        room.play({"state": ann, "white-house": ben}[str(room.mover)], room.seen, best(held))

    steps: list[Callable[[Lesson], object]] = [
        lambda held: held.write(ann, "May I?"),
        lambda held: execute(held, Order("start")),
        lambda held: held.vote(ann, KHARKIV, "keep-ban", 10),
        lambda held: execute(held, Order("postpone", 1, "1")),
        lambda held: execute(held, Order("next")),
        speak,
        speak,
        lambda held: execute(held, Order("inject", 1, "1")),
        lambda held: execute(held, Order("undo")),
        speak,
        lambda held: execute(held, Order("pause")),
        lambda held: execute(held, Order("go")),
        lambda held: execute(held, Order("computer", 1, "state")),
        lambda held: execute(held, Order("next")),
        speak,
        lambda held: held.vote(ben, KHARKIV, "keep-ban", 80),
        lambda held: held.store.mark(Mark(ann.id, "argument", "2", "good")),
        lambda held: execute(held, Order("end")),
    ]
    for step in steps:
        step(held)
        before = whole(held)
        held = again(held)
        assert whole(held) == before
    assert held.ended
    assert held.person(token) == ben
    assert held.teaches(held.teach(secret))


@pytest.mark.parametrize("lost", ["note_move", "save_room", "postpone"])
def test_killed_between_journal_and_answer_then_sent_again_counts_once(
    held: Lesson, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, _ = sit(held, "white-house", "Ann")
    room = begin(held, "next", "next")
    assert room.phase == "choose"
    seen, move = room.seen, best(held)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, lost, die)
    try:
        room.play(ann, seen, move)
    except KeyboardInterrupt:
        assert lost != "postpone"
    monkeypatch.undo()
    held = again(held)
    room = held.rooms[1]
    room.play(ann, seen, move)
    assert room.session.moves.count(move) == 1
    assert room.phase == OUTCOME
    assert sum(isinstance(e, Decided) and e.question == KHARKIV for e in room.session.events) == 1


def test_a_torn_last_line_is_set_aside(held: Lesson) -> None:
    ann, _ = sit(held, "state", "Ann")
    room = begin(held, "next")
    room.play(ann, room.seen, best(held))
    path = room.session.path
    assert path is not None
    moves = len(room.session.moves)
    with path.open("ab") as file:
        file.write(b'{"hash":"12')
    room = again(held).rooms[1]
    assert room.session.mended == path.with_suffix(".torn")
    assert len(room.session.moves) == moves


def test_two_programs_do_not_host_one_class(held: Lesson) -> None:
    with pytest.raises(StoreError, match="hosted already"):
        Lesson.open(held.store.folder)


def test_what_is_no_class_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no class"):
        Store.open(tmp_path)
    (tmp_path / "class.db").write_bytes(b"nothing of the kind" * 99)
    with pytest.raises(StoreError, match="class"):
        Store.open(tmp_path)
    (tmp_path / "b").mkdir()
    sqlite3.connect(tmp_path / "b" / "class.db").close()
    with pytest.raises(StoreError, match="unfinished"):
        Store.open(tmp_path / "b")


def test_a_room_left_by_everybody_is_not_started(tmp_path: Path) -> None:
    held, _ = lesson(tmp_path / "c", rooms=2)
    sit(held, "state", "Ann", room=2)
    execute(held, Order("start"))
    execute(held, Order("next"))
    assert (held.rooms[1].phase, held.rooms[2].phase) == (LOBBY, "debate")


def test_an_order_from_an_old_page_is_turned_away(held: Lesson) -> None:
    sit(held, "state", "Ann")
    room = begin(held)
    stand = room.stand
    execute(held, Order("next", 1, stand=stand))
    with pytest.raises(BehindError):
        execute(held, Order("next", 1, stand=stand))  # a double click
    assert room.phase == "debate"
