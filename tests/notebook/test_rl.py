"""The PettingZoo environment: PettingZoo's own tests, and that it is the game and no other."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("pettingzoo")
from pettingzoo.test import api_test, max_cycles_test, seed_test

from sitroom import rl
from sitroom.analysis import game_summary
from sitroom.engine import game
from sitroom.engine.moves import Choose, Pass
from sitroom.journal.session import Session
from sitroom.policies import advice
from tests.command import ukraine

LATE = "trump-proofing-2024"

# What PettingZoo says of every environment with masks, or with names that are not player_0.
pytestmark = [
    pytest.mark.filterwarnings(f"ignore:{told}:UserWarning")
    for told in (
        "We recommend agents to be named",
        "Observation is not a NumPy array",
        "Observation space for each agent probably should be",
    )
]


def made(**settings: Any) -> Any:
    return rl.env(scenario=ukraine(), **settings)


def test_the_tests_of_pettingzoo() -> None:
    api_test(made(decision=LATE), num_cycles=300)
    seed_test(lambda: made(decision=LATE), num_cycles=20)


def test_max_cycles() -> None:
    class Module:
        env = staticmethod(made)
        parallel_env = staticmethod(
            lambda **settings: rl.parallel_env(scenario=ukraine(), **settings)
        )

    max_cycles_test(Module)


def as_computer(env: Any) -> dict[str, float]:
    """Play an episode as the computer would, and return what each agent was given."""
    total = dict.fromkeys(env.possible_agents, 0.0)
    for agent in env.agent_iter():
        _, reward, terminated, truncated, _ = env.last()
        total[agent] += reward
        action = None
        if not (terminated or truncated):
            session = env.unwrapped.session
            actions = env.unwrapped.actions(agent)
            move = advice.move(session.model, session.state) if session.mover == agent else None
            (action,) = (number for number, other in actions.items() if other == move)
        env.step(action)
    return total


@pytest.mark.parametrize(
    "seats", [pytest.param(None, marks=pytest.mark.slow), ["white-house", "ukraine"]]
)
def test_an_episode_is_a_run_of_a_seed(seats: list[str] | None) -> None:
    env = made(decision=LATE, only=True, seats=seats)
    for seed, run in ((9, 0), (None, 1)):
        env.reset(seed=seed)
        given = as_computer(env)
        alone = Session(ukraine(), 9, decision=LATE, run=run, only=True)
        while not alone.over:
            alone.computer_move()
        assert env.unwrapped.session.events == alone.events
        aims = game_summary.aims(alone.lookup, game_summary.turns(alone.events))
        near = {aim.seat: aim.nearness / 100 for aim in aims}
        assert set(given) == set(env.possible_agents)
        assert set(given) >= set(seats or ())
        assert given == pytest.approx({seat: near.get(seat, 0.0) for seat in given})


def test_what_is_masked_is_what_can_not_be_done() -> None:
    env = made(decision=LATE, only=True)
    env.reset(seed=3)
    session = env.unwrapped.session
    acted = 0
    for agent in env.agent_iter():
        seen, _, terminated, _, _ = env.last()
        if terminated:
            env.step(None)
            continue
        legal = env.unwrapped.actions(agent)
        assert np.flatnonzero(seen["action_mask"]).tolist() == sorted(legal)
        if session.mover == agent:
            assert len(legal) == len(game.legal(session.model, session.state))
            forbidden = int(np.argmin(seen["action_mask"]))
            env.step(forbidden)
            assert session.moves[-1] in (Pass(agent), Choose(agent, None))
            acted += 1
        else:
            assert list(legal) == [rl.WAIT]
            env.step(rl.WAIT)
    assert session.over
    assert acted == len(session.moves)


def test_no_seat_sees_what_it_may_not() -> None:
    env = made()
    env.reset(seed=1)
    bare = env.unwrapped
    for _ in range(5):
        env.step(bare.actions(env.agent_selection).popitem()[0])
    before = {agent: bare.seen(agent) for agent in bare.agents}
    model, state = bare.session.model, bare.session.state
    table = model.questions[state.question].table
    for seat, agent in enumerate(model.actors):
        if agent not in before:
            continue
        others = [held.copy() for held in state.world.beliefs]
        for held in others:
            held[:, [a for a in range(len(model.actors)) if a != seat]] *= -0.5
        other = replace(state, world=replace(state.world, beliefs=tuple(others)))
        bare.session = SimpleNamespace(model=model, state=other)
        now = bare.seen(agent)
        changed = {part for part in now if not np.array_equal(now[part], before[agent][part])}
        assert changed == ({"positions"} if seat in table else set())
        there = before[agent]["said"].any() or before[agent]["positions"].any()
        assert there == (seat in table)


def test_a_layout_says_where_parts_stand() -> None:
    env = made(decision=LATE, seats=["ukraine"], render_mode="ansi")
    env.reset(seed=1)
    bare, seen = env.unwrapped, env.observe("ukraine")["observation"]
    for name, part in bare.seen("ukraine").items():
        assert seen[bare.layout[name]] == pytest.approx(part, abs=1e-6)
    assert max(place.stop for place in bare.layout.values()) == seen.size
    assert "Who decides" in env.render()
    with pytest.raises(KeyError, match="Did you mean 'kharkiv-2024'"):
        rl.env(decision="kharkiv")
    with pytest.raises(KeyError, match="ukrane"):
        made(seats=["ukrane"])
