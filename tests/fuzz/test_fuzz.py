"""Whatever comes in at a door is taken or refused in plain words; nothing breaks it.

The suite knocks a few hundred times; `python -m tests.fuzz DOOR --inputs N` as often as one likes.
"""

from pathlib import Path

import pytest

from tests.fuzz.doors import DOORS, FOUND, inputs

KNOCKS = {"loader": 150, "journal": 60, "table": 200, "command": 60, "class": 150}
KNOCKS |= {"pack": 100, "codes": 100, "seat": 200}


@pytest.mark.parametrize("door", DOORS)
def test_nothing_breaks_a_door(door: str) -> None:
    for data in inputs(door, 0, 0, KNOCKS[door]):
        DOORS[door].knock(data)


@pytest.mark.parametrize("door", DOORS)
def test_good_input_is_taken(door: str) -> None:
    for data in DOORS[door].seeds():
        DOORS[door].knock(data)


@pytest.mark.parametrize("kept", sorted(FOUND.glob("*-*")), ids=lambda kept: kept.name)
def test_what_once_broke_a_door(kept: Path) -> None:
    DOORS[kept.name.partition("-")[0]].knock(kept.read_bytes())


def test_the_same_numbers_make_the_same_inputs() -> None:
    assert inputs("table", 3, 5, 4) == inputs("table", 3, 0, 9)[5:]
    assert len(set(inputs("table", 3, 0, 50))) > 40
