"""Did I matter? A game beside the same game with a seat silent, and beside the computer's from here."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np

from sitroom.analysis import ahead
from sitroom.analysis.wants import Wants, wants
from sitroom.engine import game, ruling, turn
from sitroom.engine.condition import on_table
from sitroom.engine.events import Decided, recorded
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import (
    Choose,
    Confide,
    FreeLine,
    IllegalMoveError,
    Move,
    Pass,
    Reschedule,
    Say,
    Trigger,
)
from sitroom.engine.state import Phase, State
from sitroom.journal.session import Session
from sitroom.policies import opponents

GAMES = 1000  # by computer, from where a question came up


@dataclass(frozen=True)
class OwnLine:
    """A line that the seat said, and by how many points of 100 it brought what the seat wants nearer.

    A word in private is no turn of the debate.

    The outcome is every option, each as likely as positions alone make it.
    """

    turn: int | None
    argument: str | None  # None for a line of one's own
    text: str
    nearer: float


@dataclass(frozen=True)
class Mattered:
    """What a seat's part in one question came to."""

    question: str
    seat: str
    option: str
    quiet: str  # what is decided in the same game with the seat silent
    chance: float  # of the option taken, positions alone speaking
    quiet_chance: float
    odds: dict[str, tuple[float, float]]  # of each option: with the seat silent, and with its part
    moved: dict[str, float]  # points of each who decides, beside the silent seat
    share: float  # of the computer's games from where the question came up
    games: int
    lines: tuple[OwnLine, ...]
    likeliest: str  # what the model would have chosen in the seat's place, where that stood
    wants: Wants  # by which the lines are judged
    brings: float  # how much of that was decided, 0 to 100
    chosen: str | None = None  # what the seat chose freely, or None
    moves: int = 0  # how many moves there were before it came up, to try again from there

    @property
    def best(self) -> OwnLine | None:
        """Return the line that brought the outcome nearest, if any brought it nearer."""
        best = max(self.lines, key=lambda line: line.nearer, default=None)
        return best if best is not None and best.nearer >= FELT else None

    @property
    def wasted(self) -> OwnLine | None:
        """Return the line that did most harm, if it did any that is felt."""
        worst = min(self.lines, key=lambda line: line.nearer, default=None)
        return worst if worst is not None and worst.nearer <= -FELT else None

    @property
    def alone(self) -> bool:
        """Whether the seat chose freely where nobody else had a say: that is no matter of chances."""
        return self.chosen is not None and set(self.moved) == {self.seat}

    @property
    def weight(self) -> float:
        """Return how much the seat changed: another outcome first, then the chance of this one."""
        return (self.option != self.quiet) + abs(self.chance - self.quiet_chance)


FELT = 0.5  # points of the outcome: less is nothing
SEEN = 0.02  # of a chance: less is nothing


@dataclass(frozen=True)
class Quiet:
    """The whole game with a seat silent: what was decided, in order, as (question, option)."""

    seat: str
    path: tuple[tuple[str, str], ...]


def mattered(session: Session, seat: str) -> tuple[Mattered, ...]:
    """Return what a seat's part came to in each question settled so far.

    A question takes a tenth of a second, and is asked about again after each that follows it.
    """
    model, known = session.model, _known.setdefault(session, {})
    actor, found = model.actors.index(seat), []
    for first, last in _settled(session):
        if actor not in model.questions[session.states[first].question].table:
            continue
        if (seat, last) not in known:
            known[seat, last] = _part(session, seat, first, last)
        found.append(known[seat, last])
    return tuple(found)


# What is settled in a game stays as it is: moves are only added to it.
_known: WeakKeyDictionary[Session, dict[tuple[str, int], Mattered]] = WeakKeyDictionary()


def _part(session: Session, seat: str, first: int, last: int) -> Mattered:
    """Return what a seat's part came to in the question settled with the moves `first` to `last`."""
    states, moves = session.states, session.moves[first:last]
    chosen = next((m.option for m in moves if isinstance(m, Choose) and m.seat == seat), None)
    played = _Replay(session.model, session.header.opponents)
    silent = played.to_the_end(states[first], moves, seat)
    weights = [aim.weight for aim in session.lookup.actor(seat).aims]
    ours = (states[last - 1], states[last])
    wanted = wants(session.model, ours[0], session.model.actors.index(seat), weights)
    one = _one(played, (states[first], *ours), silent, wanted, seat, moves)
    return replace(one, chosen=chosen, moves=first)


def turning_point(found: Iterable[Mattered]) -> Mattered | None:
    """Return the question that a seat turned, most surely so; None where it turned none."""
    turned = (one for one in found if one.option != one.quiet)
    return max(turned, key=lambda one: one.weight, default=None)


def weightiest(found: Iterable[Mattered]) -> Mattered | None:
    """Return the question at which a seat changed most, if it changed what is felt at one."""
    best = max(found, key=lambda one: one.weight, default=None)
    return best if best is not None and best.weight >= SEEN else None


def again_from(found: Sequence[Mattered], *, over: bool) -> Mattered | None:
    """Return where to try again from: what turned a game that is over, else what came last."""
    return (weightiest(found) if over else None) or (found[-1] if found else None)


def quiet(session: Session, seat: str) -> Quiet:
    """Play the whole game again with a seat silent, the others saying what they said while it fits."""
    model, header = session.model, session.header
    played = _Replay(model, header.opponents)
    state = game.start(model, header.seed, header.decision, header.run).state
    path: list[tuple[str, str]] = []
    count = sum(isinstance(event, Decided) for event in session.events)
    moves = list(session.moves)
    while game.mover(model, state) is not None and (session.over or len(path) < count):
        step = played.step(state, moves.pop(0) if moves else None, seat)
        if step.question != state.question:
            moves = _from_question(session, model.questions[step.question].id)
        path += [
            (model.questions[done.question].id, _id(model, done.question, int(done.option[0])))
            for done in step.past[len(state.past) :]
        ]
        state = step
    return Quiet(seat, tuple(path))


def _settled(session: Session) -> Iterator[tuple[int, int]]:
    """Yield each question decided: the moves before it came up, and those when it was."""
    first = 0
    for n, (before, after) in enumerate(zip(session.marks, session.marks[1:], strict=False), 1):
        decided = any(isinstance(event, Decided) for event in session.events[before:after])
        if decided:
            yield first, n
        if decided or session.states[n].question != session.states[n - 1].question:
            first = n


def _from_question(session: Session, question: str) -> list[Move]:
    """Return the moves of a game from where a question came up in it, none if it did not."""
    number = session.model.question(question)
    at = next((n for n, s in enumerate(session.states) if s.question == number), None)
    return [] if at is None else session.moves[at:]


@dataclass(frozen=True)
class _Replay:
    """A game played again, with a seat silent: `level` says how computer seats play in it."""

    model: CompiledScenario
    level: str

    def step(self, state: State, move: Move | None, seat: str) -> State:
        """Make a move with a seat silent; the computer's where the move does not fit any more."""
        model, choosing = self.model, state.phase is Phase.CHOOSE
        if isinstance(move, Confide) and move.seat == seat:
            return state
        if game.mover(model, state) == seat and not isinstance(move, (Trigger, Reschedule)):
            move = Choose(seat, None) if choosing else Pass(seat)
        if move is not None:
            with contextlib.suppress(IllegalMoveError):
                return game.play(model, state, move).state
        return game.play(model, state, opponents.move(model, state, self.level)).state

    def to_the_end(self, state: State, moves: Iterable[Move], seat: str) -> tuple[State, State]:
        """Play a question; return how it stood before the last vote, and after."""
        settled, waiting = len(state.past), list(moves)
        while True:
            after = self.step(state, waiting.pop(0) if waiting else None, seat)
            if len(after.past) > settled:
                return state, after
            state = after


def _one(
    played: _Replay,
    span: tuple[State, State, State],
    silent: tuple[State, State],
    wanted: Wants,
    seat: str,
    moves: Sequence[Move],
) -> Mattered:
    (begun, ours, settled), model = span, played.model
    question, option = model.questions[begun.question], int(settled.past[-1].option[0])
    held, bare = (turn.positions(model, one) for one in (ours, silent[0]))
    without = silent[1].past[-1]
    pairs = ((ours, held), (silent[0], bare))  # each with what is on the table there
    chances, calm = (turn.chances(model, one, at)[0] for one, at in pairs)
    lines, spoken = [], -1
    for n, move in enumerate(moves):
        spoken += isinstance(move, (Say, FreeLine, Pass))
        if not isinstance(move, (Say, FreeLine, Confide)) or move.seat != seat:
            continue
        aside = isinstance(move, Confide)
        without_it = (*moves[:n], *([] if aside else [Pass(seat)]), *moves[n + 1 :])
        other, _ = played.to_the_end(begun, without_it, "")
        by_it = chances - turn.chances(model, other)[0]
        lines.append(
            OwnLine(
                turn=None if aside else spoken,
                argument=None if isinstance(move, FreeLine) else move.argument,
                text=move.text if isinstance(move, FreeLine) else "",
                nearer=recorded(by_it @ np.array(wanted.worth)),
            )
        )
    crowd = ahead.odds(model, begun, games=GAMES)
    own = held[:, model.actors.index(seat)]
    choice = ruling.own_choice(model, question, own, on_table(model, ours))[0]
    return Mattered(
        question=question.id,
        seat=seat,
        option=question.options[option].id,
        quiet=_id(model, without.question, int(without.option[0])),
        chance=recorded(chances[option]),
        quiet_chance=recorded(calm[option]),
        odds={
            one.id: (recorded(calm[n]), recorded(chances[n]))
            for n, one in enumerate(question.options)
        },
        moved={model.actors[v]: recorded(held[0, v] - bare[0, v]) for v in question.voters},
        share=crowd.decided.get(question.options[option].id, 0.0),
        games=crowd.games,
        lines=tuple(lines),
        likeliest=question.options[int(np.argmax(choice))].id,
        wants=wanted,
        brings=wanted.worth[option],
    )


def _id(model: CompiledScenario, question: int, option: int) -> str:
    return model.questions[question].options[option].id
