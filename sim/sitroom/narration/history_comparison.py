"""Our run beside history: what we chose, what happened, and why the two differ."""

from collections.abc import Iterator, Mapping, Sequence

from sitroom.analysis.game_summary import Turn, place
from sitroom.narration import debrief_text
from sitroom.narration.percent import worded
from sitroom.render.text_charts import columns
from sitroom.scenario.lookup import Lookup

HEADING = "Our path beside history"
FELT = 1.0  # points away from history that news and debate have to lead, to be a reason


def side_by_side(
    lookup: Lookup, settled: Sequence[Turn], people: Sequence[str], width: int, since: int = 0
) -> list[str]:
    """Return each question decided with our choice on the left, history's on the right.

    `since` is the number of those decided before, which have been told already.
    """
    lines: list[str] = []
    for number, turn in enumerate(settled[since:], since):
        lines.append(debrief_text.lead(lookup, turn.question))
        ours = f"Here: {debrief_text.outcome(lookup, turn)}"
        lines += columns(ours, f"History: {debrief_text.history(lookup, turn)}", width)
        lines += [f"  {why}" for why in reasons(lookup, settled[: number + 1], people)]
    return lines


def sentence(
    lookup: Lookup, settled: Sequence[Turn], people: Sequence[str], among: str | None
) -> str:
    """Return the last of the questions decided in a line of sentences."""
    turn = settled[-1]
    asked = lookup.questions[turn.question]
    lead = "  Answer" if asked.is_answer else f"{asked.decision.date} {asked.question.title}"
    told = [
        f"{lead}: {debrief_text.outcome(lookup, turn)}.",
        f"History: {debrief_text.history(lookup, turn)}.",
    ]
    told += [f"In whole games by computer: {among}."] if among else []
    return " ".join([*told, *reasons(lookup, settled, people)])


def reasons(lookup: Lookup, settled: Sequence[Turn], people: Sequence[str]) -> Iterator[str]:
    """Yield why the last of the questions decided came out otherwise than in history, if it did."""
    turn = settled[-1]
    if not _differs(lookup, turn):
        return
    question = lookup.questions[turn.question].question
    assert turn.decided is not None
    assert question.history is not None
    theirs = place(lookup, turn.question, question.history.option)
    before = [one for one in settled[:-1] if _differs(lookup, one)]
    if before:
        yield f"This game had left history's path before, last on: {_title(lookup, before[-1])}."
    deciding = question.rule.named
    moved = [
        f"{lookup.name(seat)} from {was:.0f} to {now:.0f}"
        for seat in deciding
        if abs((now := turn.decided.after[seat]) - theirs)
        - abs((was := turn.decided.before[seat]) - theirs)
        >= FELT
    ]
    chances = turn.decided.chances
    ours, past = chances[turn.decided.option], chances.get(question.history.option, 0.0)
    if moved and ours > past:  # else it came so by chance
        yield f"News and debate led away from history's choice: {', '.join(moved)}."
    chose = [lookup.name(seat) for seat in turn.decided.choices if seat in people]
    if chose and ours == 1:  # nobody left it to a position
        yield f"Chosen by a person: {', '.join(chose)}."
        return
    odds = f"our outcome was {worded(ours)} likely, history's {worded(past)}"
    yield f"{'By chance: as' if ours < past else 'As'} positions stood in the end, {odds}."


PAST = "The past that you play from"
AS_IN_HISTORY = "All that came before came out as it did in history."


def past(lookup: Lookup, settled: Sequence[Turn], chosen: Mapping[str, str]) -> list[str]:
    """Tell how a game came to where it is played from: as was asked for, as in history, as is likeliest."""
    asked, likeliest, history = [], [], 0
    for turn in settled:
        told = f"{debrief_text.lead(lookup, turn.question)}, {debrief_text.outcome(lookup, turn)}"
        if turn.question in chosen:
            asked.append(told)
        elif debrief_text.history(lookup, turn) == debrief_text.THE_SAME:
            history += 1
        else:
            likeliest.append(told)
    lines = [f"As you asked: {'; '.join(asked)}."] if asked else []
    if history:
        what = "1 more" if history == 1 else f"{history} more"
        lines.append(f"As in history: {what}, decisions and answers together.")
    if likeliest:
        lines.append(
            "As was likeliest, where history is not known or was ruled out by then: "
            f"{'; '.join(likeliest)}."
        )
    return lines


def _differs(lookup: Lookup, turn: Turn) -> bool:
    past = lookup.questions[turn.question].question.history
    return turn.decided is not None and past is not None and past.option != turn.decided.option


def _title(lookup: Lookup, turn: Turn) -> str:
    asked = lookup.questions[turn.question]
    return f"the answer to {asked.decision.title}" if asked.is_answer else asked.question.title
