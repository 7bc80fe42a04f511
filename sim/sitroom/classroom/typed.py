"""What people type on the pages of a class: how long it may be, and what is kept of it."""

import unicodedata

from sitroom.engine.moves import sanitized, shows

LONGEST_NAME, LONGEST_MESSAGE, LONGEST_REASON = 60, 500, 250


def tidy(text: str, most: int) -> str:
    """Return a line as typed, without what could upset a page: controls, marks of direction."""
    kept = (c for c in sanitized(text) if unicodedata.category(c) not in ("Cn", "Co"))
    return " ".join("".join(kept).split())[:most].strip()


def readable(text: str, most: int) -> str:
    """Return a tidy line, or nothing if nothing in it can be read: blanks, signs of no width."""
    line = tidy(text, most)
    return line if shows(line) else ""
