"""Amendments: fenced versions of an option, which stand on the table once a seat has proposed them."""

from sitroom.scenario.questions import Amendment, Decision, Fenced, Option, Proposal, Question
from sitroom.scenario.schema import Scenario

PROPOSED = "propose-"  # before the id of an amendment: the line that proposes it


def amended(scenario: Scenario) -> Scenario:
    """Return a scenario with its amendments among the options, and a line for each that proposes it.

    What an author wrote keeps its place otherwise: lines that propose come after all arguments.
    """
    decisions = tuple(_decision(one) for one in scenario.decisions)
    if all(new is old for new, old in zip(decisions, scenario.decisions, strict=True)):
        return scenario
    return scenario.model_copy(update={"decisions": decisions})


def place(question: Question, option: str) -> tuple[str, int]:
    """Return where an option stands as its author wrote it: under which key, and its number there."""
    fenced = [one.id for one in question.amendments]
    if option in fenced:
        return "amendments", fenced.index(option)
    own = [one.id for one in question.options if one.id not in fenced]
    return "options", own.index(option)


def _decision(decision: Decision) -> Decision:
    changed: dict[str, object] = _merged(decision)
    response = decision.response
    if response is not None:
        answer: dict[str, object] = _merged(response)
        if response.to and decision.amendments:
            called = (one.id for one in decision.amendments if one.amends in response.to)
            answer["to"] = (*response.to, *called)
        if answer:
            changed["response"] = response.model_copy(update=answer)
    return decision.model_copy(update=changed) if changed else decision


def _merged(question: Question) -> dict[str, object]:
    """Return what amendments change of a question: its options by place, and its arguments."""
    if not question.amendments:
        return {}
    placed = [
        one.model_copy(update={"at": at})
        for one, at in zip(question.options, question.scale, strict=True)
    ]
    options = {one.id: one for one in placed}
    fenced = [_fenced(one, options[one.amends]) for one in question.amendments]
    seats = tuple(member.actor for member in question.table)
    lines = tuple(_proposal(one, question, seats) for one in question.amendments)
    return {
        "options": tuple(sorted([*placed, *fenced], key=lambda one: one.at or 0.0)),
        "arguments": (*question.arguments, *lines),
    }


def _fenced(one: Amendment, option: Option) -> Fenced:
    """Return an amendment as an option: where nothing is written it does what the option does."""
    does = one if one.effects or one.indicators else option
    return Fenced(
        id=one.id,
        title=one.title,
        rung=one.rung or option.rung,
        at=one.at,
        means=one.means,
        when=option.when,
        effects=does.effects,
        indicators=does.indicators,
        amends=one.amends,
    )


def _proposal(one: Amendment, question: Question, seats: tuple[str, ...]) -> Proposal:
    return Proposal.model_construct(
        id=f"{PROPOSED}{one.id}",
        concern=next(iter(question.bears)),
        claim=0.0,
        strength=0.0,
        says=one.says,
        voices=one.voices,
        rebuts=(),
        when=None,
        by=one.by or seats,
        evidence=one.evidence,
        option=one.id,
    )
