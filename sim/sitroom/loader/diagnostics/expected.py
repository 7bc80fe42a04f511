"""What a file should hold at a place, read off the JSON Schema of its model."""

import functools
from typing import Any

from pydantic import BaseModel

from sitroom.loader.yaml_text.trees import Loc, Node, Place

Spec = dict[str, Any]

# The id that stands in for one that cannot be read; names that meet it are not looked up.
GAP = "stands-in-for-a-mistake"
_VAST = 1e9
_LATE = "9999"  # the date that stands in for one that cannot be read: nothing is later


def expected(model: type[BaseModel], loc: Loc) -> Spec:
    """Return the part of the JSON Schema that describes the value at `loc`; empty if there is none."""
    root = _schema(model)
    spec = _resolve(root, root)
    for step in loc:
        if isinstance(step, int):
            spec = spec.get("items", {})
        elif step in spec.get("properties", {}):
            spec = spec["properties"][step]
        else:
            rest = [*spec.get("patternProperties", {}).values(), spec.get("additionalProperties")]
            spec = rest[0] or {}
        spec = _resolve(spec, root)
    return spec


def keys(model: type[BaseModel], loc: Loc) -> list[str]:
    """Return the keys that the part at `loc` may have; empty where keys are names."""
    return list(expected(model, loc).get("properties", {}))


def may_be_none(model: type[BaseModel], loc: Loc) -> bool:
    """Whether the model takes nothing for the key at `loc`, as if it were left out."""
    spec = expected(model, loc[:-1]).get("properties", {}).get(loc[-1], {})
    return any(one.get("type") == "null" for one in spec.get("anyOf", ()))


@functools.cache
def all_keys(model: type[BaseModel]) -> frozenset[str]:
    """Return the keys that any part of a file may have."""
    root = _schema(model)
    parts = (root, *root.get("$defs", {}).values())
    return frozenset(key for part in parts for key in part.get("properties", ()))


def stand_in(model: type[BaseModel], loc: Loc, at: Place) -> Node:
    """Return the least that is right at `loc`: a node on line 0."""
    spec, nowhere = expected(model, loc), Place(at.file, 0, 0)
    kind = spec.get("type")
    value: str | list[Node] | dict[str, Node]
    if kind == "array":
        count = range(max(spec.get("minItems", 0), 1) if _named(spec, model, loc) else 0)
        value = [stand_in(model, (*loc, index), at) for index in count]
    elif kind == "object" and "properties" in spec:
        wanted = list(spec.get("required", ()))
        if not loc:  # of a whole file, names that others may use
            wanted += [
                key for key, one in spec["properties"].items() if "additionalProperties" in one
            ]
        value = {key: stand_in(model, (*loc, key), at) for key in wanted}
    elif kind == "object":
        value = {GAP: stand_in(model, (*loc, GAP), at)}
    else:
        value = _scalar(spec, loc)
    return Node(nowhere, value)


def holders(model: type[BaseModel], key: str | None, inner: str | None, *, item: bool) -> list[str]:
    """Return the keys of a file that may hold a group of lines, those that must be there first.

    Args:
        model: what the file should hold.
        key: the first key of the group; None if it begins with a bare value.
        inner: the first key inside of that, if there is one.
        item: whether the group is a list; `key` is then one of its first item.
    """
    root = _schema(model)
    found: dict[str, bool] = {}
    for part in (root, *root.get("$defs", {}).values()):
        for name, one in part.get("properties", {}).items():
            spec = _resolve(one, root)
            if _holds(spec, root, key, inner, item=item):
                found[name] = found.get(name, False) or name in part.get("required", ())
    return sorted(found, key=lambda name: not found[name])


def _holds(spec: Spec, root: Spec, key: str | None, inner: str | None, *, item: bool) -> bool:
    if item:
        within = _resolve(spec.get("items", {}), root).get("properties", {})
        return spec.get("type") == "array" and (key is None or key in within)
    if spec.get("type") != "object":
        return False
    if "properties" in spec:
        return key in spec["properties"]
    rest = [*spec.get("patternProperties", {}).values(), spec.get("additionalProperties")]
    entry = _resolve(rest[0] or {}, root)
    return inner in entry.get("properties", {}) if inner else entry.get("type") != "object"


def bounds(spec: Spec) -> str:
    """Return the range of a number in words, or nothing if it has none."""
    low, above = spec.get("minimum"), spec.get("exclusiveMinimum")
    high = spec.get("maximum")
    if low is not None and high is not None and high > _VAST:
        return ""  # as good as no bounds, till a number is beyond them
    if low is not None and high is not None:
        return f"between {low:g} and {high:g}"
    ends = []
    if low is not None:
        ends.append(f"at least {low:g}")
    if above is not None:
        ends.append(f"more than {above:g}")
    if high is not None:
        ends.append(f"at most {high:g}")
    return " and ".join(ends)


def _named(spec: Spec, model: type[BaseModel], loc: Loc) -> bool:
    """Whether a list needs items, or its items have names that others may want."""
    return spec.get("minItems", 0) > 0 or "id" in keys(model, (*loc, 0))


def _scalar(spec: Spec, loc: Loc) -> str:
    if "enum" in spec:
        return str(spec["enum"][0])
    if "const" in spec:
        return str(spec["const"])
    if spec.get("type") == "boolean":
        return "false"
    if spec.get("type") in ("number", "integer"):
        least = spec.get("minimum", 1)
        return str(least if least > -100 else 1)
    if loc and loc[-1] in ("date", "as_of"):
        return _LATE
    return GAP[: spec.get("maxLength", 80)]


@functools.cache
def _schema(model: type[BaseModel]) -> Spec:
    return model.model_json_schema()


def _resolve(spec: Spec, root: Spec) -> Spec:
    """Follow `$ref` and drop the null of an optional value; the outer description wins."""
    outer = {key: spec[key] for key in ("description",) if key in spec}
    if "anyOf" in spec:
        spec = next(one for one in spec["anyOf"] if one.get("type") != "null")
    if "$ref" in spec:
        spec = root["$defs"][spec["$ref"].rpartition("/")[2]]
    return {**spec, **outer}
