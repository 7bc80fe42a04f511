"""What many games came to: a study's result, as it is read and as it is written (docs/reference/json.md).

Fields stand in the order of the JSON, where those of base classes come first, the last base before
the others. A field with a default of None is left out of the JSON while it is None.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path as File

from pydantic import TypeAdapter

from sitroom.files import reading, writing
from sitroom.study.checkpoint import StudyError

FILE = "study.json"
MOST = 256 << 20  # bytes of it
Settings = Mapping[str, float | bool | str]


@dataclass(frozen=True)
class Share:
    """A count, the share that it is, and the interval of 95 % (Wilson 1927)."""

    count: int
    share: float | None  # of others; None, as the interval, where there are none
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Band:
    """The share of an option, of runs that came to its question, in 80 % of the draws of doubt."""

    id: str
    low: float
    high: float

    def about(self, share: float | None) -> tuple[float, float]:
        """Return the band, as far as it has to reach to hold a share that was counted."""
        own = self.low if share is None else share
        return min(self.low, own), max(self.high, own)


@dataclass(frozen=True)
class Doubted:
    """What doubt leaves of a question."""

    id: str
    options: tuple[Band, ...]


@dataclass(frozen=True)
class Doubt:
    """Bands of shares over so many draws of so many runs."""

    draws: int
    runs: int
    questions: tuple[Doubted, ...]

    def band(self, question: str, option: str) -> Band | None:
        """Return the band of an option's share; None where no draw came to its question."""
        found = (one for one in self.questions if one.id == question)
        return next((o for one in found for o in one.options if o.id == option), None)


@dataclass(frozen=True)
class _Named:
    id: str


@dataclass(frozen=True)
class Option(Share, _Named):
    """How many runs took an option, of those that came to its question."""

    run: int | None  # the lowest that took it


@dataclass(frozen=True)
class Question(_Named):
    """What runs decided at a question."""

    answer: bool
    asked: Share
    options: tuple[Option, ...]
    dissent: Mapping[str, float]  # seat -> share of the runs in which it chose otherwise
    rules: Mapping[str, Mapping[str, float]] | None = None  # rule -> option -> mean chance


@dataclass(frozen=True)
class Step:
    """An option taken at a question."""

    question: str
    option: str


@dataclass(frozen=True)
class Path(Share):
    """A way to decide from the first question to the end, and the lowest run that took it."""

    run: int
    steps: tuple[Step, ...]

    @property
    def taken(self) -> dict[str, str]:
        """Return the option that was taken at each question."""
        return {step.question: step.option for step in self.steps}


@dataclass(frozen=True)
class Flow:
    """How many runs went from an option of a question to one of the next, or of its answer.

    An option is None where the question did not come up.
    """

    question: str
    option: str | None
    next: str
    to: str | None
    count: int


@dataclass(frozen=True)
class Distinct:
    """How many ways there were: of decisions alone, and with the answers."""

    paths: int
    pasts: int


@dataclass(frozen=True)
class _Rung:
    rung: int | None  # from 1; None where none was reached


@dataclass(frozen=True)
class Rung(Share, _Rung):
    """How many runs came up to a rung and no further."""


@dataclass(frozen=True)
class Ladder(_Named):
    """How far up a ladder the runs went."""

    highest: tuple[Rung, ...]


@dataclass(frozen=True)
class _Ended:
    ending: str | None  # None where a campaign came to none of them


@dataclass(frozen=True)
class Ending(Share, _Ended):
    """How many campaigns came to an ending."""


@dataclass(frozen=True)
class Point:
    """An indicator as a question came up (None: at the end), in so many runs."""

    question: str | None
    runs: int
    p10: float
    p50: float
    p90: float


@dataclass(frozen=True)
class Indicator(_Named):
    """An indicator over time, and the range that it moves in."""

    low: float
    high: float
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Summary:
    """What the runs of one model came to."""

    runs: int
    questions: tuple[Question, ...]
    paths: tuple[Path, ...]  # the most common ones
    distinct: Distinct
    ladders: tuple[Ladder, ...]
    moved: Mapping[str, Mapping[str, float]]  # speaker -> listener -> points over a game
    indicators: tuple[Indicator, ...]
    endings: tuple[Ending, ...] | None = None  # where the scenario has some
    flows: tuple[Flow, ...] | None = None  # None in studies kept by earlier versions

    def after(self, question: str, next_: str) -> dict[str | None, dict[str | None, int]]:
        """Return how many runs went from each option of a question to each of another."""
        found: dict[str | None, dict[str | None, int]] = {}
        for flow in self.flows or ():
            if (flow.question, flow.next) == (question, next_):
                found.setdefault(flow.option, {})[flow.to] = flow.count
        return found

    def question(self, id_: str) -> Question:
        """Return a question by its id."""
        return next(one for one in self.questions if one.id == id_)


@dataclass(frozen=True)
class _Set:
    settings: Settings


@dataclass(frozen=True)
class Variant(Summary, _Set):
    """What the runs came to with some settings changed."""


@dataclass(frozen=True)
class End:
    """What a decision comes to with a number at one end of its range."""

    value: float
    place: float  # the mean place of what is decided, 0 to 100
    option: str


@dataclass(frozen=True)
class Flip:
    """By how little one number has to change for another option to be the likeliest."""

    key: str
    kind: str
    now: float
    flips_at: float | None  # as the rest, None where no value of it alone does so
    change: float | None
    share: float | None  # of its range
    to: str | None
    low: End
    high: End

    @property
    def swing(self) -> float:
        """Return how far the mean place swings between the ends of the range."""
        return abs(self.high.place - self.low.place)


@dataclass(frozen=True)
class Flips:
    """What would alter a decision on history's path, the smallest change first."""

    decision: str
    option: str
    chance: float
    place: float
    looked_at: int
    rows: tuple[Flip, ...]
    given: Settings | None = None  # what was taken to bring history's path to it


@dataclass(frozen=True)
class _Played:
    scenario: str
    digest: str
    seed: int
    decision: str | None
    only: bool
    wanted: int
    complete: bool


@dataclass(frozen=True)
class StudyResult(Summary, _Played):
    """What a study found: of the scenario as it is, and of each variant."""

    policies: Mapping[str, str] | None = None  # seat -> who plays it, where not the computer
    settings: Settings | None = None  # what those varied are in the scenario as it is
    variants: tuple[Variant, ...] | None = None
    flips: Flips | None = None
    doubt: Doubt | None = None  # how far shares may be off because something was measured wrongly

    @property
    def every(self) -> tuple[tuple[Settings, Summary], ...]:
        """Return what was found with which settings, the scenario as it is first.

        A setting that a variant leaves alone has the value that the scenario gives it.
        """
        now = self.settings or {}
        return ((now, self), *(({**now, **one.settings}, one) for one in self.variants or ()))


def plain(value: object) -> object:
    """Return a result as JSON values."""
    if is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {f.name: plain(v) for f, v in pairs if v is not None or f.default is not None}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value


def write(folder: File, found: StudyResult) -> None:
    """Write what a study found into its folder."""
    text = json.dumps(plain(found), ensure_ascii=False, indent=2) + "\n"
    writing.replace_ours(folder / FILE, text.encode(), [b'{\n  "scenario": '])


def read(folder: File) -> StudyResult:
    """Return what a study found that was kept in a folder. Raises StudyError."""
    path = folder / FILE
    try:
        return _reader().validate_json(reading.read_bytes(path, MOST))
    except (FileNotFoundError, NotADirectoryError):
        raise StudyError(f"{folder} holds no study") from None
    except (OSError, ValueError, RecursionError):
        raise StudyError(f"{path} can't be read as a study") from None


@cache
def _reader() -> TypeAdapter[StudyResult]:
    return TypeAdapter(StudyResult)
