"""What would have to be different: the smallest change of one number that alters a decision.

A decision is looked at as history's path comes to it, made anew for each change. The likeliest
option is what counts; the mean place of what is decided, 0 to 100, shows how far a number swings it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from sitroom.engine import turn
from sitroom.engine.model import CompiledScenario, Question
from sitroom.engine.question_ids import decision_id, is_answer
from sitroom.engine.state import Phase
from sitroom.policies import reference
from sitroom.scenario.compiler import build
from sitroom.scenario.content import Content
from sitroom.scenario.schema import ActorConcern
from sitroom.scenario.settings import OWNERS, Kind, SettingError, Value, changed, kind_of, questions
from sitroom.study.pool import Pool, gathered
from sitroom.study.results import End, Flip, Flips

STEPS = 3  # looks in each direction, before the first that finds a turn is halved down
CLOSE = 1 / 512  # of the range: how near a turn is found
NAMES = {
    "positions": "position",
    "concerns": "weight",
    "beliefs": "belief",
    "openness": "openness",
    "trusts": "trust",
    "at_table": "presence",
    "bears": "bearing",
    "arguments": "strength",
    "options": "place",
    "injects": "happening",
    "indicators": "start",
}


@dataclass(frozen=True)
class Outcome:
    """The likeliest option of a decision, and the chance of each, by number."""

    option: int
    chances: tuple[float, ...]


def outcome(
    content: Content, decision: str, author: CompiledScenario | None = None
) -> Outcome | None:
    """Return how a decision would go on history's path; None where the path passes it by.

    `author` is the model as its author wrote it, with history's path, if it is known.
    """
    built = build(content)
    if built.author is not None and author is not None:
        built = replace(built, author=author)
    for model, state in reference.walk(built):
        question = model.questions[state.question]
        if state.phase is Phase.CHOOSE and question.id == decision:
            likely = int(reference.likeliest(model, state)[0])
            return Outcome(likely, tuple(turn.chances(model, state)[0].tolist()))
    return None


def until(content: Content, decision: str) -> Content:
    """Return a scenario that ends with a decision: what comes after has no part in it."""
    decisions = content.scenario.decisions
    decision = decision_id(decision)
    (last,) = (n for n, one in enumerate(decisions) if one.id == decision)
    kept = {"decisions": decisions[: last + 1], "endings": ()}  # endings and aims may name the rest
    actors = {id_: actor.model_copy(update={"aims": ()}) for id_, actor in content.actors.items()}
    return replace(content, scenario=content.scenario.model_copy(update=kept), actors=actors)


def keys(content: Content, model: CompiledScenario, decision: str) -> list[str]:
    """Return the settings that may bear on a decision, by seat in the order of its table."""
    question = model.questions[model.question(decision)]
    voters = [model.actors[actor] for actor in question.voters]
    asked = questions(content)[decision]
    bears = [concern for concern, bearing in asked.bears.items() if bearing.matters]
    found = []
    for actor in (model.actors[number] for number in question.table):
        found.append(f"{actor}.positions.{decision}")
        found += [f"{actor}.concerns.{concern}" for concern in bears]
        found += [f"{actor}.beliefs.{concern}" for concern in bears]
        found.append(f"{actor}.openness")
        found += [f"{voter}.trusts.{actor}" for voter in voters if voter != actor]
        found.append(f"{actor}.at_table")
    for concern in bears:
        found.append(f"{decision}.bears.{concern}")
        sides = asked.bears[concern].sides
        found += [f"{decision}.bears.{concern}.{side.for_[0]}" for side in sides]
    found += [f"{decision}.arguments.{one.id}" for one in asked.arguments]
    found += [f"{decision}.options.{one.id}.at" for one in asked.options]
    found += [f"indicators.{name}" for name in content.scenario.indicators]
    before = until(content, decision).scenario.decisions
    return found + [f"injects.{one.id}.{i.id}" for one in before for i in one.injects]


def now(content: Content, model: CompiledScenario, kind: Kind) -> float | None:
    """Return the value that a setting has; for a position, as history's path comes to it.

    A choice has none: it is free.
    """
    scenario = content.scenario
    if kind.owner in content.actors and kind.what not in ("bears", "arguments", "options"):
        return _of_actor(content, model, kind)
    if kind.owner in OWNERS:
        known = {"injects": 1.0, "choices": None}
        if kind.owner == "indicators":
            return scenario.indicators[kind.of].start
        return known.get(kind.owner, getattr(scenario.model, kind.what, None))
    asked = questions(content)[kind.owner]
    if kind.what == "bears":
        concern, _, who = kind.of.partition(".")
        bearing = asked.bears.get(concern)
        return 0.0 if bearing is None else bearing.of(who) if who else bearing.value
    if kind.what == "arguments":
        return next(one.strength for one in asked.arguments if one.id == kind.of)
    return asked.scale[[one.id for one in asked.options].index(kind.of)]


def _of_actor(content: Content, model: CompiledScenario, kind: Kind) -> float:
    actor = content.actors[kind.owner]
    concern = actor.concerns.get(kind.of) or _NOTHING
    match kind.what:
        case "concerns":
            return concern.weight
        case "beliefs":
            return concern.belief
        case "trusts":
            return actor.trusts.get(kind.of, actor.default_trust)
        case "openness":
            return actor.openness
        case "at_table":
            return 1.0
    state = turn.start(model, 0, np.zeros(1, dtype=np.int64), model.question(kind.of))
    held = turn.positions(model, state, state.carried.beliefs)
    return round(float(held[0, model.actors.index(kind.owner)]), 6)


_NOTHING = ActorConcern(weight=0, belief=0)


def probe(
    content: Content, model: CompiledScenario, decision: str, base: Outcome, key: str
) -> Flip:
    """Return what changing one setting does to a decision.

    `model` is the scenario's as its author wrote it.
    """
    kind = kind_of(content, key)
    at = now(content, model, kind)
    at = 0.0 if at is None else at

    def look(value: Value) -> Outcome:
        try:
            return outcome(changed(content, {key: value}), decision, model) or base
        except SettingError:  # who decides can't be left out
            return base

    question = model.questions[model.question(decision)]

    def told(value: float, seen: Outcome) -> End:
        return End(value, _place(question, seen), question.options[seen.option].id)

    span, ends, turns = kind.high - kind.low, [], []
    if not kind.number:
        without = look(value=False)
        turns = [] if without.option == base.option else [(0.0, without)]
        ends = [told(0.0, without), told(1.0, base)]
    else:
        for end in (kind.low, kind.high):
            seen, turned = _turn(at, end, span, look, base)
            ends.append(told(end, seen))
            turns += [turned] if turned is not None else []
    name = NAMES[kind.what]
    if not turns:
        return Flip(key, name, at, None, None, None, None, *ends)
    value, seen = min(turns, key=lambda turned: abs(turned[0] - at))
    change, to = value - at, question.options[seen.option].id
    return Flip(key, name, at, value, round(change, 6), round(abs(change) / span, 6), to, *ends)


def _turn(
    at: float, end: float, span: float, look: Callable[[Value], Outcome], base: Outcome
) -> tuple[Outcome, tuple[float, Outcome] | None]:
    """Return the outcome at the end of a range, and the value nearest to `at` that alters it."""
    if at == end:
        return base, None
    same, last = at, look(end)
    for step in range(1, STEPS + 1):
        value = at + (end - at) * step / STEPS
        seen = last if step == STEPS else look(value)
        if seen.option != base.option:
            break
        same = value
    else:
        return last, None
    while abs(value - same) > CLOSE * span:
        middle = (value + same) / 2
        between = look(middle)
        if between.option == base.option:
            same = middle
        else:
            value, seen = middle, between
    return last, (round(value, 6), seen)


def _place(question: Question, seen: Outcome) -> float:
    """Return the mean place of what is decided, 0 to 100."""
    parts = zip(question.at.tolist(), seen.chances, strict=True)
    return round(float(sum(at * chance for at, chance in parts)), 6) + 0.0


def flips(
    content: Content,
    model: CompiledScenario,
    decision: str,
    pool: Pool,
    tick: Callable[[], None],
) -> Flips | None:
    """Return every setting by how little it takes to alter a decision.

    An answer that history's path passes by is looked at as if the least option that calls for it
    had been taken. None where the path does not come to the question even so. `tick` is called as
    each setting is done.
    """
    content, given = until(content, decision), {}
    base = outcome(content, decision)
    if base is None and is_answer(decision):
        given = {f"choices.{decision_id(decision)}": _calling(model, decision)}
        content = changed(content, given)
        base = outcome(content, decision, model)
    if base is None:
        return None
    look = partial(probe, content, model, decision, base)
    rows = gathered(pool, look, keys(content, model, decision), tick)
    question = model.questions[model.question(decision)]
    telling = (row for row in rows if row.share is not None or row.swing > 0)
    return Flips(
        decision=decision,
        option=question.options[base.option].id,
        chance=round(base.chances[base.option], 6),
        place=_place(question, base),
        looked_at=len(rows),
        rows=tuple(
            sorted(telling, key=lambda row: (1.0 if row.share is None else row.share, -row.swing))
        ),
        given=given or None,
    )


def _calling(model: CompiledScenario, answer: str) -> str:
    """Return the least option of a decision that calls for its answer."""
    least = model.questions[model.question(answer)].to[0]
    return model.questions[model.question(decision_id(answer))].options[least].id
