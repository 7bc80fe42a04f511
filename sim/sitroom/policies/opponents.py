"""How computer seats play at a table that people sit at: by chance among good lines, or looking ahead.

In a study every computer seat says its best line, so that runs share their debates. At a table that
would make each game of a decision the same debate; so seats draw among their good lines, by seed and
question and not by run, and the game stays a function of scenario, seed and moves.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sitroom.engine import game, manners, turn
from sitroom.engine.chance import uniform
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Confide, Move, Pass, Say
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
BETTER = 5.0  # points that an amendment must lie nearer, to be proposed
LOOKS = 4  # lines that a far-sighted seat weighs against one another


def move(model: CompiledScenario, state: State, level: str) -> Move:
    """Return the move that a computer seat of a level would make for the seat whose turn it is."""
    if state.phase is not Phase.DEBATE or level == STUDY:
        return advice.move(model, state)
    amendment = _amendment(model, state)
    if amendment is not None:
        return Say(str(game.mover(model, state)), amendment)
    if level == COOL:
        return advice.move(model, state)
    if level == FAR:
        return _ahead(model, state)
    number, seat = _drawn(model, state), str(game.mover(model, state))
    argument = None if number is None else model.questions[state.question].arguments[number].id
    return Pass(seat) if argument is None else Say(seat, argument)


def _amendment(model: CompiledScenario, state: State) -> str | None:
    """Return the amendment that suits the seat to move better than all that is on the table, if any."""
    question, actor = model.questions[state.question], turn.to_move(model, state)
    assert actor is not None
    hand, free = turn.open_arguments(model, state, actor)
    may = {number for number, so in zip(hand, free[0].tolist(), strict=True) if so}
    own = float(turn.positions(model, state)[0, actor])
    able = game.options(model, state)
    nearest = min(abs(option.at - own) for option in question.options if option.id in able)
    found = [o for o in question.options if o.proposed in may and o.proposed is not None]
    best = min(found, key=lambda option: abs(option.at - own), default=None)
    if best is None or best.proposed is None or abs(best.at - own) > nearest - BETTER:
        return None
    return question.arguments[best.proposed].id


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


def _ahead(model: CompiledScenario, state: State) -> Move:
    """Return the move after which the debate ends best for its speaker.

    The others are taken to say their best lines, and so is the speaker in later rounds. Its best
    line now is tried pressed and carried as well, and in private with those who decide.
    """
    seat, question = str(game.mover(model, state)), model.questions[state.question]
    actor = model.actors.index(seat)
    own = turn.positions(model, state)[0, actor]
    lines = [question.arguments[number].id for number in _useful(model, state)[0][:LOOKS]]
    tried: list[Move] = [Pass(seat), *(Say(seat, line) for line in lines)]
    for line in lines[:1]:
        said = Say(seat, line)
        tried += [replace(said, press=True)] * manners.may_press(model, state, seat)
        tried += [
            replace(said, through=ally) for ally in manners.allies(model, state, said)[:LOOKS]
        ]
        deciding = [model.actors[voter] for voter in question.voters]
        free = manners.confidants(model, state, seat)
        tried += [Confide(seat, line, to) for to in free if to in deciding]
    apart = [_apart(model, state, actor, move, own) for move in tried]
    return tried[int(np.argmin(np.round(apart, 9)))]


def _apart(model: CompiledScenario, state: State, actor: int, move: Move, own: float) -> float:
    """Return how far the others are from a place at the end of the debate after a move."""
    question = model.questions[state.question]
    after = game.play(model, state, move).state
    while after.phase is Phase.DEBATE:
        (after,) = computer.move(model, after)
    held = turn.positions(model, after)[0]
    if any(one == actor and out[0] for one, out in turn.exposed(after, held[None])):
        return np.inf  # a word in private that would get out is worse than none
    weight = question.influence * question.salience
    return float(sum(weight[o] * abs(held[o] - own) for o in question.table if o != actor))
