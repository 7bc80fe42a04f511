"""Expectations of a scenario put to the test: each compares two studies of the same runs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sitroom.engine.model import CompiledScenario
from sitroom.errors import SitroomError
from sitroom.loader.opening import Loaded, check_decision
from sitroom.policies.reference import with_history
from sitroom.scenario import settings
from sitroom.scenario.compiler import build
from sitroom.scenario.expectation import Case, Look
from sitroom.study import blocks, sweep
from sitroom.study.pool import Pool, gathered
from sitroom.study.tally import Tally

Given = tuple[tuple[str, bool | float | str], ...]  # settings of one side, in order
_START, _WITHOUT = "decision", "without"  # besides the keys of settings


@dataclass(frozen=True)
class Verdict:
    """Whether an expectation holds, with both figures: points of 100, or the mean of options."""

    id: str
    holds: bool
    before: float | None  # None, as `after`, where it never came up or can't be asked
    after: float | None
    expect: str
    by: float
    because: str
    why: str  # in words, why it could not be told; else ''


@dataclass(frozen=True)
class _Side:
    """What one side of a case came to, or why it can't be asked."""

    tally: Tally | None
    why: str = ""


def expect(
    loaded: Loaded,
    cases: Sequence[Case],
    runs: int,
    seed: int,
    pool: Pool,
    tick: Callable[[], None],
) -> tuple[Verdict, ...]:
    """Return whether each case holds; `tick` is called as each side of one is done."""
    wanted = dict.fromkeys(side for case in cases for side in _sides(case))
    sides = gathered(pool, partial(_play, loaded, runs, seed), list(wanted), tick)
    found = dict(zip(wanted, sides, strict=True))
    return tuple(_verdict(loaded, case, found) for case in cases)


def looks(cases: Iterable[Case]) -> int:
    """Return how many sides there are to be played."""
    return len({side for case in cases for side in _sides(case)})


def _sides(case: Case) -> tuple[Given, Given]:
    before: Mapping[str, bool | float | str] = case.base
    after = {**case.base, **case.change}
    return tuple(before.items()), tuple(after.items())


def _play(loaded: Loaded, runs: int, seed: int, given: Given) -> _Side:
    """Play one side, as a study with these settings does."""
    made = dict(given)
    start, without = made.pop(_START, None), made.pop(_WITHOUT, None)
    if without is not None:
        made[f"{without}.at_table"] = "no"
    try:
        if start is not None:
            check_decision(loaded.lookup, str(start))
        values = {key: _value(loaded, key, value) for key, value in made.items()}
        model = _model(loaded, values)
    except SitroomError as error:
        return _Side(None, str(error))
    first = 0 if start is None else model.question(str(start))
    return _Side(blocks.play(blocks.Plan((model,), first, seed, runs), blocks.Block(0, 0, runs)))


def _value(loaded: Loaded, key: str, value: bool | float | str) -> settings.Value:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    written = value if isinstance(value, str) else repr(float(value))
    (only,) = sweep.values_of(loaded.content, key, written)
    return only


def _model(loaded: Loaded, values: settings.Settings) -> CompiledScenario:
    if not values:
        return loaded.model
    return with_history(build(settings.changed(loaded.content, values)))


def _verdict(loaded: Loaded, case: Case, found: Mapping[Given, _Side]) -> Verdict:
    model = loaded.model
    sides = [found[side] for side in _sides(case)]
    why = unknown(model, case) or next((side.why for side in sides if side.why), "")
    figures = [
        None if one.tally is None or why else _figure(model, one.tally, case.look) for one in sides
    ]
    before, after = figures
    holds = before is not None and after is not None and case.holds(before, after)
    if not why and (before is None or after is None):
        why = f"it never came up{_only(loaded, case.look)}"
    told = (_rounded(before), _rounded(after))
    return Verdict(case.id, holds, *told, case.expect, case.least, case.because, why)


def _only(loaded: Loaded, look: Look) -> str:
    """Return on what condition a question is asked at all; '' where there is none."""
    asked = loaded.lookup.questions[str(look.question)]
    when = asked.decision.when
    return "" if when is None else f"; it is asked only if {loaded.lookup.condition(when)}"


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 3)


def _figure(model: CompiledScenario, tally: Tally, look: Look) -> float | None:
    """Return the figure that a case looks at; None where nothing came to it."""
    if look.ladder is not None:
        counts: list[int] = tally.rungs[model.ladders.index(look.ladder)].tolist()
        return 100.0 * sum(counts[look.at_least :]) / tally.runs
    number = model.question(str(look.question))
    options = [option.id for option in model.questions[number].options]
    taken: list[int] = tally.taken[number, : len(options)].tolist()
    asked = sum(taken)
    if look.asked:
        return 100.0 * asked / tally.runs
    if not asked:
        return None
    if look.mean:
        return sum(i * count for i, count in enumerate(taken)) / asked
    wanted = (look.option,) if isinstance(look.option, str) else look.option or ()
    return 100.0 * sum(taken[options.index(name)] for name in wanted) / asked


def unknown(model: CompiledScenario, case: Case) -> str:
    """Return what a case looks at that the scenario does not have, in words; '' for nothing."""
    look = case.look
    if look.ladder is not None:
        return "" if look.ladder in model.ladders else f"there is no ladder '{look.ladder}'"
    questions = {question.id: question for question in model.questions}
    if look.question not in questions:
        return f"there is no question '{look.question}'"
    options = {option.id for option in questions[look.question].options}
    wanted = (look.option,) if isinstance(look.option, str) else look.option or ()
    lost = next((name for name in wanted if name not in options), None)
    return "" if lost is None else f"'{look.question}' has no option '{lost}'"
