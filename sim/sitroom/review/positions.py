"""Rules about positions: what the profile says of them, what they rest on, who stands near what."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sitroom.loader.yaml_text.trees import Loc
from sitroom.review.subject import Subject
from sitroom.scenario.problems import Problem, quoted

FAR = 30  # points between what is declared and what the profile gives
CURED = 15  # points between them with one sign turned: that is likely it
NEAR = 30  # points within which somebody stands near an option
OWED = 0.5, 0.15  # a hit, and what is left of it without declared positions


def far_from_profile(subject: Subject) -> Iterator[Problem]:
    """Yield declared positions that the profile does not explain, where the likely cause stands."""
    far = list(_far(subject))
    by_actor, by_question = (Counter((one[key], one.cure) for one in far) for key in (0, 1))
    told: set[tuple[str, ...]] = set()
    place: tuple[str, ...]
    for one in far:
        what = (
            f"{quoted(one.who)} declares {one.declared:.0f} on {quoted(one.question)}, and its "
            f"profile gives {one.derived:.0f}"
        )
        alone = by_actor[one.who, one.cure] == 1
        if one.cure and alone and by_question[one.question, one.cure] > 1:
            place, loc = (one.question, one.cure), _bearing(subject, one)
            hint = f"With the other sign of {quoted(one.cure)} here it would fit, for others too."
            found = subject.on_question(one.question, loc, "M001", what, hint)
        elif one.cure and (not alone or one.only):
            place, loc = (one.who, one.cure, "belief"), ("concerns", one.cure, "belief")
            hint = f"With the other sign of its belief on {quoted(one.cure)} it would fit."
            found = subject.on_actor(one.who, loc, "M001", what, hint)
        else:
            place, loc = (
                (one.who, one.question, "position"),
                ("positions", one.question, "position"),
            )
            hint = (
                "Look at its weights and beliefs, the signs first, and at what 'bears' on this; or "
                "let the position go."
            )
            found = subject.on_actor(one.who, loc, "M001", what, hint)
        if place not in told:
            told.add(place)
            yield found


def _bearing(subject: Subject, one: "_Far") -> Loc:
    """Return where it stands how a concern bears for somebody."""
    asked = next(asked for name, _, asked in subject.questions() if name == one.question)
    sides = asked.bears[one.cure].sides
    own = [("sides", n) for n, side in enumerate(sides) if one.who in side.for_]
    return ("bears", one.cure, *(own[0] if own else ()), "value")


class _Far(NamedTuple):
    """A declared position far from the derived one, and the concern whose sign would explain it."""

    who: str
    question: str
    cure: str
    declared: float
    derived: float
    only: bool  # whether it is the actor's only position


def _far(subject: Subject) -> Iterator[_Far]:
    for name, stand in subject.stands.items():
        derived, declared, ground = stand.derived, stand.declared, stand.question.ground
        assert ground is not None
        for actor in stand.question.table:
            if not abs(declared[actor] - derived[actor]) > FAR:
                continue
            who = stand.model.actors[actor]
            turned = stand.question.places(ground.profile[actor] - 2.0 * ground.parts[actor], actor)
            apart = np.abs(turned - declared[actor])
            best = int(apart.argmin())
            cure = stand.model.concerns[best] if apart[best] <= CURED else ""
            only = len(subject.content.actors[who].positions) == 1
            yield _Far(who, name, cure, float(declared[actor]), float(derived[actor]), only)


def on_the_outcome(subject: Subject) -> Iterator[Problem]:
    """Yield positions that rest on the very passage that tells how it was decided."""
    for name, _, question in subject.questions():
        if question.history is None:
            continue
        told = {(one.source, one.paragraph) for one in question.history.evidence}
        for who, actor in subject.content.actors.items():
            given = actor.positions.get(name)
            cited = given.evidence if given else ()
            if not cited or any((one.source, one.paragraph) not in told for one in cited):
                continue
            words = (
                f"{quoted(who)} on {quoted(name)} rests on {cited[0].source}:{cited[0].paragraph} "
                "alone, which tells the outcome"
            )
            hint = (
                "A position read off the outcome makes a hit that is none. Cite what was said "
                "before, or leave the position to the profile."
            )
            loc = ("positions", name, "evidence", 0, "paragraph")
            yield subject.on_actor(who, loc, "M005", words, hint)


def owed_to_declared(subject: Subject) -> Iterator[Problem]:
    """Yield outcomes that are likely only where positions are declared for them."""
    for name, stand in subject.stands.items():
        past = stand.question.past
        if past is None or not any(stand.question.declared):
            continue
        given = stand.chances(stand.after)[past]
        left = stand.derived_alone()
        owed = left.chances(left.after)[past]
        if given >= OWED[0] and owed < OWED[1]:
            words = (
                f"what happened comes out at {given:.0%}, and at {owed:.0%} where the profiles "
                "speak instead of the positions declared here"
            )
            hint = (
                "Nothing in the profiles leads there: look for a reason that they lack, or for a "
                f"sign. 'sitroom calibrate SCENARIO --decision {name}' shows both side by side."
            )
            yield subject.on_question(name, ("history", "option"), "M018", words, hint)


def nobody_near(subject: Subject) -> Iterator[Problem]:
    """Yield options that no seat at the table stands near, declared, derived or persuaded."""
    for name, stand in subject.stands.items():
        table = list(stand.question.table)
        if len(table) == 1:
            continue  # what a seat alone rarely does is its range, not somebody's wish
        held = [stand.before[table], stand.after[table], stand.derived[table]]
        held.append(stand.informed[table])
        places = np.concatenate(held)
        apart = np.abs(places[:, None] - stand.question.at)
        nearest = {int(one) for one in apart.argmin(axis=1)}
        written = [n for n, one in enumerate(stand.question.options) if one.proposed is None]
        for place, number in enumerate(written):
            option, closest = stand.question.options[number], float(apart[:, number].min())
            if number in nearest or closest <= NEAR:
                continue
            words = (
                f"nobody at the table stands within {closest:.0f} points of {quoted(option.id)}, "
                f"which is at {option.at:.0f}"
            )
            hint = (
                "Give it an advocate, move it with 'at', or leave it out: an option that nobody "
                "wants is no choice."
            )
            yield subject.on_question(name, ("options", place, "id"), "M007", words, hint)
