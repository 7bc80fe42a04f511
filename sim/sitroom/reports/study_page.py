"""A study as one HTML page that needs nothing else."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sitroom.debrief.html_page import who_moved_whom
from sitroom.files import writing
from sitroom.narration import page_text, study_text
from sitroom.narration import percent as percents
from sitroom.narration.study_text import option
from sitroom.narration.study_varied import (
    NOT_REACHED,
    changes,
    flip,
    named,
    notes,
    passed_by,
    swings,
)
from sitroom.render import svg_charts
from sitroom.render.html import Named, listed, table
from sitroom.render.html import page as whole
from sitroom.render.markup import Html, element
from sitroom.reports import study_tables
from sitroom.reports.study_picture import picture, share
from sitroom.scenario.lookup import Lookup
from sitroom.study.results import Flips, Question, Share, StudyResult

MARK = b'name="generator" content="sitroom'  # what stands in a page of ours


percent = partial(percents.percent, sign="\xa0%")  # which stays on one line


def page(lookup: Lookup, found: StudyResult) -> str:
    """Return a study as a page."""
    parts = [part for part in _parts(lookup, found) if part[2]]
    return whole(study_text.title(lookup, found), parts)


def write(folder: Path, lookup: Lookup, found: StudyResult, form: str = "csv") -> None:
    """Write a study into its folder: as JSON, as tables (csv or parquet) and as a page."""
    study_tables.write(folder, found, form)
    text = page(lookup, found).encode()
    writing.replace_ours(folder / "study.html", text, [MARK])


def _parts(lookup: Lookup, found: StudyResult) -> Iterator[Named]:
    yield "short", "In short", [_short(lookup, found)]
    yield "whole", page_text.WHOLE_CAMPAIGN, picture(lookup, found)
    yield "decided", "What was decided", _decided(lookup, found)
    yield "paths", page_text.MOST_COMMON_PATHS, _paths(lookup, found)
    if found.endings:
        yield "endings", page_text.HOW_CAMPAIGNS_ENDED, _endings(lookup, found)
    yield "ladders", page_text.HIGHEST_RUNG_THAT_WAS_REACHED, _ladders(lookup, found)
    yield "indicators", "Indicators over time", _indicators(lookup, found)
    yield "moved", "Who moved whom", _moved(lookup, found)
    yield "dissent", page_text.WHO_WOULD_HAVE_CHOSEN_OTHERWISE, _dissent(lookup, found)
    yield "rules", page_text.SAME_DEBATES_UNDER_OTHER_RULES, _rules(lookup, found)
    if found.variants:
        yield "variants", page_text.WHAT_CHANGES_WITH_SETTINGS, _variants(lookup, found)
    sources = lookup.content.scenario.sources
    yield "sources", "Sources", [listed([f"{id_}: {lookup.source(id_)}." for id_ in sources])]
    if found.flips:
        yield "flips", page_text.WHAT_WOULD_ALTER_DECISION, _flips(lookup, found.flips)


def _short(lookup: Lookup, found: StudyResult) -> Html:
    lines = (line.replace(" %", "\xa0%") for line in study_text.short(lookup, found))
    return listed(lines, class_="short")


def _decided(lookup: Lookup, found: StudyResult) -> list[Html]:
    told = page_text.shares_runs_that_came_to(study_text.SAMPLING)
    told = told if found.doubt is None else page_text.SHARES_WITH_DOUBT
    parts = [element("p", told, class_="faint")]
    pair: list[Html] = []
    for one in found.questions:
        if not one.answer and pair:
            parts.append(element("div", *pair, class_="pair"))
            pair = []
        if one.asked.count:
            pair.append(_question(lookup, found, one))
    return [*parts, element("div", *pair, class_="pair")]


def _question(lookup: Lookup, found: StudyResult, one: Question) -> Html:
    asked = lookup.questions[one.id]
    past, name = asked.question.history, asked.question.title
    rows = [
        svg_charts.Bar(
            option(lookup, one.id, o.id) + ("" if o.run is None else f" (run {o.run:,})"),
            o.share or 0.0,
            _with_interval(o) if found.doubt is None else share(found, one.id, o, whole=False),
            history=past is not None and past.option == o.id,
            doubt=_doubt(found, one.id, o.id),
        )
        for o in one.options
    ]
    told = ", ".join(f"{bar.label} {bar.text}" for bar in rows)
    often = page_text.runs_came_to_it(one.asked.count, percent(one.asked.share))
    words = f"Answer: {name}" if one.answer else f"{name}, {asked.decision.date}"
    drawn = svg_charts.figure(
        often, svg_charts.bars(name, told, rows, 1.2 if found.doubt is None else 1.9)
    )  # leaves room for the text
    by = study_text.answered(lookup, found, one) if one.answer else []
    rest = []
    if len(by) > 1:
        heads = ("Answered", "Runs", *(name for name, _ in by[0][2]))
        lines = [(title, f"{n:,}", *(percent(s) for _, s in shares)) for title, n, shares in by]
        rest.append(table(page_text.BY_OPTION_ANSWERED, heads, lines))
    return element("div", element("h3", words), drawn, *rest)


def _doubt(found: StudyResult, question: str, option_: str) -> tuple[float, float] | None:
    band = found.doubt.band(question, option_) if found.doubt else None
    return None if band is None else (band.low, band.high)  # a bar is drawn to its share, too


def _with_interval(one: Share) -> str:
    """Return a share with its interval."""
    assert one.low is not None
    assert one.high is not None
    return f"{percent(one.share)} ({100 * one.low:.1f} to {100 * one.high:.1f})"


def _paths(lookup: Lookup, found: StudyResult) -> list[Html]:
    first, *others = found.paths
    taken = first.taken
    steps = [
        f"{lookup.questions[q].question.title}: {option(lookup, q, o)}" for q, o in taken.items()
    ]
    count = found.distinct
    told = page_text.different_ways_to_decide_came(
        count.paths, count.pasts, percent(first.share), first.run
    )
    parts = [element("p", told), listed(steps, "ol")]
    if others:
        rows = [
            (
                n,
                _with_interval(path),
                path.run,
                "; ".join(study_text.differences(lookup, taken, path)),
            )
            for n, path in enumerate(others, 2)
        ]
        parts.append(table(page_text.NEXT_BY_HOW_THEY_DIFFER, ("", "Share", "Run", "But"), rows))
    return parts


def _endings(lookup: Lookup, found: StudyResult) -> list[Html]:
    bars = [
        svg_charts.Bar(study_text.ended(lookup, one), one.share or 0.0, percent(one.share))
        for one in found.endings or ()
    ]
    told = ", ".join(f"{bar.label} {bar.text}" for bar in bars)
    drawn = svg_charts.bars(page_text.HOW_CAMPAIGNS_ENDED, told, bars, 1.0)
    return [svg_charts.figure(page_text.SHARE_RUNS, drawn)]


def _ladders(lookup: Lookup, found: StudyResult) -> list[Html]:
    parts = []
    for ladder in found.ladders:
        name = lookup.content.scenario.ladders[ladder.id].title
        rows = [
            svg_charts.Bar(study_text.rung(lookup, ladder.id, o), o.share or 0.0, percent(o.share))
            for o in ladder.highest
        ]
        told = ", ".join(f"{bar.label} {bar.text}" for bar in rows)
        drawn = svg_charts.figure(page_text.SHARE_RUNS, svg_charts.bars(name, told, rows, 1.0))
        parts.append(element("div", element("h3", name), drawn))
    return [element("div", *parts, class_="pair")]


def _indicators(lookup: Lookup, found: StudyResult) -> list[Html]:
    parts = []
    for one in found.indicators:
        name = lookup.content.scenario.indicators[one.id].title
        points = one.points
        band = svg_charts.Band(name, *zip(*((p.p50, p.p10, p.p90) for p in points), strict=True))
        ends = [study_text.when(lookup, points[i].question) for i in (0, -1)]
        told = page_text.median_at_first_at_end(points[0].p50, points[-1].p50)
        parts.append(svg_charts.bands(name, told, ends, [band], one.low, one.high))
    caption = page_text.MEDIAN_AND_BAND_THAT_HOLDS
    return [svg_charts.figure(caption, *parts)] if parts else []


def _moved(lookup: Lookup, found: StudyResult) -> list[Html]:
    pairs = [(a, b, points) for a, b, points in study_text.pairs(found) if abs(points) >= 0.05]
    speakers = [seat for seat in lookup.content.actors if any(a == seat for a, _, _ in pairs)]
    heard = [seat for seat in lookup.content.actors if any(b == seat for _, b, _ in pairs)]
    if not pairs:
        return []
    values = {(speakers.index(a), heard.index(b)): points for a, b, points in pairs}
    return [who_moved_whom(lookup, speakers, heard, values, page_text.OVER_GAME_ON_AVERAGE)]


def _dissent(lookup: Lookup, found: StudyResult) -> list[Html]:
    rows = [
        (
            lookup.questions[id_].question.title,
            ", ".join(f"{who} {percent(share)}" for who, share in often),
        )
        for id_, often in study_text.dissenters(lookup, found)
    ]
    caption = page_text.IN_WHAT_SHARE_RUNS_SEAT
    return [table(caption, ("Question", "Seats"), rows)] if rows else []


def _rules(lookup: Lookup, found: StudyResult) -> list[Html]:
    parts = []
    for one in found.questions:
        if one.rules is None:
            continue
        asked = lookup.questions[one.id].question
        heads = ["Rule", *(option(lookup, one.id, o.id) for o in one.options)]
        rows = [
            [f"{kind} (here)" if kind == asked.rule.kind else kind, *map(percent, chances.values())]
            for kind, chances in one.rules.items()
        ]
        parts.append(table(page_text.mean_chance_each_option(asked.title), heads, rows))
    return parts


def _variants(lookup: Lookup, found: StudyResult) -> list[Html]:
    keys = list(dict.fromkeys(key for settings, _ in found.every for key in settings))
    names = [named(lookup, key) for key in keys]
    parts = []
    for id_, _ in changes(found):
        heads = ["", *names, *(option(lookup, id_, o.id) for o in found.question(id_).options)]
        rows = [
            [
                number,
                *(_value(settings.get(key)) for key in keys),
                *(
                    percent(o.share) if variant.runs else NOT_REACHED
                    for o in variant.question(id_).options
                ),
            ]
            for number, (settings, variant) in enumerate(found.every)
        ]
        parts.append(table(lookup.questions[id_].question.title, heads, rows))
    if not parts:
        return [element("p", page_text.NO_SHARE_CHANGES_BY_POINT)]
    told = page_text.SHARE_EACH_OPTION_QUESTIONS_THAT
    return [*(element("p", line) for line in (told, *notes(found))), *parts]


def _value(value: float | bool | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"{value:g}"


def _flips(lookup: Lookup, flips: Flips) -> list[Html]:
    id_ = flips.decision
    now = option(lookup, id_, flips.option)
    told = page_text.on_historys_path_likeliest_is(
        lookup.questions[id_].question.title, now, percent(flips.chance), flips.looked_at
    )
    parts = [element("p", f"{passed_by(lookup, flips)}{told}")]
    turning = [one for one in flips.rows if one.share is not None]
    rows = [
        (named(lookup, one.key, id_), flip(lookup, id_, one), percent(one.share)) for one in turning
    ]
    if rows:
        caption = page_text.SMALLEST_CHANGE_THAT_MAKES_ANOTHER
        parts.append(table(caption, ("Number", "Change", page_text.SHARE_ITS_RANGE), rows))
    else:
        parts.append(element("p", page_text.NO_NUMBER_ALTERS_IT_ALONE))
    widest = swings(flips)[: 2 * study_text.MOST]
    drawn = svg_charts.tornado(
        page_text.HOW_FAR_EACH_NUMBER_SWINGS,
        page_text.MEAN_PLACE_WHAT_IS_DECIDED_2,
        [
            (named(lookup, one.key, id_), round(one.low.place, 1), round(one.high.place, 1))
            for one in widest
        ],
        round(flips.place, 1),
    )
    caption = page_text.MEAN_PLACE_WHAT_IS_DECIDED
    return [*parts, svg_charts.figure(caption, drawn)] if widest else parts
