"""Which passages of the sources speak to which concern: what a line of one's own may rest on."""

from collections.abc import Iterator
from typing import NamedTuple

from sitroom.scenario.content import Content
from sitroom.scenario.schema import Evidence, Question


class Cited(NamedTuple):
    """A piece of evidence where it is cited on a concern, and for which side."""

    concern: str
    claim: float
    evidence: Evidence
    by: tuple[str, ...] = ()  # whose argument it is, or belief
    argued: bool = False  # whether it is an argument: others' are not to be looked up
    date: str = ""  # of the decision that it belongs to


def name(evidence: Evidence) -> str:
    """Return what a passage is called, as `source:17`."""
    return f"{evidence.source}:{evidence.paragraph}"


def spoken(content: Content) -> Iterator[tuple[str, float, str]]:
    """Yield what is said on each concern: its id, the side (0 for neither) and the text."""
    for id_, concern in content.scenario.concerns.items():
        yield id_, 0.0, f"{concern.title} {concern.says}"
    for actor in content.actors.values():
        for argument in actor.arguments:
            yield argument.concern, argument.claim, argument.says
        for id_, read in actor.concerns.items():
            yield from ((id_, read.belief, one.says) for one in read.evidence)
    for decision in content.scenario.decisions:
        for asked in decision.questions.values():
            for written in asked.arguments:
                for says in (written.says, *written.voices.values()):
                    yield written.concern, written.claim, says


def on(content: Content, unread: str = "") -> dict[str, dict[str, Evidence]]:
    """Return the passages that are cited on each concern, by name, those of actors first.

    What says `unread` is left out.
    """
    found: dict[str, dict[str, Evidence]] = {id_: {} for id_ in content.scenario.concerns}
    for use in cited(content):
        if use.evidence.says != unread:
            found[use.concern].setdefault(name(use.evidence), use.evidence)
    return found


def sides(content: Content) -> dict[str, dict[str, float]]:
    """Return the side that each passage is cited for on each concern, by name; 0 for neither or both."""
    total: dict[str, dict[str, float]] = {id_: {} for id_ in content.scenario.concerns}
    for use in cited(content):
        one = name(use.evidence)
        total[use.concern][one] = total[use.concern].get(one, 0.0) + use.claim
    return {
        concern: {one: float((claim > 0) - (claim < 0)) for one, claim in found.items()}
        for concern, found in total.items()
    }


def cited(content: Content) -> Iterator[Cited]:
    """Yield all that is cited on a concern, that of actors first."""
    for actor in content.actors.values():
        for id_, concern in actor.concerns.items():
            yield from (Cited(id_, concern.belief, one, (actor.id,)) for one in concern.evidence)
        for said in actor.arguments:
            for one in said.evidence:
                yield Cited(said.concern, said.claim, one, (actor.id,), argued=True)
    for decision in content.scenario.decisions:
        for asked in decision.questions.values():
            yield from (one._replace(date=decision.day_of(asked)) for one in _asked(asked))


def _asked(asked: Question) -> Iterator[Cited]:
    for id_, bearing in asked.bears.items():
        yield from (Cited(id_, 0.0, one) for one in bearing.evidence)
        yield from (Cited(id_, 0.0, one) for side in bearing.sides for one in side.evidence)
    for written in asked.arguments:
        for one in written.evidence:
            yield Cited(written.concern, written.claim, one, tuple(written.by), argued=True)
