"""The folder of a class: what in it is ours, who may read it, and which program hosts it."""

import re
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sitroom.errors import SitroomError
from sitroom.journal import disk
from sitroom.loader.roots import home
from sitroom.narration import class_text

DATABASE, LOCK = "class.db", "host.lock"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")  # of a class, which is that of a folder
_OURS = re.compile(
    rf"{DATABASE}(-wal|-shm|-journal)?|{LOCK}(-journal)?"
    r"|room-[0-9]+(-[0-9]+)?\.(jsonl|torn[0-9]*)(\.[0-9]+\.part)?"
)


class StoreError(SitroomError):
    """A class that can't be used, or something that can't be kept; the message is for people."""

    title = class_text.CLASS_CANT_BE_USED
    exit_code = 2


def shelf() -> Path:
    """Return the folder of all classes."""
    return home() / "classes"


def names() -> list[str]:
    """Return the names of all classes on this machine, sorted."""
    with suppress(OSError):
        return sorted(path.parent.name for path in shelf().glob(f"*/{DATABASE}"))
    return []


def is_class(folder: Path) -> bool:
    """Whether a folder holds a class, sound or not."""
    try:
        return (folder / DATABASE).is_file()
    except OSError:
        return False


def code(folder: Path) -> str:
    """Return the code of a class; none of what can't be read, or has been forgotten."""
    with suppress(sqlite3.Error), closing(_opened(folder)) as held:
        for (found,) in held.execute("SELECT code FROM class WHERE secret != ''"):
            return str(found)
    return ""


def check_plain(folder: Path) -> None:
    """Raise StoreError where a pipe, a folder or a link to nowhere stands in a file's place.

    SQLite would wait for a pipe, and say nothing useful of the rest.
    """
    for ending in ("", "-wal", "-shm", "-journal"):
        path = folder / f"{DATABASE}{ending}"
        if (path.exists() or path.is_symlink()) and not path.is_file():
            raise StoreError(f"{path} is no plain file; move it away")


def ours(folder: Path) -> list[Path]:
    """Return what a class has written in its folder. Raises OSError."""
    return sorted(
        path
        for path in folder.iterdir()
        if _OURS.fullmatch(path.name) and path.is_file() and not path.is_symlink()
    )


def make(folder: Path) -> None:
    """Make the folder of a new class, for its owner alone. Raises StoreError."""
    if is_class(folder):
        raise StoreError(f"there is a class at {folder} already")
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the class can't be kept at {folder}: {error.strerror}") from None


def journal(folder: Path, name: str) -> Path:
    """Return the path of a game of a class. Raises StoreError for what would be no file to read."""
    path = folder / name
    if not path.is_file():
        raise StoreError(f"{path} is missing, or is no plain file")
    return path


def keep_private(folder: Path) -> None:
    """Let nobody but the owner read a class, where the disk knows such a thing."""
    with suppress(OSError):
        for path in (folder, *ours(folder)):
            path.chmod(0o700 if path == folder else 0o600)


def delete(folder: Path) -> list[str]:
    """Delete what a class has written, and its folder if that is all; return what is left in it.

    Raises StoreError.
    """
    try:
        for path in ours(folder):
            path.unlink()
        left = sorted(path.name for path in folder.iterdir())
        if not left and not folder.is_symlink():
            folder.rmdir()
    except OSError as error:
        raise StoreError(f"{error.filename} can't be deleted: {error.strerror}") from None
    return left


def backup(folder: Path, to: Path) -> None:
    """Copy a class into a new folder, also while it is being hosted.

    For that long the host can't write to its file: what is copied is what a crash at this moment
    would leave, and a class goes on after that. Raises StoreError.
    """
    check_plain(folder)
    try:
        with closing(_opened(folder)) as held, closing(_opened(folder)) as source:
            held.execute("BEGIN IMMEDIATE")
            to.mkdir(mode=0o700, parents=True)
            (to / DATABASE).touch(mode=0o600)
            with closing(_opened(to)) as copy:
                source.backup(copy)
            for path in ours(folder):
                if path.name.startswith("room-"):
                    shutil.copyfile(path, to / path.name)
            keep_private(to)
    except FileExistsError:
        raise StoreError(f"there is {to} already; choose another folder") from None
    except sqlite3.Error as error:
        raise StoreError(f"{folder} can't be copied to {to}: {why(error)}") from None
    except OSError as error:
        raise StoreError(f"{folder} can't be copied to {to}: {error.strerror}") from None


def _opened(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / DATABASE, isolation_level=None)


class Held:
    """Keeps others from hosting a class until it is closed."""

    def __init__(self, lock: Path, held: disk.Hold | None) -> None:
        self._lock, self._held = lock, held
        _hosted.add(lock)

    def close(self) -> None:
        """Let others host the class."""
        self._held = None
        _hosted.discard(self._lock)


_hosted: set[Path] = set()  # by this program, which the system would let hold a file twice


def hold(folder: Path) -> Held:
    """Keep everybody else from hosting a class. What is in the lock does not matter.

    Raises StoreError.
    """
    lock = folder.resolve() / LOCK
    hosted = StoreError(f"the class '{folder.name}' is being hosted already")
    if lock in _hosted:
        raise hosted
    if lock.is_symlink() or (lock.exists() and not lock.is_file()):
        raise StoreError(f"{lock} is no plain file; move it away, then host the class again")
    try:
        lock.touch(mode=0o600)
        return Held(lock, disk.hold(lock))
    except disk.InUseError:
        raise hosted from None
    except OSError as error:
        raise StoreError(f"{lock} can't be held: {error.strerror}") from None


_WHY = {
    sqlite3.SQLITE_FULL: class_text.DISK_IS_FULL,
    sqlite3.SQLITE_IOERR: class_text.DISK_IS_FULL_OR_DOES,
    sqlite3.SQLITE_CANTOPEN: class_text.IT_CANT_BE_OPENED_OR,
    sqlite3.SQLITE_READONLY: class_text.IT_MAY_NOT_BE_WRITTEN,
    sqlite3.SQLITE_BUSY: class_text.ANOTHER_PROGRAM_HOLDS_IT,
    sqlite3.SQLITE_LOCKED: class_text.ANOTHER_PROGRAM_HOLDS_IT,
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_NOTADB: class_text.IT_IS_DAMAGED_OR_IS,
}


def why(error: Exception) -> str:
    """Return in words why a file can't be used: by SQLite's number, whose words may change."""
    number = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return _WHY.get(number, class_text.IT_IS_DAMAGED_OR_IS)
