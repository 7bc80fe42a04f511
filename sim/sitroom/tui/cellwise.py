"""Text as long as it is wide: what takes two cells, or no cell of its own, under a sign of its own.

Labels are measured, cut and put into rows by their length. `encoded` gives each cell one character;
`decoded` gives the text back. A wide sign that was cut in two leaves a blank.
"""

import re

from rich.cells import split_graphemes

REST = "\U000ffffd"  # the second cell of a wide sign
_FIRST = 0xF0000  # of the signs that stand for others: nobody's names have them
_signs: dict[str, str] = {}
_texts: dict[str, tuple[str, int]] = {}
_CODED = re.compile(f"([\U000f0000-\U000ffffc])({REST})?|{REST}")


def encoded(text: str) -> str:
    """Return a text with one character for each cell that it takes."""
    if text.isascii():
        return text
    spans, _ = split_graphemes(text)
    return "".join(_coded(text[start:end], cells) for start, end, cells in spans)


def _coded(sign: str, cells: int) -> str:
    if cells == 1 and len(sign) == 1:
        return sign
    if cells == 0:
        return ""
    if sign not in _signs:
        new = chr(_FIRST + len(_signs))
        _signs[sign], _texts[new] = new, (sign, cells)
    return _signs[sign] + REST * (cells - 1)


def decoded(text: str) -> str:
    """Return what a text of cells stands for, as wide as it is long."""
    return text if text.isascii() else _CODED.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    sign, cells = _texts.get(found[1] or "", (" ", 1))
    whole = cells == 1 + bool(found[2])
    return sign if whole else " " * len(found[0])
