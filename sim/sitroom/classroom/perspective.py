"""Questions on where another seat stands: what may be answered, and how far answers are from it.

What is true is the seat's profile in the student's own room, never a ballot: those are secret.
Whoever plays that seat answers too and counts, since who is left out would tell who sits there.
"""

from collections.abc import Iterator
from typing import Literal

from sitroom.analysis.game_summary import place, turns
from sitroom.engine.question_ids import answer_id
from sitroom.journal.session import Session
from sitroom.scenario.lookup import Lookup

About = Literal["position", "concern"]
FURTHEST = 100.0


def question(lookup: Lookup, decision: str | None, seat: str) -> str | None:
    """Return at which table a seat sits: that of a decision (the first), or of its answer."""
    first = decision or lookup.content.scenario.decisions[0].id
    for id_ in (first, answer_id(first)):
        asked = lookup.questions.get(id_)
        if asked and seat in [member.actor for member in asked.question.table]:
            return id_
    return None


def choices(lookup: Lookup, decision: str | None, seat: str, about: About) -> tuple[str, ...]:
    """Return what may be answered: options, or concerns that bear for a seat; none if it sits nowhere."""
    id_ = question(lookup, decision, seat)
    if id_ is None:
        return ()
    if about == "concern":
        return tuple(_weights(lookup, id_, seat))
    return tuple(option.title for option in lookup.questions[id_].question.options)


def distances(session: Session, decision: str | None, seat: str, about: About) -> dict[str, float]:
    """Return how far each answer is from where a seat stood in a game, 0 to 100.

    A position is that as the question came up, in points of its scale; nothing where it has not
    come up. A concern is as far as the share of the other concerns that weigh more.
    """
    lookup, id_ = session.lookup, question(session.lookup, decision, seat)
    if id_ is None:
        return {}
    if about == "concern":
        weights = _weights(lookup, id_, seat)
        others = max(1, len(weights) - 1)
        return {
            title: FURTHEST * sum(other > weight for other in weights.values()) / others
            for title, weight in weights.items()
        }
    stood = [turn.opened.positions for turn in turns(session.events) if turn.question == id_]
    return {
        option.title: abs(place(lookup, id_, option.id) - positions[seat])
        for positions in stood[:1]
        for option in lookup.questions[id_].question.options
    }


def unfit(
    lookup: Lookup, decision: str | None, asked: list[tuple[str, str, About]]
) -> Iterator[tuple[str, str]]:
    """Yield of questions (id, seat, what about) those that can't be asked here, and their seat."""
    for id_, seat, about in asked:
        if len(choices(lookup, decision, seat, about)) < 2:
            yield id_, seat


def _weights(lookup: Lookup, id_: str, seat: str) -> dict[str, float]:
    bears, own = lookup.questions[id_].question.bears, lookup.actor(seat).concerns
    return {
        lookup.content.scenario.concerns[name].title: one.weight * abs(bears[name].of(seat))
        for name, one in own.items()
        if name in bears and bears[name].of(seat)
    }
