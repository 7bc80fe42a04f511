"""Tables that clients sit down at: who has which seat by which ticket, and what may be asked there.

A ticket is all that a seat is known by; who has it has that seat and no other. Seats that nobody
took or keeps open are the computer's.
"""

import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from sitroom.engine.moves import Move
from sitroom.errors import SitroomError
from sitroom.journal.playthrough import Playthrough
from sitroom.journal.session import Session
from sitroom.loader import bundle
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.policies.seated import PROGRAM
from sitroom.scenario.content import Content
from sitroom.scenario.problems import ContentError, did_you_mean
from sitroom.seats.sight import Seen
from sitroom.seats.sitting import RefusedError, Sitting

MOST_TABLES = 100
GUEST = f"{PROGRAM}mcp"  # who plays the seat, as a saved game says it


class Joined(Seen):
    """A seat that was taken: keep the ticket, which is all that it is known by."""

    table: str
    seat: str
    name: str
    ticket: str
    open_seats: tuple[str, ...]
    saved_as: str


class Table(Sitting):
    """A game that clients have begun."""

    def __init__(self, id_: str, game_: Playthrough, seats: Sequence[str]) -> None:
        """Open it: `seats` are those that clients have, or may still take."""
        self.id, self.game, self.seats = id_, game_, tuple(seats)
        self.tickets: dict[str, str] = {}  # ticket -> seat
        self.heard, self.lock = {}, threading.RLock()

    @property
    def session(self) -> Session:
        """Return the game."""
        return self.game.session

    @property
    def people(self) -> tuple[str, ...]:
        """Return the seats that clients have, or may still take."""
        return self.seats

    @property
    def open(self) -> tuple[str, ...]:
        """Return the seats that wait for somebody."""
        return tuple(seat for seat in self.seats if seat not in self.tickets.values())

    def join(self, seat: str) -> Joined:
        """Give a seat to a client. Raises RefusedError where it is not to be had."""
        with self.lock:
            if seat not in self.open:
                free = f"Open are: {', '.join(self.open)}" if self.open else "No seat is open"
                raise RefusedError(f"'{seat}' is not open at this table. {free}")
            ticket = secrets.token_urlsafe(18)
            self.tickets[ticket] = seat
            self.settle()
            session = self.game.session
            saved = session.path.stem if session.path else ""
            parts = {"table": self.id, "seat": seat, "ticket": ticket, "saved_as": saved}
            return Joined(**parts, name=session.lookup.name(seat), open_seats=self.open)

    def settle(self) -> None:
        """Let the computer move until a seat of a client's is to."""
        session = self.game.session
        while not session.over and session.mover not in self.seats:
            self.game.play(session.due_or_computers(lambda _: None))

    def make(self, seat: str, move: Move) -> tuple[str, ...]:
        """Make a legal move, then those of the computer."""
        del seat
        self.game.play(move)
        self.settle()
        return ()


class Tables:
    """All tables of a server."""

    def __init__(self, *, save: bool = True) -> None:
        """Begin with none; `save` keeps their games on the shelf."""
        self.save, self.lock = save, threading.RLock()
        self.tables: dict[str, Table] = {}
        self._loaded: dict[str, Loaded] = {}

    def listed(self) -> Iterator[Content]:
        """Yield the scenarios that can be played."""
        for name in bundle.scenarios():
            with suppress(
                ContentError, OSError, SitroomError
            ):  # `sitroom check` says what is wrong
                yield self.loaded(name).content

    def loaded(self, scenario: str) -> Loaded:
        """Return a scenario by its name. Raises UnknownNameError, or ContentError."""
        if not scenario or Path(scenario).name != scenario:
            raise RefusedError("name a scenario as it is listed")
        with self.lock:
            if scenario not in self._loaded:
                self._loaded[scenario] = open_scenario(scenario)
            return self._loaded[scenario]

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
        """Begin a game and take a seat; `open_seats` wait for others to join."""
        loaded = self.loaded(scenario)
        seats = list(dict.fromkeys([seat, *open_seats]))
        for one in seats:
            _check("seat", one, list(loaded.content.actors))
        if decision:
            _check("decision", decision, [one.id for one in loaded.content.scenario.decisions])
        if len(self.tables) >= MOST_TABLES:
            raise RefusedError("there are as many tables here as there can be")
        chance = secrets.randbelow(2**32) if seed is None else seed
        if not 0 <= chance < 2**63:
            raise RefusedError("a seed is a whole number from 0 to 2^63 - 1")
        begun = Playthrough.start(
            loaded,
            chance,
            (),
            decision or None,
            only=only,
            policies=dict.fromkeys(seats, GUEST),
            save=self.save,
        )
        with self.lock:
            table = Table(f"t{len(self.tables) + 1}", begun, seats)
            self.tables[table.id] = table
        return table.join(seat)

    def join(self, table: str, seat: str) -> Joined:
        """Take an open seat at a table."""
        _check("table", table, list(self.tables))
        return self.tables[table].join(seat)

    def at(self, ticket: str) -> tuple[Table, str]:
        """Return the table and the seat of a ticket. Raises RefusedError."""
        for table in list(self.tables.values()):
            if ticket in table.tickets:
                return table, table.tickets[ticket]
        raise RefusedError("you have no seat: begin a game, or join one, and keep your ticket")


def _check(kind: str, name: str, known: list[str]) -> None:
    if name not in known:
        hint = did_you_mean(name, known) or f"It may be: {', '.join(known)}"
        raise RefusedError(f"there is no {kind} '{name}'. {hint}")
