"""The games of an arena: each contender in its seat, over the same runs of one seed."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sitroom.analysis import game_summary
from sitroom.engine.events import Decided, Over, Said
from sitroom.engine.moves import Pass
from sitroom.files import reading
from sitroom.journal.record import hash_of
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, prepare
from sitroom.policies import seated
from sitroom.scenario.content import digest
from sitroom.seats.program import Account, Limits, Program, enrol

COMPUTER = "computer"
Row = dict[str, Any]


@dataclass(frozen=True)
class Contender:
    """Who takes which seat: a policy by name, or a program by its command."""

    seat: str  # "" for the built-in seats alone
    name: str
    command: str = ""

    @property
    def id(self) -> str:
        """Return what it is called in tables."""
        return f"{self.seat}={self.name}" if self.seat else COMPUTER


@dataclass(frozen=True)
class Block:
    """Some games of one contender, as they are handed to whoever plays them."""

    files: dict[str, str]
    seed: int
    decision: str | None
    only: bool
    contender: Contender
    runs: tuple[int, ...]
    limits: Limits
    kept: str  # the folder for journals, or ""


def play(block: Block) -> list[Row]:
    """Play the games of a block, and return a row of figures for each."""
    loaded = _prepared(digest(block.files), tuple(sorted(block.files.items())))
    return [_game(loaded, block, run) for run in block.runs]


@cache
def _prepared(_: str, files: tuple[tuple[str, str], ...]) -> Loaded:
    return prepare(dict(files))


_PROGRAMS: dict[tuple[str, str, Limits], tuple[str, Program]] = {}


def _program(command: str, loaded: Loaded, limits: Limits) -> tuple[str, Program]:
    """Return a program with its name; its process serves all games of this process of ours."""
    key = command, loaded.content.digest, limits
    if key not in _PROGRAMS:
        program = Program(command, loaded.lookup, limits)
        _PROGRAMS[key] = enrol(program), program
    return _PROGRAMS[key]


def close() -> None:
    """End the programs that played in this process."""
    for name, program in _PROGRAMS.values():
        program.close()
        seated.dismiss(name)
    _PROGRAMS.clear()


def _game(loaded: Loaded, block: Block, run: int) -> Row:
    who, policies, program = block.contender, dict[str, str](), None
    if who.command:
        name, program = _program(who.command, loaded, block.limits)
        program.renew()
        policies = {who.seat: name}
    elif who.seat:
        policies = {who.seat: who.name}
    path = Path(block.kept) / f"{_plain(who.id)}-{run}.jsonl" if block.kept else None
    if path is not None:
        path.unlink(missing_ok=True)  # of a game that was cut short
    game = (loaded, block.seed, (), block.decision, path)
    session = Session(*game, only=block.only, run=run, policies=policies)
    told: list[str] = []
    taken: list[float] = []
    turns = computers = 0
    while not session.over:
        ours = session.mover == who.seat
        left = ours and program is not None and program.left(who.seat)
        began = time.perf_counter()
        move = session.due_or_computers(told.append)
        taken += [time.perf_counter() - began] * (ours and not left)
        turns += ours
        computers += ours and (left or bool(session.fault))
        session.play(move)
    if program is not None:
        over = next(event for event in session.events if isinstance(event, Over))
        program.over(who.seat, over)
    account = Account() if program is None else program.accounts.get(who.seat, Account())
    return {
        "contender": who.id,
        "run": run,
        **_outcome(session),
        **_conduct(session, who.seat),
        "refused": account.refused,
        "turns": turns,
        "computers": computers,
        "gone": account.gone,
        "faults": told,
        "seconds": [round(one, 6) for one in taken],
    }


def _outcome(session: Session) -> Row:
    """Return what a game decided, how high it went, and how near each seat came to its aim."""
    lookup, played = session.lookup, game_summary.turns(session.events)
    decided = [event for event in session.events if isinstance(event, Decided)]
    rungs: dict[str, int] = {}
    for event in decided:
        ladder = lookup.questions[event.question].question.ladder
        rungs[ladder] = max(rungs.get(ladder, 0), event.rung + 1)
    over = played[-1].over
    return {
        "decided": {event.question: [event.option, event.rung] for event in decided},
        "rungs": rungs,
        "ending": over.ending if over else None,
        "aims": {aim.seat: aim.nearness for aim in game_summary.aims(lookup, played)},
        "events": hash_of(session.events),
    }


def _conduct(session: Session, seat: str) -> Row:
    """Return what a seat said: how often with evidence, in words of its own, not at all."""
    said = [event for event in session.events if isinstance(event, Said) and event.seat == seat]
    written = Counter(event.argument for event in said if event.argument is not None)
    passes = sum(isinstance(move, Pass) and move.seat == seat for move in session.moves)
    return {
        "lines": dict(written),
        "own_lines": sum(event.argument is None for event in said),
        "own_cited": sum(event.argument is None and bool(event.cites) for event in said),
        "passes": passes,
    }


def _plain(name: str) -> str:
    return "".join(char if char.isalnum() or char in "-_." else "_" for char in name)


def read(path: Path, wanted: Sequence[str]) -> list[Row]:
    """Return the rows that a file holds; a last line that was cut short is none."""
    rows: dict[tuple[str, int], Row] = {}
    for line in path.read_bytes().split(b"\n")[:-1] if path.exists() else ():
        try:
            row = reading.as_json(line)
        except ValueError:
            continue
        if isinstance(row, dict) and row.get("contender") in wanted and type(row["run"]) is int:
            rows[row["contender"], row["run"]] = row
    return list(rows.values())
