"""What turned a decision, and what could have: lines taken away, and lines never said put in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sitroom.engine import debate, turn
from sitroom.engine.events import recorded
from sitroom.engine.model import CompiledScenario, Question
from sitroom.engine.state import OWN, PASS, Debate, State
from sitroom.engine.theory import Floats

if TYPE_CHECKING:
    from sitroom.analysis.mattered import Mattered, Quiet

TIE = 1e-9  # as with a computer seat: what is closer goes to the first


@dataclass(frozen=True)
class Weighed:
    """A line, what it moves in those who decide, and the chance of the outcome with and without.

    Chances are those of the positions alone, as if nobody had chosen freely.
    """

    seat: str
    line: int | None  # number of the line said, from 0; None for one never said
    argument: str | None  # None for a line of one's own
    moved: dict[str, float]  # points, by deciding seat
    with_it: float
    without: float

    @property
    def force(self) -> float:
        """Return how far it moves those who decide, all in all."""
        return sum(map(abs, self.moved.values()))


@dataclass(frozen=True)
class Turned:
    """A decision taken, with the line that weighed most and the strongest one never said."""

    question: str
    option: str
    turning: Weighed | None
    unused: Weighed | None


@dataclass(frozen=True)
class Crowd:
    """What many games by computer decided, from where this game began."""

    runs: int
    asked: dict[str, int]  # question -> games that came to it
    shares: dict[str, dict[str, float]]  # question -> option -> share of those
    same: int  # games that went our way, decision by decision, so far


@dataclass(frozen=True)
class Lookback:
    """All that a debrief knows beyond the events."""

    people: tuple[str, ...] = ()
    turned: tuple[Turned, ...] = ()  # one for each question decided, in order
    crowd: Crowd | None = None
    mattered: tuple["Mattered", ...] = ()  # of each person, for each question at its table
    quiet: tuple["Quiet", ...] = ()  # the game with each person silent
    hands: bool = True  # whether lines never said are told; while a game goes on they may still be

    def closed(self) -> "Lookback":
        """Return the same without what seats still have in hand."""
        turned = tuple(replace(one, unused=None) for one in self.turned)
        return replace(self, turned=turned, hands=False)


def turned(model: CompiledScenario, states: Iterable[State]) -> tuple[Turned, ...]:
    """Look at each question of a game as it was decided, given every state that the game stood in."""
    return tuple(
        Turned(
            question=model.questions[state.question].id,
            option=model.questions[state.question].options[option].id,
            turning=_turning(model, state, option),
            unused=_unused(model, state, option),
        )
        for state, option in _decisions(states)
    )


def _decisions(states: Iterable[State]) -> Iterator[tuple[State, int]]:
    """Yield each question as the last vote is cast, with the option taken."""
    for state, after in pairwise(states):
        if len(after.past) > len(state.past):
            yield state, int(after.past[-1].option[0])


def _deciding(question: Question) -> list[tuple[int, float]]:
    """Return the actors who decide, each with its weight among them."""
    common = question.rule.common
    return [(v, float(question.influence[v]) / 100 if common else 1.0) for v in question.voters]


def _chance(model: CompiledScenario, state: State, held: Floats, option: int) -> Floats:
    """Return the chance [N] of an option at positions [N, A], positions alone speaking."""
    return turn.chances(model, state, held)[:, option]


def _strongest(question: Question, moved: Floats) -> int | None:
    """Return the row of points [N, A] that moves those who decide most, if any does."""
    force = np.zeros(moved.shape[0])
    for voter, weight in _deciding(question):
        force += weight * np.abs(moved[:, voter])
    if not force.size or force.max() <= TIE:
        return None
    return int(np.argmax(force >= force.max() - TIE))


def _points(model: CompiledScenario, question: Question, moved: Floats) -> dict[str, float]:
    return {model.actors[voter]: recorded(moved[voter]) for voter in question.voters}


def _turning(model: CompiledScenario, state: State, option: int) -> Weighed | None:
    """Return the line without which those who decide would stand furthest from where they do."""
    question, said = model.questions[state.question], state.debate
    lines = [t for t, line in enumerate(said) if line.argument != PASS]
    without = [_again(model, state, (*said[:t], *said[t + 1 :])) for t in lines]
    held = np.concatenate([turn.positions(model, one) for one in (state, *without)])
    moved, odds = held[:1] - held[1:], _chance(model, state, held, option)
    row = _strongest(question, moved)
    if row is None:
        return None
    line = said[lines[row]]
    return Weighed(
        seat=model.actors[question.table[lines[row] % len(question.table)]],  # not who carried it
        line=lines[row],
        argument=None if line.argument == OWN else question.arguments[line.argument].id,
        moved=_points(model, question, moved[row]),
        with_it=recorded(odds[0]),
        without=recorded(odds[row + 1]),
    )


def _again(model: CompiledScenario, state: State, lines: Debate) -> State:
    """Hold the debate again, with these lines."""
    everyone = np.ones(len(model.actors))
    state = replace(state, debates=((),), world=replace(state.world, beliefs=state.opened))
    for line in lines:
        state = turn.say(
            model,
            state,
            np.array([max(line.argument, PASS)]),
            replace(line, left=everyone * line.weight),
        )
    return state


def _unused(model: CompiledScenario, state: State, option: int) -> Weighed | None:
    """Return the line that somebody held to the end and that would have moved most if said then."""
    question = model.questions[state.question]
    before, best = turn.positions(model, state), None
    chance = _chance(model, state, before, option)
    for seat in dict.fromkeys(question.table if question.rounds else ()):
        hand, unsaid = turn.open_arguments(model, state, seat)
        free = [number for number, here in zip(hand, unsaid[0].tolist(), strict=True) if here]
        lines = debate.lines(model, question, seat, free)
        said = [turn.say(model, state, np.array([line.argument]), line) for line in lines]
        held = np.concatenate([before, *(turn.positions(model, one) for one in said)])
        row = _strongest(question, held[1:] - before)
        if row is None:
            continue
        found = Weighed(
            seat=model.actors[seat],
            line=None,
            argument=question.arguments[free[row]].id,
            moved=_points(model, question, held[row + 1] - before[0]),
            with_it=recorded(_chance(model, state, held[row + 1 : row + 2], option)[0]),
            without=recorded(chance[0]),
        )
        if best is None or found.force > best.force + TIE:
            best = found
    return best
