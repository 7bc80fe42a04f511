"""The schema for editors: what conforms to it, and where it is written."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from sitroom.authoring import editors
from sitroom.authoring.json_schema import KINDS, json_schema, known
from sitroom.loader.folders import yaml_files
from sitroom.loader.roots import built_in
from sitroom.scenario import schema
from tests.command import Sitroom
from tests.loader.world import files, folder_files, snapshot, write


def as_editors_read(text: str) -> Any:
    """What an editor's YAML 1.2 parser makes of a file: plain numbers and true/false are typed."""

    def typed(node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {str(key.value): typed(value) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [typed(item) for item in node.value]
        assert isinstance(node, yaml.ScalarNode)
        value = node.value
        if node.style in ("'", '"', "|", ">"):
            return value
        if re.fullmatch(r"[-+]?\d+", value):
            return int(value)
        if re.fullmatch(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", value):
            return float(value)
        return {"true": True, "false": False, "null": None, "~": None, "": None}.get(value, value)

    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert root is not None
    return typed(root)


def schemas(main: Path) -> dict[str, Any]:
    names = known([main], [main.parent.parent.parent / "actors"]).names
    return {kind: json_schema(kind, names) for kind in KINDS}


def errors(spec: Any, value: Any) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(spec).iter_errors(value)]


MAINS = sorted(built_in().glob("scenarios/*/scenario.yaml"))


@pytest.mark.parametrize("main", MAINS, ids=lambda main: main.parent.name)
def test_shipped_files_conform_to_the_schema(main: Path) -> None:
    made = schemas(main)
    for spec in made.values():
        jsonschema.Draft202012Validator.check_schema(spec)
    checked = [(main, made["scenario"])]
    checked += [(path, made["decision"]) for path in yaml_files(main.parent / "decisions")]
    checked += [(path, made["actor"]) for path in yaml_files(main.parent / "actors")]
    for path, spec in checked:
        assert not errors(spec, as_editors_read(path.read_text(encoding="utf-8"))), path


def test_shipped_actors_that_scenarios_share_conform_to_the_schema() -> None:
    shared = built_in() / "actors"
    spec = json_schema("actor", known(MAINS, [shared]).names)
    for path in yaml_files(shared):
        assert not errors(spec, as_editors_read(path.read_text(encoding="utf-8"))), path


DECISION = "scenarios/my-town/decisions/how-far.yaml"
ACTOR = "scenarios/my-town/actors/mayor.yaml"
SCENARIO = "scenarios/my-town/scenario.yaml"


@pytest.mark.parametrize(
    ("file", "kind", "old", "new"),
    [
        (DECISION, "decision", "actor: fire-chief", "actor: fire-chef"),
        (DECISION, "decision", "decider: mayor", "decider: major"),
        (DECISION, "decision", "by: [mayor]", "by: [major]"),
        (DECISION, "decision", "rung: warn", "rung: worn"),
        (DECISION, "decision", "ladder: measures", "ladder: measure"),
        (DECISION, "decision", "concern: safety", "concern: safty"),
        (DECISION, "decision", "source: weekly", "source: weakly"),
        (DECISION, "decision", "calm: 10", "clam: 10"),
        (DECISION, "decision", "  livelihood:\n    value", "  livelyhood:\n    value"),
        (DECISION, "decision", "claim: 0.8", "claim: 8"),
        (DECISION, "decision", "date: 2024-10-14", "date: October"),
        (DECISION, "decision", "kind: decider", "kind: decide"),
        (DECISION, "decision", "question: >-", "qestion: >-"),
        (ACTOR, "actor", "  fire-chief: 0.7", "  fire-chef: 0.7"),
        (ACTOR, "actor", "  how-far:", "  how-fat:"),
        (ACTOR, "actor", "  safety:", "  safty:"),
        (ACTOR, "actor", "weight: 0.7", "weight: much"),
        (SCENARIO, "scenario", "- how-far", "- how-fat"),
        (SCENARIO, "scenario", "paragraphs: 12", "paragraphs: 0"),
    ],
)
def test_a_wrong_name_or_value_does_not_conform(
    sitroom: Sitroom, here: Path, file: str, kind: str, old: str, new: str
) -> None:
    sitroom("new", "scenario", "my-town")
    main = here / SCENARIO
    spec = json_schema(kind, known([main], [main.parent.parent.parent / "actors"]).names)
    text = (here / file).read_text()
    assert not errors(spec, as_editors_read(text))
    assert old in text
    assert errors(spec, as_editors_read(text.replace(old, new, 1)))


def test_what_editors_take_for_numbers_is_let_through(here: Path) -> None:
    text = files()["scenarios/harbour.yaml"]
    text = text.replace("- id: no\n", "- id: 1962\n").replace("title: Safety", "title: 1984")
    text = text.replace("title: Trade", "title: true").replace("date: 2024-03\n", "date: 2024\n")
    text = text.replace("option: yes", "option: 1962")
    write(here, files() | {"scenarios/harbour.yaml": text})
    names = known([here / "scenarios/harbour.yaml"], [here / "actors"]).names
    assert not errors(json_schema("scenario", names), as_editors_read(text))


def test_every_key_has_a_hover_text() -> None:
    for kind in KINDS:
        whole = json_schema(kind, {})
        for spec in (whole, *whole["$defs"].values()):
            for key, value in spec["properties"].items():
                target = whole["$defs"].get(value.get("$ref", "").rpartition("/")[2], {})
                assert value.get("description") or target.get("description"), (spec, key)


def test_schema_prints_the_names_of_this_folder(sitroom: Sitroom, here: Path) -> None:
    write(here, files())
    printed = sitroom("schema", "decision").json
    assert "quay" in json.dumps(printed)
    assert printed["$defs"]["Member"]["properties"]["actor"]["enum"][-3:] == [
        "mayor",
        "owner",
        "port",
    ]
    other = sitroom("schema", "decision", "--scenario", "arming-ukraine").out
    assert "quay" not in other
    assert "guided-rockets" in other
    sitroom("schema").refused(2, "actor, scenario or decision")


def test_schema_write_marks_each_file_once(sitroom: Sitroom, here: Path) -> None:
    write(here, folder_files())
    before = snapshot(here)
    del before["actors/bystander.yaml"]
    done = sitroom("schema", "--write")
    assert done.code == 0
    after = snapshot(here)
    for file in before:
        mark, text = after[file].split(b"\n", 1)
        assert text == before[file]
        assert f"Written: {Path(file)}\n" in done.out
        schema_file = (here / file).parent / mark.decode().partition("$schema=")[2]
        spec = json.loads(schema_file.read_text())
        assert not errors(spec, as_editors_read(after[file].decode())), file
    assert "Everything is as it should be." in sitroom("schema", "--write").out
    assert snapshot(here) == after
    assert sitroom("run", "harbour").code == 0


def test_schema_write_keeps_marks_line_ends_and_links(sitroom: Sitroom, here: Path) -> None:
    sitroom("new", "scenario", "my-town")
    actor, scenario = here / ACTOR, here / SCENARIO
    actor.write_bytes(b"\xef\xbb\xbf" + actor.read_bytes().replace(b"\n", b"\r\n"))
    scenario.write_text(f"# first\n# yaml-language-server: $schema=x.json\n{scenario.read_text()}")
    link = here / "scenarios/my-town/actors/cook.yaml"
    link.symlink_to(here / "scenarios/my-town/actors/fire-chief.yaml")
    kept = scenario.read_bytes()
    sitroom("schema", "--write")
    assert scenario.read_bytes() == kept
    assert link.is_symlink()
    marked = actor.read_bytes()
    assert marked.startswith(b"\xef\xbb\xbf# yaml-language-server: $schema=../.sitroom/actor.")
    assert b"\n" not in marked.replace(b"\r\n", b"")


def test_a_broken_file_costs_the_schema_only_its_names(sitroom: Sitroom, here: Path) -> None:
    sitroom("new", "scenario", "my-town")
    (here / DECISION).write_text("title: [A storm\n")
    done = sitroom("schema", "--write")
    assert f"Its names are left out, for its mistakes: {Path(DECISION)}" in done.out
    spec = json.loads((here / "scenarios/my-town/.sitroom/decision.schema.json").read_text())
    assert "watch" in spec["$defs"]["Option"]["properties"]["rung"]["enum"]
    assert "enum" not in spec["$defs"]["Outcome"]["properties"]["option"]


def test_schema_write_without_content_says_so(sitroom: Sitroom, here: Path) -> None:
    sitroom("schema", "--write").refused(2, "sitroom new scenario NAME")
    assert snapshot(here) == {}


def test_schema_write_from_within_the_folder_of_a_scenario(
    sitroom: Sitroom, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitroom("new", "scenario", "my-town")
    monkeypatch.chdir(here / "scenarios/my-town")
    assert sitroom("schema", "--write").code == 0
    assert (here / "scenarios/my-town/.sitroom/actor.schema.json").is_file()
    assert editors.MARK in (here / ACTOR).read_text()
    assert sitroom("new", "actor", "baker").code == 0
    assert (here / "scenarios/my-town/actors/baker.yaml").is_file()


def test_the_schema_knows_every_model() -> None:
    """A model that is renamed, or lies elsewhere, would go unnamed."""
    for kind in KINDS:
        for title in json_schema(kind, {})["$defs"]:
            assert hasattr(schema, title)
