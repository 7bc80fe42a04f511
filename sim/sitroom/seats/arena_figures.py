"""What an arena comes to: figures of each contender, and how far it is from the built-in seat."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass

import numpy as np

from sitroom.scenario.lookup import Lookup
from sitroom.seats import escalation
from sitroom.seats.arena import Arena
from sitroom.seats.arena_games import COMPUTER, Contender, Row
from sitroom.study.resample import mean_within

FIGURES = ("height", "score", "aim", "lines", "evidence", "own", "passes")  # of a game, to compare


@dataclass(frozen=True)
class Difference:
    """By how much a figure differs from the built-in seat's in the same runs, with 95 of 100."""

    games: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Found:
    """What a contender came to. Means are over its games; `seconds` are of a turn."""

    contender: str
    seat: str
    games: int
    means: dict[str, float | None]
    differences: dict[str, Difference]
    otherwise: int  # games in which anything was decided otherwise than with the built-in seat
    variety: float | None  # different lines for each line that was said, over all games
    refused: int
    turns: int
    computers: int  # of these, as the contender gave no legal answer or was gone
    gone: dict[str, int]
    seconds: dict[str, float | None]
    outcomes: dict[str, dict[str, int]]
    rungs: dict[str, float]  # ladder -> highest rung, on average
    endings: dict[str, int]
    aims: dict[str, float]


def figures(arena: Arena) -> list[Found]:
    """Return what each contender came to, as far as its games are done; the built-in seats first."""
    lookup = arena.loaded.lookup
    by = {one.id: {row["run"]: row for row in _rows(arena.rows, one.id)} for one in arena.every}
    return [_found(lookup, one, by[one.id], by[COMPUTER], arena.seed) for one in arena.every]


def as_plain(found: Iterable[Found]) -> list[dict[str, object]]:
    """Return figures as JSON values."""
    return [asdict(one) for one in found]


def _rows(rows: Iterable[Row], contender: str) -> list[Row]:
    found = [row for row in rows if row["contender"] == contender]
    return sorted(found, key=lambda row: int(row["run"]))


def _found(
    lookup: Lookup, who: Contender, rows: Mapping[int, Row], base: Mapping[int, Row], seed: int
) -> Found:
    outcomes: dict[str, Counter[str]] = {}
    said: Counter[str] = Counter()
    aims: dict[str, list[float]] = {}
    rungs: dict[str, list[int]] = {}
    for row in rows.values():
        said.update(row["lines"])
        for question, (option, _) in row["decided"].items():
            outcomes.setdefault(question, Counter())[option] += 1
        for seat, near in row["aims"].items():
            aims.setdefault(seat, []).append(near)
        for ladder, rung in row["rungs"].items():
            rungs.setdefault(ladder, []).append(rung)
    own = {name: _of(lookup, who.seat, name) for name in FIGURES}
    seconds = np.array([one for row in rows.values() for one in row["seconds"]])
    shared = sorted(rows.keys() & base.keys()) if who.seat else []
    return Found(
        contender=who.id,
        seat=who.seat,
        games=len(rows),
        means={name: _mean([own[name](row) for row in rows.values()]) for name in FIGURES},
        differences=_differences(lookup, who.seat, [(rows[n], base[n]) for n in shared], seed),
        otherwise=sum(rows[n]["decided"] != base[n]["decided"] for n in shared),
        variety=round(len(said) / said.total(), 6) if said else None,
        refused=sum(row["refused"] for row in rows.values()),
        turns=sum(row["turns"] for row in rows.values()),
        computers=sum(row["computers"] for row in rows.values()),
        gone=dict(Counter(row["gone"] for row in rows.values() if row["gone"])),
        seconds={
            "median": round(float(np.median(seconds)), 6) if seconds.size else None,
            "p95": round(float(np.percentile(seconds, 95)), 6) if seconds.size else None,
        },
        outcomes={question: dict(one.most_common()) for question, one in outcomes.items()},
        rungs={ladder: round(sum(one) / len(one), 6) for ladder, one in rungs.items()},
        endings=dict(Counter(row["ending"] for row in rows.values() if row["ending"])),
        aims={seat: round(sum(one) / len(one), 6) for seat, one in aims.items()},
    )


def _of(lookup: Lookup, seat: str, name: str) -> Callable[[Row], float | None]:
    """Return what gives a figure of a game: None where it has none."""

    def conduct(row: Row) -> float | None:
        lines, own = sum(row["lines"].values()), row["own_lines"]
        if not seat:
            return None
        if name == "evidence":
            return 100.0 * (lines + row["own_cited"]) / (lines + own) if lines + own else None
        return float({"lines": lines + own, "own": own, "passes": row["passes"]}[name])

    return {
        "height": lambda row: escalation.height(lookup, row["decided"]),
        "score": lambda row: escalation.score(lookup, row["decided"]),
        "aim": lambda row: row["aims"].get(seat),
    }.get(name, conduct)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 6) if known else None


def _differences(
    lookup: Lookup, seat: str, pairs: list[tuple[Row, Row]], seed: int
) -> dict[str, Difference]:
    """Return how far each figure is from that of the same run with the built-in seat in it."""
    found = {}
    for name in ("height", "score", "aim"):
        of = _of(lookup, seat, name)
        both = [(of(ours), of(theirs)) for ours, theirs in pairs]
        apart = np.array([a - b for a, b in both if a is not None and b is not None])
        if apart.size:
            low, high = mean_within(apart, seed, "arena", name)
            found[name] = Difference(apart.size, round(float(apart.mean()), 6), low, high)
    return found
