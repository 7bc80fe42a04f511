"""Bootstrap intervals (Efron 1979); what was decided together is drawn together."""

import numpy as np

from sitroom.engine.chance import uniform
from sitroom.engine.theory import Floats, Ints

TIMES = 2000
_ENDS = (2.5, 97.5)

Measured = tuple[float, list[float] | None, float | None]  # value, interval, standard error


def drawn(proposal: Ints, seed: int) -> Ints:
    """Return how often each issue [TIMES, N] comes up when proposals are drawn with repeats."""
    count = int(proposal.max()) + 1
    numbers = np.arange(TIMES * count, dtype=np.int64)
    picked = (uniform(seed, numbers, "validate", "proposals") * count).astype(np.int64)
    row = numbers // count
    times = np.bincount(row * count + picked, minlength=TIMES * count).reshape(TIMES, count)
    return times[:, proposal]


def mean(values: Floats, times: Ints) -> Measured:
    """Return a mean over what is not NaN, its 95 % interval and its standard error."""
    known = ~np.isnan(values)
    parts = times[:, known]
    total = parts.sum(axis=1)
    means = (parts * values[known]).sum(axis=1)[total > 0] / total[total > 0]
    return _measured(float(values[known].mean()), means)


def median(values: Floats, times: Ints) -> Measured:
    """Return a median over what is not NaN, its 95 % interval and its standard error."""
    known = ~np.isnan(values)
    order = np.argsort(values[known], kind="stable")
    ordered = values[known][order]
    reached = np.cumsum(times[:, known][:, order], axis=1)
    reached = reached[reached[:, -1] > 0]
    total = reached[:, -1:]
    low = ordered[(2 * reached >= total).argmax(axis=1)]
    high = ordered[(2 * reached > total).argmax(axis=1)]
    return _measured(float(np.median(ordered)), (low + high) / 2)


def mean_within(values: Floats, seed: int, *purpose: str) -> tuple[float, float]:
    """Return between what 95 of 100 means lie when values are drawn again with repeats."""
    numbers = np.arange(TIMES * values.size, dtype=np.int64)
    picked = (uniform(seed, numbers, *purpose) * values.size).astype(np.int64)
    means = values[picked].reshape(TIMES, values.size).mean(axis=1)
    low, high = np.percentile(means, _ENDS).tolist()
    return round(low, 6), round(high, 6)


def _measured(value: float, again: Floats) -> Measured:
    """Return a figure with what it was in resamplings, if there were any."""
    if not again.size:
        return round(value, 6), None, None
    ends = [round(end, 6) for end in np.percentile(again, _ENDS).tolist()]
    return round(value, 6), ends, round(float(again.std()), 6)
