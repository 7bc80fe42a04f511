"""What a review finds beside the scenario: expectations that fail, actors that replace shipped ones."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sitroom.loader import bundle
from sitroom.loader.opening import Loaded
from sitroom.loader.roots import built_in
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import problem_at
from sitroom.scenario.expectation import Case
from sitroom.scenario.problems import Problem, quoted
from sitroom.study.expect import Verdict, unknown


def replaced(files: Mapping[str, Path]) -> Iterator[Problem]:
    """Yield shared actors of a content root that take the place of those that ship.

    `files` are those of a bundle, and where they are on the disk.
    """
    home = built_in()
    shipped = {path.stem for path in (home / "actors").glob("*.yaml")}
    for name, path in files.items():
        who = path.stem
        if not name.startswith("actors/") or who not in shipped:
            continue
        if path.resolve().is_relative_to(home.resolve()):
            continue
        changed = [one for one in bundle.scenarios(home) if _seats(one, who)]
        words = f"this takes the place of the actor {quoted(who)} that comes with Sitroom"
        words += f", and changes {', '.join(changed)}" * bool(changed)
        hint = "Put it into 'actors' of your scenario's own folder, or give it another id."
        yield Problem(name, 1, 1, "M016", "warning", words, hint)


def _seats(scenario: str, actor: str) -> bool:
    files = bundle.read(scenario, built_in())
    own = f"scenarios/{scenario}/actors/{actor}.yaml"
    seat = re.compile(rf"\bactor: {re.escape(actor)}\b")
    texts = (text for name, text in files.items() if name.startswith("scenarios/"))
    return own not in files and any(seat.search(text) for text in texts)


def unfit(loaded: Loaded, cases: Sequence[Case], file: str, text: str) -> Iterator[Problem]:
    """Yield expectations of what the scenario does not have."""
    for number, case in enumerate(cases):
        why = unknown(loaded.model, case)
        if why:
            yield _failed(file, text, number, f"{quoted(case.id)} can't be asked: {why}")


def failed(
    cases: Sequence[Case], found: Iterable[Verdict], file: str, text: str
) -> Iterator[Problem]:
    """Yield expectations that do not hold."""
    for number, (_, one) in enumerate(zip(cases, found, strict=True)):
        if not one.holds:
            figures = one.why or f"{one.before:g} before, {one.after:g} after"
            words = f"{quoted(one.id)} fails: {figures}, and it {one.expect} by {one.by:g} if all is well"
            yield _failed(file, text, number, words)


def _failed(file: str, text: str, number: int, words: str) -> Problem:
    hint = "Mend the numbers, or the expectation; 'sitroom expect' has all figures."
    tree = read_tree(file, text)
    return problem_at(tree, ("cases", number, "id"), "M017", words, hint, severity="warning")
