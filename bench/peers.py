"""How Sitroom compares with other people's simulators, at work that both can do.

    pip install mesa ndlib networkx
    python bench/peers.py [--runs 1000] [--times 5]

ndlib: its Friedkin-Johnsen model on one random graph, 20 iterations from random opinions, beside the
theory's own step on the same matrix. mesa: the debate of one decision, the same lines said in the
same order from random beliefs, written plainly as agents that hear one another, beside the engine.
Both have to come to the same numbers first. Other simulators play one run after the other, so
theirs are fewer and the figure is for one run; ours all differ, so that none is saved by having
another's past (`--runs 1`: one at a time, like theirs). Processor time, the least of several; the
figure to quote is the ratio.
"""

import argparse
import math
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import mesa
import networkx as nx
import numpy as np
from ndlib.models.ModelConfig import Configuration
from ndlib.models.opinions import FJModel

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sitroom.engine import theory, turn  # noqa: E402
from sitroom.engine.batch_merge import each  # noqa: E402
from sitroom.engine.model import Argument, CompiledScenario, Question  # noqa: E402
from sitroom.engine.state import PASS, Debate, Phase, State  # noqa: E402
from sitroom.engine.theory import Floats  # noqa: E402
from sitroom.loader.opening import open_scenario  # noqa: E402
from sitroom.policies import computer  # noqa: E402

ROUNDS = 20
NEAR = 1e-9
THEIRS = 20  # runs of the others


def seconds(task: Callable[[], object], times: int) -> float:
    """Return the least processor time of a task."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        task()
        taken.append(time.process_time() - start)
    return min(taken)


def told(name: str, ours: float, theirs: float) -> None:
    """Print what a run costs either way."""
    print(
        f"  {name:<34} {theirs * 1e6:10,.0f} us   ours {ours * 1e6:8,.1f} us   {theirs / ours:9,.2f}"
    )


def influence(initial: Floats, weights: Floats, stubborn: Floats) -> Floats:
    """Return opinions [R, A] after ROUNDS of Friedkin-Johnsen, summed in a fixed order."""
    now = initial
    for _ in range(ROUNDS):
        mean = np.zeros_like(now)
        for speaker in range(weights.shape[0]):
            mean += now[:, speaker, None] * weights[:, speaker]
        now = mean + theory.hear(initial - mean, 1 - stubborn, 0.0)
    return now


def by_ndlib(actors: int, runs: int, times: int) -> None:
    """Compare Friedkin-Johnsen on a graph of so many actors."""
    graph = nx.gnp_random_graph(actors, min(1.0, 6 / actors), seed=1)
    graph.add_edges_from((node, (node + 1) % actors) for node in range(actors))
    adjacent = nx.to_numpy_array(graph)
    weights = adjacent / adjacent.sum(axis=1, keepdims=True)
    random = np.random.default_rng(1)
    stubborn = random.uniform(0.1, 0.9, actors)

    def theirs() -> tuple[Floats, Floats]:
        """Return one run's first and last opinions."""
        model, settings = FJModel(graph), Configuration()
        for node in range(actors):
            settings.add_node_configuration("stubbornness", node, float(stubborn[node]))
        model.set_initial_status(settings)
        first = np.array([[model.status[node] for node in range(actors)]])
        for _ in range(ROUNDS + 1):  # the first iteration only reports
            model.iteration(node_status=False)
        return first, np.array([[model.status[node] for node in range(actors)]])

    first, last = theirs()
    assert np.abs(influence(first, weights, stubborn) - last).max() < NEAR
    initial = random.uniform(0, 1, (runs, actors))
    ours = seconds(lambda: influence(initial, weights, stubborn), times) / runs
    other = seconds(lambda: [theirs() for _ in range(THEIRS)], times) / THEIRS
    told(f"ndlib, {actors} actors", ours, other)


def debate(model: CompiledScenario, decision: str) -> tuple[State, Debate]:
    """Return a decision as it opens on history's path, and what the computer's seats say then."""
    opened = turn.start(model, 1, np.zeros(1, dtype=np.int64), model.question(decision))
    state = opened
    while state.phase is Phase.DEBATE:
        (state,) = computer.move(model, state)
    return opened, state.debate


def apart(model: CompiledScenario, question: int, runs: int) -> State:
    """Return so many runs as a question opens, each in a world of its own with random beliefs."""
    many = each(model, turn.start(model, 1, np.arange(runs, dtype=np.int64), question))
    random = np.random.default_rng(2)
    beliefs = tuple(random.uniform(-1, 1, held.shape) for held in many.world.beliefs)
    return replace(many, world=replace(many.world, beliefs=beliefs), opened=beliefs)


def held(model: CompiledScenario, state: State, lines: Debate) -> Floats:
    """Return positions [R, A] once all runs have held a debate."""
    for line in lines:
        state = turn.say(model, state, np.full(state.worlds, line.argument))
    return turn.positions(model, state)


class Seat(mesa.Agent):  # type: ignore[misc]
    """An actor: what it came with, and what it believes now [K]."""

    def __init__(self, table: "Table", actor: int, beliefs: list[float]) -> None:
        super().__init__(table)
        self.table, self.actor = table, actor
        self.opened, self.beliefs = beliefs, list(beliefs)

    def hear(self, speaker: int, said: Argument, left: float) -> None:
        """Move towards a claim, as far as trust and openness let it."""
        if speaker != self.actor:
            rate = self.table.openness[self.actor] * self.table.trust[self.actor][speaker]
            was = self.beliefs[said.concern]
            further = (
                self.table.confirm * abs(said.claim) * (1 - was * math.copysign(1, said.claim))
            )
            towards = (said.claim - was) * math.copysign(1, said.claim)
            moved = math.copysign(max(towards, further), said.claim)
            self.beliefs[said.concern] += rate * said.strength * left * moved

    def hear_again(self) -> None:
        """Hear the whole debate from its start, with what rebuttals leave of its lines."""
        self.beliefs = list(self.opened)
        for n, (speaker, number) in enumerate(self.table.said):
            left = 1.0
            for rebutter, other in self.table.said[n + 1 :]:
                if number in self.table.arguments[other].rebuts and rebutter != self.actor:
                    left *= 1 - self.table.trust[self.actor][rebutter]
            self.hear(speaker, self.table.arguments[number], left)

    def position(self) -> float:
        """Return where it stands, 0 to 100."""
        support = self.table.residual[self.actor]
        for belief, weight in zip(self.beliefs, self.table.pull[self.actor], strict=True):
            support += weight * belief
        return 100 / (1 + math.exp(-support))


class Table(mesa.Model):  # type: ignore[misc]
    """Those at the table of a question, and what has been said: (speaker, argument)."""

    def __init__(
        self, model: CompiledScenario, question: Question, beliefs: list[list[float]]
    ) -> None:
        super().__init__(seed=1)
        self.arguments, self.said = question.arguments, list[tuple[int, int]]()
        self.trust, self.openness = model.trust.tolist(), model.openness.tolist()
        self.residual, self.pull = question.residual.tolist(), question.pull.tolist()
        self.confirm = model.confirm
        self.seats = [Seat(self, actor, beliefs[actor]) for actor in question.table]

    def say(self, speaker: int, number: int) -> None:
        """Let a line be said."""
        before = [argument for _, argument in self.said]
        rebuts = any(other in before for other in self.arguments[number].rebuts)
        self.said.append((speaker, number))
        for seat in self.seats:
            if rebuts:
                seat.hear_again()
            else:
                seat.hear(speaker, self.arguments[number], 1.0)


def by_mesa(decision: str, runs: int, times: int) -> None:
    """Compare the debate of a decision."""
    model = open_scenario("arming-ukraine").model
    opened, lines = debate(model, decision)
    question, start = model.questions[opened.question], apart(model, opened.question, runs)
    first = np.stack([beliefs[:THEIRS] for beliefs in start.world.beliefs], axis=-1).tolist()

    def theirs() -> list[list[float]]:
        found = []
        for beliefs in first:
            table = Table(model, question, beliefs)
            for line in lines:
                if line.argument != PASS:
                    table.say(line.speaker, line.argument)
            found.append([seat.position() for seat in table.seats])
        return found

    ours = held(model, start, lines)[: len(first), list(question.table)]
    assert np.abs(ours - np.array(theirs())).max() < NEAR
    taken = seconds(lambda: held(model, start, lines), times) / runs
    other = seconds(theirs, times) / len(first)
    told(f"mesa, {decision}, {len(question.table)} actors", taken, other)


def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=1000)
    options.add_argument("--times", type=int, default=5)
    chosen = options.parse_args()
    warnings.simplefilter("ignore")  # theirs
    print(f"a run, of {chosen.runs:,} of ours and {THEIRS} of theirs; how many times ours")
    for actors in (10, 100):
        by_ndlib(actors, chosen.runs, chosen.times)
    for decision in ("kharkiv-2024", "storm-shadow-2024"):
        by_mesa(decision, chosen.runs, chosen.times)


if __name__ == "__main__":
    main()
