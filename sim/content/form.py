"""What pydantic finds wrong with a tree, in plain words and at the right place.

What was expected is read off the JSON Schema of the model, made only when something is wrong.
"""

import functools
import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from sim.content.problems import Problem, did_you_mean, nearest, quoted
from sim.content.trees import Loc, Node, find, problem_at

Spec = dict[str, Any]

_WANTED = {"array": "a list", "object": "keys with values"}


def form_problems(tree: Node, model: type[BaseModel], errors: list[ErrorDetails]) -> list[Problem]:
    """One problem for each mistake that the errors of one validation speak of."""
    missing = [e["loc"] for e in errors if e["type"] == "missing"]
    lost = {loc[-1] for loc in missing}
    unknown = [e["loc"] for e in errors if e["type"] == "extra_forbidden"]
    # Among named entries a key that slipped out looks like one more entry, of the wrong kind.
    slipped = [e["loc"] for e in errors if e["type"] == "model_type" and lost & {*e["loc"][-1:]}]
    meant = _pairs(unknown + slipped, missing)
    paired = set(meant.values())
    problems = []
    for error in errors:
        loc, kind = error["loc"], error["type"]
        if kind == "missing" and loc in paired:
            continue
        if kind == "too_short" and _long_enough(tree, model, loc):
            continue  # pydantic counts only the items that are right
        if loc in meant and meant[loc][:-1] != loc[:-1]:
            problems.append(_wrong_depth(tree, loc, meant[loc]))
        elif kind == "extra_forbidden":
            problems.append(_unknown_key(tree, model, loc, meant.get(loc)))
        elif kind == "missing":
            problems.append(_missing(tree, model, loc))
        else:
            problems.append(_wrong(tree, model, error))
    return problems


def _pairs(extra: list[Loc], missing: list[Loc]) -> dict[Loc, Loc]:
    """Unknown keys that are a missing key misspelt, or standing at the wrong depth."""
    pairs: dict[Loc, Loc] = {}
    left = list(missing)

    def pair(unknown: Loc, candidates: list[Loc]) -> None:
        near = nearest(_bare(unknown), [str(loc[-1]) for loc in candidates])
        found = next((loc for loc in candidates if loc[-1] == near), None)
        if found is not None and unknown not in pairs:
            pairs[unknown] = found
            left.remove(found)

    for unknown in extra:
        pair(unknown, [loc for loc in left if loc[:-1] == unknown[:-1]])
    for unknown in extra:  # the same name, further in or further out
        pair(
            unknown, [m for m in left if m[-1] == _bare(unknown) and _nested(m[:-1], unknown[:-1])]
        )
    for unknown in extra:  # one key too many and one too few are one mistake
        here = [loc for loc in left if loc[:-1] == unknown[:-1]]
        others = [loc for loc in extra if loc[:-1] == unknown[:-1] and loc not in pairs]
        if unknown not in pairs and len(here) == len(others) == 1:
            pairs[unknown] = here[0]
            left.remove(here[0])
    return pairs


def _bare(loc: Loc) -> str:
    """The last key without what follows a colon that lacks its space."""
    return str(loc[-1]).partition(":")[0]


def _nested(one: Loc, other: Loc) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer[: len(shorter)] == shorter


def _unknown_key(tree: Node, model: type[BaseModel], loc: Loc, meant: Loc | None) -> Problem:
    name = str(loc[-1])
    words = f"unknown key {quoted(name)}"
    known = list(_expected(model, loc[:-1]).get("properties", {}))
    if name.partition(":")[0] in known:
        help_line: str | None = "A space is missing after the colon."
    elif meant is not None:
        help_line = f"Did you mean '{meant[-1]}'?"
    else:
        help_line = did_you_mean(name, known)
    return problem_at(tree, loc, "S001", words, help_line, on_key=True)


def _wrong_depth(tree: Node, loc: Loc, meant: Loc) -> Problem:
    far = "too far" if len(meant) < len(loc) else "too little"
    words = f"{quoted(loc[-1])} is indented {far}"
    help_line = f"It belongs to {_name(meant[:-1])}."
    return problem_at(tree, loc, "S110", words, help_line, on_key=True)


def _missing(tree: Node, model: type[BaseModel], loc: Loc) -> Problem:
    name = str(loc[-1])
    spec = _expected(model, loc)
    if name == "evidence":
        return _no_evidence(tree, loc)
    owner = f" in {_name(loc[:-1])}" if len(loc) > 1 else ""
    words = f"'{name}' is missing{owner}"
    return problem_at(tree, loc, "S002", words, _description(spec), on_key=True)


def _no_evidence(tree: Node, loc: Loc) -> Problem:
    help_line = "A citation has four keys: source, paragraph, as_of, says."
    words = "needs at least one citation under 'evidence'"
    return problem_at(tree, loc, "S009", f"{_name(loc[:-1])} {words}", help_line, on_key=True)


def _wrong(tree: Node, model: type[BaseModel], error: ErrorDetails) -> Problem:
    """A value that is there but not right."""
    loc = error["loc"]
    if loc and loc[-1] == "[key]":
        return _bad_id(tree, loc[:-1], str(loc[-2]), on_key=True)
    value = find(tree, loc).value
    spec = _expected(model, loc)
    if loc and loc[-1] == "evidence" and not value:
        return _no_evidence(tree, loc)
    if value is None:
        return problem_at(tree, loc, "S012", f"{_name(loc)} has no value", _description(spec))
    if not _fits(value, spec):
        return _wrong_kind(tree, loc, value, spec)
    if not isinstance(value, str):
        return problem_at(tree, loc, "S010", f"{_name(loc)} needs at least {_count(spec)}")
    return _wrong_text(tree, loc, value, spec, error)


def _wrong_text(tree: Node, loc: Loc, value: str, spec: Spec, error: ErrorDetails) -> Problem:
    """A text, number or word where one belongs, but not this one."""
    kind = error["type"]
    if loc[-1] == "format":
        words = f"this file says format {quoted(value)}, and this program reads format 1"
        return problem_at(tree, loc, "S011", words, "A newer Sitroom may read it.")
    if kind == "string_pattern_mismatch":
        return _bad_id(tree, loc, value)
    if kind in ("string_too_short", "string_too_long"):
        most = spec.get("maxLength", "?")
        words = f"is {len(value)} characters long, and {most} is the most" if value else "is empty"
        return problem_at(tree, loc, "S006", f"{_name(loc)} {words}")
    if kind == "value_error":
        return _bad_date(tree, loc, value, str(error.get("ctx", {}).get("error", "")))
    return _bad_scalar(tree, loc, value, spec)


def _bad_id(tree: Node, loc: Loc, value: str, *, on_key: bool = False) -> Problem:
    words = f"{quoted(value)} is not an id: use small letters, digits and hyphens, at most 40"
    plainer = re.sub(r"[^a-z0-9]+", "-", value[:200].lower()).strip("-")[:40].strip("-")
    help_line = f"Did you mean '{plainer}'?" if plainer and plainer != value else None
    return problem_at(tree, loc, "S007", words, help_line, on_key=on_key)


def _bad_date(tree: Node, loc: Loc, value: str, reason: str) -> Problem:
    if "written" in reason:
        words = f"{quoted(value)} is not a date: write 2024-05-30, 2024-05 or 2024"
    else:
        words = f"{quoted(value)} is not in the calendar"
    return problem_at(tree, loc, "S008", words)


def _bad_scalar(tree: Node, loc: Loc, value: str, spec: Spec) -> Problem:
    """A number, a yes or no, or one of a few words."""
    name = _name(loc)
    if "enum" in spec:
        words = f"{name} must be {_either(spec['enum'])}, not {quoted(value)}"
        near = nearest(value, spec["enum"])
        return problem_at(tree, loc, "S005", words, f"Did you mean '{near}'?" if near else None)
    if spec.get("type") == "boolean":
        return problem_at(tree, loc, "S003", f"{name} must be true or false, not {quoted(value)}")
    number = _number(value)
    bounds = _bounds(spec)
    if number is None:
        whole = "whole number" if spec.get("type") == "integer" else "number"
        words = f"{name} must be a {whole}{' ' * bool(bounds)}{bounds}, not {quoted(value)}"
        return problem_at(tree, loc, "S003", words)
    shown = quoted(value, 24)[1:-1]
    bounds = bounds or "a number with an end"
    in_range = spec.get("minimum", number) <= number <= spec.get("maximum", number)
    if spec.get("type") == "integer" and in_range and number != int(number):
        return problem_at(tree, loc, "S003", f"{name} must be a whole number, not {shown}")
    return problem_at(tree, loc, "S004", f"{name} must be {bounds}, not {shown}")


def _wrong_kind(tree: Node, loc: Loc, value: object, spec: Spec) -> Problem:
    given = "a text" if isinstance(value, str) else "a list" if isinstance(value, list) else "keys"
    wanted = _WANTED.get(spec.get("type", ""), "one value")
    help_line = None
    if isinstance(value, str) and wanted == "a list" and spec.get("items", {}).get("type"):
        help_line = f"Write [{quoted(value, 40)[1:-1]}]."
    elif wanted == "a list":
        help_line = "Begin each item with '- '."
    elif isinstance(value, str) and wanted == "keys with values":
        help_line = "Is a space missing after a colon?" if ":" in value else _description(spec)
    words = f"{_name(loc)} must be {wanted}, not {given}"
    return problem_at(tree, loc, "S003", words, help_line)


def _long_enough(tree: Node, model: type[BaseModel], loc: Loc) -> bool:
    value = find(tree, loc).value
    spec = _expected(model, loc)
    return bool(value) and len(value or "") >= spec.get("minItems", 1)


def _fits(value: object, spec: Spec) -> bool:
    """Whether a value has the outer shape that is wanted: text, list or keys."""
    wanted = {"array": list, "object": dict}.get(spec.get("type", ""), str)
    return isinstance(value, wanted)


def _name(loc: Loc) -> str:
    """How a message calls the value at `loc`."""
    if not loc:
        return "the file"
    if isinstance(loc[-1], int):
        return f"item {loc[-1] + 1}" + (f" of '{loc[-2]}'" if len(loc) > 1 else "")
    return quoted(loc[-1], 40)


def _count(spec: Spec) -> str:
    number = spec.get("minItems") or spec.get("minProperties") or 1
    return "one entry" if number == 1 else f"{number} entries"


def _description(spec: Spec) -> str | None:
    text = spec.get("description")
    return f"{text.rstrip('.')}." if text else None


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _bounds(spec: Spec) -> str:
    """The range of a number in words, or nothing if it has none."""
    low, above = spec.get("minimum"), spec.get("exclusiveMinimum")
    high = spec.get("maximum")
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


@functools.cache
def _schema(model: type[BaseModel]) -> Spec:
    return model.model_json_schema()


def _expected(model: type[BaseModel], loc: Loc) -> Spec:
    """The part of the JSON Schema that describes the value at `loc`; empty if there is none."""
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


def _resolve(spec: Spec, root: Spec) -> Spec:
    """Follow `$ref` and drop the null of an optional value; the outer description wins."""
    outer = {key: spec[key] for key in ("description",) if key in spec}
    if "anyOf" in spec:
        spec = next(one for one in spec["anyOf"] if one.get("type") != "null")
    if "$ref" in spec:
        spec = root["$defs"][spec["$ref"].rpartition("/")[2]]
    return {**spec, **outer}
