"""What came about in games: counts, and the shortest path of choices that led to each thing.

A fact is a tuple: ("asked", question), ("offered", question, option), ("inject", decision.inject), ("note", decision, number),
("sayable", argument), ("silent", question, seat), ("end", question, how), and for what was done,
("ending", id), ("option", question, option) and ("said", question, argument, seat).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from sitroom.engine import ending, turn
from sitroom.engine.condition import Flags, granted, holds
from sitroom.engine.model import ALWAYS, CompiledScenario, Question
from sitroom.engine.state import UNASKED, State

Fact = tuple[str, ...]
Path = tuple[tuple[int, int], ...]  # questions with the options taken, by number


@dataclass
class Seen:
    """Facts of many runs: how often, and how one gets there. Tallies of parts add up."""

    counts: Counter[Fact] = field(default_factory=Counter)
    paths: dict[Fact, Path] = field(default_factory=dict)
    chances: dict[str, list[float]] = field(default_factory=dict)  # question -> highest, per option

    def note(self, state: State, fact: Fact, rows: Flags) -> None:
        """Count a fact in the runs where it is true, and keep the shortest path to it."""
        if rows.any():
            self.counts[fact] += int(rows.sum())
            self._keep(fact, shortest(state, rows))

    def _keep(self, fact: Fact, path: Path) -> None:
        known = self.paths.get(fact)
        if known is None or (len(path), path) < (len(known), known):
            self.paths[fact] = path

    def add(self, other: "Seen") -> None:
        """Take in what was seen in other runs."""
        self.counts.update(other.counts)
        for fact, path in other.paths.items():
            self._keep(fact, path)
        for question, chances in other.chances.items():
            self._raise(question, chances)

    def _raise(self, question: str, chances: list[float]) -> None:
        known = self.chances.get(question, chances)
        self.chances[question] = [max(pair) for pair in zip(known, chances, strict=True)]

    def opening(self, model: CompiledScenario, state: State) -> None:
        """Note what is true as a question opens."""
        state = state.whole
        for fact, rows in _opening(model, state):
            self.note(state, fact, rows)

    def choice(self, model: CompiledScenario, state: State) -> None:
        """Note the highest chance that each option has, every position speaking, and what was said."""
        question = model.questions[state.question]
        chances = turn.chances(model, state).max(axis=0)
        self._raise(question.id, chances.tolist())
        runs = np.bincount(state.heard[state.row], minlength=len(state.debates))
        for debate, count in zip(state.debates, runs.tolist(), strict=True):
            for line in debate:
                if line.argument >= 0:
                    name, seat = question.arguments[line.argument].id, model.actors[line.speaker]
                    self.counts["said", question.id, name, seat] += count

    def end(self, model: CompiledScenario, state: State) -> None:
        """Note how games ended."""
        question = model.questions[state.question]
        for how, rows in _ends(model, state):
            self.note(state, ("end", question.id, how), rows)

    def done(self, model: CompiledScenario, state: State) -> None:
        """Count the options taken in games that are over, and the endings come to."""
        come_to = ending.ending(model, state)
        for number, (name, _) in enumerate(model.endings):
            self.counts["ending", name] += int((come_to == number).sum())
        for settled in state.past:
            question = model.questions[settled.question]
            for number, option in enumerate(question.options):
                taken = int((settled.option == number).sum())
                self.counts["option", question.id, option.id] += taken


def shortest(state: State, rows: Flags) -> Path:
    """Return the choices that led to one of those runs: the fewest, of those the first options.

    So it does not matter in which order the runs stand, nor which were played together.
    """
    runs = np.flatnonzero(rows)
    options = np.array([done.option for done in state.past], dtype=np.int64)
    options = options.reshape(len(state.past), state.runs.size)[:, runs]
    asked = options != UNASKED
    by_option = np.where(asked, options, np.iinfo(np.int64).max)
    row = np.lexsort([*by_option[::-1], asked.sum(axis=0)])[0]
    path = zip((done.question for done in state.past), options[:, row].tolist(), strict=True)
    return tuple((question, option) for question, option in path if option != UNASKED)


def _opening(model: CompiledScenario, state: State) -> Iterator[tuple[Fact, Flags]]:
    question = model.questions[state.question]
    everywhere = np.ones(state.runs.size, dtype=np.bool_)
    yield ("asked", question.id), everywhere
    injects = {f"{q.id}.{inject.id}": inject for q in model.questions for inject in q.injects}
    world = state.carried
    for kind, name, after in turn.news(model, state):
        if kind == "inject":
            yield ("inject", name), holds(model, state, injects[name].when, world)
        world = after
    for number, when in enumerate(question.notes):
        yield ("note", question.id, str(number)), holds(model, state, when, state.carried)
    for option in question.options:
        if option.proposed is None and option.when != ALWAYS:
            fact = ("offered", question.id, option.id)
            yield fact, holds(model, state, option.when)
    if question.rounds:
        yield from _hands(model, state, question, everywhere)


def _hands(
    model: CompiledScenario, state: State, question: Question, everywhere: Flags
) -> Iterator[tuple[Fact, Flags]]:
    sayable = [
        everywhere if argument.when == ALWAYS else holds(model, state, argument.when)
        for argument in question.arguments
    ]
    for argument, rows in zip(question.arguments, sayable, strict=True):
        yield ("sayable", argument.id), rows
    for seat in question.table:
        mute = everywhere
        for number in question.hand(seat):
            mute = mute & ~sayable[number]
        yield ("silent", question.id, model.actors[seat]), mute


def _ends(model: CompiledScenario, state: State) -> Iterator[tuple[str, Flags]]:
    """Yield the ways in which games can end after a question, with the runs that did.

    ladder: on a rung that ends the campaign. last: after the last decision. dead: what was left
    had conditions that did not hold. branch: the same, after a decision with a condition of its
    own. granted: what was left asked again what had been granted.
    """
    question = model.questions[state.question]
    option = state.past[-1].option
    ladder = np.array([one.ends for one in question.options])[option]
    yield "ladder", ladder
    left = [q for q in model.questions[state.question + 1 :] if not q.is_answer]
    if not left:
        yield "last", ~ladder
        return
    shut = np.zeros(state.runs.size, dtype=np.bool_)
    for other in left:
        shut |= ~holds(model, state, other.when) & ~granted(model, state, other.asks_again)
    own = model.questions[state.question - question.is_answer].when
    yield "dead" if own == ALWAYS else "branch", shut & ~ladder
    yield "granted", ~shut & ~ladder
