"""Where a scenario is found, and what comes with it."""

from pathlib import Path

import pytest

from sitroom.loader import bundle
from sitroom.loader.bundle import UnknownNameError
from sitroom.loader.load import load
from sitroom.scenario.content import digest
from sitroom.scenario.problems import ContentError
from tests.loader.world import MAIN, broken, files, folder_files, loaded, problems, write


@pytest.mark.parametrize("make", [files, folder_files])
def test_a_scenario_loads_by_name(tmp_path: Path, make: type) -> None:
    content = loaded("harbour", write(tmp_path, make()))
    assert content.scenario.id == "harbour"
    assert list(content.actors) == ["mayor", "port", "owner"]
    assert content.warnings == ()
    assert content.scenario.decisions[0].date == "2024-03"
    assert content.scenario.ladders["entry"].rungs[2].ends


def test_a_scenario_loads_by_path(tmp_path: Path) -> None:
    write(tmp_path, folder_files())
    by_name = bundle.read("harbour", tmp_path)
    folder = tmp_path / "scenarios" / "harbour"
    elsewhere = tmp_path / "empty"
    assert bundle.read(str(folder), elsewhere) == by_name
    assert bundle.read(str(folder / "scenario.yaml"), elsewhere) == by_name


def test_a_single_file_takes_the_actors_beside_it(tmp_path: Path) -> None:
    write(tmp_path, files())
    alone = tmp_path / "harbour.yaml"
    (tmp_path / MAIN).rename(alone)
    content = load(bundle.read(str(alone), tmp_path / "empty"))
    assert list(content.actors) == ["mayor", "port", "owner"]


def test_a_loaded_bundle_is_its_own_copy(tmp_path: Path) -> None:
    write(tmp_path, files())
    copy = bundle.read("harbour", tmp_path)
    (tmp_path / MAIN).unlink()
    assert load(copy).digest == digest(dict(reversed(copy.items())))


def test_a_scenarios_own_actor_overrides_the_shared_one(tmp_path: Path) -> None:
    text = folder_files()
    own = text["actors/mayor.yaml"].replace("name: The mayor", "name: Another mayor")
    text["scenarios/harbour/actors/mayor.yaml"] = own
    assert loaded("harbour", write(tmp_path, text)).actors["mayor"].name == "Another mayor"


def test_an_actor_of_another_scenario_is_one_mistake_at_its_seat() -> None:
    text = folder_files()
    text["scenarios/harbour/actors/pilot.yaml"] = text["actors/port.yaml"].replace(
        "port", "pilot", 1
    )
    strange = "concerns:\n  escalation: {weight: 1, belief: 0}\n  stocks: {weight: 1, belief: 0}\n"
    aims = "aims: [{when: {happened: [sinking]}, says: It sinks.}]\n"
    owner = text["actors/owner.yaml"].replace("concerns:\n", f"{aims}{strange}", 1)
    text["actors/owner.yaml"] = owner.replace("  safety:\n    weight: 0.5\n    belief: -0.2\n", "")
    decision = "scenarios/harbour/decisions/entry.yaml"  # who had the seat may be named there still
    text = broken(text, decision, "kind: majority", "kind: decider\n    decider: owner")
    (found,) = problems(text)
    assert str(found) == (
        "scenarios/harbour/decisions/entry.yaml:67:14: error S201: 'owner' is an actor of another "
        "scenario, and weighs 'escalation', 'stocks' there [decisions > entry > response > table > 1 "
        "> actor]\nhelp: Name one of your own: pilot; or write 'actors/owner.yaml' beside scenario.yaml."
    )


def test_a_broken_actor_that_nobody_uses_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, files())
    (tmp_path / "actors" / "noise.yaml").write_bytes(b"\xff\x00" * 1000)
    assert loaded("harbour", tmp_path)


def test_a_used_actor_in_another_encoding_is_told(tmp_path: Path) -> None:
    write(tmp_path, files())
    path = tmp_path / "actors" / "mayor.yaml"
    path.write_bytes(path.read_bytes().replace(b"The mayor", b"Ren\xe9"))
    with pytest.raises(ContentError, match=r"actors/mayor.yaml:3:10: error S101: .*UTF-8"):
        loaded("harbour", tmp_path)


def test_a_used_actor_that_is_huge_is_told(tmp_path: Path) -> None:
    write(tmp_path, files())
    (tmp_path / "actors" / "mayor.yaml").write_text("# " + "x" * 3_000_000)
    with pytest.raises(ContentError, match="over 512 KB"):
        loaded("harbour", tmp_path)


@pytest.mark.parametrize("name", ["harbor", "Harbour", "harbours"])
def test_an_unknown_scenario_names_the_nearest(tmp_path: Path, name: str) -> None:
    write(tmp_path, files())
    with pytest.raises(UnknownNameError, match=r"Did you mean 'harbour'?"):
        bundle.read(name, tmp_path)


@pytest.mark.parametrize("name", ["", "..", "../..", "/", "a\0b", "x" * 5000, ".yaml", "*"])
def test_odd_names_are_unknown(tmp_path: Path, name: str) -> None:
    write(tmp_path, files())
    with pytest.raises(UnknownNameError):
        bundle.read(name, tmp_path)


def test_no_scenarios_at_all(tmp_path: Path) -> None:
    assert bundle.scenarios(tmp_path) == []
    with pytest.raises(UnknownNameError, match="There is none at all"):
        bundle.read("harbour", tmp_path)


def test_links_out_of_the_scenario_are_refused(tmp_path: Path) -> None:
    root = write(tmp_path / "root", folder_files())
    secret = tmp_path / "secret.yaml"
    secret.write_text("id: x\n")
    (root / "scenarios/harbour/decisions/leak.yaml").symlink_to(secret)
    with pytest.raises(ContentError, match=r"decisions/leak.yaml:1:1: error S117: this link leads"):
        bundle.read("harbour", root)


def test_links_among_shared_actors_are_not_followed_out(tmp_path: Path) -> None:
    root = write(tmp_path / "root", files())
    secret = tmp_path / "secret.yaml"
    secret.write_text("id: x\n")
    (root / "actors" / "leak.yaml").symlink_to(secret)
    assert "actors/leak.yaml" not in bundle.read("harbour", root)


def test_a_mistake_in_a_decision_file_is_placed_there() -> None:
    file = "scenarios/harbour/decisions/entry.yaml"
    text = broken(folder_files(), file, "rung: quay", "rung: key")
    (problem,) = problems(text)
    assert (problem.file, problem.line) == (file, 14)
    assert problem.where == "decisions > entry > options > yes > rung"


def test_a_decision_file_misnamed_in_the_list() -> None:
    file = "scenarios/harbour/scenario.yaml"
    (problem,) = problems(broken(folder_files(), file, "[entry]", "[enty]"))
    assert str(problem).startswith(
        f"{file}:30:13: error S118: there is no file 'decisions/enty.yaml'"
    )
    assert problem.suggestion == "Did you mean 'entry'?"


def test_a_decision_whose_id_is_not_its_file() -> None:
    file = "scenarios/harbour/decisions/entry.yaml"
    (problem,) = problems(broken(folder_files(), file, "id: entry", "id: entrance"))
    assert (problem.code, problem.file, problem.line) == ("S308", file, 1)


def test_a_decision_file_that_is_not_listed_is_a_warning() -> None:
    text = folder_files()
    text["scenarios/harbour/decisions/spare.yaml"] = "not: [even\n"
    (problem,) = problems(text)
    assert (problem.code, problem.severity) == ("S311", "warning")


def test_an_id_in_a_single_file_has_no_file_to_stand_for() -> None:
    text = files()
    text[MAIN] = text[MAIN].partition("decisions:\n")[0] + "decisions: [entry]\n"
    (problem,) = problems(text)
    assert "a scenario in a single file holds its decisions itself" in problem.message


def test_mistakes_of_all_files_come_at_once() -> None:
    text = folder_files()
    text = broken(text, "actors/port.yaml", "who:", "whoo:")
    text = broken(text, "actors/mayor.yaml", "aim: To", "aim:To")
    text = broken(text, "scenarios/harbour/scenario.yaml", "start: 40", "start: many")
    text = broken(text, "scenarios/harbour/decisions/entry.yaml", "kind: consent", "kind: x")
    found = [(p.file.rpartition("/")[2], p.code) for p in problems(text)]
    assert found == [
        ("mayor.yaml", "S107"),
        ("port.yaml", "S001"),
        ("entry.yaml", "S005"),
        ("scenario.yaml", "S003"),
    ]


def test_a_bundle_without_a_scenario_or_with_two() -> None:
    (problem,) = problems({"actors/mayor.yaml": "id: mayor"})
    assert "there must be one scenario file, and there are 0" in problem.message
    (problem,) = problems({**files(), "scenarios/other.yaml": "id: other"})
    assert "there are 2" in problem.message


def test_the_form_of_a_message() -> None:
    (problem,) = problems(broken(files(), MAIN, "rung: quay", "rung: quai"))
    assert str(problem) == (
        "scenarios/harbour.yaml:44:15: error S203: there is no rung 'quai' "
        "[decisions > entry > options > yes > rung]\nhelp: Did you mean 'quay'?"
    )


def test_what_stands_beside_a_scenario_in_one_file_is_no_scenario(tmp_path: Path) -> None:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    for name in ("harbour", "harbour.expectations", "harbour.texts.de", "st.ives"):
        (folder / f"{name}.yaml").write_text("format: 1\n")
    assert bundle.scenarios(tmp_path) == ["harbour", "st.ives"]


def test_a_decision_that_is_missed_and_not_listed_is_there_to_be_listed() -> None:
    main, home = "scenarios/harbour/scenario.yaml", "scenarios/harbour/decisions"
    text = broken(folder_files(), main, "decisions: [entry]", "decisions: [pilotage]")
    decision = text[f"{home}/entry.yaml"].replace("id: entry", "id: pilotage", 1)
    text["scenarios/harbour/actors/mayor.yaml"] = text.pop("actors/mayor.yaml")
    said = [
        one for one in problems({**text, f"{home}/pilotage.yaml": decision}) if one.code == "S208"
    ]
    assert {one.suggestion for one in said} == {
        "'decisions/entry.yaml' is there: list it under 'decisions' in scenario.yaml."
    }
