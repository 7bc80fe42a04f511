"""How a computer seat plays: the argument that brings the table nearest to its own position."""

import numpy as np

from sim.engine import turn
from sim.engine.model import Model
from sim.engine.state import PASS, UNSAID, Phase, State
from sim.engine.theory import Floats, Ints

TIE = 1e-9  # gains closer than this go to the argument that comes first in the file


def discord(model: Model, state: State, actor: int, at: Floats, beliefs: Floats) -> Floats:
    """Return how far [R] the table stands from an actor at position at[R].

    The sum over the others of influence * salience * distance, if they held these beliefs.
    """
    question = model.questions[state.question]
    held = turn.positions(model, state, beliefs)
    total = np.zeros(held.shape[0])
    for other in question.table:
        if other != actor:
            weight = question.influence[other] * question.salience[other]
            total += weight * np.abs(held[:, other] - at)
    return total


def gains(model: Model, state: State) -> tuple[list[int], Floats]:
    """Return the hand of the actor to move and what each argument would gain, [R, len(hand)].

    A gain is the fall in `discord`, the actor's own position held fixed; an argument that has
    been said already gains minus infinity.
    """
    actor = turn.to_move(model, state)
    assert actor is not None
    hand, unsaid = turn.open_arguments(model, state, actor)
    at = turn.positions(model, state)[:, actor]
    now = discord(model, state, actor, at, state.world.beliefs)
    result = np.full((state.runs.size, len(hand)), -np.inf)
    for i, argument in enumerate(hand):
        if unsaid[:, i].any():
            same = np.full(state.runs.size, argument, dtype=np.int64)
            after = turn.say(model, state, same).world.beliefs
            gain = now - discord(model, state, actor, at, after)
            result[:, i] = np.where(unsaid[:, i] == 1, gain, -np.inf)
    return hand, result


def speak(model: Model, state: State) -> Ints:
    """Return the argument [R] that a computer seat says, or PASS where nothing helps."""
    hand, gain = gains(model, state)
    best = np.full(state.runs.size, PASS, dtype=np.int64)
    top = np.zeros(state.runs.size)
    for i, argument in enumerate(hand):
        better = gain[:, i] > top + TIE
        best = np.where(better, argument, best)
        top = np.where(better, gain[:, i], top)
    return best


def move(model: Model, state: State) -> tuple[State, ...]:
    """Let the computer make the move that is due, in every run; the runs may part."""
    if state.phase is Phase.DEBATE:
        return (turn.say(model, state, speak(model, state)),)
    return turn.choose(model, state, np.full(state.runs.size, UNSAID, dtype=np.int64))


def play_on(model: Model, state: State) -> list[State]:
    """Play to the end with every seat by computer; the runs of each state ended alike."""
    going: list[State] = [state]
    over: list[State] = []
    while going:
        for following in move(model, going.pop()):
            (over if following.phase is Phase.OVER else going).append(following)
    return over
