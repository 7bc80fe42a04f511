"""The course of a scenario as an SVG picture: layers from top to bottom, drawn without any tool."""

import html
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sitroom.authoring.course_graph import Branch, Stage, stages
from sitroom.scenario.lookup import Lookup

LINE, LETTER = 16, 6.7  # height of a line of text and width of a letter, in pixels
PAD, GAP = 8, 16  # within a box, between boxes
OPTION, MIDDLE = 150, 420  # widths of an option and of a decision
LEFT, LANE = 56, 14  # the ways past on the left, the links back on the right
STYLE = (
    "text{font:12px sans-serif;fill:#1a1a1a}.b{font-weight:bold}.s{fill:#555}"
    "path{fill:none;stroke:#667;stroke-width:1.3}rect{fill:#fff;stroke:#667}"
    ".d{fill:#e3ecfa;stroke:#27477d}.a{fill:#fbeee0;stroke:#8a5a14}.g{fill:#fffbe0;stroke:#8c7c00}"
    ".i{fill:#f1f1f1;stroke:#667;stroke-dasharray:4 3}.e{stroke:#b00020;stroke-width:2.5}"
    ".l{stroke:#7a3d9a;stroke-dasharray:5 4}.t{fill:#7a3d9a}"
)
ARROW = (
    '<defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto"><path d="M0 0L8 4L0 8z" style="fill:#667"/></marker></defs>'
)


@dataclass
class _Sheet:
    """What has been drawn, how far down, and how wide the sheet is between its margins."""

    inner: float
    y: float = GAP
    lines: list[str] = field(default_factory=list)  # below the boxes
    boxes: list[str] = field(default_factory=list)
    waiting: list[tuple[float, float]] = field(default_factory=list)  # loose ends that lead on
    middles: dict[int, float] = field(default_factory=dict)  # where a decision's links end

    @property
    def centre(self) -> float:
        return LEFT + self.inner / 2

    def path(self, *points: tuple[float, float], arrow: bool = False, style: str = "") -> None:
        """Draw a line through points."""
        d = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
        head = ' marker-end="url(#to)"' if arrow else ""
        kind = f' class="{style}"' if style else ""
        self.lines.append(f'<path{kind} d="{d}"{head}/>')

    def box(self, x: float, width: float, style: str, words: Sequence[tuple[str, str]]) -> float:
        """Draw a box from (x, y) with lines of a style each; return its height."""
        height = len(words) * LINE + 2 * PAD
        self.boxes.append(
            f'<rect class="{style}" x="{x:g}" y="{self.y:g}" width="{width:g}" '
            f'height="{height:g}" rx="6"/>'
        )
        for i, (kind, line) in enumerate(words):
            down = self.y + PAD + i * LINE + 12
            self.boxes.append(_text(x + width / 2, down, line, kind))
        return height


def svg(lookup: Lookup) -> str:
    """Return the course of a scenario as an SVG document that needs nothing else."""
    found = stages(lookup)
    most = max(len(row) for stage in found for row in (stage.options, stage.answers))
    sheet = _Sheet(inner=max(MIDDLE + 180, most * (OPTION + GAP)))
    title = lookup.content.scenario.title
    heading = list(_wrapped(title, sheet.inner, "b"))
    for kind, line in heading:
        sheet.boxes.append(_text(sheet.centre, sheet.y + 12, line, kind))
        sheet.y += LINE
    sheet.y += GAP
    for stage in found:
        _draw(sheet, stage)
    _arrive(sheet)
    sheet.y += sheet.box(sheet.centre - 60, 120, "", [("b", "The end")]) + GAP
    links = [(stage.number, stage.again) for stage in found if stage.again is not None]
    for lane, (number, again) in enumerate(links):
        _link_back(sheet, lane, number, again)
    width = LEFT + sheet.inner + LANE * (len(links) + 1)
    size = f'width="{width:g}" height="{sheet.y:g}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:g} {sheet.y:g}">',
            f"<title>{_safe(title)}</title>",
            f"<style>{STYLE}</style>",
            ARROW,
            f'<rect {size} style="stroke:none"/>',
            *sheet.lines,
            *sheet.boxes,
            "</svg>",
            "",
        ]
    )


def _draw(sheet: _Sheet, stage: Stage) -> None:
    passed: float | None = None  # the height at which the way past it leaves
    _arrive(sheet)
    if stage.guard is not None:
        words = list(_wrapped(stage.guard, MIDDLE))
        height = sheet.box(sheet.centre - MIDDLE / 2, MIDDLE, "g", words)
        passed = sheet.y + height / 2
        sheet.boxes.append(_text(sheet.centre - MIDDLE / 2 - 14, passed - 4, "no", "s"))
        sheet.y += height
        sheet.boxes.append(_text(sheet.centre + 16, sheet.y + GAP - 3, "yes", "s"))
        sheet.path((sheet.centre, sheet.y), (sheet.centre, sheet.y + 1.5 * GAP), arrow=True)
        sheet.y += 1.5 * GAP
    for one in stage.happenings:
        when = f", if {one.when}" if one.when else ""
        words = [*_wrapped(one.title, MIDDLE), *_wrapped(f"{one.date}{when}", MIDDLE, "s")]
        sheet.y += sheet.box(sheet.centre - MIDDLE / 2, MIDDLE, "i", words)
    words = [
        *_wrapped(f"{stage.number}. {stage.title}", MIDDLE, "b"),
        *_wrapped(f"{stage.id}, {stage.date}", MIDDLE, "s"),
    ]
    height = sheet.box(sheet.centre - MIDDLE / 2, MIDDLE, "d", words)
    sheet.middles[stage.number] = sheet.y + height / 2
    sheet.y += height
    _row(sheet, stage.options)
    if stage.answer_id is not None:
        _answer(sheet, stage)
    if passed is not None:
        side, below = LEFT / 4, sheet.y + GAP
        sheet.path((sheet.centre - MIDDLE / 2, passed), (side, passed), (side, below))
        sheet.waiting.append((side, below))


def _row(sheet: _Sheet, options: Sequence[Branch]) -> None:
    """Draw options in a row below what has just been drawn; their ways on are left waiting."""
    bus = sheet.y + GAP / 2
    sheet.path((sheet.centre, sheet.y), (sheet.centre, bus))
    places = list(_places(sheet, len(options)))
    ends = [x + OPTION / 2 for x in (places[0], places[-1])]
    sheet.path((min(*ends, sheet.centre), bus), (max(*ends, sheet.centre), bus))
    sheet.y = bus + GAP
    bottoms = []
    for x, option in zip(places, options, strict=True):
        words = [*_wrapped(option.title, OPTION), *_wrapped(option.rung, OPTION, "s")]
        if option.ends:
            words += [("b", "ends the campaign")]
        middle = x + OPTION / 2
        sheet.path((middle, bus), (middle, sheet.y), arrow=True)
        height = sheet.box(x, OPTION, "e" if option.ends else "", words)
        bottoms.append(sheet.y + height)
        if not option.ends:
            sheet.waiting.append((middle, sheet.y + height))
    sheet.y = max(bottoms)


def _answer(sheet: _Sheet, stage: Stage) -> None:
    """Draw the answer: the options that call for it lead to it, the others past it on a side."""
    open_ends = [option for option in stage.options if not option.ends]
    ends, sheet.waiting = sheet.waiting, []
    called = [end for end, option in zip(ends, open_ends, strict=True) if option.answered]
    others = [end for end in ends if end not in called]
    rightmost = max((x for x, _ in called), default=0)
    sides = {
        LEFT / 2: [end for end in others if end[0] < rightmost],
        LEFT + sheet.inner - 3: [end for end in others if end[0] > rightmost],
    }
    bus = sheet.y + GAP / 2
    for side, past in sides.items():
        for x, y in past:
            sheet.path((x, y), (x, bus), (side, bus))
    sheet.y = bus
    sheet.waiting = called
    _arrive(sheet)
    words = [*_wrapped(stage.answer, MIDDLE, "b"), *_wrapped(stage.answer_id or "", MIDDLE, "s")]
    sheet.y += sheet.box(sheet.centre - MIDDLE / 2, MIDDLE, "a", words)
    _row(sheet, stage.answers)
    below = sheet.y + GAP / 2
    for side, past in sides.items():
        if past:
            sheet.path((side, bus), (side, below))
            sheet.waiting.append((side, below))


def _arrive(sheet: _Sheet) -> None:
    """Bring all loose ends together and lead them down to what is drawn next."""
    if not sheet.waiting:
        sheet.y += GAP
        return
    bus = max(sheet.y, *(y for _, y in sheet.waiting)) + GAP / 2
    for x, y in sheet.waiting:
        sheet.path((x, y), (x, bus))
    across = [x for x, _ in sheet.waiting] + [sheet.centre]
    sheet.path((min(across), bus), (max(across), bus))
    sheet.path((sheet.centre, bus), (sheet.centre, bus + GAP), arrow=True)
    sheet.waiting, sheet.y = [], bus + GAP


def _link_back(sheet: _Sheet, lane: int, number: int, again: int) -> None:
    edge, out = sheet.centre + MIDDLE / 2, LEFT + sheet.inner + LANE * (lane + 1)
    start, end = sheet.middles[number] - 6, sheet.middles[again] + 6
    sheet.path((edge, start), (out, start), (out, end), (edge, end), arrow=True, style="l")
    sheet.boxes.append(_text(edge + 44, start - 4, f"asks {again} again", "t"))


def _places(sheet: _Sheet, count: int) -> Iterator[float]:
    """Yield where the boxes of a row begin, centred."""
    whole = count * OPTION + (count - 1) * GAP
    for i in range(count):
        yield sheet.centre - whole / 2 + i * (OPTION + GAP)


def _wrapped(text: str, width: float, kind: str = "") -> Iterator[tuple[str, str]]:
    """Yield the lines of a text that fit a box of a width, each with its style."""
    letters = 1.15 if kind == "b" else 1.0
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    room = (width - 2 * PAD) / (LETTER * letters * (1 + wide / max(len(text), 1)))
    for line in textwrap.wrap(" ".join(text.split()), max(4, int(room))):
        yield kind, line


def _text(x: float, y: float, line: str, kind: str) -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text{style} x="{x:g}" y="{y:g}" text-anchor="middle">{_safe(line)}</text>'


def _safe(text: str) -> str:
    """Return text in which nothing is markup, without what XML does not allow."""
    return html.escape("".join(_allowed(text)))


def _allowed(text: str) -> Iterable[str]:
    return (c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
