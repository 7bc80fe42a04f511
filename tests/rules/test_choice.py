"""Sections 7 and 11 of docs/reference/rules.md: how a question is decided, and chance."""

from typing import Any

import numpy as np
import pytest

from sitroom.analysis.stakes import stakes
from sitroom.engine import game, turn
from sitroom.engine.events import Decided, Opened, Said, Voted, to_plain
from sitroom.engine.model import CompiledScenario, Condition, Consequences, Predicate
from sitroom.engine.moves import Choose, FreeLine, IllegalMoveError, Pass, Reschedule
from sitroom.engine.rules import built_in
from sitroom.engine.rules.majority import weighted_median
from sitroom.engine.state import Phase
from sitroom.policies import advice, computer, random_seat
from sitroom.study import reachability
from tests.engine.worlds import plain
from tests.loader.world import MAIN, broken, files, problems
from tests.rules.small import ANN, BOB, CEM, NEED, NO, Table, argument, asked, inject, option, world

FIVE = tuple(option(f"o{at}", at) for at in (0, 25, 50, 75, 100))
ALONE = ("decider", "consent", "unanimity")


def decided(*votes: str | None, **changes: Any) -> Decided:
    """What comes of one question without a debate, chance left out."""
    temperature = changes.pop("temperature", 0.0)
    parts = {"rounds": 0, "options": FIVE, **changes}
    table = Table(world(asked(**parts), temperature=temperature))
    voters = len(table.model.questions[0].voters)
    table.settle(*(votes or (None,) * voters))
    (event,) = table.of(Decided)
    return event


@pytest.mark.rule("7.1")
def test_voters_choose_in_their_order_when_the_rounds_are_over() -> None:
    orders = {"decider": ["ann"], "consent": ["ann", "bob"]}
    for kind in built_in():
        table = Table(world(asked(kind=kind, rounds=1)))
        with pytest.raises(IllegalMoveError):
            table.play(Choose("ann", "no"))
        table.quiet()
        while table.state.phase is not Phase.OVER:
            table.play(Choose(table.mover, "no"))
        seats = [event.seat for event in table.of(Voted)]
        assert seats == orders.get(kind, ["ann", "bob", "cem"])


@pytest.mark.rule("7.2")
def test_a_choice_stays_closed_until_the_last_voter_has_chosen() -> None:
    told = []
    for vote in ("no", "yes", None):
        table = Table(world(asked(kind="unanimity"))).quiet()
        before = len(table.events)
        table.play(Choose("ann", vote), Choose("bob", vote))
        told.append([to_plain(event) for event in table.events[before:]])
        assert table.play(Choose("cem", "yes")).of(Decided)[0].choices["cem"] == "yes"
    assert told[0] == told[1] == told[2]
    assert told[0] == [to_plain(Voted("d0", seat)) for seat in ("ann", "bob")]


@pytest.mark.rule("7.3")
def test_an_option_taken_is_certain_whatever_the_position() -> None:
    for taken in ("o0", "o75"):
        event = decided(taken, at={ANN: 100.0}, temperature=50.0)
        assert event.option == taken
        assert event.chances[taken] == 1
        assert event.choices == {"ann": taken}


@pytest.mark.rule("7.4")
def test_a_position_takes_an_option_the_less_likely_the_further_it_lies() -> None:
    event = decided(at={ANN: 30.0}, temperature=20.0)
    weights = [np.exp(-(abs(30 - at) - 5) / 20) for at in (0, 25, 50, 75, 100)]
    assert list(event.chances.values()) == pytest.approx(np.array(weights) / sum(weights), abs=1e-6)


@pytest.mark.rule("7.5")
@pytest.mark.parametrize(("at", "taken"), [(30, "o25"), (38, "o50"), (50, "o50"), (99, "o100")])
def test_without_chance_the_nearest_is_taken_and_the_lower_of_two(at: float, taken: str) -> None:
    assert decided(at={ANN: at}).option == taken
    assert decided(at={ANN: 50.0}, options=(FIVE[1], FIVE[3])).option == "o25"


@pytest.mark.rule("7.6")
def test_a_computer_leaves_its_choice_to_its_position() -> None:
    for kind in built_in():
        table = Table(world(asked(kind=kind, rounds=0)))
        seat = table.mover
        assert advice.move(table.model, table.state) == Choose(seat, None)


@pytest.mark.rule("7.7")
def test_the_decider_alone_decides() -> None:
    others = {BOB: 1.0, CEM: 1.0}
    assert decided(at={ANN: 75.0, **others}).option == "o75"
    assert decided("o100", at={ANN: 1.0, **others}).option == "o100"
    up = argument("up", by=(BOB,), claim=1.0, strength=1.0)
    table = Table(world(asked(at={ANN: 40.0, BOB: 99.0}, weighs={(ANN, 0): 3.0}, arguments=(up,))))
    for _ in range(3):
        table.play(advice.move(table.model, table.state))
    assert table.of(Said)
    assert table.settle(None).of(Decided)[0].option == "yes"


@pytest.mark.rule("7.8")
def test_with_consent_the_lowest_choice_of_those_needed_stands() -> None:
    def of(ann: float, bob: float) -> str:
        return decided(kind="consent", at={ANN: ann, BOB: bob, CEM: 1.0}).option

    assert [of(75, 25), of(25, 75), of(75, 75)] == ["o25", "o25", "o75"]
    voted = decided("o100", "o75", kind="consent", at={CEM: 1.0})
    assert (voted.option, voted.choices) == ("o75", {"ann": "o100", "bob": "o75"})


@pytest.mark.rule("7.9")
def test_with_unanimity_the_lowest_choice_at_the_table_stands() -> None:
    assert decided(kind="unanimity", at={ANN: 75.0, BOB: 99.0, CEM: 25.0}).option == "o25"
    assert decided("o75", "o100", "o50", kind="unanimity", at={CEM: 1.0}).option == "o50"


@pytest.mark.rule("7.10")
def test_weighted_takes_the_mean_by_influence_times_salience() -> None:
    def at(**changes: Any) -> str:
        return decided(kind="weighted", at={ANN: 1.0, BOB: 1.0, CEM: 99.0}, **changes).option

    assert at() == "o25"  # a third of the way
    assert at(weight={CEM: 100.0}) == "o50"
    assert at(cares={CEM: 100.0}) == "o50"
    assert at(weight={CEM: 100.0}, cares={CEM: 100.0}) == "o75"  # four against two
    assert at(weight={CEM: 0.0}) == "o0"
    many = decided(kind="weighted", at={ANN: 1.0, BOB: 1.0, CEM: 99.0}, temperature=20.0)
    assert many.choices == {}
    assert many.chances["o25"] == max(many.chances.values())


@pytest.mark.rule("7.11")
def test_a_majority_takes_the_highest_position_that_more_than_half_stands_at_or_above() -> None:
    def at(**changes: Any) -> str:
        parts = {"kind": "majority", "at": {ANN: 99.0, BOB: 50.0, CEM: 1.0}, **changes}
        return decided(**parts).option

    assert at() == "o50"  # the middle of three
    assert at(weight={ANN: 100.0}, cares={CEM: 100.0}) == "o50"  # half; salience does not count
    assert at(weight={ANN: 100.0, CEM: 49.0}) == "o100"
    assert at(cares={ANN: 5.0, BOB: 5.0, CEM: 100.0}) == "o50"
    assert at(weight={CEM: 100.0}) == "o0"
    assert at(weight={BOB: 0.0}) == "o0"
    assert at(at={ANN: 1.0, BOB: 75.0, CEM: 75.0}) == "o75"


@pytest.mark.rule("7.12")
def test_half_is_no_majority_however_it_is_counted() -> None:
    sides = (np.array([[100.0, 0.0]]), np.array([[0.0, 100.0]]))
    for values in sides:
        assert weighted_median(values, np.array([50.0, 50.0]))[0] == 0
        ayes = values[0] == 100
        assert weighted_median(values, np.where(ayes, 50.001, 50.0))[0] == 100
    nine = np.array([[100.0] * 3 + [0.0] * 2])  # tenths, whose sums are not quite what they are
    assert weighted_median(nine, np.array([0.8, 0.9, 0.1, 0.9, 0.9]))[0] == 0
    halves = {"at": {ANN: 99.0, BOB: 1.0}, "table": (ANN, BOB)}
    assert decided(kind="majority", **halves).option == "o0"


@pytest.mark.rule("7.13")
@pytest.mark.parametrize("kind", ["weighted", "majority"])
def test_who_takes_an_option_stands_where_it_stands(kind: str) -> None:
    at = {ANN: 1.0, BOB: 1.0, CEM: 99.0}
    assert decided(kind=kind, at=at).option == ("o25" if kind == "weighted" else "o0")
    moved = decided("o75", None, "o50", kind=kind, at=at)
    assert moved.option == "o50"  # the mean is 42, the one in the middle 50
    assert moved.choices == {"ann": "o75", "cem": "o50"}


@pytest.mark.rule("7.14")
@pytest.mark.parametrize("kind", ["weighted", "majority"])
def test_once_all_have_taken_an_option_nothing_is_left_to_chance(kind: str) -> None:
    voted = decided("o0", "o25", "o100", kind=kind, temperature=50.0)
    assert (voted.option, voted.chances[voted.option]) == (
        "o50" if kind == "weighted" else "o25",
        1,
    )
    some = decided("o0", "o25", None, kind=kind, temperature=50.0)
    assert max(some.chances.values()) < 1
    halves = {"table": (ANN, BOB), "options": (FIVE[0], FIVE[1]), "temperature": 50.0}
    assert decided("o0", "o25", kind=kind, **halves).option == "o0"  # the lower of two as near


@pytest.mark.rule("7.15")
def test_where_nobody_weighs_anything_all_weigh_alike() -> None:
    none = {ANN: 0.0, BOB: 0.0, CEM: 0.0}
    at = {ANN: 1.0, BOB: 75.0, CEM: 75.0}
    assert decided(kind="weighted", at=at, weight=none).option == "o50"
    assert decided(kind="weighted", at=at, cares=none).option == "o50"
    assert decided(kind="majority", at=at, weight=none).option == "o75"


@pytest.mark.rule("7.16")
def test_without_unanimity_it_comes_to_what_is_said_otherwise() -> None:
    def of(*votes: str) -> str:
        return decided(*votes, kind="unanimity", otherwise=3).option

    assert of("o25", "o25", "o25") == "o25"
    assert of("o25", "o50", "o25") == "o75"
    assert of("o100", "o100", "o0") == "o75"  # it may be more than anybody chose
    parts = {"kind": "unanimity", "otherwise": 3, "at": {CEM: 90.0}, "temperature": 20.0}
    alone = decided(kind="decider", temperature=20.0).chances
    cem = decided(kind="decider", at={ANN: 90.0}, temperature=20.0).chances
    chances = decided(**parts).chances
    for name in ("o0", "o25", "o50", "o100"):
        assert chances[name] == pytest.approx(alone[name] ** 2 * cem[name], abs=2e-6)
    assert sum(chances.values()) == pytest.approx(1, abs=1e-5)


@pytest.mark.rule("7.17")
def test_without_consent_it_comes_to_what_is_said_otherwise() -> None:
    def of(*votes: str) -> str:
        return decided(*votes, kind="consent", otherwise=0).option

    assert of("o50", "o50") == "o50"
    assert of("o50", "o100") == "o50"  # who would go further agrees
    assert of("o50", "o25") == "o0"
    chances = decided(kind="consent", otherwise=0, temperature=20.0).chances
    own = decided(kind="decider", temperature=20.0).chances
    assert chances["o100"] == pytest.approx(own["o100"] ** 2, abs=2e-6)
    assert chances["o75"] == pytest.approx(own["o75"] * (own["o75"] + own["o100"]), abs=2e-6)


@pytest.mark.rule("7.18")
def test_advisers_pull_who_decides_by_trust_and_influence() -> None:
    def ann(*, weighs: float, belief: float) -> float:
        heed = np.zeros((4, 4))
        heed[ANN, BOB] = weighs
        up = FreeLine("cem", "x", "need", belief, 5)
        question = asked(weighs={(BOB, NEED): 2.0}, counsel=heed)
        table = Table(world(question)).play(Pass("ann"), Pass("bob"), up)
        return table.position(ANN)

    assert ann(weighs=0.0, belief=1.0) == pytest.approx(50)
    assert ann(weighs=0.02, belief=0.0) == pytest.approx(50)  # it goes by what has changed
    assert 50 < ann(weighs=0.01, belief=1.0) < ann(weighs=0.02, belief=1.0)
    assert ann(weighs=0.02, belief=-1.0) < 50


def drawn(model: CompiledScenario, seed: int = 1) -> dict[str, str]:
    """What is decided where every position speaks."""
    table = Table(model, seed=seed)
    while table.state.phase is not Phase.OVER:
        table.play(advice.move(table.model, table.state))
    return {event.question: event.option for event in table.of(Decided)}


SEEDS = range(30)


@pytest.mark.rule("11.1")
def test_the_same_game_is_the_same_and_other_seeds_and_runs_draw_otherwise() -> None:
    model = world(*(asked(f"d{n}", options=FIVE) for n in range(3)), temperature=50.0)
    games = [drawn(model, seed) for seed in SEEDS]
    assert games == [drawn(model, seed) for seed in SEEDS]
    assert len({tuple(one.values()) for one in games}) > len(SEEDS) // 2
    runs = np.arange(20)
    many = list(computer.play_on(model, turn.start(model, 1, runs)))
    assert len({tuple(d.option.tolist()) for state in many for d in state.past}) > 2
    for run in (0, 7, 19):
        alone = game.start(model, 1, run=run).state
        (over,) = computer.play_on(model, alone)
        (among,) = (s.take(np.flatnonzero(s.runs == run)) for s in many if run in s.runs)
        assert plain(over.past) == plain(among.past)


@pytest.mark.rule("11.2")
def test_what_else_is_asked_does_not_change_a_draw() -> None:
    parts: dict[str, Any] = {"options": FIVE, "rounds": 0}
    alone = world(asked("last", **parts), temperature=50.0)
    more = world(asked("first", **parts), asked("last", **parts), temperature=50.0)
    after = [drawn(more, seed)["last"] for seed in SEEDS]
    assert after == [drawn(alone, seed)["last"] for seed in SEEDS]
    assert after != [drawn(more, seed)["first"] for seed in SEEDS]


@pytest.mark.rule("11.3")
def test_a_question_asked_again_is_drawn_anew() -> None:
    model = world(asked("d0", options=FIVE, rounds=0), asked("d1", rounds=0), temperature=50.0)
    twice = []
    for seed in SEEDS:
        table = Table(model, seed=seed).settle(None).play(Reschedule("ann", "d0")).settle(None)
        twice.append([event.option for event in table.of(Decided)])
    assert any(first != second for first, second in twice)


@pytest.mark.rule("11.4")
@pytest.mark.parametrize("kind", ALONE[1:])
def test_every_voter_draws_for_itself(kind: str) -> None:
    model = world(asked(kind=kind, options=FIVE, rounds=0), temperature=50.0)
    split = 0
    for seed in SEEDS:
        voters = len(model.questions[0].voters)
        event = Table(model, seed=seed).settle(*(None,) * voters).of(Decided)[0]
        assert event.option == min(event.choices.values(), key=lambda id_: int(id_[1:]))
        split += len(set(event.choices.values())) > 1
    assert split > len(SEEDS) // 4  # alike by chance, not always


@pytest.mark.rule("11.5")
def test_nothing_is_drawn_but_a_choice() -> None:
    up = argument("up", by=(ANN, BOB, CEM), claim=1.0)
    down = argument("down", by=(BOB,), rebuts=(0,))
    weighs = {(actor, 0): 1.0 for actor in (ANN, BOB, CEM)}
    first = asked("d0", at={ANN: 80.0}, weighs=weighs, arguments=(up, down), options=FIVE, rounds=2)
    model = world(first, temperature=50.0)
    stories = set()
    for seed in SEEDS:
        table = Table(model, seed=seed)
        while table.state.phase is Phase.DEBATE:
            table.play(advice.move(table.model, table.state))
        stories.add(str(table.events))
    assert len(stories) == 1
    assert len(drawn(model)) == 1
    assert len({drawn(model, seed)["d0"] for seed in SEEDS}) > 1


RICH = Condition(Predicate.AT_LEAST, number=0, bound=60.0)  # it is 50 unless something comes
BOUND = (option("o0", 0), option("o50", 50), option("o100", 100, when=RICH))


@pytest.mark.rule("7.19")
@pytest.mark.parametrize("kind", built_in())
def test_what_is_not_on_the_table_is_never_taken(kind: str) -> None:
    eager: dict[str, Any] = {
        "at": dict.fromkeys((ANN, BOB, CEM), 99.0),
        "kind": kind,
        "options": BOUND,
        "rounds": 1,
    }
    richer = inject("rich", Consequences(indicators=((0, 20.0),)))
    for injects, able in (((), ["o0", "o50"]), ((richer,), ["o0", "o50", "o100"])):
        model = world(asked(injects=injects, **eager), temperature=30.0)
        table = Table(model).quiet()
        assert [m.option for m in game.legal(model, table.state) if isinstance(m, Choose)][
            :-1
        ] == able
        assert list(advice.chances(model, table.state)) == able
        assert sum(advice.chances(model, table.state).values()) == pytest.approx(1)
        assert {view.option for view in advice.views(model, table.state)} == {able[-1]}
        assert [one.option for one in stakes(model, table.state)] == able
        if not injects:
            with pytest.raises(IllegalMoveError):
                table.play(Choose(table.mover, "o100"))
        games = turn.start(model, 7, np.arange(400))
        for move in (computer.move, random_seat.move):
            (after,) = computer.play_on(model, games, move)
            assert set(after.past[0].option.tolist()) == set(range(len(able)))
    (opened,) = Table(world(asked(**eager))).of(Opened)
    assert opened.off_table == ("o100",)


def test_games_share_a_table_only_where_the_same_can_be_taken() -> None:
    """Run k of a study is game k, and the walk over all ways takes nothing that is ruled out."""
    first = asked("d0", options=(NO, option("yes", 100, 1, then=Consequences((), ((0, 20.0),)))))
    second = asked("d1", options=BOUND, at=dict.fromkeys((ANN, BOB, CEM), 90.0))
    model = world(first, second, temperature=40.0)
    runs = np.arange(200)
    taken = {}
    for after in computer.play_on(model, turn.start(model, 3, runs)):
        for place, run in enumerate(after.runs.tolist()):
            taken[run] = [int(done.option[place]) for done in after.past]
    assert {tuple(way) for way in taken.values()} == {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)}
    for run in range(12):
        state = game.start(model, 3, run=run).state
        while game.mover(model, state) is not None:
            state = game.play(model, state, advice.move(model, state)).state
        assert [int(done.option[0]) for done in state.past] == taken[run]
    walked = reachability.walk(model)
    assert (walked.ways, walked.exhaustive) == (5, True)


@pytest.mark.rule("7.20")
def test_two_options_are_always_on_the_table() -> None:
    ruled = "        title: Let it in\n        when: {at_least: {stocks: 10}}\n"
    found = problems(broken(files(), MAIN, "        title: Let it in\n", ruled))
    assert [(one.code, one.severity) for one in found] == [("S327", "error")]
