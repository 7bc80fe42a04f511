"""What the computer can tell a player: what a line would do, and how each adviser would choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sitroom.engine import debate, game, ruling, turn
from sitroom.engine.batch import at, pick, spread
from sitroom.engine.condition import on_table
from sitroom.engine.events import recorded
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Choose, Move, Pass, Say
from sitroom.engine.rules.weighted import Weighted, weighted_mean
from sitroom.engine.state import Phase, State
from sitroom.engine.theory import Ints
from sitroom.policies import computer

WELL, HARDLY = 0.75, 0.5  # how well one is known so that a figure, or a range, can be told


@dataclass(frozen=True)
class Guess:
    """What a line would do to a listener: from so many points to so many, and how well that is known."""

    low: float
    high: float
    known: float

    @property
    def middle(self) -> float:
        """Return the figure that one would reckon with."""
        return (self.low + self.high) / 2.0


@dataclass(frozen=True)
class Card:
    """An argument in the hand of the seat to move, and what it would do if said now."""

    argument: str
    gain: float  # how far it brings the table towards this seat, weighed by whom it moves
    moves: dict[str, float]  # points that each listener would move
    rebuts: tuple[int, ...]  # lines said before that it would weaken
    guesses: Mapping[str, Guess] | None = None  # what its seat could know of that; None: all of it
    repeats: tuple[int, ...] = ()  # lines that have made its point, so that it counts for less
    seat: str = ""  # in whose hand it is
    odds: float | None = None  # of an amendment: how likely it would be taken, positions speaking
    guess: Guess | None = None  # what its seat could know of that, in per cent; None: all of it


@dataclass(frozen=True)
class View:
    """How an actor at the table would choose, its position alone speaking."""

    actor: str
    position: float
    option: str
    chance: float


def hand(model: CompiledScenario, state: State) -> tuple[Card, ...]:
    """Return what the seat to move may still say, most useful first."""
    numbers, gain = computer.gains(model, state)
    was, actor = game.standing(model, state), turn.to_move(model, state)
    assert actor is not None
    question = model.questions[state.question]
    sayable = np.flatnonzero(gain[0] != -np.inf).tolist()
    if not sayable:
        return ()
    hand_ = np.array([numbers[i] for i in sayable], dtype=np.int64)
    held = turn.positions(model, _each_said(model, state, hand_))
    lines = debate.lines(model, question, actor, hand_.tolist())
    cards = []
    for i, number, line, after in zip(sayable, hand_.tolist(), lines, held, strict=True):
        now = {model.actors[a]: recorded(after[a]) for a in question.table}
        cards.append(
            Card(
                argument=question.arguments[number].id,
                gain=recorded(gain[0, i]),
                moves={a: recorded(now[a] - was[a]) for a in was if now[a] != was[a]},
                rebuts=game.rebutted(model, state, number),
                repeats=game.repeated(model, state, line),
                seat=model.actors[actor],
            )
        )
    return tuple(sorted(cards, key=lambda card: -card.gain))


def _each_said(model: CompiledScenario, state: State, numbers: Ints) -> State:
    """Return a world for each of some arguments, said by the seat to move: all at once, to the bit alike."""
    here = np.zeros(numbers.size, dtype=np.int64)
    world = at(spread(state.world), here, {})
    opened = tuple(pick(rows, here) for rows in state.opened)
    wide = replace(state, world=world, opened=opened, heard=state.heard[here])
    return turn.say(model, wide, numbers)


def made_by_others(model: CompiledScenario, state: State) -> tuple[tuple[int, str], ...]:
    """Return what others have said of the hand of the seat to move: turn, and who."""
    question, seat = model.questions[state.question], turn.to_move(model, state)
    mine = [] if seat is None else question.hand(seat)
    return tuple(
        (number, model.actors[line.speaker])
        for number, line in enumerate(state.debate)
        if line.argument in mine and line.speaker != seat
    )


def views(model: CompiledScenario, state: State) -> tuple[View, ...]:
    """Return each actor's view of the question at hand, in the order of the table."""
    question = model.questions[state.question]
    held, able = turn.positions(model, state), on_table(model, state)
    result = []
    for actor in question.table:
        chances = ruling.own_choice(model, question, held[:, actor], able)[0]
        best = int(np.argmax(chances >= chances.max() - computer.TIE))
        result.append(
            View(
                actor=model.actors[actor],
                position=recorded(held[0, actor]),
                option=question.options[best].id,
                chance=recorded(chances[best]),
            )
        )
    return tuple(result)


def balance(model: CompiledScenario, state: State) -> float | None:
    """Return where the views of a table balance that decides as one, or None where it does not."""
    question = model.questions[state.question]
    if not isinstance(question.rule, Weighted):
        return None
    held = turn.positions(model, state)
    cast = ruling.ballot(model, question, held, ruling.unsaid(question), on_table(model, state))
    return recorded(float(weighted_mean(cast.stated, cast.influence * cast.salience)[0]))


def side(model: CompiledScenario, state: State) -> float:
    """Return the way, 1 or -1, in which more of the table comes nearer to the seat to move; else 0."""
    question, seat = model.questions[state.question], turn.to_move(model, state)
    held = turn.positions(model, state)[0]
    others = [other for other in question.table if other != seat]
    weight = (question.influence * question.salience)[others]
    return float(np.sign(recorded(weight @ np.sign(held[seat] - held[others]))))


def hinge(model: CompiledScenario, state: State, voters: Sequence[str]) -> str | None:
    """Return which of several, whose choice counts by itself, stands furthest from the seat to move."""
    held, seat = game.standing(model, state), game.mover(model, state)
    others = [voter for voter in voters if voter in held and voter != seat]
    if seat not in held:
        return others[0] if others else None
    return max(others, key=lambda voter: abs(held[voter] - held[seat]), default=None)


def chances(model: CompiledScenario, state: State) -> dict[str, float]:
    """Return the exact chance of each option on the table if everyone's position spoke now."""
    question, able = model.questions[state.question], game.options(model, state)
    result = zip(question.options, turn.chances(model, state)[0].tolist(), strict=True)
    return {option.id: recorded(chance) for option, chance in result if option.id in able}


def move(model: CompiledScenario, state: State) -> Move:
    """Return the move that the computer would make for the seat whose turn it is."""
    seat = game.mover(model, state)
    if seat is None:
        raise ValueError("the game is over")
    if state.phase is Phase.CHOOSE:
        return Choose(seat, None)
    number = int(computer.speak(model, state)[0])
    question = model.questions[state.question]
    return Pass(seat) if number < 0 else Say(seat, question.arguments[number].id)
