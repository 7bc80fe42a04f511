"""What stands in a folder of content: the files that are read, and what only looks like one."""

import errno
import os
import stat
from pathlib import Path

ENDINGS = (".yaml", ".yml")
FOLDER = "this is a folder, not a file"
_KINDS = (
    (stat.S_ISDIR, FOLDER),
    (stat.S_ISFIFO, "this is a pipe, not a file"),
    (stat.S_ISSOCK, "this is a socket, not a file"),
    (lambda mode: not stat.S_ISREG(mode), "this is a device, not a file"),
)


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files that stand in a folder, by name; none if there is no such folder.

    Hidden files are an editor's or a file system's own, and nobody's content.

    Raises:
        OSError: the folder is there and cannot be read.
    """
    return [path for path in yaml_named(folder) if obstacle(path) is None]


def yaml_named(folder: Path) -> list[Path]:
    """Return whatever stands in a folder and is named like a YAML file. Raises OSError."""
    try:
        found = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [path for path in found if _is_yaml(path.name)]


def _is_yaml(name: str) -> bool:
    return not name.startswith(".") and name.endswith(ENDINGS)


def obstacle(path: Path) -> str | None:
    """Return in words why nothing can be read from a path, or None if it leads to a file."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return "this link leads to nothing" if path.is_symlink() else "there is no such file"
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "this link leads round in a circle"
        return f"this cannot be read: {error.strerror}"
    return next((words for matches, words in _KINDS if matches(mode)), None)


def real(path: Path) -> Path:
    """Return where a path leads to; of links that lead round in a circle, as far as they go."""
    return Path(os.path.realpath(path))


def is_file(path: Path) -> bool:
    """Return whether a path leads to a file that can be seen, whatever else is wrong with it."""
    return obstacle(path) is None
