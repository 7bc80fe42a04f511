"""The command that looks back: debrief."""

import argparse
import json
from typing import TYPE_CHECKING

from sitroom.cli import classes
from sitroom.cli.out_files import against, where, write
from sitroom.cli.output import DONE, UsageError, nearest

if TYPE_CHECKING:
    from sitroom.analysis.turning_points import Lookback
    from sitroom.journal.session import Session


def debrief(options: argparse.Namespace) -> int:
    """Tell how a saved game, or a class, went."""
    from sitroom.analysis.hindsight import look_back
    from sitroom.journal import record, shelf
    from sitroom.journal.session import Session

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
    write(_written(session, back, options.format), out, prose=options.format == "md")
    return DONE


def _written(session: "Session", back: "Lookback", form: str) -> str:
    from sitroom.debrief import export, html_page
    from sitroom.narration.debrief_page import as_markdown

    lookup, events = session.lookup, session.events
    if form == "json":
        found = export.plain(lookup, events, session.header.seed, back, session.header.run)
        found["run"] = session.header.run
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        return export.as_csv(lookup, events, back)
    if form == "html":
        return html_page.debrief_page(lookup, events, back)
    return as_markdown(lookup, events, back)
