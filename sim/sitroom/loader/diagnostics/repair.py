"""A tree with mistakes in its form made right, so that the rest of it can be checked.

Misspelt keys get their names, keys at the wrong depth their place; what is missing or cannot be
understood is replaced by a node that stands in for it, on line 0.
"""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from sitroom.loader.diagnostics.expected import GAP, Spec, expected, keys, stand_in
from sitroom.loader.diagnostics.schema_errors import listed, long_enough
from sitroom.loader.yaml_text.trees import Loc, Node, Place, child, find
from sitroom.scenario.problems import nearest


def mend(
    tree: Node, model: type[BaseModel], errors: Iterable[ErrorDetails], meant: Mapping[Loc, Loc]
) -> None:
    """Take away what the errors of one validation speak of; `meant` is from `form.pairs`."""
    later: list[Loc] = []
    for error in errors:
        loc, kind = error["loc"], error["type"]
        if kind == "too_short" and long_enough(tree, model, loc):
            continue
        if loc in meant or kind == "extra_forbidden" or loc[-1:] == ("[key]",):
            later.append(loc)
        elif kind == "missing":
            if loc not in meant.values():
                _put(tree, loc, stand_in(model, loc, tree.at))
        elif find(tree, loc).at.line == 0 or (
            kind == "value_error" and isinstance(find(tree, loc).value, dict)
        ):
            later.append(loc)  # what stands in is not right either, so away with it
        else:
            _put(tree, loc, _better(find(tree, loc), model, loc))
    _restructure(tree, model, later, meant)


def _restructure(
    tree: Node, model: type[BaseModel], later: Iterable[Loc], meant: Mapping[Loc, Loc]
) -> None:
    """Rename, move and drop keys, the deepest first so that the places of the others stay right."""
    for loc in sorted(later, key=lambda loc: (len(loc), str(loc)), reverse=True):
        if loc[-1] == "[key]":
            _rename(find(tree, loc[:-2]), str(loc[-2]), GAP)
        elif loc in meant:
            node = _take(tree, loc)
            if node:
                lost = stand_in(model, meant[loc], node.at)
                _put(tree, meant[loc], lost if node.value is None else node)
        elif find(tree, loc).value is None or not _respelt(tree, model, loc):
            _drop(tree, model, loc)


def _better(node: Node, model: type[BaseModel], loc: Loc) -> Node:
    """Return what the author likely meant by a value, else a node that stands in for it."""
    spec = expected(model, loc)
    if isinstance(node.value, str):
        value = _likely(node.value, spec)
        if spec.get("type") == "array" and spec.get("items", {}).get("type") == "string":
            items: list[Node] = [Node(node.at, item) for item in listed(node.value)]
            return Node(node.at, items, node.key)
        if value:
            return Node(node.at, value, node.key)
    return stand_in(model, loc, node.at)


def _likely(text: str, spec: Spec) -> str | None:
    if "enum" in spec:
        return nearest(text, spec["enum"])
    if "pattern" in spec:
        return None
    if "maxLength" in spec:
        return text[: spec["maxLength"]]
    return None


def _respelt(tree: Node, model: type[BaseModel], loc: Loc) -> bool:
    """Give an unknown key the name of one that may stand there and is near to it."""
    part, name = find(tree, loc[:-1]), str(loc[-1])
    if not isinstance(part.value, dict):
        return False
    near = nearest(name, [key for key in keys(model, loc[:-1]) if key not in part.value])
    return near is not None and _rename(part, name, near)


def _rename(part: Node, old: str, new: str) -> bool:
    """Give a key another name, in its place; if that is taken, drop the key."""
    if not isinstance(part.value, dict) or old not in part.value:
        return False
    taken = new in part.value
    part.value = {
        new if key == old else key: node
        for key, node in part.value.items()
        if not (key == old and taken)
    }
    return not taken


def _put(tree: Node, loc: Loc, node: Node) -> None:
    if not loc:
        tree.value = node.value
        return
    above, step = find(tree, loc[:-1]), loc[-1]
    if isinstance(above.value, dict):
        above.value[str(step)] = node
    elif isinstance(above.value, list) and isinstance(step, int) and step < len(above.value):
        above.value[step] = node


def _take(tree: Node, loc: Loc) -> Node | None:
    """Take a node out of the tree."""
    above, step = find(tree, loc[:-1]), loc[-1]
    node = child(above, step)
    if node is not None and isinstance(above.value, dict):
        del above.value[str(step)]
    elif node is not None and isinstance(above.value, list) and isinstance(step, int):
        del above.value[step]
    return node


def _drop(tree: Node, model: type[BaseModel], loc: Loc) -> None:
    """Take the smallest thing out of the tree that holds `loc` and that need not be there."""
    while loc:
        needed = expected(model, loc[:-1]).get("required", ())
        if isinstance(loc[-1], int) or loc[-1] not in needed:
            _take(tree, loc)
            above = find(tree, loc[:-1])
            if above.value == {}:  # what is wrong with it now is not the author's mistake
                above.at = Place(above.at.file, 0, 0)
            return
        loc = loc[:-1]
