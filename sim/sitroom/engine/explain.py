"""Why an actor stands where it does: the additive account of one position.

Support is a sum, so it comes apart exactly: the declared stance, then for each concern what was
different from history's path, what was learned as the question opened, and what each speaker
changed in the debate. Points are shared out in proportion (`theory.points`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from sitroom.engine import debate, theory, turn
from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import State
from sitroom.engine.theory import Beliefs


@dataclass(frozen=True)
class Reason:
    """One part of a position: so many points, from one concern, because of one thing."""

    concern: str
    cause: str  # 'outlook', 'inject', 'option' or 'said'
    by: str  # id of the inject or option, or of the actor who spoke; '' for the outlook
    turn: int | None  # number of the line in the debate
    points: float


@dataclass(frozen=True)
class Account:
    """A position taken apart: declared + sum of the points of the reasons = position."""

    actor: str
    declared: bool
    stance: float  # the declared position, or 50 where it is derived from concerns
    position: float
    reasons: tuple[Reason, ...]

    def by_concern(self) -> dict[str, float]:
        """Return the points of each concern, in order of first appearance."""
        return self._sum(lambda reason: reason.concern)

    def by_speaker(self) -> dict[str, float]:
        """Return the points that each speaker's lines are worth."""
        return self._sum(lambda reason: reason.by if reason.cause == "said" else None)

    def _sum(self, key: Callable[[Reason], str | None]) -> dict[str, float]:
        total: dict[str, float] = {}
        for reason in self.reasons:
            name = key(reason)
            if name is not None:
                total[name] = total.get(name, 0.0) + reason.points
        return total


def explain(model: CompiledScenario, state: State, actor: int, row: int = 0) -> Account:
    """Take apart the position of one actor in one run on the question at hand."""
    question = model.questions[state.question]
    state = state.take(np.array([row], dtype=np.int64))
    pull = question.pull[actor]
    steps = [
        (cause, by, t, np.array([held[0, actor] for held in beliefs]))
        for cause, by, t, beliefs in _path(model, state)
    ]
    held = question.base[actor]
    changes: list[float] = []
    labels: list[tuple[str, str, str, int | None]] = []
    for cause, by, t, now in steps:
        for k in np.flatnonzero(pull * (now - held)):
            changes.append(float(pull[k] * (now[k] - held[k])))
            labels.append((model.concerns[k], cause, by, t))
        held = now
    stance = float(question.stance[actor])
    z = float(turn.support(model, state)[0, actor])
    shares = theory.points(np.array(changes), z, stance).tolist()
    here, there = theory.position(np.array([z, stance])).tolist()
    reasons = (Reason(*label, points=share) for label, share in zip(labels, shares, strict=True))
    return Account(model.actors[actor], question.declared[actor], there, here, tuple(reasons))


def _path(model: CompiledScenario, state: State) -> Iterator[tuple[str, str, int | None, Beliefs]]:
    """Yield beliefs after each thing that moved them, from the question's coming up to now."""
    yield "outlook", "", None, state.carried.beliefs
    for cause, by, world in turn.news(model, state):
        yield cause, by, None, world.beliefs
    held = debate.fold(model, state.opened, state.debate)
    for t, line in enumerate(state.debate):
        yield "said", model.actors[line.speaker], t, held[t + 1]
