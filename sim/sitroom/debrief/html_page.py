"""The debrief as one HTML page that needs nothing else: no network, no script, ready to print."""

from collections.abc import Iterable, Iterator, Sequence

from sitroom.analysis.game_summary import Aim, Turn, dissents, movers, place, turns
from sitroom.analysis.turning_points import Lookback, Turned
from sitroom.engine.events import Event
from sitroom.narration import debrief_labels, debrief_text, ending_text, history_comparison
from sitroom.narration.debrief_page import (
    CAVEAT,
    WEIGHED,
    came_to,
    did_matter,
    is_over,
    measured,
    source_lines,
    title,
)
from sitroom.narration.discussion import questions
from sitroom.narration.percent import worded
from sitroom.render import svg_charts
from sitroom.render.html import Named, listed, page, table
from sitroom.render.markup import Html, element, joined
from sitroom.scenario.lookup import Lookup

HIDDEN = debrief_labels.WHAT_HISTORY_CHOSE_IS_TOLD


def debrief_page(lookup: Lookup, events: Iterable[Event], back: Lookback) -> Html:
    """Return the debrief of one game as a whole page."""
    events = list(events)
    return page(title(lookup, events), list(game_parts(lookup, events, back)))


def game_parts(lookup: Lookup, events: Sequence[Event], back: Lookback) -> Iterator[Named]:
    """Yield the parts of a game's debrief."""
    played = turns(events)
    settled = [turn for turn in played if turn.decided is not None]
    over = is_over(events)
    short = listed(debrief_text.short(lookup, settled, back, over=over), class_="short")
    yield "short", "In short", [short, *([] if over else [element("p", HIDDEN, class_="faint")])]
    ended = played[-1].over if played else None
    if ended is not None and ended.ending is not None:
        meant = ending_text.ending(lookup, ended.ending, back.people)
        yield "ending", ending_text.HEADING, [listed(meant)]
    for n, (heading, told) in enumerate(did_matter(lookup, settled, back)):
        yield f"matter-{n + 1}", heading, [listed(told)]
    if settled:
        yield "path", history_comparison.HEADING, _path(lookup, settled, back)
    asked = questions(lookup, settled, back)
    if asked:
        yield "discuss", "To discuss", [listed(asked, "ol", "ask")]
    yield "moved", "Who moved whom", _moved(lookup, played)
    if settled:
        yield "turning", debrief_text.WEIGHTIEST, _weighed(lookup, settled, back, turning=True)
        if back.hands:
            unused = _weighed(lookup, settled, back, turning=False)
            yield "unused", debrief_labels.STRONGEST_LINES_NEVER_SAID, unused
        yield (
            "dissent",
            debrief_labels.FURTHEST_FROM_WHAT_WAS_DECIDED,
            _dissent(lookup, settled, back),
        )
        yield "aims", debrief_labels.WHAT_EACH_SEAT_CAME_TO, _aims(lookup, settled, back)
        yield "decisions", "Decision by decision", _decisions(lookup, settled, back)
    yield "caveat", "Bear in mind", [element("p", CAVEAT)]
    if over:
        yield "sources", "Sources", [listed(source_lines(lookup, played))]


def _path(lookup: Lookup, settled: list[Turn], back: Lookback) -> list[Html]:
    steps, rows = [], []
    for turn in settled:
        assert turn.decided is not None
        asked = lookup.questions[turn.question]
        ours = asked.option(turn.decided.option).title
        theirs = debrief_text.history(lookup, turn)
        row = [
            debrief_text.lead(lookup, turn.question),
            ours,
            theirs.removesuffix(" from the sources"),
        ]
        rows.append([*row, debrief_text.crowd_short(back, turn)] if back.crowd else row)
        if not asked.is_answer:
            rungs = lookup.content.scenario.ladders[asked.question.ladder].rungs
            past = asked.question.history
            names = [one.id for one in rungs]
            rung = names.index(asked.option(past.option).rung) if past else None
            note = f"Ours: {debrief_text.outcome(lookup, turn)}. History: {theirs}."
            name = debrief_text.lead(lookup, turn.question)
            steps.append(
                svg_charts.Step(
                    name, asked.question.ladder, len(rungs), turn.decided.rung, rung, note
                )
            )
    drawn = svg_charts.path(
        history_comparison.HEADING,
        debrief_labels.FOR_EACH_DECISION_RUNG_ITS,
        steps,
    )
    heads = [
        "Question",
        "Decided here",
        "History",
        *([debrief_labels.COMPUTERS_GAMES_THAT_CHOSE_SAME] if back.crowd else []),
    ]
    about = debrief_labels.WHAT_WAS_DECIDED_HERE_AND
    caption = debrief_labels.EACH_DECISION_ON_ITS_OWN
    return [svg_charts.figure(caption, drawn), table(about, heads, rows)]


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
        return [element("p", debrief_labels.NOBODY_SAID_ANYTHING_THAT_MOVED)]
    return [who_moved_whom(lookup, speakers, heard, values, debrief_labels.OVER_WHOLE_GAME_SO_FAR)]


def who_moved_whom(
    lookup: Lookup,
    speakers: list[str],
    heard: list[str],
    values: dict[tuple[int, int], float],
    scope: str,
) -> Html:
    """Return the chart of points by (number of the speaker, number of the listener)."""
    drawn = svg_charts.matrix(
        "Who moved whom",
        debrief_labels.rows_speak_columns_listen_filled_2(scope),
        [lookup.actor(seat).short for seat in speakers],
        [lookup.actor(seat).short for seat in heard],
        values,
    )
    caption = debrief_labels.rows_speak_columns_listen_filled(scope)
    return svg_charts.figure(caption, drawn, wide=True)


def _weighed(lookup: Lookup, settled: list[Turn], back: Lookback, *, turning: bool) -> list[Html]:
    find, tell = (
        (debrief_text.turning_points, debrief_text.turning)
        if turning
        else (debrief_text.never_said, debrief_text.unused)
    )
    found = find(settled, back)[: debrief_text.MOST]
    if not found:
        return [element("p", debrief_labels.NONE_NO_LINE_WOULD_HAVE)]
    items = [
        joined(
            [
                element("dt", debrief_text.lead(lookup, turn.question)),
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
                f"{debrief_text.who(lookup, seat, back)}: {lookup.questions[turn.question].option(o).title}"
                for seat, o in one.votes.items()
            ]
            who = f"{debrief_text.who(lookup, one.seat, back)}, {one.apart:.0f} points away"
            rows.append(
                [debrief_text.lead(lookup, turn.question), who, "; ".join(others) or "nobody"]
            )
    heads = ["Question", "Stood furthest away", "Chose otherwise"]
    caption = debrief_labels.WHOSE_POSITION_DIFFERED_MOST_FROM
    return [table(caption, heads, rows)]


def _aims(lookup: Lookup, settled: list[Turn], back: Lookback) -> list[Html]:
    apart, judged = came_to(lookup, settled)
    parts = _came_to(lookup, ending_text.BY_WEIGHT, judged, back) if judged else []
    parts += _came_to(lookup, measured(apart), apart, back) if apart else []
    return parts or [element("p", ending_text.JUDGED_LATER)]


def _came_to(lookup: Lookup, measure: str, found: list[Aim], back: Lookback) -> list[Html]:
    bars = [
        svg_charts.Bar(
            debrief_text.who(lookup, one.seat, back), one.nearness, f"{one.nearness:.0f}"
        )
        for one in found
    ]
    drawn = svg_charts.bars(debrief_labels.WHAT_EACH_SEAT_CAME_TO, "0 to 100.", bars, 100.0)
    items = [
        joined(
            [
                element("dt", debrief_text.who(lookup, one.seat, back)),
                element("dd", lookup.actor(one.seat).aim),
                *(element("dd", line) for line in ending_text.aims(one)),
            ]
        )
        for one in found
    ]
    return [svg_charts.figure(measure, drawn), element("dl", *items)]


def _decisions(lookup: Lookup, settled: list[Turn], back: Lookback) -> list[Html]:
    looked: Sequence[Turned | None] = back.turned or [None] * len(settled)
    found = []
    for turn, one in zip(settled, looked, strict=True):
        heading = element("h3", debrief_text.lead(lookup, turn.question))
        told = [("Decided here", debrief_text.outcome(lookup, turn))]
        told.append(
            ("What really happened", " ".join(map(str.strip, debrief_text.cited(lookup, turn))))
        )
        if one and one.turning:
            told.append(("Weighed most", debrief_text.turning(lookup, turn, one.turning, back)))
        if one and one.unused:
            told.append(("Never said", debrief_text.unused(lookup, turn, one.unused, back)))
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
        svg_charts.Bar(
            option.title,
            shares.get(option.id, 0.0),
            worded(shares.get(option.id, 0.0)),
            ours=option.id == turn.decided.option,
            history=asked.history is not None and asked.history.option == option.id,
        )
        for option in asked.options
    ]
    name = debrief_labels.what_computer_chose(asked.title)
    told = ", ".join(f"{bar.label} {bar.text}" for bar in bars)
    drawn = svg_charts.bars(name, told, bars, 1.0)
    yield svg_charts.figure(debrief_labels.share_computer_games_that_came(games), drawn)


def _shifts(lookup: Lookup, turn: Turn, back: Lookback) -> Iterator[Html]:
    """Yield positions before and after the debate, with the option taken."""
    assert turn.decided is not None
    rows = [
        svg_charts.Shift(
            lookup.actor(seat).short, at, turn.decided.after[seat], seat in back.people
        )
        for seat, at in turn.decided.before.items()
    ]
    asked = lookup.questions[turn.question].question
    drawn = svg_charts.shifts(
        debrief_labels.positions_before_and_after(asked.title),
        ", ".join(f"{row.label} {row.before:.0f} to {row.after:.0f}" for row in rows),
        sorted(rows, key=lambda row: -row.after),
        (place(lookup, turn.question, turn.decided.option), "decided"),
    )
    yield svg_charts.figure(debrief_labels.POSITIONS_AS_QUESTION_CAME_UP, drawn)
