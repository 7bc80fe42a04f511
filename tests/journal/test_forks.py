"""Going back to any point: a fork is the game up to there, and leaves it as it was."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitroom.engine import game
from sitroom.engine.moves import Choose, FreeLine
from sitroom.engine.state import Phase
from sitroom.journal import record
from sitroom.journal.forks import family
from sitroom.journal.session import Session
from sitroom.narration import event_text, saving_text
from tests.command import Sitroom, squeezed
from tests.journal.games import harbour, played

MOVES = st.lists(st.integers(0, 99), max_size=12)


def random_game(picks: list[int], seed: int, path: Path | None) -> Session:
    """Play a game in which a number picks each move among the legal ones and a line of one's own."""
    session = Session(harbour(), seed, ("mayor", "port"), path=path)
    for pick in picks:
        if session.over:
            break
        moves = game.legal(session.model, session.state)
        if session.state.phase is Phase.DEBATE:
            moves.append(
                FreeLine(
                    str(session.mover), f"Line {pick} of {len(session.records)}", "trade", pick / 99
                )
            )
        session.play(moves[pick % len(moves)])
    return session


@given(picks=MOVES, more=MOVES, seed=st.integers(0, 2**63 - 1), data=st.data())
def test_a_fork_at_any_point_is_the_game_up_to_there(
    picks: list[int], more: list[int], seed: int, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "game-1.jsonl", Path(folder) / "game-2.jsonl"
        whole = random_game(picks, seed, path)
        raw = path.read_bytes()
        point = data.draw(st.integers(0, len(whole.records)), label="point")
        fork = whole.branch(point, other)
        alone = random_game(picks[:point], seed, None)
        for one in (fork, whole.at(point)):
            assert one.moves == alone.moves
            assert one.events == alone.events
            assert game.standing(one.model, one.state) == game.standing(alone.model, alone.state)
        assert other.read_bytes().splitlines()[1:] or point == 0
        for move in whole.moves[point:]:
            fork.play(move)
        assert fork.events == whole.events
        again = whole.branch(point, other.with_stem("game-3"))
        for pick in more:
            if not again.over:
                moves = game.legal(again.model, again.state)
                again.play(moves[pick % len(moves)])
        assert path.read_bytes() == raw
        for file in Path(folder).iterdir():
            Session.replay(record.read(file), harbour(), exact=True)
        found = family(other, harbour()).branches()
        assert [one.name for one in found] == ["game-1", "game-2", "game-3"]
        assert found[1].shared == len(whole.records)
        assert found[2].shared >= point
        assert whole.moves[: found[2].shared] == again.moves[: found[2].shared]


@given(picks=MOVES, seed=st.integers(0, 2**63 - 1))
def test_every_point_of_a_game_is_told_once_and_in_order(picks: list[int], seed: int) -> None:
    session = random_game(picks, seed, None)
    chapters = saving_text.chapters(session.lookup, session.events, session.marks)
    points = [point for chapter in chapters for point in chapter.points]
    assert [point.moves for point in points] == list(range(len(session.records) + 1))
    assert all(point.says for point in points)
    settled = [entry.n - 1 for entry in session.records if entry.option is not None]
    assert [point.moves for point in points if point.settles] == settled


@pytest.mark.rule("11.8")
@settings(max_examples=5)
@given(picks=MOVES, seed=st.integers(0, 2**63 - 1))
def test_a_fork_keeps_its_dice(picks: list[int], seed: int) -> None:
    session = random_game(picks, seed, None)
    for moves in range(len(session.moves)):
        again = session.branch(moves, None)
        for move in session.moves[moves:]:
            again.play(move)
        assert again.events == session.events


def test_a_closed_vote_is_not_told_among_the_points() -> None:
    session = Session(harbour(), 5, ("mayor", "port"))
    while session.state.phase is Phase.DEBATE:
        session.computer_move()
    session.play(Choose("mayor", "yes"))
    chapters = saving_text.chapters(session.lookup, session.events, session.marks)
    titles = [option.title for option in session.lookup.questions["entry"].question.options]
    last = chapters[-1].points[-2].says  # then comes how the game stands
    assert "choice made" in last
    assert not any(title in last for title in titles)


def test_fork_lists_the_points_and_goes_on_from_one(sitroom: Sitroom, home: Path) -> None:
    path = home / "games" / "harbour-1.jsonl"
    whole = played(path)
    raw = path.read_bytes()
    listed = sitroom("fork", "harbour-1")
    assert listed.code == 0
    assert f"{len(whole.records):>5}  As the game stands now" in listed.out
    first = whole.events[whole.marks[0]]
    assert f"    0  {event_text.tell(whole.lookup, first)[0][:20]}" in listed.out
    assert all(f"\n{n:>5}  " in listed.out for n in range(len(whole.records) + 1))
    done = sitroom("fork", "harbour-1", "--at", "4")
    assert (done.code, done.err) == (0, "")
    assert "sitroom resume harbour-2" in done.out
    saved = record.read(path.with_stem("harbour-2"))
    assert [entry.move for entry in saved.records] == whole.moves[:4]
    assert saved.header.parent == "harbour-1@4"
    assert sitroom("resume", "harbour-2", "--plain").code == 0
    assert path.read_bytes() == raw
    made = sitroom("fork", "harbour-1", "--at", "0", "--json").json
    assert (made["game"], made["at"]) == ("harbour-3", 0)


def test_a_damaged_game_goes_on_from_before_the_damage(
    sitroom: Sitroom, home: Path, here: Path
) -> None:
    path = home / "games" / "harbour-1.jsonl"
    whole = played(path, 6)
    path.write_bytes(path.read_bytes().replace(b'"n":5', b'"n":9', 1))
    for command in (("resume", "harbour-1", "--plain"), ("verify", "harbour-1")):
        sitroom(*command).refused(1, "broken at line 6, move 5", "--at 4")
    sitroom("fork", "harbour-1", "--at", "5").refused(1, "move 5")
    assert sitroom("fork", "harbour-1", "--at", "4", "--out", "mended.jsonl").code == 0
    assert Session.resume(here / "mended.jsonl").moves == whole.moves[:4]


def test_fork_writes_where_it_is_told_and_never_over_another_game(
    sitroom: Sitroom, home: Path, tmp_path: Path
) -> None:
    played(home / "games" / "harbour-1.jsonl")
    out = tmp_path / "elsewhere.jsonl"
    assert sitroom("fork", "harbour-1", "--at", "2", "--out", str(out)).code == 0
    raw = out.read_bytes()
    sitroom("fork", "harbour-1", "--at", "3", "--out", str(out)).refused(1, "already")
    assert out.read_bytes() == raw


def test_a_point_that_there_is_none_of_is_told(sitroom: Sitroom, home: Path) -> None:
    played(home / "games" / "harbour-1.jsonl", 3)
    sitroom("fork", "harbour-1", "--at", "4").refused(2, "points 0 to 3", "no 4")
    for wrong in ("-1", "x", "1.5", "9" * 30):
        assert sitroom("fork", "harbour-1", "--at", wrong).code == 2
    assert [path.name for path in (home / "games").iterdir()] == ["harbour-1.jsonl"]


def grown(home: Path) -> Path:
    """Make a family: 1 with forks 2 and 10, and 3 forked from 2; and a stranger."""
    path = home / "games" / "harbour-1.jsonl"
    whole = played(path)
    second = whole.branch(3, path.with_stem("harbour-2"))
    second.computer_move()
    second.branch(1, path.with_stem("harbour-3"))
    whole.branch(6, path.with_stem("harbour-10"))
    played(path.with_stem("harbour-4"), 2)
    return path


def test_the_tree_shows_who_comes_of_whom_whichever_is_asked(sitroom: Sitroom, home: Path) -> None:
    grown(home)
    for name in ("harbour-1", "harbour-2", "harbour-3", "harbour-10"):
        games = sitroom("tree", name, "--json").json["games"]
        assert [(one["game"], one["parent"], one["shared"]) for one in games] == [
            ("harbour-1", None, 0),
            ("harbour-2", "harbour-1", 4),
            ("harbour-3", "harbour-2", 1),
            ("harbour-10", "harbour-1", 6),
        ]
    assert [one["game"] for one in sitroom("tree", "harbour-4", "--json").json["games"]] == [
        "harbour-4"
    ]
    told = sitroom("tree", "harbour-3").out
    lines = [line for line in told.splitlines() if "harbour-" in line and ":" in line]
    assert lines[0].startswith("harbour-1: 9 moves, over")
    assert "    harbour-2: 4 moves, unfinished" in told
    assert "        harbour-3 (this game): 1 move, unfinished" in told
    assert "Parts from harbour-2 after move 1" in told


def test_a_branch_whose_parent_is_gone_or_is_another_game_now_stands_alone(
    sitroom: Sitroom, home: Path
) -> None:
    path = grown(home)
    path.unlink()
    games = sitroom("tree", "harbour-2", "--json").json["games"]
    assert [one["game"] for one in games] == ["harbour-2", "harbour-3"]
    assert "A fork of harbour-1, which is no longer here" in sitroom("tree", "harbour-2").out
    moves = [entry.move for entry in record.read(path.with_stem("harbour-2")).records]
    for seed, said in ((99, moves), (5, moves[:2])):  # the name is free, and given anew
        path.unlink(missing_ok=True)
        other = Session(harbour(), seed, ("mayor",), path=path)
        for move in said:
            other.play(move)
        games = sitroom("tree", "harbour-2", "--json").json["games"]
        assert [one["game"] for one in games] == ["harbour-2", "harbour-3"]


def test_names_given_anew_in_a_ring_do_not_hang(sitroom: Sitroom, home: Path) -> None:
    path = home / "games" / "harbour-1.jsonl"
    second = played(path, 3).branch(1, path.with_stem("harbour-2"))
    path.unlink()
    second.branch(1, path)
    games = sitroom("tree", "harbour-1", "--json").json["games"]
    assert sorted(one["game"] for one in games) == ["harbour-1", "harbour-2"]


def test_a_broken_relative_is_named_and_does_not_hide_the_others(
    sitroom: Sitroom, home: Path
) -> None:
    path = grown(home).with_stem("harbour-10")
    path.write_bytes(path.read_bytes().replace(b'"n":2', b'"n":7'))
    done = sitroom("tree", "harbour-1")
    assert done.code == 0
    assert "Not read, because something is wrong with it: harbour-10" in squeezed(done.out)
    assert "harbour-3" in done.out


def test_replay_prints_where_there_is_no_terminal(sitroom: Sitroom, home: Path) -> None:
    path = home / "games" / "harbour-1.jsonl"
    whole = played(path, 5)
    done = sitroom("replay", "harbour-1")
    assert (done.code, done.err) == (0, "")
    assert done == sitroom("replay", "harbour-1", "--plain")
    assert "The ship asks to come in" in done.out
    assert len(record.read(path).records) == len(whole.records)


def test_a_fork_of_a_replayed_game_knows_its_parent(home: Path) -> None:
    path = grown(home)
    past = Session.replay(record.read(path), harbour())
    fork = past.at(5).branch(2, path.with_stem("harbour-5"))
    assert fork.header.parent == "harbour-1@2"
    assert path.with_stem("harbour-5") in [one.path for one in family(path).branches()]
