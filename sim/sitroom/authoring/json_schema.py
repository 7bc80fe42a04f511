"""JSON Schema for editors: the form of files, with the names that a folder knows as choices.

Made from the models, so it says what `check` says about form; what editors' YAML parsers make of
plain words (numbers, booleans) is let through where a text belongs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sitroom.engine.question_ids import answer_id
from sitroom.files import reading
from sitroom.loader.checks.references import REFERENCES
from sitroom.loader.folders import yaml_files
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode, read_tree
from sitroom.loader.yaml_text.trees import Node, child, find, key_names
from sitroom.scenario import schema
from sitroom.scenario.problems import ContentError
from sitroom.scenario.schema import (
    Actor,
    Condition,
    Decision,
    Option,
    Outcome,
    Part,
    Response,
    Scenario,
)
from sitroom.scenario.wordscale import WORDS

Spec = dict[str, Any]
Names = dict[str, list[str]]

KINDS: dict[str, type[Part]] = {"scenario": Scenario, "decision": Decision, "actor": Actor}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Names beside those in references: model, key, what its value (or its keys) name, what values name.
_NAMED: tuple[tuple[type[Part], str, str, str | None], ...] = (
    *((model, key, kind, None) for model, key, kind in REFERENCES),
    (Option, "rung", "rung", None),
    (Outcome, "option", "option", None),
    (Response, "to", "option", None),
    (Decision, "asks_again", "decision", None),
    (Actor, "positions", "question", None),
    (Condition, "chosen", "question", "option"),
    (Condition, "reached", "ladder", "rung"),
    (Condition, "at_least", "indicator", None),
    (Condition, "at_most", "indicator", None),
)
_BOOLEANS = [True, False, "yes", "no", "on", "off"]
_NUMBER = re.compile(r"\d+(e\d+)?")


@dataclass
class Known:
    """The names in some scenarios, by kind, and the files that could not be read for them."""

    names: Names = field(default_factory=dict)
    unread: list[Path] = field(default_factory=list)

    def add(self, kind: str, names: Iterable[str]) -> None:
        """Take in names; each is kept once, in the order in which they come."""
        self.names[kind] = list(dict.fromkeys([*self.names.get(kind, ()), *names]))

    def read(self, path: Path) -> Node | None:
        """Return the tree of a file; None, and noted, if it can't be read as YAML."""
        try:
            return read_tree(str(path), decode(reading.read_start(path, MAX_BYTES + 1)))
        except ContentError:
            self.unread.append(path)
            return None


def known(mains: Iterable[Path], actors: Iterable[Path]) -> Known:
    """Return what scenarios with these main files call things, with the actors in these folders.

    Broken files are passed over; a kind of which names may be missing for that is left open.
    """
    found = Known()
    for folder in actors:
        found.add("actor", (path.stem for path in yaml_files(folder)))
    for main in mains:
        _take_in(found, main)
    if found.unread:
        found.names.pop("option", None)
    return found


def _take_in(found: Known, main: Path) -> None:
    """Add the names in one scenario."""
    files: list[Path] = []
    if main.stem == "scenario":
        files = yaml_files(main.parent / "decisions")
        found.add("actor", (path.stem for path in yaml_files(main.parent / "actors")))
    tree = found.read(main)
    if tree is not None:
        for kind in ("source", "concern", "ladder", "indicator"):
            found.add(kind, key_names(child(tree, f"{kind}s")))
        for name in key_names(child(tree, "ladders")):
            found.add("rung", _ids(find(tree, ("ladders", name, "rungs"))))
    decisions = [(path.stem, found.read(path)) for path in files]
    inline = child(tree, "decisions") if tree else None
    for item in inline.value if inline and isinstance(inline.value, list) else ():
        id_ = child(item, "id")
        if id_ is not None and isinstance(id_.value, str):
            decisions.append((id_.value, item))
    for name, decision in decisions:
        found.add("decision", [name])
        response = child(decision, "response") if decision else None
        answered = decision is None or response is not None
        found.add("question", [name, answer_id(name)] if answered else [name])
        for asked in (decision, response):
            found.add("option", _ids(child(asked, "options") if asked else None))


def _ids(node: Node | None) -> Iterator[str]:
    for item in node.value if node is not None and isinstance(node.value, list) else ():
        id_ = child(item, "id")
        if id_ is not None and isinstance(id_.value, str):
            yield id_.value


def json_schema(kind: str, names: Mapping[str, list[str]]) -> Spec:
    """Return the JSON Schema (2020-12) of a kind of file; of `names` those are choices that there are."""
    model = KINDS[kind]
    whole = model.model_json_schema()
    for title, spec in ((model.__name__, whole), *whole.get("$defs", {}).items()):
        _name(getattr(schema, title), spec, names)
    if kind == "scenario":
        listed = whole["properties"]["decisions"]
        listed["items"] = {"anyOf": [_choice(names.get("decision", [])), listed["items"]]}
    return {"$schema": _DIALECT, **_plain(whole)}


def _name(model: type[Part], spec: Spec, names: Mapping[str, list[str]]) -> None:
    """Put the names that are known into the places that name something, and what types leave out."""
    if model is Condition:
        spec |= {"minProperties": 1, "maxProperties": 1}
    for key in ("date", "as_of"):
        if key in spec["properties"]:
            spec["properties"][key]["pattern"] = r"^\d{4}(-\d{2}(-\d{2})?)?$"
    for owner, key, kind, values in _NAMED:
        if issubclass(model, owner) and key in spec["properties"] and names.get(kind):
            wanted = spec["properties"][key]
            for one in wanted.get("anyOf", [wanted]):
                _restrict(one, names[kind], names.get(values or "", []))


def _restrict(spec: Spec, names: list[str], values: list[str]) -> None:
    """Let a text, the items of a list or the keys of a mapping be one of `names`."""
    if spec.get("type") == "array":
        _restrict(spec["items"], names, values)
    elif spec.get("type") == "object":
        (inner,) = spec.pop("patternProperties").values()
        spec.pop("propertyNames", None)
        if values:
            _restrict(inner, values, [])
        spec |= {"properties": dict.fromkeys(names, inner), "additionalProperties": False}
    elif spec.get("type") == "string":
        for key in ("type", "pattern", "maxLength", "minLength"):
            spec.pop(key, None)
        spec |= _choice(names)


def _choice(names: list[str]) -> Spec:
    """One of some ids, each also as the number or boolean that an editor takes it for."""
    return (
        {"enum": [form for name in names for form in _forms(name)]}
        if names
        else TypeAdapter(schema.Id).json_schema()
    )


def _forms(name: str) -> list[object]:
    if _NUMBER.fullmatch(name):
        number = float(name)
        return [name, int(number) if number.is_integer() else number]
    words: dict[str, object] = {"true": True, "false": False}
    return [name, words[name]] if name in words else [name]


def _plain(spec: Any) -> Any:  # noqa: ANN401 - any part of a JSON Schema
    """Return a schema without pydantic's titles, and as wide as editors read plain words."""
    if isinstance(spec, list):
        return [_plain(item) for item in spec]
    if not isinstance(spec, dict):
        return spec
    found: Spec = {}
    for key, value in spec.items():
        if key in ("properties", "patternProperties", "$defs"):
            found[key] = {name: _plain(inner) for name, inner in value.items()}
        elif key not in ("title", "default"):
            found[key] = _plain(value) if key not in ("enum", "const") else value
    if WORDS in found:
        words = found.pop(WORDS)
        about = {key: found.pop(key) for key in ("description",) if key in found}
        found = {**about, "anyOf": [found, {"enum": words}]}
    if found.get("type") == "string" and "enum" not in found:
        found["type"] = ["string", "number", "boolean"]
    elif found.get("type") == "boolean":
        del found["type"]
        found["enum"] = _BOOLEANS
    if "default" in spec and spec["default"] not in (None, [], {}):
        found["default"] = spec["default"]
    return found
