"""The one reader for what comes from outside: plain files, of a size, and one error for the rest.

Whatever stands under a name may have been put there by anybody: a pipe that never says a word, a
device without end, a loop of links, a file of nothing but brackets.
"""

import codecs
import errno
import json
import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO, NoReturn

from sitroom.errors import SitroomError

MOST = 64 << 20  # bytes; a game of 500 actors and a thousand moves has some six million
_KINDS = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a pipe, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode), "it is a device, not a file"),
)
_PLAIN = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EFBIG: "no file here may be that large",
    errno.ELOOP: "it is a loop of links",
    errno.EROFS: "that disk can only be read",
}


class UnreadableError(SitroomError, OSError):
    """A file that can't be used; the message names it and says why."""

    title = "The file can't be read"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} can't be read: {why}")
        OSError.__init__(self, errno.EINVAL, why, str(path))
        self.path, self.why = path, why

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[type, tuple[Path, str]]:
        return type(self), (self.path, self.why)


def reason(error: OSError) -> str:
    """Return why something can't be read or written, in plain words as far as there are any."""
    said = error.strerror or str(error)
    plain = _PLAIN.get(error.errno or 0)
    return said if plain is None else f"{plain} ({said})"


def opened(path: Path, most: int = MOST) -> BinaryIO:
    """Return a plain file of at most so many bytes, open for reading. Waits for nobody.

    Raises:
        FileNotFoundError: there is nothing by its name.
        UnreadableError: it is something else, too large, or closed to us.
    """
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from None
    except ValueError:  # a zero byte, or half a character
        raise UnreadableError(path, "no file can have such a name") from None
    except OSError as error:
        raise UnreadableError(path, _kind(path) or reason(error)) from None
    found = os.fstat(handle)
    plain = stat.S_ISREG(found.st_mode)
    if not plain or found.st_size > most:
        os.close(handle)
        if plain:
            _too_large(path, most)
        raise UnreadableError(path, _named(found.st_mode))
    return os.fdopen(handle, "rb")


def read_bytes(path: Path, most: int = MOST) -> bytes:
    """Return what is in a plain file. Raises as `opened` does."""
    with opened(path, most) as file:
        try:
            data = file.read(most + 1)  # some files of the system say that they are empty
        except OSError as error:
            raise UnreadableError(path, reason(error)) from None
        except MemoryError:
            raise UnreadableError(path, "it does not fit into memory") from None
    if len(data) > most:
        _too_large(path, most)
    return data


def read_start(path: Path, size: int) -> bytes:
    """Return at most so many bytes of a plain file, however large. Raises as `opened` does."""
    with opened(path, sys.maxsize) as file:
        try:
            return file.read(size)
        except OSError as error:
            raise UnreadableError(path, reason(error)) from None


def read_text(path: Path, most: int = MOST) -> str:
    """Return the UTF-8 text of a plain file, without a mark of its order. Raises as `opened`."""
    try:
        return read_bytes(path, most).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(path, "it is not UTF-8 text") from None


def as_text(data: bytes) -> str:
    """Return text as spreadsheets and editors save it: UTF-8, or UTF-16 with its mark.

    Raises UnicodeDecodeError.
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8-sig")


def read_json(path: Path, most: int = MOST) -> object:
    """Return the JSON value in a plain file. Raises as `opened` does."""
    try:
        return as_json(read_bytes(path, most))
    except ValueError as error:
        raise UnreadableError(path, f"it is not JSON ({error})") from None


def as_json(data: bytes | str) -> object:
    """Return a JSON value, whose numbers are finite. Raises ValueError and nothing else."""
    try:
        return json.loads(data, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except MemoryError:
        raise ValueError("it does not fit into memory") from None


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number


def _kind(path: Path) -> str:
    """Return what stands under a name that can't be opened, or "" where nobody knows."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    return "" if stat.S_ISREG(mode) else _named(mode)


def _named(mode: int) -> str:
    return next((words for fits, words in _KINDS if fits(mode)), "it is no plain file")


def _too_large(path: Path, most: int) -> NoReturn:
    size = f"{most >> 20} MB" if most >= 1 << 20 else f"{most:,} bytes"
    raise UnreadableError(path, f"it is too large for such a file (more than {size})")
