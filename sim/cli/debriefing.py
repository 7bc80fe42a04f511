"""The command that looks back: debrief."""

import argparse
import json
from typing import TYPE_CHECKING

from sim.cli import classes
from sim.cli.out import DONE, UsageError, nearest
from sim.cli.written import against, where, write

if TYPE_CHECKING:
    from sim.debrief.lookback import Lookback
    from sim.journal.session import Session


def debrief(options: argparse.Namespace) -> int:
    """Tell how a saved game, or a class, went."""
    from sim.classroom.hindsight import look_back
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
