"""The world in words: ladders with the path on them, indicators over the turns."""

from collections.abc import Iterable, Sequence

from sitroom.analysis.game_summary import Turn, turns
from sitroom.engine.events import Event, Learned
from sitroom.narration import debrief_text
from sitroom.render.text_charts import meter, spark
from sitroom.scenario.lookup import Lookup

Section = tuple[str, list[str]]


def ladders(lookup: Lookup, events: Iterable[Event], rungs: dict[str, int]) -> list[Section]:
    """Return each ladder from its highest rung down, with what was decided on each.

    `rungs` holds the highest rung taken so far of each ladder on which one was.
    """
    settled = [turn for turn in turns(events) if turn.decided is not None]
    sections = []
    for id_, ladder in lookup.content.scenario.ladders.items():
        highest, lines = rungs.get(id_), []
        for number, rung in reversed(list(enumerate(ladder.rungs))):
            here = [
                turn.question
                for turn in settled
                if turn.decided is not None
                and turn.decided.rung == number
                and lookup.questions[turn.question].question.ladder == id_
            ]
            top = number == highest
            before = ", from before" if top and not here else ""
            mark = f" (highest so far{before})" if top else ""
            lines.append(f"{'>' if top else ' '} {number + 1}. {rung.title}{mark}")
            lines += [f"     {debrief_text.lead(lookup, question)}" for question in here]
        if highest is None:
            lines.append("No step on this ladder has been taken yet.")
        sections.append((ladder.title, lines))
    return sections


def meters(lookup: Lookup, event: Learned) -> list[str]:
    """Return each indicator as a bar that moves from what it was before a turn to what it is."""
    scenario = lookup.content.scenario
    longest = max((len(one.title) for one in scenario.indicators.values()), default=0)
    return [
        meter(
            scenario.indicators[name].title.ljust(longest),
            event.before.get(name, value),
            value,
            scenario.indicators[name].low,
            scenario.indicators[name].high,
        )
        for name, value in event.indicators.items()
    ]


def causes(lookup: Lookup, played: Sequence[Turn], event: Learned) -> list[str]:
    """Return what moved each indicator in a turn, in order: news, what was decided, what was answered.

    `played` are the decision and its answer, if it had one.
    """
    news = [one for turn in played for one in turn.news]
    steps = [(lookup.event(one.question, one.inject)[0], one.indicators) for one in news]
    last, told = played[-1].decided, list[str]()
    title = "" if last is None else lookup.questions[last.question].option(last.option).title
    for name, now in event.indicators.items():
        at, moved = event.before.get(name, now), []
        for what, stands in [*steps, (title, event.indicators)]:
            if round(stands[name] - at):
                moved.append(f"{what} {stands[name] - at:+.0f}")
            at = stands[name]
        if moved:
            told.append(f"{lookup.content.scenario.indicators[name].title}: {', '.join(moved)}.")
    return told


def indicators(
    lookup: Lookup, events: Iterable[Event], began: dict[str, float], now: dict[str, float]
) -> Section:
    """Return the indicators as they went, turn by turn, and as they stand.

    `began` holds them as the turn at hand began.
    """
    learned = [turn.learned for turn in turns(events) if turn.learned is not None]
    first = learned[0].before if learned else began
    lines = []
    for name, indicator in lookup.content.scenario.indicators.items():
        path = [first[name], *(one.indicators[name] for one in learned)]
        path += [now[name]] if now[name] != path[-1] or len(path) == 1 else []
        same = len({round(value) for value in path}) == 1
        way = f"{path[-1]:.0f}, as at first" if same else f"{path[0]:.0f} to {path[-1]:.0f}"
        scale = f"on a scale of {indicator.low:g} to {indicator.high:g}"
        drawn = "" if same else f"  {spark(path, indicator.low, indicator.high)}"
        lines.append(f"{indicator.title}: {way}, {scale}{drawn}")
        lines.append(f"    {indicator.says}")
    turns_told = f", over {len(learned)} turn{'s' * (len(learned) != 1)}" if learned else ""
    return f"Indicators{turns_told}", lines
