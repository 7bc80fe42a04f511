"""Many games by computer from where one game began: how often what was decided.

Nothing is drawn in a debate, so games with the same past have the same debate. It is held once
for all of them; they part where they choose.
"""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field

import numpy as np

from sim.engine import turn
from sim.engine.model import Model
from sim.engine.state import UNASKED
from sim.seats import computer

BLOCK = 1000  # games that are played in step
Path = tuple[tuple[str, str], ...]  # what was asked and decided, in order


@dataclass
class Ensemble:
    """What many games decided."""

    runs: int = 0
    taken: dict[str, Counter[str]] = field(default_factory=dict)  # question -> option -> games
    paths: Counter[Path] = field(default_factory=Counter)

    def add(self, other: "Ensemble") -> None:
        """Count the games of another ensemble as well."""
        self.runs += other.runs
        for question, counts in other.taken.items():
            self.taken.setdefault(question, Counter()).update(counts)
        self.paths.update(other.paths)

    def shares(self, question: str) -> dict[str, float]:
        """Return the share of each option taken among the games that came to a question."""
        counts = self.taken.get(question, Counter())
        asked = counts.total()
        return {option: round(count / asked, 6) for option, count in sorted(counts.items())}

    def asked(self, question: str) -> int:
        """Return how many games came to a question."""
        return self.taken.get(question, Counter()).total()

    def along(self, path: Iterable[tuple[str, str]]) -> int:
        """Return how many games went exactly this way as far as it goes."""
        way = tuple(path)
        return sum(count for found, count in self.paths.items() if found[: len(way)] == way)


def play(model: Model, start: int, seed: int, first: int, runs: int) -> Ensemble:
    """Play games `first` to `first + runs` of a seed from question number `start` on."""
    opening = turn.start(model, seed, np.arange(first, first + runs, dtype=np.int64), start)
    found = Ensemble(runs)
    for over in computer.play_on(model, opening):
        questions = [model.questions[done.question] for done in over.past]
        taken = np.stack([done.option for done in over.past], axis=1).tolist()
        for row in taken:
            way = tuple(
                (question.id, question.options[option].id)
                for question, option in zip(questions, row, strict=True)
                if option != UNASKED
            )
            found.paths[way] += 1
            for id_, option in way:
                found.taken.setdefault(id_, Counter())[option] += 1
    return found


def ensemble(
    model: Model, start: int, runs: int, seed: int, pool: Executor | None = None
) -> Ensemble:
    """Play many games, in blocks, in the processes of a pool if there is one."""
    firsts = range(0, runs, BLOCK)
    whole = Ensemble()
    todo = [(model, start, seed, first, min(BLOCK, runs - first)) for first in firsts]
    waiting = [pool.submit(play, *block) for block in todo] if pool else []
    for i, block in enumerate(todo):
        whole.add(waiting[i].result() if pool else play(*block))
    return whole
