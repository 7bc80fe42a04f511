"""A class's folder damaged, forged, held or swapped, before and while it is hosted: told, never raw."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from sitroom.classroom.commands import Order, execute
from sitroom.classroom.folders import StoreError, shelf
from sitroom.classroom.lesson import Lesson
from sitroom.errors import SitroomError
from tests.classroom.table import KHARKIV, best, lesson, sit
from tests.classroom.web import Host
from tests.command import Sitroom

LIVE = {"x-live": "1"}


def sql(*statements: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        db = sqlite3.connect(folder / "class.db", isolation_level=None)
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            db.execute(statement)
        db.close()

    return change


def written(name: str, data: bytes, at: int | None = None) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        path = folder / name
        whole = b"" if at is None else path.read_bytes()
        path.write_bytes(data if at is None else whole[:at] + data + whole[at + len(data) :])

    return write


def swapped(name: str, how: str) -> Callable[[Path], None]:
    def swap(folder: Path) -> None:
        path = folder / name
        path.unlink(missing_ok=True)
        match how:
            case "folder":
                path.mkdir()
            case "pipe":
                os.mkfifo(path)
            case "loop":
                path.symlink_to(name)
            case "device":
                path.symlink_to("/dev/zero")

    return swap


DAMAGE: dict[str, Callable[[Path], None]] = {
    "newer": sql("PRAGMA user_version = 99"),
    "older": sql("PRAGMA user_version = 0"),
    "empty": written("class.db", b""),
    "rubbish": written("class.db", b"nothing of the kind" * 999),
    "cut short": lambda f: os.truncate(f / "class.db", 9000),
    "a page of zeros": written("class.db", bytes(8192), 4096),
    "its schema": written("class.db", b"\xff\x9b" * 300, 108),
    "no rooms": sql("DELETE FROM rooms"),
    "no class": sql("DELETE FROM class"),
    "two classes": sql("INSERT INTO class SELECT * FROM class"),
    "a stage": sql("UPDATE rooms SET stage = 'elsewhere'"),
    "a time without end": sql("UPDATE rooms SET remaining = 9e999"),
    "a journal elsewhere": sql("UPDATE rooms SET journal = '../../x.jsonl'"),
    "a number of letters": sql("UPDATE rooms SET branch = 'x'"),
    "bytes for a name": sql("UPDATE people SET name = x'ff00'"),
    "bytes for the scenario": sql("UPDATE class SET files = x'ff'"),
    "no scenario": sql("UPDATE class SET files = '{}'"),
    "a deep scenario": sql("UPDATE class SET files = replace(hex(zeroblob(4999)), '0', '[')"),
    "a seat": sql("UPDATE seats SET actor = 'x' || actor"),
    "an option": sql("UPDATE ballots SET option = 'none'"),
    "a screen": sql("UPDATE class SET projected = 9"),
    "a table less": sql("DROP TABLE ballots"),
    **{
        f"{name}: {how}": swapped(name, how)
        for name in ("class.db", "class.db-wal", "class.db-journal", "room-1.jsonl")
        for how in ("folder", "pipe", "loop", "device")
    },
    "a journal less": lambda f: (f / "room-1.jsonl").unlink(),
    "a journal of rubbish": written("room-1.jsonl", b"\xff\x00{"),
}
COMMANDS = (
    ("debrief", "c"),
    ("class", "list"),
    ("class", "compare", "c", "good"),
    ("class", "host", "--resume", "c", "--port", "0"),
    ("class", "forget", "c", "--yes"),
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class that was played and put away."""
    folder = tmp_path_factory.mktemp("sound") / "c"
    held, _ = lesson(folder)
    ann, _ = sit(held, "state", "Ann")
    execute(held, Order("start"))
    held.vote(ann, KHARKIV, "limited-fire", 70)
    execute(held, Order("next"))
    held.rooms[1].play(ann, held.rooms[1].seen, best(held))
    held.close()
    return folder


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_class_is_told_and_left_as_it_is(
    sitroom: Sitroom, sound: Path, what: str
) -> None:
    folder = shelf() / "c"
    shutil.copytree(sound, folder)
    DAMAGE[what](folder)
    (folder / "mine.txt").write_text("mine")
    try:
        Lesson.open(folder).close()
    except SitroomError as error:
        why = str(error)
    else:
        pytest.fail("it was opened")
    assert "\n" not in why
    assert str(folder) in why
    for words in COMMANDS:
        done = sitroom(*words)
        assert "Traceback" not in done.err, words
        assert done.code in ((0,) if "list" in words else (0, 1, 2)), words
        assert len(done.err.splitlines()) <= 4, done.err
    assert (folder / "mine.txt").exists()


@pytest.mark.parametrize(
    "lock",
    [
        b"rubbish" * 500,
        *(pytest.param(lock, marks=pytest.mark.slow) for lock in (b"", b"SQLite format 3\0" * 200)),
    ],
)
def test_whatever_is_in_the_lock_a_class_is_hosted_and_by_one(
    sound: Path, tmp_path: Path, lock: bytes
) -> None:
    folder = tmp_path / "c"
    shutil.copytree(sound, folder)
    (folder / "host.lock").write_bytes(lock)
    held = Lesson.open(folder)
    with pytest.raises(StoreError, match="hosted already"):
        Lesson.open(folder)
    held.close()
    Lesson.open(folder).close()


@pytest.mark.parametrize("how", ["folder", "pipe", "loop", "device"])
def test_a_lock_that_is_no_file_is_told(sound: Path, tmp_path: Path, how: str) -> None:
    folder = tmp_path / "c"
    shutil.copytree(sound, folder)
    swapped("host.lock", how)(folder)
    with pytest.raises(StoreError, match=r"host.lock is no plain file; move it away"):
        Lesson.open(folder)


def held_by_another(folder: Path) -> Callable[[], None]:
    other = sqlite3.connect(folder / "class.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other.close


def journal_grown(folder: Path) -> Callable[[], None]:
    (path,) = folder.glob("room-1.jsonl")
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"{}\n")
    return lambda: os.truncate(path, size)


def journal_gone(folder: Path) -> Callable[[], None]:
    path = folder / "room-1.jsonl"
    path.rename(folder / "aside")

    def back() -> None:
        (folder / "aside").rename(path)

    return back


@pytest.mark.parametrize("trouble", [held_by_another, journal_grown, journal_gone])
def test_what_others_do_to_a_class_being_hosted_is_told_and_it_goes_on(
    tmp_path: Path, trouble: Callable[[Path], Callable[[], None]]
) -> None:
    host = Host(*lesson(tmp_path / "c"))
    ann, teacher = host.student("state", "Ann"), host.teacher()
    teacher.order("start").order("next", what="anyway")
    ann.get("/seat")
    move = {"csrf": ann.field("csrf"), "seen": ann.field("seen"), "kind": "pass"}
    made = host.lesson.rooms[1].session.moves[:]
    mend = trouble(tmp_path / "c")
    answer = ann.client.post("/move", data=move, headers=LIVE)
    assert (answer.status_code, answer.json()["ok"]) == (503, False)
    assert "could not be saved" in answer.json()["notice"]
    assert host.lesson.rooms[1].session.moves == made
    assert ann.get("/seat").status == 200
    assert "Nothing can be saved" in teacher.get("/teach").page
    mend()
    host.lesson.tick()
    assert "Nothing can be saved" not in teacher.get("/teach").page
    answer = ann.client.post("/move", data=move, headers=LIVE)
    assert (answer.status_code, answer.json()["ok"]) == (200, True)
    assert len(host.lesson.store.made(1, 1)) == 1


def test_a_clock_that_jumps_spoils_nothing(tmp_path: Path) -> None:
    held, secret = lesson(tmp_path / "c")
    host = Host(held, secret)
    host.student("state", "Ann")
    teacher = host.teacher().order("start")
    room = held.rooms[1]
    for jump in (-1e9, 1e9, 0.0):
        room.clock._now = lambda jump=jump: jump  # type: ignore[misc]
        held.tick()
        assert teacher.get("/teach/room/1").status == 200
        again_ = held.store.rooms()[0].remaining
        assert 0 <= again_ <= 6 * 3600
