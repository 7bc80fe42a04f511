"""What a debrief says of a game, sentence by sentence; every format prints these."""

from collections.abc import Iterator, Sequence

from sitroom.analysis.game_summary import Dissent, Turn, aims
from sitroom.analysis.turning_points import Crowd, Lookback, Turned, Weighed
from sitroom.narration import event_text
from sitroom.narration.percent import worded
from sitroom.scenario.lookup import Lookup

WEIGHTIEST = "Lines that weighed most"
MOST = 5  # turning points, and lines never said, that are told of a whole game
THE_SAME = "the same"
FELT = 0.5  # points that somebody has to be moved for a line to be told of


def who(lookup: Lookup, seat: str, back: Lookback) -> str:
    """Return a seat's name, marked if a person plays it."""
    name = lookup.name(seat)
    return f"{name} (person)" if seat in back.people else name


def lead(lookup: Lookup, question: str) -> str:
    """Return what a question is called in a list of all."""
    asked = lookup.questions[question]
    if asked.is_answer:
        return f"{asked.date} Answer to: {asked.decision.title}"
    return f"{asked.decision.date} {asked.question.title}"


def crowd_short(back: Lookback, turn: Turn) -> str | None:
    """Return the share of the computer's whole games that chose as we did, of how many came to it."""
    if back.crowd is None or turn.decided is None:
        return None
    asked = back.crowd.asked.get(turn.question, 0)
    if not asked:
        return "none came to it"
    share = back.crowd.shares[turn.question].get(turn.decided.option, 0.0)
    return f"{worded(share)} of {asked:,} that came to it"


def crowd(crowd_: Crowd) -> Iterator[str]:
    """Yield how common our path is among the computer's games."""
    one = (
        f"{crowd_.runs:,} whole games were played by computer seats alone from where this game "
        "began, everybody as the sources have it and not of this game's temper."
    )
    same = "None" if not crowd_.same else f"{crowd_.same:,}"
    yield f"{one} {same} of them took every decision and answer as this game did."


def line_said(lookup: Lookup, turn: Turn, found: Weighed) -> str:
    """Return the words of a line."""
    if found.argument is not None:
        return lookup.argument(turn.question, found.argument, found.seat).says
    return next(line.text or "" for line in turn.said if line.turn == found.line)


def _moves(lookup: Lookup, found: Weighed) -> str:
    order = sorted(found.moved.items(), key=lambda item: -abs(item[1]))
    told = [f"{lookup.actor(a).short} {points:+.1f}" for a, points in order if abs(points) >= 0.05]
    return ", ".join(told) or "nobody by a tenth of a point"


def turning(lookup: Lookup, turn: Turn, found: Weighed, back: Lookback) -> str:
    """Tell of the line that weighed most on those who decided."""
    said = f"{who(lookup, found.seat, back)} said: “{line_said(lookup, turn, found)}”"
    moved = f"It moved {_moves(lookup, found)}."
    if worded(found.with_it) == worded(found.without):
        return f"{said} {moved} What was decided was about as likely without it."
    odds = f"{worded(found.with_it)} likely; without that line, {worded(found.without)}"
    return f"{said} {moved} From positions alone, what was decided was {odds}."


def unused(lookup: Lookup, turn: Turn, found: Weighed, back: Lookback) -> str:
    """Tell of the strongest line that nobody said."""
    held = f"{who(lookup, found.seat, back)} could have said: “{line_said(lookup, turn, found)}”"
    moved = f"At the end of the debate it would have moved {_moves(lookup, found)}"
    if worded(found.with_it) == worded(found.without):
        return f"{held} {moved}."
    odds = f"{worded(found.with_it)} likely instead of {worded(found.without)}"
    return f"{held} {moved}, and made what was decided {odds}."


def dissent(lookup: Lookup, turn: Turn, found: Dissent, back: Lookback) -> str:
    """Tell who stood furthest from what was decided, and whose choice it was not."""
    at = turn.decided.after[found.seat] if turn.decided else 0.0
    told = f"{who(lookup, found.seat, back)} stood at {at:.0f}, {found.apart:.0f} points away."
    asked = lookup.questions[turn.question]
    others = [
        f"{who(lookup, seat, back)} ({asked.option(option).title})"
        for seat, option in found.votes.items()
    ]
    return told + (f" Would have chosen otherwise: {', '.join(others)}." if others else "")


def outcome(lookup: Lookup, turn: Turn) -> str:
    """Tell what was decided here."""
    assert turn.decided is not None
    return lookup.questions[turn.question].option(turn.decided.option).title


def history(lookup: Lookup, turn: Turn) -> str:
    """Tell what history chose, beside us; only for what has been decided."""
    assert turn.decided is not None
    asked = lookup.questions[turn.question]
    if asked.question.history is None:
        return "not known from the sources"
    if asked.question.history.option == turn.decided.option:
        return THE_SAME
    return asked.option(asked.question.history.option).title


def as_history(lookup: Lookup, settled: Sequence[Turn]) -> tuple[int, int]:
    """Return how many decisions came out as in history, and of how many that is known."""
    known = [
        (turn.decided.option, past.option)
        for turn in settled
        if turn.decided is not None and not lookup.questions[turn.question].is_answer
        if (past := lookup.questions[turn.question].question.history) is not None
    ]
    return sum(ours == theirs for ours, theirs in known), len(known)


def pairs(settled: Sequence[Turn], back: Lookback) -> list[tuple[Turn, Turned]]:
    """Return each question decided with what was found on looking back at it."""
    return list(zip(settled, back.turned, strict=True)) if back.turned else []


def turning_points(settled: Sequence[Turn], back: Lookback) -> list[tuple[Turn, Weighed]]:
    """Return the lines that weighed most, those first that changed the odds most."""
    found = [(turn, at.turning) for turn, at in pairs(settled, back) if at.turning is not None]
    felt = [one for one in found if _felt(one[1])]
    return sorted(felt, key=lambda one: (-abs(one[1].with_it - one[1].without), -one[1].force))


def never_said(settled: Sequence[Turn], back: Lookback) -> list[tuple[Turn, Weighed]]:
    """Return the lines never said that would have moved those who decided most, best first."""
    found = [(turn, at.unused) for turn, at in pairs(settled, back) if at.unused is not None]
    return sorted((one for one in found if _felt(one[1])), key=lambda one: -one[1].force)


def _felt(found: Weighed) -> bool:
    return any(abs(points) >= FELT for points in found.moved.values())


def short(lookup: Lookup, settled: Sequence[Turn], back: Lookback, *, over: bool) -> list[str]:
    """Return the debrief in a few lines."""
    decisions = [turn for turn in settled if not lookup.questions[turn.question].is_answer]
    if not decisions:
        return ["Nothing has been decided yet."]
    same, known = as_history(lookup, settled)
    taken = _count(len(decisions), "decision")
    lines = [f"{taken} taken{'' if over else ' so far'}; {same} of {known} as in history."]
    if back.people:
        lines.append("Played by people: " + ", ".join(map(lookup.name, back.people)) + ".")
    else:
        lines.append("Every seat was played by the computer.")
    judged = [aim for aim in aims(lookup, list(settled)) if aim.seat in back.people and aim.judged]
    heads = [aim_lines(lookup, aim.seat, aim.nearness, back)[0] for aim in judged]
    lines += [f"Aims reached, by their weight: {head}" for head in heads]
    lines += [*crowd(back.crowd)] if back.crowd else []
    rare = rarest(back, settled)
    if rare is not None:
        turn, share = rare
        lines.append(
            f"Least like the computer: {lead(lookup, turn.question)}, {outcome(lookup, turn)}: "
            f"{worded(share)} of its whole games that came to it."
        )
    return lines


def rarest(back: Lookback, settled: Sequence[Turn]) -> tuple[Turn, float] | None:
    """Return the outcome that fewest of the computer's games share, if under half of them do."""
    if back.crowd is None:
        return None
    found = [
        (turn, back.crowd.shares[turn.question].get(turn.decided.option, 0.0))
        for turn in settled
        if turn.decided is not None and back.crowd.asked.get(turn.question)
    ]
    best = min(found, key=lambda one: one[1], default=None)
    return best if best is not None and best[1] < 0.5 else None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def quoted(lookup: Lookup, found: Weighed, turn: Turn, most: int = 160) -> str:
    """Return a line in quotes, cut at a word where it is long."""
    said = line_said(lookup, turn, found)
    if len(said) > most:
        said = said[:most].rsplit(" ", 1)[0].rstrip(",;:. ") + " …"
    return f"“{said}”"


def aim_lines(lookup: Lookup, seat: str, nearness: float, back: Lookback) -> tuple[str, str]:
    """Return how near a seat came, and its aim in words."""
    return f"{who(lookup, seat, back)}: {nearness:.0f} of 100.", lookup.actor(seat).aim


def cited(lookup: Lookup, turn: Turn) -> list[str]:
    """Return what really happened on a question that has been decided, with its sources."""
    return event_text.history(lookup, turn.question) if turn.decided else []
