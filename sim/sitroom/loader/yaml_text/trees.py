"""A file as read: nodes that remember the line and column of every key and value."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitroom.scenario.problems import Problem, Severity

Loc = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(slots=True)
class Node:
    """A value with its place: a text, nothing, a list of nodes, or keys with nodes.

    `key` is the place of the key that names it, where it has one; `last` is the last line of a
    text that goes over several, else 0. A node on line 0 stands in for one that was wrong, so
    that the rest can be checked: nothing is said about it.
    """

    at: Place
    value: "str | list[Node] | dict[str, Node] | None"
    key: Place | None = None
    last: int = 0


def plain(node: Node) -> object:
    """Return the tree without places: text, None, lists and dicts."""
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    return node.value


def walk(tree: Node) -> Iterator[tuple[Loc, Node]]:
    """Every node of a tree with its place, in no order."""
    todo: list[tuple[Loc, Node]] = [((), tree)]
    while todo:
        loc, node = todo.pop()
        yield loc, node
        if isinstance(node.value, dict):
            todo += [((*loc, key), below) for key, below in node.value.items()]
        elif isinstance(node.value, list):
            todo += [((*loc, index), below) for index, below in enumerate(node.value)]


def child(node: Node, step: int | str) -> Node | None:
    """Return the node one step down, or None when there is none."""
    if isinstance(node.value, dict) and isinstance(step, str):
        return node.value.get(step)
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def key_names(node: Node | None) -> list[str]:
    """Return the keys of a node, in order; none where it has none."""
    return list(node.value) if node is not None and isinstance(node.value, dict) else []


def find(tree: Node, loc: Loc) -> Node:
    """Return the node at `loc`, or the last one on the way there."""
    for step in loc:
        below = child(tree, step)
        if below is None:
            break
        tree = below
    return tree


def stands_in(tree: Node, loc: Loc) -> bool:
    """Whether the value at `loc`, or what it would stand in, was wrong and is made up."""
    return find(tree, loc).at.line == 0


def where(tree: Node, loc: Loc) -> str:
    """Return the path in words: list items by their id, else by number counted from 1."""
    words = []
    for step in loc:
        below = child(tree, step)
        name = child(below, "id") if below and isinstance(step, int) else None
        if name and isinstance(name.value, str):
            words.append(name.value)
        else:
            words.append(str(step + 1 if isinstance(step, int) else step))
        tree = below or Node(tree.at, None)
    return " > ".join(word if len(word) <= 40 else word[:37] + "..." for word in words)


def problem_at(
    tree: Node,
    loc: Loc,
    code: str,
    message: str,
    suggestion: str | None = None,
    *,
    on_key: bool = False,
    severity: Severity = "error",
) -> Problem:
    """Return a problem at the value of `loc`, or at its key when `on_key` or when there is no value."""
    node = find(tree, loc)
    place = (node.key or node.at) if on_key or node.value is None else node.at
    return Problem(
        place.file, place.line, place.column, code, severity, message, suggestion, where(tree, loc)
    )
