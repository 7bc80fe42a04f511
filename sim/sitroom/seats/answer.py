"""What comes from outside as a move: read, cleaned and judged as a person's own is."""

import math
from collections.abc import Mapping

from sitroom.engine import game
from sitroom.engine.game import LONGEST_LINE
from sitroom.engine.moves import OWN_CLAIM, FreeLine, IllegalMoveError, Move, from_plain, own_words
from sitroom.journal.session import Session
from sitroom.library import visibility
from sitroom.library.own_words import fits, suggest
from sitroom.scenario import citations


def move_of(session: Session, seat: str, answer: object) -> Move:
    """Return the move of a seat that an answer asks for, be it legal or not.

    An answer is a move as it was listed (its seat may be left out), or `{"number": 3}` of the list.
    Words of its own go through what a person's go through: which way they speak counts and not how
    far, nobody rates itself, and what they cite has to be seen and to fit.

    Raises IllegalMoveError.
    """
    if not isinstance(answer, Mapping):
        raise IllegalMoveError("an answer is one JSON object")
    if "number" in answer:
        return _numbered(session, seat, answer["number"])
    plain = {"seat": seat, **{str(key): value for key, value in answer.items()}}
    if plain["seat"] != seat:
        raise IllegalMoveError(f"you have the seat {seat} and no other")
    if plain.get("move") not in ("say", "own", "pass", "choose"):
        raise IllegalMoveError("a move is to say, own, pass or choose")
    if plain.get("rating") is not None:
        raise IllegalMoveError("how convincing a line was is not for its speaker to say")
    if plain["move"] == "own":
        return _own(session, seat, plain)
    return from_plain(plain)


def _numbered(session: Session, seat: str, number: object) -> Move:
    moves = game.legal(session.model, session.state) if session.mover == seat else []
    if type(number) is not int or not 1 <= number <= len(moves):
        raise IllegalMoveError(f"there is no move of that number; there are {len(moves)}")
    return moves[number - 1]


def _own(session: Session, seat: str, plain: dict[str, object]) -> FreeLine:
    """Return a line in words of the seat's own; what it speaks to is guessed where it is not said."""
    text, cites = plain.get("text"), plain.get("cites", "")
    if not isinstance(text, str) or not isinstance(cites, str):
        raise IllegalMoveError("words of your own are a text, and so is what they cite")
    if len(text) > 4 * LONGEST_LINE:  # before it is looked at letter by letter
        raise IllegalMoveError(f"a line has 1 to {LONGEST_LINE} characters")
    text = own_words(text)
    view = visibility.at_table(
        session.lookup, session.events, session.question, seat, (*session.people, seat)
    )
    bears = session.lookup.questions[session.question].question.bears
    concern, claim = plain.get("concern"), plain.get("claim")
    if concern is None or claim is None:
        guess = suggest(view, text, bears)
        concern = guess.concern if concern is None else concern
        claim = guess.claim if claim is None else claim
    if not isinstance(concern, str) or concern not in bears:
        raise IllegalMoveError("say which concern your words speak to, one of those listed")
    if type(claim) not in (int, float) or not math.isfinite(claim) or claim == 0:  # type: ignore[arg-type]
        raise IllegalMoveError("say which way your words speak: claim below 0 or above 0")
    if cites:
        passage = citations.on(view.lookup.content).get(concern, {}).get(cites)
        if passage is None or not fits(text, passage):
            raise IllegalMoveError("what your words cite does not fit them, or can't be seen here")
    way = math.copysign(OWN_CLAIM, float(claim))  # type: ignore[arg-type]
    return FreeLine(seat, text, concern, way, cites=cites)
