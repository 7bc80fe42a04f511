"""The codings of a scenario, read and checked from the folder beside it."""

from collections.abc import Iterator
from pathlib import Path

from sitroom.files import reading
from sitroom.loader.bundle import companion
from sitroom.loader.folders import yaml_files
from sitroom.loader.load import read_part, read_placed
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode
from sitroom.loader.yaml_text.tree_builder import room
from sitroom.loader.yaml_text.trees import Loc, Node, problem_at
from sitroom.scenario.coding import FOLDER, SETTLED, Code, Coding, Settled
from sitroom.scenario.content import Content
from sitroom.scenario.problems import (
    ContentError,
    Problem,
    did_you_mean,
    has_errors,
    ordered,
    quoted,
)

THINGS = ("position", "silent", "belief", "claim", "event")  # a code has one of them
_ONE_OF = "one of position, silent, belief, claim or event"


def folder(scenario: str) -> Path:
    """Return where the codings of a scenario stand. Raises UnknownNameError."""
    return companion(scenario, FOLDER)


def files(scenario: str) -> dict[str, Path]:
    """Return the files of coders, by name."""
    return {path.stem: path for path in yaml_files(folder(scenario)) if path.stem != SETTLED}


def beside(scenario: str) -> list[Path]:
    """Return all files of codings that a scenario has: those of coders, and what was settled."""
    return yaml_files(folder(scenario))


def codings(scenario: str, content: Content) -> dict[str, Coding]:
    """Return every coder's codes, by name. Raises ContentError with all that is wrong with them."""
    found = {name: read(path, content) for name, path in files(scenario).items()}
    problems = [problem for _, wrong in found.values() for problem in wrong]
    if has_errors(problems):
        raise ContentError(problems)
    return {name: coding for name, (coding, _) in found.items()}


def cited(scenario: str) -> set[str]:
    """Return the sources that coders cite or have read, as far as their files can be read."""
    found = [read_part(Coding, str(path), text(path)) for path in files(scenario).values()]
    sound = [part for part, wrong in found if all(one.severity != "error" for one in wrong)]
    codes = {code.source for part in sound for code in part.codes if code.source}
    return codes.union(*(part.read for part in sound))


def settled(scenario: str) -> Settled:
    """Return what was settled. Raises ContentError."""
    path = folder(scenario) / f"{SETTLED}.yaml"
    if not path.is_file():
        return Settled(format=1)
    part, problems = read_part(Settled, str(path), text(path))
    if has_errors(problems):
        raise ContentError(problems)
    return part


def mistakes(path: Path, content: Content | None) -> tuple[Problem, ...]:
    """Return what is wrong with a file of codes; without a scenario, with its form alone."""
    if path.stem != SETTLED:
        return read(path, content)[1]
    return read_part(Settled, str(path), text(path))[1]


def read(path: Path, content: Content | None) -> tuple[Coding, tuple[Problem, ...]]:
    """Return a coder's codes, and what is wrong with them."""
    part, problems, _ = placed(path, text(path), content)
    return part, problems


def placed(
    path: Path, written: str, content: Content | None
) -> tuple[Coding, tuple[Problem, ...], Node]:
    """Return the codes of a coder's text, what is wrong with them, and where each of them stands."""
    part, problems, tree = read_placed(Coding, str(path), written)
    if has_errors(problems):
        return part, problems, tree
    found = [*problems, *_named(path, part, tree)]
    for number, code in enumerate(part.codes):
        found += _formed(tree, ("codes", number), code)
    if content is not None and not has_errors(found):
        found += _sense(part, tree, content)
    return part, ordered(found), tree


def text(path: Path) -> str:
    """Return the text of a file. Raises OSError."""
    return decode(reading.read_start(path, MAX_BYTES * room(str(path)) + 1))


def _named(path: Path, coding: Coding, tree: Node) -> Iterator[Problem]:
    if coding.coder == SETTLED or coding.coder != path.stem:
        words = f"'coder' is {quoted(coding.coder)}, and the file is called {quoted(path.stem)}"
        hint = f"Write coder: {path.stem}, or rename the file to {coding.coder}.yaml."
        yield problem_at(tree, ("coder",), "S308", words, hint)


def _formed(tree: Node, loc: Loc, code: Code) -> Iterator[Problem]:
    """Yield what a code lacks, and what has no place in it."""
    given = {name: getattr(code, name) for name in THINGS}
    things = [name for name, one in given.items() if one is not None and one is not False]
    if not things:
        yield problem_at(tree, loc, "S002", "the code says nothing", f"Write {_ONE_OF}.")
        return
    for other in things[1:]:
        words = f"{quoted(other)} has no place beside {quoted(things[0])}"
        yield problem_at(tree, (*loc, other), "S001", words, "Make it two codes.", on_key=True)
    needed = {
        "actor": things[0] != "event",
        "decision": things[0] in ("position", "silent"),
        "concern": things[0] in ("belief", "claim"),
        "source": code.paragraph is not None,
    }
    for name, need in needed.items():
        if need and getattr(code, name) is None:
            yield problem_at(tree, loc, "S002", f"{quoted(name)} is missing")


def _sense(coding: Coding, tree: Node, content: Content) -> Iterator[Problem]:
    """Yield names of nothing, paragraphs beyond a source's end, and positions of who has no seat."""
    scenario = content.scenario
    questions = {id_: one for d in scenario.decisions for id_, one in d.questions.items()}
    for name, last in coding.read.items():
        loc: Loc = ("read", name)
        if name not in scenario.sources:
            yield _unknown(tree, loc, "S205", "source", name, scenario.sources, on_key=True)
        elif last > scenario.sources[name].paragraphs:
            yield _beyond(tree, loc, name, scenario.sources[name].paragraphs, last)
    known = (
        ("source", "S205", scenario.sources),
        ("actor", "S201", content.actors),
        ("decision", "S208", questions),
        ("concern", "S202", scenario.concerns),
    )
    for number, code in enumerate(coding.codes):
        base: Loc = ("codes", number)
        wrong = False
        for key, sign, names in known:
            name = getattr(code, key)
            if name is not None and name not in names:
                wrong = True
                yield _unknown(tree, (*base, key), sign, key, name, names)
        if not wrong:
            yield from _of_one(tree, base, code, content)


def _of_one(tree: Node, base: Loc, code: Code, content: Content) -> Iterator[Problem]:
    if code.source is not None and code.paragraph is not None:
        last = content.scenario.sources[code.source].paragraphs
        if code.paragraph > last:
            yield _beyond(tree, (*base, "paragraph"), code.source, last, code.paragraph)
    if code.decision is not None and code.actor is not None:
        decision = code.decision.partition(".")[0]
        asked = next(d for d in content.scenario.decisions if d.id == decision)
        if all(seat.actor != code.actor for seat in asked.questions[code.decision].table):
            words = f"{quoted(code.actor)} is not at the table of {quoted(code.decision)}"
            hint = "It can be coded, and won't become a position until that table seats it."
            loc = (*base, "actor")
            yield problem_at(tree, loc, "S316", words, hint, severity="warning")


def _unknown(
    tree: Node, loc: Loc, sign: str, kind: str, name: str, known: object, *, on_key: bool = False
) -> Problem:
    assert isinstance(known, dict)
    hint = did_you_mean(name, known)
    return problem_at(tree, loc, sign, f"there is no {kind} {quoted(name)}", hint, on_key=on_key)


def _beyond(tree: Node, loc: Loc, source: str, last: int, given: int) -> Problem:
    words = f"{quoted(source)} has {last} paragraphs, and this is {given}"
    return problem_at(tree, loc, "S210", words)
