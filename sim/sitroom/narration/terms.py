"""What a text is about, as terms: the forms of a word are one, and so are words that stand for one another."""

import functools
import re
from pathlib import Path

from sitroom.loader.yaml_text.reader import read_tree
from sitroom.loader.yaml_text.trees import plain

_FILE = Path(__file__).parent / "words.yaml"
_SHORTEST, _STEM = 3, 6  # letters of the shortest term, and by how many terms are told apart
_ENDING = re.compile(r"(?<=...)(ingly|edly|ing|ers|er|ed|es|ly|s|e)$")
_WORD = re.compile(r"[^\W_]+")


def _stem(word: str) -> str:
    return _ENDING.sub("", word)[:_STEM]


@functools.cache
def _known() -> tuple[frozenset[str], dict[str, str]]:
    """Return the words that tell nothing, and of each stem the one that stands for it."""
    data = plain(read_tree(_FILE.name, _FILE.read_text(encoding="utf-8")))
    assert isinstance(data, dict)
    stands: dict[str, str] = {}
    for group in data["alike"]:
        stems = [_stem(word) for word in group.split()]
        for stem in stems:
            stands.setdefault(stem, stands.get(stems[0], stems[0]))
    return frozenset(data["common"].split()), stands


@functools.lru_cache(
    maxsize=4096
)  # the scenario's texts are looked at with every key that is typed
def terms(text: str) -> frozenset[str]:
    """Return the terms of a text."""
    common, stands = _known()
    words = _WORD.findall(text.casefold())
    stems = [_stem(w) for w in words if len(w) >= _SHORTEST and w not in common]
    return frozenset(stands.get(stem, stem) for stem in stems)
