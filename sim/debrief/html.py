"""The debrief as one HTML page that needs nothing else: no network, no script, ready to print."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence

from sim.content.lookup import Lookup
from sim.debrief import after, charts
from sim.debrief.debrief import CAVEAT, MEASURE, WEIGHED, is_over, title
from sim.debrief.discuss import questions
from sim.debrief.lookback import Lookback, Turned
from sim.debrief.markup import Html, element, joined
from sim.debrief.report import Turn, aims, dissents, movers, place, turns
from sim.engine.events import Event

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
.wide{overflow-x:auto}.wide .chart{min-width:var(--least,40rem)}
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
    + charts.STYLE
)
GENERATOR = "sitroom debrief"
Named = tuple[str, str, list[Html]]  # a part of a page: id, heading, what stands under it
HIDDEN = "What history chose is told once the same has been decided here."


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
    """Return lines as a list."""
    return element(tag, *(element("li", line) for line in lines), class_=class_)


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


def debrief_page(lookup: Lookup, events: Iterable[Event], back: Lookback) -> Html:
    """Return the debrief of one game as a whole page."""
    events = list(events)
    return page(title(lookup, events), list(game_parts(lookup, events, back)))


def game_parts(lookup: Lookup, events: Sequence[Event], back: Lookback) -> Iterator[Named]:
    """Yield the parts of a game's debrief."""
    played = turns(events)
    settled = [turn for turn in played if turn.decided is not None]
    over = is_over(events)
    short = listed(after.short(lookup, settled, back, over=over), class_="short")
    yield "short", "In short", [short, *([] if over else [element("p", HIDDEN, class_="faint")])]
    if settled:
        yield "path", "Our path beside history", _path(lookup, settled, back)
    asked = questions(lookup, settled, back)
    if asked:
        yield "discuss", "To discuss", [listed(asked, "ol", "ask")]
    yield "moved", "Who moved whom", _moved(lookup, played)
    if settled:
        yield "turning", "Turning points", _weighed(lookup, settled, back, turning=True)
        if back.hands:
            unused = _weighed(lookup, settled, back, turning=False)
            yield "unused", "Strongest lines never said", unused
        yield "dissent", "Furthest from what was decided", _dissent(lookup, settled, back)
        yield "aims", "How near outcomes came to each seat's aim", _aims(lookup, settled, back)
        yield "decisions", "Decision by decision", _decisions(lookup, settled, back)
    yield "caveat", "Bear in mind", [element("p", CAVEAT)]


def _path(lookup: Lookup, settled: list[Turn], back: Lookback) -> list[Html]:
    steps, rows = [], []
    for turn in settled:
        assert turn.decided is not None
        asked = lookup.questions[turn.question]
        ours = asked.option(turn.decided.option).title
        theirs = after.history(lookup, turn)
        row = [after.lead(lookup, turn.question), ours, theirs.removesuffix(" from the sources")]
        rows.append([*row, after.crowd_short(back, turn)] if back.crowd else row)
        if not asked.is_answer:
            rungs = lookup.content.scenario.ladders[asked.question.ladder].rungs
            past = asked.question.history
            names = [one.id for one in rungs]
            rung = names.index(asked.option(past.option).rung) if past else None
            note = f"Ours: {after.outcome(lookup, turn)}. History: {theirs}."
            name = after.lead(lookup, turn.question)
            steps.append(
                charts.Step(name, asked.question.ladder, len(rungs), turn.decided.rung, rung, note)
            )
    drawn = charts.path(
        "Our path beside history",
        "For each decision, the rung of its ladder that we took and the one that history took. "
        "The table says the same in words.",
        steps,
    )
    heads = [
        "Question",
        "Decided here",
        "History",
        *(["Computer's games that chose the same"] if back.crowd else []),
    ]
    about = "What was decided here and in history, decisions and answers"
    caption = "Each decision on its own ladder, lowest rung on the left."
    return [charts.figure(caption, drawn), table(about, heads, rows)]


def _moved(lookup: Lookup, played: list[Turn]) -> list[Html]:
    rows = movers(played)
    seats = list(dict.fromkeys(seat for turn in played for seat in turn.opened.positions))
    speakers = [seat for seat in seats if seat in rows]
    heard = [a for a in seats if any(abs(rows[b].get(a, 0.0)) >= 0.05 for b in rows if b != a)]
    values = {
        (i, j): rows[speaker].get(listener, 0.0)
        for i, speaker in enumerate(speakers)
        for j, listener in enumerate(heard)
        if speaker != listener
    }
    if not values:
        return [element("p", "Nobody said anything that moved anybody.")]
    return [who_moved_whom(lookup, speakers, heard, values, "over the whole game so far")]


def who_moved_whom(
    lookup: Lookup,
    speakers: list[str],
    heard: list[str],
    values: dict[tuple[int, int], float],
    scope: str,
) -> Html:
    """Return the chart of points by (number of the speaker, number of the listener)."""
    drawn = charts.matrix(
        "Who moved whom",
        "Rows speak, columns listen. A filled dot is movement to go further, a hollow one to "
        f"restraint; numbers are points {scope}.",
        [lookup.actor(seat).short for seat in speakers],
        [lookup.actor(seat).short for seat in heard],
        values,
    )
    caption = (
        "Rows speak, columns listen. Filled: moved to go further. Hollow: moved to restraint. "
        f"Points {scope}."
    )
    return charts.figure(caption, drawn, wide=True)


def _weighed(lookup: Lookup, settled: list[Turn], back: Lookback, *, turning: bool) -> list[Html]:
    find, tell = (
        (after.turning_points, after.turning) if turning else (after.never_said, after.unused)
    )
    found = find(settled, back)[: after.MOST]
    if not found:
        return [element("p", "None: no line would have changed much.")]
    items = [
        joined(
            [
                element("dt", after.lead(lookup, turn.question)),
                element("dd", element("bdi", tell(lookup, turn, line, back))),
            ]
        )
        for turn, line in found
    ]
    return [element("p", WEIGHED, class_="faint"), element("dl", *items)]


def _dissent(lookup: Lookup, settled: list[Turn], back: Lookback) -> list[Html]:
    rows = []
    for turn in settled:
        for one in dissents(lookup, [turn]):
            others = [
                f"{after.who(lookup, seat, back)}: {lookup.questions[turn.question].option(o).title}"
                for seat, o in one.votes.items()
            ]
            who = f"{after.who(lookup, one.seat, back)}, {one.apart:.0f} points away"
            rows.append([after.lead(lookup, turn.question), who, "; ".join(others) or "nobody"])
    heads = ["Question", "Stood furthest away", "Chose otherwise"]
    caption = "Whose position differed most from what was decided, and votes that did not stand"
    return [table(caption, heads, rows)]


def _aims(lookup: Lookup, settled: list[Turn], back: Lookback) -> list[Html]:
    found = sorted(aims(lookup, settled), key=lambda aim: -aim.nearness)
    bars = [
        charts.Bar(after.who(lookup, one.seat, back), one.nearness, f"{one.nearness:.0f}")
        for one in found
    ]
    drawn = charts.bars("How near each seat came to its aim", "0 to 100.", bars, 100.0)
    items = [
        joined(
            [
                element("dt", after.who(lookup, one.seat, back)),
                element("dd", lookup.actor(one.seat).aim),
            ]
        )
        for one in found
    ]
    return [charts.figure(MEASURE, drawn), element("h3", "Aims in words"), element("dl", *items)]


def _decisions(lookup: Lookup, settled: list[Turn], back: Lookback) -> list[Html]:
    looked: Sequence[Turned | None] = back.turned or [None] * len(settled)
    found = []
    for turn, one in zip(settled, looked, strict=True):
        heading = element("h3", after.lead(lookup, turn.question))
        told = [("Decided here", after.outcome(lookup, turn))]
        told.append(("What really happened", " ".join(map(str.strip, after.cited(lookup, turn)))))
        if one and one.turning:
            told.append(("Weighed most", after.turning(lookup, turn, one.turning, back)))
        if one and one.unused:
            told.append(("Never said", after.unused(lookup, turn, one.unused, back)))
        words = [
            joined([element("dt", name), element("dd", element("bdi", text))])
            for name, text in told
        ]
        drawn = [*_shares(lookup, turn, back), *_shifts(lookup, turn, back)]
        found += [heading, element("dl", *words), element("div", *drawn, class_="pair")]
    return found


def _shares(lookup: Lookup, turn: Turn, back: Lookback) -> Iterator[Html]:
    """Yield what the computer's games chose, with our choice and history's marked."""
    assert turn.decided is not None
    crowd, asked = back.crowd, lookup.questions[turn.question].question
    games = crowd.asked.get(turn.question, 0) if crowd else 0
    if crowd is None or not games:
        return
    shares = crowd.shares[turn.question]
    bars = [
        charts.Bar(
            option.title,
            shares.get(option.id, 0.0),
            after.percent(shares.get(option.id, 0.0)),
            ours=option.id == turn.decided.option,
            history=asked.history is not None and asked.history.option == option.id,
        )
        for option in asked.options
    ]
    name = f"What the computer chose: {asked.title}"
    told = ", ".join(f"{bar.label} {bar.text}" for bar in bars)
    drawn = charts.bars(name, told, bars, 1.0)
    yield charts.figure(f"Share of the {games:,} computer games that came to this question", drawn)


def _shifts(lookup: Lookup, turn: Turn, back: Lookback) -> Iterator[Html]:
    """Yield positions before and after the debate, with the option taken."""
    assert turn.decided is not None
    rows = [
        charts.Shift(lookup.actor(seat).short, at, turn.decided.after[seat], seat in back.people)
        for seat, at in turn.decided.before.items()
    ]
    asked = lookup.questions[turn.question].question
    drawn = charts.shifts(
        f"Positions before and after: {asked.title}",
        ", ".join(f"{row.label} {row.before:.0f} to {row.after:.0f}" for row in rows),
        sorted(rows, key=lambda row: -row.after),
        (place(lookup, turn.question, turn.decided.option), "decided"),
    )
    yield charts.figure(
        "Positions as the question came up (hollow) and at the choice (filled)", drawn
    )
