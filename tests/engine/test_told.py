"""What everybody is told in a small game, event by event, and why somebody stands where it does.

Numbers as one works them out: support is the logit of the declared position plus pull times the
beliefs that have changed; a line moves its listeners openness * trust * strength of the way.
"""

import numpy as np
import pytest

from sitroom.engine import model as m
from sitroom.engine import ruling, theory, turn
from sitroom.engine.events import (
    Agenda,
    Decided,
    Event,
    Happened,
    Learned,
    Opened,
    Over,
    Passed,
    PassedOver,
    Said,
    Voted,
    to_plain,
)
from sitroom.engine.explain import Account, Reason, explain
from sitroom.engine.model import ALWAYS, Condition, Consequences, Effect
from sitroom.engine.moves import (
    Choose,
    FreeLine,
    IllegalMoveError,
    Move,
    Pass,
    Reschedule,
    Say,
    Trigger,
)
from tests.rules.small import (
    ANN,
    BOB,
    CEM,
    DEE,
    NEED,
    NO,
    RISK,
    Table,
    argument,
    asked,
    inject,
    option,
    world,
)

FAR = Condition(m.Predicate.AT_LEAST, number=0, bound=60.0)
PULL = {(ANN, RISK): -2.0, (BOB, NEED): 1.0, (BOB, RISK): -1.0, (CEM, NEED): 3.0}


def campaign() -> Table:
    """A decision with news, news that waits and an answer; one that asks it again; a last one."""
    storm = Consequences((Effect((ANN, BOB, CEM), RISK, 1.0, 0.5),), ((0, -10.0),))
    gale = Consequences((Effect((BOB,), NEED, -1.0, 0.25),), ((0, 5.0),))
    taught = Consequences((Effect((ANN,), RISK, -1.0, 0.5),), ((0, 20.0),))
    first = asked(
        options=(NO, option("yes", 100, 1, then=taught)),
        kind="consent",
        at={ANN: 60.0, BOB: 40.0, CEM: None},
        weighs=PULL,
        arguments=(argument("stop", (ANN,)), argument("go", (BOB,), NEED, claim=1.0, rebuts=(0,))),
        injects=(inject("storm", storm),),
        held=(inject("gale", gale),),
        rounds=2,
        notes=(ALWAYS, FAR),
    )
    answer = asked("d0.answer", table=(DEE, CEM), to=(1,), weighs=PULL)
    again = asked("d1", table=(BOB, ANN), asks_again=0, weighs=PULL)
    last = asked("d2", table=(BOB, ANN), kind="weighted", weighs=PULL, notes=(FAR, ALWAYS))
    return Table(world(first, answer, again, last))


OWN = FreeLine("cem", " A line of mine ", "risk", -0.5, 5)
DEBATE: tuple[Move, ...] = (Say("ann", "stop"), Say("bob", "go", 4), OWN, Trigger("d0.gale"))
PASSES: tuple[Move, ...] = (Pass("ann"), Pass("bob"), Pass("cem"))


def test_a_game_is_told_event_by_event() -> None:
    table = campaign().play(*DEBATE, *PASSES, Choose("ann", None), Choose("bob", "yes"))
    table.settle("no").settle(None, None)
    came = {"ann": 60.0, "bob": 40.0, "cem": 50.0}
    stormy = {"ann": 35.559502, "bob": 28.792871, "cem": 50.0}
    stopped = {"ann": 35.559502, "bob": 35.309436, "cem": 50.0}
    gone = {"ann": 35.559502, "bob": 35.309436, "cem": 69.846522}
    mine = {"ann": 53.13252, "bob": 41.254239, "cem": 69.846522}
    blown = {"ann": 53.13252, "bob": 35.355133, "cem": 69.846522}
    other, last = {"dee": 50.0, "cem": 69.846522}, {"bob": 48.633153, "ann": 84.38951}
    up, down = {"no": 0.0, "yes": 1.0}, {"no": 1.0, "yes": 0.0}
    first = "d0"
    told: list[Event] = [
        Opened(first, came, notes=(0,)),
        Happened(first, "d0.storm", stormy, {"front": 40.0}),
        Said(
            first, 0, 1, "ann", "stop", None, "risk", -1.0, 0.5, (),
            {"bob": (28.792871, 35.309436)}, stopped,
        ),
        Said(
            first, 1, 1, "bob", "go", None, "need", 1.0, 0.7, (0,),
            {"cem": (50.0, 69.846522)}, gone,
        ),
        Said(
            first, 2, 1, "cem", None, "A line of mine", "risk", -0.5, 0.9, (),
            {"ann": (35.559502, 53.13252), "bob": (35.309436, 41.254239)}, mine,
        ),
        Happened(first, "d0.gale", blown, {"front": 45.0}),
        Passed(first, 3, 2, "ann"),
        Passed(first, 4, 2, "bob"),
        Passed(first, 5, 2, "cem"),
        Voted(first, "ann"),
        Voted(first, "bob"),
        Decided(first, "yes", 1, came, blown, up, {"ann": "yes", "bob": "yes"}),
        Opened("d0.answer", other),
        Happened("d0.answer", "yes", other, {"front": 65.0}),
        Passed("d0.answer", 0, 1, "dee"),
        Passed("d0.answer", 1, 1, "cem"),
        Voted("d0.answer", "dee"),
        Decided("d0.answer", "no", 0, other, other, down, {"dee": "no"}),
        Learned("d0.answer", {"front": 50.0}, {"front": 65.0}, {"steps": 1, "answers": 0}),
        PassedOver("d1", "d0"),
        Opened("d2", last, notes=(0, 1)),
        Passed("d2", 0, 1, "bob"),
        Passed("d2", 1, 1, "ann"),
        Voted("d2", "bob"),
        Voted("d2", "ann"),
        Decided("d2", "yes", 1, last, last, up, {}),
        Learned("d2", {"front": 65.0}, {"front": 65.0}, {"steps": 1, "answers": 0}),
        Over("agenda"),
    ]  # fmt: skip
    assert table.events == told
    assert to_plain(told[-1]) == {"event": "over", "by": "agenda"}


def test_a_changed_agenda_is_told_with_what_comes_back() -> None:
    table = (
        Table(world(asked("d0"), asked("d1"), asked("d2")))
        .settle("no")
        .play(Reschedule("dee", "d0"))
    )
    table.settle("yes").play(Reschedule("ann", "d2")).settle("no")
    assert table.of(Agenda) == [
        Agenda("dee", "d0", "d1", comes_back=True),
        Agenda("ann", "d2", "d1", comes_back=False),
    ]
    seats = {"ann": 50.0, "bob": 50.0, "cem": 50.0}
    opened = [Opened(id_, seats) for id_ in ("d0", "d1", "d0", "d1", "d2")]
    assert table.of(Opened) == opened
    assert [event.rungs for event in table.of(Learned)] == [
        {"steps": 0},
        {"steps": 1},
        {"steps": 1},
    ]
    assert table.of(PassedOver) == []


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (Reschedule("ann", "d0"), "that can't be put on the table now"),
        (Reschedule("nobody", "d2"), "that can't be put on the table now"),
        (Trigger("d0.storm"), "that inject can't happen now"),
        (Say("bob", "go"), "it is the turn of ann, not of bob"),
        (FreeLine("ann", "x", "hope", 1.0), "there is no concern 'hope'"),
        (
            FreeLine("ann", "x", "risk", 1.1),
            "a claim lies between -1 and 1, a rating between 1 and 5",
        ),
        (
            FreeLine("ann", "x", "risk", 1.0, 6),
            "a claim lies between -1 and 1, a rating between 1 and 5",
        ),
        (FreeLine("ann", " ", "risk", 1.0), "a line has 1 to 500 characters"),
        (Say("ann", "stop", 0), "a rating lies between 1 and 5"),
        (Say("ann", "go"), "that can't be done now"),
        (Choose("ann", None), "that can't be done now"),
    ],
)
def test_what_is_not_allowed_is_told_in_so_many_words(move: Move, why: str) -> None:
    with pytest.raises(IllegalMoveError) as told:
        campaign().play(move)
    assert str(told.value) == why


def test_after_the_end_the_game_is_over() -> None:
    table = Table(world(asked())).settle("no")
    for move, why in (
        (Pass("ann"), "the game is over"),
        (Trigger("d0.gale"), "that inject can't happen now"),
    ):
        with pytest.raises(IllegalMoveError, match=f"^{why}$"):
            table.play(move)


def told(account: Account) -> list[tuple[str, str, str, int | None, float]]:
    return [(r.concern, r.cause, r.by, r.turn, round(r.points, 6)) for r in account.reasons]


def test_a_position_is_taken_apart_by_what_moved_it() -> None:
    table = campaign().play(*DEBATE)
    bob = explain(table.model, table.state, BOB)
    assert (bob.actor, bob.declared) == ("bob", True)
    assert bob.stance == pytest.approx(40)
    assert bob.position == pytest.approx(table.position(BOB))
    assert told(bob) == [
        ("risk", "inject", "d0.storm", None, -11.729462),
        ("need", "inject", "d0.gale", None, -5.864731),
        ("risk", "said", "ann", 0, 7.037677),  # he answered it, which tells him nothing new
        ("risk", "said", "cem", 2, 5.911649),
    ]
    assert bob.by_concern() == pytest.approx({"risk": 1.219864, "need": -5.864731})
    assert bob.by_speaker() == pytest.approx({"ann": 7.037677, "cem": 5.911649})
    cem = explain(table.model, table.state, CEM)
    assert (cem.declared, cem.stance) == (False, 50.0)
    assert told(cem) == [("need", "said", "bob", 1, 19.846522)]
    table.play(*PASSES, Choose("ann", None), Choose("bob", "yes"))
    after = explain(table.model, table.state, CEM)
    assert told(after) == [("need", "outlook", "", None, 19.846522)]
    reason = Reason("need", "said", "cem", 0, 2.0)
    twice = Account("bob", declared=True, stance=1.0, position=5.0, reasons=(reason, reason))
    assert twice.by_speaker() == {"cem": 4.0}


def test_an_account_of_one_of_many_games_is_that_games() -> None:
    model = world(
        asked(options=(NO, option("yes", 100, 1, then=Consequences((Effect((ANN,), RISK, -1.0, 0.5),))))),
        asked("d1", weighs=PULL),
        temperature=50.0,
    )  # fmt: skip
    state = turn.start(model, 1, np.arange(40, dtype=np.int64))
    for _ in range(3):
        state = turn.say(model, state, np.full(state.worlds, -1))
    (state,) = turn.choose(model, state, -1)
    positions = [explain(model, state, ANN, row).position for row in range(40)]
    held = turn.positions(model, state)[state.row, ANN].tolist()
    assert positions == pytest.approx(held)
    assert len(set(held)) == 2


def test_the_table_of_powers_is_as_good_as_the_machines_own() -> None:
    whole = theory._powers()
    assert np.abs(whole / np.exp2(np.arange(whole.size) / whole.size) - 1).max() < 1e-15


def test_the_likeliest_option_is_the_nearest_and_the_lower_of_two() -> None:
    model = world(asked(options=(NO, option("some", 50), option("yes", 100))), temperature=20.0)
    held = np.repeat(np.array([[10.0], [25.0], [45.0], [75.0], [90.0]]), 4, axis=1)
    assert ruling.most_likely(model, model.questions[0], held, None).tolist() == [0, 0, 1, 1, 2]
