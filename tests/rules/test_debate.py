"""Section 5 of docs/reference/rules.md: the debate."""

import numpy as np
import pytest

from sitroom.engine import manners
from sitroom.engine.events import Said
from sitroom.engine.model import Consequences, Effect
from sitroom.engine.moves import STRENGTH, FreeLine, IllegalMoveError, Pass, Say, Trigger
from sitroom.loader.load import load
from sitroom.scenario.compiler import build
from tests.loader.world import MAIN, MAYOR, broken, files
from tests.rules.small import (
    ALL,
    ANN,
    AT_60,
    BOB,
    CEM,
    FAR,
    NEED,
    OPENNESS,
    RISK,
    STOP,
    TRUST,
    Table,
    argument,
    asked,
    inject,
    world,
)


@pytest.mark.rule("5.1")
def test_as_many_rounds_as_the_question_says_or_the_scenario() -> None:
    for rounds in (0, 1, 3):
        table = Table(world(asked(rounds=rounds))).quiet()
        assert len(table.state.debate) == 3 * rounds
    text = files()
    assert build(load(text)).questions[0].rounds == 3  # as scenarios have it
    text = broken(text, MAIN, "decisions:\n", "model: {rounds: 2}\ndecisions:\n")
    assert build(load(text)).questions[0].rounds == 2
    text = broken(text, MAIN, "    rule:\n", "    rounds: 1\n    rule:\n")
    assert build(load(text)).questions[0].rounds == 1


@pytest.mark.rule("5.2")
def test_who_sits_alone_has_no_debate() -> None:
    decision, answer = build(load(files())).questions
    assert (len(decision.table), decision.rounds) == (2, 3)
    assert (len(answer.table), answer.rounds) == (1, 0)


@pytest.mark.rule("5.3")
def test_a_hand_holds_what_was_written_for_the_seat_and_its_own_that_bears() -> None:
    def hand(text: dict[str, str], actor: str) -> set[str]:
        model = build(load(text))
        question = model.questions[0]
        return {question.arguments[i].id for i in question.hand(model.actors.index(actor))}

    text = files()
    assert hand(text, "port") == {"entry.leak", "port.jobs"}
    assert hand(text, "mayor") == {"mayor.jobs"}
    assert hand(text, "owner") == set()  # not at this table
    later = broken(text, MAYOR, "as_of: 2024-02, says: The", "as_of: 2024-05, says: The")
    assert hand(later, "mayor") == set()
    silent = broken(
        text, MAIN, "      trade:\n        value: 0.5", "      trade:\n        value: 0"
    )
    assert hand(silent, "mayor") == set()


@pytest.mark.rule("5.4")
def test_an_argument_is_said_once_whoever_says_it() -> None:
    both = argument("stop", by=(ANN, BOB))
    model = world(asked(arguments=(both,), rounds=2), asked("d1", arguments=(both,)))
    table = Table(model).play(Say("ann", "stop"))
    assert table.legal == [Pass("bob")]
    with pytest.raises(IllegalMoveError):
        table.play(Say("bob", "stop"))
    assert table.play(Pass("bob"), Pass("cem")).legal == [Pass("ann")]
    assert Say("ann", "stop") in table.settle("no").legal  # a new debate


@pytest.mark.rule("5.5")
def test_an_argument_is_said_only_where_its_condition_holds() -> None:
    when = argument("now", by=(ANN,), when=AT_60)
    risen = inject("front", Consequences(indicators=((0, 10.0),)))
    table = Table(world(asked(arguments=(when,))))
    assert table.legal == [Pass("ann")]
    table = Table(world(asked(arguments=(when,), injects=(risen,))))
    assert table.legal == [Say("ann", "now"), Pass("ann")]


@pytest.mark.rule("5.6")
def test_a_line_moves_its_listeners_part_of_the_way_that_is_left() -> None:
    trust = np.array([[1, 0, 0, 0], [0.9, 1, 0, 0], [0.2, 0, 1, 0], [0, 0, 0, 1.0]])
    openness = np.array([1.0, 0.5, 1.0, 1.0])
    line = argument("stop", by=(ANN,), claim=-0.8, strength=0.6)
    more = argument("again", by=(ANN,), claim=-0.8, strength=0.6)
    question = asked(arguments=(line, more), rounds=2)
    table = Table(world(question, trust=trust, openness=openness)).play(Say("ann", "stop"))
    bob, cem = 0.5 * 0.9 * 0.6, 1.0 * 0.2 * 0.6
    assert table.belief(BOB) == pytest.approx(bob * -0.8)
    assert table.belief(CEM) == pytest.approx(cem * -0.8)
    table.play(Pass("bob"), Pass("cem"), Say("ann", "again"))
    assert table.belief(BOB) == pytest.approx(-0.8 * (1 - (1 - bob) ** 2))


@pytest.mark.rule("5.7")
def test_a_line_moves_nothing_else_and_nothing_of_its_speakers() -> None:
    table = Table(world(asked(arguments=(STOP,)))).play(Say("ann", "stop"))
    assert table.belief(BOB, RISK) == pytest.approx(-FAR)
    assert [table.belief(actor, NEED) for actor in ALL] == [0, 0, 0]
    assert table.belief(ANN, RISK) == 0
    assert table.anchor(BOB, RISK) == 0


@pytest.mark.rule("5.8")
def test_a_pass_moves_nobody_and_costs_nothing_but_the_turn() -> None:
    table = Table(world(asked(arguments=(STOP,), rounds=2)))
    hand = table.legal
    table.play(Pass("ann"), Pass("bob"), Pass("cem"))
    assert [table.belief(actor) for actor in ALL] == [0, 0, 0]
    assert table.legal == hand


def debated(*lines: Say | FreeLine | Pass, trust: float = TRUST) -> Table:
    """A debate in which `no` and `never` answer `stop`, and Cem trusts Bob so much."""
    answers = [argument(id_, by=(BOB,), claim=1.0, rebuts=(0,)) for id_ in ("no", "never")]
    arguments = (STOP, *answers, argument("else", by=(ANN,), concern=NEED))
    matrix = np.full((4, 4), TRUST)
    matrix[CEM, BOB] = trust
    np.fill_diagonal(matrix, 1.0)
    return Table(world(asked(arguments=arguments, rounds=3), trust=matrix)).play(*lines)


@pytest.mark.rule("5.9")
@pytest.mark.parametrize("trust", [0.0, 0.5, 1.0])
def test_a_rebutted_line_counts_less_as_if_it_had_been_said_so(trust: float) -> None:
    table = debated(Say("ann", "stop"), Say("bob", "no"), trust=trust)
    assert table.of(Said)[1].rebuts == (0,)
    first = -OPENNESS * TRUST * 0.5 * (1 - trust)
    assert table.belief(CEM) == pytest.approx(first + OPENNESS * trust * 0.5 * (1 - first))
    assert table.belief(BOB) == -OPENNESS * TRUST * 0.5  # nobody talks a line out of its own mind
    others = (FreeLine("cem", "x", "risk", -1.0, 3), FreeLine("ann", "y", "risk", 0.5, 3))
    between = debated(Say("ann", "stop"), Pass("bob"), *others, Say("bob", "no"))
    heard = -FAR + FAR * (-1 + FAR)  # theirs as well, in their order
    assert between.belief(BOB) == pytest.approx(heard + FAR * (0.5 - heard))


@pytest.mark.rule("5.10")
def test_a_line_said_after_its_rebuttal_is_not_weakened() -> None:
    table = debated(Pass("ann"), Say("bob", "no"), Pass("cem"), Say("ann", "stop"))
    assert [event.rebuts for event in table.of(Said)] == [(), ()]
    assert table.belief(CEM) == pytest.approx(FAR + FAR * (-1 - FAR))


@pytest.mark.rule("5.11")
def test_a_line_that_is_rebutted_twice_is_weakened_twice() -> None:
    table = debated(Say("ann", "stop"), Say("bob", "no"), Pass("cem"), Pass("ann"))
    table.play(Say("bob", "never"))
    expected = -FAR * (1 - TRUST) ** 2
    for _ in range(2):
        expected += FAR * (1 - expected)
    assert table.belief(CEM) == pytest.approx(expected)


@pytest.mark.rule("5.12")
def test_a_line_of_ones_own_is_of_1_to_500_characters_on_a_concern_for_either_side() -> None:
    for text, claim in (("x", -1.0), ("x" * 500, 1.0)):
        table = Table(world(asked())).play(FreeLine("ann", text, "risk", claim, 5))
        assert table.belief(BOB) == pytest.approx(OPENNESS * TRUST * 0.9 * claim)
        assert (table.of(Said)[0].text, table.of(Said)[0].argument) == (text, None)
    for bad in (
        FreeLine("ann", "", "risk", 1.0),
        FreeLine("ann", "  ", "risk", 1.0),
        FreeLine("ann", "x" * 501, "risk", 1.0),
        FreeLine("ann", "x", "nothing", 1.0),
        FreeLine("ann", "x", "risk", 1.01),
        FreeLine("ann", "x", "risk", -1.01),
        FreeLine("ann", "x", "risk", float("nan")),
    ):
        with pytest.raises(IllegalMoveError):
            Table(world(asked())).play(bad)
    with pytest.raises(IllegalMoveError):
        Table(world(asked())).quiet().play(FreeLine("ann", "x", "risk", 1.0))


@pytest.mark.rule("5.13")
def test_a_line_of_ones_own_counts_for_what_it_cites_unless_rated() -> None:
    model = world(asked(), cited={"risk": ("post:1",), "need": ("post:2",)})
    for own, strength in (
        (FreeLine("ann", "x", "risk", 1.0), STRENGTH[1]),
        (FreeLine("ann", "x", "risk", 1.0, cites="post:1"), STRENGTH[3]),
        (FreeLine("ann", "x", "risk", 1.0, 5, cites="post:1"), STRENGTH[5]),
        (FreeLine("ann", "x", "risk", 1.0, 4), STRENGTH[4]),
    ):
        table = Table(model).play(own)
        assert table.of(Said)[0].strength == strength
        assert table.belief(BOB) == pytest.approx(OPENNESS * TRUST * strength)
    for cites in ("post:2", "post:9"):
        with pytest.raises(IllegalMoveError, match="nothing on that concern rests on"):
            Table(model).play(FreeLine("ann", "x", "risk", 1.0, cites=cites))


@pytest.mark.rule("5.14")
def test_a_line_of_ones_own_rebuts_nothing() -> None:
    table = debated(Say("ann", "stop"), FreeLine("bob", "no", "risk", 1.0, 3))
    assert table.of(Said)[1].rebuts == ()
    assert table.belief(CEM) == pytest.approx(-FAR + FAR * (1 + FAR))
    assert table.belief(BOB) == pytest.approx(-FAR)


@pytest.mark.rule("5.15")
def test_what_a_rating_is_worth() -> None:
    line = argument("stop", by=(ANN,), strength=0.37)
    worth = {None: 0.37, 1: 0.1, 2: 0.3, 3: 0.5, 4: 0.7, 5: 0.9}
    for rating, strength in worth.items():
        table = Table(world(asked(arguments=(line,)))).play(Say("ann", "stop", rating))
        assert table.belief(BOB) == pytest.approx(-OPENNESS * TRUST * strength)
        if rating is not None:
            own = Table(world(asked())).play(FreeLine("ann", "x", "risk", -1.0, rating))
            assert own.belief(BOB) == pytest.approx(-OPENNESS * TRUST * strength)
    for bad in (0, 6):
        with pytest.raises(IllegalMoveError):
            Table(world(asked(arguments=(line,)))).play(Say("ann", "stop", bad))
        with pytest.raises(IllegalMoveError):
            Table(world(asked())).play(FreeLine("ann", "x", "risk", -1.0, bad))


@pytest.mark.rule("5.19")
def test_a_line_with_nothing_to_read_or_said_before_is_refused() -> None:
    for blank in ("\u200b\u200d", "\ufeff", "\u2800", "\u3164 \u00ad", "\u0301"):
        with pytest.raises(IllegalMoveError, match="nothing to read"):
            Table(world(asked())).play(FreeLine("ann", blank, "risk", 1.0))
    table = Table(world(asked(rounds=2))).play(FreeLine("ann", "No  way", "risk", -1.0))
    for again in ("no way", " No way\n"):
        with pytest.raises(IllegalMoveError, match="in these words already"):
            table.play(FreeLine("bob", again, "need", 1.0))
    table.play(FreeLine("bob", "No way!", "risk", 1.0))


@pytest.mark.rule("5.20")
def test_a_point_made_again_counts_for_less_whoever_makes_it() -> None:
    lines = (
        STOP,
        argument("too", by=(BOB,), claim=-0.6),
        argument("more", by=(CEM,), claim=1.0),
        argument("need", by=(CEM,), concern=NEED),
        argument("third", by=(ANN,)),
    )
    model = world(asked(arguments=lines, rounds=2), asked("d1", arguments=lines), repeated=0.5)
    table = Table(model).play(Say("ann", "stop"), Say("bob", "too"))
    heard = 1 - (1 - 0.5) * 0.5  # Cem trusts Ann by half, and so takes half of it for said
    assert table.belief(CEM) == pytest.approx(-FAR + heard * FAR * (-0.6 + FAR))
    assert [event.repeats for event in table.of(Said)] == [(), (0,)]
    table.play(Say("cem", "more"), Say("ann", "third"))  # the other side is another point
    assert [event.repeats for event in table.of(Said)][2:] == [(), (0, 1)]
    other = Table(model).play(Say("ann", "stop"), Pass("bob"), Say("cem", "need"))
    assert other.of(Said)[1].repeats == ()
    own = other.play(FreeLine("ann", "Once more", "risk", -1.0, 3))
    assert own.of(Said)[2].repeats == (0,)
    assert own.quiet().settle("no").play(Say("ann", "stop")).of(Said)[-1].repeats == ()


@pytest.mark.rule("5.21")
def test_a_pressed_line_has_three_times_its_strength_and_a_price_that_rises() -> None:
    lines = (STOP, argument("else", by=(ANN,), concern=NEED))
    model = world(asked(arguments=lines, rounds=2), asked("d1", arguments=lines))
    table = Table(model).play(Say("ann", "stop", press=True))
    assert table.belief(BOB) == pytest.approx(-3 * FAR)
    assert table.of(Said)[0].pressed
    table.play(Pass("bob"), Pass("cem"))
    again = Table(model).play(Say("ann", "stop", press=True), Pass("bob"), Pass("cem"))
    again.play(Say("ann", "else", press=True))
    credit = [t.state.world.beliefs[model.words][0].tolist() for t in (table, again)]
    assert credit == [[-0.3, 0, 0, 0], [pytest.approx(-0.9), 0, 0, 0]]
    table.play(Say("ann", "else"))
    assert table.belief(BOB, NEED) == pytest.approx(
        -FAR
    )  # not yet: the debate goes on as it opened
    table.quiet().settle("no")
    was = table.belief(BOB, NEED)
    table.play(Say("ann", "else"))
    assert table.belief(BOB, NEED) == pytest.approx(was + 0.7 * FAR * (-1 - was))


def test_pressing_costs_the_same_though_news_comes_in_between() -> None:
    question = asked(arguments=(STOP,), held=(inject("news"),), rounds=2)
    late = Table(world(question)).play(Say("ann", "stop", press=True), Trigger("d0.news"))
    plain = Table(world(question)).play(Say("ann", "stop", press=True))
    words = late.model.words
    for table in (late, plain):
        assert table.state.world.beliefs[words][0].tolist() == [-0.3, 0, 0, 0]
    assert late.belief(BOB) == plain.belief(BOB)


@pytest.mark.rule("5.22")
def test_who_presses_must_have_credit_to_lose() -> None:
    questions = [asked(f"d{n}", arguments=(STOP,), rounds=1) for n in range(6)]
    table = Table(world(*questions))
    more = (argument("else", by=(ANN,)), argument("more", by=(ANN,)))
    twice = asked(arguments=(STOP, *more), rounds=3)
    spent = Table(world(twice))
    for line in ("stop", "else"):
        spent.play(Say("ann", line, press=True), Pass("bob"), Pass("cem"))
    assert not manners.may_press(spent.model, spent.state, "ann")
    for _ in range(3):
        table.play(Say("ann", "stop", press=True)).quiet().settle("no")
    assert not manners.may_press(table.model, table.state, "ann")
    assert manners.may_press(table.model, table.state, "bob")
    with pytest.raises(IllegalMoveError, match="word to put behind it"):
        table.play(Say("ann", "stop", press=True))


LEARNED = Consequences((Effect((BOB,), RISK, -1.0, 0.5),))


@pytest.mark.rule("5.23")
def test_a_line_is_carried_by_whoever_believes_its_side() -> None:
    trust = np.full((4, 4), 0.2)
    trust[CEM, BOB] = trust[ANN, BOB] = 0.8
    np.fill_diagonal(trust, 1.0)
    news = inject("news", LEARNED)
    model = world(asked(arguments=(STOP,), injects=(news,)), trust=trust)
    table = Table(model)
    was = table.belief(BOB)
    assert manners.allies(model, table.state, Say("ann", "stop")) == ["bob"]
    with pytest.raises(IllegalMoveError, match="does not carry"):
        table.play(Say("ann", "stop", through="cem"))
    with pytest.raises(IllegalMoveError, match="can't be pressed"):
        table.play(Say("ann", "stop", press=True, through="bob"))
    table.play(Say("ann", "stop", through="bob"))
    assert table.belief(CEM) == pytest.approx(-OPENNESS * 0.8 * 0.5 * 0.75)
    assert table.belief(ANN) == 0
    assert table.belief(BOB) == was
    assert (table.of(Said)[0].seat, table.of(Said)[0].through) == ("ann", "bob")
    assert table.mover == "bob"
