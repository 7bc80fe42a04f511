"""A study from beginning to end: blocks played, tallies summed, what is done kept on the way."""

from collections.abc import Iterator
from pathlib import Path

from sitroom.scenario.settings import Settings
from sitroom.study import blocks, checkpoint
from sitroom.study.blocks import Plan, Spans
from sitroom.study.checkpoint import Header, StudyError
from sitroom.study.pool import Pool
from sitroom.study.results import Flips, StudyResult, Variant
from sitroom.study.summary import account
from sitroom.study.tally import Tally, empty

SAVES = 20  # how often a study is kept on the way


class Study:
    """What is played, what is done, and where it is kept (if anywhere).

    `now` is what the settings of the variants are in the scenario as it is.
    """

    def __init__(
        self, header: Header, plan: Plan, folder: Path | None, now: Settings | None = None
    ) -> None:
        self.header, self.plan, self.folder, self.now = header, plan, folder, dict(now or {})
        self.parts: list[tuple[Spans, Tally]] = [((), empty(model)) for model in plan.models]
        if folder is not None:
            self._go_on(folder)

    def _go_on(self, folder: Path) -> None:
        if not (folder / checkpoint.FILE).exists():
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise StudyError(f"'{folder}' holds something else; name a new folder (--out)")
            folder.mkdir(parents=True, exist_ok=True)
            return
        found = checkpoint.read(folder)
        for name, why in _IDENTITY.items():
            if getattr(found.header, name) != getattr(self.header, name):
                raise StudyError(
                    f"'{folder}' holds a study {why}. Name another folder (--out), or remove it."
                )
        most = max([end for spans in found.done for _, end in spans], default=0)
        if most > self.plan.runs:
            raise StudyError(f"'{folder}' holds {most:,} runs already; ask for as many or more")
        self.parts = list(zip(found.done, found.tallies, strict=True))

    @property
    def done(self) -> list[Spans]:
        """Return which runs are done of each model."""
        return [spans for spans, _ in self.parts]

    @property
    def tallies(self) -> list[Tally]:
        """Return what the runs of each model came to."""
        return [tally for _, tally in self.parts]

    @property
    def played(self) -> int:
        """Return how many runs are done, of all models together."""
        return sum(tally.runs for tally in self.tallies)

    @property
    def left(self) -> int:
        """Return how many runs are left to play, of all models together."""
        return self.plan.runs * len(self.plan.models) - self.played

    @property
    def complete(self) -> bool:
        """Whether nothing is left to play."""
        return not self.left

    def todo(self, size: int) -> list[blocks.Block]:
        """Return what is left to play, in blocks of so many runs."""
        return blocks.blocks(self.done, self.plan.runs, size)

    def play(self, size: int, pool: Pool) -> Iterator[int]:
        """Play what is left; yields how many runs were added. Keeps what is done as it goes."""
        todo = self.todo(size)
        every = max(1, len(todo) // SAVES)
        for number, (block, tally) in enumerate(blocks.through(self.plan, todo, pool), 1):
            spans, whole = self.parts[block.model]
            spans = blocks.added(spans, block.first, block.last)
            self.parts[block.model] = (spans, whole.plus(tally))  # at once, if interrupted
            if number % every == 0 and number < len(todo):
                self.keep()
            yield block.last - block.first

    def keep(self) -> None:
        """Write what is done, if the study has a folder."""
        if self.folder is not None:
            checkpoint.write(self.folder, self.header, self.plan.runs, self.done, self.tallies)

    def account(self, flips: Flips | None = None) -> StudyResult:
        """Return what was found, with what would alter a decision where that was looked at."""
        head = self.header
        first, *others = (
            account(model, tally)
            for model, tally in zip(self.plan.models, self.tallies, strict=True)
        )
        pairs = zip(head.variants, others, strict=True)
        variants = tuple(Variant(settings=settings, **vars(one)) for settings, one in pairs)
        return StudyResult(
            scenario=head.scenario,
            digest=head.digest,
            seed=head.seed,
            decision=head.decision,
            only=head.only,
            wanted=self.plan.runs,
            complete=self.complete,
            **vars(first),
            policies=head.policies or None,
            settings=self.now if variants else None,
            variants=variants or None,
            flips=flips,
        )


_IDENTITY = {
    "scenario": "of another scenario",
    "digest": "of the same scenario with other files",
    "seed": "with another seed",
    "decision": "that begins at another decision",
    "only": "that ends otherwise (--only)",
    "rules": "with or without other rules (--rule)",
    "policies": "with other policies in its seats (--policy)",
    "plugged": "with rules of other plug-ins (--rule)",
    "variants": "with other settings (--vary, --without)",
    "program": "by another version of Sitroom",
}
