"""A game as tidy tables, one thing a row: what was decided, who stood where, who moved whom."""

from collections.abc import Iterable, Iterator

from sitroom.analysis.game_summary import aims, turns
from sitroom.engine.events import Decided, Event, Happened, Learned, Opened, Said
from sitroom.render.frames import Cell, Dataset
from sitroom.scenario.lookup import Lookup

Row = dict[str, Cell]


def tables(lookup: Lookup, events: Iterable[Event]) -> dict[str, Dataset]:
    """Return the tables of a game by name."""
    events = list(events)
    return {
        "decisions": Dataset(_DECISIONS, list(_decisions(lookup, events))),
        "positions": Dataset(_POSITIONS, list(_positions(events))),
        "moved": Dataset(_MOVED, list(_moved(events))),
        "indicators": Dataset(_INDICATORS, list(_indicators(events))),
        "aims": Dataset(
            {"seat": "text", "nearness": "number"},
            [{"seat": aim.seat, "nearness": aim.nearness} for aim in aims(lookup, turns(events))],
        ),
    }


def _decisions(lookup: Lookup, events: list[Event]) -> Iterator[Row]:
    settled = [event for event in events if isinstance(event, Decided)]
    for number, event in enumerate(settled, 1):
        asked = lookup.questions[event.question]
        past = asked.question.history
        yield {
            "number": number,
            "question": event.question,
            "date": asked.date,
            "answer": asked.is_answer,
            "title": asked.question.title,
            "option": event.option,
            "option_title": asked.option(event.option).title,
            "rung": event.rung + 1,
            "chance": event.chances[event.option],
            "history": past.option if past else None,
        }


_DECISIONS = {
    "number": "whole",
    "question": "text",
    "date": "text",
    "answer": "flag",
    "title": "text",
    "option": "text",
    "option_title": "text",
    "rung": "whole",
    "chance": "number",
    "history": "text?",
}


def _positions(events: list[Event]) -> Iterator[Row]:
    """Yield where everyone at the table stands: as it opens, after news, after each line."""
    step = 0
    for event in events:
        match event:
            case Opened():
                step, cause, seat, what = 0, "opened", None, None
            case Happened():
                step, cause, seat, what = step + 1, "news", None, event.inject
            case Said():
                step, cause, seat, what = step + 1, "line", event.seat, event.argument
            case _:
                continue
        for actor, position in event.positions.items():
            yield {
                "question": event.question,
                "step": step,
                "cause": cause,
                "seat": seat,
                "what": what,
                "actor": actor,
                "position": position,
            }


_POSITIONS = {
    "question": "text",
    "step": "whole",
    "cause": "text",
    "seat": "text?",
    "what": "text?",
    "actor": "text",
    "position": "number",
}


def _moved(events: list[Event]) -> Iterator[Row]:
    for event in events:
        if isinstance(event, Said):
            for listener, (before, after) in event.moved.items():
                yield {
                    "question": event.question,
                    "round": event.round,
                    "turn": event.turn,
                    "speaker": event.seat,
                    "argument": event.argument,
                    "concern": event.concern,
                    "listener": listener,
                    "points": round(after - before, 6),
                }


_MOVED = {
    "question": "text",
    "round": "whole",
    "turn": "whole",
    "speaker": "text",
    "argument": "text?",
    "concern": "text",
    "listener": "text",
    "points": "number",
}


def _indicators(events: list[Event]) -> Iterator[Row]:
    for event in events:
        if isinstance(event, Learned):
            for name, value in event.indicators.items():
                row = {"question": event.question, "indicator": name}
                yield {**row, "before": event.before[name], "after": value}


_INDICATORS = {"question": "text", "indicator": "text", "before": "number", "after": "number"}
