"""The texts of sources: kept in the user's own folder, for they may be under copyright.

A text is its paragraphs, apart by empty lines. It stands beside the scenario, in `texts/`, only
where its licence allows that. Its digest in `scenario.yaml` says whether it is the one that was
numbered.
"""

import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from sitroom.files import reading, writing
from sitroom.loader.bundle import companion
from sitroom.loader.roots import home
from sitroom.scenario.coding import TEXTS
from sitroom.scenario.content import Content
from sitroom.scenario.schema import Actor

MOST_BYTES = 8 * 1024 * 1024
RUN = 8  # words in a row: shorter ones are names, titles and the words of the matter
_WORDS = re.compile(r"[^\W_]+")
_SAME = 0.6  # from which a paragraph is the same one, changed

Paragraphs = tuple[str, ...]


def own(scenario: str, source: str) -> Path:
    """Return where the text of a source is kept: in the user's own folder."""
    return home() / TEXTS / scenario / f"{source}.txt"


def beside(scenario: str, source: str) -> Path:
    """Return where the text of a source may stand beside its scenario. Raises UnknownNameError."""
    return companion(scenario, TEXTS) / f"{source}.txt"


def text(scenario: str, content: Content, source: str) -> Paragraphs | None:
    """Return the paragraphs of a source; None where its text is not here."""
    for path in (own(content.scenario.id, source), beside(scenario, source)):
        if path.is_file():
            data = reading.read_start(path, MOST_BYTES)
            return cut(data.decode("utf-8", "replace"))
    return None


def keep(path: Path, paragraphs: Sequence[str]) -> None:
    """Write a text. Raises UnwritableError."""
    writing.replace(path, joined(paragraphs).encode())


def cut(written: str) -> Paragraphs:
    """Return the paragraphs of a text, their line breaks undone."""
    parts = re.split(r"\n[ \t]*\n", written.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(line for part in parts if (line := " ".join(part.split())))


def joined(paragraphs: Sequence[str]) -> str:
    """Return paragraphs as a text."""
    return "\n\n".join(paragraphs) + "\n"


def digest(paragraphs: Sequence[str]) -> str:
    """Return the SHA-256 of a text, in hexadecimal, by which a changed one is known."""
    return hashlib.sha256(joined(paragraphs).encode()).hexdigest()


def moved(old: Sequence[str], new: Sequence[str]) -> dict[int, int | None]:
    """Return the paragraphs of a text that have another number in a newer one; None if they are gone.

    A paragraph that was changed a little is still itself.
    """
    found: dict[int, int | None] = {}
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, there, _ in matcher.get_opcodes():
        for number in range(first, last):
            found[number + 1] = there + number - first + 1 if tag == "equal" else None
    left = set(range(1, len(new) + 1)) - set(found.values())
    lost = [number for number, to in found.items() if to is None]
    like = [(_alike(old[i - 1], new[j - 1]), -abs(j - i), i, j) for i in lost for j in left if j]
    for much, _, number, to in sorted(like, reverse=True):
        if much >= _SAME and found[number] is None and to in left:
            found[number] = to
            left.remove(to)
    return {number: to for number, to in found.items() if to != number}


def _alike(one: str, other: str) -> float:
    """Return the share of words that two paragraphs have in common."""
    words = Counter(one.split()), Counter(other.split())
    return 2 * (words[0] & words[1]).total() / max(1, words[0].total() + words[1].total())


def copied(says: str, paragraphs: Sequence[str]) -> str | None:
    """Return eight or more words in a row that stand in a text just so; None if there are none."""
    told = _WORDS.findall(says)
    theirs = " ".join(_WORDS.findall(" ".join(paragraphs).casefold()))
    theirs = f" {theirs} "
    small = [word.casefold() for word in told]
    for start in range(len(small) - RUN + 1):
        end = start + RUN
        if f" {' '.join(small[start:end])} " in theirs:
            while end < len(small) and f" {' '.join(small[start : end + 1])} " in theirs:
                end += 1
            return " ".join(told[start:end])
    return None


def names(actors: Mapping[str, Actor]) -> dict[str, str]:
    """Return the names that actors go by in texts, in small letters, with their ids."""
    found: dict[str, str] = {}
    for id_, actor in actors.items():
        for name in (actor.name, actor.short, id_.replace("-", " "), *actor.aliases):
            bare = re.sub(r"^the ", "", name.casefold())
            if len(bare) > 1:
                found.setdefault(bare, id_)
    return found


def lit(paragraph: str, known: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Return where actors are named in a paragraph: from, to, and whose name it is."""
    if not known:
        return []
    longest = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)
    return [(m.start(), m.end(), known[m[1].casefold()]) for m in pattern.finditer(paragraph)]
