"""The command check, as an author meets it."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitroom.cli import problem_output
from sitroom.loader.load import check_alone
from sitroom.loader.yaml_text.excerpt import excerpt
from sitroom.scenario.problems import Problem
from sitroom.scenario.schema import Actor
from tests.command import Sitroom
from tests.loader.world import MAIN, MAYOR, PORT, broken, files, folder_files, write

HOME = "scenarios/harbour"
DECISION = f"{HOME}/decisions/entry.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of content, which is the current one, without the broken bystander."""
    text = folder_files()
    del text["actors/bystander.yaml"]
    write(tmp_path, text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoil(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    path.write_text(broken({file: path.read_text()}, file, old, new)[file])


def test_a_message_shows_the_line_and_what_to_do(sitroom: Sitroom, root: Path) -> None:
    spoil(root, DECISION, "rung: quay", "rung: quai")
    done = sitroom("check", HOME)
    assert done.code == 1
    assert done.out == (
        f"{DECISION}:14:11: error S203: there is no rung 'quai'"
        " [decisions > entry > options > yes > rung]\n"
        "   14 |     rung: quai\n"
        "      |           ^~~~\n"
        "help: Did you mean 'quay'?\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_mistakes_of_all_files_come_in_one_go(sitroom: Sitroom, root: Path) -> None:
    spoil(root, MAYOR, "aim: To do", "aimm: To do")
    spoil(root, PORT, "who: Someone", "who:Someone")
    spoil(root, f"{HOME}/scenario.yaml", "start: 40", "start: many")
    spoil(root, f"{HOME}/scenario.yaml", "kind: Report", "kind:Report")
    spoil(root, DECISION, "rung: quay", "rung: quai")
    spoil(root, DECISION, "actor: port", "actor: prot")
    spoil(root, DECISION, "title: A storm", "title: Storm #2")
    out = sitroom("check", "harbour").out
    for words in (
        "mayor.yaml:6:1: error S001",
        "scenario.yaml:8:9: error S107",
        "scenario.yaml:28:12: error S003",
        "entry.yaml:14:11: error S203",
        "entry.yaml:26:12: error S201",
        "entry.yaml:47:18: warning S120",
    ):
        assert words in out
    assert "5 errors and 1 warning in 3 files" in out  # nobody seats the port, so it is not read


def test_json_is_a_list_of_all(sitroom: Sitroom, root: Path) -> None:
    spoil(root, DECISION, "rung: quay", "rung: quai")
    done = sitroom("check", "harbour", "--json")
    assert done.code == 1
    assert done.json == [
        {
            "file": str(Path(DECISION)),
            "line": 14,
            "column": 11,
            "code": "S203",
            "severity": "error",
            "message": "there is no rung 'quai'",
            "suggestion": "Did you mean 'quay'?",
        }
    ]
    assert sitroom("check", MAYOR, "--json").json == []


def test_workflow_commands_are_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    problem_output.show_for_github(
        [Problem("a,b:c.yaml", 3, 4, "S001", "warning", "100 %\nof it", "Do: this, that")]
    )
    assert capsys.readouterr().out == (
        "::warning file=a%2Cb%3Ac.yaml,line=3,col=4,title=S001::"
        "100 %25%0Aof it%0Ahelp: Do: this, that\n"
    )


def test_github_form(sitroom: Sitroom, root: Path) -> None:
    spoil(root, DECISION, "rung: quay", "rung: quai")
    done = sitroom("check", "harbour", "--format", "github")
    assert done.code == 1
    assert done.out.startswith(f"::error file={DECISION},line=14,col=11,title=S203::there is no")


def test_a_decision_file_is_checked_with_its_scenario_and_comes_first(
    sitroom: Sitroom, root: Path
) -> None:
    spoil(root, MAYOR, "aim: To do", "aimm: To do")
    spoil(root, DECISION, "rung: quay", "rung: quai")
    heads = [line for line in sitroom("check", DECISION).out.splitlines() if ": error" in line]
    assert [head.partition(":")[0] for head in heads] == [DECISION, MAYOR]


def test_an_actor_is_checked_alone_and_with_what_stands_beside(
    sitroom: Sitroom, root: Path
) -> None:
    spoil(root, MAYOR, "  safety:", "  saftey:")
    spoil(root, DECISION, "rung: quay", "rung: quai")
    done = sitroom("check", MAYOR)
    assert "no concern 'saftey'" in done.out
    assert "quai" not in done.out
    (root / "lone").mkdir()
    lone = root / "lone" / "mayor.yaml"
    lone.write_text(files()[MAYOR])
    assert sitroom("check", str(lone)).out == f"{lone}: no mistakes found in its form\n"


def test_a_folder_is_checked_whole(sitroom: Sitroom, root: Path) -> None:
    (root / "actors/pilot.yaml").write_text(files()[PORT].replace("aim:", "aimm:"))
    done = sitroom("check", str(root))
    assert done.code == 1
    assert "pilot.yaml:6:1: error S001" in done.out
    assert f"{root / HOME}: no mistakes found in 1 decision and 3 actors" in done.out


@pytest.mark.usefixtures("root")
def test_without_a_path_it_is_everything_there_is(sitroom: Sitroom) -> None:
    done = sitroom("check")
    assert done.code == 0
    assert "arming-ukraine: no mistakes found" in done.out
    assert "harbour: no mistakes found" in done.out


def test_what_is_not_read_is_named(sitroom: Sitroom, root: Path) -> None:
    (root / HOME / "actor").mkdir()
    (root / HOME / "actor" / "pilot.yaml").write_text("id: pilot\n")
    (root / HOME / "decisions" / "later.YAML").write_text("id: later\n")
    (root / HOME / "draft.yml").write_text("id: draft\n")
    (root / "scenarios" / "half").mkdir()
    (root / "scenarios" / "half" / "scenery.yaml").write_text("id: half\n")
    done = sitroom("check", str(root))
    assert done.code == 0
    assert done.out.count("warning S123") == 4
    assert "Did you mean the folder 'actors'?" in done.out


def test_an_actor_of_its_own_that_nobody_seats(sitroom: Sitroom, root: Path) -> None:
    (root / HOME / "actors").mkdir()
    (root / HOME / "actors" / "pilot.yaml").write_text(
        files()[PORT].replace("id: port", "id: pilot")
    )
    assert "warning S319: no table seats the actor 'pilot'" in sitroom("check", HOME).out


def test_a_shared_actor_may_speak_of_another_scenario(sitroom: Sitroom, root: Path) -> None:
    other = root / "scenarios" / "quay"
    spare = (root / DECISION).read_text().replace("id: entry", "id: unload")
    write(
        root,
        {
            "scenarios/quay/scenario.yaml": (root / HOME / "scenario.yaml")
            .read_text()
            .replace("id: harbour", "id: quay")
            .replace("[entry]", "[unload]"),
            "scenarios/quay/decisions/unload.yaml": spare,
        },
    )
    spoil(root, "actors/owner.yaml", "  entry.answer:", "  unload.answer:")
    done = sitroom("check", HOME, str(other))
    assert (done.code, done.out.count("no mistakes found")) == (0, 2)
    spoil(root, "actors/owner.yaml", "  unload.answer:", "  unlaod.answer:")
    assert "no decision 'unlaod.answer'" in sitroom("check", HOME).out


def test_at_most_fifty_are_shown(sitroom: Sitroom, root: Path) -> None:
    text = (root / MAYOR).read_text()
    (root / MAYOR).write_text(text + "".join(f"key{n}: x\n" for n in range(70)))
    out = sitroom("check", "harbour").out
    assert out.count(": error S001") == 50
    assert "and 20 more; mend these first." in out
    assert "70 errors in 1 file" in out


def test_nothing_in_a_file_acts_on_the_terminal(sitroom: Sitroom, root: Path) -> None:
    (root / MAYOR).write_text("id: \x1b[31mred\x07\n")
    out = sitroom("check", "harbour").out
    assert "\x1b" not in out
    assert "<U+001B>[31mred<U+0007>" in out


def test_a_mark_stands_under_the_culprit_of_a_long_line_too() -> None:
    text = "a: " + "x" * 500 + " b: [" + "y" * 500
    source, mark = excerpt(text, 1, text.index("[") + 1)
    assert len(source) <= 90
    assert source[mark.index("^")] == "["
    assert source.count("...") == 2


def test_a_mark_takes_wide_letters_and_tabs_into_account() -> None:
    source, mark = excerpt("\u6e2f: x\ty z\n", 1, 6)
    assert source == "    1 | \u6e2f: x<tab>y z"
    assert mark == "      | " + " " * 10 + "^~~"


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_is_for_terminals(
    environment: dict[str, str],
    coloured: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    problem_output.show_problems(
        [Problem("a.yaml", 1, 1, "S001", "error", "words")], {"a.yaml": "a: b"}
    )
    out = capsys.readouterr().out
    assert ("\x1b[" in out) == coloured
    assert out.startswith("a.yaml:1:1: ")


def test_watching_checks_again_when_a_file_changes_and_ends_quietly(
    sitroom: Sitroom, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistake() -> None:
        spoil(root, DECISION, "rung: quay", "rung: quai")

    def mended() -> None:
        spoil(root, DECISION, "rung: quai", "rung: quay")

    def stop() -> None:
        raise KeyboardInterrupt

    steps: list[Callable[[], None]] = [mistake, mended, stop]
    looks: list[float] = []

    def sleep(pause: float) -> None:
        looks.append(pause)
        if len(looks) % 2:  # a change is told at the second look, when the files stand still
            steps.pop(0)()
            path = root / DECISION
            later = path.stat().st_mtime_ns + 10**9 * (3 - len(steps))
            os.utime(path, ns=(later, later))

    monkeypatch.setattr(time, "sleep", sleep)
    done = sitroom("check", "harbour", "--watch")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("Ctrl+C ends.") == 3
    assert done.out.count("entry.yaml changed; checking again.") == 2
    assert "no rung 'quai'" in done.out
    assert done.out.rstrip().endswith("Ctrl+C ends.")
    assert len(looks) == 5
    steps += [mistake, stop]
    looks.clear()
    told = sitroom("play", "harbour", "--watch", "--plain")
    assert told.code == 1
    before, _, after = told.out.partition("entry.yaml changed; checking again.")
    assert "May it enter?" in before
    assert "no rung 'quai'" in after
    assert "May it enter?" not in after


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("check harbor", "Did you mean 'harbour'?"),
        ("check notes.txt", "is not a YAML file"),
        ("check nothing", "there is nothing to check"),
        ("check --watch --json", "--watch is for reading"),
        ("check --explain X1", "A code is written S001."),
    ],
)
def test_what_is_refused(sitroom: Sitroom, root: Path, arguments: str, words: str) -> None:
    (root / "notes.txt").write_text("x")
    (root / "nothing").mkdir()
    sitroom(*arguments.split()).refused(2, words)


def test_a_decision_without_its_scenario_is_checked_by_itself(
    sitroom: Sitroom, tmp_path: Path
) -> None:
    path = tmp_path / "entry.yaml"
    path.write_text(folder_files()[DECISION].replace("briefing:", "breifing:"))
    assert "Did you mean 'briefing'?" in sitroom("check", str(path)).out


def test_a_link_to_nowhere_is_no_scenario(sitroom: Sitroom, root: Path) -> None:
    (root / "scenarios" / "gone.yaml").symlink_to(root / "nowhere.yaml")
    assert sitroom("check", HOME).code == 0


def test_check_alone_says_what_is_wrong_with_the_form() -> None:
    (found,) = check_alone(Actor, MAYOR, files()[MAYOR].replace("who:", "hwo:"))
    assert found.code == "S001"
    assert json.dumps(found.message)


def test_yml_is_read_too(sitroom: Sitroom, root: Path) -> None:
    (root / MAYOR).rename(root / "actors" / "mayor.yml")
    spoil(root, "actors/mayor.yml", "aim:", "aimm:")
    assert "actors/mayor.yml:6:1: error S001" in sitroom("check", "harbour").out


def test_a_single_file_scenario(sitroom: Sitroom, tmp_path: Path) -> None:
    path = write(tmp_path, broken(files(), MAIN, "start: 40", "start: many")) / MAIN
    assert f"{path}:28:12: error S003" in sitroom("check", str(path)).out


def test_expectations_beside_a_scenario_are_checked_too(sitroom: Sitroom, here: Path) -> None:
    assert sitroom("new", "scenario", "my-town").code == 0
    file = next(here.rglob("my-town/scenario.yaml")).with_name("expectations.yaml")
    file.write_text("cases:\n  - {id: a, nonsense: 1}\n")
    done = sitroom("check", "my-town")
    assert done.code == 1
    assert "expectations.yaml:2" in done.out
    assert "nonsense" in done.out
