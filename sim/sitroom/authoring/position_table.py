"""Position tables: who wants what on which issue, read from the forms in which they are handed on.

Three forms: a header with `issue,actor,position,...`; the `Actor,Capability,Position,Salience` of
expected-utility programs (also KTAB's, which has a line above the header and several dimensions);
and the lines of exchange models, which begin `#A`, `#P`, `#M` and `#D`.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sitroom.authoring.table_columns import (
    COLUMNS,
    PROPOSAL,
    Columns,
    columns,
    known,
    on_its_side,
    slips,
)
from sitroom.files import reading
from sitroom.scenario.lookalikes import without_joiners
from sitroom.scenario.problems import ContentError, Problem, did_you_mean, quoted

MAX_BYTES = 4 * 1024 * 1024
_TOP = 8  # lines within which the header stands: titles and comments come before it
_TAGS = ("#A", "#P", "#M", "#D", "#O", "#/")
__all__ = ["COLUMNS", "MAX_BYTES", "Cell", "Row", "Table", "number_in", "read_table"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in a table with its column in the line, counted from 1."""

    text: str
    column: int


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a table, cut into cells."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Row:
    """What one line says; numbers as they stand there, None where it says nothing."""

    line: int
    issue: str
    actor: str
    numbers: dict[str, float | None]
    columns: dict[str, int]
    proposal: str = ""  # that the issue was decided with, where a column says so


@dataclass(slots=True)
class Table:
    """A table as read. `lines` is how many it has, `remarks` what a reader should be told.

    `titles` are the longer names of issues and actors; `labels` say of an issue what places on its
    scale mean. The one issue of a table that names none is "".
    """

    file: str
    form: str = "csv"
    separator: str = ","
    lines: int = 0
    rows: list[Row] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[float, str]] = field(default_factory=dict)
    title: str | None = None
    remarks: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def wrong(
        self, line: int, column: int, code: str, words: str, help_line: str | None = None
    ) -> None:
        """Note a mistake."""
        self.problems.append(Problem(self.file, line, column, code, "error", words, help_line))


def read_table(file: str, data: bytes, form: str = "auto") -> Table:
    """Return the rows of a table; `file` is its name for messages, `form` one of auto, csv, kpsm, text.

    What is wrong with single rows is in its `problems`; such rows are left out or hold None.

    Raises:
        ContentError: it can't be read as a table at all.
    """
    table = Table(file)
    text = _text(table, data)
    lines = text.splitlines(keepends=True)
    table.lines = len(lines)
    table.form = _form(lines) if form == "auto" else form
    records = list(_records(table, lines))
    if records and not table.problems:
        (_tagged if table.form == "text" else _with_header)(table, records)
    if not table.problems and not table.rows:
        table.wrong(1, 1, "S104", "the table has no rows")
    if not table.rows:
        raise ContentError(table.problems)
    return table


def _text(table: Table, data: bytes) -> str:
    """Return the bytes as text; a table saved in another encoding is refused with the way out."""
    if len(data) > MAX_BYTES:
        table.wrong(1, 1, "S103", "the table is over 4 MB", "Cut it into several.")
        raise ContentError(table.problems)
    try:
        text = reading.as_text(data)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace").splitlines(keepends=True)
        last = before[-1] if before and not before[-1].endswith(("\n", "\r")) else ""
        words = "this is not UTF-8 text"
        help_line = "Save the table again with encoding UTF-8 (in Excel: 'CSV UTF-8')."
        table.wrong(len(before) + (not last), len(last) + 1, "S101", words, help_line)
        raise ContentError(table.problems) from None
    for number, line in enumerate(text.splitlines(), start=1):
        for column, sign in enumerate(without_joiners(line), start=1):
            if sign != "\t" and unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn"):
                words = f"a character stands here that cannot be seen (U+{ord(sign):04X})"
                table.wrong(number, column, "S102", words, "Delete it.")
                raise ContentError(table.problems)
    return text


def _form(lines: list[str]) -> str:
    """Which of the forms this looks like."""
    first = next((line.strip().strip("'\"") for line in lines if line.strip()), "")
    if first[:2].upper() in _TAGS and first[2:3] in ("", "\t", ",", ";", "'", '"'):
        return "text"
    head = _head(lines)
    return "csv" if "issue" in known(_bare(head).split(_separator(head))) else "kpsm"


def _head(lines: list[str]) -> str:
    """Return the line that looks like the header: the first that names two columns, else the first."""
    first = [line for line in lines if line.strip() and not line.startswith("#")][:_TOP]
    for fewest in (2, 1):
        for line in first:
            found = known(_bare(line).split(_separator(line)))
            if len(found) >= fewest:
                return line
    return next(iter(first), "")


def _bare(line: str) -> str:
    return line.replace('"', "").strip()


def _separator(line: str) -> str:
    """Return the sign between the cells of a line."""
    return max("\t;,", key=line.count) if any(s in line for s in "\t;,") else ","


def _records(table: Table, lines: list[str]) -> Iterator[Record]:
    """Yield lines cut into cells; blank ones are left out."""
    tagged = table.form == "text"
    head = next((x for x in lines if x.strip("'\" ")[:2] == "#D"), "") if tagged else _head(lines)
    separator = table.separator = _separator(head)
    if not tagged:  # what is commented out above the header; the numbers of lines stay
        top = lines.index(head) if head else 0
        lines = ["\n" if n < top and line.startswith("#") else line for n, line in enumerate(lines)]
    quote = "'" if tagged and head.lstrip().startswith("'") else '"'
    reader = csv.reader(
        lines, delimiter=separator, quotechar=quote, strict=True, skipinitialspace=True
    )
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                columns = _columns(lines[start - 1], separator, quote, len(cells))
                yield Record(
                    start,
                    tuple(
                        Cell(" ".join(cell.split()), column)
                        for cell, column in zip(cells, columns, strict=True)
                    ),
                )
            start = reader.line_num + 1
    except csv.Error:
        words = "the quotes of this line do not close, or text stands after them"
        table.wrong(start, 1, "S109", words, 'Write "" for a quote inside quotes.')


def _columns(line: str, separator: str, quote: str, count: int) -> list[int]:
    """Where the cells of a line begin; in a cell that goes on over lines it is the last known."""
    found, inside = [1], False
    for column, sign in enumerate(line, start=1):
        if sign == quote:
            inside = not inside
        elif sign == separator and not inside:
            blanks = len(line) - column - len(line[column:].lstrip(" "))
            found.append(column + 1 + blanks)
    return (found + [found[-1]] * count)[:count]


def number_in(text: str, separator: str) -> float | None:
    """Return a number as people write it, with a point or a decimal comma; None if it is none.

    Where commas part the cells, 1,500 may be a thousand and more, so that it is no number.
    """
    whole, comma, part = text.partition(",")
    if comma and not (separator == "," and len(part) == 3 and whole.strip("-0")):
        text = f"{whole}.{part}"
    try:
        value = float(text) if text.isascii() and "_" not in text else None
    except ValueError:
        return None
    return value if value is not None and abs(value) < 1e15 else None


def _with_header(table: Table, records: list[Record]) -> None:
    """Tables whose columns a header names."""
    texts = [[cell.text for cell in one.cells] for one in records[:_TOP]]
    if len(texts) > 1 and [text.lower() for text in texts[1][1:2]] == ["description"]:
        _dimensions(table, records)
        return
    at = next((i for i, cells in enumerate(texts) if len(known(cells)) > 1), None)
    if at is None:
        at = next((i for i, cells in enumerate(texts) if known(cells)), 0)
    for above in records[:at]:
        words = " ".join(cell.text for cell in above.cells if cell.text)
        table.title = table.title or words[:120]
        table.remarks.append(f"Line {above.line} was taken for a title: {quoted(words)}.")
    header, rows = records[at], records[at + 1 :]
    found = columns(texts[at])
    turned = on_its_side(
        found, [[c.text for c in one.cells] for one in rows], _numeric(table, rows)
    )
    if not _header(table, header, found, turned):
        return
    last = max(i for i, cell in enumerate(header.cells) if cell.text)
    for record in rows:
        words = f"this row has {len(record.cells)} cells, and the header {len(header.cells)}"
        extra = [cell for cell in record.cells[len(header.cells) :] if cell.text]
        if extra:
            help_line = "Put a text with a separator in it in quotes."
            table.wrong(record.line, extra[0].column, "S003", words, help_line)
        elif len(record.cells) <= last:  # which one is left out can't be told
            help_line = "Write the separator of an empty cell too."
            table.wrong(record.line, _end(record), "S003", words, help_line)
        else:
            cells = {name: record.cells[i] for name, i in found.where.items()}
            if turned:
                _turned(table, record, cells, header, turned)
            else:
                _row(table, record, cells)


def _numeric(table: Table, rows: list[Record]) -> list[bool]:
    """Return of each column whether it holds numbers alone, and one at least."""
    wide = max((len(one.cells) for one in rows), default=0)
    found = []
    for number in range(wide):
        texts = [one.cells[number].text for one in rows if number < len(one.cells)]
        values = [number_in(text, table.separator) for text in texts if text]
        found.append(bool(values) and None not in values)
    return found


def _turned(
    table: Table, record: Record, cells: Mapping[str, Cell], header: Record, places: list[int]
) -> None:
    """Take in a row whose cells are the positions of one actor on all issues, or of all on one."""
    other = "issue" if "actor" in cells else "actor"
    for number in places:
        if record.cells[number].text:
            of_one = {other: header.cells[number], "position": record.cells[number]}
            _row(table, record, {**cells, **of_one})


def _end(record: Record) -> int:
    last = record.cells[-1]
    return last.column + len(last.text)


def _header(table: Table, header: Record, found: Columns, turned: list[int]) -> bool:
    """Tell what each column was read as; whether that is beyond doubt."""
    cells = [cell.text for cell in header.cells]
    before = len(table.problems)
    table.remarks += found.remarks
    for number, code, words, help_line in found.doubts:
        table.wrong(header.line, header.cells[number].column, code, words, help_line)
    if turned:
        table.form = "csv"
        kind = "issues" if "actor" in found.where else "actors"
        names = ", ".join(cells[number] for number in turned[:4]) + ", ..." * (len(turned) > 4)
        table.remarks.append(f"Its columns are {kind} ({names}), so the table was turned.")
    slip = {} if turned else slips(cells, found)
    for number in found.unused:
        if number in slip:
            words = f"unknown column {quoted(cells[number])}"
            hint = f"Did you mean '{slip[number]}'?"
            table.wrong(header.line, header.cells[number].column, "S001", words, hint)
        elif number not in turned:
            table.remarks.append(f"The column {quoted(cells[number])} is not used.")
    needed = ["actor", "position"] if table.form == "kpsm" else ["issue", "actor", "position"]
    for name in [] if turned else needed:
        if name not in found.where and name not in slip.values():
            words = f"the header has no column '{name}'"
            help_line = f"The header is {','.join(COLUMNS[:5])}, and so on."
            table.wrong(header.line, 1, "S002", words, help_line)
    return len(table.problems) == before


def _row(table: Table, record: Record, cells: Mapping[str, Cell]) -> None:
    """Take in what one row says."""
    for name in ("issue", "actor"):
        if name in cells and not cells[name].text:
            table.wrong(record.line, cells[name].column, "S002", f"'{name}' is missing")
    numbers: dict[str, float | None] = dict.fromkeys(COLUMNS[2:])
    for name in numbers.keys() & cells.keys():
        cell = cells[name]
        numbers[name] = number_in(cell.text, table.separator)
        if cell.text and numbers[name] is None:
            words = f"'{name}' must be a number, not {quoted(cell.text)}"
            help_line = "Leave the cell empty where it is not known."
            if "," in cell.text:
                help_line = "Write thousands without a sign, and parts after a point."
            table.wrong(record.line, cell.column, "S003", words, help_line)
    if not all(cells[name].text for name in ("issue", "actor") if name in cells):
        return
    places = {name: cell.column for name, cell in cells.items()}
    issue = cells["issue"].text if "issue" in cells else ""
    proposal = cells[PROPOSAL].text if PROPOSAL in cells else ""
    table.rows.append(Row(record.line, issue, cells["actor"].text, numbers, places, proposal))


def _dimensions(table: Table, records: list[Record]) -> None:
    """KTAB's table: a line about the file, a header, then position and salience by dimension."""
    about, header, *rest = records
    table.title = about.cells[0].text
    names = [cell.text for cell in header.cells]
    for record in rest:
        blank = Cell("", _end(record))
        cells = (*record.cells, *[blank] * (len(names) - len(record.cells)))
        if cells[1].text:
            table.titles.setdefault(cells[0].text, cells[1].text)
        for number, index in enumerate(range(3, len(names) - 1, 2), start=1):
            if names[index]:
                named = " ".join(re.sub("(?i)position|pstn", "", names[index]).split()).strip("_ ")
                issue = Cell(f"dimension {number}" if named.strip("0123456789") == "" else named, 1)
                given = (issue, cells[0], cells[index], cells[index + 1], cells[2])
                _row(table, record, dict(zip(COLUMNS, given, strict=False)))


def _tagged(table: Table, records: list[Record]) -> None:
    """Lines that say with their first cell what they are."""
    known: dict[str, set[str]] = {"#A": set(), "#P": set()}
    for record in records:
        tag = record.cells[0].text.upper()
        cells = (*record.cells[1:], *[Cell("", _end(record))] * 5)
        if tag in known:
            known[tag].add(cells[0].text)
            table.titles[cells[0].text] = cells[1].text or cells[0].text
        elif tag == "#M":
            value = number_in(cells[1].text, table.separator)
            if value is None:
                words = f"the value must be a number, not {quoted(cells[1].text)}"
                table.wrong(record.line, cells[1].column, "S003", words)
            else:
                table.labels.setdefault(cells[0].text, {})[value] = cells[2].text
        elif tag == "#D":
            _declared(table, record.line, cells[0], "actor", "S201", known["#A"])
            _declared(table, record.line, cells[1], "issue", "S208", known["#P"])
            given = (cells[1], cells[0], *cells[2:5])
            _row(table, record, dict(zip(COLUMNS, given, strict=False)))
        elif tag == "#O":
            table.title = cells[0].text
        elif tag != "#/":
            words = f"a line begins #A, #P, #M, #D, #O or #/, not {quoted(record.cells[0].text)}"
            table.wrong(record.line, record.cells[0].column, "S105", words)


def _declared(table: Table, line: int, cell: Cell, kind: str, code: str, known: set[str]) -> None:
    """Refuse a name that has not been introduced, if any has."""
    if cell.text and known and cell.text not in known:
        help_line = did_you_mean(cell.text, sorted(known))
        table.wrong(line, cell.column, code, f"there is no {kind} {quoted(cell.text)}", help_line)
