"""Amendments at every door of open seats: to be seen, proposed, and chosen from then on."""

from dataclasses import replace

import pytest

from sitroom.engine.events import Decided
from sitroom.engine.moves import Say
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, prepare
from sitroom.narration import brief
from sitroom.narration.percent import worded
from sitroom.policies import Policy, View, advice, estimate, seated
from sitroom.seats.answer import move_of
from sitroom.seats.hand import moves
from sitroom.seats.sight import look
from sitroom.study import setup
from sitroom.study.pool import Alone
from tests.loader.test_codes import FENCED
from tests.loader.world import MAIN, broken, files

LINE = "entry.propose-with-pilot"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    rule = "    rule:\n      kind: consent\n"
    return prepare(broken(files(), MAIN, rule, f"{FENCED.replace('100', '60')}{rule}"))


class Proposes(Policy):
    """Proposes what it may, and chooses it wherever it is on the table."""

    def say(self, view: View) -> str | None:
        return next(iter(view.amendments), None)

    def choose(self, view: View) -> str | None:
        return "with-pilot" if "with-pilot" in view.options else None


def test_a_program_is_told_what_a_line_puts_on_the_table(loaded: Loaded) -> None:
    session = Session(loaded, 1)
    game = loaded.lookup, session.model
    seat = str(session.mover)
    found = {one.move.get("argument"): one for one in moves(*game, session.state, seat).moves}
    line = found[LINE]
    assert line.proposes is not None
    assert (line.proposes.id, line.proposes.place) == ("with-pilot", 60.0)
    assert (line.concern, line.claim) == (None, None)
    assert all(one.proposes is None for name, one in found.items() if name != LINE)
    before = [one.id for one in look(*game, session.state, seat).options]
    assert "with-pilot" not in before
    session.play(move_of(*game, session.state, seat, {"number": line.number}))
    seen = look(*game, session.state, seat)
    assert "with-pilot" in [one.id for one in seen.options]
    assert (seen.said[-1].concern, seen.said[-1].claim) == (None, 0.0)


def test_a_hand_tells_how_likely_an_amendment_would_be_taken(loaded: Loaded) -> None:
    session = Session(loaded, 1)
    model, state = session.model, session.state
    before = dict(advice.chances(model, state))
    for seed in range(20):
        drawn = replace(state, seed=seed)
        exact, guessed = (estimate.hand(model, drawn, exact=one) for one in (True, False))
        assert [card.gain for card in exact] == sorted((c.gain for c in exact), reverse=True)
        (held,) = (card for card in exact if card.argument == LINE)
        (told,) = (card for card in guessed if card.argument == LINE)
        assert told.odds == held.odds
        assert told.guess is not None
        assert 0.0 <= told.guess.low <= 100 * (held.odds or 0.0) <= told.guess.high <= 100.0
    assert brief.card(session.lookup, session.question, held)[1].endswith(
        f"would be taken now: {worded(held.odds or 0.0)}"
    )
    session.play(Say(str(session.mover), LINE))
    assert "with-pilot" not in before
    assert advice.chances(model, session.state)["with-pilot"] == held.odds


def test_a_policy_proposes_in_a_game_and_in_a_study(loaded: Loaded) -> None:
    name = seated.enrol(f"{seated.PROGRAM}proposes", Proposes())
    policies = dict.fromkeys(loaded.content.actors, name)
    try:
        session = Session(loaded, 1, decision="entry", only=True, policies=policies)
        while not session.over:
            session.computer_move()
        assert any(isinstance(move, Say) and move.argument == LINE for move in session.moves)
        assert next(e for e in session.events if isinstance(e, Decided)).option == "with-pilot"
        head = setup.header(loaded, 1, "entry", only=True, policies=policies)
        study = setup.begin(loaded, head, 20, None)
        assert sum(study.play(10, Alone())) == 20
        entry = study.account(None).questions[0]
        assert [one.id for one in entry.options if one.run is not None] == ["with-pilot"]
    finally:
        seated.dismiss(name)


def test_an_agent_proposes_and_chooses(loaded: Loaded) -> None:
    rl = pytest.importorskip("sitroom.rl", reason="the extra rl is not installed")
    env = rl.env(scenario=loaded, decision="entry", only=True)
    env.reset(seed=1)
    raw, proposed, open_ = env.unwrapped, False, False
    for agent in env.agent_iter():
        seen, _, done, cut, _ = env.last()
        if done or cut:
            env.step(None)
            continue
        legal = {
            getattr(move, "argument", getattr(move, "option", None)): n
            for n, move in raw.actions(agent).items()
        }
        assert set(legal.values()) == set(seen["action_mask"].nonzero()[0].tolist())
        open_ |= "with-pilot" in legal
        assert proposed or not open_
        proposed |= LINE in legal
        env.step(legal.get(LINE, legal.get("with-pilot", 0)))
    assert open_
    assert next(e for e in raw.session.events if isinstance(e, Decided)).option == "with-pilot"
