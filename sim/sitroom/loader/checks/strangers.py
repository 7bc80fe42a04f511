"""Actors that other scenarios share: which of them may be meant here, and which of their positions.

Whoever names `france` in a scenario of 1956 has got the France of another scenario, whose file is none
of the author's. That is one mistake, at the seat, and not one for each line of that file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sitroom.loader.checks.references import Files, unknown
from sitroom.loader.diagnostics.expected import GAP
from sitroom.loader.yaml_text.trees import Loc, Node, problem_at
from sitroom.scenario.problems import Problem, nearest, quoted
from sitroom.scenario.schema import Scenario

_SAME = 0.75  # how alike two names are that are one of them misspelt


def strangers(files: Files) -> tuple[Files, list[Problem]]:
    """Return the files without actors of other scenarios, and a problem at the seat of each."""
    away = {name: odd for name in files.actors if (odd := _odd(files, name))}
    if not away:
        return files, []
    found, told = [], set[str]()
    for loc, name in _seats(files.scenario):
        if name in away and name not in told:
            told.add(name)
            other = ", ".join(quoted(one) for one in away[name][:3])
            words = f"{quoted(name)} is an actor of another scenario, and weighs {other} there"
            there = f"Name one of your own: {', '.join(sorted(files.own))}; or write" * bool(
                files.own
            )
            hint = f"{there or 'Write'} 'actors/{name}.yaml' beside scenario.yaml."
            found.append(problem_at(files.tree, loc, "S201", words, hint))
    kept = {name: actor for name, actor in files.actors.items() if name not in away}
    return replace(files, actors=kept, actor_ids=files.actor_ids - away.keys()), found


def _odd(files: Files, name: str) -> list[str]:
    """Return the concerns of a shared actor that are none here, if that is most of them."""
    known = files.scenario.concerns
    if name in files.own or name in files.unread or GAP in files.unread:
        return []
    has = files.actors[name].concerns
    odd = [one for one in has if one not in known and nearest(one, known, _SAME) is None]
    return odd if 2 * len(odd) > max(len(has), 2) else []


def _seats(scenario: Scenario) -> Iterator[tuple[Loc, str]]:
    """Yield who sits at a table, with the place; the decision's before that of its answer."""
    for index, decision in enumerate(scenario.decisions):
        loc: Loc = ("decisions", index)
        for at, question in ((loc, decision), ((*loc, "response"), decision.response)):
            for seat, member in enumerate(question.table if question else ()):
                yield (*at, "table", seat, "actor"), member.actor


def strange_position(
    files: Files, tree: Node, name: str, key: str, decisions: Iterable[str]
) -> Iterator[Problem]:
    """Check positions on decisions that are not here; an actor that is shared may mean another's."""
    found = unknown(tree, ("positions", key), "decision", key, decisions, on_key=True)
    if name in files.own:
        yield found
    elif files.elsewhere is None:
        if nearest(key, found.known, _SAME):
            yield replace(found, severity="warning")
    elif key not in files.elsewhere():
        yield replace(found, severity="warning")
