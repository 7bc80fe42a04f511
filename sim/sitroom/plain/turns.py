"""The moves of the person whose turn it is."""

from dataclasses import replace

from sitroom.engine.game import LONGEST_LINE
from sitroom.engine.moves import (
    OWN_CLAIM,
    STRENGTH,
    Choose,
    FreeLine,
    Move,
    Pass,
    Reschedule,
    Say,
    sanitized,
)
from sitroom.engine.state import Phase
from sitroom.narration import brief, facilitation
from sitroom.plain.asides import ASIDES, NUMBERED, hand
from sitroom.plain.talk import QuitError, Table, as_number, ask_one, make, say, typed
from sitroom.plain.telling import tell
from sitroom.policies import advice

MOST_LINES = 9999  # the highest number of a line that can be asked for


def ask(table: Table) -> Move:
    """Ask the person whose turn it is for a move."""
    session = table.session
    if session.state.phase is Phase.CHOOSE:
        return _ask_choice(table)
    seat = str(session.mover)
    cards = hand(table)
    say(["", f"Your turn, {session.lookup.name(seat)}. Your hand, most useful first:"])
    for number, item in enumerate(cards, 1):
        says, told = brief.card(session.lookup, session.question, item)
        say([f"{number}. {says}", f"    {told}"])
    if not cards:
        say(["You have nothing left to say; p passes, o says it in your own words."])
    while True:
        reply = prompt(table, "Say which? ")
        if reply == "p":
            return Pass(seat)
        if reply == "o" and (own := _own(table, seat)):
            return own
        if reply == "o":
            continue
        said, _, rated = reply.partition(" ")
        chosen, rating = as_number(said, len(cards)), as_number(rated, max(STRENGTH))
        if chosen and not rated:
            return Say(seat, cards[chosen - 1].argument)
        if chosen and rating and table.hot:
            return Say(seat, cards[chosen - 1].argument, rating)
        say([f"There is no '{reply}' here. {_numbers(len(cards))}p, o, or ? for more."])


def _numbers(cards: int) -> str:
    return f"A number up to {cards}, " if cards else "Your hand is empty: "


def _own(table: Table, seat: str) -> Move | None:
    text = ""
    while not 0 < len(text) <= LONGEST_LINE:
        text = sanitized(typed(f"Your line, up to {LONGEST_LINE} characters (Enter alone: back): "))
        if not text:
            return None
        if len(text) > LONGEST_LINE:
            say([f"That has {len(text)} characters."])
    concerns = brief.concerns(table.session.lookup, table.session.question)
    number = ask_one("Which concern does it speak to?", [title for title, _ in concerns])
    further = ask_one("Which way?", ["for going further", "for restraint"]) == 0
    own = FreeLine(seat, text, concerns[number][1], OWN_CLAIM if further else -OWN_CLAIM)
    while table.hot:
        reply = typed(f"How convincing was it ({facilitation.RATING})? Enter leaves it unrated: ")
        if rating := as_number(reply or str(own.rating), max(STRENGTH)):
            return replace(own, rating=rating)
    return own


def _ask_choice(table: Table) -> Move:
    session = table.session
    seat, lookup, question = str(session.mover), session.lookup, session.question
    say(["", f"Your choice, {lookup.name(seat)}. Under each option, who is nearest to it."])
    views = advice.views(session.model, session.state)
    options = lookup.questions[question].question.options
    for n, (option, nearest) in enumerate(brief.options(lookup, question, views), 1):
        say([f"{n}. {option.title}: {option.means}", f"    {nearest}"])
    chances = advice.chances(session.model, session.state)
    let, odds = brief.by_position(lookup, question, chances)
    say([f"0. {let}", f"    {odds}"])
    while True:
        reply = prompt(table, "Choose which? ")
        number = as_number(reply, len(options))
        if number is not None:
            return Choose(seat, options[number - 1].id if number else None)
        say([f"There is no '{reply}' here. A number from 0 to {len(options)}, or ? for more."])


def prompt(table: Table, question: str, *, enter: bool = False) -> str:
    """Ask, answering what is not a move; Enter alone is a reply only if `enter` says so."""
    while True:
        reply = typed(question).lower()
        if reply == "q":
            raise QuitError
        letter, _, rest = reply.partition(" ")
        number = as_number(rest, MOST_LINES)
        if reply in ASIDES:
            ASIDES[reply](table)
        elif letter in NUMBERED and number:
            NUMBERED[letter](table, number)
        elif reply or enter:
            return reply
        else:
            say(["Type a number or a letter; ? lists them."])


def agenda(table: Table) -> None:
    """Before a debate begins, offer to put another decision first."""
    session = table.session
    choices = facilitation.agenda(session.lookup, session.model, session.state)
    if not (choices and session.people and session.moves):
        return  # at the start, the player has just said which decision comes first
    while reply := prompt(table, "Enter opens the debate; a: the agenda; q: quit. ", enter=True):
        if reply != "a":
            say([f"There is no '{reply}' here. Enter alone opens the debate; ? lists more."])
            continue
        titles = [title for title, _ in choices]
        number = ask_one(facilitation.AGENDA, [*titles, facilitation.AS_IT_IS])
        if number < len(choices):
            move = Reschedule(session.people[0], choices[number][1])
            tell(session, make(session, move), table.holder)
            agenda(table)
        return
