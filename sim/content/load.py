"""A bundle of files to one checked scenario with its actors."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from pydantic import ValidationError

from sim.content.crosscheck import crosscheck
from sim.content.form import form_problems
from sim.content.problems import ContentError, Problem, did_you_mean, ordered, quoted
from sim.content.reader import read_tree
from sim.content.references import Files
from sim.content.schema import Actor, Part, Scenario
from sim.content.trees import Node, child, plain, problem_at

P = TypeVar("P", bound=Part)

_MOST = 200  # form errors put into words for one file: enough to see, few enough to be quick


@dataclass(frozen=True, slots=True)
class Content:
    """A scenario that is whole and makes sense, with the actors at its tables.

    Actors stand in the order of their first appearance over the tables, decision by decision.
    `digest` is the SHA-256 of the bundle; `warnings` are what an author should look at.
    """

    scenario: Scenario
    actors: dict[str, Actor]
    digest: str
    warnings: tuple[Problem, ...] = ()


def load(bundle: Mapping[str, str]) -> Content:
    """Read and check everything that a bundle holds for its one scenario.

    Raises:
        ContentError: with the mistakes of all files that the scenario uses.
    """
    main = _main_file(bundle)
    problems: list[Problem] = []
    tree = read_tree(str(main), bundle[str(main)])
    broken = _put_decisions_in(tree, main, bundle, problems)
    scenario = _validate(Scenario, tree, problems, broken)
    files = _actor_files(main, bundle)
    seated = [name for name in dict.fromkeys(_seated(tree)) if name in files]
    trees = {name: _read(bundle, files[name], problems) for name in seated}
    actors = {
        name: actor
        for name, node in trees.items()
        if node is not None and (actor := _validate(Actor, node, problems)) is not None
    }
    if scenario is None or len(actors) < len(seated):
        raise ContentError(problems)
    actor_trees = {name: node for name, node in trees.items() if node is not None}
    problems += crosscheck(Files(scenario, actors, tree, actor_trees, frozenset(files)))
    if any(problem.severity == "error" for problem in problems):
        raise ContentError(problems)
    return Content(scenario, actors, digest(bundle), ordered(problems))


def digest(bundle: Mapping[str, str]) -> str:
    """SHA-256 of the sorted names and texts of a bundle, in hexadecimal."""
    whole = json.dumps(sorted(bundle.items())).encode()
    return hashlib.sha256(whole).hexdigest()


def _main_file(bundle: Mapping[str, str]) -> PurePosixPath:
    """The one scenario file of a bundle."""
    names = []
    for path in map(PurePosixPath, sorted(bundle)):
        match path.parts:
            case ("scenarios", _, "scenario.yaml"):
                names.append(path)
            case ("scenarios", file) if file.endswith(".yaml"):
                names.append(path)
    if len(names) != 1:
        words = f"there must be one scenario file, and there are {len(names)}"
        raise ContentError([Problem("scenarios", 1, 1, "S118", "error", words)])
    return names[0]


def _files(bundle: Mapping[str, str], folder: PurePosixPath) -> dict[str, str]:
    """The YAML files of a folder: ids and full names."""
    paths = map(PurePosixPath, sorted(bundle))
    return {p.stem: str(p) for p in paths if p.parent == folder and p.suffix == ".yaml"}


def _actor_files(main: PurePosixPath, bundle: Mapping[str, str]) -> dict[str, str]:
    """All actor files by id; a scenario's own come before shared ones."""
    own = _files(bundle, main.parent / "actors") if main.name == "scenario.yaml" else {}
    return {**_files(bundle, PurePosixPath("actors")), **own}


def _read(bundle: Mapping[str, str], file: str, problems: list[Problem]) -> Node | None:
    """The tree of a file; None if it can't be read, which `problems` then says."""
    try:
        return read_tree(file, bundle[file])
    except ContentError as error:
        problems += error.problems
        return None


def _put_decisions_in(
    tree: Node, main: PurePosixPath, bundle: Mapping[str, str], problems: list[Problem]
) -> set[int]:
    """Replace the ids under `decisions` by the trees of their files; which could not be."""
    decisions = child(tree, "decisions")
    if decisions is None or not isinstance(decisions.value, list):
        return set()
    in_folder = main.name == "scenario.yaml"
    files = _files(bundle, main.parent / "decisions") if in_folder else {}
    broken: set[int] = set()
    listed = {item.value for item in decisions.value if isinstance(item.value, str)}
    for index, item in enumerate(decisions.value):
        if not isinstance(item.value, str):
            continue
        node = None
        if item.value in files:
            node = _read(bundle, files[item.value], problems)
        else:
            problems.append(_no_decision(tree, index, item.value, files if in_folder else None))
        if node is None:
            broken.add(index)
        else:
            decisions.value[index] = node
    # A listed name without a file is said already, and is likely this file's name misspelt.
    for name in sorted(files.keys() - listed) if listed <= files.keys() else ():
        words = f"the scenario does not list {quoted(name)} under 'decisions'"
        problems.append(Problem(files[name], 1, 1, "S311", "warning", words))
    return broken


def _no_decision(tree: Node, index: int, name: str, files: Mapping[str, str] | None) -> Problem:
    loc = ("decisions", index)
    if files is None:
        words = "a scenario in a single file holds its decisions itself"
        return problem_at(tree, loc, "S118", words, "Write the keys of the decision here.")
    words = f"there is no file {quoted(f'decisions/{name}.yaml')}"
    return problem_at(tree, loc, "S118", words, did_you_mean(name, files))


def _seated(tree: Node) -> Iterator[str]:
    """The actors at the tables of a scenario in order, as far as its tree is right."""
    for decision in _items(child(tree, "decisions")):
        for question in (decision, child(decision, "response")):
            for member in _items(question and child(question, "table")):
                actor = child(member, "actor")
                if actor and isinstance(actor.value, str):
                    yield actor.value


def _items(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []


def _validate(
    model: type[P], tree: Node, problems: list[Problem], broken: set[int] | None = None
) -> P | None:
    """The tree as a model; None if its form is wrong, which `problems` then says."""
    data = _with_formats(plain(tree))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        told = {("decisions", index) for index in broken or ()}
        errors = [e for e in error.errors(include_url=False) if e["loc"][:2] not in told]
        problems += form_problems(tree, model, errors[:_MOST])
        return None


def _with_formats(data: object) -> object:
    """The text `1` of every `format` as the number that it stands for."""
    if isinstance(data, dict):
        if data.get("format") == "1":
            data["format"] = 1
        decisions = data.get("decisions")
        for decision in decisions if isinstance(decisions, list) else ():
            _with_formats(decision)
    return data
