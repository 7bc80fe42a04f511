"""How a computer seat plays: the argument that brings the table nearest to its own position."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sim.engine import theory, turn
from sim.engine.model import Model
from sim.engine.state import PASS, UNSAID, Phase, State, meet
from sim.engine.theory import Floats, Ints

TIE = 1e-9  # gains closer than this go to the argument that comes first in the file


def gains(model: Model, state: State) -> tuple[list[int], Floats]:
    """Return the hand of the actor to move and what each argument would gain, [R, len(hand)].

    A gain is the fall in the sum over the others at the table of influence * salience * distance
    from the actor's own position, that position held fixed. What has been said already gains
    minus infinity.
    """
    actor = turn.to_move(model, state)
    assert actor is not None
    question = model.questions[state.question]
    others = [other for other in question.table if other != actor]
    weight = (question.influence * question.salience)[others]
    support = turn.support(model, state)
    own = theory.position(support[:, actor])
    hand, unsaid = turn.open_arguments(model, state, actor)
    reach = turn.reach(model, question)[others, actor]
    pull = question.pull[others]
    # The first row is the table as it stands, then comes one row for each argument if said now.
    after = np.repeat(support[None, :, others], len(hand) + 1, axis=0)
    for i, number in enumerate(hand, 1):
        argument = question.arguments[number]
        held = state.world.beliefs[:, others, argument.concern]
        heard = theory.hear(held, reach * argument.strength, np.array(argument.claim))
        after[i] += pull[:, argument.concern] * (heard - held)
        same = np.full(own.size, number, dtype=np.int64)
        answers = np.flatnonzero(turn.hits(question, state.debate, same).any(axis=1))
        if answers.size:  # what it rebuts is heard anew as well
            some = replace(state, past=()).take(answers)
            beliefs = turn.say(model, some, same[answers]).world.beliefs
            after[i, answers] = turn.support(model, some, beliefs)[:, others]
    held = theory.position(after)
    discord = np.zeros(after.shape[:2])
    for n in range(len(others)):
        discord += weight[n] * np.abs(held[:, :, n] - own)
    return hand, np.where(unsaid == 1, (discord[0] - discord[1:]).T, -np.inf)


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


def play_on(
    model: Model, state: State, move: Callable[[Model, State], tuple[State, ...]] = move
) -> list[State]:
    """Play to the end, every seat by computer unless `move` says otherwise.

    Runs part where one is asked what another is not, and meet again at the next question; those of
    each state returned ended alike.
    """
    waiting: dict[tuple[int, int], list[State]] = {(state.question, state.since): [state]}
    over: list[State] = []
    while waiting:
        here = min(waiting)
        going = [meet(waiting.pop(here))]
        while going:
            for following in move(model, going.pop()):
                if following.phase is Phase.OVER:
                    over.append(following)
                elif following.question == here[0]:
                    going.append(following)
                else:
                    place = (following.question, following.since)
                    waiting.setdefault(place, []).append(following)
    return over
