"""Numbers of the model in words, as a student reads them."""

from sitroom.narration import class_text, event_text, question_text
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup

LATER_SOURCE = class_text.PUBLISHED_AFTER_THIS_DATE_YOUR
_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
CONFIDENCE = {
    "explicit": class_text.SOURCES_SAY_SO_OUTRIGHT,
    "implied": class_text.SOURCES_SUGGEST_IT_WITHOUT_SAYING,
    "inferred": class_text.SOURCES_DO_NOT_SAY_SO,
}
DERIVED = class_text.NO_SOURCE_GIVES_YOUR_POSITION


def power(question: schema.Question, seat: str, lookup: Lookup) -> str:
    """Return what a seat has to say in how the decision is taken."""
    rule = question.rule
    if seat == rule.decider:
        if rule.consent:
            names = " and ".join(lookup.name(actor) for actor in rule.consent)
            return class_text.you_decide_but_nothing_goes(names)
        return class_text.YOU_DECIDE_TABLE_ADVISES_AND
    if seat in rule.consent:
        return class_text.YOU_MUST_AGREE_NOTHING_GOES
    if rule.decider is not None:
        return class_text.you_advise_decides_so_that(lookup.name(rule.decider))
    return question_text.rule_line(lookup, question) + " You vote."


def weight(value: float) -> str:
    """Return how much a concern weighs with an actor."""
    return "weighs heavily" if value >= 0.7 else "matters" if value >= 0.4 else "weighs a little"


def belief(value: float) -> str:
    """Return how an actor reads a concern here: below 0 for restraint, above 0 further."""
    if abs(value) < 0.1:
        return class_text.TO_YOU_IT_SPEAKS_FOR
    how = "strongly" if abs(value) >= 0.6 else "clearly" if abs(value) >= 0.3 else "somewhat"
    return class_text.to_you_it_speaks(how, event_text.direction(value))


def bears(bearing: schema.Bearing, lookup: Lookup) -> str:
    """Return how a concern bears on a decision, and for whom otherwise."""
    told = [_bears(bearing.value)] if bearing.value else []
    for side in bearing.sides:
        names = ", ".join(lookup.name(actor) for actor in side.for_)
        told.append(class_text.for_them(names, _bears(side.value)))
    return "; ".join(told)


def _bears(value: float) -> str:
    if not value:
        return "does not bear"
    size = abs(value)
    how = "bears strongly" if size >= 0.7 else "bears" if size >= 0.3 else "bears a little"
    return how if value > 0 else class_text.other_way_round(how)


def hears(value: float) -> str:
    """Return how readily a listener takes in what a speaker says: openness times trust."""
    return "readily" if value >= 0.25 else "somewhat" if value >= 0.1 else "hardly"


def influence(value: float) -> str:
    """Return how much a seat's word weighs at the table."""
    return "great" if value >= 75 else "middling" if value >= 45 else "small"


def cares(value: float) -> str:
    """Return how much a seat cares about the question."""
    how = "a great deal" if value >= 75 else "a good deal" if value >= 50 else "not very much"
    return f"You care {how} ({value:.0f} of 100)."


def day(date: str) -> str:
    """Return a date as it is spoken: 30 May 2024, May 2024 or 2024."""
    year, *rest = date.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*(str(int(n)) for n in rest[1:]), *month, year])


def copies(number: int, noun: str) -> str:
    """Return a number with its noun: 1 copy, 2 copies."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
