"""A debate held among those at the table alone, over the concerns that come up: the same, sooner.

Who is not at the table hears nothing, and a concern that no line claims and that bears on nothing
moves nobody. Leaving them out changes no bit of what is left.
"""

from dataclasses import replace

import numpy as np

from sim.engine import turn
from sim.engine.model import Model, World
from sim.engine.state import Debate, Phase, State
from sim.engine.theory import Floats, Ints
from sim.seats import computer


def debated(model: Model, state: State) -> State:
    """Return the question at hand at its choice, every seat by computer, no record of the lines.

    Nothing may have been said before.
    """
    here, concerns = _wanted(model, state)
    held, small = _narrowed(model, state, here, concerns)
    while held.phase is Phase.DEBATE:
        held = turn.say(small, held, computer.speak(small, held))
    beliefs = state.world.beliefs.copy()
    beliefs[np.ix_(np.arange(state.runs.size), here, concerns)] = held.world.beliefs
    return replace(state, phase=Phase.CHOOSE, world=replace(state.world, beliefs=beliefs))


def _wanted(model: Model, state: State) -> tuple[Ints, Ints]:
    """Return who is at the table and which concerns bear on the question or are claimed."""
    question = model.questions[state.question]
    here = np.unique(np.array(question.table, dtype=np.int64))
    used = np.array(question.pull[here].any(axis=0))
    used[[argument.concern for argument in question.arguments]] = True
    return here, np.flatnonzero(used)


def _narrowed(model: Model, state: State, here: Ints, concerns: Ints) -> tuple[State, Model]:
    question = model.questions[state.question]
    seat = {actor: i for i, actor in enumerate(here.tolist())}
    concern = {number: i for i, number in enumerate(concerns.tolist())}

    def cut(beliefs: Floats) -> Floats:
        return beliefs[np.ix_(np.arange(beliefs.shape[0]), here, concerns)]

    def seen(world: World) -> World:
        return replace(world, beliefs=cut(world.beliefs), anchors=world.anchors[:, :0])

    small = replace(
        question,
        table=tuple(seat[actor] for actor in question.table),
        voters=tuple(seat[actor] for actor in question.voters),
        influence=question.influence[here],
        salience=question.salience[here],
        stance=question.stance[here],
        declared=tuple(question.declared[actor] for actor in here),
        pull=question.pull[np.ix_(here, concerns)],
        arguments=tuple(
            replace(
                argument,
                by=tuple(seat[actor] for actor in argument.by if actor in seat),
                concern=concern[argument.concern],
            )
            for argument in question.arguments
        ),
        opening=question.opening and seen(question.opening),
    )
    questions = list(model.questions)
    questions[state.question] = small
    narrowed = replace(
        model,
        actors=tuple(model.actors[actor] for actor in here),
        concerns=tuple(model.concerns[number] for number in concerns),
        trust=model.trust[np.ix_(here, here)],
        openness=model.openness[here],
        questions=tuple(questions),
    )
    world = seen(state.world)
    held = replace(
        state,
        world=world,
        carried=world,
        opened=world.beliefs,
        debate=Debate.empty(state.runs.size, here.size),
    )
    return held, narrowed
