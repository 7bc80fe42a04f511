"""What a batch of games would put into the journals of its games, were they played one by one.

All but the hashes of their events, which a batch does not tell.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace

import numpy as np

from sitroom.engine import turn
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Choose, Move, Pass, Say
from sitroom.engine.state import PASS, Phase, State
from sitroom.journal import record
from sitroom.journal.head import Header
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded
from sitroom.policies import computer

Moves = list[tuple[Move, str, str | None]]  # with what the table waits for, and the option taken


def journals(loaded: Loaded, seed: int, runs: int, decision: str | None = None) -> list[bytes]:
    """Return the journals of runs 0 to `runs`, every seat by computer, played in one batch."""
    moves: list[Moves] = [[] for _ in range(runs)]

    def move(model: CompiledScenario, state: State) -> tuple[State, ...]:
        following = computer.move(model, state)
        for after in following:
            for i, (run, world) in enumerate(
                zip(after.runs.tolist(), after.row.tolist(), strict=True)
            ):
                made = _made(model, state, after, world)
                moves[run].append((made, _next(model, after), _taken(model, state, after, i)))
        return following

    session = Session(loaded, seed, decision=decision)
    opening = turn.start(session.model, seed, np.arange(runs), session.state.first)
    for _ in computer.play_on(session.model, opening, move):
        pass
    return [_journal(replace(session.header, run=run), made) for run, made in enumerate(moves)]


def _made(model: CompiledScenario, state: State, after: State, world: int) -> Move:
    question, actor = model.questions[state.question], turn.to_move(model, state)
    assert actor is not None
    if state.phase is Phase.CHOOSE:
        return Choose(model.actors[actor], None)
    argument = after.debates[int(after.heard[world])][-1].argument
    if argument == PASS:
        return Pass(model.actors[actor])
    return Say(model.actors[actor], question.arguments[argument].id)


def _taken(model: CompiledScenario, state: State, after: State, run: int) -> str | None:
    if after.question == state.question and after.phase is not Phase.OVER:
        return None
    (settled,) = (done for done in after.past if done.question == state.question)
    return model.questions[state.question].options[int(settled.option[run])].id


def _next(model: CompiledScenario, state: State) -> str:
    over = state.phase is Phase.OVER
    return "over" if over else f"{model.questions[state.question].id} {state.phase.value}"


def _journal(header: Header, moves: Moves) -> bytes:
    line, digest = record._line(asdict(header), "")
    lines = [line]
    for n, parts in enumerate(moves, 1):
        line, digest = record._line(record._body(record.Record(n, *parts)), digest)
        lines.append(line)
    return b"".join(lines)


def alone(loaded: Loaded, seed: int, runs: range, decision: str | None = None) -> Iterator[bytes]:
    """Yield the journals of runs that are played one by one."""
    for run in runs:
        session = Session(loaded, seed, decision=decision, run=run)
        while not session.over:
            session.computer_move()
        made = [(entry.move, entry.next, entry.option) for entry in session.records]
        yield _journal(session.header, made)
