"""The last resort: a mistake of the program itself, told in plain words and kept in a file."""

import contextlib
import os
import sys
import tempfile
import traceback
from pathlib import Path

from sitroom.errors import PluginError
from sitroom.files import writing
from sitroom.loader.roots import home

EXIT_CODE = 3


def keep() -> tuple[int, list[str]]:
    """Write the traceback of the error being handled into a file; return lines that tell of it.

    The exit code comes first. What a plug-in raised is told as its own.

    The file lies in the user's folder. Where nothing can be written there it is a new one among
    the temporary files; on a full disk there is none.
    """
    error, told, code = sys.exc_info()[1], traceback.format_exc(), EXIT_CODE
    first = told.strip().rpartition("\n")[2]
    lines = [f"Sitroom broke off, by a mistake of its own: {first}"]
    if isinstance(error, PluginError):
        code, lines, told = error.exit_code, error.lines(), error.details or told
    for write in (_at_home, _elsewhere):
        with contextlib.suppress(OSError):
            return code, [*lines, f"Details: {write(told)}"]
    return code, [*lines, "The details could not be written to a file."]


def _at_home(text: str) -> Path:
    path = home() / "crash.txt"
    writing.replace(path, text.encode("utf-8", "backslashreplace"))
    return path


def _elsewhere(text: str) -> Path:
    number, name = tempfile.mkstemp(prefix="sitroom-crash-", suffix=".txt")
    with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return Path(name)
