"""A position table as a scenario that plays: one decision an issue, taken by the weighted table."""

from itertools import pairwise
from pathlib import PurePath
from typing import Any

import yaml

from sitroom.authoring.position_table import Row, Table
from sitroom.authoring.scales import by_issue, tidy, whole
from sitroom.scenario.problems import ContentError, as_id

MOST_OPTIONS = 5
Data = dict[str, Any]
_SOURCE, _CONCERN, _LADDER = "table", "merits", "scale"


class _Dumper(yaml.SafeDumper):
    """Writes everything out, and lists indented below their key."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401 - as PyYAML declares it
        """Never refer to what was written before."""
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent lists as everything else."""
        return super().increase_indent(flow, indentless=False)


def as_scenario(table: Table, name: str, title: str, date: str) -> dict[str, str]:
    """Return the files of a scenario by their names in its folder.

    Args:
        table: its numbers are on 0 to 100.
        name: the scenario's id.
        title: its title; also the issue's where the table names none.
        date: the day, month or year for which positions were held.

    Raises:
        ContentError: nobody states a position.
    """
    issues = [(issue, rows) for issue, rows in by_issue(table) if _stated(rows)]
    left_out = len(by_issue(table)) - len(issues)
    if left_out:
        table.remarks.append(f"Left out, for nobody states a position: {left_out} issues.")
    if not issues:
        table.wrong(1, 1, "S010", "no row states a position")
        raise ContentError(table.problems)
    decisions = _ids([issue or name for issue, _ in issues], "issue")
    stated = [row for _, rows in issues for row in _stated(rows)]
    actors = _ids(list(dict.fromkeys(row.actor for row in stated)), "actor")
    files: dict[str, str] = {}
    steps = 2
    for issue, rows in issues:
        decision = _decision(table, decisions[issue or name], issue, title, rows, actors, date)
        steps = max(steps, len(decision["options"]))
        files[f"decisions/{decision['id']}.yaml"] = _dump(decision)
    for actor, id_ in actors.items():
        own = {decisions[row.issue or name]: row for row in stated if row.actor == actor}
        files[f"actors/{id_}.yaml"] = _dump(_actor(table, id_, actor, own, date))
    scenario = _scenario(table, name, title, list(decisions.values()), steps, date)
    head = (
        f"# Made by sitroom import from {PurePath(table.file).name}. Positions are the table's. Write\n"
        f"# arguments into the decisions and set rounds to 3, and there is a debate.\n"
    )
    return {"scenario.yaml": head + _dump(scenario), **files}


def _dump(data: Data) -> str:
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )
    return text


def _stated(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.numbers["position"] is not None]


def _ids(names: list[str], kind: str) -> dict[str, str]:
    """Return an id for each name; names that come out alike are numbered."""
    found: dict[str, str] = {}
    for name in names:
        plain = as_id(name) or kind
        id_, number = plain, 1
        while id_ in found.values():
            number += 1
            id_ = f"{plain[:36].strip('-')}-{number}"
        found[name] = id_
    return found


def _line(text: str, most: int = 120) -> str:
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."


def _scenario(
    table: Table, name: str, title: str, decisions: list[str], steps: int, date: str
) -> Data:
    file = PurePath(table.file).name
    return {
        "format": 1,
        "id": name,
        "title": _line(title),
        "summary": f"Who wants what on {len(decisions)} issues, from the table {file}."
        if len(decisions) > 1
        else f"Who wants what on one issue, from the table {file}.",
        "sources": {
            _SOURCE: {
                "title": _line(f"The table {file}, one paragraph a line"),
                "kind": "Position table",
                "date": date,
                "paragraphs": table.lines,
            }
        },
        "concerns": {
            _CONCERN: {
                "title": "The matter itself",
                "says": "What speaks for less of it (-1) or more of it (+1). "
                "Put the reasons of your case in its place.",
            }
        },
        "ladders": {
            _LADDER: {
                "title": "The scale of the table",
                "rungs": [
                    {"id": f"step-{n}", "title": f"Step {n} of {steps}"}
                    for n in range(1, steps + 1)
                ],
            }
        },
        "model": {"rounds": 0},
        "decisions": decisions,
    }


def _actor(table: Table, id_: str, name: str, rows: dict[str, Row], date: str) -> Data:
    full = _line(table.titles.get(name) or name, 300)
    return {
        "format": 1,
        "id": id_,
        "name": _line(full),
        "short": name[:12].strip(),
        "who": f"{full}, as in the table.",
        "aim": "To bring the outcome near its own position.",
        "concerns": {_CONCERN: {"weight": 0.5, "belief": 0}},
        "positions": {
            decision: _position(row, full, date) for decision, row in sorted(rows.items())
        },
    }


def _position(row: Row, full: str, date: str) -> Data:
    position = tidy(_number(row, "position"))
    found: Data = {"position": position}
    if row.numbers["salience"] is not None:
        found["salience"] = tidy(_number(row, "salience"))
    says = f"The table gives {_line(full, 60)} a position of {position:g} on 0 to 100."
    return {
        **found,
        "confidence": "explicit",
        "evidence": [_evidence(row.line, date, says)],
    }


def _number(row: Row, name: str) -> float:
    value = row.numbers[name]
    assert value is not None
    return value


def _evidence(line: int, date: str, says: str) -> Data:
    return {"source": _SOURCE, "paragraph": line, "as_of": date, "says": says}


def _decision(
    table: Table,
    id_: str,
    issue: str,
    title: str,
    rows: list[Row],
    actors: dict[str, str],
    date: str,
) -> Data:
    stated = _stated(rows)
    quo = next((row for row in rows if row.numbers["status_quo"] is not None), None)
    outcome = next((row for row in rows if row.numbers["outcome"] is not None), None)
    status = None if quo is None else whole(_number(quo, "status_quo"))
    words = _line(table.titles.get(issue) or issue or title, 300)
    asked = words if words.endswith("?") else f"How far should this go: {words}?"
    places = _places([_number(row, "position") for row in stated], status)
    found: Data = {
        "format": 1,
        "id": id_,
        "date": date,
        "title": _line(words),
        "question": f"{asked} An answer is a place from 0 to 100.",
        "briefing": f"{len(stated)} actors have a position on this."
        + (f" Today it stands at {status}." if status is not None else ""),
        "ladder": _LADDER,
        "options": [
            _option(table, issue, at, number, status, places, stated)
            for number, at in enumerate(places, start=1)
        ],
        "rule": {"kind": "weighted"},
        "table": [
            {"actor": actors[row.actor]}
            | (
                {"influence": tidy(_number(row, "influence"))}
                if row.numbers["influence"] is not None
                else {}
            )
            for row in stated
        ],
        "bears": {_CONCERN: {"value": 1}},
    }
    if outcome is not None:
        at = _number(outcome, "outcome")
        nearest = min(places, key=lambda place: abs(place - at))
        says = f"The table records an outcome at {tidy(at):g}."
        found["history"] = {
            "option": f"at-{nearest}",
            "date": date,
            "says": f"It came out at {tidy(at):g} on 0 to 100.",
            "evidence": [_evidence(outcome.line, date, says)],
        }
    return found


def _option(
    table: Table,
    issue: str,
    at: int,
    number: int,
    status: int | None,
    places: list[int],
    stated: list[Row],
) -> Data:
    """Return an option, and who stands nearest to it."""
    near = [
        row.actor
        for row in stated
        if min(places, key=lambda place: abs(place - _number(row, "position"))) == at
    ]
    label = {whole(value): text for value, text in table.labels.get(issue, {}).items()}.get(at, "")
    title = f"{at} of 100" + (f": {label}" if label else "")
    title += ", as it stands today" * (at == status)
    some = f"{', '.join(near[:8])}" + (f" and {len(near) - 8} more" if len(near) > 8 else "")
    return {
        "id": f"at-{at}",
        "title": _line(title),
        "rung": f"step-{number}",
        "at": at,
        "means": f"Nearest to what these want: {_line(some, 900)}."
        if near
        else "Nobody's first choice.",
    }


def _places(positions: list[float], status: int | None) -> list[int]:
    """Where options stand: the positions stated, the nearest brought together, and the status quo."""
    groups = [[place] for place in sorted({whole(position) for position in positions})]
    while len(groups) > MOST_OPTIONS:
        gaps = [_mean(b) - _mean(a) for a, b in pairwise(groups)]
        at = gaps.index(min(gaps))
        groups[at : at + 2] = [groups[at] + groups[at + 1]]
    places = {whole(_mean(group)) for group in groups} | ({status} if status is not None else set())
    if len(places) == 1:
        (only,) = places
        places.add(0 if only >= 50 else 100)
    return sorted(places)


def _mean(group: list[int]) -> float:
    return sum(group) / len(group)
