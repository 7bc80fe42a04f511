"""The wheel carries its content and works where there is no checkout."""

from pathlib import Path

import pytest

from tests.command import ROOT, Sitroom
from tests.wheels import call, environment, install


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it in a new venv, and return the command."""
    home = tmp_path_factory.mktemp("wheel")
    scripts = environment(home)
    install(ROOT, scripts, home)
    return scripts / "sitroom"


@pytest.mark.slow
def test_the_wheel_plays_the_shipped_scenario_as_the_checkout_does(
    installed: Path, tmp_path: Path, sitroom: Sitroom
) -> None:
    where = "import sitroom; print(sitroom.__file__)"
    module = call(installed.with_name("python"), "-c", where, cwd=tmp_path).strip()
    assert installed.parent.parent in Path(module).parents
    for command in (
        ["list", "--json"],
        ["run", "arming-ukraine", "--seed", "1", "--json"],
        ["show", "kharkiv-2024"],
    ):
        assert call(installed, *command, cwd=tmp_path, COLUMNS="80") == sitroom(*command).out
    assert "arming-ukraine: no mistakes found" in call(installed, "check", cwd=tmp_path)


def test_the_wheel_has_what_the_screen_needs(installed: Path, tmp_path: Path) -> None:
    code = """
import pathlib, sitroom
home = pathlib.Path(sitroom.__file__).parent
print(*sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()))
"""
    there = set(call(installed.with_name("python"), "-c", code, cwd=tmp_path).split())
    assert {"py.typed", "__init__.pyi"} <= there
    shipped = {
        f"_shipped/{path.relative_to(ROOT).as_posix()}"
        for folder in ("actors", "scenarios")
        for path in (ROOT / folder).rglob("*.yaml")
    }
    screen = {
        path.relative_to(ROOT / "sim" / "sitroom").as_posix() for path in ROOT.glob("sim/**/*.tcss")
    }
    guides = {f"_shipped/docs/{p.relative_to(ROOT / 'docs')}" for p in ROOT.glob("docs/**/*.md")}
    assert screen
    assert shipped | screen | guides <= there
    assert {Path(path).suffix for path in there if "_shipped" in path} == {".yaml", ".md"}
    assert "# Studies" in call(installed, "help", "studies", cwd=tmp_path)


def test_the_wheel_begins_a_scenario_that_plays(installed: Path, tmp_path: Path) -> None:
    assert "scenario.yaml" in call(installed, "new", "scenario", "my-town", cwd=tmp_path)
    assert "my-town: no mistakes found" in call(installed, "check", "my-town", cwd=tmp_path)
    assert "How far to go" in call(installed, "run", "my-town", cwd=tmp_path)


CLIENT = '''
"""What a stranger writes against the public interface; checked for types, and run."""

from collections.abc import Sequence

import sitroom


def likeliest(study: sitroom.Ensemble[sitroom.Frame], question: str) -> str:
    found: sitroom.StudyResult = study.found
    options = next(one for one in found.questions if one.id == question).options
    return max((option.count, option.id) for option in options)[1]


def spoken(game: sitroom.Game[sitroom.Arrays]) -> int:
    column: sitroom.Array = game.moved["points"]
    return column.size


def texts(column: sitroom.Column) -> Sequence[str]:
    return [str(value) for value in column]


def why(scenario: str, content: Sequence[str] = ()) -> str:
    try:
        sitroom.load(scenario, content)
    except sitroom.UnknownNameError as error:
        return f"{error.title}: {error.message} / {error.hint}"
    except sitroom.ContentError as error:
        problem: sitroom.Problem = error.problems[0]
        return f"{problem.file}:{problem.line}"
    except sitroom.SitroomError as error:
        return str(error)
    return ""


scenario: sitroom.Loaded = sitroom.load("arming-ukraine")
title: str = scenario.content.scenario.title
game = sitroom.run(scenario, seed=3, decision="kharkiv-2024", only=True)
print(title, len(texts(game.decisions["option"])) > 0)
arrays = sitroom.run(scenario, decision="kharkiv-2024", only=True, frames="arrays")
print(spoken(arrays) > 0)
study = sitroom.ensemble(
    scenario, runs=20, decision="kharkiv-2024", only=True, policies={"state": "random"}
)
print(likeliest(study, "kharkiv-2024"))
print(why("arming-ukrain"))
try:
    sitroom.load_study("nowhere")
except sitroom.StudyError as error:
    print(error)
unused = (sitroom.flips, sitroom.backtest, sitroom.__version__)
'''


@pytest.mark.slow
def test_a_typed_client_meets_no_any_and_runs(installed: Path, tmp_path: Path) -> None:
    python = installed.with_name("python")
    (tmp_path / "client.py").write_text(CLIENT.strip())
    strict = ("--strict", "--disallow-any-expr", "--cache-dir", tmp_path / "cache", "client.py")
    assert "Success" in call(python, "-m", "mypy", *strict, cwd=tmp_path)
    said = call(python, "client.py", cwd=tmp_path)
    assert "There is nothing by that name: there is no scenario 'arming-ukrain' / Did you" in said
    assert "nowhere holds no study" in said


@pytest.mark.slow
def test_nothing_beside_a_notebook_is_taken_for_ours(installed: Path, tmp_path: Path) -> None:
    package = ROOT / "sim" / "sitroom"
    ours = {path.stem for path in package.glob("*") if not path.stem.startswith("_")}
    for name in {"sim", *ours, "results", "settings", "setup", "blocks", "actors", "scenarios"}:
        (tmp_path / f"{name}.py").write_text(f"raise RuntimeError('{name}.py was imported')\n")
    code = """
import sitroom
if __name__ == "__main__":
    assert sitroom.ensemble("arming-ukraine", runs=20, decision="kharkiv-2024", only=True, jobs=2)
    print("undisturbed")
"""
    (tmp_path / "mine.py").write_text(code)
    assert call(installed.with_name("python"), "mine.py", cwd=tmp_path) == "undisturbed\n"
