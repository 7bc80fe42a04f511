"""An id renamed wherever it is named, and parts added and moved: shown first, right afterwards."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sitroom.authoring import edits, renaming, snippets
from sitroom.authoring.insertion import InsertionError
from sitroom.loader import expectations
from sitroom.scenario import settings
from sitroom.scenario.problems import ContentError
from tests.command import ROOT, Sitroom
from tests.loader.world import folder_files, write

CUBA = str(ROOT / "scenarios" / "cuba-1962")
EXPECTED = """\
format: 1
cases:
  - id: case
    because: so
    base: {mayor.beliefs.safety: 1, injects.storm: yes, indicators.stocks: 5}
    change: {choices.entry: no, mayor.positions.entry: 5, entry.arguments.leak: 0.3}
    look: {question: entry, option: yes}
    expect: moves
"""


@pytest.fixture
def harbour(tmp_path: Path) -> str:
    text = folder_files()
    main = "scenarios/harbour/scenario.yaml"
    text[main] = text[main].replace("decisions: [entry]", "decisions:\n  # the first\n  - entry")
    root = write(tmp_path, text)
    home = root / "scenarios" / "harbour"
    (home / "expectations.yaml").write_text(EXPECTED)
    return str(home)


def given(found: edits.Source) -> list[tuple[str, str]]:
    """The kinds and full names of all that has an id."""
    return sorted({(one.kind, one.full) for one in found.ids if one.gives})


def renamed_and_read(found: edits.Source, kind: str, full: str) -> None:
    """Rename it, and see that nothing is left of the old name, and that all else is as it was."""
    made = renaming.rename(found, kind, full, "brand-new")
    assert edits.checked(found, made) == []
    for change in made.changes:
        assert change.new.replace("brand-new", full.rpartition(".")[2]) == change.old
        assert change.new.count("\n") == change.old.count("\n")


def test_every_id_of_a_scenario_can_be_renamed(harbour: str) -> None:
    found = edits.source(harbour)
    kinds = {kind for kind, _ in given(found)}
    assert kinds >= {
        "concern",
        "option",
        "actor",
        "rung",
        "argument",
        "inject",
        "indicator",
        "decision",
    }
    for kind, full in given(found):
        renamed_and_read(found, kind, full)


def test_ids_of_a_shipped_scenario_can_be_renamed() -> None:
    found = edits.source(CUBA)
    for kind, full in given(found)[::47]:
        renamed_and_read(found, kind, full)


def test_expectations_follow(harbour: str) -> None:
    changed = {
        "concern": ("safety", "new-safety"),
        "decision": ("entry", "new-entry"),
        "actor": ("mayor", "new-mayor"),
        "inject": ("storm", "new-storm"),
        "indicator": ("stocks", "new-stocks"),
        "argument": ("leak", "new-leak"),
        "option": ("new-entry.no", "new-no"),
    }
    for kind, (old, new) in changed.items():
        renaming.rename(edits.source(harbour), kind, old, new).write()
    content = edits.source(harbour).content
    (case,) = expectations.cases(Path(harbour) / "expectations.yaml")
    for key in {**case.base, **case.change}:
        assert "new-" in settings.kind_of(content, key).owner + key
    assert case.change["choices.new-entry"] == "new-no"


def test_nothing_is_written_unless_asked(harbour: str, sitroom: Sitroom) -> None:
    before = {path: path.read_text() for path in Path(harbour).rglob("*.yaml")}
    done = sitroom("rename", "concern", "safety", "danger", "--in", harbour)
    assert (
        "-      safety:\n+      danger:" in done.out.replace("  safety", "  safety")
        or "+  danger:" in done.out
    )
    assert "Nothing was written" in done.out
    assert {path: path.read_text() for path in Path(harbour).rglob("*.yaml")} == before


def test_what_can_not_be_renamed(harbour: str, sitroom: Sitroom) -> None:
    def refused(words: str, *asked: str) -> None:
        sitroom("rename", *asked, "--in", harbour).refused(2, words)

    refused("there is no concern 'safty'", "concern", "safty", "danger")
    refused("there is a concern 'trade' already", "concern", "safety", "trade")
    refused("'Big Danger' is no id", "concern", "safety", "Big Danger")
    refused("several are called 'jobs'", "argument", "jobs", "work")
    sitroom("rename", "actor", "state", "us-state", "--in", "arming-ukraine").refused(
        2, "is built in"
    )


@pytest.mark.parametrize("kind", snippets.KINDS)
def test_a_new_part_is_right_as_it_is(harbour: str, kind: str) -> None:
    found = edits.source(harbour)
    if kind == "response":  # that decision has one
        with pytest.raises(InsertionError):
            snippets.added(found, kind, "answer")
        edits.Edit(snippets.added(found, "decision", "exit")).write()
        found = edits.source(harbour)
    made = edits.Edit(snippets.added(found, kind, "brand-new"))
    assert [line for line in edits.checked(found, made) if " error " in line] == []
    for change in made.changes:
        old = set(change.old.splitlines())
        assert old <= set(change.new.splitlines())
    made.write()
    assert edits.source(harbour)


def test_a_new_part_names_options_of_the_decision_that_it_asks_about(harbour: str) -> None:
    edits.Edit(snippets.added(edits.source(harbour), "decision", "exit")).write()
    found = edits.source(harbour)
    (change,) = snippets.added(found, "inject", "rain", "exit")
    said = re.sub(r"# ((?:  )*(?:when|chosen|entry):)", r"\1", change.new)
    assert said.count("entry: [") == 2  # of the decision, and of the inject
    assert edits.checked(found, edits.Edit((replace(change, new=said),))) == []


def test_decisions_change_places(harbour: str, sitroom: Sitroom) -> None:
    assert sitroom("new", "decision", "exit", "--in", harbour, "--write").code == 0
    main = Path(harbour) / "scenario.yaml"
    before = main.read_text()
    assert sitroom("move", "exit", "before", "entry", "--in", harbour, "--write").code == 0
    assert [d.id for d in edits.source(harbour).content.scenario.decisions] == ["exit", "entry"]
    assert sitroom("move", "exit", "after", "entry", "--in", harbour, "--write").code == 0
    assert main.read_text() == before
    assert "stands there already" in sitroom("move", "exit", "after", "entry", "--in", harbour).out


def test_a_scenario_with_mistakes_is_left_alone(harbour: str) -> None:
    main = Path(harbour) / "scenario.yaml"
    main.write_text(main.read_text().replace("title:", "titel:", 1))
    with pytest.raises(ContentError):
        edits.source(harbour)
