"""What a setting touches, in words: from which value, what an event teaches, what reads an indicator."""

from collections.abc import Iterator, Mapping, Sequence

from sitroom.narration.study_varied import named
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.settings import Kind, Settings, kind_of


def touched(lookup: Lookup, settings: Settings, question: str) -> Iterator[str]:
    """Yield, of each setting, what it changes and by what way that can reach a question."""
    for key, value in settings.items():
        kind = kind_of(lookup.content, key)
        if kind.owner == "injects":
            yield f"'{lookup.happening(kind.of)}' {'happens' if value else 'does not happen'}."
            yield from taught(lookup, "It teaches", _inject(lookup, kind.of))
        elif kind.owner == "choices":
            yield from _chosen(lookup, kind.of, str(value))
        elif kind.what == "at_table":
            yield f"{named(lookup, key)}: {'yes' if value else 'no'}; its lines go unsaid, or others say them."
        elif kind.what == "arguments":
            asked = lookup.questions[kind.owner].question
            line = next(one for one in asked.arguments if one.id == kind.of)
            says = f"'{line.says}' on {lookup.concern(line.concern)}"
            yield f"{says}: {_of(line.strength, value)}."
        else:
            yield f"{named(lookup, key)}: {_of(_now(lookup, kind), value)}."
        if kind.owner == "model":
            yield f"That is: {_meaning(kind.what)}."
        concerns = [kind.of] if kind.what in ("concerns", "beliefs") else []
        if kind.owner == "indicators":
            yield from _read(lookup, kind.of)
            every = lookup.content.scenario.concerns.items()
            concerns = [id_ for id_, one in every if one.reads.get(kind.of)]
        yield from _idle(lookup, concerns, question)


def _meaning(parameter: str) -> str:
    told = str(schema.ModelParameters.model_fields[parameter].description).rstrip(".")
    return told[:1].lower() + told[1:]


def _idle(lookup: Lookup, concerns: Sequence[str], question: str) -> Iterator[str]:
    """Say so where none of the concerns touched bears on a question."""
    bears = lookup.questions[question].question.bears
    if concerns and not any(concern in bears for concern in concerns):
        named = ", ".join(map(lookup.concern, concerns))
        yield (
            f"Nothing of that bears on this question ({named}): it gets there only by what others "
            "say, by deeds, and by what was decided and said before."
        )


def _of(was: object, now: object) -> str:
    if now is False:
        return "nobody says it"
    told = f"{now:g}" if isinstance(now, float) else str(now)
    return (
        f"{told}, written is {was:g}"
        if isinstance(was, (int, float))
        else f"{told}, none is written"
    )


def _now(lookup: Lookup, kind: Kind) -> float | None:
    """Return the number as it is written; None for none."""
    content = lookup.content
    if kind.owner == "model":
        return float(getattr(content.scenario.model, kind.what))
    if kind.owner == "indicators":
        return content.scenario.indicators[kind.of].start
    if kind.owner in content.actors:
        return _of_actor(content.actors[kind.owner], kind)
    asked = lookup.questions[kind.owner].question
    if kind.what == "options":
        return dict(zip((o.id for o in asked.options), asked.scale, strict=True))[kind.of]
    concern, _, who = kind.of.partition(".")
    bearing = asked.bears.get(concern) or schema.Bearing(value=0)
    return bearing.of(who) if who else bearing.value


def _of_actor(actor: schema.Actor, kind: Kind) -> float | None:
    if kind.what == "openness":
        return actor.openness
    if kind.what == "trusts":
        return actor.trusts.get(kind.of)
    if kind.what == "positions":
        return getattr(actor.positions.get(kind.of), "position", None)
    part = "weight" if kind.what == "concerns" else "belief"
    return getattr(actor.concerns.get(kind.of), part, None)


def _inject(lookup: Lookup, name: str) -> schema.Consequences:
    owner, _, own = name.rpartition(".")
    return next(
        inject
        for decision in lookup.content.scenario.decisions
        for inject in decision.injects
        if inject.id == own and owner in ("", decision.id)
    )


def _chosen(lookup: Lookup, question: str, option: str) -> Iterator[str]:
    """Yield what an option teaches, and what history's does in its place."""
    asked = lookup.questions[question]
    yield from taught(lookup, f"'{asked.option(option).title}' teaches", asked.option(option))
    if asked.is_answer and (to := asked.decision.response) is not None and to.to:
        called = "' or '".join(o.title for o in asked.decision.options if o.id in to.to)
        yield f"It is asked only after '{called}'."
    past = asked.question.history
    if past is None:
        yield "History did not come to this: where its path passes by, campaigns alone differ."
    if past is not None and past.option == option:
        yield "This is what history chose: history's path is the same, and campaigns alone differ."
    if past is not None and past.option != option:
        other = asked.option(past.option)
        yield from taught(lookup, f"In its place history's '{other.title}' teaches", other)


def taught(lookup: Lookup, lead: str, then: schema.Consequences) -> Iterator[str]:
    """Yield what is learned from an event or an option, and what it does to indicators."""
    told = []
    for effect in then.effects:
        way = "for going further" if effect.claim > 0 else "for restraint"
        whom = ", ".join(lookup.actor(one).short for one in effect.actors or ()) or "everyone"
        told.append(
            f"{lookup.concern(effect.concern)} speaks {way} ({effect.claim:+g}, {100 * effect.rate:g} % "
            f"of the way; {whom})"
        )
    told += [
        f"{lookup.content.scenario.indicators[name].title} {step:+g}"
        for name, step in _moving(then.indicators).items()
    ]
    yield f"{lead}: {'; '.join(told) or 'nothing by itself'}."


def _moving(indicators: Mapping[str, float]) -> dict[str, float]:
    return {name: step for name, step in indicators.items() if step}


def _read(lookup: Lookup, indicator: str) -> Iterator[str]:
    """Yield which concerns an indicator informs, and which way."""
    told = [
        f"{lookup.concern(id_)} (the {'higher' if one.reads[indicator] > 0 else 'lower'}, the more "
        "it speaks for going further)"
        for id_, one in lookup.content.scenario.concerns.items()
        if one.reads.get(indicator)
    ]
    yield (
        f"It informs: {'; '.join(told)}."
        if told
        else "It informs no concern; conditions may look at it."
    )
