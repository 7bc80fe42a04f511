"""The top of a spectrum: the options' titles, each over its tick, and the axis below them."""

import textwrap
from collections.abc import Sequence
from functools import lru_cache

from sitroom.tui.cellwise import decoded, encoded

GAP = 2  # free cells between two titles
ENDS = (" restraint ", " going further ")

Option = tuple[float, str, int]  # place on 0..100, title, number of its rung
Box = tuple[int, list[str]]  # the column where it starts, its lines
Tick = tuple[int, str]  # the column of a tick, the title that belongs there


def column(at: float, width: int) -> int:
    """Return the column of a place on 0..100 in a width."""
    return round(at / 100 * (width - 1))


def titles(options: Sequence[Option], width: int, most: int) -> list[str]:
    """Return the titles on as few lines as show them whole, `most` at most; cut if need be."""
    ticks = [(column(at, width), encoded(title)) for at, title, _ in options]
    tries = sorted(
        ((bands, lines) for bands in (1, 2) for lines in range(1, most // bands + 1)),
        key=lambda way: (way[0] * way[1], way[0]),
    )
    for bands, lines in tries:
        rows = [_band(ticks[band::bands], width, lines) for band in range(bands)]
        if all(band is not None for band in rows):
            return [row for band in rows for row in _drawn(band or [], width)]
    return _drawn(_cut(ticks, width, most), width)


def _band(ticks: Sequence[Tick], width: int, lines: int) -> list[Box] | None:
    """Return boxes that all cover their ticks without touching, or None if there is no way."""
    sizes = [_narrowest(title, lines) for _, title in ticks]
    starts: list[int] = []
    end = -GAP
    for (tick, _), size in zip(ticks, sizes, strict=True):  # as far left as each may stand
        start = max(0, tick - size + 1, end + GAP)
        if start > tick or start + size > width:
            return None
        starts.append(start)
        end = start + size
    room = width
    for number in reversed(range(len(ticks))):
        tick, size = ticks[number][0], sizes[number]
        starts[number] = max(starts[number], min(tick - size // 2, room - size))  # to its middle
        room = starts[number] - GAP
    boxes: list[Box] = []
    left = 0
    for number, (tick, title) in enumerate(ticks):  # and as broad as its neighbours let it be
        right = starts[number + 1] - GAP if number + 1 < len(ticks) else width
        broad = (_narrowest(title, n) for n in range(1, lines))
        size = next((w for w in broad if w <= right - left), sizes[number])
        at = max(left, min(tick - size // 2, right - size))
        boxes.append((at, _centred(textwrap.wrap(title, size), size, tick - at)))
        left = at + size + GAP
    return boxes


def _centred(lines: list[str], size: int, tick: int) -> list[str]:
    """Pad lines so that they stand around a tick, within a box."""
    lefts = (max(0, min(tick - len(line) // 2, size - len(line))) for line in lines)
    return [" " * left + line for left, line in zip(lefts, lines, strict=True)]


@lru_cache(1000)  # asked for at every move of a debate
def _narrowest(title: str, lines: int) -> int:
    """Return the least width in which a title takes no more than so many lines."""
    least = max(map(len, title.split(" ")), default=1)
    fits = (w for w in range(least, len(title) + 1) if len(textwrap.wrap(title, w)) <= lines)
    return next(fits, max(1, len(title)))


def _cut(ticks: Sequence[Tick], width: int, most: int) -> list[Box]:
    """Return boxes that share the width between them, titles cut where they don't fit."""
    boxes: list[Box] = []
    share = width / len(ticks)
    for number, (tick, title) in enumerate(ticks):
        at = round(number * share)
        size = max(1, round((number + 1) * share) - at - GAP)
        lines = textwrap.wrap(title, size, max_lines=max(1, most), placeholder="…")
        boxes.append((at, _centred(lines, size, tick - at)))
    return boxes


def _drawn(boxes: Sequence[Box], width: int) -> list[str]:
    """Return rows with boxes in them, all of them ending on the last row."""
    height = max((len(lines) for _, lines in boxes), default=0)
    grid = [[" "] * width for _ in range(height)]
    for start, lines in boxes:
        for number, line in enumerate(lines, height - len(lines)):
            text = line.lstrip()
            left = start + len(line) - len(text)
            grid[number][left : left + len(text)] = text[: width - left]
    return [decoded("".join(row)).replace("\xa0", " ") for row in grid]


def axis(options: Sequence[Option], width: int) -> str:
    """Return the axis: a tick with the number of its rung for each option, and which end is which.

    An end is named in its half, as near to it as no tick or number is in the way.
    """
    line = ["┣", *"━" * (width - 2), "┫"]
    for at, _, rung in options:
        tick, name = column(at, width), str(rung)
        line[tick] = line[tick] if tick in (0, width - 1) else "╋"
        start = tick - len(name) if tick + len(name) >= width - 1 else tick + 1
        line[start : start + len(name)] = name
    low, high = ENDS
    half = width // 2
    for name, starts in (
        (low, range(4, half - len(low))),
        (high, range(width - 4 - len(high), half, -1)),
    ):
        for start in starts:
            if set(line[start - 1 : start + len(name) + 1]) == {"━"}:
                line[start : start + len(name)] = name
                break
    return "".join(line)
