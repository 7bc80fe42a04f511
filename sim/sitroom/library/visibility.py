"""What may be looked up at a table: nothing later than the decision at hand, nobody's secrets.

The scenario is cut in this one place, so that whatever is made of it afterwards tells no more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sitroom.engine.events import Event, Happened, Opened, Over
from sitroom.engine.question_ids import answer_id
from sitroom.narration import library_text
from sitroom.scenario import schema
from sitroom.scenario.lookup import IN_RETROSPECT, Lookup
from sitroom.scenario.schema import last_day

Q = TypeVar("Q", bound=schema.Question)
LATER = library_text.PUBLISHED_AFTER_THIS_DECISION
HIDDEN = library_text.AT_TABLE_LIBRARY_TELLS_NOTHING
HANDS = library_text.WHAT_OTHERS_MAY_ARGUE_OPENS
CLOSED = library_text.REST_THIS_PROFILE_OPENS_ONLY


@dataclass(frozen=True)
class View:
    """A scenario to be looked up, as far as it may be seen."""

    lookup: Lookup
    closed: frozenset[str] = frozenset()  # actors of whom only the name and who they are is told
    notes: tuple[str, ...] = ()  # what is left out, in words
    history: bool = True  # whether what really happened is told
    citable: frozenset[str] = frozenset()  # passages that who is looking may speak with now


@dataclass(frozen=True)
class _Table:
    """Who is looking, at which moment of which game."""

    date: str  # the last day that may be spoken of
    decided: str  # the last day of decisions that are known: an answer to one may come later
    reader: str  # the seat whose own texts open, or ""
    people: Sequence[str]
    notes: dict[str, tuple[int, ...]] = field(default_factory=dict)  # read out, by question
    news: set[str] = field(default_factory=set)  # decision.inject of what has happened

    def knows(self, date: str) -> bool:
        return last_day(date) <= self.date

    def cited(self, evidence: Iterable[schema.Evidence]) -> tuple[schema.Evidence, ...]:
        """Return what has been said; of what is said in retrospect, that there is something."""
        return tuple(
            one if one.said_by(self.date) else one.model_copy(update={"says": IN_RETROSPECT})
            for one in evidence
            if one.retrospective or one.said_by(self.date)
        )

    def known(self, part: schema.Argument | schema.RedLine) -> bool:
        """Return whether something that can be said at any time may be by now."""
        return all(one.said_by(self.date) for one in part.evidence)

    def hand_of(self, actor: str) -> bool:
        return not self.people or actor == self.reader


def at_table(
    lookup: Lookup, events: Sequence[Event], question: str, reader: str, people: Sequence[str]
) -> View:
    """Return a scenario as it may be looked up at a table, where a question is at hand.

    `reader` is the seat whose own texts open ('' for none), `people` those that people play. When
    the game is over, everything may be looked up.
    """
    if any(isinstance(event, Over) for event in events):
        return View(lookup)
    at_hand = lookup.questions[question]
    table = _Table(last_day(at_hand.date), last_day(at_hand.decision.date), reader, people)
    for event in events:
        if isinstance(event, Opened):
            table.notes[event.question] = event.notes
        elif isinstance(event, Happened):
            table.news.add(event.inject)
    closed = frozenset(people) - {reader}
    decisions = tuple(
        _decision(table, lookup, decision)
        for decision in lookup.content.scenario.decisions
        if last_day(decision.date) <= table.decided
    )
    asked = {id_ for decision in decisions for id_ in decision.questions}
    scenario = lookup.content.scenario.model_copy(
        update={
            "decisions": decisions,
            "sources": {
                id_: one if table.knows(one.date) else one.model_copy(update={"title": LATER})
                for id_, one in lookup.content.scenario.sources.items()
            },
        }
    )
    actors = {
        id_: _actor(table, actor, asked, closed=id_ in closed)
        for id_, actor in lookup.content.actors.items()
    }
    cut = Lookup(replace(lookup.content, scenario=scenario, actors=actors))
    hidden = HIDDEN.format(date=at_hand.date)
    return View(cut, closed, (hidden, *[HANDS] * bool(people)), history=False)


def _actor(table: _Table, actor: schema.Actor, asked: set[str], *, closed: bool) -> schema.Actor:
    if closed:
        nothing: dict[str, object] = {
            "concerns": {},
            "positions": {},
            "red_lines": (),
            "arguments": (),
        }
        return actor.model_copy(update=nothing)
    own = table.hand_of(actor.id)
    return actor.model_copy(
        update={
            "concerns": {
                id_: one.model_copy(update={"evidence": table.cited(one.evidence)})
                for id_, one in actor.concerns.items()
            },
            "positions": {
                id_: one.model_copy(update={"evidence": table.cited(one.evidence)})
                for id_, one in actor.positions.items()
                if id_ in asked
            },
            "red_lines": tuple(one for one in actor.red_lines if own and table.known(one)),
            "arguments": tuple(
                one.model_copy(update={"when": None if when is True else when})
                for one in actor.arguments
                if own and table.known(one)
                if (when := _by_now(one.when, asked)) is not False
            ),
        }
    )


def _by_now(when: schema.Condition | None, asked: set[str]) -> schema.Condition | bool:
    """Return what is left of a condition if nothing has been chosen but on questions that are known.

    What an actor may argue at any time may hang on decisions that are still to come.
    """
    if when is None:
        return True
    if when.not_ is not None:
        inner = _by_now(when.not_, asked)
        return (
            not inner
            if isinstance(inner, bool)
            else schema.Condition.model_validate({"not": inner})
        )
    for key, settles in (("all", False), ("any", True)):
        if (parts := getattr(when, key)) is not None:
            found = [_by_now(one, asked) for one in parts]
            left = [one for one in found if not isinstance(one, bool)]
            if settles in found or not left:
                return settles if settles in found else not settles
            return schema.Condition.model_validate({key: left})
    return when if asked.issuperset(when.chosen or ()) else False


def _decision(table: _Table, lookup: Lookup, decision: schema.Decision) -> schema.Decision:
    said = lookup.briefing(decision.id, table.notes.get(decision.id, ()))
    answer = decision.response
    if answer is not None and last_day(decision.date) == table.decided:  # it may still be to come
        answer = answer if answer_id(decision.id) in table.notes else None
    return _question(table, decision).model_copy(
        update={
            "briefing": " ".join(said),
            "notes": (),  # those that hold are in the briefing; others would tell what might be
            "evidence": table.cited(decision.evidence),
            "injects": tuple(
                one for one in decision.injects if f"{decision.id}.{one.id}" in table.news
            ),
            "response": None if answer is None else _question(table, answer),
        }
    )


def _question(table: _Table, question: Q) -> Q:
    return question.model_copy(
        update={
            "history": None,
            "arguments": tuple(
                one.model_copy(update={"evidence": table.cited(one.evidence)})
                for one in question.arguments
                if any(map(table.hand_of, one.by))
            ),
            "bears": {
                id_: one.model_copy(
                    update={
                        "evidence": table.cited(one.evidence),
                        "sides": tuple(
                            side.model_copy(update={"evidence": table.cited(side.evidence)})
                            for side in one.sides
                        ),
                    }
                )
                for id_, one in question.bears.items()
            },
        }
    )
