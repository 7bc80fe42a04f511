"""A file that grows by whole lines, and is written by one program at a time."""

import errno
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from weakref import WeakValueDictionary, finalize

from sitroom.errors import SitroomError
from sitroom.files.writing import sync, write_all

if sys.platform == "win32":
    import msvcrt
else:
    with suppress(ImportError):  # where there are no processes, there are no locks either
        import fcntl

FAR = 2**31 - 2  # Windows locks bytes, and others may not read them: one that no journal reaches


class InUseError(SitroomError, OSError):
    """Another program holds the file."""

    title = "In use"


def extend(path: Path, size: int, data: bytes) -> None:
    """Add to a file of a known size, on disk before this returns; or leave it as it was.

    Raises OSError.
    """
    with path.open("rb+", buffering=0) as file:
        if file.seek(0, os.SEEK_END) > size:  # a part that could not be taken away before
            cut(file.fileno(), size)
        file.seek(size)
        try:
            write_all(file.fileno(), data)
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
    elif sys.modules.get("fcntl") is None:
        raise OSError(errno.ENOLCK, "this system has no locks")
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
