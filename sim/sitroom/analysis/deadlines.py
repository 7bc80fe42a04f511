"""Challenges with a deadline: a rung reached before history reached it, or kept from it for longer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitroom.analysis import challenges
from sitroom.analysis.challenges import Score, argues, tally
from sitroom.engine.events import Decided
from sitroom.journal.head import Head, Header
from sitroom.journal.record import read
from sitroom.journal.session import Session
from sitroom.policies import estimate
from sitroom.policies.advice import Card
from sitroom.scenario.lookup import Asked, Lookup
from sitroom.scenario.schema import Fenced

LONGEST = 3  # decisions from the first to the deadline


@dataclass(frozen=True)
class Deadline:
    """To have a rung of a ladder reached by the end of a decision, or not reached, from an earlier one."""

    seat: str
    decision: str  # at which it begins
    until: str  # the last decision that counts
    ladder: str
    rung: int
    upward: bool  # whether it is to be reached
    history: str  # the decision at which history reached it


def deadlines(lookup: Lookup) -> tuple[Deadline, ...]:
    """Return a challenge for each seat that has others to win over and wants other than history gave.

    A seat that wants what history gave is to have it sooner, one that wants less is to keep it off. Of
    several it is the one with the most decisions to do it in, and then the latest.
    """
    found = []
    for actor in lookup.content.actors:
        own = list(_own(lookup, actor))
        best = max(own, key=lambda one: (one[0], one[1]), default=None)
        if best is not None:
            found.append(best[2])
    return tuple(found)


def _own(lookup: Lookup, actor: str) -> Iterator[tuple[int, int, Deadline]]:
    """Yield what a seat may be asked: in how many decisions, in which place, the challenge."""
    asked = [one for one in lookup.questions.values() if not one.is_answer]
    for number, one in enumerate(asked):
        position = lookup.actor(actor).positions.get(one.id)
        if one.question.history is None or position is None or not argues(one, actor):
            continue
        ladder, rung = one.question.ladder, _came_to(lookup, one)
        before = [other for other in asked[:number] if other.question.ladder == ladder]
        if any(_came_to(lookup, other) >= rung for other in before if other.question.history):
            continue
        upward = _nearest(one, position.position) >= _past(one)
        chances = [d for d in before if argues(d, actor) and _highest(lookup, d) >= rung]
        chances = chances[-LONGEST:] if upward else [*chances[1 - LONGEST :], one]
        if len(chances) > 1:
            first, last = chances[0].id, chances[-1].id
            yield len(chances), number, Deadline(actor, first, last, ladder, rung, upward, one.id)


def _rungs(lookup: Lookup, asked: Asked) -> list[int]:
    ids = [rung.id for rung in lookup.content.scenario.ladders[asked.question.ladder].rungs]
    return [ids.index(option.rung) for option in asked.question.options]


def _highest(lookup: Lookup, asked: Asked) -> int:
    return max(_rungs(lookup, asked))


def _past(asked: Asked) -> int:
    assert asked.question.history is not None
    ids = [option.id for option in asked.question.options]
    return ids.index(asked.question.history.option)


def _came_to(lookup: Lookup, asked: Asked) -> int:
    return _rungs(lookup, asked)[_past(asked)]


def _nearest(asked: Asked, at: float) -> int:
    scale = asked.question.scale
    return min(range(len(scale)), key=lambda n: abs(scale[n] - at))


def posed(lookup: Lookup, header: Header) -> Deadline | None:
    """Return the challenge that a game is: a campaign of one seat that begins where one does."""
    if header.only or len(header.people) != 1:
        return None
    mine = (header.people[0], header.decision)
    return next((one for one in deadlines(lookup) if (one.seat, one.decision) == mine), None)


def met(
    lookup: Lookup, one: Deadline, path: Iterable[tuple[str, str]], *, over: bool
) -> bool | None:
    """Return whether a game met a challenge, or None while it is open; `path` is what was decided."""
    order = list(lookup.questions)
    last, closed = order.index(one.until), over
    for question, option in path:
        asked = lookup.questions[question]
        if order.index(question) <= last and asked.question.ladder == one.ladder:
            ids = [o.id for o in asked.question.options]
            if _rungs(lookup, asked)[ids.index(option)] >= one.rung:
                return one.upward
        closed |= order.index(question) >= last
    return not one.upward if closed else None


def hand(session: Session, *, exact: bool) -> tuple[Card, ...]:
    """Return what the seat to move may say: first what serves what its game asks for, if it asks."""
    return estimate.hand(session.model, session.state, exact=exact, way=way(session))


def way(session: Session) -> float:
    """Return the way, 1 or -1, in which what a game asks for lies on the question at hand.

    0 where it asks for nothing, or no more: it has been met or missed.
    """
    lookup, header = session.lookup, session.header
    later, one = posed(lookup, header), challenges.posed(lookup, header)
    asked = lookup.questions[session.question].question
    if later is not None and asked.ladder == later.ladder:
        taken = [event for event in session.events if isinstance(event, Decided)]
        path = [(event.question, event.option) for event in taken]
        if met(lookup, later, path, over=False) is None:
            return 1.0 if later.upward else -1.0
    if one is None or one.decision != session.question:
        return 0.0
    places = [option.id for option in asked.options if not isinstance(option, Fenced)]
    if one.held:  # what history came to is to be kept, from whichever side there is
        return {places[0]: -1.0, places[-1]: 1.0}.get(one.options[0], 0.0)
    return 1.0 if one.upward else -1.0


def scores(lookup: Lookup, found: Sequence[Deadline]) -> dict[Deadline, Score]:
    """Return how saved games did at challenges with a deadline; what can't be read counts for none."""

    def won(challenge: Deadline, head: Head, header: Header) -> bool | None:
        if header.only:
            return None
        try:
            return met(lookup, challenge, _path(header, head.path), over=head.next == "over")
        except (KeyError, ValueError):  # decided by another edition of the scenario
            return None

    return tally(lookup.content.scenario.id, found, won)


def _path(header: Header, path: Path) -> list[tuple[str, str]]:
    """Return what was decided in a saved game, from what its table waited for before each move."""
    decided, waits = [], str(header.decision)
    for record in read(path).records:
        if record.option is not None:
            decided.append((waits, record.option))
        waits = record.next.split(" ")[0]
    return decided
