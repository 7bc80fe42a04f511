"""Trying a scenario out: what never happens, dead ends and how one gets there, and honest bounds."""

import importlib
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings

from sitroom.engine import game, turn
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Choose, Pass
from sitroom.engine.state import UNSAID, Phase, State
from sitroom.loader.opening import prepare
from sitroom.study.coverage import Seen
from sitroom.study.pool import Alone
from sitroom.study.reachability import walk
from sitroom.study.results import plain
from sitroom.study.tryout import Block, account, blocks, play, try_out
from tests.command import Sitroom, squeezed
from tests.engine.worlds import models
from tests.loader.test_conditions import scenario
from tests.loader.world import MAIN, broken, write

FEW = settings(max_examples=12)  # each walks a whole scenario
MANY = 10**6


def flawed() -> dict[str, str]:
    """The harbour with an inject that only play shows to be dead, a silent seat and a dead end."""
    text = scenario("{not: {all: [{chosen: {entry: [yes]}}, {chosen: {entry.answer: [sues]}}]}}")
    never = "{all: [{chosen: {entry: [no]}}, {at_most: {stocks: 36}}]}"
    text = broken(text, MAIN, "{at_most: {stocks: 36}}", never)
    text = broken(text, MAIN, "trade: {value: 1}", "trade: {value: 0}")
    return broken(
        text, MAIN, "concern: trade\n        claim: -0.5", "concern: safety\n        claim: -0.5"
    )


def found(text: dict[str, str], runs: int = 40) -> Any:
    model = prepare(text).model
    tried = try_out(model, runs, 1, Alone(), lambda _: None)
    return plain(account(model, tried, "harbour", 1))


def kinds(text: dict[str, str]) -> list[tuple[str, str]]:
    return [(one["kind"], one["id"]) for one in found(text)["findings"]]


def steps(path: list[dict[str, str]]) -> list[str]:
    return [f"{step['question']}={step['option']}" for step in path]


def test_flaws_are_found_with_the_path_that_leads_there() -> None:
    first, dead, silent = found(flawed())["findings"]
    assert (first["kind"], first["id"], first["path"]) == ("unreachable", "repair.bill", None)
    assert (dead["kind"], dead["question"]) == ("dead-end", "entry.answer")
    assert steps(dead["path"]) == ["entry=yes", "entry.answer=sues"]
    assert 0 < dead["random"] < 1
    assert (silent["kind"], silent["id"], silent["always"]) == ("silent-seat", "mayor", False)
    assert steps(silent["path"]) == ["entry=no", "entry.answer=pays"]


def test_a_sound_scenario_has_no_findings() -> None:
    assert kinds(scenario()) == []


def test_a_game_that_a_rung_ends_is_no_dead_end() -> None:
    text = scenario("{chosen: {entry: [no]}}")
    assert ("dead-end", "entry.answer") in kinds(text)
    ends = broken(text, MAIN, "title: Come to the quay", "title: Come to the quay, ends: yes")
    assert not [kind for kind, _ in kinds(ends) if kind == "dead-end"]


def test_a_choice_that_is_none_is_told() -> None:
    cold = broken(scenario(), MAIN, "decisions:\n", "model: {temperature: 0}\ndecisions:\n")
    assert ("no-real-choice", "sues") in kinds(cold)  # the owner stands at 60, a court at 80
    assert not [kind for kind, _ in kinds(scenario()) if kind == "no-real-choice"]


def test_a_recorded_outcome_off_historys_path_is_told() -> None:
    text = scenario("{chosen: {entry: [no]}}")
    history = """\
    history:
      option: half
      date: 2024-06-02
      says: It was patched up.
      evidence: [{source: paper, paragraph: 9, as_of: 2024-06-02, says: It was.}]
    rule: {kind: decider, decider: mayor}
"""
    text = broken(text, MAIN, "    rule: {kind: decider, decider: mayor}\n", history)
    assert ("off-history", "half") in kinds(text)


def test_an_option_that_is_never_on_the_table_is_told() -> None:
    half = "- {id: half, title: Half, rung: anchor, means: It is patched up."
    more = f"{half}}}\n      - {{id: new, title: New, rung: anchor, means: It is built anew., "
    never = broken(scenario(), MAIN, half, f"{more}when: {{at_least: {{stocks: 90}}}}")
    assert kinds(never) == [("unreachable", "repair.new")]
    assert kinds(broken(never, MAIN, "stocks: 90", "stocks: 30")) == []


ENDINGS = """\
endings:
  - {id: in, when: {chosen: {entry: [yes]}}, title: It lies here, says: It is repaired.}
  - {id: out, title: It is gone, says: Nobody saw it.}
decisions:
"""


def test_shares_are_those_of_the_games() -> None:
    table = found(broken(scenario(), MAIN, "decisions:\n", ENDINGS), runs=200)
    entry, answer, repair = table["questions"]
    assert entry["asked"] == {"computer": 1, "random": 1}
    for seats in ("computer", "random"):
        assert sum(option[seats] for option in entry["options"]) == pytest.approx(1)
        (let_in,) = [option[seats] for option in entry["options"] if option["id"] == "yes"]
        assert repair["injects"][0][seats] == let_in  # the bill arrives where the ship was let in
        assert [end[seats] for end in table["endings"]] == [let_in, pytest.approx(1 - let_in)]
        assert [note[seats] for note in repair["notes"]] == [let_in, pytest.approx(1 - let_in)]
    # Random seats do what people might: all options about as often, and every line at times.
    assert all(
        0.35 < option["random"] < 0.65 for q in (entry, answer, repair) for option in q["options"]
    )
    assert all(line["random"] > 0 for question in (entry, repair) for line in question["arguments"])


def test_what_the_dice_do_depends_on_seed_and_run_alone() -> None:
    model = prepare(scenario()).model
    for seats in ("computer", "random"):
        parts = Seen()
        for first, runs in ((0, 3), (3, 4), (7, 5)):
            parts.add(play(model, 5, Block(seats, first, runs)))
        whole = play(model, 5, Block(seats, 0, 12))
        assert (parts.counts, parts.paths) == (whole.counts, whole.paths)
    other = play(model, 6, Block("random", 0, 12))
    assert other.counts != whole.counts


@pytest.mark.parametrize("runs", [1, 2, 999, 10_001])
def test_runs_are_split_in_halves_and_none_is_lost(runs: int) -> None:
    split = blocks(runs)
    assert sum(block.runs for block in split) == runs
    computer = [block for block in split if block.seats == "computer"]
    assert sum(block.runs for block in computer) == (runs + 1) // 2
    assert [block.first for block in computer] == [500 * i for i in range(len(computer))]


def every_way(model: CompiledScenario, state: State, seen: Seen) -> int:
    """Walk all choices one by one, merging nothing; return in how many ways a game can end."""
    seen.opening(model, state)
    question, ended = model.questions[state.question], 0
    for option in range(len(question.options)):
        unsaid = np.full((1, len(question.voters)), UNSAID)
        (after,) = turn.settle(model, state, np.array([option]), unsaid)
        if after.phase is Phase.OVER:
            seen.end(model, after)
            ended += 1
        else:
            ended += every_way(model, after, seen)
    return ended


@FEW
@given(models())
def test_the_walk_sees_what_walking_every_single_way_sees(model: CompiledScenario) -> None:
    assume(np.prod([len(question.options) for question in model.questions]) <= 200)
    seen = Seen()
    ways = every_way(model, turn.start(model, 0, np.zeros(1, dtype=np.int64)), seen)
    walked = walk(model)
    assert walked.exhaustive
    assert walked.ways == ways
    assert set(walked.seen.counts) == set(seen.counts)
    assert {fact: len(path) for fact, path in walked.seen.paths.items()} == {
        fact: len(path) for fact, path in seen.paths.items()
    }


@FEW
@given(models())
def test_nothing_happens_in_play_that_the_walk_does_not_see(model: CompiledScenario) -> None:
    walked = walk(model).seen.counts
    for seats in ("computer", "random"):
        for fact in play(model, 1, Block(seats, 0, 12)).counts:
            assert fact in walked or fact[0] in ("option", "said"), fact


@FEW
@given(models())
def test_every_path_told_leads_there(model: CompiledScenario) -> None:
    for fact, path in walk(model).seen.paths.items():
        seen, state = Seen(), game.start(model, 1).state
        seen.opening(model, state)
        for number, option in path:
            assert state.question == number
            while state.question == number and state.phase is not Phase.OVER:
                seat = str(game.mover(model, state))
                wanted = model.questions[number].options[option].id
                choosing = state.phase is Phase.CHOOSE
                move = Choose(seat, wanted) if choosing else Pass(seat)
                state = game.play(model, state, move).state
            (seen.end if state.phase is Phase.OVER else seen.opening)(model, state)
        assert fact in seen.counts


def test_a_walk_that_is_cut_short_says_so_and_claims_nothing() -> None:
    model = prepare(flawed()).model
    cut = walk(model, most=1)
    assert not cut.exhaustive
    assert cut.cut["entry.answer"] == (1, 2)
    assert walk(model, most=MANY).cut == {}


def test_the_report_at_the_terminal(sitroom: Sitroom, tmp_path: Path) -> None:
    root = write(tmp_path, flawed())
    path = root / MAIN
    done = sitroom("try", str(path), "--runs", "20", "--jobs", "1")
    assert done.code == 0
    assert all(len(line) <= 80 for line in done.out.splitlines() if str(root) not in line)
    told = squeezed(done.out)
    assert "Exhaustive: all 7 ways to choose were walked" in told
    assert "1. Can never happen: inject 'repair.bill' (A bill arrives)" in told
    line = next(i for i, text in enumerate(path.read_text().splitlines(), 1) if "id: bill" in text)
    assert f"{path}:{line}" in done.out
    assert "shortest path: entry=yes, entry.answer=sues" in told
    assert told.index("Dead end") < told.index("How games ended")
    assert sitroom("try", str(path), "--runs", "2", "--strict").code == 1


@pytest.mark.slow
def test_json_is_the_same_however_the_work_is_shared(sitroom: Sitroom, tmp_path: Path) -> None:
    path = str(write(tmp_path, flawed()) / MAIN)
    one, two = (
        sitroom("try", path, "--runs", "1200", "--seed", "3", "--jobs", jobs, "--json").out
        for jobs in ("1", "2")
    )
    assert one == two
    strict = sitroom("try", "arming-ukraine", "--runs", "10", "--strict", "--json")
    assert strict.code == 0
    assert strict.json["findings"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="terminals")
def test_it_says_how_far_it_is_where_somebody_looks(home: Path, tmp_path: Path) -> None:
    pty = importlib.import_module("pty")
    ours, theirs = pty.openpty()
    root = write(tmp_path, scenario())
    command = [sys.executable, "-m", "sitroom", "try", str(root / MAIN), "--runs", "2000"]
    with subprocess.Popen(command, stderr=theirs, stdout=subprocess.DEVNULL) as process:
        os.close(theirs)
        told = b""
        with suppress(OSError):  # as a terminal ends
            while part := os.read(ours, 1000):
                told += part
        os.close(ours)
    assert process.returncode == 0, told.decode()
    assert home
    assert b"0 of 2,000 games" in told
    assert b"[########################] 2,000 of 2,000 games" in told
