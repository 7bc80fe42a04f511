"""Sitroom in a notebook: `import sitroom`, and games and studies as tidy frames (docs/how-to/studies.md).

Frames are of pandas if it is installed, else of polars, else dicts of NumPy arrays by column;
`frames="pandas"`, `"polars"` or `"arrays"` says which. Columns have the same types in all runs.
"""

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sitroom.debrief import game_tables
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, compiled, open_scenario
from sitroom.loader.roots import added
from sitroom.render.frames import Table, frame, library
from sitroom.reports import study_tables
from sitroom.scenario.problems import did_you_mean
from sitroom.scenario.settings import Settings, Value, carried, kind_of
from sitroom.study import backtest as tested
from sitroom.study import flips as turned
from sitroom.study import sweep
from sitroom.study.blocks import Plan, size_for
from sitroom.study.checkpoint import Header, StudyError
from sitroom.study.study import Here, Study

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
    found: dict[str, Any]  # all of it as JSON values (docs/reference/json.md)


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
    frames: str | None = None,
) -> Game:
    """Play a game with every seat by computer: run `run` of a seed, as any study plays it.

    `settings` are those of a study's variant, such as {"uk.openness": 0.2} or
    {"state.at_table": False}; "yes" and "no" will do, too. Raises SettingError.
    """
    loaded = _loaded(scenario)
    given = {key: _as_python(value) for key, value in (settings or {}).items()}
    made: dict[str, Any] = {key: sweep.ANSWERS.get(value, value) for key, value in given.items()}
    game = session(loaded, header(loaded, seed, decision, only=only), run, made)
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
    jobs: int = 1,
    frames: str | None = None,
) -> Ensemble:
    """Play a scenario many times by computer, as `sitroom study` does.

    `vary` takes settings such as "white-house.concerns.escalation=0.4..1.0:7", `without` seats to
    leave out, `rules` also weighs every debate under the other rules. Raises SettingError.
    """
    library(frames)  # before the work, not after
    loaded = _loaded(scenario)
    variants = sweep.variants(loaded.content, vary, without)
    head = header(loaded, seed, decision, only=only, rules=rules, variants=variants)
    made = begin(loaded, head, runs)
    pool: Executor = Here() if jobs == 1 else ProcessPoolExecutor(jobs, get_context("spawn"))
    with pool:
        for _ in made.play(size_for(made.left, jobs), lambda: pool, 2 * jobs):
            pass
    return _ensemble(made.account(), frames)


def kept(folder: str | Path, frames: str | None = None) -> Ensemble:
    """Return the study that `sitroom study --out` wrote to a folder. Raises StudyError."""
    path = Path(folder) / "study.json"
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise StudyError(f"{folder} holds no study") from None
    except (OSError, ValueError):
        raise StudyError(f"{path} can't be read as a study") from None
    return _ensemble(found, frames)


def flips(scenario: Loaded | str, decision: str, frames: str | None = None) -> Frame:
    """Return what would alter a decision, the smallest change of a single number first.

    Raises ValueError for a decision that there is not, or that history's path passes by.
    """
    loaded = _loaded(scenario)
    _check(loaded, decision)
    found = turned.flips(loaded.content, loaded.model, decision, Here(), lambda: None)
    if found is None:
        raise ValueError(f"history's path does not come to {decision}")
    return frame(study_tables.flips(found), frames)


def backtest(
    scenario: Loaded | str, *, runs: int = 2000, seed: int = 1, frames: str | None = None
) -> Backtest:
    """Hold the model against what really happened, beside simpler forecasts.

    Raises ValueError where no decision has a known outcome.
    """
    found = tested.from_history(_loaded(scenario).model, runs, seed)
    decisions = [
        {
            "question": one["id"],
            "option": option,
            "chance": chance,
            "history": option == one["historical_option"],
        }
        for one in found["decisions"]
        for option, chance in one["chances"].items()
    ]
    scores = [{"forecast": name, **row} for name, row in found["scores"].items()]
    types = {"question": "text", "option": "text", "chance": "number", "history": "flag"}
    scored = {"forecast": "text", "top1": "whole", "brier": "number", "log": "number"}
    tables = {"decisions": Table(types, decisions), "scores": Table(scored, scores)}
    return Backtest(**_framed(tables, frames))


def header(
    loaded: Loaded,
    seed: int,
    decision: str | None = None,
    *,
    only: bool = False,
    rules: bool = False,
    variants: Iterable[Settings] = (),
) -> Header:
    """Return what a study of a scenario plays. Raises ValueError for an unknown decision."""
    if decision is not None:
        _check(loaded, decision)
    return Header(
        scenario=loaded.content.scenario.id,
        digest=loaded.content.digest,
        seed=seed,
        decision=decision,
        only=only,
        rules=rules,
        variants=tuple(map(dict, variants)),
        content=loaded.files,
    )


def begin(loaded: Loaded, head: Header, runs: int, folder: Path | None = None) -> Study:
    """Return a study to be played, as far as it is done in its folder. Raises StudyError."""
    games = [session(loaded, head, 0, one) for one in ({}, *head.variants)]
    models = tuple(game.model for game in games)
    plan = Plan(models, games[0].state.first, head.seed, runs, rules=head.rules)
    return Study(head, plan, folder, _as_it_is(loaded, head.variants))


def session(loaded: Loaded, head: Header, run: int, settings: Settings) -> Session:
    """Return the game that a run of a study is, with settings made."""
    if settings:
        loaded = compiled(carried(loaded.files, settings), loaded.content)
    return Session(loaded, head.seed, decision=head.decision, only=head.only, run=run)


def _as_it_is(loaded: Loaded, variants: Iterable[Settings]) -> dict[str, Value]:
    """Return what the settings of variants are in the scenario as it is."""
    found: dict[str, Value] = {}
    for key in (key for one in variants for key in one):
        kind = kind_of(loaded.content, key)
        value = turned.now(loaded.content, loaded.model, kind)
        found[key] = bool(value) if kind.what == "at_table" else value
    return found


def _as_python(value: Any) -> Any:  # noqa: ANN401 - a number or a name
    """Return a value of NumPy's, of an array or a table, as Python's own."""
    return value.item() if hasattr(value, "item") else value


def _rows(one: Frame) -> int:
    return len(next(iter(one.values()), ())) if isinstance(one, dict) else len(one)


def _loaded(scenario: Loaded | str) -> Loaded:
    return load(scenario) if isinstance(scenario, str) else scenario


def _check(loaded: Loaded, decision: str) -> None:
    known = [one.id for one in loaded.content.scenario.decisions]
    if decision not in known:
        hint = did_you_mean(decision, known) or f"It may be: {', '.join(known)}."
        raise ValueError(f"there is no decision '{decision}'. {hint}")


def _framed(tables: Mapping[str, Table], wanted: str | None) -> dict[str, Frame]:
    return {name: frame(table, wanted) for name, table in tables.items()}


def _ensemble(found: dict[str, Any], wanted: str | None) -> Ensemble:
    tables = study_tables.tables(found)
    tables.pop("flips", None)
    return Ensemble(**_framed(tables, wanted), found=found)
