"""Where content comes from: a scenario and its actors, gathered into a bundle.

A bundle maps file names (`scenarios/NAME/scenario.yaml`, `scenarios/NAME/decisions/ID.yaml`,
`actors/ID.yaml`) to texts. It holds everything that one scenario needs, so a saved game can carry
its own copy.
"""

from pathlib import Path

from sim.content.problems import ContentError, Problem, did_you_mean, quoted
from sim.content.reader import MAX_BYTES, decode, read_tree
from sim.content.trees import child

_PACKAGE = Path(__file__).resolve().parent.parent


class UnknownName(LookupError):  # noqa: N818  # what the user did, in the user's words
    """A scenario that does not exist; the message names the nearest that does."""

    def __str__(self) -> str:
        return str(self.args[0])


def roots() -> tuple[Path, ...]:
    """The folders that hold `actors/` and `scenarios/`, the weakest first.

    Today that is the built-in one alone: inside the package when installed, else beside it.
    """
    shipped = _PACKAGE / "_shipped"
    return (shipped if shipped.is_dir() else _PACKAGE.parent,)


def scenarios(root: Path | None = None) -> list[str]:
    """The names of the scenarios in `root` (all content roots when left out), sorted."""
    names: set[str] = set()
    for base in (root,) if root else roots():
        folder = base / "scenarios"
        names.update(path.parent.name for path in folder.glob("*/scenario.yaml"))
        names.update(path.stem for path in folder.glob("*.yaml"))
    return sorted(names)


def headline(scenario: str) -> tuple[str, int]:
    """The title of a scenario and the number of its decisions, read without checking the rest.

    Raises:
        UnknownName: there is no such scenario.
        ContentError: the file can't be read as YAML.
    """
    main = _main_file(scenario, roots())
    tree = read_tree(main.name, _text(main))
    title, decisions = child(tree, "title"), child(tree, "decisions")
    listed = decisions.value if decisions is not None else None
    words = str(title.value) if title is not None and title.value else scenario
    return words, len(listed) if isinstance(listed, list) else 0


def read(scenario: str, root: Path | None = None) -> dict[str, str]:
    """The bundle of a scenario.

    Args:
        scenario: a name, or the path of a folder with `scenario.yaml` or of a single file.
        root: the content root to look in, instead of the built-in ones.

    Raises:
        UnknownName: there is no such scenario.
        ContentError: one of its files is a link that leads out of its folder.
        OSError: a file cannot be read.
    """
    return {name: _text(path) for name, path in locate(scenario, root).items()}


def locate(scenario: str, root: Path | None = None) -> dict[str, Path]:
    """The files of a bundle: names as in the bundle, sorted, and where they are on the disk.

    Actors of the content roots come first, then those beside the scenario, then the scenario's
    own; a later file replaces an earlier one of the same name.

    Raises:
        UnknownName: there is no such scenario.
        ContentError: one of its files is a link that leads out of its folder.
    """
    bases = (root,) if root else roots()
    main = _main_file(scenario, bases)
    found: dict[str, Path] = {}
    for base in (*bases, *_beside(main)):
        for path in _inside(base / "actors", base):
            found[f"actors/{path.name}"] = path
    if main.name != "scenario.yaml":
        found[f"scenarios/{main.name}"] = main
        return dict(sorted(found.items()))
    home = main.parent
    prefix = f"scenarios/{home.resolve().name}"
    _refuse_links(home, prefix)
    found[f"{prefix}/scenario.yaml"] = main
    for folder in ("actors", "decisions"):
        for path in _inside(home / folder, home):
            found[f"{prefix}/{folder}/{path.name}"] = path
    return dict(sorted(found.items()))


def _main_file(scenario: str, bases: tuple[Path, ...]) -> Path:
    """The file that a name or path stands for."""
    places = [
        base / "scenarios" / form
        for base in reversed(bases)
        for form in (f"{scenario}/scenario.yaml", f"{scenario}.yaml")
        if scenario in scenarios(base)
    ]
    path = Path(scenario)
    places += [path / "scenario.yaml"] + ([path] if path.suffix == ".yaml" else [])
    try:
        found = next((place for place in places if place.is_file()), None)
    except (ValueError, OSError):  # a zero byte in the name, or too long a name
        found = None
    if found:
        return found
    names = sorted({name for base in bases for name in scenarios(base)})
    hint = did_you_mean(scenario, names) or "There is none at all."
    raise UnknownName(f"there is no scenario {quoted(scenario)}. {hint}")


def _beside(main: Path) -> tuple[Path, ...]:
    """The content root that a scenario stands in: above `scenarios/`, or a single file's folder."""
    folder = main.parent.resolve()
    if main.name == "scenario.yaml":
        folder = folder.parent
        return (folder.parent,) if folder.name == "scenarios" else ()
    return (folder.parent if folder.name == "scenarios" else folder,)


def _inside(folder: Path, base: Path) -> list[Path]:
    """The YAML files of a folder that really lie under `base`, by name."""
    edge = base.resolve()
    return [
        path
        for path in sorted(folder.glob("*.yaml"))
        if path.is_file() and path.resolve().is_relative_to(edge)
    ]


def _refuse_links(home: Path, prefix: str) -> None:
    """A scenario folder may not reach outside itself."""
    edge = home.resolve()
    files = [home / "scenario.yaml", *home.glob("actors/*.yaml"), *home.glob("decisions/*.yaml")]
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
    """The text of a file, no more of it than is needed to see that it is too large."""
    with path.open("rb") as file:
        return decode(file.read(MAX_BYTES + 1))
