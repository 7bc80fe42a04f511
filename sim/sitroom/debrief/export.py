"""A game as tables for other programs: JSON values with what looking back found, and tidy CSV."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sitroom.analysis.game_summary import Turn, as_plain, dissents, turns
from sitroom.analysis.turning_points import Lookback, Turned, Weighed
from sitroom.engine.events import Event
from sitroom.narration.debrief_page import is_over
from sitroom.narration.discussion import questions
from sitroom.render.frames import csv_table
from sitroom.scenario.lookup import Lookup

COLUMNS = (
    "number",
    "question",
    "date",
    "kind",
    "title",
    "option",
    "option_title",
    "rung",
    "rungs",
    "chance",
    "history",
    "as_history",
    "computer_games",
    "computer_share",
    "turning_seat",
    "turning_argument",
    "chance_with",
    "chance_without",
    "unused_seat",
    "unused_argument",
    "furthest_seat",
    "furthest_points",
)


def plain(
    lookup: Lookup, events: Iterable[Event], seed: int, back: Lookback, run: int = 0
) -> dict[str, object]:
    """Return a game as the JSON object that `sitroom debrief --format json` prints."""
    events = list(events)
    settled = [turn for turn in turns(events) if turn.decided is not None]
    crowd = back.crowd and {
        "games": back.crowd.runs,
        "as_ours": back.crowd.same,
        "questions": {
            id_: {"asked": asked, "shares": back.crowd.shares[id_]}
            for id_, asked in back.crowd.asked.items()
            if id_ in {turn.question for turn in settled}
        },
    }
    return {
        **as_plain(lookup, events, seed, run),
        "over": is_over(events),
        "people": list(back.people),
        "computer": crowd,
        "turned": [_turned(one) for one in back.turned],
        "dissent": [asdict(one) for one in dissents(lookup, settled)],
        "discuss": questions(lookup, settled, back),
    }


def _turned(one: Turned) -> dict[str, object]:
    return {
        "question": one.question,
        "option": one.option,
        "turning": one.turning and asdict(one.turning),
        "unused": one.unused and asdict(one.unused),
    }


def as_csv(lookup: Lookup, events: Iterable[Event], back: Lookback) -> str:
    """Return one row for each question decided, decisions and answers, in the order taken."""
    settled = [turn for turn in turns(events) if turn.decided is not None]
    looked: Sequence[Turned | None] = back.turned or [None] * len(settled)
    rows = [
        dict(zip(COLUMNS, _row(lookup, number, turn, one, back), strict=True))
        for number, (turn, one) in enumerate(zip(settled, looked, strict=True), 1)
    ]
    return csv_table(COLUMNS, rows)


def _row(
    lookup: Lookup, number: int, turn: Turn, one: Turned | None, back: Lookback
) -> list[object]:
    assert turn.decided is not None
    asked, chosen = lookup.questions[turn.question], turn.decided.option
    past = asked.question.history
    games = back.crowd.asked.get(turn.question, 0) if back.crowd else None
    share = back.crowd.shares[turn.question].get(chosen, 0.0) if back.crowd and games else None
    apart = next(iter(dissents(lookup, [turn])), None)
    turning, unused = (one.turning, one.unused) if one else (None, None)
    return [
        number,
        turn.question,
        asked.date,
        "answer" if asked.is_answer else "decision",
        asked.question.title,
        chosen,
        asked.option(chosen).title,
        turn.decided.rung + 1,
        len(lookup.content.scenario.ladders[asked.question.ladder].rungs),
        turn.decided.chances[chosen],
        past and past.option,
        past and past.option == chosen,
        games,
        share,
        *_line(turning),
        turning and turning.with_it,
        turning and turning.without,
        *_line(unused),
        apart and apart.seat,
        apart and apart.apart,
    ]


def _line(found: Weighed | None) -> tuple[str | None, str | None]:
    return (found.seat, found.argument or "own words") if found else (None, None)
