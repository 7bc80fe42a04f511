"""Files that commands write where they are told to, and the games that debriefs compare with."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.output import UsageError, show_lines
from sitroom.files import writing
from sitroom.files.writing import UnwritableError

if TYPE_CHECKING:
    from sitroom.journal.session import Session
    from sitroom.study.ensemble import Ensemble

GENERATED = b'name="generator" content="sitroom'
OURS = {  # what stands first in a file that was written here before, and may be written anew
    "html": (GENERATED,),
    "md": (b"# Debrief",),
    "json": (b'{\n  "scenario": ', b'{\n  "class": ', b'{\n  "classes": '),
    "csv": (b"number,question,", b"class,group,"),
}


def against(session: "Session") -> "Ensemble":
    """Play many games by computer from where a game began, and say so where it is seen."""
    from sitroom.analysis import hindsight

    shown = sys.stderr.isatty()
    if shown:
        sys.stderr.write(f"\rPlaying {hindsight.GAMES:,} games by computer ...")
        sys.stderr.flush()
    found = hindsight.against(session)
    if shown:
        sys.stderr.write("\r" + " " * 40 + "\r")
    return found


def where(options: argparse.Namespace, name: str) -> Path | None:
    """Return the file to write, or None for standard output. Raises UsageError."""
    if options.out is None and options.format != "html":
        return None
    path = Path(f"{name}-debrief.html" if options.out is None else options.out)
    check(path, OURS[options.format], "a debrief of this format", force=options.force)
    return path


def check(path: Path, marks: Sequence[bytes], what: str, *, force: bool) -> None:
    """Raise UsageError where something stands that we did not write, unless that is meant."""
    if path.is_dir():
        raise UsageError(f"'{path}' is a folder; name a file in it (--out)")
    if path.exists() and not path.is_file():
        raise UsageError(f"'{path}' is no plain file; leave out --out to print")
    if not force and not writing.is_ours(path, marks):
        raise UsageError(
            f"'{path}' exists and is not {what}. "
            "Name another file (--out), or say --force to write over it."
        )


def write(text: str, path: Path | None, *, prose: bool = False) -> None:
    """Write a page to a file, whole or not at all, and say so; or print it."""
    if path is None:
        if prose and sys.stdout.isatty():  # no line is cut in the middle of a word
            show_lines(text.splitlines())
        else:
            sys.stdout.write(text)
        return
    put(text, path)
    show_lines([f"Written: {path}"])


def put(text: str, path: Path) -> None:
    """Write a file into a folder that there is. Raises OSError."""
    if not path.parent.is_dir():
        raise UnwritableError(path, f"there is no folder '{path.parent}'")
    writing.replace(path, text.encode())
