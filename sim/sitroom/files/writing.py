"""The one owner of the files that we write: whole or not at all, and never over another's.

A file is written beside its place under a name of its own, waited for until it is on the disk, and
then given its name. Errors name the file that was asked for, not the one beside it.
"""

import errno
import os
import re
import shutil
import stat
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sitroom.errors import SitroomError
from sitroom.files import reading
from sitroom.files.reading import reason

if sys.platform == "darwin":
    import fcntl

# What Windows takes for a device, whatever the ending; a file of that name can't be handed on.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])[ ]*(\..*)?", re.IGNORECASE)
WAITS = (
    10 if sys.platform == "win32" else 0
)  # there who looks into a file keeps it from being replaced, for a moment


class UnwritableError(SitroomError, OSError):
    """A file that can't be written; the message names it and says why."""

    title = "The file can't be written"

    def __init__(self, path: Path, why: str, code: int | None = None) -> None:
        super().__init__(f"{path} can't be written: {why}")
        OSError.__init__(self, code or errno.EINVAL, why, str(path))
        self.path, self.why = path, why

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[type, tuple[Path, str, int | None]]:
        return type(self), (self.path, self.why, self.errno)


def create(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all, on disk before this returns.

    In a folder that is closed to others, the file is closed to them too.

    Raises:
        FileExistsError: there is something by its name already.
        UnwritableError: it can't be written.
    """
    with _told(path):
        _refuse_devices(path.name)
        _folder(path.parent)
        with _beside(path, data) as beside:
            _publish(beside, path)
        _sync_folder(path.parent)


def replace(path: Path, data: bytes) -> None:
    """Write a file, new or in place of an older one: whoever reads it sees the old or the new.

    It keeps its permissions, and a link stays a link. Whether the older one is ours to write over
    is for the caller to know. Raises UnwritableError, also for what is no plain file and for what
    has been protected from being written.
    """
    with _told(path):
        there = path.resolve()
        _folder(there.parent)
        old = _plain_mode(there)
        with _beside(there, data, old) as beside:
            _take_place(beside, there)
        _sync_folder(there.parent)


def replace_ours(path: Path, data: bytes, marks: Sequence[bytes]) -> None:
    """Write a file, new or in place of an older one of ours, known by a mark near its start.

    Raises UnwritableError, also where what is there is not ours.
    """
    if not is_ours(path, marks):
        raise UnwritableError(path, "what is there was not written by this command; move it away")
    replace(path, data)


def is_ours(path: Path, marks: Sequence[bytes]) -> bool:
    """Whether a file is not there yet, or has one of the marks near its start."""
    try:
        start = reading.read_start(path, 2000)
    except FileNotFoundError:
        return not path.is_symlink()
    except OSError:
        return False
    return any(mark in start for mark in marks)


def create_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write a folder that does not exist yet, all of it or nothing; names are relative to it.

    Raises:
        FileExistsError: there is something by its name already.
        UnwritableError: it can't be written.
    """
    with _told(folder):
        if folder.exists() or folder.is_symlink():
            raise FileExistsError(errno.EEXIST, "there is something by its name", str(folder))
        _refuse_devices(folder.name, *files)
        alike = Counter(name.casefold() for name in files)
        if twice := [name for name in files if alike[name.casefold()] > 1]:
            why = f"some systems can't tell the names {' and '.join(twice)} apart"
            raise UnwritableError(folder, why)
        _folder(folder.parent)
        half = _new_folder(folder)
        try:
            for name, text in files.items():
                path = half / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
            half.rename(folder)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)  # all that is in it is ours, from just now
            raise
        _sync_folder(folder.parent)


def no_formula(text: str) -> str:
    """Return a cell of a table as a spreadsheet reads it for text, whatever it begins with."""
    risky = text.startswith(("=", "+", "-", "@", "\t", "\r")) and text != "-"
    return f"'{text}" if risky else text


def move(path: Path, there: Path) -> None:
    """Give a file another name on the same disk. Raises FileExistsError or UnwritableError."""
    with _told(path):
        _folder(there.parent)
        _publish(path, there)
        path.unlink(missing_ok=True)


def sync(file: int) -> None:
    """Wait until an open file is on the disk. Raises OSError."""
    if sys.platform == "darwin":  # there, fsync alone stops at the disk's own memory
        with suppress(OSError):  # not every disk knows it
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
            return
    os.fsync(file)


def write_all(file: int, data: bytes) -> None:
    """Write all of it: a disk that fills up takes a part and says so only when asked again."""
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]
    sync(file)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what goes wrong of the file that was asked for."""
    try:
        yield
    except (UnwritableError, FileExistsError):
        raise
    except OSError as error:
        raise UnwritableError(path, reason(error), error.errno) from None
    except ValueError:  # a zero byte, half a character, or no name at all
        why = "it is a folder" if path.is_dir() else "no file can have such a name"
        raise UnwritableError(path, why) from None


def is_device(name: str) -> bool:
    """Whether Windows takes a name for a device: whatever the system here, it can't be handed on."""
    return _DEVICE.fullmatch(name) is not None


def _refuse_devices(*names: str) -> None:
    """Raise OSError for a name, or a part of one, that Windows takes for a device."""
    for name in names:
        if any(map(is_device, name.split("/"))):
            raise OSError(errno.EINVAL, f"on Windows '{name}' is a device, not a file")


def _take_place(beside: Path, there: Path) -> None:
    """Put a file in place of another."""
    for left in reversed(range(WAITS + 1)):
        try:
            beside.replace(there)
        except PermissionError:
            if not left:
                raise
            time.sleep(0.05)
        else:
            return


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, f"{folder} is no folder") from None


@contextmanager
def _beside(path: Path, data: bytes, mode: int | None = None) -> Iterator[Path]:
    """Write data to a new file in the same folder, which is gone afterwards."""
    closed = os.name != "nt" and not path.parent.stat().st_mode & 0o077
    beside, handle = _new_file(path, 0o600 if closed else 0o666)
    try:
        try:
            write_all(handle, data)
            if mode is not None:
                beside.chmod(mode)
        finally:
            os.close(handle)
        yield beside
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _new_file(path: Path, mode: int) -> tuple[Path, int]:
    """Open a file that was not there, named after another and this program."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    number = 0
    while True:
        apart = f".{number}" * (number > 0)
        beside = path.with_name(f"{path.name[:200]}.{os.getpid()}{apart}.part")
        try:
            return beside, os.open(beside, flags, mode)
        except FileExistsError:
            number += 1


def _new_folder(folder: Path) -> Path:
    """Make a folder that was not there, named after another and this program."""
    number = 0
    while True:
        half = folder.with_name(f".{folder.name[:200]}.{os.getpid()}.{number}.part")
        try:
            half.mkdir()
        except FileExistsError:
            number += 1
        else:
            return half


def _plain_mode(path: Path) -> int | None:
    """Return the permissions of a file, None where there is none. Raises UnwritableError."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        what = "it is a folder" if stat.S_ISDIR(mode) else "it is no plain file"
        raise UnwritableError(path, what)
    if not os.access(path, os.W_OK):
        raise UnwritableError(path, "it is protected from being written over", errno.EACCES)
    return stat.S_IMODE(mode)


def _publish(beside: Path, path: Path) -> None:
    """Give a file its name; unlike a renaming, a link never takes the place of another file."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a disk without links
        if path.exists() or path.is_symlink():
            raise FileExistsError(errno.EEXIST, "there is such a file", str(path)) from None
        beside.replace(path)


def _sync_folder(folder: Path) -> None:
    """Wait until a new name is on the disk too, where the system has a way to ask."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
