"""One game: legal moves are a function of the state, a move yields a state and its events."""

from dataclasses import dataclass, replace

import numpy as np

from sitroom.engine import debate, ending, manners, ruling, turn
from sitroom.engine.condition import granted, holds, on_table
from sitroom.engine.events import (
    Agenda,
    Confided,
    Decided,
    Event,
    Happened,
    Learned,
    Opened,
    Over,
    Passed,
    PassedOver,
    Positions,
    Said,
    Voted,
    recorded,
)
from sitroom.engine.model import CompiledScenario, Question, World
from sitroom.engine.moves import (
    ASSERTED,
    CITED,
    STRENGTH,
    Choose,
    Confide,
    FreeLine,
    IllegalMoveError,
    Move,
    Pass,
    Reschedule,
    Say,
    Trigger,
    check_words,
    own_words,
)
from sitroom.engine.rules import Votes
from sitroom.engine.state import OWN, PASS, UNSAID, Line, Phase, State
from sitroom.engine.theory import Floats

MOST_TIMES = 3  # how often one question may be asked in a game


@dataclass(frozen=True)
class Step:
    """What a move led to."""

    state: State
    events: tuple[Event, ...]


def start(model: CompiledScenario, seed: int, question: str | None = None, run: int = 0) -> Step:
    """Open a game: run `run` of a seed, at the first question or at another one.

    Raises KeyError for an unknown question.
    """
    number = 0 if question is None else model.question(question)
    state = turn.start(model, seed, np.array([run], dtype=np.int64), number)
    return Step(state, tuple(_opening(model, state)))


def mover(model: CompiledScenario, state: State) -> str | None:
    """Return the id of the actor whose move it is, or None when the game is over."""
    actor = turn.to_move(model, state)
    return None if actor is None else model.actors[actor]


def legal(model: CompiledScenario, state: State) -> list[Move]:
    """Return the moves that may be made now; lines of one's own (`Own`) may be said as well."""
    actor = turn.to_move(model, state)
    if actor is None:
        return []
    seat, question = model.actors[actor], model.questions[state.question]
    if state.phase is Phase.CHOOSE:
        return [*(Choose(seat, option) for option in options(model, state)), Choose(seat, None)]
    hand, where = turn.open_arguments(model, state, actor)
    free = [i for i, so in zip(hand, where[0], strict=True) if so]
    return [*(Say(seat, question.arguments[i].id) for i in free), Pass(seat)]


def options(model: CompiledScenario, state: State) -> list[str]:
    """Return the options of the question at hand that are on the table, lowest first."""
    ids, able = [one.id for one in model.questions[state.question].options], on_table(model, state)
    return ids if able is None else [id_ for id_, so in zip(ids, able[0], strict=True) if so]


def agenda(model: CompiledScenario, state: State) -> list[str]:
    """Return the decisions that any seat may put before the one that has just come up."""
    question = model.questions[state.question]
    begun = state.debate or state.asides or state.votes or state.phase is Phase.OVER
    if begun or question.is_answer or state.back is not None:
        return []
    times = [done.question for done in state.past]
    return [
        other.id
        for number, other in enumerate(model.questions)
        if number != state.question and not other.is_answer and times.count(number) < MOST_TIMES
        if other.opening is not None and holds(model, state, other.when)[0]
    ]


def _put(model: CompiledScenario, state: State, move: Reschedule) -> Step:
    if move.seat not in model.actors or move.question not in agenda(model, state):
        raise IllegalMoveError("that can't be put on the table now")
    after = turn.put(model, state, model.question(move.question))
    instead = model.questions[state.question].id
    first = Agenda(move.seat, move.question, instead, comes_back=after.back is not None)
    return Step(after, (first, *_opening(model, after)))


def waiting(model: CompiledScenario, state: State) -> list[str]:
    """Return the held injects, as decision.inject, that may happen now."""
    if state.phase is Phase.OVER:
        return []
    return [
        f"{asked.id}.{inject.id}"
        for number, asked in enumerate(model.questions[: state.question + 1])
        for i, inject in enumerate(asked.held)
        if number >= state.first and (number, i) not in state.fired
        if holds(model, state, inject.when)[0]
    ]


def _trigger(model: CompiledScenario, state: State, move: Trigger) -> Step:
    if move.inject not in waiting(model, state):
        raise IllegalMoveError("that inject can't happen now")
    owner, _, name = move.inject.rpartition(".")
    number = model.question(owner)
    held = [inject.id for inject in model.questions[number].held]
    after = turn.trigger(model, state, number, held.index(name))
    question = model.questions[state.question].id
    now = indicators(model, after.world)
    return Step(after, (Happened(question, move.inject, standing(model, after), now),))


def play(model: CompiledScenario, state: State, move: Move) -> Step:
    """Make a move. Raises IllegalMoveError, and changes nothing, when the rules forbid it."""
    if isinstance(move, Reschedule):
        return _put(model, state, move)
    if isinstance(move, Trigger):
        return _trigger(model, state, move)
    _check(model, state, move)
    if isinstance(move, Choose):
        return _choose(model, state, move)
    if isinstance(move, Confide):
        return _confide(model, state, move)
    return _speak(model, state, move)


def _check(
    model: CompiledScenario, state: State, move: Say | FreeLine | Confide | Pass | Choose
) -> None:
    seat = mover(model, state)
    if seat is None:
        raise IllegalMoveError("the game is over")
    if move.seat != seat:
        raise IllegalMoveError(f"it is the turn of {seat}, not of {move.seat}")
    if isinstance(move, FreeLine) and state.phase is Phase.DEBATE:
        _check_own(model, state, move)
        return
    plain: Move = move
    if isinstance(move, (Say, Confide)):
        manners.check(model, state, move)
        plain = Say(seat, move.argument)
    if plain not in legal(model, state):
        raise IllegalMoveError("that can't be done now")


def _confide(model: CompiledScenario, state: State, move: Confide) -> Step:
    question, seat = model.questions[state.question], model.actors.index(move.seat)
    number = [argument.id for argument in question.arguments].index(move.argument)
    (line,) = debate.lines(model, question, seat, [number])
    after = turn.confide(model, state, line, model.actors.index(move.to))
    now, moved = _moved(model, state, after)
    return Step(after, (Confided(question.id, move.seat, move.to, moved, now),))


def _moved(
    model: CompiledScenario, state: State, after: State
) -> tuple[Positions, dict[str, tuple[float, float]]]:
    """Return where everybody stands after a line, and of whom it moved also where before."""
    was, now = standing(model, state), standing(model, after)
    return now, {actor: (was[actor], now[actor]) for actor in now if was[actor] != now[actor]}


def _check_own(model: CompiledScenario, state: State, move: FreeLine) -> None:
    if move.concern not in model.concerns:
        raise IllegalMoveError(f"there is no concern {move.concern!r}")
    if not (-1 <= move.claim <= 1 and (move.rating is None or move.rating in STRENGTH)):
        raise IllegalMoveError("a claim lies between -1 and 1, a rating between 1 and 5")
    check_words(move.text, (line.text for line in state.debate))
    if move.cites and move.cites not in model.cited.get(move.concern, ()):
        raise IllegalMoveError(f"nothing on that concern rests on {move.cites!r}")


def _speak(model: CompiledScenario, state: State, move: Say | FreeLine | Pass) -> Step:
    question = model.questions[state.question]
    ids = [argument.id for argument in question.arguments]
    number = ids.index(move.argument) if isinstance(move, Say) else PASS
    (line,) = debate.lines(model, question, model.actors.index(move.seat), [number])
    if isinstance(move, FreeLine):
        concern = model.concerns.index(move.concern)
        worth = STRENGTH[CITED if move.cites else ASSERTED]
        line = replace(line, argument=OWN, concern=concern, claim=float(move.claim))
        line = replace(line, strength=worth, text=own_words(move.text))
    if not isinstance(move, Pass) and move.rating is not None:
        line = replace(line, strength=STRENGTH[move.rating])
    if isinstance(move, Say) and move.press:
        line = debate.pressed(line)
    if isinstance(move, Say) and move.through:
        carrier = model.actors.index(move.through)
        line = debate.carried(model, question, line.speaker, carrier, line)
    after = turn.say(model, state, np.array([number]), line)
    t = len(state.debate)
    round_ = t // len(question.table) + 1
    if isinstance(move, Pass):
        return Step(after, (Passed(question.id, t, round_, move.seat),))
    now, moved = _moved(model, state, after)
    said = Said(
        question=question.id,
        turn=t,
        round=round_,
        seat=move.seat,
        argument=move.argument if isinstance(move, Say) else None,
        text=line.text or None,
        concern=model.concerns[line.concern],
        claim=recorded(line.claim),
        strength=recorded(line.strength),
        rebuts=rebutted(model, state, line.argument),
        moved=moved,
        positions=now,
        cites=move.cites if isinstance(move, FreeLine) else "",
        pressed=line.pressed,
        through=move.through if isinstance(move, Say) else "",
        repeats=repeated(model, state, line),
    )
    return Step(after, (said,))


def repeated(model: CompiledScenario, state: State, line: Line) -> tuple[int, ...]:
    """Return the numbers of the lines that have made a line's point, where it counts for less so."""
    return tuple(debate.repeats(model, state.debate, line))


def rebutted(model: CompiledScenario, state: State, argument: int) -> tuple[int, ...]:
    """Return the numbers of the lines said so far that an argument would weaken."""
    return tuple(debate.hits(model.questions[state.question], state.debate, argument))


def _choose(model: CompiledScenario, state: State, move: Choose) -> Step:
    question = model.questions[state.question]
    ids = [option.id for option in question.options]
    vote = UNSAID if move.option is None else ids.index(move.option)
    (after,) = turn.choose(model, state, vote)
    events: list[Event] = [Voted(question.id, move.seat)]
    if len(after.past) > len(state.past):
        events += [_decided(model, state, after, (*state.votes, vote))]
        answering = after.question == question.answered_by and after.phase is not Phase.OVER
        if not answering:
            world = after.world if after.phase is Phase.OVER else after.carried
            events += [_learned(model, state, question, world), *_passed_over(model, state, after)]
        if after.phase is Phase.OVER:
            ends = question.options[int(after.past[-1].option[0])].ends
            events += [_over(model, after, "ladder" if ends else "agenda")]
        else:
            events += _opening(model, after)
    return Step(after, tuple(events))


def _over(model: CompiledScenario, state: State, by: str) -> Over:
    number = int(ending.ending(model, state)[0])
    return Over(
        by,
        None if number == ending.NO_ENDING else model.endings[number][0],
        {
            actor: tuple(None if so is None else bool(so[0]) for so in aims)
            for actor, aims in ending.reached(model, state).items()
        },
    )


def _decided(model: CompiledScenario, state: State, after: State, votes: Votes) -> Decided:
    question = model.questions[state.question]
    done = after.past[-1]
    ids = [option.id for option in question.options]
    held = turn.positions(model, state)
    able = on_table(model, state)
    chances = ruling.probabilities(model, question, held, votes, able)[0]
    taken = int(done.option[0])
    far, out = ruling.overruled(question, held)
    apart = np.abs(held[0] - question.at[taken])
    against = sorted(np.flatnonzero(far[0, :, taken]).tolist(), key=lambda actor: -apart[actor])
    return Decided(
        question=question.id,
        option=ids[taken],
        rung=question.options[taken].rung,
        before=_positions(model, state, turn.positions(model, state, state.carried.beliefs)),
        after=_positions(model, state, held),
        chances={
            id_: recorded(chance)
            for id_, chance in zip(ids, chances, strict=True)
            if chance or id_ in options(model, state)
        },
        choices={
            model.actors[voter]: ids[int(choice)]
            for voter, choice in zip(question.voters, done.choices[0], strict=True)
            if choice != UNSAID
        },
        overruled=tuple(model.actors[actor] for actor in against),
        leaked=bool(out[0, taken]),
        told=tuple(model.actors[seat] for seat, so in turn.exposed(state, held) if so[0]),
    )


def _learned(model: CompiledScenario, state: State, question: Question, world: World) -> Learned:
    was = _indicators(model, state.began[0])
    return Learned(question.id, was, indicators(model, world), rungs(model, world))


def _passed_over(model: CompiledScenario, state: State, after: State) -> list[PassedOver]:
    """Return the questions that were not asked because they had been granted before."""
    found: list[PassedOver] = []
    number = model.questions[state.question].next if state.back is None else state.back
    while number is not None and (after.phase is Phase.OVER or number != after.question):
        question = model.questions[number]
        if granted(model, after, question.asks_again)[0] and question.asks_again is not None:
            found.append(PassedOver(question.id, model.questions[question.asks_again].id))
        number = question.next
    return found


def _opening(model: CompiledScenario, state: State) -> list[Event]:
    """Return the events of a question's coming up: how the table comes, and what it learns."""
    question = model.questions[state.question]
    held = turn.positions(model, state, state.carried.beliefs)
    notes = tuple(
        i for i, when in enumerate(question.notes) if holds(model, state, when, state.carried)[0]
    )
    able = options(model, state)
    kept = (one for one in question.options if one.proposed is None)  # the others may yet come
    off = tuple(one.id for one in kept if one.id not in able)
    events: list[Event] = [Opened(question.id, _positions(model, state, held), notes, off)]
    for _, name, world in turn.news(model, state):
        positions = turn.positions(model, state, world.beliefs)
        seen = _positions(model, state, positions)
        events.append(Happened(question.id, name, seen, indicators(model, world)))
    return events


def indicators(model: CompiledScenario, world: World) -> dict[str, float]:
    """Return the indicators of the first run, as recorded."""
    return _indicators(model, world.indicators[0])


def _indicators(model: CompiledScenario, values: Floats) -> dict[str, float]:
    return {name: recorded(value) for name, value in zip(model.indicators, values, strict=True)}


def rungs(model: CompiledScenario, world: World) -> dict[str, int]:
    """Return the highest rung taken on each ladder on which one was, in the first run."""
    taken = zip(model.ladders, world.rungs[0].tolist(), strict=True)
    return {ladder: int(rung) for ladder, rung in taken if rung >= 0}


def standing(model: CompiledScenario, state: State) -> Positions:
    """Return the positions of those at the table, as recorded."""
    return _positions(model, state, turn.positions(model, state))


def _positions(model: CompiledScenario, state: State, held: Floats) -> Positions:
    table = model.questions[state.question].table
    return {model.actors[actor]: recorded(held[0, actor]) for actor in table}
