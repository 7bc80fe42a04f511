"""Changes of a scenario's files, shown as a diff before anything is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sitroom.authoring.mentions import Mention, mentions
from sitroom.authoring.migration import Change
from sitroom.files import reading, writing
from sitroom.loader import bundle, expectations
from sitroom.loader.load import Kept, examine
from sitroom.loader.translations import carries
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode, read_tree
from sitroom.loader.yaml_text.trees import Node
from sitroom.scenario.content import Content
from sitroom.scenario.expectation import Expectations
from sitroom.scenario.problems import ContentError, Problem
from sitroom.scenario.schema import Actor, Decision, Part, Scenario


@dataclass(frozen=True)
class Source:
    """The files of a scenario as they are on the disk, with what each holds."""

    content: Content
    places: dict[str, Path]  # by name in the bundle
    texts: dict[str, str]
    parts: dict[str, type[Part]]
    kept: Kept = field(default_factory=dict)  # files read before

    @property
    def main(self) -> str:
        """Return the name of the scenario's own file."""
        return str(bundle.scenario_file(self.texts))

    @cached_property
    def ids(self) -> list[Mention]:
        """Return every id in the files."""
        trees: dict[type[Part], list[Node]] = {}
        for name, part in self.parts.items():
            trees.setdefault(part, []).append(read_tree(name, self.texts[name]))
        return list(mentions(trees, frozenset(self.content.actors)))


@dataclass(frozen=True)
class Edit:
    """What is to be changed: the texts of files, and which of them get a new name."""

    changes: tuple[Change, ...]
    moves: tuple[tuple[Path, Path], ...] = ()
    places: int = 0  # in which an id stands

    def diff(self) -> Iterator[str]:
        """Yield the lines of a unified diff, and the files that get a new name."""
        for old, new in self.moves:
            yield f"rename {old} -> {new}"
        for change in self.changes:
            yield from change.diff()

    def write(self) -> None:
        """Change the files. A new name is written before the old one is taken away."""
        moved = dict(self.moves)
        for change in self.changes:
            if change.path in moved or not change.old:
                writing.create(moved.get(change.path, change.path), change.new.encode())
            else:
                writing.replace(change.path, change.new.encode())
        for old, _ in self.moves:
            old.unlink()


def source(scenario: str) -> Source:
    """Return the files of a scenario that has no mistakes. Raises ContentError or UnknownNameError."""
    located = bundle.locate(scenario)
    texts = {
        name: decode(reading.read_start(path, MAX_BYTES + 1)) for name, path in located.items()
    }
    kept: Kept = {}
    content, problems = examine(texts, kept=kept)
    if content is None:
        raise bundle.on_disk(ContentError(problems), scenario)
    main = bundle.scenario_file(texts)
    folder = main.parent if main.name == "scenario.yaml" else None
    seated = bundle.actor_files(main, texts)
    parts: dict[str, type[Part]] = {str(main): Scenario}
    for name in texts:
        stem = Path(name).stem
        own = folder is not None and name.startswith(f"{folder}/actors/")
        if own or (stem in content.actors and seated.get(stem) == name):
            parts[name] = Actor
        elif folder is not None and name.startswith(f"{folder}/decisions/"):
            parts[name] = Decision
    beside = expectations.beside(scenario)
    if beside.is_file():
        name = str(main.with_name(beside.name))
        located[name], texts[name] = beside, decode(reading.read_start(beside, MAX_BYTES + 1))
        parts[name] = Expectations
    return Source(content, located, texts, parts, kept)


def checked(found: Source, made: Edit) -> list[str]:
    """Return what would be wrong with the scenario if an edit were made, and is not now."""
    _, problems = after(found, made)
    before = {problem.message for problem in found.content.warnings}
    return [str(problem) for problem in problems if problem.message not in before]


def after(found: Source, made: Edit) -> tuple[Content | None, tuple[Problem, ...]]:
    """Return the scenario as it would be if an edit were made, None with mistakes, and what is wrong."""
    texts = dict(found.texts)
    names = {path: name for name, path in found.places.items()}
    moved = dict(made.moves)
    for change in made.changes:
        if carries(change.path.name):
            continue  # texts of another language are no part of the game
        name = names.get(change.path)
        path = moved.get(change.path)
        if name is None:
            name = f"{Path(found.main).parent.as_posix()}/decisions/{change.path.stem}.yaml"
        elif path is not None:
            del texts[name]
            name = f"{Path(name).parent.as_posix()}/{path.stem}.yaml"
        texts[name] = change.new
    read = {name: text for name, text in texts.items() if found.parts.get(name) is not Expectations}
    return examine(read, kept=found.kept)


def neighbours(scenario: str, made: Edit) -> Mapping[str, Path]:
    """Return the other scenarios that seat an actor whose file would be changed, with that file."""
    mine = bundle.main_file(scenario).resolve()
    files = {change.path.resolve(): change.path for change in made.changes}
    found: dict[str, Path] = {}
    for name in bundle.scenarios():
        if bundle.main_file(name).resolve() == mine:
            continue
        try:
            used = bundle.locate(name)
            if files.keys().isdisjoint(path.resolve() for path in used.values()):
                continue
            content, _ = examine(bundle.read(name))
        except (ContentError, OSError):
            continue
        for actor in content.actors if content else ():
            path = used.get(f"actors/{actor}.yaml")
            if path is not None and path.resolve() in files:
                found.setdefault(name, files[path.resolve()])
    return found
