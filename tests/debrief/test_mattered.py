"""Did I matter? The same game with a seat silent, a thousand by computer, and what to try again."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from sitroom.analysis import ahead
from sitroom.analysis import mattered as mattered_module
from sitroom.analysis.hindsight import parts_played
from sitroom.analysis.mattered import again_from, mattered, quiet
from sitroom.debrief.keeping import keep
from sitroom.engine import game
from sitroom.engine.events import Decided
from sitroom.engine.moves import OWN_CLAIM, Choose, Confide, FreeLine, Pass
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.narration import campaign_text, mattered_text
from sitroom.policies import advice
from tests.command import squeezed, ukraine


@cache
def played(seat: str, choice: str | None = None, *, silent: bool = False) -> Session:
    """Return one turn of Kharkiv, the seat saying the computer's lines, or nothing."""
    session = Session(ukraine(), 1, (seat,), "kharkiv-2024", only=True)
    while not session.over:
        move = advice.move(session.model, session.state)
        if session.mover == seat and silent and session.state.phase is Phase.DEBATE:
            move = Pass(seat)
        if isinstance(move, Choose) and move.seat == seat:
            move = Choose(seat, choice)
        session.play(move)
    return session


def test_a_silent_seat_is_beside_itself_the_same_game() -> None:
    session = played("state", silent=True)
    (one,) = mattered(session, "state")
    assert (one.option, one.chance, one.weight) == (one.quiet, one.quiet_chance, 0)
    assert set(one.moved.values()) == {0}
    assert not one.lines
    assert quiet(session, "state").path == tuple(
        (e.question, e.option) for e in session.events if isinstance(e, Decided)
    )
    assert again_from((one,), over=True) is one
    path = [(e.question, e.option) for e in session.events if isinstance(e, Decided)]
    ((_, told),) = mattered_text.whole(session.lookup, [one], [], path, ("state",))
    assert "No decision turned on it." in told


def test_what_was_said_is_held_against_saying_nothing() -> None:
    session = played("state")
    (one,) = mattered(session, "state")
    bare = played("state", silent=True)
    decided = next(e for e in bare.events if isinstance(e, Decided))
    ours = next(e for e in session.events if isinstance(e, Decided))
    assert one.chance == ours.chances[ours.option]
    assert one.moved["white-house"] > 0
    assert one.quiet == decided.option
    assert one.lines[0].argument == session.moves[1].argument  # type: ignore[union-attr]
    assert one.best is not None
    assert one.best.nearer == max(line.nearer for line in one.lines)
    assert one.games == mattered_module.GAMES
    assert 0 < one.share < 1
    (told,) = mattered_text.turn(session.lookup, [one], ("state",))
    assert told[0] == "Did I matter?"
    assert "With State Department silent the same game" in told[1][0]
    turn = (
        f"This turn alone, everybody as in this game, {mattered_module.GAMES:,} times by computer"
    )
    assert turn in " ".join(told[1])


def test_a_word_in_private_and_what_else_it_shifted_are_told() -> None:
    session = Session(ukraine(), 1, ("state",), "kharkiv-2024", only=True)
    session.play(advice.move(session.model, session.state))
    held = advice.hand(session.model, session.state)[0].argument
    session.play(Confide("state", held, "white-house"))
    while not session.over:
        own = session.mover == "state" and session.state.phase is Phase.DEBATE
        session.play(Pass("state") if own else advice.move(session.model, session.state))
    (one,) = mattered(session, "state")
    assert one.best is not None
    assert (one.best.turn, one.best.argument) == (None, held)
    told = " ".join(mattered_text.lines(session.lookup, one))
    assert ", a word in private, " in told
    assert {o: ours for o, (_, ours) in one.odds.items()}[one.option] == one.chance
    assert "shifted" not in told  # what it won for this option it took from the other
    options = [o for o in one.odds if o != one.option]
    split = replace(one, odds=dict.fromkeys(options, (0.65, 0.25)) | {one.option: (0.3, 0.31)})
    title = session.lookup.questions[one.question].option(options[0]).title
    told = " ".join(mattered_text.lines(session.lookup, split))
    assert f"What its part shifted besides: {title} from 65% to 25%" in told


@pytest.mark.rule("10.10")
def test_lines_are_judged_by_the_aims_that_turn_on_the_decision() -> None:
    session = Session(ukraine(), 1, ("ukraine",), "kharkiv-2024")
    while not session.state.past:
        session.play(advice.move(session.model, session.state))
    (one,) = mattered(session, "ukraine")
    aims = session.lookup.actor("ukraine").aims
    assert [aims[n].says for n in one.wants.aims] == ["Russian forces may be hit where they gather"]
    assert (one.wants.worth, one.brings) == ((0.0, 100.0, 100.0), 100.0)
    told = " ".join(mattered_text.lines(session.lookup, one))
    assert "Its aims that turned on this: Russian forces may be hit where they gather." in told
    assert "What was decided brings 100 of 100 of them; nothing on the table brings more." in told
    assert "Best line by its aims, line " in told
    public = " ".join(mattered_text.lines(session.lookup, one, alone=False))
    assert "Russian forces may be hit" not in public  # an aim is its seat's own


@pytest.mark.rule("10.11")
def test_where_no_aim_turns_on_it_lines_are_judged_by_where_the_seat_stood() -> None:
    session = played("state")
    (one,) = mattered(session, "state")
    assert (one.wants.aims, one.wants.held) == ((), True)
    told = " ".join(mattered_text.lines(session.lookup, one))
    assert mattered_text.NO_AIM in told
    assert f"Best line by where it stood, at {one.wants.stood:.0f}, line " in told


def test_a_choice_against_the_model_is_told_as_one() -> None:
    session = played("white-house", "lift-limits")
    (one,) = mattered(session, "white-house")
    assert (one.chosen, one.option, one.likeliest) == (
        "lift-limits",
        "lift-limits",
        "limited-fire",
    )
    assert one.quiet == "limited-fire"
    assert one.weight > 1
    told = squeezed(" ".join(mattered_text.lines(session.lookup, one)))
    assert "silent, its position choosing: Allow limited fire near Kharkiv." in told
    assert "likely" not in told  # a choice is no matter of chance
    assert "Wasted" not in told
    assert "and it was decided; the model would have taken: Allow limited fire" in told
    (whole,) = mattered_text.whole(
        session.lookup,
        [one],
        [quiet(session, "white-house")],
        [(e.question, e.option) for e in session.events if isinstance(e, Decided)],
        ("white-house",),
    )
    assert "Turning point: 2024-05-30 Kharkiv: fire across the border" in whole[1]


def test_the_model_in_ones_place_is_not_the_whole_table() -> None:
    session = Session(ukraine(), 1, ("uk",), "storm-shadow-2024", only=True)
    wanted = ""
    while not session.over:
        if session.mover == "uk" and session.state.phase is Phase.CHOOSE:
            views = advice.views(session.model, session.state)
            wanted = next(view.option for view in views if view.actor == "uk")
            session.play(Choose("uk", "case-by-case"))
        else:
            session.play(advice.move(session.model, session.state))
    one = mattered(session, "uk")[0]
    title = session.lookup.questions[one.question].option(wanted).title
    assert one.likeliest == wanted != one.option  # the White House may veto it
    assert f"taken: {title}." in " ".join(mattered_text.lines(session.lookup, one))
    as_the_model = replace(one, chosen=wanted)
    told = f"chose as the model would have, {title}, but it was not decided."
    assert told in " ".join(mattered_text.lines(session.lookup, as_the_model))


def test_own_words_count_and_several_people_each_have_their_own() -> None:
    session = Session(ukraine(), 1, ("state", "ukraine"), "kharkiv-2024", only=True)
    while not session.over:
        move = advice.move(session.model, session.state)
        if session.mover == "ukraine" and len(session.moves) < 8:
            concern = session.model.concerns[0]
            move = FreeLine("ukraine", "We ask once more.", concern, OWN_CLAIM)
        session.play(move)
    parts = parts_played(session, session.people)
    assert {one.seat for one in parts.mattered} == {"state", "ukraine"}
    texts = [line.text for one in parts.mattered for line in one.lines if line.argument is None]
    assert texts == ["We ask once more."]
    found = mattered_text.turn(session.lookup, parts.mattered, session.people)
    assert [title for title, _ in found] == [
        "Did State Department matter?",
        "Did Ukraine matter?",
    ]


def test_the_odds_ahead_are_those_of_games_played_one_by_one() -> None:
    session = Session(ukraine(), 7, ("white-house",), "kharkiv-2024", only=True)
    while session.state.phase is not Phase.CHOOSE:
        session.play(advice.move(session.model, session.state))
    model, state = session.model, session.state
    begun = [ahead.odds(model, state, vote, games=500) for vote in range(3)]
    assert begun[0].answers == {}  # a refusal is not answered
    assert begun[0].decided == {"keep-ban": 1.0}
    for odds in begun[1:]:
        assert sum(odds.answers.values()) == pytest.approx(1)
    left = ahead.odds(model, state)
    exact = advice.chances(model, state)
    for option, share in exact.items():
        assert left.decided.get(option, 0.0) == pytest.approx(share, abs=0.07)
    one = ahead.odds(model, state, 1, games=1)
    (answer,) = one.answers
    alone = game.start(model, state.seed, "kharkiv-2024", 1).state
    while game.mover(model, alone) is not None:
        move = advice.move(model, alone)
        if isinstance(move, Choose) and move.seat == "white-house":
            move = Choose("white-house", "limited-fire")
        alone = game.play(model, alone, move).state
    number = model.question("kharkiv-2024.answer")
    assert model.questions[number].options[int(alone.past[-1].option[0])].id == answer


def test_the_campaign_is_one_page_with_historys_beside_it() -> None:
    session = played("state")
    title, sections = campaign_text.page(
        session.lookup, session.model, session.state, session.events, None, ""
    )
    told = dict(sections)
    assert title == "The campaign"
    timeline = squeezed(" ".join(told["Here, and in history"]))
    assert "2024-05-30 Kharkiv: fire across the border" in timeline
    assert "Here: Allow limited fire near" in timeline
    assert "History: the same -> ?" in timeline
    assert "News: Russia attacks towards Kharkiv" in timeline
    assert any("Front line" in line for line in told["Indicators, over 1 turn"])
    assert "Games forked from one another" in told


def test_a_page_to_keep_is_one_file_that_says_whether_one_mattered(home: Path) -> None:
    path = keep(played("state"))
    assert path == home / "pages" / "arming-ukraine-seed-1.html"
    page = path.read_text()
    assert "Did I matter?" in page
    assert "With State Department silent" in page
    assert "<script" not in page
    assert 'src="http' not in page
    assert keep(played("state")) == path  # written anew, the same
    assert path.read_text() == page
