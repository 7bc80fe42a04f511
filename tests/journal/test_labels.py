"""Saved games in words, and the trash: nothing is thrown away that can't be brought back."""

import os
from pathlib import Path

import pytest

from sitroom.journal import labels, shelf
from sitroom.journal.labels import Label
from sitroom.journal.session import Session
from tests.journal.games import harbour, played

TITLE, DECISION = "Who may enter the harbour", "The ship asks to come in"


def a_game(moves: int, decision: str | None = None, people: tuple[str, ...] = ()) -> Path:
    """Save a game of so many moves on the shelf."""
    path = shelf.new_path("harbour")
    session = Session(harbour(), 5, people, decision, path)
    while not session.over and len(session.records) < moves:
        session.computer_move()
    return path


def label(path: Path) -> Label:
    """Return what a game of the shelf is told as."""
    return next(label for label in labels.labels() if label.path == path)


def test_a_saved_game_is_told_in_titles_and_names(home: Path) -> None:
    del home
    path = a_game(3, people=("mayor", "port"))
    at = 4_000_000_000  # a fraction of a second is rounded in two ways
    os.utime(path, (at, at))
    told = Label(path, at, TITLE, ("The mayor", "The port"), DECISION, moves=3)
    assert label(path) == told


def test_the_answer_is_told_as_the_decision_that_it_answers(home: Path) -> None:
    whole = played(None)
    for moves, entry in enumerate(whole.records, 1):
        found = label(a_game(moves))
        assert found.decision == ("" if entry.next == "over" else DECISION)
        assert (found.over, found.moves) == (entry.next == "over", moves)
    assert any(entry.next.startswith("entry.answer") for entry in whole.records)
    assert found.over
    assert len(list((home / "games").iterdir())) == len(whole.records)


def test_a_game_that_has_not_begun_tells_the_decision_it_was_opened_at(home: Path) -> None:
    del home
    for decision, title in ((None, ""), ("entry", DECISION)):
        found = label(a_game(0, decision))
        assert (found.decision, found.moves, found.over, found.broken) == (title, 0, False, False)


@pytest.mark.parametrize("raw", [b"", b"\xff\0\n", b"[]\n", b"[" * 9999 + b"\n", b'{"a": 1}\n'])
def test_a_file_that_is_no_game_is_told_as_broken_at_its_time(home: Path, raw: bytes) -> None:
    sound = a_game(1)
    path = home / "games" / "noise.jsonl"
    path.write_bytes(raw)
    os.utime(path, (7, 7))
    os.utime(sound, (8, 8))
    assert labels.labels() == [label(sound), Label(path, 7.0, broken=True)]
    assert not label(sound).broken


def test_games_are_listed_last_played_first_and_none_where_there_is_no_shelf(home: Path) -> None:
    del home
    assert labels.labels() == []
    paths = [a_game(0) for _ in range(3)]
    for seconds, path in zip((1, 3, 2), paths, strict=True):
        os.utime(path, (seconds, seconds))
    assert [label.path for label in labels.labels()] == [paths[1], paths[2], paths[0]]


def test_what_is_thrown_away_lies_in_the_trash_under_a_name_of_its_own(home: Path) -> None:
    trash = home / "games" / "trash"
    games = []
    for moves in range(3):
        path = a_game(moves)
        games.append(path.read_bytes())
        labels.discard(path)
        assert labels.labels() == []
    names = ("harbour-1.jsonl", "harbour-1.2.jsonl", "harbour-1.3.jsonl")
    assert [(trash / name).read_bytes() for name in names] == games


def test_what_is_brought_back_lies_where_it_lay_or_beside_a_new_game_of_its_name(
    home: Path,
) -> None:
    path = a_game(1)
    raw = path.read_bytes()
    assert labels.restore(labels.discard(path), path) == path
    assert path.read_bytes() == raw
    there = labels.discard(path)
    newer = a_game(2)
    assert newer == path
    assert labels.restore(there, path) == path.with_stem("harbour-2")
    assert path.with_stem("harbour-2").read_bytes() == raw
    own = path.rename(home / "games" / "mine.jsonl")
    there = labels.discard(own)
    own.write_bytes(raw)
    assert labels.restore(there, own) == own.with_stem("mine-1")
    long = own.rename(home / "games" / "a-long-name-7.jsonl")
    there = labels.discard(long)
    long.write_bytes(raw)
    assert labels.restore(there, long) == long.with_stem("a-long-name-1")
