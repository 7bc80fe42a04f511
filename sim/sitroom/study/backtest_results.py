"""What holding the model against history comes to, in the order of its JSON (results.plain)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """How good forecasts were: hits, and the means of two scores of which less is better."""

    top1: float
    brier: float
    log: float


@dataclass(frozen=True)
class Decision:
    """A decision with a known outcome, as it is foretold from history's path."""

    id: str
    historical_option: str
    share_historical: float  # of the runs
    top1: bool
    chances: Mapping[str, float]


@dataclass(frozen=True)
class Asked:
    """In what share of free campaigns a decision came up, and then went as in history."""

    id: str
    asked: float
    as_history: float | None


@dataclass(frozen=True)
class Delay:
    """How long it took from a first refusal to an assent, in the share of runs where it did."""

    runs: float
    median_days: float | None
    history_days: int | None


@dataclass(frozen=True)
class Campaign:
    """How campaigns from the first decision, never reset, compare with history."""

    decisions: tuple[Asked, ...]
    delays: Mapping[str, Delay]


@dataclass(frozen=True)
class Jiggle:
    """The scores with all numbers set by hand jiggled, so many times."""

    size: float
    times: int
    median: Score
    worst: Score


@dataclass(frozen=True)
class LeftOut:
    """A decision foretold without its declared positions, by numbers fitted on the others."""

    id: str
    gain: float
    reserve: float
    carry: float
    temperature: float
    chance_historical: float


@dataclass(frozen=True)
class LeaveOneOut:
    """All decisions foretold so."""

    scores: Score
    decisions: tuple[LeftOut, ...]


@dataclass(frozen=True)
class FittedOn:
    """All decisions derived, by numbers fitted on another scenario; beside equal chances."""

    scenario: str
    gain: float
    reserve: float
    carry: float
    temperature: float
    scores: Score
    uniform: Score


@dataclass(frozen=True)
class BacktestResult:
    """The model against history, decision by decision, and what else was asked for."""

    decisions: tuple[Decision, ...]
    scores: Mapping[str, Score]  # of the model, and of simpler forecasts
    campaign: Mapping[str, Campaign] | None = None  # with positions declared, and derived
    jiggle: tuple[Jiggle, ...] | None = None
    leave_one_out: LeaveOneOut | None = None
    answers: tuple[Decision, ...] | None = None  # of the other side, where they are known
    answer_scores: Score | None = None
    doubt: Jiggle | None = None  # with positions drawn as they may really be
    fitted_on: FittedOn | None = None
