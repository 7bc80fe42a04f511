"""The debrief in words: our path beside history, who moved whom, how near each seat came."""

from collections.abc import Iterable

from sim.content.lookup import Lookup
from sim.debrief.report import Turn, aims, movers, turns
from sim.engine.events import Event

MEASURE = (
    "100 means that every outcome fell where the seat wanted it: where its profile says, else where "
    "it stood as the question came up. The words of the aim say more than this number."
)
CAVEAT = (
    "This is a teaching model of a debate, not a forecast; it takes no side. Positions come from "
    "the sources cited, weights and beliefs were set by hand."
)


def debrief(lookup: Lookup, events: Iterable[Event]) -> list[tuple[str, list[str]]]:
    """Return the debrief as headed sections of lines."""
    played = turns(events)
    settled = [turn for turn in played if turn.decided is not None]
    path = [line for turn in settled for line in _path(lookup, turn)]
    return [
        ("Our path beside history", path or ["Nothing has been decided yet."]),
        ("Who moved whom", ["Points, over the whole game so far.", *_movers(lookup, played)]),
        (
            "How near outcomes came to each seat's aim",
            [MEASURE, *_aims(lookup, settled)] if settled else ["Nothing has been decided yet."],
        ),
        ("Bear in mind", [CAVEAT]),
    ]


def _path(lookup: Lookup, turn: Turn) -> list[str]:
    assert turn.decided is not None
    asked = lookup.questions[turn.question]
    ours = asked.option(turn.decided.option).title
    lead = "  Answer" if asked.is_answer else f"{asked.decision.date} {asked.question.title}"
    history = asked.question.history
    if history is None:
        return [f"{lead}: {ours}. History: not known from the sources."]
    same = history.option == turn.decided.option
    then = "the same" if same else asked.option(history.option).title
    return [f"{lead}: {ours}. History: {then}."]


def _movers(lookup: Lookup, played: list[Turn]) -> list[str]:
    rows = movers(played)
    if not rows:
        return ["Nobody said anything that moved anybody."]
    told = []
    for speaker, row in sorted(rows.items(), key=lambda item: -sum(map(abs, item[1].values()))):
        # Weakening a line also undoes what it did to whoever answers it: true, but not persuasion.
        others = {a: points for a, points in row.items() if a != speaker and abs(points) >= 0.05}
        most = sorted(others.items(), key=lambda item: -abs(item[1]))
        moved = ", ".join(f"{lookup.actor(a).short} {points:+.1f}" for a, points in most)
        told.append(f"{lookup.name(speaker)} moved {moved or 'nobody'}")
    return told


def _aims(lookup: Lookup, played: list[Turn]) -> list[str]:
    lines = []
    for aim in sorted(aims(lookup, played), key=lambda aim: -aim.nearness):
        lines.append(f"{lookup.name(aim.seat)}: {aim.nearness:.0f} of 100.")
        lines.append(f"    Aim: {lookup.actor(aim.seat).aim}")
    return lines


def as_markdown(lookup: Lookup, events: Iterable[Event]) -> str:
    """Return the debrief as a Markdown page."""
    parts = [f"# Debrief: {lookup.content.scenario.title}"]
    for title, lines in debrief(lookup, events):
        parts.append(f"## {title}")
        parts.append("\n".join(_bullet(line) for line in lines))
    return "\n\n".join(parts) + "\n"


def _bullet(line: str) -> str:
    indent = "  " if line.startswith(" ") else ""
    return f"{indent}- {line.strip()}"
