"""A campaign as one drawing: decisions across, options as bands, runs as ribbons between them.

Bands are stacked by their places, the lowest at the bottom, and numbered from there, so that nothing
hangs on colour. What doubt leaves open of a band is its lighter edges.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sitroom.render.markup import Html, drawing, element

STYLE = """\
.alluvial{display:block;font:12px/1.2 system-ui,sans-serif;color:inherit}
.alluvial text{fill:currentColor}.alluvial .number{text-anchor:middle;font-size:11px;font-weight:600}
.alluvial .node{fill:var(--bar,#8fa3bf);stroke:var(--ink,#1b1f24);stroke-width:.6}
.alluvial .open{fill:var(--paper,#fff);opacity:.6}
.alluvial .none{fill:none;stroke:var(--line,#c3c9d2);stroke-dasharray:3 3}
.alluvial .answer{fill:var(--ours,#0b5cad);stroke:var(--paper,#fff);stroke-width:.6}
.alluvial .flow{fill:var(--bar,#8fa3bf);opacity:.3}
.alluvial .lit{fill:var(--history,#a34700);opacity:.45}
.alluvial .taken{fill:none;stroke:var(--history,#a34700);stroke-width:2.5}
.alluvial .way{fill:none;stroke:var(--history,#a34700);stroke-width:2;stroke-dasharray:5 4}
figure.across{max-width:none}.across .wide{padding-bottom:.4rem}
"""
TALL, HEAD, GAP = 260.0, 128.0, 3.0  # of the bands, of the names above them, between bands
NODE, STRIP = 16.0, 7.0  # how wide a band is, and the strip of its answers
LEAST, MOST, ROOM = 42.0, 84.0, 930.0  # from one decision to the next, and for all of them
LETTERS = 24  # of a name


@dataclass(frozen=True)
class Node:
    """An option: its share of all runs, what of it is sure, its answers, and what is told of it."""

    share: float
    sure: float
    answers: Sequence[float]  # shares of this option's runs, the lowest answer first
    told: str
    history: bool = False


@dataclass(frozen=True)
class Column:
    """A decision: its name, and its options from the lowest on; the rest never came to it."""

    name: str
    nodes: Sequence[Node]


Flows = Mapping[tuple[int, int, int], float]  # (column, from, to) -> share of all runs; -1 for none
_Place = dict[int, tuple[float, float]]  # option -> top and height


def alluvial(title: str, desc: str, columns: Sequence[Column], flows: Flows) -> Html:
    """Return the drawing; `flows` lead from each column to the next."""
    step = max(LEAST, min(MOST, ROOM / max(1, len(columns))))
    places = [_places(column) for column in columns]
    marks = [*_ribbons(columns, places, flows, step)]
    for i, (column, place) in enumerate(zip(columns, places, strict=True)):
        marks += _column(column, place, i * step + 8)
    marks += _way(columns, places, step)
    width = round(step * len(columns) + 70)
    return drawing(title, desc, marks, "alluvial", width, HEAD + TALL + 8)


def _places(column: Column) -> _Place:
    """Return where the bands stand; at the very bottom, whoever did not come to the decision."""
    shares = {-1: max(0.0, 1 - sum(node.share for node in column.nodes))}
    shares |= {i: node.share for i, node in enumerate(column.nodes)}
    shown = [i for i, share in shares.items() if share > 0.0005]
    room, y, places = TALL - GAP * (len(column.nodes)), HEAD + TALL, _Place()
    for i in shown:
        height = room * shares[i]
        places[i] = (y - height, height)
        y -= height + GAP
    return places


def _column(column: Column, place: _Place, x: float) -> Iterator[Html]:
    name = column.name if len(column.name) <= LETTERS else column.name[: LETTERS - 2] + " .."
    turned = f"translate({x + NODE / 2:.1f} {HEAD - 8}) rotate(-50)"
    yield element("text", name, transform=turned)
    for i, (top, height) in place.items():
        box = {"x": x, "y": round(top, 2), "height": round(height, 2)}
        if i < 0:
            yield element("rect", **box, width=NODE, class_="none")
            continue
        node = column.nodes[i]
        yield element("rect", element("title", node.told), **box, width=NODE, class_="node")
        edge = height * (1 - min(1.0, node.sure / node.share)) / 2
        if edge > 0.5:
            for y in (top, top + height - edge):
                where = {"x": x, "y": round(y, 2), "height": round(edge, 2)}
                yield element("rect", **where, width=NODE, class_="open")
        if node.history:
            yield element("rect", **box, width=NODE, class_="taken")
        if height >= 11:
            middle = {"x": x + NODE / 2, "y": round(top + height / 2 + 4, 2)}
            yield element("text", i + 1, **middle, class_="number")
        yield from _answers(node, x + NODE + 1, top, height)


def _answers(node: Node, x: float, top: float, height: float) -> Iterator[Html]:
    y, count = top + height, len(node.answers)
    for i, share in enumerate(node.answers):
        y -= height * share
        if share > 0:
            where = {"x": x, "y": round(y, 2), "height": round(height * share, 2)}
            dark = round(0.15 + 0.85 * i / max(1, count - 1), 2)
            yield element("rect", **where, width=STRIP, class_="answer", fill_opacity=dark)


def _ribbons(
    columns: Sequence[Column], places: Sequence[_Place], flows: Flows, step: float
) -> Iterator[Html]:
    room = [TALL - GAP * len(column.nodes) for column in columns]
    left = [{i: top + height for i, (top, height) in place.items()} for place in places]
    right = [dict(ends) for ends in left]
    for (n, a, b), share in sorted(flows.items()):
        if a not in places[n] or b not in places[n + 1]:
            continue
        x0, x1 = n * step + 8 + NODE + STRIP + 2, (n + 1) * step + 8
        start, end = right[n][a], left[n + 1][b]
        right[n][a] -= share * room[n]
        left[n + 1][b] -= share * room[n + 1]
        tops = right[n][a], left[n + 1][b]
        middle = (x0 + x1) / 2
        shape = (
            f"M{x0:.1f} {start:.1f}C{middle:.1f} {start:.1f} {middle:.1f} {end:.1f} {x1:.1f} {end:.1f}"
            f"V{tops[1]:.1f}C{middle:.1f} {tops[1]:.1f} {middle:.1f} {tops[0]:.1f} {x0:.1f} {tops[0]:.1f}Z"
        )
        known = a >= 0 and b >= 0
        lit = known and columns[n].nodes[a].history and columns[n + 1].nodes[b].history
        yield element("path", d=shape, class_="flow lit" if lit else "flow")


def _way(columns: Sequence[Column], places: Sequence[_Place], step: float) -> Iterator[Html]:
    """Yield history's path, from band to band where both are known."""
    points: list[tuple[float, float] | None] = []
    for i, (column, place) in enumerate(zip(columns, places, strict=True)):
        taken = next((n for n, node in enumerate(column.nodes) if node.history), None)
        if taken is None or taken not in place:
            points.append(None)
            continue
        top, height = place[taken]
        points.append((i * step + 8, top + height / 2))
    for before, after in pairwise(points):
        if before is not None and after is not None:
            x0, x1 = before[0] + NODE + STRIP + 2, after[0]
            middle = (x0 + x1) / 2
            y0, y1 = before[1], after[1]
            d = f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
            yield element("path", d=d, class_="way")
