"""Programs at a table of a class, by the SDK's own client, with a person in a browser beside them."""

import asyncio
import signal
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from sitroom.classroom.store import Store
from sitroom.engine.moves import FreeLine, Say
from sitroom.journal import record
from sitroom.journal.session import Session
from tests.classroom.program import Program
from tests.classroom.table import lesson
from tests.classroom.web import BASE, Browser, Host
from tests.seats.asked import called, refused

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")


def codes(host: Host, actor: str) -> dict[str, str]:
    seat = next(s for s in host.lesson.store.seats(1) if s.actor == actor)
    return {"table": host.lesson.row.code, "seat": seat.code}


async def beside(host: Host, ann: Browser, client: Any) -> None:
    room, teacher = host.lesson.rooms[1], host.teacher()
    assert "code of the class" in await refused(client, "begin", scenario="x", seat="pentagon")
    right = codes(host, "pentagon")
    told = await refused(client, "join", **right | {"table": "ABCDE"})
    assert "not the code of this class" in told
    assert "return code" in await refused(client, "join", **right | {"seat": "ABCDE"})
    for half in ("\ud800", "x" * 10**4):
        assert "no seat here" in await refused(client, "look", ticket=half)
        assert "code of this class" in await refused(client, "join", table=half, seat=half)
    mine = await called(client, "join", **right)
    ticket = {"ticket": mine["ticket"]}
    assert "A program" in teacher.get("/teach/room/1").page
    assert "not started" in await refused(client, "look", **ticket)
    assert not (await called(client, "move", **ticket))["told"]
    teacher.order("start")
    assert (await called(client, "look", full=True, **ticket))["phase"] == "brief"
    assert not (await called(client, "moves", **ticket))["moves"]
    assert "for who plays it" in await refused(client, "why", actor="state", **ticket)
    teacher.order("next", what="anyway")
    said, news = list[str](), list[str]()
    while room.phase in ("debate", "choose"):
        if room.mover == "pentagon":
            seen = await called(client, "look", **ticket)
            assert seen["mover"] == "pentagon"
            if seen["phase"] == "debate" and not said:
                own = {"move": "own", "text": "Our stocks will last.", "claim": 1}
                own["concern"] = next(iter(host.lesson.loaded.content.scenario.concerns))
                move: dict[str, Any] = {"move": own}
                said.append(str(own["text"]))
            else:
                assert (await called(client, "moves", full=True, **ticket))["moves"]
                move = {"number": 1}
            moved = await called(client, "move", **move, **ticket)
            assert not moved["over"]
            news += moved["told"]
            assert "turn" in await refused(client, "move", move={"move": "pass"}, **ticket)
        elif room.phase == "debate":
            assert not (await called(client, "moves", **ticket))["moves"]
            ann.get("/seat").post("/move", kind="pass")
        else:
            ann.get("/seat").post("/move", kind="choose", option="")
    assert said[0] in ann.get("/seat").page or room.phase == "outcome"
    news += (await called(client, "move", **ticket))["told"]
    assert any(said[0] in line for line in news)
    assert any(line.startswith("Answer: ") for line in news)
    assert "outcome is being read" in await refused(client, "look", **ticket)
    assert "opens when" in await refused(client, "debrief", **ticket)
    teacher.order("next", what="anyway")
    assert (await called(client, "move", **ticket))["over"]
    assert (await called(client, "debrief", **ticket))["title"].startswith("Debrief")


def test_a_program_and_a_student_play_one_table(host: Host) -> None:
    from sitroom.classroom.guests import Guests  # noqa: PLC0415
    from sitroom.seats.server import server  # noqa: PLC0415

    ann = host.student("state", "Ann")

    async def play() -> None:
        async with mcp.Client(server(Guests(host.site), alone=False)) as client:
            await beside(host, ann, client)

    asyncio.run(play())
    session = host.lesson.rooms[1].session
    by = {type(move) for move in session.moves if getattr(move, "seat", "") == "pentagon"}
    assert {FreeLine, Say} & by
    assert session.path
    assert Session.replay(record.read(session.path), host.lesson.loaded).moves == session.moves


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(*lesson(tmp_path / "c", seats=("state", "pentagon", "white-house")))


def test_programs_have_a_door_of_their_own_that_strangers_do_not_open(host: Host) -> None:
    from sitroom.classroom.guests import MOST_BYTES, PATH, REQUESTS, beside  # noqa: PLC0415

    app = beside(host.app, host.site, ["127.0.0.1"], 8080)
    with TestClient(app, base_url=BASE) as web:
        assert web.get("/").status_code == 200
        assert web.get(PATH).status_code == 405
        head = {"accept": "application/json, text/event-stream"}
        ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
        version = {"mcp-protocol-version": "2025-06-18"}
        found = web.post(PATH, json=ask, headers=head | version)
        assert {tool["name"] for tool in found.json()["result"]["tools"]} >= {"join", "move"}
        assert web.post(PATH, json=ask, headers=head | {"host": "evil.example"}).status_code == 421
        away = head | {"origin": "http://evil.example"}
        assert web.post(PATH, json=ask, headers=away).status_code == 403
        assert web.post(PATH, content=b"x" * (MOST_BYTES + 1), headers=head).status_code in (
            400,
            413,
        )
        for line in (b"{", b"\xff", b"[]", b'{"jsonrpc": "2.0", "id": 1, "method": 7}'):
            assert web.post(PATH, content=line, headers=head).status_code == 400
        while host.site.limits.spend(("mcp", "testclient"), REQUESTS):
            pass
        assert web.post(PATH, json=ask, headers=head | version).status_code == 429
        assert web.get("/").status_code == 200  # browsers are not shut out by it


@pytest.mark.slow
def test_a_client_joins_a_class_that_is_hosted(tmp_path: Path) -> None:
    httpx = pytest.importorskip("httpx2")
    from mcp.client.streamable_http import streamable_http_client  # noqa: PLC0415

    program = Program(tmp_path, "cuba-1962", "--name", "c", "--port", "0", "--mcp")
    store = Store.open(tmp_path / "classes" / "c")
    key = {"table": store.row().code, "seat": store.seats()[0].code}
    store.close()

    async def meet() -> None:
        async with (
            httpx.AsyncClient(timeout=60) as web,
            mcp.Client(streamable_http_client(f"{program.address}/mcp", http_client=web)) as client,
        ):
            mine = await called(client, "join", **key)
            assert "not started" in await refused(client, "look", ticket=mine["ticket"])

    try:
        asyncio.run(meet())
    finally:
        assert "--mcp" in program.stop(signal.SIGINT)
