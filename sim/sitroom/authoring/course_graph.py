"""The course of a scenario drawn: decisions in order, what they depend on, and where options lead.

Titles are an author's, so each form escapes them; ids of the drawing are made here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitroom.engine.question_ids import answer_id
from sitroom.scenario import schema
from sitroom.scenario.lookup import Asked, Lookup

ANYWAY = "what happens then happens all the same"  # where a request was granted before


@dataclass(frozen=True)
class Branch:
    """An option: what it is called, where it stands, and whether it leads on."""

    id: str
    title: str
    rung: str
    ends: bool
    answered: bool  # the other side answers it
    when: str | None = None  # it is on the table only if this holds, in words after "if"


@dataclass(frozen=True)
class Happening:
    """An inject: its name, date and what it depends on, as words after "if"."""

    id: str
    title: str
    date: str
    when: str | None


@dataclass(frozen=True)
class Stage:
    """A decision with all that hangs on it; `again` is the number (from 1) of what it asks again."""

    number: int
    id: str
    title: str
    date: str
    when: str | None
    again: int | None
    happenings: tuple[Happening, ...]
    notes: tuple[str, ...]
    options: tuple[Branch, ...]
    answer_id: str | None
    answer: str
    answers: tuple[Branch, ...]

    @property
    def guard(self) -> str | None:
        """Return what must be so for the decision to be asked, in words, or None."""
        granted = None if self.again is None else f"{self.again} was not granted in full"
        parts = [part for part in (self.when, granted) if part is not None]
        anyway = f" ({ANYWAY})" if granted and self.happenings else ""
        return "if " + ", and if ".join(parts) + anyway if parts else None


def stages(lookup: Lookup) -> list[Stage]:
    """Return the decisions of a scenario in order."""
    decisions = lookup.content.scenario.decisions
    numbers = {decision.id: number for number, decision in enumerate(decisions, 1)}
    return [_stage(lookup, decision, numbers) for decision in decisions]


def _stage(lookup: Lookup, decision: schema.Decision, numbers: dict[str, int]) -> Stage:
    response = decision.response
    called = set(decision.answered)
    name = answer_id(decision.id)
    return Stage(
        number=numbers[decision.id],
        id=decision.id,
        title=decision.title,
        date=decision.date,
        when=_words(lookup, decision.when),
        again=numbers[decision.asks_again] if decision.asks_again else None,
        happenings=tuple(
            Happening(one.id, one.title, one.date, _words(lookup, one.when))
            for one in decision.injects
        ),
        notes=tuple(lookup.condition(note.when) for note in decision.notes),
        options=tuple(_branches(lookup, lookup.questions[decision.id], called)),
        answer_id=name if response else None,
        answer=response.title if response else "",
        answers=tuple(_branches(lookup, lookup.questions[name], set())) if response else (),
    )


def _words(lookup: Lookup, when: schema.Condition | None) -> str | None:
    return None if when is None else lookup.condition(when)


def _branches(lookup: Lookup, asked: Asked, called: set[str]) -> Iterator[Branch]:
    rungs = lookup.content.scenario.ladders[asked.question.ladder].rungs
    order = [rung.id for rung in rungs]
    for option in asked.question.options:
        number = order.index(option.rung)
        rung = lookup.rung(asked.question.ladder, number)
        answered = option.id in called and not rungs[number].ends
        when = _words(lookup, option.when)
        yield Branch(option.id, option.title, rung, rungs[number].ends, answered, when)


def text(lookup: Lookup) -> Iterator[str]:
    """Yield the course of a scenario as an indented tree, line by line."""
    found = stages(lookup)
    yield f"{lookup.content.scenario.title}: decisions in order, with what they depend on"
    for stage in found:
        yield ""
        yield f"{stage.number}. {stage.title} [{stage.id}], {stage.date}"
        if stage.when is not None:
            yield f"   asked only if {stage.when}"
        if stage.again is not None:
            anyway = f" ({ANYWAY})" if stage.happenings else ""
            yield f"   asks {stage.again} again: left out if that was granted in full{anyway}"
        for one in stage.happenings:
            when = "" if one.when is None else f", if {one.when}"
            yield f"   * {one.title} [{one.id}], {one.date}{when}"
        for when in stage.notes:
            yield f"   + the briefing says more if {when}"
        yield from (f"   > {_line(option)}" for option in stage.options)
        if stage.answer_id is not None:
            called = [option.id for option in stage.options if option.answered]
            every = len(called) == len(stage.options)
            to = "whatever is decided" if every else f"to {', '.join(called) or 'nothing'}"
            yield f"     {stage.answer} [{stage.answer_id}], {to}"
            yield from (f"     > {_line(option)}" for option in stage.answers)
        way = _way_on(found, stage)
        if way is not None:
            yield f"   {way}"
    endings = lookup.content.scenario.endings
    if endings:
        yield ""
        yield "Endings, of which the first that holds is come to"
    for ending in endings:
        when = "anything else" if ending.when is None else f"if {lookup.condition(ending.when)}"
        yield f"   = {ending.title} [{ending.id}], {when}"
    yield ""
    yield "* happens as the decision opens; > can be decided; the lines below are the answer to it"


def _line(option: Branch) -> str:
    ends = ": ENDS THE CAMPAIGN" if option.ends else ""
    only = "" if option.when is None else f", only if {option.when}"
    return f"{option.title} [{option.id}] ({option.rung}){only}{ends}"


def _way_on(found: list[Stage], stage: Stage) -> str | None:
    """Return what can come next in words, or None where it is simply the next decision."""
    later = found[stage.number :]
    if not later:
        return "then the end"
    if later[0].guard is None:
        return None
    sure = next((other for other in later if other.guard is None), None)
    last = sure or later[-1]
    if last is later[0]:
        return f"then {last.number} if it is asked, else the end"
    ways = f"then the first of {later[0].number} to {last.number} that is asked"
    return ways if sure else f"{ways}, else the end"


def mermaid(lookup: Lookup) -> str:
    """Return the course of a scenario as a Mermaid flowchart."""
    found = stages(lookup)
    lines = ["flowchart TD"]
    for stage in found:
        lines += [f"  {line}" for line in _flow(stage, _entry(found, stage.number))]
    lines.append('  finish(["The end"])')
    return "\n".join(lines) + "\n"


def _entry(found: list[Stage], index: int) -> str:
    """Return the node at which the stage of an index (from 0) begins: its guard, or itself."""
    if index >= len(found):
        return "finish"
    stage = found[index]
    return f"d{stage.number}" if stage.guard is None else f"g{stage.number}"


def _flow(stage: Stage, onward: str) -> Iterator[str]:
    here = f"d{stage.number}"
    if stage.guard is not None:
        yield f"g{stage.number}{{{{{_label(stage.guard)}}}}}"
        yield f"g{stage.number} -- yes --> {here}"
        yield f"g{stage.number} -- no --> {onward}"
    yield f"{here}[{_label(stage.title, stage.id, stage.date)}]"
    if stage.again is not None:
        yield f"{here} -. asks again .-> d{stage.again}"
    for i, one in enumerate(stage.happenings, 1):
        yield f"{here}i{i}>{_label(one.title, one.date)}]"
        when = "" if one.when is None else f"|{_label(f'if {one.when}')}|"
        yield f"{here}i{i} -.->{when} {here}"
    for i, option in enumerate(stage.options, 1):
        after = f"{here}a" if option.answered else onward
        yield from _option(here, f"{here}o{i}", option, after)
    if stage.answer_id is not None:
        yield f"{here}a[/{_label(stage.answer, stage.answer_id)}/]"
        for i, option in enumerate(stage.answers, 1):
            yield from _option(f"{here}a", f"{here}a{i}", option, onward)


def _option(asked: str, node: str, option: Branch, after: str) -> Iterator[str]:
    yield f"{node}({_label(option.title, option.rung)})"
    yield f"{asked} --> {node}"
    if option.ends:
        yield f"{node} -- ends the campaign --> finish"
    else:
        yield f"{node} --> {after}"


# Whatever could mean something to Mermaid or to Markdown is written as a code.
_PLAIN = re.compile(r"[^\w ,.'!?/-]|_|^\d+(?=\.)|^-")


def _label(*lines: str) -> str:
    """Return lines of text as a quoted label in which nothing is read as syntax."""
    spelt = (
        _PLAIN.sub(lambda found: "".join(f"#{ord(c)};" for c in found[0]), " ".join(line.split()))
        for line in lines
    )
    return '"' + "<br/>".join(spelt) + '"'
