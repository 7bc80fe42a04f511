"""We may have measured wrongly: a scenario drawn anew, and the bands that this gives to shares.

A position has a standard deviation by how plainly it is said (`confidence`), or the interval that
its author gives; so have weights and beliefs that come with one. What the profile does not explain
is made anew in each draw, so a declared position stands where it was drawn to.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from sitroom.engine.theory import Floats
from sitroom.loader.opening import Loaded
from sitroom.policies.reference import with_history
from sitroom.scenario.compiler import build
from sitroom.scenario.content import Content
from sitroom.scenario.draws import drawn
from sitroom.study import blocks
from sitroom.study.pool import Pool, gathered
from sitroom.study.results import Band, Doubt, Doubted

DRAWS = 24  # of a study


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
