"""Lines of text fitted to the terminal, for what is printed rather than shown."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator

WIDEST = 100


def fitted(lines: Iterable[str], hang: str = "", *, whole: bool = False) -> Iterator[str]:
    """Yield lines wrapped to the terminal; an indented one keeps its indent, and hangs further.

    `whole` keeps words as they are, such as ids with hyphens and names of files.
    """
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        wrapped = textwrap.wrap(
            line,
            width,
            subsequent_indent=indent + hang * bool(indent),
            break_on_hyphens=not whole,
            break_long_words=not whole,
        )
        yield "\n".join(wrapped)
