"""The spectrum for the back of the room: a lane for each actor, names in full, arrows."""

import itertools
import textwrap
from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from sim.tui.spectrum import Drawing, Stand, axis, column

NARROWEST = 9  # cells of an option's label below which titles stand on alternate lines instead
MOST_LINES = 3  # of an option's title

Cell = tuple[str, str]  # a character and its style


def labels(options: Sequence[tuple[float, str, str]], width: int) -> list[str]:
    """Return the titles and rungs of the options, each in a box near its tick."""
    places = [at for at, _, _ in options]
    gaps = [(b - a) / 100 for a, b in itertools.pairwise(places)]
    room = min((int((gap * width - 1) / (1 + gap)) for gap in gaps), default=width)
    if room < NARROWEST:
        return axis([(at, title) for at, title, _ in options], width)[:-1]
    boxes = []
    for at, title, rung in options:
        lines = textwrap.wrap(title, room, max_lines=MOST_LINES, placeholder=" …")
        tick, start = column(at, width), round(at / 100 * (width - room))
        rows = []
        for line in (*lines, rung if len(rung) <= room else ""):
            left = max(start, min(tick - len(line) // 2, start + room - len(line)))
            rows.append((left, line))
        boxes.append(rows)
    height = max(map(len, boxes), default=0)
    grid = [[" "] * width for _ in range(height)]
    for rows in boxes:
        for number, (left, line) in enumerate(rows, height - len(rows)):
            grid[number][left : left + len(line)] = line
    return ["".join(row) for row in grid]


def lane(stand: Stand, width: int, ticks: Sequence[int], *, tall: bool) -> list[list[Cell]]:
    """Return an actor's lane: its marker, how it came there, its name and position."""
    rows: list[list[Cell]] = [
        [("┊", "dim") if x in ticks else (" ", "") for x in range(width)] for _ in range(1 + tall)
    ]
    here, was = column(stand.at, width), column(stand.before, width)
    step = 1 if here > was else -1
    trail = list(range(was, here, step)) if stand.shift else []
    for x in trail:
        rows[0][x] = ("─", stand.style)
    if trail:
        rows[0][trail[0]] = ("○", stand.style)
        rows[0][here - step] = ("▶" if step > 0 else "◀", stand.style)
    for row in rows:
        row[here] = ("█" if tall else stand.sign, stand.style)
    arrow = "→" if stand.shift > 0 else "←"
    moved = f" {arrow} {stand.shift:+.0f}" if stand.shift else ""
    sign = f"{stand.sign} " if tall else ""
    ends = (was, here) if trail else (here, here)
    start, label = _beside(
        [f"{sign}{name} {stand.at:.0f}{moved}" for name in (stand.name, stand.short)],
        min(ends) - 1,
        max(ends) + 2,
        width,
    )
    for x, letter in enumerate(label, start):
        rows[0][x] = (letter, stand.style)
    if label and start > here:
        rows[0][start - 1] = (" ", "")
    return rows


def _beside(labels: Sequence[str], left: int, right: int, width: int) -> tuple[int, str]:
    """Return where a label starts and what of it fits: to the right of its marker, or the left."""
    for label in labels:
        if right + len(label) <= width:
            return right, label
        if len(label) <= left:
            return left - len(label), label
    if width - right >= left:
        return right, labels[-1][: max(0, width - right)]
    return 0, labels[-1][: max(0, left)]


def joined(row: Sequence[Cell]) -> Content:
    """Return a row of cells as text, neighbours of one style together."""
    parts: list[Cell] = []
    for letter, style in row:
        if parts and parts[-1][1] == style:
            parts[-1] = (parts[-1][0] + letter, style)
        else:
            parts.append((letter, style))
    return Content.assemble(*(Content.styled(text, style) for text, style in parts))


class TallSpectrum(Widget):
    """Shows positions large; lanes are two rows high where the screen has room for them."""

    def __init__(self, drawing: Drawing, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self.drawing = drawing

    def show(self, drawing: Drawing) -> None:
        """Draw the actors at their positions, in the order given."""
        self.drawing = drawing
        self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the rows that it takes."""
        return len(self.rows(max(30, width)))

    def rows(self, width: int) -> list[Content]:
        """Return what is drawn in a width."""
        options = self.drawing.options
        ticks = [column(at, width) for at, _, _ in options]
        line = ["━"] * width
        for tick in ticks:
            line[tick] = "╋"
        line[ticks[0]], line[ticks[-1]] = "┣", "┫"
        rows = [Content.styled(text, "bold") for text in labels(options, width)]
        rows.append(Content("".join(line)))
        tall = len(rows) + 2 * len(self.drawing.stands) <= self.app.size.height // 2
        for stand in self.drawing.stands:
            rows += [joined(row) for row in lane(stand, width, ticks, tall=tall)]
        return rows

    def render(self) -> Content:
        """Draw it."""
        return Content("\n").join(self.rows(max(30, self.size.width)))
