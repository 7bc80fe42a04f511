"""Letters for a terminal that has no lines and blocks, or not those of all languages."""

import os
import sys
import unicodedata

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from sitroom.narration import screen_text

PLAIN = (
    "dumb",
    "vt1",
    "vt2",
    "ansi",
    "cons",
    "unknown",
)  # kinds of terminals that draw letters only
WORD = screen_text.THIS_TERMINALS_ENCODING_IS_ENCODING
SIGNS = {  # each as wide as what stands for it
    **dict.fromkeys("━─╌╸╺═", "-"),
    **dict.fromkeys("┊│┃|▌▐▊▎▕▏", "|"),
    **dict.fromkeys("┣┫╋┼├┤╭╮╰╯┌┐└┘┏┓┗┛", "+"),
    **dict.fromkeys("█▀▄▆▅▇▓", "#"),
    **dict.fromkeys("▒▃", "="),
    **dict.fromkeys("▂▁░▔", "_"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("\u2013\u2014\u2212", "-"),
    "→": ">",
    "▶": ">",
    "⏵": ">",
    "←": "<",
    "◀": "<",
    "↑": "^",
    "▲": "^",
    "↓": "v",
    "▼": "v",
    "★": "*",
    "●": "o",
    "○": ".",
    "◆": "@",
    "•": "*",
    "…": ".",
    "⏎": "^",
    "↵": "^",
    "€": "E",
}


def encoding() -> str:
    """Return how the screen is written to the terminal; one without lines gets letters alone."""
    if kind():
        return "ascii"
    return getattr(sys.__stderr__, "encoding", None) or "ascii"


def kind() -> str:
    """Return the terminal's kind where that is one without lines and blocks, or ''."""
    term = os.environ.get("TERM") or "unknown"
    return term if term.startswith(PLAIN) else ""


def spells(name: str) -> bool:
    """Whether an encoding leaves signs of ours out."""
    try:
        "".join(SIGNS).encode(name)
    except (UnicodeEncodeError, LookupError):
        return True
    return False


class Spelled(LineFilter):
    """Puts a letter in the place of what an encoding does not have; no line gets longer."""

    def __init__(self, encoding: str) -> None:
        super().__init__(enabled=spells(encoding))
        self.encoding = encoding
        self.known: dict[str, str] = {}

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments with what the encoding has."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment("".join(map(self.letter, segment.text)), segment.style)
            for segment in segments
        ]

    def letter(self, sign: str) -> str:
        """Return what stands for a character: itself, its like, its bare letter, or a question mark."""
        if sign not in self.known:
            self.known[sign] = self._letter(sign)
        return self.known[sign]

    def _letter(self, sign: str) -> str:
        try:
            sign.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            bare = unicodedata.normalize("NFKD", sign)[:1]
            like = SIGNS.get(sign) or (bare if bare.isascii() and bare.isprintable() else "?")
            return (like * cell_len(sign))[: cell_len(sign)]
        return sign
