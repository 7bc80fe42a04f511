"""Backtest figures as text."""

from typing import Any

NAMES = {
    "model": "the model",
    "lowest": "always the lowest option",
    "highest": "always the highest option",
    "uniform": "each option equally likely",
    "undebated": "positions going in, without debate",
    "weighted_mean": "weighted mean of declared positions",
}


def backtest_page(found: dict[str, Any]) -> list[str]:
    """Return a backtest as lines."""
    known = len(found["decisions"])
    lines = ["From history's path, the share of runs that took the historical option"]
    for row in found["decisions"]:
        hit = "hit " if row["top1"] else "miss"
        share, option = row["share_historical"], row["historical_option"]
        lines.append(f"  {hit} {share:6.1%}  {row['id']}: {option}")
    lines += ["", f"Scores over {known} decisions (Brier and log: lower is better)"]
    lines += [_score(NAMES[name], row) for name, row in found["scores"].items()]
    for name, campaign in found["campaign"].items():
        lines += ["", f"A free campaign, positions {name}: asked, and then decided as in history"]
        for row in campaign["decisions"]:
            same = "   -  " if row["as_history"] is None else f"{row['as_history']:6.1%}"
            lines.append(f"  {row['asked']:6.1%} {same}  {row['id']}")
        for root, row in campaign["delays"].items():
            days = (
                "never" if row["median_days"] is None else f"median {row['median_days']:.0f} days"
            )
            lines.append(
                f"  refused, then granted: {root}: {row['runs']:.0%} of runs, {days} "
                f"(history: {row['history_days']})"
            )
    for row in found["jiggle"]:
        lines += ["", f"Every hand-set number jiggled by {row['size']:.0%}, {row['times']} times"]
        lines += [_score(when, row[when]) for when in ("median", "worst")]
    if "leave_one_out" in found:
        lines += ["", "Each decision without its declared positions, the rest fitted on the others"]
        lines.append(_score("the model", found["leave_one_out"]["scores"]))
        lines += [
            f"  {row['chance_historical']:6.1%}  {row['id']} (gain {row['gain']:g}, temperature "
            f"{row['temperature']:g}, carry {row['carry']:g})"
            for row in found["leave_one_out"]["decisions"]
        ]
    return lines


def _score(name: str, row: dict[str, float]) -> str:
    return f"  {row['top1']:4g} hits  Brier {row['brier']:.3f}  log {row['log']:.3f}  {name}"
