"""A scenario and its actors, gathered into a bundle.

A bundle maps file names (`scenarios/NAME/scenario.yaml`, `scenarios/NAME/decisions/ID.yaml`,
`actors/ID.yaml`) to texts. It holds everything that one scenario needs, so a saved game can carry
its own copy. On the disk a file may also end in `.yml`.
"""

import os
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from sitroom.errors import SitroomError
from sitroom.files import reading
from sitroom.loader import archive
from sitroom.loader.astray import astray, instead
from sitroom.loader.folders import ENDINGS, is_file, obstacle, real, yaml_files, yaml_named
from sitroom.loader.roots import built_in, misplaced, packs, roots
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode, read_tree
from sitroom.loader.yaml_text.trees import child
from sitroom.scenario.problems import ContentError, Problem, did_you_mean, quoted

_SLASHES = f"/{os.sep}"


class UnknownNameError(SitroomError, LookupError):
    """A scenario that does not exist; the message names the nearest that does."""

    title = "There is nothing by that name"
    exit_code = 2


def scenarios(root: Path | None = None) -> list[str]:
    """Return the names of the scenarios in `root` (all content roots when left out), sorted."""
    names: set[str] = set()
    for base in _places(root):
        folder = base / "scenarios"
        try:
            found = [path for path in folder.iterdir() if not path.name.startswith(".")]
        except OSError:  # one root that can't be read, or is not there, must not hide the others
            continue
        names |= {path.name for path in found if _twins(path, "scenario")}
        files = {path.stem for path in found if path.suffix in ENDINGS and is_file(path)}
        # What stands beside harbour.yaml, as harbour.expectations.yaml does, is no scenario.
        names |= {one for one in files if one.partition(".")[0] not in files - {one}}
    return sorted(names)


def _places(root: Path | None = None) -> tuple[Path, ...]:
    """Return where scenarios are looked for, the weakest first: packs, then content roots."""
    return (root,) if root else (*packs(), *roots())


def headline(scenario: str) -> tuple[str, int]:
    """Return the title of a scenario and the number of its decisions, read without checking the rest.

    Raises:
        UnknownNameError: there is no such scenario.
        ContentError: the file can't be read as YAML.
    """
    main = main_file(scenario)
    title, count = _headline(str(main), text(main))
    return title or scenario, count


@lru_cache(maxsize=16)  # every return to the home screen asks for them, and the largest takes long
def _headline(file: str, text: str) -> tuple[str, int]:
    tree = read_tree(file, text)
    title, decisions = child(tree, "title"), child(tree, "decisions")
    listed = decisions.value if decisions is not None else None
    words = str(title.value) if title is not None and title.value else ""
    return words, len(listed) if isinstance(listed, list) else 0


def exists(scenario: str) -> bool:
    """Whether a name or path stands for a scenario, be it right or not."""
    try:
        return bool(main_file(scenario))
    except UnknownNameError:
        return False


def main_file(scenario: str) -> Path:
    """Return the file that a scenario's name or path stands for. Raises UnknownNameError."""
    return _main_file(scenario, _places())


def companion(scenario: str, name: str) -> Path:
    """Return where a file or folder of a scenario stands beside it. Raises UnknownNameError."""
    main = main_file(scenario)
    return main.with_name(name if main.stem == "scenario" else f"{main.stem}.{name}")


def origin(scenario: str) -> Path | None:
    """Return the file or folder that a scenario is read from; None when it is built in."""
    main = main_file(scenario)
    if main.is_relative_to(built_in() / "scenarios"):
        return None
    return main.parent if main.stem == "scenario" else main


def read(scenario: str, root: Path | None = None) -> dict[str, str]:
    """Return the bundle of a scenario.

    Args:
        scenario: a name, or the path of a folder with `scenario.yaml` or of a single file.
        root: the content root to look in, instead of all that there are.

    Raises:
        UnknownNameError: there is no such scenario.
        ContentError: one of its files is a link that leads out of its folder, or stands twice.
        OSError: a file cannot be read.
    """
    return {name: text(path) for name, path in locate(scenario, root).items()}


def locate(scenario: str, root: Path | None = None) -> dict[str, Path]:
    """Return the files of a bundle: names as in the bundle, sorted, and where they are on the disk.

    Actors of the content roots come first, then those beside the scenario, then the scenario's
    own; a later file replaces an earlier one of the same name. But one that is about other concerns
    than the scenario's is another's actor of the same name, and leaves the scenario's in its place.

    Raises:
        UnknownNameError: there is no such scenario.
        ContentError: one of its files is a link that leads out of its folder, or stands twice.
    """
    bases = (root,) if root else roots()
    main = _main_file(scenario, _places(root))
    shared: dict[str, list[Path]] = {}
    near: dict[str, list[Path]] = {}  # in the scenario's own root
    for base in (*bases, *_beside(main, bases)):
        files = {f"actors/{name}": paths for name, paths in _inside(base / "actors", base).items()}
        near |= files if real(main).is_relative_to(real(base / "scenarios")) else {}
        shared |= files
    others = {name: paths for name, paths in near.items() if shared[name] != paths}
    shared |= {name: paths for name, paths in others.items() if _strange(shared[name][0], main)}
    own: dict[str, list[Path]] = {}
    if main.stem == "scenario":
        home = main.parent
        prefix = f"scenarios/{real(home).name}"
        _refuse_links(home)
        own[f"{prefix}/scenario.yaml"] = [main, *_rivals(main)]
        for folder in ("actors", "decisions"):
            files = _inside(home / folder, home)
            own |= {f"{prefix}/{folder}/{name}": paths for name, paths in files.items()}
    else:
        own[f"scenarios/{main.stem}.yaml"] = [main, *_rivals(main)]
    _refuse_doubles(shared, own)
    return {name: paths[0] for name, paths in sorted((shared | own).items())}


def _strange(actor: Path, main: Path) -> bool:
    """Return whether an actor has concerns that a scenario has not."""
    try:
        has, knows = (child(read_tree("", text(path)), "concerns") for path in (actor, main))
    except ContentError:
        return False  # what is wrong with it is told
    if has is None or knows is None:
        return False
    concerns = (set(node.value) if isinstance(node.value, dict) else set() for node in (has, knows))
    return not next(concerns) <= next(concerns)


def on_disk(error: ContentError, scenario: str) -> ContentError:
    """Return the same mistakes in a bundle with the files named as they are on the disk."""
    places = {name: str(path) for name, path in locate(scenario).items()}
    problems = error.at(places).problems
    if not any(problem.code in ("S118", "S201") for problem in problems):
        return ContentError(problems)
    bases = roots()
    main = main_file(scenario)
    home = main.parent if main.stem == "scenario" else None
    strays = astray(home, (*bases, *_beside(main, bases)))
    return ContentError(instead(problem, strays) for problem in problems)


def forms(root: Path, name: str) -> list[Path]:
    """Return the main files by the name of one scenario in a content root: one if all is well."""
    return _forms(root / "scenarios", name)


def _refuse_doubles(shared: dict[str, list[Path]], own: dict[str, list[Path]]) -> None:
    """One name may not stand for two files at one level.

    Shared actors count only where they are used, in a scenario in whose files their id stands.
    """
    doubled = [paths for paths in own.values() if len(paths) > 1]
    actors = {Path(name).stem: paths for name, paths in shared.items() if len(paths) > 1}
    if actors:
        used = {word for paths in own.values() for path in paths for word in _words(text(path))}
        doubled += [paths for name, paths in actors.items() if name in used]
    help_line = "Keep one of the two files."
    problems = [
        Problem(
            str(second),
            1,
            1,
            "S306",
            "error",
            f"there is {quoted(first)} too, of the same name",
            help_line,
        )
        for first, second, *_ in doubled
    ]
    if problems:
        raise ContentError(problems)


def _words(text: str) -> Iterable[str]:
    return re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", text)


def _main_file(scenario: str, bases: tuple[Path, ...]) -> Path:
    """Return the file that a name or path stands for."""
    scenario = scenario.rstrip(_SLASHES) or scenario  # as a shell completes the name of a folder
    for base in reversed(bases):
        if scenario in scenarios(base):
            return forms(base, scenario)[0]
    path = Path(scenario)
    if archive.is_pack(path):
        return archive.opened(path)
    if path.suffix in ENDINGS and is_file(path):
        return path
    found = _twins(path, "scenario")
    if found:
        return found[0]
    _raise_unreadable(scenario, bases)
    there = next((pair for pair in misplaced() if pair[0].name == scenario), None)
    if there is not None:
        hint = f"{there[0]} is not looked into: move it to {there[1]}."
        raise UnknownNameError(f"there is no scenario {quoted(scenario)}", hint)
    names = sorted({name for base in bases for name in scenarios(base)})
    if _twins(Path(), "scenario") and Path.cwd().name == scenario:
        hint = "You are inside its folder: write . in place of its name."
    else:
        hint = did_you_mean(scenario, names) or "There is none at all."
    raise UnknownNameError(f"there is no scenario {quoted(scenario)}", hint)


def _raise_unreadable(scenario: str, bases: tuple[Path, ...]) -> None:
    """Raise OSError where a name stands for a folder that is there and can't be looked into."""
    for folder in (Path(scenario), *(base / "scenarios" / scenario for base in bases)):
        try:
            next(folder.iterdir(), None)
        except PermissionError:
            raise
        except (OSError, ValueError):  # not there, a zero byte in the name, or too long a name
            continue


def _twins(folder: Path, stem: str) -> list[Path]:
    """Return the files of a name, whatever their ending: one if all is well."""
    return [path for ending in ENDINGS if is_file(path := folder / f"{stem}{ending}")]


def _rivals(main: Path) -> list[Path]:
    """Return the other main files that would go by the same name at the same level."""
    home = main.parent
    if main.stem == "scenario":
        found = _forms(home.parent, home.name) if home.name else _twins(home, "scenario")
    else:
        found = _forms(home, main.stem)
    return [path for path in found if path != main]


def _forms(folder: Path, name: str) -> list[Path]:
    return [*_twins(folder / name, "scenario"), *_twins(folder, name)]


def _beside(main: Path, bases: tuple[Path, ...]) -> list[Path]:
    """Return the content root that a scenario stands in, where it is none of `bases`.

    It is the folder above `scenarios/`, or that of a single file.
    """
    folder = real(main.parent)
    if main.stem == "scenario":
        folder = folder.parent
        found = [folder.parent] if folder.name == "scenarios" else []
    else:
        found = [folder.parent if folder.name == "scenarios" else folder]
    known = [real(base) for base in bases]
    return [root for root in found if root not in known]


def _inside(folder: Path, base: Path) -> dict[str, list[Path]]:
    """Return the YAML files of a folder that really lie under `base`, by their name in a bundle."""
    edge = real(base)
    found: dict[str, list[Path]] = {}
    for path in yaml_files(folder):
        if real(path).is_relative_to(edge):
            found.setdefault(f"{path.stem}.yaml", []).append(path)
    return found


def _refuse_links(home: Path) -> None:
    """Refuse a scenario folder that reaches outside itself."""
    edge = real(home)
    problems = []
    for path in (
        *_twins(home, "scenario"),
        *yaml_named(home / "actors"),
        *yaml_named(home / "decisions"),
    ):
        name, words = str(path), obstacle(path)
        if not real(path).is_relative_to(edge):
            out = "this link leads out of the scenario's folder"
            help_line = "Put a copy of the file here."
            problems.append(Problem(name, 1, 1, "S117", "error", out, help_line))
        elif words is not None:
            help_line = "Delete it, or put a file in its place."
            problems.append(Problem(name, 1, 1, "S124", "error", words, help_line))
    if problems:
        raise ContentError(problems)


def text(path: Path) -> str:
    """Return the text of a file, no more of it than is needed to see that it is too large."""
    return decode(reading.read_start(path, MAX_BYTES + 1))


def scenario_file(bundle: Mapping[str, str]) -> PurePosixPath:
    """Return the one scenario file of a bundle."""
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


def files_in(bundle: Mapping[str, str], folder: PurePosixPath) -> dict[str, str]:
    """Return the YAML files of a folder: ids and full names."""
    paths = map(PurePosixPath, sorted(bundle))
    return {p.stem: str(p) for p in paths if p.parent == folder and p.suffix == ".yaml"}


def actor_files(main: PurePosixPath, bundle: Mapping[str, str]) -> dict[str, str]:
    """Return all actor files by id; a scenario's own come before shared ones."""
    own = files_in(bundle, main.parent / "actors") if main.name == "scenario.yaml" else {}
    return {**files_in(bundle, PurePosixPath("actors")), **own}
