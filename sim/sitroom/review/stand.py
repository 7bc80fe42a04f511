"""Where everyone stands on a question as history's path comes to it: derived, declared, moved.

The path is that of the reference game; a question that it passes by is looked at from beside it.
"""

from dataclasses import dataclass, replace

import numpy as np

from sitroom.engine import debate, turn
from sitroom.engine.model import CompiledScenario, Question
from sitroom.engine.state import Line, Phase, State
from sitroom.engine.theory import Beliefs, Floats
from sitroom.policies import computer, reference


@dataclass(frozen=True)
class Stand:
    """A question at its choice, with what it was before the news and the debate."""

    model: CompiledScenario
    question: Question
    state: State

    @property
    def names(self) -> tuple[str, ...]:
        """Return the seats of its table."""
        return tuple(self.model.actors[number] for number in self.question.table)

    @property
    def derived(self) -> Floats:
        """Return what the profiles give going in [A], whatever is declared."""
        ground = self.question.ground
        assert ground is not None
        derived: Floats = self.question.places(ground.profile)
        return derived

    @property
    def declared(self) -> Floats:
        """Return what is declared [A], NaN where nothing is."""
        known = np.array(self.question.declared)
        return np.where(known, self.question.places(self.question.stance), np.nan)

    def at(self, beliefs: Beliefs) -> Floats:
        """Return positions [A] for beliefs."""
        held: Floats = turn.positions(self.model, self.state, beliefs)[0]
        return held

    @property
    def before(self) -> Floats:
        """Return positions [A] going in, before the day's news."""
        return self.at(self.state.carried.beliefs)

    @property
    def informed(self) -> Floats:
        """Return positions [A] after the news, before the debate."""
        return self.at(self.state.opened)

    @property
    def after(self) -> Floats:
        """Return positions [A] after the debate."""
        return self.at(self.state.world.beliefs)

    def chances(self, positions: Floats) -> Floats:
        """Return the chance [O] of each option, given positions [A]."""
        chances: Floats = turn.chances(self.model, self.state, positions[None, :])[0]
        return chances

    def derived_alone(self) -> "Stand":
        """Return the same without a declared position, from the same opening."""
        question, world = self.question, self.question.opening
        assert world is not None
        bare = replace(
            question,
            stance=np.zeros_like(question.stance),
            declared=(False,) * len(question.declared),
            room=None,
            ground=None,
        )
        question = reference.grounded(self.model, bare, world)
        return stand(with_question(self.model, question), question.id)

    def lines(self, speaker: int) -> list[Line]:
        """Return what a seat may say, conditions left out, as lines."""
        return debate.lines(self.model, self.question, speaker, self.question.hand(speaker))

    def moved(self, line: Line) -> Floats:
        """Return by how much one line, said first, moves each position [A], counsel left out."""
        opened = self.state.opened
        was = opened[line.concern]
        now = debate.hear(self.model, was, line, opened[self.model.words])
        support = turn.support(self.model, self.state, opened)
        after = support + self.question.pull[:, line.concern] * (now - was)
        moved: Floats = (self.question.places(after) - self.question.places(support))[0]
        return moved


def with_question(model: CompiledScenario, question: Question) -> CompiledScenario:
    """Return a model with one question in place of that of its name."""
    questions = tuple(question if q.id == question.id else q for q in model.questions)
    return replace(model, questions=questions)


def stand(model: CompiledScenario, question: str) -> Stand:
    """Return a question of a model with history's path, debated by computer seats."""
    number = model.question(question)
    state = turn.start(model, 0, np.zeros(1, dtype=np.int64), number)
    while state.phase is Phase.DEBATE:
        (state,) = computer.move(model, state)
    return Stand(model, model.questions[number], state)
