"""What others' programs send while a game goes on: calls of a client, lines of a seat's program."""

import asyncio
import contextlib
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from sitroom.engine import game
from sitroom.files import reading
from sitroom.loader.opening import prepare
from sitroom.policies.seated import PolicyError
from sitroom.seats.program import Limits, Program
from tests.fuzz.newer import table
from tests.loader.world import files

# -- a client of the Model Context Protocol ----------------------------------------------------

_CALLS = (
    '["begin", {"scenario": "harbour", "seat": "mayor", "seed": 7, "open_seats": ["port"]}]',
    '["begin", {"scenario": "harbour", "seat": "mayor", "decision": "entry", "only": true}]',
    '["join", {"table": "t1", "seat": "port"}]', '["look", {"full": true}]', '["moves", {"full": true}]',
    '["move", {"number": 1}]', '["move", {"move": {"move": "pass"}}]', '["move", {}]',
    '["move", {"move": {"move": "own", "text": "Let it in.", "concern": "safety", "claim": 1, "cites": "paper:2"}}]',
    '["move", {"move": {"move": "say", "argument": "leak", "press": true}, "ticket": "mine"}]',
    '["why", {"actor": "port"}]', '["forecast", {}]', '["debrief", {"ticket": ""}]',
    '["sitroom://mine/actors/mayor"]', '["sitroom://mine/decisions/entry"]', '["sitroom://mine/sources/paper"]',
)  # fmt: skip


def calls() -> list[bytes]:
    """Calls of tools and resources, a line each, from a seat that was taken."""
    parts = (_CALLS, *((_CALLS[0], *_CALLS[n : n + 5]) for n in range(2, len(_CALLS), 5)))
    return ["\n".join(part).encode() for part in parts]


def call(data: bytes) -> None:
    """What a client asks of a server of its own: answered, or refused in words, and never a crash."""
    from mcp import MCPError  # noqa: PLC0415 - of an extra
    from mcp.server.mcpserver.exceptions import (  # noqa: PLC0415
        ResourceError,
        ToolError,
        UnexpectedResourceError,
        UnexpectedToolError,
    )

    from sitroom.seats.server import server  # noqa: PLC0415
    from sitroom.seats.tables import Tables  # noqa: PLC0415

    tables = Tables(save=False)
    tables._loaded["harbour"] = _harbour()
    held = server(tables)
    for line in data.split(b"\n"):
        with contextlib.suppress(ValueError, RecursionError):  # that is for the library to refuse
            asked = reading.as_json(line)
            if not isinstance(asked, list) or not asked or not isinstance(asked[0], str):
                continue
            given = asked[1] if len(asked) > 1 and isinstance(asked[1], dict) else {}
            try:
                asyncio.run(_asked(held, asked[0], given))
            except (UnexpectedToolError, UnexpectedResourceError) as error:
                raise AssertionError(f"{asked}: {error.__cause__!r}") from error
            except (MCPError, ResourceError, ToolError):
                continue


async def _asked(held: Any, what: str, given: dict[str, Any]) -> None:
    if what.startswith("sitroom:"):
        await held.read_resource(what)
    else:
        await held.call_tool(what, given)


@cache
def _harbour() -> Any:
    whole = files()
    del whole["actors/bystander.yaml"]
    return prepare(whole)


# -- a program at a seat, as a process ---------------------------------------------------------

# Whatever it is asked, it says what stands in a file, and is asked at most thrice a turn.
_SAYS = """import sys
for line in sys.stdin.buffer:
    sys.stdout.buffer.write(open(sys.argv[1], "rb").read() + b"\\n")
    sys.stdout.buffer.flush()
"""
_LINES = (
    '{"number": 1}', '{"number": 999, "n": 3}', '{"ask": "full"}', '{"move": "say", "argument": "leak"}', "null",
    '{"move": "own", "text": "Let it in.", "concern": "safety", "claim": 1}', '[1]\n{"move": "pass"}\nno',
)  # fmt: skip


def lines() -> list[bytes]:
    """What a program may say, in a line or in several."""
    return [line.encode() for line in _LINES]


def speak(data: bytes) -> None:
    """A turn of a program: a legal move of its own seat, or told in a line why the computer has it."""
    program, path = _program()
    path.write_bytes(data)
    session = table()
    program.renew()
    try:
        move = program.move(session.model, session.state, "mayor")
    except PolicyError as refusal:
        told = str(refusal)
    else:
        assert move is not None
        game.play(session.model, session.state, move)
        told = ""
    assert told.isprintable(), told
    assert all(why.isprintable() for why in program.accounts["mayor"].why)


@cache
def _program() -> tuple[Program, Path]:
    folder = Path(tempfile.mkdtemp(prefix="program-"))
    (folder / "says.py").write_text(_SAYS, "utf-8")
    command = f"{sys.executable} -I -S {folder / 'says.py'} {folder / 'lines'}"
    return Program(command, table().lookup, Limits(seconds=0.5)), folder / "lines"
