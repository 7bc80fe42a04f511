"""What others mean to a question: who answers it, what that is feared for, whose counsel weighs."""

import numpy as np

from sitroom.engine.theory import Floats
from sitroom.scenario import schema
from sitroom.scenario.content import Content


def facing(decision: schema.Decision, asked: schema.Question, names: list[str]) -> int | None:
    """Return the number of who answers a decision, or of whom an answer answers.

    Of several it is the first: the decider, or who speaks first.
    """
    if decision.response is None:
        return None
    other = decision.response if asked is decision else decision
    return names.index(other.rule.decider or other.table[0].actor)


def by_deeds(
    content: Content, decision: schema.Decision, asked: schema.Question, pull: Floats
) -> Floats:
    """Return what the other side's deeds add to support [A]: those expected, or those done.

    An answer weighs with who decides by the concerns for which it is feared: those that its options
    speak to for restraint, and the more the worse an actor of this character thinks of them. Who
    answers is provoked alike, whoever it is.
    """
    model, actors = content.scenario.model, content.actors
    result = np.zeros(len(actors))
    if decision.response is None:
        return result
    if asked is not decision:
        seats = [list(actors).index(member.actor) for member in asked.table]
        result[seats] = model.gain * model.provocation
        return result
    harm = dict.fromkeys(content.scenario.concerns, 0.0)
    for option in decision.response.options:
        for effect in option.effects:
            harm[effect.concern] += max(0.0, -effect.claim * effect.rate)
    total = sum(harm.values()) or 1.0
    for k, concern in enumerate(harm):
        held = (actor.concerns.get(concern) for actor in actors.values())
        dread = np.array([0.5 if one is None else (1.0 - one.belief) / 2.0 for one in held])
        result -= model.foresight * pull[:, k] * dread * (harm[concern] / total)
    return result


def counsel(content: Content, asked: schema.Question) -> Floats:
    """Return how much each point of an adviser's position weighs with who decides, [A, A].

    Rows are voters, in rules that name them; columns are advisers, by trust and influence. As
    much as a concern of the weight `counsel` does: all advisers at 100 count as a belief of +1.
    """
    model, names = content.scenario.model, list(content.actors)
    result = np.zeros((len(names), len(names)))
    for voter in asked.rule.named:
        actor, row = content.actors[voter], result[names.index(voter)]
        for member in asked.table:
            if member.actor != voter:
                trust = actor.trusts.get(member.actor, actor.default_trust)
                row[names.index(member.actor)] = trust * member.influence
        total = sum(row.tolist())
        row *= model.gain * model.counsel / 50.0 / total if total else 0.0
    return result
