"""A study in words and bars that fit 80 columns."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten, wrap

from sitroom.narration.page_text import share_given_doubt
from sitroom.narration.percent import percent
from sitroom.scenario.lookup import Lookup
from sitroom.study.results import (
    Doubt,
    Ending,
    Ladder,
    Path,
    Question,
    Rung,
    Share,
    StudyResult,
    Summary,
)

WIDE = 78
NAME, BAR = 34, 16
MOST = 10  # rows of a list
SAMPLING = "Intervals tell of chance in the runs alone, not of how good the model is."
POINTS = 6  # decisions at which an indicator is shown


def spread(row: Share) -> str:
    """Return the interval of a share."""
    assert row.low is not None
    assert row.high is not None
    return f"{100 * row.low:.1f} to {100 * row.high:.1f} %"


def option(lookup: Lookup, question: str, id_: str) -> str:
    """Return the title of an option."""
    return lookup.questions[question].option(id_).title


def title(lookup: Lookup, found: StudyResult) -> str:
    """Return what was studied, as a heading."""
    return f"{lookup.content.scenario.title}: {found.runs:,} runs of seed {found.seed}"


def caveats(lookup: Lookup, found: StudyResult) -> list[str]:
    """Return what has to be said before any figure."""
    told = []
    if not found.complete:
        told.append(
            f"Stopped early: these are {found.runs:,} of {found.wanted:,} runs"
            f"{', and the variants as far as they came' if found.variants else ''}."
        )
    seats = (found.policies or {}).items()
    others = ", ".join(f"{lookup.name(seat)} by policy '{name}'" for seat, name in seats)
    but = f", but {others}" if others else ""
    told.append(f"Every seat by computer{but}. This is a model to think with, not a forecast.")
    return told


def short(lookup: Lookup, found: StudyResult) -> list[str]:
    """Return a study in a few sentences."""
    told = caveats(lookup, found)
    known = [one for one in found.questions if not one.answer and one.asked.count]
    past = [(one, lookup.questions[one.id].question.history) for one in known]
    likely = [
        (max(one.options, key=lambda o: o.count).id, history.option)
        for one, history in past
        if history is not None
    ]
    same = sum(ours == theirs for ours, theirs in likely)
    if len(likely) == 1:
        other = "" if same else "something else than "
        told.append(f"Runs chose most often {other}what history chose.")
    elif likely:
        told.append(
            f"In {same} of the {len(likely)} decisions whose outcome is known, runs chose most "
            "often what history chose."
        )
    first, count = found.paths[0], found.distinct
    told.append(
        f"{count.paths:,} different ways to decide came about; the most common in "
        f"{percent(first.share)} of the runs."
    )
    return [*told, *(_height(lookup, found, ladder) for ladder in found.ladders)]


def _height(lookup: Lookup, found: Summary, ladder: Ladder) -> str:
    """Return how far up a ladder the runs went, and which decision brought its highest rung."""
    reached = [one for one in ladder.highest if one.count]
    most, top = max(reached, key=lambda one: one.count), reached[-1]
    name = lookup.content.scenario.ladders[ladder.id].title
    if top.rung is None:
        return f"{name}: no rung was reached."
    told = "no rung" if most.rung is None else f"up to {_rung(lookup, ladder, most)}"
    line = f"{name}: most often {told}, in {percent(most.share)} of the runs"
    if len(reached) == 1:
        line = f"{name}: {told}, in all runs"
    if top is not most:
        line += f"; the highest was {_rung(lookup, ladder, top)}, in {percent(top.share)}"
    brought = _brought(lookup, found, ladder, top)
    if not brought:
        line = f"{name}: at {_rung(lookup, ladder, top)}, from the beginning on"
    if len(brought) == 1:
        asked = lookup.questions[brought[0]].question
        known = "" if asked.history else ", whose outcome is not known,"
        line += f". Only '{asked.title}'{known} led there"
    return f"{line}."


def _rung(lookup: Lookup, ladder: Ladder, one: Rung) -> str:
    assert one.rung is not None
    title = lookup.content.scenario.ladders[ladder.id].rungs[one.rung - 1].title
    return f"'{title}', rung {one.rung}"


def _brought(lookup: Lookup, found: Summary, ladder: Ladder, one: Rung) -> list[str]:
    """Return the questions at which runs took an option on a rung."""
    assert one.rung is not None
    wanted = lookup.content.scenario.ladders[ladder.id].rungs[one.rung - 1].id
    return [
        asked.id
        for asked in found.questions
        for known in [lookup.questions[asked.id]]
        if known.question.ladder == ladder.id
        and any(o.count and known.option(o.id).rung == wanted for o in asked.options)
    ]


def bar(share: float | None, width: int = BAR) -> str:
    """Return a share as a bar."""
    count = round((share or 0.0) * width)
    return "#" * count + "." * (width - count)


def row(name: str, share: float | None, after: str) -> str:
    """Return a line with a bar."""
    return f"    {shorten(name, NAME, placeholder=' ..'):<{NAME}} {bar(share)} {after}".rstrip()


def summary(
    lookup: Lookup, found: StudyResult, more: Iterable[str], out: str | None
) -> Iterator[str]:
    """Yield a study as lines of no more than 80 columns; `more` are what varying it showed."""
    yield title(lookup, found)
    for line in short(lookup, found):
        yield from wrap(line, WIDE, initial_indent="- ", subsequent_indent="  ")
    parts = [_decided, _paths, _endings, _ladders, _dissent, _moved, _indicators]
    for part in parts:
        yield from part(lookup, found)
    yield from more
    yield ""
    if not found.complete:
        yield from wrapped(stopped(found, out), "")
    if out is None:
        yield "--out DIR keeps all of it, with tables and a page, and lets you open any run."
    else:
        first = found.paths[0].run
        yield from wrapped(f"Written to {out}: study.html, study.json and tables.", "")
        yield f"To open a run, such as {first}: sitroom replay {shlex.quote(out)}#{first}"
        if found.variants:
            yield f"and of a variant, such as 1: sitroom replay {shlex.quote(out)}#{first}@1"


def stopped(found: StudyResult, out: str | None) -> str:
    """Return how far a study came that was stopped, and how to go on."""
    every = [summary for _, summary in found.every]
    done, wanted = sum(one.runs for one in every), len(every) * found.wanted
    on = "The same command goes on from here" if out else "Without --out nothing of it is kept"
    return f"Stopped at {done:,} of {wanted:,} runs. {on}."


def wrapped(text: str, indent: str) -> list[str]:
    """Return text in lines."""
    whole = text.replace(" %", "\xa0%")
    lines = wrap(
        whole, WIDE, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return [line.replace("\xa0", " ") for line in lines]


def _decided(lookup: Lookup, found: Summary) -> Iterator[str]:
    yield from ("", "What was decided (share of the runs that came to it, interval of 95 %)")
    yield f"  {SAMPLING}"
    for one in found.questions:
        if not one.asked.count:
            continue
        asked = lookup.questions[one.id]
        if one.answer:
            yield from _answers(lookup, found, one)
            continue
        often = one.asked.share
        came = "" if often == 1 else f" (came up in {percent(often)})"
        yield from ("", *wrapped(f"{asked.question.title}, {asked.decision.date}{came}", "  "))
        past = asked.question.history
        for o in one.options:
            mark = " *" if past is not None and past.option == o.id else ""
            name = option(lookup, one.id, o.id)
            yield row(name, o.share, f"{percent(o.share):>6}{mark:2} {spread(o)}")
        if isinstance(found, StudyResult) and found.doubt is not None:
            yield from _doubted(lookup, one, found.doubt)
    yield from ("", "  * what history chose")


def answered(
    lookup: Lookup, found: Summary, one: Question
) -> list[tuple[str, int, list[tuple[str, float]]]]:
    """Return an answer by the option that it answers: that, in how many runs, and the shares."""
    decision = lookup.questions[one.id].decision.id
    rows = []
    flows = found.after(decision, one.id)
    for asked in lookup.questions[decision].question.options:
        counts = {o.id: flows.get(asked.id, {}).get(o.id, 0) for o in one.options}
        total = sum(counts.values())
        if total:
            shares = [(option(lookup, one.id, id_), n / total) for id_, n in counts.items()]
            rows.append((asked.title, total, shares))
    return rows


def _answers(lookup: Lookup, found: Summary, one: Question) -> Iterator[str]:
    """Yield the shares of an answer, by the option answered where there are several."""
    every = [(option(lookup, one.id, o.id), o.share or 0.0) for o in one.options]
    rows = answered(lookup, found, one)
    by = [(f"Answer to '{title}'", shares) for title, _, shares in rows]
    for head, shares in by if len(by) > 1 else [("Answer", every)]:
        told = (f"{name} {percent(share)}" for name, share in sorted(shares, key=lambda s: -s[1]))
        yield from wrapped(f"{head}: {', '.join(told)}", "    ")


def _doubted(lookup: Lookup, one: Question, doubt: Doubt) -> Iterator[str]:
    """Yield the shares of a question with what is uncertain about positions, in plain words."""
    told = []
    for o in one.options:
        band = doubt.band(one.id, o.id)
        if band is not None:
            name = option(lookup, one.id, o.id)
            given = share_given_doubt(percent(o.share), *band.about(o.share))
            told.append(f"{name} {given}")
    if told:
        yield from wrapped(f"Given what is uncertain: {'; '.join(told)}", "    ")


def _paths(lookup: Lookup, found: Summary) -> Iterator[str]:
    paths = found.paths
    first, *others = paths
    count = found.distinct
    yield ""
    yield (f"The most common of {count.paths:,} ways to decide ({count.pasts:,} with the answers)")
    for n, step in enumerate(first.steps, 1):
        name = lookup.questions[step.question].question.title
        line = f"{n}. {name}: {option(lookup, step.question, step.option)}"
        yield f"    {shorten(line, WIDE - 4, placeholder=' ..')}"
    yield f"  went so in {percent(first.share)} of the runs; run {first.run} is the first"
    taken = first.taken
    for number, path in enumerate(others, 2):
        head = f"  {number:>2}. {percent(path.share)}, run {path.run}: but "
        text = head + "; ".join(differences(lookup, taken, path))
        yield from wrap(text, WIDE, subsequent_indent=" " * 8, break_on_hyphens=False)


def differences(lookup: Lookup, taken: Mapping[str, str], path: Path) -> list[str]:
    """Return in what a path differs from another one."""
    here = path.taken
    told = [
        f"{lookup.questions[id_].question.title}: {option(lookup, id_, chosen)}"
        for id_, chosen in here.items()
        if taken.get(id_) != chosen
    ]
    passed = [lookup.questions[id_].question.title for id_ in taken if id_ not in here]
    return [*told, *(f"{name} does not come up" for name in passed)]


def _endings(lookup: Lookup, found: Summary) -> Iterator[str]:
    if found.endings:
        yield from ("", "How campaigns ended")
        for one in found.endings:
            yield row(ended(lookup, one), one.share, f"{percent(one.share):>6} {spread(one)}")


def ended(lookup: Lookup, one: Ending) -> str:
    """Return the title of an ending, or that there was none."""
    return "none of these" if one.ending is None else lookup.ending(one.ending).title


def _ladders(lookup: Lookup, found: Summary) -> Iterator[str]:
    yield from ("", "The highest rung that was reached")
    for ladder in found.ladders:
        known = lookup.content.scenario.ladders[ladder.id]
        yield f"  {known.title}"
        for one in ladder.highest:
            if one.count:
                yield row(rung(lookup, ladder.id, one), one.share, f"{percent(one.share):>6}")


def rung(lookup: Lookup, ladder: str, one: Rung) -> str:
    """Return the name of a rung that was the highest reached."""
    if one.rung is None:
        return "none"
    return f"{lookup.content.scenario.ladders[ladder].rungs[one.rung - 1].title} ({one.rung})"


def dissenters(lookup: Lookup, found: Summary) -> list[tuple[str, list[tuple[str, float]]]]:
    """Return per decision who chose otherwise, or stood nearer to another option, most often first."""
    rows = []
    for one in found.questions:
        often = sorted(one.dissent.items(), key=lambda pair: -pair[1])
        named_ = [(lookup.actor(seat).short, share) for seat, share in often if share >= 0.005]
        if len(one.dissent) > 1 and named_:
            rows.append((one.id, named_))
    return rows


def _dissent(lookup: Lookup, found: Summary) -> Iterator[str]:
    rows = dissenters(lookup, found)
    if rows:
        yield from ("", "Who would have chosen otherwise, in what share of the runs")
    for id_, often in rows:
        told = ", ".join(f"{who} {share:.0%}" for who, share in often[:4])
        yield from wrapped(f"{lookup.questions[id_].question.title}: {told}", "    ")


def pairs(found: Summary) -> list[tuple[str, str, float]]:
    """Return who moved whom how far, in points over a game on average, the furthest first."""
    rows = [
        (speaker, listener, points)
        for speaker, heard in found.moved.items()
        for listener, points in heard.items()
        if listener != speaker
    ]
    return sorted(rows, key=lambda pair: -abs(pair[2]))


def _as_it_is(found: Summary) -> str:
    """Return of which runs a figure is, where the world is varied as well; '' where there are no others."""
    return ", as it is" if isinstance(found, StudyResult) and found.variants else ""


def _moved(lookup: Lookup, found: Summary) -> Iterator[str]:
    rows = [pair for pair in pairs(found) if abs(pair[2]) >= 0.05][:MOST]
    if not rows:
        return
    yield from (
        "",
        f"Who moved whom, points over a game on average (- to restraint){_as_it_is(found)}",
    )
    most = abs(rows[0][2])
    for speaker, listener, points in rows:
        name = f"{lookup.actor(speaker).short} moved {lookup.actor(listener).short}"
        yield row(name, abs(points) / most, f"{points:+6.1f}")


def _indicators(lookup: Lookup, found: Summary) -> Iterator[str]:
    if not found.indicators:
        return
    told = "Indicators as decisions came up: 80 % of the runs within [ ], median |"
    yield from ("", f"{told}{_as_it_is(found)}")
    for one in found.indicators:
        low, high, points = one.low, one.high, one.points
        yield f"  {lookup.content.scenario.indicators[one.id].title}, {low:g} to {high:g}"
        last = len(points) - 1
        for i in sorted({round(k * last / (POINTS - 1)) for k in range(POINTS)}):
            point = points[i]
            where = [_place(band, low, high) for band in (point.p10, point.p50, point.p90)]
            line = ["."] * 30
            line[where[0] : where[2] + 1] = "-" * (where[2] + 1 - where[0])
            line[where[0]], line[where[2]], line[where[1]] = "[", "]", "|"
            told = f"{point.p50:g} ({point.p10:g} to {point.p90:g})"
            name = when(lookup, point.question)
            yield f"    {shorten(name, 24, placeholder=' ..'):<24} {''.join(line)} {told}"


def when(lookup: Lookup, question: str | None) -> str:
    """Return the decision at which something was looked at, or that it was the end."""
    return "at the end" if question is None else lookup.questions[question].question.title


def _place(value: float, low: float, high: float) -> int:
    return round(29 * (value - low) / ((high - low) or 1.0))
