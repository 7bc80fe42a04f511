"""Charts made of characters: signed bars, sparklines, columns. The numbers always stand beside them.

Every line can be read without its drawing, which comes last; where the output can't show block
characters, `sitroom.render.layout` puts plain ones in their place.
"""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

WIDTH = 80  # columns of a terminal
WIDEST_LABEL = 36
MOST_CELLS = 3.0  # of a bar for one point, so that little does not look like much
LEVELS = "▁▂▃▄▅▆▇"
METER = 20  # cells of a meter


@dataclass(frozen=True)
class Row:
    """A number with its name: a sum (no bar), a change, or (`part`) a part of the change above."""

    label: str
    value: float
    total: bool = False
    part: bool = False


def bars(rows: Sequence[Row], width: int = WIDTH) -> list[str]:
    """Return rows as lines of number, label and bar; a bar to the left of the axis is below 0."""
    left = [_numbered(row) for row in rows]
    start = max(len(text) for text in left) + 2
    changes = [row.value for row in rows if not row.total]
    down, up = -min([0.0, *changes]), max([0.0, *changes])
    room = max(width - start - 2, 8)
    scale = min(room / (down + up), MOST_CELLS) if down + up else 0.0
    before = -int(-down * scale // 1)  # whole cells to the left of the axis
    return [
        text if row.total else f"{text:<{start}}{_bar(row, scale, before)}".rstrip()
        for row, text in zip(rows, left, strict=True)
    ]


def _numbered(row: Row) -> str:
    label = row.label
    if len(label) > WIDEST_LABEL:
        label = label[: WIDEST_LABEL - 3].rstrip() + "..."
    if row.total:
        return f"  {row.value:6.1f}  {label}"
    return f"{'':9}{row.value:+6.1f}  {label}" if row.part else f"  {row.value:+6.1f}  {label}"


def _bar(row: Row, scale: float, before: int) -> str:
    halves = max(round(2 * abs(row.value) * scale), 1) if row.value else 0
    if row.part:
        drawn = "▒" * ((halves + 1) // 2)
    elif row.value < 0:
        drawn = "▐" * (halves % 2) + "█" * (halves // 2)
    else:
        drawn = "█" * (halves // 2) + "▌" * (halves % 2)
    return f"{drawn:>{before}}│" if row.value < 0 else f"{'':{before}}│{drawn}"


class Moving(str):
    """A line of a chart as it stands in the end, with how it comes there: `at` of 0 to 1."""

    __slots__ = ("at",)
    at: Callable[[float], str]

    def __new__(cls, at: Callable[[float], str]) -> Self:
        """Return the line with all the stages on its way."""
        line = super().__new__(cls, at(1.0))
        line.at = at
        return line


def meter(label: str, was: float, now: float, low: float, high: float) -> Moving:
    """Return a quantity on its scale, lost or won in grey; the bar moves, its figures stand at once."""
    span = (high - low) or 1.0

    def cells(value: float) -> int:
        return min(METER, max(0, round((value - low) / span * METER)))

    way = f"{was:.0f} to {now:.0f} ({now - was:+.0f})"
    told = f"{was:.0f}" if round(was) == round(now) else way

    def at(share: float) -> str:
        less, more = sorted((cells(was), cells(was + (now - was) * share)))
        drawn = "█" * less + "▒" * (more - less) + "░" * (METER - more)
        return f"{label}  {drawn}  {told}"

    return Moving(at)


def tenths(values: Sequence[float], total: float) -> list[float]:
    """Return values rounded to tenths so that, as printed, they add up to the printed total.

    What rounding leaves over goes to those that it would have cut most.
    """
    down = [int(value * 10 // 1) for value in values]
    over = round(total * 10) - sum(down)
    by_rest = sorted(range(len(values)), key=lambda i: (down[i] - values[i] * 10, i))
    for i in range(abs(over)):
        down[by_rest[i % len(values)]] += 1 if over > 0 else -1
    return [number / 10 for number in down]


def spark(values: Sequence[float], low: float, high: float) -> str:
    """Return values as a line of small bars; a quarter of the range from low to high at least.

    So that a point up or down does not look like the whole scale.
    """
    bottom, top = min(values), max(values)
    span = max(top - bottom, (high - low) / 4) or 1.0
    bottom = min(max((bottom + top - span) / 2, low), max(high - span, low))
    last = len(LEVELS) - 1
    return "".join(LEVELS[min(max(round((v - bottom) / span * last), 0), last)] for v in values)


def columns(left: str, right: str, width: int = WIDTH, indent: int = 2) -> Iterator[str]:
    """Yield two texts side by side, each wrapped in its half."""
    half = (width - indent) // 2
    pairs = (textwrap.wrap(left, half - 2), textwrap.wrap(right, half))
    for n in range(max(map(len, pairs))):
        ours, theirs = (lines[n] if n < len(lines) else "" for lines in pairs)
        yield f"{'':{indent}}{ours:<{half}}{theirs}".rstrip()
