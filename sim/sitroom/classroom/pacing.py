"""How far each room is, and what would be lost by going on: rooms of a class differ in speed."""

from collections.abc import Iterable
from dataclasses import dataclass

from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import AFTER, BEFORE, BRIEF, LOBBY, OUTCOME, OVER
from sitroom.classroom.room import CHOOSE, DEBATE, Room
from sitroom.engine.events import Decided
from sitroom.engine.question_ids import decision_id
from sitroom.narration import lesson_text

PHASES = (LOBBY, BRIEF, DEBATE, CHOOSE, OUTCOME, OVER)


@dataclass(frozen=True)
class Progress:
    """Where a room stands; it is ready if nothing is cut short by the next phase."""

    room: int
    phase: str
    closed: int  # turns that have been closed
    people: int
    ballots: int | None  # that are in; None where none are cast now
    round: int
    rounds: int
    waits: str  # what is still to come, in words
    to_speak: tuple[str, ...]  # who has not had the word yet in the last round

    @property
    def rank(self) -> tuple[int, int]:
        """Return how far the room is: of two, the lower one is behind."""
        return self.closed - (self.phase in (OUTCOME, OVER)), PHASES.index(self.phase)

    @property
    def ready(self) -> bool:
        """Whether all ballots are in, or the debate is in its last round."""
        if self.phase == DEBATE:
            return self.round >= self.rounds
        return self.ballots is not None and self.ballots >= self.people


def progress(lesson: Lesson, room: Room) -> Progress:
    """Return how far a room is."""
    with room.lock:
        phase, people = room.phase, sum(map(len, room.people.values()))
        ballots, number, rounds = None, 0, 0
        if phase in (BRIEF, OUTCOME):
            time = BEFORE if phase == BRIEF else AFTER
            voted = lesson.store.ballots(room.decision, room.number)
            ballots = sum(ballot.time == time for ballot in voted)
        if phase == DEBATE:
            number, rounds = room.round()
        last = phase == DEBATE and number >= rounds
        to_speak = tuple(map(room.session.lookup.name, room.to_speak())) if last else ()
        mover = room.session.lookup.name(room.mover) if room.mover else ""
        waits = lesson_text.waits(phase, ballots, people, (number, rounds), mover)
        closed = room.row.closed
    told = (people, ballots, number, rounds, waits, to_speak)
    return Progress(room.number, phase, closed, *told)


def groups(stands: Iterable[Progress]) -> list[tuple[str, list[Progress], list[Progress]]]:
    """Return each phase that rooms are in, with those that are ready and those that are not."""
    held = [one for one in stands if one.phase not in (LOBBY, OVER) and one.people]
    found = []
    for phase in PHASES:
        inside = [one for one in held if one.phase == phase]
        if inside:
            ready = [one for one in inside if one.ready]
            found.append((phase, ready, [one for one in inside if not one.ready]))
    return found


def deciding(lesson: Lesson, questions: Iterable[str]) -> list[int]:
    """Return the rooms that have one of these decisions before them still, or have not come to it.

    What history chose is told to nobody as long as there are any.
    """
    wanted = set(map(decision_id, questions))
    found = []
    for room in lesson.rooms.values():
        with room.lock:
            done = room.phase == OVER or not room.people or wanted <= settled(room)
        if not done:
            found.append(room.number)
    return found


def through(lesson: Lesson) -> bool:
    """Whether every room with people has come to its end. It takes no lock: whoever asks may hold one."""
    return all(room.phase == OVER for room in lesson.rooms.values() if room.people)


def settled(room: Room) -> set[str]:
    """Return the questions that a room has decided."""
    return {event.question for event in room.session.events if isinstance(event, Decided)}
