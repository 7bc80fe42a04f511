"""How campaigns end: the ending that each run comes to, and which aims of its actors were reached."""

from collections.abc import Iterator

import numpy as np

from sitroom.engine.condition import Flags, holds
from sitroom.engine.model import CompiledScenario, Condition, Predicate
from sitroom.engine.state import State
from sitroom.engine.theory import Ints

NO_ENDING = -1


def ending(model: CompiledScenario, state: State) -> Ints:
    """Return the number of the first ending [R] whose condition holds, NO_ENDING where none does."""
    found = np.full(state.runs.size, NO_ENDING, dtype=np.int64)
    for number, (_, when) in enumerate(model.endings):
        so = holds(model, state, when) & (found == NO_ENDING)
        found[so] = number
    return found


def reached(model: CompiledScenario, state: State) -> dict[str, list[Flags | None]]:
    """Return by actor in which runs [R] each of its aims is reached, None where it is not judged."""
    aims = zip(model.actors, model.aims, strict=False)
    return {
        actor: [None if aim is None else holds(model, state, aim) for aim in own]
        for actor, own in aims
        if own
    }


def asked_about(condition: Condition) -> Iterator[int]:
    """Yield the numbers of the questions that a condition asks about."""
    if condition.test in (Predicate.CHOSEN, Predicate.HAPPENED):
        yield condition.number
    for part in condition.parts:
        yield from asked_about(part)
