"""Statements of the Discourse Network Analyzer, from its SQLite file (versions 2 and 3).

Each statement has variables; what matters here are an actor (organization or person), a concept and
an agreement, which is yes or no, or a number.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sitroom.authoring.position_table import number_in
from sitroom.coding.errors import CodingError
from sitroom.coding.rows import Row

_ACTORS = ("organization", "organisation", "actor", "person")
_CONCEPTS = ("concept", "issue", "decision")
_AGREEMENTS = ("agreement", "position")
_PLAIN = (
    "SELECT StatementId, VariableId, Value FROM DATALONGTEXT",
    "SELECT StatementId, VariableId, Value FROM DATABOOLEAN",
    "SELECT StatementId, VariableId, Value FROM DATAINTEGER",
)
BEGIN = b"SQLite format 3\0"
MOST = 200_000  # statements


def statements(path: Path) -> tuple[list[Row], tuple[float, float], list[str]]:
    """Return the statements of a file as rows, the scale of agreement, and remarks.

    Raises CodingError where it is no such file.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            return _statements(base)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise CodingError(f"{path} can't be read as a file of DNA: {error}") from None


def _statements(
    base: sqlite3.Connection,
) -> tuple[list[Row], tuple[float, float], list[str]]:
    known = {row[0]: str(row[1]) for row in base.execute("SELECT ID, Variable FROM VARIABLES")}
    coders = dict(base.execute("SELECT ID, Name FROM CODERS"))
    titles = dict(base.execute("SELECT ID, Title FROM DOCUMENTS"))
    values: dict[int, dict[str, object]] = {}
    for query in (_short(base), *_PLAIN):
        for statement, variable, value in base.execute(query):
            values.setdefault(statement, {})[known.get(variable, "").lower()] = value
    rows: list[Row] = []
    numbers: list[float] = []
    places = "SELECT ID, DocumentId, Coder FROM STATEMENTS ORDER BY ID LIMIT ?"
    for number, (statement, document, coder) in enumerate(base.execute(places, (MOST,)), 1):
        held = values.get(statement, {})
        agreement = _first(held, _AGREEMENTS)
        fields = {
            "coder": coders.get(coder) or f"coder-{coder}",
            "actor": _first(held, _ACTORS),
            "decision": _first(held, _CONCEPTS),
            "position": agreement,
            "note": titles.get(document),
        }
        given = all(fields[key] not in (None, "") for key in ("actor", "decision"))
        place = number_in(str(agreement), ";")
        if given and place is not None:
            numbers.append(place)
            rows.append(Row(number, {k: str(v) for k, v in fields.items() if v not in (None, "")}))
    if not rows:
        raise CodingError("no statement there has an actor, a concept and an agreement")
    low, high = min(0.0, *numbers), max(1.0, *numbers)
    scale = (-max(-low, high), max(-low, high)) if low < 0 else (0.0, high)
    told = [f"Agreement from {scale[0]:g} to {scale[1]:g} was put on 0 to 100."]
    ((whole,),) = base.execute("SELECT COUNT(*) FROM STATEMENTS")
    if left := whole - len(rows):
        told.append(f"Left out: {left} statements without an actor, a concept or a number.")
    return rows, scale, told


def _short(base: sqlite3.Connection) -> str:
    """Return how short texts are looked up: in entities, in attributes, or where they stand."""
    columns = {row[1].lower() for row in base.execute("PRAGMA table_info(DATASHORTTEXT)")}
    tables = {row[0].lower() for row in base.execute("SELECT name FROM sqlite_master")}
    if "entity" in columns:
        return (
            "SELECT d.StatementId, d.VariableId, e.Value FROM DATASHORTTEXT d "
            "JOIN ENTITIES e ON e.ID = d.Entity"
        )
    if "attributes" in tables:
        return (
            "SELECT d.StatementId, d.VariableId, COALESCE(a.Value, d.Value) FROM DATASHORTTEXT d "
            "LEFT JOIN ATTRIBUTES a ON a.ID = d.Value"
        )
    return "SELECT StatementId, VariableId, Value FROM DATASHORTTEXT"


def _first(held: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((held[name] for name in names if held.get(name) not in (None, "")), None)
