"""Rules about coding: positions that one coder alone found, or that coders do not agree on."""

from collections.abc import Iterator, Mapping

from sitroom.coding.agreement import ENOUGH, Agreement, agreement
from sitroom.coding.alpha import Measure
from sitroom.loader.opening import Loaded
from sitroom.loader.yaml_text.trees import Loc, Node, problem_at
from sitroom.review.subject import sheets
from sitroom.scenario.coding import Coding
from sitroom.scenario.problems import Problem, quoted

FEW = 3  # findings of one actor that are told one by one
FEWEST = 3  # units from which a decision has an alpha of its own worth the name


def weakly_coded(loaded: Loaded, codings: Mapping[str, Coding]) -> Iterator[Problem]:
    """Yield positions that rest on one coder, or on an agreement too low to rest anything on.

    Of an actor with more than a few of a kind they are told at once.
    """
    trees = sheets(loaded).actors
    found = agreement(loaded.content, codings) if len(codings) > 1 else None
    coded = _coded(codings)
    for who, actor in loaded.content.actors.items():
        alone: list[tuple[str, str]] = []
        low: list[tuple[str, str]] = []
        for name, held in actor.positions.items():
            by = coded.get((who, name), set())
            one = _measure(found, name) if found is not None else None
            if held.coders == 1 or len(by) == 1:
                alone.append((name, f"one coder alone{f', {next(iter(by))}' if by else ''}"))
            elif by and one is not None and one.alpha is not None and one.alpha < ENOUGH:
                low.append((name, f"an alpha of {one.alpha:.2f}"))
        for told, what in ((alone, "one coder alone"), (low, f"an alpha below {ENOUGH:.2f}")):
            if len(told) > FEW:
                names = ", ".join(name for name, _ in told)
                words = f"{len(told)} positions of {quoted(who)} rest on {what}: {names}"
                yield _weak(trees, who, told[0][0], words)
            else:
                for name, rests in told:
                    words = f"{quoted(who)} on {quoted(name)} rests on {rests}"
                    yield _weak(trees, who, name, words)


def _coded(codings: Mapping[str, Coding]) -> dict[tuple[str, str], set[str]]:
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
