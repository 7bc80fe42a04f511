"""We may have measured wrongly: a scenario drawn anew, and the bands that this gives to shares.

A position has a standard deviation by how plainly it is said (`confidence`), or the interval that
its author gives; so have weights and beliefs that come with one. What the profile does not explain
is made anew in each draw, so a declared position stands where it was drawn to.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from sitroom.engine.chance import uniform
from sitroom.engine.theory import Floats
from sitroom.loader.opening import Loaded
from sitroom.policies.reference import with_history
from sitroom.scenario.compiler import build
from sitroom.scenario.content import Content
from sitroom.scenario.schema import Actor, ActorConcern, Position
from sitroom.study import blocks
from sitroom.study.pool import Pool, gathered
from sitroom.study.results import Band, Doubt, Doubted

SPREAD = {"explicit": 5.0, "implied": 8.0, "inferred": 14.0}  # points, by `confidence`
DRAWS = 24  # of a study
_ENDS = 1.281552  # standard deviations about the mean that hold 80 %
_BELL = 12  # uniform numbers whose sum, less 6, is very nearly normal


def drawn(content: Content, seed: int, number: int) -> Content:
    """Return a scenario as it may really be: a function of (seed, number)."""
    actors = {name: _actor(one, seed, number) for name, one in content.actors.items()}
    return replace(content, actors=actors)


def _actor(actor: Actor, seed: int, number: int) -> Actor:
    def bell(key: str) -> float:
        runs = np.arange(number * _BELL, (number + 1) * _BELL, dtype=np.int64)
        return float(sum(uniform(seed, runs, "doubt", actor.id, key).tolist()) - _BELL / 2)

    def position(id_: str, one: Position) -> Position:
        at = _within(one.position, one.between, SPREAD[one.confidence], bell(f"at:{id_}"), 0, 100)
        return one.model_copy(update={"position": at})

    def concern(id_: str, one: ActorConcern) -> ActorConcern:
        weight = _within(one.weight, one.weight_between, 0.0, bell(f"weight:{id_}"), 0, 1)
        belief = _within(one.belief, one.belief_between, 0.0, bell(f"belief:{id_}"), -1, 1)
        return one.model_copy(update={"weight": weight, "belief": belief})

    update = {
        "positions": {id_: position(id_, one) for id_, one in actor.positions.items()},
        "concerns": {id_: concern(id_, one) for id_, one in actor.concerns.items()},
    }
    return actor.model_copy(update=update)


def _within(
    value: float,
    between: tuple[float, float] | None,
    spread: float,
    bell: float,
    low: float,
    high: float,
) -> float:
    """Return a value drawn about its middle; an interval is where 80 % of the draws lie."""
    if between is not None:
        value, spread = sum(between) / 2, (between[1] - between[0]) / (2 * _ENDS)
    return min(high, max(low, value + spread * bell))


def doubt(
    loaded: Loaded,
    decision: str | None,
    seed: int,
    runs: int,
    pool: Pool,
    tick: Callable[[], None],
    draws: int = DRAWS,
) -> Doubt:
    """Return bands for the shares of a study of so many runs; `tick` is called after each draw.

    The draws are the same for all studies of a seed and share half as many runs among them, from
    200 to 2000 each; what chance alone would spread shares by is taken out of the bands.
    """
    each = min(2000, max(200, runs // (2 * draws)))
    play = partial(_shares, loaded.content, decision, seed, each)
    rows = gathered(pool, play, list(range(draws)), tick)
    questions = []
    for number, question in enumerate(loaded.model.questions):
        counts = np.array([row[number] for row in rows], dtype=np.float64)
        asked = counts.sum(axis=1)
        if (asked > 0).any():
            pairs = zip(question.options, counts[asked > 0].T, strict=True)
            bands = (_band(o.id, count, asked[asked > 0]) for o, count in pairs)
            questions.append(Doubted(question.id, tuple(bands)))
    return Doubt(draws, each, tuple(questions))


def _shares(
    content: Content, decision: str | None, seed: int, runs: int, number: int
) -> list[list[int]]:
    model = with_history(build(drawn(content, seed, number)))
    start = 0 if decision is None else model.question(decision)
    tally = blocks.play(blocks.Plan((model,), start, seed, runs), blocks.Block(0, 0, runs))
    pairs = zip(tally.taken.tolist(), model.questions, strict=True)
    return [counts[: len(question.options)] for counts, question in pairs]


def _band(id_: str, counts: Floats, asked: Floats) -> Band:
    shares = counts / asked
    mean = float(shares.mean())
    chance = float((shares * (1 - shares) / asked).mean())
    seen = float(shares.var())
    kept = np.sqrt(max(0.0, seen - chance) / seen) if seen > 0 else 0.0
    ends = mean + kept * (np.percentile(shares, (10, 90)) - mean)
    low, high = (round(float(np.clip(end, 0.0, 1.0)), 6) for end in ends)
    return Band(id_, low, high)
