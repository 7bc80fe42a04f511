"""What a seat can do about a decision: silent, with the first line of its hand, with the best found.

    python bench/agency.py [arming-ukraine] [--seed 1] [--opponents lively]

For each decision that is contested (no option at 85 % or more as computers play it) and each seat
that is no voter: the chance of the option nearest to where that seat stands. The chance is exact,
given what was said; the others play as they do at a table. The search tries every line at each turn
of the seat, also pressed or carried by another, and a line of its own words on each concern and
side that a passage speaks to; it plays on from there, the seat with its best line. It is made without
a word in private and after the best one. What it finds is a lower bound. "most" is the highest chance
that the option has wherever those stand who decide: no debate brings more. "nearer" is by how many
points of the scale a search for that brings what is decided nearer to the seat, on average.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sitroom.engine import game, manners, turn  # noqa: E402
from sitroom.engine.model import CompiledScenario  # noqa: E402
from sitroom.engine.moves import OWN_CLAIM, Confide, FreeLine, Move, Pass, Say  # noqa: E402
from sitroom.engine.state import Phase, State  # noqa: E402
from sitroom.engine.theory import Floats  # noqa: E402
from sitroom.journal.session import Session  # noqa: E402
from sitroom.loader.opening import open_scenario  # noqa: E402
from sitroom.policies import advice, estimate, opponents  # noqa: E402

CONTESTED, AIM = 0.85, 0.15
Choice = Callable[[CompiledScenario, State], Move]
Goal = Callable[[State], float]  # what a seat wants, of how things stand as the choice is made


@dataclass(frozen=True)
class Row:
    """What a seat brings about, as chances of the option that it wants, and in points of the scale."""

    decision: str
    seat: str
    silent: float
    first: float
    aloud: float  # the best without a word in private
    best: float
    most: float
    nearer: float


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


def searched(model: CompiledScenario, state: State, seat: str, level: str, goal: Goal) -> float:
    """Return how far a goal is reached after the best lines that are found, turn by turn."""
    best = -np.inf
    while state.phase is Phase.DEBATE:
        if game.mover(model, state) != seat:
            state = game.play(model, state, opponents.move(model, state, level)).state
            continue
        moves = (*game.legal(model, state), *otherwise(model, state))
        reached, state = best_of(model, state, level, goal, moves)
        best = max(best, reached)
    return max(best, goal(state))


def best_of(
    model: CompiledScenario, state: State, level: str, goal: Goal, moves: Iterable[Move]
) -> tuple[float, State]:
    """Return how far the best of several moves leads, the seat saying its best lines then, and to where."""
    seat, found = str(game.mover(model, state)), list[tuple[float, int, State]]()
    for move in moves:
        after = game.play(model, state, move).state
        end = to_the_choice(model, after, seat, level, advice.move)
        found.append((goal(end), -len(found), after))
    reached, _, after = max(found, key=lambda one: one[:2])
    return reached, after


def confided(model: CompiledScenario, state: State, seat: str, level: str, goal: Goal) -> State:
    """Return the game after the best word in private that the seat could have as its turn comes."""
    while game.mover(model, state) != seat:
        state = game.play(model, state, opponents.move(model, state, level)).state
    lines = [card.argument for card in advice.hand(model, state)]
    lines = [one for one in lines if not manners.proposes(model, state, Say(seat, one))]
    free = manners.confidants(model, state, seat)
    words = [Confide(seat, line, to) for line in lines for to in free]
    return best_of(model, state, level, goal, words)[1] if words else state


def otherwise(model: CompiledScenario, state: State) -> list[Move]:
    """Return what may be said beside the lines in the hand: those pressed, carried, or own words."""
    cards = advice.hand(model, state)
    ways = [f for card in cards for f, _ in estimate.manners(model, state, card, exact=True)]
    return [*(way for way in ways if isinstance(way, Say)), *own_words(model, state)]


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

    def chance(state: State) -> float:
        return advice.chances(model, state).get(wanted, 0.0)

    def near(state: State) -> float:
        return -float(turn.chances(model, state)[0] @ np.abs(question.at - at))

    mute, opening = (to_the_choice(model, state, seat, level, choose) for choose in (silent, first))
    found = {}
    for goal in (chance, near):
        aloud = max(goal(opening), searched(model, state, seat, level, goal))
        told = confided(model, state, seat, level, goal)
        found[goal] = aloud, max(aloud, searched(model, told, seat, level, goal))
    return Row(
        question.id,
        seat,
        chance(mute),
        chance(opening),
        *found[chance],
        most=highest(model, mute, wanted),
        nearer=found[near][1] - near(mute),
    )


def highest(model: CompiledScenario, state: State, wanted: str) -> float:
    """Return the highest chance of an option, wherever all those stand together who decide."""
    question, held = model.questions[state.question], turn.positions(model, state)
    number = [option.id for option in question.options].index(wanted)
    most = 0.0
    for place in range(101):
        there = held.copy()
        there[:, list(question.voters)] = place
        most = max(most, float(turn.chances(model, state, there)[0, number]))
    return most


def main() -> None:
    """Print the rows, and how they stand to the aims."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="arming-ukraine")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--opponents", default=opponents.LIVELY, choices=opponents.LEVELS)
    parser.add_argument("--decision", help="look at this one alone")
    options = parser.parse_args()
    found = []
    names = ("silent", "first", "aloud", "best", "most", "nearer")
    print(f"{'decision':26}{'seat':16}" + "".join(f"{name:>8}" for name in names), flush=True)
    for row in rows(options.scenario, options.seed, options.opponents, options.decision):
        found.append(row)
        shares = (row.silent, row.first, row.aloud, row.best, row.most)
        figures = "".join(f"{share:8.0%}" for share in shares) + f"{row.nearer:8.1f}"
        print(f"{row.decision:26}{row.seat:16}{figures}", flush=True)
    silence, most = (np.array([getattr(row, name) for row in found]) for name in ("silent", "most"))
    by_first = np.array([row.first for row in found]) - silence
    print(f"\n{len(found)} seats at contested decisions; best against silence, points:")
    for name, told in (("aloud", "without a word in private"), ("best", "with one")):
        gain = np.array([getattr(row, name) for row in found]) - silence
        print(f"  {told}: {_reached(100 * gain)}")
    room = most - silence
    print(f"  those to whom 15 are left: {_reached(100 * gain[room >= AIM])}")
    print(f"  left at most, wherever stand who decide: {_reached(100 * room)}")
    share = by_first.sum() / gain.sum() if gain.sum() else 0.0
    print(f"  the first line earns {share:.0%} of what the best does (aim at most 67)")
    nearer = np.array([row.nearer for row in found])
    print(f"  points of the scale that what is decided comes nearer: {_reached(nearer)}")


def _reached(points: Floats) -> str:
    """Say how many of some figures reach the aims."""
    so = [f"{least} or more for {np.mean(points >= least):.0%}" for least in (15, 5)]
    return f"{len(points)} seats, median {np.median(points):.1f}; {'; '.join(so)} (aims 50, 90)"


if __name__ == "__main__":
    main()
