"""The spectrum: every actor between restraint and permission, with the options drawn in."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

GAP = 1  # free cells between two labels of a lane


@dataclass(frozen=True)
class Stand:
    """Where an actor stands, and where it stood before the last line."""

    name: str
    short: str
    at: float
    before: float
    decides: bool
    mine: bool

    @property
    def sign(self) -> str:
        """Return the sign that tells who decides and who is a person's, without colour."""
        return "★" if self.decides else "◆" if self.mine else "●"

    @property
    def style(self) -> str:
        """Return how it is drawn."""
        return "bold $warning" if self.decides else "bold $success" if self.mine else ""

    @property
    def shift(self) -> float:
        """Return the points that it moved, or 0 where that is less than half a one."""
        moved = self.at - self.before
        return moved if abs(moved) >= 0.5 else 0.0


@dataclass(frozen=True)
class Drawing:
    """What a spectrum shows: the options with their place and rung, and who stands where."""

    options: tuple[tuple[float, str, str], ...]  # place, title, rung
    stands: tuple[Stand, ...]


@dataclass(frozen=True)
class Marker:
    """An actor as drawn: its place and its label."""

    at: float
    label: str
    style: str = ""


@dataclass(frozen=True)
class Placed:
    """A marker with its lane and the column where its text starts."""

    marker: Marker
    lane: int
    column: int


def column(at: float, width: int) -> int:
    """Return the column of a place on 0..100 in a width."""
    return round(at / 100 * (width - 1))


def place(markers: Sequence[Marker], width: int) -> list[Placed]:
    """Give each marker the highest lane in which its label does not touch another."""
    ends: list[int] = []
    placed = []
    for marker in sorted(markers, key=lambda m: (m.at, m.label)):
        text = len(marker.label)
        start = min(column(marker.at, width), max(0, width - text))
        lane = next((n for n, end in enumerate(ends) if start > end + GAP - 1), len(ends))
        if lane == len(ends):
            ends.append(0)
        ends[lane] = start + text
        placed.append(Placed(marker, lane, start))
    return placed


def axis(options: Sequence[tuple[float, str]], width: int) -> list[str]:
    """Return the titles of the options, on one line or two, and the scale with a tick for each."""
    line = ["─"] * width
    rows = 1 if len(options) <= 3 else 2
    titles = [[" "] * width for _ in range(rows)]
    last = len(options) - 1
    # Between ticks a title has room to both sides; at the ends, to one.
    room = rows * width // max(1, last)
    for number, (at, title) in enumerate(options):
        tick = column(at, width)
        line[tick] = "├" if number == 0 else "┤" if number == last else "┼"
        share = max(4, (room // 2 if number in (0, last) else room) - 2)
        text = title if len(title) <= share else title[: share - 1] + "…"
        centre = 0 if number == 0 else len(text) - 1 if number == last else len(text) // 2
        start = max(0, min(tick - centre, width - len(text)))
        titles[number % rows][start : start + len(text)] = text
    return ["".join(row) for row in titles] + ["".join(line)]


class Spectrum(Widget):
    """Shows positions; `show` moves the markers and says by how much."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.options: list[tuple[float, str]] = []
        self.markers: list[Marker] = []

    def show(self, drawing: Drawing) -> None:
        """Draw the actors at their positions."""
        self.options = [(at, title) for at, title, _ in drawing.options]
        self.markers = []
        for stand in drawing.stands:
            moved = f" {stand.shift:+.0f}" if stand.shift else ""
            label = f"{stand.sign} {stand.short} {stand.at:.0f}{moved}"
            self.markers.append(Marker(stand.at, label, stand.style))
        self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the lines that axis and lanes take."""
        lanes = max((p.lane for p in place(self.markers, max(20, width))), default=0) + 1
        return (2 if len(self.options) <= 3 else 3) + lanes

    def render(self) -> Content:
        """Draw titles, axis and markers."""
        width = max(20, self.size.width)
        *titles, line = axis(self.options or [(0, "restraint"), (100, "permission")], width)
        placed = place(self.markers, width)
        rows = [*(Content.styled(row, "dim") for row in titles), Content(line)]
        for lane in range(max((p.lane for p in placed), default=-1) + 1):
            row, end = Content(""), 0
            for item in (p for p in placed if p.lane == lane):
                label = item.marker.label[: width - item.column]
                row = row + Content(" " * (item.column - end))
                row = row + Content.styled(label, item.marker.style)
                end = item.column + len(label)
            rows.append(row)
        return Content("\n").join(rows)
