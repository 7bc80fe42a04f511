"""Every code is explained, by an example that breaks with exactly that code."""

import runpy
import textwrap
from pathlib import Path

import pytest

from sitroom.loader.diagnostics.error_codes import examples
from sitroom.loader.load import examine
from sitroom.loader.yaml_text.reader import decode
from sitroom.scenario.problems import CODES
from tests.command import ROOT, Sitroom
from tests.loader.world import MAIN, MAYOR, broken, files, folder_files, problems, write

# Examples that are not about the text of one file, made here as they tell.
HOME = "scenarios/harbour"
DECISION = f"{HOME}/decisions/entry.yaml"
BESIDE = broken(
    broken(
        files(),
        MAIN,
        "ladders:\n",
        "  weather:\n    title: Weather\n    says: Whether it blows.\nladders:\n",
    ),
    MAIN,
    "    response:\n",
    "    response:\n      bears: {weather: {value: 1}}\n",
)
BLOW = """\
      - id: blow
        concern: weather
        claim: 1
        says: It blows.
        by: [port]
        evidence: [{source: paper, paragraph: 1, as_of: 2024-02, says: It blows.}]
"""
FENCED = """\
    amendments:
      - id: with-pilot
        amends: yes
        title: Let it in behind a pilot
        at: 100
        means: A pilot takes it in.
        says: Let it in, but behind a pilot.
"""
AGAIN = """\
  - id: exit
    date: 2024-01
    title: It leaves
    question: May it leave?
    briefing: It is mended.
    ladder: entry
    options:
      - {id: no, title: Hold it, rung: refuse, means: It waits.}
      - {id: yes, title: Let it go, rung: anchor, means: It sails.}
    rule: {kind: decider, decider: mayor}
    table: [{actor: mayor}]
    bears: {safety: {value: 1}}
    arguments:
      - {id: a, by: [mayor], concern: safety, claim: 0.5, says: A., evidence: [{source: paper, paragraph: 1, as_of: 2024-01, says: A.}]}
      - {id: b, by: [mayor], concern: safety, claim: -0.5, says: B., evidence: [{source: paper, paragraph: 1, as_of: 2024-01, says: B.}]}
"""
ENDINGS = """\
endings:
  - {id: quiet, when: {at_most: {stocks: 50}}, title: A quiet end, says: Nothing came of it.}
decisions:
"""
CONDITIONAL = "        title: Let it in\n        when: {at_least: {stocks: 10}}\n"
AIMS = "aims: [{when: {ended: [quite]}, says: Nothing comes of it.}]\nconcerns:\n"
NEWS = "aims: [{when: {happened: [strom]}, says: The storm comes.}]\nconcerns:\n"
ELSEWHERE = {
    "S212": broken(files(), MAYOR, "concerns:\n", NEWS),
    "S211": broken(files(), MAYOR, "concerns:\n", AIMS),
    "S325": broken(files(), MAIN, "decisions:\n", ENDINGS),
    "S326": broken(files(), MAYOR, "concerns:\n", "goals: {answer: 30}\nconcerns:\n"),
    "S327": broken(files(), MAIN, "        title: Let it in\n", CONDITIONAL),
    "S328": broken(files(), MAIN, "    rule:\n      kind: consent\n", f"{FENCED}    rule:\n      kind: consent\n"),
    "S101": {**files(), MAIN: decode(files()[MAIN].encode().replace(b"A storm", b"Caf\xe9"))},
    "S102": broken(files(), MAIN, "A storm", "A \u200estorm"),
    "S103": broken(files(), MAIN, "A storm", "storm " * 4000),
    "S104": {**files(), MAIN: "# nothing yet\n"},
    "S106": broken(files(), MAIN, "A storm", "A\tstorm"),
    "S311": {**folder_files(), f"{HOME}/decisions/exit.yaml": folder_files()[DECISION]},
    "S318": broken(BESIDE, MAIN, "      - id: leak\n", BLOW + "      - id: leak\n"),
    "S322": {**files(), MAIN: files()[MAIN] + AGAIN},
    "S319": {
        **folder_files(),
        f"{HOME}/actors/pilot.yaml": files()["actors/port.yaml"].replace("id: port", "id: pilot"),
    },
}  # fmt: skip
ON_DISK = ("S117", "S123", "S124", "S125")


def codes_of(text: dict[str, str]) -> set[str]:
    return {problem.code for problem in examine(text, spare=True)[1]}


def put(wrong: str, right: str) -> list[dict[str, str]]:
    """The right files with one piece made wrong, wherever that piece stands."""
    made = []
    for whole in (files(), folder_files()):
        for name, text in whole.items():
            for depth in range(0, 16, 2):
                old, new = (textwrap.indent(one, " " * depth) for one in (right, wrong))
                for first in (f"\n{old}", f"- {old.lstrip()}"):
                    if first in f"\n{text}":
                        begin = "\n" if first[0] == "\n" else "- "
                        changed = f"\n{text}".replace(
                            first, begin + new.lstrip(" ") if begin == "- " else begin + new, 1
                        )
                        made.append({**whole, name: changed[1:]})
    return made


@pytest.mark.parametrize("code", CODES)
def test_the_example_breaks_with_exactly_its_code(code: str) -> None:
    example = examples()[code]
    if code in ON_DISK:
        assert example.wrong != example.right
    elif code in ELSEWHERE:
        assert codes_of(ELSEWHERE[code]) == {code}
    else:
        assert {code} in [codes_of(text) for text in put(example.wrong, example.right)]


def test_a_link_and_a_stray_file(sitroom: Sitroom, tmp_path: Path) -> None:
    root = write(tmp_path / "a", folder_files())
    stray = root / HOME / "decision" / "entry.yaml"
    stray.parent.mkdir()
    stray.write_text("id: entry\n")
    assert "warning S123" in sitroom("check", str(root)).out
    link = root / HOME / "decisions" / "other.yaml"
    link.symlink_to(tmp_path / "nowhere.yaml")
    (tmp_path / "nowhere.yaml").write_text("id: other\n")
    assert "error S117" in sitroom("check", str(root)).out


def test_examples_are_right_without_the_mistake() -> None:
    assert examples().keys() == CODES.keys()
    assert not problems(files())


@pytest.mark.parametrize("code", CODES)
def test_explain(sitroom: Sitroom, code: str) -> None:
    done = sitroom("check", "--explain", code.lower())
    assert done.code == 0
    assert done.out.startswith(f"{code}: {CODES[code]}.\n")
    assert done.out.count("\nWrong:\n") == done.out.count("\nRight:\n") == 1


def test_explain_what_is_no_code(sitroom: Sitroom) -> None:
    sitroom("check", "--explain", "S999").refused(2, "there is no code 'S999'")


def test_the_page_lists_what_the_program_says() -> None:
    path = ROOT / "docs" / "reference" / "errors.md"
    page = runpy.run_path(str(ROOT / "docs" / "reference" / "errors.py"))["page"]
    text = path.read_text(encoding="utf-8")
    assert page(text) == text, "python docs/reference/errors.py writes it anew"
