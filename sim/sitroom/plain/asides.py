"""What can be asked and done beside making a move.

Of the keys of the screen, those that only move about on it have no letter here: Space, Tab, s for
speed, P for the projector.
"""

import contextlib
from collections.abc import Callable, Sequence

from sitroom.analysis import deadlines
from sitroom.analysis.hindsight import parts_played
from sitroom.analysis.mattered import again_from, mattered
from sitroom.debrief.keeping import keep
from sitroom.engine import game
from sitroom.engine.events import Opened, Said
from sitroom.engine.explain import explain
from sitroom.engine.moves import Trigger
from sitroom.engine.state import Phase
from sitroom.errors import SitroomError
from sitroom.journal.forks import family
from sitroom.journal.playthrough import Playthrough
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from sitroom.narration import (
    brief,
    campaign_text,
    event_text,
    facilitation,
    mattered_text,
    plain_text,
    question_text,
    screen_text,
    table_pages,
    weighing,
    why,
)
from sitroom.narration.debrief_page import SOURCES, debrief
from sitroom.plain import library, saving, study
from sitroom.plain.talk import AgainError, Table, as_named, ask_one, leaf, make, say, show, told
from sitroom.plain.telling import since, tell
from sitroom.policies import advice
from sitroom.policies.advice import Card
from sitroom.render.layout import width

HELP = (
    plain_text.TYPE_NUMBER_TO_SAY_THAT,
    plain_text.PASSING_SAY_NOTHING_THIS_ROUND,
    plain_text.HOW_ELSE,
    plain_text.EVIDENCE_WHERE_ARGUMENT_YOUR_HAND,
    plain_text.WHAT_HAS_BEEN_SAID_ON,
    plain_text.ALL_WHOLE_GAME_SO_FAR,
    plain_text.WHY_TAKE_ACTORS_POSITION_APART,
    plain_text.QUESTION_AND_YOUR_BRIEF_LADDERS,
    plain_text.DEBRIEF_GAME_SO_FAR_LOOKED,
    plain_text.LIBRARY_ACTORS_DECISIONS_SOURCES_AND,
    plain_text.MANY_GAMES_WHEN_IT_IS,
    plain_text.BEFORE_DEBATE_BEGINS_ASK_EARLIER,
    plain_text.UNDO_TAKE_LAST_STEP_BACK,
    plain_text.COPY_SAVE_GAME_IN_ANOTHER,
    plain_text.WORDS_DO_AS_WELL,
)


def _help(table: Table) -> None:
    rated = plain_text.say_argument_rated_for_how(facilitation.RATING)
    held = plain_text.NEWS_LET_IT_HAPPEN_THAT
    say([*HELP, *[rated] * table.hot, *[held] * table.session.header.held])


def take_apart(table: Table, named: str = "") -> None:
    """Take a position apart, that of whoever is named, in full or in short, or asked for.

    Who spoke last stands first, as the marked line does on the screen.
    """
    session = table.session
    closed = session.people if table.hot else ()
    standing = game.standing(session.model, session.state)
    seats = facilitation.open_to(table.holder, closed, standing)
    last = next((getattr(event, "seat", "") for event in reversed(session.events)), "")
    if not seats:
        say([facilitation.NOBODYS])
        return
    seats.sort(key=lambda seat: seat != last)
    names = [session.lookup.name(actor) for actor in seats]
    shorts = [session.lookup.actor(actor).short for actor in seats]
    number = as_named(named, shorts) or as_named(named, names)
    seat = seats[number - 1 if number else ask_one(facilitation.WHY, names)]
    account = explain(session.model, session.state, session.model.actors.index(seat))
    told = why.sections(session.lookup, account, width())
    leaf((why.title(session.lookup, account), [*told, *weighing.besides(session)]))


def _views(table: Table) -> None:
    session = table.session
    found = advice.views(session.model, session.state)
    middle = advice.balance(session.model, session.state)
    leaf(table_pages.views(session.lookup, session.question, found, middle))


def _world(table: Table) -> None:
    session = table.session
    leaf(table_pages.state_of(session.lookup, session.model, session.state, session.events))


def _standings(table: Table) -> None:
    session = table.session
    say([question_text.standings(session.lookup, game.standing(session.model, session.state))])


def _brief(table: Table) -> None:
    session, (opened, *_) = table.session, since(table.session)
    assert isinstance(opened, Opened)
    if not table.holder and session.people:
        say([plain_text.BRIEF_OPENS_ONLY_FOR_SEAT])
    sheet = table_pages.briefing(
        session.lookup,
        session.events,
        opened,
        session.people,
        table.holder,
        brief_first=table.hot,
    )
    leaf((sheet[0], [*sheet[1], *weighing.besides(session, table.holder)]))


def hand(table: Table) -> tuple[Card, ...]:
    """Return what whoever holds the keyboard may say now."""
    session = table.session
    if session.state.phase is not Phase.DEBATE or table.holder != session.mover:
        return ()
    return deadlines.hand(session, exact=table.exact)


def _evidence(table: Table, number: int = 0) -> None:
    """Show where an argument of the hand comes from; at a choice, what is at stake."""
    session, cards = table.session, hand(table)
    if session.state.phase is Phase.CHOOSE and table.holder == session.mover:
        for n in _options(session, number):
            _option(table, n)
        return
    if not cards or number > len(cards):
        say([plain_text.there_are_arguments_in_hand(len(cards))])
        return
    claims = [brief.card(session.lookup, session.question, item)[0] for item in cards]
    item = cards[number - 1 if number else ask_one(plain_text.EVIDENCE_FOR_WHICH_ARGUMENT, claims)]
    leaf(table_pages.card(session.lookup, session.events, session.question, item, width()))


def _options(session: Session, number: int) -> Sequence[int]:
    """Return the number of the option that is asked for, or those of all on the table."""
    count = len(game.options(session.model, session.state))
    return [number] if 0 < number <= count else range(1, count + 1)


def _option(table: Table, number: int, *, odds: bool = False) -> None:
    """Show all that is at stake with an option of the choice at hand."""
    session = table.session
    option = game.options(session.model, session.state)[number - 1]
    leaf(table_pages.option(session.lookup, session.model, session.state, option, odds=odds))


def _odds(table: Table, number: int = 0) -> None:
    """Show what many games by computer from here come to, for one option of a choice, or for all."""
    session = table.session
    if table.hot:
        say([plain_text.ODDS_STAY_CLOSED])
        return
    if session.state.phase is not Phase.CHOOSE or table.holder != session.mover:
        say([plain_text.ODDS_OPEN_AT_A_CHOICE])
        return
    for n in _options(session, number):
        _option(table, n, odds=True)


def _line(table: Table, number: int) -> None:
    """Open a line of what was said on the question at hand."""
    session = table.session
    said = [event for event in since(session) if isinstance(event, Said)]
    found = next((event for event in said if event.turn + 1 == number), None)
    if found is None:
        say([plain_text.there_is_no_line_on(number)])
        return
    leaf(table_pages.line(session.lookup, session.events, found, hand(table), width()))


def _undo(table: Table) -> None:
    """Take the last step back, if the player means it."""
    session = table.session
    number = facilitation.last_step(session.moves, session.people)
    if number is None:
        say([facilitation.NOTHING_TO_UNDO])
        return
    step = facilitation.step(session.lookup, session.moves, session.events, number)
    if ask_one(facilitation.UNDO, [step, facilitation.KEEP]):
        return
    new = told(Playthrough(session).undo(number))
    raise AgainError(new, [facilitation.undone(session.path, new.path)])


def _inject(table: Table) -> None:
    """Let news happen that waits for the facilitator."""
    session = table.session
    waiting = game.waiting(session.model, session.state)
    if not waiting:
        say([facilitation.NONE_WAITS])
        return
    choices = facilitation.injects(session.lookup, waiting)
    picked = ask_one(facilitation.INJECT, [*(title for title, _ in choices), "None for now"])
    if picked < len(choices):
        (event,) = make(session, Trigger(choices[picked][1]))
        raise AgainError(session, event_text.tell(session.lookup, event))


def looked_back(session: Session) -> list[tuple[str, list[str]]]:
    """Return the debrief, with what people's parts came to."""
    parts = parts_played(session, session.people) if session.state.past else None
    told = debrief(session.lookup, session.events, None, session.people, width(), parts)
    if not session.people:
        return told
    return [part for part in told if part[0] != SOURCES]  # pages of them would hide the rest


def _again(table: Table) -> None:
    """Go on, in a new game, from where what was decided last came up, or what turned the game."""
    session = table.session
    parts = [one for seat in session.people for one in mattered(session, seat)]
    one = again_from(parts, over=session.over)
    if one is None:
        say([mattered_text.NOTHING_YET])
        return
    new = told(Playthrough(session).fork(one.moves))
    raise AgainError(new, [mattered_text.again(session.lookup, one, session.path)])


def _campaign(table: Table) -> None:
    session = table.session
    found = None
    if session.source is not None:
        with contextlib.suppress(JournalError):
            found = family(session.source, session.loaded)
    here = "" if session.source is None else session.source.stem
    state = (session.model, session.state, session.events)
    leaf(campaign_text.page(session.lookup, *state, found, here, width()))


def _keep(table: Table) -> None:
    """Write the page of the game to keep and share."""
    say([screen_text.WRITING_THE_PAGE])
    try:
        path = keep(table.session)
    except (SitroomError, OSError) as error:
        say([f"{error}."])
        return
    say([screen_text.page_is_at(path)], whole=True)


def _debrief(table: Table) -> None:
    session = table.session
    show(looked_back(session))


WORDS = {  # what somebody types who does not know the letter
    "help": "?",
    "agenda": "a",
    "brief": "b",
    "copy": "c",
    "debrief": "d",
    "evidence": "e",
    "fork": "f",
    "how": "h",
    "library": "x",
    "own": "o",
    "pass": "p",
    "quit": "q",
    "exit": "q",
    "undo": "u",
    "views": "v",
    "why": "w",
    "world": "l",
}
ASIDES: dict[str, Callable[[Table], str | None]] = {  # what is to be done then, if anything
    "?": _help,
    "w": take_apart,
    "v": _views,
    "l": _world,
    "s": _standings,
    "b": _brief,
    "e": _evidence,
    "d": _debrief,
    "t": lambda table: tell(table.session, since(table.session)),
    "t all": lambda table: tell(table.session, table.session.events),
    "u": _undo,
    "again": _again,
    "campaign": _campaign,
    "page": _keep,
    "odds": _odds,
    "f": saving.fork,
    "c": saving.copy,
    "m": study.offer,
    "x": library.look,
    "i": _inject,
}
NUMBERED: dict[str, Callable[[Table, int], None]] = {
    "e": _evidence,
    "t": _line,
    "odds": _odds,
}
