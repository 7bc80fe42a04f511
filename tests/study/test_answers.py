"""The other side's answers are questions like any other."""

from pathlib import Path

import pytest

from tests.command import Sitroom, squeezed
from tests.loader.world import MAIN, broken, files, write

STUDY = ("study", "scenarios/harbour.yaml", "--runs", "200", "--jobs", "1")


@pytest.fixture
def harbour(here: Path) -> Path:
    """The harbour, in which letting the ship in does not end the story."""
    return write(here, broken(files(), MAIN, ", ends: yes", ""))


@pytest.mark.usefixtures("harbour")
def test_an_answer_is_taken_apart_as_its_table_gives_it(sitroom: Sitroom) -> None:
    run = ("explain", "entry.answer", "--scenario", "scenarios/harbour.yaml")
    told = sitroom(*run)
    assert told.out.startswith("In answer to: Let it in\n")  # which is what history chose
    assert "position of the owner is" in squeezed(told.out).lower()
    seats = {one["actor"] for one in sitroom(*run, "--json").json}
    assert seats == {"owner"}
    wrong = ("explain", "entry.anser", "--scenario", "scenarios/harbour.yaml")
    sitroom(*wrong).refused(2, "no decision or answer 'entry.anser'", "entry.answer")


@pytest.mark.usefixtures("harbour")
def test_an_answer_is_told_by_the_option_that_it_answers(sitroom: Sitroom) -> None:
    told = sitroom(*STUDY, "--out", "kept")
    lines = [line.strip() for line in told.out.splitlines()]
    assert sum(line.startswith("Answer to '") for line in lines) == 2
    found = sitroom(*STUDY, "--json").json
    flows = [one for one in found["flows"] if one["next"] == "entry.answer"]
    taken = {o["id"]: o["count"] for o in found["questions"][0]["options"]}
    for option, count in taken.items():
        assert sum(one["count"] for one in flows if one["option"] == option) == count
    answers = {o["id"]: o["count"] for o in found["questions"][1]["options"]}
    for to, count in answers.items():
        assert sum(one["count"] for one in flows if one["to"] == to) == count
    page = Path("kept/study.html").read_text(encoding="utf-8")
    assert "By the option answered" in page
    assert Path("kept/flows.csv").read_text().startswith("variant,question,option,next,to,count")


@pytest.mark.usefixtures("harbour")
def test_what_would_alter_an_answer_is_looked_for(sitroom: Sitroom) -> None:
    told = squeezed(sitroom(*STUDY, "--flips", "entry.answer").out)
    assert "What would alter: The owner answers" in told
    assert "owner: position" in told
    sitroom(*STUDY, "--flips", "entry.answr").refused(2, "no decision or answer 'entry.answr'")
