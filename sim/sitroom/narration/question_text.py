"""What is put to the table, in plain words: a question with its options, its rule and who stands where."""

from collections.abc import Iterable

from sitroom.engine.events import Decided, Event, Opened, Said
from sitroom.scenario import schema
from sitroom.scenario.lookup import Asked, Lookup

LAST_SHOWN = 3  # turns off history's path that a briefing recalls


def opened(lookup: Lookup, event: Opened) -> list[str]:
    """Tell what is put to the table, and how the table comes to it."""
    asked = lookup.questions[event.question]
    head = _head(asked)
    lines = [f"{head}: {asked.question.title}", asked.question.question]
    if not asked.is_answer:
        lines.extend(lookup.briefing(event.question, event.notes))
        lines.extend(f"    [{lookup.cite(e)}]" for e in asked.decision.evidence)
    lines.extend(f"  {told}" for told in option_lines(lookup, event))
    lines.append(rule_line(lookup, asked.question))
    lines.append("Positions: " + standings(lookup, event.positions))
    return [*lines, *derived(lookup, event)]


def _head(asked: Asked) -> str:
    """Return when a question is asked; of an answer, only where it came on a day of its own."""
    if not asked.is_answer:
        return asked.decision.date
    return "The answer" if asked.date == asked.decision.date else f"The answer, {asked.date}"


def part_in(lookup: Lookup, decision: str, seat: str) -> str:
    """Return what a seat does in a turn, in the second person; nothing where it only watches."""
    table = lookup.questions[decision].question
    if seat in table.rule.named:
        return "you decide"
    if seat in [member.actor for member in table.table]:
        return "you sit at the table"
    answers = [a for a in lookup.questions.values() if a.is_answer and a.decision.id == decision]
    seated = [member.actor for asked in answers for member in asked.question.table]
    return "you answer" if seat in seated else ""


def option_lines(lookup: Lookup, event: Opened) -> list[str]:
    """Return the options that are on the table, and then those that are not, with the reason."""
    asked, told, off = lookup.questions[event.question], list[str](), list[str]()
    for option in asked.question.options:
        if isinstance(option, schema.Fenced):
            amends = asked.option(option.amends).title
            off.append(f"An amendment may be proposed to “{amends}”: {option.title}.")
        elif option.id in event.off_table:
            off.append(f"Not on the table in this game: {option.title}{only_if(lookup, option)}.")
        else:
            told.append(option_line(lookup, event.question, option))
    return [*told, *off]


def only_if(lookup: Lookup, option: schema.Option) -> str:
    """Return when an option is on the table, in brackets; nothing if always."""
    if isinstance(option, schema.Fenced):
        return " (an amendment: only if somebody proposes it)"
    if option.when is None:
        return ""
    told = lookup.condition(option.when)  # in brackets already where one of several is enough
    return f" (only if {told[1:-1] if option.when.any else told})"


def option_line(lookup: Lookup, question: str, option: schema.Option) -> str:
    """Return an option with the rung it stands on and what it would mean."""
    asked = lookup.questions[question].question
    rungs = lookup.content.scenario.ladders[asked.ladder].rungs
    number = [rung.id for rung in rungs].index(option.rung)
    return f"{option.title}: {option.means} [{lookup.rung(asked.ladder, number)}]"


def rule_line(lookup: Lookup, question: schema.Question) -> str:
    """Return how a question is decided."""
    rule = question.rule
    return rule.by.words.line.format(
        decider="" if rule.decider is None else lookup.name(rule.decider),
        consent=" and ".join(lookup.name(actor) for actor in rule.consent),
    )


def derived(lookup: Lookup, event: Opened) -> list[str]:
    """Tell which positions are derived from concerns, not sourced."""
    seats = [a for a in event.positions if event.question not in lookup.actor(a).positions]
    names = ", ".join(lookup.actor(seat).short for seat in seats)
    return [f"Derived, not sourced: {names}."] if seats else []


def left_history(lookup: Lookup, events: Iterable[Event], question: str) -> list[str]:
    """Tell where a game decided otherwise than history did, before a question came up."""
    lines = []
    for event in events:
        if isinstance(event, Opened) and event.question == question:
            break
        if isinstance(event, Decided):
            asked = lookup.questions[event.question]
            outcome = asked.question.history
            if outcome is not None and outcome.option != event.option:
                chosen = asked.option(event.option).title
                lines.append(f"{asked.question.title}: here it was decided: {chosen}.")
    if lines:
        if len(lines) > LAST_SHOWN:
            lines = [f"({len(lines) - LAST_SHOWN} more before these)", *lines[-LAST_SHOWN:]]
        if not lookup.questions[question].decision.notes:
            lines.append(
                "The briefing tells of history's path; positions carry what this game has taught."
            )
    return lines


def standings(lookup: Lookup, positions: dict[str, float]) -> str:
    """Return positions as a line, from restraint to permission."""
    order = sorted(positions.items(), key=lambda item: item[1])
    return ", ".join(f"{lookup.actor(actor).short} {at:.0f}" for actor, at in order)


def proposed(lookup: Lookup, question: str, line: schema.Proposal) -> str:
    """Say what a line puts on the table."""
    asked = lookup.questions[question]
    option = asked.option(line.option)
    assert isinstance(option, schema.Fenced)
    amends = asked.option(option.amends).title
    return f"puts an amendment on the table: {option.title} (at {option.at:.0f}), of “{amends}”"


def absent(lookup: Lookup, events: Iterable[Event], question: str) -> set[str]:
    """Return the options of a question that are not on the table: ruled out, or not proposed yet."""
    events = list(events)
    came = [e for e in events if isinstance(e, Opened) and e.question == question]
    ruled_out = came[-1].off_table if came else ()
    return {*ruled_out, *unproposed(lookup, events, question)}


def unproposed(lookup: Lookup, events: Iterable[Event], question: str) -> set[str]:
    """Return the amendments of a question that nobody has proposed since it last came up."""
    asked = lookup.questions[question]
    waiting = {one.id for one in asked.question.options if isinstance(one, schema.Fenced)}
    found = set(waiting)
    for event in events if waiting else ():
        if isinstance(event, Opened) and event.question == question:
            found = set(waiting)
        elif isinstance(event, Said) and event.question == question and event.argument:
            line = asked.arguments.get(event.argument)
            found -= {line.option} if isinstance(line, schema.Proposal) else set()
    return found
