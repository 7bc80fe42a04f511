"""Two actors side by side: where they stand on each question, what weighs with them."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from textwrap import shorten

from sitroom.library.visibility import View
from sitroom.narration import library_text
from sitroom.scenario.lookup import Asked, Lookup
from sitroom.scenario.schema import ActorConcern

NOWHERE = "-"  # has no seat at that table
DERIVED = "derived"
WIDE = 32  # of a title, where it must fit 80 columns
NOTE = library_text.position_is_full_restraint_most(DERIVED, NOWHERE)


@dataclass(frozen=True)
class Stand:
    """An actor at one table: None for what is not sourced; influence is None without a seat."""

    position: float | None
    salience: float | None
    confidence: str | None
    influence: float | None

    def cells(self) -> list[str]:
        """Return position, salience and influence as they are shown."""
        if self.influence is None and self.position is None:
            return [NOWHERE] * 3
        place = DERIVED if self.position is None else f"{self.position:g}"
        salience = "" if self.salience is None else f"{self.salience:g}"
        return [place, salience, NOWHERE if self.influence is None else f"{self.influence:g}"]


@dataclass(frozen=True)
class OnQuestion:
    """Both actors on one question."""

    id: str
    date: str
    title: str
    stands: tuple[Stand, Stand]


@dataclass(frozen=True)
class OnConcern:
    """What a concern weighs with both, and how each reads it at the start; None if not at all."""

    id: str
    title: str
    reads: tuple[ActorConcern | None, ActorConcern | None]


@dataclass(frozen=True)
class Comparison:
    """Two actors side by side."""

    actors: tuple[str, str]
    questions: tuple[OnQuestion, ...]
    concerns: tuple[OnConcern, ...]


def compare(lookup: Lookup, one: str, other: str) -> Comparison:
    """Return two actors side by side, on the questions that either has a say in.

    Raises KeyError for an actor that the scenario does not have.
    """
    pair = (one, other)
    questions = []
    for id_, asked in lookup.questions.items():
        stands = (_stand(lookup, asked, one), _stand(lookup, asked, other))
        if any(stand.cells() != [NOWHERE] * 3 for stand in stands):
            title = "Answer: " * asked.is_answer + asked.decision.title
            questions.append(OnQuestion(id_, asked.decision.date, title, stands))
    read = [lookup.actor(actor).concerns for actor in pair]
    concerns = []
    for id_, concern in lookup.content.scenario.concerns.items():
        first, second = read[0].get(id_), read[1].get(id_)
        if first or second:
            concerns.append(OnConcern(id_, concern.title, (first, second)))
    return Comparison(pair, tuple(questions), tuple(concerns))


def _stand(lookup: Lookup, asked: Asked, actor: str) -> Stand:
    influence = next((m.influence for m in asked.question.table if m.actor == actor), None)
    position = lookup.actor(actor).positions.get(asked.id)
    if position is None:
        return Stand(None, None, None, influence)
    return Stand(position.position, position.salience, position.confidence, influence)


def as_plain(found: Comparison) -> dict[str, object]:
    """Return a comparison as JSON values (docs/reference/json.md)."""
    one, other = found.actors
    return {
        "actors": list(found.actors),
        "questions": [
            {
                "id": row.id,
                "date": row.date,
                "title": row.title,
                one: asdict(row.stands[0]),
                other: asdict(row.stands[1]),
            }
            for row in found.questions
        ],
        "concerns": [
            {
                "id": row.id,
                one: _reading(row.reads[0]),
                other: _reading(row.reads[1]),
            }
            for row in found.concerns
        ],
    }


def _reading(read: ActorConcern | None) -> dict[str, float] | None:
    return None if read is None else {"weight": read.weight, "belief": read.belief}


def question_rows(found: Comparison) -> list[list[str]]:
    """Return the rows on questions: date, title, then position, salience, influence of each."""
    return [
        [row.date, row.title, *row.stands[0].cells(), *row.stands[1].cells()]
        for row in found.questions
    ]


def concern_rows(found: Comparison) -> list[list[str]]:
    """Return the rows on concerns: title, then weight and belief of each."""
    return [[row.title, *_read(row.reads[0]), *_read(row.reads[1])] for row in found.concerns]


def _read(read: ActorConcern | None) -> list[str]:
    if read is None:
        return [NOWHERE, NOWHERE]
    return [f"{read.weight:g}", f"{read.belief:+g}" if read.belief else "0"]


def title(lookup: Lookup, found: Comparison) -> str:
    """Return who is compared."""
    one, other = map(lookup.name, found.actors)
    return f"{one} and {other}"


def page(view: View, one: str, other: str) -> Iterator[str]:
    """Yield two actors side by side as lines of no more than 80 columns."""
    lookup = view.lookup
    found = compare(lookup, one, other)
    names = [lookup.actor(actor).short for actor in found.actors]
    yield title(lookup, found)
    yield NOTE
    yield ""
    yield f"{'':<48}{names[0]:<18}{names[1]}"
    yield f"{'Question':<44}{'pos.':>8}{'sal.':>5}{'inf.':>5}{'pos.':>8}{'sal.':>5}{'inf.':>5}"
    for date, name, *cells in question_rows(found):
        wide = (8, 5, 5, 8, 5, 5)
        told = "".join(f"{cell:>{width}}" for cell, width in zip(cells, wide, strict=True))
        yield f"{date:<11}{shorten(name, WIDE, placeholder=' ..'):<{WIDE + 1}}{told}"
    yield ""
    yield f"{'':<48}{names[0]:<18}{names[1]}"
    yield f"{'Concern':<44}{'weight':>8}{'belief':>8}{'weight':>10}{'belief':>8}"
    for name, *cells in concern_rows(found):
        a, b, c, d = cells
        yield f"{shorten(name, 43, placeholder=' ..'):<44}{a:>8}{b:>8}{c:>10}{d:>8}"
