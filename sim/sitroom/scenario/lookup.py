"""Find by id what a scenario says: names, titles, arguments, options."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sitroom.scenario import schema
from sitroom.scenario.compiler import usable
from sitroom.scenario.content import Content

IN_RETROSPECT = "In retrospect: what it says opens later."


def dated(evidence: schema.Evidence) -> str:
    """Return which date a piece of evidence speaks of, or when it was said in retrospect."""
    if evidence.retrospective:
        return f"said {evidence.as_of} (in retrospect)"
    return f"as of {evidence.as_of}"


def told(evidence: schema.Evidence, date: str) -> str:
    """Return what a piece of evidence says, if it had been said by a date."""
    late = evidence.retrospective and not evidence.said_by(date)
    return IN_RETROSPECT if late else evidence.says


def source_line(one: schema.Source) -> str:
    """Return what a source is: title, kind, where it is found, date."""
    found = ", ".join(part for part in (one.kind, one.outlet, one.number, one.date) if part)
    return f"{one.title}. {found}"


@dataclass(frozen=True)
class Asked:
    """A question with the decision it belongs to (itself, or the decision it answers)."""

    id: str
    decision: schema.Decision
    question: schema.Question
    arguments: dict[str, schema.Argument]

    @property
    def is_answer(self) -> bool:
        """Whether this is the other side's answer."""
        return self.question is not self.decision

    @property
    def date(self) -> str:
        """Return when it is asked; an answer may come some days after its decision."""
        return self.decision.day_of(self.question)

    def option(self, id_: str) -> schema.Option:
        """Return an option of the question."""
        return next(option for option in self.question.options if option.id == id_)


@dataclass(frozen=True, eq=False)
class Lookup:
    """A scenario's words by id."""

    content: Content
    questions: dict[str, Asked] = field(init=False)
    _concerns: dict[str, str] = field(init=False, default_factory=dict)  # titles in a sentence

    def __post_init__(self) -> None:
        """Index the questions."""
        asked: dict[str, Asked] = {}
        for decision in self.content.scenario.decisions:
            for id_, question in decision.questions.items():
                written = usable(self.content, decision, question, id_)
                arguments = {name: argument for name, (argument, _) in written.items()}
                asked[id_] = Asked(id_, decision, question, arguments)
        object.__setattr__(self, "questions", asked)

    def actor(self, id_: str) -> schema.Actor:
        """Return an actor's profile."""
        return self.content.actors[id_]

    def name(self, id_: str) -> str:
        """Return an actor's name."""
        return self.actor(id_).name

    def both_names(self, id_: str) -> str:
        """Return an actor's name with its short one, where that is not known from it."""
        actor = self.actor(id_)
        words = actor.name.casefold().replace("-", " ").split()
        initials = "".join(word[0] for word in words)
        parts = actor.short.casefold().replace("/", " ").replace(".", "").split()
        known = initials.startswith("".join(parts)) or any(
            word.startswith(part) for part in parts for word in words if len(part) > 1
        )
        return actor.name if known else f"{actor.name} ({actor.short})"

    def concern(self, id_: str) -> str:
        """Return a concern's title, as it stands within a sentence.

        Its first word keeps its capital unless the scenario writes that word small somewhere: so
        do names, and the nouns of German.
        """
        if id_ not in self._concerns:
            title = self.content.scenario.concerns[id_].title
            small = title[:1].lower() + title[1:]
            word = re.compile(rf"(?<=[\s(]){re.escape(small.split()[0])}(?=[\s.,;:)])")
            whole = (self.content.scenario, *self.content.actors.values())
            known = any(word.search(part.model_dump_json()) for part in whole)
            self._concerns[id_] = small if known else title
        return self._concerns[id_]

    def argument(self, question: str, id_: str, speaker: str = "") -> schema.Argument:
        """Return an argument of a question by its full id, as its speaker would put it."""
        found = self.questions[question].arguments[id_]
        return found.voiced(speaker) if isinstance(found, schema.DecisionArgument) else found

    def rung(self, ladder: str, number: int) -> str:
        """Return where a rung stands, in words: its title, and which of how many it is."""
        rungs = self.content.scenario.ladders[ladder].rungs
        return f"{rungs[number].title}, rung {number + 1} of {len(rungs)}"

    def briefing(self, question: str, notes: Iterable[int]) -> list[str]:
        """Return the paragraphs of a decision's briefing, with those notes that are true."""
        decision = self.questions[question].decision
        return [decision.briefing, *(decision.notes[number].says for number in notes)]

    def condition(self, written: schema.Condition) -> str:
        """Return a condition in words, as it stands after "if"."""
        parts = [self._chosen(name, ids) for name, ids in (written.chosen or {}).items()]
        for ladder, rung in (written.reached or {}).items():
            found = self.content.scenario.ladders[ladder]
            title = next(one.title for one in found.rungs if one.id == rung)
            parts.append(f"'{title}' or more was reached")
        parts += [f"'{self.happening(name)}' has happened" for name in written.happened or ()]
        parts += [f"the ending is '{self.ending(name).title}'" for name in written.ended or ()]
        for key, words in (("at_least", "or more"), ("at_most", "or less")):
            for name, bound in (getattr(written, key) or {}).items():
                title = self.content.scenario.indicators[name].title
                parts.append(f"{title} at {bound:g} {words}")
        if written.not_ is not None:
            inner = self.condition(written.not_)
            parts.append(f"not {inner}" if inner.startswith("(") else f"not ({inner})")
        parts += [self.condition(one) for one in written.all or ()]
        if written.any is not None:
            return "(" + " or ".join(self.condition(one) for one in written.any) + ")"
        return " and ".join(parts)

    def ending(self, id_: str) -> schema.Ending:
        """Return an ending of the scenario."""
        return next(one for one in self.content.scenario.endings if one.id == id_)

    def happening(self, name: str) -> str:
        """Return the title of an inject, by ID or DECISION.ID."""
        owner, _, own = name.rpartition(".")
        decisions = self.content.scenario.decisions
        titles = (
            i.title for d in decisions for i in d.injects if i.id == own and owner in ("", d.id)
        )
        return next(titles, name)

    def _chosen(self, question: str, options: Iterable[str]) -> str:
        asked = self.questions[question]
        titles = " or ".join(f"'{asked.option(option).title}'" for option in options)
        return f"{titles} was chosen on '{asked.question.title}'"

    def cite(self, evidence: schema.Evidence) -> str:
        """Return a citation: source, paragraph and the date that it speaks of, or was said on."""
        return f"{evidence.source}:{evidence.paragraph}, {dated(evidence)}"

    def source(self, id_: str) -> str:
        """Return what a source is: title, kind, where it is found, date."""
        return source_line(self.content.scenario.sources[id_])

    def cited(self, evidence: schema.Evidence, date: str) -> str:
        """Return a citation with its words, as far as they had been said by a date."""
        return f"[{self.cite(evidence)}] {told(evidence, date)}"

    def inject(self, id_: str) -> schema.Inject | None:
        """Return an inject by decision.inject, or None for the id of an option."""
        owner, _, name = id_.partition(".")
        if not name:
            return None
        return next(item for item in self.questions[owner].decision.injects if item.id == name)

    def event(self, question: str, id_: str) -> tuple[str, str]:
        """Return title and text of an inject, or of the option being answered."""
        inject = self.inject(id_)
        if inject is not None:
            return inject.title, inject.says
        option = self.questions[self.questions[question].decision.id].option(id_)
        return option.title, option.means
