"""What is at stake in a choice, in the words that the screen and plain mode share."""

from collections.abc import Mapping, Sequence

from sitroom.analysis.ahead import Odds
from sitroom.analysis.stakes import Stake
from sitroom.engine.model import CompiledScenario
from sitroom.engine.question_ids import answer_id
from sitroom.engine.state import UNSAID, State
from sitroom.narration import brief
from sitroom.narration.percent import worded
from sitroom.scenario.lookup import Lookup

Section = tuple[str, list[str]]

BELIEF = "Each goes by its own belief, and may be wrong."
OUT = (
    "Half of the advice or more stands 25 points away from it: that gets out, and the decider's word "
    "weighs less."
)
EXPECTED = "What the advisers expect in answer"
NO_ANSWER = "It calls for no answer."
LOOK_AGAIN = "Look at the options again"
DECIDE = "Decide so"


def _answers(lookup: Lookup, question: str, stake: Stake) -> list[tuple[str, str, list[str]]]:
    """Return the answers expected, mildest first, each with its title and who expects it."""
    asked = lookup.questions.get(answer_id(question))
    if asked is None:
        return []
    found: list[tuple[str, str, list[str]]] = [
        (option.id, option.title, []) for option in asked.question.options
    ]
    for actor, answer in stake.expected.items():
        next(names for id_, _, names in found if id_ == answer).append(actor)
    return [one for one in found if one[2]]


def expected(lookup: Lookup, question: str, stake: Stake) -> str:
    """Return in one line what answer the advisers expect, and how many; none where none is given."""
    if answer_id(question) not in lookup.questions:
        return ""
    found = _answers(lookup, question, stake)
    if not found:
        return NO_ANSWER
    told = [f"{title} ({_few(lookup, actors)})" for _, title, actors in found]
    return f"Expected in answer: {'; '.join(told)}"


def _few(lookup: Lookup, actors: Sequence[str]) -> str:
    return ", ".join(lookup.actor(actor).short for actor in actors)


def _points(lookup: Lookup, moved: Mapping[str, float]) -> str:
    titles = lookup.content.scenario.indicators
    return ", ".join(f"{titles[name].title} {points:+.0f}" for name, points in moved.items())


def cost(lookup: Lookup, stake: Stake) -> str:
    """Return in one line what an option moves by itself, and at worst with an answer expected."""
    moved = _points(lookup, stake.moved) or "no indicator"
    return f"By itself it moves {moved}.{f' {OUT}' if stake.leaks else ''}"


def sure(lookup: Lookup, question: str, stake: Stake) -> tuple[str, list[str]]:
    """Return the question whether an option is meant, and what speaks for asking."""
    title = lookup.questions[question].option(stake.option).title
    told = [expected(lookup, question, stake), cost(lookup, stake)]
    return f"Decide so: {title}?", list(filter(None, told))


def sections(
    lookup: Lookup, question: str, stake: Stake, odds: Odds | None = None
) -> list[Section]:
    """Return all that is at stake with an option, as headed lines; `odds` where they are shown."""
    told = [cost(lookup, stake)]
    asked = lookup.questions.get(answer_id(question))
    answers = []
    for id_, title, actors in _answers(lookup, question, stake):
        extra = _points(lookup, stake.answers.get(id_, {}))
        answers.append(f"{title}: {', '.join(lookup.name(actor) for actor in actors)}.")
        if asked is not None:
            answers.append(f"    {asked.option(id_).means}")
        answers.append(f"    It would move {extra or 'no indicator'}.")
    heard = [*answers, BELIEF] if answers else [NO_ANSWER]
    found: list[Section] = [
        *([(EXPECTED, heard)] if answer_id(question) in lookup.questions else []),
        ("What it would do to the world", told),
        ("Who would be overruled", _overruled(lookup, question, stake)),
    ]
    if odds is not None:
        found.append(
            (
                f"The odds, in {odds.games:,} games by computer from here",
                _odds(lookup, question, odds),
            )
        )
    return found


def _overruled(lookup: Lookup, question: str, stake: Stake) -> list[str]:
    told = [brief.view(lookup, question, view) for view in stake.overruled]
    return told or ["Nobody at the table."]


def _odds(lookup: Lookup, question: str, odds: Odds) -> list[str]:
    told = [f"Decided: {_shares(lookup, question, odds.decided)}."]
    if odds.answers:
        told.append(f"Answered: {_shares(lookup, answer_id(question), odds.answers)}.")
    moved = {name: points for name, points in odds.moved.items() if abs(points) >= 0.5}
    told.append(
        f"By the end of the turn: {_points(lookup, moved) or 'no indicator moves'}, on average."
    )
    return told


def _shares(lookup: Lookup, question: str, shares: Mapping[str, float]) -> str:
    asked = lookup.questions[question]
    return ", ".join(f"{asked.option(id_).title} {worded(share)}" for id_, share in shares.items())


def veto(lookup: Lookup, model: CompiledScenario, state: State, seat: str) -> list[str]:
    """Say to who has to consent that it is a veto, and what those before it have chosen."""
    question = model.questions[state.question]
    asked = lookup.questions[question.id]
    rule = asked.question.rule
    told = []
    if rule.by.unanimous or seat in rule.consent:
        told.append("Your consent is a veto: nothing further can be decided than you choose.")
    elif rule.consent:
        names = " and ".join(lookup.name(actor) for actor in rule.consent)
        told.append(f"{names} can veto: nothing further can be decided than agreed to there.")
    votes = [*zip(question.voters, state.votes, strict=False)]
    left = [lookup.name(model.actors[voter]) for voter, vote in votes if vote == UNSAID]
    told += [f"Left to where they stand: {', '.join(left)}."] if left else []
    for voter, vote in votes:
        if vote != UNSAID:
            name = lookup.name(model.actors[voter])
            told.append(f"{name} has chosen: {asked.question.options[vote].title}.")
    return told
