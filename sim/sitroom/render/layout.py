"""Lines of text fitted to the terminal, for what is printed rather than shown."""

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator

from sitroom.engine.moves import steers
from sitroom.render.text_charts import LEVELS

WIDEST = 100


PLAIN = str.maketrans(  # what stands for block characters where the output can't show them
    {"█": "#", "▌": "#", "▐": "#", "▒": "=", "░": ".", "│": "|"}
    | {c: str(n) for n, c in enumerate(LEVELS)}
)


def width() -> int:
    """Return how many columns lines may take."""
    return min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)


def shown(line: str) -> str:
    """Return a line as the output can show it."""
    try:
        LEVELS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return line.translate(PLAIN)
    return line


def harmless(line: str) -> str:
    """Return a line without what could steer the terminal; its blanks and its indent stay."""
    if line.isprintable():  # as nearly all are
        return line
    kept = (" " if c in "\t\n\r\f\v" else c for c in line if c in "\t\n\r\f\v" or not steers(c))
    return "".join(kept)


def fitted(lines: Iterable[str], hang: str = "", *, whole: bool = False) -> Iterator[str]:
    """Yield lines wrapped to the terminal; an indented one keeps its indent, and hangs further.

    `whole` keeps words as they are, such as ids with hyphens and names of files.
    """
    columns = width()
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        wrapped = textwrap.wrap(
            shown(harmless(line)),
            columns,
            subsequent_indent=indent + hang * bool(indent),
            break_on_hyphens=not whole,
            break_long_words=not whole,
        )
        yield "\n".join(wrapped)
