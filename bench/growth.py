"""How a debate grows with the number of actors, beside a bare NumPy loop over the same matrices.

    python bench/growth.py [--actors 10,50,100,500] [--rounds 20] [--runs 1000]

In every round each actor says one line, and everyone moves; at the end the table decides by weight.
The loop does the same sums and no more: no hands, no record, no state. Every run holds beliefs of
its own, so that nothing is shared.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sitroom.engine import turn  # noqa: E402
from sitroom.engine.model import (  # noqa: E402
    Argument,
    CompiledScenario,
    Consequences,
    Option,
    Question,
    World,
)
from sitroom.engine.rules.weighted import Weighted  # noqa: E402
from sitroom.engine.state import Phase  # noqa: E402
from sitroom.engine.theory import Beliefs, Floats  # noqa: E402

CONCERNS = 4


def scenario(actors: int, rounds: int) -> CompiledScenario:
    """Return a made table of so many actors, each with one argument, deciding by weight."""
    rng = np.random.default_rng(1)
    everyone = tuple(range(actors))
    options = tuple(Option(f"o{i}", 25.0 * i, i, ends=False, then=Consequences()) for i in range(5))
    arguments = tuple(
        Argument(f"a{i}", (i,), i % CONCERNS, rng.uniform(-1, 1), rng.uniform(0.1, 0.9), ())
        for i in everyone
    )
    question = Question(
        id="d",
        ladder=0,
        options=options,
        rule=Weighted(),
        voters=everyone,
        table=everyone,
        influence=rng.uniform(1, 100, actors),
        salience=rng.uniform(0.1, 1, actors),
        stance=np.zeros(actors),
        declared=(False,) * actors,
        pull=2.5 * rng.uniform(-1, 1, (actors, CONCERNS)),
        rounds=rounds,
        arguments=arguments,
        injects=(),
        answered_by=None,
        next=None,
        to=(),
        asks_again=None,
        past=None,
    )
    trust = rng.uniform(0, 1, (actors, actors))
    np.fill_diagonal(trust, 1.0)
    beliefs = tuple(rng.uniform(-1, 1, (1, actors)) for _ in range(CONCERNS))
    return CompiledScenario(
        actors=tuple(f"a{i}" for i in everyone),
        concerns=tuple(f"k{i}" for i in range(CONCERNS)),
        indicators=(),
        ladders=("l",),
        start=World(beliefs, beliefs, np.zeros((1, 0)), np.full((1, 1), -1.0)),
        low=np.zeros(0),
        high=np.zeros(0),
        trust=trust,
        openness=rng.uniform(0, 1, actors),
        temperature=15.0,
        carry=0.3,
        questions=(question,),
    )


def engine(model: CompiledScenario, opened: Beliefs) -> Floats:
    """Return the chance of each option [R, O] after a debate that the engine holds."""
    runs = np.arange(opened[0].shape[0])
    none = np.zeros((runs.size, 0))
    state = replace(
        turn.start(model, 1, runs),
        row=runs,
        world=World(opened, opened, none, np.full((runs.size, 1), -1.0)),
        opened=opened,
        heard=np.zeros(runs.size, dtype=np.int64),
    )
    while state.phase is Phase.DEBATE:
        actor = turn.to_move(model, state)
        state = turn.say(model, state, np.full(runs.size, actor, dtype=np.int64))
    return turn.chances(model, state)


def loop(model: CompiledScenario, opened: Floats) -> Floats:
    """Return the same by the shortest loop over an array [K, A, R]."""
    question, held = model.questions[0], opened.copy()
    for _ in range(question.rounds):
        for one, line in enumerate(question.arguments):
            rate = model.openness * model.trust[:, one] * line.strength
            rate[one] = 0.0
            held[line.concern] += rate[:, None] * (line.claim - held[line.concern])
    position = 100 / (1 + np.exp(-np.einsum("ak,kar->ar", question.pull, held)))
    weight = question.influence * question.salience
    apart = np.abs((weight @ position / weight.sum())[:, None] - question.at)
    chance = np.exp(-apart / model.temperature)
    made: Floats = chance / chance.sum(axis=1, keepdims=True)
    return made


def seconds(task: Callable[[], object], times: int) -> float:
    """Return the least processor time of a task."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        task()
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--actors", default="10,50,100,500")
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--runs", type=int, default=1000)
    options.add_argument("--times", type=int, default=3)
    chosen = options.parse_args()
    print(f"{chosen.rounds} rounds, {chosen.runs:,} runs, seconds of processor time")
    for actors in map(int, chosen.actors.split(",")):
        model = scenario(actors, chosen.rounds)
        rng = np.random.default_rng(2)
        whole = rng.uniform(-1, 1, (CONCERNS, actors, chosen.runs))
        opened = tuple(held.T for held in whole)
        few = whole[:, :, :3].copy()
        assert np.allclose(engine(model, tuple(h.T for h in few)), loop(model, few), atol=1e-9)
        here = seconds(lambda: engine(model, opened), chosen.times)  # noqa: B023 - called at once
        bare = seconds(lambda: loop(model, whole), chosen.times)  # noqa: B023
        print(f"  {actors:>4} actors: {here:7.3f}, the loop {bare:7.3f}, ratio {here / bare:.1f}")


if __name__ == "__main__":
    main()
