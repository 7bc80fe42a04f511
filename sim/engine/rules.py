"""Decision rules: from positions and votes to an option.

Every rule reads the positions of its voters; whoever cast a vote is taken at the option voted
for. With `decider`, `consent` and `unanimity` each voter makes a choice of its own and the lowest
stands. With `weighted` and `majority` the table's common position makes one choice.
"""

import numpy as np

from sim.engine.chance import pick, uniform
from sim.engine.model import Kind, Model, Question
from sim.engine.state import UNSAID
from sim.engine.theory import Floats, Ints, choice

_LOWEST = (Kind.DECIDER, Kind.CONSENT, Kind.UNANIMITY)


def weighted_mean(values: Floats, weights: Floats) -> Floats:
    """Return the weighted mean of values[R, V]; the compromise model (Van den Bos 1991)."""
    weights = weights if weights.sum() > 0 else np.ones_like(weights)
    total, weight = np.zeros(values.shape[0]), 0.0
    for v in range(weights.size):
        total += values[:, v] * weights[v]
        weight += weights[v]
    return total / weight


def weighted_median(values: Floats, weights: Floats) -> Floats:
    """Return the highest of values[R, V] that over half of the weight stands at or above.

    Going further needs more than half; at exactly half, the lower value stands (Black 1948).
    """
    weights = weights if weights.sum() > 0 else np.ones_like(weights)
    best: Floats = values.min(axis=1)
    for v in range(weights.size):
        behind = np.zeros(values.shape[0])
        for u in range(weights.size):
            behind += weights[u] * (values[:, u] >= values[:, v])
        carried = behind > weights.sum() / 2
        best = np.where(carried, np.maximum(best, values[:, v]), best)
    return best


def common_position(question: Question, positions: Floats, votes: Ints) -> Floats:
    """Return the one position[R] that the table takes under `weighted` or `majority`."""
    voters = list(question.voters)
    stated = np.where(votes == UNSAID, positions[:, voters], question.at[votes])
    if question.kind is Kind.WEIGHTED:
        weights = question.influence[voters] * question.salience[voters]
        return weighted_mean(stated, weights)
    return weighted_median(stated, question.influence[voters])


def own_choice(model: Model, question: Question, position: Floats) -> Floats:
    """Return the chances [R, O] of an actor's own choice at position[R]."""
    return choice(question.at, position, model.temperature)


def _choices(model: Model, question: Question, positions: Floats, votes: Ints) -> Floats:
    """Return the chances [R, V, O] of each voter's own choice, certain where it voted."""
    each = [own_choice(model, question, positions[:, voter]) for voter in question.voters]
    drawn = np.stack(each, axis=1)
    certain = votes[:, :, None] == np.arange(question.at.size)
    return np.where(votes[:, :, None] == UNSAID, drawn, certain.astype(np.float64))


def _common_choice(model: Model, question: Question, positions: Floats, votes: Ints) -> Floats:
    """Return the chances [R, O] of the table's one choice; all votes cast leave none to chance."""
    at = common_position(question, positions, votes)
    counted = (votes != UNSAID).all(axis=1)
    chances = choice(question.at, at, model.temperature)
    return np.where(counted[:, None], choice(question.at, at, 0.0), chances)


def probabilities(model: Model, question: Question, positions: Floats, votes: Ints) -> Floats:
    """Return the exact chance [R, O] of each option, given positions [R, A] and votes [R, V]."""
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


def most_likely(model: Model, question: Question, positions: Floats) -> Ints:
    """Return the likeliest option[R] when every position speaks; ties go to the lower."""
    votes = np.full((positions.shape[0], len(question.voters)), UNSAID)
    chances = probabilities(model, question, positions, votes)
    likely: Ints = np.argmax(chances >= chances.max(axis=1, keepdims=True) - 1e-9, axis=1)
    return likely


def decide(
    model: Model,
    question: Question,
    positions: Floats,
    votes: Ints,
    seed: int,
    runs: Ints,
    occurrence: int,
) -> tuple[Ints, Ints]:
    """Return the option[R] taken and the choice[R, V] each voter stood by (or UNSAID)."""

    def draw(purpose: str) -> Floats:
        return uniform(seed, runs, question.id, str(occurrence), purpose)

    if question.kind not in _LOWEST:
        chances = _common_choice(model, question, positions, votes)
        return pick(chances, draw("choice")), votes
    chances = _choices(model, question, positions, votes)
    chosen = np.stack(
        [
            pick(chances[:, v], draw(f"choice:{model.actors[voter]}"))
            for v, voter in enumerate(question.voters)
        ],
        axis=1,
    )
    return chosen.min(axis=1), chosen
