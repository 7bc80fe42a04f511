"""The doors of the program: each takes bytes from outside, and may refuse them but not break."""

import asyncio
import contextlib
import itertools
import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from sitroom.authoring.position_table import read_table
from sitroom.authoring.scales import to_hundred
from sitroom.authoring.table_scenario import as_scenario
from sitroom.journal import record
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from sitroom.loader.load import check_alone, load
from sitroom.loader.opening import prepare
from sitroom.loader.yaml_text.reader import decode
from sitroom.policies import advice
from sitroom.scenario.problems import ContentError
from sitroom.scenario.schema import Actor, Decision
from tests.classroom.table import lesson
from tests.classroom.web import Host
from tests.fuzz import desk, handed, messages, newer
from tests.fuzz.noise import made
from tests.loader.world import MAIN, MAYOR, PORT, files, folder_files, write

FOUND = Path(__file__).parent / "found"


@dataclass(frozen=True)
class Door:
    """Good input to begin with, and what takes any input; raising says that it broke."""

    seeds: Callable[[], Sequence[bytes]]
    knock: Callable[[bytes], object]


# -- scenario files -----------------------------------------------------------------------------

# A first byte says what the rest is: a small part alone (quick), or a whole scenario's file.
_DECISION = "scenarios/harbour/decisions/entry.yaml"
_SMALL = """id: entry
date: 2024-03
title: The ship asks to come in
question: May it enter?
briefing: It leaks a little.
ladder: entry
options:
  - {id: no, title: Refuse it, rung: refuse, means: It sails on.}
  - {id: yes, title: Let it in, rung: quay, means: It is repaired here.}
rule: {kind: decider, decider: mayor}
table:
  - actor: mayor
"""
_TINY = """format: 1
id: port
name: The port
short: port
who: Someone in town.
aim: To do well.
concerns:
  safety: {weight: 0.5, belief: -0.2}
"""


def _parts() -> list[bytes]:
    """A few whole files, and many pieces of some lines, which are read faster."""
    whole = [b"S" + files()[MAIN].encode(), b"D" + folder_files()[_DECISION].encode()]
    small = [b"D" + _SMALL.encode(), b"A" + _TINY.encode(), b"A" + files()[PORT].encode()]
    pieces = [
        one[:1] + b"\n".join(lines[start : start + 6])
        for one in (*whole[1:], *small)
        for lines in [one[1:].split(b"\n")]
        for start in range(0, len(lines), 3)
    ]
    return [*whole, *small * 4, *pieces * 3]


def read_part(data: bytes) -> None:
    """One file of a scenario, alone or among the others."""
    kind, text = data[:1], decode(data[1:])
    if kind == b"S":
        with contextlib.suppress(ContentError):
            load({**files(), MAIN: text})
    elif kind == b"D":
        check_alone(Decision, _DECISION, text)
    else:
        check_alone(Actor, MAYOR, text)


# -- saved games --------------------------------------------------------------------------------


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="knock-"))


@cache
def _game() -> bytes:
    path = _folder() / "seed.jsonl"
    if not path.exists():
        session = Session(prepare(_playable()), 7, ("mayor",), None, path)
        while not session.over:
            session.play(_any(session))
    return path.read_bytes()


def _playable() -> dict[str, str]:
    whole = files()
    del whole["actors/bystander.yaml"]
    return whole


def _any(session: Session) -> Any:
    return advice.move(session.model, session.state)


def _games() -> list[bytes]:
    return [kind + _game() for kind in (b"R", b"C")]


def read_game(data: bytes) -> None:
    """A journal as it stands, or (C) with its chain of hashes made right again."""
    kind, body = data[:1], data[1:]
    path = _folder() / f"{os.getpid()}.jsonl"
    path.write_bytes(_chained(body) if kind == b"C" else body)
    with contextlib.suppress(JournalError, ContentError), mock.patch("os.fsync"):
        Session.resume(path)
    for left in _folder().glob(f"{os.getpid()}*"):
        left.unlink()


def _chained(body: bytes) -> bytes:
    """The lines that are still JSON objects, each with the hash that it should have."""
    lines, before = [], ""
    for line in body.split(b"\n"):
        try:
            found = json.loads(line)
            found.pop("hash", None)
            made, before = record._line(found, before)
        except (ValueError, AttributeError, TypeError, RecursionError):
            made = line + b"\n"
        lines.append(made)
    return b"".join(lines)


# -- tables ------------------------------------------------------------------------------------

_TABLES = (
    "issue,actor,position,salience,influence,status_quo,outcome\nE-1,A,0,50,10,0,100\nE-1,B,100,70,9,0,100\n",
    "issue;actor;position;salience;influence\nE-1;A;12,5;50;10\nE-1;B;100;;9\n",
    "Actor,Capability,Position,Salience\nA,10,0,50\nB,9,100,70\n",
    "#A\tA\tThe A\n#A\tB\tThe B\n#D\tE\tThe E\n#P\tE\t0\tLow\n#P\tE\t100\tHigh\n#M\tA\tE\t0\t50\t10\n",
)


def _tables() -> list[bytes]:
    return [table.encode() for table in _TABLES]


def read_rows(data: bytes) -> None:
    """A table of positions, made into a scenario where it can be."""
    with contextlib.suppress(ContentError):
        table = read_table("t.csv", data)
        to_hundred(table, None)
        if not any(problem.severity == "error" for problem in table.problems):
            load(as_scenario(table, "t", "T", "2024"))


# -- the command line --------------------------------------------------------------------------

_COMMANDS = (
    "", "--help", "list", "list --json", "show mayor --scenario harbour", "check harbour --json",
    "check actors/port.yaml --format github", "show entry --history", "evidence harbour --json",
    "run harbour --seed 3 --json", "run harbour --decision entry --only", "explain entry --seed 4",
    "new scenario my-town", "new actor judge --in harbour", "schema actor", "schema --scenario harbour",
    "import t.csv --date 2024 --format csv --range 0 100", "migrate harbour --dry-run", "graph harbour",
    "validate t.csv --json", "debrief game --format md", "resume game --plain", "replay game",
    "play harbour --plain --seat mayor --seed 2", "verify game", "tree game", "fork game --at 2",
    "study harbour --runs 20 --jobs 1 --json", "check --explain S101", "list --content .",
    "help", "help studies --plain", "completion fish", "completion --names games", "pack harbour -o p.zip",
)  # fmt: skip
_SEPARATE = b"\x1f"


def _lines_typed() -> list[bytes]:
    return [_SEPARATE.join(line.encode().split()) for line in _COMMANDS]


@cache
def _desk() -> Path:
    """A folder with a scenario, a table and a saved game, and nothing of anybody's."""
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    write(folder, _playable())
    (folder / "t.csv").write_text(_TABLES[0], encoding="utf-8")
    (folder / "home" / "games").mkdir(parents=True)
    (folder / "bare" / "_shipped").mkdir(parents=True)
    (folder / "home" / "games" / "game.jsonl").write_bytes(_game())
    return folder


_FRESH = 100  # lines until the desk is cleared: what `new` has written is read by all that follow
_lines = itertools.count(1)
_HEAVY = ("class", "backtest", "try", "--watch")  # long work and servers have tests of their own


def type_line(data: bytes) -> None:
    """A command line, in a folder of its own; `\\x1f` stands between the words."""
    words = [w.decode("utf-8", "replace").replace("\x00", "") for w in data.split(_SEPARATE)]
    many = any(word.isdigit() and len(word) > 3 for word in words)
    if many or any(word in word_ for word_ in words for word in _HEAVY):
        words = ["list"]
    desk.typed(words, _desk())
    if next(_lines) % _FRESH == 0:
        shutil.rmtree(_desk())
        _desk.cache_clear()


# -- a class -----------------------------------------------------------------------------------


@cache
def _host() -> Any:
    host = Host(*lesson(Path(tempfile.mkdtemp(prefix="class-")), rooms=2))
    students = (host.student("state", "Ann"), host.student("pentagon", "Ben"), host.browser())
    browsers = (*students, host.teacher())
    cookies = ["; ".join(f"{c.name}={c.value}" for c in b.client.cookies.jar) for b in browsers]
    fields = {"csrf": browsers[0].get("/seat").field("csrf"), "seen": browsers[0].field("seen")}
    return host, cookies, fields


_REQUESTS = (
    "0 GET /", "0 GET /seat", "1 GET /seat", "2 GET /seat", "3 GET /teach", "3 GET /screen", "3 GET /teach/room/1",
    "2 POST /join\ncode=AB12&seat=1&name=Eve", "0 POST /move\nkind=say&argument=leak&csrf=C&seen=S",
    "0 POST /move\nkind=own&text=hello&concern=allies&side=further&csrf=C&seen=S", "0 POST /message\ntext=hi&csrf=C",
    "3 POST /teach/do\norder=start&csrf=C", "3 POST /teach/do\norder=say&what=hi&room=1&csrf=C", "2 POST /teach/key\nkey=x",
    "0 POST /vote\noption=permit&csrf=C&seen=S", "0 GET /static/page.css", "3 GET /teach/export", "0 GET /debrief",
)  # fmt: skip


def _requests() -> list[bytes]:
    return [line.encode() for line in _REQUESTS]


def ask(data: bytes) -> None:
    """A request: who, method, path, then headers or a form on the lines below."""
    host, cookies, fields = _host()
    head, _, body = data.partition(b"\n")
    who, method, path = (*head.split(b" ", 2), b"GET", b"/")[:3]
    body = body.replace(b"csrf=C", b"csrf=" + fields["csrf"].encode())
    body = body.replace(b"seen=S", b"seen=" + fields["seen"].encode())
    plain, _, query = path.partition(b"?")
    if plain.endswith(b"stream"):
        return  # it stays open; streams have tests of their own
    host.now.time += 60.0  # nobody has to wait for having asked too often
    name = method.decode("latin-1").upper()[:20] or "GET"
    headers = [
        (b"host", b"127.0.0.1:8080"),
        (b"origin", b"http://127.0.0.1:8080"),
        (b"cookie", cookies[int(who[:1]) % 4 if who[:1].isdigit() else 2].encode()),
        (b"content-type", b"application/x-www-form-urlencoded"),
        (b"content-length", str(len(body)).encode()),
    ]
    scope = {
        "type": "http", "method": name, "path": plain.decode("utf-8", "replace"), "raw_path": plain,
        "query_string": query, "headers": headers, "client": ("127.0.0.1", 5), "http_version": "1.1",
        "scheme": "http", "server": ("127.0.0.1", 8080), "root_path": "",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
    }  # fmt: skip
    status = asyncio.run(_asked(host.app, scope, body))
    assert 200 <= status < 500, (status, data)


async def _asked(app: Any, scope: dict[str, Any], body: bytes) -> int:
    found: list[int] = []
    given = False

    async def receive() -> dict[str, Any]:
        nonlocal given
        if given:
            return {"type": "http.disconnect"}
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            found.append(message["status"])

    await app(scope, receive, send)
    return found[0]


DOORS = {
    "loader": Door(_parts, read_part),
    "journal": Door(_games, read_game),
    "table": Door(_tables, read_rows),
    "command": Door(_lines_typed, type_line),
    "class": Door(_requests, ask),
    "pack": Door(newer.packs, lambda data: newer.read_pack(data, _folder())),
    "codes": Door(newer.codes, lambda data: newer.read_codes(data, _folder())),
    "seat": Door(newer.answers, newer.answer),
    "mcp": Door(messages.calls, messages.call),
    "program": Door(messages.lines, messages.speak),
    **{name: Door(one.seeds, one.take) for name, one in handed.HANDED.items()},
}


def inputs(door: str, seed: int, start: int, count: int) -> Sequence[bytes]:
    """So many inputs of a door; the same for the same numbers on every machine."""
    seeds = DOORS[door].seeds()
    chances = (random.Random(f"{door} {seed} {n}") for n in range(start, start + count))  # noqa: S311
    return [made(chance, seeds) for chance in chances]
