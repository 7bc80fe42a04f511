"""What a line of a journal may hold, and what is said of one that is wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitroom.engine.events import Happened
from sitroom.journal import record, shelf
from sitroom.journal.record import JournalError
from sitroom.journal.verify import Verdict, verify
from sitroom.scenario.content import digest
from tests.journal.games import Body, altered, played
from tests.loader.world import MAIN


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "games" / "harbour-1.jsonl"


def put(line: int, name: str, value: Any) -> Callable[[list[Body]], None]:
    """Return a forger who writes a value into a line, 0 being the header."""
    return lambda bodies: bodies[line].update({name: value})


def wrong(path: Path, change: Callable[[list[Body]], None]) -> Verdict:
    """Return what is said of a whole game that was forged; that of nothing in it is more than said."""
    played(path)
    altered(path, change)
    found = verify(path)
    assert not found.valid
    assert (found.path, found.over, found.torn) == (path, False, 0)
    assert (found.scenario, found.drifted) == ("", 0)
    return found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scenario", None),
        ("digest", 7),
        ("program", ["0.1"]),
        ("seed", "5"),
        ("seed", -1),
        ("seed", 2**64),
        ("seed", True),
        ("decision", 1),
        ("only", None),
        ("held", 0),
        ("parent", 2),
        ("run", -1),
        ("run", 2**63),
        ("run", 1.0),
        ("people", "mayor"),
        ("people", ["mayor", 1]),
        ("content", []),
        ("content", {MAIN: None}),
        ("more", "than this version knows"),
    ],
)
def test_a_header_with_a_value_that_it_can_not_have_is_refused(
    path: Path, name: str, value: object
) -> None:
    found = wrong(path, put(0, name, value))
    assert found.why == f"{path} is not a saved game that this version knows"
    assert (found.fault, found.line, found.record, found.moves) == ("form", 1, None, 0)


@pytest.mark.parametrize("name", ["scenario", "digest", "seed", "decision", "people", "content"])
def test_a_header_that_leaves_something_out_is_refused(path: Path, name: str) -> None:
    assert wrong(path, lambda bodies: bodies[0].pop(name)).fault == "form"


@pytest.mark.parametrize("value", [0, 2**64 - 1])
def test_the_first_and_the_last_seed_and_run_are_seeds_and_runs(path: Path, value: int) -> None:
    played(path, 0)
    altered(path, put(0, "seed", value))
    altered(path, put(0, "run", value >> 1))
    assert record.read(path).header.seed == value
    assert record.read(path).header.run == value >> 1


@pytest.mark.parametrize("found", [0, -1, 1.5, "one", None, [1]])
def test_a_format_that_never_was_is_no_newer_version(path: Path, found: object) -> None:
    told = wrong(path, put(0, "journal", found))
    assert told.why == f"{path} is of another version (format {found}, this one reads 1)"
    assert (told.fault, told.line) == ("version", 1)


def test_a_newer_format_is_told_with_what_to_do(path: Path) -> None:
    assert wrong(path, put(0, "journal", 2)).why == (
        f"{path} was saved by a newer version of Sitroom (format 2, this one reads 1). "
        "Update Sitroom to open it; nothing has been changed in it"
    )


@pytest.mark.parametrize(
    ("change", "why", "fault"),
    [
        (put(3, "n", 4), "move 3 is no move of this game", "form"),
        (put(3, "option", 1), "move 3 is no move of this game", "form"),
        (put(3, "events", False), "move 3 is no move of this game", "form"),
        (lambda bodies: bodies[3].pop("next"), "move 3 can't be read ('next')", "form"),
        (lambda bodies: bodies[3].pop("n"), "move 3 can't be read ('n')", "form"),
        (
            put(3, "option", "yes"),
            "after move 3 this version of the game draws nothing where yes was drawn",
            "draw",
        ),
        (
            put(3, "next", "over"),
            "after move 3 this version of the game goes another way, to entry debate and not to over",
            "draw",
        ),
        (
            put(3, "events", "0"),
            "after move 3 this version of the game comes to other numbers than were recorded",
            "events",
        ),
        (
            put(3, "move", {"move": "pass", "seat": "owner"}),
            "move 3 does not follow from the game: it is the turn of mayor, not of owner",
            "move",
        ),
    ],
)
def test_a_move_that_is_wrong_is_told_by_its_number_and_what_is_wrong_with_it(
    path: Path, change: Callable[[list[Body]], None], why: str, fault: str
) -> None:
    found = wrong(path, change)
    assert found.why == f"{path}: {why}"
    assert (found.fault, found.line, found.record, found.moves) == (fault, 4, 3, 2)


def test_a_decision_that_its_scenario_does_not_have_is_told(path: Path) -> None:
    found = wrong(path, put(0, "decision", "nowhere"))
    assert found.why == f"{path} starts at a decision that its scenario does not have"
    assert (found.fault, found.line, found.moves) == ("scenario", 1, 0)


def test_a_scenario_that_this_version_can_not_play_is_told_in_one_line(path: Path) -> None:
    def unplayable(bodies: list[Body]) -> None:
        content = bodies[0]["content"]
        content[MAIN] = content[MAIN].replace("rung: refuse", "rung: nowhere").replace("2024", "x")
        bodies[0]["digest"] = digest(content)

    found = wrong(path, unplayable)
    head = f"{path}: its copy of the scenario can't be played by this version: "
    assert found.why.startswith(f"{head}{MAIN}:")
    assert "\n" not in found.why
    assert (found.fault, found.line) == ("scenario", 1)


def test_a_scenario_other_than_it_was_begun_with_is_told(path: Path) -> None:
    found = wrong(path, put(0, "digest", "0"))
    assert found.why == f"{path} carries another scenario than the one that it was begun with"
    assert (found.fault, found.line) == ("scenario", 1)


def test_a_line_that_was_broken_is_told_by_the_move_it_holds(path: Path) -> None:
    played(path)
    raw = path.read_bytes()
    check = "it is not as it was written"
    for old, new, why, line in (
        (b'"seed":5', b'"seed":6', f"is broken at line 1, its header: {check}", 1),
        (b'"n":1', b'"n":8', f"is broken at line 2, move 1: {check}", 2),
        (b'"n":3', b'"n":8', f"is broken at line 4, move 3: {check}", 4),
    ):
        path.write_bytes(raw.replace(old, new, 1))
        found = verify(path)
        assert (found.why, found.fault, found.line) == (f"{path} {why}", "chain", line)
    path.write_bytes(raw.replace(b'{"events"', b'["events"', 1))
    found = verify(path)
    assert (found.why, found.fault) == (f"{path} is broken at line 2, move 1", "form")
    with pytest.raises(JournalError) as told:
        record.read(path)
    assert (told.value.fault, told.value.line) == ("form", 2)
    path.write_bytes(b"[]\n")
    found = verify(path)
    assert (found.why, found.fault, found.line) == (f"{path} is not a saved game", "form", 1)


def test_a_file_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "harbour-1.jsonl"
    found = verify(path)
    assert found.why == f"{path} can't be read: No such file or directory"
    assert (found.fault, found.line, found.record, found.moves) == ("form", None, None, 0)


def test_a_sound_game_is_told_in_full(path: Path) -> None:
    whole = played(path)
    moves = len(whole.records)
    assert verify(path) == Verdict(path, moves, over=True, torn=0, scenario="harbour", drifted=0)
    path.write_bytes(path.read_bytes()[:-5])
    torn = len(record.read(path).torn)
    assert torn > 0
    found = Verdict(path, moves - 1, over=False, torn=torn, scenario="harbour", drifted=0)
    assert verify(path) == found
    path.write_bytes(path.read_bytes()[:-torn])
    altered(path, put(2, "next", "over"))
    path.write_bytes(path.read_bytes() + b"{")
    assert verify(path).torn == 1


def test_torn_lines_are_set_aside_under_names_of_their_own(path: Path) -> None:
    names = []
    for _ in range(3):
        path.unlink(missing_ok=True)
        played(path, 2)
        path.write_bytes(path.read_bytes()[:-5])
        saved = record.read(path)
        aside = record.set_aside(saved)
        assert aside is not None
        assert aside.read_bytes() == saved.torn
        assert path.stat().st_size == saved.size
        names.append(aside.name)
    assert names == ["harbour-1.torn", "harbour-1.torn2", "harbour-1.torn3"]
    assert record.set_aside(record.read(path)) is None
    played(path.with_stem("gone"), 1)
    path.with_stem("gone").write_bytes(b"{")
    saved = record.Saved(path.with_stem("gone"), saved.header, (), b"{", 0, "")
    saved.path.unlink()
    with pytest.raises(JournalError, match=r"gone.jsonl can't be mended: No such file"):
        record.set_aside(saved)


def test_what_a_move_brought_is_known_by_its_numbers() -> None:
    happened = [
        Happened("entry", "storm", {"mayor": at}, {"stocks": 40.0}) for at in (60.0, 60.000001)
    ]
    kept = {record.hash_of(events) for events in ([], happened[:1], happened[1:], happened)}
    assert len(kept) == 4
    assert record.hash_of(happened) == "76e6cefff7149ff5"  # journals hold it: it may not change


def test_the_shelf_tells_a_game_in_full_and_names_paths(home: Path) -> None:
    games = home / "games"
    path = shelf.new_path("harbour")
    assert path == games / "harbour-1.jsonl"
    played(path, 3, ("mayor", "port"))
    (entry,) = shelf.entries()
    told = shelf.Entry(path, "harbour", ("mayor", "port"), 5, "entry debate", 3)
    assert entry == told
    assert (entry.name, entry.over) == ("harbour-1", False)
    path.unlink()
    played(path, 0)
    (entry,) = shelf.entries()
    assert (entry.next, entry.moves) == ("start", 0)
    assert shelf.named("  ", "harbour") == games / "harbour-2.jsonl"
    assert shelf.named(" my.game ", "harbour") == Path("my.game.jsonl")
    assert shelf.named("mine.jsonl", "harbour") == Path("mine.jsonl")
    for there in (path, Path("here/mine.jsonl")):
        assert shelf.find(shelf.called(there)) == there
    assert shelf.called(path) == "harbour-1"
