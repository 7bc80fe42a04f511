"""From checked content to what the engine takes: ids become numbers, prose stays behind."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

import numpy as np

from sitroom.engine import model as engine
from sitroom.engine.question_ids import answer_id, decision_id
from sitroom.engine.theory import Floats
from sitroom.scenario import citations, counterparts, schema
from sitroom.scenario.amending import PROPOSED
from sitroom.scenario.content import Content
from sitroom.scenario.schema import last_day
from sitroom.scenario.standing import stances


def build(content: Content) -> engine.CompiledScenario:
    """Return the engine's model of a scenario and its actors, still without history's path.

    With settings made it goes with the model as its author wrote it.
    """
    model = _built(content)
    if content.original is None:
        return model
    return dataclasses.replace(model, author=_built(content.original))


def _built(content: Content) -> engine.CompiledScenario:
    scenario, actors = content.scenario, tuple(content.actors.values())
    names = tuple(content.actors)
    concerns, indicators = tuple(scenario.concerns), tuple(scenario.indicators)
    beliefs = (
        tuple(
            np.array([[_concern(actor, k).belief for actor in actors]], dtype=np.float64)
            for k in concerns
        )
        + (np.zeros((1, len(names))),) * 2
    )
    world = engine.World(
        beliefs=beliefs,
        anchors=beliefs,
        indicators=np.array([[i.start for i in scenario.indicators.values()]], dtype=np.float64),
        rungs=np.full((1, len(scenario.ladders)), -1.0),
    )
    trust = [
        [1.0 if a is b else a.trusts.get(b.id, a.default_trust) for b in actors] for a in actors
    ]
    return engine.CompiledScenario(
        actors=names,
        concerns=concerns,
        indicators=indicators,
        ladders=tuple(scenario.ladders),
        start=world,
        low=np.array([i.low for i in scenario.indicators.values()], dtype=np.float64),
        high=np.array([i.high for i in scenario.indicators.values()], dtype=np.float64),
        trust=np.array(trust, dtype=np.float64),
        openness=np.array([a.openness for a in actors], dtype=np.float64),
        temperature=scenario.model.temperature,
        carry=scenario.model.carry,
        repeated=scenario.model.repeated,
        confirm=scenario.model.confirm,
        half_life=scenario.model.half_life,
        credit=scenario.model.credit,
        memory=scenario.model.memory,
        reads=tuple(
            engine.Reading(i, indicators.index(name), strength)
            for i, concern in enumerate(scenario.concerns.values())
            for name, strength in concern.reads.items()
        ),
        character=beliefs,
        level=world.indicators[0],
        endings=tuple((one.id, condition(content, one.when)) for one in scenario.endings),
        aims=tuple(tuple(condition(content, aim.when) for aim in actor.aims) for actor in actors),
        cited={id_: tuple(found) for id_, found in citations.on(content).items()},
        questions=tuple(_questions(content)),
    )


def _concern(actor: schema.Actor, concern: str) -> schema.ActorConcern:
    return actor.concerns.get(concern) or schema.ActorConcern(weight=0, belief=0)


def _questions(content: Content) -> Iterable[engine.Question]:
    numbers: dict[str, int] = {}
    number = 0
    for decision in content.scenario.decisions:
        numbers[decision.id] = number
        number += 2 if decision.response else 1
    for decision in content.scenario.decisions:
        number, answer = numbers[decision.id], decision.response
        following = number + (2 if answer else 1)
        after = following if following in numbers.values() else None
        again = numbers[decision.asks_again] if decision.asks_again else None
        yield _question(content, decision, decision, number + 1 if answer else None, after, again)
        if answer:
            yield _question(content, decision, answer, None, after, None)


def _called_by(decision: schema.Decision, asked: schema.Question) -> tuple[int, ...]:
    """Return the options of a decision that an answer is called for by."""
    if not isinstance(asked, schema.Response):
        return ()
    called = decision.answered
    return tuple(i for i, option in enumerate(decision.options) if option.id in called)


def _question(
    content: Content,
    decision: schema.Decision,
    asked: schema.Question,
    answered_by: int | None,
    following: int | None,
    again: int | None,
) -> engine.Question:
    scenario, actors = content.scenario, tuple(content.actors.values())
    names = list(content.actors)
    id_ = decision.id if asked is decision else answer_id(decision.id)
    positions = [actor.positions.get(id_) for actor in actors]
    stance, room = stances(positions)
    table = tuple(names.index(member.actor) for member in asked.table)
    influence = np.zeros(len(names))
    for number, member in zip(table, asked.table, strict=True):
        influence[number] = member.influence
    history, pull = asked.history, _pull(content, asked)
    options = [option.id for option in asked.options]
    arguments = _arguments(content, decision, asked, id_)
    return engine.Question(
        id=id_,
        ladder=list(scenario.ladders).index(asked.ladder),
        options=tuple(_options(content, asked, [one.id for one in arguments], id_)),
        rule=asked.rule.by,
        voters=asked.rule.by.voters(
            table, [names.index(seat) for seat in asked.rule.named], influence
        ),
        table=table,
        influence=influence,
        salience=np.array([50.0 if p is None else p.salience for p in positions]),
        stance=stance,
        room=room,
        declared=tuple(p is not None for p in positions),
        pull=pull,
        reserve=scenario.model.reserve,
        day=dt.date.fromisoformat(last_day(decision.date)).toordinal(),
        facing=counterparts.facing(decision, asked, names),
        by_deeds=counterparts.by_deeds(content, decision, asked, pull),
        counsel=counterparts.counsel(content, asked),
        forced=_forced(content, asked, id_),
        otherwise=None if asked.rule.otherwise is None else options.index(asked.rule.otherwise),
        rounds=_rounds(content, asked),
        arguments=arguments,
        injects=tuple(
            engine.Inject(
                inject.id,
                _consequences(content, inject),
                condition(content, decision.when, inject.when),
            )
            for inject in (decision.injects if asked is decision else ())
        ),
        answered_by=answered_by,
        next=following,
        to=_called_by(decision, asked),
        asks_again=again,
        past=None if history is None else options.index(history.option),
        when=condition(content, decision.when) if asked is decision else engine.ALWAYS,
        notes=tuple(
            condition(content, note.when) for note in (decision.notes if asked is decision else ())
        ),
    )


def condition(content: Content, *written: schema.Condition | None) -> engine.Condition:
    """Return conditions as the engine's one: all of them hold, and those left out always do."""
    parts = [part for one in written if one is not None for part in _tests(content, one)]
    return (
        parts[0]
        if len(parts) == 1
        else engine.Condition(parts=tuple(parts))
        if parts
        else engine.ALWAYS
    )


def _tests(content: Content, written: schema.Condition) -> Iterable[engine.Condition]:
    """Yield the tests that a condition is made of; all must hold."""
    scenario, test = content.scenario, engine.Predicate
    if written.all is not None:
        yield from (part for one in written.all for part in _tests(content, one))
    if written.any is not None:
        yield engine.Condition(test.ANY, tuple(condition(content, one) for one in written.any))
    if written.not_ is not None:
        yield engine.Condition(test.NOT, (condition(content, written.not_),))
    for name, options in (written.chosen or {}).items():
        yield _chosen(scenario, name, options)
    for name, rung in (written.reached or {}).items():
        rungs = [one.id for one in scenario.ladders[name].rungs]
        number = list(scenario.ladders).index(name)
        yield engine.Condition(test.REACHED, number=number, bound=rungs.index(rung))
    for name in written.happened or ():
        yield engine.Condition(test.ANY, tuple(_happened(scenario, name)))
    if written.ended is not None:
        yield engine.Condition(test.ANY, tuple(_ended(content, one) for one in written.ended))
    for kind, bounds in ((test.AT_LEAST, written.at_least), (test.AT_MOST, written.at_most)):
        for name, bound in (bounds or {}).items():
            number = list(scenario.indicators).index(name)
            yield engine.Condition(kind, number=number, bound=bound)


def _chosen(scenario: schema.Scenario, name: str, options: Iterable[str]) -> engine.Condition:
    """Return a test of a choice, or of one that amends it; never true of a decision left out."""
    if all(decision_id(name) != decision.id for decision in scenario.decisions):
        return engine.Condition(engine.Predicate.ANY)
    number, asked = _asked(scenario, name)
    wanted = set(options)
    taken = tuple(i for i, one in enumerate(asked.options) if wanted & one.counts_as)
    return engine.Condition(engine.Predicate.CHOSEN, number=number, options=taken)


def _ended(content: Content, name: str) -> engine.Condition:
    """Return the condition that an ending's own holds, and none of those before it."""
    endings = content.scenario.endings
    number = next(i for i, one in enumerate(endings) if one.id == name)
    own = condition(content, endings[number].when)
    before = tuple(condition(content, one.when) for one in endings[:number])
    passed = (engine.Condition(engine.Predicate.NOT, (one,)) for one in before)
    return engine.Condition(parts=(own, *passed))


def _happened(scenario: schema.Scenario, name: str) -> Iterable[engine.Condition]:
    """Yield a test for each inject of a name; none where it was left out."""
    owner, _, own = name.rpartition(".")
    for decision in scenario.decisions:
        number, _ = _asked(scenario, decision.id)
        for i, inject in enumerate(decision.injects):
            if inject.id == own and owner in ("", decision.id):
                yield engine.Condition(engine.Predicate.HAPPENED, number=number, options=(i,))


def _asked(scenario: schema.Scenario, name: str) -> tuple[int, schema.Question]:
    """Return a question by its name, with its number."""
    found = [item for decision in scenario.decisions for item in decision.questions.items()]
    return next((number, asked) for number, (id_, asked) in enumerate(found) if id_ == name)


def _rounds(content: Content, asked: schema.Question) -> int:
    """Return the rounds of a debate; whoever sits alone has nobody to persuade."""
    if len(asked.table) == 1:
        return 0
    return content.scenario.model.rounds if asked.rounds is None else asked.rounds


def _pull(content: Content, asked: schema.Question) -> Floats:
    gain = content.scenario.model.gain
    bears = [
        [asked.bears[k].of(name) if k in asked.bears else 0.0 for k in content.scenario.concerns]
        for name in content.actors
    ]
    weights = [
        [_concern(actor, k).weight for k in content.scenario.concerns]
        for actor in content.actors.values()
    ]
    return gain * np.array(weights, dtype=np.float64) * np.array(bears, dtype=np.float64)


def _forced(content: Content, asked: schema.Question, id_: str) -> int | None:
    chosen = content.forced.get(id_)
    return None if chosen is None else [option.id for option in asked.options].index(chosen)


def _options(
    content: Content, asked: schema.Question, lines: list[str], id_: str
) -> Iterable[engine.Option]:
    rungs = content.scenario.ladders[asked.ladder].rungs
    order = [rung.id for rung in rungs]
    for option, at in zip(asked.options, asked.scale, strict=True):
        rung = order.index(option.rung)
        yield engine.Option(
            id=option.id,
            at=at,
            rung=rung,
            ends=rungs[rung].ends,
            then=_consequences(content, option),
            when=condition(content, option.when),
            proposed=lines.index(f"{id_}.{PROPOSED}{option.id}")
            if isinstance(option, schema.Fenced)
            else None,
        )


def _consequences(content: Content, item: schema.Consequences) -> engine.Consequences:
    names, concerns = list(content.actors), list(content.scenario.concerns)
    indicators = list(content.scenario.indicators)
    effects = (
        engine.Effect(
            actors=tuple(
                i for i, name in enumerate(names) if effect.actors is None or name in effect.actors
            ),
            concern=concerns.index(effect.concern),
            claim=effect.claim,
            rate=effect.rate,
        )
        for effect in item.effects
    )
    changes = ((indicators.index(name), change) for name, change in item.indicators.items())
    return engine.Consequences(tuple(effects), tuple(changes))


def usable(
    content: Content, decision: schema.Decision, asked: schema.Question, id_: str
) -> dict[str, tuple[schema.Argument, tuple[str, ...]]]:
    """Return the arguments of a question by full id, with the actors who may use each.

    First those written for it, then the standing ones of its table that bear on it and rest on
    no evidence later than the decision.
    """
    table = [member.actor for member in asked.table]
    written: dict[str, tuple[schema.Argument, tuple[str, ...]]] = {
        f"{id_}.{a.id}": (a, tuple(name for name in a.by if name in table)) for a in asked.arguments
    }
    for name in table:
        for argument in content.actors[name].arguments:
            bears = asked.bears.get(argument.concern)
            known = all(e.said_by(decision.day_of(asked)) for e in argument.evidence)
            if known and bears is not None and bears.matters:
                written[f"{name}.{argument.id}"] = (argument, (name,))
    return written


def _arguments(
    content: Content, decision: schema.Decision, asked: schema.Question, id_: str
) -> tuple[engine.Argument, ...]:
    written = usable(content, decision, asked, id_)
    order = list(written)
    names, concerns = list(content.actors), list(content.scenario.concerns)

    def target(owner: str, ref: str) -> str:
        return ref if "." in ref else f"{owner}.{ref}"

    return tuple(
        engine.Argument(
            id=full,
            by=tuple(names.index(name) for name in by),
            concern=concerns.index(argument.concern),
            claim=argument.claim,
            strength=argument.strength,
            rebuts=tuple(
                order.index(answered)
                for answered in (target(full.rsplit(".", 1)[0], ref) for ref in argument.rebuts)
                if answered in order
            ),
            when=condition(content, argument.when),
            proposes=isinstance(argument, schema.Proposal),
        )
        for full, (argument, by) in written.items()
    )
