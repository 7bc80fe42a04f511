"""How a study begins: what it plays, its models, and the game that a run of it is."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from sitroom.engine.rules import built_in
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, check_decision, compiled
from sitroom.policies import seated
from sitroom.scenario.rules import known as weighed
from sitroom.scenario.settings import Settings, Value, carried, kind_of
from sitroom.study import flips
from sitroom.study.blocks import Plan
from sitroom.study.checkpoint import Header
from sitroom.study.study import Study


def header(
    loaded: Loaded,
    seed: int,
    decision: str | None = None,
    *,
    only: bool = False,
    rules: bool = False,
    variants: Iterable[Settings] = (),
    policies: Mapping[str, str] | None = None,
) -> Header:
    """Return what a study of a scenario plays. Raises UnknownNameError for an unknown decision."""
    check_decision(loaded.lookup, decision)
    return Header(
        scenario=loaded.content.scenario.id,
        digest=loaded.content.digest,
        seed=seed,
        decision=decision,
        only=only,
        rules=rules,
        variants=tuple({**one} for one in variants),
        content=loaded.files,
        policies=dict(policies or {}),
        plugged=tuple(name for name in weighed() if name not in built_in()) if rules else (),
    )


def begin(loaded: Loaded, head: Header, runs: int, folder: Path | None = None) -> Study:
    """Return a study to be played, as far as it is done in its folder. Raises StudyError."""
    games = [session(loaded, head, 0, one) for one in ({}, *head.variants)]
    models = tuple(game.model for game in games)
    seats = seated.seats(head.policies)
    plan = Plan(models, games[0].state.first, head.seed, runs, rules=head.rules, seats=seats)
    return Study(head, plan, folder, _as_it_is(loaded, head.variants))


def session(loaded: Loaded, head: Header, run: int, settings: Settings) -> Session:
    """Return the game that a run of a study is, with settings made. Raises SettingError."""
    if settings:
        loaded = compiled(carried(loaded.files, settings), loaded.content)
    return Session(
        loaded,
        head.seed,
        decision=head.decision,
        only=head.only,
        run=run,
        policies=head.policies,
    )


def _as_it_is(loaded: Loaded, variants: Iterable[Settings]) -> dict[str, Value]:
    """Return what the settings of variants are in the scenario as it is."""
    found: dict[str, Value] = {}
    for key in (key for one in variants for key in one):
        kind = kind_of(loaded.content, key)
        value = flips.now(loaded.content, loaded.model, kind)
        if value is not None:
            found[key] = value if kind.number else bool(value)
    return found
