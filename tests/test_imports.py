"""Imports run one way, and commands load no more than they need."""

import json

import pytest
from importlinter.cli import lint_imports

from tests.command import ROOT, apart

LOADED = """
import json, sys
from sitroom.cli import main
for line in sys.argv[1:]:
    try:
        assert not main(line.split())
    except SystemExit as stop:
        assert not stop.code
sys.stderr.write(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def loaded(*lines: str, home: str) -> set[str]:
    """Return the packages that commands have imported, one after another, when they are done."""
    done = apart(LOADED, *lines, SITROOM_HOME=home)
    assert done.code == 0, done.err
    assert done.out
    return set(json.loads(done.err))


def test_imports_run_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert not broken, capsys.readouterr().out


def test_help_loads_nothing_heavy(home: str) -> None:
    heavy = {"numpy", "pydantic", "yaml", "textual", "rich"}
    assert not loaded("--help", "--version", "run --help", home=str(home)) & heavy


def test_commands_without_a_screen_never_load_textual(home: str) -> None:
    commands = ("list", "check cuba-1962", "show state", "run cuba-1962 --seed 1")
    assert not loaded(*commands, home=str(home)) & {"textual", "rich"}


LISTED = """
import sys
from sitroom.journal import labels
from sitroom.loader import bundle, titles
from sitroom.tui import home
labels.labels()
print(*((bundle.headline(name), titles.invitation(name)) for name in bundle.scenarios()))
sys.stderr.write(str(sys.modules.keys() & {"numpy", "pydantic"}))
"""


def test_the_home_screen_lists_games_and_scenarios_without_the_engine(home: str) -> None:
    done = apart(LISTED, SITROOM_HOME=str(home))
    assert "Arming Ukraine" in done.out
    assert done.err == "set()"
