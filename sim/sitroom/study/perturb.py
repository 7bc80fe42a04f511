"""How much of a backtest rests on numbers set by hand: jiggle them, leave decisions out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial

import numpy as np

from sitroom.engine.chance import uniform
from sitroom.engine.model import CompiledScenario, Consequences, Question
from sitroom.engine.theory import Floats, logit
from sitroom.policies import reference
from sitroom.scenario.compiler import build
from sitroom.scenario.content import Content
from sitroom.scenario.draws import drawn
from sitroom.study import backtest
from sitroom.study.backtest_results import FittedOn, Jiggle, LeaveOneOut, LeftOut, Score
from sitroom.study.pool import Pool, gathered

GAINS = (1.0, 1.5, 2.0, 2.5)
RESERVES = (0.0, 0.2, 0.4, 0.6, 0.8)
CARRIES = (0.0, 0.3)
TEMPERATURES = (10.0, 15.0, 20.0, 25.0)


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
        declared = shaken(asked.places(asked.stance), 1, 99)
        return replace(
            asked,
            ground=None,
            stance=np.where(np.array(asked.declared), logit(declared, asked.room), 0.0),
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
    return _spread(rows, size, times)


def _spread(rows: Sequence[Score], size: float, times: int) -> Jiggle:
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


@dataclass(frozen=True)
class Numbers:
    """Numbers of the theory that are fitted: all that derived positions and choices hang on."""

    gain: float
    reserve: float
    carry: float
    temperature: float


@dataclass(frozen=True)
class Forecast:
    """What all decisions of a scenario, each derived, are given by some numbers of the theory."""

    numbers: Numbers
    ids: tuple[str, ...]
    chances: tuple[tuple[float, ...], ...]
    outcomes: tuple[int, ...]

    def brier(self, without: str | None = None) -> float:
        """Return the mean Brier score of all decisions but one."""
        kept = [n for n, id_ in enumerate(self.ids) if id_ != without]
        chances = [np.array(self.chances[n]) for n in kept]
        return backtest.score(chances, [self.outcomes[n] for n in kept]).brier


def tuned(model: CompiledScenario, scale: float, reserve: float, carry: float) -> CompiledScenario:
    """Return the model with its gain scaled, and another reserve and carry."""
    questions = (
        replace(
            q,
            pull=q.pull * scale,
            by_deeds=q.by_deeds * scale,
            counsel=q.counsel * scale,
            reserve=reserve,
        )
        for q in model.questions
    )
    return reference.fresh(replace(model, carry=carry, questions=tuple(questions)))


def _forecasts(model: CompiledScenario, gain: float, one: Numbers) -> list[Forecast]:
    """Return forecasts at every temperature; that of `one` is not looked at."""
    made = tuned(backtest.undeclared(model), one.gain / gain, one.reserve, one.carry)
    found = list(backtest.probes(made))
    rows = []
    for temperature in TEMPERATURES:
        hot = [replace(p, model=replace(p.model, temperature=temperature)) for p in found]
        rows.append(
            Forecast(
                replace(one, temperature=temperature),
                tuple(probe.question.id for probe in found),
                tuple(tuple(backtest.model_chances(probe).tolist()) for probe in hot),
                tuple(probe.outcome for probe in found),
            )
        )
    return rows


def forecasts(
    model: CompiledScenario, gain: float, pool: Pool, tick: Callable[[], None]
) -> list[Forecast]:
    """Return what all decisions, each derived, are given on the whole grid of numbers."""
    grid = [Numbers(g, r, c, 0.0) for g in GAINS for r in RESERVES for c in CARRIES]
    look = partial(_forecasts, model, gain)
    return [one for rows in gathered(pool, look, grid, tick) for one in rows]


def best(rows: Sequence[Forecast], without: str | None = None) -> Forecast:
    """Return the numbers that do best on all decisions, or on all but one."""
    return min(rows, key=lambda row: row.brier(without))


def leave_one_out(rows: Sequence[Forecast]) -> LeaveOneOut:
    """Return forecasts of decisions by numbers fitted on the others, all of them derived."""
    decisions, chances, outcomes = [], [], []
    for n, id_ in enumerate(rows[0].ids):
        fitted = best(rows, id_)
        chances.append(np.array(fitted.chances[n]))
        outcomes.append(fitted.outcomes[n])
        share = round(fitted.chances[n][fitted.outcomes[n]], 6)
        decisions.append(LeftOut(id_, **asdict(fitted.numbers), chance_historical=share))
    return LeaveOneOut(backtest.score(chances, outcomes), tuple(decisions))


def across(scenario: str, rows: Sequence[Forecast], elsewhere: Sequence[Forecast]) -> FittedOn:
    """Return the scores of a scenario, derived, by numbers that were fitted on another one."""
    numbers = best(elsewhere).numbers
    here = next(row for row in rows if row.numbers == numbers)
    chances = [np.array(chance) for chance in here.chances]
    alike = [np.full(chance.size, 1 / chance.size) for chance in chances]
    outcomes = list(here.outcomes)
    return FittedOn(
        scenario,
        **asdict(numbers),
        scores=backtest.score(chances, outcomes),
        uniform=backtest.score(alike, outcomes),
    )


def doubted(
    content: Content, times: int, seed: int, pool: Pool, tick: Callable[[], None]
) -> Jiggle:
    """Return scores over so many draws of doubt: positions as they may really be."""
    rows = gathered(pool, partial(_doubted, content, seed), list(range(times)), tick)
    return _spread(rows, 0.0, times)


def _doubted(content: Content, seed: int, number: int) -> Score:
    return scored(build(drawn(content, seed, number)))
