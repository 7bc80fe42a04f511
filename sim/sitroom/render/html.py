"""One HTML page that needs nothing else: no network, no script, ready to print."""

import base64
import hashlib
from collections.abc import Iterable, Sequence

from sitroom.render import alluvial, svg_charts
from sitroom.render.markup import Html, element, joined

STYLE = (
    """\
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--faint:#59616d;--line:#c6ccd5;
--soft:#f3f5f8;--bar:#8fa3bf;--ours:#0b5cad;--history:#a34700}
@media (prefers-color-scheme:dark){:root{--ink:#e7eaee;--paper:#14181d;--faint:#a3adb9;
--line:#444d59;--soft:#1f252c;--bar:#5a7396;--ours:#79b6f7;--history:#ffab70}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:62rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}
h2{font-size:1.25rem;margin:2.2rem 0 .6rem;border-bottom:2px solid var(--line)}
h3{font-size:1.05rem;margin:1.8rem 0 .4rem}
p,li,dd,figcaption{max-width:46rem}a{color:var(--ours)}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;padding:0;list-style:none}
figure{margin:1rem 0;max-width:42rem}
figcaption,caption,.faint{color:var(--faint);font-size:.9rem}
.wide{overflow-x:auto}@media screen{.wide table:has(th:nth-child(8)){min-width:60rem}}
.wide .chart{min-width:var(--least,40rem)}
.wide:focus-visible,a:focus-visible{outline:3px solid var(--ours);outline-offset:2px}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}
caption{text-align:left;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid var(--line)}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
.short{background:var(--soft);padding:.6rem 1rem .6rem 2rem;border-radius:.4rem}
ol.ask li{margin:.7rem 0}dt{font-weight:600;margin-top:.8rem}dd{margin:0}
@media (max-width:30rem){table{font-size:.85rem}th,td{padding:.3rem .25rem}}
.pair{display:grid;gap:0 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr))}
@media print{:root{--ink:#000;--paper:#fff;--faint:#444;--line:#999;--ours:#000;--history:#000}
nav{display:none}body{max-width:none;font-size:10.5pt;padding:0}
figure,tr,li,dd,.pair{break-inside:avoid}h2,h3,dt,thead,caption{break-after:avoid}.wide{overflow:visible}}
"""
    + svg_charts.STYLE
    + alluvial.STYLE
)
GENERATOR = "sitroom debrief"
Named = tuple[str, str, list[Html]]  # a part of a page: id, heading, what stands under it


def page(heading: str, parts: Sequence[Named]) -> Html:
    """Return a whole page: one heading, its parts, and a policy that allows nothing but its style."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content=GENERATOR),
        element("title", heading),
        element("style", Html(STYLE)),
    )
    main = element("main", element("h1", heading), body(parts))
    whole = element("html", head, element("body", main), lang="en")
    return joined([Html("<!doctype html>\n"), whole, "\n"])


def body(parts: Sequence[Named]) -> Html:
    """Return links to the parts of a page, then each under a heading of its own."""
    links = [element("li", element("a", heading, href=f"#{id_}")) for id_, heading, _ in parts]
    nav = element("nav", element("ul", *links), aria_label="On this page")
    made = [element("section", element("h2", name), *under, id=id_) for id_, name, under in parts]
    return joined([nav, *made])


def listed(lines: Iterable[object], tag: str = "ul", class_: str | None = None) -> Html:
    """Return lines as a list; those set in from the left are a list within the line above them."""
    items: list[tuple[object, list[str]]] = []
    for line in lines:
        if items and isinstance(line, str) and line.startswith(" "):
            items[-1][1].append(line)
        else:
            items.append((line, []))
    made = (element("li", line, *[listed(_set_out(below))] * bool(below)) for line, below in items)
    return element(tag, *made, class_=class_)


def _set_out(lines: Sequence[str]) -> list[str]:
    """Return lines moved to the left, as far as the one set in least."""
    least = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    return [line[least:] for line in lines]


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Html:
    """Return a table; the first cell of each row is its heading."""
    first = element("tr", *(element("th", head, scope="col") for head in heads))
    body = [
        element("tr", element("th", row[0], scope="row"), *(element("td", c) for c in row[1:]))
        for row in rows
    ]
    made = element(
        "table", element("caption", caption), element("thead", first), element("tbody", *body)
    )
    return element("div", made, class_="wide", role="region", tabindex="0", aria_label=caption)
