"""Challenges in words: what is asked for, whether it was met, how one has done so far."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sitroom.analysis import deadlines
from sitroom.analysis.challenges import Challenge, Score, met, posed
from sitroom.analysis.deadlines import Deadline
from sitroom.engine.events import Decided, Event, Over
from sitroom.journal.head import Header
from sitroom.narration.because import month
from sitroom.scenario.lookup import Lookup

Section = tuple[str, list[str]]
C = TypeVar("C", bound=Challenge | Deadline)

TITLE = "Challenges"
HEADING = "Your challenge"
GOES_ON = "The game goes on, and asks for it no more."
PLAY_ONE = "Play one by its name: sitroom challenge today"
NONE = "This scenario has no seat that could bring a decision nearer to where it stands."


def says(lookup: Lookup, one: Challenge | Deadline) -> str:
    """Return what a challenge asks for."""
    if isinstance(one, Deadline):
        return _by_then(lookup, one)
    asked = lookup.questions[one.decision]
    first = asked.option(one.options[0]).title
    beyond = " or more" if one.upward else " or less"
    goal = f"have it decided: {first}{beyond if len(one.options) > 1 else ''}"
    title = f"{asked.question.title} ({asked.decision.date})"
    return f"As {lookup.both_names(one.seat)}, {title}: {goal}"


def _by_then(lookup: Lookup, one: Deadline) -> str:
    first, last = (lookup.questions[name].decision for name in (one.decision, one.until))
    rung = lookup.content.scenario.ladders[one.ladder].rungs[one.rung].title
    past = month(lookup.questions[one.history].decision.date)
    ask = f"have it come to “{rung}” by {month(last.date)}"
    if not one.upward:
        ask = f"keep it from “{rung}” beyond {month(last.date)}"
    begins = f"from {first.title} ({first.date})"
    return f"As {lookup.both_names(one.seat)}, {begins}: {ask} (history: {past})"


def scored(score: Score) -> str:
    """Return how often a challenge was won."""
    if not score.tried:
        return "not tried yet"
    return f"won {score.won} of {score.tried}"


def record(scores: Mapping[C, Score]) -> str:
    """Return one's record over all challenges of a scenario."""
    won = sum(score.won > 0 for score in scores.values())
    tried = sum(score.tried for score in scores.values())
    games = f"{tried} game{'s' * (tried != 1)}"
    return f"Your record: {won} of {len(scores)} won, in {games}."


def rows(lookup: Lookup, today: Challenge | Deadline, scores: Mapping[C, Score]) -> list[str]:
    """Return the challenges as rows, today's first."""
    own = [f"{says(lookup, one)} - {scored(score)}" for one, score in scores.items()]
    now = next((scored(score) for one, score in scores.items() if one == today), scored(Score()))
    return [f"Today's, the same for everybody: {says(lookup, today)} - {now}", *own]


def briefed(lookup: Lookup, header: Header, events: Iterable[Event]) -> list[Section]:
    """Return what a game asks for, if it is a challenge that has not been met or missed."""
    one = posed(lookup, header) or deadlines.posed(lookup, header)
    return (
        []
        if one is None or verdict(lookup, header, events)
        else [(HEADING, [f"{says(lookup, one)}."])]
    )


def verdict(lookup: Lookup, header: Header, events: Iterable[Event]) -> list[Section]:
    """Return whether a game has met its challenge, if it is one."""
    one, later = posed(lookup, header), deadlines.posed(lookup, header)
    events = list(events)
    won = None if one is None else met(one, events)
    over = any(isinstance(event, Over) for event in events)
    if later is not None:
        path = [(event.question, event.option) for event in events if isinstance(event, Decided)]
        won = deadlines.met(lookup, later, path, over=over)
    asked = one or later
    if asked is None or won is None:
        return []
    told = [f"{says(lookup, asked)}."]
    told += [GOES_ON] if later is not None and not over else []
    return [(f"{HEADING}: {'won' if won else 'not this time'}", told)]
