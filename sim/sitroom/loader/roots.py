"""Where content may lie: the content roots, folders that hold `scenarios/` and `actors/`.

The weakest comes first: what is built in, the user's own folder, folders given on the command
line, the current folder. A file of a later root takes the place of one of the same id before it.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sitroom.plugins import SCENARIOS, UnfitError, plugged_in

_PACKAGE = Path(__file__).resolve().parent.parent
_given: list[Path] = []  # by the command line; screens read it from threads of their own


# Where a user has no home folder: it reads as empty, and nobody can write there.
NO_HOME = Path(os.devnull, "there-is-no-home-folder")


def home() -> Path:
    """Return the folder of all that is the user's: SITROOM_HOME, or the system's place for such data.

    NO_HOME where the system knows of none.
    """
    named = os.environ.get("SITROOM_HOME")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415 - only where it is needed

    try:
        found = platformdirs.user_data_path("sitroom")
    except RuntimeError:
        return NO_HOME
    return found if found.is_absolute() else NO_HOME  # of older versions: a folder called ~


def built_in() -> Path:
    """Return the root that comes with the program: inside the package when installed, else beside it."""
    shipped = _PACKAGE / "_shipped"
    return shipped if shipped.is_dir() else _PACKAGE.parent.parent


def roots() -> tuple[Path, ...]:
    """Return the content roots that there are, the weakest first; each folder is named once."""
    found = [built_in()]
    for root in (home() / "content", *_given, Path()):
        if holds_content(root) and not any(root.samefile(other) for other in found):
            found.append(root)
    return tuple(found)


def holds_content(folder: Path) -> bool:
    """Whether a folder looks like a content root."""
    return _is_folder(folder / "scenarios") or _is_folder(folder / "actors")


def misplaced() -> list[tuple[Path, Path]]:
    """Return folders of scenarios that stand one folder too high in the user's own, and where to."""
    right = home() / "content" / "scenarios"
    found: list[tuple[Path, Path]] = []
    for folder in (home(), home() / "scenarios", home() / "content"):
        try:
            entries = sorted(folder.iterdir())
        except OSError:  # not there, or not ours to see
            continue
        found += [(one, right / one.name) for one in entries if _is_scenario(one)]
    return found


def _is_scenario(folder: Path) -> bool:
    try:
        return any((folder / f"scenario{ending}").is_file() for ending in (".yaml", ".yml"))
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # what we may not even look at is no root of ours
        return False


@cache
def packs() -> tuple[Path, ...]:
    """Return the folders of scenario packs that other packages bring, by name.

    They are no content roots: a pack's actors are for its own scenarios, and a scenario of any
    root hides one of the same name in a pack.
    """
    return tuple(plugged_in(SCENARIOS, _pack).values())


def _pack(thing: object) -> Path:
    """Return the folder of a pack: a package, or a path. Raises UnfitError where there is none."""
    named = (
        thing if isinstance(thing, str | Path) else next(iter(getattr(thing, "__path__", ())), None)
    )
    if named is None:
        raise UnfitError("it is neither a package nor the path of a folder")
    if not (Path(named) / "scenarios").is_dir():
        raise UnfitError(f"there is no folder 'scenarios' in {named}")
    return Path(named)


@contextmanager
def added(folders: Iterable[Path]) -> Iterator[None]:
    """Look in these folders too while this lasts, the last one first."""
    before = list(_given)
    _given.extend(folders)
    try:
        yield
    finally:
        _given[:] = before
