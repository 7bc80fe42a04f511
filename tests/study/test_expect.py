"""`sitroom expect`: what an author expects of a scenario, put to the test."""

from pathlib import Path

import pytest

from tests.command import Sitroom, squeezed
from tests.loader.test_conditions import scenario
from tests.loader.world import files, write

CASES = """\
format: 1
cases:
  - id: eager
    because: Who decides would rather have the trade.
    change: {mayor.positions.entry: 99, port.positions.entry: 99}
    look: {question: entry, option: yes}
    expect: rises
  - id: contrary
    because: This is the wrong way round.
    change: {mayor.positions.entry: 1}
    look: {question: entry, option: yes}
    expect: rises
    by: 5
  - id: idle
    because: The owner sits at another table.
    base: {choices.entry: yes}
    change: {owner.openness: 0}
    look: {question: entry, mean: yes}
    expect: same
"""


@pytest.fixture
def harbour(here: Path) -> Path:
    write(here, files())
    path = here / "scenarios" / "harbour.expectations.yaml"
    path.write_text(CASES, encoding="utf-8")
    return path


@pytest.mark.usefixtures("harbour")
def test_it_says_which_hold_with_both_figures(sitroom: Sitroom) -> None:
    run = ("expect", "scenarios/harbour.yaml", "--runs", "200", "--jobs", "1")
    done = sitroom(*run)
    assert done.code == 1
    said = squeezed(done.out)
    assert said.startswith("holds eager: 56.5 -> 99.5, rises by 2 expected: Who decides would")
    assert "FAILS contrary: 56.5 -> 0, rises by 5 expected: This is the wrong way round." in said
    assert "holds idle: 1 -> 1, same by 0.1 expected: The owner sits" in said
    assert said.endswith("2 of 3 hold")
    assert sitroom(*run).out == done.out
    good = sitroom(*run, "--only", "eager", "idle")
    assert (good.code, good.out.splitlines()[-1]) == (0, "2 of 2 hold")
    sitroom(*run, "--only", "eagre").refused(2, "no case 'eagre'")


@pytest.mark.usefixtures("harbour")
def test_programs_get_the_same_as_one_object(sitroom: Sitroom) -> None:
    told = sitroom(
        "expect", "scenarios/harbour.yaml", "--runs", "200", "--jobs", "1", "--json"
    ).json
    assert (told["scenario"], told["runs"], told["held"]) == ("harbour", 200, 2)
    eager, contrary, _ = told["cases"]
    assert eager["holds"]
    assert eager["after"] - eager["before"] >= eager["by"] == 2
    assert not contrary["holds"]
    assert contrary["after"] < contrary["before"]
    assert (contrary["by"], contrary["why"]) == (5, "")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("mayor.positions.entry: 99", "mayr.positions.entry: 99", "mayor"),
        ("mayor.positions.entry: 99", "mayor.positions.entri: 99", "entry"),
        ("option: yes", "option: yess", "'entry' has no option 'yess'"),
        ("question: entry", "question: entri", "there is no question 'entri'"),
    ],
)
def test_a_misspelt_name_fails_its_case_alone_and_says_why(
    sitroom: Sitroom, harbour: Path, old: str, new: str, said: str
) -> None:
    harbour.write_text(CASES.replace(old, new, 1), encoding="utf-8")
    done = sitroom("expect", "scenarios/harbour.yaml", "--runs", "50", "--jobs", "1")
    first, _, rest = squeezed(done.out).partition(" FAILS contrary")
    assert first.startswith("FAILS eager: ")
    assert said in first
    assert rest
    assert done.out.splitlines()[-1] == "1 of 3 hold"


def test_a_file_that_is_not_there_or_wrong_is_refused_in_a_line(
    sitroom: Sitroom, harbour: Path
) -> None:
    harbour.write_text(CASES.replace("expect: same", "expect: nothing"), encoding="utf-8")
    sitroom("expect", "scenarios/harbour.yaml").refused(1, "harbour.expectations.yaml")
    harbour.unlink()
    sitroom("expect", "scenarios/harbour.yaml").refused(2, "harbour.expectations.yaml")


def test_what_never_came_up_is_told_with_its_condition(here: Path, sitroom: Sitroom) -> None:
    write(here, scenario("{chosen: {entry: [no]}}"))
    case = """\
format: 1
cases:
  - {id: paid, because: It is let in., change: {choices.entry: yes}, expect: rises,
     look: {question: repair, option: half}}
"""
    (here / "cases.yaml").write_text(case, encoding="utf-8")
    run = ("expect", "scenarios/harbour.yaml", "--file", "cases.yaml", "--runs", "20")
    told = squeezed(sitroom(*run, "--jobs", "1").out)
    assert "FAILS paid: it never came up; it is asked only if" in told
