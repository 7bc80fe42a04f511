"""Sitroom in a notebook: `import sitroom`, and games and studies as tidy frames (docs/how-to/studies.md).

Frames are of pandas if it is installed, else of polars, else dicts of NumPy arrays by column;
`frames="pandas"`, `"polars"` or `"arrays"` says which. Columns have the same types in all runs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitroom.debrief import game_tables
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.loader.roots import added
from sitroom.render.frames import Cell, Table, frame, library
from sitroom.reports import study_tables
from sitroom.study import backtest as tested
from sitroom.study import flips as turned
from sitroom.study import results, setup, sweep
from sitroom.study.blocks import size_for
from sitroom.study.checkpoint import StudyError
from sitroom.study.pool import Alone, local
from sitroom.study.results import StudyResult

Frame = Any  # of pandas or polars, or a dict of arrays


class _Short:
    """What is written of frames in a notebook: their names and how many rows each has."""

    def __repr__(self) -> str:
        """Return a line."""
        made = ((name, _rows(one)) for name, one in vars(self).items() if name != "found")
        told = ", ".join(f"{name} ({rows})" for name, rows in made)
        return f"{type(self).__name__} of frames (rows): {told}"


@dataclass(frozen=True, repr=False)
class Game(_Short):
    """A game that was played, as frames with a row for each thing."""

    decisions: Frame  # number, question, date, answer, title, option, .., chance, history
    positions: Frame  # question, step, cause, seat, what, actor, position
    moved: Frame  # question, round, turn, speaker, argument, concern, listener, points
    indicators: Frame  # question, indicator, before, after
    aims: Frame  # seat, nearness


@dataclass(frozen=True, repr=False)
class Ensemble(_Short):
    """What many games came to, as frames; `variant` 0 is the scenario as it is."""

    outcomes: Frame  # variant, settings .., question, asked, option, count, share, low, high, run
    paths: Frame  # .. rank, count, share, low, high, run, question, option
    ladders: Frame  # .. ladder, rung, count, share, low, high
    dissent: Frame  # .. question, seat, share
    moved: Frame  # .. speaker, listener, points
    indicators: Frame  # .. indicator, question, runs, p10, p50, p90
    rules: Frame  # .. question, rule, option, chance; empty unless asked for
    found: StudyResult  # all of it


@dataclass(frozen=True, repr=False)
class Backtest(_Short):
    """The model against what really happened, decision by decision on history's path."""

    decisions: Frame  # question, option, chance, history
    scores: Frame  # forecast, top1, brier, log: what they are is said in docs/how-to/studies.md


def load(scenario: str | Path, content: Iterable[str | Path] = ()) -> Loaded:
    """Return a scenario by name or path; `content` are folders to look in as well.

    Raises UnknownNameError, or ContentError with all that is wrong with it.
    """
    with added(map(Path, content)):
        return open_scenario(str(scenario))


def run(
    scenario: Loaded | str,
    *,
    seed: int = 1,
    run: int = 0,
    decision: str | None = None,
    only: bool = False,
    settings: Mapping[str, float | bool | str] | None = None,
    policies: Mapping[str, str] | None = None,
    frames: str | None = None,
) -> Game:
    """Play a game with every seat by computer: run `run` of a seed, as any study plays it.

    `settings` are those of a study's variant, such as {"uk.openness": 0.2} or
    {"state.at_table": False}; "yes" and "no" will do, too; `policies` as in `ensemble`. Raises
    SettingError or PolicyError.
    """
    loaded = _loaded(scenario)
    given = {key: _as_python(value) for key, value in (settings or {}).items()}
    made: dict[str, Any] = {key: sweep.ANSWERS.get(value, value) for key, value in given.items()}
    head = setup.header(loaded, seed, decision, only=only, policies=policies)
    game = setup.session(loaded, head, run, made)
    while not game.over:
        game.computer_move()
    return Game(**_framed(game_tables.tables(game.lookup, game.events), frames))


def ensemble(
    scenario: Loaded | str,
    *,
    runs: int = 1000,
    seed: int = 1,
    decision: str | None = None,
    only: bool = False,
    vary: Iterable[str] = (),
    without: Iterable[str] = (),
    rules: bool = False,
    policies: Mapping[str, str] | None = None,
    jobs: int = 1,
    frames: str | None = None,
) -> Ensemble:
    """Play a scenario many times by computer, as `sitroom study` does.

    `policies` names who plays a seat instead, as {"kremlin": "random"}.

    `vary` takes settings such as "white-house.concerns.escalation=0.4..1.0:7", `without` seats to
    leave out, `rules` also weighs every debate under the other rules. Raises SettingError.
    """
    library(frames)  # before the work, not after
    loaded = _loaded(scenario)
    variants = sweep.variants(loaded.content, vary, without)
    head = setup.header(
        loaded, seed, decision, only=only, rules=rules, variants=variants, policies=policies
    )
    made = setup.begin(loaded, head, runs)
    pool = local(jobs)
    try:
        for _ in made.play(size_for(made.left, jobs), pool):
            pass
    finally:
        pool.close()
    return _ensemble(made.account(), frames)


def kept(folder: str | Path, frames: str | None = None) -> Ensemble:
    """Return the study that `sitroom study --out` wrote to a folder. Raises StudyError."""
    return _ensemble(results.read(Path(folder)), frames)


def flips(scenario: Loaded | str, decision: str, frames: str | None = None) -> Frame:
    """Return what would alter a decision, the smallest change of a single number first.

    Raises UnknownNameError for a decision that there is not, StudyError for one that history's
    path passes by.
    """
    loaded = _loaded(scenario)
    setup.check_decision(loaded, decision)
    found = turned.flips(loaded.content, loaded.model, decision, Alone(), lambda: None)
    if found is None:
        raise StudyError(f"history's path does not come to {decision}")
    return frame(study_tables.flips(found), frames)


def backtest(
    scenario: Loaded | str, *, runs: int = 2000, seed: int = 1, frames: str | None = None
) -> Backtest:
    """Hold the model against what really happened, beside simpler forecasts.

    Raises StudyError where no decision has a known outcome.
    """
    found = tested.from_history(_loaded(scenario).model, runs, seed)
    decisions: list[Mapping[str, Cell]] = [
        {
            "question": one.id,
            "option": option,
            "chance": chance,
            "history": option == one.historical_option,
        }
        for one in found.decisions
        for option, chance in one.chances.items()
    ]
    scores: list[Mapping[str, Cell]] = [
        {"forecast": name, **vars(row)} for name, row in found.scores.items()
    ]
    types = {"question": "text", "option": "text", "chance": "number", "history": "flag"}
    scored = {"forecast": "text", "top1": "whole", "brier": "number", "log": "number"}
    tables = {"decisions": Table(types, decisions), "scores": Table(scored, scores)}
    return Backtest(**_framed(tables, frames))


def _as_python(value: Any) -> Any:  # noqa: ANN401 - a number or a name
    """Return a value of NumPy's, of an array or a table, as Python's own."""
    return value.item() if hasattr(value, "item") else value


def _rows(one: Frame) -> int:
    return len(next(iter(one.values()), ())) if isinstance(one, dict) else len(one)


def _loaded(scenario: Loaded | str) -> Loaded:
    return load(scenario) if isinstance(scenario, str) else scenario


def _framed(tables: Mapping[str, Table], wanted: str | None) -> dict[str, Frame]:
    return {name: frame(table, wanted) for name, table in tables.items()}


def _ensemble(found: StudyResult, wanted: str | None) -> Ensemble:
    tables = study_tables.tables(found)
    tables.pop("flips", None)
    return Ensemble(**_framed(tables, wanted), found=found)
