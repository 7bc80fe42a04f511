"""The command calibrate: derived beside declared, what must be true, and numbers written back."""

import json
from pathlib import Path

import pytest

from sitroom.cli import main
from sitroom.loader.opening import Loaded, prepare
from sitroom.review import calibration, edit, lab
from sitroom.review.stand import stand
from tests.loader.world import snapshot, write
from tests.review.weir import ENGINEER, MAIN, MAYOR, WARDEN, files


@pytest.fixture(scope="module")
def weir() -> Loaded:
    """The scenario, ready to be played."""
    return prepare(files())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the scenario, to give commands in."""
    monkeypatch.chdir(write(tmp_path, files()))
    return tmp_path


def test_derived_stands_beside_declared(weir: Loaded) -> None:
    (spring,) = calibration.standings(weir.content, weir.model, "spring")
    assert [(s.actor, s.declared) for s in spring.seats] == [
        ("engineer", 78.0),
        ("warden", 14.0),
        ("mayor", 48.0),
    ]
    assert all(abs(s.derived - (s.declared or 0)) < 6 for s in spring.seats)
    assert spring.seats[0].informed > 78  # the rain speaks for it
    assert spring.likeliest.option == spring.past == "half-spring"
    for option in spring.options:
        assert option.low <= option.chance + 0.02
        assert option.high >= option.chance - 0.02
    assert sum(option.chance for option in spring.options) == pytest.approx(1)


def test_a_question_by_itself_comes_out_as_on_its_path(weir: Loaded) -> None:
    for question in weir.model.questions:
        at = stand(weir.model, question.id)
        alone = lab.lab(weir.content, at).chances({})
        assert alone.tolist() == pytest.approx(at.chances(at.after).tolist())


def test_what_must_be_true_is_true_from_there_on(weir: Loaded) -> None:
    at = stand(weir.model, "summer")
    rows = lab.needs(weir.content, at, 2)
    (need,) = [row for row in rows if row.key == "mayor.positions.summer"]
    place = lab.lab(weir.content, at)
    assert need.value is not None
    assert need.now < need.value
    assert place.chances({need.key: need.value}).argmax() == 2
    assert place.chances({need.key: need.value - 2}).argmax() == 1
    assert rows[0].share == min(row.share for row in rows if row.share is not None)


@pytest.mark.parametrize(
    ("key", "file", "line"),
    [
        ("mayor.openness", MAYOR, "openness: 0.25"),
        ("warden.concerns.fish", WARDEN, "    weight: 0.25"),
        ("warden.beliefs.fish", WARDEN, "    belief: 0.25"),
        ("engineer.trusts.mayor", ENGINEER, "  mayor: 0.25"),
        ("engineer.positions.summer", ENGINEER, "    position: 0.25"),
        ("summer.bears.fish", MAIN, "        value: 0.25"),
        ("summer.arguments.gauge-summer", MAIN, "      strength: 0.25"),
        ("spring.answer.bears.shore", MAIN, "          value: 0.25"),
        ("indicators.level", MAIN, "    start: 0.25"),
    ],
)
def test_a_number_is_changed_alone_and_in_its_place(
    weir: Loaded, key: str, file: str, line: str
) -> None:
    (changed,) = edit.edited(weir, {key: 0.25}).items()
    assert changed[0] == file
    old, new = files()[file].split("\n"), changed[1].split("\n")
    differing = [text for text in new if text not in old or new.count(text) > old.count(text)]
    assert differing == [line]
    prepare({**files(), file: changed[1]})


def test_a_change_is_shown_first_and_written_when_asked(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = here / ENGINEER
    path.write_text(path.read_text().replace("openness: 0.5", "openness: 0.5 # she listens"))
    before = snapshot(here)
    command = ["calibrate", "weir", "--decision", "spring", "--set", "engineer.openness=0.1"]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "-openness: 0.5 # she listens\n+openness: 0.1 # she listens" in told
    assert "Nothing is written yet" in told
    assert "Before the change" in told
    assert "What must be true for 'wide-spring' to be likely?" in told
    assert snapshot(here) == before
    assert main([*command, "--write"]) == 0
    assert "openness: 0.1 # she listens" in path.read_text()
    assert {name for name, data in snapshot(here).items() if before.get(name) != data} == {ENGINEER}


def test_json_and_the_page_tell_the_same(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "weir", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["question"] for one in told["questions"]] == [
        "spring",
        "spring.answer",
        "summer",
        "autumn",
    ]
    assert main(["calibrate", "weir", "--out", "page.html"]) == 0
    page = (here / "page.html").read_text()
    assert (
        "3 of 3 with a known outcome come out as it was; 3 where the profiles speak alone." in page
    )
    assert page.count("Who stands where</caption>") == 4


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--decision", "sprnig"], "there is no decision 'sprnig'. Did you mean 'spring'?"),
        (["--option", "half-spring"], "--option is one of a decision"),
        (["--decision", "spring", "--option", "half"], "there is no option 'half'"),
        (["--write"], "--write writes what --set changes"),
        (["--set", "mayor.openness"], "write NAME=VALUE"),
        (["--set", "mayor.openness=0.1,0.2"], "one number can be written"),
        (["--set", "mayor.openness=2"], "2 is not from 0 to 1"),
        (["--set", "summer.bears.shore=0.5"], "does not stand in scenarios/weir.yaml yet"),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_can_not_be_done_says_why(
    more: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calibrate", "weir", *more]) == 2
    assert words in capsys.readouterr().err
