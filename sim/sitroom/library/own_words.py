"""What a typed line seems to be about: concern, side and passages that fit, by its words alone.

Terms are matched over the scenario's own texts, those that the seat may read: no model, no network.
A term counts the more the fewer concerns speak of it.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sitroom.engine.moves import FreeLine
from sitroom.library.visibility import View
from sitroom.narration import event_text
from sitroom.scenario import citations
from sitroom.scenario.lookup import Lookup
from sitroom.scenario.schema import Evidence

MOST = 5  # passages that are offered
_SHORT, _STEM = 4, 6  # letters of the shortest term, and by how many terms are told apart
_PRIOR = 2.0**3  # what two terms in common with one text say of the side
_ALIKE = 2  # terms in common, so that one that is used for anything suggests nothing
_ENDING = re.compile(r"(?<=...)(ing|ed|es|s)$")
_WORD = re.compile(r"[^\W_]+")
_COMMON = frozenset(
    [
        "about",
        "after",
        "again",
        "also",
        "been",
        "before",
        "being",
        "between",
        "both",
        "could",
        "does",
        "each",
        "even",
        "from",
        "have",
        "here",
        "into",
        "just",
        "less",
        "like",
        "many",
        "more",
        "most",
        "much",
        "must",
        "need",
        "only",
        "other",
        "over",
        "same",
        "should",
        "some",
        "such",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "very",
        "want",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "will",
        "with",
        "would",
        "your",
    ]
)


@dataclass(frozen=True)
class Suggestion:
    """What fits a line: a concern and a side (0 for none), and passages by name, the best first."""

    concern: str
    claim: float
    passages: dict[str, dict[str, Evidence]]  # by concern
    sides: dict[str, dict[str, float]]  # what each passage is cited for, by concern
    typed: frozenset[str] = frozenset()  # the terms of the line
    known: Mapping[str, Mapping[str, Evidence]] = field(default_factory=dict)  # all passages

    def nearest(self, concern: str, claim: float) -> Evidence | None:
        """Return the passage on a concern, cited for a side, that has most terms in common with the line."""
        sides, known = self.sides.get(concern, {}), self.known.get(concern, {})
        own = [one for name, one in known.items() if sides.get(name, 0.0) * claim > 0]
        return max(own, key=lambda one: len(self.typed & terms(one.says)), default=None)

    def fitting(self, concern: str, claim: float = 0.0) -> dict[str, Evidence]:
        """Return the passages that fit a line on a concern, those cited for its side first."""
        found, sides = self.passages.get(concern, {}), self.sides.get(concern, {})
        order = sorted(found, key=lambda one: -sides.get(one, 0.0) * claim)
        return {one: found[one] for one in order[:MOST]}

    def contrary(self, concern: str, claim: float, passage: str) -> bool:
        """Whether a passage is cited for the other side of a concern."""
        return self.sides.get(concern, {}).get(passage, 0.0) * claim < 0


@lru_cache(maxsize=4096)  # the scenario's texts are looked at with every key that is typed
def terms(text: str) -> frozenset[str]:
    """Return the terms of a text, the same for the forms of a word that begin alike."""
    words = _WORD.findall(text.casefold())
    kept = (word for word in words if len(word) >= _SHORT and word not in _COMMON)
    return frozenset(_ENDING.sub("", word)[:_STEM] for word in kept)


def suggest(view: View, text: str, concerns: Iterable[str], own: float = 0.0) -> Suggestion:
    """Return what fits a line that may speak to one of several concerns.

    `own` is the side of who says it, 1 or -1: a few common words do not speak against that.
    """
    typed, among = terms(text), list(concerns)
    spoken: dict[str, Counter[str]] = defaultdict(Counter)
    sides: dict[str, float] = defaultdict(lambda: own * _PRIOR)
    for concern, claim, said in citations.spoken(view.lookup.content):
        common = terms(said) & typed
        spoken[concern].update(common)
        sides[concern] += claim * len(common) ** 3  # what is put alike speaks for the same side
    heard = Counter(term for found in spoken.values() for term in found)
    worth = {term: math.log(1.0 + len(spoken) / heard[term]) for term in heard}
    score = {id_: sum(worth[term] for term in sorted(spoken[id_])) for id_ in among}
    best = max(among, key=lambda id_: score[id_], default="")
    passages, cited = citations.on(view.lookup.content), citations.sides(view.lookup.content)
    fitting = {id_: _fitting(typed, passages.get(id_, {}), worth) for id_ in among}
    if len(spoken[best]) < _ALIKE:
        return Suggestion("", own, fitting, cited, typed, passages)
    claim = math.copysign(1.0, sides[best]) if sides[best] else 0.0
    return Suggestion(best, claim, fitting, cited, typed, passages)


def offered(lookup: Lookup, suggested: Suggestion, own: FreeLine) -> list[tuple[str, str]]:
    """Return what a line may rest on, its own side's first: each as it is told, and its name."""
    told = []
    for name, one in suggested.fitting(own.concern, own.claim).items():
        other = suggested.contrary(own.concern, own.claim, name)
        warned = f" (cited {event_text.direction(-own.claim)})" if other else ""
        told.append((f"[{lookup.cite(one)}]{warned} {one.says}", name))
    return told


def fits(text: str, passage: Evidence) -> bool:
    """Whether a passage has enough in common with a line to be what it rests on."""
    return len(terms(text) & terms(passage.says)) >= _ALIKE


def _fitting(
    typed: frozenset[str], passages: dict[str, Evidence], worth: dict[str, float]
) -> dict[str, Evidence]:
    """Return the passages that have terms in common with what was typed, those with most first."""
    common = {name: typed & terms(one.says) for name, one in passages.items()}
    alike = [name for name, shared in common.items() if len(shared) >= _ALIKE]
    score = {name: sum(worth.get(term, 1.0) for term in sorted(common[name])) for name in alike}
    order = sorted(alike, key=lambda name: -score[name])
    return {name: passages[name] for name in order}
