"""Many games by computer from where one game stands, to the end of the turn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sitroom.engine import turn
from sitroom.engine.batch import INDICATORS, index
from sitroom.engine.batch_merge import seated
from sitroom.engine.events import recorded
from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import Phase, State
from sitroom.policies import computer

GAMES = 500  # for each option, before a choice


@dataclass(frozen=True)
class Odds:
    """What many games came to from here: shares of the options, of the answers to them, and more."""

    games: int
    decided: dict[str, float]
    answers: dict[str, float]  # of all games; what is missing to 1 was not answered
    moved: dict[str, float]  # indicator -> how far it moved over the turn, on average


def many(state: State, games: int) -> State:
    """Return a game in step with itself, as runs 1 to `games` of its seed: other draws, same past."""
    past = tuple(
        replace(done, option=done.option.repeat(games), choices=done.choices.repeat(games, axis=0))
        for done in state.past
    )
    runs = np.arange(1, games + 1, dtype=np.int64)
    return replace(state, runs=runs, row=np.zeros(games, dtype=np.int64), past=past)


def odds(
    model: CompiledScenario, state: State, vote: int | None = None, games: int = GAMES
) -> Odds:
    """Play many games from here to the end of the turn, the mover choosing `vote` first if given."""
    question, begun = model.questions[state.question], many(state, games)
    parts = (begun,) if vote is None else turn.choose(model, begun, vote)
    ended = [end for part in parts for end in ends(model, begun.question, part)]
    moved = -begun.world.indicators[0]
    for end in ended:
        world = end.world if end.phase is Phase.OVER else end.carried
        rows = index(world, INDICATORS)[end.row]
        moved = moved + world.indicators[rows].sum(axis=0) / games
    return Odds(
        games,
        _shares(model, ended, state.question, len(state.past), games),
        _shares(model, ended, question.answered_by, len(state.past), games),
        {name: recorded(by) for name, by in zip(model.indicators, moved.tolist(), strict=True)},
    )


def ends(model: CompiledScenario, question: int, part: State) -> Iterator[State]:
    """Yield the states in which a turn has ended, played on by computer from a part of its runs."""
    here, going = (question, model.questions[question].answered_by), [part]
    while going:
        now = going.pop()
        if now.phase is Phase.OVER or now.question not in here:
            yield now
            continue
        if now.phase is Phase.DEBATE and not now.debates[0]:
            now = seated(model, now)  # an answer to options that the games took apart
        going += computer.move(model, now)


def _shares(
    model: CompiledScenario, ended: list[State], question: int | None, before: int, games: int
) -> dict[str, float]:
    """Return the share of all games that took each option of a question in this turn."""
    if question is None:
        return {}
    taken = [d.option for e in ended for d in e.past[before:] if d.question == question]
    options = model.questions[question].options
    counts = np.bincount(np.concatenate(taken or [np.zeros(0, int)]), minlength=len(options))
    return {o.id: recorded(n / games) for o, n in zip(options, counts.tolist(), strict=True) if n}
