"""Blocks of run numbers, played through an executor: which are done, and what they came to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sitroom.engine import turn
from sitroom.engine.model import CompiledScenario
from sitroom.policies import computer
from sitroom.policies.seated import COMPUTER, Seats
from sitroom.study.pool import Pool
from sitroom.study.tally import Tally, Watch

LEAST, MOST = 2000, 100_000  # runs in a block: the more, the more they share; and need memory
Spans = tuple[tuple[int, int], ...]  # run numbers from..to, in order, apart


@dataclass(frozen=True)
class Block:
    """Runs `first` to `last` (not played itself) of one of the models."""

    model: int
    first: int
    last: int


def added(spans: Spans, first: int, last: int) -> Spans:
    """Return spans with one more, which lies apart from them."""
    whole: list[tuple[int, int]] = []
    for a, b in sorted([*spans, (first, last)]):
        if whole and whole[-1][1] == a:
            whole[-1] = (whole[-1][0], b)
        else:
            whole.append((a, b))
    return tuple(whole)


def missing(spans: Spans, runs: int) -> Spans:
    """Return what spans leave of run numbers below `runs`."""
    ends = [0, *(end for span in spans for end in span), runs]
    return tuple((a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if a < b)


def blocks(done: Sequence[Spans], runs: int, size: int) -> list[Block]:
    """Return what is left to play: for each model, blocks of no more than `size` runs.

    Of very big ones the first are smaller, each twice the one before, so that who waits soon sees
    that it goes on; a block costs about as much as some hundred runs.
    """
    found: list[Block] = []
    step = LEAST if size >= 4 * LEAST else size
    for model, spans in enumerate(done):
        for start, end in missing(spans, runs):
            first = start
            while first < end:
                found.append(Block(model, first, min(first + step, end)))
                first, step = found[-1].last, min(size, 2 * step)
    return found


def size_for(runs: int, jobs: int) -> int:
    """Return the size of blocks: each process gets some, and none is too big or too small."""
    return min(MOST, max(LEAST, -(-runs // (4 * jobs))))


@dataclass(frozen=True)
class Plan:
    """What a study plays: models, from question number `start` on, so many runs of a seed."""

    models: tuple[CompiledScenario, ...]
    start: int
    seed: int
    runs: int
    rules: bool = False  # whether each decision is also weighed under every other rule
    seats: Seats = COMPUTER  # who plays what the computer does not


def play(plan: Plan, block: Block) -> Tally:
    """Play a block of runs, every seat by computer or by its policy."""
    model = plan.models[block.model]
    watch = Watch(model, plan.rules, plan.seats)
    runs = np.arange(block.first, block.last, dtype=np.int64)
    for over in computer.play_on(model, turn.start(model, plan.seed, runs, plan.start), watch.move):
        watch.end(over)
    watch.tally.paths()
    return watch.tally


def through(plan: Plan, todo: Sequence[Block], pool: Pool) -> Iterator[tuple[Block, Tally]]:
    """Yield blocks as they are done, in whatever order. Raises LostWorkersError."""
    alone = [replace(plan, models=(model,)) for model in plan.models]  # what a worker is sent
    pieces = [(alone[block.model], replace(block, model=0)) for block in todo]
    for number, tally in pool.each(_played, pieces):
        yield todo[number], tally


def _played(piece: tuple[Plan, Block]) -> Tally:
    return play(*piece)
