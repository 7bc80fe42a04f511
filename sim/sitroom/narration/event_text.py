"""Events in plain words: the one place where a game is told, on any screen and on none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sitroom.engine.events import (
    Agenda,
    Confided,
    Decided,
    Event,
    Happened,
    Learned,
    Opened,
    Over,
    Passed,
    PassedOver,
    Said,
    Voted,
)
from sitroom.engine.learning import LEAK
from sitroom.engine.moves import FreeLine
from sitroom.engine.question_ids import decision_id
from sitroom.narration import ending_text, question_text
from sitroom.narration.percent import percent, worded
from sitroom.narration.terms import terms
from sitroom.scenario import citations as passages
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.schema import last_day

SAID_AT_THE_TABLE = "said at the table"


def played_by(lookup: Lookup, policies: Mapping[str, str]) -> list[str]:
    """Tell who plays seats in place of the computer."""
    return [
        f"{lookup.name(seat)}: played by a program, {name.partition(':')[2]}."
        if ":" in name  # the name of a policy has none
        else f"{lookup.name(seat)}: played by policy '{name}'."
        for seat, name in policies.items()
    ]


def happened(lookup: Lookup, event: Happened) -> list[str]:
    """Tell an inject, or what the other side is now answering."""
    title, text = lookup.event(event.question, event.inject)
    lines = [f"News: {title}", text]
    inject = lookup.inject(event.inject)
    lines.extend(f"    [{lookup.cite(e)}]" for e in (inject.evidence if inject else ()))
    lines.append("Positions: " + question_text.standings(lookup, event.positions))
    return lines


def numbered(turns: Sequence[int]) -> str:
    """Return lines of a debate by the numbers with which they are told."""
    return f"line{'s' * (len(turns) > 1)} {', '.join(str(turn + 1) for turn in turns)}"


def said(lookup: Lookup, event: Said) -> list[str]:
    """Tell a line of the debate, with its evidence and whom it moved."""
    first, *more = line_text(lookup, event).split("\n")  # one's own may have several lines
    lines = [f"{lookup.name(event.seat)}: {first}", *(f"      {line}" for line in more)]
    lines.extend(f"    [{citation}]" for citation in citations(lookup, event))
    answers = f"; answers {numbered(event.rebuts)}" if event.rebuts else ""
    if event.pressed:
        answers += "; pressed"
    if event.through:
        answers += f"; carried by {lookup.name(event.through)}"
    if event.repeats:
        answers += f"; made already in {numbered(event.repeats)}, so it counts for less"
    line = None if event.argument is None else lookup.argument(event.question, event.argument)
    if isinstance(line, schema.Proposal):
        return [*lines, f"    {question_text.proposed(lookup, event.question, line)}"]
    side = direction(event.claim)
    effect = movement(lookup, event)
    lines.append(f"    on {lookup.concern(event.concern)}, {side}{answers}; {effect}")
    if contrary(event):
        lines.append(f"    {CONTRARY}")
    return lines


def confided(lookup: Lookup, event: Confided) -> list[str]:
    """Tell who had a word with whom in private, and whom that moved; not what was said."""
    seat, to = lookup.name(event.seat), lookup.name(event.to)
    return [f"{seat}: a word in private with {to}; {movement(lookup, event)}."]


LEAKED = percent(LEAK)  # of what a word weighs


CONTRARY = "Whoever it moved the other way already believed more than it claims."


def direction(claim: float) -> str:
    """Return the side that a claim speaks for."""
    return "for going further" if claim > 0 else "for restraint"


def contrary(event: Said) -> bool:
    """Whether a line that rebuts nothing moved somebody against its own side."""
    shifts = [after - before for before, after in event.moved.values()]
    return not event.rebuts and any(
        shift * event.claim < 0 and abs(shift) >= 0.5 for shift in shifts
    )


def line_text(lookup: Lookup, event: Said) -> str:
    """Return what was said."""
    if event.argument is None:
        return event.text or ""
    return lookup.argument(event.question, event.argument, event.through or event.seat).says


def citations(lookup: Lookup, event: Said) -> list[str]:
    """Return a line's evidence, one citation each."""
    if event.argument is None:
        found = passage(lookup, event)
        return [SAID_AT_THE_TABLE] if found is None else [lookup.cite(found)]
    argument = lookup.argument(event.question, event.argument)
    return [lookup.cite(evidence) for evidence in argument.evidence]


def passage(lookup: Lookup, event: Said) -> schema.Evidence | None:
    """Return what a line of somebody's own rests on, if it cites anything."""
    line = FreeLine(event.seat, event.text or "", event.concern, event.claim, cites=event.cites)
    return rested(lookup, event.question, line)


def rested(lookup: Lookup, question: str, line: FreeLine) -> schema.Evidence | None:
    """Return the paraphrase of what a line of somebody's own cites that is meant, if it cites anything.

    A citation names a paragraph, and several paraphrases on one concern may stand for it: first come
    those that had been said by then and that the speaker may read, then the nearest to the line.
    """
    day, typed = last_day(lookup.questions[question].date), terms(line.text)

    def rank(use: passages.Cited) -> tuple[bool, bool, bool, int]:
        return (
            use.evidence.said_by(day),
            not use.date or last_day(use.date) <= day,
            not use.argued or line.seat in use.by,
            len(typed & terms(use.evidence.says)),
        )

    found = _cited(lookup).get((line.concern, line.cites))
    return max(found, key=rank).evidence if found else None


@lru_cache(maxsize=16)  # the row of every passage asks, and there are hundreds
def _cited(lookup: Lookup) -> Mapping[tuple[str, str], Sequence[passages.Cited]]:
    """Return all that is cited, by its concern and the name of the passage."""
    found: dict[tuple[str, str], list[passages.Cited]] = {}
    for use in passages.cited(lookup.content):
        found.setdefault((use.concern, passages.name(use.evidence)), []).append(use)
    return found


SEEN, FELT = 0.05, 0.5  # points that can be told at all, and that are worth a figure


def movement(lookup: Lookup, event: Said | Confided) -> str:
    """Return whom a line moved, and how far, the most moved first; by less than half a point hardly."""
    shifts = {actor: after - before for actor, (before, after) in event.moved.items()}
    seen = sorted(shifts.items(), key=lambda item: -abs(item[1]))
    seen = [(actor, shift) for actor, shift in seen if abs(shift) >= SEEN]
    told = [f"{lookup.actor(a).short} {shift:+.1f}" for a, shift in seen if abs(shift) >= FELT]
    if told:
        return f"moves {', '.join(told)}{'; others hardly' if len(told) < len(seen) else ''}"
    return "hardly moves anybody" if seen else "moves nobody"


def taken(lookup: Lookup, event: Decided) -> str:
    """Tell which option was taken, without where it stands on its ladder."""
    asked = lookup.questions[event.question]
    who = "Answer" if asked.is_answer else "Decided"
    return f"{who}: {asked.option(event.option).title}"


def decided(lookup: Lookup, event: Decided) -> list[str]:
    """Tell what was decided."""
    asked = lookup.questions[event.question]
    lines = [f"{taken(lookup, event)} ({lookup.rung(asked.question.ladder, event.rung)})"]
    if len(event.choices) > 1:
        lines.extend(
            f"  {lookup.name(actor)} stood for: {asked.option(choice).title}"
            for actor, choice in event.choices.items()
        )
    lines += [*by_chance(lookup, event), *overruled(lookup, event), *told(lookup, event)]
    if len(event.after) == 1:
        return lines  # nobody else sat there to be moved
    moved = ", ".join(
        f"{lookup.actor(actor).short} {event.before[actor]:.0f} to {after:.0f}"
        for actor, after in event.after.items()
        if round(after) != round(event.before[actor])
    )
    lines.append(f"Positions moved: {moved or 'none by a whole point'}.")
    return lines


def by_chance(lookup: Lookup, event: Decided) -> list[str]:
    """Tell that another option was likelier, where our path beside history does not come to tell it."""
    asked, likeliest = lookup.questions[event.question], max(event.chances.values(), default=1.0)
    past, ours = asked.question.history, event.chances.get(event.option, 1.0)
    if ours >= likeliest or (past is not None and past.option != event.option):
        return []
    other = next(id_ for id_, chance in event.chances.items() if chance == likeliest)
    title = asked.option(other).title
    return [
        f"By chance: as positions stood, this was {worded(ours)} likely, “{title}” {worded(likeliest)}."
    ]


def overruled(lookup: Lookup, event: Decided) -> list[str]:
    """Tell which advisers were overruled, and how they take it."""
    if not event.overruled:
        return []
    decider = lookup.name(str(lookup.questions[event.question].question.rule.decider))
    names = ", ".join(f"{lookup.name(a)} (at {event.after[a]:.0f})" for a in event.overruled)
    told = f"Overruled, by where they stood: {names}."
    if not event.leaked:
        return [f"{told} It stays in the room."]
    return [f"{told} It gets out: from now on the word of {decider} weighs {LEAKED} less."]


def told(lookup: Lookup, event: Decided) -> list[str]:
    """Tell whose words in private got out, and what that costs."""
    return [
        f"It gets out what {lookup.name(seat)} said in private to one whom that did not win over: "
        f"from now on its word weighs {LEAKED} less."
        for seat in event.told
    ]


def learned(lookup: Lookup, event: Learned) -> list[str]:
    """Tell how the world stands after a turn, and what has changed."""
    told = [value for value, _ in _values(lookup, event)]
    return ["The world now. " + "; ".join([*heights(lookup, event), *told]) + "."]


def world_moved(lookup: Lookup, event: Learned) -> str:
    """Tell what has changed in the world, and nothing else."""
    told = [value for value, moved in _values(lookup, event) if moved]
    return f"In the world: {'; '.join(told)}." if told else "In the world nothing has moved."


def _values(lookup: Lookup, event: Learned) -> Iterator[tuple[str, bool]]:
    """Yield each indicator in words, and whether it moved by a point."""
    for name, value in event.indicators.items():
        was = event.before.get(name, value)
        title = lookup.content.scenario.indicators[name].title
        moved = round(was) != round(value)
        yield f"{title} {was:.0f} to {value:.0f}" if moved else f"{title} {value:.0f}", moved


def heights(lookup: Lookup, event: Learned) -> list[str]:
    """Return the highest rung taken so far of each ladder."""
    ladders = lookup.content.scenario.ladders
    return [
        f"{ladders[ladder].title}, highest so far: {lookup.rung(ladder, rung)}"
        for ladder, rung in event.rungs.items()
    ]


def agenda(lookup: Lookup, event: Agenda) -> list[str]:
    """Tell that a seat has put another question first."""
    first = lookup.questions[event.question].question.title
    instead = lookup.questions[event.instead_of].question.title
    then = f"{instead} comes after it" if event.comes_back else f"{instead} is passed over"
    return [f"Put on the table by {lookup.name(event.seat)}: {first}; {then}."]


def passed_over(lookup: Lookup, event: PassedOver) -> list[str]:
    """Tell why a question is not asked."""
    title = lookup.questions[event.question].question.title
    return [f"Not asked: {title}. What it would bring up again has been granted already."]


def history(lookup: Lookup, question: str) -> list[str]:
    """Tell what really happened on a question; to be shown only once it has been decided."""
    asked = lookup.questions[question]
    outcome = asked.question.history
    if outcome is None:
        return ["The sources do not say."]
    cited = (f"    [{lookup.cite(evidence)}]" for evidence in outcome.evidence)
    return [f"{asked.option(outcome.option).title}. {outcome.says}", *cited]


def histories(lookup: Lookup, event: Learned) -> list[str]:
    """Tell what really happened on the decision, and the answer, of a turn just closed."""
    decision = decision_id(event.question)
    lines = history(lookup, decision)
    if event.question != decision:
        first, *rest = history(lookup, event.question)
        lines += [f"The answer: {first}", *rest]
    return lines


def is_headline(event: Event) -> bool:
    """Whether an event starts a new passage of the story."""
    return isinstance(event, (Opened, Happened, Said, Decided))


def over(lookup: Lookup, event: Over) -> list[str]:
    """Tell why the game has ended, and how."""
    why = (
        "The campaign ends here: that rung leaves nothing more to decide."
        if event.by == "ladder"
        else "The game is over: all that it asks has been decided."
    )
    return [why, *([] if event.ending is None else ending_text.ending(lookup, event.ending))]


_TELLERS: dict[type[Event], Callable[[Lookup, Any], list[str]]] = {
    Opened: question_text.opened,
    Agenda: agenda,
    PassedOver: passed_over,
    Happened: happened,
    Said: said,
    Confided: confided,
    # Worded so that it is right of one and of several: European allies, say.
    Passed: lambda lookup, event: [f"{lookup.name(event.seat)}: pass."],
    Voted: lambda lookup, event: [f"{lookup.name(event.seat)}: choice made."],
    Decided: decided,
    Learned: learned,
    Over: over,
}


def story(lookup: Lookup, event: Event) -> list[str]:
    """Return an event as a passage of a story told line by line; lines of a debate have their number."""
    lines = tell(lookup, event)
    if isinstance(event, (Said, Passed)):
        lines[0] = f"{event.turn + 1} {lines[0]}"
    return ["", *lines] if is_headline(event) else lines


def tell(lookup: Lookup, event: Event) -> list[str]:
    """Return an event as lines of text, the first one the headline."""
    return _TELLERS[type(event)](lookup, event)
