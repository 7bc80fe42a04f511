"""A class read from disk as it stands, for reports; nothing is written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sitroom.analysis.game_summary import Turn, turns
from sitroom.classroom import caucus, pacing
from sitroom.classroom.caucus import Promise, Word
from sitroom.classroom.folders import journal
from sitroom.classroom.integrity import check, scenario
from sitroom.classroom.ledger import Reason
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import AFTER, BEFORE, OVER, Ballot, ClassRow, Mark, Person, RoomRow
from sitroom.classroom.store import Store
from sitroom.classroom.transcript import Line, lines
from sitroom.journal import record
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded

FEWEST = 3  # ballots of a room, for whoever sees them counted not to know whose they are


@dataclass(frozen=True)
class Group:
    """A room: its game so far, and which seats people play."""

    number: int
    session: Session
    seats: tuple[str, ...]
    over: bool
    said: tuple[Line, ...] = ()
    words: tuple[Word, ...] = ()  # aside
    promises: tuple[Promise, ...] = ()

    @property
    def settled(self) -> list[Turn]:
        """Return what this group has decided."""
        return [turn for turn in turns(self.session.events) if turn.decided is not None]

    def decided(self, question: str) -> str | None:
        """Return the option that this group last took on a question."""
        found = [t.decided.option for t in self.settled if t.decided and t.question == question]
        return found[-1] if found else None


@dataclass(frozen=True)
class ClassSnapshot:
    """All that is known of a class."""

    row: ClassRow
    loaded: Loaded
    groups: tuple[Group, ...]
    people: tuple[Person, ...]
    ballots: tuple[Ballot, ...]
    marks: tuple[Mark, ...]
    reasons: tuple[Reason, ...] = ()
    ids: dict[int, str] = field(default_factory=dict)  # as the school knows people, by person
    settings: dict[str, str] = field(default_factory=dict)
    answers: tuple[tuple[int, str, str, str], ...] = ()  # person, item, time, value
    absent: tuple[
        tuple[str, str], ...
    ] = ()  # names of the roster that did not come, with their ids
    untold: int = 0  # ballots that are left out, because counted they would tell whose they are

    def decisions(self) -> list[str]:
        """Return the decisions that some group has taken, in the order of the scenario."""
        taken = {turn.question for group in self.groups for turn in group.settled}
        return [d.id for d in self.loaded.content.scenario.decisions if d.id in taken]

    def told(self, question: str) -> bool:
        """Whether what history chose may be told: no group has this decision before it still."""
        return all(g.over or g.decided(question) is not None for g in self.groups)

    def votes(self, question: str, time: str) -> dict[int, Ballot]:
        """Return the ballots on a question, by person."""
        return {b.person: b for b in self.ballots if (b.question, b.time) == (question, time)}

    def changed(self, question: str) -> tuple[list[tuple[Person, str, str]], int]:
        """Return who voted otherwise after than before, and how many voted both times."""
        before, after = self.votes(question, BEFORE), self.votes(question, AFTER)
        both = [person for person in self.people if person.id in before and person.id in after]
        found = [(p, before[p.id].option, after[p.id].option) for p in both]
        return [one for one in found if one[1] != one[2]], len(both)


@dataclass(frozen=True)
class Setup:
    """How a class was set up, without anybody of it."""

    row: ClassRow
    rooms: int
    seats: tuple[str, ...]
    policies: dict[str, str]
    opponents: str
    settings: dict[str, str]


def setup(folder: Path) -> Setup:
    """Read how a class was set up, also one that is forgotten. Raises StoreError or JournalError."""
    store = Store.open(folder)
    try:
        rooms = store.rooms()
        seats = tuple(seat.actor for seat in store.seats(rooms[0].number))
        head = record.read(journal(folder, rooms[0].journal)).header
        settings = store.ledger.settings()
        return Setup(store.row(), len(rooms), seats, head.policies, head.opponents, settings)
    finally:
        store.close()


def read(folder: Path) -> ClassSnapshot:
    """Read a class. Raises StoreError or JournalError."""
    store = Store.open(folder)
    try:
        row, rooms, people = store.row(), store.rooms(), store.people()
        if row.forgotten:  # the file has to name some seat, but nobody's was kept
            people = [replace(person, actor="") for person in people]
        loaded = scenario(store)
        check(store, loaded)
        sitting = {(person.room, person.actor) for person in people}
        played: dict[int, list[str]] = {}
        for seat in store.seats():
            if not seat.computer and ((seat.room, seat.actor) in sitting or row.forgotten):
                played.setdefault(seat.room, []).append(seat.actor)
        groups = []
        sat = {person.room for person in people}
        history = row.ended or all(room.stage == OVER for room in rooms if room.number in sat)
        for room in rooms:
            session = Session.replay(record.read(journal(folder, room.journal)), loaded)
            seats, over = tuple(played.get(room.number, ())), room.stage == OVER or row.ended
            said = spoken(store, room, session, history=history)
            apart = _aside(store, room.number)
            groups.append(Group(room.number, session, seats, over, said, *apart))
        ballots, marks, reasons = store.ballots(), store.marks(), store.ledger.reasons()
        ids, settings, absent = store.ledger.ids(), store.ledger.settings(), store.ledger.absent()
        answers = tuple(store.read("SELECT * FROM answers"))
    finally:
        store.close()
    parts = (tuple(groups), tuple(people), tuple(ballots), tuple(marks), tuple(reasons))
    return ClassSnapshot(row, loaded, *parts, ids, settings, answers, absent)


def spoken(
    store: Store, row: RoomRow, session: Session, *, history: bool = False
) -> tuple[Line, ...]:
    """Return what was said in a room, with whose moves the lines were, and when."""
    at = (row.number, row.branch)
    return tuple(lines(session, store.made(*at), store.ledger.times(*at), history=history))


def _aside(store: Store, room: int) -> tuple[tuple[Word, ...], tuple[Promise, ...]]:
    return tuple(caucus.words(store, room)), tuple(caucus.promises(store, room))


def live(lesson: Lesson) -> ClassSnapshot:
    """Return a class that is being hosted, as it stands."""
    groups = []
    for room in lesson.rooms.values():
        with room.lock:
            seats = tuple(seat for seat in room.people if seat not in room.computers)
            said = spoken(lesson.store, room.row, room.session, history=pacing.through(lesson))
            apart = _aside(lesson.store, room.number)
            groups.append(Group(room.number, room.session, seats, room.phase == OVER, said, *apart))
    store = lesson.store
    people, ballots = tuple(store.people()), tuple(store.ballots())
    marks, reasons = tuple(store.marks()), tuple(store.ledger.reasons())
    ids, settings = store.ledger.ids(), store.ledger.settings()
    answers = tuple(store.read("SELECT * FROM answers"))
    parts = (tuple(groups), people, ballots, marks, reasons, ids, settings, answers)
    return ClassSnapshot(lesson.row, lesson.loaded, *parts, store.ledger.absent())


def secret(held: ClassSnapshot) -> ClassSnapshot:
    """Return a class without the ballots that, counted, would tell who cast them."""
    rooms = {person.id: person.room for person in held.people}

    def where(ballot: Ballot) -> tuple[int, str, str]:
        return rooms[ballot.person], ballot.question, ballot.time

    votes = Counter(map(where, held.ballots))
    told = tuple(b for b in held.ballots if votes[where(b)] >= FEWEST)
    return replace(held, ballots=told, untold=len(held.ballots) - len(told))


def room_alone(held: ClassSnapshot, number: int) -> ClassSnapshot:
    """Return one room as if it were the whole class."""
    people = tuple(p for p in held.people if p.room == number)
    known = {person.id for person in people}
    return replace(
        held,
        groups=tuple(group for group in held.groups if group.number == number),
        people=people,
        ballots=tuple(ballot for ballot in held.ballots if ballot.person in known),
        marks=tuple(mark for mark in held.marks if mark.person in known),
        reasons=tuple(reason for reason in held.reasons if reason.person in known),
    )


def shares(options: Iterable[str], chosen: Iterable[str]) -> dict[str, float]:
    """Return the share of each option among those chosen; none at all if nothing was."""
    picked = list(chosen)
    return {o: round(picked.count(o) / len(picked), 6) for o in options} if picked else {}
