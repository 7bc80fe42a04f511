"""How far coders agree: alpha is the library's, and every difference is told."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitroom.coding.alpha import interval, nominal
from tests.coding.town import coded, position, town
from tests.command import Sitroom

krippendorff = pytest.importorskip("krippendorff")
PLACES = st.one_of(st.none(), st.integers(0, 100), st.sampled_from([0.0, 50.0, 100.0]))


def library(rows: list[list[float | None]], level: str) -> float | None:
    """Return alpha by the library; None where it has none, as with one value alone."""
    data = np.array(rows, dtype=float).T
    paired = data[:, (~np.isnan(data)).sum(axis=0) > 1]
    if len(np.unique(paired[~np.isnan(paired)])) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement=level))


@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(PLACES, min_size=n, max_size=n))))
def test_alpha_is_the_librarys_to_six_digits(rows: list[list[float | None]]) -> None:
    known = [[value for value in row if value is not None] for row in rows]
    for found, level in (
        (interval(known, 50.0), "interval"),
        (nominal([[f"{value:g}" for value in row] for row in known]), "nominal"),
    ):
        expected = library(rows, level) if rows else None
        if expected is None:
            assert found.alpha is None
            continue
        assert found.alpha == pytest.approx(expected, abs=6e-7)
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.high


def test_differences_are_told_the_largest_first(tmp_path: Path, sitroom: Sitroom) -> None:
    folder = town(tmp_path)
    coded(folder, "ann", position("mayor", 60) + position("mayor", 70, 4) + position("port", 20))
    ben = coded(
        folder,
        "ben",
        position("mayor", 55)
        + position("port", 70)
        + position("owner", 80, 5, "entry.answer")
        + "  - {source: paper, paragraph: 2, actor: owner, decision: entry, silent: true}\n",
    )
    found = sitroom("agree", folder, "--json").json
    whole = found["positions"]
    assert whole["alpha"] == pytest.approx(library([[65, 55], [20, 70]], "interval"), abs=6e-7)
    assert (whole["units"], whole["pairs"], whole["same_sign"]) == (2, 2, 0.5)
    assert whole["low"] <= whole["alpha"] <= whole["high"]
    assert found["actors"]["mayor"]["units"] == found["sources"]["paper"]["units"] - 1 == 1
    assert found["decisions"]["entry"]["pairs"] == 2
    first, second = found["disagreements"]
    assert (first["actor"], first["apart"], first["positions"]) == (
        "port",
        50,
        {"ann": 20, "ben": 70},
    )
    assert (second["actor"], second["apart"]) == ("mayor", 10)
    assert second["codes"]["ann"][1]["paragraph"] == 4
    assert [one["actor"] for one in found["only_one"]] == ["owner"]
    told = sitroom("agree", folder).out
    assert "alpha" in told
    assert told.index("The port on") < told.index("The mayor on")
    page = tmp_path / "page.html"
    assert sitroom("agree", folder, "--out", str(page)).code == 0
    assert "It said so." in page.read_text("utf-8")
    ben.unlink()
    sitroom("agree", folder).refused(2, "agreement needs two coders, and ann coded")
