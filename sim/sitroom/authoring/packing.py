"""Scenarios handed on: put into one file, and put among the user's own content."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import metadata
from pathlib import Path, PurePosixPath

import sitroom
from sitroom.errors import SitroomError
from sitroom.files import reading, writing
from sitroom.loader import archive, bundle, codings, expectations
from sitroom.loader.load import load
from sitroom.loader.roots import home
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode
from sitroom.scenario.coding import FOLDER, TEXTS
from sitroom.scenario.content import Content, digest
from sitroom.scenario.expectation import FILE
from sitroom.scenario.problems import ContentError


class AddingError(SitroomError):
    """A scenario that can't be added; the message says why."""

    title = "That can't be added"
    exit_code = 2


@dataclass(frozen=True)
class Added:
    """A scenario that was put among the user's content, and what it takes the place of."""

    name: str
    folder: Path
    instead: str | None = None
    behind: Path | None = None  # what is found first in this folder


def gathered(scenario: str) -> tuple[Content, dict[str, str]]:
    """Return a scenario, and its files in a folder that is whole by itself: its actors are its own.

    Raises ContentError where it has mistakes, or UnknownNameError.
    """
    files = bundle.read(scenario)
    try:
        content = load(files)
    except ContentError as error:
        raise bundle.on_disk(error, scenario) from None
    main = bundle.scenario_file(files)
    folder = f"scenarios/{content.scenario.id}"
    found = {f"{folder}/scenario.yaml": files[str(main)]}
    for id_, file in bundle.actor_files(main, files).items():
        if id_ in content.actors:
            found[f"{folder}/actors/{id_}.yaml"] = files[file]
    listed = {decision.id for decision in content.scenario.decisions}
    if main.name == "scenario.yaml":
        for id_, file in bundle.files_in(files, main.parent / "decisions").items():
            if id_ in listed:
                found[f"{folder}/decisions/{id_}.yaml"] = files[file]
    return content, {**_beside(scenario, folder), **_coded(scenario, content, folder), **found}


def _coded(scenario: str, content: Content, folder: str) -> dict[str, str]:
    """Return how the positions came about: coders' files, and texts whose licence lets them go along."""
    found = {f"{folder}/{FOLDER}/{path.name}": _text(path) for path in codings.beside(scenario)}
    for id_, source in content.scenario.sources.items():
        path = bundle.companion(scenario, TEXTS) / f"{id_}.txt"
        if source.licence and path.is_file():
            found[f"{folder}/{TEXTS}/{id_}.txt"] = _text(path)
    return {name: text for name, text in found.items() if archive.fits(name)}


def _beside(scenario: str, folder: str) -> dict[str, str]:
    """Return what stands beside a scenario's own file and is no part of the game."""
    found: dict[str, str] = {}
    cases = expectations.beside(scenario)
    if cases.is_file():
        found[f"{folder}/{FILE}"] = _text(cases)
    place = bundle.main_file(scenario)
    for path in sorted(place.parent.iterdir()) if place.stem == "scenario" else ():
        name = f"{folder}/{path.name}"
        if path.is_file() and not path.is_symlink() and archive.fits(name):
            found.setdefault(name, _text(path))
    return found


def packed(scenario: str) -> tuple[str, bytes, dict[str, object]]:
    """Return a scenario's id, its archive, and what the list in it says. Raises what `gathered` does."""
    content, files = gathered(scenario)
    about = _about(content, files)
    if about["licence"] is None and bundle.exists(scenario) and bundle.origin(scenario) is None:
        about["licence"] = metadata("sitroom")["License-Expression"]  # of what is built in
    return content.scenario.id, archive.packed(files, about), about


def _about(content: Content, files: Mapping[str, str]) -> dict[str, object]:
    scenario = content.scenario
    licence = next((text for name, text in files.items() if "/LICEN" in name), "")
    sources = {
        id_: {"title": source.title, "kind": source.kind, "date": source.date}
        for id_, source in scenario.sources.items()
    }
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "sitroom": sitroom.__version__,
        "digest": digest(files),
        "licence": next((line.strip() for line in licence.splitlines() if line.strip()), None),
        "decisions": [decision.id for decision in scenario.decisions],
        "actors": list(content.actors),
        "sources": sources,
    }


def add(what: str) -> Added:
    """Put a pack, or the scenario in a folder or file, among the user's own content.

    Raises:
        AddingError: there is one of that name already, which stays as it is.
        ContentError: it has mistakes.
        UnknownNameError: there is no such scenario.
        PackError: the archive can't be opened.
    """
    path = Path(what)
    inside = bundle.scenarios(path) if path.is_dir() and not bundle.exists(what) else []
    if len(inside) > 1:
        names = ", ".join(str(path / "scenarios" / name) for name in inside[:4])
        raise AddingError(f"{what} holds {len(inside)} scenarios", f"Add one by one: {names}.")
    if inside:
        what = str(bundle.forms(path, inside[0])[0])
        what = str(Path(what).parent) if Path(what).stem == "scenario" else what
    content, files = gathered(what)
    name = content.scenario.id
    folder = home() / "content" / "scenarios" / name
    single = folder.with_name(f"{name}.yaml")
    taken = next((one for one in (folder, single) if one.exists()), None)
    if taken is not None:
        raise AddingError(
            f"you have a scenario '{name}' already, and it stays as it is: {taken}",
            "Delete that to take in this one in its place, or give this one another id.",
        )
    known = name in bundle.scenarios()
    origin = bundle.origin(name) if known else None
    parts = {
        str(PurePosixPath(*PurePosixPath(file).parts[2:])): text for file, text in files.items()
    }
    writing.create_folder(folder, parts)
    first = bundle.origin(name)
    if first is None or first.resolve() != folder.resolve():
        return Added(name, folder, behind=first)
    said = str(origin) if origin else "the one that is built in"
    return Added(name, folder, instead=said if known else None)


def _text(path: Path) -> str:
    return decode(reading.read_start(path, MAX_BYTES))
