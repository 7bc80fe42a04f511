"""Sitroom as a server of the Model Context Protocol (extra `mcp`): few tools, each for a purpose.

Over stdio a connection has one seat. Over HTTP each request has to say its ticket, since requests
of that protocol stand for themselves.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from secrets import compare_digest
from typing import Any, Protocol

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError

import sitroom
from sitroom.errors import SitroomError
from sitroom.library import library as pages
from sitroom.scenario.content import Content
from sitroom.scenario.rules import known as rules
from sitroom.seats.hand import Moves
from sitroom.seats.sight import Look, Seen
from sitroom.seats.sitting import Moved, Page, RefusedError, Sitting
from sitroom.seats.tables import Joined, Tables

INSTRUCTIONS = (
    "Take a seat in a debate about an escalation decision. Ask for `scenarios`, `begin` a game (or "
    "`join` one), then `look` and `moves` before each `move`. The engine keeps the state and says "
    "what is legal; every written line cites its evidence. This is a teaching model and no forecast."
)
MINE = "mine"  # a ticket: that of this connection


class Scenario(Seen):
    """A scenario that can be played, with its decisions and seats by id."""

    id: str
    title: str
    summary: str
    decisions: dict[str, str]
    seats: dict[str, str]


class Scenarios(Seen):
    """The scenarios that can be played."""

    scenarios: tuple[Scenario, ...]


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what can't be done into an answer that says so, and nothing else of ours."""
    try:
        yield
    except SitroomError as error:
        raise ToolError(" ".join(str(error).split())[:500]) from None


class Host(Protocol):
    """Who has tables that clients may sit down at; see `Tables`."""

    def listed(self) -> Iterable[Content]:
        """Return the scenarios that can be played."""

    def begin(
        self,
        scenario: str,
        seat: str,
        *,
        decision: str = "",
        only: bool = False,
        seed: int | None = None,
        open_seats: Sequence[str] = (),
    ) -> Joined:
        """Begin a game and take a seat."""

    def join(self, table: str, seat: str) -> Joined:
        """Take an open seat."""

    def at(self, ticket: str) -> tuple[Sitting, str]:
        """Return the table and the seat of a ticket."""


class Desk:
    """What the tools of a server do; `alone` says that all requests are of one client.

    A docstring here is what a client reads of the tool, and the arguments are its form.
    """

    def __init__(self, tables: Host, *, alone: bool) -> None:
        """Begin with no seat."""
        self._tables, self._alone, self._own = tables, alone, ""

    def scenarios(self) -> Scenarios:
        """List the scenarios with their decisions and seats."""
        return Scenarios(scenarios=tuple(map(_listed, self._tables.listed())))

    def begin(
        self,
        scenario: str,
        seat: str,
        decision: str = "",
        only: bool = False,
        seed: int | None = None,
        open_seats: list[str] | None = None,
    ) -> Joined:
        """Begin a game in a seat; `open_seats` wait for other clients, the rest is the computer's.

        With `decision` it starts there, with `only` it ends there; the same `seed` and moves give
        the same game.
        """
        with refusing():
            self._free()
            joined = self._tables.begin(
                scenario, seat, decision=decision, only=only, seed=seed, open_seats=open_seats or ()
            )
            return self._seated(joined)

    def join(self, table: str, seat: str) -> Joined:
        """Take an open seat at a table that another client has begun."""
        with refusing():
            self._free()
            return self._seated(self._tables.join(table, seat))

    def look(self, full: bool = False, ticket: str = "") -> Look:
        """See what your seat may see; `full` adds the briefing, the news and your own brief."""
        with refusing():
            table, seat = self._at(ticket)
            return table.look(seat, full=full)

    def moves(self, full: bool = False, ticket: str = "") -> Moves:
        """List your legal moves, each with its evidence; `full` adds what each may do."""
        with refusing():
            table, seat = self._at(ticket)
            return table.moves(seat, full=full)

    def move(
        self, number: int | None = None, move: dict[str, Any] | None = None, ticket: str = ""
    ) -> Moved:
        """Move: by `number` of the list, or by a `move` of your own.

        In private, before you first speak: {"move": "confide", "argument": "...", "to": "SEAT"}.
        In words of your own: {"move": "own", "text": "...", "concern": "...", "claim": 1 to go
        further or -1 for restraint, "cites": "source:17"}. Without a move you are told the news.
        """
        with refusing():
            table, seat = self._at(ticket)
            if number is None and move is None:
                return table.news(seat)
            return table.move(seat, {"number": number} if move is None else move)

    def why(self, actor: str = "", ticket: str = "") -> Page:
        """Take a position apart: your own, or that of a seat that the computer plays."""
        with refusing():
            table, seat = self._at(ticket)
            return table.why(seat, actor or seat)

    def forecast(self, ticket: str = "") -> Page:
        """See how each at the table would choose now."""
        with refusing():
            table, seat = self._at(ticket)
            return table.forecast(seat)

    def debrief(self, ticket: str = "") -> Page:
        """Look back on the game, once it is over."""
        with refusing():
            return self._at(ticket)[0].debrief()

    def page(self, ticket: str, kind: str, id_: str) -> str:
        """Return a page of what a seat may look up."""
        try:
            table, seat = self._at(ticket)
            title, lines = pages.page(table.view(seat), f"{kind}:{id_}")
        except SitroomError as error:
            raise ResourceNotFoundError(str(error)) from None
        except KeyError:
            what = f"there is no {kind} '{id_}' to be looked up here"
            raise ResourceNotFoundError(what) from None
        return "\n".join([title, "", *lines])

    def _at(self, ticket: str) -> tuple[Sitting, str]:
        return self._tables.at(self._own if self._alone and ticket in ("", MINE) else ticket)

    def _seated(self, joined: Joined) -> Joined:
        self._own = joined.ticket if self._alone else ""
        return joined

    def _free(self) -> None:
        if self._own and not self._tables.at(self._own)[0].over:
            raise RefusedError("this connection has a seat already, in a game that goes on")


def server(tables: Host, *, alone: bool = True) -> MCPServer:
    """Return a server over some tables."""
    desk = Desk(tables, alone=alone)
    made: MCPServer = MCPServer(
        "sitroom",
        instructions=INSTRUCTIONS,
        version=sitroom.__version__,
        log_level="CRITICAL",
        subscriptions=False,
    )
    tools = (desk.scenarios, desk.begin, desk.join, desk.look, desk.moves, desk.move)
    for tool in (*tools, desk.why, desk.forecast, desk.debrief):
        made.tool()(tool)
    _resources(made, desk)
    return made


def _resources(made: MCPServer, desk: Desk) -> None:
    def actors(ticket: str, name: str) -> str:
        """Read an actor's profile, as far as your seat may know it (ticket: mine, over stdio)."""
        return desk.page(ticket, "actor", name)

    def decisions(ticket: str, name: str) -> str:
        """Read a decision that has come up, with the arguments of your own hand."""
        return desk.page(ticket, "decision", name)

    def sources(ticket: str, name: str) -> str:
        """Read what is cited of a source."""
        return desk.page(ticket, "source", name)

    def how_decided() -> str:
        """Read by which rules tables decide."""
        who = {"decider": "the decider", "consent": "those whose consent is needed"}
        return "\n".join(f"{id_}: {one.words.line.format(**who)}" for id_, one in rules().items())

    for read in (actors, decisions, sources):
        address = f"sitroom://{{ticket}}/{read.__name__}/{{name}}"
        made.resource(address, mime_type="text/plain")(read)
    made.resource("sitroom://rules", mime_type="text/plain", name="rules")(how_decided)


def _listed(content: Content) -> Scenario:
    one = content.scenario
    return Scenario(
        id=one.id,
        title=one.title,
        summary=one.summary,
        decisions={decision.id: decision.title for decision in one.decisions},
        seats={id_: actor.name for id_, actor in content.actors.items()},
    )


def serve_http(tables: Tables, host: str, port: int, token: str) -> None:
    """Serve over streamable HTTP, to whoever has the token."""
    uvicorn = import_module("uvicorn")
    app = server(tables, alone=False).streamable_http_app(host=host)
    uvicorn.run(guarded(app, token), host=host, port=port, log_level="error", ws="none")


def guarded(app: Any, token: str) -> Any:  # noqa: ANN401 - as ASGI has it
    """Return an application that answers only requests that carry a token."""
    wanted = f"Bearer {token}".encode()

    async def checked(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not compare_digest(given, wanted):
                await send({"type": "http.response.start", "status": 401, "headers": []})
                await send({"type": "http.response.body", "body": b"a token is needed\n"})
                return
        await app(scope, receive, send)

    return checked
