"""What pydantic finds wrong with a tree, in plain words and at the right place.

What was expected is read off the JSON Schema of the model, made only when something is wrong.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from sitroom.loader.diagnostics.days import advice as date_advice
from sitroom.loader.diagnostics.expected import Spec, bounds, expected, keys, may_be_none, stand_in
from sitroom.loader.diagnostics.numbers import advice, share_advice
from sitroom.loader.diagnostics.numbers import number as as_number
from sitroom.loader.diagnostics.swallowed import Swallowed, told
from sitroom.loader.yaml_text.trees import Loc, Node, child, find, problem_at, walk
from sitroom.scenario.problems import Problem, as_id, did_you_mean, in_latin, nearest, quoted

_WANTED = {"array": "a list", "object": "keys with values"}
_PAGE = re.compile(
    r"(?:pages?|pp?\.?|par\.?|paragraph|¶|§|S\.|Seite)\s*(\d{1,5})\D*", re.IGNORECASE
)
_KINDS = {
    "decisions": "decision",
    "options": "option",
    "arguments": "argument",
    "injects": "inject",
    "rungs": "rung",
}


def form_problems(
    tree: Node,
    model: type[BaseModel],
    errors: list[ErrorDetails],
    meant: Mapping[Loc, Loc],
    swallowed: Iterable[Swallowed] = (),
) -> list[Problem]:
    """One problem for each mistake that the errors of one validation speak of.

    `meant` is from `pairs`; `swallowed` are keys that have become part of a text.
    """
    paired = set(meant.values())
    eaten = {(*one.loc[:-1], one.key): one for one in swallowed if one.beside}
    problems = []
    run_on = _run_on(tree, errors, paired)
    for error in errors:
        loc, kind = error["loc"], error["type"]
        if (kind == "missing" and loc in paired) or loc in run_on.values():
            continue
        if kind == "too_short" and long_enough(tree, model, loc):
            continue  # pydantic counts only the items that are right
        if kind == "missing" and loc in eaten:
            problems.append(told(eaten[loc], "error"))
        elif loc in run_on:
            problems.append(_lost_key(tree, loc, run_on[loc]))
        elif loc in meant and meant[loc][:-1] != loc[:-1]:
            problems.append(_wrong_depth(tree, loc, meant[loc]))
        elif kind == "extra_forbidden":
            problems.append(_unknown_key(tree, model, loc, meant.get(loc)))
        elif kind == "missing":
            problems.append(_missing(tree, model, loc))
        else:
            problems.append(_wrong(tree, model, error))
    return list(dict.fromkeys(problems))


def empty_keys(tree: Node, model: type[BaseModel]) -> list[Problem]:
    """Keys without a value that may be left out; they are then taken out of the tree."""
    nothing = [loc for loc, node in walk(tree) if loc and node.value is None]
    found = [loc for loc in nothing if may_be_none(model, loc)]
    problems = [_no_value(tree, model, loc) for loc in found]
    for loc in found:
        above = find(tree, loc[:-1])
        if isinstance(above.value, dict):
            lost = above.value.pop(str(loc[-1]))
            if not above.value:  # it would be missed, so that something has to stand in for it
                above.value[str(loc[-1])] = stand_in(model, loc, lost.at)
    return problems


def pairs(tree: Node, errors: list[ErrorDetails]) -> dict[Loc, Loc]:
    """Keys that are a missing key misspelt, or standing at the wrong depth, with that one."""
    missing = [e["loc"] for e in errors if e["type"] == "missing"]
    lost = {loc[-1] for loc in missing}
    extra = [e["loc"] for e in errors if e["type"] == "extra_forbidden"]
    # Among named entries a key that slipped out looks like one more entry, of the wrong kind.
    extra += [e["loc"] for e in errors if e["type"] == "model_type" and lost & {*e["loc"][-1:]}]
    found: dict[Loc, Loc] = {}
    left = list(missing)

    def pair(unknown: Loc, candidates: list[Loc]) -> None:
        near = nearest(_bare(unknown), [str(loc[-1]) for loc in candidates])
        match = next((loc for loc in candidates if loc[-1] == near), None)
        if match is not None and unknown not in found:
            found[unknown] = match
            left.remove(match)

    for unknown in extra:
        pair(unknown, [loc for loc in left if loc[:-1] == unknown[:-1]])
    for unknown in extra:  # the same name, further in or further out
        pair(
            unknown, [m for m in left if m[-1] == _bare(unknown) and _nested(m[:-1], unknown[:-1])]
        )
    for unknown in extra:  # one key too many and one too few are one mistake
        here = [loc for loc in left if loc[:-1] == unknown[:-1]]
        others = [loc for loc in extra if loc[:-1] == unknown[:-1] and loc not in found]
        if unknown not in found and len(here) == len(others) == 1 and find(tree, unknown).value:
            found[unknown] = here[0]
            left.remove(here[0])
    return found


def _run_on(tree: Node, errors: list[ErrorDetails], paired: Collection[Loc]) -> dict[Loc, Loc]:
    """Missing keys whose text has run on into the value before, which is wrong for it."""
    known = ("missing", "extra_forbidden")
    wrong = [e["loc"] for e in errors if e["type"] not in known and find(tree, e["loc"]).last]
    found: dict[Loc, Loc] = {}
    for error in errors:
        beside = [loc for loc in wrong if loc[:-1] == error["loc"][:-1]]
        missing = error["type"] == "missing" and error["loc"] not in paired
        if missing and beside and beside[0] not in found.values():
            found[error["loc"]] = beside[0]
    return found


def _lost_key(tree: Node, loc: Loc, beside: Loc) -> Problem:
    """Return a text without its key."""
    node = find(tree, beside)
    words = f"{quoted(loc[-1])} is missing{_within(tree, loc)}"
    help_line = f"Is the line '{loc[-1]}: >-' missing before the text on line {node.at.line + 1}?"
    return problem_at(tree, beside, "S002", words, help_line)


def _bare(loc: Loc) -> str:
    """Return the last key without what follows a colon that lacks its space."""
    return str(loc[-1]).partition(":")[0]


def _nested(one: Loc, other: Loc) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer[: len(shorter)] == shorter


def _unknown_key(tree: Node, model: type[BaseModel], loc: Loc, meant: Loc | None) -> Problem:
    name = str(loc[-1])
    words = f"unknown key {quoted(name)}"
    known = keys(model, loc[:-1])
    if name.partition(":")[0] in known:
        help_line: str | None = "A space is missing after the colon."
    elif meant is not None:
        help_line = in_latin(name, str(meant[-1]))
    elif _in_braces(tree, loc) and nearest(name, known) is None:
        help_line = "Inside { } a comma ends a text: put the whole text in quotes."
    else:
        help_line = did_you_mean(name, known)
    return problem_at(tree, loc, "S001", words, help_line, on_key=True)


def _in_braces(tree: Node, loc: Loc) -> bool:
    """Whether a key without a value stands on the line of the one before, as the rest of a text does."""
    node, beside = find(tree, loc), find(tree, loc[:-1]).value
    lines = [one.key.line for one in beside.values() if one.key] if isinstance(beside, dict) else []
    return node.value is None and node.key is not None and lines.count(node.key.line) > 1


def _wrong_depth(tree: Node, loc: Loc, meant: Loc) -> Problem:
    far = "too far" if len(meant) < len(loc) else "too little"
    words = f"{quoted(loc[-1])} is indented {far}"
    help_line = f"It belongs to {_name(tree, meant[:-1])}."
    return problem_at(tree, loc, "S110", words, help_line, on_key=True)


def _missing(tree: Node, model: type[BaseModel], loc: Loc) -> Problem:
    name = str(loc[-1])
    spec = expected(model, loc)
    if name == "evidence":
        return _no_evidence(tree, loc)
    words = f"'{name}' is missing{_within(tree, loc)}"
    return problem_at(tree, loc, "S002", words, _description(spec), on_key=True)


def _no_evidence(tree: Node, loc: Loc) -> Problem:
    help_line = "A citation has four keys: source, paragraph, as_of, says."
    words = "needs at least one citation under 'evidence'"
    return problem_at(tree, loc, "S009", f"{_name(tree, loc[:-1])} {words}", help_line, on_key=True)


def _wrong(  # noqa: PLR0911  # one return for each way to be wrong
    tree: Node, model: type[BaseModel], error: ErrorDetails
) -> Problem:
    """Return a value that is there but not right."""
    loc = error["loc"]
    if loc and loc[-1] == "[key]":
        return _bad_id(tree, loc[:-1], str(loc[-2]), on_key=True)
    value = find(tree, loc).value
    spec = expected(model, loc)
    if not value and loc[-1:] == ("evidence",):
        return _no_evidence(tree, loc)
    if value is None:
        return _no_value(tree, model, loc)
    if error["type"] == "value_error" and isinstance(value, dict):
        return _not_one_key(tree, model, loc, value)
    if isinstance(value, str) and _fits(value, spec):
        return _wrong_text(tree, loc, value, spec, error)
    if _fits(value, spec):
        return problem_at(tree, loc, "S010", f"{_name(tree, loc)} needs at least {_count(spec)}")
    return _wrong_kind(tree, loc, value, spec)


def _no_value(tree: Node, model: type[BaseModel], loc: Loc) -> Problem:
    help_line = _description(expected(model, loc))
    return problem_at(tree, loc, "S012", f"{_name(tree, loc)} has no value", help_line)


def _not_one_key(
    tree: Node, model: type[BaseModel], loc: Loc, value: Mapping[str, Node]
) -> Problem:
    """Return a condition with no key, or with several."""
    words = f"a condition has one key, and this has {', '.join(value) or 'none'}"
    help_line = "Put several conditions into a list under 'all' or 'any'."
    if not value:
        help_line = f"Write one of {', '.join(keys(model, loc))}."
    return problem_at(tree, loc, "S013", words, help_line)


def _wrong_text(tree: Node, loc: Loc, value: str, spec: Spec, error: ErrorDetails) -> Problem:
    """Return a text, number or word where one belongs, but not this one."""
    kind = error["type"]
    if loc[-1] == "format":
        words = f"this file says format {quoted(value)}, and this program reads format 1"
        newer = value.isascii() and value.isdigit() and int(value[:9]) > 1
        help_line = "A newer Sitroom may read it." if newer else "Write 1."
        return problem_at(tree, loc, "S011", words, help_line)
    if kind == "string_pattern_mismatch":
        return _bad_id(tree, loc, value)
    if kind in ("string_too_short", "string_too_long"):
        most = spec.get("maxLength", "?")
        words = f"is {len(value)} characters long, and {most} is the most" if value else "is empty"
        hint = None if value else _description(spec)
        return problem_at(tree, loc, "S006", f"{_name(tree, loc)} {words}", hint)
    if kind == "value_error":
        return _bad_date(tree, loc, value, str(error.get("ctx", {}).get("error", "")))
    return _bad_scalar(tree, loc, value, spec)


def _bad_id(tree: Node, loc: Loc, value: str, *, on_key: bool = False) -> Problem:
    words = f"{quoted(value)} is not an id: use small letters, digits and hyphens, at most 40"
    better = as_id(value)
    help_line = in_latin(value, better) if better and better != value else None
    several = listed(value)
    if len(several) > 1 and isinstance(loc[-1], int):
        help_line = f"These are {len(several)}: write {', '.join(several)}."
    return problem_at(tree, loc, "S007", words, help_line, on_key=on_key)


def _bad_date(tree: Node, loc: Loc, value: str, reason: str) -> Problem:
    if "written" in reason:
        words = f"{quoted(value)} is not a date: write 2024-05-30, 2024-05 or 2024"
    else:
        words = f"{quoted(value)} is not in the calendar"
    return problem_at(tree, loc, "S008", words, date_advice(value))


def _bad_scalar(tree: Node, loc: Loc, value: str, spec: Spec) -> Problem:
    """Return a number, a yes or no, or one of a few words."""
    name = _name(tree, loc)
    if "enum" in spec:
        words = f"{name} must be {_either(spec['enum'])}, not {quoted(value)}"
        near = nearest(value, spec["enum"])
        if not near and loc[-2:] == ("rule", "kind"):
            words = (
                f"the rule {quoted(value)} is not installed; {name} may be {_either(spec['enum'])}"
            )
        return problem_at(tree, loc, "S005", words, in_latin(value, near) if near else None)
    if spec.get("type") == "boolean":
        return problem_at(tree, loc, "S003", f"{name} must be true or false, not {quoted(value)}")
    number = as_number(value)
    span = bounds(spec)
    if number is None:
        whole = "whole number" if spec.get("type") == "integer" else "number"
        words = f"{name} must be a {whole}{' ' * bool(span)}{span}, not {quoted(value)}"
        page = _PAGE.fullmatch(value) if loc[-1] == "paragraph" else None
        told = f"Write {page[1]}: of a text with pages, count pages." if page else None
        return problem_at(tree, loc, "S003", words, told or advice(value, spec))
    shown = quoted(value, 24)[1:-1]
    if not span:
        vast = spec.get("maximum") if math.isfinite(number) else None
        span = f"between {-vast:g} and {vast:g}" if vast else "a number with an end"
    in_range = spec.get("minimum", number) <= number <= spec.get("maximum", number)
    if spec.get("type") == "integer" and in_range and not number.is_integer():
        return problem_at(tree, loc, "S003", f"{name} must be a whole number, not {shown}")
    words = f"{name} must be {span}, not {shown}"
    return problem_at(tree, loc, "S004", words, share_advice(number, spec))


def _wrong_kind(tree: Node, loc: Loc, value: object, spec: Spec) -> Problem:
    given = "a text" if isinstance(value, str) else "a list" if isinstance(value, list) else "keys"
    wanted = _WANTED.get(spec.get("type", ""), "one value")
    help_line = None
    if isinstance(value, str) and wanted == "a list" and spec.get("items", {}).get("type"):
        help_line = f"Write [{quoted(', '.join(listed(value)), 60)[1:-1]}]."
    elif wanted == "a list":
        help_line = "Begin each item with '- '."
    elif isinstance(value, str) and wanted == "keys with values":
        help_line = "Is a space missing after a colon?" if ":" in value else _description(spec)
        only = spec.get("required", ())
        if len(only) == 1 and as_number(value) is not None:
            help_line = f"Write '{only[0]}: {value}' on a line of its own below, indented."
    elif isinstance(value, list) and wanted == "keys with values":
        help_line = "Write 'name:' where there is '- name'."
    words = f"{_name(tree, loc)} must be {wanted}, not {given}"
    return problem_at(tree, loc, "S003", words, help_line)


def listed(text: str) -> list[str]:
    """Return the items of a list that was written as a text, such as `a, b and c`."""
    items = [item.strip() for item in re.split(r"\s*[,;]\s*|\s+and\s+|\s+&\s+", text)]
    ids = all(re.fullmatch(r"[\w.-]+", item) for item in items)
    return items if ids else [text]


def long_enough(tree: Node, model: type[BaseModel], loc: Loc) -> bool:
    """Whether a list has as many items as it needs, be they right or not."""
    value = find(tree, loc).value
    spec = expected(model, loc)
    return bool(value) and len(value or "") >= spec.get("minItems", 1)


def _fits(value: object, spec: Spec) -> bool:
    """Whether a value has the outer shape that is wanted: text, list or keys."""
    wanted = {"array": list, "object": dict}.get(spec.get("type", ""), str)
    return isinstance(value, wanted)


def _name(tree: Node, loc: Loc) -> str:
    """How a message calls the value at `loc`."""
    if not loc:
        return "the file"
    if not isinstance(loc[-1], int):
        return quoted(loc[-1], 40)
    name = child(find(tree, loc), "id")
    if name is not None and name.at.line and isinstance(name.value, str) and len(loc) > 1:
        return f"{_KINDS.get(str(loc[-2]), 'item')} {quoted(name.value, 40)}"
    return f"item {loc[-1] + 1}" + (f" of '{loc[-2]}'" if len(loc) > 1 else "")


def _within(tree: Node, loc: Loc) -> str:
    return f" in {_name(tree, loc[:-1])}" if len(loc) > 1 else ""


def _count(spec: Spec) -> str:
    number = spec.get("minItems") or spec.get("minProperties") or 1
    return "one entry" if number == 1 else f"{number} entries"


def _description(spec: Spec) -> str | None:
    text = spec.get("description")
    if text and text.endswith(", ..."):
        text = text.removesuffix(" ...") + " and so on"
    return f"{text.rstrip('.')}." if text else None


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
