"""A scenario and its actors, gathered into a bundle.

A bundle maps file names (`scenarios/NAME/scenario.yaml`, `scenarios/NAME/decisions/ID.yaml`,
`actors/ID.yaml`) to texts. It holds everything that one scenario needs, so a saved game can carry
its own copy. On the disk a file may also end in `.yml`.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from sitroom.errors import SitroomError
from sitroom.files import reading
from sitroom.loader.roots import built_in, packs, roots
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode, read_tree
from sitroom.loader.yaml_text.trees import child
from sitroom.scenario.problems import ContentError, Problem, did_you_mean, quoted

ENDINGS = (".yaml", ".yml")


class UnknownNameError(SitroomError, LookupError):
    """A scenario that does not exist; the message names the nearest that does."""

    title = "There is nothing by that name"
    exit_code = 2


def scenarios(root: Path | None = None) -> list[str]:
    """Return the names of the scenarios in `root` (all content roots when left out), sorted."""
    names: set[str] = set()
    for base in _places(root):
        folder = base / "scenarios"
        for ending in ENDINGS:
            inside, alone = folder.glob(f"*/scenario{ending}"), folder.glob(f"*{ending}")
            names.update(path.parent.name for path in inside if path.is_file())
            names.update(path.stem for path in alone if path.is_file())
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
    tree = read_tree(str(main), _text(main))
    title, decisions = child(tree, "title"), child(tree, "decisions")
    listed = decisions.value if decisions is not None else None
    words = str(title.value) if title is not None and title.value else scenario
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
    return {name: _text(path) for name, path in locate(scenario, root).items()}


def locate(scenario: str, root: Path | None = None) -> dict[str, Path]:
    """Return the files of a bundle: names as in the bundle, sorted, and where they are on the disk.

    Actors of the content roots come first, then those beside the scenario, then the scenario's
    own; a later file replaces an earlier one of the same name.

    Raises:
        UnknownNameError: there is no such scenario.
        ContentError: one of its files is a link that leads out of its folder, or stands twice.
    """
    bases = (root,) if root else roots()
    main = _main_file(scenario, _places(root))
    shared: dict[str, list[Path]] = {}
    for base in (*bases, *_beside(main, bases)):
        files = _inside(base / "actors", base)
        shared |= {f"actors/{name}": paths for name, paths in files.items()}
    own: dict[str, list[Path]] = {}
    if main.stem == "scenario":
        home = main.parent
        prefix = f"scenarios/{home.resolve().name}"
        _refuse_links(home, prefix)
        own[f"{prefix}/scenario.yaml"] = [main, *_rivals(main)]
        for folder in ("actors", "decisions"):
            files = _inside(home / folder, home)
            own |= {f"{prefix}/{folder}/{name}": paths for name, paths in files.items()}
    else:
        own[f"scenarios/{main.stem}.yaml"] = [main, *_rivals(main)]
    _refuse_doubles(shared, own)
    return {name: paths[0] for name, paths in sorted((shared | own).items())}


def on_disk(error: ContentError, scenario: str) -> ContentError:
    """Return the same mistakes in a bundle with the files named as they are on the disk."""
    return error.at({name: str(path) for name, path in locate(scenario).items()})


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
        used = {word for paths in own.values() for path in paths for word in _words(_text(path))}
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
    for base in reversed(bases):
        if scenario in scenarios(base):
            return forms(base, scenario)[0]
    path = Path(scenario)
    try:
        if path.suffix in ENDINGS and path.is_file():
            return path
        found = _twins(path, "scenario")
    except (ValueError, OSError):  # a zero byte in the name, or too long a name
        found = []
    if found:
        return found[0]
    names = sorted({name for base in bases for name in scenarios(base)})
    if _twins(Path(), "scenario") and Path.cwd().name == scenario:
        hint = "You are inside its folder: write . in place of its name."
    else:
        hint = did_you_mean(scenario, names) or "There is none at all."
    raise UnknownNameError(f"there is no scenario {quoted(scenario)}", hint)


def _twins(folder: Path, stem: str) -> list[Path]:
    """Return the files of a name, whatever their ending: one if all is well."""
    return [path for ending in ENDINGS if (path := folder / f"{stem}{ending}").is_file()]


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
    folder = main.parent.resolve()
    if main.stem == "scenario":
        folder = folder.parent
        found = [folder.parent] if folder.name == "scenarios" else []
    else:
        found = [folder.parent if folder.name == "scenarios" else folder]
    known = [base.resolve() for base in bases]
    return [root for root in found if root not in known]


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files that stand in a folder, by name."""
    files = (path for ending in ENDINGS for path in folder.glob(f"*{ending}"))
    return sorted(path for path in files if path.is_file())


def _inside(folder: Path, base: Path) -> dict[str, list[Path]]:
    """Return the YAML files of a folder that really lie under `base`, by their name in a bundle."""
    edge = base.resolve()
    found: dict[str, list[Path]] = {}
    for path in yaml_files(folder):
        if path.resolve().is_relative_to(edge):
            found.setdefault(f"{path.stem}.yaml", []).append(path)
    return found


def _refuse_links(home: Path, prefix: str) -> None:
    """Refuse a scenario folder that reaches outside itself."""
    edge = home.resolve()
    files = [
        *_twins(home, "scenario"),
        *yaml_files(home / "actors"),
        *yaml_files(home / "decisions"),
    ]
    problems = [
        Problem(
            f"{prefix}/{path.relative_to(home).as_posix()}",
            1,
            1,
            "S117",
            "error",
            "this link leads out of the scenario's folder",
            "Put a copy of the file here.",
        )
        for path in files
        if not path.resolve().is_relative_to(edge)
    ]
    if problems:
        raise ContentError(problems)


def _text(path: Path) -> str:
    """Return the text of a file, no more of it than is needed to see that it is too large."""
    return decode(reading.read_start(path, MAX_BYTES + 1))
