"""The other side's answers are questions like any other."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import Sitroom, squeezed
from tests.loader.test_conditions import scenario
from tests.loader.world import MAIN, MAYOR, broken, files, write

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
    for when in ("before", "after"):
        assert f"What would be chosen as positions stand {when} the debate: '" in squeezed(told.out)
    assert "Held in reserve: the burden of proof" in squeezed(told.out)
    seats = {one["actor"] for one in sitroom(*run, "--json").json}
    assert seats == {"owner"}
    port = sitroom(
        "explain", "entry", "--scenario", "scenarios/harbour.yaml", "--seat", "port", "--json"
    )
    assert {one["actor"] for one in port.json} == {"port"}
    missing = ("explain", "entry", "--scenario", "scenarios/harbour.yaml", "--seat", "prot")
    sitroom(*missing).refused(2, "'prot' has no seat at 'entry'. Did you mean 'port'?")
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


def test_an_answer_that_history_passed_by_is_looked_at_as_if_it_had_not(
    here: Path, sitroom: Sitroom
) -> None:
    world = broken(files(), MAIN, ", ends: yes", "")
    world = broken(world, MAIN, "      option: yes\n", "      option: no\n")
    write(here, broken(world, MAIN, "    response:\n", "    response:\n      to: [yes]\n"))
    told = squeezed(sitroom(*STUDY, "--flips", "entry.answer", "--out", "kept").out)
    assert "as if it had come to 'Let it in' before" in told
    assert "owner: position" in told
    assert "as if it had come to" in Path("kept/study.html").read_text(encoding="utf-8")
    found = json.loads(Path("kept/study.json").read_text(encoding="utf-8"))["flips"]
    assert found["given"] == {"choices.entry": "yes"}


def test_a_decision_that_history_never_reaches_does_not_stop_a_study(
    here: Path, sitroom: Sitroom
) -> None:
    write(here, scenario("{chosen: {entry: [no]}}"))
    done = sitroom(*STUDY, "--flips", "repair", "--json")
    assert done.code == 0
    assert "history's path does not come to it. It is asked only if" in squeezed(done.err)


def test_a_line_may_depend_on_what_comes_after_the_decision_looked_at(
    here: Path, sitroom: Sitroom
) -> None:
    says = "    says: There is work in it.\n"
    later = f"{says}    when: {{not: {{chosen: {{repair: [nothing]}}}}}}\n"
    write(here, broken(scenario(), MAYOR, says, later))
    assert sitroom(*STUDY, "--flips", "entry", "--json").json["flips"]["rows"]


def _adds_up(page: str, head: str) -> None:
    """Check that the steps told of a seat lead from its declared position to the one it ends at."""
    lines = iter(page.split("\n" + head)[1].splitlines()[2:])
    column = [[float(n) for n in re.findall(r" ([-+]?\d+\.\d)", line)] for line in _steps(lines)]
    for n in (0, 1):
        figures = [one[n] for one in column]
        assert sum(figures[:-1]) == pytest.approx(figures[-1])
        assert len(figures) > 2


def _counsel_adds_up(page: str) -> None:
    """Check that the pulls of advisers, with what is taken off, are what counsel comes to."""
    told = re.findall(r"where its advisers stand  (.*)\n((?:      \w.*\n)+)", page)
    assert told
    for whole, pulls in told:
        parts = [re.findall(r" (-?\d+\.\d)", line) for line in pulls.splitlines()]
        for n, total in enumerate(re.findall(r"-?\d+\.\d", whole)[:2]):
            assert sum(float(part[n]) for part in parts) == pytest.approx(float(total))


def _steps(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("      "):  # of whose counsel a step consists
            yield line
        if line.startswith("  position after"):
            return


@pytest.mark.usefixtures("harbour")
def test_two_worlds_stand_side_by_side_from_what_is_set_to_what_is_decided(
    sitroom: Sitroom,
) -> None:
    run = ("explain", "entry", "--scenario", "scenarios/harbour.yaml")
    told = sitroom(*run, "--vary", "mayor.beliefs.safety=-1")
    said = squeezed(told.out)
    assert said.startswith("As if the world were otherwise: mayor: belief on Safety -1 In short")
    for head in (
        "going in: belief on Safety",
        "Who is moved",
        "start going in news debate worth Safety",
        "whole campaigns",
        "mayor by itself",
        "The mayor (decides)",
        "The lowest of their choices stands",
    ):
        assert head in said
    found = sitroom(*run, "--vary", "mayor.beliefs.safety=-1", "--json").json
    plain = {
        one["actor"]: one for one in sitroom(*run, "--json").json if one["when"].startswith("after")
    }
    for world, other in ((found["written"], None), (found["otherwise"], found["written"])):
        assert sum(world["chances"].values()) == pytest.approx(1, abs=1e-5)
        both = world["own"]["mayor"]["yes"] * world["own"]["port"]["yes"]  # the lowest stands
        assert world["chances"]["yes"] == pytest.approx(both, abs=1e-4)
        for seat, account in world["accounts"].items():
            points = sum(reason["points"] for reason in account["reasons"])
            assert account["stance"] + points == pytest.approx(account["position"])
            if (
                other is None and seat in plain
            ):  # as written it is what is told without a difference
                assert account["position"] == pytest.approx(plain[seat]["position"])
    assert [found[w]["believed"]["mayor"]["safety"][0] for w in ("written", "otherwise")][1] == -1
    _adds_up(told.out, "The mayor: ")
    _counsel_adds_up(told.out)
    places = [found[w]["accounts"]["mayor"]["position"] for w in ("written", "otherwise")]
    assert places[1] < places[0] - 1
    shares = [found[world]["chances"]["yes"] for world in ("written", "otherwise")]
    assert shares[1] < shares[0]
    still = squeezed(sitroom(*run, "--vary", "owner.openness=0").out)
    assert "The mayor stands where it stood" in still
    same = sitroom("explain", "entry.answer", *run[2:], "--vary", "choices.entry=yes")
    assert "This is what history chose" in squeezed(same.out)
    gone = squeezed(sitroom("explain", "entry.answer", *run[2:], "--vary", "choices.entry=no").out)
    assert "it is asked in" in gone


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("injects.storm=no", "'A storm' does not happen. It teaches: nothing by itself."),
        ("indicators.stocks=9", "At the start: Stocks in the port: 9, written is 40."),
        ("entry.arguments.leak=no", "'It may sink at the quay.' on Safety: nobody says it."),
        ("entry.bears.trade=0", "Bearing of Trade on The ship asks to come in: 0, written is 0.5."),
        (
            "entry.options.yes.at=90",
            "Place of 'Let it in' on The ship asks to come in: 90, written is 100.",
        ),
        ("owner.trusts.port=0.3", "owner: trust in port: 0.3"),
        ("model.carry=0.1", "Model: carry: 0.1, written is"),
        ("model.carry=0.1", "That is: "),
        ("mayor.beliefs.trade=0.1", "gets there only by what others say"),
    ],
)
def test_each_kind_of_setting_says_what_it_touches(sitroom: Sitroom, key: str, words: str) -> None:
    run = ("explain", "entry.answer", "--scenario", "scenarios/harbour.yaml")
    assert words in squeezed(sitroom(*run, "--vary", key).out)


def test_what_comes_out_otherwise_before_is_told_with_what_it_taught(
    here: Path, sitroom: Sitroom
) -> None:
    world = broken(scenario(), MAIN, "    response:\n", "    response:\n      to: [yes]\n")
    write(here, world)
    run = (
        "explain",
        "repair",
        "--scenario",
        "scenarios/harbour.yaml",
        "--vary",
        "choices.entry=no",
    )
    told = squeezed(sitroom(*run).out)
    assert "'Let it in' as written, 'Refuse it' otherwise" in told
    assert "as written, not asked otherwise" in told
    assert "which is not learned from otherwise, teaches:" in told


@pytest.mark.slow  # thousands of games of a long scenario
def test_a_line_says_who_makes_its_point_otherwise_or_what_it_lacks(sitroom: Sitroom) -> None:
    told = squeezed(sitroom("explain", "abrams-2023", "--without", "pentagon").out)
    assert re.search(r"\+\d\.\d \+\d\.\d Pentagon -> Allies, need at the front: ", told)
    told = squeezed(sitroom("explain", "f16-2023", "--vary", "choices.abrams-2023=refuse").out)
    assert "- Ukraine (needs: 'Promise some Abrams tanks'" in told


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize(
    ("varied", "words"),
    [
        ("mayor.beliefs.safety=0,1", "one value to each --vary"),
        ("choices.entry=no", "nothing is left to explain"),
        ("mayor.belief.safety=0", "Did you mean 'beliefs'?"),
        ("mayor.at_table=no", "mayor decides entry"),
    ],
)
def test_a_difference_that_cannot_be_explained_is_told(
    sitroom: Sitroom, varied: str, words: str
) -> None:
    run = ("explain", "entry", "--scenario", "scenarios/harbour.yaml")
    sitroom(*run, "--vary", varied).refused(2, words)
