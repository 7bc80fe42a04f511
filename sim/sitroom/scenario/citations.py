"""Which passages of the sources speak to which concern: what a line of one's own may rest on."""

from collections.abc import Iterator

from sitroom.scenario.content import Content
from sitroom.scenario.schema import Evidence


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
    for concern, _, evidence in _cited(content):
        if evidence.says != unread:
            found[concern].setdefault(name(evidence), evidence)
    return found


def sides(content: Content) -> dict[str, dict[str, float]]:
    """Return the side that each passage is cited for on each concern, by name; 0 for neither or both."""
    total: dict[str, dict[str, float]] = {id_: {} for id_ in content.scenario.concerns}
    for concern, claim, evidence in _cited(content):
        total[concern][name(evidence)] = total[concern].get(name(evidence), 0.0) + claim
    return {
        concern: {one: float((claim > 0) - (claim < 0)) for one, claim in found.items()}
        for concern, found in total.items()
    }


def _cited(content: Content) -> Iterator[tuple[str, float, Evidence]]:
    for actor in content.actors.values():
        for id_, concern in actor.concerns.items():
            yield from ((id_, concern.belief, one) for one in concern.evidence)
        for argument in actor.arguments:
            yield from ((argument.concern, argument.claim, one) for one in argument.evidence)
    for decision in content.scenario.decisions:
        for asked in decision.questions.values():
            for id_, bearing in asked.bears.items():
                yield from ((id_, 0.0, one) for one in bearing.evidence)
                yield from ((id_, 0.0, one) for side in bearing.sides for one in side.evidence)
            for written in asked.arguments:
                yield from ((written.concern, written.claim, one) for one in written.evidence)
