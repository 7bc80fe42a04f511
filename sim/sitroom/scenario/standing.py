"""Declared positions as the engine takes them: the support that goes with each, and how far it may move."""

from collections.abc import Sequence

import numpy as np

from sitroom.engine.theory import Floats, logit
from sitroom.scenario.schema import Position


def stances(held: Sequence[Position | None]) -> tuple[Floats, Floats | None]:
    """Return the stance [A] of each position, 0 where none is declared, and their room [2, A].

    The room is None where nobody stands for one place, and can be moved anywhere.
    """
    declared = np.array([50.0 if one is None else one.position for one in held])
    room = None
    if any(one is not None and one.width is not None for one in held):
        ends = [_ends(one) for one in held]
        room = np.array([[low for low, _ in ends], [high - low for low, high in ends]])
    known = np.array([one is not None for one in held])
    return np.where(known, logit(declared, room), 0.0), room


def _ends(one: Position | None) -> tuple[float, float]:
    """Return how low and how high a position can be moved."""
    if one is None or one.width is None:
        return 0.0, 100.0
    return max(0.0, one.position - one.width), min(100.0, one.position + one.width)
