"""Where in the files of a scenario its parts are written, for messages about what they do in play."""

from collections.abc import Iterator, Mapping

from sitroom.engine.question_ids import answer_id
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import Node, Place, child


def places(bundle: Mapping[str, str], actors: Mapping[str, object]) -> dict[str, Place]:
    """Return the places of decisions, answers, injects, notes, options and arguments by their full ids.

    That is DECISION, DECISION.answer, DECISION.INJECT, DECISION.notes.N (from 0),
    QUESTION.options.OPTION, and QUESTION.ARGUMENT or ACTOR.ARGUMENT. The bundle is one that loads.
    """
    found: dict[str, Place] = {}
    for file in sorted(bundle):  # a scenario's own actors come after the shared ones
        home, stem = file.split("/")[-2:] if "/" in file else ("", file)
        if home == "actors" and stem.removesuffix(".yaml") in actors:
            tree = read_tree(file, bundle[file])
            found |= _items(tree, "arguments", stem.removesuffix(".yaml"))
        elif file.startswith("scenarios/") and home != "actors":
            tree = read_tree(file, bundle[file])
            whole = child(tree, "decisions")
            for decision in [tree] if whole is None else _list(whole):
                found |= _decision(decision)
    return found


def _decision(decision: Node) -> dict[str, Place]:
    name = _id(decision)
    if name is None:
        return {}
    found = {name: decision.at, **_items(decision, "injects", name)}
    notes = child(decision, "notes")
    found |= {f"{name}.notes.{i}": note.at for i, note in enumerate(_list(notes))}
    found |= _items(decision, "arguments", name)
    found |= _items(decision, "options", f"{name}.options")
    response = child(decision, "response")
    if response is not None:
        found[answer_id(name)] = response.key or response.at
        found |= _items(response, "arguments", answer_id(name))
        found |= _items(response, "options", f"{answer_id(name)}.options")
    return found


def _items(tree: Node, key: str, owner: str) -> dict[str, Place]:
    items: Iterator[Node] = iter(_list(child(tree, key)))
    return {f"{owner}.{name}": item.at for item in items if (name := _id(item)) is not None}


def _list(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []


def _id(node: Node) -> str | None:
    name = child(node, "id")
    return name.value if name is not None and isinstance(name.value, str) else None
