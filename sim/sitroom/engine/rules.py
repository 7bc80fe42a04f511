"""Decision rules: from positions and votes to an option.

Every rule reads the positions of its voters; whoever cast a vote is taken at the option voted
for. With `decider`, `consent` and `unanimity` each voter makes a choice of its own and the lowest
stands. With `weighted` and `majority` the table's common position makes one choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sitroom.engine.chance import pick, uniform
from sitroom.engine.model import CompiledScenario, Kind, Question
from sitroom.engine.state import UNSAID
from sitroom.engine.theory import Floats, Ints, choice

_LOWEST = (Kind.DECIDER, Kind.CONSENT, Kind.UNANIMITY)
_ROUNDING = 1e-12  # of the weight: rounding must not make a majority of half of it


def weighted_mean(values: Floats, weights: Floats) -> Floats:
    """Return the weighted mean of values[W, V]; the compromise model (Van den Bos 1991)."""
    weights = weights if weights.sum() > 0 else np.ones_like(weights)
    total, weight = np.zeros(values.shape[0]), 0.0
    for v in range(weights.size):
        total += values[:, v] * weights[v]
        weight += weights[v]
    return total / weight


def weighted_median(values: Floats, weights: Floats) -> Floats:
    """Return the highest of values[W, V] that over half of the weight stands at or above.

    Going further needs more than half; at exactly half, the lower value stands (Black 1948).
    """
    weights = weights if weights.sum() > 0 else np.ones_like(weights)
    best: Floats = values.min(axis=1)
    for v in range(weights.size):
        behind = np.zeros(values.shape[0])
        for u in range(weights.size):
            behind += weights[u] * (values[:, u] >= values[:, v])
        carried = behind > weights.sum() * (0.5 + _ROUNDING)
        best = np.where(carried, np.maximum(best, values[:, v]), best)
    return best


Votes = Sequence[int]  # V: an option, or UNSAID; the same in all runs


@dataclass(frozen=True)
class Draw:
    """Who draws: the runs [R], the world that each stands in, and how often it was asked before."""

    seed: int
    runs: Ints
    row: Ints
    occurrence: int

    def uniform(self, question: Question, purpose: str) -> Floats:
        """Return a number for each run."""
        return uniform(self.seed, self.runs, question.id, str(self.occurrence), purpose)


def common_position(question: Question, positions: Floats, votes: Votes) -> Floats:
    """Return the one position[W] that the table takes under `weighted` or `majority`."""
    voters = list(question.voters)
    cast = np.array(votes)
    stated = np.where(cast == UNSAID, positions[:, voters], question.at[cast])
    if question.kind is Kind.WEIGHTED:
        weights = question.influence[voters] * question.salience[voters]
        return weighted_mean(stated, weights)
    return weighted_median(stated, question.influence[voters])


def own_choice(model: CompiledScenario, question: Question, position: Floats) -> Floats:
    """Return the chances [W, O] of an actor's own choice at position[W]."""
    return choice(question.at, position, model.temperature)


def _choices(
    model: CompiledScenario, question: Question, positions: Floats, votes: Votes
) -> Floats:
    """Return the chances [W, V, O] of each voter's own choice, certain where it voted."""
    each = [own_choice(model, question, positions[:, voter]) for voter in question.voters]
    drawn = np.stack(each, axis=1)
    for v, vote in enumerate(votes):
        if vote != UNSAID:
            drawn[:, v] = np.arange(question.at.size) == vote
    return drawn


def _common_choice(
    model: CompiledScenario, question: Question, positions: Floats, votes: Votes
) -> Floats:
    """Return the chances [W, O] of the table's one choice; all votes cast leave none to chance."""
    at = common_position(question, positions, votes)
    return choice(question.at, at, 0.0 if UNSAID not in votes else model.temperature)


def unsaid(question: Question) -> Votes:
    """Return the votes with which every position speaks for its voter."""
    return (UNSAID,) * len(question.voters)


def probabilities(
    model: CompiledScenario, question: Question, positions: Floats, votes: Votes
) -> Floats:
    """Return the exact chance [W, O] of each option, given positions [W, A] and votes."""
    if question.kind not in _LOWEST:
        return _common_choice(model, question, positions, votes)
    chances = _choices(model, question, positions, votes)
    result = np.zeros((positions.shape[0], question.at.size))
    above = np.ones((positions.shape[0], len(question.voters)))  # each voter takes this or higher
    reached = np.ones(positions.shape[0])
    for option in range(question.at.size - 1):
        above = above - chances[:, :, option]
        higher = np.ones(positions.shape[0])
        for v in range(above.shape[1]):
            higher *= np.maximum(above[:, v], 0.0)
        result[:, option] = reached - higher
        reached = higher
    result[:, -1] = reached
    return result


def most_likely(model: CompiledScenario, question: Question, positions: Floats) -> Ints:
    """Return the likeliest option[W] when every position speaks; ties go to the lower."""
    chances = probabilities(model, question, positions, unsaid(question))
    likely: Ints = np.argmax(chances >= chances.max(axis=1, keepdims=True) - 1e-9, axis=1)
    return likely


def decide(
    model: CompiledScenario, question: Question, positions: Floats, votes: Votes, draw: Draw
) -> tuple[Ints, Ints]:
    """Return the option[R] taken and the choice[R, V] each voter stood by (or UNSAID)."""
    if question.kind not in _LOWEST:
        chances = _common_choice(model, question, positions, votes)
        cast = np.repeat(np.array([votes], dtype=np.int64), draw.runs.size, axis=0)
        return pick(chances[draw.row], draw.uniform(question, "choice")), cast
    chances = _choices(model, question, positions, votes)
    chosen = np.stack(
        [
            pick(chances[draw.row, v], draw.uniform(question, f"choice:{model.actors[voter]}"))
            for v, voter in enumerate(question.voters)
        ],
        axis=1,
    )
    return chosen.min(axis=1), chosen
