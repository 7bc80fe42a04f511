"""How a random seat plays: any line that it may say, or a pass; and any option, each as likely."""

import numpy as np

from sim.engine import turn
from sim.engine.chance import uniform
from sim.engine.model import Model
from sim.engine.state import PASS, Phase, State
from sim.engine.theory import Floats, Ints


def move(model: Model, state: State) -> tuple[State, ...]:
    """Make a random move in every run, a function of (seed, run); the runs may part.

    All voters take the same option, so that the highest is reached as often as the lowest
    whatever the rule.
    """
    question = model.questions[state.question]
    debating = state.phase is Phase.DEBATE
    purpose = f"say:{len(state.debate.speakers)}" if debating else "choose"
    drawn = uniform(state.seed, state.runs, "dice", question.id, purpose)
    if debating:
        return (turn.say(model, state, _any_line(model, state, drawn)),)
    return turn.choose(model, state, (drawn * len(question.options)).astype(np.int64))


def _any_line(model: Model, state: State, drawn: Floats) -> Ints:
    actor = turn.to_move(model, state)
    assert actor is not None
    hand, unsaid = turn.open_arguments(model, state, actor)
    free = np.column_stack([unsaid, np.ones(state.runs.size, dtype=np.int64)])  # or a pass
    wanted = (drawn * free.sum(axis=1)).astype(np.int64)
    place = np.argmax(free.cumsum(axis=1) == wanted[:, None] + 1, axis=1)
    lines: Ints = np.array([*hand, PASS], dtype=np.int64)[place]
    return lines
