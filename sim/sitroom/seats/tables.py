"""Tables that clients sit down at: who has which seat by which ticket, and what may be asked there.

A ticket is all that a seat is known by; who has it has that seat and no other. Seats that nobody
took or keeps open are the computer's.
"""

import secrets
import threading
from collections.abc import Sequence
from pathlib import Path

from sitroom.engine import explain
from sitroom.engine.events import Voted
from sitroom.engine.moves import IllegalMoveError
from sitroom.errors import SitroomError
from sitroom.journal.playthrough import Playthrough
from sitroom.library.visibility import View, at_table
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.narration import brief, debrief_page, event_text, why
from sitroom.policies import advice
from sitroom.policies.seated import PROGRAM
from sitroom.scenario.problems import did_you_mean
from sitroom.seats.answer import move_of
from sitroom.seats.hand import Moves, moves
from sitroom.seats.sight import Look, Seen, look

MOST_TABLES, MOST_TOLD = 100, 200
GUEST = f"{PROGRAM}mcp"  # who plays the seat, as a saved game says it


class RefusedError(SitroomError):
    """Something that can't be asked for, or not now; the message says why."""

    title = "Not here"


class Joined(Seen):
    """A seat that was taken: keep the ticket, which is all that it is known by."""

    table: str
    seat: str
    name: str
    ticket: str
    open_seats: tuple[str, ...]
    saved_as: str


class Moved(Seen):
    """What has come about since the seat last moved, as everybody knows it, and who is next."""

    told: tuple[str, ...]
    over: bool
    your_turn: bool
    waiting_for: str | None


class Page(Seen):
    """A title with headed sections of lines."""

    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


class Table:
    """A game that clients play."""

    def __init__(self, id_: str, game_: Playthrough, seats: Sequence[str]) -> None:
        """Open it: `seats` are those that clients have, or may still take."""
        self.id, self.game, self.seats = id_, game_, tuple(seats)
        self.tickets: dict[str, str] = {}  # ticket -> seat
        self.heard: dict[str, int] = {}  # seat -> how many events it has been told of
        self.lock = threading.RLock()

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
            self.heard[seat] = 0
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

    def look(self, seat: str, *, full: bool) -> Look:
        """Return what a seat may see."""
        with self.lock:
            session = self.game.session
            return look(session.lookup, session.model, session.state, seat, full=full)

    def moves(self, seat: str, *, full: bool) -> Moves:
        """Return what a seat may do."""
        with self.lock:
            session = self.game.session
            return moves(session.lookup, session.model, session.state, seat, full=full)

    def move(self, seat: str, answer: object) -> Moved:
        """Make a move of a seat. Raises RefusedError with what is wrong with it."""
        with self.lock:
            session = self.game.session
            others = tuple(one for one in self.seats if one != seat)
            try:
                made = move_of(session.lookup, session.model, session.state, seat, answer, others)
                self.game.play(made)
            except IllegalMoveError as error:
                raise RefusedError(error.message) from None
            self.settle()
            return self.news(seat)

    def news(self, seat: str) -> Moved:
        """Return what a seat has not been told of yet; at a table of several, votes stay closed."""
        with self.lock:
            session = self.game.session
            fresh = session.events[self.heard[seat] :]
            self.heard[seat] = len(session.events)
            events = [event for event in fresh if not isinstance(event, Voted)]
            told = [line for event in events for line in event_text.story(session.lookup, event)]
            mover = session.mover
            return Moved(
                told=tuple(line for line in told if line)[-MOST_TOLD:],
                over=session.over,
                your_turn=mover == seat,
                waiting_for=None if mover == seat else mover,
            )

    def why(self, seat: str, actor: str) -> Page:
        """Return a position taken apart: one's own, or that of a seat of the computer's."""
        with self.lock:
            session = self.game.session
            self._at_table(seat)
            if actor != seat and actor in self.seats:
                raise RefusedError(f"why {actor} stands there is for who plays it")
            table = session.model.questions[session.state.question].table
            if actor not in [session.model.actors[one] for one in table]:
                raise RefusedError(f"'{actor}' does not sit at this table")
            number = session.model.actors.index(actor)
            found = explain.explain(session.model, session.state, number)
            told = why.sections(session.lookup, found)
            return _page(why.title(session.lookup, found), told)

    def forecast(self, seat: str) -> Page:
        """Return how each at the table would choose now."""
        with self.lock:
            session = self.game.session
            self._at_table(seat)
            views = advice.views(session.model, session.state)
            lines = [brief.view(session.lookup, session.question, view) for view in views]
            return _page(brief.NOW, [("", lines)])

    def debrief(self) -> Page:
        """Return how the game went. Raises RefusedError before it is over."""
        with self.lock:
            session = self.game.session
            if not session.over:
                raise RefusedError("the debrief opens when the game is over")
            told = debrief_page.debrief(session.lookup, session.events, people=self.seats)
            return _page(debrief_page.title(session.lookup, session.events), told)

    def view(self, seat: str) -> View:
        """Return what a seat may look up: what a person may who plays it at a screen."""
        with self.lock:
            session = self.game.session
            return at_table(session.lookup, session.events, session.question, seat, self.seats)

    def _at_table(self, seat: str) -> None:
        session = self.game.session
        if session.over:
            raise RefusedError("the game is over; ask for the debrief")
        sits = session.model.questions[session.state.question].table
        if session.model.actors.index(seat) not in sits:
            raise RefusedError("your seat is not at this table; the others decide")


def _page(title: str, sections: Sequence[tuple[str, list[str]]]) -> Page:
    told = ((head, tuple(str(line) for line in lines)) for head, lines in sections)
    return Page(title=title, sections=tuple(told))


class Tables:
    """All tables of a server."""

    def __init__(self, *, save: bool = True) -> None:
        """Begin with none; `save` keeps their games on the shelf."""
        self.save, self.lock = save, threading.RLock()
        self.tables: dict[str, Table] = {}
        self._loaded: dict[str, Loaded] = {}

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
