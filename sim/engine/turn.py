"""The turn: brief, debate, decide, respond, learn; for all runs in step.

An answer is a question like any other, so a turn is the same few steps done twice.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sim.engine import rules, theory
from sim.engine.condition import Flags, granted, holds
from sim.engine.model import ALWAYS, Consequences, Model, Question, World
from sim.engine.state import OWN, PASS, Debate, Phase, Settled, State
from sim.engine.theory import Floats, Ints


def start(model: Model, seed: int, runs: Ints, question: int = 0) -> State:
    """Open a question with the world as history left it (the given start, for the first)."""
    opening = model.questions[question].opening or model.start
    rows = np.zeros(runs.size, dtype=np.int64)
    world = World(
        opening.beliefs[rows], opening.anchors[rows], opening.indicators[rows], opening.rungs[rows]
    )
    state = State(
        seed=seed,
        runs=runs,
        phase=Phase.OVER,
        question=question,
        world=world,
        carried=world,
        opened=world.beliefs,
        debate=Debate.empty(runs.size, len(model.actors)),
        votes=np.zeros((runs.size, 0), dtype=np.int64),
        first=question,
        since=question - 1,
        back=None,
        past=(),
    )
    return _open(model, state, question, world)


def _open(model: Model, state: State, number: int, carried: World) -> State:
    """Put a question to its table: what has just happened is learned, then the debate starts."""
    state = replace(
        state,
        phase=Phase.DEBATE,
        question=number,
        carried=carried,
        debate=Debate.empty(state.runs.size, len(model.actors)),
        votes=np.zeros((state.runs.size, 0), dtype=np.int64),
        late=0,
    )
    world = [carried, *(world for *_, world in news(model, state))][-1]
    return _to_choice(model, replace(state, world=world, opened=world.beliefs))


def news(model: Model, state: State) -> Iterator[tuple[str, str, World]]:
    """Yield what is learned as the question opens: kind, id (in the first run) and the world.

    To an answer, the option taken is news. To a decision, its injects are, and those of decisions
    passed over: what their conditions allow happens whether or not anybody asks.
    """
    question, world = model.questions[state.question], state.carried
    if question.is_answer and state.past:
        done = state.past[-1]
        world = follow_option(model, world, done)
        taken = model.questions[done.question].options[int(done.option[0])]
        yield "option", taken.id, world
    for asked in model.questions[state.since + 1 : state.question + 1]:
        for inject in asked.injects:
            rows = np.flatnonzero(holds(model, state, inject.when, world))
            if rows.size:
                world = follow(model, world, inject.then, rows)
                yield "inject", f"{asked.id}.{inject.id}", world
    for number, i in state.fired[len(state.fired) - state.late :]:
        asked = model.questions[number]
        world = follow(model, world, asked.held[i].then)
        yield "inject", f"{asked.id}.{asked.held[i].id}", world


def trigger(model: Model, state: State, number: int, i: int) -> State:
    """Let a held inject happen while a question is at hand.

    What comes in mid-debate is heard as if known at its start: the debate is folded again over it.
    """
    then = model.questions[number].held[i].then
    opened = follow(model, replace(state.world, beliefs=state.opened), then)
    debated = fold(model, model.questions[state.question], opened.beliefs, state.debate)[-1]
    return replace(
        state,
        world=replace(opened, beliefs=debated),
        opened=opened.beliefs,
        fired=(*state.fired, (number, i)),
        late=state.late + 1,
    )


def put(model: Model, state: State, number: int) -> State:
    """Put another question before the one that has just come up.

    An earlier one is asked again and this one comes after it; a later one passes over those
    between.
    """
    back = state.question if number < state.question else None
    return _open(model, replace(state, back=back), number, state.carried)


def _to_choice(model: Model, state: State) -> State:
    question = model.questions[state.question]
    if len(state.debate.speakers) < question.rounds * len(question.table):
        return state
    return replace(state, phase=Phase.CHOOSE)


def to_move(model: Model, state: State) -> int | None:
    """Return the actor whose move it is, or None when the game is over."""
    question = model.questions[state.question]
    if state.phase is Phase.DEBATE:
        return question.table[len(state.debate.speakers) % len(question.table)]
    return question.voters[state.votes.shape[1]] if state.phase is Phase.CHOOSE else None


def open_arguments(model: Model, state: State, actor: int) -> tuple[list[int], Ints]:
    """Return an actor's hand and, as unsaid[R, len(hand)], which of it can still be said."""
    question = model.questions[state.question]
    hand = question.hand(actor)
    said = (state.debate.argument[:, :, None] == np.array(hand, dtype=np.int64)).any(axis=1)
    for i, number in enumerate(hand):
        when = question.arguments[number].when
        if when is not ALWAYS:
            said[:, i] |= ~holds(model, state, when)
    return hand, 1 - said.astype(np.int64)


def follow(model: Model, world: World, then: Consequences, rows: Ints | None = None) -> World:
    """Return the world after consequences, in some of its runs: anchors and beliefs both learn."""
    if not then.effects and not then.indicators:
        return world
    rows = np.arange(world.beliefs.shape[0]) if rows is None else rows
    beliefs, anchors = world.beliefs.copy(), world.anchors.copy()
    for effect in then.effects:
        where = np.ix_(rows, np.array(effect.actors), np.array([effect.concern]))
        for held in (beliefs, anchors):
            held[where] = theory.hear(held[where], np.array(effect.rate), np.array(effect.claim))
    indicators = world.indicators.copy()
    for i, change in then.indicators:
        indicators[rows, i] = np.clip(indicators[rows, i] + change, model.low[i], model.high[i])
    return World(beliefs, anchors, indicators, world.rungs)


def follow_option(model: Model, world: World, done: Settled) -> World:
    """Return the world after the consequences of the option that each run took."""
    for number, option in enumerate(model.questions[done.question].options):
        rows = np.flatnonzero(done.option == number)
        if rows.size:
            world = follow(model, world, option.then, rows)
    return world


def support(model: Model, state: State, beliefs: Floats | None = None) -> Floats:
    """Return support [R, A] on the question at hand, for the beliefs held now or for others."""
    question = model.questions[state.question]
    beliefs = state.world.beliefs if beliefs is None else beliefs
    return theory.support(question.stance, question.pull, base(question), beliefs)


def base(question: Question) -> Floats:
    """Return the beliefs [A, K] that a declared position was declared with; 0 where derived."""
    if question.opening is None:
        return np.zeros_like(question.pull)
    return np.where(np.array(question.declared)[:, None], question.opening.beliefs[0], 0.0)


def positions(model: Model, state: State, beliefs: Floats | None = None) -> Floats:
    """Return positions [R, A] on the question at hand."""
    return theory.position(support(model, state, beliefs))


def hits(question: Question, said: Debate, argument: Ints) -> Floats:
    """Return 1 for each line said [R, T] that argument[R] rebuts."""
    # A pass and a typed line rebut nothing: both point past the last argument.
    known = np.where(said.argument < 0, PASS, said.argument)
    return question.rebuts[np.where(argument < 0, PASS, argument)[:, None], known]


def reach(model: Model, question: Question) -> Floats:
    """Return openness * trust [A, A] of listener i to speaker j; 0 to oneself and off the table."""
    matrix = model.openness[:, None] * model.trust
    listening = np.zeros(len(model.actors))
    listening[list(question.table)] = 1.0
    return matrix * listening[:, None] * (1.0 - np.eye(len(model.actors)))


def fold(model: Model, question: Question, opened: Floats, debate: Debate) -> list[Floats]:
    """Return beliefs [R, A, K] before and after each turn of a debate; the first is `opened`."""
    matrix = reach(model, question)
    held = [opened]
    for t, speaker in enumerate(debate.speakers):
        rate = matrix[:, speaker] * debate.strength[:, t, None] * debate.left[:, t]
        held.append(_move(held[-1], debate.concern[:, t], rate, debate.claim[:, t]))
    return held


def _move(beliefs: Floats, concern: Ints, rate: Floats, claim: Floats) -> Floats:
    """Move every listener at rate[R, A] on concern[R] towards claim[R]."""
    rows = np.arange(beliefs.shape[0])
    moved = beliefs.copy()
    moved[rows, :, concern] = theory.hear(beliefs[rows, :, concern], rate, claim[:, None])
    return moved


def say(
    model: Model,
    state: State,
    argument: Ints,
    own: tuple[int, float, float] | None = None,
    rated: float | None = None,
) -> State:
    """Let the actor to move say argument[R] (or PASS); `own` is a typed concern, claim, strength.

    `rated` is the strength of a written line as it was said at the table.

    An argument that answers what was said also weakens it: the debate is folded again with the
    rebutted line at strength * (1 - trust[listener, rebutter]).
    """
    question = model.questions[state.question]
    speaker = to_move(model, state)
    assert speaker is not None
    concern, claim, strength = written(question, argument)
    if own is not None:
        spoken = argument == OWN
        concern = np.where(spoken, own[0], concern)
        claim, strength = np.where(spoken, own[1], claim), np.where(spoken, own[2], strength)
    if rated is not None:
        strength = np.where(argument == PASS, strength, rated)
    said = state.debate
    left = _rebut(model, question, said, speaker, argument)
    fresh = np.ones((argument.size, 1, len(model.actors)))
    debate = Debate(
        speakers=(*said.speakers, speaker),
        argument=np.column_stack([said.argument, argument]),
        concern=np.column_stack([said.concern, concern]),
        claim=np.column_stack([said.claim, claim]),
        strength=np.column_stack([said.strength, strength]),
        left=np.concatenate([left, fresh], axis=1),
    )
    before = state.world.beliefs
    if left is not said.left:
        before = fold(model, question, state.opened, replace(said, left=left))[-1]
    rate = reach(model, question)[:, speaker] * strength[:, None]
    beliefs = _move(before, concern, rate, claim)
    state = replace(state, debate=debate, world=replace(state.world, beliefs=beliefs))
    return _to_choice(model, state)


def _rebut(model: Model, question: Question, said: Debate, speaker: int, argument: Ints) -> Floats:
    """Return what is left [R, T, A] of the lines said once argument[R] has answered them."""
    hit = hits(question, said, argument)
    if not hit.any():
        return said.left
    return said.left * (1.0 - hit[:, :, None] * model.trust[:, speaker])


def written(question: Question, argument: Ints) -> tuple[Ints, Floats, Floats]:
    """Return concern, claim and strength [R] of written arguments; 0 where nothing is said."""
    rows = [*question.arguments]
    concern = np.array([a.concern for a in rows] + [0], dtype=np.int64)
    claim = np.array([a.claim for a in rows] + [0.0])
    strength = np.array([a.strength for a in rows] + [0.0])
    at = np.where(argument < 0, PASS, argument)
    return concern[at], claim[at], strength[at]


def choose(model: Model, state: State, vote: Ints) -> tuple[State, ...]:
    """Let the actor to move choose vote[R], or UNSAID to let its position speak.

    After the last vote the question is settled and the next one opens. Returns one state for each
    way that the runs part: those that go on, and those for which the game is over.
    """
    state = replace(state, votes=np.column_stack([state.votes, vote]))
    question = model.questions[state.question]
    if state.votes.shape[1] < len(question.voters):
        return (state,)
    held = positions(model, state)
    occurrence = sum(done.question == state.question for done in state.past)
    option, choices = rules.decide(
        model, question, held, state.votes, state.seed, state.runs, occurrence
    )
    return settle(model, state, option, choices)


def settle(
    model: Model, state: State, option: Ints, choices: Ints, *, forced: bool = False
) -> tuple[State, ...]:
    """Close the question at hand with option[R]: the ladder, then what comes after.

    The consequences of an option are learned as its answer opens, or here if there is none.
    A rung that ends the campaign does so unless the choice was forced.
    """
    question = model.questions[state.question]
    done = Settled(
        question=state.question,
        option=option,
        indicators=state.carried.indicators,
        choices=choices,
        before=positions(model, state, state.carried.beliefs),
        after=positions(model, state),
        debate=state.debate,
    )
    rungs = state.world.rungs.copy()
    taken = np.array([float(o.rung) for o in question.options])[option]
    rungs[:, question.ladder] = np.maximum(rungs[:, question.ladder], taken)
    state = replace(state, world=replace(state.world, rungs=rungs), past=(*state.past, done))
    if not question.is_answer:
        state = replace(state, since=max(state.since, state.question))
    ends = np.array([o.ends for o in question.options])[option] & (not forced)
    if question.answered_by is None:
        return _after(model, state, ends, forced=forced)
    called = np.isin(option, model.questions[question.answered_by].to) & ~ends
    answered, rest = (state.take(np.flatnonzero(rows)) for rows in (called, ~called))
    asked = [_open(model, answered, question.answered_by, answered.world)] if called.any() else []
    return (*asked, *_after(model, rest, ends[~called], forced=forced))


NOTHING = -1  # in place of the number of a question: the game is over


def _after(model: Model, state: State, ends: Flags, *, forced: bool) -> tuple[State, ...]:
    """Return the states that follow a turn, one for each way that its runs part.

    `ends`[R] says in which of them the game is over.
    """
    if not state.runs.size:
        return ()
    world = follow_option(model, state.world, state.past[-1])
    state = replace(state, world=world)
    following = np.where(ends, NOTHING, _following(model, state, forced=forced))
    return tuple(
        _go_on(model, state.take(np.flatnonzero(following == number)), number)
        for number in np.unique(following).tolist()
    )


def _following(model: Model, state: State, *, forced: bool) -> Ints:
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


def _go_on(model: Model, state: State, following: int) -> State:
    state = replace(state, back=None)
    if following == NOTHING:
        return replace(state, phase=Phase.OVER)
    return _open(model, state, following, faded(model, state.world))


def faded(model: Model, world: World) -> World:
    """Return the world as the next decision finds it: debate fades towards what was learned."""
    return replace(world, beliefs=theory.fade(world.beliefs, world.anchors, model.carry))
