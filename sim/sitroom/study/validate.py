"""How good the model of positions is on real decisions: rules, a forecast, and baselines."""

from collections.abc import Callable, Iterator

import numpy as np

from sitroom.engine.theory import Floats, Ints
from sitroom.study import forecast as model
from sitroom.study import point_forecasts, resample
from sitroom.study.decisions import Decisions, Flags
from sitroom.study.validation_results import (
    Difference,
    Distribution,
    Errors,
    Forecast,
    Intervals,
    IssueForecast,
    PointFigures,
    ValidationResult,
)

FEWEST = 20  # issues with an outcome below which nothing is fitted
FEWEST_PROPOSALS = 5  # with an outcome below which nothing is resampled, nor fitted
NEAR = 10.0
_SAME = 0.5  # points: an outcome is a whole number, as people write it
_SHARES = (("50", 0.5), ("80", 0.8))

_Measure = tuple[Callable[[Floats, Ints], resample.Measured], Floats]  # and of what


def validate(issues: Decisions, seed: int, tick: Callable[[], None]) -> ValidationResult:
    """Return all figures; `tick` is called issue by issue."""
    known = ~np.isnan(issues.outcome)
    ended = issues.only(known)
    many = len(np.unique(ended.proposal)) >= FEWEST_PROPOSALS
    times = resample.drawn(ended.proposal, seed) if many else np.zeros((0, len(ended)), np.int64)
    fitted = many and len(ended) >= FEWEST
    ours, ours_setting = _forecast(model.MIXTURE, issues, known, fitted=fitted)
    plain, _ = _forecast(model.PLAIN, issues, known, fitted=fitted)
    spread = model.spread(issues)
    scored = _distribution(ours[known], ended, times)
    rivals = {"spread": spread[known], "plain_mixture": plain[known]}
    return ValidationResult(
        issues=len(issues),
        with_outcome=len(ended),
        proposals=len(np.unique(issues.proposal)),
        rules={
            name: _point(p, ended, times) for name, p in point_forecasts.said(ended, tick).items()
        },
        forecast=Forecast(
            **vars(scored),
            median=_point(_median(ours[known]), ended, times),
            fitted=fitted,
            parameters=_named(model.MIXTURE, ours_setting),
            less_than={
                name: _difference(ours[known], rival, ended, times)
                for name, rival in rivals.items()
            },
        ),
        baselines={
            name: _point(p, ended, times) for name, p in point_forecasts.baselines(ended).items()
        }
        | {name: _distribution(rival, ended, times) for name, rival in rivals.items()},
        forecasts=tuple(_each(issues, ours)),
    )


def _forecast(
    family: model.Family, issues: Decisions, known: Flags, *, fitted: bool
) -> tuple[Floats, Floats]:
    """Return forecasts [N, 101] that never know the issue's own outcome, and the setting [K].

    The setting is the one that all outcomes lead to, which serves the issues without one.
    """
    setting = np.array(family.default)
    if not fitted:
        return family.forecast(issues, setting), setting
    ended = issues.only(known)
    scored = model.scores(family, ended)
    setting = model.settled(family, scored.sum(axis=1))
    found = family.forecast(issues, setting)
    found[known] = model.left_out(family, ended, scored)
    return found, setting


def _named(family: model.Family, setting: Floats) -> dict[str, float]:
    values = setting.tolist()
    return {name: round(value, 6) for name, value in zip(family.names, values, strict=True)}


def _point(points: Floats, ended: Decisions, times: Ints) -> PointFigures:
    """Return the figures of a rule that foretells one point; null where it never says any."""
    error = np.abs(points - ended.outcome)
    said = ~np.isnan(error)
    stated = (np.abs(ended.position - ended.outcome[:, None]) < _SAME).any(axis=1)
    taken = np.abs(point_forecasts.nearest_stated(ended, points) - ended.outcome) < _SAME
    each: dict[str, _Measure] = {
        "mae": (resample.mean, error),
        "median_error": (resample.median, error),
        "within_10": (resample.mean, np.where(said, error <= NEAR + 1e-9, np.nan)),
        "exact": (resample.mean, np.where(said, error < _SAME, np.nan)),
        "option_hit_rate": (resample.mean, np.where(said & stated, taken, np.nan)),
    }
    found, intervals, errors = _figures(each, times)
    return PointFigures(
        **found,
        intervals=intervals,
        standard_errors=errors,
        issues=int(said.sum()),
        issues_on_option=int((said & stated).sum()),
    )


def _distribution(forecast: Floats, ended: Decisions, times: Ints) -> Distribution:
    """Return the figures of a forecast distribution [N, 101]."""
    each: dict[str, _Measure] = {"crps": (resample.mean, model.crps(forecast, ended.outcome))}
    holds: dict[str, float | None] = {}
    for name, share in _SHARES:
        low, high, held = model.shortest(forecast, share)
        inside = (low - _SAME <= ended.outcome) & (ended.outcome < high + _SAME)
        each[f"coverage_{name}"] = (resample.mean, inside.astype(np.float64))
        holds[f"holds_{name}"] = round(float(held.mean()), 6) if len(ended) else None
    found, intervals, errors = _figures(each, times)
    return Distribution(**found, intervals=intervals, standard_errors=errors, **holds)


def _difference(ours: Floats, rival: Floats, ended: Decisions, times: Ints) -> Difference:
    """Return by how much the CRPS is less than a rival's on the same draws; above 0 is better."""
    less = model.crps(rival, ended.outcome) - model.crps(ours, ended.outcome)
    found, intervals, errors = _figures({"crps": (resample.mean, less)}, times)
    return Difference(**found, intervals=intervals, standard_errors=errors)


def _figures(
    each: dict[str, _Measure], times: Ints
) -> tuple[dict[str, float | None], Intervals, Errors]:
    """Return each figure, and beside them the intervals and standard errors; null of nothing."""
    found: dict[str, float | None] = {}
    intervals: dict[str, list[float] | None] = {}
    errors: dict[str, float | None] = {}
    for name, (measure, values) in each.items():
        if np.isnan(values).all():
            found[name] = intervals[name] = errors[name] = None
            continue
        found[name], intervals[name], errors[name] = measure(values, times)
    return found, intervals, errors


def _median(forecast: Floats) -> Floats:
    """Return the first point [N] by which half of a forecast lies."""
    found: Floats = (forecast >= 0.5 - 1e-9).argmax(axis=1).astype(np.float64)
    return found


def _each(issues: Decisions, forecast: Floats) -> Iterator[IssueForecast]:
    """Yield the forecast of each issue in a few numbers."""
    (low_50, high_50), (low_80, high_80) = (
        model.shortest(forecast, share)[:2] for _, share in _SHARES
    )
    middle = _median(forecast)
    for n, (name, outcome) in enumerate(zip(issues.names, issues.outcome, strict=True)):
        yield IssueForecast(
            issue=name,
            median=int(middle[n]),
            interval_50=(int(low_50[n]), int(high_50[n])),
            interval_80=(int(low_80[n]), int(high_80[n])),
            outcome=None if np.isnan(outcome) else float(outcome),
        )
