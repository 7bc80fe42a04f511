"""What is at stake in a choice: for each option what advisers expect, what it costs, whom it overrules."""

from dataclasses import dataclass

import numpy as np

from sitroom.engine import game, ruling, theory, turn
from sitroom.engine.condition import Flags, on_table
from sitroom.engine.events import recorded
from sitroom.engine.model import CompiledScenario, Consequences, Option, Question
from sitroom.engine.state import UNSAID, State
from sitroom.policies import advice
from sitroom.policies.advice import View


@dataclass(frozen=True)
class Stake:
    """What an option would bring, as those at the table may think before it is taken."""

    option: str
    called_for: bool  # whether it calls for an answer at all
    expected: dict[str, str]  # adviser -> the answer that it expects
    moved: dict[str, float]  # indicator -> points, by the option itself
    answers: dict[str, dict[str, float]]  # answer expected by somebody -> what it would move
    overruled: tuple[View, ...]  # who else would choose otherwise, furthest away first
    leaks: bool = False  # whether it would get out that so many advisers were overruled


def stakes(model: CompiledScenario, state: State) -> tuple[Stake, ...]:
    """Return what each option on the table has at stake, in the order of the options.

    Advisers expect the answer that the other side is known for, the more of it the more they fear it
    and the further the step goes: its place is `4 * seen * fear * step`, at most 1. `seen` is what
    its answers have shown (docs/model.md, deeds), `fear` is (1 - belief) / 2 of the concerns for
    which an answer is feared, `step` how much the option provokes. Who fears by half, and a step that
    provokes by half, expect what has been seen. They may be wrong.
    """
    question = model.questions[state.question]
    views = advice.views(model, state)
    _, out = ruling.overruled(question, turn.positions(model, state))
    answer = None if question.answered_by is None else model.questions[question.answered_by]
    found, able, chooses = [], game.options(model, state), game.mover(model, state)
    for number, option in enumerate(question.options):
        if option.id not in able:
            continue
        expected = {}
        if answer is not None and number in answer.to:
            expected = _expected(model, state, answer, number)
        told = {
            id_: _moved(model, _option(answer, id_).then) for id_ in expected.values() if answer
        }
        apart = [view for view in views if view.option != option.id and view.actor != chooses]
        apart.sort(key=lambda view: -abs(view.position - float(question.at[number])))
        found.append(
            Stake(
                option.id,
                bool(expected),
                expected,
                _moved(model, option.then),
                dict(sorted(told.items())),
                tuple(apart),
                bool(out[0, number]),
            )
        )
    return tuple(found)


def _expected(
    model: CompiledScenario, state: State, answer: Question, number: int
) -> dict[str, str]:
    question, held = model.questions[state.question], state.world.beliefs
    able = _answers_on_table(model, state, answer, number)
    harm = np.zeros(len(model.concerns))
    for option in answer.options:
        for effect in option.then.effects:
            harm[effect.concern] += max(0.0, -effect.claim * effect.rate)
    share = harm / (harm.sum() or 1.0)
    seen = question.expected
    if question.facing is not None:
        seen += float(held[model.deeds][0, question.facing])
    beyond = question.rungs[number] - state.world.rungs[0, question.ladder]
    step = float(theory.provocation(question.at[number], np.asarray(beyond)))
    found = {}
    for actor in question.table:
        fears = [(1.0 - float(held[k][0, actor])) / 2.0 for k in range(len(model.concerns))]
        fear = float(share @ np.array(fears)) if harm.any() else 0.5
        place = 100.0 * min(1.0, max(0.0, 4.0 * seen * fear * step))
        near = int(np.argmin(np.where(able, np.abs(answer.at - place), np.inf)))
        found[model.actors[actor]] = answer.options[near].id
    return found


def _answers_on_table(
    model: CompiledScenario, state: State, answer: Question, number: int
) -> Flags:
    """Return which [O] answers could be given if an option were taken now."""
    if answer.conditional:
        unsaid = np.full((1, len(model.questions[state.question].voters)), UNSAID, dtype=np.int64)
        after = turn.settle(model, state, np.array([number]), unsaid, forced=True)[0]
        able = on_table(model, after)
        if able is not None:
            return np.asarray(able[0])
    return np.ones(len(answer.options), dtype=np.bool_)


def _option(question: Question | None, id_: str) -> Option:
    assert question is not None
    return next(option for option in question.options if option.id == id_)


def _moved(model: CompiledScenario, then: Consequences) -> dict[str, float]:
    return {model.indicators[n]: recorded(points) for n, points in then.indicators if points}
