"""Datasets whose columns have a type each, for whatever library of frames is at hand.

A type is text, whole, number or flag, with a question mark where a value may be missing. Types
depend on the table alone and never on what happens to stand in it.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from sitroom.errors import SitroomError
from sitroom.files.extras import with_extra
from sitroom.files.writing import no_formula

LIBRARIES = ("pandas", "polars", "arrays")
_PANDAS = {"whole": "int64", "number": "float64", "flag": "bool"}
_PANDAS |= {"text": "string", "text?": "string"}
_PANDAS |= {"whole?": "Int64", "number?": "float64", "flag?": "boolean"}
_POLARS = {"text": "String", "whole": "Int64", "number": "Float64", "flag": "Boolean"}
_ARROW = {"text": "string", "whole": "int64", "number": "float64", "flag": "bool_"}
_NUMPY: dict[str, Any] = {"whole": np.int64, "number": np.float64, "flag": np.bool_}
_NUMPY |= {"whole?": np.float64, "number?": np.float64}  # NaN where a value is missing


Cell = str | float | bool | None  # of a table


class NoLibraryError(SitroomError):
    """No library that can do what is wanted; the message says what would do."""

    title = "A library is missing"
    exit_code = 2


@dataclass(frozen=True)
class Dataset:
    """Rows, and the type of each column in order."""

    types: Mapping[str, str]
    rows: Sequence[Mapping[str, Cell]]

    def columns(self) -> dict[str, list[Cell]]:
        """Return the values of each column; None where one is missing."""
        return {
            name: [_typed(kind, row[name]) for row in self.rows]
            for name, kind in self.types.items()
        }


def _typed(kind: str, value: Cell) -> Cell:
    return float(value) if kind.startswith("number") and value is not None else value


def library(wanted: str | None = None) -> str:
    """Return which library makes frames: the one wanted, or the first that is installed.

    Raises NoLibraryError.
    """
    if wanted is None:
        return next(name for name in LIBRARIES if name == "arrays" or find_spec(name))
    if wanted not in LIBRARIES:
        raise NoLibraryError(f"frames are of {', '.join(LIBRARIES)}, not of '{wanted}'")
    if wanted != "arrays" and find_spec(wanted) is None:
        raise NoLibraryError(f"{wanted} is not installed: pip install {wanted}")
    return wanted


def frame(table: Dataset, wanted: str | None = None) -> Any:  # noqa: ANN401 - whose type is asked for
    """Return a table as a frame of pandas or polars, or as a dict of NumPy arrays by column."""
    columns = table.columns()
    match library(wanted):
        case "pandas":
            pandas = import_module("pandas")
            made = {n: pandas.array(v, dtype=_PANDAS[table.types[n]]) for n, v in columns.items()}
            return pandas.DataFrame(made)
        case "polars":
            polars = import_module("polars")
            schema = {n: getattr(polars, _POLARS[t.rstrip("?")]) for n, t in table.types.items()}
            return polars.DataFrame(columns, schema=schema)
    return {n: np.array(v, dtype=_NUMPY.get(table.types[n], object)) for n, v in columns.items()}


def parquet_writer() -> str:
    """Return the library that writes Parquet. Raises NoLibraryError."""
    found = next((name for name in ("pyarrow", "polars") if find_spec(name)), None)
    if found is None:
        raise NoLibraryError(f"Parquet needs pyarrow or polars: {with_extra('parquet')}")
    return found


def as_parquet(table: Dataset) -> bytes:
    """Return a table as the bytes of a Parquet file. Raises NoLibraryError."""
    out = io.BytesIO()
    if parquet_writer() == "polars":
        frame(table, "polars").write_parquet(out)
        return out.getvalue()
    arrow = import_module("pyarrow")
    types = {n: getattr(arrow, _ARROW[t.rstrip("?")])() for n, t in table.types.items()}
    schema = arrow.schema(list(types.items()))
    whole = arrow.table(table.columns(), schema=schema)
    import_module("pyarrow.parquet").write_table(whole, out)
    return out.getvalue()


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows as CSV; no text in it is read as a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return no_formula(value) if isinstance(value, str) else value
