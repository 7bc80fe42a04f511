"""Seats for language models: tools over the Model Context Protocol, with the SDK's own client."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitroom.loader.opening import prepare
from sitroom.seats.sitting import RefusedError
from sitroom.seats.tables import Table, Tables
from tests.command import MAIN
from tests.hidden import Secrets, said, scenarios
from tests.seats.asked import called, heard, refused

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")
GAME = {"scenario": "cuba-1962", "decision": "verify-28", "only": True, "seed": 1}
SERVE = ("-c", MAIN, "mcp", "--no-save")


async def play_on(*clients: tuple[Any, str]) -> list[Any]:
    """Play to the end, each client its first move in its turn; return what they were told last."""
    last = []
    while True:
        for client, ticket in clients:
            if (await called(client, "moves", ticket=ticket))["moves"]:
                told = await called(client, "move", number=1, ticket=ticket)
                last.append(told)
                if told["over"]:
                    return last


async def by_stdio() -> None:
    server = mcp.StdioServerParameters(
        command=sys.executable, args=[*SERVE], env={**os.environ, "SITROOM_HOME": "/nonexistent"}
    )
    async with mcp.Client(server) as client:
        listed = (await client.list_tools()).tools
        assert {tool.name for tool in listed} == {
            *("scenarios", "begin", "join", "look", "moves", "move", "why", "forecast", "debrief")
        }
        assert all(tool.output_schema and tool.description for tool in listed)
        assert "you have no seat" in await refused(client, "look")
        found = await called(client, "scenarios")
        assert (
            "verify-28"
            in next(s for s in found["scenarios"] if s["id"] == "cuba-1962")["decisions"]
        )
        assert "did you mean 'cia'" in (await refused(client, "begin", **GAME, seat="ciaa")).lower()
        joined = await called(client, "begin", **GAME, seat="cia")
        assert "has a seat already" in await refused(client, "begin", **GAME, seat="cia")
        full = await called(client, "look", full=True)
        assert full["more"]["brief"][0].startswith("Your seat: Central Intelligence Agency")
        profile = await client.read_resource("sitroom://mine/actors/cia")
        assert profile.contents[0].text.startswith("Central Intelligence Agency")
        at_hand = await client.read_resource("sitroom://mine/decisions/verify-28")
        assert "what may be argued" in at_hand.contents[0].text.lower()
        assert "Who decides" in (await client.read_resource("sitroom://rules")).contents[0].text
        with pytest.raises(mcp.MCPError, match="no decision 'first"):
            await client.read_resource("sitroom://mine/decisions/first")
        assert (await called(client, "why"))["title"].startswith("Why the position of")
        assert (await called(client, "forecast"))["sections"]
        assert "opens when the game is over" in await refused(client, "debrief")
        last = await play_on((client, joined["ticket"]))
        assert last[-1]["over"]
        assert (await called(client, "debrief"))["title"].startswith("Debrief")
        await called(client, "begin", **GAME, seat="state")  # when one is over


@pytest.mark.slow
def test_a_client_plays_a_game_over_stdio() -> None:
    asyncio.run(by_stdio())


async def two_at_one_table(make: Any) -> None:
    async with make() as one, make() as two:
        mine = await called(one, "begin", **GAME, seat="cia", open_seats=["joint-chiefs"])
        assert "is not open" in await refused(two, "join", table=mine["table"], seat="cia")
        theirs = await called(two, "join", table=mine["table"], seat="joint-chiefs")
        assert theirs["ticket"] != mine["ticket"]
        assert "you have no seat" in await refused(two, "look")
        assert "you have no seat" in await refused(two, "look", ticket="x" * 24)
        look = await called(two, "look", full=True, ticket=theirs["ticket"])
        assert look["seat"] == "joint-chiefs"
        assert "for who plays it" in await refused(two, "why", actor="cia", ticket=theirs["ticket"])
        turn = await called(two, "moves", ticket=theirs["ticket"])
        if not turn["moves"]:
            refusal = await refused(two, "move", move={"move": "pass"}, ticket=theirs["ticket"])
            assert "not your turn" in refusal
        seat = {"move": "pass", "seat": "cia"}
        refusal = await refused(two, "move", move=seat, ticket=theirs["ticket"])
        assert "you have the seat joint-chiefs" in refusal
        last = await play_on((one, mine["ticket"]), (two, theirs["ticket"]))
        assert last[-1]["over"]


def test_two_clients_sit_at_one_table() -> None:
    from sitroom.seats.server import server  # noqa: PLC0415

    shared = server(Tables(save=False), alone=False)
    asyncio.run(two_at_one_table(lambda: mcp.Client(shared)))


@pytest.mark.slow
def test_two_clients_sit_at_one_table_over_http() -> None:
    httpx = pytest.importorskip("httpx2")
    from mcp.client.streamable_http import streamable_http_client  # noqa: PLC0415

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = f"http://127.0.0.1:{port}/mcp"
    command = [sys.executable, *SERVE, "--http", "--port", str(port), "--token", "a-token"]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                answer = httpx.post(where, json={})
                break
            except httpx.TransportError:
                assert time.monotonic() < until
                assert running.poll() is None
                time.sleep(0.05)
        assert answer.status_code == 401
        wrong = httpx.post(where, json={}, headers={"Authorization": "Bearer a-tokem"})
        assert wrong.status_code == 401

        async def meet() -> None:
            key = {"Authorization": "Bearer a-token"}
            async with httpx.AsyncClient(headers=key, timeout=60) as web:
                await two_at_one_table(
                    lambda: mcp.Client(streamable_http_client(where, http_client=web))
                )

        asyncio.run(meet())
    finally:
        running.terminate()
        running.wait()


plans = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 1)), min_size=1, max_size=20)


@given(scenarios(), plans)
def test_no_answer_at_a_table_tells_what_is_anothers(
    world: tuple[dict[str, str], Secrets], plan: list[tuple[int, int]]
) -> None:
    files, secrets = world
    tables = Tables(save=False)
    tables._loaded["hidden"] = prepare(files)
    mine = tables.begin("hidden", "ann", open_seats=["bob"], seed=1)
    theirs = tables.join(mine.table, "bob")
    tickets, people = (mine.ticket, theirs.ticket), ("ann", "bob")
    for number, who in plan:
        table, seat = tables.at(tickets[who])
        for told in answers(table, seat, number):
            aloud = said(table.game.session.events)
            if table.game.session.over:
                return
            assert not secrets.leaks(told, seat, aloud, people), (seat, told)


def answers(table: Table, seat: str, number: int) -> list[str]:
    """All that a seat can get to hear of a table, and then a move of its own."""
    found = heard(table, seat)
    size = len(table.moves(seat, full=False).moves) or 1
    try:
        return [*found, table.move(seat, {"number": number % size + 1}).model_dump_json()]
    except RefusedError as error:
        return [*found, str(error)]


@pytest.mark.slow
def test_hostile_lines_break_no_server(tmp_path: Path) -> None:
    lines = [
        *(b"", b"garbage", b"\xff\xfe\x00", b"{" * 3000, b"[]", b"1", b'{"jsonrpc":"2.0"}'),
        b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"look","arguments":[]}}',
        b'{"jsonrpc":"2.0","id":2,"method":"' + b"x" * 10**6 + b'"}',
        json.dumps(
            {"jsonrpc": "2.0", "id": 3, "method": "initialize", "params": {"x": "\x1b[2J"}}
        ).encode(),
    ]
    done = subprocess.run(
        [sys.executable, *SERVE],
        input=b"\n".join(lines) + b"\n{half",
        capture_output=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in done.stdout.splitlines())
    assert b"\x1b" not in done.stdout + done.stderr
