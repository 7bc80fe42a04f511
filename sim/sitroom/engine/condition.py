"""Conditions: what must have come about before a decision is asked, an inject happens, a line fits.

They ask only about what everyone at the table can see: choices, rungs and indicators.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sitroom.engine.batch import INDICATORS, RUNGS, index
from sitroom.engine.model import CompiledScenario, Condition, Predicate, World
from sitroom.engine.state import UNASKED, State
from sitroom.engine.theory import Ints

Flags = NDArray[np.bool_]
T = TypeVar("T", bound=np.generic)


def taken(model: CompiledScenario, state: State, number: int) -> Ints:
    """Return the option [R] that a question was last settled at, UNASKED where it was not.

    What lies before the question at which the game began was settled as on history's path.
    """
    before = model.questions[number].taken if number < state.first else None
    option = np.full(state.runs.size, UNASKED if before is None else before, dtype=np.int64)
    for done in state.past:
        if done.question == number:
            option = np.where(done.option == UNASKED, option, done.option)
    return option


def in_worlds(state: State, values: NDArray[T]) -> NDArray[T]:
    """Return for each world [W] what its runs have in common, given for each run [R]."""
    common = np.empty(state.worlds, dtype=values.dtype)
    common[state.row] = values
    return common


def holds(
    model: CompiledScenario, state: State, condition: Condition, world: World | None = None
) -> Flags:
    """Return in which runs [R] a condition holds, in the world of the state or in another one."""
    whole = state.whole
    world = whole.world if world is None else world
    number, bound = condition.number, condition.bound
    match condition.test:
        case Predicate.CHOSEN:
            return _among(taken(model, state, number), condition.options)
        case Predicate.HAPPENED:
            return _happened(model, state, number, condition.options[0], world)
        case Predicate.REACHED | Predicate.AT_LEAST | Predicate.AT_MOST:
            of = RUNGS if condition.test is Predicate.REACHED else INDICATORS
            values = (world.rungs if of == RUNGS else world.indicators)[:, number]
            below = condition.test is Predicate.AT_MOST
            return (values <= bound if below else values >= bound)[index(world, of)[whole.row]]
    parts = [holds(model, state, part, world) for part in condition.parts]
    if condition.test is Predicate.NOT:
        return ~parts[0]
    fold = np.logical_and if condition.test is Predicate.ALL else np.logical_or
    result = np.full(state.runs.size, condition.test is Predicate.ALL)
    for part in parts:
        result = fold(result, part)
    return result


def _among(option: Ints, options: tuple[int, ...]) -> Flags:
    """Return where [R] an option is one of a few; numpy's own `isin` takes ten times as long."""
    among = np.equal(option, options[0])
    for other in options[1:]:
        among |= np.equal(option, other)
    return among


def on_table(model: CompiledScenario, state: State) -> Flags | None:
    """Return where [W, O] each option of the question at hand can be taken; None: everywhere all."""
    question = model.questions[state.question]
    if not question.conditional:
        return None
    each = [in_worlds(state, holds(model, state, option.when)) for option in question.options]
    for number, option in enumerate(question.options):
        if option.proposed is not None:
            said = [any(line.argument == option.proposed for line in d) for d in state.debates]
            each[number] = each[number] & np.array(said, dtype=np.bool_)[state.heard]
    return np.column_stack(tuple(each))


def _happened(model: CompiledScenario, state: State, number: int, i: int, world: World) -> Flags:
    """Return in which runs [R] an inject of a question has happened; before the game, all had."""
    question = model.questions[number]
    if question.held:
        known = number < state.first or (number, i) in state.fired
        return np.full(state.runs.size, known, dtype=np.bool_)
    if number > max(state.since, state.question):
        return np.zeros(state.runs.size, dtype=np.bool_)
    return holds(model, state, question.injects[i].when, world)


def granted(model: CompiledScenario, state: State, number: int | None) -> Flags:
    """Return in which runs [R] a question was last settled at its highest option."""
    if number is None:
        return np.zeros(state.runs.size, dtype=np.bool_)
    highest = len(model.questions[number].options) - 1
    return np.equal(taken(model, state, number), highest)
