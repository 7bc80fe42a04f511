"""The spectrum: every actor between restraint and going further, with the options drawn in.

Where there is room each actor has a lane to itself, of one row or two; else labels share lanes.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from sitroom.narration import screen_text
from sitroom.tui.cellwise import decoded, encoded
from sitroom.tui.ruler import Option, axis, column, titles

GAP = 1  # free cells between two labels of a lane
WEIGHTS = "▂▄▆█"  # how much it matters to an actor, in quarters of the salience
MOVING = 0.3  # seconds that a marker takes to its new place
NARROWEST = 30

# Which labels are tried one after the other, for those on whom it hangs and for the others.
Lengths = tuple[tuple[int, ...], tuple[int, ...]]
LENGTHS: tuple[Lengths, ...] = (
    ((0,), (0,)),
    ((1,), (1,)),
    ((1, 2), (1, 2)),
    ((1, 2), (2,)),
    ((2,), (2,)),
)

LEGEND = (
    screen_text.DECIDES_ITS_CONSENT_IS_NEEDED,
    screen_text.HOW_MUCH_IT_MATTERS_TO,
    screen_text.NUMBER_BEHIND_NAME_IS_ITS,
    screen_text.NUMBERS_ON_AXIS_ARE_RUNGS,
)

Cell = tuple[str, str]  # a character and its style
Row = list[Cell]


@dataclass(frozen=True)
class Stand:
    """Where an actor stands, and where it stood before the last line."""

    name: str
    short: str
    at: float
    before: float
    salience: float = 50.0
    decides: bool = False
    consents: bool = False  # whether nothing more than it wants can be decided
    mine: bool = False
    id: str = ""  # the actor

    @property
    def sign(self) -> str:
        """Return the signs that tell who decides and who is a person's, without colour."""
        role = "★" if self.decides else "▲" if self.consents else ""
        return f"{'◆' if self.mine else ''}{role}" or "●"

    @property
    def weight(self) -> str:
        """Return the bar that tells how much it matters to the actor."""
        return WEIGHTS[min(3, int(self.salience / 25))]

    @property
    def hinge(self) -> bool:
        """Whether it hangs on the actor: it decides or consents, or is a person's."""
        return self.decides or self.consents or self.mine

    @property
    def style(self) -> str:
        """Return how it is drawn."""
        role = "bold $text-warning" if self.decides or self.consents else ""
        return "bold $text-success" if self.mine else role

    @property
    def shift(self) -> float:
        """Return the points that it moved, or 0 where that is less than half a one."""
        moved = self.at - self.before
        return moved if abs(moved) >= 0.5 else 0.0

    @property
    def labels(self) -> tuple[str, str, str]:
        """Return its label, from the most that may stand there to the least."""
        moved = f" {self.shift:+.0f}" if self.shift else ""
        short = encoded(self.short)
        placed = f"{short} {self.at:.0f}"
        return f"{placed}{moved}", placed, short


@dataclass(frozen=True)
class Drawing:
    """What a spectrum shows: the options, the rungs of their ladder, and who stands where."""

    options: tuple[Option, ...]
    rungs: int
    stands: tuple[Stand, ...]


@dataclass(frozen=True)
class Placed:
    """An actor's label: its lane, the column where it starts, whether it ends at its sign."""

    stand: Stand
    lane: int
    column: int
    label: str
    turned: bool


def labelled(stand: Stand, width: int, length: int, *, turned: bool) -> tuple[int, str]:
    """Return where an actor's label starts and what it says; its sign marks its place."""
    at, text = column(stand.at, width), stand.labels[length]
    if turned:
        label = f"{text} {stand.weight}{stand.sign}"
        return at + 1 - len(label), label
    return at, f"{stand.sign}{stand.weight} {text}"


def place(
    stands: Sequence[Stand],
    width: int,
    room: int,
    lengths: Lengths,
    kept: Sequence[Placed] = (),
) -> list[Placed]:
    """Give each actor one of so many lanes, in which its label touches no other; [] if there is no way.

    Each takes the first of its lengths that fits; where there are several, those first on whom it
    hangs. It keeps the lane and the side that it has in `kept` where they are free: easy to follow.
    """
    had = {p.stand.name: (p.lane, p.turned) for p in kept if p.lane < room}
    taken: list[list[tuple[int, int]]] = [[] for _ in range(room)]
    placed = []
    ranked = sorted(stands, key=lambda s: (s.at, s.name))
    left = ranked[: len(ranked) // 2]
    order = sorted(ranked, key=lambda s: not s.hinge) if len(lengths[0]) > 1 else ranked
    for stand in order:
        outward = stand in left  # to the free room of its half
        ways = [(n, side) for n in range(room) for side in (outward, not outward)]
        for length, (lane, turned) in itertools.product(
            lengths[not stand.hinge], (had.get(stand.name, ways[0]), *ways)
        ):
            start, label = labelled(stand, width, length, turned=turned)
            apart = all(
                start >= end + GAP or start + len(label) + GAP <= to for to, end in taken[lane]
            )
            if apart and start >= 0 and start + len(label) <= width:
                break
        else:  # wider than there is room, or no lane is free
            if all(taken):
                return []
            lane, start = taken.index([]), max(0, min(start, width - len(label)))
        taken[lane].append((start, start + len(label)))
        placed.append(Placed(stand, lane, start, label, turned))
    used = sorted({p.lane for p in placed})
    return [replace(p, lane=used.index(p.lane)) for p in placed]


def packed(
    stands: Sequence[Stand], width: int, room: int, kept: Sequence[Placed] = ()
) -> list[Placed]:
    """Return labels on so many lanes, if need be shortened; more lanes rather than fewer names."""
    for lanes in range(room, max(room, len(stands)) + 1):
        for lengths in LENGTHS:
            for before in (kept, ()):
                placed = place(stands, width, lanes, lengths, before)
                if placed:
                    return placed
    return []


def blank(width: int, ticks: Sequence[int]) -> Row:
    """Return a row with nothing on it but the options' lines."""
    return [("┊", "dim") if x in ticks else (" ", "") for x in range(width)]


def write(row: Row, start: int, text: str, style: str) -> None:
    """Write into a row what fits there."""
    for x, letter in enumerate(text[: len(row) - start], start):
        row[x] = (letter, style)


def lane(stand: Stand, width: int, ticks: Sequence[int], *, tall: bool) -> list[Row]:
    """Return an actor's lane: its marker, how it came there, its name and position."""
    rows = [blank(width, ticks) for _ in range(1 + tall)]
    here, was = column(stand.at, width), column(stand.before, width)
    wide = WEIGHTS.index(stand.weight) if tall else 0  # what matters much stands broad
    left = min(max(0, here - wide // 2), width - 1 - wide)
    trail = list(range(was, left) if here > was else range(was, left + wide, -1))
    trail = trail if stand.shift and abs(here - was) > 1 else []
    for x in trail:
        rows[0][x] = ("─", stand.style)
    if trail:
        rows[0][trail[-1]] = ("▶" if here > was else "◀", stand.style)
        rows[0][was] = ("○", stand.style)
    for row, block in zip(rows, "▄▀" if tall else stand.sign[-1], strict=True):
        write(row, left, block * (wide + 1), stand.style)
    arrow = "→" if stand.shift > 0 else "←"
    moved = f" {arrow} {stand.shift:+.0f}" if stand.shift else ""
    mark = f"{stand.sign} " if tall else f"{stand.weight} "
    if not tall and len(stand.sign) > 1:
        mark = f"{stand.sign[0]}{mark}"
    ends = (was, left) if trail else (left, left)
    start, label = _beside(
        [
            *(f"{encoded(name)} {stand.at:.0f}{moved}" for name in (stand.name, stand.short)),
            f"{encoded(stand.short)} {stand.at:.0f}",
        ],
        mark,
        min(ends) - tall,
        max(*ends, left + wide) + (2 if tall else 1),
        width,
    )
    write(rows[0], start, label, stand.style)
    return rows


def _beside(labels: Sequence[str], mark: str, left: int, right: int, width: int) -> tuple[int, str]:
    """Return where a label starts and what of it fits: to the right of its marker, or the left.

    Its mark stands towards the marker.
    """
    for label in labels:
        if right + len(mark + label) <= width:
            return right, mark + label
        if len(label + mark) <= left:
            return left - len(label + mark), f"{label} {mark.rstrip()}"
    if width - right >= left:
        return right, (mark + labels[-1])[: max(0, width - right)]
    return 0, (mark + labels[-1])[: max(0, left)]


def joined(row: Row) -> Content:
    """Return a row of cells as text, neighbours of one style together."""
    parts: list[Cell] = []
    for letter, style in row:
        if parts and parts[-1][1] == style:
            parts[-1] = (parts[-1][0] + letter, style)
        else:
            parts.append((letter, style))
    return Content.assemble(*(Content.styled(decoded(text), style) for text, style in parts))


class Spectrum(Widget):
    """Shows positions; `show` moves the markers. It takes no more than a share of the screen."""

    progress = reactive(1.0)  # of the markers on their way to where they stand

    class Picked(Message):
        """An actor's name or lane was clicked."""

        def __init__(self, actor: str) -> None:
            super().__init__()
            self.actor = actor

    def __init__(
        self,
        drawing: Drawing | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        *,
        share: float = 0.36,
        lanes: bool = False,
    ) -> None:
        super().__init__(id=id)
        self.drawing = drawing or Drawing((), 0, ())
        self.share, self.always = share, lanes  # whether each has a lane though there is no room
        self.came: dict[str, float] = {}  # from where each marker is on its way
        self.kept: list[Placed] = []  # where each label was, where they share lanes
        self.tall: int | None = None  # rows of each lane, or None where labels share lanes

    def show(self, drawing: Drawing, *, moving: bool = False) -> None:
        """Draw the actors at their positions; they move there, if asked for and not turned off."""
        same = drawing.options == self.drawing.options
        moving = moving and same and self.app.animation_level != "none"
        here = {s.name: s.at for s in self.now()} if moving else {}
        self.app.animator.force_stop_animation(self, "progress")
        tall = len(self.rows(self.width))
        self.came, self.drawing = here, drawing
        self.kept = self.kept if same else []
        self.set_reactive(Spectrum.progress, 0.0 if here else 1.0)
        self.refresh(layout=len(self.rows(self.width)) != tall)
        if here:
            self.animate("progress", 1.0, duration=MOVING, easing="out_cubic")

    @property
    def width(self) -> int:
        """The cells that it is drawn in."""
        return max(NARROWEST, self.content_size.width)

    def now(self) -> list[Stand]:
        """Return the actors where their markers are just now."""
        if self.progress >= 1:
            return list(self.drawing.stands)
        return [self._moving(stand) for stand in self.drawing.stands]

    def _moving(self, stand: Stand) -> Stand:
        came = self.came.get(stand.name, stand.at)
        return replace(stand, at=came + (stand.at - came) * self.progress)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the rows that it takes."""
        return len(self.rows(max(NARROWEST, width)))

    def rows(self, width: int) -> list[Content]:
        """Return what is drawn in a width."""
        options = self.drawing.options
        if not options:
            return []
        ticks = {column(at, width) for at, _, _ in options}
        room = max(6, int(self.app.size.height * self.share))
        rungs = self.drawing.rungs
        names = [(at, f"{title} (rung\xa0{r}\xa0of\xa0{rungs})", r) for at, title, r in options]
        head = titles(names, width, 3)
        top, count = len(head) + 1, len(self.drawing.stands)
        self.tall = None
        if self.always or top + count <= room:
            tall = top + 2 * count <= room
            self.tall = 1 + tall
            body = [r for stand in self.now() for r in lane(stand, width, list(ticks), tall=tall)]
        else:
            head = titles(options, width, 2 if len(options) < 4 else 3)
            body = self._shared(width, list(ticks), room - len(head) - 1)
        return [
            *(Content.styled(row, "bold") for row in head),
            Content(axis(options, width)),
            *map(joined, body),
        ]

    def _shared(self, width: int, ticks: list[int], room: int) -> list[Row]:
        """Return lanes that labels share."""
        self.kept = placed = packed(self.drawing.stands, width, room, self.kept)
        rows = [blank(width, ticks) for _ in range(1 + max((p.lane for p in placed), default=0))]
        for item in placed:
            moved = column(self._moving(item.stand).at, width) - column(item.stand.at, width)
            room = width - len(item.label)  # whole on its way too
            start = max(0, min(item.column + moved, room))
            write(rows[item.lane], start, item.label, item.stand.style)
        return rows

    def at(self, x: int, y: int) -> str:
        """Return the actor whose label or lane is drawn at a cell, or ''."""
        body = self.rows(self.width)
        count = len(self.drawing.stands)
        deep = max((p.lane for p in self.kept), default=0) + 1
        y -= len(body) - (deep if self.tall is None else self.tall * count)
        if self.tall is not None:
            return self.drawing.stands[y // self.tall].id if y >= 0 else ""
        here = (p for p in self.kept if p.lane == y and 0 <= x - p.column < len(p.label))
        return next((p.stand.id for p in here), "")

    def on_click(self, event: events.Click) -> None:
        """Tell whose name was clicked."""
        offset = event.get_content_offset(self)
        actor = "" if offset is None else self.at(offset.x, offset.y)
        if actor:
            self.post_message(self.Picked(actor))

    def render(self) -> Content:
        """Draw it."""
        return Content("\n").join(self.rows(max(NARROWEST, self.size.width)))
