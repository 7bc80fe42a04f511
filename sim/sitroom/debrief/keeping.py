"""A page to keep and share: the debrief of one game as one HTML file that needs no network."""

from pathlib import Path

from sitroom.analysis.hindsight import against, look_back
from sitroom.debrief.html_page import debrief_page
from sitroom.files import writing
from sitroom.journal.session import Session
from sitroom.loader.roots import home


def keep(session: Session) -> Path:
    """Write the page of a game into the user's folder of pages, anew if it is there; return where.

    It takes a while: a thousand games by computer are played beside it. Raises OSError or
    UnwritableError.
    """
    back = look_back(session, session.people, against(session) if session.state.past else None)
    back = back if session.over else back.closed()
    text = debrief_page(session.lookup, session.events, back)
    header = session.header
    named = (
        f"{header.scenario}-seed-{header.seed}" if session.source is None else session.source.stem
    )
    path = home() / "pages" / f"{named}.html"
    writing.replace(path, str(text).encode())
    return path
