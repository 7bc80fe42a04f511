"""What an author types: new and migrate."""

from pathlib import Path

import pytest

from tests.command import Sitroom, squeezed
from tests.loader.world import files, folder_files, snapshot, write

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
    path.write_text(head + opened.replace("YEAR-MM-DD", "2024-10-11"))
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
            kept = b"".join([*lines[:at], rest, *lines[at + 1 :]])
            note = kept.removeprefix(data).splitlines()
            assert kept.startswith(data)
            assert all(line.startswith(b"#") for line in note)
            assert bool(note) == (file == scenario)  # which says what is new
        else:
            assert after[file] == data
    assert after[scenario].startswith(b"# A note.\n\n---\nformat: 1\nid:")
    assert sitroom("run", "harbour").code == 0
    again = sitroom("migrate", ".")
    assert "none was changed" in squeezed(again.out)
    assert snapshot(here) == after


def test_migrate_tells_once_what_is_new_and_changes_nothing_by_it(
    sitroom: Sitroom, here: Path
) -> None:
    write(here, files())
    (here / "actors/bystander.yaml").unlink()
    before = sitroom("run", "harbour", "--seed", "1", "--json").out
    told = sitroom("migrate", ".").out
    added = [line for line in told.splitlines() if line.startswith("+") and line[1] != "+"]
    assert added[0].startswith("+# New in the second theory")
    assert all(line.startswith("+#") for line in added)
    assert not [line for line in told.splitlines() if line.startswith("-") and line[1] != "-"]
    assert any("reads:" in line for line in added)
    assert sitroom("run", "harbour", "--seed", "1", "--json").out == before
    assert "none was changed" in squeezed(sitroom("migrate", ".").out)


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
