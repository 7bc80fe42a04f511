"""Every way to choose, walked: what can come about at all, whoever plays and whatever is said.

Conditions ask about choices, rungs and indicators, and these follow from the options taken and from
injects, which have conditions themselves; beliefs, and so the debate, have no part in them. Any
option can be taken (all voters may want it). So the walk over options alone is a walk over
everything that conditions can see. Agenda moves are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sitroom.engine import turn
from sitroom.engine.chance import uniform
from sitroom.engine.condition import on_table
from sitroom.engine.model import CompiledScenario, Consequences
from sitroom.engine.state import UNASKED, UNSAID, Phase, State, meet
from sitroom.engine.theory import Ints
from sitroom.policies.random_seat import any_option
from sitroom.study import outlook
from sitroom.study.coverage import Seen

MOST = 5000  # situations that are followed on from one question


@dataclass(frozen=True)
class Walk:
    """What was seen on the way, and how complete it is."""

    seen: Seen
    ways: int  # to choose, from the first question to an end; a lower bound if something was cut
    situations: int  # that differ in what can come after them
    cut: dict[str, tuple[int, int]]  # question -> situations followed, and how many there were

    @property
    def exhaustive(self) -> bool:
        """Whether every way was walked."""
        return not self.cut


def walk(model: CompiledScenario, most: int = MOST) -> Walk:
    """Take every option of every question from the first on.

    Situations that cannot differ in what comes after are followed once. Where there are more than
    `most` at one question, that many are followed: of those that differ in levels alone the lowest
    and the highest, and some between.
    """
    model = _unfeeling(model)
    seen, cut = Seen(), dict[str, tuple[int, int]]()
    ways, ended, situations = [1], 0, 0  # in how many ways each run number can be come by
    first = turn.start(model, seed=0, runs=np.zeros(1, dtype=np.int64))
    waiting: dict[tuple[int, int], list[State]] = {(first.question, first.since): [first]}
    while waiting:
        number = min(waiting)[0]
        opened = []
        for place in sorted(place for place in waiting if place[0] == number):
            state = meet(waiting.pop(place))
            seen.opening(model, state)
            answer = model.questions[number].is_answer
            opened.append(replace(state, since=state.since if answer else number))
        state, found = _merged(model, meet(opened), ways, most)
        situations += state.runs.size
        if found > state.runs.size:
            cut[model.questions[number].id] = (state.runs.size, found)
        for part in _all_options(model, state):
            if part.phase is Phase.OVER:
                seen.end(model, part)
                ended += sum(ways[run] for run in part.runs.tolist())
            else:
                waiting.setdefault((part.question, part.since), []).append(part)
    return Walk(seen, ended, situations, cut)


def at_random(model: CompiledScenario, runs: int) -> Iterator[State]:
    """Yield the ends of so many games of chance, in half of which each side has a leaning of its own.

    Where every option is as likely throughout, what adds up never gets far.
    """
    model = _unfeeling(model)
    first = turn.start(model, seed=0, runs=np.arange(runs, dtype=np.int64))
    waiting: dict[tuple[int, int], list[State]] = {(first.question, first.since): [first]}
    while waiting:
        state = meet(waiting.pop(min(waiting)))
        question = model.questions[state.question]
        chance = uniform(0, state.runs, question.id, "at random")
        leaning = uniform(0, state.runs, str(question.is_answer), "leaning")
        leant = np.clip(leaning + (chance - 0.5) / 2.0, 0.0, 1.0 - 1e-9)
        chance = np.where(state.runs % 2, leant, chance)
        option = any_option(model, state, chance)
        unsaid = np.full((option.size, len(question.voters)), UNSAID, dtype=np.int64)
        for part in turn.settle(model, state, option, unsaid):
            if part.phase is Phase.OVER:
                yield part
            else:
                waiting.setdefault((part.question, part.since), []).append(part)


def _unfeeling(model: CompiledScenario) -> CompiledScenario:
    """Return the model without concerns and beliefs, which conditions can't see."""

    def dry(then: Consequences) -> Consequences:
        return replace(then, effects=())

    questions = (
        replace(
            question,
            options=tuple(replace(o, then=dry(o.then)) for o in question.options),
            injects=tuple(replace(i, then=dry(i.then)) for i in question.injects),
            pull=question.pull[:, :0],
            opening=None,
        )
        for question in model.questions
    )
    start = model.start
    # What remains are the words and deeds that every model has; nothing here moves them.
    flat = (np.zeros_like(start.beliefs[0]),) * 2
    return replace(
        model,
        concerns=(),
        start=replace(start, beliefs=flat, anchors=flat),
        questions=tuple(questions),
        character=flat,
        reads=(),
        credit=0.0,
        memory=0.0,
    )


def _all_options(model: CompiledScenario, state: State) -> Iterator[State]:
    """Yield what follows when each option on the table is taken in each run; runs keep their numbers."""
    question = model.questions[state.question]
    options = len(question.options)
    able = on_table(model, state)
    able = np.ones((state.worlds, options), dtype=np.bool_) if able is None else able
    rows, option = np.nonzero(able[state.row])
    unsaid = np.full((option.size, len(question.voters)), UNSAID, dtype=np.int64)
    yield from turn.settle(model, state.take(rows), option, unsaid)


def _merged(model: CompiledScenario, state: State, ways: list[int], most: int) -> tuple[State, int]:
    """Return one run of each kind that differs in what can come, and how many kinds there are.

    The run kept is the one with the fewest choices behind it. `ways` gets an entry for each.
    """
    steps = sum((done.option != UNASKED for done in state.past), np.zeros(state.runs.size))
    order = np.lexsort((np.arange(state.runs.size), steps))
    kind, group = outlook.kinds(model, state)
    kinds, first = np.unique(kind[order], return_index=True)
    counts = [0] * kinds.size
    for run, which in zip(state.runs.tolist(), kind.tolist(), strict=True):
        counts[which] += ways[run]
    spread = _spread(group, most)
    numbers = np.arange(len(ways), len(ways) + spread.size, dtype=np.int64)
    ways += [counts[which] for which in spread.tolist()]
    return replace(state.take(order[first[spread]]), runs=numbers), kinds.size


def _spread(group: Ints, most: int) -> Ints:
    """Return which kinds are followed: all, or the ends of each group and others evenly between."""
    if group.size <= most:
        return np.arange(group.size)
    edge = np.flatnonzero(np.diff(group))
    ends = np.unique(np.concatenate([[0], edge, edge + 1, [group.size - 1]]))
    if ends.size > most:
        return ends[np.linspace(0, ends.size - 1, most).astype(np.int64)]
    rest = np.setdiff1d(np.arange(group.size), ends)
    more = rest[np.linspace(0, rest.size - 1, most - ends.size).astype(np.int64)]
    return np.union1d(ends, more)
