"""Where a decision will end, as a distribution over 0, 1, ..., 100.

Before the positions are looked at, the end is somewhere about the middle of the range that they
span. Their weighted mean is a witness to it that errs by as much as they are apart; the two are
put together as Bayes has it for bells. Some of the mass lies on the stated positions, more on those
nearer to the centre found, and the rest in a bell about it: many decisions take over one position,
the others are compromises.

Four numbers, the same for all issues. N issues, G settings on a grid, K numbers in a setting.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sitroom.engine.theory import Floats, Ints, exp
from sitroom.study.decisions import Decisions

POINTS = np.arange(101.0)
_LEAST = 3.0  # points by which a witness errs even where all agree
_OUTSIDE = 0.05  # height of the bell beyond the stated range; no outcome we know of lies there
_STEADY = (
    60.0  # a difference of summed CRPS about as large as its own standard error (docs/model.md)
)
_FOLDS = 100


@dataclass(frozen=True)
class Family:
    """Forecasts [N, 101] (cumulative) for a setting [K], the grid [G, K] and a default [K]."""

    names: tuple[str, ...]
    forecast: Callable[[Decisions, Floats], Floats]
    grid: Floats
    default: tuple[float, ...]


def _grid(*values: tuple[float, ...]) -> Floats:
    return np.stack(np.meshgrid(*values, indexing="ij"), axis=-1).reshape(-1, len(values))


def spread(issues: Decisions) -> Floats:
    """Return the stated positions as a distribution, by influence times salience."""
    weights, mass = issues.weights(), np.zeros((len(issues), 101))
    rows, places = np.nonzero(issues.here)
    at = np.rint(issues.position[rows, places]).astype(np.int64)
    np.add.at(mass, (rows, at), weights[rows, places])
    return _cumulated(mass)


def _plain(issues: Decisions, setting: Floats) -> Floats:
    on_positions, width = setting.tolist()
    centre = _moments(issues, 1.0)[0][:, None]
    bell = _cumulated(exp(-0.5 * ((POINTS - centre) / width) ** 2))
    mixed: Floats = on_positions * spread(issues) + (1 - on_positions) * bell
    return mixed


def _ours(issues: Decisions, setting: Floats) -> Floats:
    power, noise, doubt, on_positions = setting.tolist()
    mean, apart = _moments(issues, power)
    low, high = issues.low_high()
    error = (noise * apart) ** 2 + _LEAST**2
    before = (doubt * (high - low)) ** 2 + _LEAST**2
    trust = before / (before + error)
    centre = (1 - trust) * (low + high) / 2 + trust * mean
    z = (POINTS - centre[:, None]) / np.sqrt(trust * error)[:, None]
    inside = (np.rint(low)[:, None] <= POINTS) & (np.rint(high)[:, None] >= POINTS)
    bell = exp(-0.5 * z * z) * np.where(inside, 1.0, _OUTSIDE)
    stated = _stated(issues) * exp(-np.abs(z))
    mixed: Floats = on_positions * _cumulated(stated) + (1 - on_positions) * _cumulated(bell)
    return mixed


def _moments(issues: Decisions, power: float) -> tuple[Floats, Floats]:
    """Return the weighted mean of the positions [N], and how far they are apart about it [N]."""
    weights, x = issues.weights(power), np.nan_to_num(issues.position)
    weights = weights / weights.sum(axis=1, keepdims=True)
    mean = (weights * x).sum(axis=1)
    return mean, np.sqrt((weights * (x - mean[:, None]) ** 2).sum(axis=1))


def _stated(issues: Decisions) -> Floats:
    """Return 1 at every stated position [N, 101], however many state it."""
    found = np.zeros((len(issues), 101))
    rows, places = np.nonzero(issues.here)
    found[rows, np.rint(issues.position[rows, places]).astype(np.int64)] = 1.0
    return found


def _cumulated(mass: Floats) -> Floats:
    total: Floats = np.cumsum(mass, axis=1)
    return total / total[:, -1:]


# The defaults are figures of a fit on 183 decisions of the European Union (docs/model.md); they
# serve tables too small to fit anything on.
MIXTURE = Family(
    ("salience_power", "noise", "doubt", "on_positions"),
    _ours,
    _grid((1, 2, 3), (0.5, 0.7, 1.0, 1.4), (0.3, 0.42, 0.6), (0.4, 0.5, 0.6, 0.7, 0.8)),
    (2.3, 0.9, 0.44, 0.6),
)
PLAIN = Family(
    ("on_positions", "width"),
    _plain,
    _grid((0.2, 0.3, 0.4, 0.5, 0.6, 0.7), (15, 20, 25, 30, 35, 40)),
    (0.46, 29.0),
)


def crps(forecast: Floats, outcome: Floats) -> Floats:
    """Return the continuous ranked probability score [N], exact: forecasts step at whole points."""
    step = forecast[:, :100]
    before = np.clip(outcome[:, None] - POINTS[:100], 0.0, 1.0)  # part of each unit below it
    score: Floats = (before * step**2 + (1 - before) * (1 - step) ** 2).sum(axis=1)
    return score


def shortest(forecast: Floats, share: float) -> tuple[Ints, Ints, Floats]:
    """Return the ends [N] of the shortest interval with at least `share`, and what it holds.

    Of several the one that holds most, then the lowest.
    """
    rows = np.arange(forecast.shape[0])
    low, width = np.zeros(rows.size, np.int64), np.full(rows.size, 101)
    held = np.zeros(rows.size)
    for start in range(101):
        inside = forecast - (forecast[:, start - 1 : start] if start else 0.0)
        enough = inside >= share - 1e-9
        end = enough.argmax(axis=1)
        now, holds = end - start, inside[rows, end]
        better = enough[rows, end] & ((now < width) | ((now == width) & (holds > held + 1e-9)))
        low[better], width[better], held[better] = start, now[better], holds[better]
    return low, low + width, held


def settled(family: Family, total: Floats) -> Floats:
    """Return a setting [K] for summed scores [G]: the mean of the grid, good settings counting most.

    The single best one jumps about on a few hundred decisions; this is steadier.
    """
    weight = exp((total.min() - total) / _STEADY)
    found: Floats = (weight[:, None] * family.grid).sum(axis=0) / weight.sum()
    return found


def scores(family: Family, issues: Decisions) -> Floats:
    """Return the CRPS [G, N] of every setting on issues with outcomes."""
    return np.stack([crps(family.forecast(issues, s), issues.outcome) for s in family.grid])


def left_out(family: Family, issues: Decisions, scored: Floats) -> Floats:
    """Return forecasts [N, 101] that know the outcomes of the other proposals alone.

    `scored` is from `scores`. With over 100 proposals, every hundredth is left out together.
    """
    fold = issues.proposal % _FOLDS
    found = np.zeros((len(issues), 101))
    for number in np.unique(fold).tolist():
        apart = fold == number
        setting = settled(family, scored[:, ~apart].sum(axis=1))
        found[apart] = family.forecast(issues.only(apart), setting)
    return found
