"""Many games by computer from where one game began, to hold it against: a study read by names."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import UNASKED
from sitroom.study import blocks
from sitroom.study.tally import Coding, Tally

Path = tuple[tuple[str, str], ...]  # what was asked and decided, in order


@dataclass
class Ensemble:
    """What many games decided: a tally, and the model that says what its numbers stand for."""

    model: CompiledScenario
    tally: Tally
    paths: dict[Path, int] = field(init=False)  # with the answers, how many games went so

    def __post_init__(self) -> None:
        """Name the paths once: they are looked at again and again."""
        found = self.tally.paths()
        ways = Coding.of(self.model).decode(found.words).tolist()
        self.paths = {
            tuple(
                (question.id, question.options[option].id)
                for question, option in zip(self.model.questions, way, strict=True)
                if option != UNASKED
            ): count
            for way, count in zip(ways, found.counts.tolist(), strict=True)
        }

    @property
    def runs(self) -> int:
        """Return how many games were played."""
        return self.tally.runs

    def taken(self, question: str) -> dict[str, int]:
        """Return how many games took each option that any took."""
        number = self.model.question(question)
        counts: list[int] = self.tally.taken[number].tolist()
        options = self.model.questions[number].options
        return {option.id: n for option, n in zip(options, counts, strict=False) if n}

    def shares(self, question: str) -> dict[str, float]:
        """Return the share of each option taken among the games that came to a question."""
        counts = self.taken(question)
        asked = sum(counts.values())
        return {option: round(count / asked, 6) for option, count in sorted(counts.items())}

    def asked(self, question: str) -> int:
        """Return how many games came to a question."""
        return sum(self.taken(question).values())

    def along(self, path: Iterable[tuple[str, str]]) -> int:
        """Return how many games went exactly this way as far as it goes."""
        way = tuple(path)
        return sum(count for found, count in self.paths.items() if found[: len(way)] == way)


def ensemble(model: CompiledScenario, start: int, runs: int, seed: int) -> Ensemble:
    """Play runs 0 to `runs` of a seed from question number `start` on."""
    plan = blocks.Plan((model,), start, seed, runs)
    return Ensemble(model, blocks.play(plan, blocks.Block(0, 0, runs)))
