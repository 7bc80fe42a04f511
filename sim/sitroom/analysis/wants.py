"""What a seat wants of a question, by which its lines are judged: its aims, else where it stood."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sitroom.analysis import ahead
from sitroom.engine import ending, game, turn
from sitroom.engine.events import recorded
from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import State
from sitroom.engine.theory import Floats

GAMES = 200  # by computer, for each option
SPEAKS = 0.1  # of the games: what moves an aim less is no matter of that aim


@dataclass(frozen=True)
class Wants:
    """How much of what a seat wants each option brings, 0 to 100: of `aims`, else by where it stood."""

    worth: tuple[float, ...]  # of each option
    most: float  # of those on the table
    stood: float  # as the question was settled
    aims: tuple[int, ...] = ()  # those that speak of the question
    held: bool = False  # whether the seat has aims at all that are judged


def wants(model: CompiledScenario, state: State, actor: int, weights: Sequence[float]) -> Wants:
    """Return what an actor wants of the question that is about to be settled.

    An aim speaks of a question where, over the computer's games to the end of the turn, it stands
    reached more often after one option than after another. Those aims alone count then, by their
    `weights`. Where none speaks, the actor wants what is decided to fall where it stands.
    """
    question = model.questions[state.question]
    own = model.aims[actor] if model.aims else ()
    stood = recorded(turn.positions(model, state)[0, actor])
    near = tuple(recorded(100.0 - abs(float(at) - stood)) for at in question.at)
    able = [option.id in game.options(model, state) for option in question.options]
    judged = [number for number, aim in enumerate(own) if aim is not None]
    if not judged:
        return _wants(near, able, stood)
    reached = np.array([_reached(model, state, actor, o) for o in range(len(question.options))])
    spread = np.ptp(reached[able], axis=0)
    aims = tuple(number for number in judged if spread[number] >= SPEAKS)
    if not aims:
        return _wants(near, able, stood, held=True)
    share = np.array([weights[number] for number in aims])
    worth = 100.0 * reached[:, list(aims)] @ share / share.sum()
    return _wants(tuple(map(recorded, worth.tolist())), able, stood, aims, held=True)


def _wants(
    worth: tuple[float, ...],
    able: Sequence[bool],
    stood: float,
    aims: tuple[int, ...] = (),
    *,
    held: bool = False,
) -> Wants:
    most = max(one for one, here in zip(worth, able, strict=True) if here)
    return Wants(worth, most, stood, aims, held=held)


def _reached(model: CompiledScenario, state: State, actor: int, option: int) -> Floats:
    """Return in which share of the games [aims] each aim stands reached as the turn closes."""
    questions = list(model.questions)
    questions[state.question] = replace(questions[state.question], forced=option)
    forced, name = replace(model, questions=tuple(questions)), model.actors[actor]
    found = np.zeros(len(model.aims[actor]))
    for end in ahead.ends(forced, state.question, ahead.many(state, GAMES)):
        so = ending.reached(forced, end)[name]
        found += [0.0 if aim is None else float(aim.sum()) / GAMES for aim in so]
    return found
