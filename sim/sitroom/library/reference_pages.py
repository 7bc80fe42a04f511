"""Pages on scenarios, actors and decisions, with their evidence, as text and as plain data."""

from collections.abc import Container

from sitroom.engine.question_ids import answer_id
from sitroom.library.links import Link
from sitroom.narration import event_text, library_text, question_text
from sitroom.scenario import schema
from sitroom.scenario.content import Content
from sitroom.scenario.lookup import Asked, Lookup, source_line


def scenario_page(content: Content) -> list[str]:
    """Return what a scenario is about, in lines of text."""
    scenario = content.scenario
    lines = [scenario.title, scenario.summary, "", "Decisions"]
    lines += [
        Link(f"  {d.id}: {d.title} ({d.date})", f"decision:{d.id}") for d in scenario.decisions
    ]
    lines += ["", "Actors"]
    lines += [Link(f"  {a.id}: {a.name}", f"actor:{a.id}") for a in content.actors.values()]
    lines += ["", "Concerns"]
    lines += [f"  {concern.title}: {concern.says}" for concern in scenario.concerns.values()]
    for ladder in scenario.ladders.values():
        lines += ["", f"Ladder: {ladder.title}"]
        lines += [f"  {n}. {rung.title}" for n, rung in enumerate(ladder.rungs, 1)]
    lines += ["", "Sources"]
    lines += [
        Link(
            f"  {id_}: {source_line(source)}, {source.paragraphs} {source.numbered}",
            f"source:{id_}",
        )
        for id_, source in scenario.sources.items()
    ]
    return lines


def scenario_plain(content: Content) -> dict[str, object]:
    """Return a scenario as JSON values, without what happened in the end."""
    scenario = content.scenario
    return {
        "id": scenario.id,
        "title": scenario.title,
        "summary": scenario.summary,
        "decisions": [
            {"id": d.id, "title": d.title, "date": d.date, "options": [o.id for o in d.options]}
            for d in scenario.decisions
        ],
        "actors": list(content.actors),
        "concerns": {id_: concern.model_dump() for id_, concern in scenario.concerns.items()},
        "ladders": {id_: ladder.model_dump() for id_, ladder in scenario.ladders.items()},
        "sources": {id_: source.model_dump() for id_, source in scenario.sources.items()},
    }


def actor_page(lookup: Lookup, actor: schema.Actor) -> list[str]:
    """Return an actor's profile with its evidence, in lines of text."""
    lines = [actor.name, actor.who, f"Aim: {actor.aim}", "", "Concerns"]
    for id_, concern in actor.concerns.items():
        title = lookup.content.scenario.concerns[id_].title
        lines.append(f"  {title}: weight {concern.weight:g}, belief {concern.belief:+g}")
        lines += _sources(lookup, concern.evidence)
    if actor.positions:
        lines += ["", library_text.POSITIONS_IS_FULL_RESTRAINT_MOST]
    for id_, position in actor.positions.items():
        stands = f"{position.position:g}, salience {position.salience:g} ({position.confidence})"
        title = lookup.questions[id_].question.title
        lines.append(Link(f"  {title} ({id_}): {stands}", f"decision:{id_}"))
        lines += _sources(lookup, position.evidence)
    for title, said in (
        ("Red lines", [(line.says, line.evidence) for line in actor.red_lines]),
        ("Standing arguments", [(a.says, a.evidence) for a in actor.arguments]),
    ):
        lines += ["", title] if said else []
        for text, evidence in said:
            lines.append(f"  {text}")
            lines += _sources(lookup, evidence)
    trusts = ", ".join(
        f"{lookup.name(a)} {t:g}" for a, t in actor.trusts.items() if a in _all(lookup)
    )
    lines += ["", f"Openness {actor.openness:g}. Trusts: {trusts or 'nobody in particular'}."]
    return lines


def _all(lookup: Lookup) -> dict[str, schema.Actor]:
    return lookup.content.actors


def _sources(lookup: Lookup, evidence: tuple[schema.Evidence, ...]) -> list[str]:
    return [
        Link(f"      [{lookup.cite(e)}] {e.says}", f"paragraph:{e.source}:{e.paragraph}")
        for e in evidence
    ]


def actor_plain(actor: schema.Actor) -> dict[str, object]:
    """Return an actor's profile as JSON values."""
    return actor.model_dump(mode="json")


def decision_page(
    lookup: Lookup, asked: Asked, *, history: bool = False, closed: Container[str] = ()
) -> list[str]:
    """Return a decision with its arguments; what really happened only when asked for.

    Where a `closed` seat stands is not told.
    """
    decision = asked.decision
    answer = "The answer: " * asked.is_answer
    title = f"{answer}{asked.question.title} ({decision.date})"
    lines = [title, asked.question.question, decision.briefing]
    lines += _sources(lookup, decision.evidence)
    lines += [f"  If {lookup.condition(note.when)}: {note.says}" for note in decision.notes]
    if decision.when is not None and asked.question is decision:
        lines.append(f"Asked only if {lookup.condition(decision.when)}.")
    for option in asked.question.options:
        told = question_text.option_line(lookup, asked.id, option)
        lines.append(f"  {told}{question_text.only_if(lookup, option)}")
    lines += [question_text.rule_line(lookup, asked.question), "", "The table"]
    for member in asked.question.table:
        position = lookup.actor(member.actor).positions.get(asked.id)
        stands = (
            library_text.KNOWN_TO_WHO_PLAYS_IT
            if member.actor in closed
            else "derived, not sourced"
            if position is None
            else (f"{position.position:g}, salience {position.salience:g} ({position.confidence})")
        )
        line = f"  {lookup.name(member.actor)}, influence {member.influence:g}: {stands}"
        lines.append(Link(line, f"actor:{member.actor}"))
        lines += _sources(lookup, position.evidence if position else ())
    lines += ["", library_text.WHAT_MAY_BE_ARGUED] if asked.arguments else []
    for full, argument in asked.arguments.items():
        side = event_text.direction(argument.claim)
        if argument.when is not None:
            side = f"{side}, only if {lookup.condition(argument.when)}"
        lines.append(f"  {full}, on {lookup.concern(argument.concern)}, {side}: {argument.says}")
        voices = argument.voices if isinstance(argument, schema.DecisionArgument) else {}
        lines += [f"    {lookup.name(actor)}: {says}" for actor, says in voices.items()]
        lines += _sources(lookup, argument.evidence)
    injects = () if asked.is_answer else decision.injects
    lines += ["", library_text.NEWS_ON_DAY] if injects else []
    for inject in injects:
        lines.append(f"  {inject.date} {inject.title}: {inject.says}")
        if inject.when is not None:
            lines.append(f"    Only if {lookup.condition(inject.when)}.")
        lines += _sources(lookup, inject.evidence)
    if history:
        lines += ["", "What really happened", *event_text.history(lookup, asked.id)]
        if decision.response and not asked.is_answer:
            lines += ["", "The answer", *event_text.history(lookup, answer_id(asked.id))]
    return lines


def decision_plain(asked: Asked, *, history: bool = False) -> dict[str, object]:
    """Return a decision as JSON values; what really happened only when asked for."""
    whole = asked.decision.model_dump(mode="json")
    if not history:
        whole.pop("history")
        if whole["response"]:
            whole["response"].pop("history")
    return whole
