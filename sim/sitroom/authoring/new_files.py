"""Files written so that nothing of the author's is lost: new ones never over old, changes at once."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_new(folder: Path, files: Mapping[str, str]) -> None:
    """Write a folder that does not exist yet, all of it or nothing; names are relative to it.

    Raises:
        FileExistsError: there is something by its name already.
        OSError: it can't be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        raise FileExistsError(f"there is {folder} already")
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, text in files.items():
            path = half / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        half.chmod(0o777 & ~_mask())
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def replace(path: Path, data: bytes) -> None:
    """Change a file (or write a new one) at once: whoever reads it sees the old or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o666 & ~_mask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mask() -> int:
    """Return the permissions that new files of this user go without."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
