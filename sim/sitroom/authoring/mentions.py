"""Where ids stand in the files of a scenario: one table, read along the schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ForwardRef, get_args, get_origin

from sitroom.engine.question_ids import answer_id
from sitroom.loader.checks.references import REFERENCES
from sitroom.loader.yaml_text.trees import Node, Place, child
from sitroom.scenario.expectation import Case, Look
from sitroom.scenario.schema import (
    Actor,
    Amendment,
    Argument,
    Concern,
    Condition,
    Decision,
    Ending,
    Inject,
    Ladder,
    Option,
    Outcome,
    Part,
    Response,
    Rule,
    Rung,
    Scenario,
)

# Which field of which part gives an id, or names a thing; beside REFERENCES of the checks. A kind
# after a dash is of a scope: of the question, ladder, owner or decision that the part stands in.
GIVES: tuple[tuple[type[Part], str, str], ...] = (
    (Scenario, "concerns", "concern"),
    (Scenario, "ladders", "ladder"),
    (Scenario, "sources", "source"),
    (Scenario, "indicators", "indicator"),
    (Actor, "id", "actor"),
    (Decision, "id", "decision"),
    (Ending, "id", "ending"),
    (Rung, "id", "ladder-rung"),
    (Option, "id", "question-option"),
    (Amendment, "id", "question-option"),
    (Argument, "id", "owner-argument"),
    (Inject, "id", "decision-inject"),
)
NAMES: tuple[tuple[type[Part], str, str], ...] = (
    *REFERENCES,
    (Concern, "reads", "indicator"),
    (Condition, "at_least", "indicator"),
    (Condition, "at_most", "indicator"),
    (Condition, "ended", "ending"),
    (Condition, "happened", "happening"),
    (Condition, "chosen", "choice"),
    (Condition, "reached", "reach"),
    (Argument, "rebuts", "rebuttal"),
    (Actor, "positions", "question"),
    (Decision, "asks_again", "decision"),
    (Scenario, "decisions", "decision"),
    (Option, "rung", "ladder-rung"),
    (Amendment, "rung", "ladder-rung"),
    (Amendment, "amends", "question-option"),
    (Outcome, "option", "question-option"),
    (Rule, "otherwise", "question-option"),
    (Response, "to", "decision-option"),
    (Look, "question", "question"),
    (Look, "option", "question-option"),
    (Look, "ladder", "ladder"),
    (Case, "base", "setting"),
    (Case, "change", "setting"),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An id in a file: of what, in which scope ("" for the whole scenario, None for any), and where.

    `offset` is where the id begins in the text that stands at its place; `gives` says that this
    is where the id is given.
    """

    kind: str
    scope: str | None
    name: str
    place: Place
    offset: int = 0
    gives: bool = False

    @property
    def full(self) -> str:
        """Return the id with its scope, as it is said where the id alone is not enough."""
        return f"{self.scope}.{self.name}" if self.scope else self.name


@dataclass(frozen=True, slots=True)
class _Within:
    """What a part stands in, by id."""

    actors: frozenset[str]
    decision: str = ""
    question: str = ""
    ladder: str = ""
    owner: str = ""


def mentions(trees: Mapping[type[Part], list[Node]], actors: frozenset[str]) -> Iterator[Mention]:
    """Yield every id in the trees of files, each given with the part that it holds."""
    for part, found in trees.items():
        for tree in found:
            yield from _walk(part, tree, _Within(actors), "")


def _walk(part: type[Part], node: Node, around: _Within, key: str) -> Iterator[Mention]:
    if not isinstance(node.value, dict):
        return
    within = _inside(part, node, around, key)
    for name, field in part.model_fields.items():
        below = node.value.get(field.alias or name)
        if below is None:
            continue
        for table, gives in ((GIVES, True), (NAMES, False)):
            for model, named, kind in table:
                if named == name and issubclass(part, model):
                    yield from _of_kind(kind, below, within, gives=gives)
        inner, keyed = _inner(field.annotation, part)
        if inner is not None:
            for one, entry in _entries(below, keyed=keyed):
                yield from _walk(inner, entry, within, one)


def _inside(part: type[Part], node: Node, around: _Within, key: str) -> _Within:
    """Return what the fields of a part stand in."""
    name, ladder = _text(child(node, "id")), _text(child(node, "ladder"))
    if part is Decision:
        return replace(around, decision=name, question=name, owner=name, ladder=ladder)
    if part is Response:
        answer = answer_id(around.decision)
        return replace(around, question=answer, owner=answer, ladder=ladder)
    if part is Actor:
        return replace(around, owner=name)
    if part is Ladder:
        return replace(around, ladder=key)
    if part is Look:
        return replace(around, question=_text(child(node, "question")))
    return around


def _of_kind(kind: str, node: Node, within: _Within, *, gives: bool) -> Iterator[Mention]:
    """Yield the ids in the value of one field."""
    for name, place, value in _ids(node):
        if kind in _COMPOUND:
            yield from _COMPOUND[kind](name, place, value, within)
        else:
            scope, _, plain = kind.rpartition("-")
            yield Mention(plain, getattr(within, scope) if scope else "", name, place, gives=gives)


def _ids(node: Node) -> Iterator[tuple[str, Place, Node]]:
    """Yield the texts in a value, or its keys, with what stands at each."""
    if isinstance(node.value, str):
        yield node.value, node.at, node
    elif isinstance(node.value, list):
        for item in node.value:
            if isinstance(item.value, str):
                yield item.value, item.at, item
    elif isinstance(node.value, dict):
        for name, below in node.value.items():
            yield name, below.key or below.at, below


def _question(name: str, place: Place, _: Node, within: _Within) -> Iterator[Mention]:
    del within
    yield Mention("decision", "", name.partition(".")[0], place)


def _choice(name: str, place: Place, value: Node, within: _Within) -> Iterator[Mention]:
    yield from _question(name, place, value, within)
    yield from (Mention("option", name, one, at) for one, at, _ in _ids(value))


def _reach(name: str, place: Place, value: Node, _: _Within) -> Iterator[Mention]:
    yield Mention("ladder", "", name, place)
    yield from (Mention("rung", name, one, at) for one, at, _ in _ids(value))


def _happening(name: str, place: Place, _: Node, within: _Within) -> Iterator[Mention]:
    del within
    owner, dot, own = name.rpartition(".")
    if dot:
        yield Mention("decision", "", owner, place)
    yield Mention("inject", owner or None, own, place, len(owner + dot))


def _rebuttal(name: str, place: Place, _: Node, within: _Within) -> Iterator[Mention]:
    owner, dot, own = name.rpartition(".")
    if dot:
        yield Mention("actor" if owner in within.actors else "decision", "", owner, place)
    yield Mention("argument", owner or within.owner, own, place, len(owner + dot))


def _setting(name: str, place: Place, value: Node, within: _Within) -> Iterator[Mention]:
    """Yield the ids in a setting of an expectation, such as `state.beliefs.escalation`."""
    owner, _, rest = name.partition(".")
    past = len(owner) + 1
    if owner == "injects":
        found = _happening(rest, place, value, within)
        yield from (replace(one, offset=one.offset + past) for one in found)
    elif owner == "indicators":
        yield Mention("indicator", "", rest, place, past)
    elif owner == "choices":
        yield Mention("decision", "", rest.partition(".")[0], place, past)
        yield from (Mention("option", rest, one, at) for one, at, _ in _ids(value))
    elif owner in ("without", "decision"):
        kind = "actor" if owner == "without" else "decision"
        yield from (Mention(kind, "", one, at) for one, at, _ in _ids(value))
    elif owner != "model":
        yield from _owned(owner, rest, place, within)


def _owned(owner: str, rest: str, place: Place, within: _Within) -> Iterator[Mention]:
    """Yield the ids in a setting of an actor or a question."""
    yield Mention("actor" if owner in within.actors else "decision", "", owner, place)
    question = owner
    past = len(owner) + 1
    if rest.startswith("answer."):
        question, rest, past = answer_id(owner), rest.removeprefix("answer."), past + len("answer.")
    what, _, of = rest.partition(".")
    past += len(what) + 1
    if what in ("concerns", "beliefs", "bears"):
        concern, dot, who = of.partition(".")
        yield Mention("concern", "", concern, place, past)
        if dot:
            yield Mention("actor", "", who, place, past + len(concern) + 1)
    elif what == "trusts":
        yield Mention("actor", "", of, place, past)
    elif what == "positions":
        yield Mention("decision", "", of.partition(".")[0], place, past)
    elif what == "arguments":
        yield Mention("argument", question, of, place, past)
    elif what == "options":
        yield Mention("option", question, of.removesuffix(".at"), place, past)


_COMPOUND = {
    "question": _question,
    "choice": _choice,
    "reach": _reach,
    "happening": _happening,
    "rebuttal": _rebuttal,
    "setting": _setting,
}


def _inner(kind: Any, part: type[Part]) -> tuple[type[Part] | None, bool]:  # noqa: ANN401
    """Return the part that a field holds, if it does, and whether it holds several by key."""
    if isinstance(kind, str | ForwardRef):  # a part that may hold itself
        return part, False
    if get_origin(kind) is Annotated:
        return _inner(get_args(kind)[0], part)
    if isinstance(kind, type) and not get_args(kind):
        return (kind if issubclass(kind, Part) else None), False
    found = next((one for a in get_args(kind) if (one := _inner(a, part))[0]), (None, False))
    return found[0], found[1] or get_origin(kind) is dict


def _entries(node: Node, *, keyed: bool) -> Iterator[tuple[str, Node]]:
    if isinstance(node.value, list):
        yield from (("", item) for item in node.value)
    elif isinstance(node.value, dict) and keyed:
        yield from node.value.items()
    else:
        yield "", node


def _text(node: Node | None) -> str:
    return node.value if node is not None and isinstance(node.value, str) else ""
