"""A word in private before the debate: one alone hears it, it is used up, and it may get out."""

from typing import Any

import pytest

from sitroom.engine import explain, game
from sitroom.engine.events import Confided, Decided
from sitroom.engine.moves import Confide, IllegalMoveError, Pass, Say, Trigger, from_plain, to_plain
from sitroom.policies import computer, estimate, opponents
from tests.rules.small import (
    ANN,
    BOB,
    CEM,
    FAR,
    RISK,
    TRUST,
    Table,
    argument,
    asked,
    inject,
    world,
)

STOP, ELSE = argument("stop", (ANN, CEM)), argument("else", (ANN,))
TELL = Confide("ann", "stop", "bob")


def table(**changes: Any) -> Table:
    pulls = {(actor, RISK): 2.0 for actor in (ANN, BOB, CEM)}
    question = asked(arguments=(STOP, ELSE), rounds=2, weighs=pulls, **changes)
    return Table(world(question, asked("d1"), repeated=0.5))


@pytest.mark.rule("5.27")
def test_one_alone_hears_it_twice_as_strong_and_the_seat_still_speaks() -> None:
    told = table().play(TELL)
    assert told.belief(BOB) == pytest.approx(-2 * FAR)
    assert told.belief(CEM) == 0
    assert told.mover == "ann"
    for again in (TELL, Confide("ann", "else", "cem")):
        with pytest.raises(IllegalMoveError, match="one word in private"):
            told.play(again)
    late = table().play(Pass("ann"), Pass("bob"), Pass("cem"))
    with pytest.raises(IllegalMoveError, match="before it first speaks"):
        late.play(TELL)
    for wrong in (Confide("ann", "stop", "ann"), Confide("ann", "stop", "dee")):
        with pytest.raises(IllegalMoveError, match="another at the table"):
            table().play(wrong)
    with pytest.raises(IllegalMoveError, match="can't be done"):
        table().play(Confide("ann", "nothing", "bob"))
    after = table().play(Say("ann", "else"), Pass("bob"), Confide("cem", "stop", "bob"))
    heard = -2 * FAR  # as if before what Ann said
    assert after.belief(BOB) == pytest.approx(heard + FAR * (-1 - heard))


@pytest.mark.rule("5.28")
def test_the_line_is_used_up_for_its_seat_and_its_point_for_who_was_told() -> None:
    told = table().play(TELL)
    assert told.legal == [Say("ann", "else"), Pass("ann")]
    told.play(Pass("ann"), Pass("bob"))
    assert Say("cem", "stop") in told.legal
    hand, gain = computer.gains(told.model, told.state)
    told.play(Say("cem", "stop"))
    was, left = -2 * FAR, 1 - 0.5 * TRUST
    assert told.belief(BOB) == pytest.approx(was + left * FAR * (-1 - was))
    assert told.belief(ANN) == pytest.approx(-FAR)
    fresh = table().play(Pass("ann"), Pass("bob"))
    apart = computer.gains(fresh.model, fresh.state)[1]
    assert 0 < abs(gain[0, 0]) < abs(apart[0, 0])
    assert hand == [0]


@pytest.mark.rule("5.29")
def test_the_table_sees_with_whom_and_the_two_know_each_other() -> None:
    told = table().play(TELL)
    (seen,) = told.of(Confided)
    assert (seen.seat, seen.to, set(seen.moved)) == ("ann", "bob", {"bob"})
    assert "stop" not in repr(seen)
    assert from_plain(to_plain(TELL)) == TELL
    known = estimate.known(told.model, told.state, ANN)
    assert known["bob"] == 1.0 > known["cem"]
    for who in (BOB, CEM):  # what it did to a position is told apart, and adds up
        account = explain.explain(told.model, told.state, who)
        total = account.stance + sum(reason.points for reason in account.reasons)
        assert total == pytest.approx(told.position(who))
        private = [(one.concern, one.by) for one in account.reasons if one.cause == "private"]
        assert private == [("", "ann")] * (who == BOB)


@pytest.mark.rule("5.30")
def test_it_gets_out_where_the_other_is_not_won_over() -> None:
    for at, out in ((90.0, True), (60.0, False)):
        told = table(at={BOB: at}).play(TELL).settle("no")
        (decided,) = told.of(Decided)
        assert decided.told == ("ann",) * out
        credit = told.state.world.beliefs[told.model.words][0]
        assert credit[ANN] == pytest.approx(-0.2 * out, abs=1 / 128)
        assert credit[BOB] == 0
        assert game.legal(told.model, told.state)  # and of the next question nothing is spent
        assert not told.state.asides


@pytest.mark.rule("5.31")
def test_a_far_sighted_seat_has_a_word_with_who_decides_unless_it_would_get_out() -> None:
    def wants(at: float, level: str) -> object:
        pulls = {(BOB, RISK): 2.0}
        one = asked(arguments=(STOP,), table=(BOB, ANN), at={ANN: 31.0, BOB: at}, weighs=pulls)
        here = Table(world(one)).play(Pass("bob"))
        return opponents.move(here.model, here.state, level)

    assert isinstance(wants(50.0, opponents.FAR), Confide)
    assert isinstance(wants(99.0, opponents.FAR), Say)
    for level in (opponents.STUDY, opponents.LIVELY, opponents.COOL):
        assert isinstance(wants(50.0, level), Say)


def test_news_in_between_finds_a_word_in_private_where_it_was() -> None:
    news = table(held=(inject("news"),)).play(TELL, Trigger("d0.news"), Say("ann", "else"))
    plain = table().play(TELL, Say("ann", "else"))
    assert news.belief(BOB) == plain.belief(BOB)
    assert news.belief(CEM) == plain.belief(CEM)
