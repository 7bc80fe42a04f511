"""What a seat can do about a decision: silent, with the first line of its hand, with the best found.

    python bench/agency.py [arming-ukraine] [--seed 1] [--opponents lively]

For each decision that is contested (no option at 85 % or more as computers play it) and each seat
that is no voter: the chance of the option nearest to where that seat stands. The chance is exact,
given what was said; the others play as they do at a table. The search tries every line at each turn
of the seat, also pressed or carried by another, and a line of its own words on each concern and
side that a passage speaks to; it plays on from there, the seat with its best line. What it finds is a
lower bound.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sitroom.engine import game, turn  # noqa: E402
from sitroom.engine.model import CompiledScenario  # noqa: E402
from sitroom.engine.moves import OWN_CLAIM, FreeLine, Move, Pass, Say  # noqa: E402
from sitroom.engine.state import Phase, State  # noqa: E402
from sitroom.journal.session import Session  # noqa: E402
from sitroom.loader.opening import open_scenario  # noqa: E402
from sitroom.policies import advice, estimate, opponents  # noqa: E402

CONTESTED = 0.85
Choice = Callable[[CompiledScenario, State], Move]


@dataclass(frozen=True)
class Row:
    """What a seat brings about, as chances of the option that it wants."""

    decision: str
    seat: str
    silent: float
    first: float
    best: float


def silent(model: CompiledScenario, state: State) -> Move:
    """Return a pass."""
    return Pass(str(game.mover(model, state)))


def first(model: CompiledScenario, state: State) -> Move:
    """Return the line that stands first in the hand as a player sees it."""
    cards = estimate.hand(model, state, exact=False)
    seat = str(game.mover(model, state))
    return Say(seat, cards[0].argument) if cards else Pass(seat)


def to_the_choice(
    model: CompiledScenario, state: State, seat: str, level: str, choose: Choice
) -> State:
    """Play a debate to its end, a seat as `choose` says."""
    while state.phase is Phase.DEBATE:
        mine = game.mover(model, state) == seat
        move = choose(model, state) if mine else opponents.move(model, state, level)
        state = game.play(model, state, move).state
    return state


def searched(model: CompiledScenario, state: State, seat: str, level: str, wanted: str) -> float:
    """Return the chance of an option after the best lines that are found, turn by turn."""
    best = 0.0
    while state.phase is Phase.DEBATE:
        if game.mover(model, state) != seat:
            state = game.play(model, state, opponents.move(model, state, level)).state
            continue
        found: list[tuple[float, int, State]] = []
        for move in (*game.legal(model, state), *otherwise(model, state)):
            after = game.play(model, state, move).state
            end = to_the_choice(model, after, seat, level, advice.move)
            found.append((advice.chances(model, end).get(wanted, 0.0), -len(found), after))
        chance, _, state = max(found, key=lambda one: one[:2])
        best = max(best, chance)
    return max(best, advice.chances(model, state).get(wanted, 0.0))


def otherwise(model: CompiledScenario, state: State) -> list[Move]:
    """Return what may be said beside the lines in the hand: those pressed, carried, or own words."""
    cards = advice.hand(model, state)
    ways = [f for card in cards for f, _ in estimate.manners(model, state, card, exact=True)]
    return [*ways, *own_words(model, state)]


def own_words(model: CompiledScenario, state: State) -> list[Move]:
    """Return a line of a seat's own on each concern at stake, for each side, resting on a passage.

    One that was made in this debate already is not made again.
    """
    pull, seat = model.questions[state.question].pull, str(game.mover(model, state))
    said = {line.text for line in state.debate}
    return [
        FreeLine(seat, text, concern, claim, cites=model.cited[concern][0])
        for number, concern in enumerate(model.concerns)
        if pull[:, number].any() and model.cited.get(concern)
        for claim in (OWN_CLAIM, -OWN_CLAIM)
        if (text := f"{seat} on {concern}, {claim:+}") not in said
    ]


def rows(scenario: str, seed: int, level: str, only: str | None) -> Iterator[Row]:
    """Yield what each seat can do about each contested decision."""
    loaded = open_scenario(scenario)
    for asked in loaded.content.scenario.decisions:
        question = loaded.model.questions[loaded.model.question(asked.id)]
        if not question.rounds or only not in (None, asked.id):
            continue
        for actor in question.table:
            seat = loaded.model.actors[actor]
            if actor in question.voters:
                continue
            begun = Session(loaded, seed, (seat,), asked.id, opponents=level)
            if begun.question != asked.id:
                continue
            found = row(begun.model, begun.state, seat, level)
            if found is not None:
                yield found


def row(model: CompiledScenario, state: State, seat: str, level: str) -> Row | None:
    """Return what a seat can do about the question at hand, or None where that is settled."""
    question, actor = model.questions[state.question], model.actors.index(seat)
    as_computers = to_the_choice(model, state, seat, level, advice.move)
    if max(advice.chances(model, as_computers).values()) >= CONTESTED:
        return None
    at = turn.positions(model, state)[0, actor]
    wanted = question.options[int(np.argmin(np.abs(question.at - at)))].id
    with_silence, with_first = (
        advice.chances(model, to_the_choice(model, state, seat, level, choose)).get(wanted, 0.0)
        for choose in (silent, first)
    )
    best = searched(model, state, seat, level, wanted)
    return Row(question.id, seat, with_silence, with_first, max(best, with_first))


def main() -> None:
    """Print the rows, and how they stand to the aims."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="arming-ukraine")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--opponents", default=opponents.LIVELY, choices=opponents.LEVELS)
    parser.add_argument("--decision", help="look at this one alone")
    options = parser.parse_args()
    found = []
    print(f"{'decision':26}{'seat':16}{'silent':>8}{'first':>8}{'best':>8}", flush=True)
    for row in rows(options.scenario, options.seed, options.opponents, options.decision):
        found.append(row)
        figures = "".join(f"{share:8.0%}" for share in (row.silent, row.first, row.best))
        print(f"{row.decision:26}{row.seat:16}{figures}", flush=True)
    gain = np.array([row.best - row.silent for row in found])
    by_first = np.array([row.first - row.silent for row in found])
    print(f"\n{len(found)} seats at contested decisions; best against silence, points:")
    print(
        f"  median {100 * np.median(gain):.0f}; 15 or more for {np.mean(gain >= 0.15):.0%} (aim 50)"
    )
    print(f"  5 or more for {np.mean(gain >= 0.05):.0%} (aim 90)")
    share = by_first.sum() / gain.sum() if gain.sum() else 0.0
    print(f"  the first line earns {share:.0%} of what the best does (aim at most 67)")


if __name__ == "__main__":
    main()
