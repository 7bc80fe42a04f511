"""Section 5 of docs/reference/rules.md: what a computer says in a debate."""

from dataclasses import replace

import pytest

from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Pass, Say
from sitroom.policies import advice, computer
from tests.rules.small import ANN, BOB, CEM, NEED, RISK, STOP, Table, argument, asked, world


def persuades(**changes: float) -> CompiledScenario:
    """Ann, at 20, may move Bob, who stands at 80, on risk, or Cem, at 60, on need."""
    lines = (argument("on-risk", by=(ANN,)), argument("on-need", by=(ANN,), concern=NEED))
    return world(
        asked(
            at={ANN: 20.0, BOB: 80.0, CEM: 60.0},
            weighs={(BOB, RISK): 2.0, (CEM, NEED): 2.0},
            arguments=lines,
            weight={BOB: changes.get("bob", 50.0)},
            cares={BOB: changes.get("cares", 50.0)},
        )
    )


@pytest.mark.rule("5.16")
def test_a_computer_brings_those_nearer_who_count() -> None:
    def says(model: CompiledScenario) -> str:
        table = Table(model)
        move = advice.move(model, table.state)
        assert isinstance(move, Say)
        gains = {}  # worked out from what each line does
        question = model.questions[0]
        for one in question.arguments:
            after = Table(model).play(Say("ann", one.id))
            gains[one.id] = sum(
                question.influence[i]
                * question.salience[i]
                * (abs(table.position(i) - 20) - abs(after.position(i) - 20))
                for i in (BOB, CEM)
            )
        assert move.argument == max(gains, key=lambda id_: gains[id_])
        return move.argument

    assert says(persuades()) == "on-need"  # nearer the middle, Cem moves further
    assert says(persuades(bob=100.0)) == "on-risk"
    assert says(persuades(cares=100.0)) == "on-risk"


@pytest.mark.rule("5.17")
def test_a_computer_passes_where_nothing_would_help() -> None:
    away = argument("more", by=(ANN,), claim=1.0)  # moves Bob further off
    idle = argument("idle", by=(ANN,), concern=NEED)  # moves nobody
    model = world(
        asked(at={ANN: 20.0, BOB: 80.0}, weighs={(BOB, RISK): 2.0}, arguments=(away, idle))
    )
    assert advice.move(model, Table(model).state) == Pass("ann")
    toward = replace(model.questions[0], arguments=(away, idle, STOP))
    model = replace(model, questions=(toward,))
    assert advice.move(model, Table(model).state) == Say("ann", "stop")


@pytest.mark.rule("5.18")
def test_of_arguments_that_serve_alike_the_first_is_said() -> None:
    alike = tuple(argument(id_, by=(ANN,)) for id_ in ("one", "two", "three"))
    model = world(
        asked(at={ANN: 20.0}, weighs={(BOB, RISK): 2.0, (CEM, RISK): 1.0}, arguments=alike)
    )
    assert advice.move(model, Table(model).state) == Say("ann", "one")


@pytest.mark.parametrize("repeated", [0.5, 1.0])
def test_a_computer_reckons_with_repetition(repeated: float) -> None:
    """What a line would do, as the computer has it, is what it does."""
    lines = (
        STOP,
        argument("too", by=(BOB,), claim=-0.6),
        argument("else", by=(BOB,), concern=NEED),
    )
    weighs = {(CEM, RISK): 2.0, (ANN, RISK): 2.0, (CEM, NEED): 1.0}
    model = world(asked(at={BOB: 20.0}, weighs=weighs, arguments=lines), repeated=repeated)
    table = Table(model).play(Say("ann", "stop"))
    for card in advice.hand(model, table.state):
        said = Table(model).play(Say("ann", "stop"), Say("bob", card.argument))
        worth = {ANN: 1.0, CEM: computer.ASIDE}  # Ann decides, and Cem does not
        distance = [abs(t.position(i) - 20) * worth[i] for t in (table, said) for i in worth]
        assert card.gain == pytest.approx(2500 * (sum(distance[:2]) - sum(distance[2:])), abs=1e-3)
