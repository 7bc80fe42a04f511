"""How a computer seat plays: the argument that brings the table nearest to its own position."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from sim.engine import debate, theory, turn
from sim.engine.model import Model, Question
from sim.engine.state import PASS, UNSAID, Debate, Line, Phase, State, forgetting, meet, pick
from sim.engine.theory import Floats, Ints

TIE = 1e-9  # gains closer than this go to the argument that comes first in the file
MOST = 4000  # worlds played in step


def gains(model: Model, state: State) -> tuple[list[int], Floats]:
    """Return the hand of the actor to move and what each of it would gain, [W, len(hand)].

    A gain is the fall in the sum over the others at the table of influence * salience * distance
    from the actor's own position, that position held fixed. What may not be said in a world gains
    minus infinity.
    """
    actor = turn.to_move(model, state)
    assert actor is not None
    question = model.questions[state.question]
    others = [other for other in question.table if other != actor]
    weight = (question.influence * question.salience)[others]
    support = turn.support(model, state).T
    own = theory.position(support[actor])
    hand, free = turn.open_arguments(model, state, actor)
    lines = debate.lines(model, question, actor, hand)
    # The first row is the table as it stands, then comes one row for each argument if said now.
    after = np.repeat(support[None, others], len(hand) + 1, axis=0)
    for i, line in enumerate(lines, 1):
        pull = question.pull[others, line.concern][:, None]
        held = state.world.beliefs[line.concern].T[others]
        after[i] += pull * (theory.hear(held, line.rate[others][:, None], line.claim) - held)
    for i, line in enumerate(lines, 1):
        for numbers in _alike(question, state.debates, line):  # what it answers is heard anew
            rows = np.flatnonzero(free[:, i - 1] & np.isin(state.heard, numbers))
            said = state.debates[numbers[0]]
            after[i][:, rows] = _answering(model, state, said, line, rows, support)[others]
    apart = np.abs(theory.position(after) - own) * weight[:, None]
    discord = np.zeros((len(hand) + 1, state.worlds))
    for n in range(len(others)):
        discord += apart[:, n]
    return hand, np.where(free, (discord[0] - discord[1:]).T, -np.inf)


def _alike(question: Question, debates: Sequence[Debate], line: Line) -> Iterable[list[int]]:
    """Return the numbers of the debates in which a line answers others, by what it changes there."""
    found: dict[Any, list[int]] = {}
    if not question.arguments[line.argument].rebuts:
        return ()
    for number, said in enumerate(debates):
        concerns = {said[t].concern for t in debate.hits(question, said, line.argument)}
        if concerns:
            there = (one for one in said if one.concern in concerns)
            left = tuple((one.argument, one.left.tobytes()) for one in there)
            found.setdefault(left, []).append(number)
    return found.values()


def _answering(
    model: Model, state: State, said: Debate, line: Line, rows: Ints, support: Floats
) -> Floats:
    """Return the support [A, len(rows)] if a line that answers others were said now."""
    question, held = model.questions[state.question], state.world.beliefs
    _, moved = debate.heard(model, question, state.opened, held, said, line, rows)
    after = support[:, rows]
    for concern, beliefs in moved.items():
        change = (beliefs - pick(held[concern], rows)).T
        after += question.pull[:, concern][:, None] * change
    return after


def speak(model: Model, state: State) -> Ints:
    """Return the argument [W] that a computer seat says, or PASS where nothing helps."""
    hand, gain = gains(model, state)
    best = np.full(state.worlds, PASS, dtype=np.int64)
    top = np.zeros(state.worlds)
    for i, argument in enumerate(hand):
        better = gain[:, i] > top + TIE
        best = np.where(better, argument, best)
        top = np.where(better, gain[:, i], top)
    return best


def move(model: Model, state: State) -> tuple[State, ...]:
    """Let the computer make the move that is due, in every run; the runs may part."""
    if state.phase is not Phase.DEBATE:
        return turn.choose(model, state, UNSAID)
    return (turn.say(model, state, speak(model, state)),)


Mover = Callable[[Model, State], tuple[State, ...]]


def play_on(model: Model, state: State, move: Mover = move) -> Iterator[State]:
    """Play to the end, every seat by computer unless `move` says otherwise.

    Runs part where one is asked what another is not, and meet again at the next question; those of
    each state yielded ended alike.
    """
    waiting: dict[tuple[int, int], list[State]] = {(state.question, state.since): [state]}
    del state  # what is not waiting any more is not kept
    while waiting:
        here = min(waiting)
        going = _parts(meet(waiting.pop(here)))
        while len(going) > 1:
            yield from play_on(model, going.pop(), move)
        while going:
            for following in map(forgetting, move(model, going.pop())):
                if following.phase is Phase.OVER:
                    yield following
                elif following.question == here[0]:
                    going.append(following)
                else:
                    place = (following.question, following.since)
                    waiting.setdefault(place, []).append(following)


def _parts(state: State) -> list[State]:
    """Return the runs in parts of no more than MOST worlds."""
    count = -(-state.worlds // MOST)
    edges = [state.worlds * i // count for i in range(count + 1)]
    return [
        state.take(np.flatnonzero((first <= state.row) & (state.row < last)))
        for first, last in itertools.pairwise(edges)
    ]
