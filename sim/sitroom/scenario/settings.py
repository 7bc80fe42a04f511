"""Settings: parts of a scenario changed by name, as if the world were otherwise.

Settings change what an author wrote, so that everything that follows from it follows anew; what
a profile does not explain of a position (the residual) stays as it was. A bundle of files may
carry them in a file of their own, so that a game of theirs can be saved.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sitroom.engine.question_ids import answer_id
from sitroom.errors import SitroomError
from sitroom.scenario import schema
from sitroom.scenario.content import Content, digest
from sitroom.scenario.problems import did_you_mean

FILE = "settings.json"  # in a bundle; no author's file is called so
MODEL = {
    "temperature": (0, 100),
    "gain": (0.001, 10),
    "reserve": (0, 5),
    "carry": (0, 1),
    "rounds": (0, 9),
    "repeated": (0, 1),
    "confirm": (0, 1),
    "half_life": (0, 36500),
    "credit": (0, 1),
    "memory": (0, 1),
    "foresight": (0, 1),
    "provocation": (0, 1),
    "counsel": (0, 1),
}
ACTOR = (
    "concerns.CONCERN",
    "beliefs.CONCERN",
    "openness",
    "trusts.ACTOR",
    "positions.QUESTION",
    "at_table",
)
QUESTION = ("bears.CONCERN", "bears.CONCERN.ACTOR", "arguments.ID", "options.ID.at")
OWNERS = ("model", "injects", "indicators", "choices")  # and actors, and questions
Value = float | bool | str
Settings = Mapping[str, Value]


class SettingError(SitroomError):
    """A setting that can't be made; the message says why, and what would do."""

    title = "That can't be set"
    exit_code = 2


@dataclass(frozen=True)
class Kind:
    """What a setting changes: of whom, which number, of what; and what it may be."""

    owner: str  # an actor, a question, or one of OWNERS
    what: str
    of: str = ""
    low: float = 0.0
    high: float = 1.0
    flag: bool = False  # whether it may be yes or no
    number: bool = True  # whether it may be a number
    options: tuple[str, ...] = ()  # what it may be, if it is one of several

    @property
    def whole(self) -> bool:
        """Whether only whole numbers will do."""
        return self.what == "rounds"


def kind_of(content: Content, key: str) -> Kind:
    """Return what a setting changes. Raises SettingError for a name that is not known."""
    owner, _, rest = key.partition(".")
    asked = questions(content)
    if owner == "model":
        return _of_model(key, rest)
    if owner == "injects":
        names = {i.id: None for d in content.scenario.decisions for i in d.injects}
        names |= {f"{d.id}.{i.id}": None for d in content.scenario.decisions for i in d.injects}
        return Kind(owner, owner, _known(key, "inject", rest, names), flag=True, number=False)
    if owner == "indicators":
        one = content.scenario.indicators[
            _known(key, "indicator", rest, content.scenario.indicators)
        ]
        return Kind(owner, owner, rest, one.low, one.high)
    if owner == "choices":
        options = asked[_known(key, "question", rest, asked)].options
        return Kind(owner, owner, rest, number=False, options=tuple(one.id for one in options))
    if owner in content.actors:
        return _of_actor(content, key, owner, rest)
    named, rest = (answer_id(owner), rest[7:]) if rest.startswith("answer.") else (owner, rest)
    if named in asked:
        return _of_question(content, key, named, rest)
    if named in content.scenario.concerns:
        cares = [who for who, actor in content.actors.items() if named in actor.concerns][:2]
        forms = [f"{who}.{what}.{named}" for who in cares for what in ("concerns", "beliefs")]
        raise _unknown(key, "a concern is set for one actor", "", (), ", ".join(forms))
    raise _unknown(
        key, f"there is no actor or question '{named}'", named, [*content.actors, *asked, *OWNERS]
    )


def _of_model(key: str, rest: str) -> Kind:
    if rest not in MODEL:
        raise _unknown(key, f"model has no '{rest}'", rest, MODEL)
    low, high = MODEL[rest]
    return Kind("model", rest, "", low, high)


def _of_actor(content: Content, key: str, owner: str, rest: str) -> Kind:
    what, _, of = rest.partition(".")
    names: dict[str, Iterable[str]] = {
        "concerns": content.scenario.concerns,
        "beliefs": content.scenario.concerns,
        "trusts": [name for name in content.actors if name != owner],
        "positions": _seated(content, owner),
    }
    if what not in (*names, "openness", "at_table") or (of and what not in names):
        known = [one.partition(".")[0] for one in ACTOR]
        raise _unknown(key, f"an actor has no '{rest}'", what, known, ", ".join(ACTOR))
    if what in names and of not in names[what]:
        why = f"'{owner}' has no {what} '{of}'" if of else f"say which: {owner}.{what}.NAME"
        raise _unknown(key, why, of, names[what])
    if what == "at_table":
        return Kind(owner, what, flag=True, number=False)
    low, high = {"positions": (0.0, 100.0), "beliefs": (-1.0, 1.0)}.get(what, (0.0, 1.0))
    return Kind(owner, what, of, low, high)


def _of_question(content: Content, key: str, owner: str, rest: str) -> Kind:
    asked = questions(content)[owner]
    what, _, of = rest.partition(".")
    if what == "bears":
        own = [f"{id_}.{who}" for id_, b in asked.bears.items() for s in b.sides for who in s.for_]
        return Kind(owner, what, _known(key, "concern", of, [*content.scenario.concerns, *own]), -1)
    if what == "arguments":
        names = [argument.id for argument in asked.arguments]
        return Kind(owner, what, _known(key, "argument", of, names), flag=True)
    if what == "options" and of.endswith(".at"):
        names = [option.id for option in asked.options]
        at = names.index(_known(key, "option", of.removesuffix(".at"), names))
        ends = [0.0, *asked.scale, 100.0]
        return Kind(owner, what, names[at], ends[at], ends[at + 2])
    known = [one.partition(".")[0] for one in QUESTION]
    raise _unknown(key, f"a question has no '{rest}'", what, known, ", ".join(QUESTION))


def _known(key: str, kind: str, name: str, known: Iterable[str]) -> str:
    known = list(known)
    if name not in known:
        raise _unknown(key, f"there is no {kind} '{name}'", name, known)
    return name


def _unknown(key: str, why: str, name: str, known: Iterable[str], form: str = "") -> SettingError:
    known = list(known)
    hint = did_you_mean(name, known) or f"It may be: {form or ', '.join(known)}."
    return SettingError(f"{key}: {why}. {hint}")


def questions(content: Content) -> dict[str, schema.Question]:
    """Return the questions of a scenario, answers among them, by their names."""
    return {
        id_: asked
        for decision in content.scenario.decisions
        for id_, asked in decision.questions.items()
    }


def _seated(content: Content, actor: str) -> list[str]:
    """Return the questions at whose tables an actor sits."""
    return [
        id_
        for id_, asked in questions(content).items()
        if actor in [member.actor for member in asked.table]
    ]


def check(key: str, kind: Kind, value: object) -> None:
    """Raise SettingError for a value that a setting can't have."""
    if kind.options:
        if value not in kind.options:
            wrong = str(value)
            hint = did_you_mean(wrong, kind.options) or f"It may be: {', '.join(kind.options)}."
            raise SettingError(f"{key}: there is no option '{wrong}'. {hint}")
        return
    if isinstance(value, bool) and kind.flag:
        if value and kind.number:
            raise SettingError(f"{key}: say no, or a number")
        return
    if not kind.number:
        raise SettingError(f"{key}: say yes or no, not {value!r}")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise SettingError(f"{key}: {value!r} is not a number")
    if not (math.isfinite(value) and kind.low <= value <= kind.high):
        raise SettingError(f"{key}: {value:g} is not from {kind.low:g} to {kind.high:g}")
    if kind.whole and value != int(value):
        raise SettingError(f"{key}: {value:g} is not a whole number")


def changed(content: Content, settings: Settings) -> Content:
    """Return a scenario with settings made, and as it was beside it. Raises SettingError."""
    original = content.original or content
    made = content
    for key, value in settings.items():
        kind = kind_of(original, key)
        check(key, kind, value)
        made = _changed(made, kind, value)
    return replace(made, original=original) if settings else content


def _changed(content: Content, kind: Kind, value: Value) -> Content:
    made = _OWNERS.get(kind.owner)
    if made is not None:
        return made(content, kind, value)
    if kind.what == "at_table":
        return content if value else _left_out(content, kind.owner)
    if kind.what in {one.partition(".")[0] for one in ACTOR}:
        return _with_actor(content, kind, value)
    return _with_questions(content, lambda id_, asked: _question(kind, value, id_, asked))


def _with_number(content: Content, kind: Kind, value: Value) -> Content:
    number = int(value) if kind.whole else value
    return _with(content, model=content.scenario.model.model_copy(update={kind.what: number}))


def _with_start(content: Content, kind: Kind, value: Value) -> Content:
    known = content.scenario.indicators
    changed_one = known[kind.of].model_copy(update={"start": value})
    return _with(content, indicators={**known, kind.of: changed_one})


def _with_choice(content: Content, kind: Kind, value: Value) -> Content:
    return replace(content, forced={**content.forced, kind.of: str(value)})


def _with(content: Content, **update: object) -> Content:
    return replace(content, scenario=content.scenario.model_copy(update=update))


def _with_actor(content: Content, kind: Kind, value: Value) -> Content:
    actor, what, made = content.actors[kind.owner], kind.what, object()
    if what in ("concerns", "beliefs"):
        old = actor.concerns.get(kind.of) or schema.ActorConcern(weight=0, belief=0)
        part = "weight" if what == "concerns" else "belief"
        what, made = "concerns", {**actor.concerns, kind.of: old.model_copy(update={part: value})}
    elif what == "trusts":
        made = {**actor.trusts, kind.of: value}
    elif what == "positions":
        declared = actor.positions.get(kind.of) or _UNDECLARED
        made = {**actor.positions, kind.of: declared.model_copy(update={"position": value})}
    else:
        made = value
    changed_actor = actor.model_copy(update={what: made})
    return replace(content, actors={**content.actors, kind.owner: changed_actor})


_UNDECLARED = schema.Position.model_construct(
    position=50.0, salience=50.0, confidence="inferred", evidence=()
)


def _with_inject(content: Content, kind: Kind, value: Value) -> Content:
    """Return a scenario in which an inject does not happen, or does whatever its condition."""
    owner, _, own = kind.of.rpartition(".")
    decisions = []
    for decision in content.scenario.decisions:
        ours = [i.id == own and owner in ("", decision.id) for i in decision.injects]
        pairs = zip(decision.injects, ours, strict=True)
        kept = [i.model_copy(update={"when": None}) if one else i for i, one in pairs]
        if not value:
            pairs = zip(decision.injects, ours, strict=True)
            kept = [i for i, one in pairs if not one]
        decisions.append(decision.model_copy(update={"injects": tuple(kept)}))
    return _with(content, decisions=tuple(decisions))


_OWNERS: dict[str, Callable[[Content, Kind, Value], Content]] = {
    "model": _with_number,
    "injects": _with_inject,
    "indicators": _with_start,
    "choices": _with_choice,
}
Update = dict[str, object]


def _with_questions(content: Content, update: Callable[[str, schema.Question], Update]) -> Content:
    """Return a scenario with each question changed as `update` says."""
    decisions = []
    for decision in content.scenario.decisions:
        made = update(decision.id, decision)
        if decision.response is not None:
            answer = update(answer_id(decision.id), decision.response)
            made["response"] = decision.response.model_copy(update=answer)
        decisions.append(decision.model_copy(update=made))
    return _with(content, decisions=tuple(decisions))


def _question(kind: Kind, value: Value, id_: str, asked: schema.Question) -> Update:
    if id_ != kind.owner:
        return {}
    match kind.what:
        case "bears":
            concern, _, who = kind.of.partition(".")
            old = asked.bears.get(concern) or schema.Bearing(value=0)
            update: Update = {"value": value}
            if who:
                made = [s.model_copy(update=update) if who in s.for_ else s for s in old.sides]
                update = {"sides": tuple(made)}
            return {"bears": {**asked.bears, concern: old.model_copy(update=update)}}
        case "options":
            scale = [
                value if o.id == kind.of else at
                for o, at in zip(asked.options, asked.scale, strict=True)
            ]
            pairs = zip(asked.options, scale, strict=True)
            return {"options": tuple(o.model_copy(update={"at": at}) for o, at in pairs)}
    lines = [
        one.model_copy(update={"strength": value}) if one.id == kind.of else one
        for one in asked.arguments
        if value is not False or one.id != kind.of
    ]
    return {"arguments": tuple(lines)}


def decided_by(content: Content, actor: str) -> list[str]:
    """Return the questions that an actor decides alone or first, for which it can't be left out."""
    return [id_ for id_, asked in questions(content).items() if _decides(asked, actor)]


def _decides(asked: schema.Question, actor: str) -> bool:
    return asked.rule.decider == actor or {member.actor for member in asked.table} == {actor}


def _left_out(content: Content, actor: str) -> Content:
    """Return a scenario in which an actor sits at no table. Raises SettingError."""

    def out(id_: str, question: schema.Question) -> Update:
        table = tuple(member for member in question.table if member.actor != actor)
        if _decides(question, actor):
            raise SettingError(f"{actor} decides {id_} and can't be left out")
        consent = tuple(one for one in question.rule.consent if one != actor)
        rule = question.rule.model_copy(update={"consent": consent})
        return {"table": table, "rule": rule}

    return _with_questions(content, out)


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
