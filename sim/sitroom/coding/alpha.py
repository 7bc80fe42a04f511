"""Krippendorff's alpha with an interval from units drawn anew (Krippendorff 2019, chapter 12).

A unit counts with all values that it has, if it has two or more: who left it uncoded spoils nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sitroom.engine.chance import uniform
from sitroom.engine.theory import Floats

TIMES = 2000
_ENDS = (2.5, 97.5)
_DIGITS = 6

Values = Sequence[float]  # of one unit, from different coders


@dataclass(frozen=True)
class Measure:
    """How far coders agree: alpha with its 95 % interval, None where nothing can differ.

    `units` are those with two values or more, `pairs` the pairs of values in them; `same_sign` is
    the share of the pairs that lie on the same side of the middle.
    """

    alpha: float | None
    low: float | None
    high: float | None
    units: int
    pairs: int
    same_sign: float | None = None


def interval(units: Iterable[Values], middle: float) -> Measure:
    """Return the agreement on numbers; squared differences are what counts."""
    paired = [unit for unit in units if len(unit) > 1]
    if not paired:
        return Measure(None, None, None, 0, 0)
    count = np.array([len(unit) for unit in paired], dtype=np.float64)
    center = float(np.mean([value for unit in paired for value in unit]))  # keeps digits
    total = np.array([sum(value - center for value in unit) for unit in paired])
    square = np.array([sum((value - center) ** 2 for value in unit) for unit in paired])
    apart = 2 * (count * square - total**2) / (count - 1)
    sums = np.stack([count, total, square, np.maximum(apart, 0.0)])

    def alphas(times: Floats) -> Floats:
        many, first, second, seen = sums @ times.T
        by_chance = 2 * (many * second - first**2) / (many - 1)
        return _alpha(seen, by_chance)

    pairs = [(a - middle, b - middle) for unit in paired for a, b in combinations(unit, 2)]
    same = sum(np.sign(a) == np.sign(b) for a, b in pairs)
    return _measured(alphas, len(paired), len(pairs), float(same) / len(pairs))


def nominal(units: Iterable[Sequence[str]]) -> Measure:
    """Return the agreement on kinds, which are the same or not."""
    paired = [unit for unit in units if len(unit) > 1]
    if not paired:
        return Measure(None, None, None, 0, 0)
    kinds = sorted({kind for unit in paired for kind in unit})
    counts = np.array([[unit.count(kind) for kind in kinds] for unit in paired], dtype=np.float64)
    size = counts.sum(axis=1)
    apart = (size**2 - (counts**2).sum(axis=1)) / (size - 1)

    def alphas(times: Floats) -> Floats:
        held = times @ counts
        many = held.sum(axis=-1)
        by_chance = (many**2 - (held**2).sum(axis=-1)) / (many - 1)
        return _alpha(times @ apart, by_chance)

    return _measured(alphas, len(paired), int((size * (size - 1) / 2).sum()), None)


def _alpha(seen: Floats, by_chance: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(by_chance > 1e-12, 1.0 - seen / by_chance, np.nan)
    return found


def _measured(
    alphas: Callable[[Floats], Floats], units: int, pairs: int, same: float | None
) -> Measure:
    alpha = float(alphas(np.ones(units)))
    if np.isnan(alpha):
        return Measure(None, None, None, units, pairs, _round(same))
    numbers = np.arange(TIMES * units, dtype=np.int64)
    picked = (uniform(1, numbers, "coding", "units") * units).astype(np.int64)
    times = np.bincount(numbers // units * units + picked, minlength=TIMES * units)
    drawn = alphas(times.reshape(TIMES, units).astype(np.float64))
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.percentile(drawn, _ENDS) if len(drawn) else (alpha, alpha)
    return Measure(_round(alpha), _round(low), _round(high), units, pairs, _round(same))


def _round(value: float | None) -> float | None:
    return None if value is None else round(float(value), _DIGITS)
