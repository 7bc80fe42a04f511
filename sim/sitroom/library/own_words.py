"""What a typed line seems to be about: concern, side and passages that fit, by its words alone.

Terms are matched over the scenario's own texts, those that the seat may read: no model, no network.
A passage is found by every paraphrase of it, and, less, by the lines that cite it and the titles
of what it is cited for. A term counts the more the fewer passages speak of it.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sitroom.engine.moves import FreeLine
from sitroom.library.evidence import claims
from sitroom.library.visibility import View
from sitroom.narration import event_text, facilitation
from sitroom.narration.terms import terms
from sitroom.scenario import citations
from sitroom.scenario.lookup import IN_RETROSPECT, Lookup
from sitroom.scenario.schema import Evidence

MOST = 5  # passages that are offered
_PRIOR = 2.0**3  # what two terms in common with one text say of the side
_ALIKE = 2  # terms in common, so that one that is used for anything suggests no concern
_LEAST = 1  # that a passage has in common with a line to be offered
_AROUND = 0.25  # what a term counts that only stands in a line or a title about a passage
_HERE = 1.5  # how much more a passage fits that is cited on the concern that is spoken to
_CONTRARY = 0.5  # how much of that is left where it is cited for the other side


@dataclass(frozen=True)
class Suggestion:
    """What fits a line: a concern and a side (0 for none), and how well passages do, the best first."""

    concern: str
    claim: float
    passages: dict[str, dict[str, Evidence]]  # that fit, by concern and name
    sides: dict[str, dict[str, float]]  # what each passage is cited for, by concern
    fit: Mapping[str, float] = field(default_factory=dict)  # by name of a passage

    def offered(self, concern: str, claim: float) -> list[tuple[str, str]]:
        """Return concern and name of what a line may rest on, at first what fits what it speaks to."""
        found = {}
        for name, fit in self.fit.items():
            on = [id_ for id_, there in self.passages.items() if name in there]
            id_ = concern if concern in on else on[0]
            weight = _HERE if id_ == concern else 1.0
            found[id_, name] = fit * weight * (_CONTRARY if self.contrary(id_, claim, name) else 1)
        return sorted(found, key=lambda one: -found[one])[:MOST]

    def best(self, concern: str, claim: float) -> Evidence | None:
        """Return the passage that is offered first."""
        return next((self.passages[on][name] for on, name in self.offered(concern, claim)), None)

    def contrary(self, concern: str, claim: float, passage: str) -> bool:
        """Whether a passage is cited for the other side of a concern."""
        return self.sides.get(concern, {}).get(passage, 0.0) * claim < 0


class Passages:
    """The passages that a seat may rest a line on, by what they say and what is said of them."""

    def __init__(self, view: View, concerns: Iterable[str]) -> None:
        content = view.lookup.content
        cited = citations.on(content, unread=IN_RETROSPECT)
        self.on = {id_: cited[id_] for id_ in concerns}
        self.sides = citations.sides(content)
        self.spoken = [(on, claim, terms(said)) for on, claim, said in citations.spoken(content)]
        self.says: dict[str, set[str]] = defaultdict(set)
        self.around: dict[str, set[str]] = defaultdict(set)
        self.told: dict[tuple[str, str], list[Evidence]] = defaultdict(list)  # by concern and name
        for use in citations.cited(content):
            if use.evidence.says != IN_RETROSPECT:
                self.told[use.concern, citations.name(use.evidence)].append(use.evidence)
        for claim in claims(view.lookup):
            name, says = citations.name(claim.evidence), claim.evidence.says
            if says != IN_RETROSPECT:
                self.says[name] |= terms(says)
            actor = content.actors.get(claim.owner)
            named = (
                f"{actor.name} {actor.short}"
                if actor
                else view.lookup.questions[claim.owner].question.title
            )
            self.around[name] |= terms(claim.use) | terms(named)
        for id_, found in self.on.items():
            for name in found:
                self.around[name] |= terms(content.scenario.concerns[id_].title)
        names = {name for found in self.on.values() for name in found}
        self.names = [name for name in self.says if name in names]
        self.used = Counter(term for name in self.names for term in self.says[name])

    def worth(self, term: str) -> float:
        """Return what a term tells: the more, the fewer passages speak of it."""
        return math.log(1.0 + len(self.names) / max(1, self.used[term]))

    def fit(self, typed: frozenset[str]) -> dict[str, float]:
        """Return how well passages fit terms, the best first; those that have too few are left out."""
        found = {}
        for name in self.names:
            says, around = self.says[name], self.around[name] - self.says[name]
            if len(typed & says) + len(typed & around) * _AROUND < _LEAST:
                continue
            told = sum(self.worth(term) for term in sorted(typed & says))
            told += _AROUND * sum(self.worth(term) for term in sorted(typed & around))
            found[name] = told / math.sqrt(len(says) + _AROUND * len(around))
        return dict(sorted(found.items(), key=lambda one: -one[1]))

    def nearest(self, text: str, concern: str, name: str) -> Evidence:
        """Return the paraphrase of a passage on a concern nearest to a line, the first of those alike."""
        typed = terms(text)
        return max(self.told[concern, name], key=lambda one: len(typed & terms(one.says)))

    def suggest(self, text: str, own: float = 0.0) -> Suggestion:
        """Return what fits a line that may speak to one of the concerns.

        `own` is the side of who says it, 1 or -1: a few common words do not speak against that.
        """
        typed = terms(text)
        spoken: dict[str, set[str]] = defaultdict(set)
        sides: dict[str, float] = defaultdict(lambda: own * _PRIOR)
        for concern, claim, said in self.spoken:
            common = said & typed
            spoken[concern] |= common
            sides[concern] += claim * len(common) ** 3  # what is put alike speaks for the same side
        heard = Counter(term for found in spoken.values() for term in found)
        fit = self.fit(typed)
        score = {
            id_: sum(math.log(1.0 + len(spoken) / heard[term]) for term in sorted(spoken[id_]))
            for id_ in self.on
        }
        for name, well in fit.items():
            for id_, there in self.on.items():
                score[id_] += well * (name in there)
        best = max(self.on, key=lambda id_: score[id_], default="")
        fitting = {
            id_: {name: self.nearest(text, id_, name) for name in fit if name in found}
            for id_, found in self.on.items()
        }
        if len(spoken[best]) < _ALIKE:
            return Suggestion("", own, fitting, self.sides, fit)
        claim = math.copysign(1.0, sides[best]) if sides[best] else 0.0
        return Suggestion(best, claim, fitting, self.sides, fit)


def citable(view: View, concerns: Iterable[str]) -> View:
    """Return what may be looked up with the passages marked that may be spoken with."""
    cited = citations.on(view.lookup.content, unread=IN_RETROSPECT)
    return replace(view, citable=frozenset(name for id_ in concerns for name in cited[id_]))


def suggest(view: View, text: str, concerns: Iterable[str], own: float = 0.0) -> Suggestion:
    """Return what fits one line; for one that is still typed keep the `Passages`."""
    return Passages(view, concerns).suggest(text, own)


Row = tuple[str, FreeLine]  # a passage as it is told, and the line that rests on it


def offered(lookup: Lookup, question: str, suggested: Suggestion, own: FreeLine) -> list[Row]:
    """Return what a line may rest on, the best first: each as it is told, and the line with it."""
    found = suggested.offered(own.concern, own.claim)
    return [
        _row(lookup, question, suggested, replace(own, concern=on, cites=name), own)
        for on, name in found
    ]


def every(lookup: Lookup, question: str, known: Passages, own: FreeLine) -> list[Row]:
    """Return all that a line may rest on, as `offered` does: first what is cited on its concern."""
    found: dict[str, Row] = {}
    for on in sorted(known.on, key=lambda id_: id_ != own.concern):
        for name in known.on[on]:
            if name not in found:
                line = replace(own, concern=on, cites=name)
                found[name] = _row(lookup, question, known, line, own)
    return [*found.values()]


def _row(
    lookup: Lookup, question: str, cited: Suggestion | Passages, line: FreeLine, own: FreeLine
) -> Row:
    """Return a passage as it will be told of a line that rests on it, with what that makes of the line."""
    passage, on = event_text.rested(lookup, question, line), line.concern
    assert passage is not None  # it is cited on that concern, or it would not be offered
    notes = [facilitation.heard_on(lookup.concern(on))] * (on != own.concern)
    if cited.sides.get(on, {}).get(line.cites, 0.0) * own.claim < 0:
        notes.append(f"cited {event_text.direction(-own.claim)}")
    noted = f" ({'; '.join(notes)})" if notes else ""
    return f"[{lookup.cite(passage)}]{noted} {passage.says}", line


def fits(text: str, passage: Evidence) -> bool:
    """Whether a passage has enough in common with a line to be what it rests on."""
    return len(terms(text) & terms(passage.says)) >= _ALIKE
