"""Sections 1 and 2 of docs/reference/rules.md: the table and the agenda."""

import pytest

from sitroom.engine import game
from sitroom.engine.events import Agenda, Opened, Passed, PassedOver, Said
from sitroom.engine.model import Condition
from sitroom.engine.model import Predicate as Asks
from sitroom.engine.moves import Choose, IllegalMoveError, Pass, Reschedule, Say
from sitroom.engine.state import Phase
from sitroom.policies import advice
from tests.engine.worlds import plain
from tests.rules.small import ANN, BOB, CEM, DEE, NEED, Table, argument, asked, world

GRANTED = Condition(Asks.CHOSEN, number=0, options=(1,))
SAYS = argument("stop", by=(ANN, BOB, CEM))


def three(**changes: object) -> Table:
    """Three decisions, the last of which may ask the first again."""
    return Table(world(asked("d0"), asked("d1"), asked("d2", **changes)))


@pytest.mark.rule("1.1")
def test_who_does_not_sit_at_the_table_neither_speaks_nor_listens_nor_votes() -> None:
    everywhere = dict.fromkeys(range(4), NEED)
    weighs = dict.fromkeys(everywhere.items(), 1.0)
    here = argument("stop", by=(ANN, DEE), concern=NEED)
    table = Table(world(asked(table=(ANN, BOB), weighs=weighs, arguments=(here,))))
    table.play(Say("ann", "stop"))
    (said,) = table.of(Said)
    assert set(said.moved) == {"bob"}
    assert [table.belief(actor, NEED) != 0 for actor in range(4)] == [False, True, False, False]
    table.play(Pass("bob"))
    assert table.legal == [Choose("ann", option) for option in ("no", "yes", None)]


@pytest.mark.rule("1.2")
def test_seats_speak_in_the_order_of_the_table_once_a_round() -> None:
    table = Table(world(asked(table=(CEM, ANN, BOB), rounds=2))).quiet()
    assert [(e.seat, e.round) for e in table.of(Passed)] == [
        (seat, number) for number in (1, 2) for seat in ("cem", "ann", "bob")
    ]


@pytest.mark.rule("1.3")
def test_a_move_does_the_same_whoever_makes_it() -> None:
    model = world(asked(weighs={(BOB, 0): 1.0, (CEM, 0): 1.0}, arguments=(SAYS,), at={ANN: 1}))
    one, other = Table(model), Table(model)
    while one.state.phase is not Phase.OVER:
        move = advice.move(one.model, one.state)
        typed = type(move)(**vars(move))  # the same words from a person
        assert plain(one.play(move).state) == plain(other.play(typed).state)
    assert one.events == other.events
    assert one.of(Said)


@pytest.mark.rule("1.4")
def test_what_is_out_of_turn_or_not_allowed_is_refused_and_changes_nothing() -> None:
    table = Table(world(asked(arguments=(SAYS, argument("other", by=(BOB,))))))
    before = plain(table.state)
    for move in (
        Pass("bob"),
        Say("bob", "stop"),
        Say("ann", "other"),  # not in its hand
        Say("ann", "nothing"),
        Choose("ann", "no"),  # not yet
        Reschedule("ann", "d0"),
    ):
        with pytest.raises(IllegalMoveError):
            table.play(move)
        assert plain(table.state) == before
    assert table.play(Say("ann", "stop")).mover == "bob"


@pytest.mark.rule("1.5")
def test_one_may_always_pass_or_leave_a_choice_to_ones_position() -> None:
    table = Table(world(asked(rounds=2), asked("d0.answer", to=(0,)), asked("d1")))
    moves = 0
    while table.state.phase is not Phase.OVER:
        seat, debating = table.mover, table.state.phase is Phase.DEBATE
        always = Pass(seat) if debating else Choose(seat, None)
        assert always in table.legal
        table.play(always)
        moves += 1
    assert moves == (6 + 1) + (3 + 1) + (3 + 1)


@pytest.mark.rule("2.1")
def test_decisions_come_up_in_the_order_of_the_scenario() -> None:
    table = three().settle("no").settle("no").settle("no")
    assert [e.question for e in table.of(Opened)] == ["d0", "d1", "d2"]


@pytest.mark.rule("2.2")
def test_a_game_may_begin_at_any_decision_as_history_left_it() -> None:
    model = world(asked("d0", past=1), asked("d1", past=0), asked("d2"))
    table = Table(model, "d2")
    assert table.question == "d2"
    assert table.state.world.rungs.tolist() == [[1.0, -1.0]]  # d0 was granted, d1 was not
    began = Table(model, "d1").settle("no")
    assert plain(table.state.world) == plain(began.state.world)


@pytest.mark.rule("2.3")
@pytest.mark.parametrize(("option", "following"), [("yes", "d1"), ("no", "d2")])
def test_a_decision_is_left_out_where_its_condition_does_not_hold(
    option: str, following: str
) -> None:
    table = Table(world(asked("d0"), asked("d1", when=GRANTED), asked("d2")))
    assert table.settle(option).question == following
    assert table.of(PassedOver) == []


@pytest.mark.rule("2.4")
@pytest.mark.parametrize("option", ["yes", "no"])
def test_what_was_granted_in_full_is_not_asked_again_and_the_table_is_told(option: str) -> None:
    table = three(asks_again=0).settle(option).settle("no")
    granted = option == "yes"
    assert table.question == (None if granted else "d2")
    assert table.of(PassedOver) == [PassedOver("d2", "d0")] * granted


@pytest.mark.rule("2.5")
def test_any_seat_may_change_the_agenda_until_the_first_word() -> None:
    for seat in ("ann", "bob", "dee"):
        assert three().settle("no").play(Reschedule(seat, "d2")).question == "d2"
    table = three().settle("no").play(Pass("ann"))
    assert game.agenda(table.model, table.state) == []
    with pytest.raises(IllegalMoveError):
        table.play(Reschedule("ann", "d2"))
    table = three().settle("no").quiet()
    with pytest.raises(IllegalMoveError):
        table.play(Reschedule("ann", "d2"))


@pytest.mark.rule("2.6")
def test_an_earlier_decision_is_asked_again_and_the_one_put_aside_comes_after_it() -> None:
    table = three().settle("no").play(Reschedule("cem", "d0"))
    assert table.of(Agenda) == [Agenda("cem", "d0", "d1", comes_back=True)]
    table.settle("no").settle("no").settle("no")
    assert [e.question for e in table.of(Opened)] == ["d0", "d1", "d0", "d1", "d2"]


@pytest.mark.rule("2.7")
@pytest.mark.parametrize(("option", "following"), [("yes", None), ("no", "d2")])
def test_the_one_put_aside_is_left_out_where_it_has_been_granted_meanwhile(
    option: str, following: str | None
) -> None:
    table = three(asks_again=0).settle("no").settle("no")
    assert table.play(Reschedule("ann", "d0")).settle(option).question == following


@pytest.mark.rule("2.8")
def test_a_later_decision_passes_over_those_between() -> None:
    table = three().play(Reschedule("ann", "d2"))
    assert table.of(Agenda) == [Agenda("ann", "d2", "d0", comes_back=False)]
    assert table.settle("no").question is None
    assert [e.question for e in table.of(Opened)] == ["d0", "d2"]


@pytest.mark.rule("2.9")
def test_the_agenda_stands_while_a_decision_waits_and_at_an_answer() -> None:
    table = three().settle("no").settle("no").play(Reschedule("ann", "d0"))
    assert game.agenda(table.model, table.state) == []
    with pytest.raises(IllegalMoveError):
        table.play(Reschedule("ann", "d1"))
    table = Table(world(asked("d0"), asked("d0.answer", to=(0,)), asked("d1"))).settle("no")
    assert table.question == "d0.answer"
    with pytest.raises(IllegalMoveError):
        table.play(Reschedule("ann", "d1"))


@pytest.mark.rule("2.10")
@pytest.mark.parametrize(("option", "may"), [("yes", ["d0", "d2"]), ("no", ["d0"])])
def test_a_decision_whose_condition_does_not_hold_cant_be_put_first(
    option: str, may: list[str]
) -> None:
    table = Table(world(asked("d0"), asked("d1"), asked("d2", when=GRANTED))).settle(option)
    assert game.agenda(table.model, table.state) == may


@pytest.mark.rule("2.11")
def test_a_decision_settled_three_times_cant_be_put_first() -> None:
    table = three().settle("no")
    for times in (1, 2):
        assert "d0" in game.agenda(table.model, table.state), times
        table.play(Reschedule("ann", "d0")).settle("no")
    assert table.question == "d1"
    assert game.agenda(table.model, table.state) == ["d2"]
    with pytest.raises(IllegalMoveError):
        table.play(Reschedule("ann", "d0"))
