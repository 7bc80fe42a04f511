"""Lines of text that lead somewhere: to a page of the library."""

from typing import Self

SAY = "say"  # the kind that leads out of the library: to words that rest on a passage


class Link(str):
    """A line that leads to a page, named `to` by its kind and ids, as `paragraph:post:17`.

    Kinds are actor, decision, source and paragraph. Where nothing is followed, it is plain text.
    """

    __slots__ = ("to",)
    to: str

    def __new__(cls, text: str, to: str) -> Self:
        """Return the text with where it leads."""
        line = super().__new__(cls, text)
        line.to = to
        return line


def to_say(to: str) -> str:
    """Return the passage with which something is to be said, or '' where it leads to a page."""
    kind, _, passage = to.partition(":")
    return passage if kind == SAY else ""


def target(line: str) -> str:
    """Return where a line leads, or '' for one that leads nowhere."""
    return line.to if isinstance(line, Link) else ""
