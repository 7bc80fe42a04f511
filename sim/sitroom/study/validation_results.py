"""How good the model of positions is on real decisions, in the order of the JSON (results.plain).

Figures of nothing are None; intervals (95 %) and standard errors are of each figure by its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Intervals = Mapping[str, list[float] | None]
Errors = Mapping[str, float | None]


@dataclass(frozen=True)
class PointFigures:
    """How near a rule comes that foretells one point."""

    mae: float | None
    median_error: float | None
    within_10: float | None
    exact: float | None
    option_hit_rate: float | None
    intervals: Intervals
    standard_errors: Errors
    issues: int
    issues_on_option: int


@dataclass(frozen=True)
class Distribution:
    """How good a forecast distribution is, and how much its shortest intervals hold."""

    crps: float | None
    coverage_50: float | None
    coverage_80: float | None
    intervals: Intervals
    standard_errors: Errors
    holds_50: float | None
    holds_80: float | None


@dataclass(frozen=True)
class Difference:
    """By how much the CRPS of one forecast is less than that of another."""

    crps: float | None
    intervals: Intervals
    standard_errors: Errors


@dataclass(frozen=True)
class Forecast(Distribution):
    """The forecast: its figures, those of its median, and how it was made."""

    median: PointFigures
    fitted: bool
    parameters: Mapping[str, float]
    less_than: Mapping[str, Difference]


@dataclass(frozen=True)
class IssueForecast:
    """What is foretold of an issue."""

    issue: str
    median: int
    interval_50: tuple[int, int]
    interval_80: tuple[int, int]
    outcome: float | None


@dataclass(frozen=True)
class ValidationResult:
    """All figures of a table of decisions."""

    issues: int
    with_outcome: int
    proposals: int
    rules: Mapping[str, PointFigures]
    forecast: Forecast
    baselines: Mapping[str, PointFigures | Distribution]
    forecasts: tuple[IssueForecast, ...]
