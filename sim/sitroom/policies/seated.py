"""Policies in their seats: the move that is due, in one game or in many runs at once."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sitroom.engine import turn
from sitroom.engine.batch import distinct, paired
from sitroom.engine.batch_merge import seated
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Choose, Move, Pass, Say
from sitroom.engine.state import PASS, UNSAID, Phase, State
from sitroom.engine.theory import Ints
from sitroom.errors import PluginError
from sitroom.plugins import POLICIES, UnfitError, package, plugged_in
from sitroom.policies import advice, computer
from sitroom.policies.policy import Policy, Random, Sight, View

PROGRAM = "program:"  # begins the name of a program that plays a seat from outside
_enrolled: dict[str, Policy] = {}  # programs at hand, by name


class PolicyError(PluginError):
    """A policy that there is not, or that wanted what the rules forbid; the message says which."""

    title = "A seat can't be played"


@functools.cache
def known() -> Mapping[str, Policy]:
    """Return every policy by name, those that come with the program first."""
    own: dict[str, Policy] = {"computer": Policy(), "random": Random()}
    return {**own, **plugged_in(POLICIES, _fit, own)}


def enrol(name: str, policy: Policy) -> str:
    """Take in a program for as long as we run; return the name by which it can be seated."""
    number, free = 1, name
    while free in _enrolled:
        number += 1
        free = f"{name}#{number}"
    _enrolled[free] = policy
    return free


def dismiss(name: str) -> None:
    """Let go of a program, so that the computer plays where it is named."""
    _enrolled.pop(name, None)


def _of(name: str) -> Policy | None:
    """Return a policy by name; a program that is not at hand leaves its seats to the computer."""
    if name.startswith(PROGRAM):
        return _enrolled.get(name, _ABSENT)
    return known().get(name)


def left(seat: str, name: str) -> bool:
    """Whether the computer has a seat that something else was to play."""
    policy = _of(name)
    return policy is not None and policy.left(seat)


class _Absent(Policy):
    """A program that is not at hand."""

    def left(self, seat: str) -> bool:
        """Return that the computer has its seat."""
        del seat
        return True


_ABSENT = _Absent()


def _fit(thing: object) -> Policy:
    policy = thing() if isinstance(thing, type) else thing
    if not isinstance(policy, Policy):
        raise UnfitError("it is no subclass of sitroom.policies.Policy")
    return policy


@dataclass(frozen=True)
class Seats:
    """Who plays which seats by itself, by actor; the computer has all others."""

    policies: tuple[tuple[str, str, Policy], ...] = ()  # seat, name, policy

    def __bool__(self) -> bool:
        return bool(self.policies)

    def of(self, seat: str) -> tuple[str, Policy] | None:
        """Return the policy of a seat with its name, or None where the computer plays."""
        return next(((name, policy) for one, name, policy in self.policies if one == seat), None)


COMPUTER = Seats()  # in every seat


def seats(names: Mapping[str, str]) -> Seats:
    """Return policies in their seats, by name. Raises PolicyError for one that there is not."""
    found = []
    for seat, name in names.items():
        policy = _of(name)
        if policy is None:
            hint = f"There are {', '.join(known())}; others come with packages."
            raise PolicyError(f"there is no policy '{name}' for {seat}", hint)
        found.append((seat, name, policy))
    return Seats(tuple(found))


def move(model: CompiledScenario, state: State, policies: Seats) -> Move:
    """Return the move that is due in one game. Raises PolicyError for one that the rules forbid."""
    actor = turn.to_move(model, state)
    held = None if actor is None else policies.of(model.actors[actor])
    if actor is None or held is None:
        return advice.move(model, state)
    seat, question = model.actors[actor], model.questions[state.question]
    whole = held[1].move(model, state, seat)
    if whole is not None:
        return whole
    (answer,) = _answers(model, state, seat, *held)
    if state.phase is Phase.CHOOSE:
        return Choose(seat, None if answer == UNSAID else question.options[answer].id)
    return Pass(seat) if answer == PASS else Say(seat, question.arguments[answer].id)


def _ready(model: CompiledScenario, state: State, policies: Seats) -> State:
    """Return the state in which worlds can be told apart, as a debate begins with a policy at it."""
    table = model.questions[state.question].table
    begins = state.phase is Phase.DEBATE and not state.debates[0]
    if begins and any(policies.of(model.actors[actor]) for actor in table):
        return seated(model, state)
    return state


def play(model: CompiledScenario, state: State, policies: Seats) -> tuple[State, tuple[State, ...]]:
    """Make the move that is due in every run; the runs may part.

    With what follows comes the state before it, its worlds told apart where the seat does not say
    the same in all runs that stood in one.
    """
    state = _ready(model, state, policies)
    actor = turn.to_move(model, state)
    held = None if actor is None else policies.of(model.actors[actor])
    if actor is None or held is None:
        return state, computer.move(model, state)
    answers = _answers(model, state, model.actors[actor], *held)
    if state.phase is Phase.CHOOSE:
        parts = (state.take(np.flatnonzero(answers == n)) for n in np.unique(answers))
        votes = np.unique(answers).tolist()
        after = (turn.choose(model, one, vote) for one, vote in zip(parts, votes, strict=True))
        return state, tuple(following for one in after for following in one)
    size = len(model.questions[state.question].arguments) + 1
    pairs, row = distinct(paired(state.row, answers + 1, size))
    if pairs.size != state.worlds:
        state = state.stand(pairs // size, row)
    return state, (turn.say(model, state, pairs % size - 1),)


def _answers(model: CompiledScenario, state: State, seat: str, name: str, policy: Policy) -> Ints:
    """Return what a policy says or chooses in each run [R], as a number.

    It is asked once for all runs of a world, and for each of them where it draws.
    """
    sight = Sight(model, state)
    answers = np.empty(state.runs.size, dtype=np.int64)
    order = np.argsort(state.row, kind="stable")
    starts = np.flatnonzero(np.diff(state.row[order], prepend=-1))
    for runs in np.split(order, starts[1:]):
        first = View(sight, seat, int(runs[0]))
        answers[runs] = _answer(model, state, first, name, policy)
        for run in runs[1:].tolist() if first.drew else ():
            answers[run] = _answer(model, state, View(sight, seat, run), name, policy)
    return answers


def _answer(model: CompiledScenario, state: State, view: View, name: str, policy: Policy) -> int:
    question = model.questions[state.question]
    chooses = state.phase is Phase.CHOOSE
    told = f"the policy '{name}' of {view.seat}{package(POLICIES, name).replace(' of ', ', from ')}"
    try:
        wanted = policy.choose(view) if chooses else policy.say(view)
    except PluginError:  # a rule's, that the policy asked for chances
        raise
    except (Exception, SystemExit) as error:
        raise PolicyError.of(f"{told} on {question.id}", error) from error
    if wanted is None:
        return UNSAID if chooses else PASS
    allowed: Iterable[str] = view.options if chooses else view.hand
    if not isinstance(wanted, str) or wanted not in allowed:
        what = "choose" if chooses else "say"
        raise PolicyError(
            f"{told} wants to {what} {wanted!r} on {question.id}, "
            f"which it can't; it may {what}: {', '.join(allowed) or 'nothing'}"
        )
    ids = [one.id for one in (question.options if chooses else question.arguments)]
    return ids.index(wanted)
