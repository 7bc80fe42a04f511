"""Line by line: back to any point of a game, the tree of its forks, copies of it."""

from pathlib import Path

import pytest

from sitroom.journal import record
from tests.command import Sitroom, squeezed
from tests.loader.world import MAIN, files, write

PLAY = ("--plain", "--seat", "mayor", "--decision", "entry", "--seed", "5")


@pytest.fixture
def scenario(tmp_path: Path) -> str:
    return str(write(tmp_path / "content", files()) / MAIN)


def test_f_goes_back_to_a_point_in_a_new_game(sitroom: Sitroom, home: Path, scenario: str) -> None:
    done = sitroom("play", scenario, *PLAY, replies=("p", "f", "1", "1", "q"))
    assert (done.code, done.err) == (0, "")
    told = squeezed(done.out)
    assert "Go on from before which move?" in told
    assert "Which move can be made anew? 1. " in told
    assert "As the game stands now" in told
    assert "The game goes on as harbour-2, from harbour-1 before move 1" in told
    old, new = (record.read(home / "games" / f"harbour-{n}.jsonl") for n in (1, 2))
    assert new.header.parent == "harbour-1@0"
    assert new.records == ()
    assert len(old.records) > 0


def test_f_can_show_the_tree_and_keep_the_game(sitroom: Sitroom, home: Path, scenario: str) -> None:
    replies = ("p", "f", "1", "1", "p", "f", "2", "f", "3", "q")
    done = sitroom("play", scenario, *PLAY, replies=replies)
    told = squeezed(done.out)
    assert "harbour-2 (this game)" in told
    assert "Parts from harbour-1 after move" in told
    assert len(list((home / "games").iterdir())) == 2


def test_f_before_any_move_has_nowhere_to_go(sitroom: Sitroom, scenario: str) -> None:
    done = sitroom("play", scenario, *PLAY, replies=("f", "q"))
    assert "There is nothing to go back to yet" in done.out


def test_c_copies_and_the_game_goes_on_where_it_was(
    sitroom: Sitroom, home: Path, scenario: str, tmp_path: Path
) -> None:
    copy = tmp_path / "stick" / "mine.jsonl"
    done = sitroom("play", scenario, *PLAY, replies=("p", "c", str(copy), "c", "", "p", "q"))
    assert (done.code, done.err) == (0, "")
    assert "the game itself goes on as it was" in squeezed(done.out)
    old = record.read(home / "games" / "harbour-1.jsonl")
    for path in (copy, home / "games" / "harbour-2.jsonl"):
        taken = record.read(path)
        assert taken.header == old.header
        assert taken.records == old.records[: len(taken.records)]
        assert 0 < len(taken.records) < len(old.records)


def test_c_never_writes_over_a_game(sitroom: Sitroom, home: Path, scenario: str) -> None:
    same = str(home / "games" / "harbour-1.jsonl")
    done = sitroom("play", scenario, *PLAY, replies=("p", "c", same, "q"))
    assert done.code == 0
    assert "already" in squeezed(done.out)
    assert len(record.read(Path(same)).records) > 0
