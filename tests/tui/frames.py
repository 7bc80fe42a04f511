"""Screens as text, and the colours of their cells: what a reviewer reads, and what eyes need."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from rich.color import Color
from rich.style import Style

from sitroom.tui.app import SitroomApp
from tests.tui.quick import strips

RGB = tuple[int, int, int]
THEMES = {"dark": "textual-dark", "light": "textual-light", "high contrast": "high-contrast"}
LEAST = {"dark": 4.5, "light": 4.5, "high contrast": 7.0}  # of text against its background
DRAWN = ((0x2500, 0x25FF), (0x2800, 0x28FF))  # lines, blocks, shapes, braille: no text


@dataclass(frozen=True)
class Look:
    """How a cell looks; equal looks are one style."""

    front: RGB
    back: RGB
    manner: str  # bold, underline and the like

    @property
    def contrast(self) -> float:
        """The ratio of the Web Content Accessibility Guidelines, 1 to 21."""
        light, dark = sorted((_luminance(self.front), _luminance(self.back)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    def __str__(self) -> str:
        front, back = ("#{:02x}{:02x}{:02x}".format(*rgb) for rgb in (self.front, self.back))
        return f"{front} on {back}{self.manner} {self.contrast:.1f}"


Cells = list[list[tuple[str, Look]]]


def frame(app: SitroomApp) -> str:
    """Return the screen as lines of text."""
    rows = ("".join(text for text, _ in row).rstrip() for row in cells(app))
    return "\n".join(rows) + "\n"


def cells(app: SitroomApp) -> Cells:
    """Return the screen row by row: each character, and how it looks."""
    rows: Cells = []
    for strip in strips(app):
        row: list[tuple[str, Look]] = []
        for segment in strip:
            look = _look(segment.style or Style())
            row += [(character, look) for character in segment.text]
        rows.append(row)
    return rows


def unreadable(shown: Cells, least: float) -> Iterator[str]:
    """Yield each stretch of text that stands out too little from its background."""
    for number, row in enumerate(shown, 1):
        for look, stretch in groupby(row, key=lambda cell: cell[1]):
            text = "".join(character for character, _ in stretch)
            if any(map(is_text, text)) and round(look.contrast, 1) < least:
                yield f"row {number}: {text.strip()!r} is {look}, less than {least}"


def styles(shown: Mapping[str, Cells]) -> str:
    """Return the styles of a screen, each with its look in every theme, where and on what it is."""
    found: dict[tuple[Look, ...], list[str]] = {}
    for number, rows in enumerate(zip(*shown.values(), strict=True), 1):
        joined = list(zip(*rows, strict=True))
        for looks, stretch in groupby(joined, key=lambda at: tuple(look for _, look in at)):
            text = "".join(at[0][0] for at in stretch).strip()
            if text:
                found.setdefault(looks, []).append(f"{number} {text}")
    lines = [f"\nStyles: {', '.join(shown)}; the contrast of each; rows and the first text"]
    for looks, where in found.items():
        places = sorted({int(text.partition(" ")[0]) for text in where})
        lines.append("")
        lines += [f"  {look}" for look in looks]
        lines.append(f"  rows {_spans(places)}: {where[0].partition(' ')[2][:50]}")
    return "\n".join(lines) + "\n"


def is_text(character: str) -> bool:
    """Whether a character is there to be read, and not a line or a shape."""
    drawn = any(first <= ord(character) <= last for first, last in DRAWN)
    return not drawn and unicodedata.category(character)[0] in "LNPS"


def _look(style: Style) -> Look:
    front, back = _rgb(style.color, front=True), _rgb(style.bgcolor, front=False)
    if style.reverse:
        front, back = back, front
    names = ("bold", "dim", "italic", "underline", "strike")
    return Look(front, back, "".join(f" {name}" for name in names if getattr(style, name)))


def _rgb(colour: Color | None, *, front: bool) -> RGB:
    red, green, blue = (colour or Color.default()).get_truecolor(foreground=front)
    return red, green, blue


def _luminance(colour: RGB) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _spans(rows: list[int]) -> str:
    """Return numbers as `1, 4-7`."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and spans[-1][-1] == row - 1:
            spans[-1][1:] = [row]
        else:
            spans.append([row])
    return ", ".join("-".join(map(str, span)) for span in spans)
