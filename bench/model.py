"""The tests of the model that docs/model.md reports, in one table.

    python bench/model.py [SCENARIO] [--runs 4000] [--draws 200] [--fit] [--fitted-on SCENARIO] [--jobs 2]

Everything is worked out anew from the content as it is. Without `--draws` and `--fit` it takes a
minute or two; with them half an hour on one core.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sitroom.engine import theory, turn  # noqa: E402
from sitroom.engine.model import CompiledScenario  # noqa: E402
from sitroom.engine.question_ids import answer_id  # noqa: E402
from sitroom.engine.state import Phase  # noqa: E402
from sitroom.loader.opening import Loaded, open_scenario  # noqa: E402
from sitroom.policies import reference  # noqa: E402
from sitroom.scenario.compiler import build  # noqa: E402
from sitroom.scenario.schema import last_day  # noqa: E402
from sitroom.scenario.settings import changed  # noqa: E402
from sitroom.study import backtest, blocks, perturb  # noqa: E402
from sitroom.study.backtest_results import Score  # noqa: E402
from sitroom.study.pool import Pool, local  # noqa: E402


def told(score: Score) -> str:
    """Return scores in figures."""
    return f"Brier {score.brier:.3f}, log {score.log:.3f}, hits {score.top1:g}"


def path(loaded: Loaded) -> Iterator[str]:
    """Yield what history's path, declared, comes to, beside the baselines."""
    found = backtest.from_history(loaded.model, 1, 1)
    for name, score in found.scores.items():
        yield f"from history's path, {name} | {told(score)} of {len(found.decisions)}"
    if found.answer_scores is not None:
        count = len(found.answers or ())
        yield f"answers, from history's path | {told(found.answer_scores)} of {count}"


def campaign(loaded: Loaded, runs: int) -> Iterator[str]:
    """Yield what campaigns come to in which no position is declared."""
    decisions = loaded.content.scenario.decisions
    days = {d.id: dt.date.fromisoformat(last_day(d.date)).toordinal() for d in decisions}
    found = backtest.free(backtest.undeclared(loaded.model), days, runs, 1)
    shares = [one.as_history for one in found.decisions]
    half = sum(share is not None and share >= 0.5 for share in shares)
    first = sum(share is not None and share >= 0.5 for share in shares[:12])
    yield (
        f"campaign, all derived: history's option in half the runs or more "
        f"| {half} of {len(shares)}; {first} of the first {len(shares[:12])}"
    )
    for root, delay in found.delays.items():
        yield f"campaign, all derived: {root} refused, then granted | {delay.runs:.0%} of the runs"


def correlation(loaded: Loaded) -> Iterator[str]:
    """Yield how positions going in, all derived, go with those that are declared."""
    declared = {question.id: question for question in loaded.model.questions}
    pairs: list[tuple[float, float]] = []
    for model, state in reference.walk(backtest.undeclared(loaded.model)):
        asked = model.questions[state.question]
        if state.phase is not Phase.CHOOSE or asked.is_answer:
            continue
        held = turn.positions(model, state, state.carried.beliefs)[0]
        known = declared[asked.id]
        where = theory.position(known.stance)
        pairs += [(float(held[a]), float(where[a])) for a in asked.table if known.declared[a]]
    derived, said = np.array(pairs).T
    figure = float(np.corrcoef(derived, said)[0, 1])
    apart = float(np.abs(derived - said).mean())
    yield (
        f"positions going in, derived against declared: correlation of {len(pairs)} "
        f"| {figure:.2f}, {apart:.1f} points apart"
    )


def steps(loaded: Loaded) -> Iterator[str]:
    """Yield the mean rung of each answer by the step that it answers, exact, on history's path."""
    for question in loaded.model.questions:
        if question.answered_by is None:
            continue
        answer = loaded.model.questions[question.answered_by]
        rungs = []
        for option in answer.to:
            choice = {f"choices.{question.id}": question.options[option].id}
            model = build(changed(loaded.content, choice))
            mean = rung(reference.onto(model, loaded.model), answer_id(question.id))
            rungs.append("-" if mean is None else f"{mean:.2f}")
        yield f"answer to {question.id}, mean rung by the step, lowest first | {', '.join(rungs)}"


def rung(model: CompiledScenario, answer: str) -> float | None:
    """Return the mean rung, from 1, of an answer; None where the path does not come to it."""
    for now, state in reference.walk(model):
        asked = now.questions[state.question]
        if state.phase is Phase.CHOOSE and asked.id == answer:
            return float(turn.chances(now, state)[0] @ np.array(asked.rungs)) + 1.0
    return None


def tail(loaded: Loaded, runs: int) -> Iterator[str]:
    """Yield how often campaigns reached each rung at the most, on the ladders of answers."""
    model = loaded.model
    found = blocks.play(blocks.Plan((model,), 0, 1, runs), blocks.Block(0, 0, runs))
    for number in sorted({question.ladder for question in model.questions if question.is_answer}):
        name = model.ladders[number]
        rungs = len(loaded.content.scenario.ladders[name].rungs)
        shares = (f"{count / runs:.1%}" for count in found.rungs[number][: rungs + 1].tolist())
        yield f"highest rung of {name} in {runs:,} campaigns: none, 1, ... | {', '.join(shares)}"


def uncertain(loaded: Loaded, draws: int, pool: Pool) -> Iterator[str]:
    """Yield what is left of hits and Brier where positions, beliefs and weights are in doubt."""
    found = perturb.doubted(loaded.content, draws, 1, pool, lambda: None)
    yield f"over {draws} draws of doubt, median | {told(found.median)}"
    yield f"over {draws} draws of doubt, worst | {told(found.worst)}"


def fits(loaded: Loaded, other: str | None, pool: Pool) -> Iterator[str]:
    """Yield what numbers come to that were fitted on the other decisions, or on another scenario."""
    gain = loaded.content.scenario.model.gain
    rows = perturb.forecasts(loaded.model, gain, pool, lambda: None)
    found = perturb.leave_one_out(rows)
    yield f"each decision by numbers fitted on the others, all derived | {told(found.scores)}"
    for one in found.decisions:
        yield f"left out: {one.id} | {one.chance_historical:.0%}"
    if other is not None:
        there = open_scenario(other)
        gain = there.content.scenario.model.gain
        elsewhere = perturb.forecasts(there.model, gain, pool, lambda: None)
        across = perturb.across(other, rows, elsewhere)
        yield f"all derived, by numbers fitted on {other} | {told(across.scores)}"
        yield f"the same, each option equally likely | {told(across.uniform)}"


def main() -> None:
    """Print the table, a row as soon as it is known."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("scenario", nargs="?", default="arming-ukraine")
    options.add_argument("--runs", type=int, default=4000)
    options.add_argument("--draws", type=int, default=0)
    options.add_argument("--fit", action="store_true")
    options.add_argument("--fitted-on")
    options.add_argument("--jobs", type=int, default=2)
    chosen = options.parse_args()
    loaded, pool = open_scenario(chosen.scenario), local(chosen.jobs)
    try:
        tests = [path(loaded), correlation(loaded), steps(loaded), tail(loaded, chosen.runs)]
        tests.append(campaign(loaded, min(chosen.runs, 2000)))
        if chosen.draws:
            tests.append(uncertain(loaded, chosen.draws, pool))
        if chosen.fit or chosen.fitted_on:
            tests.append(fits(loaded, chosen.fitted_on, pool))
        for test in tests:
            for row in test:
                print(f"| {row} |", flush=True)
    finally:
        pool.close()


if __name__ == "__main__":
    main()
