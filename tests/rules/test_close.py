"""Sections 8 to 10 of docs/reference/rules.md: the answer, learning and history, the end."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sitroom.engine import game
from sitroom.engine.events import Decided, Happened, Learned, Opened, Over
from sitroom.engine.model import Consequences, Effect, Inject, Reading, World
from sitroom.engine.moves import (
    Choose,
    FreeLine,
    IllegalMoveError,
    Move,
    Pass,
    Reschedule,
    Trigger,
)
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.loader.load import load
from sitroom.loader.opening import prepare
from sitroom.narration import brief, event_text
from sitroom.policies.reference import with_history
from sitroom.scenario.compiler import build
from tests.engine.worlds import plain
from tests.loader.world import MAIN, broken, files
from tests.rules.small import (
    ANN,
    BOB,
    CEM,
    DEE,
    NEED,
    OPENNESS,
    RISK,
    TRUST,
    Table,
    asked,
    inject,
    option,
    world,
)

UP = Consequences((Effect((ANN, DEE), RISK, 1.0, 0.5),), ((0, 10.0),))
DOWN = Consequences((Effect((ANN, DEE), RISK, -1.0, 0.5),), ((0, -30.0),))
HALF = 0.5
GRAIN = 1 / 256  # what lasts from one decision to the next is kept in parts of 1/128


def answered(injects: tuple[Inject, ...] = (), **changes: Any) -> Table:
    """A decision whose highest option is answered by Dee and Cem, and one that comes after."""
    options = (option("no", 0, then=DOWN), option("yes", 100, 1, then=UP))
    first = asked("d0", options=options, injects=injects)
    parts = {"table": (DEE, CEM), "to": (1,), "rounds": 2, **changes}
    return Table(world(first, asked("d0.answer", **parts), asked("d1")))


@pytest.mark.rule("8.1")
def test_an_answer_comes_at_once_with_a_debate_and_a_choice_of_its_own() -> None:
    table = answered().settle("yes")
    assert (table.question, table.mover) == ("d0.answer", "dee")
    seats = []
    while table.state.phase is Phase.DEBATE:
        seats.append(table.mover)
        table.play(Pass(table.mover))
    assert seats == ["dee", "cem", "dee", "cem"]
    assert table.play(Choose("dee", "no")).question == "d1"
    every = answered(kind="unanimity").settle("yes").settle("yes", "no")
    assert every.of(Decided)[1].option == "no"  # by a rule of its own


@pytest.mark.rule("8.2")
def test_what_calls_for_no_answer_gets_none() -> None:
    table = answered().settle("no")
    assert table.question == "d1"
    assert [event.question for event in table.of(Decided)] == ["d0"]


@pytest.mark.rule("8.3")
def test_an_answer_that_names_no_options_is_called_for_by_all() -> None:
    text = files()
    assert build(load(text)).questions[1].to == (0, 1)
    named = broken(text, MAIN, "    response:\n", "    response:\n      to: ['yes']\n")
    assert build(load(named)).questions[1].to == (1,)


@pytest.mark.rule("8.4")
def test_what_was_taken_is_news_to_the_table_that_answers() -> None:
    table = answered()
    table.quiet()
    assert table.front == 50
    table.settle("yes")
    (news,) = table.of(Happened)
    assert (news.question, news.inject) == ("d0.answer", "yes")
    assert news.indicators == {"front": 60.0}
    assert table.belief(DEE) == table.anchor(DEE) == 0.5
    table.settle("no")
    assert table.belief(DEE) == 0.5  # and is learned once
    assert table.front == 60


def tell(table: Table) -> Table:
    """Bob says something that moves the others."""
    return table.play(Pass("ann"), FreeLine("bob", "x", "need", 1.0, 5), Pass("cem"))


@pytest.mark.rule("8.5")
def test_no_debate_fades_before_the_answer() -> None:
    table = tell(answered())
    heard = table.belief(CEM, NEED)
    assert heard == pytest.approx(OPENNESS * TRUST * 0.9)
    table.settle("yes")
    assert table.question == "d0.answer"
    assert table.belief(CEM, NEED) == heard
    later = tell(answered()).settle("no").belief(CEM, NEED)
    assert later == pytest.approx(heard * HALF, abs=GRAIN)


def deeds(*, taken: str = "yes", **changes: Any) -> Table:
    """Two decisions that Dee answers; she is provoked, and Ann dreads her answers."""
    steps = (option("no", 0), option("half", 50, 1), option("yes", 100, 3))
    dread, provoked = np.array([-1.0, 0.0, 0.0, 0.0]), np.array([0.0, 0.0, 0.0, 2.0])
    answer: dict[str, Any] = {"table": (DEE,), "rounds": 0, "facing": ANN, "by_deeds": provoked}
    asks: dict[str, Any] = {"options": steps, "rounds": 0, "facing": DEE, "by_deeds": dread}
    called = {**answer, "options": steps, "to": (1, 2)}
    questions = [asked("d0", **asks), asked("d0.answer", **called)]
    questions += [asked("d1", **asks), asked("d1.answer", **called)]
    return Table(world(*questions, memory=0.5, **changes)).settle(taken)


@pytest.mark.rule("8.6")
def test_an_answer_goes_by_the_step_and_by_what_is_new_in_it() -> None:
    half, whole = (deeds(taken=taken).position(DEE) for taken in ("half", "yes"))
    assert half < whole
    new = deeds(taken="no").settle("half").position(DEE)
    assert deeds().settle("no", "half").position(DEE) < new  # there has been more before


@pytest.mark.rule("8.7")
def test_a_decision_is_held_back_by_answers_expected_and_shown() -> None:
    mild, hard = (deeds().settle(answer) for answer in ("no", "yes"))
    assert hard.question == mild.question == "d1"
    assert hard.position(ANN) < mild.position(ANN)
    kept = deeds().settle("half")  # about as expected
    assert hard.position(ANN) < kept.position(ANN) < mild.position(ANN)


@pytest.mark.rule("9.1")
def test_consequences_are_learned_as_the_turn_closes() -> None:
    table = answered().settle("no")
    assert table.belief(ANN) == table.anchor(ANN) == -0.5
    assert table.front == 20
    options = (option("calm", 0), option("hard", 100, 2, then=DOWN))
    table = answered(options=options).settle("yes").quiet()
    assert table.front == 60
    table.settle("hard")
    assert table.front == 30
    assert table.belief(ANN) == pytest.approx(0.5 - 0.5 * 1.5)
    assert table.question == "d1"


@pytest.mark.rule("9.2")
def test_a_ladder_keeps_the_highest_rung() -> None:
    table = answered(options=(option("calm", 0), option("hard", 100, 4))).settle("yes")
    assert game.rungs(table.model, table.settle("hard").state.world) == {"steps": 1, "answers": 4}
    model = world(asked("d0"), asked("d1"), asked("d2"))
    seen = []
    table = Table(model)
    for taken in ("no", "yes", "no"):
        table.settle(taken)
        seen.append(game.rungs(model, table.state.world))
    assert seen == [{"steps": 0}, {"steps": 1}, {"steps": 1}]


@pytest.mark.rule("9.3")
@pytest.mark.parametrize("carry", [0.0, 0.3, 1.0])
def test_debate_fades_between_decisions_and_what_was_learned_stays(carry: float) -> None:
    teaches = (option("no", 0, then=UP), option("yes", 100))
    table = tell(Table(world(asked("d0", options=teaches), asked("d1"), carry=carry)))
    heard = table.belief(ANN, NEED)
    table.settle("no")
    assert table.belief(ANN, NEED) == pytest.approx(heard * carry, abs=GRAIN)
    assert table.belief(ANN, RISK) == table.anchor(ANN, RISK) == 0.5


@pytest.mark.rule("9.4")
def test_the_table_is_told_the_world_as_a_turn_closes() -> None:
    risen = asked("d0", injects=(inject("news", UP),))
    table = Table(world(risen, asked("d1"))).settle("yes")
    (learned,) = table.of(Learned)
    assert (learned.before, learned.indicators) == ({"front": 50.0}, {"front": 60.0})
    assert learned.rungs == {"steps": 1}
    options = (option("calm", 0), option("hard", 100, 2, then=DOWN))
    table = answered((inject("news", UP),), options=options).settle("yes")
    assert table.of(Learned) == []  # the turn is not over
    (learned,) = table.settle("hard").of(Learned)
    assert (learned.question, learned.before) == ("d0.answer", {"front": 50.0})
    assert learned.indicators == {"front": 40.0}
    assert learned.rungs == {"steps": 1, "answers": 2}


@pytest.mark.rule("9.5")
def test_what_really_happened_is_told_as_the_turn_closes_and_not_before() -> None:
    session = Session(prepare(files()), 1, ("mayor",))
    lookup = session.lookup
    told: list[str] = brief.brief(lookup, "mayor", "entry")
    closed = 0
    events = tuple(session.events)
    while events:
        for event in events:
            if isinstance(event, Learned):
                assert "It was let in" not in " ".join(told)
                assert "It was let in." in " ".join(event_text.histories(lookup, event))
                closed += 1
            told += event_text.tell(lookup, event)
        events = () if session.over else session.computer_move()
    assert (closed, session.over) == (1, True)


@pytest.mark.rule("9.6")
def test_how_it_turned_out_is_not_read_until_it_is_past() -> None:
    teaches = (option("no", 0, then=DOWN), option("yes", 100, then=UP))
    weighs = {(ANN, RISK): 2.0}

    def path(first: int, second: int) -> list[Any]:
        model = world(
            *(
                asked(f"d{n}", options=teaches, weighs=weighs, past=past)
                for n, past in enumerate((first, second))
            ),
            asked("d2", weighs=weighs),
            path=False,
        )
        return [plain(question.opening) for question in with_history(model).questions]

    assert path(0, 0)[0] == path(1, 1)[0]
    assert path(1, 0)[1] == path(1, 1)[1]
    assert path(1, 0)[1] != path(0, 0)[1]
    assert path(1, 0)[2] != path(1, 1)[2]


LAST = option("yes", 100, 1, ends=True, then=UP)


def lasting(days: int, **changes: Any) -> Table:
    """Ann learns something as the first of two decisions closes; the second is so much later."""
    options = (option("no", 0, then=UP), option("yes", 100, 1))
    model = world(asked("d0", options=options, day=0), asked("d1", day=days), **changes)
    return Table(model).settle("no")


@pytest.mark.rule("9.7")
def test_lessons_fade_to_character_by_half_in_each_half_life() -> None:
    for days, left in ((0, 0.5), (30, 0.25), (60, 0.125)):
        table = lasting(days, half_life=30.0)
        assert table.belief(ANN) == pytest.approx(left, abs=GRAIN)
        assert table.anchor(ANN) == pytest.approx(left, abs=GRAIN)
    assert lasting(3000).belief(ANN) == 0.5  # without one they stay


@pytest.mark.rule("9.8")
def test_a_concern_moves_as_what_it_reads_moves() -> None:
    up, down = (lasting(0, reads=(Reading(NEED, 0, sign),)) for sign in (1.0, -1.0))
    assert up.front == down.front == 60
    assert up.belief(CEM, NEED) == pytest.approx(0.2, abs=GRAIN)  # a tenth of its range, twice
    assert down.belief(CEM, NEED) == pytest.approx(-0.2, abs=GRAIN)
    later = lasting(3000, reads=(Reading(NEED, 0, 1.0),), half_life=30.0)
    assert later.belief(CEM, NEED) == pytest.approx(0.2, abs=GRAIN)  # it stays as read


@pytest.mark.rule("9.9")
def test_events_judge_whose_word_was_worth_something() -> None:
    held = tuple(np.array([[0.0, sign, -sign, 0.0]]) for sign in (0.8, 0.0))
    start = World(held, held, np.array([[50.0]]), np.array([[-1.0, -1.0]]))
    questions = asked("d0"), asked("d1", injects=(inject("came", UP),))
    table = Table(world(*questions, start=start, credit=1.0)).settle("no")
    worth = table.state.world.beliefs[table.model.words][0]
    assert worth[BOB] > 0 > worth[CEM]
    assert worth[ANN] == worth[DEE] == 0

    def heard(seat: str) -> float:
        lines: dict[str, Move] = {name: Pass(name) for name in ("ann", "bob", "cem")}
        lines[seat] = FreeLine(seat, "x", "need", 1.0, 5)
        now = Table(world(*questions, start=start, credit=1.0)).settle("no")
        return now.play(*lines.values()).belief(ANN, NEED)

    assert heard("bob") > TRUST * OPENNESS * 0.9 > heard("cem") > 0


def advised(bob: float, cem: float) -> Table:
    """Ann decides, and heeds Bob half as much again as Cem."""
    heed = np.zeros((4, 4))
    heed[ANN, BOB], heed[ANN, CEM] = 0.3, 0.2
    at = {BOB: bob, CEM: cem}
    return Table(world(asked("d0", at=at, counsel=heed), asked("d1", at=at, counsel=heed)))


@pytest.mark.rule("9.10")
def test_who_decides_alone_overrules_advisers_far_from_what_it_takes() -> None:
    (decided,) = advised(30, 20).settle("no").of(Decided)
    assert decided.overruled == ("bob",)
    (decided,) = advised(30, 20).settle("yes").of(Decided)
    assert decided.overruled == ("cem", "bob")
    alike = Table(world(asked("d0", kind="majority", at={BOB: 90}))).settle("no", "no", "no")
    assert alike.of(Decided)[0].overruled == ()


@pytest.mark.rule("9.11")
def test_overruling_half_of_ones_counsel_gets_out_and_costs_credit() -> None:
    def worth(table: Table) -> float:
        return float(table.state.world.beliefs[table.model.words][0, ANN])

    kept, out = advised(20, 90).settle("no"), advised(90, 20).settle("no")
    assert [t.of(Decided)[0].leaked for t in (kept, out)] == [False, True]
    assert worth(kept) == 0
    assert worth(out) == pytest.approx(-0.2, abs=GRAIN)
    left = advised(90, 20).settle(None)  # the same where a position takes it
    assert left.of(Decided)[0].leaked == (worth(left) < 0)
    assert worth(advised(90, 90).settle("no").settle("no")) == pytest.approx(-0.4, abs=2 * GRAIN)


@pytest.mark.rule("10.1")
def test_a_rung_that_ends_the_campaign_ends_it_at_once() -> None:
    first = asked("d0", options=(option("no", 0), LAST))
    model = world(first, asked("d0.answer", table=(DEE, CEM), to=(0, 1)), asked("d1"))
    table = Table(model).settle("yes")
    assert (table.question, table.events[-1]) == (None, Over("ladder"))
    assert [event.question for event in table.of(Opened)] == ["d0"]
    assert table.front == 60  # its consequences are learned all the same
    assert Table(model).settle("no").question == "d0.answer"


@pytest.mark.rule("10.2")
def test_an_answer_may_end_the_campaign() -> None:
    for taken, following in (("yes", None), ("no", "d1")):
        table = answered(options=(option("no", 0), LAST)).settle("yes").settle(taken)
        assert table.question == following
        assert table.of(Over) == [Over("ladder")] * (following is None)


@pytest.mark.rule("10.3")
def test_otherwise_it_ends_when_no_decision_is_left() -> None:
    table = Table(world(asked("d0"), asked("d1"))).settle("yes")
    assert table.of(Over) == []
    assert table.settle("yes").events[-1] == Over("agenda")
    again = Table(world(asked("d0"), asked("d1", asks_again=0))).settle("yes")
    assert (again.question, again.events[-1]) == (None, Over("agenda"))


@pytest.mark.rule("10.4")
def test_a_game_of_one_decision_ends_as_its_turn_closes() -> None:
    second = files()[MAIN].partition("decisions:\n")[2].partition("    response:\n")[0]
    text = files()
    text[MAIN] += second.replace("id: entry", "id: again")
    loaded = prepare(text)
    one, whole = (Session(loaded, 1, only=only) for only in (True, False))
    for session in (one, whole):
        while not session.over:
            session.computer_move()
    opened = [
        [event.question for event in session.events if isinstance(event, Opened)]
        for session in (one, whole)
    ]
    assert opened[0] in (["entry"], ["entry", "entry.answer"])
    last = Table(replace(one.model, temperature=0.0)).settle("no", "no")
    assert last.question == "entry.answer"
    assert last.settle(None).events[-1] == Over("agenda")
    assert Table(whole.model).settle("no", "no").settle(None).question == "again"


@pytest.mark.rule("10.5")
def test_after_the_end_nobody_can_move() -> None:
    held = (inject("news", UP),)
    table = Table(world(asked("d0", held=held))).settle("no")
    assert table.legal == []
    assert game.agenda(table.model, table.state) == []
    assert game.waiting(table.model, table.state) == []
    for move in (Pass("ann"), Choose("ann", "no"), Reschedule("ann", "d0"), Trigger("d0.news")):
        with pytest.raises(IllegalMoveError):
            table.play(move)
    assert np.isfinite(table.belief(BOB))
