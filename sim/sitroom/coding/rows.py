"""Codes in tables of others: rows with names, made codes of a scenario, and the other way.

Nothing is dropped in silence: a name that the scenario does not have is refused, or left out and
told.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from sitroom.authoring.position_table import number_in
from sitroom.coding.errors import CodingError
from sitroom.coding.texts import names
from sitroom.coding.typed import wrong
from sitroom.files.writing import no_formula
from sitroom.scenario.coding import SETTLED, Code, Coding
from sitroom.scenario.content import Content
from sitroom.scenario.problems import ContentError, Problem, as_id, did_you_mean, quoted

COLUMNS = (
    "coder",
    "actor",
    "decision",
    "position",
    "salience",
    "confidence",
    "source",
    "paragraph",
    "as_of",
    "says",
    "concern",
    "belief",
    "claim",
    "event",
    "note",
)
_OTHER_NAMES = {
    "annotator": "coder",
    "rater": "coder",
    "stakeholder": "actor",
    "organization": "actor",
    "issue": "decision",
    "concept": "decision",
    "question": "decision",
    "place": "position",
    "preference": "position",
    "importance": "salience",
    "certainty": "confidence",
    "document": "source",
    "page": "paragraph",
    "date": "as_of",
    "text": "says",
    "quote": "says",
    "memo": "note",
    "comment": "note",
}
_NUMBERS = ("position", "salience", "belief", "claim")
_SILENT = ("silent", "none", "-")


@dataclass(frozen=True)
class Row:
    """What one line of a table says, as it stands there; `line` counts from 1."""

    line: int
    fields: Mapping[str, str]


@dataclass
class Taken:
    """What became of a table: codes by coder, and what a reader should be told."""

    codes: dict[str, list[Code]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def from_csv(file: str, text: str) -> tuple[list[Row], list[str]]:
    """Return the rows of a table whose columns a header names, and how columns were read.

    Raises ContentError.
    """
    lines = text.splitlines(keepends=True)
    head = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    separator = max("\t;,", key=head.count)
    reader = csv.reader(lines, delimiter=separator)
    header: list[str] = []
    rows: list[Row] = []
    remarks: list[str] = []
    for cells in reader:
        bare = [" ".join(cell.split()) for cell in cells]
        if not any(bare) or (not header and bare[0].startswith("#")):
            continue
        if not header:
            header = [name.lower().replace(" ", "_") for name in bare]
            remarks = _header(file, reader.line_num, header)
            continue
        if len(bare) > len(header):
            words = f"this row has {len(bare)} cells, and the header {len(header)}"
            raise ContentError([Problem(file, reader.line_num, 1, "S003", "error", words)])
        pairs = zip(header, bare, strict=False)
        rows.append(Row(reader.line_num, {name: cell for name, cell in pairs if cell and name}))
    if not rows:
        raise ContentError([Problem(file, 1, 1, "S104", "error", "the table has no rows")])
    return rows, remarks


def _header(file: str, line: int, header: list[str]) -> list[str]:
    """Give the columns the names that are known here; what is read as what is told."""
    remarks = []
    own = [name for name in header if name in COLUMNS]
    for number, name in enumerate(header):
        known = _OTHER_NAMES.get(name, name)
        if known != name and known not in header:
            remarks.append(f"The column {quoted(name)} was read as {known}.")
            header[number] = known
        elif name not in COLUMNS:
            remarks.append(f"The column {quoted(name)} is not used.")
            header[number] = ""
    lost = [name for name in ("coder", "actor", "decision", "position") if name not in header]
    if lost:
        hint = "A table of codes has coder,actor,decision,position, and more where it is known."
        words = f"the header has no column '{lost[0]}'"
        raise ContentError([Problem(file, line, 1, "S002", "error", words, hint)])
    by_name = [f"Columns read by their names: {', '.join(own)}."] if own else []
    return [*by_name, *remarks]


def taken(
    file: str,
    rows: Iterable[Row],
    content: Content,
    scale: tuple[float, float] = (0, 100),
    renamed: Mapping[str, str] | None = None,
    *,
    skips: bool = False,
) -> Taken:
    """Return the codes that rows say; those with unknown names are refused, or skipped and told.

    Raises ContentError with all that is wrong with the rows.
    """
    known = _known(content, renamed or {})
    made = Taken()
    problems: list[Problem] = []
    strange: Counter[str] = Counter()
    for row in rows:
        fields: dict[str, object] = dict(row.fields)
        coder = as_id(str(fields.pop("coder", "")))
        lost = _names(fields, known)
        if not coder or coder == SETTLED:
            problems.append(Problem(file, row.line, 1, "S002", "error", "'coder' is missing"))
        elif lost and skips:
            strange[lost[0][1]] += 1
        elif lost:
            key, words = lost[0]
            hint = did_you_mean(words, known[key]) or ""
            hint += f" --map '{words}=ID' says which it is, --skip-unknown leaves it out."
            told = f"the scenario has no {key} {quoted(words)}"
            problems.append(Problem(file, row.line, 1, "S201", "error", told, hint.strip()))
        else:
            problems += _take(file, row, coder, fields, scale, made)
    if problems:
        raise ContentError(problems)
    made.remarks += [f"Left out: {n} rows with {quoted(name)}." for name, n in strange.items()]
    return made


def _known(content: Content, renamed: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return, by kind, all names of what the scenario has, in small letters, with the ids."""
    scenario = content.scenario
    asked = {id_: one for d in scenario.decisions for id_, one in d.questions.items()}
    found = {
        "actor": {**names(content.actors), **{id_: id_ for id_ in content.actors}},
        "decision": {**{o.title.casefold(): i for i, o in asked.items()}, **{i: i for i in asked}},
        "source": _titled({i: one.title for i, one in scenario.sources.items()}),
        "concern": _titled({i: one.title for i, one in scenario.concerns.items()}),
    }
    for old, new in renamed.items():
        for kind in found.values():
            if new in kind.values():
                kind[old.casefold()] = new
    return found


def _titled(titles: Mapping[str, str]) -> dict[str, str]:
    return {**{title.casefold(): id_ for id_, title in titles.items()}, **{i: i for i in titles}}


def _names(
    fields: dict[str, object], known: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, str]]:
    """Put ids in place of names; return those that stand for nothing."""
    lost = []
    for key, ids in known.items():
        words = fields.get(key)
        if words is None:
            continue
        low = str(words).casefold()
        found = ids.get(low) or ids.get(low.removeprefix("the ")) or ids.get(as_id(low) or "")
        if found is None:
            lost.append((key, str(words)))
        else:
            fields[key] = found
    return lost


def _take(
    file: str,
    row: Row,
    coder: str,
    fields: dict[str, object],
    scale: tuple[float, float],
    made: Taken,
) -> Iterator[Problem]:
    """Take in one row; yield what is wrong with it."""
    if str(fields.get("position", "")).casefold() in _SILENT:
        fields.pop("position", None)
        fields["silent"] = True
    for key in _NUMBERS:
        if key in fields:
            number = number_in(str(fields[key]), ";")
            if number is None:
                words = f"'{key}' must be a number, not {quoted(str(fields[key]))}"
                yield Problem(file, row.line, 1, "S003", "error", words)
                return
            fields[key] = number
    place = fields.get("position")
    if isinstance(place, float):
        low, high = scale
        if not low <= place <= high:
            words = f"'position' must be between {low:g} and {high:g}, not {place:g}"
            hint = "--range LOW HIGH gives another scale."
            yield Problem(file, row.line, 1, "S004", "error", words, hint)
            return
        fields["position"] = (place - low) / (high - low) * 100
    if "event" not in fields and not {"position", "silent", "belief", "claim"} & fields.keys():
        yield Problem(file, row.line, 1, "S002", "error", "'position' is missing")
        return
    try:
        code = Code.model_validate(fields)
    except ValidationError as error:
        words, hint = wrong(error)
        yield Problem(file, row.line, 1, "S003", "error", words, hint or None)
        return
    made.codes.setdefault(coder, []).append(code)


def to_csv(codings: Mapping[str, Coding]) -> str:
    """Return all codes as a table that spreadsheet programs open."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for coder, coding in codings.items():
        for code in coding.codes:
            cells = [coder, *(_cell(code, name) for name in COLUMNS[1:])]
            writer.writerow(cells)
    return "\ufeff" + out.getvalue()


def _cell(code: Code, name: str) -> str:
    if name == "position" and code.silent:
        return "silent"
    value = getattr(code, name)
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return no_formula(str(value))


def check_scale(scale: tuple[float, float]) -> None:
    """Raise CodingError for a scale that is upside down."""
    if not scale[0] < scale[1]:
        raise CodingError("--range takes the lower end first, then the higher", "--range -3 3")
