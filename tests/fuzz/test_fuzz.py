"""Whatever comes in at a door is taken or refused in plain words; nothing breaks it.

The suite knocks a few hundred times; `python -m tests.fuzz DOOR --inputs N` as often as one likes.
"""

from pathlib import Path

import pytest

from tests.fuzz.doors import DOORS, FOUND, inputs
from tests.fuzz.handed import HANDED

KNOCKS = {"loader": 120, "journal": 40, "table": 200, "command": 40, "class": 100}
KNOCKS |= {"pack": 60, "codes": 60, "seat": 200, "program": 20}
NEEDS = {"mcp": "mcp", "word": "docx", "pdf": "pypdf"}  # of the extras
FEW = 2  # at the doors that are commands or a server, which take longer


@pytest.fixture(autouse=True)
def _extra(request: pytest.FixtureRequest) -> None:
    """Skip a door whose extra is not installed."""
    values = request.node.callspec.params.values() if hasattr(request.node, "callspec") else ()
    door = next((getattr(one, "name", one) for one in values), "").partition("-")[0]
    if door in NEEDS:
        pytest.importorskip(NEEDS[door])


@pytest.mark.parametrize("door", DOORS)
def test_nothing_breaks_a_door(door: str) -> None:
    for data in inputs(door, 0, 0, KNOCKS.get(door, FEW)):
        DOORS[door].knock(data)


@pytest.mark.parametrize("door", sorted(DOORS.keys() - HANDED.keys()))
def test_good_input_is_taken(door: str) -> None:
    for data in DOORS[door].seeds():
        DOORS[door].knock(data)


@pytest.mark.parametrize("door", HANDED)
def test_what_is_handed_over_whole_is_taken(door: str) -> None:
    assert HANDED[door].take(HANDED[door].seeds()[0])[0] == 0


@pytest.mark.parametrize("kept", sorted(FOUND.glob("*-*")), ids=lambda kept: kept.name)
def test_what_once_broke_a_door(kept: Path) -> None:
    DOORS[kept.name.partition("-")[0]].knock(kept.read_bytes())


def test_the_same_numbers_make_the_same_inputs() -> None:
    assert inputs("table", 3, 5, 4) == inputs("table", 3, 0, 9)[5:]
    assert len(set(inputs("table", 3, 0, 50))) > 40
