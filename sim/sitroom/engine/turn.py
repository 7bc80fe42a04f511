"""The turn: brief, debate, decide, respond, learn; for all runs in step.

An answer is a question like any other, so a turn is the same few steps done twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from sitroom.engine import debate, ruling, theory
from sitroom.engine.batch import (
    INDICATORS,
    amended,
    distinct,
    index,
    paired,
    pick,
    shared,
    spread,
)
from sitroom.engine.batch_merge import by_option, parted
from sitroom.engine.condition import Flags, granted, holds, in_worlds, on_table
from sitroom.engine.learning import faded, follow, follow_option, leaked, shown
from sitroom.engine.model import ALWAYS, CompiledScenario, Question, World
from sitroom.engine.state import PASS, Debate, Line, Phase, Settled, State
from sitroom.engine.theory import Beliefs, Floats, Ints


def start(model: CompiledScenario, seed: int, runs: Ints, question: int = 0) -> State:
    """Open a question with the world as history left it (the given start, for the first).

    From the first on, what has a condition that does not hold yet is passed over: nothing that
    comes before could make it hold.
    """
    state = _at(model, seed, runs, question)
    number = question
    while question == 0 and not holds(model, state, model.questions[number].when)[0]:
        following = model.questions[number].next
        if following is None:  # the loader refuses a scenario in which nothing is ever asked
            number = question
            break
        number = following
    if number != question:
        state = _at(model, seed, runs, number)
    return _open(model, state, number, state.carried)


def _at(model: CompiledScenario, seed: int, runs: Ints, question: int) -> State:
    """Return a game that is about to begin at a question."""
    opening = shared(model.questions[question].opening or model.start)
    return State(
        seed=seed,
        runs=runs,
        row=np.zeros(runs.size, dtype=np.int64),
        phase=Phase.OVER,
        question=question,
        world=opening,
        carried=opening,
        began=opening.indicators,
        opened=opening.beliefs,
        heard=np.zeros(1, dtype=np.int64),
        debates=((),),
        votes=(),
        first=question,
        since=question - 1,
        back=None,
        past=(),
    )


def _open(model: CompiledScenario, state: State, number: int, carried: World) -> State:
    """Put a question to its table: what has just happened is learned, then the debate starts."""
    now = pick(carried.indicators, index(carried, INDICATORS))
    state = replace(
        state,
        phase=Phase.DEBATE,
        question=number,
        carried=carried,
        began=state.began if model.questions[number].is_answer else now,
        heard=np.zeros(state.worlds, dtype=np.int64),
        debates=((),),
        votes=(),
        late=0,
        asides=(),
    )
    world = [carried, *(world for *_, world in news(model, state))][-1]
    return _to_choice(model, replace(state, world=world, opened=world.beliefs))


def news(model: CompiledScenario, state: State) -> Iterator[tuple[str, str, World]]:
    """Yield what is learned as the question opens: kind, id (in the first run) and the world.

    To an answer, the option taken is news. To a decision, its injects are, and those of decisions
    passed over: what their conditions allow happens whether or not anybody asks.
    """
    question, world = model.questions[state.question], state.carried
    if question.is_answer and state.past:
        done = state.past[-1]
        world = follow_option(model, state, world)
        taken = model.questions[done.question].options[int(done.option[0])]
        yield "option", taken.id, world
    for asked in model.questions[state.since + 1 : state.question + 1]:
        for inject in asked.injects:
            so = in_worlds(state, holds(model, state, inject.when, world))
            if so.any():
                world = follow(model, world, inject.then, so, came=True)
                yield "inject", f"{asked.id}.{inject.id}", world
    for number, i in state.fired[len(state.fired) - state.late :]:
        asked = model.questions[number]
        world = follow(model, world, asked.held[i].then, came=True)
        yield "inject", f"{asked.id}.{asked.held[i].id}", world


def trigger(model: CompiledScenario, state: State, number: int, i: int) -> State:
    """Let a held inject happen while a question is at hand.

    What comes in mid-debate is heard as if known at its start: the debate is folded again over it.
    """
    then = model.questions[number].held[i].then
    opened = follow(model, replace(state.world, beliefs=state.opened), then, came=True)
    after = _opened(model, state, opened)
    return replace(after, fired=(*state.fired, (number, i)), late=state.late + 1)


def _opened(model: CompiledScenario, state: State, opened: World) -> State:
    """Return a game whose debate, as far as it has come, was opened otherwise."""
    debated = debate.fold(model, opened.beliefs, state.debate)[-1]
    debated = debate.priced(model, debated, state.debate)
    return replace(state, world=replace(opened, beliefs=debated), opened=opened.beliefs)


def confide(model: CompiledScenario, state: State, line: Line, listener: int) -> State:
    """Let the actor to move tell another a line in private, as if before the first word."""
    line = debate.confided(debate.unspent(model, state.asides, line), listener)
    beliefs = debate.fold(model, state.opened, (line,))[-1]
    after = _opened(model, state, replace(state.world, beliefs=beliefs))
    return replace(after, asides=(*state.asides, line))


def put(model: CompiledScenario, state: State, number: int) -> State:
    """Put another question before the one that has just come up.

    An earlier one is asked again and this one comes after it; a later one passes over those
    between.
    """
    back = state.question if number < state.question else None
    return _open(model, replace(state, back=back), number, state.carried)


def _to_choice(model: CompiledScenario, state: State) -> State:
    question = model.questions[state.question]
    if len(state.debates[0]) < question.rounds * len(question.table):
        return state
    return replace(state, phase=Phase.CHOOSE)


def to_move(model: CompiledScenario, state: State) -> int | None:
    """Return the actor whose move it is, or None when the game is over."""
    question = model.questions[state.question]
    if state.phase is Phase.DEBATE:
        return question.table[len(state.debates[0]) % len(question.table)]
    return question.voters[len(state.votes)] if state.phase is Phase.CHOOSE else None


def open_arguments(model: CompiledScenario, state: State, actor: int) -> tuple[list[int], Flags]:
    """Return an actor's hand and where [W, len(hand)] each of it can still be said."""
    question = model.questions[state.question]
    told = {line.argument for line in state.asides if line.speaker == actor}
    hand = [number for number in question.hand(actor) if number not in told]
    said = [{line.argument for line in debate} for debate in state.debates]
    unsaid = np.array([[number not in here for number in hand] for here in said], dtype=np.bool_)
    free = unsaid.reshape(len(said), len(hand))[state.heard]
    for i, number in enumerate(hand):
        when = question.arguments[number].when
        if when is not ALWAYS:
            free[:, i] &= in_worlds(state, holds(model, state, when))
    return hand, free


def support(model: CompiledScenario, state: State, beliefs: Beliefs | None = None) -> Floats:
    """Return support [W, A] on the question at hand before counsel, for the beliefs held now or others."""
    question = model.questions[state.question]
    beliefs = spread(state.world).beliefs if beliefs is None else beliefs
    total = theory.support(question.residual, question.pull, beliefs)
    if question.facing is not None:
        total += question.by_deeds * beliefs[model.deeds][:, question.facing, None]
    return total


def advice(question: Question, voter: int, at: Callable[[int], Floats]) -> Floats:
    """Return the support that counsel adds for a voter, given where everyone stands alone.

    Going against trusted advisers costs as much as they are apart from the voter. What that came
    to as history's path came to the question is left out: it is in the position.
    """
    advisers, own = np.flatnonzero(question.counsel[voter]).tolist(), at(voter)
    total = np.zeros_like(own)
    for adviser in advisers:
        total += question.counsel[voter, adviser] * (at(adviser) - own)
    if question.ground is not None:
        total = total - question.ground.advice[voter]
    return total


def positions(model: CompiledScenario, state: State, beliefs: Beliefs | None = None) -> Floats:
    """Return positions [W, A] on the question at hand; trusted advisers weigh with who decides."""
    question = model.questions[state.question]
    alone = support(model, state, beliefs)
    own = question.places(alone)
    if question.ground is None:
        return own
    held = own
    for voter in question.advised:
        held = own.copy(order="K") if held is own else held
        heeded = alone[:, voter] + advice(question, voter, lambda actor: own[:, actor])
        held[:, voter] = question.places(heeded, voter)
    return held


def chances(model: CompiledScenario, state: State, held: Floats | None = None) -> Floats:
    """Return the exact chance [W, O] of each option if all positions spoke, those held now or others."""
    question = model.questions[state.question]
    held = positions(model, state) if held is None else held
    able = on_table(model, state)
    return ruling.probabilities(model, question, held, ruling.unsaid(question), able)


def say(model: CompiledScenario, state: State, said: Ints, own: Line | None = None) -> State:
    """Let the actor to move say an argument[W], or PASS; `own` is a line to say in their place."""
    question, speaker = model.questions[state.question], to_move(model, state)
    assert speaker is not None
    held, size = state.world.beliefs, len(question.arguments) + 1
    pairs, heard = distinct(paired(state.heard, said + 1, size))
    arguments = sorted({pair % size - 1 for pair in pairs.tolist()})
    spoken = [own] if own else debate.lines(model, question, speaker, arguments)
    spoken = [debate.unspent(model, state.asides, line) for line in spoken]
    lines = dict(zip(arguments, spoken, strict=True))
    beliefs, debates = list(held), list[Debate]()
    worn: dict[tuple[int, ...], Line] = {}  # by argument and who made its point before
    plain: dict[tuple[int, ...], Flags] = {}  # of those, where nothing is answered
    for number, pair in enumerate(pairs.tolist()):
        before, argument = state.debates[pair // size], pair % size - 1
        line = lines[argument]
        speakers = [before[t].speaker for t in debate.repeats(model, before, line)]
        key = (argument, *speakers)
        if speakers and key not in worn:
            worn[key] = replace(line, left=debate.worn(model, line.left, speakers))
        line = worn.setdefault(key, line)
        if not debate.hits(question, before, line.argument):
            if key not in plain:
                plain[key] = np.zeros(pairs.size, dtype=np.bool_)
            plain[key][number] = True
            debates.append((*before, line))
            continue
        rows = np.flatnonzero(heard == number)
        after, moved = debate.heard(model, question, state.opened, held, before, line, rows)
        for concern, now in moved.items():
            beliefs[concern] = amended(beliefs[concern], held[concern], rows, now)
        debates.append(after)
    for key, there in plain.items():  # the line does the same in all those debates
        line = worn[key]
        if line.argument == PASS:
            continue
        concern, was = line.concern, held[line.concern]
        if there.all():
            beliefs[concern] = debate.hear(model, was, line, state.opened[model.words])
        else:
            rows = np.flatnonzero(there[heard])
            credit = pick(state.opened[model.words], rows)
            now = debate.hear(model, pick(was, rows), line, credit)
            beliefs[concern] = amended(beliefs[concern], was, rows, now)
    world = replace(state.world, beliefs=tuple(beliefs))
    if own is not None and own.pressed:
        last = len(debates[0]) - 1
        held = debate.priced(model, world.beliefs, debates[0], last)
        world = replace(
            world, beliefs=held, anchors=debate.priced(model, world.anchors, debates[0], last)
        )
    return _to_choice(model, replace(state, heard=heard, debates=tuple(debates), world=world))


def choose(model: CompiledScenario, state: State, vote: int) -> tuple[State, ...]:
    """Let the actor to move choose an option, or UNSAID to let its position speak.

    After the last vote the question is settled and the next one opens. Returns one state for each
    way that the runs part: those that go on, and those for which the game is over.
    """
    state = replace(state, votes=(*state.votes, vote))
    question = model.questions[state.question]
    if len(state.votes) < len(question.voters):
        return (state,)
    held = positions(model, state)
    occurrence = sum(done.question == state.question for done in state.past)
    drawn = ruling.Draw(state.seed, state.runs, state.row, occurrence)
    asked = ruling.ballot(model, question, held, state.votes, on_table(model, state))
    option, choices = ruling.decide(question, asked, drawn)
    return settle(model, state, option, choices)


def settle(
    model: CompiledScenario,
    state: State,
    option: Ints,
    choices: Ints,
    *,
    forced: bool = False,
) -> tuple[State, ...]:
    """Close the question at hand with option[R]: the ladder, then what comes after.

    The consequences of an option are learned as its answer opens, or here if there is none.
    A rung that ends the campaign does so unless the choice was forced.
    """
    question = model.questions[state.question]
    held = positions(model, state)
    told = [(question.voters[0], ruling.overruled(question, held)[1][state.row, option])]
    told += [(seat, got_out[state.row]) for seat, got_out in exposed(state, held)]
    settled = Settled(state.question, option.astype(np.int16), choices)
    state = replace(parted(model, state), past=(*state.past, settled))
    if not question.is_answer:
        state = replace(state, since=max(state.since, state.question))
    before, state = state, by_option(model, state, option)
    if question.answered_by is not None or question.is_answer:
        state = replace(state, world=shown(model, before, state))
    for seat, so in told:
        if so.any():
            state = replace(state, world=leaked(model, state, seat, so))
    ends = np.array([o.ends for o in question.options])[option] & (not forced)
    if question.answered_by is None:
        return _after(model, state, ends, forced=forced)
    called = np.isin(option, model.questions[question.answered_by].to) & ~ends
    answered, rest = (np.flatnonzero(which) for which in (called, ~called))
    following: list[State] = []
    if answered.size:
        asked = state.take(answered)
        following = [_open(model, asked, question.answered_by, asked.world)]
    if rest.size:
        following += _after(model, state.take(rest), ends[rest], forced=forced)
    return tuple(following)


def exposed(state: State, held: Floats) -> list[tuple[int, Flags]]:
    """Return who had a word in private, and where [W] it gets out: the other was not won over."""
    return [
        (line.speaker, np.abs(held[:, line.speaker] - held[:, line.to]) >= ruling.OVERRULED)
        for line in state.asides
        if line.to is not None
    ]


NOTHING = -1  # in place of the number of a question: the game is over


def _after(
    model: CompiledScenario, state: State, ends: Flags, *, forced: bool
) -> tuple[State, ...]:
    """Return the states that follow a turn, one for each way that its runs part.

    `ends`[R] says in which of them the game is over.
    """
    state = replace(state, world=follow_option(model, state, state.world))
    following = np.where(ends, NOTHING, _following(model, state, forced=forced))
    return tuple(
        _go_on(model, state.take(np.flatnonzero(following == number)), number)
        for number in np.unique(following).tolist()
    )


def _following(model: CompiledScenario, state: State, *, forced: bool) -> Ints:
    """Return the decision [R] that comes up after a turn, or NOTHING.

    Left out is what has a condition that does not hold and, but for history's path (`forced`),
    what brings up again a question that was granted in full.
    """
    after = model.questions[state.question].next if state.back is None else state.back
    following = np.full(state.runs.size, NOTHING if after is None else after, dtype=np.int64)
    for number in range(state.question + 1, len(model.questions)):
        asked = model.questions[number]
        here = following == number
        if here.any():
            up = holds(model, state, asked.when)
            up &= forced | ~granted(model, state, asked.asks_again)
            following[here & ~up] = NOTHING if asked.next is None else asked.next
    return following


def _go_on(model: CompiledScenario, state: State, following: int) -> State:
    state = replace(state, back=None)
    if following == NOTHING:
        return replace(state, phase=Phase.OVER)
    past = model.questions[state.past[-1].question]
    days = model.questions[following].day - past.day
    return _open(model, state, following, faded(model, state, days))
