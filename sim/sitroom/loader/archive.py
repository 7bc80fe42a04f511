"""A scenario in one file: a zip archive that everything it needs is in, and nothing else.

An archive comes from strangers. Only names that a pack can have are taken out of it, no links, and
no more than a scenario may hold, whatever its list says; every file is as the list in it says.
"""

import atexit
import hashlib
import io
import json
import re
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from sitroom.errors import SitroomError
from sitroom.files import reading
from sitroom.loader.folders import is_file
from sitroom.loader.yaml_text.reader import MAX_BYTES

ENDING = ".zip"
LIST = "sitroom.json"
FORMAT = 1
MOST_FILES = 1_000
MOST_BYTES = 20 * 1024 * 1024  # of the archive, and of all that is in it
_ID = "[a-z0-9]+(?:-[a-z0-9]+)*"
_NAME = re.compile(
    rf"scenarios/({_ID})/(?:scenario\.yaml|expectations\.yaml|(?:actors|decisions|codings)/{_ID}\.yaml"
    rf"|texts/{_ID}\.txt"
    r"|(?:SOURCES|README|LICENSE|LICENCE|texts\.[a-z]{2,3})(?:\.(?:md|txt|yaml))?)"
)
# All that the standard library raises over an archive that was made to break it.
_UNSOUND = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_BEGIN = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can tell of


class PackError(SitroomError, ValueError):
    """An archive that is no scenario, or is not safe to open; the message says why."""

    title = "This pack can't be opened"
    exit_code = 1


def is_pack(path: Path) -> bool:
    """Return whether a path leads to what may be a scenario in one file."""
    return path.suffix.lower() == ENDING and is_file(path)


def fits(name: str) -> bool:
    """Return whether a file of that name may stand in a pack."""
    return _NAME.fullmatch(name) is not None


def packed(files: Mapping[str, str], about: Mapping[str, object]) -> bytes:
    """Return an archive of files by name, with a list of them; the same files give the same bytes."""
    listed = {name: sha(text.encode()) for name, text in sorted(files.items())}
    listing = {"format": FORMAT, **about, "files": listed}
    whole = {LIST: json.dumps(listing, ensure_ascii=False, indent=1) + "\n", **files}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in sorted(whole, key=lambda name: (name != LIST, name)):
            info = zipfile.ZipInfo(name, _BEGIN)
            info.create_system = 3  # the same on every system
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            # Stored, not pressed: what comes of pressing depends on the library that does it.
            archive.writestr(info, whole[name].encode(), zipfile.ZIP_STORED)
    return data.getvalue()


def contents(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the list of an archive, and its files by name. Raises PackError or OSError."""
    data = reading.read_start(path, MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PackError(f"{path} is larger than {MOST_BYTES // 1024**2} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _read(path, archive)
    except PackError:
        raise
    except _UNSOUND as error:
        raise PackError(f"{path} can't be read as a zip archive: {error}") from None
    listing = _listing(path, found.pop(LIST, None))
    for name, text in found.items():
        if listing["files"].get(name) != sha(text):
            raise PackError(f"{path}: {name} is not as it was packed", "Ask for it once more.")
    missing = listing["files"].keys() - found.keys()
    if missing:
        raise PackError(f"{path}: {min(missing)} is missing", "Ask for it once more.")
    names = {PurePosixPath(name).parts[1] for name in found}
    if len(names) != 1 or f"scenarios/{min(names)}/scenario.yaml" not in found:
        raise PackError(f"{path} holds no scenario, or several")
    return listing, found


def opened(path: Path) -> Path:
    """Return the main file of the scenario in an archive, laid out in a folder while the program runs.

    Raises PackError or OSError.
    """
    status = path.stat()
    return _opened(path.resolve(), status.st_mtime_ns, status.st_size)


@cache
def _opened(path: Path, _changed: int, _size: int) -> Path:
    _, found = contents(path)
    folder = Path(tempfile.mkdtemp(prefix="sitroom-pack-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, data in found.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return next(folder.glob("scenarios/*/scenario.yaml"))


def _read(path: Path, archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return what is in an archive, if it is all fit to be read."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise PackError(f"{path} holds more than {MOST_FILES:,} files")
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    for entry in entries:
        name, mode = entry.filename, entry.external_attr >> 16
        if name != LIST and not _NAME.fullmatch(name):
            raise PackError(f"{path} holds {name[:80]!r}, which is no part of a scenario")
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise PackError(f"{path}: {name} is a link or the like, not a file")
        if name in found:
            raise PackError(f"{path} holds {name} twice")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackError(f"{path}: {name} is pressed in a way that is not read")
        most = min(MAX_BYTES, left)
        with archive.open(entry) as file:  # what it says of its size need not be true
            data = file.read(most + 1)
        if len(data) > most:
            raise PackError(f"{path}: {name} is too large")
        left -= len(data)
        found[name] = data
    return found


def _listing(path: Path, data: bytes | None) -> dict[str, Any]:
    """Return the list in an archive."""
    if data is None:
        raise PackError(f"{path} is no pack of Sitroom", "sitroom pack SCENARIO makes one.")
    try:
        listing = json.loads(data)
    except (ValueError, RecursionError):
        listing = None
    if not isinstance(listing, dict) or not isinstance(listing.get("files"), dict):
        raise PackError(f"{path}: its list, {LIST}, can't be read")
    if listing.get("format") != FORMAT:
        raise PackError(f"{path} is in a form that this program does not read", "A newer one may.")
    return listing


def sha(data: bytes) -> str:
    """Return the mark of a file by which its list knows it."""
    return hashlib.sha256(data).hexdigest()
