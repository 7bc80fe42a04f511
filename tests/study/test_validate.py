"""The model held against decisions: figures worked out by hand, votes, and made-up tables."""

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitroom.authoring.position_table import read_table
from sitroom.authoring.scales import to_hundred
from sitroom.engine.chance import uniform
from sitroom.study import forecast as model
from sitroom.study import point_forecasts
from sitroom.study.decisions import Decisions, decisions
from sitroom.study.results import plain
from sitroom.study.validate import validate
from tests.command import ROOT, Done, Sitroom

HEAD = "issue,actor,position,salience,influence,status_quo,outcome\n"
EUROPE = ROOT.parent / "shared" / "data" / "eu-decisions-dev.csv"

# Who voted for (100), against (0) or not at all (blank), and what was adopted, in bodies where the
# majority of those voting decides: the Supreme Court of the United States, the Bank of England's
# Monetary Policy Committee, the Security Council where no permanent member was against.
VOTES = {
    "sebelius-2012": ("Roberts Ginsburg Breyer Sotomayor Kagan", "Scalia Kennedy Thomas Alito", ""),
    "obergefell-2015": (
        "Kennedy Ginsburg Breyer Sotomayor Kagan",
        "Roberts Scalia Thomas Alito",
        "",
    ),
    "citizens-united-2010": (
        "Kennedy Roberts Scalia Thomas Alito",
        "Stevens Ginsburg Breyer Sotomayor",
        "",
    ),
    "raise-to-5.5-2023": (
        "Cunliffe Greene Haskel Mann",
        "Bailey Broadbent Dhingra Pill Ramsden",
        "",
    ),
    "cut-to-5-2024": (
        "Bailey Breeden Dhingra Lombardelli Ramsden",
        "Greene Haskel Mann Pill",
        "",
    ),
    "resolution-678-1990": (
        "Canada Colombia Ivory-Coast Ethiopia Finland France Malaysia Romania USSR UK US Zaire",
        "Cuba Yemen",
        "China",
    ),
    "resolution-1973-2011": (
        "Bosnia Colombia France Gabon Lebanon Nigeria Portugal South-Africa UK US",
        "",
        "Brazil China Germany India Russia",
    ),
}
ADOPTED = {"raise-to-5.5-2023": 0}  # all the others were


def read(text: str) -> Decisions:
    table = read_table("t.csv", text.encode(), "csv")
    to_hundred(table)
    return decisions(table)


def figures(text: str, seed: int = 1) -> Any:
    return plain(validate(read(text), seed, lambda: None))


def made_up(issues: int = 60, outcome_of: dict[str, int] | None = None) -> str:
    """A table whose outcomes take over a position, or lie between; three issues a proposal."""
    lines = []
    numbers = np.arange(issues * 8, dtype=np.int64)
    draws = uniform(5, numbers, "made-up").reshape(issues, 8)
    for n, draw in enumerate(draws.tolist()):
        places = [0, round(100 * draw[0]), 100]
        at = places[int(3 * draw[1])] if draw[2] < 0.6 else round(100 * draw[3])
        name = f"p{n // 3}-{n}"
        at = (outcome_of or {}).get(name, at)
        for actor, place in enumerate(places):
            weight = round(100 * draw[4 + actor])
            lines.append(f"{name},a{actor},{place},50,{weight + 1},,{at}")
    return HEAD + "\n".join(lines) + "\n"


def run(sitroom: Sitroom, text: str, *options: str) -> Done:
    Path("t.csv").write_text(text, encoding="utf-8")
    return sitroom("validate", "t.csv", *options)


def test_a_majority_of_votes_is_what_was_adopted(sitroom: Sitroom, here: Path) -> None:
    del here
    rows = [
        f"{issue},{actor},{place},,1,,{ADOPTED.get(issue, 100)}"
        for issue, sides in VOTES.items()
        for side, place in zip(sides, ("100", "0", ""), strict=True)
        for actor in side.split()
    ]
    found = run(sitroom, HEAD + "\n".join(rows), "--json").json
    assert found["issues"] == found["with_outcome"] == len(VOTES)
    assert found["rules"]["majority"]["exact"] == 1.0
    assert found["rules"]["majority"]["mae"] == 0.0
    assert found["rules"]["majority"]["option_hit_rate"] == 1.0
    assert found["rules"]["weighted_mean"]["exact"] < 1.0


def test_figures_worked_out_by_hand() -> None:
    found = figures(
        HEAD + "a-1,x,0,100,1,0,40\n"
        "a-1,y,100,50,2,0,\n"  # weighs as much as x, so that the mean is 50
        "b-1,x,20,100,3,10,20\n"
        "b-1,y,80,100,1,10,20\n"
    )
    mean, majority = found["rules"]["weighted_mean"], found["rules"]["majority"]
    assert (mean["mae"], mean["median_error"]) == (12.5, 12.5)  # 10 and 15
    assert (mean["within_10"], mean["exact"]) == (0.5, 0.0)
    assert (mean["issues_on_option"], mean["option_hit_rate"]) == (1, 1.0)  # 35 is nearer to 20
    assert (majority["mae"], majority["exact"]) == (30.0, 0.5)  # 100 and 20
    assert found["rules"]["weighted_median"]["mae"] == 20.0  # 0, as half is no majority, and 20
    assert found["rules"]["consensus"]["mae"] == 20.0  # 0: x would not move; 20
    baselines = found["baselines"]
    assert baselines["unweighted_mean"]["mae"] == 20.0  # 50 and 50
    assert baselines["status_quo"]["mae"] == 25.0
    assert baselines["fifty"]["mae"] == 20.0
    spread = (0.5**2 * 100 + 0.25**2 * 60) / 2  # of 0 and 100 alike; of 20 three quarters
    assert baselines["spread"]["crps"] == pytest.approx(spread)
    assert mean["intervals"]["mae"] is None, "two proposals say nothing about others"


def test_one_round_of_persuasion_moves_those_who_care_less() -> None:
    issues = read(HEAD + "a,x,0,100,1,,\na,y,100,25,4,,\na,z,40,50,2,,\n")
    # All weigh 1, so that y hears 20 and goes three quarters of the way, and z hears 50.
    assert point_forecasts.persuaded(issues)[0].tolist() == pytest.approx([0.0, 40.0, 45.0])


def test_consensus_goes_as_far_as_all_would_have_it_go() -> None:
    rows = [f"{i},{a},{x},50,1,{q},\n" for i, a, x, q in [
        ("up", "x", 70, 20), ("up", "y", 90, 20),
        ("down", "x", 30, 80), ("down", "y", 10, 80),
        ("split", "x", 30, 50), ("split", "y", 60, 50),
        ("unknown", "x", 30, ""), ("unknown", "y", 60, ""),
    ]]  # fmt: skip
    said = point_forecasts.said(read(HEAD + "".join(rows)), lambda: None)["consensus"]
    assert said[:3].tolist() == [70, 30, 50]
    assert np.isnan(said[3])


def test_who_has_no_known_weight_counts_for_nothing_unless_nobody_has() -> None:
    some = read(HEAD + "a,x,0,50,1,,\na,y,100,,1,,\na,z,60,50,,,\n")
    none = read(HEAD + "a,x,0,,,,\na,y,100,,,,\n")
    assert point_forecasts.said(some, lambda: None)["weighted_mean"].tolist() == [0]
    assert point_forecasts.said(none, lambda: None)["weighted_mean"].tolist() == [50]


def test_crps_of_a_point_is_its_distance_even_between_whole_numbers() -> None:
    at_30 = np.repeat([0.0, 1.0], [30, 71])[None]
    for outcome in (30.0, 75.0, 12.0, 12.25, 99.5):
        score = model.crps(at_30, np.array([outcome]))
        assert score.tolist() == pytest.approx([abs(outcome - 30)])


def test_the_shortest_interval_that_holds_enough() -> None:
    mass = np.zeros((1, 101))
    mass[0, [0, 40, 50, 100]] = [0.3, 0.25, 0.3, 0.15]
    low, high, held = model.shortest(np.cumsum(mass, axis=1), 0.5)
    assert (low[0], high[0], held[0]) == (40, 50, pytest.approx(0.55))
    low, high, held = model.shortest(np.cumsum(mass, axis=1), 0.8)
    assert (low[0], high[0], held[0]) == (0, 50, pytest.approx(0.85))


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=6))
def test_a_forecast_is_a_distribution_whatever_the_positions(
    places: list[tuple[int, int]],
) -> None:
    rows = [f"a,x{n},{at},{care},1,,\n" for n, (at, care) in enumerate(places)]
    issues = read(HEAD + "".join(rows))
    for family in (model.MIXTURE, model.PLAIN):
        for setting in (family.grid[0], family.grid[-1], np.array(family.default)):
            found = family.forecast(issues, setting)[0]
            assert np.diff(found, prepend=0).min() >= 0
            assert found[-1] == pytest.approx(1)


def test_a_forecast_does_not_know_the_outcomes_of_its_proposal() -> None:
    true = figures(made_up())
    other = figures(made_up(outcome_of={"p3-9": 0, "p3-10": 0, "p3-11": 0}))
    assert true["forecast"]["fitted"]

    def of(found: dict[str, Any], proposal: str) -> list[dict[str, Any]]:
        rows = [row for row in found["forecasts"] if row["issue"].startswith(proposal)]
        return [{key: row[key] for key in row if key != "outcome"} for row in rows]

    assert of(true, "p3-") == of(other, "p3-")
    assert true["forecast"]["parameters"] != other["forecast"]["parameters"]


def test_intervals_hold_what_they_say_where_decisions_come_about_as_supposed() -> None:
    issues = read(made_up(300))
    supposed = model.MIXTURE.forecast(issues, np.array(model.MIXTURE.default))
    draw = uniform(9, np.arange(300, dtype=np.int64), "outcomes")
    drawn = (supposed >= draw[:, None]).argmax(axis=1)
    outcomes = dict(zip(issues.names, drawn.tolist(), strict=True))
    found = figures(made_up(300, outcomes))
    forecast = found["forecast"]
    for share in (50, 80):
        holds, error = forecast[f"holds_{share}"], forecast["standard_errors"][f"coverage_{share}"]
        assert holds >= share / 100
        assert abs(forecast[f"coverage_{share}"] - holds) < 2 * error
    assert forecast["less_than"]["spread"]["intervals"]["crps"][0] > 0
    settled = list(forecast["parameters"].values())
    assert settled == pytest.approx(list(model.MIXTURE.default), rel=0.2)


def test_the_same_seed_gives_the_same_and_another_other_intervals(
    sitroom: Sitroom, here: Path
) -> None:
    del here
    first, again = run(sitroom, made_up(), "--json"), run(sitroom, made_up(), "--json")
    other = run(sitroom, made_up(), "--json", "--seed", "2").json
    assert first.out == again.out
    assert other["forecasts"] == first.json["forecasts"]
    mean, others = (found["rules"]["weighted_mean"] for found in (first.json, other))
    assert mean["mae"] == others["mae"]
    assert mean["intervals"] != others["intervals"]
    low, high = mean["intervals"]["mae"]
    assert low < mean["mae"] < high


def test_the_order_of_rows_changes_no_figure() -> None:
    lines = made_up().removeprefix(HEAD).splitlines(keepends=True)
    back = HEAD + "".join(line for n in range(0, len(lines), 3) for line in lines[n : n + 3][::-1])
    assert figures(back) == figures(made_up())


def test_issues_without_an_outcome_are_foretold(sitroom: Sitroom, here: Path) -> None:
    del here
    text = made_up(60) + "new,x,20,50,10,,\nnew,y,30,50,10,,\n"
    found = run(sitroom, text, "--json").json
    assert (found["issues"], found["with_outcome"]) == (61, 60)
    assert found["rules"]["weighted_mean"]["issues"] == 60
    new = found["forecasts"][-1]
    assert new["outcome"] is None
    assert 15 <= new["interval_80"][0] <= new["median"] <= new["interval_80"][1] <= 35
    assert "  new" in run(sitroom, text).out


def test_too_few_outcomes_leave_the_shipped_parameters(sitroom: Sitroom, here: Path) -> None:
    del here
    text = HEAD + "toll,mayor,100,90,2,0,\ntoll,shops,0,80,1,,\n"
    found = run(sitroom, text, "--json").json
    assert found["with_outcome"] == 0
    assert found["rules"]["majority"]["mae"] is None
    assert found["forecast"]["crps"] is None
    shipped = dict(zip(model.MIXTURE.names, model.MIXTURE.default, strict=True))
    assert found["forecast"]["parameters"] == shipped
    page = run(sitroom, text)
    assert page.code == 0
    assert "Too few outcomes" in page.out
    assert "mean error" not in page.out


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("a,x,10,5,5,,200\n", ["t.csv:2:13:", "'outcome' must be between 0 and 100"]),
        ("a,x,10,5,5,,20\na,y,lots,5,5,,\n", ["t.csv:3:5:", "must be a number, not 'lots'"]),
        ("a,x,10,5,5,,20\na,y,1,5,5,,30\n", ["t.csv:3:12:", "an issue has one"]),
        ("a,x,10,5,5,,20\na,x,1,5,5,,\n", ["t.csv:3:3:", "stands twice"]),
        ("a,x,10,5,10,20\na,y,1,5,5,10,20\n", ["t.csv:2:15:", "6 cells, and the header 7"]),
        ("a,x,,5,5,,20\n", ["t.csv:1:1:", "no row of the table has a position"]),
    ],
)
def test_bad_rows_are_named_by_line(
    sitroom: Sitroom, here: Path, rows: str, words: list[str]
) -> None:
    del here
    done = run(sitroom, HEAD + rows)
    assert done.code == 1
    assert all(word in done.out for word in words), done.out
    assert "1 error in 1 file" in done.out
    assert done.err == "sitroom: nothing was computed; mend the table first\n"


def test_wrong_use_is_refused(sitroom: Sitroom, here: Path) -> None:
    del here
    sitroom("validate", "no.csv").refused(1, "there is no file 'no.csv'")
    run(sitroom, made_up(), "--range", "10", "0").refused(2, "--range")


def test_the_page_fits_a_terminal(
    sitroom: Sitroom, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del here
    monkeypatch.setenv("COLUMNS", "80")
    out = run(sitroom, made_up()).out
    rows = ("weighted mean", "weighted median", "majority", "unweighted mean", "the forecast")
    for row, line in product(rows, out.splitlines()):
        if line.strip().startswith(f"{row}  "):
            assert len(line) <= 80
            assert line.rstrip().endswith("%"), line
    assert "not expected to beat" in " ".join(out.split())
    few = run(sitroom, made_up(3)).out
    assert "(95%)" not in few
    assert "too few here for intervals" in " ".join(few.split())


@pytest.mark.skipif(not EUROPE.exists(), reason="the decisions of the European Union are not here")
def test_on_decisions_of_the_european_union(sitroom: Sitroom) -> None:
    found = sitroom("validate", str(EUROPE), "--json").json
    assert found["issues"] == 183
    assert round(found["rules"]["weighted_mean"]["mae"], 1) == 24.0
    assert round(found["baselines"]["unweighted_mean"]["mae"], 1) == 24.9
    assert round(found["baselines"]["spread"]["crps"], 1) == 18.4
    forecast = found["forecast"]
    assert forecast["crps"] <= 15.3
    assert forecast["less_than"]["plain_mixture"]["intervals"]["crps"][0] > 0
    for name, share in (("coverage_50", 0.5), ("coverage_80", 0.8)):
        assert abs(forecast[name] - share) < 2 * forecast["standard_errors"][name]
