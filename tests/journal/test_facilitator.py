"""What a facilitator can do at a table: hold back and trigger injects, rate lines, step back."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from sitroom.engine import game
from sitroom.engine.events import Happened, Said
from sitroom.engine.explain import explain
from sitroom.engine.moves import Choose, IllegalMoveError, Pass, Say, Trigger, from_plain, to_plain
from sitroom.engine.state import Phase
from sitroom.journal import record
from sitroom.journal.session import Session
from sitroom.loader.opening import open_scenario

KURSK = "atacms-kursk-2024"


def held(path: Path | None = None) -> Session:
    return Session(open_scenario("arming-ukraine"), 1, decision=KURSK, path=path, held=True)


def say(session: Session, lines: int) -> None:
    for _ in range(lines):
        session.computer_move()


def beliefs(session: Session) -> list[float]:
    return [float(x) for x in np.ravel(session.state.world.beliefs)]


def test_injects_wait_for_the_facilitator_and_happen_once() -> None:
    session = held()
    assert not any(isinstance(event, Happened) for event in session.events)
    waiting = game.waiting(session.model, session.state)
    assert [name.split(".")[0] for name in waiting] == [KURSK] * len(waiting)
    (event,) = session.play(Trigger(waiting[0]))
    assert isinstance(event, Happened)
    assert game.waiting(session.model, session.state) == waiting[1:]
    with pytest.raises(IllegalMoveError, match="can't happen now"):
        session.play(Trigger(waiting[0]))


def test_injects_triggered_at_once_make_the_game_that_does_not_wait() -> None:
    waits, plain = held(), Session(open_scenario("arming-ukraine"), 1, decision=KURSK)
    for name in game.waiting(waits.model, waits.state):
        waits.play(Trigger(name))
    assert beliefs(waits) == beliefs(plain)
    while plain.question == KURSK:
        assert waits.computer_move() == plain.computer_move()


@pytest.mark.parametrize("lines", [0, 3, 9])
def test_an_inject_in_mid_debate_is_heard_as_if_known_at_its_start(lines: int) -> None:
    late, early = held(), held()
    (name, *_) = game.waiting(late.model, late.state)
    early.play(Trigger(name))
    say(late, lines)
    late.play(Trigger(name))
    for move in late.moves[:lines]:
        early.play(move)
    assert beliefs(late) == beliefs(early)
    for actor in late.model.questions[late.state.question].table:
        account = explain(late.model, late.state, actor)
        total = account.stance + sum(reason.points for reason in account.reasons)
        assert total == pytest.approx(account.position, abs=1e-6)


def test_a_line_rated_higher_moves_its_listeners_further() -> None:
    moved = []
    for rating in (1, 3, 5):
        session = held()
        seat = str(session.mover)
        best = game.legal(session.model, session.state)[0]
        assert isinstance(best, Say)
        (event,) = session.play(Say(seat, best.argument, rating))
        assert isinstance(event, Said)
        moved.append({actor: abs(b - a) for actor, (a, b) in event.moved.items()})
    for less, more in itertools.pairwise(moved):
        assert more
        assert all(more[actor] > less.get(actor, 0) for actor in more)


def test_a_rating_beyond_five_is_refused() -> None:
    session = held()
    (move, *_) = game.legal(session.model, session.state)
    assert isinstance(move, Say)
    with pytest.raises(IllegalMoveError, match="between 1 and 5"):
        session.play(Say(move.seat, move.argument, 6))


def test_moves_come_back_from_a_journal_as_they_were() -> None:
    for move in (Say("a", "b"), Say("a", "b", 4), Trigger("a.b"), Choose("a", None), Pass("a")):
        assert from_plain(to_plain(move)) == move


def test_a_branch_shares_the_first_moves_and_leaves_the_game_as_it_was(tmp_path: Path) -> None:
    session = held(tmp_path / "one.jsonl")
    say(session, 5)
    before = (tmp_path / "one.jsonl").read_bytes()
    branch = session.branch(3, tmp_path / "two.jsonl")
    assert branch.moves == session.moves[:3]
    assert branch.header.parent == "one@3"
    say(branch, 2)
    assert beliefs(branch) == beliefs(session)
    assert (tmp_path / "one.jsonl").read_bytes() == before
    again = Session.replay(record.read(tmp_path / "two.jsonl"))
    assert again.header.parent == "one@3"
    assert again.header.held
    assert again.moves == branch.moves
    with pytest.raises(IllegalMoveError, match="this game has 5 moves"):
        session.branch(6, None)


def test_nothing_waits_when_the_game_is_over() -> None:
    session = Session(open_scenario("arming-ukraine"), 1, decision=KURSK, held=True, only=True)
    while not session.over:
        session.computer_move()
    assert session.state.phase is Phase.OVER
    assert game.waiting(session.model, session.state) == []
