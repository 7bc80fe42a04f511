"""Questions to talk about after a game: made from what happened in it, never from a list."""

from collections.abc import Iterator, Sequence

from sitroom.analysis.game_summary import Turn, dissents, place
from sitroom.analysis.turning_points import Lookback
from sitroom.narration import debrief_text
from sitroom.narration.percent import worded
from sitroom.scenario.lookup import Lookup

MOST = 6


def questions(lookup: Lookup, settled: Sequence[Turn], back: Lookback) -> list[str]:
    """Return up to six questions on a game, the nearest to its turning points first."""
    asked = [*_apart(lookup, settled), *_turning(lookup, settled, back)]
    asked += [*_unused(lookup, settled, back), *_dissent(lookup, settled, back)]
    asked += [*_rare(lookup, settled, back), *_model(lookup, settled)]
    return asked[:MOST]


def _apart(lookup: Lookup, settled: Sequence[Turn]) -> Iterator[str]:
    """Ask about the decision that lies furthest from history's."""
    best: tuple[float, Turn] | None = None
    differs = False
    for turn in settled:
        asked = lookup.questions[turn.question]
        past = asked.question.history
        if turn.decided is None or past is None:
            continue
        differs |= turn.decided.option != past.option
        if asked.is_answer:
            continue
        here, there = (
            place(lookup, turn.question, option) for option in (turn.decided.option, past.option)
        )
        if abs(here - there) > (best[0] if best else 0.0):
            best = abs(here - there), turn
    if best is not None:
        turn = best[1]
        theirs, ours = debrief_text.history(lookup, turn), debrief_text.outcome(lookup, turn)
        yield (
            f"{debrief_text.lead(lookup, turn.question)}: you came to “{ours}”, history to “{theirs}”. "
            "What did this table know, fear or want that those who decided then did not?"
        )
    elif settled and not differs:
        yield (
            "Nothing here came out otherwise than in history. Was another way ever open, and which "
            "line or which seat would have had to be different?"
        )


def _turning(lookup: Lookup, settled: Sequence[Turn], back: Lookback) -> Iterator[str]:
    for turn, found in debrief_text.turning_points(settled, back)[:1]:
        said = debrief_text.quoted(lookup, found, turn)
        sources = (
            "Its evidence is cited in the transcript: would you have believed it at the time, and "
            "what would have answered it?"
            if found.argument is not None
            else "It was said at the table, without a source: what evidence would it have needed?"
        )
        yield (
            f"{debrief_text.lead(lookup, turn.question)}: no line weighed more with those who decided than "
            f"{debrief_text.who(lookup, found.seat, back)}'s {said} {sources}"
        )


def _unused(lookup: Lookup, settled: Sequence[Turn], back: Lookback) -> Iterator[str]:
    for turn, found in debrief_text.never_said(settled, back)[:1]:
        said = debrief_text.quoted(lookup, found, turn)
        yield (
            f"{debrief_text.lead(lookup, turn.question)}: nobody said {said} Why did "
            f"{debrief_text.who(lookup, found.seat, back)} hold it back, and should it have counted?"
        )


def _dissent(lookup: Lookup, settled: Sequence[Turn], back: Lookback) -> Iterator[str]:
    decided = {id(turn): turn for turn in settled}
    found = [(one, turn) for turn in decided.values() for one in dissents(lookup, [turn])]
    one, turn = max(found, key=lambda pair: pair[0].apart, default=(None, None))
    if one is not None and turn is not None and one.apart >= 25:
        yield (
            f"{debrief_text.lead(lookup, turn.question)}: {debrief_text.who(lookup, one.seat, back)} ended "
            f"{one.apart:.0f} points from what was decided. What could the others have offered it, "
            "and what would that have cost?"
        )


def _rare(lookup: Lookup, settled: Sequence[Turn], back: Lookback) -> Iterator[str]:
    rare = debrief_text.rarest(back, settled)
    if rare is not None and rare[1] < 0.25:
        turn, share = rare
        yield (
            f"{debrief_text.lead(lookup, turn.question)}: only {worded(share)} of the computer's "
            f"games ended with “{debrief_text.outcome(lookup, turn)}”. Is that judgement, chance, or "
            "something that the model leaves out?"
        )


def _model(lookup: Lookup, settled: Sequence[Turn]) -> Iterator[str]:
    """Ask about the concern that was argued most, whose weight was set by hand."""
    count: dict[str, int] = {}
    for turn in settled:
        for line in turn.said:
            count[line.concern] = count.get(line.concern, 0) + 1
    if count:
        most = max(count, key=lambda concern: count[concern])
        title = lookup.concern(most)
        yield (
            f"No concern was argued more often than {title} ({count[most]} lines). Whose reading of "
            "it has proved right so far, and which of the sources would you not rely on?"
        )
