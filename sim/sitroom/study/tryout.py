"""A scenario tried out: many games by computer and by random seats, and every way to choose.

What is found: what never comes about, where games end too soon, who has nothing to say, choices
that are none. Each finding comes with the shortest path of choices that leads to it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from sitroom.engine import turn
from sitroom.engine.model import ALWAYS, CompiledScenario, Question
from sitroom.engine.question_ids import decision_id
from sitroom.engine.state import Phase, State
from sitroom.policies import computer, random_seat
from sitroom.study.coverage import Fact, Path, Seen
from sitroom.study.playtest_results import (
    Argument,
    Cut,
    End,
    Finding,
    Note,
    Part,
    PlaytestResult,
    Rates,
    Reach,
    Unplayed,
)
from sitroom.study.playtest_results import Question as Asked
from sitroom.study.pool import Pool
from sitroom.study.reachability import Walk, walk
from sitroom.study.results import Step

BLOCK = 500  # games that are played in step: few enough to be held, enough to be quick
NO_CHANCE = 0.001  # an option that never has more is not one that a position would take
SEATS = {"computer": computer.move, "random": random_seat.move}


@dataclass(frozen=True)
class Block:
    """Games to play in step: by which seats, from which run on, and how many."""

    seats: str
    first: int
    runs: int


@dataclass
class Tried:
    """What was seen by whom."""

    walk: Walk
    runs: dict[str, int]
    seen: dict[str, Seen] = field(default_factory=lambda: {name: Seen() for name in SEATS})

    @property
    def all(self) -> Seen:
        """Return everything that was seen by anyone."""
        whole = Seen()
        for part in (self.walk.seen, *self.seen.values()):
            whole.add(part)
        return whole

    def shares(self, fact: Fact, of: Fact | None = None) -> dict[str, float | None]:
        """Return in what share of the runs, or of the times that `of`, a fact came about."""
        shares: dict[str, float | None] = {}
        for name, seen in self.seen.items():
            whole = self.runs[name] if of is None else seen.counts[of]
            shares[name] = round(seen.counts[fact] / whole, 6) if whole else None
        return shares


def blocks(runs: int) -> list[Block]:
    """Return the games to play: the computer has one more than the dice if the number is odd."""
    split = {"computer": runs - runs // 2, "random": runs // 2}
    return [
        Block(name, first, min(BLOCK, count - first))
        for name, count in split.items()
        for first in range(0, count, BLOCK)
    ]


def play(model: CompiledScenario, seed: int, block: Block) -> Seen:
    """Play a block of games from the first decision on and return what was seen."""
    seen, move = Seen(), SEATS[block.seats]

    def watched(model: CompiledScenario, state: State) -> tuple[State, ...]:
        if not state.debate and not state.votes:
            seen.opening(model, state)
        if state.phase is Phase.CHOOSE and not state.votes:
            seen.choice(model, state)
        return move(model, state)

    runs = np.arange(block.first, block.first + block.runs, dtype=np.int64)
    for over in computer.play_on(model, turn.start(model, seed, runs), watched):
        seen.end(model, over)
        seen.done(model, over)
    return seen


def try_out(
    model: CompiledScenario, runs: int, seed: int, pool: Pool, tick: Callable[[int], None]
) -> Tried:
    """Play `runs` games and walk all choices. `tick` is told how many as each block is done."""
    todo = blocks(runs)
    count = {name: sum(b.runs for b in todo if b.seats == name) for name in SEATS}
    tried = Tried(walk(model), count)
    for number, seen in pool.each(partial(play, model, seed), todo):
        tried.seen[todo[number].seats].add(seen)
        tick(todo[number].runs)
    return tried


def account(model: CompiledScenario, tried: Tried, scenario: str, seed: int) -> PlaytestResult:
    """Return all that was found."""
    found = tried.walk
    return PlaytestResult(
        scenario=scenario,
        seed=seed,
        runs=tried.runs,
        walk=Reach(
            exhaustive=found.exhaustive,
            ways=found.ways,
            situations=found.situations,
            cut={name: Cut(followed=f, of=n) for name, (f, n) in found.cut.items()},
        ),
        findings=tuple(findings(model, tried)),
        never_played=tuple(_never_played(model, tried)),
        never_by_computer=_never_by_computer(model, tried),
        ends=tuple(
            End(after=fact[1], how=fact[2], **tried.shares(fact))
            for fact in sorted(
                (fact for fact in tried.all.counts if fact[0] == "end"),
                key=lambda fact: (model.question(fact[1]), fact),
            )
        ),
        endings=tuple(Part(id=name, **tried.shares(("ending", name))) for name, _ in model.endings),
        questions=tuple(_question(model, tried, n) for n in range(len(model.questions))),
    )


Find = Callable[..., Finding]


def findings(model: CompiledScenario, tried: Tried) -> Iterator[Finding]:
    """Yield what an author should look at, the gravest first."""
    every = tried.all

    def finding(
        kind: str,
        question: str,
        id_: str,
        fact: Fact,
        what: str | None = None,
        always: bool | None = None,
    ) -> Finding:
        path, shares = every.paths.get(fact), tried.shares(fact)
        return Finding(
            kind=kind,
            question=question,
            id=id_,
            what=what,
            always=always,
            computer=shares["computer"],
            random=shares["random"],
            path=None if path is None else named(model, path),
        )

    never = "unreachable" if tried.walk.exhaustive else "not-reached"
    for part in _parts(model):
        if part.owner in (None, *every.counts) and part.fact not in every.counts:
            yield finding(never, part.question, part.id, part.fact, what=part.kind)
    for question in model.questions:
        dead = ("end", question.id, "dead")
        if dead in every.counts:
            yield finding("dead-end", question.id, question.id, dead)
    for weigh in (_silent, _no_choice, _off_history):
        for question in model.questions:
            yield from weigh(model, question, every, finding)


def _silent(
    model: CompiledScenario, question: Question, every: Seen, finding: Find
) -> Iterator[Finding]:
    for seat in (model.actors[actor] for actor in question.table):
        fact = ("silent", question.id, seat)
        if fact in every.counts:
            always = every.counts[fact] == every.counts["asked", question.id]
            yield finding("silent-seat", question.id, seat, fact, always=always)


def _no_choice(
    _: CompiledScenario, question: Question, every: Seen, finding: Find
) -> Iterator[Finding]:
    chances = every.chances.get(question.id, [])
    likely = [i for i, chance in enumerate(chances) if chance >= NO_CHANCE]
    if len(likely) == 1:
        option = question.options[likely[0]].id
        yield finding("no-real-choice", question.id, option, ("asked", question.id))


def _off_history(
    _: CompiledScenario, question: Question, every: Seen, finding: Find
) -> Iterator[Finding]:
    del every
    if question.past is not None and question.taken is None:
        option = question.options[question.past].id
        yield finding("off-history", question.id, option, ("asked", question.id))


def _never_played(model: CompiledScenario, tried: Tried) -> Iterator[Unplayed]:
    """Yield what the right choices lead to, though no game that was played came to it."""
    for part in _parts(model):
        path = tried.walk.seen.paths.get(part.fact)
        if path is not None and not any(part.fact in seen.counts for seen in tried.seen.values()):
            steps = named(model, path)
            yield Unplayed(what=part.kind, question=part.question, id=part.id, path=steps)


@dataclass(frozen=True)
class _Possible:
    """Something that can come about, if its owner does."""

    kind: str
    question: str
    id: str
    fact: Fact
    owner: Fact | None


def _parts(model: CompiledScenario) -> Iterator[_Possible]:
    """Yield all that can come about; an argument once, however many questions it may be used on."""
    arguments: set[str] = set()
    for question in model.questions:
        id_, asked = question.id, ("asked", question.id)
        if question.is_answer:
            owner = ("asked", decision_id(id_))
            yield _Possible("answer", id_, id_, asked, owner)
        else:
            yield _Possible("decision", id_, id_, asked, None)
        for inject in question.injects:
            name = f"{id_}.{inject.id}"
            yield _Possible("inject", id_, name, ("inject", name), asked)
        for number in range(len(question.notes)):
            fact = ("note", id_, str(number))
            yield _Possible("note", id_, f"{id_}.notes.{number}", fact, asked)
        for option in question.options:
            if option.proposed is None and option.when != ALWAYS:
                name = f"{id_}.{option.id}"
                yield _Possible("option", id_, name, ("offered", id_, option.id), asked)
        for argument in question.arguments:
            if question.rounds and argument.id not in arguments and not argument.proposes:
                arguments.add(argument.id)
                yield _Possible("argument", id_, argument.id, ("sayable", argument.id), asked)


def named(model: CompiledScenario, path: Path) -> tuple[Step, ...]:
    """Return a path with ids in place of numbers."""
    return tuple(Step(model.questions[q].id, model.questions[q].options[o].id) for q, o in path)


def _never_by_computer(model: CompiledScenario, tried: Tried) -> dict[str, list[str]]:
    """Return what can come about, but never did with every seat by computer."""
    own, every = tried.seen["computer"].counts, tried.all.counts
    said = {fact[2] for fact in own if fact[0] == "said"}
    found: dict[str, list[str]] = {
        kind: [] for kind in ("decision", "answer", "inject", "note", "argument")
    }
    for part in (one for one in _parts(model) if one.kind in found):
        here = part.id in said if part.kind == "argument" else part.fact in own
        if part.fact in every and not here:
            found[part.kind].append(part.id)
    found["ending"] = [
        name for name, _ in model.endings if every["ending", name] and not own["ending", name]
    ]
    found["option"] = [
        f"{question.id}.{option.id}"
        for question in model.questions
        for option in question.options
        if option.proposed is None
        if own["asked", question.id] and not own["option", question.id, option.id]
    ]
    return found


def _question(model: CompiledScenario, tried: Tried, number: int) -> Asked:
    question = model.questions[number]
    asked = ("asked", question.id)
    return Asked(
        id=question.id,
        asked=Rates(**tried.shares(asked)),
        options=tuple(
            Part(id=option.id, **tried.shares(("option", question.id, option.id), asked))
            for option in question.options
        ),
        injects=tuple(
            Part(id=inject.id, **tried.shares(("inject", f"{question.id}.{inject.id}")))
            for inject in question.injects
        ),
        notes=tuple(
            Note(number=i + 1, **tried.shares(("note", question.id, str(i))))
            for i in range(len(question.notes))
        ),
        arguments=tuple(
            Argument(
                id=argument.id,
                seat=model.actors[seat],
                **tried.shares(("said", question.id, argument.id, model.actors[seat]), asked),
            )
            for argument in question.arguments
            for seat in question.table
            if seat in argument.by and question.rounds
        ),
    )
