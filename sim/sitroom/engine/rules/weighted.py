"""The table decides as one, where its views balance: the compromise model (Van den Bos 1991)."""

import numpy as np

from sitroom.engine.rules.rule import Ballot, Rule, Words
from sitroom.engine.theory import Floats


def weighted_mean(values: Floats, weights: Floats) -> Floats:
    """Return the weighted mean of values[W, V]; the compromise model (Van den Bos 1991)."""
    weights = weights if weights.sum() > 0 else np.ones_like(weights)
    total, weight = np.zeros(values.shape[0]), 0.0
    for v in range(weights.size):
        total += values[:, v] * weights[v]
        weight += weights[v]
    return total / weight


class Weighted(Rule):
    """One choice, from the mean by influence times salience."""

    name, order = "weighted", 3
    words = Words(
        line="Decided by the table as a whole, weighed by influence and salience.",
        means="The table decides as one. Each seat's view counts by its influence and by how "
        "much it cares; the outcome lies where the views balance.",
    )

    def probabilities(self, ballot: Ballot) -> Floats:
        """Return the exact chance [W, O] of each option."""
        weights = ballot.influence * ballot.salience
        return ballot.one_choice(weighted_mean(ballot.stated, weights))
