"""Challenges in words: what is asked for, whether it was met, how one has done so far."""

from collections.abc import Iterable, Mapping, Sequence

from sitroom.analysis.challenges import Challenge, Score, met, posed
from sitroom.engine.events import Event
from sitroom.journal.head import Header
from sitroom.scenario.lookup import Lookup

Section = tuple[str, list[str]]

TITLE = "Challenges"
HEADING = "Your challenge"
NONE = "This scenario has no seat that could bring a decision nearer to where it stands."


def says(lookup: Lookup, one: Challenge) -> str:
    """Return what a challenge asks for."""
    asked = lookup.questions[one.decision]
    first = asked.option(one.options[0]).title
    beyond = " or more" if one.upward else " or less"
    goal = f"have it decided: {first}{beyond if len(one.options) > 1 else ''}"
    title = f"{asked.question.title} ({asked.decision.date})"
    return f"As {lookup.both_names(one.seat)}, {title}: {goal}"


def scored(score: Score) -> str:
    """Return how often a challenge was won."""
    if not score.tried:
        return "not tried yet"
    return f"won {score.won} of {score.tried}"


def record(scores: Mapping[Challenge, Score]) -> str:
    """Return one's record over all challenges of a scenario."""
    won = sum(score.won > 0 for score in scores.values())
    tried = sum(score.tried for score in scores.values())
    games = f"{tried} game{'s' * (tried != 1)}"
    return f"Your record: {won} of {len(scores)} won, in {games}."


def rows(
    lookup: Lookup, today: Challenge, found: Sequence[Challenge], scores: Mapping[Challenge, Score]
) -> list[str]:
    """Return the challenges as rows, today's first."""
    own = [f"{says(lookup, one)} - {scored(scores[one])}" for one in found]
    return [f"Today's, the same for everybody: {says(lookup, today)}", *own]


def briefed(lookup: Lookup, header: Header) -> list[Section]:
    """Return what a game asks for, if it is a challenge."""
    one = posed(lookup, header)
    return [] if one is None else [(HEADING, [f"{says(lookup, one)}."])]


def verdict(lookup: Lookup, header: Header, events: Iterable[Event]) -> list[Section]:
    """Return whether a game has met its challenge, if it is one."""
    one = posed(lookup, header)
    won = None if one is None else met(one, events)
    if one is None or won is None:
        return []
    return [(f"{HEADING}: {'won' if won else 'not this time'}", [f"{says(lookup, one)}."])]
