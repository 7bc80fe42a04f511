"""Invitations: who has one opens a class on a host of many, and gets another key where it is lost.

Each is a file named by its digest, empty until a class was opened with it, then with the name of
the class. So they outlive the host, and are made while it runs.
"""

from pathlib import Path

from sitroom.classroom import folders, join_codes
from sitroom.files import reading, writing
from sitroom.loader.roots import home

_MOST_BYTES = 100


def shelf() -> Path:
    """Return the folder of all invitations."""
    return home() / "invitations"


def make(count: int) -> list[str]:
    """Return new invitations, of which only digests are kept. Raises StoreError."""
    made = join_codes.several(join_codes.SECRET, count)
    try:
        shelf().mkdir(mode=0o700, parents=True, exist_ok=True)
        for code in made:
            _path(code).touch(mode=0o600)
    except OSError as error:
        raise folders.StoreError(f"{shelf()} can't be written: {error.strerror}") from None
    return made


def find(typed: str) -> Path | None:
    """Return the invitation that was typed, if there is such a one."""
    path = _path(typed)
    return path if path.is_file() else None


def opened(invitation: Path) -> str:
    """Return the class that was opened with an invitation, or nothing if there is none yet."""
    try:
        name = reading.read_bytes(invitation, _MOST_BYTES).decode()
    except (OSError, ValueError):
        return ""
    known = folders.NAME.fullmatch(name) and folders.is_class(folders.shelf() / name)
    return name if known else ""


def use(invitation: Path, name: str) -> None:
    """Keep which class is opened with an invitation, before it is made. Raises UnwritableError."""
    writing.replace(invitation, name.encode())


def _path(typed: str) -> Path:
    return shelf() / join_codes.digest(join_codes.clean(typed))
