"""A number changed in an author's file: its text alone, comments and all else as they are."""

import re
from collections.abc import Mapping
from pathlib import Path

from sitroom.authoring.migration import Change
from sitroom.errors import SitroomError
from sitroom.loader.opening import Loaded
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import Loc, Node, child, find
from sitroom.review.subject import Sheets, sheets
from sitroom.scenario.amending import place
from sitroom.scenario.settings import Kind, Settings, kind_of, questions

_VALUE = re.compile(r"[^\s,\[\]{}#]+")
_OF_ACTOR = {
    "concerns": ("concerns", "weight"),
    "beliefs": ("concerns", "belief"),
    "trusts": ("trusts",),
    "positions": ("positions", "position"),
}


class EditError(SitroomError):
    """A number that can't be written into its file; the message says where it belongs."""

    title = "That can't be written"
    exit_code = 2


def edited(loaded: Loaded, settings: Settings) -> dict[str, str]:
    """Return the texts that change, by name in the bundle, with numbers set. Raises EditError."""
    texts: dict[str, str] = {}
    for key, value in settings.items():
        known = {**loaded.files, **texts}
        trees = sheets(Loaded(known, loaded.content, loaded.lookup, loaded.model))
        tree, loc = _place(loaded, trees, kind_of(loaded.content, key), key)
        file = tree.at.file
        texts[file] = _set(known[file], tree, loc, f"{value:g}", key)
        read_tree(file, texts[file])
    return texts


def changes(
    loaded: Loaded, texts: Mapping[str, str], places: Mapping[str, Path]
) -> tuple[Change, ...]:
    """Return changed texts as changes of files on the disk."""
    return tuple(Change(places[name], loaded.files[name], text) for name, text in texts.items())


def _place(loaded: Loaded, trees: Sheets, kind: Kind, key: str) -> tuple[Node, Loc]:
    """Return the tree in which a number stands, and its place."""
    if kind.owner in trees.actors and kind.what in ("openness", *_OF_ACTOR):
        first, *rest = _OF_ACTOR.get(kind.what, (kind.what,))
        return trees.actors[kind.owner], (first, *([kind.of] if kind.of else []), *rest)
    if kind.owner == "indicators":
        return trees.scenario, ("indicators", kind.of, "start")
    if kind.owner == "model":
        return trees.scenario, ("model", kind.what)
    if kind.owner in trees.questions and kind.number:
        tree, base = trees.questions[kind.owner]
        asked = questions(loaded.content)[kind.owner]
        if kind.what == "bears":
            concern, _, who = kind.of.partition(".")
            sides = asked.bears[concern].sides if who else ()
            side = [("sides", n) for n, one in enumerate(sides) if who in one.for_]
            return tree, (*base, "bears", concern, *(side[0] if side else ()), "value")
        if kind.what == "options":
            return tree, (*base, *place(asked, kind.of), "at")
        number = [one.id for one in asked.arguments].index(kind.of)
        return tree, (*base, kind.what, number, "strength")
    raise EditError(f"{key} is no number in a file")


def _set(text: str, tree: Node, loc: Loc, value: str, key: str) -> str:
    """Return a text with the number at a place, which its owner may not have yet."""
    lines = text.splitlines(keepends=True)
    owner = find(tree, loc[:-1])
    node, name = child(owner, loc[-1]), str(loc[-1])
    if node is not None:
        at, start = node.at.line - 1, node.at.column - 1
        found, written = _VALUE.match(lines[at], start), str(node.value)
        assert found is not None
        word = lines[at].startswith(written, start)  # of a scale, it may be two
        after = start + len(written) if word else found.end()
        lines[at] = lines[at][:start] + value + lines[at][after:]
        return "".join(lines)
    first = next(iter(owner.value.values()), None) if isinstance(owner.value, dict) else None
    plain = len(loc) == 1 or child(find(tree, loc[:-2]), loc[-2]) is owner
    if not plain or first is None or first.key is None or not isinstance(first.value, str):
        keys = " > ".join(str(step + 1 if isinstance(step, int) else step) for step in loc)
        raise EditError(f"{key} does not stand in {tree.at.file} yet", f"Write it there: {keys}.")
    at, end = first.at.line - 1, "\r\n" if lines[first.at.line - 1].endswith("\r\n") else "\n"
    if lines[first.key.line - 1][: first.key.column - 1].rstrip().endswith("{"):
        found = _VALUE.match(lines[at], first.at.column - 1)
        assert found is not None
        lines[at] = f"{lines[at][: found.end()]}, {name}: {value}{lines[at][found.end() :]}"
    else:
        lines.insert(max(first.last, at + 1), f"{' ' * (first.key.column - 1)}{name}: {value}{end}")
    return "".join(lines)
