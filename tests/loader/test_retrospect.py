"""What was said afterwards of a decision: allowed where it is marked, and never read out beforehand."""

import pytest

from sitroom.classroom import handout
from sitroom.library import evidence
from sitroom.library.visibility import at_table
from sitroom.loader.opening import Loaded, prepare
from sitroom.narration import brief
from tests.loader.world import MAIN, MAYOR, broken, files, problems

LATER = "Long afterwards the harbour pilot told how it had sunk."


def looked_back() -> dict[str, str]:
    """The harbour, with a position and a line known only from what was said in 2030."""
    marked = f"as_of: 2030\n{{0}}retrospective: true\n{{0}}says: {LATER}"
    text = broken(
        files(),
        MAIN,
        "as_of: 2024-02-28\n            says: The ship takes in water.",
        marked.format(" " * 12),
    )
    return broken(
        text, MAYOR, "as_of: 2024-02-20\n        says: Said so at the gate.", marked.format(" " * 8)
    )


@pytest.fixture(scope="module")
def harbour() -> Loaded:
    return prepare(looked_back())


def test_evidence_later_than_its_decision_is_allowed_where_it_is_marked() -> None:
    assert not [p for p in problems(looked_back()) if p.code == "S307"]
    (unmarked,) = problems(broken(files(), MAYOR, "as_of: 2024-02-20", "as_of: 2030"))
    assert unmarked.code == "S307"
    assert "retrospective: true" in (unmarked.suggestion or "")


@pytest.mark.rule("12.9")
def test_at_the_table_it_is_named_and_its_words_are_kept(harbour: Loaded) -> None:
    hour = handout.open_hour(harbour, "entry")
    told = [
        *brief.brief(harbour.lookup, "mayor", "entry"),
        str(handout.role(hour, "mayor")),
        str(handout.role(hour, "port")),
        *(evidence.page(at_table(harbour.lookup, [], "entry", "", ()).lookup, None) or []),
    ]
    assert any("paper:4, said 2030 (in retrospect)" in text for text in told)
    assert not [text for text in told if LATER in text]
    assert any("60 of 100" in text for text in told)  # it carries the position all the same


def test_afterwards_it_is_told_and_marked(harbour: Loaded) -> None:
    page = evidence.page(harbour.lookup, "mayor") or []
    assert any(LATER in line and "said 2030 (in retrospect)" in line for line in page)
