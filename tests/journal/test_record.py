"""The record of a game: nothing is lost, nothing broken goes unseen."""

import shutil
from pathlib import Path

import pytest

from sitroom.engine.moves import Choose, FreeLine, IllegalMoveError, Pass, Say
from sitroom.engine.state import Phase
from sitroom.journal import record, shelf
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from sitroom.loader.opening import open_scenario, prepare
from tests.command import Sitroom
from tests.loader.world import MAIN, MAYOR, broken, files, write


def played(path: Path, moves: int = 99, people: tuple[str, ...] = ("mayor",)) -> Session:
    """Play the harbour by computer for some moves, on record."""
    session = Session(prepare(files()), 5, people, path=path)
    while not session.over and len(session.moves) < moves:
        session.computer_move()
    return session


def new_game(scenario: str) -> Session:
    """Start a game that is saved on the shelf."""
    loaded = open_scenario(scenario)
    return Session(loaded, 3, ("mayor",), path=shelf.new_path(loaded.content.scenario.id))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "games" / "harbour-1.jsonl"


def test_a_game_resumes_where_it_was_left(path: Path) -> None:
    whole = played(path.with_stem("whole"))
    for moves in range(len(whole.moves) + 1):
        path.unlink(missing_ok=True)
        left = played(path, moves)
        again = Session.resume(path)
        assert again.moves == left.moves
        assert again.events == left.events
        assert again.header == left.header
        assert (again.mover, again.over) == (left.mover, left.over)
        while not again.over:
            again.computer_move()
        assert again.events == whole.events
        assert path.read_bytes() == whole.path.read_bytes()  # type: ignore[union-attr]


def test_a_move_is_on_disk_before_it_is_done(path: Path) -> None:
    session = played(path, 0)
    while not session.over:
        session.computer_move()
        assert record.read(path).records[-1].move == session.moves[-1]


def test_a_torn_tail_is_set_aside_in_a_file_that_is_named(sitroom: Sitroom, home: Path) -> None:
    path = home / "games" / "harbour-1.jsonl"
    played(path, 2)
    path.write_bytes(path.read_bytes()[:-5])
    done = sitroom("resume", "harbour-1", "--plain")
    assert done.code == 0
    assert "harbour-1.torn" in done.out + done.err


def test_a_debrief_reads_past_a_torn_tail_and_leaves_it_alone(sitroom: Sitroom, home: Path) -> None:
    path = home / "games" / "harbour-1.jsonl"
    played(path)
    whole = sitroom("debrief", "harbour-1")
    raw = path.read_bytes()
    path.write_bytes(raw + raw[-50:-5])
    assert sitroom("debrief", "harbour-1") == whole
    assert path.read_bytes() == raw + raw[-50:-5]
    assert list(path.parent.iterdir()) == [path]


def test_a_second_torn_tail_does_not_replace_the_first(path: Path) -> None:
    tails = []
    for cut in (5, 50):
        path.unlink(missing_ok=True)
        played(path)
        raw = path.read_bytes()[:-cut]
        path.write_bytes(raw)
        tails.append(raw.rpartition(b"\n")[2])
        Session.resume(path)
    kept = [p.read_bytes() for p in path.parent.iterdir() if p != path]
    assert sorted(kept) == sorted(tails)


def test_a_changed_byte_is_refused_with_the_line_named(path: Path) -> None:
    played(path)
    raw = path.read_bytes()
    lines = raw.splitlines(keepends=True)
    first = len(lines[0])
    for at in range(first, first + len(lines[1]) + len(lines[2])):
        changed = bytearray(raw)
        changed[at] ^= 1
        path.write_bytes(changed)
        line = raw[:at].count(b"\n") + 1
        with pytest.raises(JournalError, match=rf"harbour-1.jsonl is broken at line {line}"):
            record.read(path)
        assert path.read_bytes() == changed


def test_a_changed_header_is_refused(path: Path) -> None:
    played(path, 2)
    raw = path.read_bytes()
    for at in range(0, raw.index(b"\n"), 7):
        changed = bytearray(raw)
        changed[at] ^= 1
        path.write_bytes(changed)
        with pytest.raises(JournalError, match=r"line 1|is not a saved game|another version"):
            record.read(path)


def test_lines_taken_out_or_swapped_are_refused(path: Path) -> None:
    played(path)
    lines = path.read_bytes().splitlines(keepends=True)
    for order in ([0, 2, 3], [0, 2, 1, 3], [0, 1, 1, 2], [1, 2]):
        path.write_bytes(b"".join(lines[i] for i in order))
        with pytest.raises(JournalError, match=r"line \d|is not a saved game"):
            record.read(path)


def test_a_broken_game_is_told_in_plain_words(sitroom: Sitroom, home: Path) -> None:
    path = home / "games" / "harbour-1.jsonl"
    played(path)
    path.write_bytes(path.read_bytes().replace(b'"n":2', b'"n":3'))
    sitroom("resume", "harbour-1", "--plain").refused(1, "is broken at line 3", str(path))
    sitroom("debrief", "harbour-1").refused(1, "is broken at line 3")


def test_a_game_goes_on_though_its_files_have_changed(home: Path, tmp_path: Path) -> None:
    root = write(tmp_path / "content", files())
    session = new_game(str(root / MAIN))
    session.computer_move()
    write(root, broken(files(), MAYOR, "position: 60", "position: 5"))
    other = new_game(str(root / MAIN))
    shutil.rmtree(root)
    assert session.path is not None
    again = Session.resume(session.path)
    assert again.events == session.events
    assert again.events != other.events
    assert again.content.digest == session.content.digest
    assert session.path.parent == home / "games"


def test_an_illegal_move_is_refused_and_not_written(path: Path) -> None:
    session = played(path, 1)
    raw, events = path.read_bytes(), list(session.events)
    assert session.mover == "port"
    for move in (
        Pass("mayor"),
        Say("port", "mayor.jobs"),
        Say("port", "no.such"),
        Choose("port", "no"),
        FreeLine("port", "A line", "no-such", 1.0),
        FreeLine("port", "A line", "trade", 1.5),
        FreeLine("port", "A line", "trade", float("nan")),
        FreeLine("port", "A line", "trade", 1.0, 6),
        FreeLine("port", "   ", "trade", 1.0),
        FreeLine("port", "x" * 501, "trade", 1.0),
    ):
        with pytest.raises(IllegalMoveError):
            session.play(move)
        assert path.read_bytes() == raw
        assert session.events == events
    session.computer_move()
    assert Session.resume(path).events == session.events


def test_a_recorded_move_that_the_game_forbids_is_refused(path: Path) -> None:
    session = played(path, 1)
    assert session.journal is not None
    session.journal.append(record.Record(2, Pass("mayor"), "entry debate"))
    with pytest.raises(JournalError, match="move 2 does not follow from the game"):
        Session.resume(path)


def test_every_kind_of_move_comes_back_as_it_was(path: Path) -> None:
    session = played(path, 0)
    text = 'It said "[no]" \u2013 \u041d\u0435\u0442 \U0001f6a2\u2028 \\n'
    session.play(FreeLine("mayor", text, "trade", -0.25, 5))
    session.play(Say("port", "entry.leak"))
    session.play(Pass("mayor"))
    while session.state.phase is Phase.DEBATE:
        session.computer_move()
    session.play(Choose("mayor", "yes"))
    session.play(Choose("port", None))
    again = Session.resume(path)
    assert again.moves == session.moves
    assert again.events == session.events


def test_a_line_with_breaks_in_it_stays_one_record(path: Path) -> None:
    session = played(path, 0)
    session.play(FreeLine("mayor", "first\nsecond\r\nthird\x0b\x85fourth", "trade", 1.0))
    assert Session.resume(path).events == session.events


def test_a_shelf_that_goes_away_stops_the_game_with_a_word(path: Path) -> None:
    session = played(path, 2)
    events = list(session.events)
    shutil.rmtree(path.parent)
    with pytest.raises(JournalError, match="the move can't be saved at"):
        session.computer_move()
    assert session.events == events


def test_a_game_deleted_while_it_is_played_is_told(path: Path) -> None:
    session = played(path, 2)
    path.unlink()
    with pytest.raises(JournalError):
        session.computer_move()


def test_a_game_open_twice_is_not_broken_by_the_second(path: Path) -> None:
    played(path, 2)
    one, other = Session.resume(path), Session.resume(path)
    one.computer_move()
    with pytest.raises(JournalError):
        other.computer_move()
    assert Session.resume(path).events == one.events


def test_the_shelf_lists_games_and_leaves_out_what_is_none(home: Path) -> None:
    games = home / "games"
    assert shelf.entries() == []
    played(games / "harbour-1.jsonl", 3)
    played(games / "harbour-2.jsonl")
    (games / "noise.jsonl").write_bytes(b"\xff\0")
    (games / "empty.jsonl").write_bytes(b"")
    (games / "other.jsonl").write_text('{"name": "another program"}\n[]\n')
    found = {entry.name: entry for entry in shelf.entries()}
    assert sorted(found) == ["harbour-1", "harbour-2"]
    assert (found["harbour-1"].moves, found["harbour-1"].over) == (3, False)
    assert found["harbour-1"].people == ("mayor",)
    assert found["harbour-2"].over
    assert shelf.new_path("harbour").name == "harbour-3.jsonl"
