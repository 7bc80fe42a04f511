"""What has happened, told line by line: the pages and the transcript of the screen, in its words."""

import itertools
from collections.abc import Iterable, Mapping

from sitroom.analysis.game_summary import aims, turns
from sitroom.analysis.mattered import mattered
from sitroom.analysis.turning_points import Lookback
from sitroom.engine.events import Event, Happened, Learned, Opened, Over, Passed, Said
from sitroom.journal.session import Session
from sitroom.narration import (
    because,
    brief,
    challenge_text,
    debrief_page,
    debrief_text,
    event_text,
    history_comparison,
    mattered_text,
    screen_text,
    table_pages,
    weighing,
)
from sitroom.plain.talk import Section, leaf, say, show
from sitroom.render.layout import width


def tell(session: Session, events: Iterable[Event], reader: str = "") -> None:
    """Tell events; to a `reader`, its brief too as a question opens."""
    briefed = False  # whether the news has been told with the question just opened
    for event in events:
        if isinstance(event, Happened) and briefed:
            continue
        briefed = isinstance(event, Opened) and _briefing(session, event, reader)
        if isinstance(event, Learned):
            _outcome(session, event)
        elif not briefed:
            story = _story(session, event)
            short = {Opened: 3, Over: 1}  # how it ended heads the debrief, which comes next
            say(story[: short.get(type(event))])


def _story(session: Session, event: Event) -> list[str]:
    """Return an event as it is told; what was said in the same words before, cut short."""
    story, lookup = event_text.story(session.lookup, event), session.lookup
    if isinstance(event, Said):
        heard = list(itertools.takewhile(lambda one: one is not event, session.events))
        if when := because.said_before(lookup, heard, event):
            again = screen_text.as_before(when, event_text.line_text(lookup, event))
            story[1] = f"{event.turn + 1} {lookup.name(event.seat)}{again}"
    return story


def _briefing(session: Session, event: Opened, reader: str) -> bool:
    """Tell what is put to the table; the other side's question only to who sits at its table."""
    seated = any(seat in event.positions for seat in session.people)
    if session.lookup.questions[event.question].is_answer and not seated:
        return False
    lookup, events, people = session.lookup, session.events, session.people
    sheet = table_pages.briefing(lookup, events, event, people, reader)
    more = weighing.besides(session, reader) if event.question == session.question else []
    leaf((sheet[0], [*challenge_text.briefed(lookup, session.header, events), *sheet[1], *more]))
    return True


def _outcome(session: Session, event: Learned) -> None:
    """Tell what closes a turn; what was decided and answered has just been told."""
    lookup, events, people = session.lookup, session.events, session.people
    parts = tuple(one for seat in people for one in mattered(session, seat))
    _, sections = table_pages.outcome(lookup, events, event, people, width(), parts)
    told = [head for head, _ in sections].index(table_pages.CHANGED)
    won = challenge_text.verdict(lookup, session.header, events)
    show([*won, *sections[told:]])
    if parts and len(people) == 1:
        say([mattered_text.AGAIN])


def closing(session: Session, looked_back: list[Section]) -> None:
    """Tell the debrief of a game that is over, and last, where a terminal shows it, what it came to.

    After a single decision it leaves out what has just been told as its outcome.
    """
    lookup, people = session.lookup, session.people
    settled = [turn for turn in turns(session.events) if turn.decided is not None]
    lone = debrief_page.is_one_decision(lookup, settled)
    told = {mattered_text.heading(lookup, seat, alone=len(people) == 1) for seat in people}
    told |= {history_comparison.HEADING}
    show(part for part in looked_back if not (lone and part[0] in told))
    won = challenge_text.verdict(lookup, session.header, session.events)
    own = [] if lone else [aim for aim in aims(lookup, settled) if aim.seat in people]
    say(["", *(f"{head}." for head, _ in won)])
    say(debrief_text.aim_lines(lookup, aim.seat, aim.nearness, Lookback())[0] for aim in own)


def so_far(session: Session, reader: str, chosen: Mapping[str, str] | None = None) -> None:
    """Tell where a game stands: the path to the question at hand, and that question.

    Of a past that was only `chosen` to begin there it is told what it rests on.
    """
    settled = [turn for turn in turns(session.events) if turn.decided is not None]
    if chosen:
        show([(history_comparison.PAST, history_comparison.past(session.lookup, settled, chosen))])
    elif settled:
        told = history_comparison.side_by_side(session.lookup, settled, session.people, width())
        show([(history_comparison.HEADING, told)])
    tell(session, since(session), reader)


def tell_brief(session: Session, seat: str) -> None:
    """Tell a seat its brief at its first turn on the question."""
    opened, *here = since(session)
    if any(isinstance(event, (Said, Passed)) and event.seat == seat for event in here):
        return
    assert isinstance(opened, Opened)
    at = opened.positions[seat]
    told = brief.brief(session.lookup, seat, opened.question, at)
    show([("Your brief", told), *weighing.besides(session, seat)])


def since(session: Session) -> list[Event]:
    """Return what has happened since the question at hand came up."""
    events = session.events
    fresh = max(n for n, event in enumerate(events) if isinstance(event, Opened))
    return events[fresh:]
