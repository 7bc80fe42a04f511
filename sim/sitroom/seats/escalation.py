"""How far a game went: on the scenario's own ladders, and by six published classes of severity."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sitroom.scenario.lookup import Lookup

_FILE = Path(__file__).with_name("six_classes.json")


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return found


def source() -> str:
    """Return where the classes and their points are from."""
    return str(_table()["source"])


def points() -> Mapping[str, float]:
    """Return the points of each class, as they were published."""
    found: dict[str, float] = _table()["points"]
    return found


def classes(scenario: str) -> Mapping[str, Mapping[str, str]]:
    """Return ladder -> rung -> class; nothing for a scenario that nobody has read so."""
    ladders: dict[str, dict[str, list[str]]] = _table()["rungs"].get(scenario, {})
    return {
        ladder: {rung: class_ for class_, rungs in by.items() for rung in rungs}
        for ladder, by in ladders.items()
    }


def height(lookup: Lookup, decided: Mapping[str, tuple[str, int]]) -> float | None:
    """Return how far a game's decisions went up their own ladders, 0 to 100, on average."""
    ladders = lookup.content.scenario.ladders
    parts = [
        100.0 * rung / max(1, len(ladders[lookup.questions[question].question.ladder].rungs) - 1)
        for question, (_, rung) in decided.items()
    ]
    return sum(parts) / len(parts) if parts else None


def score(lookup: Lookup, decided: Mapping[str, tuple[str, int]]) -> float | None:
    """Return the points of a game's decisions, on average; None where a rung has no class."""
    scenario = lookup.content.scenario
    known, parts = classes(scenario.id), []
    for question, (_, rung) in decided.items():
        ladder = lookup.questions[question].question.ladder
        class_ = known.get(ladder, {}).get(scenario.ladders[ladder].rungs[rung].id)
        if class_ is None:
            return None
        parts.append(points()[class_])
    return sum(parts) / len(parts) if parts else None
