"""What is coming, as far as those at the table may know.

Nobody at a table knows what a later decision will be about: its date is told, its title only once
it has come up, or from the day on which it was announced (`announced` of a decision).
"""

from sitroom.engine.model import CompiledScenario
from sitroom.engine.state import State
from sitroom.narration import debrief_text
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.schema import last_day

Section = tuple[str, list[str]]
UNKNOWN = "not announced yet"


def named(lookup: Lookup, model: CompiledScenario, question: str, other: str) -> str:
    """Return what a decision is called while another `question` is at hand: its date and title."""
    decision = lookup.questions[other].decision
    title = decision.title if _known(lookup, model, question, other) else f"({UNKNOWN})"
    return f"{decision.date} {title}"


def calendar(lookup: Lookup, model: CompiledScenario, state: State) -> Section:
    """Return what is at hand, and what comes after it in this game unless something changes that."""
    question = model.questions[state.question]
    asked = lookup.questions[question.id]
    lines = [f"{debrief_text.lead(lookup, question.id)} (at the table now)"]
    if question.answered_by is not None:
        table = asked.decision.response.table if asked.decision.response else ()
        who = " and ".join(lookup.name(member.actor) for member in table)
        lines.append(f"Then, if what is chosen calls for it, an answer by {who}")
    number = question.next if state.back is None else state.back
    unknown = []
    while number is not None:
        other = model.questions[number]
        if _known(lookup, model, question.id, other.id):
            lines.append(named(lookup, model, question.id, other.id))
        else:
            unknown.append(lookup.questions[other.id].decision.date)
        number = other.next
    if unknown:
        lines.append(f"Not announced yet, but something may come up: {', '.join(unknown)}.")
    return "What is coming", lines if len(lines) > 1 else [*lines, "Nothing comes after it."]


def _known(lookup: Lookup, model: CompiledScenario, question: str, other: str) -> bool:
    """Whether a decision may be called by its title while another `question` is at hand."""
    if model.question(other) <= model.question(question):
        return True
    since = lookup.questions[other].decision.announced
    return since is not None and last_day(since) <= last_day(
        lookup.questions[question].decision.date
    )
