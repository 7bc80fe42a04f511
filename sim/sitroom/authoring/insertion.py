"""Pieces put into a file of YAML, and moved about in it; every other line stays as it is."""

import re
import textwrap
from collections.abc import Sequence

from sitroom.errors import SitroomError
from sitroom.loader.yaml_text.trees import Node, child

_END = re.compile(r"\r\n|\n|\r")
_COMMENT = re.compile(r" +#[^'\"\]]*$")


class InsertionError(SitroomError):
    """A place in a file where nothing can be put by a program; the message says why."""

    title = "That can't be written there"
    exit_code = 2


def add_item(text: str, tree: Node, key: str, piece: str, *, before_last: bool = False) -> str:
    """Return a text with one more item in the list at a key of a node; the key is made if need be.

    Raises InsertionError where the list stands in brackets.
    """
    node = child(tree, key)
    items = node.value if node is not None else None
    if node is None or not isinstance(items, list):
        return add_key(text, tree, key, piece)
    lines = _lines(text)
    if not items:
        raise InsertionError(
            f"'{key}: []' stands on line {node.at.line}", "Delete that line first."
        )
    first = lines[items[0].at.line - 1]
    if not first.lstrip().startswith("- "):
        words = f"the list under '{key}' stands in brackets, on line {node.at.line}"
        raise InsertionError(words, "Write each item on a line of its own, with '- ' before it.")
    indent = len(first) - len(first.lstrip(" "))
    at = _top(lines, items[-1]) if before_last else end(lines, items[-1])
    return _put(text, lines, at, textwrap.indent(piece, " " * indent))


def add_key(text: str, tree: Node, key: str, piece: str) -> str:
    """Return a text with a key, and lines below it, as the last of a node's keys.

    Raises InsertionError where the keys stand in braces, or the key is there already.
    """
    if child(tree, key) is not None:
        raise InsertionError(f"there is a '{key}' already", "Change it in an editor.")
    lines = _lines(text)
    if lines[tree.at.line - 1][tree.at.column - 1 :].startswith("{"):
        raise InsertionError(f"the keys on line {tree.at.line} stand in braces")
    indent = tree.at.column - 1
    body = textwrap.indent(piece, " " * (indent + 2))
    blank = "\n" * (indent == 0)
    return _put(text, lines, end(lines, tree), f"{blank}{' ' * indent}{key}:\n{body}")


def set_key(text: str, owner: Node, name: str, value: str) -> str:
    """Return a text with a value, written in one line, at a key of a node, which may be new.

    A comment behind it stays. Raises InsertionError where the keys stand in braces.
    """
    lines = text.splitlines(keepends=True)
    first = next(iter(owner.value.values())) if isinstance(owner.value, dict) else None
    if first is None or first.key is None or "{" in lines[first.key.line - 1][: first.key.column]:
        raise InsertionError(
            f"the keys on line {owner.at.line} stand in braces",
            "Write each of them on a line of its own.",
        )
    node = child(owner, name)
    ending = "\r\n" if lines[first.key.line - 1].endswith("\r\n") else "\n"
    indent = " " * (first.key.column - 1)
    bare = [line.rstrip("\r\n") for line in lines]
    if node is None or node.key is None:
        lines.insert(end(bare, first), f"{indent}{name}: {value}{ending}")
        return "".join(lines)
    start = node.key.line - 1
    past = max(end(bare, node), start + 1)
    comment = _COMMENT.search(bare[start]) if past == start + 1 else None
    rest = comment[0] if comment and comment.start() > node.at.column else ""
    lines[start:past] = [f"{indent}{name}: {value}{rest}{ending}"]
    return "".join(lines)


def move_item(text: str, items: Sequence[Node], index: int, to: int) -> str:
    """Return a text in which an item of a list, with the comments above it, stands in another place.

    Raises InsertionError where the list stands in brackets.
    """
    lines = _lines(text)
    for item in (items[index], items[to]):
        if not lines[item.at.line - 1].lstrip().startswith("- "):
            words = f"the list on line {item.at.line} stands in brackets"
            raise InsertionError(
                words, "Write each item on a line of its own, with '- ' before it."
            )
    first, past = _top(lines, items[index]), end(lines, items[index])
    at = _top(lines, items[to]) if to < index else end(lines, items[to])
    taken = lines[first:past]
    if to < index:
        new = [*lines[:at], *taken, *lines[at:first], *lines[past:]]
    else:
        new = [*lines[:first], *lines[past:at], *taken, *lines[at:]]
    return _joined(text, new)


def end(lines: Sequence[str], node: Node) -> int:
    """Return the number of lines up to the end of a node, blank lines after it left out."""
    last = _last(node)
    while last > node.at.line and (
        not lines[last - 1].strip() or _is_comment_outside(lines[last - 1], node)
    ):
        last -= 1
    return last


def _is_comment_outside(line: str, node: Node) -> bool:
    bare = line.lstrip(" ")
    return bare.startswith("#") and len(line) - len(bare) < node.at.column - 1


def _last(node: Node) -> int:
    below: Sequence[Node] = ()
    if isinstance(node.value, list):
        below = node.value
    elif isinstance(node.value, dict):
        below = tuple(node.value.values())
    return max([node.at.line, node.last, *map(_last, below)])


def _top(lines: Sequence[str], item: Node) -> int:
    """Return the number of lines above an item and the comments that stand right above it."""
    first = item.at.line - 1
    indent = len(lines[first]) - len(lines[first].lstrip(" "))
    while first and re.match(f" {{{indent}}}#", lines[first - 1]):
        first -= 1
    return first


def _lines(text: str) -> list[str]:
    return _END.split(text)


def _put(text: str, lines: list[str], at: int, piece: str) -> str:
    return _joined(text, [*lines[:at], *piece.rstrip("\n").split("\n"), *lines[at:]])


def _joined(text: str, lines: Sequence[str]) -> str:
    """Return lines as a text with the ends that the old one had."""
    found = _END.search(text)
    joined = (found[0] if found else "\n").join(lines)
    return joined if joined.endswith(("\n", "\r")) else joined + "\n"
