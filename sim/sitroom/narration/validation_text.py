"""How good the model is on real decisions, as text."""

from collections.abc import Iterator, Sequence

from sitroom.scenario.problems import pluralize
from sitroom.study.validation_results import (
    Distribution,
    Forecast,
    IssueForecast,
    PointFigures,
    ValidationResult,
)

AFTER = "persuasion_"  # as the study names rules that follow a round of persuasion
_NAMES = {
    "weighted_mean": "weighted mean",
    "weighted_median": "weighted median",
    "majority": "majority",
    "consensus": "consensus",
    "unweighted_mean": "unweighted mean",
    "status_quo": "status quo",
    "fifty": "always 50",
    "spread": "stated positions alone",
    "median": "the forecast's median",
    "plain_mixture": "those and a plain bell",
}
_PARAMETERS = {
    "salience_power": "the power to which salience is taken in the weights",
    "noise": "how far the weighted mean errs, per point that positions are apart",
    "doubt": "how far off the middle of the range it may end, as a part of the range",
    "on_positions": "the share of the forecast that lies on stated positions",
}


def page(found: ValidationResult) -> list[str]:
    """Return the figures of a validation as lines."""
    lines = [_counts(found)]
    if found.with_outcome:
        lines += ["", *_points(found), "", *_distributions(found)]
    return [*lines, "", *_parameters(found.forecast), *_open(found.forecasts)]


def _counts(found: ValidationResult) -> str:
    issues, known = found.issues, found.with_outcome
    of = "all" if known == issues else f"{known} of them" if known else "none of them"
    return f"Issues: {issues}, {of} with a known outcome; proposals: {found.proposals}"


def _points(found: ValidationResult) -> Iterator[str]:
    yield "One point foretold, beside what was decided (scale 0 to 100)"
    rules, total = found.rules, found.with_outcome
    sure = rules["weighted_mean"].intervals["mae"] is not None
    error = "mean error (95%)" if sure else f"mean error{'':9}"
    yield f"{'':25}{error:>19}{'median':>9}{'within 10':>11}{'exact':>7}{'option':>8}"
    yield from (_point(n, row, total) for n, row in rules.items() if not n.startswith(AFTER))
    yield "  after one round of persuasion"
    for name, row in rules.items():
        if name.startswith(AFTER):
            yield _point(name.removeprefix(AFTER), row, total, "  ")
    yield "  without any theory"
    for name, other in found.baselines.items():
        if isinstance(other, PointFigures):
            yield _point(name, other, total, "  ")
    yield _point("median", found.forecast.median, total)
    yield ""
    on_option = pluralize(rules["weighted_mean"].issues_on_option, "issue")
    yield (
        "Median: of the error. Exact: the outcome itself, to the point. Option: where the outcome "
        f"is a stated position ({on_option}), how often that is the one nearest to the point "
        "foretold. Consensus goes as far from the status quo "
        "as all would have it go. A number behind a name: issues whose status quo is known."
    )
    proposals = "Proposals, which are the issues whose names agree up to the first dash,"
    yield (
        f"In brackets: 95% of 2,000 resamplings of proposals. {proposals} are drawn together."
        if sure
        else f"{proposals} are too few here for intervals: five with an outcome are needed."
    )
    yield (
        "Persuasion shows how a debate moves; as a point forecast it is not expected to beat the "
        "weighted mean."
    )


def _point(name: str, row: PointFigures, total: int, indent: str = "") -> str:
    few = f" ({row.issues})" if row.issues < total else ""
    label = f"  {indent}{_NAMES[name]}{few}"
    if row.mae is None:
        return f"{label:<25}{'-':>6}"
    shares = f"{row.within_10:11.0%}{row.exact:7.0%}"
    hits = row.option_hit_rate
    hit = f"{'-':>8}" if hits is None else f"{hits:8.0%}"
    return f"{label:<25}{_with_interval(row):>19}{row.median_error:9.1f}{shares}{hit}"


def _with_interval(row: PointFigures | Distribution, key: str = "mae") -> str:
    ends = row.intervals[key]
    return f"{getattr(row, key):.1f}" + (" ({:.1f} to {:.1f})".format(*ends) if ends else " " * 15)


def _distributions(found: ValidationResult) -> Iterator[str]:
    yield "A distribution foretold"
    crps = "CRPS (95%)" if found.forecast.intervals["crps"] else f"CRPS{'':15}"
    yield f"{'':25}{crps:>19}{'in the 50%':>15}{'in the 80%':>15}"
    yield _distribution("the forecast", found.forecast)
    for name, row in found.baselines.items():
        if isinstance(row, Distribution):
            yield _distribution(_NAMES[name], row)
    yield ""
    less = found.forecast.less_than["plain_mixture"]
    ends = less.intervals["crps"]
    likely = " ({:.2f} to {:.2f}) on the same resamplings".format(*ends) if ends else ""
    assert less.crps is not None
    by, lower = less.crps, "lower"
    if by < 0 and not ends:
        by, lower = -by, "higher"
    yield (
        "CRPS is the error of a distribution, which for a single point is the mean error; lower is "
        f"better. The forecast's is {lower} than the plain bell's by {by:.2f}{likely}. "
        "In the 50%, in the 80%: how often the outcome lay in the shortest interval that holds so "
        f"much, which should be about as often{'; ± is one standard error' * bool(ends)}."
    )


def _distribution(name: str, row: Distribution) -> str:
    covered = "".join(
        f"{getattr(row, key):10.0%}" + (f" ± {error:2.0%}" if error is not None else " " * 5)
        for key in ("coverage_50", "coverage_80")
        for error in [row.standard_errors[key]]
    )
    return f"{'  ' + name:<25}{_with_interval(row, 'crps'):>19}{covered}".rstrip()


def _parameters(forecast: Forecast) -> Iterator[str]:
    if forecast.fitted:
        yield (
            "The forecast of a proposal was fitted on the outcomes of the others. Its four numbers "
            "over the whole table:"
        )
    else:
        yield (
            "Too few outcomes are known to fit anything on them. The four numbers of the forecast are "
            "those fitted on 183 decisions of the European Union:"
        )
    for name, value in forecast.parameters.items():
        yield f"  {value:5.2f}  {_PARAMETERS[name]}"


def _open(forecasts: Sequence[IssueForecast]) -> Iterator[str]:
    """Yield what is foretold of the issues whose outcome is not known."""
    rows = [row for row in forecasts if row.outcome is None]
    if not rows:
        return
    yield ""
    yield "Not known yet: the median, and where it ends with 50% and with 80%"
    for row in rows:
        half, most = (
            f"{low} to {high}" if low < high else f"{low}"
            for low, high in (row.interval_50, row.interval_80)
        )
        yield f"  {row.median:3}  {half:>10}  {most:>10}  {row.issue}"
