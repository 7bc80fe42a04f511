"""docs/reference/terminal.md says what holds."""

import re
import runpy
from pathlib import Path

import pytest

from sitroom.tui import catalogue, config

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "terminal.md").read_text("utf-8")


def test_the_table_of_keys_is_that_of_the_commands() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "reference" / "terminal.py"))["page"](PAGE)
    assert made == PAGE, "run: python docs/reference/terminal.py"


def test_the_example_of_a_settings_file_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITROOM_HOME", str(tmp_path))
    (example,) = re.findall(r"<!-- example -->\n```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "config.toml").write_text(example, "utf-8")
    found = config.read()
    assert not found.problems
    assert set(found.values) == {setting.id for setting in config.SCHEMA}
    keys, problems = catalogue.checked(found.keys, found.lines)
    assert not problems
    assert keys.keys() == found.keys.keys()


def test_every_choice_of_the_settings_is_named() -> None:
    for setting in config.SCHEMA:
        for choice in setting.choices:
            assert str(choice).lower() in PAGE
