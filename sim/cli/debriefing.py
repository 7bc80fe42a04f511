"""The command that looks back: debrief."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.out import DONE, UsageError, nearest, show_lines

if TYPE_CHECKING:
    from sim.debrief.lookback import Lookback
    from sim.journal.session import Session
    from sim.study.ensemble import Ensemble

OURS = {  # what stands first in a file that was written here before, and may be written anew
    "html": ('name="generator" content="sitroom',),
    "md": ("# Debrief",),
    "json": ('{\n  "scenario": ', '{\n  "class": ', '{\n  "classes": '),
    "csv": ("number,question,", "class,group,"),
}


def debrief(options: argparse.Namespace) -> int:
    """Tell how a saved game, or a class, went."""
    from sim.classroom.hindsight import look_back
    from sim.cli import classes
    from sim.journal import record, shelf
    from sim.journal.session import Session

    played = shelf.find(options.game)
    folder = None if played.is_file() else classes.folder_of(options.game)
    if folder is not None:
        return classes.debrief(options, folder)
    if not played.exists():
        known = [*(entry.name for entry in shelf.entries()), *classes.known()]
        hint = nearest(options.game, known) or "Nothing has been played yet."
        raise UsageError(f"there is no saved game or class '{options.game}'. {hint}")
    out = where(options, played.stem)
    session = Session.replay(record.read(played))
    back = look_back(session, session.people, against(session) if session.state.past else None)
    back = back if session.over else back.closed()
    write(_written(session, back, options.format), out)
    return DONE


def against(session: "Session") -> "Ensemble":
    """Play many games by computer from where a game began, and say so where it is seen."""
    from sim.classroom import hindsight

    shown = sys.stderr.isatty()
    if shown:
        sys.stderr.write(f"\rPlaying {hindsight.GAMES:,} games by computer ...")
        sys.stderr.flush()
    found = hindsight.against(session)
    if shown:
        sys.stderr.write("\r" + " " * 40 + "\r")
    return found


def _written(session: "Session", back: "Lookback", form: str) -> str:
    from sim.debrief import html, tidy
    from sim.debrief.debrief import as_markdown

    lookup, events = session.lookup, session.events
    if form == "json":
        found = tidy.plain(lookup, events, session.header.seed, back, session.header.run)
        found["run"] = session.header.run
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        return tidy.as_csv(lookup, events, back)
    if form == "html":
        return html.debrief_page(lookup, events, back)
    return as_markdown(lookup, events, back)


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
