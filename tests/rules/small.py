"""Tiny worlds in which one rule can be seen at a time, and a table to play them at.

Four actors (ann, bob, cem, dee), two concerns (risk, need), one indicator (front, 50 of 100) and
two ladders (steps, answers). Positions are declared as 50 and nobody weighs anything unless a test
says so. There is no chance in a choice unless a test asks for it.
"""

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from sitroom.engine import game, turn
from sitroom.engine.events import Event
from sitroom.engine.model import (
    Argument,
    CompiledScenario,
    Condition,
    Consequences,
    Effect,
    Inject,
    Option,
    Predicate,
    Question,
    World,
)
from sitroom.engine.moves import Choose, Move, Pass
from sitroom.engine.rules import built_in
from sitroom.engine.state import Phase, State
from sitroom.engine.theory import logit
from sitroom.policies.reference import with_history

E = TypeVar("E", bound=Event)
ACTORS = ("ann", "bob", "cem", "dee")
ANN, BOB, CEM, DEE = range(4)
RISK, NEED = range(2)
ALL = (ANN, BOB, CEM)
TRUST, OPENNESS = 0.5, 0.8
FAR = OPENNESS * TRUST * 0.5  # how far a line of strength 0.5 moves a listener
AT_60 = Condition(Predicate.AT_LEAST, bound=60.0)
TEACHES = Consequences((Effect((ANN, BOB), NEED, 1.0, 0.5),))


def option(id_: str, at: float, rung: int = 0, **changes: Any) -> Option:
    return Option(id_, at, rung, **{"ends": False, "then": Consequences(), **changes})


NO, YES = option("no", 0, 0), option("yes", 100, 1)


def argument(id_: str, by: tuple[int, ...], concern: int = RISK, **changes: Any) -> Argument:
    parts: dict[str, Any] = {"claim": -1.0, "strength": 0.5, "rebuts": ()}
    return Argument(id=id_, by=by, concern=concern, **{**parts, **changes})


STOP = argument("stop", by=(ANN,))


def inject(id_: str, then: Consequences = TEACHES, **changes: Any) -> Inject:
    return Inject(id_, then, **changes)


def asked(id_: str = "d0", **changes: Any) -> Question:
    """A question; `at` places actors, `weighs` gives pulls (actor, concern), `weight` influence."""
    at: dict[int, float | None] = dict.fromkeys(range(4), 50.0) | changes.pop("at", {})
    pull = np.zeros((4, 2))
    for (actor, concern), value in changes.pop("weighs", {}).items():
        pull[actor, concern] = value
    influence = np.zeros(4)
    table = changes.setdefault("table", (ANN, BOB, CEM))
    influence[list(table)] = 50.0
    for actor, value in changes.pop("weight", {}).items():
        influence[actor] = value
    salience = np.full(4, 50.0)
    for actor, value in changes.pop("cares", {}).items():
        salience[actor] = value
    rule = changes["rule"] = built_in()[changes.pop("kind", "decider")]
    stance = [0.0 if p is None else float(logit(np.array([p]))[0]) for p in at.values()]
    parts: dict[str, Any] = {
        "ladder": int(id_.endswith(".answer")),
        "options": (NO, YES),
        "voters": rule.voters(table, table[: len(rule.roles)], influence),
        "salience": salience,
        "stance": np.array(stance),
        "declared": tuple(p is not None for p in at.values()),
        "pull": pull,
        "rounds": 1,
        "arguments": (),
        "injects": (),
        "answered_by": None,
        "next": None,
        "to": (),
        "asks_again": None,
        "past": None,
    }
    return Question(id=id_, influence=influence, **{**parts, **changes})


def world(*questions: Question, path: bool = True, **changes: Any) -> CompiledScenario:
    """A scenario of questions asked one after the other; answers follow their decisions."""
    decisions = [i for i, q in enumerate(questions) if not q.is_answer]
    following = dict(zip(decisions, [*decisions[1:], None], strict=True))
    linked, last = [], 0
    for i, question in enumerate(questions):
        last = last if question.is_answer else i
        ours = i + 1 if i + 1 < len(questions) and questions[i + 1].is_answer else None
        answered = None if question.is_answer else ours
        linked.append(replace(question, next=following[last], answered_by=answered))
    held = tuple(np.zeros((1, 4)) for _ in range(2))
    trust = np.full((4, 4), TRUST)
    np.fill_diagonal(trust, 1.0)
    parts: dict[str, Any] = {
        "actors": ACTORS,
        "concerns": ("risk", "need"),
        "indicators": ("front",),
        "ladders": ("steps", "answers"),
        "start": World(held, held, np.array([[50.0]]), np.array([[-1.0, -1.0]])),
        "low": np.array([0.0]),
        "high": np.array([100.0]),
        "trust": trust,
        "openness": np.full(4, OPENNESS),
        "temperature": 0.0,
        "carry": 0.5,
        "questions": tuple(linked),
    }
    model = CompiledScenario(**{**parts, **changes})
    return with_history(model) if path else model


class Table:
    """One game being played."""

    def __init__(self, model: CompiledScenario, question: str | None = None, seed: int = 1) -> None:
        self.model = model
        step = game.start(model, seed, question)
        self.state: State = step.state
        self.events: list[Event] = list(step.events)

    def play(self, *moves: Move) -> "Table":
        for move in moves:
            step = game.play(self.model, self.state, move)
            self.state = step.state
            self.events += step.events
        return self

    @property
    def mover(self) -> str:
        return str(game.mover(self.model, self.state))

    @property
    def legal(self) -> list[Move]:
        return game.legal(self.model, self.state)

    @property
    def question(self) -> str | None:
        """The question at hand, or None when the game is over."""
        over = self.state.phase is Phase.OVER
        return None if over else self.model.questions[self.state.question].id

    def quiet(self) -> "Table":
        """Everybody passes until there is something to choose."""
        while self.state.phase is Phase.DEBATE:
            self.play(Pass(self.mover))
        return self

    def settle(self, *options: str | None) -> "Table":
        """Nobody says anything, and each voter in turn takes an option (None: its position)."""
        self.quiet()
        for one in options:
            self.play(Choose(self.mover, one))
        return self

    def belief(self, actor: int, concern: int = RISK) -> float:
        return float(self.state.world.beliefs[concern][0, actor])

    def anchor(self, actor: int, concern: int = RISK) -> float:
        return float(self.state.world.anchors[concern][0, actor])

    def position(self, actor: int) -> float:
        return float(turn.positions(self.model, self.state)[0, actor])

    @property
    def front(self) -> float:
        return float(self.state.world.indicators[0, 0])

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]
