"""A game whose scenario has changed under it: played again as far as the new one allows."""

from dataclasses import dataclass

from sitroom.engine.events import opens
from sitroom.engine.moves import IllegalMoveError, Move
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded


@dataclass(frozen=True)
class Again:
    """The game in the changed scenario, not saved, and how much of the old one is in it."""

    session: Session
    made: int  # moves that could be made again
    of: int  # moves that were to be made again
    fresh: bool  # whether it begins at the decision at hand, as history left the world


def again(old: Session, loaded: Loaded) -> Again:
    """Return a game at the same decision in a scenario that has changed.

    All moves are made again as far as they are legal. Where that does not lead back to the decision
    at hand, the game begins at it, with the moves made on it; where there is no such decision any
    more, at the first one.
    """
    moves = old.moves
    here = old.lookup.questions[old.question].decision.id
    whole = _played(old, loaded, old.header.decision, moves)
    if whole is not None and _decision(whole) == here:
        return Again(whole, len(whole.moves), len(moves), fresh=False)
    opened = max((n for n, event in enumerate(old.events) if opens(event, here)), default=0)
    before = next(n for n, events in enumerate(old.marks) if events > opened)
    since = moves[before:]
    for decision in (here, None):
        session = _played(old, loaded, decision, since if decision else [])
        if session is not None:
            return Again(session, len(session.moves), len(moves), fresh=True)
    raise AssertionError("a scenario has a first decision")


def _decision(session: Session) -> str:
    return session.lookup.questions[session.question].decision.id


def _played(
    old: Session, loaded: Loaded, decision: str | None, moves: list[Move]
) -> Session | None:
    """Return a game with the first moves that are legal, or None without that decision."""
    if decision is not None and decision not in loaded.lookup.questions:
        return None
    head = old.header
    people = tuple(seat for seat in head.people if seat in loaded.content.actors)
    session = Session(
        loaded,
        head.seed,
        people,
        decision,
        only=head.only,
        held=head.held,
        run=head.run,
        policies=head.policies,
        opponents=head.opponents,
    )
    for move in moves:
        try:
            session.play(move)
        except IllegalMoveError:
            break
    return session
