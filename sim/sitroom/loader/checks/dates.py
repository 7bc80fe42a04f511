"""Dates that do not go together: what is shown before its day, answers and decisions out of order."""

from collections.abc import Iterator

from sitroom.loader.checks.references import Files, parts
from sitroom.loader.yaml_text.trees import Loc, Node, problem_at, stands_in
from sitroom.scenario.problems import Problem, quoted
from sitroom.scenario.schema import Decision, Evidence, Inject, Part, Response, last_day

_SAID_LATER = "If it was said afterwards of that time, add 'retrospective: true'."


def _when_it_was_said(as_of: str, date: str) -> str:
    """Return what to do about evidence of a later day, or of a month that is not over by then."""
    if not date.startswith(as_of):
        return _SAID_LATER
    span = "month" if len(as_of) == 7 else "year"
    return f"That {span} is not over by then: write {date}, or an earlier date."


def dates(tree: Node, loc: Loc, part: Part, date: str) -> Iterator[Problem]:
    """Nothing that a decision shows may speak of a later day; history is shown afterwards."""
    for inner, one in parts(part):
        if inner[:1] == ("history",) or inner[:2] == ("response", "history"):
            continue
        if inner == ("response",) and isinstance(one, Response) and one.date:
            date = one.date  # what follows is of the answer
        if isinstance(one, Evidence) and not (one.retrospective or one.said_by(date)):
            words = f"this speaks of {one.as_of}, and the decision is taken on {date}"
            yield problem_at(
                tree, (*loc, *inner, "as_of"), "S307", words, _when_it_was_said(one.as_of, date)
            )
        elif isinstance(one, Inject) and last_day(one.date) > last_day(date):
            words = f"this happens on {one.date}, and the decision is taken on {date}"
            hint = f"It happens as the decision opens: write {date}, or an earlier date."
            yield problem_at(tree, (*loc, *inner, "date"), "S307", words, hint)


def late_answer(files: Files, index: int, decision: Decision) -> Iterator[Problem]:
    """Check that an answer with a day of its own comes between its decision and the next one."""
    answer = decision.response
    if answer is None or answer.date is None:
        return
    at: Loc = ("decisions", index, "response", "date")
    if last_day(answer.date) < last_day(decision.date):
        words = (
            f"this answer is given on {answer.date}, and the decision is taken on {decision.date}"
        )
        yield problem_at(files.tree, at, "S307", words, "Leave it out if both are on one day.")
    after = files.scenario.decisions[index + 1 : index + 2]
    if after and last_day(answer.date) > last_day(after[0].date):
        words = (
            f"this answer is given on {answer.date}, after {quoted(after[0].id)} ({after[0].date})"
        )
        hint = "Of an answer that comes after the next decision make a decision of its own."
        yield problem_at(files.tree, at, "S307", words, hint, severity="warning")


def order(files: Files) -> Iterator[Problem]:
    """Yield decisions that are asked after one of a later date: time would run back."""
    latest = None
    for index, decision in enumerate(files.scenario.decisions):
        if stands_in(files.tree, ("decisions", index, "date")):
            continue
        if latest is not None and last_day(decision.date) < _first_day(latest.date):
            words = (
                f"this is dated {decision.date}, and {quoted(latest.id)} before it {latest.date}"
            )
            help_line = "Decisions are asked in the order of the list: the earliest first."
            at: Loc = ("decisions", index, "date")
            yield problem_at(files.tree, at, "S322", words, help_line, severity="warning")
        elif latest is None or last_day(decision.date) > last_day(latest.date):
            latest = decision


def _first_day(date: str) -> str:
    """Return the first day that a day, month or year written may stand for."""
    return f"{date}-01-01"[:10] if len(date) == 4 else f"{date}-01"[:10]
