"""One point for each issue: what the decision rules make of the positions that actors took.

`consensus` goes as far from the status quo as everyone would rather have it go, and nowhere if
somebody would not go that way; where no status quo is known it says nothing (NaN).

Persuasion is one round of the theory with one concern: all speak at once, and each moves towards
the mean of the others (by influence times salience), the further the less the matter means to it.
"""

from collections.abc import Callable

import numpy as np

from sitroom.engine.rules.majority import weighted_median
from sitroom.engine.rules.weighted import weighted_mean
from sitroom.engine.theory import Floats, hear
from sitroom.study.decisions import Decisions

RULES = ("weighted_mean", "weighted_median", "majority", "consensus")
AFTER = "persuasion_"  # and then one of the rules
UNKNOWN_SALIENCE = 50.0


def said(issues: Decisions, tick: Callable[[], None]) -> dict[str, Floats]:
    """Return the point [N] that each rule foretells, without and after a round of persuasion.

    `tick` is called after each issue.
    """
    both = np.stack([issues.position, persuaded(issues)])
    found = {name: np.full((2, len(issues)), np.nan) for name in RULES}
    weights, votes = issues.weights(), issues.votes()
    for n, here in enumerate(issues.here):
        x, w = both[:, n, here], weights[n, here]
        found["weighted_mean"][:, n] = weighted_mean(x, w)
        found["weighted_median"][:, n] = weighted_median(x, w)
        found["majority"][:, n] = weighted_median(x, votes[n, here])
        found["consensus"][:, n] = consensus(x, issues.status_quo[n])
        tick()
    before = {name: points[0] for name, points in found.items()}
    return before | {AFTER + name: points[1] for name, points in found.items()}


def baselines(issues: Decisions) -> dict[str, Floats]:
    """Return the points [N] that ask for no theory."""
    return {
        "unweighted_mean": np.nanmean(issues.position, axis=1),
        "status_quo": issues.status_quo,
        "fifty": np.full(len(issues), 50.0),
    }


def consensus(positions: Floats, status_quo: float) -> Floats:
    """Return how far all of positions[W, V] would rather have it go from the status quo."""
    found: Floats = np.clip(status_quo, positions.min(axis=1), positions.max(axis=1))
    return found


def persuaded(issues: Decisions) -> Floats:
    """Return the positions [N, A] after one round in which everyone speaks."""
    weights, x = issues.weights(), np.nan_to_num(issues.position)
    others = weights.sum(axis=1, keepdims=True) - weights
    total = (weights * x).sum(axis=1, keepdims=True) - weights * x
    claim = np.where(others > 0, total / np.where(others > 0, others, 1.0), x)
    caring = np.where(np.isnan(issues.salience), UNKNOWN_SALIENCE, issues.salience)
    moved = claim + hear(x - claim, 1 - caring / 100, 0.0)
    return np.where(issues.here, moved, np.nan)


def nearest_stated(issues: Decisions, points: Floats) -> Floats:
    """Return the stated position [N] nearest to each point, the lower of two."""
    order = np.sort(issues.position, axis=1)  # NaN last
    apart = np.abs(order - points[:, None])
    at = np.where(np.isnan(apart), np.inf, apart).argmin(axis=1)
    found: Floats = np.where(np.isnan(points), np.nan, order[np.arange(len(issues)), at])
    return found
