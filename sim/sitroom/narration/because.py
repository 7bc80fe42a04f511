"""Why things are as they come up: which earlier decisions a briefing, its news and its table rest on."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from sitroom.analysis.game_summary import place
from sitroom.engine.events import Decided, Event, Happened, Opened, Said
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.schema import Condition, last_day

HEADING = "Because of what was decided"
MOST = 5  # causes that are told, the latest last
LATELY = 3  # decisions and answers for which it is told who was overruled
NAMES = 3  # of those overruled that are named


def causes(lookup: Lookup, events: Sequence[Event], opened: Opened, reader: str = "") -> list[str]:
    """Tell why a question comes up as it does: what was decided that its conditions ask about.

    Whoever decided is addressed as 'you' where that is the `reader`.
    """
    at = next(n for n, event in enumerate(events) if event is opened)
    decided = {event.question: event for event in events[:at] if isinstance(event, Decided)}
    why = [one for when in _asked(lookup, events, opened) for one in _held(lookup, decided, when)]
    named = {id(event): event for event in why}
    now = lookup.questions[opened.question].decision.date
    told = [_because(lookup, one, reader, now) for one in decided.values() if id(one) in named]
    seated = reader in opened.positions  # who only watches is not told of itself
    for one in list(decided.values())[-LATELY:]:
        mine = seated and reader in one.overruled
        out = one.leaked and _decider(lookup, one) in opened.positions
        if mine:
            told.append(_against(lookup, one, reader, now, out=out))
        elif out:
            told.append(_out(lookup, one, reader, now))
        if seated and reader in one.told:
            told.append(_private(lookup, one, now))
    return told[-MOST:]


def _asked(lookup: Lookup, events: Sequence[Event], opened: Opened) -> Iterator[Condition]:
    """Yield the conditions that hold as a question comes up: its own, of its notes, of its news."""
    asked = lookup.questions[opened.question]
    if not asked.is_answer:
        decision = asked.decision
        conditions = [decision.when, *(decision.notes[n].when for n in opened.notes)]
        yield from (when for when in conditions if when is not None)
    for event in events[events.index(opened) + 1 :]:
        if not isinstance(event, Happened):
            return
        inject = lookup.inject(event.inject)
        if inject is not None and inject.when is not None:
            yield inject.when


def _held(lookup: Lookup, decided: dict[str, Decided], when: Condition) -> Iterable[Decided]:
    """Yield what was decided that a condition asks for; what must not have been explains nothing."""
    for part in (*(when.all or ()), *(when.any or ())):
        yield from _held(lookup, decided, part)
    for question, options in (when.chosen or {}).items():
        found = decided.get(question)
        if found is None:
            continue
        if lookup.questions[question].option(found.option).counts_as & set(options):
            yield found
    for ladder, rung in (when.reached or {}).items():
        rungs = [one.id for one in lookup.content.scenario.ladders[ladder].rungs]
        for event in decided.values():
            on = lookup.questions[event.question].question.ladder
            if on == ladder and event.rung >= rungs.index(rung):
                yield event
                break


def said_before(lookup: Lookup, events: Sequence[Event], event: Said) -> str:
    """Return when a seat last made the same argument, at an earlier question; '' if it did not."""
    if event.argument is None:
        return ""
    return made_before(lookup, events, event.seat, event.argument, event.question)


def made_before(
    lookup: Lookup, events: Sequence[Event], seat: str, argument: str, question: str
) -> str:
    """Return when a seat last made an argument, at a question before this; '' if it did not."""
    same = (
        one.question
        for one in reversed(events)
        if isinstance(one, Said)
        and (one.seat, one.argument) == (seat, argument)
        and one.question != question
    )
    before = next(same, None)
    if before is None:
        return ""
    then, now = (lookup.questions[one].decision.date for one in (before, question))
    return _when(then, now)


def _when(date: str, now: str) -> str:
    """Return when something was, as told in the month of `now`, or later."""
    if len(date) == len("2024-11-26") and date[:7] == now[:7]:
        day = dt.date.fromisoformat(date)
        return f"on {day.day} {day:%B}"
    return f"in {month(date)}"


def month(date: str) -> str:
    """Return a date as it stands after 'in': its month and year, or the year alone."""
    if len(date) == 4:
        return date
    return dt.date.fromisoformat(last_day(date)).strftime("%B %Y")


def _what(lookup: Lookup, event: Decided) -> str:
    asked = lookup.questions[event.question]
    return f"{asked.option(event.option).title} ({asked.question.title})"


def _because(lookup: Lookup, event: Decided, reader: str, now: str) -> str:
    asked = lookup.questions[event.question]
    who = asked.question.rule.decider
    name = "the table" if who is None else "you" if who == reader else lookup.name(who)
    verb = "answered" if asked.is_answer else "decided"
    return f"Because {_when(asked.decision.date, now)} {name} {verb}: {_what(lookup, event)}."


def _against(lookup: Lookup, event: Decided, reader: str, now: str, *, out: bool = False) -> str:
    when = _when(lookup.questions[event.question].decision.date, now)
    further = place(lookup, event.question, event.option) > event.after[reader]
    way = "further" if further else "less far"
    when = f"{when[0].upper()}{when[1:]}"
    known = f" It got out, so {lookup.name(_decider(lookup, event))}'s word weighs less."
    return (
        f"{when} you were overruled: {_what(lookup, event)}; it goes {way} than you stood for."
        f"{known * out}"
    )


def _private(lookup: Lookup, event: Decided, now: str) -> str:
    when = _when(lookup.questions[event.question].decision.date, now)
    return f"Because {when} it got out what you said in private, your word weighs less."


def _out(lookup: Lookup, event: Decided, reader: str, now: str) -> str:
    decider = _decider(lookup, event)
    whose = "your" if decider == reader else f"{lookup.name(decider)}'s"
    names = [lookup.actor(actor).short for actor in event.overruled]
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    when = _when(lookup.questions[event.question].decision.date, now)
    return (
        f"Because {when} it got out who was overruled ({', '.join(names[:NAMES])}{more}), {whose} "
        f"word weighs less: {_what(lookup, event)}."
    )


def _decider(lookup: Lookup, event: Decided) -> str:
    return str(lookup.questions[event.question].question.rule.decider)
