"""What a what-if may set, with what is written now: of a scenario, an actor, a decision or answer."""

from collections.abc import Iterable

from sitroom.scenario import schema
from sitroom.scenario.content import Content
from sitroom.scenario.lookup import Asked, Lookup
from sitroom.scenario.settings import MODEL, decided_by

HEAD = "What explain and study may --vary, with what is written now"
Pairs = Iterable[tuple[str, float]]


def of_scenario(lookup: Lookup) -> list[str]:
    """Return the indicators, the concerns and the model's parameters by their ids."""
    scenario = lookup.content.scenario
    starts = [
        f"{id_} {one.start:g} ({one.title}, {one.low:g} to {one.high:g})"
        for id_, one in scenario.indicators.items()
    ]
    concerns = [f"{id_} ({one.title})" for id_, one in scenario.concerns.items()]
    return [
        HEAD,
        f"  indicators.ID, at the start: {', '.join(starts)}." if starts else "  No indicators.",
        _numbers("  model.NAME", ((name, float(getattr(scenario.model, name))) for name in MODEL)),
        f"  Concerns, by id: {', '.join(concerns)}.",
        "  Of an actor, a decision or an answer: sitroom show ACTOR, DECISION or DECISION.answer.",
    ]


def of_actor(content: Content, actor: schema.Actor) -> list[str]:
    """Return an actor's weights, beliefs, trust and positions by their ids."""
    own, concerns = actor.id, actor.concerns.items()
    positions = [(id_, float(one.position)) for id_, one in actor.positions.items()]
    decides = decided_by(content, own)
    absent = f"stays so, as it decides {', '.join(decides)}" if decides else "no leaves it out"
    return [
        HEAD,
        _numbers(f"  {own}.concerns.CONCERN, the weight", ((id_, c.weight) for id_, c in concerns)),
        _numbers(f"  {own}.beliefs.CONCERN", ((id_, c.belief) for id_, c in concerns)),
        _numbers(f"  {own}.trusts.ACTOR", actor.trusts.items()),
        _numbers(f"  {own}.positions.DECISION", positions),
        f"  {own}.openness: {actor.openness:g}. {own}.at_table: yes; {absent}.",
    ]


def of_question(asked: Asked) -> list[str]:
    """Return a question's options, places, bearings, lines and news by their ids."""
    question, id_ = asked.question, asked.id
    options = [option.id for option in question.options]
    injects = () if asked.is_answer else asked.decision.injects
    happens = ", ".join(f"{one.id} ({one.title})" for one in injects)
    places = zip(options, question.scale, strict=True)
    bears = ((concern, one.value) for concern, one in question.bears.items())
    strengths = ((one.id, one.strength) for one in question.arguments)
    told = [
        HEAD,
        f"  choices.{id_}, what is decided: {', '.join(options)}.",
        _numbers(f"  {id_}.options.OPTION.at, its place", places),
        _numbers(f"  {id_}.bears.CONCERN", bears),
        _numbers(f"  {id_}.arguments.ID, the strength or no", strengths),
        f"  injects.ID, no where it does not happen: {happens}." if happens else "",
    ]
    return [line for line in told if line]


def _numbers(lead: str, pairs: Pairs) -> str:
    told = ", ".join(f"{name} {value:g}" for name, value in pairs)
    return f"{lead}: {told or 'none'}."
