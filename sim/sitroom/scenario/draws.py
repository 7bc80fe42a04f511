"""Actors drawn within what is doubtful about them: positions, and weights and beliefs with an interval.

A position has a standard deviation by how plainly it is said (`confidence`), or by how far apart
coders put it (`range`), or the interval that its author gives; so have weights and beliefs that
come with one.
"""

from collections.abc import Container
from dataclasses import replace

import numpy as np

from sitroom.engine.chance import uniform
from sitroom.engine.model import CompiledScenario
from sitroom.scenario.content import Content
from sitroom.scenario.schema import Actor, ActorConcern, Position
from sitroom.scenario.standing import stances

SPREAD = {"explicit": 5.0, "implied": 8.0, "inferred": 14.0}  # points, by `confidence`
_ENDS = 1.281552  # standard deviations about the mean that hold 80 %
_BELL = 12  # uniform numbers whose sum, less 6, is very nearly normal


def drawn(content: Content, seed: int, number: int) -> Content:
    """Return a scenario as it may really be: a function of (seed, number)."""
    actors = {name: _actor(one, seed, number) for name, one in content.actors.items()}
    return replace(content, actors=actors)


def tempered(
    content: Content, model: CompiledScenario, seed: int, but: Container[str]
) -> CompiledScenario:
    """Return a compiled scenario with declared positions drawn by seed and question.

    The draws are those of `drawn`, number 0. All else stays, history's path included: finding that
    anew would take seconds where a game is to open at once. `but` stand where they are sourced.
    """
    questions = []
    for question in model.questions:
        held = [content.actors[name].positions.get(question.id) for name in model.actors]
        for number, name in enumerate(model.actors):
            one = held[number]
            if one is not None and name not in but:
                at = _position(one, _bell(seed, 0, name, f"at:{question.id}"))
                held[number] = one.model_copy(update={"position": at})
        stance, room = stances(held)
        questions.append(replace(question, stance=stance, room=room))
    return replace(model, questions=tuple(questions))


def _bell(seed: int, number: int, actor: str, key: str) -> float:
    runs = np.arange(number * _BELL, (number + 1) * _BELL, dtype=np.int64)
    return float(sum(uniform(seed, runs, "doubt", actor, key).tolist()) - _BELL / 2)


def _position(one: Position, bell: float) -> float:
    return _within(one.position, one.between, _spread(one), bell, 0, 100)


def _spread(one: Position) -> float:
    """Return the standard deviation of a position: coders' range is where 80 % of them lie.

    Coders who agree to the point may still both be wrong: it is never below that of plain words.
    """
    if one.range is None:
        return SPREAD[one.confidence]
    return max(SPREAD["explicit"], (one.range[1] - one.range[0]) / (2 * _ENDS))


def _actor(actor: Actor, seed: int, number: int) -> Actor:
    def bell(key: str) -> float:
        return _bell(seed, number, actor.id, key)

    def position(id_: str, one: Position) -> Position:
        return one.model_copy(update={"position": _position(one, bell(f"at:{id_}"))})

    def concern(id_: str, one: ActorConcern) -> ActorConcern:
        weight = _within(one.weight, one.weight_between, 0.0, bell(f"weight:{id_}"), 0, 1)
        belief = _within(one.belief, one.belief_between, 0.0, bell(f"belief:{id_}"), -1, 1)
        return one.model_copy(update={"weight": weight, "belief": belief})

    update = {
        "positions": {id_: position(id_, one) for id_, one in actor.positions.items()},
        "concerns": {id_: concern(id_, one) for id_, one in actor.concerns.items()},
    }
    return actor.model_copy(update=update)


def _within(
    value: float,
    between: tuple[float, float] | None,
    spread: float,
    bell: float,
    low: float,
    high: float,
) -> float:
    """Return a value drawn about its middle; an interval is where 80 % of the draws lie."""
    if between is not None:
        value, spread = sum(between) / 2, (between[1] - between[0]) / (2 * _ENDS)
    return min(high, max(low, value + spread * bell))
