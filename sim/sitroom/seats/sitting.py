"""What a client may ask at its seat, and is told: the same at every table that clients sit at."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence

from sitroom.engine import explain
from sitroom.engine.events import Event, Voted
from sitroom.engine.moves import IllegalMoveError, Move
from sitroom.errors import SitroomError
from sitroom.journal.session import Session
from sitroom.library.visibility import View, at_table
from sitroom.narration import brief, debrief_page, event_text, why
from sitroom.policies import advice
from sitroom.seats.answer import move_of
from sitroom.seats.hand import Moves, moves
from sitroom.seats.sight import Look, Seen, look

MOST_TOLD = 200  # lines of news


class RefusedError(SitroomError):
    """Something that can't be asked for, or not now; the message says why."""

    title = "Not here"


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


class Sitting(ABC):
    """A game that clients play, asked and told by seat. `lock` is held by whoever asks."""

    lock: threading.RLock
    heard: dict[str, int]  # seat -> how many events it has been told of

    @property
    @abstractmethod
    def session(self) -> Session:
        """Return the game."""

    @property
    @abstractmethod
    def people(self) -> Sequence[str]:
        """Return the seats that are closed to each other: others than the computer play them."""

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.session.over

    @property
    def mover(self) -> str | None:
        """Return the seat that the table waits for."""
        return self.session.mover

    def events(self) -> Sequence[Event]:
        """Return what has come about, as far as it may be told by now."""
        return self.session.events

    @abstractmethod
    def make(self, seat: str, move: Move) -> tuple[str, ...]:
        """Make a legal move, and what follows of itself; return what there is to say of it."""

    def look(self, seat: str, *, full: bool) -> Look:
        """Return what a seat may see."""
        with self.lock:
            session = self.session
            return look(session.lookup, session.model, session.state, seat, full=full)

    def moves(self, seat: str, *, full: bool) -> Moves:
        """Return what a seat may do."""
        with self.lock:
            session = self.session
            return moves(session.lookup, session.model, session.state, seat, full=full)

    def move(self, seat: str, answer: object) -> Moved:
        """Make a move of a seat. Raises RefusedError with what is wrong with it."""
        with self.lock:
            session = self.session
            others = tuple(one for one in self.people if one != seat)
            try:
                made = move_of(session.lookup, session.model, session.state, seat, answer, others)
                told = self.make(seat, made)
            except IllegalMoveError as error:
                raise RefusedError(error.message) from None
            news = self.news(seat)
            return news.model_copy(update={"told": (*told, *news.told)})

    def news(self, seat: str) -> Moved:
        """Return what a seat has not been told of yet; at a table of several, votes stay closed."""
        with self.lock:
            lookup, events, mover = self.session.lookup, self.events(), self.mover
            fresh = events[self.heard.get(seat, 0) :]
            self.heard[seat] = len(events)
            open_ = [event for event in fresh if not isinstance(event, Voted)]
            told = [line for event in open_ for line in event_text.story(lookup, event)]
            return Moved(
                told=tuple(line for line in told if line)[-MOST_TOLD:],
                over=self.over,
                your_turn=mover == seat,
                waiting_for=None if mover == seat else mover,
            )

    def why(self, seat: str, actor: str) -> Page:
        """Return a position taken apart: one's own, or that of a seat of the computer's."""
        with self.lock:
            session = self.session
            self.check(seat)
            if actor != seat and actor in self.people:
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
            session = self.session
            self.check(seat)
            views = advice.views(session.model, session.state)
            lines = [brief.view(session.lookup, session.question, view) for view in views]
            return _page(brief.NOW, [("", lines)])

    def debrief(self) -> Page:
        """Return how the game went. Raises RefusedError before it is over."""
        with self.lock:
            session = self.session
            if not self.over:
                raise RefusedError("the debrief opens when the game is over")
            told = debrief_page.debrief(session.lookup, session.events, people=self.people)
            return _page(debrief_page.title(session.lookup, session.events), told)

    def view(self, seat: str) -> View:
        """Return what a seat may look up: what a person may who plays it at a screen."""
        with self.lock:
            session = self.session
            return at_table(session.lookup, session.events, session.question, seat, self.people)

    def check(self, seat: str) -> None:
        """Raise RefusedError where a seat has no part in the question at hand."""
        session = self.session
        if self.over:
            raise RefusedError("the game is over; ask for the debrief")
        sits = session.model.questions[session.state.question].table
        if session.model.actors.index(seat) not in sits:
            raise RefusedError("your seat is not at this table; the others decide")


def _page(title: str, sections: Sequence[tuple[str, list[str]]]) -> Page:
    told = ((head, tuple(str(line) for line in lines)) for head, lines in sections)
    return Page(title=title, sections=tuple(told))
