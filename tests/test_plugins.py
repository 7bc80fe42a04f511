"""A package made from docs/how-to/extending.md alone brings a rule, a policy and a scenario."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT
from tests.wheels import call, environment, install, run

PAGE = ROOT / "docs" / "how-to" / "extending.md"
FENCE = re.compile(r"`([\w./-]+)`[^`]*?```\w+\n(.*?)```", re.DOTALL)
BROKEN = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "broken-pack"
version = "0.1"
[project.entry-points."sitroom.rules"]
no-such = "broken_pack.nowhere:Rule"
two-thirds = "broken_pack:NotARule"
not-a-rule = "broken_pack:NotARule"
chair = "broken_pack.rules:Chair"
nobody = "broken_pack.rules:Nobody"
mute = "broken_pack.rules:Mute"
odd = "broken_pack.rules:Odd"
few = "broken_pack.rules:Few"
third = "broken_pack.rules:Third"
[project.entry-points."sitroom.policies"]
leaves = "broken_pack.leaves:Policy"
[project.entry-points."sitroom.scenarios"]
empty = "broken_pack"
"""


RULES = """
from sitroom.engine.rules import Rule, Words

class Odd(Rule):
    words = Words("Decided oddly.", "Odd.")
    def probabilities(self, ballot):
        if len(ballot.voters) > 2:
            return [1 // 0]
        return ballot.one_choice(ballot.stated[:, 0]).tolist()

class Chair(Odd):
    words = Words("Decided by {chair}.", "Odd.")

class Few(Odd):
    def probabilities(self, ballot):
        return [[1.0]]

class Third(Odd):
    def probabilities(self, ballot):
        return ballot.one_choice(ballot.stated[:, 2])

class Nobody(Odd):
    roles = ("chair",)

class Mute(Odd):
    words = "Decided."
"""


class Storm:
    """The environment in which the pack is installed."""

    def __init__(self, command: Path, home: Path) -> None:
        self.sitroom, self.home = command, home

    def __call__(self, *arguments: str) -> str:
        return call(self.sitroom, *arguments, cwd=self.home, **self.clean)

    def fails(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = run(self.sitroom, *arguments, cwd=self.home, **self.clean)
        assert "Traceback" not in done.stderr
        return done

    @property
    def clean(self) -> dict[str, str]:
        return {"SITROOM_HOME": str(self.home / "user"), "COLUMNS": "80"}


def laid_out(page: str) -> list[str]:
    """Return the paths of the page's picture of the folder, without the folder itself."""
    picture = next(part for part in page.split("\n\n") if part.startswith("    storm-pack/"))
    paths, above = [], dict[int, str]()
    for line in picture.splitlines()[1:]:
        deep, name = len(line) - len(line.lstrip()), line.split()[0]
        above[deep] = above.get(deep - 4, "") + name
        paths.append(above[deep])
    return paths


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Storm:
    """Follow the page: write its files, begin its scenario, install it beside Sitroom."""
    home = tmp_path_factory.mktemp("storm")
    scripts = environment(home)
    install(ROOT, scripts, home)
    pack = home / "storm-pack"
    page = PAGE.read_text("utf-8")
    files = dict(FENCE.findall(page))
    rule = files.pop("scenarios/storm/decisions/how-far.yaml")
    files |= {name: "" for name in laid_out(page) if name.endswith("__init__.py")}
    for name, text in files.items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text, encoding="utf-8")
    assert set(files) == {name for name in laid_out(page) if "." in name}
    call(scripts / "sitroom", "new", "scenario", "storm", cwd=pack / "storm_pack")
    decision = pack / "storm_pack" / "scenarios" / "storm" / "decisions" / "how-far.yaml"
    old = re.compile(r"rule:\n  kind: decider.*\n  decider: mayor\n")
    text, changed = old.subn(rule, decision.read_text("utf-8"))
    assert changed == 1
    decision.write_text(text, encoding="utf-8")
    install(pack, scripts, home)
    shutil.rmtree(pack)
    return Storm(scripts / "sitroom", home)


@pytest.mark.slow
def test_a_pack_is_listed_checked_shown_and_explained(storm: Storm) -> None:
    assert "storm: " in storm("list")
    (listed,) = (s for s in json.loads(storm("list", "--json"))["scenarios"] if s["id"] == "storm")
    assert "site-packages" in listed["from"]
    assert "storm: no mistakes found" in storm("check", "storm")
    assert "Decided by two thirds" in storm("show", "how-far")
    assert storm("explain", "how-far", "--scenario", "storm")


@pytest.mark.slow
def test_a_rule_and_a_policy_are_played_and_studied(storm: Storm) -> None:
    plain = storm("run", "storm", "--seed", "4")
    pushed = storm("run", "storm", "--seed", "4", "--policy", "fire-chief=pusher")
    assert "Decided by two thirds, weighed by influence." in plain
    assert "played by policy 'pusher'" in pushed
    given = ("study", "storm", "--runs", "40", "--rule", "--policy", "fire-chief=pusher", "--json")
    one, two = (json.loads(storm(*given, "--jobs", jobs)) for jobs in ("1", "2"))
    assert one == two
    rules = one["questions"][0]["rules"]
    assert list(rules)[-1] == "two-thirds"
    assert sum(rules["two-thirds"].values()) == pytest.approx(1, abs=1e-4)
    other = storm("study", "arming-ukraine", "--runs", "5", "--only", "--rule", "two-thirds")
    assert "two-thirds" in other


@pytest.mark.slow
def test_a_class_pack_has_the_words_of_the_rule(storm: Storm) -> None:
    storm("class", "pack", "storm", "--format", "html", "--out", "pages")
    pages = "".join(page.read_text("utf-8") for page in (storm.home / "pages").rglob("*.html"))
    assert "Going further needs two thirds of the influence." in pages
    assert "Decided by two thirds, weighed by influence." in pages


@pytest.mark.slow
def test_a_game_is_replayed_and_resumed_where_both_are_and_told_of_where_not(
    storm: Storm, tmp_path: Path
) -> None:
    code = """
import sys, pathlib
from sitroom.journal.session import Session
from sitroom.loader.opening import open_scenario
rule, path = sys.argv[1:]
scenario = "storm" if rule == "two-thirds" else "arming-ukraine"
seat = "fire-chief" if rule == "two-thirds" else "state"
game = Session(open_scenario(scenario), 4, path=pathlib.Path(path), policies={seat: "pusher"})
for _ in range(3):
    game.computer_move()
"""
    ours, theirs = tmp_path / "ours.jsonl", tmp_path / "theirs.jsonl"
    python = storm.sitroom.with_name("python")
    for rule, path in (("two-thirds", ours), ("decider", theirs)):
        call(python, "-c", code, rule, path, cwd=storm.home, **storm.clean)
        assert "played by policy 'pusher'" in storm("replay", "--plain", str(path))
        assert storm("verify", str(path))
    bare = Storm(Path(sys.executable), tmp_path)  # this environment is without the pack
    here = ("-m", "sitroom")
    assert "played by policy 'pusher'" in bare(*here, "replay", "--plain", str(theirs))
    assert bare(*here, "verify", str(theirs))
    goes_on = bare.fails(*here, "resume", "--plain", str(theirs))
    assert "no policy 'pusher'" in goes_on.stderr
    lost = bare.fails(*here, "replay", "--plain", str(ours))
    assert lost.returncode == 1
    assert "the rule 'two-thirds' is not installed" in lost.stderr


@pytest.mark.slow
def test_a_broken_plug_in_is_named_in_a_line_and_the_rest_goes_on(
    storm: Storm, tmp_path: Path
) -> None:
    project = tmp_path / "broken-pack"
    package = project / "broken_pack"
    package.mkdir(parents=True)
    (project / "pyproject.toml").write_text(BROKEN)
    (package / "__init__.py").write_text("class NotARule: pass\nprint('loaded')\n")
    (package / "rules.py").write_text(RULES)
    (package / "leaves.py").write_text("raise SystemExit('gone')\n")
    install(project, storm.sitroom.parent, tmp_path)
    done = storm.fails("run", "storm", "--policy", "fire-chief=pusher")
    assert done.returncode == 0
    assert "Decided by two thirds" in done.stdout
    assert "loaded" not in done.stdout
    named = [line for line in done.stderr.splitlines() if line != "loaded"]
    assert all(line.startswith("sitroom: plug-in '") for line in named)
    told = {line.split("'")[1]: line for line in named}
    assert "broken-pack 0.1 (sitroom.rules) is left out: ModuleNotFoundError" in told["no-such"]
    assert "it is no subclass" in told["not-a-rule"]
    assert "there is no folder 'scenarios'" in told["empty"]
    assert "SystemExit: gone" in told["leaves"]
    assert "'{chair}' in its 'line' is none of its roles" in told["chair"]
    assert "its 'roles' are ('chair',); they may be () or ('decider',) or" in told["nobody"]
    assert "its 'words' are not Words(" in told["mute"]
    assert "docs/how-to/extending.md" in told["mute"]
    assert "of shape (1, 1), not of (2, 3) (worlds, options)" in told["few"]
    assert "(tried on ballots of 2 and of 6 voters)" in told["few"]
    assert "third" not in told  # it wants three voters
    assert len(named) == 9
    given = ("study", "arming-ukraine", "--runs", "9", "--rule", "odd", "--only", "--jobs")
    listed = storm.fails("list", "--json")
    assert json.loads(listed.stdout)
    assert "loaded" in listed.stderr
    for jobs in ("1", "2"):
        odd = storm.fails(*given, jobs)
        assert odd.returncode == 2
        failed = "sitroom: the rule 'odd' of broken-pack 0.1 failed: ZeroDivisionError:"
        assert any(line.startswith(failed) for line in odd.stderr.splitlines())
        details = storm.home / "user" / "crash.txt"
        assert "in probabilities" in details.read_text("utf-8")
        details.unlink()
