"""Write the tables of keys.md anew from the schema: `python docs/reference/keys.py`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sitroom.scenario import schema
from sitroom.scenario.schema import Actor, Decision, Part, Scenario
from sitroom.scenario.wordscale import WORDS

PAGE = Path(__file__).with_name("keys.md")
SNIPPETS = Path(__file__).with_name("keys.txt")
START = "<!-- keys -->\n"
ROOTS: tuple[type[Part], ...] = (Scenario, Decision, Actor)
KINDS = {"string": "text", "number": "number", "integer": "whole number", "boolean": "yes or no"}


def parts() -> dict[str, dict[str, Any]]:
    """Return the schemas of every part that a file may hold, by name, files first."""
    found: dict[str, dict[str, Any]] = {}
    for root in ROOTS:
        whole = root.model_json_schema()
        found.setdefault(root.__name__, whole)
        for name, one in whole.get("$defs", {}).items():
            found.setdefault(name, one)
    return {name: one for name, one in found.items() if "properties" in one}


def snippets() -> dict[str, str]:
    """Return a snippet for each part, by name, as it stands in keys.txt."""
    found: dict[str, str] = {}
    for piece in SNIPPETS.read_text(encoding="utf-8").split("\n--- ")[1:]:
        name, _, text = piece.partition("\n")
        found[name.strip()] = text.strip("\n")
    return found


def page(text: str) -> str:
    """Return the page with the part after its mark made anew."""
    made = [text.partition(START)[0] + START.rstrip()]
    shown = snippets()
    for name, spec in parts().items():
        made.append(f"## {name}")
        about = (getattr(schema, name).__doc__ or "").split("\n\n")[0]
        made.append(" ".join(about.split()))
        made.append("\n".join(["| key | value | what it does |", "|---|---|---|", *_rows(spec)]))
        if name in shown:
            made.append(f"```yaml\n{shown[name]}\n```")
    return "\n\n".join(made) + "\n"


def _rows(spec: dict[str, Any]) -> Iterator[str]:
    needed = spec.get("required", ())
    for key, one in spec["properties"].items():
        value = _value(one)
        default = one.get("default")
        if key not in needed and default is not None and not isinstance(default, list | dict):
            value += f"; {_plain(default)} if left out"
        name = f"**`{key}`**" if key in needed else f"`{key}`"
        yield f"| {name} | {value} | {one.get('description', '')} |"


def _plain(value: object) -> str:
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def _value(spec: dict[str, Any]) -> str:
    """Return what kind of value a key takes."""
    choices = [one for one in spec.get("anyOf", ()) if one.get("type") != "null"]
    if choices:
        return " or ".join(dict.fromkeys(map(_value, choices)))
    told = {"$ref": _link, "enum": _choices, "const": _const, WORDS: _scale}
    first = next((told[key] for key in told if key in spec), None)
    return _OF_TYPE.get(spec.get("type", ""), _text)(spec) if first is None else first(spec)


def _link(spec: dict[str, Any]) -> str:
    name = spec["$ref"].rpartition("/")[2]
    return f"[{name}](#{name.lower()})"


def _choices(spec: dict[str, Any]) -> str:
    return ", ".join(f"`{one}`" for one in spec["enum"])


def _const(spec: dict[str, Any]) -> str:
    return f"`{spec['const']}`"


def _scale(spec: dict[str, Any]) -> str:
    scale = "leans" if spec["minimum"] == -1 else "amounts" if spec["maximum"] == 1 else "degrees"
    span = f"{spec['minimum']:g} to {spec['maximum']:g}"
    return f"{span}, or a word of the [{scale}](#numbers-in-words)"


def _list(spec: dict[str, Any]) -> str:
    pair = spec.get("prefixItems")
    return f"two of: {_value(pair[0])}" if pair else f"list of {_value(spec['items'])}"


def _by_name(spec: dict[str, Any]) -> str:
    inner = [*spec.get("patternProperties", {}).values(), spec.get("additionalProperties")]
    return f"by name: {_value(inner[0])}" if isinstance(inner[0], dict) else "keys"


def _number(spec: dict[str, Any]) -> str:
    low, high = spec.get("minimum"), spec.get("maximum")
    known = low is not None and high is not None and high < _VAST
    return KINDS[spec["type"]] + (f", {low:g} to {high:g}" if known else "")


def _text(spec: dict[str, Any]) -> str:
    return "id" if "pattern" in spec else KINDS.get(spec.get("type", ""), "value")


_VAST = 1e9
_OF_TYPE: dict[str, Callable[[dict[str, Any]], str]] = {
    "array": _list,
    "object": _by_name,
    "number": _number,
    "integer": _number,
}


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
