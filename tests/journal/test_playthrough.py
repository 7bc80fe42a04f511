"""A game that is played on: saved under a free name, or going on unsaved, never stopped by it."""

from pathlib import Path

import pytest

from sitroom.journal import record, shelf
from sitroom.journal.playthrough import Playthrough, on_shelf
from sitroom.journal.record import JournalError, TakenError
from tests.journal.games import harbour, played


def begun(*, save: bool = True) -> Playthrough:
    """Begin a game of the harbour."""
    return Playthrough.start(harbour(), 5, ("mayor",), None, save=save)


def test_two_games_begun_at_once_are_both_saved(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program takes the name between our looking and our writing."""
    look = shelf.new_path
    seen: list[str] = []

    def slow(scenario: str) -> Path:
        path = look(scenario)
        if not seen:
            played(path, 1)
        seen.append(path.name)
        return path

    monkeypatch.setattr(shelf, "new_path", slow)
    game = begun()
    assert game.fault is None
    assert seen == ["harbour-1.jsonl", "harbour-2.jsonl"]
    assert game.session.path == home / "games" / "harbour-2.jsonl"
    seen.clear()
    fork = game.fork(0)
    assert (fork.session.path, fork.fault) == (home / "games" / "harbour-4.jsonl", None)


def test_a_name_that_is_always_taken_is_told_in_the_end() -> None:
    def write(path: Path) -> None:
        raise TakenError(f"{path} is taken")

    with pytest.raises(TakenError):
        on_shelf("harbour", write)


def test_a_shelf_that_is_a_file_lets_the_game_go_on_unsaved(home: Path) -> None:
    home.mkdir()
    (home / "games").write_text("a file where the folder should be")
    game = begun()
    assert "is no folder" in str(game.fault)
    assert game.session.path is None
    with pytest.raises(JournalError, match="is no folder"):
        game.copy("")
    elsewhere = game.copy(str(home / "mine"))
    assert elsewhere == home / "mine.jsonl" == game.session.path


def test_a_move_that_can_not_be_saved_is_made_all_the_same(home: Path) -> None:
    game = begun()
    path = game.session.path
    assert path is not None
    assert path.parent == home / "games"
    path.unlink()
    whole = played(None)
    for move in whole.moves:
        game.play(move)
    assert "can't be saved" in str(game.fault)
    assert game.session.events == whole.events
    assert game.session.path is None


def test_what_is_taken_back_is_saved_only_if_the_game_is(home: Path) -> None:
    del home
    unsaved = begun(save=False)
    assert unsaved.undo(0).session.path is None
    assert unsaved.fork(0).session.path == shelf.folder() / "harbour-1.jsonl"
    saved = begun()
    assert saved.undo(0).session.path == shelf.folder() / "harbour-3.jsonl"


@pytest.mark.parametrize("there", [".", "games"])
def test_a_folder_is_no_place_for_a_copy(home: Path, there: str) -> None:
    game = begun()
    path = Path(there) if there == "." else home / there
    with pytest.raises(JournalError, match="folder"):
        record.Journal.create(path, game.session.header)
