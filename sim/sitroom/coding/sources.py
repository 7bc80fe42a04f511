"""Sources added to a scenario: what its file says of them, their texts, citations that moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from sitroom.authoring import insertion
from sitroom.authoring.edits import Edit, Source, checked
from sitroom.authoring.migration import Change
from sitroom.coding import texts
from sitroom.coding.book import scalar
from sitroom.coding.errors import CodingError
from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import child, find
from sitroom.scenario.coding import Coding
from sitroom.scenario.content import Content
from sitroom.scenario.schema import Evidence

_TOLD = ("title", "kind", "outlet", "date", "licence")


@dataclass(frozen=True)
class Entry:
    """What a scenario's file says of a source."""

    title: str
    kind: str
    date: str
    outlet: str | None = None
    pages: bool = False
    licence: str | None = None


def added(found: Source, id_: str, entry: Entry, paragraphs: Sequence[str]) -> Edit:
    """Return the scenario's file with a source, new or with what has become of it.

    Raises:
        CodingError: the scenario would have mistakes that it has not now.
        InsertionError: its list of sources is one that a program can't write to.
    """
    name = found.main
    path, old = found.places[name], found.texts[name]
    keys = {
        "title": scalar(entry.title),
        "kind": scalar(entry.kind),
        **({"outlet": scalar(entry.outlet)} if entry.outlet else {}),
        "date": entry.date,
        "paragraphs": str(len(paragraphs)),
        **({"numbered": "pages"} if entry.pages else {}),
        "digest": f'"{texts.digest(paragraphs)}"',
        **({"licence": scalar(entry.licence)} if entry.licence else {}),
    }
    tree = read_tree(name, old)
    sources = child(tree, "sources")
    assert sources is not None
    if child(sources, id_) is None:
        body = "".join(f"{key}: {value}\n" for key, value in keys.items())
        new = insertion.add_key(old, sources, id_, body)
    else:
        new = old
        held = found.content.scenario.sources[id_]
        same = {key for key in _TOLD if getattr(held, key) == getattr(entry, key)}
        for key in (key for key in keys if key not in same):
            owner = find(read_tree(name, new), ("sources", id_))
            new = insertion.set_key(new, owner, key, keys[key])
    made = Edit((Change(path, old, new),) if new != old else ())
    wrong = [line for line in checked(found, made) if ": error " in line]
    beyond = [line for line in wrong if " S210: " in line]
    if len(wrong) > len(beyond):
        raise CodingError(f"the scenario would have a mistake: {wrong[0].splitlines()[0]}")
    return made


def astray(
    content: Content,
    codings: Mapping[str, Coding],
    source: str,
    moved: Mapping[int, int | None],
) -> Iterator[tuple[str, int, int | None]]:
    """Yield the citations whose paragraph has another number now, or is gone: where, old, new."""
    for where, number in _cited(content.scenario, "scenario", source):
        if number in moved:
            yield where, number, moved[number]
    for id_, actor in content.actors.items():
        for where, number in _cited(actor, id_, source):
            if number in moved:
                yield where, number, moved[number]
    for coder, coding in codings.items():
        for at, code in enumerate(coding.codes, 1):
            number = code.paragraph or 0
            if code.source == source and number in moved:
                yield f"codings of {coder} > code {at}", number, moved[number]


def _cited(part: object, where: str, source: str) -> Iterator[tuple[str, int]]:
    """Yield every citation of a source below a part, with the keys and ids that lead there."""
    if isinstance(part, Evidence):
        if part.source == source:
            yield where, part.paragraph
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _cited(getattr(part, name), f"{where} > {name}", source)
    elif isinstance(part, Mapping):
        for name, below in part.items():
            yield from _cited(below, f"{where} > {name}", source)
    elif isinstance(part, tuple):
        for number, below in enumerate(part, 1):
            named = getattr(below, "id", number)
            yield from _cited(below, f"{where} > {named}", source)


def mended(paragraphs: Sequence[str], line: str) -> list[str]:
    """Return paragraphs after a change: `j 3` joins, `s 3 WORDS` splits before words, `d 3` drops.

    Raises CodingError with what would do.
    """
    word, _, rest = line.strip().partition(" ")
    number, _, before = rest.strip().partition(" ")
    at = int(number) - 1 if number.isdecimal() and len(number) < 6 else -1
    found = list(paragraphs)
    if not 0 <= at < len(found):
        raise CodingError(f"there is no paragraph {number or '?'}", f"They are 1 to {len(found)}.")
    if word == "d":
        del found[at]
    elif word == "j" and at + 1 < len(found):
        found[at : at + 2] = [f"{found[at]} {found[at + 1]}"]
    elif word == "s" and before:
        head, mark, tail = found[at].partition(before.strip())
        if not mark or not head.strip():
            raise CodingError(f"'{before}' does not stand within paragraph {number}")
        found[at : at + 1] = [head.strip(), mark + tail]
    else:
        hint = "j 3 joins 3 and 4, s 3 WORDS splits 3 before these words, d 3 drops it."
        raise CodingError("that mends no break", hint)
    return found
