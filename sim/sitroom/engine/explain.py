"""Why an actor stands where it does: the additive account of one position.

Support is a sum, so it comes apart exactly: the declared stance, then for each concern what was
different from history's path, what was learned as the question opened, and what each speaker
changed in the debate; then what the other side's deeds and the counsel of advisers add. Points are
shared out in proportion (`theory.points`). A declared stance itself comes apart into what the
profile says and what it does not explain, the residual.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from sitroom.engine import debate, learning, theory, turn
from sitroom.engine.batch import INDICATORS, index, spread
from sitroom.engine.model import CompiledScenario, Question
from sitroom.engine.state import State
from sitroom.engine.theory import Beliefs


@dataclass(frozen=True)
class Reason:
    """One part of a position: so many points, because of one thing."""

    concern: str  # '' where it is of no concern
    cause: str  # 'outlook', 'reading', 'inject', 'option', 'private', 'said', 'deeds', 'counsel' or 'reserve'
    by: str  # the inject, option, indicator, actor or adviser that it is because of; '' for none
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
    profile: tuple[Reason, ...] = ()  # what a declared position is made of; sums to stance - base
    base: float = 50.0  # even odds; of who stands for one place, the middle of its room
    residual: float = 0.0  # points of it that the profile does not explain
    rate: float = 0.0  # points that a support of 1 is worth here

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


Label = tuple[str, str, str, int | None]  # of a reason: concern, cause, by, turn
Part = tuple[Label, float]  # and how much of support it is


def explain(model: CompiledScenario, state: State, actor: int, row: int = 0) -> Account:
    """Take apart the position of one actor in one run on the question at hand."""
    question = model.questions[state.question]
    state = state.take(np.array([row], dtype=np.int64))
    parts = [*_beliefs(model, state, actor), *_others(model, state, actor)]
    declared = question.declared[actor]
    stance = float(question.stance[actor]) if declared else 0.0
    z = stance + sum(change for _, change in parts)
    here, there, base = question.places(np.array([z, stance, 0.0]), actor).tolist()
    room = 1.0 if question.room is None else float(question.room[1, actor]) / 100.0
    known = _profile(model, question, actor) if declared else []
    return Account(
        actor=model.actors[actor],
        declared=declared,
        stance=there,
        position=here,
        base=base,
        reasons=_shared(parts, z, stance, room),
        profile=(shared := _shared(known, stance, 0.0, room)),
        residual=sum(one.points for one in shared if one.cause == "residual"),
        rate=room * float(theory.points(np.ones(1), z, stance)[0]),
    )


def _shared(parts: list[Part], z: float, stance: float, room: float) -> tuple[Reason, ...]:
    changes = np.array([change for _, change in parts])
    shares = (room * theory.points(changes, z, stance)).tolist()
    pairs = zip(parts, shares, strict=True)
    return tuple(Reason(*label, points=share) for (label, change), share in pairs if change)


def _profile(model: CompiledScenario, question: Question, actor: int) -> list[Part]:
    """Return what a declared position consists of on the path as its author wrote it."""
    ground = question.ground
    if ground is None:
        return []
    of = zip(model.concerns, ground.parts[actor].tolist(), strict=True)
    parts: list[Part] = [((concern, "outlook", "", None), part) for concern, part in of]
    reserve = float(ground.profile[actor]) - sum(part for _, part in parts)
    residual = float(question.stance[actor] - ground.profile[actor])
    return [*parts, (("", "reserve", "", None), reserve), (("", "residual", "", None), residual)]


def _beliefs(model: CompiledScenario, state: State, actor: int) -> Iterator[Part]:
    """Yield what beliefs add to support, beyond what a declared position has in it."""
    question = model.questions[state.question]
    pull, ground = question.pull[actor], question.ground
    held = np.zeros(pull.size)
    base = np.zeros(pull.size)
    if ground is not None and question.declared[actor]:
        base = ground.parts[actor]
    for cause, by, t, beliefs in path(model, state):
        now = np.array([rows[0, actor] for rows in beliefs[: pull.size]])
        for k in range(pull.size):
            change = float(
                pull[k] * now[k] - (base[k] if cause == "outlook" else pull[k] * held[k])
            )
            read = _readings(model, state, actor, k) if cause == "outlook" else []
            for name, part in read:
                yield (model.concerns[k], "reading", name, None), part
            concern = "" if cause == "private" else model.concerns[k]  # it stays between the two
            yield (concern, cause, by, t), change - sum(part for _, part in read)
        held = now


def _readings(
    model: CompiledScenario, state: State, actor: int, concern: int
) -> list[tuple[str, float]]:
    """Return what indicators that are not as on history's path add to support, each by its name."""
    question = model.questions[state.question]
    reads = learning.readings(model).get(concern)
    if reads is None or question.ground is None:
        return []
    world = state.carried
    now = world.indicators[index(world, INDICATORS)][:1]
    both = np.concatenate([question.ground.indicators[None], now])
    was, is_ = learning.read(model, concern, reads, both)[:, actor].tolist()
    spans = [(model.high[one.indicator] - model.low[one.indicator]) / 2.0 or 1.0 for one in reads]
    moved = [
        float(one.strength * (both[1] - both[0])[one.indicator] / span)
        for one, span in zip(reads, spans, strict=True)
    ]
    total = sum(moved)
    scale = float(question.pull[actor, concern]) * ((is_ - was) / total if total else 0.0)
    pairs = zip(reads, moved, strict=True)
    return [(model.indicators[one.indicator], scale * part) for one, part in pairs]


def _others(model: CompiledScenario, state: State, actor: int) -> Iterator[Part]:
    """Yield what the other side's deeds, counsel and what is held in reserve add."""
    question, world = model.questions[state.question], spread(state.world)
    ground = question.ground
    if ground is None:
        yield ("", "reserve", "", None), -question.reserve
        return
    known = float(ground.profile[actor] - ground.parts[actor].sum())
    yield ("", "reserve", "", None), -question.reserve - known * question.declared[actor]
    if question.facing is not None:
        seen = question.expected + world.beliefs[model.deeds][0, question.facing]
        part = float(question.by_deeds[actor] * seen - ground.deeds[actor])
        yield ("", "deeds", model.actors[question.facing], None), part
    if actor in question.advised:
        at = question.places(turn.support(model, state))[0]
        for adviser in np.flatnonzero(question.counsel[actor]).tolist():
            part = float(question.counsel[actor, adviser] * (at[adviser] - at[actor]))
            yield ("", "counsel", model.actors[adviser], None), part
        yield ("", "counsel", "", None), -float(ground.advice[actor])


def path(model: CompiledScenario, state: State) -> Iterator[tuple[str, str, int | None, Beliefs]]:
    """Yield beliefs after each thing that moved them, from the question's coming up to now."""
    known = spread(state.carried).beliefs
    yield "outlook", "", None, known
    for cause, by, world in turn.news(model, state):
        yield cause, by, None, (known := spread(world).beliefs)
    for n, line in enumerate(state.asides, 1):
        last = n == len(state.asides)
        known = state.opened if last else debate.fold(model, known, (line,))[-1]
        yield "private", model.actors[line.speaker], None, known
    held = debate.fold(model, state.opened, state.debate)
    for t, line in enumerate(state.debate):
        yield "said", model.actors[line.speaker], t, held[t + 1]
