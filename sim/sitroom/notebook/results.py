"""What calls in a notebook return: frames of whatever library makes them, by name.

Libraries of frames bring types of their own or none at all. What all of them do is a column by
its name, a value by its place, and how many there are: that much is promised here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from sitroom.render.frames import Dataset, frame
from sitroom.study.results import StudyResult

# Of the types that columns have; NumPy's own names for "of any" would switch strict checks off.
Array = np.ndarray[tuple[int, ...], np.dtype[np.int64 | np.float64 | np.bool_ | np.object_]]
Arrays = dict[str, Array]


class Column(Protocol):
    """The values of a column, in order: a Series of pandas or polars, or an array."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def __iter__(self) -> Iterator[object]:
        """Yield them."""
        ...


class Frame(Protocol):
    """A frame of pandas or polars, or a dict of arrays where there is neither."""

    def __getitem__(self, column: str, /) -> Column:
        """Return a column by its name."""
        ...


F = TypeVar("F")


class _Short:
    """What is written of frames in a notebook: their names and how many rows each has."""

    def __repr__(self) -> str:
        """Return a line."""
        made = ((name, _rows(one)) for name, one in vars(self).items() if name != "found")
        told = ", ".join(f"{name} ({rows})" for name, rows in made)
        return f"{type(self).__name__} of frames (rows): {told}"


@dataclass(frozen=True, repr=False)
class Game(_Short, Generic[F]):
    """A game that was played, as frames with a row for each thing."""

    decisions: F  # number, question, date, answer, title, option, .., chance, history
    positions: F  # question, step, cause, seat, what, actor, position
    moved: F  # question, round, turn, speaker, argument, concern, listener, points
    indicators: F  # question, indicator, before, after
    aims: F  # seat, nearness


@dataclass(frozen=True, repr=False)
class Ensemble(_Short, Generic[F]):
    """What many games came to, as frames; `variant` 0 is the scenario as it is."""

    outcomes: F  # variant, settings .., question, asked, option, count, share, low, high, run
    paths: F  # .. rank, count, share, low, high, run, question, option
    ladders: F  # .. ladder, rung, count, share, low, high
    endings: F  # .. ending, count, share, low, high; empty where the scenario has none
    flows: F  # .. question, option, next, to, count: what was taken after what
    dissent: F  # .. question, seat, share
    moved: F  # .. speaker, listener, points
    indicators: F  # .. indicator, question, runs, p10, p50, p90
    rules: F  # .. question, rule, option, chance; empty unless asked for
    doubt: F  # question, option, low, high: the share in 80 % of the draws; empty unless asked for
    found: StudyResult  # all of it


@dataclass(frozen=True, repr=False)
class Backtest(_Short, Generic[F]):
    """The model against what really happened, decision by decision on history's path."""

    decisions: F  # question, option, chance, history
    scores: F  # forecast, top1, brier, log: what they are is said in docs/how-to/studies.md


def framed(tables: Mapping[str, Dataset], wanted: str | None) -> dict[str, Frame]:
    """Return tables as frames of a library. Raises NoLibraryError."""
    return {name: frame(table, wanted) for name, table in tables.items()}


def _rows(made: object) -> int:
    if isinstance(made, dict):
        return len(next(iter(made.values()), ()))
    assert hasattr(made, "__len__")
    return len(made)
