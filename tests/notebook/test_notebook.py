"""Sitroom in a notebook: frames of whatever is installed, and the examples of docs/how-to/studies.md."""

import ast
import importlib.util
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sitroom
from sitroom.errors import SitroomError
from sitroom.notebook import ensemble, load_study
from sitroom.render import frames
from sitroom.scenario.settings import SettingError
from sitroom.study.checkpoint import StudyError
from tests.command import ROOT, Sitroom, apart, cuba, ukraine

LATE = "trump-proofing-2024"
TABLES = (
    "outcomes",
    "paths",
    "ladders",
    "endings",
    "flows",
    "dissent",
    "moved",
    "indicators",
    "rules",
    "doubt",
)
GAME = ("decisions", "positions", "moved", "indicators", "aims")


def examples() -> list[str]:
    """Return the code of the document, a piece for each heading that has any."""
    parts = re.split(
        r"^## ", (ROOT / "docs" / "how-to" / "studies.md").read_text("utf-8"), flags=re.MULTILINE
    )
    code = [
        "\n".join(re.findall(r"^```python\n(.*?)^```", part, re.MULTILINE | re.DOTALL))
        for part in parts
    ]
    return [one for one in code if one]


@pytest.mark.slow
@pytest.mark.parametrize("code", examples(), ids=["notebook", "agents"])
def test_the_examples_run(code: str, here: Path, home: Path) -> None:
    pytest.importorskip("pettingzoo" if "rl.env" in code else "pandas")
    assert here.exists()
    assert home.name == "home"
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own document
    if "many" in names:
        assert set(names["asked"]["variant"]) == {0, 1, 2, 3, 4}
        assert names["odd"].decisions.shape[0] > 10


def test_importing_sim_loads_nothing_until_it_is_wanted() -> None:
    code = """
import sys, sitroom
before = {name.split(".")[0] for name in sys.modules}
assert not before & {"numpy", "pydantic", "yaml", "pandas", "polars"}, before
assert {"load", "run", "ensemble", "__version__"} <= set(dir(sitroom))
sitroom.load
assert "numpy" in sys.modules
try:
    sitroom.lode
except AttributeError as error:
    print(error)
"""
    done = apart(code)
    assert (done.code, done.out) == (0, "module 'sitroom' has no attribute 'lode'\n"), done.err


def test_the_stub_names_what_there_is() -> None:
    stub = (ROOT / "sim" / "sitroom" / "__init__.pyi").read_text("utf-8")
    told = ast.literal_eval(stub.partition("__all__ = ")[2])
    assert sorted(told) == sorted(sitroom.__all__)
    for name in told:
        assert getattr(sitroom, name) is not None, name


def test_a_game_as_arrays() -> None:
    game = sitroom.run(ukraine(), seed=4, decision=LATE, frames="arrays")
    decisions, positions = game.decisions, game.positions
    assert decisions["question"][0] == LATE
    assert (np.diff(decisions["number"]) == 1).all()
    assert (decisions["chance"].astype(float) > 0).all()
    opened = (positions["cause"] == "opened") & (positions["question"] == LATE)
    table = next(d for d in ukraine().content.scenario.decisions if d.id == LATE).table
    assert positions["actor"][opened].tolist() == [member.actor for member in table]
    said = (positions["question"] == LATE) & (positions["cause"] == "line")
    steps = np.unique(positions["step"][said])
    lines = np.unique(game.moved["turn"][game.moved["question"] == LATE])
    assert steps.size >= lines.size > 3


def test_a_run_of_a_variant_is_that_run() -> None:
    found = sitroom.ensemble(
        ukraine(), runs=6, decision=LATE, only=True, vary=["uk.openness=0.9"], frames="arrays"
    )
    rows = {name: column[found.outcomes["variant"] == 1] for name, column in found.outcomes.items()}
    wanted: dict[str, Any] = {"decision": LATE, "only": True, "settings": {"uk.openness": 0.9}}
    games: dict[int, Any] = {}
    for question, option, run in zip(rows["question"], rows["option"], rows["run"], strict=True):
        if not np.isnan(run):
            one = games.get(int(run))
            if one is None:
                one = sitroom.run(ukraine(), run=int(run), frames="arrays", **wanted)
                games[int(run)] = one
            at = one.decisions["question"].tolist().index(question)
            assert one.decisions["option"][at] == option


def test_a_voice_is_left_out_in_the_words_of_the_command_line() -> None:
    ways: list[Any] = ["no", False, np.False_]
    one, *others = (
        sitroom.run(
            ukraine(), decision=LATE, only=True, settings={"nato.at_table": out}, frames="arrays"
        )
        for out in ways
    )
    for other in others:
        np.testing.assert_array_equal(one.positions["position"], other.positions["position"])
    with pytest.raises(SettingError, match="maybe"):
        sitroom.run(ukraine(), decision=LATE, settings={"nato.at_table": "maybe"})


def kinds(made: Any) -> dict[str, str]:
    if isinstance(made, dict):
        return {name: str(column.dtype) for name, column in made.items()}
    types = made.schema if hasattr(made, "schema") else made.dtypes
    return {name: str(types[name]) for name in made.columns}


@pytest.mark.parametrize(
    "library",
    [
        pytest.param(name, marks=pytest.mark.slow) if name == "polars" else name
        for name in frames.LIBRARIES
    ],
)
def test_columns_have_the_same_types_whatever_happened(library: str) -> None:
    if library != "arrays":
        pytest.importorskip(library)
    settings: dict[str, Any] = {"decision": LATE, "only": True, "frames": library}
    few = sitroom.ensemble(ukraine(), runs=1, **settings)
    many = sitroom.ensemble(ukraine(), runs=20, rules=True, **settings)
    for name in TABLES:
        assert kinds(getattr(few, name)) == kinds(getattr(many, name)), name
    assert len(kinds(few.rules)) == 5
    one, other = (sitroom.run(ukraine(), seed=seed, **settings) for seed in (1, 2))
    for name in GAME:
        assert kinds(getattr(one, name)) == kinds(getattr(other, name)), name


def test_a_study_of_the_command_line_is_read(sitroom: Sitroom, here: Path) -> None:
    command = ("study", "arming-ukraine", "--decision", LATE, "--only", "--runs", "50")
    assert sitroom(*command, "--out", "mine", "--without", "nato").code == 0
    found = load_study(here / "mine", frames="arrays")
    again = ensemble(
        ukraine(), runs=50, decision=LATE, only=True, without=["nato"], frames="arrays"
    )
    for name in TABLES:
        ours, theirs = getattr(found, name), getattr(again, name)
        assert ours.keys() == theirs.keys()
        for column in ours:
            np.testing.assert_array_equal(ours[column], theirs[column])


def test_what_holds_against_history() -> None:
    found = sitroom.backtest(cuba(), runs=10, frames="arrays")
    assert found.scores["forecast"][0] == "model"
    known = found.decisions["history"]
    assert known.sum() == len(set(found.decisions["question"]))


def test_wrong_names_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SitroomError, match="Did you mean 'trump-proofing-2024'"):
        sitroom.run(ukraine(), decision="trump-profing-2024")
    with pytest.raises(frames.NoLibraryError, match="arrays, not of 'excel'"):
        sitroom.ensemble(ukraine(), frames="excel")  # type: ignore[call-overload]
    with pytest.raises(StudyError, match="nope holds no study"):
        sitroom.load_study("nope")
    monkeypatch.setattr(frames, "find_spec", lambda _: None)
    with pytest.raises(frames.NoLibraryError, match="pip install polars"):
        sitroom.run(ukraine(), decision=LATE, frames="polars")
    bare = sitroom.run(ukraine(), decision=LATE, only=True)
    assert isinstance(bare.aims["nearness"], np.ndarray)
    assert repr(bare).startswith("Game of frames (rows): decisions (")
    assert len(repr(bare)) < 100
    assert importlib.util.find_spec("numpy")


def test_doubt_comes_as_bands_of_shares() -> None:
    found = ensemble("cuba-1962", runs=5, decision="verify-28", doubt=2, frames="arrays")
    assert found.found.doubt is not None
    assert found.found.doubt.draws == 2
    assert np.less_equal(found.doubt["low"], found.doubt["high"]).all()
    assert (
        not ensemble("cuba-1962", runs=5, decision="verify-28", frames="arrays").doubt["low"].size
    )
