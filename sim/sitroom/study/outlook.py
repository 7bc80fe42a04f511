"""What conditions still to come can see of each run: runs alike in it can be followed as one.

A condition that has been settled is known by whether it holds; what it is made of is forgotten. A
part that can't matter any more is not looked at, and a level counts only where something to come
may still carry it over a bound.
"""

from dataclasses import dataclass, field

import numpy as np

from sitroom.engine.batch import INDICATORS, index
from sitroom.engine.condition import Flags, granted, holds
from sitroom.engine.model import ALWAYS, CompiledScenario, Condition, Consequences, Predicate
from sitroom.engine.state import State
from sitroom.engine.theory import Ints

_LEVELS = (Predicate.AT_LEAST, Predicate.AT_MOST)


def kinds(model: CompiledScenario, state: State) -> tuple[Ints, Ints]:
    """Return for each run [R] the number of its kind: what can come about is the same in all of a kind.

    Kinds that differ in levels alone are of a group; its number is returned for each, lowest first.

    The question at hand has come up: its news is known, and its options are still to be chosen from.
    """
    look = _Look(model, state)
    everywhere = np.ones(state.runs.size, dtype=np.bool_)
    for number in range(state.question, len(model.questions)):
        asked, here = model.questions[number], everywhere
        if number > state.question:
            for inject in asked.injects:
                look.at(inject.when, number, everywhere)
            look.at(asked.when, number, everywhere)
            here = holds(model, state, asked.when) if look.settled(asked.when) else everywhere
            for when in (*asked.notes, *(argument.when for argument in asked.arguments)):
                look.at(when, number, here)
            if asked.asks_again is not None:
                look.flags.append(granted(model, state, asked.asks_again))
        for option in asked.options:
            look.at(option.when, number, here)
    return look.kinds()


@dataclass
class _Look:
    """What has been seen of each run so far."""

    model: CompiledScenario
    state: State
    flags: list[Flags] = field(default_factory=list)
    open_levels: dict[int, Flags] = field(default_factory=dict)

    def settled(self, when: Condition) -> bool:
        """Whether nothing that is still to come can change a condition."""
        match when.test:
            case Predicate.CHOSEN:
                return when.number < self.state.question
            case Predicate.HAPPENED:
                return when.number <= self.state.question
            case Predicate.REACHED | Predicate.AT_LEAST | Predicate.AT_MOST:
                return False
        return all(self.settled(part) for part in when.parts)

    def at(self, when: Condition, last: int, where: Flags) -> None:
        """Look at a condition that counts as a question comes up, in some of the runs [R]."""
        if when == ALWAYS or not where.any():
            return
        if not when.parts or self.settled(when):
            self.flags.append(holds(self.model, self.state, when) & where)
            if when.test in _LEVELS:
                self._level(when, last, where)
            return
        known = [part for part in when.parts if self.settled(part)]
        if known and when.test is not Predicate.NOT:
            so = holds(self.model, self.state, Condition(when.test, tuple(known)))
            self.flags.append(so & where)
            where = where & (so if when.test is Predicate.ALL else ~so)
        for part in when.parts:
            if part not in known:
                self.at(part, last, where)

    def _level(self, when: Condition, last: int, where: Flags) -> None:
        """Note where the level of an indicator may still cross a bound."""
        state, number = self.state, when.number
        value = state.world.indicators[index(state.world, INDICATORS)[state.row], number]
        least = most = 0.0
        for i in range(state.question, last + 1):
            asked = self.model.questions[i]
            moves = [[_moved(option.then, number) for option in asked.options]]
            if i > state.question:  # what has happened is in the value
                moves += [[_moved(inject.then, number)] for inject in asked.injects]
            least += sum(min(0.0, *some) for some in moves)
            most += sum(max(0.0, *some) for some in moves)
        crosses = (value + least <= when.bound) & (value + most >= when.bound) & where
        self.open_levels[number] = self.open_levels.get(number, False) | crosses

    def kinds(self) -> tuple[Ints, Ints]:
        """Return the kind [R] of each run, and the group of each kind: those that differ in levels alone."""
        state, runs = self.state, self.state.runs.size
        bits = np.packbits(np.column_stack([np.ones(runs, dtype=np.bool_), *self.flags]), axis=1)
        keys = np.ascontiguousarray(bits).view(np.dtype((np.void, bits.shape[1]))).reshape(-1)
        columns = [np.unique(keys, return_inverse=True)[1].reshape(-1).astype(np.float64)]
        for number, open_ in self.open_levels.items():
            value = state.world.indicators[index(state.world, INDICATORS)[state.row], number]
            columns.append(np.where(open_, value, np.inf))
        order = np.lexsort(columns[::-1])
        ranked = np.column_stack(columns)[order]
        new = np.ones(runs, dtype=np.bool_)
        new[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
        kind = np.empty(runs, dtype=np.int64)
        kind[order] = np.cumsum(new) - 1
        return kind, ranked[new, 0].astype(np.int64)


def _moved(then: Consequences, indicator: int) -> float:
    return sum((points for number, points in then.indicators if number == indicator), 0.0)
