"""A study as tidy tables for other programs, one thing a row; files of them, and JSON."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sitroom.files import writing
from sitroom.render import frames
from sitroom.render.frames import Cell, Dataset
from sitroom.study import results
from sitroom.study.results import Flip, Flips, Share, StudyResult, Summary

Row = dict[str, Cell]
_SHARE = {"count": "whole", "share": "number?", "low": "number?", "high": "number?"}


def tables(found: StudyResult) -> dict[str, Dataset]:
    """Return the tables of a study by name; `variant` is 0 for the scenario as it is.

    A setting that a variant leaves alone has the value that the scenario gives it.
    """
    settings: dict[str, str] = {}
    for given, _ in found.every:
        for key, value in given.items():
            kind = "flag?" if isinstance(value, bool) else "number?"
            settings[key] = "text?" if isinstance(value, str) else kind
    made = {}
    for name, (types, rows) in _TABLES.items():
        every = [
            {"variant": number, **{key: given.get(key) for key in settings}, **row}
            for number, (given, one) in enumerate(found.every)
            for row in rows(one)
        ]
        made[name] = Dataset({"variant": "whole", **settings, **types}, every)
    bands = found.doubt.questions if found.doubt else ()
    made["doubt"] = Dataset(
        {"question": "text", "option": "text", "low": "number", "high": "number"},
        [
            {"question": one.id, "option": band.id, "low": band.low, "high": band.high}
            for one in bands
            for band in one.options
        ],
    )
    if found.flips:
        made["flips"] = flips(found.flips)
    return made


def flips(found: Flips) -> Dataset:
    """Return what would alter a decision, the smallest change first."""
    return Dataset(_FLIPS, [_flip(row) for row in found.rows])


def write(folder: Path, found: StudyResult, form: str) -> None:
    """Write a study's JSON and its tables, csv or parquet; a table of nothing is left out.

    Tables written in the other form before are taken away: they would tell of fewer runs.
    """
    results.write(folder, found)
    for name, table in tables(found).items():
        columns = list(table.types)
        marks = {"csv": f"{columns[0]},".encode(), "parquet": b"PAR1"}
        for other, mark in marks.items():
            old = folder / f"{name}.{other}"
            if (other != form or not table.rows) and writing.is_ours(old, [mark]):
                old.unlink(missing_ok=True)
        if not table.rows:
            continue
        if form == "parquet":
            data = frames.as_parquet(table)
        else:
            data = frames.csv_table(columns, [dict(row) for row in table.rows]).encode()
        writing.replace_ours(folder / f"{name}.{form}", data, [marks[form]])


def _outcomes(one: Summary) -> Iterator[Row]:
    for question in one.questions:
        for option in question.options:
            asked: Row = {"question": question.id, "asked": question.asked.count}
            yield {**asked, "option": option.id, **_share(option), "run": option.run}


def _paths(one: Summary) -> Iterator[Row]:
    for rank, path in enumerate(one.paths, 1):
        for step in path.steps:
            yield {"rank": rank, **_share(path), "run": path.run, **vars(step)}


def _ladders(one: Summary) -> Iterator[Row]:
    for ladder in one.ladders:
        for rung in ladder.highest:
            yield {"ladder": ladder.id, "rung": rung.rung, **_share(rung)}


def _flows(one: Summary) -> Iterator[Row]:
    yield from (dict(vars(flow)) for flow in one.flows or ())


def _endings(one: Summary) -> Iterator[Row]:
    for row in one.endings or ():
        yield {"ending": row.ending, **_share(row)}


def _dissent(one: Summary) -> Iterator[Row]:
    for question in one.questions:
        for seat, share in question.dissent.items():
            yield {"question": question.id, "seat": seat, "share": share}


def _moved(one: Summary) -> Iterator[Row]:
    for speaker, heard in one.moved.items():
        for listener, points in heard.items():
            yield {"speaker": speaker, "listener": listener, "points": points}


def _indicators(one: Summary) -> Iterator[Row]:
    for indicator in one.indicators:
        for point in indicator.points:
            yield {"indicator": indicator.id, **vars(point), "question": point.question or "end"}


def _rules(one: Summary) -> Iterator[Row]:
    for question in one.questions:
        for rule, chances in (question.rules or {}).items():
            for option, chance in chances.items():
                yield {"question": question.id, "rule": rule, "option": option, "chance": chance}


def _flip(row: Flip) -> Row:
    ends = {"low": row.low, "high": row.high}
    flat = {name: value for name, value in vars(row).items() if name not in ends}
    return flat | {f"{end}_{name}": v for end, one in ends.items() for name, v in vars(one).items()}


def _share(one: Share) -> Row:
    return {name: getattr(one, name) for name in _SHARE}


_Rows = Callable[[Summary], Iterator[Row]]
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
    "endings": ({"ending": "text?", **_SHARE}, _endings),
    "flows": (
        {"question": "text", "option": "text?", "next": "text", "to": "text?", "count": "whole"},
        _flows,
    ),
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
