"""How computer seats play at a table that people sit at: by chance among good lines, or looking ahead.

In a study every computer seat says its best line, so that runs share their debates. At a table that
would make each game of a decision the same debate; so seats draw among their good lines, by seed and
question and not by run, and the game stays a function of scenario, seed and moves.
"""

import math
from collections.abc import Mapping

import numpy as np

from sitroom.engine import turn
from sitroom.engine.chance import uniform
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Move, Pass, Say
from sitroom.engine.state import Phase, State
from sitroom.policies import advice, computer

STUDY, LIVELY, COOL, FAR = "study", "lively", "cool", "far-sighted"
LEVELS: Mapping[str, str] = {
    LIVELY: "of tempers of their own; they draw among their good lines",
    COOL: "of tempers of their own; they always say what helps them most now",
    FAR: "of tempers of their own; they look a whole debate ahead",
    STUDY: "as in studies: as the sources put them, always with the best line",
}
GOOD = 0.25  # a line is good that gains this share of what the best does, or more
LOOKS = 4  # lines that a far-sighted seat weighs against one another


def move(model: CompiledScenario, state: State, level: str) -> Move:
    """Return the move that a computer seat of a level would make for the seat whose turn it is."""
    if state.phase is not Phase.DEBATE or level not in (LIVELY, FAR):
        return advice.move(model, state)
    number = _drawn(model, state) if level == LIVELY else _ahead(model, state)
    question = model.questions[state.question]
    seat = model.actors[question.table[len(state.debate) % len(question.table)]]
    return Pass(seat) if number is None else Say(seat, question.arguments[number].id)


def _useful(model: CompiledScenario, state: State) -> tuple[list[int], list[float]]:
    """Return the lines that help the seat to move, the best first, and what each gains."""
    hand, gain = computer.gains(model, state)
    pairs = zip(hand, gain[0].tolist(), strict=True)
    found = sorted((pair for pair in pairs if pair[1] > computer.TIE), key=lambda pair: -pair[1])
    return [number for number, _ in found], [worth for _, worth in found]


def _drawn(model: CompiledScenario, state: State) -> int | None:
    """Return one of the good lines, the likelier the more it gains."""
    numbers, gain = _useful(model, state)
    good = [math.sqrt(worth) for worth in gain if worth >= GOOD * gain[0]]
    if not good:
        return None
    question = model.questions[state.question]
    times = sum(done.question == state.question for done in state.past)
    place = (question.id, str(times), "line", str(len(state.debate)))
    left = float(uniform(state.seed, np.zeros(1, dtype=np.int64), *place)[0]) * sum(good)
    for number, worth in zip(numbers, good, strict=False):
        left -= worth
        if left < 0:
            return number
    return numbers[len(good) - 1]


def _ahead(model: CompiledScenario, state: State) -> int | None:
    """Return the line, or None for a pass, after which the debate ends best for its speaker.

    The others are taken to say their best lines, and so is the speaker in later rounds.
    """
    actor = turn.to_move(model, state)
    assert actor is not None
    own = turn.positions(model, state)[0, actor]
    numbers, _ = _useful(model, state)
    best, least = None, _apart(model, state, actor, None, own)
    for number in numbers[:LOOKS]:
        apart = _apart(model, state, actor, number, own)
        if apart < least - computer.TIE:
            best, least = number, apart
    return best


def _apart(
    model: CompiledScenario, state: State, actor: int, number: int | None, own: float
) -> float:
    """Return how far the others are from a place at the end of the debate if a line is said now."""
    question = model.questions[state.question]
    said = np.array([-1 if number is None else number])
    after = turn.say(model, state, said)
    while after.phase is Phase.DEBATE:
        (after,) = computer.move(model, after)
    held = turn.positions(model, after)[0]
    weight = question.influence * question.salience
    return float(sum(weight[o] * abs(held[o] - own) for o in question.table if o != actor))
