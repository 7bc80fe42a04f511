"""Charts as inline SVG: text in, text out, nothing fetched.

Places across are per cent, so a chart fits a phone and a projector with letters of one size. Who
is who is told by shape and by words; colours (`STYLE`) only repeat it.
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sitroom.render.markup import Html, drawing, element, joined

STYLE = """\
.chart{display:block;width:100%;overflow:visible;font:13px/1.2 system-ui,sans-serif;color:inherit}
.chart text{fill:currentColor;paint-order:stroke;stroke:var(--paper,#fff);stroke-width:3px}
.chart .faint{fill:var(--faint,#5b6472)}
.chart .small{font-size:11px}.chart .strong{font-weight:600}
.chart .end{text-anchor:end}.chart .mid{text-anchor:middle}
.chart .axis{stroke:var(--line,#c3c9d2);stroke-width:1}
.chart .tick{fill:var(--line,#c3c9d2)}
.chart .bar{fill:var(--bar,#8fa3bf)}.chart .band{fill:var(--bar,#8fa3bf);opacity:.35}
.chart .ours{fill:var(--ours,#0b5cad);stroke:var(--ours,#0b5cad)}
.chart .ours-line{stroke:var(--ours,#0b5cad);stroke-width:2}
.chart .history{fill:var(--paper,#fff);stroke:var(--history,#a34700);stroke-width:2}
.chart .history-line{stroke:var(--history,#a34700);stroke-width:2;stroke-dasharray:5 4}
.chart .open{fill:var(--paper,#fff);stroke:currentColor;stroke-width:2}
.chart .full{fill:currentColor}.chart .move{stroke:currentColor;stroke-width:2}
.chart .decided{stroke:var(--ours,#0b5cad);stroke-width:2;stroke-dasharray:2 3}
"""
LETTERS = 46  # of a label that fit a line at 360 pixels
BOLD = 8  # letters fewer in bold
LINE = 16  # pixels from one line of text to the next
LEFT, RIGHT = 2.0, 98.0  # per cent between which marks stand


@dataclass(frozen=True)
class Bar:
    """A bar: its label, its length in the chart's unit, what is written beside it, and marks."""

    label: str
    value: float
    text: str
    ours: bool = False
    history: bool = False
    doubt: tuple[float, float] | None = None  # between what it lies, given what is uncertain


@dataclass(frozen=True)
class Step:
    """A decision on a path: rungs from 0; None where history's choice is not known."""

    label: str
    ladder: str
    rungs: int
    ours: int
    history: int | None
    note: str


@dataclass(frozen=True)
class Shift:
    """A position before and after, 0 to 100; `own` is played by a person."""

    label: str
    before: float
    after: float
    own: bool = False


@dataclass(frozen=True)
class Band:
    """A quantity over turns: its middle, and its bounds where many games were played."""

    label: str
    middle: Sequence[float]
    low: Sequence[float] | None = None
    high: Sequence[float] | None = None


def _chart(title: str, desc: str, height: float, marks: Iterable[object]) -> Html:
    return drawing(title, desc, marks, "chart", "100%", height)


def _text(x: str, y: float, words: str, kind: str | None = None, dx: float | None = None) -> Html:
    return element("text", words, x=x, y=y, dx=dx, class_=kind)


def _lines(y: float, words: str, kind: str | None = None, width: int = LETTERS) -> list[Html]:
    """Return a label from the left edge, on as many lines as it needs at 360 pixels."""
    rows = textwrap.wrap(words, width - BOLD * (kind == "strong")) or [""]
    return [_text("0", y + i * LINE, row, kind) for i, row in enumerate(rows)]


def _at(share: float) -> str:
    """Return the place of a share of the width, 0 to 1."""
    return f"{LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share)):.2f}%"


def _rule(x: tuple[str, str], y: tuple[float, float], kind: str) -> Html:
    return element("line", x1=x[0], y1=y[0], x2=x[1], y2=y[1], class_=kind)


def _dot(x: str, y: float, kind: str, radius: float = 5) -> Html:
    return element("circle", cx=x, cy=y, r=radius, class_=kind)


def _diamond(x: str, y: float, size: float = 8) -> Html:
    shape = element("path", d=f"M0 {-size}L{size} 0L0 {size}L{-size} 0Z", class_="history")
    return element("svg", shape, x=x, y=y, overflow="visible")


def bars(title: str, desc: str, rows: Sequence[Bar], top: float | None = None) -> Html:
    """Return horizontal bars; `top` is the value of a full one (the largest if left out).

    A row of ours carries a filled dot, one of history's a hollow diamond.
    """
    top = top or max([row.value for row in rows] or [0.0]) or 1.0
    y, marks = 0.0, list[Html]()
    for row in rows:
        label = _lines(y + 13, row.label, "strong" if row.ours else None)
        y += LINE * len(label) + 3
        share = max(0.0, row.value) / top
        after = f"{share * 58:.2f}%"
        marks += label
        sure = share if row.doubt is None else min(share, max(0.0, row.doubt[0]) / top)
        width = f"{sure * 58:.2f}%"
        marks.append(element("rect", x=0, y=y, width=width, height=12, class_="bar"))
        if row.doubt is not None:  # its lighter edge, and a mark where the share itself is
            open_ = f"{(max(row.value, row.doubt[1]) / top - sure) * 58:.2f}%"
            marks.append(element("rect", x=width, y=y, width=open_, height=12, class_="band"))
            marks.append(_rule((after, after), (y - 1, y + 13), "move"))
            after = f"{max(row.value, row.doubt[1]) / top * 58:.2f}%"
        marks.append(_text(after, y + 10, row.text, "small", dx=6))
        if row.ours:
            marks += [_dot("75%", y + 6, "ours"), _text("75%", y + 10, "ours", "small", dx=9)]
        if row.history:
            marks += [_diamond("87%", y + 6, 5), _text("87%", y + 10, "history", "small", dx=8)]
        y += 12 + 8
    return _chart(title, desc, y, marks)


def path(title: str, desc: str, steps: Sequence[Step]) -> Html:
    """Return our path (dots, solid line) beside history's (diamonds, broken line), downwards.

    Lines join what stands on one ladder, one decision after the other.
    """
    y, lines, marks = 10.0, list[Html](), list[Html]()
    marks += [_dot("6px", y, "ours"), _text("16px", y + 4, "ours", "small")]
    marks += [_diamond("66px", y, 6), _text("78px", y + 4, "history", "small")]
    marks.append(_text("100%", y + 4, "further up the ladder →", "small faint end"))
    y += 12
    last: tuple[str, str, str | None, float] | None = None
    for step in steps:
        label = _lines(y + 15, step.label, "strong")
        y += LINE * len(label) + 14
        top = max(1, step.rungs - 1)
        ours = _at(step.ours / top)
        history = None if step.history is None else _at(step.history / top)
        marks += label
        marks.append(_rule((_at(0), _at(1)), (y, y), "axis"))
        marks += [_dot(_at(rung / top), y, "tick", 2.5) for rung in range(step.rungs)]
        if last is not None and last[0] == step.ladder:
            _, was, then, above = last
            lines.append(_rule((was, ours), (above, y), "ours-line"))
            if then is not None and history is not None:
                lines.append(_rule((then, history), (above, y), "history-line"))
        last = step.ladder, ours, history, y
        marks += [] if history is None else [_diamond(history, y)]
        marks.append(_dot(ours, y, "ours"))
        note = _lines(y + 22, step.note, "small faint", LETTERS + 8)
        marks += note
        y += LINE * len(note) + 12
    return _chart(title, desc, y, [*lines, *marks])


def shifts(
    title: str, desc: str, rows: Sequence[Shift], marked: tuple[float, str] | None = None
) -> Html:
    """Return positions before (hollow) and after (filled); `marked` is a place with its name."""
    y, marks = 12.0, list[Html]()
    marks += [_text(_at(0), y, "restraint 0", "small faint")]
    marks.append(_text(_at(1), y, "100 further", "small faint end"))
    for row in rows:
        y += 10
        name = f"{row.label} (person)" if row.own else row.label
        marks.append(_text("0", y + 13, name, "strong" if row.own else None))
        marks.append(_text("100%", y + 13, f"{row.before:.0f} → {row.after:.0f}", "end"))
        y += 26
        marks.append(_rule((_at(0), _at(1)), (y, y), "axis"))
        before, after = _at(row.before / 100), _at(row.after / 100)
        marks.append(_rule((before, after), (y, y), "move"))
        marks += [_dot(before, y, "open"), _dot(after, y, "full")]
    y += 10
    if marked is not None:
        place, name = marked
        x = _at(place / 100)
        marks.insert(0, _rule((x, x), (18, y + 4), "decided"))
        y += 18
        side = "end" if place > 66 else "mid" if place > 33 else ""
        marks.append(_text(x, y, name, f"small {side}".strip()))
        y += 6
    return _chart(title, desc, y, marks)


def matrix(
    title: str,
    desc: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Mapping[tuple[int, int], float],
) -> Html:
    """Return who moved whom: a dot's size is how far, filled for further and hollow for restraint.

    `values` holds points by (row, column). Letters and numbers need about 34 pixels a column.
    """
    most = max([abs(value) for value in values.values()] or [0.0]) or 1.0
    start, head, tall = 22.0, 92.0, 32.0
    wide = (96.0 - start) / max(1, len(columns))
    marks = []
    for j, name in enumerate(columns):
        x = f"{start + wide * (j + 0.5):.2f}%"
        turned = element("text", name, transform="rotate(-60)", class_="small")
        marks.append(element("svg", turned, x=x, y=head - 6, overflow="visible"))
    for i, name in enumerate(rows):
        y = head + tall * (i + 0.5)
        marks.append(_rule(("0", "100%"), (y + tall / 2, y + tall / 2), "axis"))
        marks.append(_text("0", y + 4, name))
        for j in range(len(columns)):
            value = values.get((i, j), 0.0)
            if abs(value) < 0.05:
                continue
            x = f"{start + wide * (j + 0.5):.2f}%"
            radius = 2 + 5 * (abs(value) / most) ** 0.5
            marks.append(_dot(x, y - 6, "full" if value > 0 else "open", radius))
            if round(value):
                marks.append(_text(x, y + 13, f"{value:+.0f}", "small mid"))
    return _chart(title, desc, head + tall * len(rows) + 6, marks)


def bands(
    title: str, desc: str, turns: Sequence[str], rows: Sequence[Band], low: float, high: float
) -> Html:
    """Return quantities over turns, one panel each, between the bounds `low` and `high`."""
    span, tall = (high - low) or 1.0, 70.0
    y, marks = 0.0, list[Html]()

    def points(values: Sequence[float]) -> list[str]:
        step = 100 / max(1, len(values) - 1)
        return [f"{i * step:.2f},{100 - 100 * (v - low) / span:.2f}" for i, v in enumerate(values)]

    for row in rows:
        label = _lines(y + 13, row.label, "strong")
        y += LINE * len(label) + 4
        marks += label
        inside = []
        if row.low is not None and row.high is not None:
            around = [*points(row.high), *reversed(points(row.low))]
            inside.append(element("polygon", points=" ".join(around), class_="band"))
        inside.append(
            element(
                "polyline",
                points=" ".join(points(row.middle)),
                fill="none",
                vector_effect="non-scaling-stroke",
                class_="ours-line",
            )
        )
        marks.append(
            element(
                "svg",
                *inside,
                x="12%",
                y=y,
                width="76%",
                height=tall,
                viewBox="0 0 100 100",
                preserveAspectRatio="none",
                overflow="visible",
            )
        )
        marks += [_rule(("12%", "88%"), (at, at), "axis") for at in (y, y + tall)]
        marks.append(_text("11%", y + 5, f"{high:g}", "small faint end"))
        marks.append(_text("11%", y + tall + 4, f"{low:g}", "small faint end"))
        last = row.middle[-1] if row.middle else low
        here = y + tall * (1 - (last - low) / span)
        marks.append(_text("89%", here + 4, f"{last:.0f}", "small"))
        y += tall + 12
    if turns:
        marks.append(_text("12%", y + 8, turns[0], "small faint"))
        marks.append(_text("88%", y + 8, turns[-1], "small faint end"))
    return _chart(title, desc, y + 14, marks)


def tornado(
    title: str,
    desc: str,
    rows: Sequence[tuple[str, float, float]],
    base: float,
    unit: str = "",
) -> Html:
    """Return how far each number, turned down and up, moves an outcome from its base.

    `rows` are (label, outcome when low, outcome when high), the widest first.
    """
    ends = [end for _, low, high in rows for end in (low, high)]
    most = max([abs(end - base) for end in ends] or [0.0]) or 1.0
    y, marks = 14.0, [_text("50%", 12, f"base {base:g}{unit}", "small faint mid")]

    def at(value: float) -> float:
        return 50 + 32 * (value - base) / most

    for label, low, high in rows:
        words = _lines(y + 17, label)
        y += LINE * len(words) + 7
        marks += words
        nearer = min((low, high), key=lambda value: abs(value - base))
        together = (low - base) * (high - base) > 0
        turned = ((high, "bar", "high"), (low, "open", "low"))
        # The longer bar first: where both lie on one side, the shorter stands on it.
        for value, kind, name in sorted(turned, key=lambda one: -abs(one[0] - base)):
            left, right = sorted((50.0, at(value)))
            where = {"x": f"{left:.2f}%", "width": f"{right - left:.2f}%"}
            marks.append(element("rect", **where, y=y, height=12, class_=kind))
            apart = together and value == nearer  # its words stand across, out of the way
            left_of = (value < base) != apart
            side = "small end" if left_of else "small"
            edge = "50%" if apart else f"{at(value):.2f}%"
            words_at = -4 if left_of else 4
            marks.append(_text(edge, y + 10, f"{name} {value:g}{unit}", side, dx=words_at))
        y += 16
    marks.append(_rule(("50%", "50%"), (16, y), "axis"))
    return _chart(title, desc, y + 4, marks)


def figure(caption: str, *charts: Html, wide: bool = False, class_: str | None = None) -> Html:
    """Return charts with a caption; a wide one scrolls sideways in a box of its own."""
    held = joined(charts)
    if wide:
        held = element(
            "div", held, class_="wide", role="region", tabindex="0", aria_label=f"{caption} (chart)"
        )
    return element("figure", held, element("figcaption", caption), class_=class_)
