"""Settings: numbers of a scenario changed by name, and voices left out.

Settings change what an author wrote, so that everything that follows from it follows anew. A
bundle of files may carry them in a file of their own, so that a game of theirs can be saved.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sitroom.errors import SitroomError
from sitroom.scenario import schema
from sitroom.scenario.content import Content, digest
from sitroom.scenario.problems import did_you_mean

FILE = "settings.json"  # in a bundle; no author's file is called so
MODEL = {"temperature": (0, 100), "gain": (0.001, 10), "carry": (0, 1), "rounds": (0, 9)}
ACTOR = ("concerns.CONCERN", "openness", "trusts.ACTOR", "positions.DECISION", "at_table")
Value = float | bool
Settings = Mapping[str, Value]


class SettingError(SitroomError):
    """A setting that can't be made; the message says why, and what would do."""

    title = "That can't be set"
    exit_code = 2


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


def check(key: str, kind: Kind, value: object) -> None:
    """Raise SettingError for a value that a setting can't have."""
    if kind.what == "at_table":
        if not isinstance(value, bool):
            raise SettingError(f"{key}: a voice is at the table or it is not, not {value!r}")
        return
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise SettingError(f"{key}: {value!r} is not a number")
    if not (math.isfinite(value) and kind.low <= value <= kind.high):
        raise SettingError(f"{key}: {value:g} is not from {kind.low:g} to {kind.high:g}")
    if kind.whole and value != int(value):
        raise SettingError(f"{key}: {value:g} is not a whole number")


def changed(content: Content, settings: Settings) -> Content:
    """Return a scenario with settings made. Raises SettingError."""
    for key, value in settings.items():
        kind = kind_of(content, key)
        check(key, kind, value)
        content = _changed(content, kind, value)
    return content


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


def carried(files: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Return a bundle that carries settings."""
    return {**files, FILE: json.dumps(dict(settings), sort_keys=True)}


def made(content: Content, files: Mapping[str, str]) -> Content:
    """Return the scenario of a bundle with the settings that it carries. Raises SettingError."""
    if FILE not in files:
        return content
    try:
        settings = dict(json.loads(files[FILE]))
    except (ValueError, TypeError):
        raise SettingError(f"{FILE} can't be read") from None
    return replace(changed(content, settings), digest=digest(files))
