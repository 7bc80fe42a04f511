"""How computer seats play where people sit: tempers, chance among good lines, and looking ahead."""

import itertools
from functools import cache

import numpy as np
import pytest

from sitroom.engine import turn
from sitroom.engine.state import Phase
from sitroom.engine.theory import position
from sitroom.journal.session import Session
from sitroom.policies import advice, computer, estimate, opponents
from tests.command import ukraine
from tests.rules.small import ANN, BOB, CEM, NEED, RISK, Table, argument, asked, world

SEEDS = range(1, 6)


@cache
def debated(seed: int, level: str, run: int = 0) -> tuple[str, ...]:
    """The first debate of a game, and the positions that the table came with."""
    session = Session(ukraine(), seed, ("state",), "kharkiv-2024", opponents=level, run=run)
    while session.state.phase is Phase.DEBATE:
        session.computer_move()
    return tuple(str(getattr(move, "argument", "-")) for move in session.moves)


@pytest.mark.rule("11.6")
def test_tempers_are_drawn_by_seed_and_question_and_people_stand_as_sourced() -> None:
    def stances(seed: int, level: str, run: int = 0) -> np.ndarray:
        session = Session(ukraine(), seed, ("state",), opponents=level, run=run)
        return np.array([question.stance for question in session.model.questions])

    sourced = stances(1, "study")
    state = ukraine().model.actors.index("state")
    drawn = [stances(seed, "lively") for seed in SEEDS]
    for one in drawn:
        assert (one[:, state] == sourced[:, state]).all()
        declared = np.array([question.declared for question in ukraine().model.questions])
        assert (one == sourced)[~declared].all()
        apart = (position(one) - position(sourced))[declared]
        assert 3 < np.std(apart) < 15  # within the stated doubt
    assert not any((one == other).all() for one, other in itertools.combinations(drawn, 2))
    assert (stances(1, "lively", run=7) == drawn[0]).all()  # not by run


@pytest.mark.rule("11.7")
def test_lively_seats_draw_among_good_lines_by_seed_and_not_by_run() -> None:
    assert debated(1, "lively") == debated(1, "lively", run=3)
    pairs = list(itertools.combinations([debated(seed, "lively") for seed in SEEDS], 2))
    differ = [np.mean([a != b for a, b in zip(*pair, strict=True)]) for pair in pairs]
    assert np.mean(differ) >= 0.5
    assert len({debated(seed, "study") for seed in SEEDS}) == 1
    session = Session(ukraine(), 2, ("state",), "kharkiv-2024", opponents="lively")
    numbers, gain = computer.gains(session.model, session.state)
    said = session.computer_move()[0]
    ids = [session.model.questions[session.state.question].arguments[n].id for n in numbers]
    worth = gain[0][ids.index(str(getattr(said, "argument", "")))]
    assert worth >= opponents.GOOD * gain.max()


def test_a_far_sighted_seat_holds_its_answer_until_there_is_something_to_answer() -> None:
    """Its answer weakens what Bob is about to say, so it waits where the best line now would not."""
    lines = (
        argument("claim", by=(BOB,), claim=1.0, strength=0.9),
        argument("answer", by=(ANN,), claim=-1.0, strength=0.3, rebuts=(0,)),
    )
    weighs = {(CEM, RISK): 4.0, (CEM, NEED): 0.0}
    at = {ANN: 10.0, BOB: 90.0, CEM: 50.0}
    model = world(asked(at=at, weighs=weighs, arguments=lines, rounds=2))
    table = Table(model)
    assert advice.move(model, table.state) != opponents.move(model, table.state, "far-sighted")
    ends = {}
    for level in ("cool", "far-sighted"):
        table = Table(model)
        while table.state.phase is Phase.DEBATE:
            mine = level if table.mover == "ann" else "cool"
            table.play(opponents.move(model, table.state, mine))
        ends[level] = table.position(CEM)
    assert ends["far-sighted"] < ends["cool"]


@pytest.mark.rule("12.8")
def test_a_hand_tells_what_its_seat_could_know() -> None:
    session = Session(ukraine(), 1, ("state",), "kharkiv-2024")
    while not session.waits:
        session.computer_move()
    model, state = session.model, session.state
    exact = {card.argument: card for card in estimate.hand(model, state, exact=True)}
    assert all(card.guesses is None for card in exact.values())
    hand = estimate.hand(model, state, exact=False)
    assert {card.argument for card in hand} == set(exact)
    assert hand == estimate.hand(model, state, exact=False)
    for card in hand:
        assert card.guesses is not None
        for other, guess in card.guesses.items():
            assert guess.low <= card.moves[other] <= guess.high
            assert guess.high - guess.low >= 0.999


def test_trust_and_what_was_seen_make_estimates_sharper() -> None:
    model = world(asked(rounds=3))
    table = Table(model)
    early = estimate.known(model, table.state, ANN)
    trust = model.trust.copy()
    trust[BOB, ANN] = trust[ANN, BOB] = 0.9
    trusted = world(asked(rounds=3), trust=trust)
    assert estimate.known(trusted, Table(trusted).state, ANN)["bob"] > early["bob"]
    while len(table.state.debate) < 6:
        table.play(advice.move(model, table.state))
    later = estimate.known(model, table.state, ANN)
    assert all(later[other] > early[other] for other in ("bob", "cem"))
    assert turn.to_move(model, table.state) == ANN
