"""A study as files for other programs: tidy CSV, one thing a row, and JSON."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sim.debrief.tidy import table

Row = dict[str, Any]


def tables(found: Mapping[str, Any]) -> dict[str, str]:
    """Return file names with their text; `variant` is 0 for the scenario as it is."""
    files = {"study.json": json.dumps(found, ensure_ascii=False, indent=2) + "\n"}
    variants = [{**found, "settings": {}}, *found.get("variants", ())]
    keys = list(dict.fromkeys(key for one in variants for key in one["settings"]))
    for name, rows in _ROWS.items():
        made = [
            {"variant": number, **{key: one["settings"].get(key) for key in keys}, **row}
            for number, one in enumerate(variants)
            for row in rows(one)
        ]
        files[f"{name}.csv"] = _csv(made)
    if "flips" in found:
        files["flips.csv"] = _csv([_flip(row) for row in found["flips"]["rows"]])
    return {name: text for name, text in files.items() if text}


def _csv(rows: Sequence[Row]) -> str:
    return table(list(rows[0]), rows) if rows else ""


def _outcomes(one: Mapping[str, Any]) -> Iterator[Row]:
    for question in one["questions"]:
        for option in question["options"]:
            asked = {"question": question["id"], "asked": question["asked"]["count"]}
            yield {
                **asked,
                "option": option["id"],
                **{k: option[k] for k in _SHARE},
                "run": option["run"],
            }


def _paths(one: Mapping[str, Any]) -> Iterator[Row]:
    for rank, path in enumerate(one["paths"], 1):
        for step in path["steps"]:
            yield {"rank": rank, **{k: path[k] for k in _SHARE}, "run": path["run"], **step}


def _ladders(one: Mapping[str, Any]) -> Iterator[Row]:
    for ladder in one["ladders"]:
        for rung in ladder["highest"]:
            yield {"ladder": ladder["id"], **rung}


def _dissent(one: Mapping[str, Any]) -> Iterator[Row]:
    for question in one["questions"]:
        for seat, share in question["dissent"].items():
            yield {"question": question["id"], "seat": seat, "share": share}


def _moved(one: Mapping[str, Any]) -> Iterator[Row]:
    for speaker, heard in one["moved"].items():
        for listener, points in heard.items():
            yield {"speaker": speaker, "listener": listener, "points": points}


def _indicators(one: Mapping[str, Any]) -> Iterator[Row]:
    for indicator in one["indicators"]:
        for point in indicator["points"]:
            yield {"indicator": indicator["id"], **point, "question": point["question"] or "end"}


def _rules(one: Mapping[str, Any]) -> Iterator[Row]:
    for question in one["questions"]:
        for rule, chances in question.get("rules", {}).items():
            for option, chance in chances.items():
                yield {"question": question["id"], "rule": rule, "option": option, "chance": chance}


def _flip(row: Mapping[str, Any]) -> Row:
    flat = {k: v for k, v in row.items() if k not in ("low", "high")}
    ends = {f"{end}_{k}": v for end in ("low", "high") for k, v in row[end].items()}
    return flat | ends


_SHARE = ("count", "share", "low", "high")
_ROWS: dict[str, Callable[[Mapping[str, Any]], Iterator[Row]]] = {
    "outcomes": _outcomes,
    "paths": _paths,
    "ladders": _ladders,
    "dissent": _dissent,
    "moved": _moved,
    "indicators": _indicators,
    "rules": _rules,
}
