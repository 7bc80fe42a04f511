"""A study as tidy tables for other programs, one thing a row; files of them, and JSON."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sitroom.render import frames
from sitroom.render.frames import Table

Row = dict[str, Any]
Found = Mapping[str, Any]
_SHARE = {"count": "whole", "share": "number?", "low": "number?", "high": "number?"}


def tables(found: Found) -> dict[str, Table]:
    """Return the tables of a study by name; `variant` is 0 for the scenario as it is.

    A setting that a variant leaves alone has the value that the scenario gives it.
    """
    now = found.get("settings", {})  # which studies of before don't have
    variants = [
        {**one, "settings": {**now, **one.get("settings", {})}}
        for one in (found, *found.get("variants", ()))
    ]
    settings: dict[str, str] = {}
    for one in variants:
        for key, value in one["settings"].items():
            settings[key] = "flag?" if isinstance(value, bool) else "number?"
    made = {}
    for name, (types, rows) in _TABLES.items():
        every = [
            {"variant": number, **{key: one["settings"].get(key) for key in settings}, **row}
            for number, one in enumerate(variants)
            for row in rows(one)
        ]
        made[name] = Table({"variant": "whole", **settings, **types}, every)
    if "flips" in found:
        made["flips"] = flips(found["flips"])
    return made


def flips(found: Found) -> Table:
    """Return what would alter a decision, the smallest change first."""
    return Table(_FLIPS, [_flip(row) for row in found["rows"]])


def write(folder: Path, found: Found, form: str) -> None:
    """Write a study's JSON and its tables, csv or parquet; a table of nothing is left out.

    Tables written in the other form before are taken away: they would tell of fewer runs.
    """
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    _write(folder / "study.json", text)
    for name, table in tables(found).items():
        for other in ("csv", "parquet"):
            (folder / f"{name}.{other}").unlink(missing_ok=True)
        if not table.rows:
            continue
        if form == "parquet":
            frames.write_parquet(table, folder / f"{name}.parquet")
        else:
            rows = [dict(row) for row in table.rows]
            _write(folder / f"{name}.csv", frames.csv_table(list(table.types), rows))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _outcomes(one: Found) -> Iterator[Row]:
    for question in one["questions"]:
        for option in question["options"]:
            asked = {"question": question["id"], "asked": question["asked"]["count"]}
            shares = {name: option[name] for name in _SHARE}
            yield {**asked, "option": option["id"], **shares, "run": option["run"]}


def _paths(one: Found) -> Iterator[Row]:
    for rank, path in enumerate(one["paths"], 1):
        for step in path["steps"]:
            yield {"rank": rank, **{k: path[k] for k in _SHARE}, "run": path["run"], **step}


def _ladders(one: Found) -> Iterator[Row]:
    for ladder in one["ladders"]:
        for rung in ladder["highest"]:
            yield {"ladder": ladder["id"], **rung}


def _dissent(one: Found) -> Iterator[Row]:
    for question in one["questions"]:
        for seat, share in question["dissent"].items():
            yield {"question": question["id"], "seat": seat, "share": share}


def _moved(one: Found) -> Iterator[Row]:
    for speaker, heard in one["moved"].items():
        for listener, points in heard.items():
            yield {"speaker": speaker, "listener": listener, "points": points}


def _indicators(one: Found) -> Iterator[Row]:
    for indicator in one["indicators"]:
        for point in indicator["points"]:
            yield {"indicator": indicator["id"], **point, "question": point["question"] or "end"}


def _rules(one: Found) -> Iterator[Row]:
    for question in one["questions"]:
        for rule, chances in question.get("rules", {}).items():
            for option, chance in chances.items():
                yield {"question": question["id"], "rule": rule, "option": option, "chance": chance}


def _flip(row: Found) -> Row:
    flat = {k: v for k, v in row.items() if k not in ("low", "high")}
    ends = {f"{end}_{k}": v for end in ("low", "high") for k, v in row[end].items()}
    return flat | ends


_Rows = Callable[[Found], Iterator[Row]]
_TABLES: dict[str, tuple[dict[str, str], _Rows]] = {
    "outcomes": (
        {"question": "text", "asked": "whole", "option": "text", **_SHARE, "run": "whole?"},
        _outcomes,
    ),
    "paths": (
        {"rank": "whole", **_SHARE, "run": "whole", "question": "text", "option": "text"},
        _paths,
    ),
    "ladders": ({"ladder": "text", "rung": "whole?", **_SHARE}, _ladders),
    "dissent": ({"question": "text", "seat": "text", "share": "number"}, _dissent),
    "moved": ({"speaker": "text", "listener": "text", "points": "number"}, _moved),
    "indicators": (
        {
            "indicator": "text",
            "question": "text",
            "runs": "whole",
            "p10": "number",
            "p50": "number",
            "p90": "number",
        },
        _indicators,
    ),
    "rules": (
        {"question": "text", "rule": "text", "option": "text", "chance": "number"},
        _rules,
    ),
}
_END = {"value": "number", "place": "number", "option": "text"}
_FLIPS = {
    "key": "text",
    "kind": "text",
    "now": "number",
    "flips_at": "number?",
    "change": "number?",
    "share": "number?",
    "to": "text?",
    **{f"low_{name}": kind for name, kind in _END.items()},
    **{f"high_{name}": kind for name, kind in _END.items()},
}
