"""What an author types: new, schema, migrate."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from sim.content import editors, schema
from sim.content.bundle import yaml_files
from sim.content.jsonschema import KINDS, json_schema, known
from sim.content.roots import built_in
from tests.command import Sitroom, squeezed
from tests.content.world import files, folder_files, write


def snapshot(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


# new


def test_a_new_scenario_passes_check_and_plays_at_once(sitroom: Sitroom, here: Path) -> None:
    done = sitroom("new", "scenario", "my-town")
    assert (done.code, done.err) == (0, "")
    written = snapshot(here)
    for file in written:
        assert f"  {Path(file)}\n" in done.out
    assert "sitroom play my-town" in done.out
    check = sitroom("check", "my-town")
    assert check.out == "my-town: no mistakes found in 1 decision and 2 actors\n"
    played = sitroom("play", "my-town", "--plain", "--spectate", "--decision", "how-far")
    assert played.code == 0
    assert "My town" in played.out
    run = sitroom("run", "my-town", "--json").json
    sides = {line["concern"] for line in run["turns"][0]["arguments"]}
    assert sides == {"safety", "livelihood"}


def test_the_files_of_a_new_scenario_say_what_they_are_and_what_to_replace(
    here: Path, sitroom: Sitroom
) -> None:
    sitroom("new", "scenario", "my-town")
    for path in here.rglob("*.yaml"):
        assert path.read_text().startswith("# ")
    assert "made up" in (here / "scenarios/my-town/scenario.yaml").read_text()


def test_nothing_is_written_over(sitroom: Sitroom, here: Path) -> None:
    sitroom("new", "scenario", "my-town")
    sitroom("new", "actor", "baker")
    before = snapshot(here)
    sitroom("new", "scenario", "my-town").refused(2, str(Path("scenarios/my-town")), "already")
    sitroom("new", "actor", "baker").refused(2, "baker.yaml already")
    sitroom("new", "actor", "mayor").refused(2, "mayor.yaml already")
    assert snapshot(here) == before
    (here / "scenarios/other.yml").write_text("id: other\n")
    sitroom("new", "scenario", "other").refused(2, "other.yml already")
    sitroom("new", "scenario", "arming-ukraine").refused(2, "(built in)")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("My Town", "Did you mean 'my-town'?"),
        ("my_town", "Did you mean 'my-town'?"),
        ("Café", "Did you mean 'cafe'?"),
        ("../up", "Did you mean 'up'?"),
        ("-", "use small letters"),
        ("", "use small letters"),
        ("x" * 41, f"Did you mean '{'x' * 40}'?"),
    ],
)
def test_a_name_that_is_no_id_is_refused_with_one(
    sitroom: Sitroom, here: Path, name: str, words: str
) -> None:
    sitroom("new", "scenario", *(["--"] if name.startswith("-") else []), name).refused(2, words)
    assert snapshot(here) == {}


def test_a_new_actor_has_the_concerns_of_its_scenario_and_can_be_seated(
    sitroom: Sitroom, here: Path
) -> None:
    sitroom("new", "scenario", "my-town")
    done = sitroom("new", "actor", "harbour-master")
    path = Path("scenarios/my-town/actors/harbour-master.yaml")
    assert f"Written: {path}" in done.out
    assert "- actor: harbour-master" in done.out
    decision = here / "scenarios/my-town/decisions/how-far.yaml"
    seated = decision.read_text().replace("table:", "table:\n  - actor: harbour-master\n#", 1)
    decision.write_text(seated)
    check = sitroom("check", "my-town")
    assert check.out == "my-town: no mistakes found in 1 decision and 3 actors\n"
    shown = sitroom("show", "harbour-master").out
    assert shown.startswith("Harbour master\n")
    text = path.read_text()
    assert "safety" in text
    assert "#   how-far:" in text


def test_the_lines_of_a_new_actor_that_wait_behind_a_hash_are_right_too(
    sitroom: Sitroom, here: Path
) -> None:
    sitroom("new", "scenario", "my-town")
    sitroom("new", "actor", "baker")
    path = here / "scenarios/my-town/actors/baker.yaml"
    head, _, tail = path.read_text().partition("# positions:")
    opened = ("# positions:" + tail).replace("# ", "", 1).replace("\n# ", "\n")
    path.write_text(head + opened.replace("my-date", "2024-10-11"))
    decision = here / "scenarios/my-town/decisions/how-far.yaml"
    decision.write_text(
        decision.read_text().replace("  - actor: mayor\n", "  - actor: baker\n  - actor: mayor\n")
    )
    check = sitroom("check", "my-town")
    assert check.out == "my-town: no mistakes found in 1 decision and 3 actors\n"


def test_where_a_new_actor_goes(sitroom: Sitroom, here: Path) -> None:
    sitroom("new", "actor", "baker")
    assert (here / "actors/baker.yaml").is_file()
    sitroom("new", "scenario", "one")
    sitroom("new", "scenario", "two")
    sitroom("new", "actor", "smith").refused(2, "--in NAME (one, two)")
    assert sitroom("new", "actor", "smith", "--in", "two").code == 0
    assert (here / "scenarios/two/actors/smith.yaml").is_file()
    assert sitroom("new", "actor", "smith", "--in", ".").code == 0
    assert (here / "actors/smith.yaml").is_file()
    sitroom("new", "actor", "smith", "--in", "twoo").refused(2, "Did you mean 'two'?")
    sitroom("new", "actor", "smith", "--in", "arming-ukraine").refused(2, "is built in")


# schema


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

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert root is not None
    return typed(root)


def schemas(main: Path) -> dict[str, Any]:
    names = known([main], [main.parent.parent.parent / "actors"]).names
    return {kind: json_schema(kind, names) for kind in KINDS}


def errors(spec: Any, value: Any) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(spec).iter_errors(value)]


@pytest.mark.parametrize("main", sorted(built_in().glob("scenarios/*/scenario.yaml")), ids=str)
def test_shipped_files_conform_to_the_schema(main: Path) -> None:
    made = schemas(main)
    for spec in made.values():
        jsonschema.Draft202012Validator.check_schema(spec)
    root = main.parent.parent.parent
    own = {path.stem for path in yaml_files(main.parent / "actors")}
    everyone = known(sorted(root.glob("scenarios/*/scenario.yaml")), [root / "actors"]).names
    shared = [(path, json_schema("actor", everyone)) for path in yaml_files(root / "actors")]
    checked = [(main, made["scenario"])]
    checked += [(path, made["decision"]) for path in yaml_files(main.parent / "decisions")]
    checked += [(path, made["actor"]) for path in yaml_files(main.parent / "actors")]
    checked += [(path, spec) for path, spec in shared if path.stem not in own]
    for path, spec in checked:
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
    spec = schemas(here / SCENARIO)[kind]
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


# migrate


def unformatted(text: str) -> str:
    return text.replace("format: 1\n", "", 1)


def test_migrate_adds_the_format_and_keeps_all_else(sitroom: Sitroom, here: Path) -> None:
    whole = folder_files()
    scenario, decision = "scenarios/harbour/scenario.yaml", "scenarios/harbour/decisions/entry.yaml"
    whole[scenario] = "# A note.\n\n---\n" + unformatted(whole[scenario]) + "# The end.\n"
    assert "format" not in whole[decision].split("\n")[0]
    write(here, whole)
    (here / "actors/mayor.yaml").write_bytes(
        b"\xef\xbb\xbf" + unformatted(whole["actors/mayor.yaml"]).replace("\n", "\r\n").encode()
    )
    (here / "actors/bystander.yaml").unlink()
    (here / "compose.yaml").write_text("services: none\n")
    before = snapshot(here)
    dry = sitroom("migrate", ".", "--dry-run")
    assert snapshot(here) == before
    done = sitroom("migrate", ".")
    assert done.code == 0
    for out in (dry.out, done.out):
        assert out.count("+format: 1\n") == 3
        assert f"--- {Path(decision)}\n+++ {Path(decision)}\n" in out
    after = snapshot(here)
    changed = {scenario, decision, "actors/mayor.yaml"}
    assert after.keys() - before.keys() == {f"{file}.bak" for file in changed}
    for file, data in before.items():
        if file in changed:
            assert after[f"{file}.bak"] == data
            lines = after[file].splitlines(keepends=True)
            (at,) = [n for n, line in enumerate(lines) if line.strip().endswith(b"format: 1")]
            rest = lines[at].replace(b"format: 1\r\n", b"").replace(b"format: 1\n", b"")
            assert b"".join([*lines[:at], rest, *lines[at + 1 :]]) == data
        else:
            assert after[file] == data
    assert after[scenario].startswith(b"# A note.\n\n---\nformat: 1\nid:")
    assert sitroom("run", "harbour").code == 0
    again = sitroom("migrate", ".")
    assert "none was changed" in squeezed(again.out)
    assert snapshot(here) == after


def test_migrate_never_writes_over_a_backup(sitroom: Sitroom, here: Path) -> None:
    path = here / "mine.yaml"
    path.write_text("id: a\n")
    (here / "mine.yaml.bak").write_text("precious")
    assert "(as it was: mine.yaml.bak2)" in sitroom("migrate", "mine.yaml").out
    assert (here / "mine.yaml.bak").read_text() == "precious"
    assert (here / "mine.yaml.bak2").read_text() == "id: a\n"
    assert path.read_text() == "format: 1\nid: a\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("format: 2\nid: a\n", "error S011: this file says format '2'"),
        ("format: one\nid: a\n", "error S011: this file says format 'one'"),
        ("format: 0\nid: a\n", "help: Write format: 1."),
        ("format: 01\nid: a\n", "error S011: this file says format '01'"),
        ("id: [a\n", "error S109"),
        ("- a\n", "error S003"),
        ("{id: a}\n", "error S003"),
        ("id: caf\xe9\n", "error S101"),
    ],
)
def test_one_file_that_cannot_be_upgraded_leaves_all_as_they_are(
    sitroom: Sitroom, here: Path, text: str, words: str
) -> None:
    (here / "actors").mkdir()
    (here / "actors/a.yaml").write_bytes(text.encode("latin-1"))
    (here / "actors/b.yaml").write_text("id: b\n")
    before = snapshot(here)
    done = sitroom("migrate", "actors")
    assert done.code == 1
    assert f"{Path('actors/a.yaml')}:" in done.out
    assert words in done.out
    assert snapshot(here) == before


def test_migrate_of_what_holds_no_content_says_so(sitroom: Sitroom, here: Path) -> None:
    sitroom("migrate", "nowhere").refused(2, "there is no file or folder 'nowhere'")
    sitroom("migrate", str(here)).refused(2, "holds no scenario, decision or actor")
