"""`sitroom verify` says what is wrong with which record, and older games open."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sitroom.engine import THEORY_VERSION
from sitroom.engine.events import Decided
from sitroom.journal import head, record
from sitroom.journal.record import JournalError
from sitroom.journal.session import Session
from sitroom.journal.verify import verify
from sitroom.narration import saving_text
from sitroom.scenario.content import digest
from tests.command import Sitroom, squeezed
from tests.journal.games import Body, altered, played
from tests.loader.world import MAIN, MAYOR, broken, files, write

EARLIEST = Path(__file__).parent / "data" / "earliest.jsonl"
OLDER = EARLIEST.with_name("older-theory.jsonl")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "games" / "harbour-1.jsonl"


def test_a_sound_game_is_valid_however_far_it_was_played(sitroom: Sitroom, path: Path) -> None:
    for moves in range(10):
        path.unlink(missing_ok=True)
        session = played(path, moves)
        raw = path.read_bytes()
        done = sitroom("verify", str(path), "--json")
        assert done.code == 0
        assert done.json["valid"] is True
        assert (done.json["moves"], done.json["over"]) == (moves, session.over)
        assert path.read_bytes() == raw


def test_a_torn_last_line_is_told_and_left_where_it_is(sitroom: Sitroom, path: Path) -> None:
    played(path, 3)
    path.write_bytes(path.read_bytes()[:-5])
    raw = path.read_bytes()
    done = sitroom("verify", str(path))
    assert done.code == 0
    assert "valid: 2 moves" in done.out
    assert "cut short" in done.out
    assert path.read_bytes() == raw


def illegal(bodies: list[Body]) -> None:
    bodies[2]["move"] = {"move": "pass", "seat": "mayor"}


def unknown(bodies: list[Body]) -> None:
    bodies[3]["move"] = {"move": "fly", "seat": "mayor"}


def drawn(bodies: list[Body]) -> None:
    (settled,) = [body for body in bodies if body.get("option") and "answer" in body["next"]]
    settled["option"] = "no" if settled["option"] == "yes" else "yes"


def elsewhere(bodies: list[Body]) -> None:
    bodies[4]["next"] = "over"


def other_numbers(bodies: list[Body]) -> None:
    bodies[5]["events"] = "0" * 16


def other_scenario(bodies: list[Body]) -> None:
    texts = bodies[0]["content"]
    texts[MAYOR] = texts[MAYOR].replace("position: 60", "position: 61")


def newer(bodies: list[Body]) -> None:
    bodies[0]["journal"] = head.FORMAT + 1


def taken_out(bodies: list[Body]) -> None:
    del bodies[4]


def no_journal(bodies: list[Body]) -> None:
    bodies[0]["people"] = "mayor"


@pytest.mark.parametrize(
    ("change", "fault", "line", "word"),
    [
        (illegal, "move", 3, "move 2 does not follow from the game"),
        (unknown, "form", 4, "move 3 can't be read"),
        (drawn, "draw", None, "was drawn"),
        (elsewhere, "draw", 5, "after move 4"),
        (
            other_numbers,
            "events",
            6,
            "after move 5 this version of the game comes to other numbers",
        ),
        (other_scenario, "scenario", 1, "carries another scenario"),
        (newer, "version", 1, "newer version of Sitroom"),
        (taken_out, "form", 5, "move 4"),
        (no_journal, "form", 1, "not a saved game"),
    ],
)
def test_a_forged_game_is_told_by_the_record_that_is_wrong(
    sitroom: Sitroom,
    path: Path,
    change: Callable[[list[Body]], None],
    fault: str,
    line: int | None,
    word: str,
) -> None:
    played(path)
    altered(path, change)
    raw = path.read_bytes()
    sitroom("verify", str(path)).refused(1, word)
    done = sitroom("verify", str(path), "--json")
    assert done.code == 1
    assert done.json["valid"] is False
    assert done.json["fault"] == fault
    assert line is None or done.json["line"] == line
    assert path.read_bytes() == raw


def test_every_changed_byte_is_found_and_its_line_named(sitroom: Sitroom, path: Path) -> None:
    played(path)
    raw = path.read_bytes()
    first = raw.index(b"\n") + 1
    for at in range(first, len(raw) - 1, 41):
        changed = bytearray(raw)
        changed[at] ^= 1
        path.write_bytes(changed)
        assert verify(path).line == raw[:at].count(b"\n") + 1
    sitroom("verify", str(path)).refused(1, "is broken at line")


def test_the_earliest_journals_open_go_on_and_are_valid(sitroom: Sitroom, home: Path) -> None:
    path = home / "games" / "earliest.jsonl"
    path.parent.mkdir(parents=True)
    lines = EARLIEST.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:5]))
    assert "valid: 4 moves" in sitroom("verify", "earliest").out
    session = Session.resume(path)
    assert (session.people, session.header.only, session.header.run) == (("mayor",), False, 0)
    while not session.over:
        session.computer_move()
    path.with_stem("whole").write_bytes(b"".join(lines))
    assert session.moves == Session.resume(path.with_stem("whole")).moves
    assert sitroom("verify", "earliest").code == 0


def older(path: Path, change: Callable[[list[Body]], None] = lambda _: None) -> Path:
    """A game of the harbour, played to its end by the theory of before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(OLDER.read_bytes())
    altered(path, change)
    return path


def test_a_game_of_an_older_theory_opens_and_goes_on_by_the_newer_one(
    sitroom: Sitroom, home: Path
) -> None:
    path = older(home / "games" / "old.jsonl")
    told = sitroom("verify", "old")
    assert told.code == 0
    assert saving_text.OLDER in told.out.splitlines()
    assert "all numbers" not in told.out
    assert sitroom("verify", "old", "--json").json["older"] is True
    assert sitroom("replay", "old").err.splitlines() == [saving_text.OLDER]
    for at in (8, 4):
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[: at + 1]))
        assert saving_text.OLDER in sitroom("resume", "old", "--plain").out.splitlines()
    session = Session.resume(path)
    while not session.over:
        session.computer_move()
    assert sitroom("verify", "old").code == 0
    assert Session.replay(record.read(path)).events == session.events
    fork = session.branch(8, path.with_stem("fork"))
    assert fork.older
    assert verify(path.with_stem("fork")).valid
    altered(path, lambda bodies: bodies[6].update(events="0" * 16))
    sitroom("verify", "old").refused(1, "after move 6", "other numbers")  # made by the newer theory


@pytest.mark.parametrize("answer", ["sues", "pays"])
@pytest.mark.parametrize("warm", [True, False])
def test_what_an_older_theory_drew_stays_drawn(path: Path, warm: bool, answer: str) -> None:
    cold = broken(files(), MAIN, "decisions:", "model: {temperature: 0}\ndecisions:")
    text = files() if warm else cold

    def other(bodies: list[Body]) -> None:
        bodies[0].update(content=text, digest=digest(text))
        bodies[9]["option"] = answer

    found = Session.replay(record.read(older(path, other)))
    taken = [event.option for event in found.events if isinstance(event, Decided)]
    assert taken == ["no", answer]


def test_a_game_of_a_newer_theory_is_refused_in_a_line(sitroom: Sitroom, path: Path) -> None:
    played(path, 3)
    altered(path, lambda bodies: bodies[0].update(theory=THEORY_VERSION + 1))
    sitroom("verify", str(path)).refused(1, "newer theory", "Update Sitroom")


def test_a_journal_of_a_newer_version_is_refused_everywhere_and_left_alone(
    sitroom: Sitroom, home: Path
) -> None:
    path = home / "games" / "harbour-1.jsonl"
    played(path, 3)
    altered(path, newer)
    raw = path.read_bytes()
    for command in (["resume", "harbour-1", "--plain"], ["debrief", "harbour-1"]):
        sitroom(*command).refused(1, "newer version of Sitroom", "Update Sitroom")
    for word in ("fork", "tree", "replay"):
        sitroom(word, "harbour-1").refused(1, "newer version of Sitroom")
    assert path.read_bytes() == raw
    assert list(path.parent.iterdir()) == [path]


def test_a_scenario_that_has_changed_since_is_noticed_and_the_game_keeps_its_own(
    sitroom: Sitroom, home: Path, here: Path
) -> None:
    write(here, files())
    played(home / "games" / "harbour-1.jsonl", 3)
    told = squeezed(sitroom("resume", "harbour-1", "--plain").out)
    assert "has been changed since" not in told
    write(here, broken(files(), MAYOR, "position: 60", "position: 5"))
    told = squeezed(sitroom("resume", "harbour-1", "--plain").out)
    assert "The scenario harbour has been changed since this game began (1 file)" in told
    done = sitroom("verify", "harbour-1")
    assert done.code == 0
    assert "has been changed since" in squeezed(done.out)
    assert sitroom("verify", "harbour-1", "--json").json["drifted"] == 1


def test_an_actor_that_the_scenario_does_not_use_is_no_change_of_it(home: Path, here: Path) -> None:
    write(here, files())
    path = home / "games" / "harbour-1.jsonl"
    played(path, 3)
    (here / "actors" / "stranger.yaml").write_text("id: stranger")
    assert Session.resume(path).changed == 0


def test_a_game_that_is_not_there_is_no_traceback(sitroom: Sitroom, tmp_path: Path) -> None:
    for word in ("verify", "fork", "tree", "replay"):
        sitroom(word, "nowhere").refused(2, "there is no saved game 'nowhere'")
        sitroom(word, str(tmp_path)).refused(1, str(tmp_path))


def test_a_header_alone_is_a_game_in_which_nothing_has_been_said(path: Path) -> None:
    played(path, 0)
    assert verify(path).valid
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(JournalError, match="is not a saved game"):
        Session.resume(path)
