"""Many games at once are the games that computer seats play one by one."""

import numpy as np
import pytest

from sim.engine import turn
from sim.engine.events import Decided
from sim.engine.state import UNASKED
from sim.journal.session import Session
from sim.seats import computer
from sim.study.ensemble import ensemble
from tests.command import ukraine

RUNS = 60


@pytest.mark.parametrize("decision", ["early-arms-2022", "trump-proofing-2024"])
def test_an_ensemble_counts_what_the_games_decide(decision: str) -> None:
    model = ukraine().model
    start = model.question(decision)
    found = ensemble(model, start, RUNS, 3)
    wanted: dict[tuple[tuple[str, str], ...], int] = {}
    opening = turn.start(model, 3, np.arange(RUNS, dtype=np.int64), start)
    for over in computer.play_on(model, opening):
        for run in range(over.runs.size):
            way = tuple(
                (model.questions[d.question].id, model.questions[d.question].options[o].id)
                for d in over.past
                if (o := int(d.option[run])) != UNASKED
            )
            wanted[way] = wanted.get(way, 0) + 1
    assert found.paths == wanted
    assert found.runs == found.along(()) == RUNS
    assert sum(found.shares(decision).values()) == pytest.approx(1)
    assert found.asked(decision) == RUNS


def test_run_0_is_the_game_of_that_seed() -> None:
    session = Session(ukraine(), 3, decision="trump-proofing-2024")
    while not session.over:
        session.computer_move()
    way = [(e.question, e.option) for e in session.events if isinstance(e, Decided)]
    found = ensemble(session.model, session.state.first, 1, 3)
    assert list(found.paths) == [tuple(way)]
