"""Sections 3 and 4 of docs/reference/rules.md: how a question comes up, and conditions."""

from dataclasses import replace

import numpy as np
import pytest

from sitroom.engine import condition, theory
from sitroom.engine.events import Happened, Opened
from sitroom.engine.model import CompiledScenario, Condition, Consequences, Effect
from sitroom.engine.model import Predicate as Asks
from sitroom.engine.moves import Reschedule, Say
from sitroom.loader.load import load
from sitroom.scenario.compiler import build
from sitroom.scenario.schema import Condition as Written
from tests.loader.world import MAIN, broken, files
from tests.rules.small import (
    ANN,
    AT_60,
    BOB,
    CEM,
    NEED,
    RISK,
    TEACHES,
    Table,
    argument,
    asked,
    inject,
    option,
    world,
)

UP = Consequences((Effect((ANN,), RISK, 1.0, 0.5),))
NEARER = Consequences(indicators=((0, 5.0),))
GRANTED = Condition(Asks.CHOSEN, number=0, options=(1,))


def teaching(*, past: int) -> CompiledScenario:
    """The first decision's highest option teaches Ann; history took option `past`."""
    options = (option("no", 0), option("yes", 100, then=UP))
    later = asked("d1", at={ANN: 30, BOB: None}, weighs={(ANN, RISK): 2.0})
    return world(asked("d0", options=options, past=past), later)


@pytest.mark.rule("3.1")
@pytest.mark.parametrize(("past", "taken"), [(0, "no"), (1, "yes")])
def test_a_declared_position_stands_on_historys_path(past: int, taken: str) -> None:
    table = Table(teaching(past=past)).settle(taken)
    assert table.of(Opened)[-1].positions["ann"] == pytest.approx(30)


@pytest.mark.rule("3.2")
def test_off_historys_path_a_declared_position_shifts_as_beliefs_differ() -> None:
    table = Table(teaching(past=0)).settle("yes")
    z = theory.logit(np.array([30.0]))[0] + 2.0 * 0.5  # it has learned 0.5 that history did not
    assert table.of(Opened)[-1].positions["ann"] == pytest.approx(100 / (1 + np.exp(-z)))
    table = Table(teaching(past=1)).settle("no")
    z = theory.logit(np.array([30.0]))[0] - 2.0 * 0.5
    assert table.of(Opened)[-1].positions["ann"] == pytest.approx(100 / (1 + np.exp(-z)))


@pytest.mark.rule("3.3")
def test_a_position_that_nobody_declared_comes_from_concerns() -> None:
    held = tuple(np.array([[0.5, believes, 0.4, 0.0]]) for believes in (0.5, -0.5))
    none = {ANN: None, BOB: None, CEM: None}
    weighs = {(ANN, RISK): 1.0, (BOB, RISK): 1.0, (BOB, NEED): 1.0}
    start = replace(world(asked()).start, beliefs=held, anchors=held)
    seen = Table(world(asked(at=none, weighs=weighs), start=start)).of(Opened)[0].positions
    assert seen["ann"] == pytest.approx(100 / (1 + np.exp(-0.5)))
    assert seen["bob"] == pytest.approx(50)  # they cancel out
    assert seen["cem"] == pytest.approx(50)  # they say nothing: no weight
    harbour = build(load(files()))
    owner = harbour.actors.index("owner")  # it declares a position on the answer alone
    assert [question.stance[owner] == 0 for question in harbour.questions] == [True, False]


@pytest.mark.rule("3.4")
def test_injects_happen_in_order_as_their_decision_comes_up() -> None:
    model = world(asked("d0"), asked("d1", injects=(inject("first"), inject("second", UP))))
    table = Table(model)
    assert table.of(Happened) == []
    table.settle("no")
    assert [e.inject for e in table.of(Happened)] == ["d1.first", "d1.second"]
    assert (table.belief(ANN, NEED), table.belief(ANN, RISK)) == (0.5, 0.5)
    assert table.state.debate == ()


@pytest.mark.rule("3.5")
def test_an_inject_with_a_condition_hears_what_came_before_it() -> None:
    def at_start(first: float) -> tuple[list[str], float]:
        moves = Consequences(indicators=((0, first),))
        ways = (inject("front", moves), inject("then", UP, when=AT_60), inject("always"))
        table = Table(world(asked(injects=ways)))
        return [event.inject for event in table.of(Happened)], table.belief(ANN, RISK)

    assert at_start(10.0) == (["d0.front", "d0.then", "d0.always"], 0.5)
    assert at_start(9.0) == (["d0.front", "d0.always"], 0)


@pytest.mark.rule("3.6")
def test_injects_of_what_was_left_out_happen_with_the_next_decision() -> None:
    between = asked("d1", asks_again=0, injects=(inject("news"),))
    model = world(asked("d0"), between, asked("d2", injects=(inject("own", UP),)))
    left_out = Table(model).settle("yes")
    passed_over = Table(model).play(Reschedule("ann", "d2"))
    for table in (left_out, passed_over):
        assert table.question == "d2"
        assert [e.inject for e in table.of(Happened)] == ["d1.news", "d2.own"]


@pytest.mark.rule("3.7")
@pytest.mark.parametrize(("least", "count"), [(40, 1), (41, 0)])
def test_the_condition_of_a_decision_is_one_of_its_injects(least: int, count: int) -> None:
    head, decision = "decisions:\n", "  - id: entry\n    date: 2024-03\n"
    whole = files()
    first = whole[MAIN].partition(head)[2]
    first = first.replace("id: entry", "id: first", 1).replace("title: The ship", "title: It", 1)
    condition_ = f"{decision}    when: {{at_least: {{stocks: {least}}}}}\n"
    text = broken(whole, MAIN, decision, condition_)
    text = broken(text, MAIN, head, head + first)
    model = build(load(text))  # stocks stand at 40
    table = Table(world(*model.questions, path=False, start=model.start))
    held = model.questions[model.question("entry")].injects[0].when
    assert condition.holds(model, table.state, held, model.start).tolist() == [bool(count)]


@pytest.mark.rule("3.8")
def test_an_inject_happens_once_though_its_decision_is_asked_again() -> None:
    table = Table(world(asked("d0", injects=(inject("news"),)), asked("d1")))
    table.settle("no").play(Reschedule("ann", "d0"))
    assert [e.question for e in table.of(Opened)] == ["d0", "d1", "d0"]
    assert len(table.of(Happened)) == 1


@pytest.mark.rule("3.9")
def test_a_note_is_read_where_it_was_true_before_the_news() -> None:
    news = (inject("front", Consequences(indicators=((0, 20.0),))),)
    notes = (AT_60, Condition(Asks.NOT, (AT_60,)), GRANTED)
    table = Table(world(asked("d0"), asked("d1", notes=notes, injects=news)))
    assert table.settle("no").of(Opened)[-1].notes == (1,)
    table = Table(world(asked("d0"), asked("d1", notes=notes, injects=news)))
    assert table.settle("yes").of(Opened)[-1].notes == (1, 2)


@pytest.mark.rule("3.10")
def test_what_happens_teaches_those_it_names_by_its_rate() -> None:
    half = Consequences((Effect((ANN, BOB), NEED, -0.6, 0.5),))
    table = Table(world(asked(injects=(inject("one", half), inject("two", half)))))
    for held in (table.belief, table.anchor):
        assert held(ANN, NEED) == held(BOB, NEED) == pytest.approx(-0.45)  # half way, twice
        assert held(CEM, NEED) == held(ANN, RISK) == 0


@pytest.mark.rule("3.11")
@pytest.mark.parametrize(("change", "stands"), [(70.0, 100.0), (-70.0, 0.0), (5.0, 55.0)])
def test_an_indicator_stays_within_its_bounds(change: float, stands: float) -> None:
    moves = Consequences(indicators=((0, change),))
    by_news = Table(world(asked(injects=(inject("news", moves),))))
    assert by_news.front == stands
    options = (option("no", 0, then=moves), option("yes", 100))
    assert Table(world(asked(options=options))).settle("no").front == stands


@pytest.mark.rule("4.1")
def test_a_condition_does_not_ask_for_beliefs() -> None:
    keys = {"all", "any", "not_", "chosen", "reached", "at_least", "at_most", "happened", "ended"}
    assert set(Written.model_fields) == keys
    assert {f"{one.value}_" if one is Asks.NOT else one.value for one in Asks} == keys - {"ended"}
    table = Table(world(asked("d0"), asked("d1"))).settle("yes")
    beliefs = tuple(np.full((1, 4), -1.0) for _ in range(4))
    other = replace(table.state, world=replace(table.state.world, beliefs=beliefs, anchors=beliefs))
    for one in (GRANTED, AT_60, Condition(Asks.REACHED, bound=1.0)):
        same = [condition.holds(table.model, state, one) for state in (table.state, other)]
        assert same[0] == same[1]


def holds(table: Table, one: Condition) -> bool:
    return bool(condition.holds(table.model, table.state, one)[0])


@pytest.mark.rule("4.2")
def test_chosen_asks_how_a_question_was_last_settled() -> None:
    table = Table(world(asked("d0"), asked("d1")))
    refused = Condition(Asks.CHOSEN, number=0, options=(0,))
    either = Condition(Asks.CHOSEN, number=0, options=(0, 1))
    assert [holds(table, one) for one in (GRANTED, refused, either)] == [False] * 3
    table.settle("no")
    assert [holds(table, one) for one in (GRANTED, refused, either)] == [False, True, True]
    table.play(Reschedule("ann", "d0")).settle("yes")
    assert [holds(table, one) for one in (GRANTED, refused, either)] == [True, False, True]


@pytest.mark.rule("4.3")
@pytest.mark.parametrize("past", [0, 1])
def test_what_lies_before_the_beginning_is_historys(past: int) -> None:
    model = world(asked("d0", past=past), asked("d1"))
    assert holds(Table(model, "d1"), GRANTED) is (past == 1)
    assert holds(Table(model, "d0").settle("yes"), GRANTED)
    assert not holds(Table(model, "d0").settle("no"), GRANTED)


@pytest.mark.rule("4.4")
def test_a_rung_stays_reached_and_a_higher_one_reaches_those_below() -> None:
    options = (option("no", 0, 0), option("some", 50, 2), option("all", 100, 3))
    table = Table(world(*(asked(f"d{n}", options=options) for n in range(3))))
    seen = []
    for taken in ("no", "some", "no"):
        bounds = (0.0, 1.0, 2.0, 3.0)
        seen.append([holds(table, Condition(Asks.REACHED, bound=b)) for b in bounds])
        table.settle(taken)
    seen.append([holds(table, Condition(Asks.REACHED, bound=b)) for b in (0.0, 1.0, 2.0, 3.0)])
    assert seen == [
        [False, False, False, False],
        [True, False, False, False],
        [True, True, True, False],
        [True, True, True, False],
    ]
    assert not holds(table, Condition(Asks.REACHED, number=1))  # the other ladder


@pytest.mark.rule("4.5")
def test_a_bound_holds_at_the_number_itself() -> None:
    table = Table(world(asked()))  # the front stands at 50
    tests = [(kind, bound) for kind in (Asks.AT_LEAST, Asks.AT_MOST) for bound in (49, 50, 51)]
    found = [holds(table, Condition(kind, bound=float(bound))) for kind, bound in tests]
    assert found == [True, True, False, False, True, True]


@pytest.mark.rule("4.6")
def test_all_any_and_not() -> None:
    table = Table(world(asked()))
    yes, no = Condition(Asks.AT_LEAST, bound=50.0), Condition(Asks.AT_LEAST, bound=51.0)

    def joined(test: Asks, *parts: Condition) -> bool:
        return holds(table, Condition(test, parts))

    assert [joined(Asks.ALL, *p) for p in ((), (yes,), (yes, no))] == [True, True, False]
    assert [joined(Asks.ANY, *p) for p in ((no,), (no, yes), (yes, yes))] == [False, True, True]
    assert [joined(Asks.NOT, p) for p in (yes, no)] == [False, True]


def test_the_little_world_is_quiet() -> None:
    """What the tests of rules rest on: without news and arguments nothing moves."""
    table = Table(world(asked(arguments=(argument("stop", by=(ANN,)),)), asked("d1")))
    assert table.of(Opened)[0].positions == {"ann": 50.0, "bob": 50.0, "cem": 50.0}
    table.play(Say("ann", "stop"))
    assert table.position(BOB) == pytest.approx(50)  # nobody weighs anything
    assert TEACHES.effects
