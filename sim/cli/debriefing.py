"""The command that looks back: debrief."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.out import DONE, UsageError, show_lines
from sim.cli.table import saved_game

if TYPE_CHECKING:
    from sim.debrief.lookback import Crowd, Lookback
    from sim.journal.session import Session

GAMES = 1000  # played by computer, to hold a game against
SEED = 1  # of those games: the same for all, so that debriefs can be compared
OURS = {  # how a file begins that was written here before, and may be written anew
    "html": 'name="generator" content="sitroom',
    "md": "# Debrief",
    "json": '{\n  "scenario": ',
    "csv": "number,question,",
}


def debrief(options: argparse.Namespace) -> int:
    """Tell how a saved game went."""
    from sim.journal import record
    from sim.journal.session import Session

    path = saved_game(options.game)
    out = _where(options, path.stem)
    session = Session.replay(record.read(path))
    back = look_back(session)
    text = _written(session, back, options.format)
    write(text, out)
    return DONE


def look_back(session: "Session", crowd: "Crowd | None" = None) -> "Lookback":
    """Return what a debrief knows beyond the events; plays the computer's games if not given."""
    from sim.debrief.lookback import Lookback, turned

    header = session.header
    looked = turned(session.model, header.seed, header.decision, session.moves)
    if looked and crowd is None:
        crowd = against(session)
    return Lookback(people=session.people, turned=looked, crowd=crowd)


def against(session: "Session") -> "Crowd":
    """Play many games by computer from where a game began, every inject at its time."""
    from sim.debrief.lookback import Crowd
    from sim.engine.events import Decided
    from sim.journal.session import Session
    from sim.study.ensemble import ensemble

    header = session.header
    fresh = Session(session.loaded, SEED, decision=header.decision, only=header.only)
    if sys.stderr.isatty():
        sys.stderr.write(f"\rPlaying {GAMES:,} games by computer ...")
        sys.stderr.flush()
    found = ensemble(fresh.model, fresh.state.first, GAMES, SEED)
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 40 + "\r")
    ours = [(e.question, e.option) for e in session.events if isinstance(e, Decided)]
    questions = [question.id for question in fresh.model.questions]
    return Crowd(
        runs=found.runs,
        asked={id_: found.asked(id_) for id_ in questions if found.asked(id_)},
        shares={id_: found.shares(id_) for id_ in questions if found.asked(id_)},
        same=found.along(ours),
    )


def _written(session: "Session", back: "Lookback", form: str) -> str:
    from sim.debrief import html, tidy
    from sim.debrief.debrief import as_markdown

    lookup, events = session.lookup, session.events
    if form == "json":
        found = tidy.plain(lookup, events, session.header.seed, back)
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        return tidy.as_csv(lookup, events, back)
    if form == "html":
        return html.debrief_page(lookup, events, back)
    return as_markdown(lookup, events, back)


def _where(options: argparse.Namespace, name: str) -> Path | None:
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
        return OURS[form] in file.read(2000).decode("utf-8", "replace")


def write(text: str, path: Path | None) -> None:
    """Write a page to a file, whole or not at all, and say so; or print it."""
    if path is None:
        sys.stdout.write(text)
        return
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
    show_lines([f"Written: {path}"])
