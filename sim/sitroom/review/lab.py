"""What must be true for an option to be likely: one number at a time, on one question.

The world is otherwise: what a profile does not explain of a position stays as it is. The question
is met as history's path comes to it, after the day's news, and debated anew for each value.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from sitroom.engine.batch import spread
from sitroom.engine.condition import holds
from sitroom.engine.model import CompiledScenario, World
from sitroom.engine.question_ids import decision_id
from sitroom.engine.theory import Floats
from sitroom.review.stand import Stand, stand
from sitroom.scenario.compiler import build
from sitroom.scenario.content import Content
from sitroom.scenario.schema import Argument
from sitroom.scenario.settings import Kind, SettingError, Settings, changed, kind_of
from sitroom.study.flips import keys, now

CLOSE = 1 / 128  # of the range of a number: how near a turn is found
MOVES = 0.005  # of a chance: less than that is nothing
_OF_PATH = ("injects", "indicators")  # what happened before the question came up


@dataclass(frozen=True)
class Need:
    """A number, the chance of an option at both ends of its range, and where it gets likely."""

    key: str
    now: float
    low: float
    high: float
    value: float | None  # nearest to what it is now; None where this number alone never does it
    share: float | None  # of its range

    @property
    def swing(self) -> float:
        """Return by how much this number alone can move the chance."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Lab:
    """A question by itself, with the world in which history's path comes to it."""

    content: Content  # with that decision alone
    here: Stand
    opening: World

    def chances(self, settings: Settings) -> Floats:
        """Return the chance [O] of each option with some numbers otherwise. Raises SettingError."""
        other = stand(self._model(settings), self.here.question.id)
        return other.chances(other.after)

    def _model(self, settings: Settings) -> CompiledScenario:
        made = build(replace(changed(self.content, settings), original=None))
        base, question = self.here.model, self.here.question
        beliefs = tuple(
            np.clip(held + (new - old), -1.0, 1.0)
            for held, new, old in zip(
                self.opening.beliefs, made.character, base.character, strict=True
            )
        )
        opening = replace(self.opening, beliefs=beliefs, anchors=beliefs)
        ground, expected = question.ground, question.expected
        questions = tuple(
            replace(one, opening=opening, ground=ground, expected=expected)
            if one.id == question.id
            else one
            for one in made.questions
        )
        return replace(made, questions=questions, level=base.level)


def lab(content: Content, here: Stand) -> Lab:
    """Return a question by itself: what could be said then, in the world that it found."""
    name = here.question.id
    decision = next(d for d in content.scenario.decisions if d.id == decision_id(name))
    open_now = {
        argument.id
        for argument in here.question.arguments
        if holds(here.model, here.state, argument.when)[0]
    }

    def lines(owner: str, written: Iterable[Argument]) -> dict[str, object]:
        kept = (one for one in written if f"{owner}.{one.id}" in open_now)
        return {"arguments": tuple(one.model_copy(update={"when": None}) for one in kept)}

    bare: dict[str, object] = {"when": None, "notes": (), "injects": (), "asks_again": None}
    bare |= lines(name, decision.arguments)
    if decision.response is not None:
        update = lines(name, decision.response.arguments)
        bare["response"] = decision.response.model_copy(update=update)
    actors = {
        who: actor.model_copy(update=lines(who, actor.arguments))
        for who, actor in content.actors.items()
    }
    alone = (decision.model_copy(update=bare),)
    scenario = content.scenario.model_copy(update={"decisions": alone})
    opening = replace(spread(here.state.carried), beliefs=here.state.opened)
    return Lab(replace(content, scenario=scenario, actors=actors), here, opening)


def numbers(content: Content, here: Stand) -> list[str]:
    """Return the settings that may bear on a question, without those of the path to it."""
    found = keys(content, here.model, here.question.id)
    return [one for one in found if one.partition(".")[0] not in _OF_PATH]


def needs(
    content: Content, here: Stand, option: int, tick: Callable[[], None] = lambda: None
) -> list[Need]:
    """Return the numbers that move the chance of an option: those that make it likeliest first.

    `tick` is called as each number has been looked at.
    """
    place = lab(content, here)
    base = place.chances({})
    rows = []
    for key in numbers(content, here):
        kind = kind_of(content, key)
        at = now(content, here.model, kind)
        if kind.number and at is not None:
            rows.append(_need(place, key, kind, at, option))
        elif not kind.number:
            rows += _without(place, key, option, float(base[option]))
        tick()
    moving = [one for one in rows if one.swing >= MOVES or one.value is not None]
    return sorted(moving, key=lambda one: (2.0 if one.share is None else one.share, -one.swing))


def _need(place: Lab, key: str, kind: Kind, at: float, option: int) -> Need:
    seen = [place.chances({key: end}) for end in (kind.low, kind.high)]
    span, values = kind.high - kind.low, list[float]()
    for end, chances in zip((kind.low, kind.high), seen, strict=True):
        if _likeliest(chances, option) and end != at:
            far, near = end, at
            while abs(far - near) > CLOSE * span:
                middle = (far + near) / 2
                if _likeliest(place.chances({key: middle}), option):
                    far = middle
                else:
                    near = middle
            values.append(round(far, 3))
    low, high = (round(float(one[option]), 6) for one in seen)
    value = min(values, key=lambda one: abs(one - at), default=None)
    share = None if value is None else round(abs(value - at) / span, 6)
    return Need(key, round(at, 3), low, high, value, share)


def _without(place: Lab, key: str, option: int, base: float) -> list[Need]:
    """Return what a presence comes to: 1 there, 0 left out; nothing where it can't be left out."""
    try:
        chances = place.chances({key: False})
    except SettingError:
        return []
    turned = _likeliest(chances, option)
    low = round(float(chances[option]), 6)
    value, share = (0.0, 1.0) if turned else (None, None)
    return [Need(key, 1.0, low, round(base, 6), value, share)]


def _likeliest(chances: Floats, option: int) -> bool:
    return int(np.argmax(chances >= chances.max() - 1e-9)) == option
