"""New parts of a scenario that is there already: right as they are, with a note behind every key."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitroom.authoring.edits import Source
from sitroom.authoring.insertion import InsertionError, add_item, add_key, move_item
from sitroom.authoring.migration import Change
from sitroom.authoring.starter import as_title
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import Node, child
from sitroom.scenario.problems import did_you_mean
from sitroom.scenario.schema import Actor, Decision, Scenario

_GIVEN = re.compile(r">-[^\n]*\n +(\S.*\.)\n")  # a sentence that stands there to be replaced
KINDS = ("decision", "inject", "response", "argument", "ending")
_PIECES = Path(__file__).parent / "snippet_files"
_ACTOR = Path(__file__).parent / "starter_files" / "actor.yaml"


@dataclass(frozen=True)
class _Place:
    """A decision, actor or scenario in its file."""

    file: str
    node: Node


def added(found: Source, kind: str, name: str, of: str | None = None) -> tuple[Change, ...]:
    """Return the changes of files that add a part to a scenario.

    Args:
        found: the files.
        kind: one of KINDS.
        name: the id of the new part; of a response, with which its lines begin.
        of: the decision that an inject, response or argument is for (the last if None), or the
            actor that an argument is for; the decision that a new one comes after.

    Raises:
        InsertionError: there is no such decision, or the file is written so that it can't be done.
    """
    scenario = found.content.scenario
    if kind == "argument" and of in found.content.actors and of is not None:
        return (_of_actor(found, name, found.content.actors[of]),)
    decisions = {decision.id: decision for decision in scenario.decisions}
    decision = decisions[of] if of in decisions else scenario.decisions[-1]
    if of is not None and of not in decisions:
        raise InsertionError(f"there is no decision '{of[:80]}'", did_you_mean(of, decisions) or "")
    words = _words(found, kind, name, decision)
    if kind == "decision":
        return _decision(found, name, words, decision)
    if kind == "ending":
        return (_ending(found, words),)
    place = _decision_place(found, decision.id)
    if kind == "response":
        text = add_key(found.texts[place.file], place.node, kind, _piece(kind, words))
    else:
        text = add_item(found.texts[place.file], place.node, f"{kind}s", _piece(kind, words))
    return (_change(found, place.file, text),)


@functools.cache
def placeholders() -> frozenset[str]:
    """Return the sentences of new parts and actors that an author is to replace."""
    texts = [path.read_text(encoding="utf-8") for path in (_ACTOR, *_PIECES.glob("*.yaml"))]
    return frozenset(sentence for text in texts for sentence in _GIVEN.findall(text))


def moved(found: Source, decision: str, other: str, *, before: bool) -> Change:
    """Return the change of the scenario's file that puts a decision before or after another one.

    Raises InsertionError for a name that there is not, and for a list in brackets.
    """
    file, tree = _main(found)
    names = [one.id for one in found.content.scenario.decisions]
    for name in (decision, other):
        if name not in names:
            raise InsertionError(
                f"there is no decision '{name[:80]}'", did_you_mean(name, names) or ""
            )
    index, there = names.index(decision), names.index(other)
    to = there - (index < there) if before else there + (index > there)
    listed = child(tree, "decisions")
    assert listed is not None
    assert isinstance(listed.value, list)
    text = found.texts[file]
    return _change(found, file, text if to == index else move_item(text, listed.value, index, to))


def _decision(
    found: Source, name: str, words: Mapping[str, str], after: Decision
) -> tuple[Change, ...]:
    """Return the file of a new decision, and its name in the list."""
    main, tree = _main(found)
    text = found.texts[main]
    listed = child(tree, "decisions")
    assert listed is not None
    inline = not main.endswith("/scenario.yaml")
    item = f"- {name}\n"
    if inline:
        item = _piece("decision", words).partition("\nformat: 1\n")[2]
        item = "- " + "\n  ".join(item.rstrip().split("\n")) + "\n"
    text = add_item(text, tree, "decisions", item)
    last = found.content.scenario.decisions[-1]
    if after is not last:
        again = child(read_tree(main, text), "decisions")
        assert again is not None
        assert isinstance(again.value, list)
        index = [one.id for one in found.content.scenario.decisions].index(after.id)
        text = move_item(text, again.value, len(again.value) - 1, index + 1)
    changes = [_change(found, main, text)]
    if not inline:
        path = found.places[main].parent / "decisions" / f"{name}.yaml"
        changes.append(Change(path, "", _piece("decision", words)))
    return tuple(changes)


def _ending(found: Source, words: Mapping[str, str]) -> Change:
    file, tree = _main(found)
    text = found.texts[file]
    endings = found.content.scenario.endings
    taken = {pair for one in endings if one.when for pair in (one.when.reached or {}).items()}
    free = [
        (name, rung.id)
        for name, ladder in found.content.scenario.ladders.items()
        for rung in ladder.rungs[:0:-1]
        if (name, rung.id) not in taken
    ]
    at = dict(zip(("LADDER", "TOP"), free[0], strict=True)) if free else {}
    piece = _piece("ending", {**words, **at})
    if not endings:
        return _change(
            found, file, add_key(text, tree, "endings", piece + _piece("ending_rest", words))
        )
    last = endings[-1].when is None
    return _change(found, file, add_item(text, tree, "endings", piece, before_last=last))


def _of_actor(found: Source, name: str, actor: Actor) -> Change:
    file = next(
        file for file, part in found.parts.items() if part is Actor and Path(file).stem == actor.id
    )
    words = _words(found, "argument", name, found.content.scenario.decisions[-1])
    concern = next(iter(actor.concerns))
    sides = [argument.claim for argument in actor.arguments]
    words |= {"SPEAKER": actor.id, "CONCERN": concern, "CLAIM": _claim(sides)}
    tree = read_tree(file, found.texts[file])
    piece = _piece("actor_argument", words)
    return _change(found, file, add_item(found.texts[file], tree, "arguments", piece))


def _words(found: Source, kind: str, name: str, decision: Decision) -> dict[str, str]:
    """Return what stands for the words in capitals: names that the scenario has."""
    scenario = found.content.scenario
    seats = [member.actor for member in decision.table]
    decider = decision.rule.decider or seats[-1]
    others = [actor for actor in found.content.actors if actor not in seats]
    rungs = [rung.id for rung in scenario.ladders[decision.ladder].rungs]
    index = [one.id for one in scenario.decisions].index(decision.id)
    last = decision if kind in ("decision", "response") else scenario.decisions[max(index - 1, 0)]
    sides = [argument.claim for argument in decision.arguments]
    return {
        "NAME": name,
        "TITLE": as_title(name),
        "DATE": decision.date,
        "DECISION": decision.id,
        "CONCERN": next(iter(decision.bears), next(iter(scenario.concerns))),
        "CLAIM": _claim(sides),
        "SOURCE": _source(scenario, decision.date),
        "LADDER": decision.ladder,
        "LOW": rungs[0],
        "TOP": rungs[-1],
        "SPEAKER": decider,
        "SECOND": next((seat for seat in seats if seat != decider), decider),
        "OTHER": others[0] if others else decider,
        "EARLIER": last.id,
        "OPTION": last.options[-1].id,
        "INDICATOR": next(iter(scenario.indicators), "my-indicator"),
    }


def _claim(sides: list[float]) -> str:
    """Return a claim for the side that has fewer lines."""
    return "-0.5" if sum(claim > 0 for claim in sides) > len(sides) / 2 else "0.5"


def _source(scenario: Scenario, date: str) -> str:
    """Return a source that was there by a date, if one was."""
    return next(
        (id_ for id_, one in scenario.sources.items() if one.date <= date),
        next(iter(scenario.sources)),
    )


def _piece(kind: str, words: Mapping[str, str]) -> str:
    text = (_PIECES / f"{kind}.yaml").read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def _main(found: Source) -> tuple[str, Node]:
    file = found.main
    return file, read_tree(file, found.texts[file])


def _decision_place(found: Source, name: str) -> _Place:
    """Return where a decision is written: a file of its own, or an item of the scenario's list."""
    for file, part in found.parts.items():
        if part is Decision and Path(file).stem == name:
            return _Place(file, read_tree(file, found.texts[file]))
    file, tree = _main(found)
    listed = child(tree, "decisions")
    items = listed.value if listed is not None and isinstance(listed.value, list) else []
    for item in items:
        id_ = child(item, "id")
        if id_ is not None and id_.value == name:
            return _Place(file, item)
    raise InsertionError(f"there is no decision '{name}'")


def _change(found: Source, file: str, new: str) -> Change:
    return Change(found.places[file], found.texts[file], new)
