"""Who joins a class: codes, names, rosters, and what of them lies on disk."""

import stat
import sys
from pathlib import Path

import pytest

from sitroom.classroom import join_codes
from sitroom.classroom.commands import Order, execute
from sitroom.classroom.console import answer
from sitroom.classroom.lesson import Lesson, WrongCodeError
from sitroom.classroom.records import RosterEntry
from sitroom.classroom.room import RefusedError
from sitroom.classroom.typed import tidy
from tests.classroom.table import KHARKIV, SEATS, again, best, lesson, loaded, sit


@pytest.fixture
def held(tmp_path: Path) -> Lesson:
    return lesson(tmp_path / "held")[0]


def test_codes_forgive_how_they_are_typed() -> None:
    code = join_codes.fresh(join_codes.CLASS)
    assert join_codes.same(f" {code.lower().replace('-', ' ')} ", code)
    assert not join_codes.same(code[:-1], code)
    assert not join_codes.same("", code)
    assert join_codes.find(code, [("CCC-CCC", 1), (code, 2)]) == 2


def test_a_name_is_kept_without_what_could_upset_a_page() -> None:
    assert tidy("  Ann\u202e\x00\tLee\n ", 60) == "Ann Lee"
    assert tidy("\u05d3\u05e0\u05d4", 60) == "\u05d3\u05e0\u05d4"
    assert tidy("A\ue000\uffffnn", 60) == "Ann"
    assert len(tidy("x" * 999, 60)) == 60


def test_a_seat_code_seats_as_many_as_there_are_places(tmp_path: Path) -> None:
    held, _ = lesson(tmp_path / "c", per_seat=2)
    ann, token = sit(held, "state", "Ann")
    ben, _ = sit(held, "state", "Ben")
    assert (ann.speaks, ben.speaks) == (True, False)
    assert held.person(token) == ann
    with pytest.raises(RefusedError, match="taken"):
        sit(held, "state", "Cem")
    with pytest.raises(WrongCodeError):
        held.join("CCC-CCC", "Dee")
    held.hand_on(ann, ben.id)
    assert [p.name for p in held.store.people() if p.speaks] == ["Ben"]
    with pytest.raises(RefusedError):
        held.hand_on(ann, ann.id)


def test_a_roster_seats_by_name_where_a_place_is_kept_or_free(tmp_path: Path) -> None:
    names = [
        RosterEntry("Ann", 2, "pentagon", None),
        *(RosterEntry(n, None, None, None) for n in "BCDEF"),
    ]
    held, _ = Lesson.create(
        tmp_path / "c", loaded(), rooms=2, seed=1, seats=SEATS, decision=KHARKIV, roster=names
    )
    assert held.join_by_name(" ann ")[0].actor == "pentagon"
    rooms = [held.join_by_name(name)[0].room for name in "BCDEF"]
    assert sorted(rooms) == [1, 1, 1, 2, 2]
    assert len(held.store.people(actor="white-house")) == 2  # who decides is seated first
    with pytest.raises(RefusedError, match="taken"):
        held.join_by_name("Ann")
    with pytest.raises(WrongCodeError):
        held.join_by_name("Zed")


def test_a_return_code_moves_a_person_to_another_device(held: Lesson) -> None:
    ann, old = sit(held, "state", "Ann")
    back, new = held.come_back(held.return_codes.of(ann).lower())
    assert back == ann == held.person(new)
    assert held.person(old) is None


def test_secrets_lie_on_disk_as_digests_alone(tmp_path: Path) -> None:
    held, secret = lesson(tmp_path / "c")
    _, token = sit(held, "state", "Ann")
    cookie = held.teach(secret.lower())
    assert held.teaches(cookie)
    assert not held.teaches(token)
    held.close()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "c").iterdir())
    for private in (secret, join_codes.clean(secret), token, cookie):
        assert private.encode() not in kept


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_nobody_else_on_the_machine_reads_a_class(tmp_path: Path) -> None:
    held, _ = lesson(tmp_path / "c")
    ann, _ = sit(held, "state", "Ann")
    for name in ("start", "next"):
        execute(held, Order(name))
    room = held.rooms[1]
    room.play(ann, room.seen, best(held))
    execute(held, Order("undo", 1))
    files = [*(tmp_path / "c").iterdir()]
    assert {path.name for path in files} >= {"class.db", "class.db-wal", "host.lock"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "c").stat().st_mode) == 0o700
    for path in (tmp_path / "c", *files):
        path.chmod(0o755)  # as earlier versions left it
    assert again(held).rooms
    assert not any(path.stat().st_mode & 0o077 for path in (tmp_path / "c", *files))


def test_a_return_code_lies_nowhere_on_disk_and_is_shown_where_it_belongs(tmp_path: Path) -> None:
    held, _ = lesson(tmp_path / "c")
    ann, cookie = sit(held, "state", "Ann")
    code = held.return_codes.of(ann)
    held.store.set_return(ann.id, code)  # as an earlier version kept it
    old = again(held)
    assert old.return_codes.of(ann) == code
    kept = b"".join(path.read_bytes() for path in (tmp_path / "c").iterdir())
    assert code.encode() not in kept
    new = again(old)
    assert new.return_codes.of(ann) == ""  # until the page of somebody who knows it is open
    assert new.person(cookie) == new.store.people()[0]
    assert new.return_codes.of(ann) == code
    assert f"return code {code}" in " ".join(answer(new, "codes"))
    told = execute(new, Order("code", 1, str(ann.id)))
    with pytest.raises(WrongCodeError):
        new.come_back(code)
    assert new.come_back(told.rstrip(".").rpartition(" ")[2])[0].id == ann.id
    assert again(new).return_codes.of(ann) == ""
