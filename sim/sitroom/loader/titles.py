"""What a scenario, its actors and decisions are called, read from a bundle without checking it."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sitroom.files import reading
from sitroom.loader import bundle
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode, read_tree
from sitroom.loader.yaml_text.trees import Node, child
from sitroom.scenario.problems import ContentError


def scenario_title(files: Mapping[str, str], scenario: str) -> str:
    """Return the title of a scenario, or its id where none can be read."""
    for name in (f"scenarios/{scenario}/scenario.yaml", f"scenarios/{scenario}.yaml"):
        if name in files:
            return line(files[name], "title") or scenario
    return scenario


def invitation(scenario: str) -> tuple[str, str]:
    """Return the lines that tempt to a scenario and offer its first decision; "" where it has none."""
    text = decode(reading.read_bytes(bundle.main_file(scenario), MAX_BYTES))
    tempts, invites, seat = (line(text, key) for key in ("tempts", "invites", "first_seat"))
    return tempts, invites if seat else ""


def decision_title(files: Mapping[str, str], scenario: str, decision: str) -> str:
    """Return the title of a decision, or its id where none can be read."""
    name = f"scenarios/{scenario}/decisions/{decision}.yaml"
    return _title(files, scenario, name, "decisions", decision, "title")


def actor_name(files: Mapping[str, str], scenario: str, actor: str) -> str:
    """Return the name of an actor, or its id where none can be read."""
    own = f"scenarios/{scenario}/actors/{actor}.yaml"
    name = own if own in files else f"actors/{actor}.yaml"
    return _title(files, scenario, name, "actors", actor, "name")


def _title(
    files: Mapping[str, str], scenario: str, name: str, listed: str, id_: str, key: str
) -> str:
    """Look in a file of its own first, then among the entries of the main file."""
    if name in files:
        return line(files[name], key) or id_
    for main in (f"scenarios/{scenario}/scenario.yaml", f"scenarios/{scenario}.yaml"):
        found = dict(_entries(files.get(main, ""), listed, key)).get(id_)
        if found:
            return found
    return id_


def line(text: str, key: str) -> str:
    """Return the value of a key at the top level of a file: of its line alone where that will do."""
    found = re.search(rf"^{key}:[ \t]*[^\s>|&*].*$", text, re.MULTILINE)
    value = _value(found[0], key) if found else ""
    if value or not re.search(rf"{key}[\"']?\s*:", text):  # a key that stands nowhere
        return value
    return _value(text, key)


@lru_cache(256)
def _value(text: str, key: str) -> str:
    try:
        node = child(read_tree("", text), key)
    except ContentError:
        return ""
    return node.value if node is not None and isinstance(node.value, str) else ""


@lru_cache(32)
def _entries(text: str, listed: str, key: str) -> tuple[tuple[str, str], ...]:
    try:
        node = child(read_tree("", text), listed)
    except ContentError:
        return ()
    items = node.value if node is not None and isinstance(node.value, list) else []
    return tuple(_pairs(items, key))


def _pairs(items: Iterable[Node], key: str) -> Iterable[tuple[str, str]]:
    for item in items:
        id_, title = child(item, "id"), child(item, key)
        if id_ is not None and title is not None:
            yield str(id_.value), str(title.value)
