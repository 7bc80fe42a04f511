"""How far coders agree: on positions, on beliefs, on who takes one at all; and where they do not.

A unit is what a profile has one number for: an actor's position on a decision. Where a coder has
several codes of one, the mean of them counts. A finer unit is that within one source or passage.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sitroom.coding.alpha import Measure, interval, nominal
from sitroom.scenario.coding import Code, Coding
from sitroom.scenario.content import Content

MIDDLE = 50.0
ENOUGH = 0.667  # below it no conclusion should be drawn (Krippendorff 2019, p. 356)
GOOD = 0.8

Unit = tuple[str, str, str]  # actor, decision or concern, and what makes the unit finer
UnitKind = Literal["position", "source", "passage"]
Held = dict[Unit, dict[str, list[Code]]]  # by unit and coder


@dataclass(frozen=True)
class Difference:
    """What coders say of one position, and how far their numbers are apart.

    `silent` are those who found the actor without one, `missing` those who have no code of it.
    """

    actor: str
    decision: str
    apart: float
    codes: Mapping[str, tuple[Code, ...]]
    silent: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def positions(self) -> dict[str, float]:
        """Return where each coder who has a number sees it: the mean of that coder's codes."""
        found = {who: mean(codes) for who, codes in self.codes.items()}
        return {who: place for who, place in found.items() if place is not None}


@dataclass(frozen=True)
class Agreement:
    """All that is known of how far coders agree."""

    coders: Mapping[str, int]  # with how many codes
    positions: Measure
    coded: Measure  # who takes a position at all
    beliefs: Measure
    actors: Mapping[str, Measure]
    decisions: Mapping[str, Measure]
    sources: Mapping[str, Measure]
    units: tuple[Difference, ...]  # every position that somebody coded

    @property
    def disagreements(self) -> tuple[Difference, ...]:
        """Return the positions on which numbers differ, the largest difference first."""
        apart = [one for one in self.units if one.apart > 0]
        return tuple(sorted(apart, key=lambda one: -one.apart))

    @property
    def only_one(self) -> tuple[Difference, ...]:
        """Return the positions for which one coder alone has a number."""
        return tuple(one for one in self.units if len(one.positions) == 1)


def agreement(
    content: Content, codings: Mapping[str, Coding], unit: UnitKind = "position"
) -> Agreement:
    """Return how far coders agree."""
    held = positions(codings, unit)
    values = {key: _values(by) for key, by in held.items()}

    def of(number: int) -> dict[str, Measure]:
        names = dict.fromkeys(key[number] for key in values)
        own = {name: [v for key, v in values.items() if key[number] == name] for name in names}
        return {name: interval(units, MIDDLE) for name, units in own.items()}

    sources = {
        name: interval(map(_values, positions(codings, unit, name).values()), MIDDLE)
        for name in content.scenario.sources
    }
    shown = positions(codings, "position")
    found = [_difference(key, by, list(codings)) for key, by in shown.items()]
    return Agreement(
        {name: len(coding.codes) for name, coding in codings.items()},
        interval(values.values(), MIDDLE),
        nominal(_coded(content, codings)),
        interval(_beliefs(codings).values(), 0.0),
        of(0),
        of(1),
        {name: one for name, one in sources.items() if one.units},
        tuple(found),
    )


def positions(
    codings: Mapping[str, Coding], unit: UnitKind = "position", source: str | None = None
) -> Held:
    """Return the codes of positions by unit and coder; of one source alone if it is named."""
    held: Held = defaultdict(lambda: defaultdict(list))
    finer: Callable[[Code], str] = {
        "position": lambda _: "",
        "source": lambda code: str(code.source),
        "passage": lambda code: f"{code.source}:{code.paragraph}",
    }[unit]
    for coder, coding in codings.items():
        for code in coding.codes:
            if code.kind == "position" and source in (None, code.source):
                assert code.actor is not None
                assert code.decision is not None
                held[code.actor, code.decision, finer(code)][coder].append(code)
    return {key: dict(by) for key, by in sorted(held.items())}


def mean(codes: Iterable[Code]) -> float | None:
    """Return the mean of the positions in codes, None where all of them are silent."""
    places = [code.position for code in codes if code.position is not None]
    return sum(places) / len(places) if places else None


def _values(by: Mapping[str, list[Code]]) -> list[float]:
    return [place for codes in by.values() if (place := mean(codes)) is not None]


def _coded(content: Content, codings: Mapping[str, Coding]) -> list[list[str]]:
    """Return what each coder found of each position that somebody could have."""
    held = positions(codings)
    seated = {
        (seat.actor, name, "")
        for decision in content.scenario.decisions
        for name, question in decision.questions.items()
        for seat in question.table
    }
    every = sorted(seated | held.keys())
    return [[_kind(held.get(key, {}).get(coder)) for coder in codings] for key in every]


def _kind(codes: list[Code] | None) -> str:
    if codes is None:
        return "none"
    return "silent" if mean(codes) is None else "coded"


def _beliefs(codings: Mapping[str, Coding]) -> dict[tuple[str, str], list[float]]:
    held: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for coder, coding in codings.items():
        for code in coding.codes:
            if code.belief is not None and code.actor and code.concern:
                held[code.actor, code.concern][coder].append(code.belief)
    return {key: [sum(v) / len(v) for v in by.values()] for key, by in sorted(held.items())}


def _difference(key: Unit, by: Mapping[str, list[Code]], coders: list[str]) -> Difference:
    places = _values(by)
    apart = max(places) - min(places) if places else 0.0
    silent = tuple(coder for coder, codes in by.items() if mean(codes) is None)
    missing = tuple(coder for coder in coders if coder not in by)
    codes = {coder: tuple(codes) for coder, codes in by.items()}
    return Difference(key[0], key[1], apart, codes, silent, missing)
