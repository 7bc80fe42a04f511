"""Open seats: what a turn costs beside the engine, and 10,000 hostile messages at each door.

python bench/seats.py            all of it
python bench/seats.py --messages 500
"""

import argparse
import json
import os
import random
import string
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sitroom.classroom.guard import Limits as GuardLimits
from sitroom.classroom.guests import Guests
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import OVER
from sitroom.classroom.site import Site
from sitroom.engine.moves import IllegalMoveError, steers, to_plain
from sitroom.errors import SitroomError
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.policies import seated
from sitroom.policies.seated import PolicyError
from sitroom.seats.answer import move_of
from sitroom.seats.program import Limits, Program, enrol
from sitroom.seats.sitting import RefusedError
from sitroom.seats.tables import Tables

SEAT, DECISION = "cia", "first-response-21"
ANSWERS = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    if asked["type"] == "move":
        sys.stdout.write('{"number": 1}\\n')
        sys.stdout.flush()
"""
ECHO = """
import sys
hostile = open({path!r}, "rb").read().split(b"\\0")
for number, line in enumerate(sys.stdin):
    sys.stdout.buffer.write(hostile[number % len(hostile)] + b"\\n")
    sys.stdout.flush()
"""


def overhead(loaded: Loaded, games: int) -> None:
    """Print what a turn takes with a program that answers at once, and how much of it is ours."""
    program = Program(f'{sys.executable} -I -S -c "{_quoted(ANSWERS)}"', loaded.lookup, Limits())
    name = enrol(program)
    cpu: list[float] = []
    for run in range(games):
        session = Session(loaded, 1, run=run, policies={SEAT: name})
        while not session.over:
            began = time.process_time()
            move = session.due()
            cpu += [time.process_time() - began] * (session.mover == SEAT)
            session.play(move)
    wall = program.accounts[SEAT].seconds
    program.close()
    seated.dismiss(name)
    for what, times in (("wall clock", wall), ("our processor", cpu)):
        ordered = sorted(times)
        median, p95 = (1000 * ordered[int(part * len(ordered))] for part in (0.5, 0.95))
        print(
            f"overhead, {what}: median {median:.2f} ms, p95 {p95:.2f} ms of {len(times)} turns, at load {os.getloadavg()[0]:.1f}"
        )


def _quoted(source: str) -> str:
    return source.replace("\\", "\\\\").replace('"', '\\"')


def hostile(dice: random.Random, seats: list[str], arguments: list[str]) -> Iterator[Any]:
    """Yield answers that no honest program would give: values, not yet lines."""
    odd = ["", "\x1b[2J\x1b]0;x\x07", "\u202e\u2066", "\ud800", "<script>", "x" * 10**5, "\0", "'"]
    values: list[Callable[[], Any]] = [
        lambda: dice.choice(odd),
        lambda: dice.randrange(-(10**20), 10**20),
        lambda: dice.choice([True, None, [], {}, 1e308, -0.0]),
        lambda: "".join(dice.choices(string.printable, k=30)),
        lambda: dice.choice(seats),
        lambda: dice.choice(arguments),
        lambda: [[[dice.choice(odd)]]] * 3,
    ]
    keys = ["move", "number", "seat", "argument", "option", "text", "concern", "claim", "cites"]
    kinds = ["say", "own", "pass", "choose", "put", "trigger", "look", "begin"]
    while True:
        body = {key: dice.choice(values)() for key in dice.sample(keys, dice.randrange(len(keys)))}
        if dice.random() < 0.7:
            body["move"] = dice.choice(kinds)
        yield body if dice.random() < 0.9 else dice.choice(values)()


def lines(dice: random.Random, values: Iterator[Any]) -> Iterator[bytes]:
    """Yield hostile lines: those values, cut, doubled, run together, or no text at all."""
    for value in values:
        line = json.dumps(value).encode()[:60_000]
        match dice.randrange(8):
            case 0:
                line = line[: dice.randrange(len(line) + 1)]
            case 1:
                line = dice.randbytes(dice.randrange(200)).replace(b"\n", b"").replace(b"\0", b"")
            case 2:
                line = b"[" * dice.randrange(5000)
        yield line.replace(b"\0", b"")


def judged(loaded: Loaded, count: int) -> None:
    """Send values to the judge of all doors, in a debate and in a choice."""
    dice = random.Random(1)  # noqa: S311 - the same every time
    debate, choice = Session(loaded, 1), Session(loaded, 1)
    while debate.mover != SEAT:
        debate.computer_move()
    while choice.state.phase.value == "debate" or choice.mover is None:
        choice.computer_move()
    legal, told = 0, list[str]()
    values = hostile(dice, list(loaded.content.actors), _arguments(loaded))
    for number, value in zip(range(count), values, strict=False):
        session = (debate, choice)[number % 2]
        seat = str(session.mover)
        try:
            move = move_of(session.lookup, session.model, session.state, seat, value)
        except IllegalMoveError as error:
            told.append(str(error))
        else:
            legal += to_plain(move)["seat"] == seat
    assert max(map(len, told)) < 300
    assert legal + len(told) == count
    print(f"the judge: {count:,} hostile answers, {legal} legal all the same, none breaks")


def at_tables(loaded: Loaded, count: int) -> None:
    """Send them to a table as tools of MCP do, with wrong tickets among them."""
    dice, tables = random.Random(2), Tables(save=False)  # noqa: S311
    refused: list[str] = []
    joined = tables.begin("cuba-1962", SEAT, decision=DECISION, only=True, seed=1)
    values = hostile(dice, list(loaded.content.actors), _arguments(loaded))
    for _, value in zip(range(count), values, strict=False):
        ticket = joined.ticket if dice.random() < 0.5 else str(value)[:50]
        try:
            table, seat = tables.at(ticket)
            told = table.move(seat, value)
        except RefusedError as error:
            refused.append(str(error))
            continue
        assert not any(steers(char) for line in told.told for char in line if char != "\n")
        if told.over:
            joined = tables.begin("cuba-1962", SEAT, decision=DECISION, only=True, seed=1)
            tables.tables = {joined.table: tables.tables[joined.table]}
    assert max(map(len, refused)) < 500
    print(f"tables of MCP: {count:,} hostile calls, none breaks")


def in_class(loaded: Loaded, count: int, scratch: str) -> None:
    """Send them to a seat of a class, with codes and tickets that are none among them."""
    dice, refused, classes = random.Random(4), list[str](), 0  # noqa: S311
    values = hostile(dice, list(loaded.content.actors), _arguments(loaded))
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        room = None
        for _, value in zip(range(count), values, strict=False):
            if room is None or room.phase == OVER:
                classes += 1
                path = Path(folder) / str(classes)
                lesson, _key = Lesson.create(path, loaded, rooms=1, seed=classes, seats=[SEAT])
                guests = Guests(Site(lesson, GuardLimits(time.monotonic), ["http://127.0.0.1"]))
                joined = guests.join(lesson.row.code, lesson.store.seats()[0].code)
                room = lesson.rooms[1]
            while room.mover != SEAT and room.phase != OVER:
                room.next()
            ticket = joined.ticket if dice.random() < 0.5 else str(value)[:50]
            try:
                if dice.random() < 0.1:
                    guests.join(str(value), ticket)
                table, seat = guests.at(ticket)
                told = table.move(seat, value)
            except SitroomError as error:
                refused.append(str(error))
                continue
            assert not any(steers(char) for line in told.told for char in line if char != "\n")
    assert max(map(len, refused)) < 500
    print(f"a seat of a class: {count:,} hostile calls in {classes} classes, none breaks")


def at_programs(loaded: Loaded, count: int, path: str) -> None:
    """Let a program answer with them, line by line."""
    dice = random.Random(3)  # noqa: S311
    found = lines(dice, hostile(dice, list(loaded.content.actors), _arguments(loaded)))
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(b"\0".join(line for _, line in zip(range(count), found, strict=False)))
    command = f'{sys.executable} -I -S -c "{_quoted(ECHO.format(path=path))}"'
    program = Program(command, loaded.lookup, Limits())
    name, told, run, heard = enrol(program), list[str](), 0, 0
    while heard < count:
        session = Session(loaded, 1, run=run, decision=DECISION, only=True, policies={SEAT: name})
        run += 1
        while not session.over:
            try:
                session.play(session.due())
            except PolicyError:
                session.play(session.due_or_computers(told.append))
        heard += program.accounts[SEAT].turns + program.accounts[SEAT].refused
        program.renew()
    program.close()
    seated.dismiss(name)
    assert not any(steers(char) for line in told for char in line)
    print(f"a program: {heard:,} hostile lines in {run} games, all played to their end")


def _arguments(loaded: Loaded) -> list[str]:
    return [id_ for asked in loaded.lookup.questions.values() for id_ in asked.arguments]


def main() -> None:
    """Measure, and send what is hostile."""
    read = argparse.ArgumentParser()
    read.add_argument("--messages", type=int, default=10_000)
    read.add_argument("--games", type=int, default=20)
    read.add_argument("--scratch", default="/tmp/sitroom-hostile")  # noqa: S108
    options = read.parse_args()
    loaded = open_scenario("cuba-1962")
    overhead(loaded, options.games)
    judged(loaded, options.messages)
    at_tables(loaded, options.messages)
    Path(options.scratch).mkdir(exist_ok=True)
    in_class(loaded, options.messages, options.scratch)
    at_programs(loaded, options.messages, f"{options.scratch}/lines")


if __name__ == "__main__":
    main()
