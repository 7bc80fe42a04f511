"""The command review, its silences, and what it finds beside a scenario."""

import json
import runpy
from pathlib import Path

import pytest

from sitroom.cli import main
from sitroom.loader.opening import prepare
from sitroom.review import rules
from sitroom.review.codes import meanings
from sitroom.review.silence import silenced
from tests.command import ROOT
from tests.loader.world import broken, write
from tests.review.weir import WARDEN, files

CLAIM = "claim: -0.6\n"
TURNED = {**files(), WARDEN: files()[WARDEN].replace(CLAIM, "claim: 0.6\n")}


def lines(text: dict[str, str]) -> list[str]:
    """Return codes and lines of what is left when marks have been read."""
    return [f"{p.code} {p.line}" for p in silenced(rules.review(prepare(text)), text)]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the scenario, to give commands in."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, TURNED)


def test_a_finding_is_silenced_by_its_code_with_a_reason() -> None:
    assert [one.split()[0] for one in lines(TURNED)] == ["M002", "M003"]
    mark = "claim: 0.6 # review: M002, M003 it quotes its rival here\n"
    assert lines(broken(TURNED, WARDEN, "claim: 0.6\n", mark)) == []
    above = "# review: M002, M003 it quotes its rival here\n    claim: 0.6\n"
    assert lines(broken(TURNED, WARDEN, "claim: 0.6\n", above)) == []


def test_a_silence_without_a_reason_or_without_a_finding_is_one() -> None:
    mark = "claim: 0.6 # review: M002\n"
    left = lines(broken(TURNED, WARDEN, "claim: 0.6\n", mark))
    assert sorted(one.split()[0] for one in left) == ["M000", "M002", "M003"]
    idle = "claim: -0.6 # review: M002 nothing is wrong here\n"
    assert [one.split()[0] for one in lines(broken(files(), WARDEN, CLAIM, idle))] == ["M000"]


def test_the_command_names_file_and_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "weir"]) == 0
    told = capsys.readouterr().out
    place = next(n for n, text in enumerate(TURNED[WARDEN].split("\n"), 1) if "claim: 0.6" in text)
    assert f"{WARDEN}:{place}:12: warning M002: 'last-year' claims +0.6 on 'fish'" in told
    assert "help: Turn the sign of the claim" in told
    assert "weir: 2 to look at in" in told
    assert main(["review", "weir", "--strict", "--json"]) == 1
    (first, second) = json.loads(capsys.readouterr().out)
    assert list(first) == ["file", "line", "column", "code", "severity", "message", "suggestion"]
    assert (first["code"], second["code"]) == ("M002", "M003")
    assert here.joinpath(WARDEN).is_file()


def test_expectations_that_fail_are_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write(tmp_path, files()))
    case = "  - id: {0}\n    because: They say so.\n    change: {{mayor.openness: 0}}\n    look: {{{1}}}\n    expect: {2}\n"
    look = "question: spring, option: wide-spring"
    cases = case.format("opens", look, "rises") + case.format("stays", look, "same")
    cases += case.format("lost", "question: winter, mean: yes", "same")
    (tmp_path / "scenarios" / "weir.expectations.yaml").write_text(f"cases:\n{cases}")
    assert main(["review", "weir"]) == 0
    told = capsys.readouterr().out
    assert "M017: 'lost' can't be asked: there is no question 'winter'" in told
    assert "3 expectations were not run: --expect runs them." in told
    assert main(["review", "weir", "--expect", "--jobs", "1"]) == 0
    told = capsys.readouterr().out
    assert "weir.expectations.yaml:2:9: warning M017: 'opens' fails" in told
    assert "'stays'" not in told


def test_an_actor_that_takes_the_place_of_a_shipped_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = {
        name.replace("mayor", "state"): text.replace("mayor", "state")
        for name, text in files().items()
    }
    monkeypatch.chdir(write(tmp_path, own))
    assert main(["review", "weir"]) == 0
    told = capsys.readouterr().out
    words = "this takes the place of the actor 'state' that comes with Sitroom, and changes arming-ukraine"
    assert f"actors/state.yaml:1:1: warning M016: {words}" in told


@pytest.mark.parametrize("code", meanings())
def test_every_code_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", code.lower()]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith(f"{code}: {meanings()[code].what}.")
    assert "What to try: " in told


def test_every_code_that_a_rule_gives_has_a_meaning() -> None:
    room = ROOT / "sim" / "sitroom" / "review"
    given = {
        word
        for path in room.glob("*.py")
        for word in path.read_text().split('"')
        if word[:1] == "M" and word[1:].isdigit()
    }
    assert given == set(meanings())


def test_the_page_of_codes_is_up_to_date() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "reference" / "review.py"))["page"]
    text = (ROOT / "docs" / "reference" / "review.md").read_text(encoding="utf-8")
    assert page(text) == text, "python docs/reference/review.py writes it anew"
