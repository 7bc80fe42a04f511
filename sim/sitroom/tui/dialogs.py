"""What the table asks before it acts: which decision, whose reasons, what to say or to undo."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitroom.analysis.mattered import again_from
from sitroom.analysis.stakes import stakes
from sitroom.analysis.turning_points import Lookback
from sitroom.engine import game
from sitroom.engine.events import Event, Happened
from sitroom.engine.moves import Confide, FreeLine, Reschedule, Say, Trigger
from sitroom.journal.playthrough import Playthrough
from sitroom.journal.session import Session
from sitroom.narration import brief, facilitation, mattered_text, stakes_text
from sitroom.policies import advice, estimate
from sitroom.policies.advice import Card
from sitroom.tui import pages
from sitroom.tui.forms import Picker
from sitroom.tui.host import AtBoard, AtTable

if TYPE_CHECKING:
    from sitroom.library.visibility import View
    from sitroom.tui.library import LibraryScreen
    from sitroom.tui.own_line import OwnLine

ANOTHER = "+"  # a passage that was not offered


async def agenda(table: AtTable) -> list[Event]:
    """Ask which decision to put first, and do so; none leaves the agenda as it is."""
    session = table.session
    choices = facilitation.agenda(session.lookup, session.model, session.state)
    picked = await table.app.push_screen_wait(Picker(facilitation.AGENDA, choices))
    if picked is None:
        return []
    seat = session.people[0] if session.people else str(session.mover)
    return table.play(Reschedule(seat, picked))


async def why(table: AtBoard) -> None:
    """Ask for an actor, that of the marked line first, and take its position apart.

    Other people's stay closed.
    """
    session = table.session
    standing = game.standing(session.model, session.state)
    closed = session.people if table.hot else ()
    seats = facilitation.open_to(table.reader, closed, standing)
    if not seats:
        table.app.notify(facilitation.NOBODYS)
        return
    seats.sort(key=lambda seat: seat != table.marked_seat)
    names = [(session.lookup.name(actor), actor) for actor in seats]
    actor = await table.app.push_screen_wait(Picker(facilitation.WHY, names))
    if actor is not None:
        table.app.push_screen(pages.why(session, actor, table.size.width))


def _view(table: AtBoard) -> "View":
    from sitroom.library import visibility  # noqa: PLC0415 - opens late

    session = table.session
    return visibility.at_table(
        session.lookup, session.events, session.question, table.reader, session.people
    )


def _concerns(session: Session) -> list[str]:
    return [id_ for _, id_ in brief.concerns(session.lookup, session.question)]


def library(table: AtBoard, say: Callable[[str], object]) -> "LibraryScreen":
    """Return the library, as far as this table may know it, and who may speak can `say` with a passage."""
    from sitroom.library import own_words  # noqa: PLC0415 - opens late
    from sitroom.tui.library import LibraryScreen  # noqa: PLC0415 - as above

    view = _view(table)
    if table.check_action("own", ()):
        view = own_words.citable(view, _concerns(table.session))
    return LibraryScreen(view, say)


def own(table: AtBoard, passage: str = "") -> "OwnLine":
    """Return the form for a line of the player's own; with a passage, for one that rests on it."""
    from sitroom.library import own_words  # noqa: PLC0415 - opens late
    from sitroom.tui.own_line import OwnLine  # noqa: PLC0415 - as above

    session = table.session
    known = own_words.Passages(_view(table), _concerns(session))
    names = brief.concerns(session.lookup, session.question)
    if passage:
        names = [(title, id_) for title, id_ in names if passage in known.on[id_]]
    side, seat = advice.side(session.model, session.state), str(session.mover)
    draft = table.drafts.get((session.question, seat), "")
    return OwnLine(seat, names, known, side, rated=table.hot, draft=draft, passage=passage)


async def rested(table: AtBoard, form: "OwnLine", move: FreeLine | None) -> FreeLine | None:
    """Ask what a line that was typed rests on, where something fits; keep the words if it is not said."""
    said = None if move is None else await _cited(table, form, move)
    table.drafts[table.session.question, form.seat] = form.draft if said is None else ""
    return said


async def _cited(table: AtBoard, form: "OwnLine", move: FreeLine) -> FreeLine | None:
    from sitroom.library import own_words  # noqa: PLC0415 - opens late

    if move.rating is not None or move.cites:
        return move
    lookup = table.session.lookup
    question = table.session.question
    fitting = own_words.offered(lookup, question, form.suggest(move.text), move)
    if not fitting:
        return move  # the form has told so
    count = len(form.known.names)
    more = [(facilitation.another(count), ANOTHER)] * (count > len(fitting))
    rows = [(told, str(number)) for number, (told, _) in enumerate(fitting)]
    picker = Picker(facilitation.EVIDENCE, [*rows, *more, (facilitation.NOTHING, "")])
    picked = await table.app.push_screen_wait(picker)
    if picked == ANOTHER:
        fitting = own_words.every(lookup, question, form.known, move)
        rows = [(told, str(number)) for number, (told, _) in enumerate(fitting)]
        picked = await table.app.push_screen_wait(Picker(facilitation.EVIDENCE, rows))
    if not picked:
        return None if picked is None else move
    said = fitting[int(picked)][1]
    if said.concern != move.concern:  # the passage speaks to another than was marked
        title = next(title for title, id_ in form.concerns if id_ == said.concern)
        table.app.notify(brief.heard_as(title, said.claim, form.side))
    return said


async def manner(table: AtBoard, card: Card | None) -> Say | Confide | None:
    """Ask how else an argument shall be said."""
    session = table.session
    if card is None:
        table.app.notify(brief.NO_ARGUMENT)
        return None
    decider = brief.hinge(session.lookup, session.model, session.state)
    found = estimate.manners(session.model, session.state, card, exact=table.options.exact)
    _, closed = brief.ways(session.model, session.state, card)
    if not found:
        table.app.notify(" ".join(closed))
        return None
    standing = game.standing(session.model, session.state)
    choices = [
        (brief.manner(session.lookup, form, told, decider, standing), str(number))
        for number, (form, told) in enumerate(found)
    ]
    notes = [*brief.in_private(form for form, _ in found), *closed]
    picked = await table.app.push_screen_wait(Picker(brief.HOW, choices, notes))
    return None if picked is None else found[int(picked)][0]


async def sure(table: AtBoard, option: str, *, looked: bool) -> bool:
    """Return whether an option is to be taken; asked where it costs, or was not picked out."""
    session = table.session
    stake = next(s for s in stakes(session.model, session.state) if s.option == option)
    if looked and not stake.leaks:
        return True
    question, notes = stakes_text.sure(session.lookup, session.question, stake)
    choices = [(stakes_text.LOOK_AGAIN, ""), (stakes_text.DECIDE, option)]
    picked = await table.app.push_screen_wait(Picker(question, choices, notes))
    return bool(picked)


async def undo(table: AtBoard) -> Session | None:
    """Ask whether to take the last step back; return the game that goes on from before it."""
    session = table.session
    number = facilitation.last_step(session.moves, session.people)
    if number is None:
        table.app.notify(facilitation.NOTHING_TO_UNDO)
        return None
    step = facilitation.step(session.lookup, session.moves, session.events, number)
    choices = [(step, "undo"), (facilitation.KEEP, "")]
    if not await table.app.push_screen_wait(Picker(facilitation.UNDO, choices)):
        return None
    game = await asyncio.to_thread(Playthrough(session).undo, number)
    if game.fault is None:
        undone = facilitation.undone(session.path, game.session.path)
        table.app.notify(undone, timeout=6, markup=False)
    return table.app.told(game)


def parts_played(session: Session) -> Lookback:
    """Return what people's parts came to so far; it takes a while."""
    from sitroom.analysis.hindsight import parts_played as found  # noqa: PLC0415 - only at an outcome

    return found(session, session.people)


async def again(table: AtBoard) -> Session | None:
    """Return a game that goes on from where what matters came up: the last, or what turned it all."""
    parts = table.parts
    one = again_from(parts.mattered, over=table.session.over) if parts else None
    if one is None:
        return None
    game = await asyncio.to_thread(Playthrough(table.session).fork, one.moves)
    if game.fault is None:
        told = mattered_text.again(table.session.lookup, one, table.session.path)
        table.app.notify(told, timeout=6, markup=False)
    return table.app.told(game)


async def inject(table: AtTable) -> None:
    """Ask which news to let happen, and show it to everybody."""
    session = table.session
    waiting = game.waiting(session.model, session.state)
    if not waiting:
        table.app.notify(facilitation.NONE_WAITS)
        return
    choices = facilitation.injects(session.lookup, waiting)
    picked = await table.app.push_screen_wait(Picker(facilitation.INJECT, choices))
    if picked is None:
        return
    events = table.play(Trigger(picked))
    table.put_away()
    for event in events:
        assert isinstance(event, Happened)
        await table.app.push_screen_wait(pages.news(session, event))
