"""The arena: the same seeds for every contender, kept as it goes, told with intervals."""

import json
import sys
from pathlib import Path

import pytest

from sitroom.errors import SitroomError
from sitroom.journal import record
from sitroom.journal.session import Session
from sitroom.loader.opening import Loaded, open_scenario, prepare
from sitroom.seats import arena_games, arena_page, escalation
from sitroom.seats.arena import GAMES, Arena
from sitroom.seats.arena_games import Contender
from sitroom.study.pool import Alone
from tests.command import Sitroom
from tests.seats.test_sight import scenarios_with_several_voters

HIGHEST = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    if asked["type"] == "move":
        move = {"number": 1}
        if asked["look"]["phase"] == "choose":
            move = {"move": "choose", "option": asked["look"]["options"][-1]["id"]}
        print(json.dumps(move), flush=True)
"""


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return prepare(scenarios_with_several_voters()[0])


@pytest.fixture
def contenders(tmp_path: Path) -> tuple[Contender, ...]:
    program = tmp_path / "highest.py"
    program.write_text(HIGHEST)
    command = f"{sys.executable} -I -S {program}"
    return Contender("ann", "random"), Contender("bob", "<b>highest", command)


def told(arena: Arena) -> list[dict[str, object]]:
    """The rows of an arena without what the machine makes of them."""
    rows = [{k: v for k, v in row.items() if k != "seconds"} for row in arena.rows]
    return sorted(rows, key=lambda row: (str(row["contender"]), int(str(row["run"]))))


@pytest.mark.slow
def test_an_arena_that_was_stopped_goes_on_to_the_same_end(
    loaded: Loaded, contenders: tuple[Contender, ...], tmp_path: Path
) -> None:
    def made(name: str) -> Arena:
        return Arena(loaded, contenders, 7, tmp_path / name, journals=True)

    whole, cut = made("whole"), made("cut")
    assert sum(whole.play(Alone())) == whole.total == 21
    next(cut.play(Alone()))  # and no further
    file = tmp_path / "cut" / GAMES
    file.write_bytes(file.read_bytes()[:-30])  # the last row is cut short
    again = made("cut")
    assert len(again.rows) == 4
    assert sum(again.play(Alone())) == 17
    assert told(again) == told(whole)
    assert not made("cut").blocks()
    arena_games.close()
    kept = tmp_path / "whole" / "games" / "bob__b_highest-3.jsonl"
    game = Session.replay(record.read(kept), exact=True)  # without the program
    assert game.over
    with pytest.raises(SitroomError, match="holds other games"):
        Arena(loaded, contenders, 7, tmp_path / "cut", seed=2)
    (tmp_path / "highest.py").write_text("# another program")
    with pytest.raises(SitroomError, match="bob=<b>highest has changed since it played"):
        made("cut")
    Arena(loaded, contenders[:1], 7, tmp_path / "cut", journals=True)  # the others may go on


def test_the_page_tells_contenders_apart_and_obeys_none(
    loaded: Loaded, contenders: tuple[Contender, ...], tmp_path: Path
) -> None:
    arena = Arena(loaded, contenders, 12, tmp_path / "arena", decision="first", only=True)
    list(arena.play(Alone()))
    arena_games.close()
    computer, random, highest = arena_page.write(arena)
    assert computer.games == random.games == highest.games == 12
    assert highest.refused == highest.computers == 0
    assert random.variety is not None
    assert not computer.differences
    apart = highest.differences["height"]
    assert 0 < highest.otherwise <= 12
    assert apart.low <= apart.value <= apart.high
    height = highest.means["height"], computer.means["height"]
    assert apart.value == pytest.approx(float(height[0] or 0) - float(height[1] or 0))
    page = (tmp_path / "arena" / "index.html").read_text("utf-8")
    assert "&lt;b&gt;highest" in page
    assert "<b>highest" not in page
    assert "Nobody has said which rung" in page
    outcomes = (tmp_path / "arena" / "outcomes.csv").read_text("utf-8-sig")
    assert outcomes.startswith("contender,question,option,games,share,history\n")


def test_the_same_run_has_the_same_chance_for_every_contender(
    loaded: Loaded, tmp_path: Path
) -> None:
    """A contender that plays as the computer does comes to the computer's games."""
    arena = Arena(loaded, (Contender("ann", "computer"),), 5, tmp_path / "arena")
    list(arena.play(Alone()))
    events = {(row["contender"], row["run"]): row["events"] for row in arena.rows}
    assert all(events["ann=computer", run] == events["computer", run] for run in range(5))
    built_in, same = arena_page.write(arena)
    assert {one.value for one in same.differences.values()} == {0.0}
    assert built_in.otherwise == same.otherwise == 0


@pytest.mark.parametrize("scenario", ["arming-ukraine", "cuba-1962"])
def test_each_rung_is_of_one_class(scenario: str) -> None:
    whole = json.loads(escalation._FILE.read_text("utf-8"))
    assert set(whole["points"]) >= {name for by in whole["rungs"][scenario].values() for name in by}
    content = open_scenario(scenario).content.scenario
    for ladder, written in content.ladders.items():
        by = whole["rungs"][scenario][ladder]
        assert sorted(rung for rungs in by.values() for rung in rungs) == sorted(
            rung.id for rung in written.rungs
        )
    assert set(whole["rungs"][scenario]) == set(content.ladders)


def test_the_command_refuses_what_it_cannot_play(sitroom: Sitroom, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "arena"), "--games", "1")
    sitroom("arena", "cuba-1962", "--seat", "nobody=random", *out).refused(2, "no actor 'nobody'")
    sitroom("arena", "cuba-1962", "--seat", "cia=no-such", *out).refused(2, "no program 'no-such'")
    assert not (tmp_path / "arena").exists()
    done = sitroom(
        *("arena", "cuba-1962", "--decision", "verify-28", "--only", "--json"),
        *("--seat", "cia=random", *out, "--jobs", "1"),
    )
    assert [one["games"] for one in done.json] == [1, 1]
    assert done.json[1]["means"]["score"] is not None


def test_a_contender_that_never_played_is_not_told_as_one_that_did(
    loaded: Loaded, tmp_path: Path
) -> None:
    gone = Contender("ann", "gone", f"{sys.executable} {tmp_path / 'no-such-file.py'}")
    made = Arena(loaded, (gone,), 2, tmp_path / "arena")
    list(made.play(Alone()))
    arena_games.close()
    built_in, found = arena_page.write(made)
    told_first = arena_page.deserted(found)
    assert "left 2 of 2 games" in told_first
    assert f"({found.turns} of its {found.turns} turns)" in told_first
    assert found.turns == found.computers > 0
    assert (found.seconds["p95"] or 0) > 0
    assert told_first.strip() in (tmp_path / "arena" / "index.html").read_text().replace(
        "&#x27;", "'"
    )
    assert not arena_page.deserted(built_in)
