"""The moves that a seat may make now, each with its evidence; the same list at every door."""

from collections.abc import Sequence
from typing import Any

from sitroom.engine import game, manners
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import LONGEST_LINE, Choose, Move, Pass, Say, to_plain
from sitroom.engine.state import Phase, State
from sitroom.narration import brief
from sitroom.policies import estimate
from sitroom.policies.advice import Card
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup
from sitroom.seats.sight import Cited, OptionSeen, Seen, cited, options


class MoveSeen(Seen):
    """A legal move: answer with `move` itself or with its `number`.

    `answers` are lines of the debate that it weakens. In a full list `guess` tells what the seat
    could know of its effect, `press` whether it may be pressed, `through` who would carry it.
    `proposes` is the amendment that it puts on the table, to be chosen from then on; it claims
    nothing and moves nobody.
    """

    number: int
    move: dict[str, Any]
    says: str
    concern: str | None = None
    claim: float | None = None
    evidence: tuple[Cited, ...] = ()
    answers: tuple[int, ...] = ()
    guess: str | None = None
    press: bool | None = None
    through: tuple[str, ...] | None = None
    proposes: OptionSeen | None = None


class OwnWords(Seen):
    """What a line in words of one's own may be: `concerns` it may speak to, and how long it is."""

    concerns: dict[str, str]
    most_characters: int = LONGEST_LINE


class Moves(Seen):
    """What a seat may do now; nothing where it is not its turn.

    `confide` are those whom it may tell a line in private, in a full list.
    """

    seat: str
    moves: tuple[MoveSeen, ...]
    own_words: OwnWords | None = None
    confide: tuple[str, ...] = ()


def moves(
    lookup: Lookup,
    model: CompiledScenario,
    state: State,
    seat: str,
    *,
    full: bool = False,
    legal: Sequence[Move] | None = None,
) -> Moves:
    """Return the legal moves of a seat, with their evidence; `full` adds what they may do.

    `legal` are these moves where they are at hand: to find them costs a third of a turn.
    """
    if game.mover(model, state) != seat:
        return Moves(seat=seat, moves=())
    question = model.questions[state.question]
    cards: dict[str, Card] = {}
    if full and state.phase is Phase.DEBATE:
        cards = {card.argument: card for card in estimate.hand(model, state, exact=False)}
    found = [
        _seen(lookup, model, state, number, move, cards)
        for number, move in enumerate(game.legal(model, state) if legal is None else legal, 1)
    ]
    own = None
    if state.phase is Phase.DEBATE:
        concerns = {id_: title for title, id_ in brief.concerns(lookup, question.id)}
        own = OwnWords(concerns=concerns)
    confide = tuple(manners.confidants(model, state, seat)) if full else ()
    return Moves(seat=seat, moves=tuple(found), own_words=own, confide=confide)


def _seen(
    lookup: Lookup,
    model: CompiledScenario,
    state: State,
    number: int,
    move: Move,
    cards: dict[str, Card],
) -> MoveSeen:
    question = model.questions[state.question]
    asked, plain = lookup.questions[question.id], to_plain(move)
    if isinstance(move, Choose):
        says = brief.by_position(lookup, question.id, {})[0]
        if move.option is not None:
            one = asked.option(move.option)
            says = f"{one.title}: {one.means}"
        return MoveSeen(number=number, move=plain, says=says)
    if not isinstance(move, Say):
        assert isinstance(move, Pass)
        return MoveSeen(number=number, move=plain, says=brief.SAY_NOTHING)
    argument = lookup.argument(question.id, move.argument, move.seat)
    place = [one.id for one in question.arguments].index(move.argument)
    card = cards.get(move.argument)
    proposed = None
    if isinstance(argument, schema.Proposal):
        proposed = options(lookup, question, [argument.option])[0]
    return MoveSeen(
        number=number,
        move=plain,
        says=argument.says,
        concern=None if proposed else argument.concern,
        claim=None if proposed else argument.claim,
        proposes=proposed,
        evidence=cited(argument.evidence, asked.date),
        answers=tuple(line + 1 for line in game.rebutted(model, state, place)),
        guess=brief.use(lookup, card, asked.question.rule.decider) if card else None,
        press=manners.may_press(model, state, move.seat) if card else None,
        through=tuple(manners.allies(model, state, move)) if card else None,
    )
