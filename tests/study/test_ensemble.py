"""Many games at once are the games that computer seats play one by one."""

from collections.abc import Callable
from itertools import islice

import numpy as np
import pytest

from sitroom.engine import turn
from sitroom.engine.batch_merge import each
from sitroom.engine.events import Decided
from sitroom.engine.state import PASS, UNASKED
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded
from sitroom.policies import computer
from sitroom.study.ensemble import ensemble
from tests.command import cuba, ukraine

RUNS = 60


@pytest.mark.parametrize(
    ("loaded", "decision"), [(cuba, "first-response-21"), (ukraine, "trump-proofing-2024")]
)
def test_an_ensemble_counts_what_the_games_decide(
    loaded: Callable[[], Loaded], decision: str
) -> None:
    model = loaded().model
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
    assert sum(found.shares(decision).values()) == pytest.approx(1, abs=1e-5)  # each is rounded
    assert found.asked(decision) == RUNS


def test_run_0_is_the_game_of_that_seed() -> None:
    session = Session(ukraine(), 3, decision="trump-proofing-2024")
    while not session.over:
        session.computer_move()
    way = [(e.question, e.option) for e in session.events if isinstance(e, Decided)]
    found = ensemble(session.model, session.state.first, 1, 3)
    assert list(found.paths) == [tuple(way)]


def test_runs_in_which_others_said_the_same_line_are_not_taken_for_alike() -> None:
    model, looked = ukraine().model, 0
    for number, question in islice(enumerate(model.questions), 0, None, 10):
        turns = question.table * question.rounds
        for line, argument in enumerate(question.arguments):
            said = [t for t, seat in enumerate(turns[:6]) if seat in argument.by]
            answered = any(line in other.rebuts for other in question.arguments)
            if not answered or len({turns[t] for t in said}) < 2:
                continue
            first, second = said[0], next(t for t in said if turns[t] != turns[said[0]])
            ones = [turn.start(model, 1, np.zeros(1, dtype=np.int64), number) for _ in range(2)]
            both = turn.start(model, 1, np.arange(2, dtype=np.int64), number)
            both = each(model, both)  # each run in a world of its own
            for t in range(len(turns) - 1):
                lines = np.array([line if t == at else PASS for at in (first, second)])
                ones = [turn.say(model, one, lines[i : i + 1]) for i, one in enumerate(ones)]
                both = turn.say(model, both, lines)
                if t >= max(first, second):
                    alone = np.concatenate([computer.gains(model, one)[1] for one in ones])
                    np.testing.assert_array_equal(computer.gains(model, both)[1], alone)
                    looked += 1
    assert looked > 10
