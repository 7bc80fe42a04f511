"""A class whose disk is really full: nothing is half kept, nobody sees a traceback, all goes on."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from sitroom.classroom.folders import StoreError
from sitroom.classroom.lesson import Lesson
from sitroom.journal.record import JournalError
from tests.classroom.table import KHARKIV, again, lesson
from tests.classroom.web import Browser, Host

resource = pytest.importorskip("resource", reason="there are no quotas here")
LIVE = {"x-live": "1"}
PAGE = 4096
Full = Callable[[int], AbstractContextManager[None]]


@pytest.fixture(params=[pytest.param("disk", marks=pytest.mark.slow), "quota"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Full]]:
    """A folder, and what lets its disk be full for a while but for so many bytes."""
    if request.param == "quota":
        yield tmp_path / "c", lambda left: quota(PAGE + left)
        return
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    if (
        sys.platform != "linux"
        or subprocess.run(words, check=False, capture_output=True).returncode
    ):
        pytest.skip("no disk can be mounted here")
    try:
        yield disk / "c", lambda left: filled(disk, left)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@contextmanager
def filled(disk: Path, left: int) -> Iterator[None]:
    """Fill a disk but for so many bytes, with a file of somebody else's."""
    other = disk / "other"
    with other.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * PAGE)
        except OSError:
            file.truncate(max(0, file.tell() - left))
    try:
        yield
    finally:
        other.unlink()


@contextmanager
def quota(most: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes; every journal of a class is longer from the start."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def sent(browser: Browser, path: str, **fields: str) -> tuple[int, str]:
    """Send a form as the page does; its status, and what the page tells."""
    hidden = {name: browser.field(name) for name in ("csrf", "seen")}
    answer = browser.client.post(path, data={**hidden, **fields}, headers=LIVE)
    return answer.status_code, answer.json()["notice"]


def whose(held: Lesson) -> dict[int, int | None]:
    room = held.rooms[1]
    return held.store.made(1, room.row.branch)


def test_a_full_disk_is_told_and_the_class_goes_on_when_there_is_room(
    place: tuple[Path, Full],
) -> None:
    folder, full = place
    host = Host(*lesson(folder))
    held = host.lesson
    ann, teacher = host.student("state", "Ann"), host.teacher()
    teacher.order("start")
    told: list[str] = []
    held.hear = told.append
    room = held.rooms[1]
    vote = {"question": KHARKIV, "option": "limited-fire", "confidence": "70"}
    ann.get("/seat")
    teacher.get("/teach")
    with full(0):
        for form in (("/ballot", vote), ("/message", {"text": "Hello"})):
            status, words = sent(ann, form[0], **form[1])
            assert (status, "could not be saved" in words) == (503, True), form
        status, words = sent(teacher, "/teach/do", order="next", room="1")
        assert status == 503
        assert "full" in words
        assert room.phase == "brief"
        assert sent(teacher, "/teach/do", order="pause")[0] == 503
        assert not room.row.paused
        for _ in range(3):
            held.tick()
        assert [words[:23] for words in told] == ["Nothing can be saved ju"]
        assert "Nothing can be saved" in teacher.get("/teach").page
        assert "Your brief" in ann.get("/seat").page  # what is there can be looked at
        joining = host.browser().get("/").post("/join", code=held.row.code, listed="", seat="")
        assert joining.status == 200
    held.tick()
    assert told[-1] == "Everything can be saved again."
    assert "Nothing can be saved" not in teacher.get("/teach").page
    assert sent(ann, "/ballot", **vote)[0] == 200
    assert sent(teacher, "/teach/do", order="next", room="1")[0] == 200
    assert room.phase == "debate"


def test_a_move_is_kept_with_whose_it_is_or_not_at_all(place: tuple[Path, Full]) -> None:
    folder, full = place
    host = Host(*lesson(folder))
    ann = host.student("state", "Ann")
    host.teacher().order("start").order("next", what="anyway")
    seen = []
    for left in range(0, 12 * PAGE, PAGE):
        held, room = host.lesson, host.lesson.rooms[1]
        if room.mover is None:
            break
        before = len(room.session.moves)
        ann.get("/seat")
        form = {"kind": "choose", "option": ""} if room.phase == "choose" else {"kind": "pass"}
        with full(left):
            status, words = sent(ann, "/move", **form)
            seen.append(status)
            assert status in (200, 503), words
            assert (len(room.session.moves) > before) is (status == 200)
            assert (before + 1 in whose(held)) is (status == 200)
        held.tick()
        assert not room.trouble
        if status == 200:
            assert whose(held)[before + 1] == 1
            host.teacher().order("undo", room="1")
        opened = again(held)  # on disk it stands as it is told
        assert opened.rooms[1].session.moves == room.session.moves
        assert opened.store.made(1, opened.rooms[1].row.branch).keys() == whose(held).keys()
        host = Host(opened, host.secret)
        back = host.browser()
        back.client.cookies = ann.client.cookies
        ann = back
    assert 503 in seen
    ann.get("/seat")
    assert sent(ann, "/move", kind="pass")[0] == 200
    host.teacher().order("undo", room="1")
    assert not any(getattr(m, "seat", "") == "state" for m in host.lesson.rooms[1].session.moves)


def test_a_class_that_has_no_room_to_begin_leaves_nothing_behind(place: tuple[Path, Full]) -> None:
    folder, full = place
    for left in range(0, 400 * PAGE, 25 * PAGE):
        with full(left):
            try:
                held, _ = lesson(folder)
            except (StoreError, JournalError):
                assert not folder.exists()
            else:
                held.close()
                break
    else:
        lesson(folder)[0].close()
    if os.access(folder, os.R_OK):
        assert (folder / "class.db").stat().st_size > 0
