"""Where content is found: built in, the user's folder, --content, the current folder."""

from pathlib import Path

import pytest

from sitroom.loader.roots import added
from sitroom.tui.app import SitroomApp
from sitroom.tui.finder import Finder
from tests.command import Sitroom, squeezed, ukraine
from tests.loader.world import MAIN, MAYOR, broken, files, folder_files, write
from tests.tui.drive import screen_text, until

TITLE = "title: Who may enter the harbour"


def named(title: str) -> dict[str, str]:
    return broken(files(), MAIN, TITLE, f"title: {title}")


def test_the_current_folder_counts_more_than_all_others(
    sitroom: Sitroom, home: Path, here: Path, tmp_path: Path
) -> None:
    given, again = tmp_path / "given", tmp_path / "again"
    options = ("show", "harbour", "--content", str(given), "--content", str(again))
    for root, title in (
        (home / "content", "In the user's folder"),
        (given, "In a folder given"),
        (again, "In a folder given last"),
        (here, "In the current folder"),
    ):
        write(root, named(title))
        if root == home / "content":
            assert sitroom("show", "harbour").out.startswith(f"{title}\n")
        elif root == given:
            assert sitroom(*options[:-2]).out.startswith(f"{title}\n")
        else:
            assert sitroom(*options).out.startswith(f"{title}\n")
    assert sitroom("run", "harbour").code == 0


def test_a_folder_given_is_forgotten_after_the_command(
    sitroom: Sitroom, here: Path, tmp_path: Path
) -> None:
    del here
    write(tmp_path / "given", files())
    assert sitroom("--content", str(tmp_path / "given"), "show", "harbour").code == 0
    sitroom("show", "harbour").refused(2, "there is nothing called 'harbour'")


def test_an_actor_of_a_later_root_takes_the_place_of_one_before(
    sitroom: Sitroom, here: Path, tmp_path: Path
) -> None:
    write(tmp_path / "given", files())
    mine = broken(files(), MAYOR, "name: The mayor", "name: A mayor of mine")[MAYOR]
    write(here, {MAYOR: mine})
    done = sitroom("show", "mayor", "--scenario", "harbour", "--content", str(tmp_path / "given"))
    assert done.out.startswith("A mayor of mine\n")


def test_the_list_says_where_a_scenario_comes_from(sitroom: Sitroom, here: Path) -> None:
    write(here, folder_files())
    done = sitroom("list")
    assert "harbour: Who may enter the harbour\n  from scenarios/harbour\n" in done.out
    assert done.out.count("  from ") == 1
    places = {one["id"]: one["from"] for one in sitroom("list", "--json").json["scenarios"]}
    assert places["harbour"] == str(Path("scenarios/harbour"))
    assert places["arming-ukraine"] is None


@pytest.mark.parametrize("make", [files, folder_files])
def test_yml_is_yaml(sitroom: Sitroom, here: Path, make: type) -> None:
    write(here, {name.removesuffix(".yaml") + ".yml": text for name, text in make().items()})
    assert sitroom("check", "harbour").code == 0
    assert sitroom("run", "harbour").code == 0
    assert "harbour: " in sitroom("list").out


@pytest.mark.parametrize(
    ("make", "file", "double"),
    [
        (files, MAIN, "scenarios/harbour.yml"),
        (files, MAIN, "scenarios/harbour/scenario.yaml"),
        (files, MAYOR, "actors/mayor.yml"),
        (folder_files, "scenarios/harbour/scenario.yaml", "scenarios/harbour/scenario.yml"),
        (
            folder_files,
            "scenarios/harbour/decisions/entry.yaml",
            "scenarios/harbour/decisions/entry.yml",
        ),
    ],
)
def test_two_files_of_one_name_are_both_named(
    sitroom: Sitroom, here: Path, make: type, file: str, double: str
) -> None:
    text = make()
    write(here, text | {double: text[file]})
    sitroom("run", "harbour").refused(1, "S306", str(Path(file)), str(Path(double)))
    assert "harbour: can't be played yet" in sitroom("list").out
    assert sitroom("run", "cuba-1962").code == 0


def test_two_actors_of_one_name_that_nobody_uses_do_not_matter(
    sitroom: Sitroom, here: Path
) -> None:
    write(here, files() | {"actors/bystander.yml": "id: bystander"})
    assert sitroom("run", "harbour").code == 0


def test_a_broken_scenario_is_shown_as_broken_and_stops_nothing(
    sitroom: Sitroom, here: Path
) -> None:
    write(here, broken(files(), MAIN, "start: 40", "start: many"))
    done = sitroom("list")
    assert done.code == 0
    assert "arming-ukraine: Arming Ukraine" in done.out
    place = str(Path(MAIN))
    assert f"harbour: can't be played yet {place}:28:12: error S003" in squeezed(done.out)
    listed = {one["id"]: one for one in sitroom("list", "--json").json["scenarios"]}
    assert listed["harbour"]["broken"].startswith(f"{place}:28:12: error S003")
    assert listed["arming-ukraine"]["decisions"]
    assert sitroom("show", "kremlin").code == 0
    assert sitroom("explain", "kharkiv-2024").code == 0
    assert sitroom("evidence", "post-kharkiv").code == 0
    sitroom("show", "harbour").refused(1, f"{place}:28:12: error S003")
    sitroom("show", "nobody").refused(2, "Not searched, because of mistakes: harbour.")


def test_what_several_scenarios_know_is_shown_once_and_the_others_are_named(
    sitroom: Sitroom, here: Path
) -> None:
    write(here, files())
    other = files()
    write(here, {"scenarios/port.yaml": other[MAIN].replace("id: harbour", "id: port", 1)})
    done = sitroom("show", "mayor")
    assert done.out.count("The mayor\n") == 1
    there = "Also in port. To see it there: sitroom show mayor --scenario port"
    assert squeezed(done.out).endswith(there)
    assert "Also in" not in sitroom("show", "mayor", "--scenario", "port").out
    assert sitroom("show", "mayor", "--json").json["id"] == "mayor"


@pytest.mark.parametrize(
    ("folder", "words"),
    [("nowhere", "there is no folder 'nowhere'"), (".", "holds neither scenarios/ nor actors/")],
)
def test_a_folder_without_content_is_refused(
    sitroom: Sitroom, here: Path, folder: str, words: str
) -> None:
    del here
    sitroom("list", "--content", folder).refused(2, words)


def test_the_current_folder_may_be_the_built_in_one(
    sitroom: Sitroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sitroom("list").out
    monkeypatch.chdir(Path(__file__).parent.parent.parent)
    assert sitroom("list").out == before


async def test_the_home_screen_lists_all_roots_and_what_is_broken_in_them(
    home: Path, here: Path, tmp_path: Path
) -> None:
    del home
    write(here, {MAIN: "title: [A storm\n"})
    write(tmp_path / "given", {"scenarios/port.yaml": "title: The port\ndecisions: [a, b]\n"})
    app = SitroomApp()
    with added([tmp_path / "given"]):
        async with app.run_test(size=(80, 24)) as pilot:
            games = app.screen.query_one("#games", Finder).options
            await until(pilot, lambda: games.option_count > 2, "the list of scenarios")
            shown = squeezed(screen_text(app))
    count = len(ukraine().content.scenario.decisions)
    assert f"Arming Ukraine - {count} decisions" in shown
    assert "The port - 2 decisions" in shown
    assert f"harbour can't be played yet: {Path(MAIN)}:1:" in shown


def test_an_actor_of_ones_own_does_not_break_a_scenario_about_other_concerns(
    tmp_path: Path, sitroom: Sitroom
) -> None:
    write(tmp_path, files())
    text = files()[MAYOR].replace("The mayor", "Another mayor")
    own = {MAYOR: text.replace("safety:", "peace:").replace("concern: trade", "concern: peace")}
    for replaced, mayor in ((own, "The mayor"), ({MAYOR: text}, "Another mayor")):
        there = write(tmp_path / mayor.replace(" ", ""), replaced)
        done = sitroom("show", "mayor", "--content", str(tmp_path), "--content", str(there))
        assert mayor in done.out, done
