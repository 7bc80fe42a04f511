"""What there is to check under a name or path, and everything that is wrong with it."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from sitroom.engine.question_ids import answer_id
from sitroom.errors import SitroomError
from sitroom.files import reading
from sitroom.loader import bundle, codings, expectations, translations
from sitroom.loader.archive import is_pack
from sitroom.loader.astray import is_id, meant, stray
from sitroom.loader.folders import ENDINGS, FOLDER, is_file, obstacle, real, yaml_files
from sitroom.loader.load import Kept, check_alone, examine
from sitroom.loader.roots import holds_content, roots
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode, scan
from sitroom.loader.yaml_text.trees import child
from sitroom.scenario.content import Content
from sitroom.scenario.expectation import FILE
from sitroom.scenario.problems import (
    ContentError,
    Problem,
    Severity,
    nearest,
    ordered,
    quoted,
)
from sitroom.scenario.schema import Actor, Decision

_ACTOR = re.compile(r"^(?:aim|who|short|trusts|concerns) *:", re.MULTILINE)
_DECISION = re.compile(r"^(?:options|briefing|table|rule) *:", re.MULTILINE)
_YAML = re.compile(r"\.ya?ml(?:\.txt)?$", re.IGNORECASE)
_WHOLE = re.compile(r"^(?:decisions|ladders|sources) *:", re.MULTILINE)


class NothingToCheckError(SitroomError, LookupError):
    """A path with no scenario and no actor in it; the message says what there should be."""

    title = "There is nothing to check"
    exit_code = 2


@dataclass(slots=True)
class Survey:
    """All that was checked: problems with the files named as on the disk, and those files' texts.

    `scenarios` has one entry for each name or path of a scenario, None if it has errors. `first`
    are the files that were asked for among others, whose problems come first.
    """

    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    scenarios: dict[str, Content | None] = field(default_factory=dict)
    alone: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    folders: set[Path] = field(default_factory=set)

    def sorted(self) -> list[Problem]:
        """Return the problems by place, each once; those of the files asked for come first."""
        return sorted(ordered(self.problems), key=lambda p: p.file not in self.first)


def survey(paths: Sequence[str], kept: Kept | None = None) -> Survey:
    """Check what names and paths stand for; without any, every scenario and actor there is.

    Raises:
        UnknownNameError: there is neither such a scenario nor such a file.
        NothingToCheckError: there is such a file or folder, and nothing in it.
    """
    found = Survey()
    look = _Look(found, {} if kept is None else kept)
    for path in paths:
        look.at(path)
    if not paths:
        for name in bundle.scenarios():
            look.scenario(name)
        if _main(Path()):
            look.scenario(".")
        for root in roots():
            look.root(root)
    return found


class _Look:
    """Checks one thing after the other, and adds what it finds to a survey."""

    def __init__(self, found: Survey, kept: Kept) -> None:
        self.found, self.kept = found, kept
        self.done: set[Path] = set()  # files that some scenario was checked with

    def at(self, name: str) -> None:
        """Look at a scenario by name, or at any path."""
        path = Path(name)
        words = obstacle(path)
        if str(path) in bundle.scenarios():  # without the slash at the end of a folder
            name = str(path)
            self.scenario(name)
        elif words is None:
            self._file(path)
        elif words == FOLDER:
            self._folder(path)
        elif os.path.lexists(path):
            self._tell(path, "S124", words, "error", "Delete it, or put a file in its place.")
        else:
            bundle.main_file(name)  # says that there is no such thing, and what is near

    def scenario(self, name: str) -> None:
        """One scenario, by name or path."""
        main = bundle.main_file(name)
        try:
            places = {file: str(path) for file, path in bundle.locate(name).items()}
            texts = bundle.read(name)
        except ContentError as error:
            self.found.problems += error.problems
            self.found.scenarios[name] = None
            self.found.folders.add(main.parent)
            return
        except OSError as error:
            self._unreadable(name, error)
            self.found.scenarios[name] = None
            return
        elsewhere = cache(lambda: frozenset(_decisions_elsewhere(main)))  # reads all of the others
        content, problems = examine(texts, spare=True, elsewhere=elsewhere, kept=self.kept)
        if content is not None and (coded := codings.cited(name)):
            problems = tuple(one for one in problems if not _unused(one, coded))
            warnings = tuple(one for one in content.warnings if not _unused(one, coded))
            content = replace(content, warnings=warnings)
        self.found.scenarios[name] = content
        self.found.problems += bundle.on_disk(ContentError(problems), name).problems
        self.found.texts |= {places[file]: text for file, text in texts.items()}
        used = {f"actors/{name}.yaml" for name in content.actors} if content else set()
        read = [file for file in places if file in used or not file.startswith("actors/")]
        self.done |= {real(Path(places[file])) for file in read}
        for path in codings.beside(name):
            self.found.problems += codings.mistakes(path, content)
            self.found.texts[str(path)] = codings.text(path)
            self.done.add(real(path))
        for path in translations.languages(name).values():
            self.found.problems += translations.mistakes(path, content)
            self.found.texts[str(path)] = bundle.text(path)
            self.done.add(real(path))
        if main.stem == "scenario":
            self.found.folders.add(main.parent)
            told = {problem.file for problem in self.found.problems}
            for problem in _not_read(main.parent, self.done):
                self.found.problems += [problem] * (problem.file not in told)

    def root(self, root: Path) -> None:
        """Look at the actors and stray files of a content root whose scenarios have been checked."""
        self.found.folders |= {root / "actors", root / "scenarios"}
        self._actors(root / "actors")
        for path in self._entries(root / "scenarios"):
            words = obstacle(path)
            if words == FOLDER:
                self._without_main(path)
            elif words is not None:
                self._tell(path, "S124", words, "warning", "Delete it, or put a file in its place.")
            elif path.suffix not in ENDINGS and ".y" in path.suffixes[0][:2]:
                help_line = f"If it is a scenario, rename it to '{meant(path.name)}.yaml'."
                self._tell(path, "S123", "this file is not read", "warning", help_line)

    def _actors(self, folder: Path) -> None:
        """Look at every actor in a folder that no scenario was checked with, and what stands in the way."""
        told = {problem.file for problem in self.found.problems}
        for path in self._entries(folder):
            words = obstacle(path)
            if str(path) in told or path.suffix not in ENDINGS:
                continue
            if words is not None:
                self._tell(path, "S124", words, "warning", "Delete it, or put a file in its place.")
            elif is_id(path.stem):
                self._alone(Actor, path)
            elif real(path) not in self.done:
                self.found.problems.append(stray(str(path), ()))

    def _without_main(self, folder: Path) -> None:
        """Tell of a folder among scenarios in which the scenario's own file is not, or not by its name."""
        entries = self._entries(folder)
        if _main(folder):
            return
        for path in entries:
            if meant(path.name) == "scenario" and obstacle(path) != FOLDER:
                words, help_line = obstacle(path), "Delete it, or put a file in its place."
                code = "S124"
                if words is None:
                    words, help_line = (
                        "this file is looked for as 'scenario.yaml'",
                        f"Rename it: its name is {quoted(path.name)} now.",
                    )
                    code = "S125"
                self._tell(path, code, words, "error", help_line)
                return
        for path in list(_yaml_under(folder))[:1]:
            words = f"the folder {quoted(folder.name)} has no scenario.yaml, so it is not read"
            self._tell(path, "S123", words, "warning")

    def _entries(self, folder: Path) -> list[Path]:
        """Return what stands in a folder and is not hidden; it is told if that can't be known."""
        try:
            found = sorted(folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            self._unreadable(str(folder), error)
            return []
        return [path for path in found if not path.name.startswith(".")]

    def _tell(
        self, path: Path, code: str, words: str, severity: Severity, hint: str | None = None
    ) -> None:
        self.found.problems.append(Problem(str(path), 1, 1, code, severity, words, hint))

    def _folder(self, path: Path) -> None:
        if _main(path):
            self.scenario(str(path))
        elif holds_content(path):
            for name in bundle.scenarios(path):
                self.scenario(str(_home(bundle.forms(path, name)[0])))
            self.root(path)
        elif path.name in ("actors", "decisions", "codings") and _main(real(path).parent):
            self.scenario(str(path.parent))
        elif path.name == "actors" or any(_is_actor(file) for file in yaml_files(path)):
            self._actors(path)
        elif real(path).name == "scenarios":
            self._folder(real(path).parent)
        else:
            words = "neither a scenario.yaml nor folders scenarios/ or actors/"
            raise NothingToCheckError(f"there is nothing to check in {quoted(path)}: {words}")

    def _file(self, path: Path) -> None:
        if is_pack(path):
            self.scenario(str(path))
            return
        if path.suffix.lower() not in ENDINGS:
            raise NothingToCheckError(
                f"{quoted(path)} is not a YAML file: its name must end in .yaml"
            )
        home = real(path).parent
        if home.name in ("actors", "decisions", "codings") and _main(home.parent):
            self.found.first.append(str(path))
            self.scenario(str(path.parent.parent))
        elif home.name == "actors" or _is_actor(path):
            self._shared_actor(path)
        elif path.stem != "scenario" and _is_decision(path):
            self._alone(Decision, path)
        else:
            self.scenario(str(path))

    def _shared_actor(self, path: Path) -> None:
        """Look at an actor by itself, and at what the scenarios beside it say of it."""
        root = real(path).parent.parent
        told = Survey()
        look = _Look(told, self.kept)
        for name in bundle.scenarios(root) if holds_content(root) else ():
            look.scenario(str(_home(bundle.forms(root, name)[0])))
        own = real(path)
        self._alone(Actor, path)
        for problem in told.problems:
            if real(Path(problem.file)) == own:
                self.found.problems.append(
                    Problem(str(path), *(getattr(problem, name) for name in _AFTER_FILE))
                )

    def _alone(self, model: type[Actor | Decision], path: Path) -> None:
        """One file by itself, unless a scenario has been checked with it."""
        name = str(path)
        if real(path) in self.done:
            return
        try:
            text = decode(reading.read_start(path, MAX_BYTES + 1))
        except OSError as error:
            self._unreadable(name, error)
            return
        self.found.texts[name] = text
        self.found.problems += check_alone(model, name, text, self.kept)
        self.found.alone.append(name)
        self.found.folders.add(path.parent)

    def _unreadable(self, name: str, error: OSError) -> None:
        words = f"this cannot be read: {error.strerror or error}"
        self._tell(Path(error.filename or name), "S124", words, "error")


_AFTER_FILE = ("line", "column", "code", "severity", "message", "suggestion", "where")


def _main(folder: Path) -> bool:
    return any(is_file(folder / f"scenario{ending}") for ending in ENDINGS)


def _home(main: Path) -> Path:
    """Return what a scenario is called by: its folder, or its single file."""
    return main.parent if main.stem == "scenario" else main


def _start(path: Path) -> str:
    try:
        return decode(reading.read_start(path, MAX_BYTES))
    except OSError:
        return ""


def _is_actor(path: Path) -> bool:
    text = _start(path)
    return bool(_ACTOR.search(text)) and not (_WHOLE.search(text) or _DECISION.search(text))


def _is_decision(path: Path) -> bool:
    text = _start(path)
    return bool(_DECISION.search(text)) and not _WHOLE.search(text)


def _decisions_elsewhere(main: Path) -> Iterator[str]:
    """Yield the names of decisions of the other scenarios that there are, near this one or known."""
    beside = real(main.parent.parent if main.stem == "scenario" else main.parent)
    found = {real(path) for name in bundle.scenarios() for path in [bundle.main_file(name)]}
    if beside.name == "scenarios":
        near = bundle.scenarios(beside.parent)
        found |= {real(bundle.forms(beside.parent, name)[0]) for name in near}
    for other in sorted(found - {real(main)}):
        tree = scan(str(other), _start(other)).tree
        decisions = child(tree, "decisions") if tree else None
        for item in decisions.value if decisions and isinstance(decisions.value, list) else ():
            name = child(item, "id") or item
            if isinstance(name.value, str):
                yield name.value
                yield answer_id(name.value)


def _yaml_under(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder, at any depth, whose author likely takes them to be read."""
    for at, inner, files in os.walk(folder):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and _YAML.search(name):
                yield Path(at, name)


def _not_read(folder: Path, read: Iterable[Path]) -> Iterator[Problem]:
    """Yield a warning for each file in a scenario's folder that is no part of it."""
    known = set(read)
    for path in _yaml_under(folder):
        if real(path) in known:
            continue
        if path == folder / FILE:
            yield from expectations.mistakes(path)
            continue
        near = nearest(path.parent.name, ("actors", "decisions"))
        if path.suffix.lower() not in ENDINGS:
            help_line = f"Is it a decision or actor? Then rename it to '{meant(path.name)}.yaml'."
        elif path.parent == folder:
            help_line = "Decisions belong in the folder decisions/, actors in actors/."
        elif path.suffix not in ENDINGS:
            help_line = "Write the end of its name in small letters."
        elif near and path.parent.name != near:
            help_line = f"Did you mean the folder '{near}'?"
        else:
            help_line = "Actors stand right in actors/, decisions right in decisions/."
        words = "this file is no part of the scenario, and is not read"
        yield Problem(str(path), 1, 1, "S123", "warning", words, help_line)


def _unused(problem: Problem, coded: Collection[str]) -> bool:
    """Whether a source seems unused that coders cite: nothing of it is settled yet."""
    where = problem.where.split(" > ")
    return problem.code == "S320" and where[0] == "sources" and where[-1] in coded
