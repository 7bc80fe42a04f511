"""History's path: a game by computer seats whose past choices are forced to what they were.

It says which beliefs each question was gone into with, so that a declared position stands as
long as a game has followed history, and shifts by as much as its beliefs differ from it.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sitroom.engine import ruling, turn
from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import Phase, State
from sitroom.engine.theory import Ints
from sitroom.policies import computer


def with_history(model: CompiledScenario) -> CompiledScenario:
    """Return the model with the opening of every question filled in.

    Where no outcome is recorded the path goes on with the likeliest choice. A question's own
    outcome is only read once its opening stands, so it can't touch it or an earlier one.
    """
    return [now for now, _ in walk(model)][-1]


def walk(model: CompiledScenario) -> Iterator[tuple[CompiledScenario, State]]:
    """Yield each question of history's path at its choice, and the end of the path.

    With each comes the model as far as it is known then.
    """
    bare = tuple(replace(question, opening=None, taken=None) for question in model.questions)
    model = replace(model, questions=bare)
    state = turn.start(model, seed=0, runs=np.zeros(1, dtype=np.int64))
    while state.phase is not Phase.OVER:
        questions = list(model.questions)
        number = state.question
        questions[number] = replace(questions[number], opening=state.carried)
        model = replace(model, questions=tuple(questions))
        while state.phase is Phase.DEBATE:
            (state,) = computer.move(model, state)
        answer = questions[number].answered_by
        if answer is not None:  # it has an opening though history's option may not call for it
            questions[answer] = replace(questions[answer], opening=state.world)
            model = replace(model, questions=tuple(questions))
        yield model, state
        past = model.questions[number].past
        option = likeliest(model, state) if past is None else np.array([past])
        questions[number] = replace(questions[number], taken=int(option[0]))
        (state,) = turn.settle(model, state, option, option[:, None], forced=True)
        over = state.phase is Phase.OVER
        world = turn.faded(model, state.world) if over else state.carried
        for other in range(number + 1, len(questions) if over else state.question):
            # Passed by on this path; a game that comes to it sets out from the world beside it.
            if questions[other].opening is None:
                questions[other] = replace(questions[other], opening=world)
        model = replace(model, questions=tuple(questions))
    yield model, state


def likeliest(model: CompiledScenario, state: State) -> Ints:
    """Return the likeliest option [W] of the question at hand, every position speaking."""
    question = model.questions[state.question]
    return ruling.most_likely(model, question, turn.positions(model, state))
