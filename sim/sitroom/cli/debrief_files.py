"""What the debriefs of games and of classes have in common: games to compare with, and a file."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.output import UsageError, show_lines

if TYPE_CHECKING:
    from sitroom.journal.session import Session
    from sitroom.study.ensemble import Ensemble

OURS = {  # what stands first in a file that was written here before, and may be written anew
    "html": ('name="generator" content="sitroom',),
    "md": ("# Debrief",),
    "json": ('{\n  "scenario": ', '{\n  "class": ', '{\n  "classes": '),
    "csv": ("number,question,", "class,group,"),
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
    if path.is_dir():
        raise UsageError(f"'{path}' is a folder; name a file in it (--out)")
    if path.exists() and not options.force and not _ours(path, options.format):
        raise UsageError(
            f"'{path}' exists and is not a debrief of this format. "
            "Name another file (--out), or say --force to write over it."
        )
    return path


def _ours(path: Path, form: str) -> bool:
    with path.open("rb") as file:
        head = file.read(2000).decode("utf-8", "replace")
    return any(mark in head for mark in OURS[form])


def write(text: str, path: Path | None) -> None:
    """Write a page to a file, whole or not at all, and say so; or print it."""
    if path is None:
        sys.stdout.write(text)
        return
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
    show_lines([f"Written: {path}"])
