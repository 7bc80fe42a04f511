"""A scenario with numbers changed: settings by name, and every combination of them.

Settings change what an author wrote, so that everything that follows from it follows anew,
history's path too.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product

from sim.content import schema
from sim.content.build import build
from sim.content.load import Content
from sim.content.problems import did_you_mean
from sim.engine.model import Model
from sim.seats.reference import with_history

MOST = 200  # variants of one study
MODEL = {"temperature": (0, 100), "gain": (0.001, 10), "carry": (0, 1), "rounds": (0, 9)}
ACTOR = ("concerns.CONCERN", "openness", "trusts.ACTOR", "positions.DECISION", "at_table")
Value = float | bool
Settings = Mapping[str, Value]


class SettingError(Exception):
    """A setting that can't be made; the message says why, and what would do."""


@dataclass(frozen=True)
class Kind:
    """What a setting changes: of whom, which number, of what; and the bounds of the number."""

    owner: str  # an actor, or "model"
    what: str
    of: str = ""
    low: float = 0.0
    high: float = 1.0

    @property
    def whole(self) -> bool:
        """Whether only whole numbers will do."""
        return self.what == "rounds"


def kind_of(content: Content, key: str) -> Kind:
    """Return what a setting changes. Raises SettingError for a name that is not known."""
    owner, _, rest = key.partition(".")
    what, _, of = rest.partition(".")
    actors = content.actors
    if owner == "model":
        if what not in MODEL or of:
            raise _unknown(key, f"model has no '{rest}'", rest, MODEL)
        low, high = MODEL[what]
        return Kind(owner, what, "", low, high)
    if owner not in actors:
        raise _unknown(key, f"there is no actor '{owner}'", owner, [*actors, "model"])
    names: dict[str, Iterable[str]] = {
        "concerns": content.scenario.concerns,
        "trusts": [name for name in actors if name != owner],
        "positions": _questions(content, owner),
    }
    if what not in (*names, "openness", "at_table") or (of and what not in names):
        known = [one.partition(".")[0] for one in ACTOR]
        raise _unknown(key, f"an actor has no '{rest}'", what, known, ", ".join(ACTOR))
    if what in names and of not in names[what]:
        why = f"'{owner}' has no {what} '{of}'" if of else f"say which: {owner}.{what}.NAME"
        raise _unknown(key, why, of, names[what])
    return Kind(owner, what, of, 0.0, 100.0 if what == "positions" else 1.0)


def _unknown(key: str, why: str, name: str, known: Iterable[str], form: str = "") -> SettingError:
    known = list(known)
    hint = did_you_mean(name, known) or f"It may be: {form or ', '.join(known)}."
    return SettingError(f"{key}: {why}. {hint}")


def _questions(content: Content, actor: str) -> list[str]:
    """Return the questions at whose tables an actor sits."""
    return [
        id_ for id_, asked in _asked(content) if actor in [member.actor for member in asked.table]
    ]


def _asked(content: Content) -> Iterable[tuple[str, schema.Question]]:
    for decision in content.scenario.decisions:
        yield decision.id, decision
        if decision.response is not None:
            yield f"{decision.id}.answer", decision.response


def values_of(content: Content, key: str, written: str) -> list[Value]:
    """Return the values of a setting, written `0.4..1.0:7`, `0.2,0.5` or `yes,no`."""
    kind = kind_of(content, key)
    if kind.what == "at_table":
        answers = {"yes": True, "no": False}
        if any(word not in answers for word in written.split(",")):
            raise SettingError(f"{key}: say yes, no, or yes,no")
        return [answers[word] for word in written.split(",")]
    try:
        bounds, colon, count = written.partition(":")
        low, dots, high = bounds.partition("..")
        if dots:
            steps = int(count) if colon else 5
            if not 2 <= steps <= MOST:
                raise SettingError(f"{key}: from 2 to {MOST} steps, as in 0.4..1.0:7")
            start, end = float(low), float(high)
            values = [round(start + (end - start) * i / (steps - 1), 6) for i in range(steps)]
        else:
            values = [float(word) for word in written.split(",")]
    except ValueError:
        raise SettingError(f"{key}: write 0.4..1.0:7 or 0.4,0.7, not '{written}'") from None
    for value in values:
        if not (math.isfinite(value) and kind.low <= value <= kind.high):
            raise SettingError(f"{key}: {value:g} is not from {kind.low:g} to {kind.high:g}")
        if kind.whole and value != int(value):
            raise SettingError(f"{key}: {value:g} is not a whole number")
    return list(dict.fromkeys(values))


def variants(content: Content, varied: Iterable[str], without: Iterable[str]) -> list[Settings]:
    """Return every combination of settings `KEY=VALUES`, and each voice left out on its own.

    Raises SettingError.
    """
    axes: dict[str, list[Value]] = {}
    for text in varied:
        key, mark, written = text.partition("=")
        if not mark or not written:
            raise SettingError(f"{text}: write KEY=VALUES, as in ACTOR.openness=0.2..0.8:4")
        if key in axes:
            raise SettingError(f"{key} is varied twice")
        axes[key] = values_of(content, key, written)
    count = math.prod(len(values) for values in axes.values())
    if count > MOST:
        raise SettingError(f"that makes {count:,} variants; a study has {MOST} at most")
    found: list[Settings] = []
    if axes:
        found += [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]
    for actor in dict.fromkeys(without):
        kind_of(content, f"{actor}.at_table")
        found.append({f"{actor}.at_table": False})
    for settings in found:
        changed(content, settings)
    return found


def changed(content: Content, settings: Settings) -> Content:
    """Return a scenario with settings made. Raises SettingError."""
    for key, value in settings.items():
        content = _changed(content, kind_of(content, key), value)
    return content


def compiled(content: Content) -> Model:
    """Return the model of a scenario, with history's path walked anew."""
    return with_history(build(content))


def _changed(content: Content, kind: Kind, value: Value) -> Content:
    scenario = content.scenario
    if kind.owner == "model":
        number = int(value) if kind.whole else value
        model = scenario.model.model_copy(update={kind.what: number})
        return replace(content, scenario=scenario.model_copy(update={"model": model}))
    if kind.what == "at_table":
        return content if value else _left_out(content, kind.owner)
    actor = content.actors[kind.owner]
    made: object = value
    if kind.what == "concerns":
        old = actor.concerns.get(kind.of) or schema.ActorConcern(weight=0, belief=0)
        made = {**actor.concerns, kind.of: old.model_copy(update={"weight": value})}
    elif kind.what == "trusts":
        made = {**actor.trusts, kind.of: value}
    elif kind.what == "positions":
        declared = actor.positions.get(kind.of) or _UNDECLARED
        made = {**actor.positions, kind.of: declared.model_copy(update={"position": value})}
    changed_actor = actor.model_copy(update={kind.what: made})
    return replace(content, actors={**content.actors, kind.owner: changed_actor})


_UNDECLARED = schema.Position.model_construct(
    position=50.0, salience=50.0, confidence="inferred", evidence=()
)


def _left_out(content: Content, actor: str) -> Content:
    """Return a scenario in which an actor sits at no table. Raises SettingError."""

    def out(question: schema.Question, id_: str) -> dict[str, object]:
        table = tuple(member for member in question.table if member.actor != actor)
        if not table or question.rule.decider == actor:
            raise SettingError(f"{actor} decides {id_} and can't be left out")
        consent = tuple(one for one in question.rule.consent if one != actor)
        rule = question.rule.model_copy(update={"consent": consent})
        return {"table": table, "rule": rule}

    decisions = []
    for decision in content.scenario.decisions:
        update = out(decision, decision.id)
        if decision.response is not None:
            response = out(decision.response, f"{decision.id}.answer")
            update["response"] = decision.response.model_copy(update=response)
        decisions.append(decision.model_copy(update=update))
    scenario = content.scenario.model_copy(update={"decisions": tuple(decisions)})
    return replace(content, scenario=scenario)
