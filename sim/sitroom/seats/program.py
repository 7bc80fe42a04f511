"""A program of whoever's plays a seat: a line of JSON to it, a line of JSON back (docs/agents.md).

Each line to it holds all that it needs, so it may forget everything between them, and a game goes
on though it was undone or forked meanwhile. What goes wrong is said; then the computer moves.
"""

import json
import os
import shlex
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sitroom.engine import game
from sitroom.engine.events import Over, to_plain
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Choose, Confide, FreeLine, IllegalMoveError, Move, Say, sanitized
from sitroom.engine.state import State
from sitroom.files import reading
from sitroom.policies import seated
from sitroom.policies.policy import Policy, View
from sitroom.policies.seated import PROGRAM, PolicyError
from sitroom.scenario.lookup import Lookup
from sitroom.seats.answer import move_of
from sitroom.seats.child import Child, ChildError
from sitroom.seats.hand import moves
from sitroom.seats.sight import look

PROTOCOL = 1
TRIES = 3  # answers that a turn may take
SECONDS, MEMORY = 10.0, 2048  # for a turn; megabytes


@dataclass(frozen=True)
class Limits:
    """What a program may take: seconds for a turn, megabytes of memory."""

    seconds: float = SECONDS
    memory: int = MEMORY


@dataclass
class Account:
    """What a program did in a seat, counted."""

    turns: int = 0
    refused: int = 0  # answers that were no legal move
    gone: str = ""  # why it is asked no more
    seconds: list[float] = field(default_factory=list)  # of each turn
    why: list[str] = field(default_factory=list)  # answers were refused


class Program(Policy):
    """A policy that asks a program; it has a process of its own for each seat.

    `people` are the other seats whose texts are closed to it. `in_study` has it play a game as it
    plays the runs of a study: what it says is said as it is written.
    """

    def __init__(
        self,
        command: str,
        lookup: Lookup,
        limits: Limits,
        people: Sequence[str] = (),
        *,
        in_study: bool = False,
    ) -> None:
        self.command, self.lookup, self.limits = shlex.split(command), lookup, limits
        self.people, self.in_study = tuple(people), in_study
        self.accounts: dict[str, Account] = {}
        self._children: dict[str, Child] = {}
        self._lock = threading.RLock()
        self._asked = 0

    @property
    def name(self) -> str:
        """Return what it is called: the file that it is, and not how it was started."""
        files = [part for part in self.command if len(part) < 256 and os.path.isfile(part)]  # noqa: PTH113 - it raises nothing
        return sanitized(Path([self.command[0], *files[-1:]][-1]).name)

    def left(self, seat: str) -> bool:
        """Whether it is asked no more for a seat."""
        with self._lock:
            return bool(self.accounts.setdefault(seat, Account()).gone)

    def move(self, model: CompiledScenario, state: State, seat: str) -> Move | None:
        """Return the move of a seat in one game. Raises PolicyError where the computer has to."""
        if self.in_study:  # asked as it is there
            return None
        with self._lock:
            return self._move(model, state, seat)

    def say(self, view: View) -> str | None:
        """Return the line to say in a run of a study, or None to pass."""
        move = self._in_study(view)
        return view.best if move is None else move.argument if isinstance(move, Say) else None

    def choose(self, view: View) -> str | None:
        """Return the option to choose in a run of a study."""
        move = self._in_study(view)
        return move.option if isinstance(move, Choose) else None

    def _in_study(self, view: View) -> Move | None:
        """Return its move in a run; None where the computer's stands for it."""
        model, state = view.game()
        with self._lock:
            if self.left(view.seat):
                return None
            try:
                return self._move(model, state, view.seat, plain=True)
            except PolicyError:
                return None

    def over(self, seat: str, event: Over) -> None:
        """Tell it how a game has ended; that wants no answer."""
        with self._lock:
            if seat in self._children:
                self._children[seat].say(_line({"type": "over", "seat": seat, **to_plain(event)}))

    def renew(self) -> None:
        """Let it play again where it is gone, with everything counted anew."""
        with self._lock:
            self.accounts = {}

    def close(self) -> None:
        """End its processes."""
        with self._lock:
            for child in self._children.values():
                child.end()
            self._children = {}

    def _move(
        self, model: CompiledScenario, state: State, seat: str, *, plain: bool = False
    ) -> Move:
        account = self.accounts.setdefault(seat, Account())
        account.turns += 1
        began = time.monotonic()
        try:
            return self._answered(model, state, seat, account, plain=plain)
        except ChildError as error:
            self._children.pop(seat, None)
            account.gone = sanitized(error.message)
            raise self._failed(seat, f"{account.gone}; the computer has the seat now") from None
        finally:
            account.seconds.append(time.monotonic() - began)

    def _answered(
        self, model: CompiledScenario, state: State, seat: str, account: Account, *, plain: bool
    ) -> Move:
        if seat not in self._children:
            self._children[seat] = Child(self.command, self.limits.seconds, self.limits.memory)
        child, full, tries, why = self._children[seat], False, 0, ""
        until = time.monotonic() + self.limits.seconds
        self._asked += 1
        child.forget()
        legal = game.legal(model, state)
        request = partial(self._request, model, state, seat, legal)
        child.say(request(full=full))
        while True:
            answer: Any = None
            try:
                answer = reading.as_json(child.hear(until))
                if isinstance(answer, dict) and answer.pop("n", self._asked) != self._asked:
                    continue  # the answer to what was asked before
                if isinstance(answer, dict) and answer.get("ask") == "full" and not full:
                    full = True
                    child.say(request(full=full))
                    continue
                move = move_of(self.lookup, model, state, seat, answer, self.people, legal)
                if plain:
                    _check_plain(move)
            except (ValueError, RecursionError) as error:  # an illegal move is one, too
                told = str(error) if isinstance(error, IllegalMoveError) else "that is no JSON"
                why = sanitized(told)[:200]
            else:
                return move
            tries += 1
            account.refused += 1
            account.why.append(why)
            if tries == TRIES:
                break
            child.say(request(full=full, refused=why))
        raise self._failed(seat, f"gave {TRIES} answers that were no legal move ({why})")

    def _request(
        self,
        model: CompiledScenario,
        state: State,
        seat: str,
        legal: Sequence[Move],
        *,
        full: bool,
        refused: str | None = None,
    ) -> bytes:
        sees = look(self.lookup, model, state, seat, full=full).model_dump_json()
        may = moves(self.lookup, model, state, seat, full=full, legal=legal).model_dump_json()
        head = {"type": "move", "sitroom": PROTOCOL, "n": self._asked, "refused": refused}
        # What follows has the seat, moves and own_words; written once, for a turn waits for it.
        return f'{json.dumps(head)[:-1]}, "look": {sees}, {may[1:]}'.encode()

    def _failed(self, seat: str, what: str) -> PolicyError:
        return PolicyError(f"the program of {seat} ({self.name}) {what}")


def _check_plain(move: Move) -> None:
    """Raise IllegalMoveError for what a study has no place for."""
    if isinstance(move, (FreeLine, Confide)) or (
        isinstance(move, Say) and (move.press or move.through)
    ):
        raise IllegalMoveError("in a study a line is said as it is written, or nothing")


def _line(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()


def enrol(program: Program) -> str:
    """Give a program a name by which it can be seated, and return that name."""
    return seated.enrol(f"{PROGRAM}{program.name}", program)
