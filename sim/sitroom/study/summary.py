"""What a tally says: shares with intervals, paths, ladders, dissent, movement, bands."""

from itertools import pairwise
from math import sqrt

import numpy as np

from sitroom.engine.events import recorded
from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import UNASKED
from sitroom.scenario.rules import known
from sitroom.study.results import (
    Distinct,
    Ending,
    Flow,
    Indicator,
    Ladder,
    Option,
    Path,
    Point,
    Question,
    Rung,
    Share,
    Step,
    Summary,
)
from sitroom.study.tally import GRID, MICRO, NEVER, Coding, Paths, Tally

Z = 1.959964  # of a normal distribution, for intervals of 95 %
PATHS = 10
SOME = 20_000  # paths that are decoded at a time: a million of them would need memory
BANDS = (10, 50, 90)  # per cent


def wilson(count: int, of: int) -> tuple[float, float]:
    """Return the interval of 95 % for a share (Wilson 1927)."""
    share, z2 = count / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def share(count: int, of: int) -> Share:
    """Return a count as a share of others with its interval."""
    return Share(*_counted(count, of))


def _counted(count: int, of: int) -> tuple[int, float | None, float | None, float | None]:
    if not of:
        return 0, None, None, None
    low, high = wilson(count, of)
    return count, recorded(count / of), recorded(low), recorded(high)


def account(model: CompiledScenario, tally: Tally) -> Summary:
    """Return what a tally says."""
    paths = tally.paths()
    decided, flows = _read(model, paths)
    return Summary(
        runs=tally.runs,
        questions=tuple(_question(model, tally, n) for n in range(len(model.questions))),
        paths=tuple(_path(model, decided, i, tally.runs) for i in _most(decided)),
        distinct=Distinct(decided.counts.size, paths.counts.size),
        ladders=tuple(_ladder(model, tally, i, name) for i, name in enumerate(model.ladders)),
        moved=_moved(model, tally),
        indicators=tuple(_indicator(model, tally, i) for i in range(len(model.indicators))),
        endings=_endings(model, tally),
        flows=flows,
    )


def _endings(model: CompiledScenario, tally: Tally) -> tuple[Ending, ...] | None:
    """Return how many campaigns came to each ending, in file order; None where there are none."""
    none, *counts = tally.endings.tolist()
    rows = [
        Ending(id_, *_counted(n, tally.runs))
        for (id_, _), n in zip(model.endings, counts, strict=True)
    ]
    rest = [Ending(None, *_counted(none, tally.runs))] if none else []
    return (*rows, *rest) if rows else None


def _question(model: CompiledScenario, tally: Tally, number: int) -> Question:
    question = model.questions[number]
    taken = tally.taken[number].tolist()
    first = (None if run == NEVER else run for run in tally.first[number].tolist())
    asked = sum(taken)
    return Question(
        id=question.id,
        answer=question.is_answer,
        asked=share(asked, tally.runs),
        options=tuple(
            Option(option.id, *_counted(count, asked), run)
            for option, count, run in zip(question.options, taken, first, strict=False)
        ),
        dissent={
            model.actors[actor]: recorded(int(tally.dissent[number, actor]) / asked)
            for actor in (question.table if asked else ())
        },
        rules=_rules(model, tally, number, asked),
    )


def _rules(
    model: CompiledScenario, tally: Tally, number: int, asked: int
) -> dict[str, dict[str, float]] | None:
    """Return rule -> option -> mean chance; None where rules were not weighed or can't differ."""
    question, weighed = model.questions[number], tally.rules[number]
    if not asked or not weighed.any() or len(question.table) < 2:
        return None
    return {
        kind: {
            option.id: recorded(int(weighed[k, i]) / MICRO / asked)
            for i, option in enumerate(question.options)
        }
        for k, kind in enumerate(known())
    }


def _read(model: CompiledScenario, paths: Paths) -> tuple[Paths, tuple[Flow, ...]]:
    """Return joint paths with what was answered left out, and how runs went from one to the next."""
    coding = Coding.of(model)
    words = np.zeros_like(paths.words)
    decisions = [i for i, q in enumerate(model.questions) if not q.is_answer]
    answers = [i for i, q in enumerate(model.questions) if q.is_answer]
    pairs = [*pairwise(decisions), *((i - 1, i) for i in answers)]
    widest = max(len(q.options) for q in model.questions) + 1
    counts = np.zeros((len(pairs), widest * widest), dtype=np.int64)
    for first in range(0, paths.counts.size, SOME):
        options = coding.decode(paths.words[:, first : first + SOME])
        for row, (before, after) in zip(counts, pairs, strict=True):
            both = (options[:, before] + 1) * widest + options[:, after] + 1
            np.add.at(row, both, paths.counts[first : first + SOME])
        options[:, answers] = UNASKED
        words[:, first : first + SOME] = coding.encode(options)
    flows = (
        Flow(
            model.questions[a].id, _name(model, a, i), model.questions[b].id, _name(model, b, j), n
        )
        for (a, b), row in zip(pairs, counts.reshape(-1, widest, widest).tolist(), strict=True)
        for i, some in enumerate(row)
        for j, n in enumerate(some)
        if n and (i or j)
    )
    return Paths(words, paths.counts, paths.first).grouped(), tuple(flows)


def _name(model: CompiledScenario, question: int, coded: int) -> str | None:
    return model.questions[question].options[coded - 1].id if coded else None


def _most(paths: Paths) -> list[int]:
    """Return the most common paths; of those as common, the one that came first."""
    order = np.lexsort([paths.first, -paths.counts])
    found: list[int] = order[:PATHS].tolist()
    return found


def _path(model: CompiledScenario, paths: Paths, i: int, runs: int) -> Path:
    (options,) = Coding.of(model).decode(paths.words[:, i : i + 1]).tolist()
    steps = (
        Step(question.id, question.options[option].id)
        for question, option in zip(model.questions, options, strict=True)
        if option != UNASKED
    )
    return Path(*_counted(int(paths.counts[i]), runs), run=int(paths.first[i]), steps=tuple(steps))


def _ladder(model: CompiledScenario, tally: Tally, number: int, name: str) -> Ladder:
    on = [q for q in model.questions if q.ladder == number]
    highest = max((option.rung for q in on for option in q.options), default=-1)
    counts = tally.rungs[number, : highest + 2].tolist()
    rungs = (Rung(rung or None, *_counted(n, tally.runs)) for rung, n in enumerate(counts))
    return Ladder(name, tuple(row for row in rungs if row.rung or row.count))


def _moved(model: CompiledScenario, tally: Tally) -> dict[str, dict[str, float]]:
    """Return speaker -> listener -> points over a game, on average."""
    total = tally.moved.sum(axis=0)
    return {
        speaker: {
            listener: recorded(int(total[i, j]) / MICRO / tally.runs)
            for j, listener in enumerate(model.actors)
            if total[i, j]
        }
        for i, speaker in enumerate(model.actors)
        if tally.runs and total[i].any()
    }


def _indicator(model: CompiledScenario, tally: Tally, number: int) -> Indicator:
    low, high = float(model.low[number]), float(model.high[number])
    points = []
    for at, counts in enumerate(tally.indicators[:, number]):
        runs = int(counts.sum())
        if runs:
            question = model.questions[at].id if at < len(model.questions) else None
            reached = np.cumsum(counts)
            # of each band the lowest step that so many runs are at or below
            steps = (int(np.argmax(reached * 100 >= band * runs)) for band in BANDS)
            bands = (recorded(low + (high - low) * step / GRID) for step in steps)
            points.append(Point(question, runs, *bands))
    return Indicator(model.indicators[number], low, high, tuple(points))
