"""What other packages add: entry points, loaded as they are first asked for.

Whoever asks says what a thing has to be. What can't be loaded, or is nothing of the kind, is left
out and named in a line; everything else goes on.
"""

import re
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, TypeVar

from sitroom.errors import SitroomError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

POLICIES, RULES, SCENARIOS = "sitroom.policies", "sitroom.rules", "sitroom.scenarios"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

T = TypeVar("T")
_broken: dict[tuple[str, str], str] = {}  # by group and name
_packages: dict[tuple[str, str], str] = {}


class UnfitError(SitroomError):
    """A thing that is loaded and is none of its group; the message says why."""

    title = "The plug-in doesn't fit"


def plugged_in(
    group: str, fit: Callable[[object], T], taken: Mapping[str, object] | None = None
) -> Mapping[str, T]:
    """Return what other packages add to a group, by name.

    Args:
        group: one of POLICIES, RULES and SCENARIOS.
        fit: makes of a loaded thing what is wanted; raises UnfitError for one that is not.
        taken: names that are given away already.
    """
    from importlib.metadata import entry_points  # noqa: PLC0415 - 20 ms that --help does without

    found: dict[str, T] = {}
    for entry in sorted(entry_points(group=group), key=lambda one: (one.name, one.value)):
        try:
            _check_name(entry.name, {**(taken or {}), **found})
            with redirect_stdout(sys.stderr):  # what it prints as it loads is none of our output
                found[entry.name] = fit(entry.load())
            _packages[group, entry.name] = _package(entry)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a stranger's module may raise anything
            _broken[group, f"{entry.name} {entry.value}"] = _told(entry, error)
    return found


def _check_name(name: str, taken: Mapping[str, object]) -> None:
    if name in taken:
        raise UnfitError("there is one of that name already")
    if not _NAME.fullmatch(name):
        raise UnfitError("a name is of small letters, digits and single hyphens")


def _told(entry: "EntryPoint", error: BaseException) -> str:
    kind = "" if isinstance(error, UnfitError) else f"{type(error).__name__}: "
    why = " ".join(f"{kind}{error}".split())[:200]
    return f"plug-in '{entry.name}'{_package(entry)} ({entry.group}) is left out: {why}"


def _package(entry: "EntryPoint") -> str:
    return f" of {entry.dist.name} {entry.dist.version}" if entry.dist is not None else ""


def package(group: str, name: str) -> str:
    """Return " of PACKAGE VERSION" for a plug-in in use, "" for what comes with the program."""
    return _packages.get((group, name), "")


def broken() -> list[str]:
    """Return a line for each plug-in that was asked for and could not be used."""
    return list(_broken.values())
