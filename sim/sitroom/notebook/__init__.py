"""Sitroom in a notebook: `import sitroom`, and games and studies as tidy frames (docs/how-to/studies.md).

Frames are of pandas if it is installed, else of polars, else dicts of NumPy arrays by column;
`frames="pandas"`, `"polars"` or `"arrays"` says which. Columns have the same types in all runs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, overload

from sitroom.debrief import game_tables
from sitroom.loader.opening import Loaded, check_decision, open_scenario
from sitroom.loader.roots import added
from sitroom.notebook.results import Arrays, Backtest, Ensemble, Frame, Game, framed
from sitroom.render.frames import Cell, Dataset, frame, library
from sitroom.reports import study_tables
from sitroom.study import backtest as tested
from sitroom.study import doubt as doubted
from sitroom.study import flips as turned
from sitroom.study import results, setup, sweep
from sitroom.study.blocks import size_for
from sitroom.study.checkpoint import StudyError
from sitroom.study.pool import Alone, local
from sitroom.study.results import StudyResult

Foreign = Literal["pandas", "polars"] | None  # whose frames are wanted; None: what there is


def load(scenario: str | Path, content: Iterable[str | Path] = ()) -> Loaded:
    """Return a scenario by name or path, ready to be played; `content` are folders to look in as well.

    Raises UnknownNameError, or ContentError with all that is wrong with it.
    """
    with added(map(Path, content)):
        return open_scenario(str(scenario))


@overload
def run(
    scenario: Loaded | str,
    *,
    seed: int = 1,
    run: int = 0,
    decision: str | None = None,
    only: bool = False,
    settings: Mapping[str, float | bool | str] | None = None,
    policies: Mapping[str, str] | None = None,
    frames: Foreign = None,
) -> Game[Frame]: ...
@overload
def run(
    scenario: Loaded | str,
    *,
    seed: int = 1,
    run: int = 0,
    decision: str | None = None,
    only: bool = False,
    settings: Mapping[str, float | bool | str] | None = None,
    policies: Mapping[str, str] | None = None,
    frames: Literal["arrays"],
) -> Game[Arrays]: ...
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
) -> Game[Any]:
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
    return Game(**framed(game_tables.tables(game.lookup, game.events), frames))


@overload
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
    doubt: int = 0,
    jobs: int = 1,
    frames: Foreign = None,
) -> Ensemble[Frame]: ...
@overload
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
    doubt: int = 0,
    jobs: int = 1,
    frames: Literal["arrays"],
) -> Ensemble[Arrays]: ...
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
    doubt: int = 0,
    jobs: int = 1,
    frames: str | None = None,
) -> Ensemble[Any]:
    """Play a scenario many times by computer, as `sitroom study` does.

    `policies` names who plays a seat instead, as {"kremlin": "random"}.

    `vary` takes settings such as "white-house.concerns.escalation=0.4..1.0:7", `without` seats to
    leave out, `rules` also weighs every debate under the other rules, `doubt` draws positions so
    often as they may really be, and tells between what shares lie then. Raises SettingError.
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
        uncertain = None
        if doubt:
            told = (loaded, decision, seed, runs, pool, lambda: None)
            uncertain = doubted.doubt(*told, draws=doubt)
    finally:
        pool.close()
    return _ensemble(replace(made.account(), doubt=uncertain), frames)


@overload
def load_study(folder: str | Path, frames: Foreign = None) -> Ensemble[Frame]: ...
@overload
def load_study(folder: str | Path, frames: Literal["arrays"]) -> Ensemble[Arrays]: ...
def load_study(folder: str | Path, frames: str | None = None) -> Ensemble[Any]:
    """Return the study that `sitroom study --out` wrote to a folder. Raises StudyError."""
    return _ensemble(results.read(Path(folder)), frames)


@overload
def flips(scenario: Loaded | str, decision: str, frames: Foreign = None) -> Frame: ...
@overload
def flips(scenario: Loaded | str, decision: str, frames: Literal["arrays"]) -> Arrays: ...
def flips(scenario: Loaded | str, decision: str, frames: str | None = None) -> Any:
    """Return what would alter a decision, the smallest change of a single number first.

    Raises UnknownNameError for a decision that there is not, StudyError for one that history's
    path passes by.
    """
    loaded = _loaded(scenario)
    check_decision(loaded.lookup, decision)
    found = turned.flips(loaded.content, loaded.model, decision, Alone(), lambda: None)
    if found is None:
        raise StudyError(f"history's path does not come to {decision}")
    return frame(study_tables.flips(found), frames)


@overload
def backtest(
    scenario: Loaded | str, *, runs: int = 2000, seed: int = 1, frames: Foreign = None
) -> Backtest[Frame]: ...
@overload
def backtest(
    scenario: Loaded | str, *, runs: int = 2000, seed: int = 1, frames: Literal["arrays"]
) -> Backtest[Arrays]: ...
def backtest(
    scenario: Loaded | str, *, runs: int = 2000, seed: int = 1, frames: str | None = None
) -> Backtest[Any]:
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
    tables = {"decisions": Dataset(types, decisions), "scores": Dataset(scored, scores)}
    return Backtest(**framed(tables, frames))


def _as_python(value: Any) -> Any:  # noqa: ANN401 - a number or a name
    """Return a value of NumPy's, of an array or a table, as Python's own."""
    return value.item() if hasattr(value, "item") else value


def _loaded(scenario: Loaded | str) -> Loaded:
    return load(scenario) if isinstance(scenario, str) else scenario


def _ensemble(found: StudyResult, wanted: str | None) -> Ensemble[Any]:
    tables = study_tables.tables(found)
    tables.pop("flips", None)
    return Ensemble(**framed(tables, wanted), found=found)
