"""Studies: the same whoever plays them, made of the games that can be played alone."""

import csv
import importlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from sim.engine.events import Decided, Learned, Said
from sim.journal.session import Session
from sim.study import blocks, flips, sweep
from sim.study.account import account, wilson
from sim.study.blocks import Plan
from sim.study.study import Here
from sim.study.tally import Tally, empty
from tests.command import ROOT, Sitroom, squeezed, ukraine
from tests.study.batch import alone, journals

LATE = "kremlin-answer-washington-2024"  # the fourth from the end
LAST = "endgame-guarantees-2025"
SHORT = ("study", "arming-ukraine", "--decision", LATE)


def plan(runs: int, *, rules: bool = False) -> Plan:
    model = ukraine().model
    return Plan((model,), model.question(LATE), 3, runs, rules)


def told(wanted: Plan, size: int, pool: Callable[[], Executor] = Here, width: int = 1) -> str:
    tally = empty(wanted.models[0])
    todo = blocks.blocks([()], wanted.runs, size)
    for _, part in blocks.through(wanted, todo, pool, width):
        tally = tally.plus(part)
    return json.dumps(account(wanted.models[0], tally))


def test_neither_blocks_nor_processes_change_a_study() -> None:
    wanted = plan(600, rules=True)
    whole = told(wanted, 600)
    assert told(wanted, 77) == whole
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert told(wanted, 150, lambda: pool, 4) == whole


class Breaking(Here):
    """An executor whose worker is lost now and then."""

    calls = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        Breaking.calls += 1
        if Breaking.calls % 3 == 2:
            raise BrokenExecutor
        return super().submit(fn, *args, **kwargs)


class Broken(Here):
    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        raise BrokenExecutor


def test_a_block_whose_worker_was_lost_is_played_again() -> None:
    wanted = plan(200)
    assert told(wanted, 40, Breaking, 2) == told(wanted, 200)
    with pytest.raises(blocks.LostWorkersError):
        told(wanted, 40, Broken, 2)


def played(run: int) -> Session:
    session = Session(ukraine(), 3, decision=LATE, run=run)
    while not session.over:
        session.computer_move()
    return session


def test_a_study_counts_what_its_games_come_to() -> None:
    games = [played(run).events for run in range(12)]
    wanted = plan(len(games))
    found = account(wanted.models[0], blocks.play(wanted, blocks.Block(0, 0, len(games))))
    events = [event for game in games for event in game]
    taken = Counter((e.question, e.option) for e in events if isinstance(e, Decided))
    for question in found["questions"]:
        for option in question["options"]:
            assert option["count"] == taken[question["id"], option["id"]]
    moved: dict[tuple[str, str], float] = {}
    for said in (e for e in events if isinstance(e, Said)):
        for listener, (was, now) in said.moved.items():
            moved[said.seat, listener] = moved.get((said.seat, listener), 0.0) + now - was
    ours = {(a, b): points for a, heard in found["moved"].items() for b, points in heard.items()}
    assert len(ours) > 20
    for pair, points in moved.items():
        assert ours.get(pair, 0.0) == pytest.approx(points / len(games), abs=1e-4)


def test_a_study_knows_how_its_games_end() -> None:
    games = [played(run).events for run in range(12)]
    wanted = plan(len(games))
    found = account(wanted.models[0], blocks.play(wanted, blocks.Block(0, 0, len(games))))
    ends = [[e for e in game if isinstance(e, Learned)][-1] for game in games]
    rungs = Counter(pair for end in ends for pair in end.rungs.items())
    for ladder in found["ladders"]:
        for row in ladder["highest"]:
            if row["rung"] is not None:
                assert row["count"] == rungs[ladder["id"], row["rung"] - 1]
    for one in found["indicators"]:
        middle = sorted(end.indicators[one["id"]] for end in ends)[len(games) // 2 - 1]
        assert one["points"][-1]["p50"] == pytest.approx(middle, abs=0.051)
        assert one["points"][-1]["question"] is None


def test_runs_of_a_batch_are_games_byte_for_byte(tmp_path: Path) -> None:
    batch = journals(ukraine(), 5, 40)
    some = range(0, 40, 13)
    assert [batch[run] for run in some] == list(alone(ukraine(), 5, some, tmp_path))
    assert len(set(batch)) > 30


def test_wilson_intervals() -> None:
    low, high = wilson(10, 100)
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)
    assert wilson(0, 20)[0] == 0
    assert wilson(20, 20)[1] == 1


def test_a_study_fits_80_columns_and_is_kept(sitroom: Sitroom, here: Path) -> None:
    done = sitroom(*SHORT, "--runs", "300", "--out", "mine", "--rule", "--vary", "uk.openness=0,1")
    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= 80
    folder = here / "mine"
    assert {path.name for path in folder.iterdir()} == {
        "checkpoint.npz",
        "dissent.csv",
        "indicators.csv",
        "ladders.csv",
        "moved.csv",
        "outcomes.csv",
        "paths.csv",
        "rules.csv",
        "study.html",
        "study.json",
    }
    found = json.loads((folder / "study.json").read_text("utf-8"))
    assert found["complete"]
    assert [v["settings"] for v in found["variants"]] == [
        {"uk.openness": 0.0},
        {"uk.openness": 1.0},
    ]
    rows = list(csv.DictReader(io.StringIO((folder / "outcomes.csv").read_text("utf-8"))))
    for variant in "012":
        asked = [r for r in rows if r["variant"] == variant and r["question"] == LATE]
        assert sum(int(r["count"]) for r in asked) == 300
    page = (folder / "study.html").read_text("utf-8")
    assert "http:" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in page
    assert page.count("<svg") > 8


def test_the_rule_of_a_table_is_what_its_runs_went_by(sitroom: Sitroom) -> None:
    found = sitroom(*SHORT, "--runs", "1500", "--rule", "majority", "--json").json
    (last,) = (q for q in found["questions"] if q["id"] == LAST)
    assert set(last["rules"]) == {"decider", "consent", "weighted", "majority", "unanimity"}
    for option in last["options"]:
        assert (
            option["low"] - 0.02 <= last["rules"]["weighted"][option["id"]] <= option["high"] + 0.02
        )
    lowest = last["options"][0]["id"]
    assert last["rules"]["unanimity"][lowest] > last["rules"]["weighted"][lowest]


def test_a_run_is_opened_as_the_game_that_it_is(sitroom: Sitroom, here: Path) -> None:
    sitroom(*SHORT, "--runs", "60", "--out", "mine", "--seed", "9", "--without", "nato")
    alone = sitroom("run", "arming-ukraine", "--decision", LATE, "--seed", "9", "--run", "41")
    opened = sitroom("replay", "mine#41", "--plain")
    assert opened.code == alone.code == 0
    assert opened.out == alone.out
    other = sitroom("replay", "mine#41", "--plain", "--variant", "1")
    assert other.code == 0
    assert other.out != alone.out
    sitroom("replay", "mine#60", "--plain").refused(2, "0 to 59")
    sitroom("replay", "mine#4", "--plain", "--variant", "2").refused(2, "1 variants")
    sitroom("replay", "mine", "--plain").refused(2, "#")
    sitroom("replay", "mime#4", "--plain").refused(2, "no study", "Did you mean 'mine'?")
    assert here.exists()


def stopping(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Interrupt the study after so many blocks of 50 runs."""
    play, count = blocks.play, 0

    def interrupted(wanted: Plan, block: blocks.Block) -> Tally:
        nonlocal count
        count += 1
        if count > after:
            raise KeyboardInterrupt
        return play(wanted, block)

    monkeypatch.setattr(blocks, "play", interrupted)
    monkeypatch.setattr(blocks, "LEAST", 50)


def test_a_study_that_was_stopped_goes_on(
    sitroom: Sitroom, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = (*SHORT, "--runs", "400", "--json", "--vary", "uk.openness=0.5")
    whole = sitroom(*wanted).json
    with monkeypatch.context() as patch:
        stopping(patch, 3)
        stopped = sitroom(*wanted, "--out", "mine")
    assert stopped.code == 130
    assert not stopped.json["complete"]
    assert 0 < stopped.json["runs"] < 400 == stopped.json["wanted"]
    text = (here / "mine" / "study.html").read_text("utf-8")
    assert "Stopped early" in text
    for other in (("--seed", "2"), ("--only",), ("--rule",), ("--without", "state")):
        sitroom(*wanted, "--out", "mine", *other).refused(2, "mine", "another folder")
    assert sitroom(*wanted, "--out", "mine").json == whole
    sitroom(*SHORT, "--runs", "399", "--vary", "uk.openness=0.5", "--out", "mine").refused(2, "400")
    (here / "other").mkdir()
    (here / "other" / "letter.txt").write_text("mine")
    sitroom(*wanted, "--out", "other").refused(2, "something else")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("uk.opennes=0.5", ["openness"]),
        ("ukk.openness=0.5", ["Did you mean 'uk'?"]),
        ("uk.concerns.escalatoin=0.5", ["Did you mean 'escalation'?"]),
        ("uk.trusts.ukk=0.5", ["no trusts 'ukk'"]),
        ("uk.positions.kharkiv=5", ["no positions 'kharkiv'", "kharkiv-2024"]),
        ("model.temprature=5", ["Did you mean 'temperature'?"]),
        ("model.rounds=1.5", ["not a whole number"]),
        ("uk.openness=1.5", ["1.5 is not from 0 to 1"]),
        ("uk.openness=nan", ["nan"]),
        ("uk.openness=a..b", ["0.4..1.0:7"]),
        ("uk.openness=0..1:900", ["200"]),
        ("uk.at_table=maybe", ["yes"]),
        ("uk.openness", ["KEY=VALUES"]),
        ("white-house.at_table=no", ["decides early-arms-2022"]),
    ],
)
def test_what_can_not_be_varied(sitroom: Sitroom, written: str, words: list[str]) -> None:
    sitroom(*SHORT, "--runs", "10", "--vary", written).refused(2, *words)


def test_settings_make_every_combination() -> None:
    content = ukraine().content
    found = sweep.variants(content, ["uk.openness=0..1:3", "state.at_table=yes,no"], ["nato"])
    assert len(found) == 7
    assert found[1] == {"uk.openness": 0.0, "state.at_table": False}
    assert found[-1] == {"nato.at_table": False}
    with pytest.raises(sweep.SettingError, match="231 variants"):
        sweep.variants(content, ["uk.openness=0..1:21", "state.openness=0..1:11"], [])


def test_a_setting_at_the_value_it_has_changes_nothing() -> None:
    content, model = ukraine().content, ukraine().model
    base = flips.outcome(content, "kharkiv-2024")
    for key in flips.keys(content, model, "kharkiv-2024"):
        kind = sweep.kind_of(content, key)
        if kind.what in ("openness", "trusts") and kind.owner == "white-house":
            same = sweep.changed(content, {key: flips.now(content, model, kind)})
            assert flips.outcome(same, "kharkiv-2024") == base


def test_what_flips_a_decision_flips_it_there_and_not_before() -> None:
    content, model = ukraine().content, ukraine().model
    decision = "early-arms-2022"
    base = flips.outcome(content, decision)
    assert base is not None
    key = f"white-house.positions.{decision}"
    row = flips.probe(content, model, decision, base, key)
    assert row["share"] is not None
    for part, turned in ((1.0, True), (0.9, False)):
        value = row["now"] + part * row["change"]
        seen = flips.outcome(sweep.changed(content, {key: value}), decision)
        assert seen is not None
        assert (seen.option != base.option) == turned
    gone = flips.probe(content, model, decision, base, "white-house.at_table")
    assert gone["share"] is None


def test_flips_are_told(sitroom: Sitroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        flips, "keys", lambda *_: [f"white-house.positions.{EARLY}", "ukraine.at_table"]
    )
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    done = sitroom("study", "arming-ukraine", "--only", "--runs", "20", "--flips", EARLY)
    assert done.code == 0
    assert "White House: position" in done.out
    assert "Ukraine: at the table" in done.out
    assert "2 looked at" in squeezed(done.out)


EARLY = "early-arms-2022"


def test_a_cluster_that_is_not_there(sitroom: Sitroom) -> None:
    pytest.importorskip("distributed")
    sitroom(*SHORT, "--cluster", "tcp://127.0.0.1:1", "--runs", "10").refused(
        2, "no Dask scheduler"
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Any:
    """A scheduler and two workers, each a process of its own, on this machine."""
    pytest.importorskip("distributed")
    place = tmp_path / "scheduler.json"
    free = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": ""}
    shared = {
        "env": free,
        "cwd": tmp_path,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }

    def start(what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, *options]
        return subprocess.Popen(command, **shared)  # type: ignore[call-overload,no-any-return]

    host = ("--host", "127.0.0.1", "--no-dashboard")
    started = [start("scheduler", *host, "--port", "0", "--scheduler-file", str(place))]
    while not place.exists():
        assert started[0].poll() is None
        time.sleep(0.1)
    one = ("--no-nanny", "--nthreads", "1", "--scheduler-file", str(place), *host)
    started += [start("worker", *one) for _ in range(2)]
    try:
        yield json.loads(place.read_text("utf-8"))["address"], started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_a_cluster_that_loses_a_worker_plays_the_same_study(cluster: Any) -> None:
    address, (first, _) = cluster
    connect = importlib.import_module("distributed").Client
    wanted = plan(1500)
    whole = told(wanted, 1500)
    with connect(address, timeout=20, set_as_default=False) as client:
        client.wait_for_workers(2)
        tally, lost = empty(wanted.models[0]), False
        todo = blocks.blocks([()], wanted.runs, 100)
        for _, part in blocks.through(wanted, todo, client.get_executor, 4):
            tally = tally.plus(part)
            if not lost:
                first.send_signal(signal.SIGKILL)
                lost = True
    assert json.dumps(account(wanted.models[0], tally)) == whole


def test_a_saved_run_goes_on_and_is_looked_back_at(sitroom: Sitroom, home: Path) -> None:
    path = home / "games" / "seventh.jsonl"
    session = Session(ukraine(), 3, decision=LATE, path=path, run=7)
    for _ in range(20):
        session.computer_move()
    again = Session.resume(path)
    assert again.state.runs.tolist() == [7]
    while not again.over:
        again.computer_move()
    assert [e for e in again.events if isinstance(e, Decided)] == [
        e for e in played(7).events if isinstance(e, Decided)
    ]
    found = sitroom("debrief", "seventh", "--format", "json").json
    assert found["run"] == 7
    assert len(found["turned"]) == len([e for e in again.events if isinstance(e, Decided)])
