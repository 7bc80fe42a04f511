"""A bundle of files to one checked scenario with its actors."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError

from sitroom.loader.astray import (
    is_id,
    listing,
    meant,
    misnamed,
    no_decision,
    no_id,
    rename,
    stray,
    unseated,
)
from sitroom.loader.bundle import actor_files, files_in, scenario_file
from sitroom.loader.checks.by_title import with_titles
from sitroom.loader.checks.crosscheck import crosscheck
from sitroom.loader.checks.references import Files
from sitroom.loader.diagnostics.expected import GAP, stand_in
from sitroom.loader.diagnostics.headings import Attempt, lost_heading, move_back, moved_back
from sitroom.loader.diagnostics.repair import mend
from sitroom.loader.diagnostics.schema_errors import empty_keys, form_problems, pairs
from sitroom.loader.diagnostics.swallowed import swallowed
from sitroom.loader.yaml_text.reader import scan
from sitroom.loader.yaml_text.syntax import split_lines
from sitroom.loader.yaml_text.trees import Node, Place, child, plain, problem_at
from sitroom.scenario.amending import amended
from sitroom.scenario.content import Content, digest
from sitroom.scenario.problems import ContentError, Problem, has_errors, nearest, ordered, quoted
from sitroom.scenario.schema import Actor, Decision, Part, Scenario

P = TypeVar("P", bound=Part)
Kept = dict[tuple[str, str, str], Any]  # files read, by model, name and text

_ROUNDS = 8  # of checking and mending one file
_MOST = 200  # form errors put into words for one file: enough to see, few enough to be quick


def load(bundle: Mapping[str, str]) -> Content:
    """Read and check everything that a bundle holds for its one scenario.

    Raises:
        ContentError: with the mistakes of all files that the scenario uses.
    """
    content, problems = examine(bundle)
    if content is None:
        raise ContentError(problems)
    return content


def examine(
    bundle: Mapping[str, str],
    *,
    spare: bool = False,
    elsewhere: Callable[[], frozenset[str]] | None = None,
    kept: Kept | None = None,
) -> tuple[Content | None, tuple[Problem, ...]]:
    """All mistakes and warnings in the files of a scenario, and the scenario if it can be used.

    Args:
        bundle: names and texts of the files.
        spare: check the scenario's files that it makes no use of, too.
        elsewhere: finds the decisions of other scenarios, which shared actors may speak of.
        kept: files read before; reading again and again is quicker if the same dict is given.
    """
    main = scenario_file(bundle)
    reader = _Reader(bundle, {} if kept is None else kept)
    decisions = _Decisions(main, reader, spare=spare)
    read = decisions.read_scenario()
    reader.problems += read.problems
    reader.unread |= {GAP} if read.unread else set()
    tree = decisions.put_in(read.tree)
    wanted = list(dict.fromkeys(_seated(read.part)))
    files = reader.found(wanted, actor_files(main, bundle))
    seated = [name for name in wanted if name in files]
    own = {name: file for name, file in files.items() if file.startswith("scenarios/")}
    actors = {name: reader.read(Actor, files[name], name) for name in seated}
    idle = sorted(filter(is_id, own.keys() - actors.keys())) if spare else []
    for name in idle:
        reader.read(Actor, own[name], name)
    whole = not has_errors(reader.problems)
    known = Files(
        read.part,
        {name: actor.part for name, actor in actors.items()},
        tree,
        {name: actor.tree for name, actor in actors.items()},
        frozenset(files),
        whole,
        frozenset(reader.unread),
        frozenset(own),
        elsewhere,
        frozenset(problem.file for problem in reader.problems if problem.code == "S125"),
    )
    found = [*listing([*reader.problems, *crosscheck(known)])]
    if whole and not any(p.code == "S201" for p in found):
        found += [unseated(own[name], name) for name in idle]
    if spare:
        found += [stray(own[name], own) for name in own if not is_id(name)]
    problems = ordered(with_titles(found, known))
    if has_errors(problems):
        return None, problems
    return Content(amended(known.scenario), dict(known.actors), digest(bundle), problems), problems


def check_alone(
    model: type[Actor | Decision], file: str, text: str, kept: Kept | None = None
) -> tuple[Problem, ...]:
    """Return the mistakes of form in one file, whatever other files say."""
    reader = _Reader({file: text}, {} if kept is None else kept)
    reader.read(model, file, PurePosixPath(file).stem)
    return ordered(reader.problems)


def read_part(model: type[P], file: str, text: str) -> tuple[P, tuple[Problem, ...]]:
    """Return what one file of a kind of its own holds, and what is wrong with it."""
    return read_placed(model, file, text)[:2]


def read_placed(model: type[P], file: str, text: str) -> tuple[P, tuple[Problem, ...], Node]:
    """Return the same, and the tree that says where each part of it stands."""
    read = _read(model, file, text)
    return read.part, ordered(read.problems), read.tree


@dataclass(frozen=True, slots=True)
class _Read(Generic[P]):
    """One file: its tree and model, made right where they were wrong, and what was wrong."""

    tree: Node
    part: P
    problems: tuple[Problem, ...]
    unread: bool = False


class _Reader:
    """Reads files of a bundle, and gathers what is wrong with them."""

    def __init__(self, bundle: Mapping[str, str], kept: Kept) -> None:
        self.bundle, self.kept = bundle, kept
        self.problems: list[Problem] = []
        self.unread: set[str] = set()  # ids of files with mistakes

    def found(self, wanted: Collection[str], files: Mapping[str, str]) -> dict[str, str]:
        """Return files by id, those that are wanted and misnamed under the name that they need."""
        missing = [name for name in dict.fromkeys(wanted) if name not in files]
        others = {stem: file for stem, file in files.items() if stem not in wanted}
        found = dict(files)
        meant_by = misnamed(others, self.bundle) if missing else {}
        for name in missing:
            stem = meant_by.get(name)
            if stem in found:
                found[name] = found.pop(stem)
                self.problems.append(rename(found[name], name))
        return found

    def read(self, model: type[P], file: str, name: str, within: str = "") -> _Read[P]:
        """Read an actor or decision, whose id is `name`, standing `within` a path of keys."""
        key = (model.__name__, file, self.bundle[file])
        if key not in self.kept:
            self.kept[key] = _read(model, file, self.bundle[file])
        read: _Read[P] = self.kept[key]
        if read.unread:
            read = _standing_in(model, Place(file, 1, 1), name, read.problems)
        if has_errors(read.problems):
            self.unread.add(name)
        path = f"{within} > " if within else ""
        self.problems += (
            replace(p, where=f"{path}{p.where}".removesuffix(" > ")) for p in read.problems
        )
        return read


def _read(
    model: type[P],
    file: str,
    text: str,
    data_of: Callable[[Node], object] = plain,
    beyond: Callable[[Node], Node] = lambda tree: tree,
) -> _Read[P]:
    """One file. `data_of` gives the data to check; `beyond` the tree without mistakes of syntax."""
    read = _as_it_is(model, file, text, data_of, beyond)
    # A heading that puts lines out of place where none were is not the one that was lost.
    moves = not read.unread and any(problem.code == "S110" for problem in read.problems)

    def attempt(other: str) -> Attempt:
        again = _as_it_is(model, file, other, data_of, beyond, moves=moves)
        return Attempt(again.tree, again.problems, whole=not again.unread)

    now = Attempt(read.tree, read.problems, whole=not read.unread)
    lost = lost_heading(file, text, model, now, attempt)
    if lost is None:
        return read
    read = _as_it_is(model, file, lost.text, data_of, beyond)
    move_back(read.tree, lost.line)
    problems = [moved_back(problem, lost.line) for problem in read.problems]
    return replace(read, problems=(lost.problem, *problems))


def _as_it_is(
    model: type[P],
    file: str,
    text: str,
    data_of: Callable[[Node], object],
    beyond: Callable[[Node], Node],
    *,
    moves: bool = True,
) -> _Read[P]:
    """One file, with no thought of lines that it may lack."""

    def judge(tree: Node) -> list[int]:
        told: list[Problem] = []
        _checked(model, tree, (), told, data_of)
        return [problem.line for problem in told if problem.severity == "error"]

    scanned = scan(file, text, judge=judge, moves=moves)
    problems = list(scanned.problems)
    tree = scanned.tree
    if tree is None:
        tree = beyond(stand_in(model, (), Place(file, 1, 1)))
        part = _checked(model, tree, (), problems, data_of)
        return _Read(tree, part, tuple(problems), unread=True)
    partial = scanned.partial
    lines = {problem.line for problem in problems if problem.severity == "error"}
    told: list[Problem] = []
    part = _checked(model, tree, split_lines(text), told, data_of, partial=partial)
    wrong = {problem.line for problem in told if problem.severity == "error"}
    # One mistake, one error: what is wrong with a line is said once.
    problems = [p for p in problems if p.severity == "error" or p.line not in wrong]
    problems += (problem for problem in told if problem.line not in lines)
    return _Read(tree, part, tuple(problems), partial)


def _standing_in(model: type[P], at: Place, name: str, problems: Iterable[Problem]) -> _Read[P]:
    """Return what stands in for an actor or decision of which only the id is known."""
    tree = stand_in(model, (), at)
    assert isinstance(tree.value, dict)
    name = name if is_id(name) else meant(name) or GAP  # of a file whose name is no id
    tree.value["id"] = Node(Place(at.file, 0, 0), name)
    part = model.model_validate(_with_formats(plain(tree)))
    return _Read(tree, part, tuple(problems), unread=True)


def _checked(
    model: type[P],
    tree: Node,
    lines: Sequence[str],
    problems: list[Problem],
    data_of: Callable[[Node], object],
    *,
    partial: bool = False,
) -> P:
    """Return the model of a tree. What is wrong is told in `problems`, and made right in the tree.

    Of a tree that is `partial` it is not said that there is too little of something.
    """
    problems += empty_keys(tree, model)
    hidden = swallowed(tree, model, lines)
    eaten: set[Problem] = set()
    for _ in range(_ROUNDS):
        try:
            part = model.model_validate(_with_formats(data_of(tree)))
        except ValidationError as error:
            errors = error.errors(include_url=False)[:_MOST]
            meant = pairs(tree, errors)
            found = form_problems(tree, model, errors, meant, hidden)
            problems += (p for p in found if p.line and not (partial and p.code == "S010"))
            eaten.update(replace(p, severity="warning") for p in found if p.code == "S122")
            mend(tree, model, errors, meant)
        else:
            if not partial:
                problems += (one.problem for one in hidden if one.problem not in eaten)
            return part
    made_up = stand_in(model, (), tree.at)
    tree.value = made_up.value
    try:
        return model.model_validate(_with_formats(plain(made_up)))
    except ValidationError:  # what stands in has to hang together too; all that is wrong is told
        return cast("P", model.model_construct())


class _Decisions:
    """Reads the scenario file, with the decisions that stand in files of their own."""

    def __init__(self, main: PurePosixPath, reader: _Reader, *, spare: bool) -> None:
        self.main, self.reader, self.spare = main, reader, spare
        self.in_folder = main.name == "scenario.yaml"
        self.files = files_in(reader.bundle, main.parent / "decisions") if self.in_folder else {}
        self.found: dict[str, _Read[Decision]] = {}

    def read_scenario(self) -> _Read[Scenario]:
        """Return the scenario with all its decisions."""
        file = str(self.main)
        return _read(Scenario, file, self.reader.bundle[file], self._data, self._all_files)

    def put_in(self, tree: Node) -> Node:
        """Return the tree with the trees of decisions where their ids stand, and tell of those not there."""
        decisions = child(tree, "decisions")
        if decisions is None or not isinstance(decisions.value, list):
            return tree
        items = enumerate(decisions.value)
        named = [(n, item.at.line, item.value) for n, item in items if isinstance(item.value, str)]
        listed = {name for _, _, name in named}
        lines: dict[str, int] = {}
        for index, line, name in named:
            if name not in self.files and line:
                files = self.files if self.in_folder else None
                told = no_decision(name, files)
                problem = problem_at(tree, ("decisions", index), "S118", *told)
                self.reader.problems.append(problem)
            elif line and not is_id(name):
                problem = problem_at(tree, ("decisions", index), "S007", *no_id(name))
                self.reader.problems.append(problem)
            elif name in lines:
                words = f"{quoted(name)} is listed twice, on line {lines[name]} and here"
                loc = ("decisions", index)
                self.reader.problems.append(problem_at(tree, loc, "S306", words, "Delete one."))
            lines.setdefault(name, line)
        # A listed name without a file is said already, and is likely this file's name misspelt.
        for name in sorted(self.files.keys() - listed):
            if not is_id(name):
                self.reader.problems += [stray(self.files[name], self.files)] * self.spare
                continue
            if self.spare:
                self._decision(name)
            if listed <= self.files.keys() and decisions.at.line:
                words = f"the scenario does not list {quoted(name)} under 'decisions'"
                help_line = "Add it to the list, or delete the file."
                where = Problem(self.files[name], 1, 1, "S311", "warning", words, help_line)
                self.reader.problems.append(where)
        trees = [
            self._decision(item.value).tree if isinstance(item.value, str) else item
            for item in decisions.value
        ]
        inside = Node(decisions.at, trees, decisions.key)
        assert isinstance(tree.value, dict)
        return Node(tree.at, {**tree.value, "decisions": inside}, tree.key)

    def _data(self, tree: Node) -> object:
        """Return the plain data of the scenario, with decisions where their ids stand."""
        data = plain(tree)
        decisions = data.get("decisions") if isinstance(data, dict) else None
        if isinstance(data, dict) and isinstance(decisions, list):
            listed = [item for item in decisions if isinstance(item, str)]
            self.files = self.reader.found(listed, self.files)
            data["decisions"] = [
                self._decision(item).part if isinstance(item, str) else item for item in decisions
            ]
        return data

    def _decision(self, name: str) -> _Read[Decision]:
        """Return the decision in a file, or in the one whose name is nearest."""
        if name not in self.found:
            near = name if name in self.files else nearest(name, filter(is_id, self.files))
            if near in self.found:
                return self.found[near]
            if near is None:
                self.reader.unread.add(name)
                at = Place(str(self.main), 1, 1)
                self.found[name] = _standing_in(Decision, at, name[:40], ())
            else:
                within = f"decisions > {near}"
                self.found[near] = self.reader.read(Decision, self.files[near], near, within)
                return self.found[near]
        return self.found[name]

    def _all_files(self, tree: Node) -> Node:
        """Return a stand-in for a scenario that can't be read: it names all its decision files."""
        if isinstance(tree.value, dict) and self.files:
            nowhere = tree.at
            tree.value["decisions"] = Node(
                nowhere, [Node(nowhere, name) for name in sorted(self.files)]
            )
        return tree


def _seated(scenario: Scenario) -> Iterator[str]:
    """Yield the actors at the tables of a scenario in order."""
    for decision in scenario.decisions:
        for question in (decision, decision.response):
            yield from (member.actor for member in (question.table if question else ()))


def _with_formats(data: object) -> object:
    """Return the text `1` of every `format` as the number that it stands for."""
    if isinstance(data, dict):
        if data.get("format") == "1":
            data["format"] = 1
        decisions = data.get("decisions")
        for decision in decisions if isinstance(decisions, list) else ():
            _with_formats(decision)
    return data
