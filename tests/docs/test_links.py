"""The documents: every link leads somewhere, every path that is named is there."""

import re
from pathlib import Path

import pytest

from tests.command import ROOT

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "bench" / "README.md"]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s#]*)(#[^)\s]*)?\)")
MODULE = re.compile(r"`((?:sim/sitroom/)?(?:[a-z_]+/)+[a-z_]+\.(?:py|yaml|tcss))`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    lost = [to for to, _ in LINK.findall(text) if to and not (page.parent / to).exists()]
    assert not lost


@pytest.mark.parametrize("name", ["architecture.md", "explanation/choices.md", "model.md"])
def test_the_files_that_the_architecture_names_are_there(name: str) -> None:
    package = ROOT / "sim" / "sitroom"
    named = set(MODULE.findall((ROOT / "docs" / name).read_text("utf-8")))
    homes = (ROOT, package, package / "loader")
    lost = {path for path in named if not any((home / path).exists() for home in homes)}
    assert not lost - {"actors/state.yaml"}
