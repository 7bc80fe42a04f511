"""What weighs besides what is said: whose word counts for what, what is read, what is expected."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from sitroom.engine import ending, learning, theory
from sitroom.engine.batch import INDICATORS, index
from sitroom.engine.events import Decided, Happened, Said
from sitroom.engine.model import Question
from sitroom.engine.state import State
from sitroom.journal.session import Session
from sitroom.narration import event_text
from sitroom.narration.percent import percent

Section = tuple[str, list[str]]
BESIDES = "What weighs besides"
SO_FAR = "Your aims, as it stands"
SHOWN = 0.05  # from how far off what was expected it is told, of the range of answers
READ = 0.1  # from how far a reading has moved, of a belief


def besides(session: Session, reader: str = "") -> list[Section]:
    """Return what weighs besides, and how the reader's own aims stand; nothing while there is nothing."""
    told = [*_words(session, reader), *_readings(session), *_expected(session)]
    sections = [(SO_FAR, [*_so_far(session, reader)]), (BESIDES, told)]
    return [section for section in sections if section[1]]


def _so_far(session: Session, reader: str) -> Iterator[str]:
    """Yield which of a seat's aims have come about, as it stands once something has been settled."""
    if not (reader and session.state.past):
        return
    judged = ending.reached(session.model, session.state).get(reader, [])
    for aim, so in zip(session.lookup.actor(reader).aims, judged, strict=False):
        if so is not None and aim.when.ended is None:  # how it ends is open until it has
            yield f"{'Reached' if so.all() else 'Not reached'} so far: {aim.says}."


def rests_on(session: Session) -> tuple[object, ...]:
    """Return what `besides` rests on: as long as these are the same objects, it tells the same."""
    model, world = session.model, session.state.world
    held = (world.beliefs[model.words], world.beliefs[model.deeds], world.indicators)
    return (*held, session.question, session.state.past, len(session.states) > 1)


def _question(session: Session) -> Question:
    return session.model.questions[session.state.question]


def _held(state: State, of: int, actors: list[int]) -> theory.Floats:
    """Return what the words, or deeds, of actors have come to be worth."""
    rows: theory.Floats = state.world.beliefs[of][index(state.world, of)]
    return rows[0, actors]


def _words(session: Session, reader: str) -> Iterator[str]:
    """Yield whose word weighs more or less than at first; the reader's own comes first."""
    model, lookup = session.model, session.lookup
    table = [model.actors[number] for number in _question(session).table]
    alike: dict[str, list[str]] = {}
    seats = sorted(table, key=lambda one: one != reader)
    numbers = [model.actors.index(seat) for seat in seats]
    changes = [*_changes(session, numbers)]
    for at, seat in enumerate(seats):
        worth = [0.0, *(float(of[at]) for _, of in changes)]
        if not worth[-1]:
            continue
        way = "more" if worth[-1] > 0 else "less"
        way += " here than at first" if len(session.states) > 1 else ""
        since = _since(session, worth, [move for move, _ in changes])
        says = f"weighs {percent(abs(worth[-1]))} {way}{since}."
        if seat == reader:
            yield f"Your word {says}"
        else:
            alike.setdefault(says, []).append(lookup.actor(seat).short)
    for says, seats in alike.items():
        yield f"The word of {', '.join(seats)} {says}"


def _changes(session: Session, actors: list[int]) -> Iterator[tuple[int, theory.Floats]]:
    """Yield after how many moves the worth of words may have changed, and what it came to be.

    Most moves change none: what they leave is the same array, and not looked at again.
    """
    before: tuple[theory.Floats, int] | None = None
    for move, state in enumerate(session.states):
        rows = state.world.beliefs[session.model.words]
        row = int(index(state.world, session.model.words)[0])
        if before is None or rows is not before[0] or row != before[1]:
            before = rows, row
            yield move, theory.worth(rows[row, actors])


def _since(session: Session, worth: list[float], moves: list[int]) -> str:
    """Return after what a word came to weigh so: what changed it furthest that way.

    That is one of the `moves` after which it changed, or what had happened before the first.
    """
    way = np.sign(worth[-1])
    steps = [way * (after - before) for before, after in pairwise(worth)]
    if max(steps) <= 0:
        return ""
    move = moves[steps.index(max(steps))]
    marks = [0, *session.marks]
    events = session.events[marks[move] : marks[move + 1]]
    for event in events:
        if isinstance(event, Happened):
            return f", since: {event_text.happened(session.lookup, event)[0]}"
    for event in events:
        if isinstance(event, Decided):
            asked = session.lookup.questions[event.question]
            return f", since: {asked.question.title}: {asked.option(event.option).title}"
        if isinstance(event, Said) and event.pressed:
            title = session.lookup.questions[event.question].question.title
            return f", since: {title}: a line that was pressed"
    return ""


def _readings(session: Session) -> Iterator[str]:
    """Yield what indicators that have moved say to the concerns that read them."""
    model, lookup = session.model, session.lookup
    bears = lookup.questions[session.question].question.bears
    world = session.state.world
    now = world.indicators[index(world, INDICATORS)][:1]
    for concern, reads in learning.readings(model).items():
        id_ = model.concerns[concern]
        moved = float(learning.change(model, reads, now)[0])
        if id_ not in bears or abs(moved) < READ:
            continue
        told = [
            f"{lookup.content.scenario.indicators[model.indicators[one.indicator]].title} "
            f"{now[0, one.indicator]:.0f} (at first {model.level[one.indicator]:.0f})"
            for one in reads
        ]
        way = event_text.direction(moved)
        yield f"{', '.join(told)}: everybody reads that as speaking {way} on {lookup.concern(id_)}."


def _expected(session: Session) -> Iterator[str]:
    """Yield the answer that the table expects to the decision at hand."""
    question, model, lookup = _question(session), session.model, session.lookup
    if question.answered_by is None or question.facing is None:
        return
    shown = float(_held(session.state, model.deeds, [question.facing])[0])
    answer = model.questions[question.answered_by]
    nearest = int(np.argmin(np.abs(answer.at / 100.0 - question.expected - shown)))
    title = lookup.questions[answer.id].option(answer.options[nearest].id).title
    than = ""
    if abs(shown) >= SHOWN:
        than = f"; so far it answered {'harder' if shown > 0 else 'more mildly'} than expected"
    yield f"Expected of {lookup.name(model.actors[question.facing])}: {title}{than}."
