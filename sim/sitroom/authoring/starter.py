"""The first files of a new scenario or actor: commented, right, and playable as they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sitroom.files import reading
from sitroom.loader.folders import ENDINGS
from sitroom.loader.yaml_text.reader import MAX_BYTES, decode, read_tree
from sitroom.loader.yaml_text.trees import Node, child, key_names

_TEMPLATES = Path(__file__).parent / "starter_files"
_EXAMPLE = Path(__file__).parent / "example_files"
_MY_CONCERN = """\
  my-concern:
    weight: 0.5
    belief: 0
"""


@dataclass(frozen=True, slots=True)
class Home:
    """Where an actor's file belongs, and what the scenario there calls things."""

    folder: Path
    scenario: str | None = None
    concerns: tuple[str, ...] = ()
    decision: str | None = None
    source: str | None = None


def as_title(name: str) -> str:
    """Return an id in words: `my-town` is My town."""
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def _label(title: str) -> str:
    """At most 12 characters of a title, whole words if the first is no longer."""
    if len(title) <= 12:
        return title
    return (title[:13].rpartition(" ")[0] or title[:12]).strip()


def scenario_files(name: str) -> dict[str, str]:
    """Return the files of a new scenario by their names in its folder."""
    texts = {
        path.relative_to(_TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(_TEMPLATES.glob("**/*.yaml"), key=lambda path: len(path.parts))
    }
    del texts["actor.yaml"]
    return {
        file: text.replace("my-scenario", name).replace("My scenario", as_title(name))
        for file, text in texts.items()
    }


def example_files(name: str) -> dict[str, str]:
    """Return the files of a made-up quarrel with its texts and two codings, by their names."""
    paths = sorted(path for path in _EXAMPLE.rglob("*.*") if path.suffix in (".yaml", ".txt"))
    texts = {path.relative_to(_EXAMPLE).as_posix(): path.read_text("utf-8") for path in paths}
    return {file: text.replace("id: my-scenario", f"id: {name}") for file, text in texts.items()}


def actor_file(name: str, home: Home) -> str:
    """Return the text of a new actor, with the concerns of the scenario that it is for."""
    text = (_TEMPLATES / "actor.yaml").read_text(encoding="utf-8")
    blocks = [_MY_CONCERN.replace("my-concern", concern) for concern in home.concerns]
    changes = {
        _MY_CONCERN: "".join(blocks) or _MY_CONCERN,
        'short: "My actor"': f'short: "{_label(as_title(name))}"',
        "My actor": as_title(name),
        "my-actor": name,
        "my-decision": home.decision or "my-decision",
        "my-source": home.source or "my-source",
    }
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def home_of(main: Path) -> Home:
    """Where actors of the scenario with this main file belong.

    Raises:
        ContentError: the scenario can't be read as YAML.
    """
    tree = read_tree(str(main), decode(reading.read_start(main, MAX_BYTES + 1)))
    inside = main.stem == "scenario"
    root = main.parent.parent if main.parent.name == "scenarios" else main.parent
    decisions = child(tree, "decisions")
    listed = decisions.value if decisions is not None else None
    first = listed[0] if isinstance(listed, list) and listed else None
    sources = key_names(child(tree, "sources"))
    return Home(
        folder=(main.parent if inside else root) / "actors",
        scenario=main.parent.resolve().name if inside else main.stem,
        concerns=tuple(key_names(child(tree, "concerns"))),
        decision=_name(first),
        source=next(iter(sources), None),
    )


def taken(folder: Path, name: str) -> Path | None:
    """Return the file or folder that already goes by a name in a folder of content."""
    forms: Iterable[Path] = (folder / f"{name}{ending}" for ending in ("", *ENDINGS))
    return next((path for path in forms if path.exists()), None)


def _name(item: Node | None) -> str | None:
    """Return what an item of `decisions` is called: it is a name, or keys with an id."""
    if item is not None and isinstance(item.value, dict):
        item = child(item, "id")
    return item.value if item is not None and isinstance(item.value, str) else None
