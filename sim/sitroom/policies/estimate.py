"""What a seat could know of what a line would do: a range about it, narrower the better it knows whom.

How well one seat knows another is trust, which is told each other, what has been seen of it in this
debate, and whether the two had a word in private. The range always holds what the line would do; where in it that lies is drawn by seed.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sitroom.engine import game, ruling, turn
from sitroom.engine.chance import uniform
from sitroom.engine.condition import on_table
from sitroom.engine.events import recorded
from sitroom.engine.manners import allies, confidants, may_press, proposes
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Confide, Say
from sitroom.engine.state import State
from sitroom.engine.theory import Floats
from sitroom.policies import advice, computer
from sitroom.policies.advice import Card, Guess

_LEAST = 1.0  # points that a range is wide where somebody is known well


def hand(
    model: CompiledScenario, state: State, *, exact: bool, way: float = 0.0
) -> tuple[Card, ...]:
    """Return what the seat to move may still say, as it would guess it or as it is.

    First comes what brings the table nearest to it, or, where a game asks for a `way` (1 or -1), what
    moves the table furthest that way.
    """
    found = [_weighed(model, state, card) for card in advice.hand(model, state)]
    cards = tuple(sorted(found, key=lambda card: -card.gain))
    if way:
        weight = _weights(model, state)
        cards = tuple(
            replace(card, gain=recorded(way * sum(weight[o] * by for o, by in card.moves.items())))
            for card in cards
        )
        cards = tuple(sorted(cards, key=lambda card: -card.gain))
    return cards if exact else guessed(model, state, cards)


def _weights(model: CompiledScenario, state: State) -> dict[str, float]:
    question = model.questions[state.question]
    weight = question.influence * question.salience
    return {model.actors[actor]: float(weight[actor]) for actor in question.table}


def _weighed(model: CompiledScenario, state: State, card: Card) -> Card:
    """Return an amendment with how likely it would be taken and what each of the others would choose.

    It moves no position, but what it puts on the table may be nearer to one: by as much as the
    places that the others would choose come nearer to the seat, it stands among the lines.
    """
    seat = str(game.mover(model, state))
    line = Say(seat, card.argument)
    if not proposes(model, state, line):
        return card
    after, question = game.play(model, state, line).state, model.questions[state.question]
    (option,) = {*game.options(model, after)} - {*game.options(model, state)}
    actor, before, now = model.actors.index(seat), _chosen(model, state), _chosen(model, after)
    own = turn.positions(model, state)[0, actor]
    others = [other for other in question.table if other != actor]
    apart = np.abs(before - own) - np.abs(now - own)
    return replace(
        card,
        gain=recorded(computer.worth(question, others) @ apart[others]),
        moves={
            model.actors[o]: recorded(now[o] - before[o]) for o in others if now[o] != before[o]
        },
        odds=advice.chances(model, after)[option],
    )


def _chosen(model: CompiledScenario, state: State) -> Floats:
    """Return the place [A] that each at the table would choose on the average."""
    question, held = model.questions[state.question], turn.positions(model, state)
    places, able = np.zeros(held.shape[1]), on_table(model, state)
    for actor in question.table:
        places[actor] = ruling.own_choice(model, question, held[:, actor], able)[0] @ question.at
    return places


def manners(
    model: CompiledScenario, state: State, card: Card, *, exact: bool
) -> list[tuple[Say | Confide, Card]]:
    """Return how else the seat to move may say an argument, with what that would do.

    Pressed, where it may be, carried by each seat that would carry it, and told each in private,
    before the seat first speaks; of these first whom it would move most, by weight.
    """
    seat, was = str(game.mover(model, state)), game.standing(model, state)
    plain, found = Say(seat, card.argument), []
    if proposes(model, state, plain):
        return []
    forms: list[Say | Confide] = [replace(plain, press=True)] * may_press(model, state, seat)
    forms += [replace(plain, through=ally) for ally in allies(model, state, plain)]
    forms += [Confide(seat, card.argument, to) for to in confidants(model, state, seat)]
    weight = _weights(model, state)
    for form in forms:
        now = game.standing(model, game.play(model, state, form).state)
        moves = {a: recorded(now[a] - was[a]) for a in was if now[a] != was[a]}
        told = replace(card, moves=moves, guesses=None)
        found.append((form, told if exact else guessed(model, state, (told,))[0]))

    def least(
        one: tuple[Say | Confide, Card],
    ) -> float:  # of those told in private, to whom it matters
        form, told = one
        return (
            -weight[form.to] * abs(_shown(told, form.to))
            if isinstance(form, Confide)
            else -math.inf
        )

    return sorted(found, key=least)


def _shown(card: Card, actor: str) -> float:
    """Return the points by which a card is told to move somebody."""
    if card.guesses is None:
        return card.moves.get(actor, 0.0)
    return card.guesses[actor].middle if actor in card.guesses else 0.0


def known(model: CompiledScenario, state: State, seat: int) -> Mapping[str, float]:
    """Return how well a seat knows each of the others at the table, from 0 to 1."""
    question = model.questions[state.question]
    seen = len(state.debate) / len(question.table)  # each round shows once more what moves whom
    had = [{line.speaker, line.to} for line in state.asides]
    found = {model.actors[seat]: 1.0}  # whom its own line moves where it heeds whom that persuades
    for other in question.table:
        if other != seat:
            trust = (model.trust[other, seat] + model.trust[seat, other]) / 2.0
            close = {seat, other} in had  # who had a word in private know each other
            found[model.actors[other]] = float(close or 1.0 - (1.0 - trust) / (1.0 + seen))
    return found


def guessed(model: CompiledScenario, state: State, cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """Return a hand as its seat would guess it, what seems most useful first.

    How likely an amendment would be taken it knows as well as the one who decides whom it knows least.
    """
    seat = turn.to_move(model, state)
    assert seat is not None
    well = known(model, state, seat)
    question = model.questions[state.question]
    weight, found = _weights(model, state), []
    everyone = np.arange(len(model.actors))
    for card in cards:
        draws = uniform(state.seed, everyone, question.id, "guess", card.argument)
        guesses = {
            other: _guess(points, well[other], float(draws[model.actors.index(other)]))
            for other, points in card.moves.items()
        }
        toward = 1.0 if card.gain > 0 else -1.0
        worth = toward * sum(weight[o] * abs(guess.middle) for o, guess in guesses.items())
        odds = None
        if card.odds is not None:
            sure = min(well[model.actors[voter]] for voter in question.voters)
            drawn = float(uniform(state.seed, everyone, question.id, "odds", card.argument)[seat])
            odds = _guess(100.0 * card.odds, sure, drawn, 100.0 * min(card.odds, 1 - card.odds))
            odds = replace(odds, low=max(0.0, odds.low), high=min(100.0, odds.high))
        found.append((worth, replace(card, guesses=guesses, guess=odds)))
    return tuple(card for _, card in sorted(found, key=lambda pair: -pair[0]))


def _guess(points: float, well: float, drawn: float, open_: float | None = None) -> Guess:
    """Return a guess that holds the points, the wider the more of them there are, or are `open_`."""
    width = max(_LEAST, 3.0 * (abs(points) if open_ is None else open_) * (1.0 - well))
    return Guess(points - width * drawn, points + width * (1.0 - drawn), well)
