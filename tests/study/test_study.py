"""Studies: the same whoever plays them, made of the games that can be played alone."""

import csv
import importlib
import io
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from sitroom.engine.events import Decided, Learned, Said
from sitroom.journal.session import Session
from sitroom.render import frames
from sitroom.scenario import settings
from sitroom.study import blocks, flips, setup, sweep
from sitroom.study.blocks import Plan
from sitroom.study.pool import Alone, Pool
from sitroom.study.results import plain
from sitroom.study.summary import account, wilson
from sitroom.study.tally import Tally, empty
from tests.command import Sitroom, squeezed, ukraine
from tests.study.batch import alone, journals

LATE = "kremlin-answer-washington-2024"  # the fourth from the end
LAST = "endgame-guarantees-2025"
SHORT = ("study", "arming-ukraine", "--decision", LATE)
TERMS = "terms-27"
CUBA = ("study", "cuba-1962", "--decision", TERMS)  # quicker to read


def plan(runs: int, *, rules: bool = False) -> Plan:
    model = ukraine().model
    return Plan((model,), model.question(LATE), 3, runs, rules)


def told(wanted: Plan, size: int, pool: Pool | None = None) -> str:
    tally = empty(wanted.models[0])
    todo = blocks.blocks([()], wanted.runs, size)
    for _, part in blocks.through(wanted, todo, pool or Alone()):
        tally = tally.plus(part)
    return json.dumps(plain(account(wanted.models[0], tally)))


def test_blocks_do_not_change_a_study() -> None:
    wanted = plan(150, rules=True)
    assert told(wanted, 37) == told(wanted, 150)


@cache
def played(run: int) -> Session:
    """Return a game as it ended."""
    session = Session(ukraine(), 3, decision=LATE, run=run)
    while not session.over:
        session.computer_move()
    return session


def test_a_study_counts_what_its_games_come_to_and_how_they_end() -> None:
    games = [played(run).events for run in range(8)]
    wanted = plan(len(games))
    found = account(wanted.models[0], blocks.play(wanted, blocks.Block(0, 0, len(games))))
    events = [event for game in games for event in game]
    taken = Counter((e.question, e.option) for e in events if isinstance(e, Decided))
    for question in found.questions:
        for option in question.options:
            assert option.count == taken[question.id, option.id]
    moved: dict[tuple[str, str], float] = {}
    for said in (e for e in events if isinstance(e, Said)):
        for listener, (was, now) in said.moved.items():
            moved[said.seat, listener] = moved.get((said.seat, listener), 0.0) + now - was
    ours = {(a, b): points for a, heard in found.moved.items() for b, points in heard.items()}
    assert len(ours) > 20
    for pair, points in moved.items():
        assert ours.get(pair, 0.0) == pytest.approx(points / len(games), abs=1e-4)
    ends = [[e for e in game if isinstance(e, Learned)][-1] for game in games]
    rungs = Counter(pair for end in ends for pair in end.rungs.items())
    for ladder in found.ladders:
        for row in ladder.highest:
            if row.rung is not None:
                assert row.count == rungs[ladder.id, row.rung - 1]
    for one in found.indicators:
        middle = sorted(end.indicators[one.id] for end in ends)[len(games) // 2 - 1]
        assert one.points[-1].p50 == pytest.approx(middle, abs=0.051)
        assert one.points[-1].question is None


@pytest.mark.slow
def test_runs_of_a_batch_are_games_byte_for_byte() -> None:
    batch = journals(ukraine(), 5, 40)
    some = range(0, 40, 13)
    assert [batch[run] for run in some] == list(alone(ukraine(), 5, some))
    assert len(set(batch)) > 30


def test_wilson_intervals() -> None:
    low, high = wilson(10, 100)
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)
    assert wilson(0, 20)[0] == 0
    assert wilson(20, 20)[1] == 1


def test_a_study_fits_80_columns_and_is_kept(sitroom: Sitroom, here: Path) -> None:
    done = sitroom(*CUBA, "--runs", "300", "--out", "mine", "--rule", "--vary", "cia.openness=0,1")
    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= 80
    folder = here / "mine"
    assert {path.name for path in folder.iterdir()} == {
        "checkpoint.npz",
        "dissent.csv",
        "endings.csv",
        "flows.csv",
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
        {"cia.openness": 0.0},
        {"cia.openness": 1.0},
    ]
    rows = list(csv.DictReader(io.StringIO((folder / "outcomes.csv").read_text("utf-8"))))
    for variant in "012":
        asked = [r for r in rows if r["variant"] == variant and r["question"] == TERMS]
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
    sitroom(*CUBA, "--runs", "60", "--out", "mine", "--seed", "9", "--without", "nato-turkey")
    alone = sitroom("run", "cuba-1962", "--decision", TERMS, "--seed", "9", "--run", "41")
    opened = sitroom("replay", "mine#41", "--plain")
    assert opened.code == alone.code == 0
    assert opened.out == alone.out
    assert opened.err == "Run 41 of mine\n"
    other = sitroom("replay", "mine#41@1", "--plain")
    assert other.code == 0
    assert other.out != alone.out
    sitroom("replay", "mine#60", "--plain").refused(2, "0 to 59")
    sitroom("replay", "mine#4@2", "--plain").refused(2, "1 variants")
    sitroom("replay", "mine#4@", "--plain").refused(2, "study#48213@2")
    sitroom("replay", "mine", "--plain").refused(2, "#")
    sitroom("replay", "mime#4", "--plain").refused(2, "no study", "Did you mean 'mine'?")
    assert here.exists()


def stopping(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Interrupt the study after so many blocks, which are of 50 runs or some more."""
    play, count = blocks.play, 0

    def interrupted(wanted: Plan, block: blocks.Block) -> Tally:
        nonlocal count
        count += 1
        if count > after:
            raise KeyboardInterrupt
        return play(wanted, block)

    monkeypatch.setattr(blocks, "play", interrupted)
    monkeypatch.setattr(blocks, "LEAST", 50)


@pytest.mark.slow
def test_a_study_that_was_stopped_goes_on(
    sitroom: Sitroom, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = (*SHORT, "--runs", "400", "--json", "--vary", "uk.openness=0.5")
    whole = sitroom(*wanted).json
    with monkeypatch.context() as patch:
        stopping(patch, 1)
        stopped = sitroom(*wanted, "--out", "mine")
    assert stopped.code == 130
    assert not stopped.json["complete"]
    assert 0 < stopped.json["runs"] < 400 == stopped.json["wanted"]
    text = (here / "mine" / "study.html").read_text("utf-8")
    assert "Stopped early" in text
    with monkeypatch.context() as patch:
        stopping(patch, 0)
        told = sitroom(*(word for word in wanted if word != "--json"), "--out", "mine")
        nothing = sitroom(*wanted, "--out", "none")
    last = " ".join(told.out.split()[-60:])
    assert f"Stopped at {stopped.json['runs']} of 800 runs. The same command goes on" in last
    assert "1. UK: openness 0.5 (not reached)" in told.out
    assert (nothing.code, nothing.out) == (130, "")
    assert "the same command begins again" in nothing.err
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
    with pytest.raises(settings.SettingError, match="231 variants"):
        sweep.variants(content, ["uk.openness=0..1:21", "state.openness=0..1:11"], [])


def test_very_big_blocks_begin_small() -> None:
    found = blocks.blocks([(), ()], 50_000, 25_000)
    assert [one.last - one.first for one in found[:5]] == [2000, 4000, 8000, 16_000, 20_000]
    assert sum(one.last - one.first for one in found) == 100_000
    assert {one.last - one.first for one in blocks.blocks([()], 9000, 3000)} == {3000}


def test_what_is_varied_is_told_with_what_it_was(sitroom: Sitroom) -> None:
    wanted = ("--vary", "uk.concerns.escalation=0.1", "--without", "nato", "--only")
    done = sitroom(*SHORT, "--runs", "40", *wanted)
    told = squeezed(done.out)
    weight = ukraine().content.actors["uk"].concerns["escalation"].weight
    assert f"0. as it is: UK: weight of risk of retaliation {weight:g}; with NATO" in told
    assert "The world were otherwise" in told
    assert "--vary and --without are not crossed" in told
    assert "In 1 of the 1" not in told
    assert "no rung, in" not in told


@pytest.mark.slow
def test_a_setting_at_the_value_it_has_changes_nothing() -> None:
    content, model = ukraine().content, ukraine().model
    base = flips.outcome(content, "kharkiv-2024")
    for key in flips.keys(content, model, "kharkiv-2024"):
        kind = settings.kind_of(content, key)
        if kind.what in ("openness", "trusts") and kind.owner == "white-house":
            value = flips.now(content, model, kind)
            assert value is not None
            same = settings.changed(content, {key: value})
            assert flips.outcome(same, "kharkiv-2024") == base


@pytest.mark.slow
def test_what_flips_a_decision_flips_it_there_and_not_before() -> None:
    content, model = ukraine().content, ukraine().model
    decision = "early-arms-2022"
    base = flips.outcome(content, decision)
    assert base is not None
    key = f"white-house.positions.{decision}"
    row = flips.probe(content, model, decision, base, key)
    assert row.change is not None
    for part, turned in ((1.0, True), (0.9, False)):
        value = row.now + part * row.change
        seen = flips.outcome(settings.changed(content, {key: value}), decision)
        assert seen is not None
        assert (seen.option != base.option) == turned
    gone = flips.probe(content, model, decision, base, "white-house.at_table")
    assert gone.share is None


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


def test_tables_may_be_parquet(
    sitroom: Sitroom, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = importlib.import_module("pyarrow.parquet")
    wanted = (*CUBA, "--runs", "60", "--out", "mine", "--vary", "nato-turkey.at_table=yes,no")
    assert sitroom(*wanted).code == 0
    found = json.loads((here / "mine" / "study.json").read_text("utf-8"))
    rows = list(csv.DictReader(io.StringIO((here / "mine" / "outcomes.csv").read_text("utf-8"))))
    assert sitroom(*wanted, "--format", "parquet").code == 0
    assert not list((here / "mine").glob("*.csv"))
    table = parquet.read_table(here / "mine" / "outcomes.parquet")
    assert table.schema.field("count").type == arrow.int64()
    assert table.schema.field("share").type == arrow.float64()
    assert table.schema.field("nato-turkey.at_table").type == arrow.bool_()
    assert [str(n) for n in table["count"].to_pylist()] == [row["count"] for row in rows]
    assert set(table["nato-turkey.at_table"].to_pylist()) == {True, False}
    assert found["settings"] == {"nato-turkey.at_table": True}
    sitroom(*CUBA, "--format", "parquet").refused(2, "--out")
    monkeypatch.setattr(frames, "find_spec", lambda _: None)
    sitroom(*wanted, "--format", "parquet").refused(2, "pyarrow or polars")


@pytest.mark.slow
def test_a_game_of_a_variant_is_saved_as_one(sitroom: Sitroom, home: Path) -> None:
    wanted = {"uk.openness": 0.9, "nato.at_table": False}
    head = setup.header(ukraine(), 9, LATE)
    alone = setup.session(ukraine(), head, 5, wanted)
    path = home / "games" / "other.jsonl"
    session = Session(alone.loaded, 9, decision=LATE, path=path, run=5)
    for one in (alone, session):
        while not one.over:
            one.computer_move()
    session = Session(ukraine(), 9)  # lets go of the file
    assert Session.resume(path).events == alone.events
    assert sitroom("debrief", "other", "--format", "json").json["run"] == 5
    as_it_is = setup.session(ukraine(), head, 5, {})
    assert as_it_is.header.digest != alone.header.digest
    while not as_it_is.over:
        as_it_is.computer_move()
    assert as_it_is.events != alone.events
