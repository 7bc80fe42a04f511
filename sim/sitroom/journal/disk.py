"""What it takes for bytes to be on the disk, whole, and written by one program at a time."""

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from weakref import WeakValueDictionary, finalize

from sitroom.errors import SitroomError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FAR = 2**31 - 2  # Windows locks bytes, and others may not read them: one that no journal reaches


class InUseError(SitroomError, OSError):
    """Another program holds the file."""

    title = "In use"


def create(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all, on disk before this returns.

    Raises OSError; FileExistsError where there is such a file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb", buffering=0) as file:
            _write(file.fileno(), data)
        _publish(beside, path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _publish(beside: Path, path: Path) -> None:
    """Give a file its name; unlike a renaming, a link never takes the place of another file."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a disk without links
        if path.exists():
            raise FileExistsError(17, "there is such a file", str(path)) from None
        beside.replace(path)


def extend(path: Path, size: int, data: bytes) -> None:
    """Add to a file of a known size, on disk before this returns; or leave it as it was.

    Raises OSError.
    """
    with path.open("rb+", buffering=0) as file:
        if file.seek(0, os.SEEK_END) > size:  # a part that could not be taken away before
            cut(file.fileno(), size)
        file.seek(size)
        try:
            _write(file.fileno(), data)
        except OSError:
            cut(file.fileno(), size)
            raise


def shorten(path: Path, size: int) -> None:
    """Cut a file to a size, on disk before this returns. Raises OSError."""
    with path.open("rb+", buffering=0) as file:
        cut(file.fileno(), size)


def cut(file: int, size: int) -> None:
    """Cut an open file to a size. Raises OSError."""
    os.truncate(file, size)
    sync(file)


def _write(file: int, data: bytes) -> None:
    """Write all of it: a disk that fills up takes a part and says so only when asked again."""
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]
    sync(file)


def sync(file: int) -> None:
    """Wait until an open file is on the disk. Raises OSError."""
    if sys.platform == "darwin":  # there, fsync alone stops at the disk's own memory
        with suppress(OSError):  # not every disk knows it
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
            return
    os.fsync(file)


def _sync_folder(folder: Path) -> None:
    """Wait until a new name is on the disk too, where the system has a way to ask."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Hold:
    """Keeps other programs from a file for as long as somebody here has this."""

    def __init__(self, handle: int) -> None:
        self._close = finalize(self, os.close, handle)


_held: WeakValueDictionary[tuple[int, int], Hold] = WeakValueDictionary()
_one_at_a_time = threading.Lock()


def hold(path: Path) -> Hold | None:
    """Keep other programs from a file; None where that can't be done. Raises InUseError.

    Within one program a file may be held several times over.
    """
    with _one_at_a_time:
        try:
            handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except OSError:
            return None
        found = os.fstat(handle)
        known = _held.get((found.st_dev, found.st_ino))
        if known is not None:
            os.close(handle)
            return known
        try:
            _lock(handle)
        except (BlockingIOError, PermissionError):
            os.close(handle)
            raise InUseError(f"{path} is held") from None
        except OSError:  # a disk over a network that has no locks
            os.close(handle)
            return None
        held = _held[found.st_dev, found.st_ino] = Hold(handle)
        return held


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
