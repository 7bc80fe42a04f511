"""All rules of a review, and what they make of a scenario."""

from collections.abc import Callable, Iterator

from sitroom.loader.opening import Loaded
from sitroom.review import course, lines, numbers, positions, signs, slips
from sitroom.review.stand import stand
from sitroom.review.subject import Subject, sheets
from sitroom.scenario.problems import Problem

Rule = Callable[[Subject], Iterator[Problem]]
RULES: tuple[Rule, ...] = (
    positions.far_from_profile,
    signs.turned_beliefs,
    signs.turned_bearings,
    signs.news_against_itself,
    positions.on_the_outcome,
    positions.owed_to_declared,
    positions.nobody_near,
    lines.against_own_belief,
    lines.away_from_speaker,
    lines.news_the_wrong_way,
    lines.news_to_the_other_side,
    lines.short_hands,
    lines.unmoved_decider,
    lines.weaker_side,
    numbers.idle_concerns,
    numbers.idle_trust,
    numbers.mute_lines,
    numbers.idle_effects,
    numbers.unread_indicators,
    course.foregone,
    course.out_of_order,
    course.told_before_it_was,
    course.endings_out_of_reach,
    course.endings_that_never_come,
    course.aims_out_of_reach,
    course.parts_out_of_reach,
    course.answers_without_option,
    slips.left_as_given,
    slips.on_another_scale,
)


def subject(loaded: Loaded, tick: Callable[[], None] = lambda: None) -> Subject:
    """Return a scenario ready for review; `tick` is called as each question is looked at."""
    stands = {}
    for question in loaded.model.questions:
        if question.opening is not None and question.ground is not None:
            stands[question.id] = stand(loaded.model, question.id)
        tick()
    walk = course.walked(loaded.model)
    ends = course.ends(loaded.model)
    return Subject(loaded.content, loaded.model, sheets(loaded), stands, ends, walk)


def review(loaded: Loaded, tick: Callable[[], None] = lambda: None) -> list[Problem]:
    """Return all that the rules find in a scenario, what `check` warns of first."""
    looked_at = subject(loaded, tick)
    found = [*loaded.content.warnings]
    told: set[tuple[str, str, int, int]] = set()
    for rule in RULES:
        for one in rule(looked_at):  # one place, one finding of a code: the first rule knows most
            place = (one.code, one.file, one.line, one.column)
            found += [one] * (place not in told)
            told.add(place)
        tick()
    return found
