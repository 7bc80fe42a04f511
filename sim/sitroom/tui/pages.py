"""The pages that the table opens: those of `sitroom.narration.table_pages`, put together from a session."""

import contextlib
from collections.abc import Mapping, Sequence

from sitroom.analysis.turning_points import Lookback
from sitroom.engine import game
from sitroom.engine.events import Event, Happened, Learned, Opened
from sitroom.engine.explain import explain
from sitroom.journal.forks import family
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from sitroom.narration import campaign_text, challenge_text, table_pages, weighing
from sitroom.narration import why as reasons
from sitroom.narration.debrief_page import debrief, title
from sitroom.narration.table_pages import Sheet
from sitroom.policies import advice
from sitroom.render.layout import WIDEST
from sitroom.render.text_charts import WIDTH
from sitroom.tui.page import TWO_COLUMNS, Page, Section

MARGIN = 4  # columns of a page that text does not use: padding, and the scrollbar
# `columns` is how wide the screen is; text is no wider than when it is printed.


def _width(columns: int) -> int:
    room = columns // 2 if columns >= TWO_COLUMNS else columns
    return min(room - MARGIN, WIDEST)


def briefing(
    session: Session,
    event: Opened,
    reader: str,
    *,
    brief_first: bool = False,
    chosen: Mapping[str, str] | None = None,
) -> Page:
    """Return the page on which a question is put to the table, with the brief of who is looking."""
    sheet = table_pages.briefing(
        session.lookup,
        session.events,
        event,
        session.people,
        reader,
        brief_first=brief_first,
        chosen=chosen,
    )
    sheet[1][:0] = challenge_text.briefed(session.lookup, session.header, session.events)
    sheet[1].extend(weighing.besides(session, reader) if event.question == session.question else ())
    return Page(*sheet, agenda=bool(game.agenda(session.model, session.state)))


def news(session: Session, event: Happened) -> Page:
    """Return the page of news that a facilitator lets happen."""
    return Page(*table_pages.news(session.lookup, event))


def outcome(
    session: Session,
    event: Learned,
    columns: int = WIDTH,
    parts: Lookback | None = None,
    missed: Sequence[Learned] = (),
) -> Page:
    """Return the page that closes a turn: the decision, the answer, the world, history.

    Where it is the last of some that were `missed`, they are all told, in short.
    """
    if len(missed) > 1 and event is missed[-1]:
        return Page(*table_pages.meanwhile(session.lookup, session.events, missed))
    width, people = _width(columns), session.people
    found = () if parts is None else parts.mattered
    told = table_pages.outcome(session.lookup, session.events, event, people, width, found)
    told[1][:0] = challenge_text.verdict(session.lookup, session.header, session.events)
    return Page(*told)


def debriefing(session: Session, columns: int = WIDTH, parts: Lookback | None = None) -> Page:
    """Return the debrief."""
    lookup, events, width = session.lookup, session.events, _width(columns)
    return Page(title(lookup, events), debrief(lookup, events, None, session.people, width, parts))


def campaign(session: Session, columns: int = WIDTH) -> Sheet:
    """Return the campaign so far, with the games forked from it; these are read, which takes a while."""
    found = None
    if session.source is not None:
        with contextlib.suppress(JournalError):  # the others are told of where they are asked for
            found = family(session.source, session.loaded)
    here = "" if session.source is None else session.source.stem
    lookup, model, state = session.lookup, session.model, session.state
    return campaign_text.page(lookup, model, state, session.events, found, here, _width(columns))


def line(
    session: Session, event: Event, hand: Sequence[advice.Card] = (), columns: int = WIDTH
) -> Page:
    """Return a line of the transcript with all there is to know about it."""
    return Page(*table_pages.line(session.lookup, session.events, event, hand, _width(columns)))


def card(session: Session, item: advice.Card, columns: int = WIDTH) -> Page:
    """Return an argument of the hand with its evidence and what it would do."""
    width = _width(columns)
    return Page(*table_pages.card(session.lookup, session.events, session.question, item, width))


def option(session: Session, chosen: str, *, odds: bool = False) -> Sheet:
    """Return an option of the choice at hand, with all that is at stake; it takes a moment."""
    return table_pages.option(session.lookup, session.model, session.state, chosen, odds=odds)


def views(session: Session) -> Page:
    """Return how each adviser would choose now."""
    found = advice.views(session.model, session.state)
    middle = advice.balance(session.model, session.state)
    return Page(*table_pages.views(session.lookup, session.question, found, middle))


def why(session: Session, actor: str, columns: int = WIDTH) -> Page:
    """Return an actor's position taken apart."""
    number = session.model.actors.index(actor)
    found = explain(session.model, session.state, number)
    told = reasons.sections(session.lookup, found, _width(columns))
    told += weighing.besides(session)
    return Page(reasons.title(session.lookup, found), told)


def world(session: Session) -> Page:
    """Return the ladders, the indicators and the calendar."""
    return Page("The world", world_sections(session))


def world_sections(session: Session) -> list[Section]:
    """Return the ladders, the indicators and the calendar as headed lines."""
    _, told = table_pages.state_of(session.lookup, session.model, session.state, session.events)
    return told
