"""What trying a scenario out comes to, in the order of its JSON (results.plain).

Rates are shares of the games by `computer` and by `random` seats; None where there were none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sitroom.study.results import Step

Path = tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Rates:
    """In what share of the games something came about."""

    computer: float | None
    random: float | None


@dataclass(frozen=True, kw_only=True)
class _Named:
    id: str


@dataclass(frozen=True, kw_only=True)
class Part(Rates, _Named):
    """An option, an inject or an ending, and how often it came about."""


@dataclass(frozen=True, kw_only=True)
class _Numbered:
    number: int


@dataclass(frozen=True, kw_only=True)
class Note(Rates, _Numbered):
    """A note of a briefing, from 1, and how often it was true."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    id: str
    seat: str


@dataclass(frozen=True, kw_only=True)
class Argument(Rates, _Line):
    """An argument, and how often a seat said it."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """How often a question came up, and what came about at it."""

    id: str
    asked: Rates
    options: tuple[Part, ...]
    injects: tuple[Part, ...]
    notes: tuple[Note, ...]
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, kw_only=True)
class _Way:
    after: str
    how: str


@dataclass(frozen=True, kw_only=True)
class End(Rates, _Way):
    """How games ended, after which question."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What an author should look at: where, how often, and the shortest path that leads there."""

    kind: str
    question: str
    id: str
    what: str | None = None
    always: bool | None = None
    computer: float | None
    random: float | None
    path: Path | None
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Unplayed:
    """What the right choices lead to, though no game that was played came to it."""

    what: str
    question: str
    id: str
    path: Path


@dataclass(frozen=True, kw_only=True)
class Cut:
    """How many situations at a question were followed, of how many."""

    followed: int
    of: int


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How complete the walk over all choices was."""

    exhaustive: bool
    ways: int
    situations: int
    cut: Mapping[str, Cut]


@dataclass(frozen=True, kw_only=True)
class PlaytestResult:
    """All that was found by trying a scenario out."""

    scenario: str
    seed: int
    runs: Mapping[str, int]
    walk: Reach
    findings: tuple[Finding, ...]
    never_played: tuple[Unplayed, ...]
    never_by_computer: Mapping[str, list[str]]
    ends: tuple[End, ...]
    endings: tuple[Part, ...]
    questions: tuple[Question, ...]
