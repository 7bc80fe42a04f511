"""What an editor needs beside a folder's files: schemas, and the line in each file that names one."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitroom.authoring.json_schema import KINDS, Known, json_schema, known
from sitroom.files import reading, writing
from sitroom.loader import bundle
from sitroom.loader.folders import ENDINGS, yaml_files
from sitroom.loader.roots import roots

MARK = "# yaml-language-server:"
FOLDER = ".sitroom"


@dataclass(frozen=True, slots=True)
class Task:
    """A schema file, what it knows, and the YAML files that it is for."""

    schema: Path
    kind: str
    known: Known
    files: tuple[Path, ...]


def tasks(root: Path) -> list[Task]:
    """Return the schemas for a content root, or for the folder of one scenario.

    A scenario's folder has its own, with the names of that scenario alone; shared actors may use
    the names of every scenario here.
    """
    mains = [bundle.main_file(str(root))] if _is_scenario(root) else _mains(root)
    shared = [base / "actors" for base in (*roots(), root)]
    found = []
    for main in mains:
        own = known([main], shared)
        if main.stem == "scenario":
            home = main.parent
            found += [
                Task(home / FOLDER / f"{kind}.schema.json", kind, own, paths)
                for kind, paths in (
                    ("scenario", (main,)),
                    ("decision", _files(home / "decisions")),
                    ("actor", _files(home / "actors")),
                )
            ]
        else:
            schema = root / FOLDER / f"{main.stem}.scenario.schema.json"
            found.append(Task(schema, "scenario", own, (main,)))
    if actors := _files(root / "actors") if not _is_scenario(root) else ():
        everything = known(mains, shared)
        found.append(Task(root / FOLDER / "actor.schema.json", "actor", everything, actors))
    return found


def write(task: Task) -> Iterator[Path]:
    """Write a schema and the line that names it into files without such a line; what was changed.

    A file that is a link is left alone. Raises OSError.
    """
    text = json.dumps(json_schema(task.kind, task.known.names), indent=1, ensure_ascii=False) + "\n"
    if _bytes(task.schema) != text.encode():
        writing.replace_ours(task.schema, text.encode(), [b'"$schema"'])
        yield task.schema
    for path in task.files:
        data = reading.read_bytes(path)
        new = marked(data, os.path.relpath(task.schema, path.parent).replace(os.sep, "/"))
        if new != data and not path.is_symlink():
            writing.replace(path, new)
            yield path


def marked(data: bytes, schema: str) -> bytes:
    """Return a YAML file with the line on top that names its schema, unless it has such a line."""
    if any(line.lstrip().startswith(MARK.encode()) for line in data.splitlines()):
        return data
    mark, rest = (data[:3], data[3:]) if data.startswith(b"\xef\xbb\xbf") else (b"", data)
    end = b"\r\n" if b"\r\n" in rest else b"\n"
    return mark + f"{MARK} $schema={schema}".encode() + end + rest


def print_for(kind: str, mains: list[Path]) -> str:
    """Return the schema of a kind of file, as text, with the names of these scenarios."""
    assert kind in KINDS
    names = known(mains, [root / "actors" for root in roots()]).names
    return json.dumps(json_schema(kind, names), indent=1, ensure_ascii=False)


def _is_scenario(folder: Path) -> bool:
    return any((folder / f"scenario{ending}").is_file() for ending in ENDINGS)


def _mains(root: Path) -> list[Path]:
    """Return the main files of the scenarios in a content root."""
    return [form for name in bundle.scenarios(root) for form in bundle.forms(root, name)]


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(yaml_files(folder))


def _bytes(path: Path) -> bytes | None:
    return reading.read_bytes(path) if path.is_file() else None
