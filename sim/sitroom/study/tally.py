"""What many games came to, in whole numbers, so that sums are the same in whatever order.

Sums of points are kept in millionths, rounded for each world before it counts as often as runs
stand in it. So neither the size of blocks nor who played them can be seen in a study.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np

from sitroom.engine import ruling, turn
from sitroom.engine.batch import INDICATORS, RUNGS, index
from sitroom.engine.condition import on_table
from sitroom.engine.ending import ending
from sitroom.engine.model import CompiledScenario, Question, World
from sitroom.engine.rules import Rule
from sitroom.engine.state import UNASKED, UNSAID, Phase, State
from sitroom.engine.theory import Beliefs, Floats, Ints
from sitroom.policies import computer, seated
from sitroom.policies.seated import COMPUTER, Seats
from sitroom.scenario.rules import known

MICRO = 1_000_000  # parts of a point, or of a chance, that are counted
GRID = 1000  # steps from the lowest to the highest value of an indicator
NEVER = np.iinfo(np.int64).max  # in place of the number of a run


@dataclass(frozen=True)
class Coding:
    """How a joint path is written as a few whole numbers: option + 1 by question, mixed radix."""

    words: tuple[tuple[tuple[int, int], ...], ...]  # (question, radix), most significant last

    @classmethod
    def of(cls, model: CompiledScenario) -> "Coding":
        """Return the coding for a model's questions."""
        words: list[list[tuple[int, int]]] = [[]]
        for number, question in enumerate(model.questions):
            radix = len(question.options) + 1
            if prod(r for _, r in words[-1]) * radix >= NEVER:
                words.append([])
            words[-1].append((number, radix))
        return cls(tuple(map(tuple, words)))

    def encode(self, options: Ints) -> Ints:
        """Return words [words, N] for the option (or UNASKED) of each question, [N, Q]."""
        coded = np.zeros((len(self.words), options.shape[0]), dtype=np.int64)
        for n, parts in enumerate(self.words):
            scale = 1
            for number, radix in parts:
                coded[n] += (options[:, number] + 1) * scale
                scale *= radix
        return coded

    def decode(self, coded: Ints) -> Ints:
        """Return the options [N, Q] that words [words, N] stand for."""
        count = sum(len(parts) for parts in self.words)
        options = np.full((coded.shape[1], count), UNASKED, dtype=np.int64)
        for word, parts in zip(coded, self.words, strict=True):
            left = word.copy()
            for number, radix in parts:
                options[:, number] = left % radix - 1
                left //= radix
        return options


@dataclass(frozen=True)
class Paths:
    """Joint paths: words [words, N] of each, how many runs took it and the lowest of them."""

    words: Ints
    counts: Ints
    first: Ints

    def grouped(self) -> "Paths":
        """Return each path once, in the order of its words."""
        if not self.counts.size:
            return self
        order = np.lexsort(self.words)
        words = self.words[:, order]
        new = np.ones(order.size, dtype=np.bool_)
        new[1:] = (words[:, 1:] != words[:, :-1]).any(axis=0)
        starts = np.flatnonzero(new)
        return Paths(
            np.ascontiguousarray(words[:, starts]),
            np.add.reduceat(self.counts[order], starts),
            np.minimum.reduceat(self.first[order], starts),
        )


def joined(paths: Sequence[Paths]) -> Paths:
    """Return several tables of joint paths as one."""
    return Paths(
        np.concatenate([one.words for one in paths], axis=1),
        np.concatenate([one.counts for one in paths]),
        np.concatenate([one.first for one in paths]),
    ).grouped()


@dataclass
class Tally:
    """Counts over runs: Q questions, O options (of the longest list), A actors, L ladders."""

    runs: int
    taken: Ints  # [Q, O]
    first: Ints  # [Q, O] the lowest run that took it, or NEVER
    dissent: Ints  # [Q, A] runs in which an actor's own choice was another
    moved: Ints  # [Q, A, A] millionths of points: speaker, listener
    rungs: Ints  # [L, 1 + rungs] none, or the highest reached
    indicators: Ints  # [Q + 1, I, GRID + 1] as each decision came up, and at the end
    endings: Ints  # [1 + endings] none, or the ending come to
    rules: Ints  # [Q, rules, O] millionths of the chance under each rule; zeros unless asked for
    ends: list[Paths] = field(default_factory=list)  # joint paths, a table for each part

    def paths(self) -> Paths:
        """Return all joint paths as one table."""
        self.ends = [joined(self.ends)]
        return self.ends[0]

    def plus(self, other: "Tally") -> "Tally":
        """Return the tally of these runs and of others."""
        sums = {
            name: (np.minimum if name == "first" else np.add)(
                getattr(self, name), getattr(other, name)
            )
            for name in ARRAYS
        }
        ends = [*self.ends, *other.ends]
        sizes = [one.counts.size for one in ends]
        if sum(sizes[1:]) > FEW:
            ends = [joined(ends)]
        return Tally(runs=self.runs + other.runs, **sums, ends=ends)


ARRAYS = ("taken", "first", "dissent", "moved", "rungs", "indicators", "endings", "rules")
FEW = 200_000  # paths that may lie apart before tables are made one


def empty(model: CompiledScenario) -> Tally:
    """Return the tally of no runs."""
    questions, actors = len(model.questions), len(model.actors)
    options = max(len(question.options) for question in model.questions)
    rungs = max(option.rung for question in model.questions for option in question.options)

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    return Tally(
        runs=0,
        taken=zeros(questions, options),
        first=np.full((questions, options), NEVER, dtype=np.int64),
        dissent=zeros(questions, actors),
        moved=zeros(questions, actors, actors),
        rungs=zeros(len(model.ladders), rungs + 2),
        indicators=zeros(questions + 1, len(model.indicators), GRID + 1),
        endings=zeros(len(model.endings) + 1),
        rules=zeros(questions, len(known()), options),
        ends=[Paths(zeros(len(Coding.of(model).words), 0), zeros(0), zeros(0))],
    )


def under(question: Question, rule: Rule) -> Question:
    """Return a question decided by another rule at the same table.

    Where nobody is named as decider it is the seat of most influence; where nobody has to consent,
    it is the next.
    """
    if rule == question.rule:
        return question
    named = question.voters if question.rule.roles else ()
    rest = [seat for seat in question.table if seat not in named]
    order = [*named, *sorted(rest, key=lambda seat: -question.influence[seat])]
    voters = rule.voters(question.table, order[: len(rule.roles)], question.influence)
    return replace(question, rule=rule, voters=voters)


@dataclass
class Watch:
    """Plays as the computer does, or the policy of a seat, and counts what it sees."""

    model: CompiledScenario
    rules: bool
    seats: Seats = COMPUTER
    tally: Tally = field(init=False)
    _row: Ints | None = None  # of the state whose runs were counted last
    _runs: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _question: Question | None = None  # and beliefs of the state whose support was taken last
    _beliefs: Beliefs | None = None
    _support: Floats = field(default_factory=lambda: np.zeros((0, 0)))  # [T, W]
    _at: Floats = field(default_factory=lambda: np.zeros((0, 0)))  # [T, W] positions

    def __post_init__(self) -> None:
        """Begin with nothing seen."""
        self.tally = empty(self.model)
        self._coding = Coding.of(self.model)

    def move(self, model: CompiledScenario, state: State) -> tuple[State, ...]:
        """Make the move that is due and count it."""
        question = model.questions[state.question]
        if not state.debates[0] and not state.votes and not question.is_answer:
            self._indicators(state.question, state.whole.carried, state.whole.row)
        if self.seats:
            state, following = seated.play(model, state, self.seats)
        else:
            following = computer.move(model, state)
        if state.phase is Phase.DEBATE:
            self._said(question, state, following[0])
        elif len(state.votes) + 1 == len(question.voters):
            self._settled(question, state, following)
        return following

    def _in_worlds(self, state: State) -> Ints:
        """Return how many runs [W] stand in each world."""
        if state.row is not self._row:
            self._row = state.row
            self._runs = np.bincount(state.row, minlength=state.worlds)
        return self._runs

    def _positions(self, question: Question, state: State) -> Floats:
        """Return the positions [T, W] of those at the table."""
        if self._beliefs is not state.world.beliefs or self._question is not question:
            self._look(question, state, None)
        return self._at

    def _look(self, question: Question, state: State, before: State | None) -> None:
        """Take the support of those at the table; only what a line has changed is added."""
        table, now = list(question.table), state.world.beliefs
        pull = question.pull[table]
        if before is None:
            self._support = np.repeat(question.residual[table][:, None], state.worlds, axis=1)
            if question.facing is not None:
                deeds = now[self.model.deeds][:, question.facing]
                self._support += question.by_deeds[table][:, None] * deeds
        for k in np.flatnonzero(pull.any(axis=0)).tolist():
            if before is None:
                change = now[k].T[table]
            elif now[k] is before.world.beliefs[k]:
                continue
            else:
                change = now[k].T[table] - before.world.beliefs[k].T[table]
            self._support = self._support + pull[:, k][:, None] * change
        self._question, self._beliefs = question, now
        self._at = question.places(self._support, table, down=True)
        alone = self._at
        for voter in question.advised:
            n = table.index(voter)
            counsel = turn.advice(question, voter, lambda actor: alone[table.index(actor)])
            self._at = alone.copy() if self._at is alone else self._at
            self._at[n] = question.places(self._support[n] + counsel, voter)

    def _indicators(self, number: int, world: World, row: Ints) -> None:
        span = np.where(self.model.high > self.model.low, self.model.high - self.model.low, 1.0)
        values = world.indicators
        runs = np.bincount(index(world, INDICATORS)[row], minlength=values.shape[0])
        steps = np.rint((values - self.model.low) / span * GRID).astype(np.int64)
        for i in range(values.shape[1]):
            np.add.at(self.tally.indicators[number, i], steps[:, i], runs)

    def _said(self, question: Question, state: State, after: State) -> None:
        speaker = question.table[len(state.debates[0]) % len(question.table)]
        was = self._positions(question, state)
        self._look(question, after, state)
        points = np.rint((self._at - was) * MICRO).astype(np.int64) * self._in_worlds(state)
        listeners = self.tally.moved[state.question, speaker]
        listeners[list(question.table)] += points.sum(axis=1)

    def _settled(self, question: Question, state: State, following: tuple[State, ...]) -> None:
        number, options = state.question, len(question.options)
        order = np.argsort(np.concatenate([one.runs for one in following]))
        done = [one.past[-1] for one in following]
        option = np.concatenate([one.option for one in done])[order]
        choices = np.concatenate([one.choices for one in done])[order]
        back = np.argsort(state.runs)
        runs, row = state.runs[back], state.row[back]
        for taken in range(options):
            those = runs[option == taken]
            if those.size:
                first = self.tally.first[number, taken]
                self.tally.first[number, taken] = min(int(first), int(those.min()))
        counts = np.bincount(row * options + option, minlength=state.worlds * options)
        counts = counts.reshape(state.worlds, options)
        self.tally.taken[number, :options] += counts.sum(axis=0)
        at, able = self._positions(question, state), on_table(self.model, state)
        for seat, actor in enumerate(question.table):
            if actor in question.voters:
                own = choices[:, question.voters.index(actor)]
                if UNSAID not in own:
                    self.tally.dissent[number, actor] += int((own != option).sum())
                    continue
            distance = np.abs(at[seat][:, None] - question.at)
            nearest = np.argmin(
                distance if able is None else np.where(able, distance, np.inf), axis=1
            )
            agreed = counts[np.arange(state.worlds), nearest].sum()
            self.tally.dissent[number, actor] += int(option.size - agreed)
        if self.rules:
            self._under_rules(question, state, at)

    def _under_rules(self, question: Question, state: State, at: Floats) -> None:
        held = np.zeros((len(self.model.actors), state.worlds))
        held[list(question.table)] = at
        for i, rule in enumerate(known().values()):
            asked = under(question, rule)
            able = on_table(self.model, state)
            chances = ruling.probabilities(self.model, asked, held.T, ruling.unsaid(asked), able)
            counted = np.rint(chances * MICRO).astype(np.int64) * self._in_worlds(state)[:, None]
            self.tally.rules[state.question, i, : chances.shape[1]] += counted.sum(axis=0)

    def end(self, state: State) -> None:
        """Count runs that have come to their end."""
        runs, world = np.bincount(state.row, minlength=state.worlds), state.world
        self.tally.runs += state.runs.size
        self._indicators(len(self.model.questions), world, state.row)
        high = np.bincount(index(world, RUNGS)[state.row], minlength=world.rungs.shape[0])
        for ladder, reached in enumerate(world.rungs.T.astype(np.int64)):
            np.add.at(self.tally.rungs[ladder], reached + 1, high)
        came = ending(self.model, state) + 1
        self.tally.endings += np.bincount(came, minlength=self.tally.endings.size)
        lowest = np.full(state.worlds, NEVER, dtype=np.int64)
        np.minimum.at(lowest, state.row, state.runs)
        one = np.zeros(state.worlds, dtype=np.int64)
        one[state.row] = np.arange(state.runs.size)
        options = np.full((state.worlds, len(self.model.questions)), UNASKED, dtype=np.int64)
        for done in state.past:
            options[:, done.question] = done.option[one]
        self.tally.ends.append(Paths(self._coding.encode(options), runs, lowest))
