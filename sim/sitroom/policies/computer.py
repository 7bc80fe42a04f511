"""How a computer seat plays: the argument that brings the table nearest to its own position."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sitroom.engine import batch_merge, debate, theory, turn
from sitroom.engine.batch import pick
from sitroom.engine.model import CompiledScenario, Question
from sitroom.engine.state import PASS, UNSAID, Debate, Line, Phase, State, forgetting, meet
from sitroom.engine.theory import Floats, Ints

TIE = 1e-9  # gains closer than this go to the argument that comes first in the file
MOST = 4000  # debates held in step
ASIDE = 0.25  # of what moving those who decide is worth to a seat: to move others


def gains(model: CompiledScenario, state: State) -> tuple[list[int], Floats]:
    """Return the hand of the actor to move and what each of it would gain, [W, len(hand)].

    A gain is the fall in the sum over the others at the table of what each is worth * distance
    from the actor's own position, that position held fixed. What may not be said in a world gains
    minus infinity.
    """
    actor = turn.to_move(model, state)
    assert actor is not None
    question = model.questions[state.question]
    hand, free = turn.open_arguments(model, state, actor)
    gain = np.full((state.worlds, len(hand)), -np.inf)
    sayable = np.flatnonzero(free.any(axis=0)).tolist()
    if not sayable:
        return hand, gain
    others = [other for other in question.table if other != actor]
    weight = worth(question, others)
    support = turn.support(model, state).T
    own = base = question.places(support[actor], actor)
    esteem = theory.esteem(state.opened[model.words][:, actor])
    lines = [
        debate.unspent(model, state.asides, line)
        for line in debate.lines(model, question, actor, [hand[i] for i in sayable])
    ]
    # The first row is the table as it stands, then comes one row for each argument if said now.
    after = np.repeat(support[None, others], len(lines) + 1, axis=0)
    points: dict[tuple[int, float], tuple[Floats, Ints]] = {}  # what is left of each, and where
    for i, line in enumerate(lines, 1):
        point = line.concern, float(np.sign(line.claim))
        if point not in points:
            points[point] = _worn(model, state, line)
        left, form = points[point]
        pull = question.pull[others, line.concern][:, None]
        held = state.world.beliefs[line.concern].T[others]
        rate = (line.reach * line.strength * left)[:, others]
        rate = theory.heeded(pick(rate, form) if len(rate) > 1 else rate, esteem).T
        moved = theory.hear(held, rate, line.claim, model.confirm)
        moved -= held
        moved *= pull
        after[i] += moved
    for i, line in enumerate(lines, 1):
        for numbers in _alike(model, question, state.debates, line):  # that is heard anew
            here = np.zeros(len(state.debates), dtype=np.bool_)
            here[numbers] = True
            rows = np.flatnonzero(free[:, sayable[i - 1]] & here[state.heard])
            said = state.debates[numbers[0]]
            after[i][:, rows] = _answering(model, state, said, line, rows, support)[others]
    apart = question.places(after, others, down=True)
    heeded = []
    for voter in question.advised:
        if voter == actor:
            counsel = turn.advice(question, voter, question.places(support, down=True).__getitem__)
            own = question.places(support[actor] + counsel, actor)
        else:
            stand = {other: apart[:, n] for n, other in enumerate(others)} | {actor: base}
            counsel = turn.advice(question, voter, stand.__getitem__)
            heeded.append((others.index(voter), after[:, others.index(voter)] + counsel))
    for n, changed in heeded:
        apart[:, n] = question.places(changed, others[n])
    apart -= own
    np.abs(apart, out=apart)
    apart *= weight[:, None]
    discord = np.zeros((len(lines) + 1, state.worlds))
    for n in range(len(others)):
        discord += apart[:, n]
    gain[:, sayable] = np.where(free[:, sayable], (discord[0] - discord[1:]).T, -np.inf)
    return hand, gain


def worth(question: Question, others: Sequence[int]) -> Floats:
    """Return what it is worth to a seat to move each of the others: influence * salience.

    Those who do not decide count for less, unless nobody else does. A seat that tried to please
    the table would fall silent when the rest of it went further than itself.
    """
    weight = (question.influence * question.salience)[others]
    if any(voter in others for voter in question.voters):
        weight = weight * np.where(np.isin(others, question.voters), 1.0, ASIDE)
    return weight


def _worn(model: CompiledScenario, state: State, line: Line) -> tuple[Floats, Ints]:
    """Return what is left [N, A] of a line's point after what was said, and which of it where [W]."""
    kinds: dict[tuple[int, ...], int] = {}
    kind = [kinds.setdefault(_speakers(model, said, line), len(kinds)) for said in state.debates]
    left = [debate.worn(model, line.left, speakers) for speakers in kinds]
    return np.array(left), np.array(kind)[state.heard]


def _speakers(model: CompiledScenario, said: Debate, line: Line) -> tuple[int, ...]:
    """Return who has made a line's point in a debate, in turn."""
    return tuple([said[t].speaker for t in debate.repeats(model, said, line)])


def _alike(
    model: CompiledScenario, question: Question, debates: Sequence[Debate], line: Line
) -> Iterable[list[int]]:
    """Return the numbers of the debates in which a line answers others, by what it changes there."""
    found: dict[Any, list[int]] = {}
    if not question.arguments[line.argument].rebuts:
        return ()
    for number, said in enumerate(debates):
        concerns = {said[t].concern for t in debate.hits(question, said, line.argument)}
        if concerns:
            there = (one for one in said if one.concern in concerns)
            left = (
                _speakers(model, said, line),
                *((one.speaker, one.argument, one.left.tobytes()) for one in there),
            )
            found.setdefault(left, []).append(number)
    return found.values()


def _answering(
    model: CompiledScenario, state: State, said: Debate, line: Line, rows: Ints, support: Floats
) -> Floats:
    """Return the support [A, len(rows)] if a line that answers others were said now."""
    question, held = model.questions[state.question], state.world.beliefs
    left = debate.worn(model, line.left, _speakers(model, said, line))
    line = replace(line, left=left)
    _, moved = debate.heard(model, question, state.opened, held, said, line, rows)
    after = support[:, rows]
    for concern, beliefs in moved.items():
        change = (beliefs - pick(held[concern], rows)).T
        after += question.pull[:, concern][:, None] * change
    return after


def speak(model: CompiledScenario, state: State) -> Ints:
    """Return the argument [W] that a computer seat says, or PASS where nothing helps."""
    hand, gain = gains(model, state)
    best = np.full(state.worlds, PASS, dtype=np.int64)
    top = np.zeros(state.worlds)
    for i, argument in enumerate(hand):
        better = gain[:, i] > top + TIE
        best = np.where(better, argument, best)
        top = np.where(better, gain[:, i], top)
    return best


def move(model: CompiledScenario, state: State) -> tuple[State, ...]:
    """Let the computer make the move that is due, in every run; the runs may part."""
    if state.phase is not Phase.DEBATE:
        return turn.choose(model, state, UNSAID)
    return (turn.say(model, state, speak(model, state)),)


Mover = Callable[[CompiledScenario, State], tuple[State, ...]]


def play_on(model: CompiledScenario, state: State, move: Mover = move) -> Iterator[State]:
    """Play to the end, every seat by computer unless `move` says otherwise.

    Runs part where one is asked what another is not, and meet again at the next question; those of
    each state yielded ended alike. What no later question needs is not kept.
    """
    waiting: dict[tuple[int, int], list[State]] = {(state.question, state.since): [state]}
    del state  # what is not waiting any more is not kept
    while waiting:
        here = min(waiting)
        for part in _parts(model, meet(waiting.pop(here))):
            going = [part]
            while going:
                for following in move(model, going.pop()):
                    after = forgetting(following)
                    if after.question == here[0] and after.phase is not Phase.OVER:
                        going.append(after)
                        continue
                    after = batch_merge.needed(model, after)
                    if after.phase is Phase.OVER:
                        yield after
                    else:
                        waiting.setdefault((after.question, after.since), []).append(after)


def _parts(model: CompiledScenario, state: State) -> Iterator[State]:
    """Yield the runs in parts that hold no more than MOST debates."""
    table = batch_merge.tables(model, state)
    count = int(table.max()) + 1
    parts = -(-count // MOST)
    edges = [count * i // parts for i in range(parts + 1)]
    for first, last in itertools.pairwise(edges):
        here = (first <= table) & (table < last)
        some = state.take(np.flatnonzero(here[state.row]))
        yield batch_merge.gathered(model, some, table[here] - first)
