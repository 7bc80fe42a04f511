"""The moves of the person whose turn it is."""

from collections.abc import Sequence
from dataclasses import replace

from sitroom.analysis.deadlines import way
from sitroom.analysis.stakes import stakes
from sitroom.engine import game
from sitroom.engine.moves import (
    LONGEST_LINE,
    OWN_CLAIM,
    STRENGTH,
    Choose,
    FreeLine,
    Move,
    Pass,
    Reschedule,
    Say,
    own_words,
)
from sitroom.engine.state import Phase
from sitroom.library.own_words import Passages, Suggestion, every, offered
from sitroom.narration import because, brief, event_text, facilitation, plain_text, stakes_text
from sitroom.plain import library
from sitroom.plain.asides import ASIDES, NUMBERED, WORDS, hand, take_apart
from sitroom.plain.talk import (
    QuitError,
    Table,
    as_named,
    as_number,
    ask_one,
    ask_or_back,
    make,
    say,
    typed,
    typed_lines,
)
from sitroom.plain.telling import tell
from sitroom.policies import advice, estimate
from sitroom.policies.advice import Card

MOST_LINES = 9999  # the highest number of a line that can be asked for


def ask(table: Table) -> Move:
    """Ask the person whose turn it is for a move."""
    session = table.session
    if session.state.phase is Phase.CHOOSE:
        return _ask_choice(table)
    seat = str(session.mover)
    cards, decider = hand(table), brief.hinge(session.lookup, session.model, session.state)
    name = session.lookup.both_names(seat)
    first = plain_text.FOR_THE_CHALLENGE if way(session) else plain_text.NEAREST_TO_YOU
    say(["", plain_text.your_turn(name, first if cards else "")])
    for number, item in enumerate(cards, 1):
        says, told = brief.card(session.lookup, session.question, item, decider)
        earlier = (session.events, seat, item.argument, session.question)
        if when := because.made_before(session.lookup, *earlier):
            told += brief.said_too(when)
        say([f"{number}. {says}", f"    {told}"])
    if cards and (how := brief.otherwise(session.model, session.state, cards[0])):
        say([plain_text.first_line(how)])
    if made := brief.made_by_others(session.lookup, session.model, session.state):
        say([f"{made}."])
    if not any(item.gain > 0 for item in cards):
        say([plain_text.NOTHING_HELPS if cards else plain_text.YOU_HAVE_NOTHING_LEFT_TO])
    while True:
        move = _said(table, seat, cards, prompt(table, "Say which? "))
        if move is not None:
            return move


def _said(table: Table, seat: str, cards: Sequence[Card], reply: str) -> Move | None:
    """Return the move that a reply asks for; None, told why, where it asks for none."""
    if reply == "p":
        return Pass(seat)
    first, _, second = reply.partition(" ")
    if first == "o":
        return _own(table, seat, second)
    if first == "h" and cards and (not second or as_number(second, len(cards))):
        claims = [brief.card(table.session.lookup, table.session.question, c)[0] for c in cards]
        which = as_number(second, len(cards)) or ask_one(plain_text.HOW_ELSE_WHICH, claims) + 1
        return _manner(table, cards[which - 1])
    chosen, rating = as_number(first, len(cards)), as_number(second, max(STRENGTH))
    if chosen and not second:
        return Say(seat, cards[chosen - 1].argument)
    if chosen and rating and table.hot:
        return Say(seat, cards[chosen - 1].argument, rating)
    say([plain_text.there_is_no_here_or(reply, _numbers(len(cards)))])
    return None


def _manner(table: Table, card: Card) -> Move | None:
    """Ask how else an argument shall be said."""
    session = table.session
    decider = brief.hinge(session.lookup, session.model, session.state)
    found = estimate.manners(session.model, session.state, card, exact=table.exact)
    _, closed = brief.ways(session.model, session.state, card)
    if not found:
        say(closed)
        return None
    now = game.standing(session.model, session.state)
    told = [brief.manner(session.lookup, form, item, decider, now) for form, item in found]
    say([*brief.in_private(form for form, _ in found), *closed])
    number = ask_one(brief.HOW, [*told, plain_text.NOT_AFTER_ALL], len(told))  # each has a price
    return found[number][0] if number < len(found) else None


def _numbers(cards: int) -> str:
    return f"A number up to {cards}, " if cards else plain_text.YOUR_HAND_IS_EMPTY


def _own(table: Table, seat: str, passage: str = "") -> Move | None:
    """Ask for a line of the player's own; `passage` is what it rests on, if that is settled."""
    session, view = table.session, library.known(table)
    concerns = brief.concerns(session.lookup, session.question)
    known = Passages(view, [id_ for _, id_ in concerns])
    titles = {id_: title for title, id_ in concerns if not passage or passage in known.on[id_]}
    if not titles:
        say([plain_text.there_is_no_passage(passage)])
        return None
    if passage:
        say([facilitation.rests(known.on[next(iter(titles))][passage], settled=True)])
    text = _typed_line()
    if not text:
        return None
    side = advice.side(session.model, session.state)
    fits = known.suggest(text, side)
    if fits.concern in titles:
        seems = [event_text.direction(fits.claim)] if fits.claim else []
        say([plain_text.it_seems_to_speak_to(", ".join([titles[fits.concern], *seems]))])
    if not (passage or fits.fit):
        say([facilitation.UNFIT])
    own = _spoken_to(seat, text, titles, fits, side)
    if own is None:
        say([plain_text.UNSAID])
        return None
    say([brief.heard_as(titles[own.concern], own.claim, side)])
    own = _rated(own) if table.hot else own
    own = replace(own, cites=passage)
    if passage:
        say([facilitation.rests(known.nearest(text, own.concern, passage), settled=True)])
    if own.rating is not None or passage:
        return own
    said = _resting(table, known, fits, own)
    if said is not None and said.concern != own.concern:
        say([brief.heard_as(titles[said.concern], said.claim, side)])
    return said


def _typed_line() -> str:
    """Ask for a line until it is short enough, or none."""
    while True:
        text = own_words(typed_lines(plain_text.your_line_up_to_characters(LONGEST_LINE)))
        if len(text) <= LONGEST_LINE:
            return text
        say([f"That has {len(text)} characters."])


def _rated(own: FreeLine) -> FreeLine:
    """Ask how convincing a line was; Enter leaves it unrated."""
    while reply := typed(plain_text.how_convincing_was_it_enter(facilitation.RATING)):
        if rating := as_number(reply, max(STRENGTH)):
            return replace(own, rating=rating)
    return own


def _resting(table: Table, known: Passages, fits: Suggestion, own: FreeLine) -> FreeLine | None:
    """Ask what a line rests on; None if it is not to be said after all."""
    lookup, question = table.session.lookup, table.session.question
    cited = offered(lookup, question, fits, own)
    if not cited:
        return own
    count = len(known.names)
    more = [facilitation.another(count)] * (count > len(cited))
    rows = [*(told for told, _ in cited), *more, facilitation.NOTHING]
    while (picked := ask_or_back(facilitation.EVIDENCE, rows)) is not None:
        if picked < len(cited):
            return cited[picked][1]
        if picked == len(rows) - 1:
            return own
        rest = dict(every(lookup, question, known, own))
        for row in library.picked("Evidence", [*rest]):
            return rest[row]
    say([plain_text.UNSAID])
    return None


def _spoken_to(
    seat: str, text: str, titles: dict[str, str], fits: Suggestion, side: float
) -> FreeLine | None:
    """Ask on what, and for which side, a line is to be heard; None if it is not to be said."""
    ids = list(titles)
    guess = ids.index(fits.concern) if fits.concern in titles else 0
    ask = plain_text.WHICH_CONCERN_DOES_IT_SPEAK
    number = ask_or_back(ask, list(titles.values()), guess)
    if number is None:
        return None
    ways = [brief.way(claim, side) for claim in (1.0, -1.0)]
    seems = fits.claim if number == guess else side
    way = ask_or_back("Which way?", ways, int(seems < 0))
    return (
        None if way is None else FreeLine(seat, text, ids[number], -OWN_CLAIM if way else OWN_CLAIM)
    )


def _ask_choice(table: Table) -> Move:
    session = table.session
    seat, lookup, question = str(session.mover), session.lookup, session.question
    say(["", plain_text.your_choice_under_each_option(lookup.both_names(seat))])
    views = advice.views(session.model, session.state)
    options = game.options(session.model, session.state)
    say(stakes_text.veto(lookup, session.model, session.state, seat))
    found = zip(
        brief.options(lookup, question, options, views),
        stakes(session.model, session.state),
        strict=True,
    )
    for n, ((option, nearest), stake) in enumerate(found, 1):
        more = (
            nearest,
            stakes_text.expected(lookup, question, stake),
            stakes_text.cost(lookup, stake),
        )
        say([f"{n}. {option.title}: {option.means}", *(f"    {t}" for t in more if t)])
    chances = advice.chances(session.model, session.state)
    let, odds = brief.by_position(lookup, question, chances)
    say([f"0. {let}", f"    {odds}"])
    while True:
        reply = prompt(table, "Choose which? ")
        number = as_number(reply, len(options))
        if number is None:
            number = as_named(reply, [lookup.questions[question].option(o).title for o in options])
        if number is not None:
            return Choose(seat, options[number - 1] if number else None)
        say([plain_text.there_is_no_here_number_4(reply, len(options))])


def prompt(table: Table, question: str, *, enter: bool = False) -> str:
    """Ask, answering what is not a move; Enter alone is a reply only if `enter` says so."""
    while True:
        letter, _, rest = typed(question).lower().partition(" ")
        letter = WORDS.get(letter, letter)
        reply = f"{letter} {rest}".strip()
        if reply == "q":
            raise QuitError
        number = as_number(rest, MOST_LINES)
        if reply in ASIDES:
            if wanted := ASIDES[reply](table):
                return wanted
        elif letter == "w" and rest:
            take_apart(table, rest)
        elif letter in NUMBERED and number:
            NUMBERED[letter](table, number)
        elif reply or enter:
            return reply
        else:
            say([plain_text.TYPE_NUMBER_OR_LETTER_LISTS])


def agenda(table: Table) -> bool:
    """Before a debate begins, offer to put another decision first; return whether to skip the debate.

    Only what nobody here takes part in can be skipped, to what is decided.
    """
    session = table.session
    choices = facilitation.agenda(session.lookup, session.model, session.state)
    if not (choices and session.people and session.moves):
        return False  # at the start, the player has just said which decision comes first
    watched = not set(session.people) & game.standing(session.model, session.state).keys()
    asked = plain_text.ENTER_OPENS_OR_SKIP if watched else plain_text.ENTER_OPENS_DEBATE_AGENDA_QUIT
    while reply := prompt(table, asked, enter=True):
        if watched and reply in ("r", "run"):
            return True
        if reply != "a":
            say([plain_text.there_is_no_here_enter(reply)])
            continue
        titles = [title for title, _ in choices]
        number = ask_one(facilitation.AGENDA, [*titles, facilitation.AS_IT_IS])
        if number < len(choices):
            move = Reschedule(session.people[0], choices[number][1])
            tell(session, make(session, move), table.holder)
            return agenda(table)
        return False
    return False
