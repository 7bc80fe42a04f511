"""What comes from outside as a move: read, cleaned and judged as a person's own is."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sitroom.engine import game
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import (
    LONGEST_LINE,
    OWN_CLAIM,
    FreeLine,
    IllegalMoveError,
    Move,
    from_plain,
    own_words,
)
from sitroom.engine.state import Phase, State
from sitroom.library.own_words import fits, suggest
from sitroom.library.visibility import View
from sitroom.scenario import citations
from sitroom.scenario.lookup import Lookup
from sitroom.seats.sight import library


def move_of(
    lookup: Lookup,
    model: CompiledScenario,
    state: State,
    seat: str,
    answer: object,
    people: Sequence[str] = (),
    legal: Sequence[Move] | None = None,
) -> Move:
    """Return the legal move of a seat that an answer asks for; `people` are seats closed to it.

    `legal` are the moves that were listed, where they are at hand.

    An answer is a move as it was listed (its seat may be left out), or `{"number": 3}` of the list.
    Words of its own go through what a person's go through: which way they speak counts and not how
    far, nobody rates itself, and what they cite has to be seen and to fit.

    Raises IllegalMoveError.
    """
    if not isinstance(answer, Mapping):
        raise IllegalMoveError("an answer is one JSON object")
    if "number" in answer:
        legal = game.legal(model, state) if legal is None else legal
        return _numbered(legal if game.mover(model, state) == seat else (), answer["number"])
    plain = {"seat": seat, **{str(key): value for key, value in answer.items()}}
    if plain["seat"] != seat:
        raise IllegalMoveError(f"you have the seat {seat} and no other")
    if plain.get("move") not in ("say", "own", "confide", "pass", "choose"):
        raise IllegalMoveError("a move is to say, own, confide, pass or choose")
    if plain.get("rating") is not None:
        raise IllegalMoveError("how convincing a line was is not for its speaker to say")
    if game.mover(model, state) != seat:
        raise IllegalMoveError("it is not your turn")
    own = plain["move"] == "own" and state.phase is Phase.DEBATE
    view = library(lookup, model, state, seat, people) if own else None
    move = from_plain(plain) if view is None else _own(view, model, state, plain)
    if move not in game.legal(model, state):  # in words of its own, pressed, carried or in private
        game.play(model, state, move)
    return move


def _numbered(moves: Sequence[Move], number: object) -> Move:
    if type(number) is not int or not 1 <= number <= len(moves):
        raise IllegalMoveError(f"there is no move of that number; there are {len(moves)}")
    return moves[number - 1]


def _own(view: View, model: CompiledScenario, state: State, plain: dict[str, Any]) -> FreeLine:
    """Return a line in words of the seat's own; what it speaks to is guessed where it is not said."""
    text, cites = plain.get("text"), plain.get("cites", "")
    if not isinstance(text, str) or not isinstance(cites, str):
        raise IllegalMoveError("words of your own are a text, and so is what they cite")
    if len(text) > 4 * LONGEST_LINE:  # before it is looked at letter by letter
        raise IllegalMoveError(f"a line has 1 to {LONGEST_LINE} characters")
    text = own_words(text)
    bears = view.lookup.questions[model.questions[state.question].id].question.bears
    concern, claim = plain.get("concern"), plain.get("claim")
    if concern is None or claim is None:
        guess = suggest(view, text, bears)
        concern = guess.concern if concern is None else concern
        claim = guess.claim if claim is None else claim
    if not isinstance(concern, str) or concern not in bears:
        raise IllegalMoveError("say which concern your words speak to, one of those listed")
    if type(claim) not in (int, float) or not math.isfinite(claim) or claim == 0:
        raise IllegalMoveError("say which way your words speak: claim below 0 or above 0")
    if cites:
        passage = citations.on(view.lookup.content).get(concern, {}).get(cites)
        if passage is None or not fits(text, passage):
            raise IllegalMoveError("what your words cite does not fit them, or can't be seen here")
    return FreeLine(plain["seat"], text, concern, math.copysign(OWN_CLAIM, claim), cites=cites)
