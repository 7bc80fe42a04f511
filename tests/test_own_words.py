"""The shipped campaign tells what the articles say in its own words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
RUN = 8  # words in a row: shorter ones are names, titles and the words of the matter


def words(text: str) -> list[str]:
    """Return the words of a text without case and punctuation."""
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every run of eight words."""
    found = words(text)
    return zip(*(found[i:] for i in range(RUN)), strict=False)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the articles are not here")
def test_no_text_has_eight_words_in_a_row_of_an_article() -> None:
    theirs = {run for seed in SEEDS.glob("*.txt") for run in runs(seed.read_text())}
    ours = [*(ROOT / "actors").glob("*.yaml"), *(ROOT / "scenarios/arming-ukraine").rglob("*.yaml")]
    assert len(theirs) > 5000
    assert len(ours) > 30
    shared = {path.name: theirs.intersection(runs(path.read_text())) for path in ours}
    assert not {name: found for name, found in shared.items() if found}
