"""A scenario's numbers beside what comes of them, question by question on history's path.

Chances are those of every position speaking after the debate. Doubt draws declared positions, with
the lines of the debate held as they were said; `left out` leaves them to the profiles.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from sitroom.engine.model import CompiledScenario
from sitroom.engine.theory import Floats
from sitroom.policies import reference
from sitroom.review.stand import Stand, stand, with_question
from sitroom.scenario import draws
from sitroom.scenario.content import Content
from sitroom.scenario.standing import stances

DRAWS = 40
ENDS = (10, 90)  # per cent: 8 draws of 10 lie between


@dataclass(frozen=True)
class Seat:
    """Where a seat stands: derived, declared, after the day's news and after the debate."""

    actor: str
    derived: float
    declared: float | None
    informed: float
    debated: float


@dataclass(frozen=True)
class Chance:
    """How likely an option is: by 8 draws of doubt in 10 between `low` and `high`; and left out."""

    option: str
    at: float
    chance: float
    low: float
    high: float
    left_out: float


@dataclass(frozen=True)
class Standing:
    """A question with its table and its options; `past` is what happened, if that is known."""

    question: str
    seats: tuple[Seat, ...]
    options: tuple[Chance, ...]
    past: str | None

    @property
    def likeliest(self) -> Chance:
        """Return the likeliest option, the lower of two alike."""
        return max(self.options, key=lambda one: round(one.chance, 9))

    @property
    def sought(self) -> str:
        """Return the option to ask about: what happened, or else the runner-up of the likeliest."""
        if self.past not in (None, self.likeliest.option):
            return str(self.past)
        return sorted(self.options, key=lambda one: -one.chance)[1].option


def standings(
    content: Content,
    model: CompiledScenario,
    only: str | None = None,
    tick: Callable[[], None] = lambda: None,
) -> tuple[Standing, ...]:
    """Return every question that history's path knows, or `only` one of them."""
    drawn = [draws.drawn(content, 1, number).actors for number in range(DRAWS)]
    found = []
    for question in model.questions:
        if question.ground is not None and only in (None, question.id):
            held = [
                stances([one.positions.get(question.id) for one in actors.values()])
                for actors in drawn
            ]
            found.append(_standing(stand(model, question.id), held))
        tick()
    return tuple(found)


def _standing(here: Stand, held: list[tuple[Floats, Floats | None]]) -> Standing:
    question, after = here.question, here.after
    chances, left = here.chances(after), here.derived_alone()
    without = left.chances(left.after)
    shares = np.array([_drawn(here, *one) for one in held])
    low, high = np.percentile(shares, ENDS, axis=0)
    derived, declared, informed = here.derived, here.declared, here.informed
    return Standing(
        question.id,
        tuple(
            Seat(
                here.model.actors[who],
                _round(derived[who]),
                _round(declared[who]) if question.declared[who] else None,
                _round(informed[who]),
                _round(after[who]),
            )
            for who in question.table
        ),
        tuple(
            Chance(
                option.id,
                option.at,
                *(round(float(x[i]), 6) for x in (chances, low, high, without)),
            )
            for i, option in enumerate(question.options)
        ),
        None if question.past is None else question.options[question.past].id,
    )


def _drawn(here: Stand, stance: Floats, room: Floats | None) -> Floats:
    """Return the chances [O] where declared positions really are as drawn, lines as they were said."""
    world = here.question.opening
    assert world is not None
    bare = replace(here.question, stance=stance, room=room, ground=None)
    question = reference.grounded(here.model, bare, world)
    moved = Stand(with_question(here.model, question), question, here.state)
    return moved.chances(moved.after)


def _round(points: float) -> float:
    return round(float(points), 1)
