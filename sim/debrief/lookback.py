"""What turned a decision, and what could have: lines taken away, and lines never said put in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from sim.engine import game, rules, turn
from sim.engine.events import recorded
from sim.engine.model import Kind, Model, Question
from sim.engine.moves import Move
from sim.engine.state import OWN, PASS, UNSAID, Debate, Phase, State
from sim.engine.theory import Floats, Ints

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


def turned(model: Model, seed: int, start: str | None, moves: Iterable[Move]) -> tuple[Turned, ...]:
    """Play a game again and look at each question as it was decided."""
    return tuple(
        Turned(
            question=model.questions[state.question].id,
            option=model.questions[state.question].options[option].id,
            turning=_turning(model, state, option),
            unused=_unused(model, state, option),
        )
        for state, option in _decisions(model, seed, start, moves)
    )


def _decisions(
    model: Model, seed: int, start: str | None, moves: Iterable[Move]
) -> Iterator[tuple[State, int]]:
    """Yield each question as the last vote is cast, with the option taken."""
    state = game.start(model, seed, start).state
    for move in moves:
        after = game.play(model, state, move).state
        if len(after.past) > len(state.past):
            yield state, int(after.past[-1].option[0])
        state = after


def _deciding(question: Question) -> list[tuple[int, float]]:
    """Return the actors who decide, each with its weight among them."""
    common = question.kind in (Kind.WEIGHTED, Kind.MAJORITY)
    return [(v, float(question.influence[v]) / 100 if common else 1.0) for v in question.voters]


def _outcome(model: Model, state: State, option: int) -> tuple[Floats, Floats]:
    """Return positions [R, A] and the chance [R] of an option, positions alone speaking."""
    question = model.questions[state.question]
    held = turn.positions(model, state)
    unsaid = np.full((state.runs.size, len(question.voters)), UNSAID, dtype=np.int64)
    return held, rules.probabilities(model, question, held, unsaid)[:, option]


def _strongest(question: Question, moved: Floats) -> int | None:
    """Return the row [R, A] of points that moves those who decide most, if any does."""
    force = np.zeros(moved.shape[0])
    for voter, weight in _deciding(question):
        force += weight * np.abs(moved[:, voter])
    if not force.size or force.max() <= TIE:
        return None
    return int(np.argmax(force >= force.max() - TIE))


def _points(model: Model, question: Question, moved: Floats) -> dict[str, float]:
    return {model.actors[voter]: recorded(moved[voter]) for voter in question.voters}


def _turning(model: Model, state: State, option: int) -> Weighed | None:
    """Return the line without which those who decide would stand furthest from where they do."""
    question, said = model.questions[state.question], state.debate
    lines = [t for t, number in enumerate(said.argument[0].tolist()) if number != PASS]
    held, chances = _outcome(model, _without(model, state, lines), option)
    moved = held[:1] - held[1:]
    row = _strongest(question, moved)
    if row is None:
        return None
    line = lines[row]
    number = int(said.argument[0, line])
    return Weighed(
        seat=model.actors[said.speakers[line]],
        line=line,
        argument=None if number == OWN else question.arguments[number].id,
        moved=_points(model, question, moved[row]),
        with_it=recorded(chances[0]),
        without=recorded(chances[row + 1]),
    )


def _without(model: Model, state: State, lines: list[int]) -> State:
    """Hold the debate again: row 0 as it was, row i + 1 without line i of `lines`."""
    said, rows = state.debate, len(lines) + 1
    state = _alone(state, rows)
    state = replace(
        state,
        world=replace(state.world, beliefs=state.opened),
        debate=Debate.empty(rows, len(model.actors)),
    )
    for t in range(len(said.speakers)):
        number, strength = int(said.argument[0, t]), float(said.strength[0, t])
        row = np.full(rows, number, dtype=np.int64)
        row[[i + 1 for i, line in enumerate(lines) if line == t]] = PASS
        typed = (int(said.concern[0, t]), float(said.claim[0, t]), strength)
        state = _say(model, state, row, typed if number == OWN else None, strength)
    return state


def _alone(state: State, rows: int) -> State:
    """Return as many copies of the state as rows, without its past: no line asks for it."""
    return replace(state, past=()).take(np.zeros(rows, dtype=np.int64))


def _say(
    model: Model,
    state: State,
    argument: Ints,
    own: tuple[int, float, float] | None = None,
    rated: float | None = None,
) -> State:
    """Say a line though the debate may be over."""
    return turn.say(model, replace(state, phase=Phase.DEBATE), argument, own, rated)


def _unused(model: Model, state: State, option: int) -> Weighed | None:
    """Return the line that somebody held to the end and that would have moved most if said then."""
    question = model.questions[state.question]
    best: Weighed | None = None
    for seat in dict.fromkeys(question.table):
        hand, unsaid = turn.open_arguments(model, state, seat)
        free = [number for number, here in zip(hand, unsaid[0].tolist(), strict=True) if here]
        if not free or not question.rounds:
            continue
        later = _alone(state, len(free))
        silent = np.full(len(free), PASS, dtype=np.int64)
        while question.table[len(later.debate.speakers) % len(question.table)] != seat:
            later = _say(model, later, silent)
        held, chances = _outcome(model, _say(model, later, np.array(free)), option)
        before, chance = _outcome(model, _alone(state, 1), option)
        moved = held - before
        row = _strongest(question, moved)
        if row is None:
            continue
        found = Weighed(
            seat=model.actors[seat],
            line=None,
            argument=question.arguments[free[row]].id,
            moved=_points(model, question, moved[row]),
            with_it=recorded(chances[row]),
            without=recorded(chance[0]),
        )
        if best is None or found.force > best.force + TIE:
            best = found
    return best
