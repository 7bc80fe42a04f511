"""Challenges: one for each seat that has others to win over, made of what a scenario knows already."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sitroom.engine.events import Decided, Event
from sitroom.journal.head import Head, Header, heads
from sitroom.journal.record import JournalError, read
from sitroom.journal.shelf import folder
from sitroom.scenario.lookup import Asked, Lookup
from sitroom.scenario.schema import Fenced


class Posed(Protocol):
    """What any challenge has: whose it is, and the decision at which its games begin."""

    @property
    def seat(self) -> str:
        """The actor whose challenge it is."""

    @property
    def decision(self) -> str:
        """The decision at which a game of it begins."""


P = TypeVar("P", bound=Posed)


@dataclass(frozen=True)
class Challenge:
    """To have a decision end with an option, or beyond it, from one seat and in one turn."""

    seat: str
    decision: str
    options: tuple[str, ...]  # what counts, the nearest first
    upward: bool  # whether it is further than history went, or less far
    held: bool = False  # whether it is what history came to, against who decides


@dataclass(frozen=True)
class Score:
    """How often a challenge was played to its end, and won."""

    tried: int = 0
    won: int = 0


def challenges(lookup: Lookup) -> tuple[Challenge, ...]:
    """Return a challenge for each seat, in the order of the actors.

    A seat is to bring a decision one option nearer to where it stands than history brought it; of
    several, where who decides is nearest to that. Who got its way everywhere is to get it once more
    where that is hardest. Who only ever decides has none.
    """
    found = []
    for actor in lookup.content.actors:
        own = [c for asked in lookup.questions.values() if (c := _of(lookup, actor, asked))]
        nearer = min((c for c in own if not c[1].held), key=_apart, default=None)
        holding = max((c for c in own if c[1].held), key=_apart, default=None)
        best = nearer or holding
        if best is not None:
            found.append(best[1])
    return tuple(found)


def _apart(one: tuple[float, Challenge]) -> float:
    return one[0]


def argues(asked: Asked, actor: str) -> bool:
    """Whether a seat sits at a table without a say of its own in what is decided there."""
    rule = asked.question.rule
    seats = [member.actor for member in asked.question.table]
    return actor in seats and actor not in rule.named


def _of(lookup: Lookup, actor: str, asked: Asked) -> tuple[float, Challenge] | None:
    """Return what a seat may want of a decision, and how far from that its decider stands."""
    question = asked.question
    position = lookup.actor(actor).positions.get(asked.id)
    if asked.is_answer or question.history is None or position is None:
        return None
    if not argues(asked, actor):
        return None
    places = zip(question.options, question.scale, strict=True)
    kept = [(one.id, at) for one, at in places if not isinstance(one, Fenced)]  # as they stand
    ids, scale = [one for one, _ in kept], [at for _, at in kept]
    past = ids.index(question.history.option)
    wanted = min(range(len(ids)), key=lambda n: abs(scale[n] - position.position))
    upward = wanted > past
    counts = ids[past + 1 :] if upward else ids[past - 1 :: -1] if wanted < past else [ids[past]]
    stands = 50.0
    if question.rule.decider is not None:
        decider = lookup.actor(question.rule.decider).positions.get(asked.id)
        stands = stands if decider is None else decider.position
    apart = abs(scale[ids.index(counts[0])] - stands)
    return apart, Challenge(actor, asked.id, tuple(counts), upward, held=wanted == past)


def of_the_day(found: Sequence[P], day: dt.date) -> tuple[P, int]:
    """Return the challenge of a day, and its seed: the same for everybody."""
    return found[day.toordinal() % len(found)], day.year * 10000 + day.month * 100 + day.day


def posed(lookup: Lookup, header: Header) -> Challenge | None:
    """Return the challenge that a game is, if it is one."""
    if not header.only or len(header.people) != 1:
        return None
    mine = (header.people[0], header.decision)
    return next((c for c in challenges(lookup) if (c.seat, c.decision) == mine), None)


def met(challenge: Challenge, events: Iterable[Event]) -> bool | None:
    """Return whether a game has met a challenge, or None while nothing is decided."""
    option = next(
        (e.option for e in events if isinstance(e, Decided) and e.question == challenge.decision),
        None,
    )
    return None if option is None else option in challenge.options


def scores(scenario: str, found: Sequence[Challenge]) -> Mapping[Challenge, Score]:
    """Return how saved games of a scenario did at its challenges; what can't be read counts for none."""

    def won(challenge: Challenge, head: Head, header: Header) -> bool | None:
        if not header.only or head.next != "over":
            return None
        option = next((r.option for r in read(head.path).records if r.option), None)
        return option in challenge.options

    return tally(scenario, found, won)


def tally(
    scenario: str, found: Sequence[P], won: Callable[[P, Head, Header], bool | None]
) -> dict[P, Score]:
    """Count, for each challenge, the saved games of its one seat that began where it does.

    `won` says how a game did at a challenge, or None where it counts for nothing.
    """
    total = dict.fromkeys(found, Score())
    mine = {(one.seat, one.decision): one for one in found}
    for head in heads(folder()):
        header = head.header
        if header is None or header.scenario != scenario:
            continue
        challenge = mine.get(("".join(header.people[:2]), header.decision or ""))
        if challenge is None:
            continue
        try:
            so = won(challenge, head, header)
        except JournalError:
            continue
        if so is not None:
            was = total[challenge]
            total[challenge] = Score(was.tried + 1, was.won + so)
    return total
