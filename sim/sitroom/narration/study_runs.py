"""Runs of a study that are worth opening: how games mostly go, and where they went another way."""

from collections.abc import Iterable
from dataclasses import dataclass

from sitroom.narration.percent import percent
from sitroom.narration.study_text import differences, option
from sitroom.scenario.lookup import Lookup
from sitroom.study.results import Step, StudyResult

ALWAYS = "Does it always end like this?"
PLAYED = (
    "The same game played many times over, every seat by computer. Nothing differs between the runs "
    "but chance, so they show how far the end was chance."
)
SIZES = {2_000: "some seconds", 10_000: "less than a minute", 100_000: "some minutes"}
COMMON = "The most common ways to decide"
OTHERWISE = "Where runs decided otherwise"


@dataclass(frozen=True)
class Run:
    """A run that did something: what, how many did so, and how it went from decision to decision."""

    number: int
    says: str
    steps: tuple[str, ...] = ()


def begins(lookup: Lookup, decision: str | None, *, only: bool) -> str:
    """Return which part of the scenario is played."""
    first = decision or lookup.content.scenario.decisions[0].id
    title = lookup.questions[first].question.title
    return f"Only '{title}'." if only else f"From '{title}' to the end."


def size(runs: int) -> str:
    """Return an offer of so many runs."""
    return f"{runs:,} runs ({SIZES[runs]})"


def counted(found: StudyResult) -> str:
    """Return how much of a study is done."""
    if found.complete:
        return f"{found.runs:,} runs of seed {found.seed}"
    return f"{found.runs:,} of {found.wanted:,} runs of seed {found.seed}, stopped early"


def common(lookup: Lookup, found: StudyResult) -> list[Run]:
    """Return a run of each of the most common ways to decide."""
    first, *_ = found.paths
    taken = first.taken
    runs = []
    for path in found.paths:
        other = "; ".join(differences(lookup, taken, path))
        what = f"but {other}" if other else "the most common way"
        says = f"{percent(path.share)}: {what}"
        runs.append(Run(path.run, says, tuple(_steps(lookup, path.steps))))
    return runs


def _steps(lookup: Lookup, steps: Iterable[Step]) -> Iterable[str]:
    for number, step in enumerate(steps, 1):
        name = lookup.questions[step.question].question.title
        yield f"{number}. {name}: {option(lookup, step.question, step.option)}"


def otherwise(lookup: Lookup, found: StudyResult) -> list[Run]:
    """Return a run of each option that was taken, but not most often; the rarest come first."""
    runs = []
    for one in found.questions:
        if one.answer or not one.asked.count:
            continue
        likely = max(one.options, key=lambda o: o.count)
        title = lookup.questions[one.id].question.title
        for taken in one.options:
            if taken.run is not None and taken is not likely:
                chosen = option(lookup, one.id, taken.id)
                says = f"{percent(taken.share)}: {title}: {chosen}"
                runs.append((taken.share or 0.0, Run(taken.run, says)))
    return [run for _, run in sorted(runs, key=lambda pair: pair[0])]
