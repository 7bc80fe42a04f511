"""The table votes: the median voter by influence (Black 1948)."""

import numpy as np

from sitroom.engine.rules.rule import Ballot, Rule, Words
from sitroom.engine.theory import Floats

_ROUNDING = 1e-12  # of the weight: rounding must not make a majority of half of it


def weighted_median(values: Floats, weights: Floats) -> Floats:
    """Return the highest of values[W, V] that over half of the weight stands at or above.

    Going further needs more than half; at exactly half, the lower value stands (Black 1948).
    """
    weights = weights if weights.sum() > 0 else np.ones_like(weights)
    best: Floats = values.min(axis=1)
    for v in range(weights.size):
        behind = np.zeros(values.shape[0])
        for u in range(weights.size):
            behind += weights[u] * (values[:, u] >= values[:, v])
        carried = behind > weights.sum() * (0.5 + _ROUNDING)
        best = np.where(carried, np.maximum(best, values[:, v]), best)
    return best


class Majority(Rule):
    """One choice, from the furthest position that more than half of the influence carries."""

    name, order = "majority", 4
    words = Words(
        line="Decided by majority, weighed by influence.",
        means="The table votes. Votes count by influence, and going further needs more than half.",
    )

    def probabilities(self, ballot: Ballot) -> Floats:
        """Return the exact chance [W, O] of each option."""
        return ballot.one_choice(weighted_median(ballot.stated, ballot.influence))
