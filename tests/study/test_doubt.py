"""We may have measured wrongly: what is drawn, from what, and what it does to shares."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sitroom.loader.load import load
from sitroom.scenario.content import Content
from sitroom.scenario.draws import SPREAD, drawn
from tests.command import Sitroom
from tests.loader.world import MAYOR, PORT, broken, files, write

DRAWS = 200


def harbour() -> Content:
    """The mayor's position is explicit, the port's inferred; one weight and belief are ranges."""
    text = broken(files(), PORT, "confidence: explicit", "confidence: inferred")
    ranges = "weight: 0.5\n    weight_between: [0.2, 0.8]"
    text = broken(text, MAYOR, "weight: 0.5", ranges)
    ranges = "belief: -0.2\n    belief_between: [-0.4, 0.0]"
    text = broken(text, MAYOR, "belief: -0.2", ranges)
    text = broken(text, "actors/owner.yaml", "position: 60", "position: 60\n    between: [30, 50]")
    return load(text)


def test_draws_lie_about_what_was_measured_by_how_plainly_it_was_said() -> None:
    content = harbour()
    many = [drawn(content, 1, number).actors for number in range(DRAWS)]

    def at(actor: str, question: str = "entry") -> np.ndarray:
        return np.array([one[actor].positions[question].position for one in many])

    for actor, confidence in (("mayor", "explicit"), ("port", "inferred")):
        assert at(actor).mean() == pytest.approx(60, abs=2)
        assert at(actor).std() == pytest.approx(SPREAD[confidence], rel=0.2)
        assert at(actor).min() >= 0
        assert at(actor).max() <= 100
    owner = at("owner", "entry.answer")  # an interval is where four of five draws lie
    assert owner.mean() == pytest.approx(40, abs=2)
    assert ((owner >= 30) & (owner <= 50)).mean() == pytest.approx(0.8, abs=0.08)
    held = [one["mayor"].concerns["safety"] for one in many]
    for values, low, high in (
        ([one.weight for one in held], 0.2, 0.8),
        ([one.belief for one in held], -0.4, 0.0),
    ):
        inside = [low <= value <= high for value in values]
        assert np.mean(inside) == pytest.approx(0.8, abs=0.08)
        assert min(values) >= (0 if low > 0 else -1)
        assert max(values) <= 1
    assert {one["port"].concerns["safety"].weight for one in many} == {0.5}  # nobody doubts it


def test_a_draw_hangs_on_its_seed_and_number_alone() -> None:
    content = harbour()
    assert drawn(content, 1, 3) == drawn(content, 1, 3)
    numbers = {drawn(content, seed, n).actors["port"].positions["entry"].position
               for seed in (1, 2) for n in (0, 1)}  # fmt: skip
    assert len(numbers) == 4
    fewer = replace(content, actors={"port": content.actors["port"]})
    assert drawn(fewer, 1, 3).actors["port"] == drawn(content, 1, 3).actors["port"]


def test_a_study_tells_between_what_shares_lie_given_the_doubt(
    sitroom: Sitroom, here: Path
) -> None:
    write(here, files())
    run = ("study", "scenarios/harbour.yaml", "--runs", "20", "--doubt", "3", "--jobs", "1")
    told = sitroom(*run, "--json").json["doubt"]
    assert told["draws"] == 3
    (first, *_) = told["questions"]
    assert first["id"] == "entry"
    assert all(0 <= band["low"] <= band["high"] <= 1 for band in first["options"])
    assert "Given what is uncertain" in sitroom(*run).out
