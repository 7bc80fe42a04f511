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
    shipped = {
        f"_shipped/{path.relative_to(ROOT).as_posix()}"
        for folder in ("actors", "scenarios")
        for path in (ROOT / folder).rglob("*.yaml")
    }
    screen = {
        path.relative_to(ROOT / "sim" / "sitroom").as_posix() for path in ROOT.glob("sim/**/*.tcss")
    }
    assert screen
    assert shipped | screen <= there


def test_the_wheel_begins_a_scenario_that_plays(installed: Path, tmp_path: Path) -> None:
    assert "scenario.yaml" in call(installed, "new", "scenario", "my-town", cwd=tmp_path)
    assert "my-town: no mistakes found" in call(installed, "check", "my-town", cwd=tmp_path)
    assert "How far to go" in call(installed, "run", "my-town", cwd=tmp_path)
