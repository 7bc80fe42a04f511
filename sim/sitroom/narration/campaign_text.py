"""The campaign on one page: decisions, answers and indicators in order, history's beside, the forks."""

from collections.abc import Iterator, Sequence

import numpy as np

from sitroom.analysis.game_summary import Turn, turns
from sitroom.engine import game
from sitroom.engine.events import Event, recorded
from sitroom.engine.model import CompiledScenario
from sitroom.engine.question_ids import answer_id
from sitroom.engine.state import State
from sitroom.journal.forks import Family
from sitroom.narration import debrief_labels, debrief_text, saving_text, world
from sitroom.render.text_charts import WIDTH, columns
from sitroom.scenario.lookup import Lookup

Section = tuple[str, list[str]]

TITLE = "The campaign"
TIMELINE = "Here, and in history"
NO_FORKS = "None: f goes back to any point, and on from there in a new game."


def page(
    lookup: Lookup,
    model: CompiledScenario,
    state: State,
    events: Sequence[Event],
    family: Family | None,
    here: str,
    width: int = WIDTH,
) -> tuple[str, list[Section]]:
    """Return the campaign so far; `family` are the games forked from one another, `here` is this one."""
    began = zip(model.indicators, np.asarray(state.began[0]).tolist(), strict=True)
    now = game.indicators(model, state.world)
    tree = [NO_FORKS]
    if family is not None and len(family.branches()) > 1:
        tree = saving_text.tree_lines(lookup, family.oldest, here)
    title, paths = world.indicators(lookup, events, {n: recorded(v) for n, v in began}, now)
    return TITLE, [
        (TIMELINE, list(timeline(lookup, events, width)) or [debrief_labels.NOTHING_DECIDED]),
        (title, [line for line in paths if not line.startswith(" ")]),
        ("Games forked from one another", tree),
    ]


def timeline(lookup: Lookup, events: Sequence[Event], width: int = WIDTH) -> Iterator[str]:
    """Yield each turn: what came up, what was decided and answered here and in history, what moved."""
    settled = [turn for turn in turns(events) if turn.decided is not None]
    answers = {turn.question: turn for turn in settled}
    for turn in settled:
        asked = lookup.questions[turn.question]
        if asked.is_answer:
            continue
        answer = answers.get(answer_id(turn.question))
        yield debrief_text.lead(lookup, turn.question)
        both = [turn, *([answer] if answer else [])]
        ours = " -> ".join(debrief_text.outcome(lookup, one) for one in both)
        theirs = " -> ".join(_theirs(lookup, one) for one in both)
        yield from columns(f"Here: {ours}", f"History: {theirs}", width)
        moved = _moved(lookup, answer or turn)
        news = [lookup.event(one.question, one.inject)[0] for one in turn.news]
        if news:
            yield f"  News: {', '.join(news)}"
        if moved:
            yield f"  {moved}"


def _theirs(lookup: Lookup, turn: Turn) -> str:
    known = lookup.questions[turn.question].question.history is not None
    return debrief_text.history(lookup, turn) if known else "?"


def _moved(lookup: Lookup, turn: Turn) -> str:
    """Return the indicators that moved over a turn, each with where it stands."""
    if turn.learned is None:
        return ""
    titles, learned = lookup.content.scenario.indicators, turn.learned
    return ", ".join(
        f"{titles[name].title} {value:.0f} ({value - was:+.0f})"
        for name, value in learned.indicators.items()
        if round(value) != round(was := learned.before.get(name, value))
    )
