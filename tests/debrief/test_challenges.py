"""Challenges: one for each seat, one of the day, and whether a game has met one."""

import datetime as dt
from pathlib import Path

import pytest

from sitroom.analysis import deadlines
from sitroom.analysis.challenges import challenges, met, of_the_day, posed, scores
from sitroom.engine.moves import Choose
from sitroom.journal.playthrough import Playthrough
from sitroom.journal.session import Session
from sitroom.narration import challenge_text
from sitroom.policies import advice
from tests.command import Sitroom, ukraine


def test_each_seat_that_has_others_to_win_over_has_one() -> None:
    lookup = ukraine().lookup
    found = challenges(lookup)
    seats = [one.seat for one in found]
    assert len(seats) == len(set(seats)) > 6
    for one in found:
        question = lookup.questions[one.decision].question
        assert one.seat in [member.actor for member in question.table]
        assert one.seat not in (question.rule.decider, *question.rule.consent)
        assert question.history is not None
        assert one.held == (question.history.option in one.options)
    assert "US intelligence community" in challenge_text.says(
        lookup, next(one for one in found if one.seat == "intelligence")
    )


def test_that_of_the_day_is_the_same_for_everybody_and_another_tomorrow() -> None:
    found = challenges(ukraine().lookup)
    day = dt.date(2026, 3, 9)
    one, seed = of_the_day(found, day)
    assert (one, seed) == of_the_day(found, day)
    assert seed == 20260309
    assert of_the_day(found, day + dt.timedelta(1))[0] != one


def test_a_game_says_what_is_asked_and_whether_it_was_met(home: Path) -> None:
    del home
    lookup = ukraine().lookup
    one = next(c for c in challenges(lookup) if c.seat == "ukraine")
    decider = str(lookup.questions[one.decision].question.rule.decider)
    for option, won in ((one.options[0], True), (None, False)):
        game = Playthrough.start(ukraine(), 1, (one.seat,), one.decision, only=True)
        session = game.session
        assert posed(lookup, session.header) == one
        assert met(one, session.events) is None
        ids = [o.id for o in lookup.questions[one.decision].question.options]
        other = next(id_ for id_ in ids if id_ not in one.options)
        while not session.over:
            move = advice.move(session.model, session.state)
            if isinstance(move, Choose) and session.question == one.decision:
                wanted = option or other
                move = Choose(move.seat, wanted)
            session.play(move)
        assert met(one, session.events) is won
        ((head, _),) = challenge_text.verdict(lookup, session.header, session.events)
        assert head == f"Your challenge: {'won' if won else 'not this time'}"
    done = scores("arming-ukraine", challenges(lookup))
    assert (done[one].tried, done[one].won) == (2, 1)
    assert challenge_text.scored(done[one]) == "won 1 of 2"
    assert challenge_text.record(done).startswith("Your record: 1 of ")
    assert decider
    plain = Session(ukraine(), 1, (one.seat,), one.decision)
    assert posed(lookup, plain.header) is None  # a campaign that begins there is none


@pytest.mark.parametrize("which", ["today", "state"])
def test_a_challenge_can_be_played_line_by_line(sitroom: Sitroom, which: str) -> None:
    done = sitroom("challenge", which, "--plain", replies=("q",))
    assert "Your challenge" in done.out
    listed = sitroom("challenge")
    assert listed.out.startswith("today")
    assert "Your record: 0 of" in listed.out
    assert "there is no challenge for 'nobody'" in sitroom("challenge", "nobody").err


def test_a_deadline_is_before_history_and_told_as_it_passes() -> None:
    lookup = ukraine().lookup
    found = {one.seat: one for one in deadlines.deadlines(lookup)}
    state = found["state"]
    told = challenge_text.says(lookup, state)
    assert "by August 2024 (history: November 2024)" in told
    order = list(lookup.questions)
    assert order.index(state.decision) < order.index(state.until) < order.index(state.history)
    ids = [o.id for o in lookup.questions[state.until].question.options]
    first, last = [(state.decision, "limited-fire")], [(state.until, ids[-1])]
    assert deadlines.met(lookup, state, first, over=False) is None
    assert deadlines.met(lookup, state, [*first, *last], over=False) is True
    assert deadlines.met(lookup, state, [*first, (state.until, ids[0])], over=False) is False
    assert deadlines.met(lookup, state, first, over=True) is False
    keep = found["intelligence"]
    assert not keep.upward
    least = lookup.questions[keep.until].question.options[0].id
    assert deadlines.met(lookup, keep, [(keep.until, least)], over=False) is True
    assert "keep it from" in challenge_text.says(lookup, keep)


def test_a_campaign_from_there_is_that_challenge_and_counts(home: Path) -> None:
    del home
    lookup = ukraine().lookup
    one = next(d for d in deadlines.deadlines(lookup) if d.seat == "intelligence")
    session = Playthrough.start(ukraine(), 1, (one.seat,), one.decision).session
    assert deadlines.posed(lookup, session.header) == one
    asked = challenge_text.briefed(lookup, session.header, session.events)
    assert asked[0][1][0].startswith("As US intelligence")
    while not challenge_text.verdict(lookup, session.header, session.events):
        session.play(advice.move(session.model, session.state))
    ((head, _),) = challenge_text.verdict(lookup, session.header, session.events)
    assert not challenge_text.briefed(lookup, session.header, session.events)
    assert deadlines.way(session) == 0
    score = deadlines.scores(lookup, [one])[one]
    assert score.tried == 1
    assert (score.won == 1) == (head == "Your challenge: won")


def test_the_hand_is_laid_out_for_what_the_challenge_asks() -> None:
    lookup = ukraine().lookup
    one = next(d for d in deadlines.deadlines(lookup) if d.seat == "intelligence")
    session = Session(ukraine(), 1, (one.seat,), one.decision)
    while session.mover != one.seat:
        session.play(advice.move(session.model, session.state))
    assert deadlines.way(session) == -1  # it is to be kept off
    held = advice.hand(session.model, session.state)
    cards = deadlines.hand(session, exact=True)
    assert {card.argument for card in cards} == {card.argument for card in held}
    for card in cards:
        pulls = [points for actor, points in card.moves.items() if actor == "white-house"]
        assert not pulls or (card.gain > 0) == (pulls[0] < 0)
    assert cards[0].moves["white-house"] == min(c.moves.get("white-house", 0) for c in cards) < 0
