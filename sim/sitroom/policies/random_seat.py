"""How a random seat plays: any line that it may say, or a pass; and any option, each as likely."""

import numpy as np

from sitroom.engine import turn
from sitroom.engine.batch_merge import each
from sitroom.engine.chance import uniform
from sitroom.engine.condition import in_worlds, on_table
from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import PASS, UNSAID, Phase, State
from sitroom.engine.theory import Floats, Ints


def move(model: CompiledScenario, state: State) -> tuple[State, ...]:
    """Make a random move in every run, a function of (seed, run); the runs may part.

    All voters take the same option, so that the highest is reached as often as the lowest
    whatever the rule.
    """
    question = model.questions[state.question]
    if state.phase is Phase.DEBATE:
        state = each(model, state)
        drawn = _drawn(model, state, f"say:{len(state.debate)}")
        return (turn.say(model, state, _any_line(model, state, in_worlds(state, drawn))),)
    option = any_option(model, state, _drawn(model, state, "choose"))
    unsaid = np.full((option.size, len(question.voters)), UNSAID, dtype=np.int64)
    return turn.settle(model, state, option, unsaid)


def _drawn(model: CompiledScenario, state: State, purpose: str) -> Floats:
    name = model.questions[state.question].id
    return uniform(state.seed, state.runs, "dice", name, purpose)


def any_option(model: CompiledScenario, state: State, drawn: Floats) -> Ints:
    """Return an option [R] on the table in each run, by a number in [0, 1) for each."""
    count, able = len(model.questions[state.question].options), on_table(model, state)
    if able is None:
        return (drawn * count).astype(np.int64)
    reached = able.cumsum(axis=1)[state.row]
    wanted = (drawn * reached[:, -1]).astype(np.int64)
    option: Ints = np.argmax(reached == wanted[:, None] + 1, axis=1)
    return option


def _any_line(model: CompiledScenario, state: State, drawn: Floats) -> Ints:
    actor = turn.to_move(model, state)
    assert actor is not None
    hand, unsaid = turn.open_arguments(model, state, actor)
    free = np.column_stack([unsaid, np.ones(state.worlds, dtype=np.bool_)])  # or a pass
    wanted = (drawn * free.sum(axis=1)).astype(np.int64)
    place = np.argmax(free.cumsum(axis=1) == wanted[:, None] + 1, axis=1)
    lines: Ints = np.array([*hand, PASS], dtype=np.int64)[place]
    return lines
