"""One room: a game, the phase of its hour, its clock, and who plays by hand.

The journal is the truth about moves; the store holds what it can't know. A room opened again after
a crash goes by both: a turn that the journal closed is closed, whatever the store had time to say.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar, cast

from sitroom.classroom import join_codes
from sitroom.classroom.folders import StoreError
from sitroom.classroom.records import (
    BRIEF,
    LOBBY,
    MOST_CLOCK,
    OPEN,
    OUTCOME,
    OVER,
    Person,
    RoomRow,
)
from sitroom.classroom.store import Store
from sitroom.countdown import Countdown
from sitroom.engine import game
from sitroom.engine.events import Event, Learned, Opened
from sitroom.engine.moves import Choose, IllegalMoveError, Move, Pass, Trigger
from sitroom.engine.state import Phase
from sitroom.errors import SitroomError
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from sitroom.narration import lesson_text
from sitroom.narration.question_text import absent

T = TypeVar("T")
DEBATE, CHOOSE = Phase.DEBATE.value, Phase.CHOOSE.value
SHARES = {BRIEF: 0.2, DEBATE: 0.5, CHOOSE: 0.1, OUTCOME: 0.2}  # of the minutes for a decision


class RefusedError(SitroomError):
    """Something that can't be done now; the message says why, in plain words."""

    title = "Not now"


class BehindError(RefusedError):
    """What was asked for was asked of a table that has moved on since."""


class Room:
    """A table of a class. Every method that changes something holds `lock` and may be retried."""

    def __init__(
        self,
        store: Store,
        row: RoomRow,
        session: Session,
        minutes: int,
        now: Callable[[], float],
    ) -> None:
        self.store, self.session, self.minutes = store, session, minutes
        self.lock = threading.RLock()
        self.exact = False  # whether hands tell what a line would do, to the point
        self.change = 0  # goes up whenever a page of this room may look different
        self.row = row
        self.people: dict[str, list[Person]] = {}
        self.computers: set[str] = set()
        self.postponed = store.postponed(row.number)
        running = row.stage not in (LOBBY, OVER) and not row.paused
        self.clock = Countdown(row.remaining, now, running=running, most=MOST_CLOCK)
        self._timed = (self.phase, session.question)
        self.left: dict[tuple[str, str], float] = {}  # what phases that were left had on the clock
        self.trouble = ""  # why the table could not go on; it is tried again now and then
        self._unsaved = False
        self._made: dict[object, tuple[tuple[object, ...], object]] = {}
        self._unmade = True  # whether moves may be noted that were never made
        self.refresh()

    @property
    def number(self) -> int:
        """Return the number of the room."""
        return self.row.number

    @property
    def phase(self) -> str:
        """Return where the hour stands: lobby, brief, debate, choose, outcome or over."""
        return self.session.state.phase.value if self.row.stage == OPEN else self.row.stage

    @property
    def seen(self) -> str:
        """Return what a page shows of the game: a form made now carries it back with a move."""
        return f"{self.row.branch}.{len(self.session.moves)}"

    @property
    def stand(self) -> str:
        """Return `seen` and the phase: what a facilitator's form carries back."""
        return f"{self.seen}.{self.phase}"

    @property
    def step(self) -> str:
        """Return the phase of the hour, told apart from the same phase of another decision."""
        return f"{self.row.branch}.{self.row.closed}.{self.phase}"

    @property
    def mover(self) -> str | None:
        """Return the seat whose move the table waits for, if it waits for one."""
        return self.session.mover if self.row.stage == OPEN else None

    def round(self) -> tuple[int, int]:
        """Return the round of the debate, from 1, and how many there are."""
        state, question = (
            self.session.state,
            self.session.model.questions[self.session.state.question],
        )
        number = len(state.debate) // max(1, len(question.table)) + 1
        return min(number, question.rounds), question.rounds

    def to_speak(self) -> list[str]:
        """Return the seats of people that have not had the word yet in this round of the debate."""
        question = self.session.model.questions[self.session.state.question]
        done = len(self.session.state.debate) % max(1, len(question.table))
        seats = [self.session.model.actors[number] for number in question.table[done:]]
        return [seat for seat in seats if seat not in self.computers]

    def turn(self) -> list[Event]:
        """Return the events of the turn that the pages show; none of a later one."""
        turns: list[list[Event]] = [[]]
        for event in self.session.events:
            turns[-1].append(event)
            if isinstance(event, Learned):
                turns.append([])
        shows_last = self.row.stage in (OUTCOME, OVER) and self.row.closed > 0
        return turns[min(self.row.closed, len(turns) - 1) - shows_last]

    def off_table(self, question: str) -> set[str]:
        """Return the options of a question of this turn that what has come about rules out, or nobody proposes."""
        return absent(self.session.lookup, self.turn(), question)

    @property
    def decision(self) -> str:
        """Return the decision that the pages show."""
        return next(event.question for event in self.turn() if isinstance(event, Opened))

    def once(self, what: object, make: Callable[[], T], *of: object) -> T:
        """Return what is made of the game: once, as long as what it is made `of` (the state) is the same."""
        of = of or (self.session.state,)
        was, made = self._made.get(what, ((), None))
        if len(was) != len(of) or any(a is not b for a, b in zip(was, of, strict=True)):
            made = make()
            self._made[what] = of, made
        return cast("T", made)

    def waiting(self) -> list[str]:
        """Return the injects that may happen now or as the debate opens."""
        return game.waiting(self.session.model, self.session.state)

    def _log(self, what: str) -> None:
        self.store.log(what, self.number)

    def refresh(self) -> None:
        """Read again who sits where."""
        with self.lock:
            people: dict[str, list[Person]] = {}
            for person in self.store.people(self.number):
                people.setdefault(person.actor, []).append(person)
            seats = self.store.seats(self.number)
            played = {s.actor for s in seats if not s.computer and s.actor in people}
            self.people, self.computers = people, set(self.session.model.actors) - played
            self.settle()

    def settle(self) -> None:
        """Bring the table to where it waits for a person: injects, computer moves, a closed turn.

        What can't be saved just now is no fault of whoever moved last: it is done when there is
        room again.
        """
        with self.lock:
            try:
                self._settle()
                self.trouble = ""
            except (StoreError, JournalError) as error:
                self.trouble = str(error)
            self.change += 1

    def _settle(self) -> None:
        with self.lock:
            self._forget_unmade()
            while self.row.stage == OPEN:
                closed = sum(isinstance(event, Learned) for event in self.session.events)
                if closed > self.row.closed:
                    self.row = replace(self.row, stage=OUTCOME, closed=closed)
                elif due := [name for name in self.waiting() if name not in self.postponed]:
                    self.session.play(Trigger(due[0]))
                elif self.session.mover in self.computers:
                    self.session.play(self.session.due_or_computers(self._log))
                else:
                    break
            timed = (self.phase, self.session.question)
            if timed != self._timed:
                self.left[self._timed] = self.clock.remaining
                self._timed = timed
                self.clock.set(
                    60 * self.minutes * SHARES.get(self.phase, 0.0),
                    running=self.phase in SHARES and not self.row.paused,
                )
                self._unsaved = True
            if self._unsaved:
                self._save()
                self._unsaved = False

    def _save(self, *, step: bool = False, **changes: Any) -> None:  # noqa: ANN401 - the columns of a room
        """Write down where the room stands, then let it stand there. Raises StoreError.

        A `step` can be taken back.
        """
        now = replace(self.row, remaining=round(self.clock.remaining, 1))
        row = replace(now, **changes)
        with self.store.writing():
            if step:
                self.store.ledger.add_step(now, len(self.session.moves))
            self.store.save_room(row)
        self.row = row

    # What a seat does

    def play(self, person: Person, seen: str, move: Move) -> None:
        """Make a move for a person's seat; one that is made already is not made again.

        Raises BehindError if the table has moved on otherwise, RefusedError, or JournalError.
        """
        with self.lock:
            if self.may_play(person, seen, move):
                self._make(move, person.id)
                self.settle()

    def may_play(self, person: Person, seen: str, move: Move) -> bool:
        """Whether a person may make a move now; not where it is made already.

        Raises BehindError if the table has moved on otherwise, or RefusedError.
        """
        later = self._since(seen)
        if later and later[0] == move:
            return False
        if later or self.row.stage != OPEN:
            raise BehindError("The table has moved on. Please look again.")
        if self.row.paused:
            raise RefusedError("The facilitator has paused the class.")
        if not person.speaks:
            raise RefusedError("Your spokesperson makes the moves of this seat.")
        if self.session.mover != person.actor or person.actor in self.computers:
            raise BehindError("It is not your turn.")
        return True

    def _since(self, seen: str) -> list[Move]:
        """Return the moves since a page was made; news that came in between is no reason to ask."""
        branch, _, typed = seen.partition(".")
        moves, number = self.session.moves, join_codes.number(typed)
        if branch != str(self.row.branch) or number is None or number > len(moves):
            raise BehindError("The table has moved on. Please look again.")
        return [move for move in moves[number:] if not isinstance(move, Trigger)]

    def _make(self, move: Move, person: int | None) -> None:
        """Make a move and keep whose it is: both or neither.

        Whose it is comes first, for that alone can be taken back.
        """
        n = len(self.session.moves) + 1
        self.store.note_move(self.number, self.row.branch, n, person)
        try:
            self.session.play(move)
        except (IllegalMoveError, JournalError) as error:
            self._unmade = True
            with suppress(StoreError):  # else before the next move
                self._forget_unmade()
            if isinstance(error, JournalError):
                raise
            raise RefusedError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None

    def _forget_unmade(self) -> None:
        """Forget whose the moves are that were noted and then not made. Raises StoreError."""
        if self._unmade:
            self.store.drop_moves(self.number, self.row.branch, len(self.session.moves))
            self._unmade = False

    # What the facilitator does

    def check(self, stand: str | None) -> None:
        """Raise BehindError if the room is no longer where the facilitator saw it."""
        if stand is not None and stand != self.stand:
            raise BehindError(f"Room {self.number} has moved on. Please look again.")

    def next(self, stand: str | None = None) -> None:
        """Go on to the next phase; who has not spoken passes, who has not voted leaves it open."""
        with self.lock:
            self.check(stand)
            match self.phase:
                case "lobby":
                    self._save(stage=BRIEF)
                case "brief":
                    self._save(
                        step=True, stage=OPEN
                    )  # from here on the injects happen by themselves
                case "debate":
                    self._hurry(Pass)
                case "choose":
                    self._hurry(lambda seat: Choose(seat, None))
                case "outcome":
                    self._save(step=True, stage=OVER if self.session.over else BRIEF)
                case _:
                    raise RefusedError(f"The game of room {self.number} is over.")
            self.settle()

    def skip(self, stand: str | None = None) -> None:
        """Pass for the seat that has the word, which keeps its seat."""
        with self.lock:
            self.check(stand)
            if self.phase != DEBATE or self.mover is None:
                raise RefusedError(f"Nobody has the word in room {self.number}.")
            self._make(Pass(self.mover), None)
            self.settle()

    def _hurry(self, move: Callable[[str], Move]) -> None:
        """Make the rest of a phase's moves as one step, which one undo takes back."""
        session = self.session
        here = (session.question, session.state.phase)
        self._make(move(str(session.mover)), None)
        while session.mover is not None and here == (session.question, session.state.phase):
            session.play(move(session.mover))

    def pause(self, *, paused: bool) -> None:
        """Stop the clock and the moves, or let them go on."""
        with self.lock:
            self._started()
            self._save(paused=paused)
            running = self.phase in SHARES and not paused
            self.clock.set(self.clock.remaining, running=running)
            self.change += 1

    def _started(self) -> None:
        if self.phase == LOBBY:  # what is put now would be lost as the clock is wound up
            raise RefusedError(lesson_text.not_started(self.number))

    def extend(self, minutes: float) -> None:
        """Add minutes to the clock (or take some away)."""
        with self.lock:
            self._started()
            left = max(0.0, min(self.clock.remaining + 60 * minutes, MOST_CLOCK))
            self._save(remaining=round(left, 1))
            self.clock.set(left, running=self.clock.running)
            self.change += 1

    def trigger(self, inject: str) -> None:
        """Let an inject happen now."""
        with self.lock:
            if self.row.stage not in (BRIEF, OPEN):
                raise RefusedError("News can only come while a decision is on the table.")
            self._make(Trigger(inject), None)
            with suppress(StoreError):  # it has happened, so that nobody waits for it any more
                self._put_off(inject, put_off=False)
            self.settle()

    def postpone(self, inject: str) -> None:
        """Keep an inject back until the facilitator triggers it."""
        with self.lock:
            if inject not in self.waiting():
                raise RefusedError("There is no such news to keep back.")
            self._put_off(inject, put_off=True)
            self.change += 1

    def _put_off(self, inject: str, *, put_off: bool) -> None:
        self.store.postpone(self.number, inject, put_off=put_off)
        self.postponed = self.store.postponed(self.number)

    def end(self) -> None:
        """End the game here; the debrief opens."""
        with self.lock:
            if self.row.stage != OVER:
                self._save(step=True, stage=OVER)
            self.settle()

    def stand_at(self, row: RoomRow, session: Session) -> None:
        """Go on where another branch of the game stands, which is on disk."""
        self.session, self.row = session, row
        self.postponed = self.store.postponed(self.number)
        self.settle()
        if row.stage not in (LOBBY, OVER):  # its clock, and not the whole time of the phase
            running = self.phase in SHARES and not row.paused
            self.clock.set(row.remaining, running=running)


def file_name(room: int, branch: int) -> str:
    """Return the name of a room's journal; branches are numbered from 1."""
    return f"room-{room}.jsonl" if branch == 1 else f"room-{room}-{branch}.jsonl"
