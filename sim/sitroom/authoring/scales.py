"""The numbers of a position table on the scales of a scenario: everything 0 to 100."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from sitroom.authoring.position_table import COLUMNS, Row, Table
from sitroom.scenario.problems import ContentError, quoted

Range = tuple[float, float]
_PLACES = ("position", "status_quo", "outcome")


def to_hundred(table: Table, given: Range | None = None) -> None:
    """Put the numbers of a table on 0 to 100, and say in its remarks what was done.

    `given` is the scale that positions stand on.

    Raises:
        ContentError: with everything that is wrong with its rows.
    """
    if given is None and not table.labels and _all_within(table, 1):
        given = 0.0, 1.0
        table.remarks.append(
            "No position is over 1, so all were taken from 0 to 1; --range 0 100 says otherwise."
        )
    for issue, rows in by_issue(table):
        low, high = given or _range(table, issue, rows)
        _places(table, issue, rows, (low, high))
        table.labels[issue] = {
            (value - low) / (high - low) * 100: text
            if (low, high) == (0, 100)
            else f"{value:g} {text}"
            for value, text in table.labels.get(issue, {}).items()
        }
    if given is None and _all_within(table, 10):
        table.remarks.append(
            "No position is over 10. If that is the top of their scale: --range 0 10"
        )
    _shares(table, "salience")
    _shares(table, "influence")
    _once(table)
    if table.problems:
        raise ContentError(table.problems)


def by_issue(table: Table) -> list[tuple[str, list[Row]]]:
    """Return the rows of each issue, issues in the order in which they come up first."""
    order = {name: n for n, name in enumerate(dict.fromkeys(row.issue for row in table.rows))}
    rows = sorted(table.rows, key=lambda row: order[row.issue])
    return [(issue, list(group)) for issue, group in groupby(rows, key=lambda row: row.issue)]


def whole(value: float) -> int:
    """Return the nearest whole number, the higher of two."""
    return int(value + 0.5)


def tidy(value: float) -> float:
    """Return a number with no more digits than anyone means; whole where it is whole."""
    short = float(f"{value:.5g}")
    return int(short) if short.is_integer() else short


def _values(rows: Iterable[Row], names: Iterable[str]) -> Iterator[float]:
    for row in rows:
        for name in names:
            value = row.numbers[name]
            if value is not None:
                yield value


def _all_within(table: Table, most: float) -> bool:
    values = list(_values(table.rows, _PLACES))
    return table.form != "text" and bool(values) and 0 < max(values) <= most and min(values) >= 0


def _range(table: Table, issue: str, rows: list[Row]) -> Range:
    """Return the scale that the positions of an issue stand on."""
    named = f" on {quoted(issue)}" if issue else ""
    labelled = table.labels.get(issue, {})
    if len(labelled) > 1:
        low, high = min(labelled), max(labelled)
        if (low, high) != (0, 100):
            table.remarks.append(f"Positions{named} were put from {low:g} to {high:g} on 0 to 100.")
        return low, high
    values = list(_values(rows, _PLACES))
    low, high = min(values, default=0), max(values, default=100)
    if table.form != "kpsm" or (low >= 0 and high <= 100) or low == high:
        return 0, 100
    table.remarks.append(
        f"Positions{named} run from {low:g} to {high:g}, and were put on 0 to 100; "
        "--range LOW HIGH says where their scale really ends."
    )
    return low, high


def _places(table: Table, issue: str, rows: list[Row], scale: Range) -> None:
    low, high = scale
    for row in rows:
        for name in _PLACES:
            value = row.numbers[name]
            if value is None:
                continue
            if not low <= value <= high:
                words = f"'{name}' must be between {low:g} and {high:g}, not {value:g}"
                help_line = (
                    None if issue in table.labels else "--range LOW HIGH gives another scale."
                )
                table.wrong(row.line, row.columns[name], "S004", words, help_line)
            else:
                row.numbers[name] = (value - low) / (high - low) * 100


def _shares(table: Table, name: str) -> None:
    """Bring salience or influence to 0 to 100; only their proportions matter."""
    values = list(_values(table.rows, [name]))
    most = max(values, default=0)
    factor = 1.0
    if 0 < most <= 1:
        factor = 100
        table.remarks.append(f"No {name} is over 1, so all were taken times 100.")
    elif most > 100 and (name == "influence" or table.form != "csv"):
        factor = 100 / most
        table.remarks.append(f"The highest {name} is {most:g}; all were scaled so that it is 100.")
    for row in table.rows:
        value = row.numbers[name]
        if value is not None and not 0 <= value * factor <= 100 + 1e-9:
            words = f"'{name}' must be " + ("0 or more" if value < 0 else "between 0 and 100")
            table.wrong(row.line, row.columns[name], "S004", f"{words}, not {value:g}")
        elif value is not None:
            row.numbers[name] = value * factor


def _once(table: Table) -> None:
    """Refuse an actor that stands twice on an issue, and a second status quo or outcome."""
    seen: dict[tuple[str, str], int] = {}
    said: dict[tuple[str, str], tuple[float, int]] = {}
    for row in table.rows:
        first = seen.setdefault((row.issue, row.actor), row.line)
        if first != row.line:
            words = f"{quoted(row.actor)} stands twice on this issue, on line {first} and here"
            table.wrong(row.line, row.columns["actor"], "S306", words, "Keep one of them.")
        for name in COLUMNS[5:]:
            value = row.numbers[name]
            before = (
                said.setdefault((row.issue, name), (value, row.line)) if value is not None else None
            )
            if before is not None and before[0] != value:
                words = f"'{name}' is another one than on line {before[1]}, and an issue has one"
                table.wrong(row.line, row.columns[name], "S003", words)
