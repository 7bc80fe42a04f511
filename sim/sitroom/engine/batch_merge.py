"""Worlds in which a question finds its table alike hold one debate, and part again after it.

A debate depends on what those at the table believe about the concerns at stake, and on which lines
fit and which options are on the table. What else has come about, and what others believe, is kept apart in the state behind.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sitroom.engine.batch import (
    RUNGS,
    apart,
    distinct,
    index,
    paired,
    pick,
    placed,
    unique_rows,
    without,
)
from sitroom.engine.condition import holds, in_worlds
from sitroom.engine.model import ALWAYS, CompiledScenario, Effect, Question, World
from sitroom.engine.state import Phase, State
from sitroom.engine.theory import Ints, worth


def seats(question: Question) -> list[int]:
    """Return whose beliefs the debate and the choice depend on."""
    return sorted({*question.table, *question.voters})


def at_stake(question: Question) -> list[int]:
    """Return the concerns that bear on a question, and those that its arguments speak on."""
    pulling = np.flatnonzero(question.pull.any(axis=0)).tolist()
    found = {*pulling, *(argument.concern for argument in question.arguments)}
    words = question.pull.shape[1]  # as in Model
    found |= {words} if question.rounds else set()
    found |= {words + 1} if question.facing is not None else set()
    return sorted(found)


def tables(model: CompiledScenario, state: State) -> Ints:
    """Return for each world [W] which table it has: those alike have the same, counted from 0."""
    question = model.questions[state.question]
    keys = []
    for concern in at_stake(question):
        who = seats(question) if concern != model.deeds else _facing(question)
        rows = state.world.beliefs[concern][:, who]
        one, kind = unique_rows(worth(rows) if concern == model.words else rows)
        keys.append((one.size, kind[index(state.world, concern)]))
    conditions = [argument.when for argument in question.arguments]
    for when in [*conditions, *(option.when for option in question.options)]:
        if when != ALWAYS:
            fits = in_worlds(state, holds(model, state, when))
            keys.append((2, fits.astype(np.int32)))
    table = np.zeros(state.worlds, dtype=np.int32)
    for count, key in sorted(keys, key=lambda pair: pair[0]):
        _, table = distinct(paired(table, key, count))
    return table


def gathered(model: CompiledScenario, state: State, table: Ints) -> State:
    """Return the state with one world for each table[W]; the others wait behind."""
    if state.behind is not None or state.worlds == 1:
        return state
    count = int(table.max()) + 1
    one = np.empty(count, dtype=np.int64)
    one[table] = np.arange(table.size)
    return _seated(model, state, one, table[state.row])


def each(model: CompiledScenario, state: State) -> State:
    """Return the state with a world for each run; those that runs shared wait behind."""
    if state.debates[0]:
        return state
    whole = state.whole
    return _seated(model, whole, whole.row, np.arange(whole.runs.size))


def seated(model: CompiledScenario, state: State) -> State:
    """Return the state with the worlds that it has, which can be told apart as the debate goes on.

    A row of beliefs that worlds share is held for each of them; the worlds as they were wait behind.
    """
    if state.behind is not None:
        return state
    return _seated(model, state, np.arange(state.worlds), state.row)


def _seated(model: CompiledScenario, state: State, worlds: Ints, row: Ints) -> State:
    stake = at_stake(model.questions[state.question])
    nothing = np.zeros((worlds.size, len(model.actors)))
    beliefs = tuple(
        pick(rows, index(state.world, concern)[worlds]) if concern in stake else nothing
        for concern, rows in enumerate(state.world.beliefs)
    )
    none = np.zeros((worlds.size, 0))
    world = World(beliefs, (), none, none)
    return replace(
        state,
        row=row,
        world=world,
        carried=world,
        began=none,
        opened=beliefs,
        heard=np.zeros(worlds.size, dtype=np.int64),
        behind=state,
    )


def parted(model: CompiledScenario, state: State) -> State:
    """Return all worlds again, with what the debate has changed in each."""
    behind, table = state.behind, state.row
    if behind is None:
        return state
    seat, place = seats(model.questions[state.question]), np.empty(behind.worlds, dtype=np.int64)
    place[behind.row] = table
    row = behind.row
    if (place[row] != table).any():  # runs of one world have held debates apart
        pairs, row = distinct(paired(row, table, state.worlds))
        behind, place = behind.stand(pairs // state.worlds, row), pairs % state.worlds
    world = behind.world
    for concern, (now, was) in enumerate(zip(state.world.beliefs, state.opened, strict=True)):
        if now is was:
            continue
        one, kind = unique_rows(now[:, seat])
        (beliefs, anchors), of, which = apart(world, concern, kind[place], one.size)
        beliefs[:, seat] = now[one][of][:, seat]
        world = placed(world, concern, (beliefs, anchors), which)
    return replace(
        behind,
        phase=state.phase,
        votes=state.votes,
        past=state.past,
        world=world,
        row=row,
        heard=state.heard[place],
        debates=state.debates,
    )


def by_option(model: CompiledScenario, state: State, option: Ints) -> State:
    """Give a world of its own to each option[R] taken in a world, and note the rung reached."""
    question = model.questions[state.question]
    options = len(question.options)
    pairs, row = distinct(paired(state.row, option, options))
    # What the next question needs is the world alone; the rest is made anew as it opens.
    state = replace(state, carried=state.world, opened=state.world.beliefs)
    state = state.stand(pairs // options, row)
    (rungs,), of, which = apart(state.world, RUNGS, pairs % options, options)
    reached = question.rungs[of]
    rungs[:, question.ladder] = np.maximum(rungs[:, question.ladder], reached)
    return replace(state, world=placed(state.world, RUNGS, (rungs,), which))


def needed(model: CompiledScenario, state: State) -> State:
    """Return the state without beliefs on concerns that no question still to come looks at."""
    over = state.phase is Phase.OVER
    coming = () if over else (*model.questions[state.question :], *_put_aside(model, state))
    live = {concern for question in coming for concern in at_stake(question)}
    if model.words in live:  # words are held against all that comes
        live |= {effect.concern for question in coming for effect in _events(question)}
    gone = [concern for concern in range(len(model.concerns)) if concern not in live]
    world = without(state.world, gone)
    carried = world if state.carried is state.world else without(state.carried, gone)
    return replace(state, world=world, carried=carried, opened=world.beliefs)


def _facing(question: Question) -> list[int]:
    return [] if question.facing is None else [question.facing]


def _events(question: Question) -> Iterator[Effect]:
    """Yield what is learned from what comes about from outside."""
    for inject in (*question.injects, *question.held):
        yield from inject.then.effects
    for option in question.options if question.is_answer else ():
        yield from option.then.effects


def _put_aside(model: CompiledScenario, state: State) -> tuple[Question, ...]:
    return () if state.back is None else (model.questions[state.back],)
