"""What was said in a room: who, when, in printed or own words, what it answered, on what it rests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitroom.analysis.game_summary import turns
from sitroom.classroom.records import Person
from sitroom.engine.events import Said
from sitroom.journal.session import Session
from sitroom.narration import debrief_text, event_text, lesson_text
from sitroom.render.document import Part, Table
from sitroom.scenario.lookup import Lookup

EVER = "9999"  # a date by which everything has been said
FELT = 0.5  # points that a listener has to move for it to be told
MOST_HEARD = 4  # listeners that are told of one line


@dataclass(frozen=True)
class Line:
    """A line of a debate; `person` is who made the move, None where nobody of the class did."""

    question: str
    number: int  # in its debate, from 1
    round: int
    seat: str
    person: int | None
    at: str  # UTC, as 2024-05-30T09:12:00+00:00; empty where it was not kept
    own: bool
    text: str
    answers: tuple[int, ...]  # numbers of the lines that it weakens
    sources: tuple[str, ...]
    moved: dict[str, float]  # points, by listener

    @property
    def minute(self) -> str:
        """Return the time of day, UTC, as 09:12."""
        return self.at[11:16]


def lines(
    session: Session,
    made: Mapping[int, int | None],
    times: Mapping[int, str],
    *,
    history: bool = False,
) -> list[Line]:
    """Return all lines of a game, in order.

    Args:
        session: the game.
        made: the moves that people made: number from 1, and who.
        times: when, by number; what the computer says comes at once after the move before it.
        history: whether what sources say in retrospect is told, too.
    """
    found, at = [], ""
    for n, (first, last) in enumerate(zip(session.marks, session.marks[1:], strict=False), 1):
        at = times.get(n, at)
        found += [
            _line(session.lookup, event, made.get(n), at, history=history)
            for event in session.events[first:last]
            if isinstance(event, Said)
        ]
    return found


def _line(lookup: Lookup, said: Said, person: int | None, at: str, *, history: bool) -> Line:
    date = EVER if history else lookup.questions[said.question].decision.date
    if said.argument is not None:
        evidence = lookup.argument(said.question, said.argument).evidence
        sources = tuple(lookup.cited(e, date) for e in evidence)
    else:
        passage = event_text.passage(lookup, said)
        sources = (lookup.cited(passage, date),) if passage else ()
    return Line(
        question=said.question,
        number=said.turn + 1,
        round=said.round,
        seat=said.seat,
        person=person,
        at=at,
        own=said.argument is None,
        text=event_text.line_text(lookup, said),
        answers=tuple(turn + 1 for turn in said.rebuts),
        sources=sources,
        moved={a: now - was for a, (was, now) in said.moved.items() if a != said.seat},
    )


def heard(lookup: Lookup, line: Line) -> str:
    """Return whom a line moved, and by how many points."""
    felt = [(a, points) for a, points in line.moved.items() if abs(points) >= FELT]
    felt = sorted(felt, key=lambda one: -abs(one[1]))[:MOST_HEARD]
    return ", ".join(f"{lookup.actor(a).short} {points:+.0f}" for a, points in felt)


def who(lookup: Lookup, line: Line, people: Mapping[int, Person] | None) -> str:
    """Return who said a line: the seat, and the person where that may be told."""
    name = lookup.name(line.seat)
    if line.person is None:
        return f"{name} (computer)"
    person = None if people is None else people.get(line.person)
    return name if person is None else f"{person.name} ({name})"


def part(
    session: Session, said: Iterable[Line], people: Mapping[int, Person] | None = None
) -> Part:
    """Return the transcript as a part of a page; with `people`, by their names."""
    lookup, found = session.lookup, list(said)
    body: list[str | list[str] | Table] = []
    for turn in turns(session.events):
        mine = [line for line in found if line.question == turn.question]
        rows = [
            [
                line.number,
                line.minute,
                line.round,
                who(lookup, line, people),
                line.text,
                lesson_text.kind(own=line.own),
                ", ".join(map(str, line.answers)),
                heard(lookup, line),
                "; ".join(line.sources),
            ]
            for line in mine
        ]
        if rows:
            heading = debrief_text.lead(lookup, turn.question)
            body.append(Table(heading, lesson_text.TRANSCRIPT_HEADS, rows))
        if turn.decided is not None:
            outcome = debrief_text.outcome(lookup, turn)
            body.append(lesson_text.decided(debrief_text.lead(lookup, turn.question), outcome))
    return Part(lesson_text.WHAT_WAS_SAID, body or [lesson_text.NOTHING_SAID])


@dataclass(frozen=True)
class Share:
    """What one person did, at a glance."""

    lines: int
    own: int
    answers: int
    moved: float  # points, of all listeners together


NOTHING = Share(0, 0, 0, 0.0)


def participation(said: Iterable[Line]) -> dict[int, Share]:
    """Return the part that each person took in the debates."""
    mine: dict[int, list[Line]] = {}
    for line in said:
        if line.person is not None:
            mine.setdefault(line.person, []).append(line)
    return {
        person: Share(
            lines=len(of),
            own=sum(line.own for line in of),
            answers=sum(bool(line.answers) for line in of),
            moved=sum(abs(points) for line in of for points in line.moved.values()),
        )
        for person, of in mine.items()
    }
