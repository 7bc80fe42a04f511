"""A question put to its rule: the chances of its options, and what is drawn."""

from dataclasses import dataclass

import numpy as np

from sitroom.engine.chance import uniform
from sitroom.engine.condition import Flags
from sitroom.engine.model import CompiledScenario, Question
from sitroom.engine.rules.rule import UNSAID, Ballot, Votes, watched
from sitroom.engine.theory import Floats, Ints, choice


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


def own_choice(
    model: CompiledScenario, question: Question, position: Floats, on_table: Flags | None
) -> Floats:
    """Return the chances [W, O] of an actor's own choice at position[W]."""
    return choice(question.at, position, model.temperature, on_table)


def unsaid(question: Question) -> Votes:
    """Return the votes with which every position speaks for its voter."""
    return (UNSAID,) * len(question.voters)


def ballot(
    model: CompiledScenario,
    question: Question,
    positions: Floats,
    votes: Votes,
    on_table: Flags | None,
) -> Ballot:
    """Return what the rule of a question decides over, given positions [W, A] and votes."""
    voters = list(question.voters)
    return Ballot(
        at=question.at,
        voters=tuple(model.actors[voter] for voter in voters),
        positions=positions[:, voters],
        influence=question.influence[voters],
        salience=question.salience[voters],
        votes=votes,
        temperature=model.temperature,
        otherwise=question.otherwise,
        on_table=on_table,
    )


def probabilities(
    model: CompiledScenario,
    question: Question,
    positions: Floats,
    votes: Votes,
    on_table: Flags | None,
) -> Floats:
    """Return the exact chance [W, O] of each option, given positions [W, A] and votes.

    `on_table`[W, O] says which can be taken, None that all can. A choice that is forced needs no table.
    """
    if question.forced is not None:
        certain = np.zeros((positions.shape[0], question.at.size))
        certain[:, question.forced] = 1.0
        return certain
    return question.rule.chances(ballot(model, question, positions, votes, on_table))


def most_likely(
    model: CompiledScenario, question: Question, positions: Floats, on_table: Flags | None
) -> Ints:
    """Return the likeliest option[W] when every position speaks; ties go to the lower."""
    chances = probabilities(model, question, positions, unsaid(question), on_table)
    likely: Ints = np.argmax(chances >= chances.max(axis=1, keepdims=True) - 1e-9, axis=1)
    return likely


OVERRULED = 25.0  # points from what is decided; and those apart whom a word in private has not won


def overruled(question: Question, held: Floats) -> tuple[Flags, Flags]:
    """Return whom each option would overrule [W, A, O], and where [W, O] that would get out.

    Overruled are advisers of who decides alone that stand, at positions `held`[W, A], far from what
    is decided. It gets out where they have half of its ear or more, by trust and influence.
    """
    ear = np.zeros(held.shape[1])
    if len(question.voters) == 1 and question.advised:
        ear = question.counsel[question.voters[0]]
    far = np.abs(held[:, :, None] - question.at) >= OVERRULED
    far &= (ear > 0)[:, None]
    share = np.zeros((far.shape[0], question.at.size))
    for actor in np.flatnonzero(ear).tolist():
        share += ear[actor] * far[:, actor]
    return far, far.any(axis=1) & (share >= ear.sum() / 2.0)


def decide(question: Question, asked: Ballot, draw: Draw) -> tuple[Ints, Ints]:
    """Return the option[R] taken and the choice[R, V] each voter stood by (or UNSAID)."""
    with watched(question.rule):
        option, choices = question.rule.decide(
            asked, draw.row, lambda purpose: draw.uniform(question, purpose)
        )
    return (option if question.forced is None else np.full_like(option, question.forced)), choices
