"""How many runs a second a study plays, what its counting costs, and whether runs are games.

    python bench/study.py [--runs 2000] [--blocks 2000,10000,25000] [--same 500]

A bare batch plays the same runs and counts nothing; a game is one run played move by move, as a
person's table plays it. `--same` compares so many runs of a batch with games, byte for byte.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sitroom.engine import turn  # noqa: E402
from sitroom.journal.session import Session  # noqa: E402
from sitroom.loader.opening import open_scenario  # noqa: E402
from sitroom.policies import computer  # noqa: E402
from sitroom.study import blocks  # noqa: E402
from tests.study.batch import alone, journals  # noqa: E402

SCENARIO = "arming-ukraine"


def seconds(task: Callable[[], object], times: int) -> float:
    """Return the least processor time of a task: what it costs when nothing is in its way."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        task()
        taken.append(time.process_time() - start)
    return min(taken)


def speed(runs: int, sizes: list[int], times: int) -> None:
    """Print runs a second, bare, counted, with every rule, and game by game."""
    loaded = open_scenario(SCENARIO)
    model = loaded.model

    def bare() -> None:
        for _ in computer.play_on(model, turn.start(model, 1, np.arange(runs, dtype=np.int64))):
            pass

    def counted(count: int, *, rules: bool = False) -> None:
        plan = blocks.Plan((model,), 0, 1, count, rules)
        tally = blocks.play(plan, blocks.Block(0, 0, count))
        assert tally.runs == count

    def game() -> None:
        session = Session(loaded, 1)
        while not session.over:
            session.computer_move()

    base = seconds(bare, times)
    study = seconds(lambda: counted(runs), times)
    ruled = seconds(lambda: counted(runs, rules=True), times)
    one = seconds(game, times)
    print(f"{SCENARIO}, every seat by computer, one core, seconds of processor time")
    print(f"  {runs:,} runs, bare                  {runs / base:8,.0f} a second")
    print(f"  {runs:,} runs, counted               {runs / study:8,.0f} a second")
    print(f"  {runs:,} runs, and by every rule     {runs / ruled:8,.0f} a second")
    print(f"  a game, move by move                {1 / one:8.1f} a second")
    print(f"  counting costs {study / base - 1:.0%}, every rule {ruled / study - 1:.0%} more")
    print(f"  a run of the study costs 1/{one * runs / study:,.0f} of a game")
    for size in sizes:
        taken = seconds(lambda size=size: counted(size), 1)  # type: ignore[misc]
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"  a block of {size:>7,}: {size / taken:8,.0f} a second, at most {most} MiB so far")


def same(runs: int) -> None:
    """Compare runs of a batch with games played one by one."""
    loaded = open_scenario(SCENARIO)
    batch = journals(loaded, 1, runs)
    games = alone(loaded, 1, range(runs))
    alike = sum(one == other for one, other in zip(batch, games, strict=True))
    print(
        f"{alike} of {runs} journals are the same, byte for byte; "
        f"among them are {len(set(batch))} different games"
    )
    if alike != runs:
        raise SystemExit(1)


def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=2000)
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--blocks", default="", help="sizes of blocks to try, 2000,10000")
    options.add_argument("--same", type=int, default=0, help="compare so many runs with games")
    chosen = options.parse_args()
    if chosen.same:
        same(chosen.same)
    else:
        speed(chosen.runs, [int(size) for size in chosen.blocks.split(",") if size], chosen.times)


if __name__ == "__main__":
    main()
