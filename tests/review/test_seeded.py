"""Thirty mistakes of meaning, of ten kinds, each in a scenario without one: the review names its place."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from sitroom.loader.opening import prepare
from sitroom.review.rules import review
from sitroom.scenario.problems import Problem
from tests.loader.world import broken
from tests.review.weir import ENGINEER, MAIN, MAYOR, VALLEY, WARDEN, decision, evidence, files

Files = dict[str, str]
SEAT = "      - actor: {}\n        influence: {}\n"


class Seed(NamedTuple):
    """A mistake: its kind, what it does to the files, and the code and place that should name it."""

    kind: str
    spoil: Callable[[Files], Files]
    codes: str
    file: str
    where: str  # keys that lead to it, or to what it is a part of


def put(file: str, old: str, new: str, after: str = "") -> Callable[[Files], Files]:
    """Return what replaces the first `old` behind `after`."""

    def spoil(text: Files) -> Files:
        head, mark, tail = text[file].partition(after) if after else ("", "", text[file])
        assert mark == after
        assert old in tail, old
        return {**text, file: head + mark + tail.replace(old, new, 1)}

    return spoil


def both(*steps: Callable[[Files], Files]) -> Callable[[Files], Files]:
    """Return what does several things, which make one mistake."""

    def spoil(text: Files) -> Files:
        for step in steps:
            text = step(text)
        return text

    return spoil


def within(id_: str, old: str, new: str) -> Callable[[Files], Files]:
    """Return what replaces something in one decision."""
    return put(MAIN, old, new, after=f"  - id: {id_}\n")


SIGN, OWN, AWAY = "sign of a belief or of what bears", "against one's own belief", "the wrong way"
PASSAGE, IDLE, NOBODY = "the outcome's passage", "numbers that do nothing", "nobody near"
HANDS, UNMOVED, ENDS, AIMS = "hands", "a decider unmoved", "endings and answers", "aims"
TO_ALL = "            rate: 0.1\n            actors: [engineer, warden, mayor]\n"
OPPOSED = "concerns:\n  flood:\n    weight: 0.6\n    belief: -0.6\n"
HEARD = put(VALLEY, "concerns:\n", OPPOSED)
MINDS = put(
    MAIN, "          value: 1\n", "          value: 1\n        flood:\n          value: 0.5\n"
)
ENDINGS = (
    "endings:\n  - id: drowned\n    when: {at_least: {level: 90}}\n    title: Drowned\n    says: The town is gone.\n"
    "  - id: dry\n    title: Dry\n    says: The town is dry.\n"
)
SEEDS = [
    Seed(SIGN, put(ENGINEER, "belief: 0.8", "belief: -0.8"), "M001", ENGINEER, "flood > belief"),
    Seed(SIGN, put(WARDEN, "belief: -0.8", "belief: 0.8"), "M001", WARDEN, "fish > belief"),
    Seed(
        SIGN,
        within("summer", "fish:\n        value: 0.8", "fish:\n        value: -0.8"),
        "M001 M003",
        MAIN,
        "summer > ",
    ),
    Seed(OWN, put(WARDEN, "claim: -0.6", "claim: 0.6"), "M002", WARDEN, "last-year > claim"),
    Seed(
        OWN, within("spring", "claim: -0.8", "claim: 0.8"), "M002", MAIN, "spawning-spring > claim"
    ),
    Seed(
        OWN, within("autumn", "claim: 0.8", "claim: -0.8"), "M002", MAIN, "cellars-autumn > claim"
    ),
    Seed(
        AWAY,
        within("summer", "claim: 0.6\n            rate: 0.3", "claim: -0.9\n            rate: 0.8"),
        "M004",
        MAIN,
        "summer > injects > rain-summer",
    ),
    Seed(
        AWAY,
        both(HEARD, MINDS, within("autumn", TO_ALL, "            rate: 0.1\n")),
        "M004",
        MAIN,
        "autumn > options > shut-autumn > effects",
    ),
    Seed(AWAY, put(ENGINEER, "claim: 0.5", "claim: -0.5"), "M003", ENGINEER, "old-wall > claim"),
    Seed(
        PASSAGE, put(MAYOR, "paragraph: 10", "paragraph: 20"), "M005", MAYOR, "positions > spring"
    ),
    Seed(
        PASSAGE, put(WARDEN, "paragraph: 11", "paragraph: 21"), "M005", WARDEN, "positions > summer"
    ),
    Seed(
        PASSAGE,
        put(ENGINEER, "paragraph: 12", "paragraph: 22"),
        "M005",
        ENGINEER,
        "positions > autumn",
    ),
    Seed(
        IDLE,
        put(ENGINEER, "concerns:\n", "concerns:\n  shore:\n    weight: 0.7\n    belief: -0.5\n"),
        "M006",
        ENGINEER,
        "concerns > shore",
    ),
    Seed(
        IDLE, put(MAYOR, "trusts:\n", "trusts:\n  valley: 0.9\n"), "M006", MAYOR, "trusts > valley"
    ),
    Seed(IDLE, put(MAIN, "    reads:\n      level: 0.4\n", ""), "M006", MAIN, "indicators > level"),
    Seed(
        NOBODY,
        both(
            within("summer", SEAT.format("warden", 60), ""),
            within("summer", "by: [warden, mayor]", "by: [mayor]"),
            within("summer", "by: [warden]", "by: [mayor]"),
        ),
        "M007",
        MAIN,
        "shut-summer",
    ),
    Seed(
        NOBODY,
        both(
            within("autumn", SEAT.format("engineer", 70), ""),
            within("autumn", "by: [engineer, mayor]", "by: [mayor]"),
            within("autumn", "by: [engineer]", "by: [mayor]"),
        ),
        "M007",
        MAIN,
        "wide-autumn",
    ),
    Seed(
        NOBODY,
        both(
            within("spring", SEAT.format("warden", 60), ""),
            within("spring", "by: [warden, mayor]", "by: [mayor]"),
            within("spring", "by: [warden]", "by: [mayor]"),
        ),
        "M007",
        MAIN,
        "shut-spring",
    ),
    *(
        Seed(HANDS, within(one, "rounds: 2", "rounds: 9"), "M008", MAIN, f"{one} > arguments")
        for one in ("spring", "summer", "autumn")
    ),
    Seed(UNMOVED, put(MAYOR, "openness: 0.5", "openness: 0.03"), "M010", MAIN, "rule > decider"),
    Seed(
        UNMOVED,
        put(MAYOR, "  engineer: 0.6\n  warden: 0.6\n", "  engineer: 0.03\n  warden: 0.03\n"),
        "M010",
        MAIN,
        "rule > decider",
    ),
    Seed(
        UNMOVED,
        both(
            put(MAYOR, "weight: 0.8", "weight: 0.05"),
            put(MAYOR, "weight: 0.8", "weight: 0.05"),
        ),
        "M010",
        MAIN,
        "rule > decider",
    ),
    Seed(
        ENDS,
        put(MAIN, "title: Broken\n", "title: Broken\n        ends: yes\n"),
        "M012",
        MAIN,
        "rungs > broken",
    ),
    Seed(
        ENDS,
        put(MAIN, "title: Wide open\n", "title: Wide open\n        ends: yes\n"),
        "M013",
        MAIN,
        "response > to",
    ),
    Seed(
        ENDS,
        put(MAIN, "decisions:\n", ENDINGS + "decisions:\n"),
        "M012",
        MAIN,
        "endings > drowned",
    ),
    Seed(
        AIMS,
        put(ENGINEER, "water: wide", "water: broken"),
        "M014 S325",
        ENGINEER,
        "aims > 1 > when",
    ),
    Seed(
        AIMS,
        put(MAYOR, "{reached: {water: half}}", "{at_least: {level: 70}}"),
        "M014",
        MAYOR,
        "aims > 1",
    ),
    Seed(
        AIMS,
        put(
            WARDEN,
            "{not: {reached: {water: wide}}}",
            "{all: [{reached: {valley: court}}, {chosen: {spring: [shut-spring]}}]}",
        ),
        "M014",
        WARDEN,
        "aims > 1",
    ),
]
RAIN = "        title: It rains, summer\n"
MORE = [
    Seed(
        "news against its indicator",
        within("summer", RAIN, f"{RAIN}        indicators:\n          level: -5\n"),
        "M004",
        MAIN,
        "summer > injects > rain-summer > effects",
    ),
    Seed(
        "news against its passage",
        both(
            within("summer", RAIN, RAIN + evidence(2, indent=8)),
            within(
                "summer", "claim: 0.6\n            rate: 0.3", "claim: -0.6\n            rate: 0.01"
            ),
        ),
        "M004",
        MAIN,
        "summer > injects > rain-summer > effects",
    ),
    Seed(
        "what bears, by its lines",
        within("autumn", "flood:\n        value: 0.9", "flood:\n        value: -0.9"),
        "M003",
        MAIN,
        "autumn > bears > flood",
    ),
    Seed("scale", put(MAYOR, "salience: 80", "salience: 0.8"), "M022", MAYOR, "salience"),
    Seed(
        "as given",
        put(
            WARDEN,
            "aim: To do well by the town.",
            "aim: What it wants to come out of the debate.",
        ),
        "M021",
        WARDEN,
        "aim",
    ),
    Seed("TOLD", put(MAIN, "date: 2021-01-01", "date: 2019-12-31"), "M020", ENGINEER, "as_of"),
    Seed(
        "one side weaker",
        both(
            *(
                within("summer", old, new)
                for old, new in (
                    ("claim: -0.8\n      strength: 0.6", "claim: -0.8\n      strength: 0.02"),
                )
            ),
            within(
                "summer", "claim: -0.5\n      strength: 0.6", "claim: -0.5\n      strength: 0.02"
            ),
            put(WARDEN, "strength: 0.6", "strength: 0.02"),
        ),
        "M015",
        MAIN,
        "summer > arguments",
    ),
    Seed(
        "date order",
        lambda text: (
            broken(text, MAIN, decision("summer", "2020-07", "half", 21), "")
            | {
                MAIN: broken(text, MAIN, decision("summer", "2020-07", "half", 21), "")[MAIN]
                + decision("summer", "2020-07", "half", 21)
            }
        ),
        "S322",
        MAIN,
        "summer > date",
    ),
    Seed(
        "foregone",
        both(
            *(
                put(MAYOR, "position: 48\n    salience: 80", "position: 100\n    salience: 80")
                for _ in "abc"
            ),
        ),
        "M009",
        MAIN,
        "title",
    ),
]


def found(text: Files) -> list[Problem]:
    """Return what a review finds in files."""
    return review(prepare(text))


def named(seed: Seed) -> bool:
    """Whether a seeded mistake is named at its place."""
    return any(
        one.code in seed.codes and one.file == seed.file and seed.where in one.where
        for one in found(seed.spoil(files()))
    )


def test_a_scenario_without_mistakes_gives_nothing_to_look_at() -> None:
    assert found(files()) == []


@pytest.mark.parametrize("kind", sorted({seed.kind for seed in SEEDS}))
def test_seeded_mistakes_are_named_at_their_place(kind: str) -> None:
    seeds = [seed for seed in SEEDS if seed.kind == kind]
    assert len(seeds) == 3
    assert [named(seed) for seed in seeds] == [True] * 3


@pytest.mark.parametrize("seed", MORE, ids=lambda seed: seed.kind)
def test_other_mistakes_are_named_at_their_place(seed: Seed) -> None:
    assert named(seed)
