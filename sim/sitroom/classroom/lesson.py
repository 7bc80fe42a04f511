"""The whole class: the one door through which pages and console change anything."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from secrets import randbelow

from sitroom.classroom import join_codes, roll, switches
from sitroom.classroom.folders import StoreError, delete, hold, journal, keep_private, make
from sitroom.classroom.integrity import check, scenario
from sitroom.classroom.ledger import Reason
from sitroom.classroom.records import (
    AFTER,
    BEFORE,
    BRIEF,
    LOBBY,
    OUTCOME,
    Ballot,
    ClassRow,
    Person,
    RoomRow,
    RosterEntry,
    Seat,
)
from sitroom.classroom.return_codes import ReturnCodes
from sitroom.classroom.room import RefusedError, Room, file_name
from sitroom.classroom.store import Store, today
from sitroom.classroom.typed import LONGEST_MESSAGE, LONGEST_NAME, LONGEST_REASON, readable, tidy
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded
from sitroom.narration import class_text
from sitroom.policies.opponents import STUDY

SOLO = "solo"  # a setting: one person plays, and nobody teaches
NOT_SAVED = class_text.NOTHING_CAN_BE_SAVED_JUST


class WrongCodeError(RefusedError):
    """A code that opens nothing; guesses are counted."""


def seats_of(loaded: Loaded, decision: str | None, *, only: bool) -> list[str]:
    """Return who sits at the tables of the decisions that a class comes to, in file order."""
    decisions = list(loaded.content.scenario.decisions)
    first = next((i for i, d in enumerate(decisions) if d.id == decision), 0)
    asked = decisions[first : first + 1] if only else decisions[first:]
    return list(dict.fromkeys(member.actor for d in asked for member in d.table))


def room_seed(seed: int, number: int) -> int:
    """Return the seed of a room: chance falls otherwise in each, the first has the class's own."""
    return (seed + number - 1) % 2**64


class Lesson:
    """A class being taught."""

    def __init__(
        self, store: Store, loaded: Loaded, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.store, self.loaded = store, loaded
        self.row = store.row()
        self.rooms: dict[int, Room] = {}
        self.trouble = self.warning = ""  # why nothing can be saved; that somebody guesses codes
        self.return_codes = ReturnCodes(store, self.row.key)
        self.here: Counter[int] = Counter()  # people with a page open, and how many
        self.listen: Callable[[int | None], None] = lambda _: None  # told which room has changed
        self.hear: Callable[[str], None] = lambda _: None  # told of messages to the facilitator
        settings = store.ledger.settings()
        self.switches, self.solo = switches.standing(settings), SOLO in settings
        check(store, loaded)
        self._held, store.alone = hold(store.folder), True
        try:
            keep_private(store.folder)
            for row in store.rooms():
                session = Session.resume(journal(store.folder, row.journal), loaded)
                self.rooms[row.number] = Room(store, row, session, self.row.minutes, now)
            self.return_codes.hide()
        except BaseException:
            self._held.close()
            raise

    @classmethod
    def create(
        cls,
        folder: Path,
        loaded: Loaded,
        *,
        rooms: int,
        seed: int,
        seats: Iterable[str],
        decision: str | None = None,
        only: bool = False,
        minutes: int = 40,
        per_seat: int = 1,
        policies: Mapping[str, str] | None = None,
        opponents: str = STUDY,
        roster: Iterable[RosterEntry] = (),
        now: Callable[[], float] = time.monotonic,
    ) -> tuple["Lesson", str]:
        """Set up a class in a new folder; returns it with the facilitator's secret.

        Raises StoreError or JournalError.
        """
        secret, actors = join_codes.fresh(join_codes.SECRET), tuple(seats)
        row = ClassRow(
            name=folder.name,
            scenario=loaded.content.scenario.id,
            files=loaded.files,
            seed=seed,
            decision=decision,
            only=only,
            minutes=minutes,
            per_seat=per_seat,
            code=join_codes.fresh(join_codes.CLASS),
            secret=join_codes.digest(join_codes.clean(secret)),
            key=join_codes.token(),
            created=today(),
        )
        numbers = range(1, rooms + 1)
        places = [(number, actor) for number in numbers for actor in actors]
        given = zip(places, join_codes.several(join_codes.SEAT, len(places)), strict=True)
        new = not folder.exists()
        make(folder)
        try:
            for number in numbers:
                path = folder / file_name(number, 1)
                parts = (loaded, room_seed(seed, number), actors, decision, path)
                Session(*parts, only=only, held=True, policies=policies, opponents=opponents)
            store = Store.create(
                folder,
                row,
                [RoomRow(n, 1, file_name(n, 1), LOBBY, 0, 0.0, paused=False) for n in numbers],
                [Seat(room, actor, code, computer=False) for (room, actor), code in given],
                list(roster),
            )
        except (StoreError, JournalError):
            if new:
                delete(folder)
            raise
        return cls(store, loaded, now), secret

    @classmethod
    def open(cls, folder: Path, now: Callable[[], float] = time.monotonic) -> "Lesson":
        """Open a class again where it was. Raises StoreError or JournalError."""
        store = Store.open(folder)
        if store.row().forgotten:
            store.close()
            raise StoreError(f"the class '{folder.name}' has been forgotten; start another one")
        try:
            return cls(store, scenario(store), now)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Write down the clocks, if the disk has room, and let go of the files."""
        with suppress(StoreError):
            self._save_clocks()
        self.store.close()
        self._held.close()

    @property
    def ended(self) -> bool:
        """Whether the facilitator has ended the class."""
        return self.row.ended

    def tick(self) -> None:
        """Write down the clocks that run, so that a crash costs only seconds.

        And let the rooms go on that could not, if there is room on the disk again.
        """
        stuck = [room for room in self.rooms.values() if room.trouble]
        for room in stuck:
            room.settle()
        try:
            self._save_clocks()
            if self.trouble:
                self.store.log("saves again")  # a clock that stands still proves nothing
            trouble = next((room.trouble for room in stuck if room.trouble), "")
        except StoreError as error:
            trouble = str(error)
        self.fail(trouble)
        for room in stuck:
            self.touched(room)

    def _save_clocks(self) -> None:
        running = {n: room.clock.remaining for n, room in self.rooms.items() if room.clock.running}
        self.store.save_clocks(running)

    def fail(self, trouble: str) -> None:
        """Let the facilitator know why nothing can be saved, or that all is well again."""
        if trouble == self.trouble:
            return
        self.hear(f"{NOT_SAVED} {trouble}" if trouble else class_text.EVERYTHING_CAN_BE_SAVED_AGAIN)
        self.trouble = trouble
        self.listen(None)

    # Coming and going

    def check_code(self, code: str) -> None:
        """Raise WrongCodeError unless this is the code of the class."""
        if not join_codes.same(code, self.row.code):
            raise WrongCodeError("That is not the code of this class. It is on the screen.")

    def join(self, seat_code: str, name: str, visit: str = "") -> tuple[Person, str]:
        """Seat somebody by the code of a seat; returns the person and the secret of its cookie.

        `visit` is a secret of the browser: who sends the same form again, because no answer came,
        is let in as before.
        """
        seat = join_codes.find(seat_code, ((seat.code, seat) for seat in self.store.seats()))
        if seat is None:
            raise WrongCodeError("No seat has that code. Please look at your card again.")
        called = readable(name, LONGEST_NAME)
        if not called:
            raise RefusedError("Please type a name, so that your teacher knows who you are.")
        token = self._token(visit, seat.code, called)
        with self.rooms[seat.room].lock, self.store.writing():
            if before := self.person(token):
                return before, token
            if len(self.store.people(seat.room, seat.actor)) >= self.row.per_seat:
                raise RefusedError(
                    "This seat is taken. If it is yours, come back with your return code."
                )
            found = self._seat(seat.room, seat.actor, called, token)
        self._touch(seat.room)
        return found, token

    def join_by_name(self, name: str, visit: str = "", pin: str = "") -> tuple[Person, str]:
        """Seat somebody of the roster: at the place kept for the name, else where there is one."""
        wanted = tidy(name, LONGEST_NAME).casefold()
        with self.store.writing():
            known = [n for n in self.store.roster() if n.name.casefold() == wanted]
            if not known:
                raise WrongCodeError("That name is not on the list. Ask your teacher.")
            if roll.wants_pin(self) and not roll.has_pin(self, known[0].name, pin):
                raise WrongCodeError("That is not the PIN of this name. Ask your teacher.")
            token = self._token(visit, "", known[0].name)
            if before := self.person(token):
                return before, token
            if known[0].person is not None:
                raise RefusedError(
                    "This name is taken. If it is yours, go back and come in again with its PIN."
                )
            room, actor = roll.place(self, known[0])
            found = self._seat(room, actor, known[0].name, token)
            self.store.came(known[0].name, found.id)
        self._touch(room)
        return found, token

    def _token(self, visit: str, place: str, name: str) -> str:
        """Return what a new cookie holds: for one form of one browser always the same.

        It is a secret and a return code, which nobody else has.
        """
        token = (
            join_codes.sign(self.row.key, f"join:{visit}:{place}:{name}")
            if visit
            else join_codes.token()
        )
        return self.return_codes.cookie(token)

    def _seat(self, room: int, actor: str, name: str, token: str) -> Person:
        people = self.store.people()
        taken = {p.pseudonym for p in people}
        while (pseudonym := f"P{1000 + randbelow(9000)}") in taken:
            pass
        digest = self.return_codes.digest_in(token)
        codes = (pseudonym, join_codes.digest(token), digest)
        person = self.store.add_person(room, actor, name, codes)
        self.return_codes.add(person, token)
        return person

    def come_back(self, return_code: str) -> tuple[Person, str]:
        """Let somebody in again from another device; the old cookie opens nothing any more."""
        found = self.return_codes.enter(return_code)
        if found is None:
            raise WrongCodeError("Nobody has that return code. Please look at it again.")
        self._touch(found[0].room)
        return found

    def come_back_by_pin(self, name: str, pin: str) -> tuple[Person, str]:
        """Let somebody in again who lost its cookie, by name and PIN."""
        person = roll.by_pin(self, tidy(name, LONGEST_NAME), pin)
        if person is None:
            raise WrongCodeError("Nobody here has that name with that PIN. Ask your teacher.")
        found = self.return_codes.readmit(person)
        self._touch(person.room)
        return found

    def person(self, token: str) -> Person | None:
        """Return whose cookie this is."""
        return self.return_codes.owner(token)

    def teach(self, secret: str) -> str:
        """Return a cookie's secret for whoever has the facilitator's. Raises WrongCodeError."""
        if not join_codes.same(join_codes.digest(join_codes.clean(secret)), self.row.secret):
            raise WrongCodeError("That is not the facilitator's key.")
        token = join_codes.token()
        self.store.add_teacher(join_codes.digest(token))
        return token

    def teaches(self, token: str) -> bool:
        """Whether a cookie is the facilitator's."""
        return self.store.is_teacher(join_codes.digest(token))

    def new_secret(self) -> str:
        """Return a new secret for the facilitator; the old one and its cookies are worth nothing."""
        secret = join_codes.fresh(join_codes.SECRET)
        self.store.new_secret(join_codes.digest(join_codes.clean(secret)))
        self.row = self.store.row()
        return secret

    def switch(self, name: str, value: str) -> None:
        """Put a switch of the teacher's. Raises RefusedError."""
        known = switches.CHOICES.get(name)
        if known is None or value not in known:
            told = "; ".join(f"{n} {' or '.join(of)}" for n, of in switches.CHOICES.items())
            raise RefusedError(f"Say which switch, and how: {told}.")
        self.store.ledger.switch(name, value)
        self.switches[name] = value

    # What students do (moves go to the room itself)

    def room(self, number: int) -> Room:
        """Return a room. Raises RefusedError."""
        if number not in self.rooms:
            raise RefusedError(f"There is no room {number}; there are {len(self.rooms)}.")
        return self.rooms[number]

    def touched(self, room: Room) -> None:
        """Say that a room has changed, for whoever shows it."""
        with room.lock:
            room.change += 1
        self.listen(room.number)

    def vote(
        self,
        person: Person,
        question: str,
        option: str,
        confidence: int,
        reason: str = "",
        when: str = "",
    ) -> None:
        """Take a ballot, with a reason if one is given: before the debate, or after the outcome.

        `when` is the time for which its page asked, or else it is that of now. One that is in
        already is taken again at any time: whoever sends it has not heard that it is.
        """
        room = self.rooms[person.room]
        with room.lock:
            now = {BRIEF: BEFORE, OUTCOME: AFTER}.get(room.phase, "")
            ballot = Ballot(person.id, question, when or now, option, confidence)
            if not now or when not in ("", now) or question != room.decision:
                if self.store.ballot(person.id, question, ballot.time) == ballot:
                    return
                raise RefusedError("This ballot is closed.")
            options = self.loaded.lookup.questions[question].question.options
            able = [one.id for one in options if one.id not in room.off_table(question)]
            if option not in able or not 0 <= confidence <= 100:
                raise RefusedError("Please choose an option, and how sure you are from 0 to 100.")
            with self.store.writing():
                self.store.vote(ballot)
                why = Reason(person.id, question, now, readable(reason, LONGEST_REASON))
                self.store.ledger.give(why)
            if self.solo:  # nobody else is waited for
                room.next()
        self.touched(room)

    def write(self, person: Person, text: str, after: int | None = None) -> None:
        """Take a message to the facilitator; one sent again since `after` is not taken again."""
        line = readable(text, LONGEST_MESSAGE)
        if not line:
            raise RefusedError("The message is empty.")
        if not self.store.tell(person.room, person.actor, person.id, line, after):
            return
        seat = self.loaded.lookup.name(person.actor)
        self.hear(f"Message from {person.name} (room {person.room}, {seat}): {line}")
        self.touched(self.rooms[person.room])

    def hand_on(self, person: Person, to: int) -> None:
        """Let another person of the same seat speak for it."""
        same = {p.id: p for p in self.store.people(person.room, person.actor)}
        if person.id not in same or not same[person.id].speaks or to not in same:
            raise RefusedError("Only the spokesperson can hand on, and only within the seat.")
        self.store.set_spokesperson(same[to])
        self._touch(person.room)

    def _touch(self, number: int) -> None:
        """Who sits in a room has changed."""
        self.rooms[number].refresh()
        self.touched(self.rooms[number])
