"""Files that we write: whole or not at all, over nobody else's, and told by their own names."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitroom.files import writing
from sitroom.files.writing import UnwritableError

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_takes_the_place_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    writing.create(path, b"one")
    for taken in (path, tmp_path / "new", tmp_path):
        with pytest.raises(FileExistsError):
            writing.create(taken, b"two")
    assert path.read_bytes() == b"one"
    assert [p.name for p in path.parent.iterdir()] == ["file"]
    (tmp_path / "dangling").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        writing.create(tmp_path / "dangling", b"two")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("path", [".", "/", "a\0b"])
def test_what_can_be_no_file_is_told(path: str) -> None:
    for write in (writing.create, writing.replace):
        with pytest.raises((UnwritableError, FileExistsError)):
            write(Path(path), b"")


@POSIX
def test_a_file_written_anew_keeps_its_permissions_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    writing.replace(link, b"new")
    assert (path.read_bytes(), mode(path), link.is_symlink()) == (b"new", 0o640, True)


@POSIX
def test_what_is_no_plain_file_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, words in ((pipe, "no plain file"), (tmp_path, "a folder")):
        with pytest.raises(UnwritableError, match=words):
            writing.replace(path, b"new")
    with pytest.raises(UnwritableError, match=r"null can't be written: it is no plain file"):
        writing.replace(Path("/dev/null"), b"new")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_file_of_another_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    writing.replace_ours(path, b"variant,ours\n", [b"variant,"])
    writing.replace_ours(path, b"variant,again\n", [b"variant,"])
    assert path.read_bytes() == b"variant,again\n"
    path.write_text("my,own\n")
    with pytest.raises(UnwritableError, match=r"table.csv can't be written.*move it away"):
        writing.replace_ours(path, b"variant,ours\n", [b"variant,"])
    assert path.read_text() == "my,own\n"


@POSIX
def test_in_a_private_folder_files_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    folder.mkdir(mode=0o700)
    writing.create(folder / "one", b"")
    writing.replace(folder / "two", b"")
    assert [mode(path) for path in (folder, folder / "one", folder / "two")] == [
        0o700,
        0o600,
        0o600,
    ]
    tmp_path.chmod(0o755)
    writing.create(tmp_path / "open", b"")
    (tmp_path / "plain").touch()
    assert mode(tmp_path / "open") == mode(tmp_path / "plain")


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    writing.create_folder(folder, {"a.yaml": "a", "deep/b.yaml": "b"})
    assert (folder / "deep" / "b.yaml").read_text() == "b"
    with pytest.raises(FileExistsError):
        writing.create_folder(folder, {"a.yaml": "other"})
    with pytest.raises(UnwritableError, match="village can't be written"):
        writing.create_folder(tmp_path / "village", {"a.yaml": "a", "b\0.yaml": "b"})
    assert [path.name for path in tmp_path.iterdir()] == ["town"]


def test_a_file_that_moves_takes_the_place_of_nothing(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("one")
    other.write_text("other")
    with pytest.raises(FileExistsError):
        writing.move(one, other)
    writing.move(one, tmp_path / "trash" / "one")
    assert (tmp_path / "trash" / "one").read_text() == "one"
    assert (one.exists(), other.read_text()) == (False, "other")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Return a real disk of 64 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("only who may mount a disk has a small one")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_told_in_plain_words_and_keeps_what_there_was(small: Path) -> None:
    path = small / "file"
    writing.create(path, b"old")
    for write in (writing.create, writing.replace):
        name = path if write is writing.replace else small / "other"
        with pytest.raises(UnwritableError) as told:
            write(name, b"x" * 100_000)
        words = f"{name} can't be written: the disk is full (No space left on device)"
        assert (str(told.value), told.value.errno) == (words, errno.ENOSPC)
    assert [(p.name, p.read_bytes()) for p in small.iterdir()] == [("file", b"old")]


@POSIX
def test_a_file_that_may_not_grow_is_told(tmp_path: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
from sitroom.files import writing
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
try:
    writing.replace(Path(sys.argv[1]), b"x" * 9999)
except writing.UnwritableError as error:
    print(error)
"""
    path = tmp_path / "file"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert (
        done.stdout == f"{path} can't be written: no file here may be that large (File too large)\n"
    )
    assert list(tmp_path.iterdir()) == []
