"""The first part of the tutorial, followed to the letter: what it says of its scenario is so."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sitroom.authoring.snippets import placeholders
from sitroom.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "authoring.md"


def _with_position(position: str, text: str) -> str:
    """Return an actor's file with a position put first."""
    return text.replace("\npositions:\n", f"\npositions:\n{position}")


def _in_own_words(given: str, text: str) -> str:
    """Return an actor's file with a sentence of the template replaced."""
    return text.replace(given, "As it is in town.")


def test_the_tutorial_ends_with_nothing_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def told(*words: str) -> str:
        assert main([*words]) == 0
        return capsys.readouterr().out

    first = PAGE.read_text(encoding="utf-8").split("\n## 2.")[0]
    concerns, seat, line, second, listed, mayor, chief = re.findall(
        r"```yaml\n(.*?)```", first, re.DOTALL
    )
    home = tmp_path / "scenarios" / "river-town"

    def write(name: str, change: Callable[[str], str]) -> None:
        path = home / name
        was = path.read_text(encoding="utf-8") if path.exists() else ""
        made = change(was)
        assert made != was
        path.write_text(made, encoding="utf-8")

    told("new", "scenario", "river-town")
    assert "nothing to look at" in told("review", "river-town")
    told("new", "actor", "harbour-master", "--in", "river-town")
    write(
        "actors/harbour-master.yaml",
        lambda text: re.sub(r"(?ms)^concerns:\n(?:  .*\n)+", concerns, text),
    )
    for given in placeholders() & set(
        re.findall(r"\S.*", (home / "actors/harbour-master.yaml").read_text(encoding="utf-8"))
    ):
        write("actors/harbour-master.yaml", partial(_in_own_words, given))
    write(
        "decisions/how-far.yaml",
        lambda text: text.replace("  - actor: mayor", f"{seat}  - actor: mayor"),
    )
    write("decisions/how-far.yaml", lambda text: text + line)
    write("decisions/the-morning-after.yaml", lambda _: second)
    write("scenario.yaml", lambda text: re.sub(r"(?s)\ndecisions:.*", f"\n{listed}", text))
    assert "no mistakes found in 2 decisions and 3 actors" in told("check", "river-town")
    assert "3 to look at" in told("review", "river-town")
    for name, position in (("mayor", mayor), ("fire-chief", chief)):
        write(f"actors/{name}.yaml", partial(_with_position, position))
    assert "no mistakes found" in told("check", "river-town")
    assert "nothing to look at" in told("review", "river-town")
    shown = told("calibrate", "river-town", "--decision", "the-morning-after")
    everyone, escort = (
        int(re.findall(rf"{option} +\d+ +(\d+) %", shown)[0])
        for option in ("everyone", "with-escort")
    )
    assert 50 < everyone < 65
    assert 90 < everyone + escort <= 100
