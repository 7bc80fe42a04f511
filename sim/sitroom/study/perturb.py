"""How much of a backtest rests on numbers set by hand: jiggle them, leave decisions out."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

import numpy as np

from sitroom.engine.chance import uniform
from sitroom.engine.model import CompiledScenario, Consequences, Question
from sitroom.engine.theory import Floats, logit, position
from sitroom.policies import reference
from sitroom.study import backtest
from sitroom.study.backtest_results import Jiggle, LeaveOneOut, LeftOut, Score
from sitroom.study.pool import Pool, gathered

GAINS = (1.5, 2.0, 2.5, 3.0, 3.5)
CARRIES = (0.0, 0.3, 0.6)
TEMPERATURES = (5.0, 10.0, 15.0, 20.0, 25.0)


def jiggled(model: CompiledScenario, size: float, seed: int, number: int) -> CompiledScenario:
    """Return the model with every hand-set number multiplied by 1 + U(-size, size), in its range.

    Positions, salience, influence, weights times bears, beliefs, trust, openness, claims,
    strengths and the rates of what is learned. Function of (seed, number).
    """
    drawn = iter(_draws(size, seed, number))

    def shake(value: float, low: float, high: float) -> float:
        return min(high, max(low, value * next(drawn)))

    def shaken(values: Floats, low: float, high: float) -> Floats:
        return np.array([shake(v, low, high) for v in values.ravel()]).reshape(values.shape)

    def consequences(then: Consequences) -> Consequences:
        effects = (
            replace(e, claim=shake(e.claim, -1, 1), rate=shake(e.rate, 0, 1)) for e in then.effects
        )
        return replace(then, effects=tuple(effects))

    def question(asked: Question) -> Question:
        declared = shaken(position(asked.stance), 1, 99)
        return replace(
            asked,
            ground=None,
            stance=np.where(np.array(asked.declared), logit(declared), 0.0),
            salience=shaken(asked.salience, 0, 100),
            influence=shaken(asked.influence, 0, 100),
            pull=shaken(asked.pull, -10, 10),
            arguments=tuple(
                replace(a, claim=shake(a.claim, -1, 1), strength=shake(a.strength, 0, 1))
                for a in asked.arguments
            ),
            options=tuple(replace(o, then=consequences(o.then)) for o in asked.options),
            injects=tuple(replace(i, then=consequences(i.then)) for i in asked.injects),
        )

    beliefs = tuple(shaken(held, -1, 1) for held in model.character)
    trust = shaken(model.trust, 0, 1)
    np.fill_diagonal(trust, 1.0)
    return replace(
        reference.fresh(model),
        start=replace(model.start, beliefs=beliefs, anchors=beliefs),
        character=beliefs,
        trust=trust,
        openness=shaken(model.openness, 0, 1),
        questions=tuple(question(asked) for asked in model.questions),
    )


def _draws(size: float, seed: int, number: int) -> Iterable[float]:
    block = 0
    while True:
        runs = np.arange(block * 4096, (block + 1) * 4096, dtype=np.int64)
        yield from (1 + size * (2 * uniform(seed, runs, "jiggle", str(number)) - 1)).tolist()
        block += 1


def scored(model: CompiledScenario) -> Score:
    """Return the scores of a model from history's path."""
    found = list(backtest.probes(model))
    chances = [backtest.model_chances(probe) for probe in found]
    return backtest.score(chances, [probe.outcome for probe in found])


def _jiggle_score(model: CompiledScenario, size: float, seed: int, number: int) -> Score:
    return scored(jiggled(model, size, seed, number))


def jiggle(
    model: CompiledScenario,
    size: float,
    times: int,
    seed: int,
    pool: Pool,
    tick: Callable[[], None],
) -> Jiggle:
    """Return median and worst scores of so many jiggled models."""
    rows = gathered(pool, partial(_jiggle_score, model, size, seed), range(times), tick)
    hits, briers, logs = (
        np.array([getattr(row, name) for row in rows]) for name in ("top1", "brier", "log")
    )
    return Jiggle(
        size=size,
        times=times,
        median=Score(
            float(np.median(hits)),
            round(float(np.median(briers)), 6),
            round(float(np.median(logs)), 6),
        ),
        worst=Score(float(hits.min()), round(float(briers.max()), 6), round(float(logs.max()), 6)),
    )


def tuned(model: CompiledScenario, gain: float, carry: float) -> CompiledScenario:
    """Return the model with its pull scaled by `gain` and another carry."""
    questions = tuple(replace(q, pull=q.pull * gain) for q in model.questions)
    return reference.fresh(replace(model, carry=carry, questions=questions))


def _left_out(model: CompiledScenario, name: str, gain: float) -> tuple[LeftOut, Floats, int]:
    """Fit gain, temperature and carry on all decisions but one, then forecast that one."""
    without = backtest.undeclared(model, name)
    best: tuple[float, tuple[float, float, float], Floats, int] | None = None
    for g in GAINS:
        for carry in CARRIES:
            found = list(backtest.probes(tuned(without, g / gain, carry)))
            for temperature in TEMPERATURES:
                hot = [replace(p, model=replace(p.model, temperature=temperature)) for p in found]
                others = [p for p in hot if p.question.id != name]
                chances = [backtest.model_chances(p) for p in others]
                brier = backtest.score(chances, [p.outcome for p in others]).brier
                if best is None or brier < best[0] - 1e-12:
                    (own,) = (p for p in hot if p.question.id == name)
                    best = brier, (g, temperature, carry), backtest.model_chances(own), own.outcome
    assert best is not None
    _, fitted, ours, outcome = best
    return LeftOut(name, *fitted, round(float(ours[outcome]), 6)), ours, outcome


def named(model: CompiledScenario) -> list[str]:
    """Return the decisions with a known outcome."""
    return [q.id for q in model.questions if q.past is not None and not q.is_answer]


def leave_one_out(
    model: CompiledScenario, gain: float, pool: Pool, tick: Callable[[], None]
) -> LeaveOneOut:
    """Return the forecasts of decisions whose declared positions the model was not given."""
    rows = gathered(pool, partial(_left_out, model, gain=gain), named(model), tick)
    decisions, chances, outcomes = zip(*rows, strict=True)
    return LeaveOneOut(backtest.score(list(chances), list(outcomes)), decisions)
