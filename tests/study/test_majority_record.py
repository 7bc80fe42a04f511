"""The majority rule against the record: `sitroom validate` gives what was adopted every time.

How votes are written: 100 for whoever voted for it, 0 against, blank for who did not vote; influence
is the number of votes; the outcome is 100 where it was adopted, else 0, as half is no majority.
"""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitroom.authoring.position_table import read_table
from sitroom.authoring.scales import to_hundred
from sitroom.study import point_forecasts
from sitroom.study.decisions import decisions
from tests.command import Sitroom

HEAD = "issue,actor,position,salience,influence,status_quo,outcome\n"

# Bodies in which most of those voting decide: for and against as counted there (the House of
# Commons, the House of Representatives, the Senate, the Bundestag, referendums), and whether it
# was adopted.
COUNTED = {
    "withdrawal-agreement-january-2019": (202, 432, False),
    "withdrawal-agreement-march-2019": (242, 391, False),
    "withdrawal-agreement-alone-2019": (286, 344, False),
    "syria-2013": (272, 285, False),
    "affordable-care-act-2010": (219, 212, True),
    "repeal-house-2017": (217, 213, True),
    "repeal-senate-2017": (49, 51, False),
    "thomas-confirmed-1991": (52, 48, True),
    "bork-confirmed-1987": (42, 58, False),
    "seat-of-parliament-berlin-1991": (338, 320, True),
    "leave-the-union-2016": (17_410_742, 16_141_241, True),
    "scotland-independent-2014": (1_617_989, 2_001_926, False),
}


def exact(sitroom: Sitroom, rows: list[str]) -> tuple[int, float]:
    """On how many issues, and how often, the majority rule gives what was adopted."""
    Path("votes.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    found = sitroom("validate", "votes.csv", "--json").json
    return found["with_outcome"], found["rules"]["majority"]["exact"]


def adopted(yes: bool) -> int:
    return 100 if yes else 0


def test_a_majority_of_votes_counted_is_what_was_adopted(sitroom: Sitroom, here: Path) -> None:
    del here
    rows = [
        f"{issue},{side},{place},,{votes},,{adopted(yes)}"
        for issue, (ayes, noes, yes) in COUNTED.items()
        for side, place, votes in (("for", 100, ayes), ("against", 0, noes))
    ]
    assert exact(sitroom, rows) == (len(COUNTED), 1.0)


@pytest.mark.parametrize("status_quo", ["", "0", "100"])
def test_where_the_votes_are_even_it_falls(sitroom: Sitroom, here: Path, status_quo: str) -> None:
    del here
    rows = [
        f"even-{n},{side}{m},{place},{10 * m},{share / most},{status_quo},0"
        for n, most in enumerate((1, 3, 7, 10, 11))
        for side, place, shares in (("for", 100, (1, 2, 4)), ("against", 0, (3, 4)))
        for m, share in enumerate(shares)
    ]
    assert exact(sitroom, rows) == (5, 1.0)


@st.composite
def records(draw: st.DrawFn) -> list[str]:
    """A record of votes: blocs, abstentions, ties, votes counted in ones, parts or millions."""
    rows = []
    unit = draw(st.sampled_from([1, 0.1, 1 / 3, 0.01, 1_000_003]))
    bloc = st.tuples(st.sampled_from([100, 0, ""]), st.integers(1, 400))
    for n, blocs in enumerate(draw(st.lists(st.lists(bloc, max_size=8), min_size=1, max_size=9))):
        votes = [*blocs, (0, draw(st.integers(1, 400)))]
        lead = sum(count for side, count in votes if side == 100) - sum(
            count for side, count in votes if side == 0
        )
        if lead and draw(st.booleans()):  # evened out to the last vote, or to one vote more
            votes.append((0 if lead > 0 else 100, abs(lead)))
            lead = draw(st.sampled_from([-1, 0, 1]))
            votes += [(100 if lead > 0 else 0, 1)] * bool(lead)
        status_quo, cares = draw(st.sampled_from([("", ""), (0, 5), (100, 90)]))
        rows += [
            f"vote-{n},a{m},{side},{cares},{count * unit!r},{status_quo},{adopted(lead > 0)}"
            for m, (side, count) in enumerate(votes)
        ]
    return rows


@settings(max_examples=60)
@given(records())
def test_the_majority_of_any_record_is_what_was_adopted(rows: list[str]) -> None:
    table = read_table("votes.csv", (HEAD + "\n".join(rows)).encode(), "csv")
    to_hundred(table)
    issues = decisions(table)
    found = point_forecasts.said(issues, lambda: None)["majority"]
    assert found.tolist() == issues.outcome.tolist()


def test_on_a_long_record_the_figure_is_one(sitroom: Sitroom, here: Path) -> None:
    del here
    dice = random.Random(7)  # noqa: S311 - the same record every time
    rows = []
    for n in range(150):
        votes = [dice.choice([100, 0, 100, 0, ""]) for _ in range(14)]
        yes = votes.count(100) > votes.count(0)
        rows += [
            f"session{n // 3}-{n},member{m},{v},,1,,{adopted(yes)}" for m, v in enumerate(votes)
        ]
    assert exact(sitroom, rows) == (150, 1.0)
