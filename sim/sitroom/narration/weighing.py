"""What weighs besides what is said: whose word counts for what, what is read, what is expected."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from sitroom.engine import ending, learning, theory, turn
from sitroom.engine.batch import INDICATORS, index
from sitroom.engine.events import Decided, Event, Happened, Said
from sitroom.engine.model import Question
from sitroom.engine.state import State
from sitroom.journal.session import Session
from sitroom.narration import event_text
from sitroom.narration.percent import percent

Section = tuple[str, list[str]]
BESIDES = "What weighs besides"
SO_FAR = "Your aims, as it stands"
SHOWN = 0.05  # from how far off what was expected it is told, of the range of answers
FELT = 0.01  # from what share of its weight a change of a word is told
CAUSES = 4  # told of what moved a word
OVERRULED = "it got out who was overruled"
IN_PRIVATE = "a word in private got out"
FADED = "answers that came, and time"
EARLIER = "what came before"
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
    """Yield whose word weighs more or less than at first, and what made it so; the reader's own comes first."""
    model, lookup = session.model, session.lookup
    table = [model.actors[number] for number in _question(session).table]
    alike: dict[str, list[str]] = {}
    seats = sorted(table, key=lambda one: one != reader)
    numbers = [model.actors.index(seat) for seat in seats]
    weighs = theory.worth(_held(session.state, model.words, numbers))
    parts = _parts(session, seats, numbers)
    for seat, worth, own in zip(seats, weighs.tolist(), parts, strict=True):
        if not worth:
            if seat == reader and min(own.values(), default=0.0) <= -learning.LEAK / 2:
                yield f"Your word weighs as at first{_all(own, worth)}."
            continue
        way = _way(worth) + (" here than at first" if len(session.states) > 1 else "")
        since = _all(own, worth) if seat == reader else _most(own, worth)
        says = f"weighs {percent(abs(worth))} {way}{since}."
        if seat == reader:
            yield f"Your word {says}"
        else:
            alike.setdefault(says, []).append(lookup.actor(seat).short)
    for says, seats in alike.items():
        yield f"The word of {', '.join(seats)} {says}"


def _way(change: float) -> str:
    return "more" if change > 0 else "less"


def _most(parts: dict[str, float], worth: float) -> str:
    """Return what took most from a word that weighs less, or gave most to one that weighs more."""
    cause = max(parts, key=lambda one: parts[one] * np.sign(worth), default="")
    return f", since: {cause}" if parts.get(cause, 0.0) * worth > 0 else ""


def _all(parts: dict[str, float], worth: float) -> str:
    """Return all that moved a word by what can be seen, in order, each with what it came to."""
    felt = [one for one, change in parts.items() if abs(change) >= FELT]
    if len(felt) <= 1:
        return _most(parts, worth)
    largest = sorted(felt, key=lambda one: -abs(parts[one]))[:CAUSES]
    told = [(one, parts[one]) for one in felt if one in largest]
    rest = sum(parts.values()) - sum(change for _, change in told)
    told += [("all else", rest)] * (abs(rest) >= FELT)
    causes = "; ".join(f"{one}, {percent(abs(by), 0)} {_way(by)}" for one, by in told)
    tenths = " (to the nearest 10 %)" * (abs(sum(parts.values()) - worth) >= FELT)
    return f"{tenths}, since: {causes}"


def _parts(session: Session, seats: list[str], actors: list[int]) -> list[dict[str, float]]:
    """Return for each seat what moved the worth of its word, by cause, as it came.

    Most moves change none: what they leave is the same array, and not looked at again.
    """
    model, marks = session.model, [0, *session.marks]
    found = [{EARLIER: 0.0} for _ in seats]  # first, as it came first
    before: State | None = None
    for move, state in enumerate(session.states):
        if before is not None and _same(model.words, before, state):
            continue
        events = session.events[marks[move] : marks[move + 1]]
        was = np.zeros(len(seats)) if before is None else _held(before, model.words, actors)
        now = _held(state, model.words, actors)
        for cause, moved in _causes(session, (before, state), events, seats, actors):
            change = np.maximum(moved, -1.0 - was)  # a word cannot be worth less than nothing
            was = was + change
            for parts, by in zip(found, change.tolist(), strict=True):
                parts[cause] = parts.get(cause, 0.0) + by
        rest = _otherwise(session, before, events)
        for parts, by in zip(found, (now - was).tolist(), strict=True):
            parts[rest] = parts.get(rest, 0.0) + by
        before = state
    return found


def _same(words: int, before: State, after: State) -> bool:
    """Whether the words are worth the same by being held in the same row of the same array."""
    rows = [(s.world.beliefs[words], int(index(s.world, words)[0])) for s in (before, after)]
    return rows[0][0] is rows[1][0] and rows[0][1] == rows[1][1]


def _causes(
    session: Session,
    states: tuple[State | None, State],
    events: Sequence[Event],
    seats: list[str],
    actors: list[int],
) -> Iterator[tuple[str, theory.Floats]]:
    """Yield what got out as a question was settled, and the news with which the next one opened."""
    model, lookup = session.model, session.lookup
    before, state = states
    for event in events:
        if not isinstance(event, Decided):
            continue
        decider = lookup.questions[event.question].question.rule.decider
        if event.leaked:
            yield OVERRULED, -learning.LEAK * np.array([seat == decider for seat in seats])
        if event.told:
            times = np.array([event.told.count(seat) for seat in seats])
            yield IN_PRIVATE, -learning.LEAK * times
    if before is not None and len(before.past) == len(state.past):
        return
    news = [event for event in events if isinstance(event, Happened)]
    was = _held(replace(state, world=state.carried), model.words, actors)
    for event, (*_, world) in zip(news, turn.news(model, state), strict=False):
        now = _held(replace(state, world=world), model.words, actors)
        yield event_text.happened(lookup, event)[0], now - was
        was = now


def _otherwise(session: Session, before: State | None, events: Sequence[Event]) -> str:
    """Return what else a move may have moved words by: what was said, or what fades."""
    lookup = session.lookup
    for event in events:
        if isinstance(event, Decided):
            return FADED
        if isinstance(event, Said) and event.pressed:
            title = lookup.questions[event.question].question.title
            return f"{title}: a line that was pressed"
        if isinstance(event, Happened) and before is not None:
            return event_text.happened(lookup, event)[0]
    return EARLIER


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
