"""Rules about coding: positions that one coder alone found, or that coders do not agree on."""

from collections.abc import Iterator, Mapping

from sitroom.coding.agreement import ENOUGH, Agreement, agreement
from sitroom.coding.alpha import Measure
from sitroom.loader.opening import Loaded
from sitroom.loader.yaml_text.trees import Loc, Node, problem_at
from sitroom.review.subject import sheets
from sitroom.scenario.coding import Coding
from sitroom.scenario.problems import Problem, quoted

FEWEST = 3  # units from which a decision has an alpha of its own worth the name


def weakly_coded(loaded: Loaded, codings: Mapping[str, Coding]) -> Iterator[Problem]:
    """Yield positions that rest on one coder, or on an agreement too low to rest anything on."""
    trees = sheets(loaded).actors
    found = agreement(loaded.content, codings) if len(codings) > 1 else None
    alone = _alone(codings)
    for who, actor in loaded.content.actors.items():
        for name, held in actor.positions.items():
            by = alone.get((who, name), set())
            if held.coders == 1 or len(by) == 1:
                coder = f", {next(iter(by))}" if len(by) == 1 else ""
                words = f"{quoted(who)} on {quoted(name)} rests on one coder alone{coder}"
                yield _weak(trees, who, name, words)
            elif found is not None and by:
                one = _measure(found, name)
                if one.alpha is not None and one.alpha < ENOUGH:
                    words = f"{quoted(who)} on {quoted(name)} rests on an alpha of {one.alpha:.2f}"
                    yield _weak(trees, who, name, words)


def _alone(codings: Mapping[str, Coding]) -> dict[tuple[str, str], set[str]]:
    """Return who has a number for each position that anybody coded."""
    found: dict[tuple[str, str], set[str]] = {}
    for coder, coding in codings.items():
        for code in coding.codes:
            if code.position is not None and code.actor and code.decision:
                found.setdefault((code.actor, code.decision), set()).add(coder)
    return found


def _measure(found: Agreement, decision: str) -> Measure:
    """Return the agreement on a decision, or on all where it has too few units."""
    own = found.decisions.get(decision)
    return own if own is not None and own.units >= FEWEST else found.positions


def _weak(trees: Mapping[str, Node], who: str, name: str, words: str) -> Problem:
    loc: Loc = ("positions", name, "position")
    hint = (
        "Let a second coder read the same passages, and settle what differs; 'sitroom agree' has "
        "the figures."
    )
    return problem_at(trees[who], loc, "M030", words, hint, severity="warning")
