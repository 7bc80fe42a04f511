"""A study as JSON values: shares with intervals, paths, ladders, dissent, movement, bands."""

from math import sqrt
from typing import Any

import numpy as np

from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import UNASKED
from sitroom.scenario.rules import known
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


def share(count: int, of: int) -> dict[str, Any]:
    """Return a count as a share of others with its interval; nulls where there are none."""
    if not of:
        return {"count": 0, "share": None, "low": None, "high": None}
    low, high = wilson(count, of)
    return {"count": count, "share": _six(count / of), "low": _six(low), "high": _six(high)}


def _six(number: float) -> float:
    return round(float(number), 6) + 0.0


def account(model: CompiledScenario, tally: Tally) -> dict[str, Any]:
    """Return what a tally says as JSON values (docs/reference/json.md)."""
    runs = tally.runs
    paths = tally.paths()
    decided = _decisions_alone(model, paths)
    return {
        "runs": runs,
        "questions": [_question(model, tally, number) for number in range(len(model.questions))],
        "paths": [_path(model, decided, i, runs) for i in _most(decided)],
        "distinct": {"paths": decided.counts.size, "pasts": paths.counts.size},
        "ladders": [_ladder(model, tally, i, name) for i, name in enumerate(model.ladders)],
        "moved": _moved(model, tally),
        "indicators": [_indicator(model, tally, i) for i in range(len(model.indicators))],
    }


def _question(model: CompiledScenario, tally: Tally, number: int) -> dict[str, Any]:
    question = model.questions[number]
    taken = tally.taken[number].tolist()
    asked = sum(taken)
    found = {
        "id": question.id,
        "answer": question.is_answer,
        "asked": share(asked, tally.runs),
        "options": [
            {
                "id": option.id,
                **share(taken[i], asked),
                "run": None if tally.first[number, i] == NEVER else int(tally.first[number, i]),
            }
            for i, option in enumerate(question.options)
        ],
        "dissent": {
            model.actors[actor]: _six(int(tally.dissent[number, actor]) / asked)
            for actor in (question.table if asked else ())
        },
    }
    weighed = tally.rules[number]
    if asked and weighed.any() and len(question.table) > 1:
        found["rules"] = {
            kind: {
                option.id: _six(int(weighed[k, i]) / MICRO / asked)
                for i, option in enumerate(question.options)
            }
            for k, kind in enumerate(known())
        }
    return found


def _decisions_alone(model: CompiledScenario, paths: Paths) -> Paths:
    """Return joint paths with what was answered left out."""
    coding = Coding.of(model)
    words = np.zeros_like(paths.words)
    for first in range(0, paths.counts.size, SOME):
        options = coding.decode(paths.words[:, first : first + SOME])
        options[:, [i for i, q in enumerate(model.questions) if q.is_answer]] = UNASKED
        words[:, first : first + SOME] = coding.encode(options)
    return Paths(words, paths.counts, paths.first).grouped()


def _most(paths: Paths) -> list[int]:
    """Return the most common paths; of those as common, the one that came first."""
    order = np.lexsort([paths.first, -paths.counts])
    found: list[int] = order[:PATHS].tolist()
    return found


def _path(model: CompiledScenario, paths: Paths, i: int, runs: int) -> dict[str, Any]:
    (options,) = Coding.of(model).decode(paths.words[:, i : i + 1]).tolist()
    asked = zip(model.questions, options, strict=True)
    return {
        **share(int(paths.counts[i]), runs),
        "run": int(paths.first[i]),
        "steps": [
            {"question": question.id, "option": question.options[option].id}
            for question, option in asked
            if option != UNASKED
        ],
    }


def _ladder(model: CompiledScenario, tally: Tally, number: int, name: str) -> dict[str, Any]:
    on = [q for q in model.questions if q.ladder == number]
    highest = max((option.rung for q in on for option in q.options), default=-1)
    counts = tally.rungs[number, : highest + 2].tolist()
    rungs = ({"rung": rung or None, **share(n, tally.runs)} for rung, n in enumerate(counts))
    return {"id": name, "highest": [row for row in rungs if row["rung"] or row["count"]]}


def _moved(model: CompiledScenario, tally: Tally) -> dict[str, dict[str, float]]:
    """Return speaker -> listener -> points over a game, on average."""
    total = tally.moved.sum(axis=0)
    return {
        speaker: {
            listener: _six(int(total[i, j]) / MICRO / tally.runs)
            for j, listener in enumerate(model.actors)
            if total[i, j]
        }
        for i, speaker in enumerate(model.actors)
        if tally.runs and total[i].any()
    }


def _indicator(model: CompiledScenario, tally: Tally, number: int) -> dict[str, Any]:
    low, high = float(model.low[number]), float(model.high[number])
    points = []
    for at, counts in enumerate(tally.indicators[:, number]):
        runs = int(counts.sum())
        if runs:
            question = model.questions[at].id if at < len(model.questions) else None
            row: dict[str, Any] = {"question": question, "runs": runs}
            reached = np.cumsum(counts)
            for band in BANDS:  # the lowest step that so many runs are at or below
                step = int(np.argmax(reached * 100 >= band * runs))
                row[f"p{band}"] = _six(low + (high - low) * step / GRID)
            points.append(row)
    return {"id": model.indicators[number], "low": low, "high": high, "points": points}
