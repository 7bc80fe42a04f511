"""Backtest figures as text."""

from sitroom.study.backtest_results import BacktestResult, Decision, Score

NAMES = {
    "model": "the model",
    "lowest": "always the lowest option",
    "highest": "always the highest option",
    "uniform": "each option equally likely",
    "undebated": "positions going in, without debate",
    "weighted_mean": "weighted mean of declared positions",
}


def backtest_page(found: BacktestResult) -> list[str]:
    """Return a backtest as lines."""
    known = len(found.decisions)
    lines = ["From history's path, the share of runs that took the historical option"]
    lines += map(_known, found.decisions)
    lines += ["", f"Scores over {known} decisions (Brier and log: lower is better)"]
    lines += [_score(NAMES[name], row) for name, row in found.scores.items()]
    for name, campaign in (found.campaign or {}).items():
        lines += ["", f"A free campaign, positions {name}: asked, and then decided as in history"]
        for one in campaign.decisions:
            same = "   -  " if one.as_history is None else f"{one.as_history:6.1%}"
            lines.append(f"  {one.asked:6.1%} {same}  {one.id}")
        for root, delay in campaign.delays.items():
            days = "never" if delay.median_days is None else f"median {delay.median_days:.0f} days"
            lines.append(
                f"  refused, then granted: {root}: {delay.runs:.0%} of runs, {days} "
                f"(history: {delay.history_days})"
            )
    return [*lines, *_tests(found)]


def _tests(found: BacktestResult) -> list[str]:
    """Return how much of the figures rests on numbers set by hand, as lines."""
    lines: list[str] = []
    for jiggle in found.jiggle or ():
        lines += ["", f"Every hand-set number jiggled by {jiggle.size:.0%}, {jiggle.times} times"]
        lines += [_score("median", jiggle.median), _score("worst", jiggle.worst)]
    if found.answers and found.answer_scores is not None:
        lines += ["", "Answers from history's path, the share that took the historical option"]
        lines += map(_known, found.answers)
        lines.append(_score("the model, of answers", found.answer_scores))
    if found.doubt is not None:
        lines += ["", f"Positions drawn from their doubt, {found.doubt.times} times"]
        lines += [_score("median", found.doubt.median), _score("worst", found.doubt.worst)]
    if found.fitted_on is not None:
        lines += ["", f"All positions derived, by numbers fitted on {found.fitted_on.scenario}"]
        lines.append(_score("the model", found.fitted_on.scores))
        lines.append(_score(NAMES["uniform"], found.fitted_on.uniform))
    if found.leave_one_out is not None:
        lines += ["", "Each decision derived, by numbers fitted on the others, also derived"]
        lines.append(_score("the model", found.leave_one_out.scores))
        lines += [
            f"  {row.chance_historical:6.1%}  {row.id} (gain {row.gain:g}, reserve "
            f"{row.reserve:g}, temperature {row.temperature:g}, carry {row.carry:g})"
            for row in found.leave_one_out.decisions
        ]
    return lines


def _known(row: Decision) -> str:
    hit = "hit " if row.top1 else "miss"
    return f"  {hit} {row.share_historical:6.1%}  {row.id}: {row.historical_option}"


def _score(name: str, row: Score) -> str:
    return f"  {row.top1:4g} hits  Brier {row.brier:.3f}  log {row.log:.3f}  {name}"
