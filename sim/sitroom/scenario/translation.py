"""What a scenario says in another language: texts by the path that leads to them, laid over its own.

They stand in `texts.de.yaml` and the like beside `scenario.yaml`. Sources keep the titles under which
they are found, and ids and numbers are in no language: the game is the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar, get_args

from pydantic import Field
from pydantic.fields import FieldInfo

from sitroom.scenario.amending import PROPOSED
from sitroom.scenario.content import Content
from sitroom.scenario.parts import Part
from sitroom.scenario.questions import Fenced, Proposal

# Fields that hold words for players, fields that hold them by actor, and what is left as it is.
PROSE = frozenset(
    (
        *("title", "summary", "tempts", "invites", "says", "meant", "really", "question"),
        *("briefing", "means", "name", "short", "who", "aim", "failed"),
    )
)
BY_ACTOR = frozenset(("for_", "voices"))
LEFT = frozenset(("sources", "model", "when"))
MOST = 4000  # characters of a text, where its field says nothing else

P = TypeVar("P", bound=Part)
Change = Callable[[str, str, int], str]  # path, text, most characters -> the text in its place


class Texts(Part):
    """A file of texts in one language."""

    format: Literal[1] = Field(description="The form of this file: 1")
    language: str = Field(
        pattern=r"^[a-z]{2,3}$", description="As in the name of the file: de, fr, uk and so on"
    )
    texts: dict[str, str] = Field(
        {}, description="By path, such as actors.mayor.name; an empty one is still missing"
    )


def texts_of(content: Content) -> dict[str, tuple[str, int]]:
    """Return every text of a scenario by its path, with the most characters that may stand there."""
    found: dict[str, tuple[str, int]] = {}

    def note(path: str, text: str, most: int) -> str:
        return found.setdefault(path, (text, most))[0]

    _changed(content, note)
    return found


def translated(content: Content, texts: Mapping[str, str]) -> Content:
    """Return a scenario with other texts where there are any that are not too long to be shown."""

    def put(path: str, text: str, most: int) -> str:
        other = texts.get(path, "")
        return other if 0 < len(other) <= most else text

    return _changed(content, put)


def _changed(content: Content, change: Change) -> Content:
    actors = {id_: _part(actor, f"actors.{id_}", change) for id_, actor in content.actors.items()}
    return replace(content, scenario=_part(content.scenario, "", change), actors=actors)


def _part(part: P, at: str, change: Change) -> P:
    """Return a part with its texts, and those of all parts within it, as `change` has them."""
    new: dict[str, Any] = {}
    for name, field in type(part).model_fields.items():
        old = getattr(part, name)
        path = f"{at}.{field.alias or name}".removeprefix(".")
        if name in LEFT or not old:
            continue
        if name in PROSE and isinstance(old, str):
            new[name] = change(path, old, _most(field))
        elif name in BY_ACTOR and isinstance(old, dict):
            new[name] = {who: change(f"{path}.{who}", text, MOST) for who, text in old.items()}
        elif isinstance(old, Part):
            new[name] = _part(old, path, change)
        elif isinstance(old, dict) and all(isinstance(one, Part) for one in old.values()):
            new[name] = {id_: _part(one, f"{path}.{id_}", change) for id_, one in old.items()}
        elif isinstance(old, tuple) and all(isinstance(one, Part) for one in old):
            new[name] = tuple(_part(one, _item(one, n, path), change) for n, one in enumerate(old))
    return part.model_copy(
        update={name: one for name, one in new.items() if one != getattr(part, name)}
    )


def _item(one: Part, number: int, path: str) -> str:
    """Return the path of an item of a list: by its id, or counted from 1; an amendment by its own."""
    id_ = getattr(one, "id", number + 1)
    if isinstance(one, (Fenced, Proposal)):
        owner, id_ = path.rpartition(".")[0], str(id_).removeprefix(PROPOSED)
        return f"{owner}.amendments.{id_}"
    return f"{path}.{id_}"


def _most(field: FieldInfo) -> int:
    """Return how many characters a field may have."""
    inner = (
        meta for one in get_args(field.annotation) for meta in getattr(one, "__metadata__", ())
    )
    metas = [*field.metadata, *(m for one in inner for m in getattr(one, "metadata", ()))]
    return next((m.max_length for m in metas if getattr(m, "max_length", None)), MOST)
