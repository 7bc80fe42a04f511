"""What is learned: from options, answers and news, of who took an option; what fades."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sitroom.engine import theory
from sitroom.engine.batch import (
    INDICATORS,
    RUNGS,
    apart,
    index,
    paired,
    pick,
    placed,
    size,
    unique_rows,
)
from sitroom.engine.condition import Flags, in_worlds
from sitroom.engine.model import CompiledScenario, Consequences, Reading, World
from sitroom.engine.state import State
from sitroom.engine.theory import Floats, Ints

LEAK = 0.2  # what overruling advisers costs in credit where it gets out, and a word in private


def follow(
    model: CompiledScenario,
    world: World,
    then: Consequences,
    so: Flags | None = None,
    *,
    came: bool = False,
) -> World:
    """Return the worlds after consequences, in those where `so`[W]: anchors and beliefs learn.

    What `came` about from outside also tells whose word was worth something.
    """
    if not then.effects and not then.indicators:
        return world
    count = 1 if so is None else 2
    kind = (np.zeros(size(world)) if so is None else so).astype(np.int64)
    if came and model.credit:
        world = _judged(model, world, then, kind, count)
    for effect in then.effects:
        who = list(effect.actors)
        rows, of, which = apart(world, effect.concern, kind, count)
        touched = of == count - 1
        for held in rows:
            column = held[:, who]
            heard = theory.hear(column, effect.rate, effect.claim, model.confirm)
            held[:, who] = np.where(touched[:, None], heard, column)
        world = placed(world, effect.concern, rows, which)
    if not then.indicators:
        return world
    (values,), of, which = apart(world, INDICATORS, kind, count)
    before = values.copy(order="K")
    for i, step in then.indicators:
        moved = np.clip(values[:, i] + step, model.low[i], model.high[i])
        values[:, i] = np.where(of == count - 1, moved, values[:, i])
    informed = placed(world, INDICATORS, (values,), which)
    changed = {i for i, _ in then.indicators}
    for concern, reads in readings(model).items():
        if any(one.indicator in changed for one in reads):
            was, now = (change(model, reads, rows) for rows in (before, values))
            informed = _informed(model, informed, concern, was, now)
    return informed


def _informed(
    model: CompiledScenario, world: World, concern: int, was: Floats, now: Floats
) -> World:
    """Return the worlds with beliefs and anchors moved by what each row of indicators says."""
    one, kind = unique_rows(was[:, None], now[:, None])
    kinds = kind[index(world, INDICATORS)]
    rows, of, which = apart(world, concern, kinds, one.size)
    was, now = (theory.reading(model.character[concern], x[one][of]) for x in (was, now))
    return placed(world, concern, [theory.informed(held, was, now) for held in rows], which)


def _judged(
    model: CompiledScenario, world: World, then: Consequences, kind: Ints, count: int
) -> World:
    """Return the worlds in which everyone's word is held against what came."""
    for effect in then.effects:
        held, of = world.beliefs[effect.concern], model.words
        pairs = paired(index(world, effect.concern), kind, count)
        rows, which_of, which = apart(world, of, pairs, held.shape[0] * count)
        touched = which_of % count == count - 1
        claims = pick(held, which_of // count)
        for credit in rows:
            rate = effect.rate * model.credit
            judged = theory.judge(credit, claims, effect.claim, rate)
            credit[:] = np.where(touched[:, None], judged, credit)
        world = placed(world, of, rows, which)
    return world


def follow_option(model: CompiledScenario, state: State, world: World) -> World:
    """Return the worlds after the consequences of the option last taken in each."""
    done = state.past[-1]
    question = model.questions[done.question]
    taken = in_worlds(state, done.option)
    for number, option in enumerate(question.options):
        so = taken == number
        if so.any():
            one = None if so.all() else so
            world = follow(model, world, option.then, one, came=question.is_answer)
    return world


def leaked(model: CompiledScenario, state: State, seat: int, told: Flags) -> World:
    """Return the worlds in which the word of a seat is worth less, in runs where it was `told`[R]."""
    kind = in_worlds(state, told).astype(np.int64)
    rows, of, which = apart(state.world, model.words, kind, 2)
    for credit in rows:
        less = np.maximum(credit[:, seat] - LEAK, -1.0)
        credit[:, seat] = np.where(of == 1, less, credit[:, seat])
    return placed(state.world, model.words, rows, which)


def shown(model: CompiledScenario, before: State, state: State) -> World:
    """Return the worlds in which it is known what the option last taken says of who took it."""
    done = state.past[-1]
    question = model.questions[done.question]
    actor, option = question.voters[0], in_worlds(state, done.option)
    if question.is_answer:  # the place of the answer is held against the one that was expected
        asked = next(q for q in model.questions if q.answered_by == done.question)
        says, rate = question.at / 100.0 - asked.expected, model.memory
        kind, count = option, len(question.options)
    else:
        precedent = before.world.rungs[:, question.ladder][index(before.world, RUNGS)]
        past = np.empty(state.worlds)
        past[state.row] = precedent[before.row]
        step = theory.provocation(question.at[option], question.rungs[option] - past)
        says, kind = np.unique(step, return_inverse=True)
        rate, count = 1.0, says.size
    rows, of, which = apart(state.world, model.deeds, kind, count)
    for held in rows:
        held[:, actor] += rate * (says[of] - held[:, actor])
    return placed(state.world, model.deeds, rows, which)


def faded(model: CompiledScenario, state: State, days: float) -> World:
    """Return the world as the next decision finds it, so many days later.

    Debate fades towards what was learned, and that towards what an actor of this character makes
    of the world as it is now.
    """
    kept, world = theory.kept(days, model.half_life), state.world
    beliefs, anchors = list(world.beliefs), list(world.anchors)
    reads = readings(model)
    for k in range(len(beliefs)):
        pair = beliefs[k], anchors[k]
        rest = None if k in reads else model.character[k]
        beliefs[k], anchors[k] = theory.fade(*pair, model.carry, kept, rest)
    world = replace(world, beliefs=tuple(beliefs), anchors=tuple(anchors))
    if kept == 1.0:
        return world
    for k, some in reads.items():
        moved = change(model, some, world.indicators)
        one, kind = unique_rows(moved[:, None])
        (held, learned), of, which = apart(world, k, kind[index(world, INDICATORS)], one.size)
        rest = theory.reading(model.character[k], moved[one][of])
        gone = (1.0 - kept) * (rest - learned)
        rows = tuple(theory.grained(part + gone) for part in (held, learned))
        world = placed(world, k, rows, which)
    return world


def readings(model: CompiledScenario) -> dict[int, list[Reading]]:
    """Return what each concern reads, of those that read anything."""
    found: dict[int, list[Reading]] = {}
    for reading in model.reads:
        found.setdefault(reading.concern, []).append(reading)
    return found


def change(model: CompiledScenario, reads: Sequence[Reading], indicators: Floats) -> Floats:
    """Return how far what a concern reads has moved [W] since the start, of indicators [W, I]."""
    total = np.zeros(indicators.shape[0])
    for one in reads:
        i = one.indicator
        span = (model.high[i] - model.low[i]) or 1.0
        pair = np.concatenate([model.level[None, i], indicators[:, i]])
        read = theory.level((pair - model.low[i]) / span)
        total += 2.0 * one.strength * (read[1:] - read[0])
    return total


def read(
    model: CompiledScenario, concern: int, reads: Sequence[Reading], indicators: Floats
) -> Floats:
    """Return how actors [W, A] of their characters read a concern from indicators [W, I]."""
    return theory.reading(model.character[concern], change(model, reads, indicators))
