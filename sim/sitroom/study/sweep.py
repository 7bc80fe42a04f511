"""Sweeps: settings as they are written on a command line, and every combination of them."""

import math
from collections.abc import Iterable
from itertools import product

from sitroom.scenario.content import Content
from sitroom.scenario.settings import Kind, SettingError, Settings, Value, changed, check, kind_of

MOST = 200  # variants of one study
ANSWERS: dict[object, bool] = {"yes": True, "no": False}  # whether something is so


def values_of(content: Content, key: str, written: str) -> list[Value]:
    """Return the values of a setting, written `0.4..1.0:7`, `0.2,0.5`, `yes,no` or as options."""
    kind, words = kind_of(content, key), written.split(",")
    if kind.options or (kind.flag and any(word in ANSWERS for word in words)):
        found: list[Value] = [word if kind.options else ANSWERS.get(word, word) for word in words]
        for value in found:
            check(key, kind, value)
        return list(dict.fromkeys(found))
    if not kind.number:
        raise SettingError(f"{key}: say yes, no, or yes,no")
    try:
        bounds, colon, count = written.partition(":")
        low, dots, high = bounds.partition("..")
        if dots:
            steps = int(count) if colon else 5
            if not 2 <= steps <= MOST:
                raise SettingError(f"{key}: from 2 to {MOST} steps, as in {_forms(kind)}")
            start, end = float(low), float(high)
            values = [round(start + (end - start) * i / (steps - 1), 6) for i in range(steps)]
        else:
            values = [float(word) for word in written.split(",")]
    except ValueError:
        raise SettingError(f"{key}: write {_forms(kind)}, not '{written}'") from None
    for value in values:
        check(key, kind, value)
    return list(dict.fromkeys(values))


def _forms(kind: Kind) -> str:
    """Return how values of a setting are written, with numbers that it may have."""
    span = kind.high - kind.low
    places = ".1f" if span <= 2 else "g"
    some, more, most = (f"{kind.low + span * part:{places}}" for part in (0.4, 0.7, 1.0))
    return f"{some}..{most}:7 or {some},{more}"


def variants(content: Content, varied: Iterable[str], without: Iterable[str]) -> list[Settings]:
    """Return every combination of settings `KEY=VALUES`, and each voice left out on its own.

    Voices left out are not crossed with the combinations; `ACTOR.at_table=yes,no` is.

    Raises SettingError.
    """
    axes: dict[str, list[Value]] = {}
    for text in varied:
        key, mark, written = text.partition("=")
        if not mark or not written:
            raise SettingError(f"{text}: write KEY=VALUES, as in ACTOR.openness=0.2..0.8:4")
        if key in axes:
            raise SettingError(f"{key} is varied twice")
        axes[key] = values_of(content, key, written)
    count = math.prod(len(values) for values in axes.values())
    if count > MOST:
        raise SettingError(f"that makes {count:,} variants; a study has {MOST} at most")
    found: list[Settings] = []
    if axes:
        found += [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]
    for actor in dict.fromkeys(without):
        kind_of(content, f"{actor}.at_table")
        found.append({f"{actor}.at_table": False})
    for settings in found:
        changed(content, settings)
    return found
