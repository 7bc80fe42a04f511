"""What a seat is told for itself: its brief, its hand, its choice."""

from collections.abc import Iterable, Mapping

from sitroom.engine import manners
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Confide, Say
from sitroom.engine.state import State
from sitroom.narration import ending_text, event_text, question_text
from sitroom.narration.percent import worded
from sitroom.policies import advice
from sitroom.policies.advice import HARDLY, WELL, Card, Guess, View
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup

NOBODY_NEAR = "Nobody at the table is nearest to it"
OWN = "Nearest to where you stand"
SOURCED = {
    "explicit": "they say so",
    "implied": "they imply it",
    "inferred": "it is inferred from what they say",
}
HOW = "How shall it be said?"
_PRIVATE = (
    "In private one alone hears it, at twice its strength, and you still speak; it can be done once. Should you "
    "two end 25 points apart or more, it gets out, and your word counts for 20 % less."
)
PRESS = "Press it; from the next debate on your word counts for 30 % less, for a second line another 60 %"
BY_ANOTHER = "Carried by {}: no credit spent, three quarters of its strength"
PRIVATELY, CARRIED, PRESSED = "in private first", "carried", "pressed"
SPOKEN = "No word in private any more: it comes before your first turn on a question."
HAD = "No word in private any more: you have had the one on this question."
CLOSED = {
    PRIVATELY: SPOKEN,
    CARRIED: "Nobody here would carry it: no one else at the table believes the side that it speaks for.",
    PRESSED: "It can't be pressed: your word has no credit left to lose.",
}
AS_IT_IS = "An amendment is proposed as it stands."
NO_ARGUMENT = "That is for an argument of your hand: mark one, then h."
SAY_NOTHING = "Say nothing this round"
NOW = "How each would choose now"
AWAY = "It would move the table away from your position."


def brief(lookup: Lookup, seat: str, question: str, here: float | None = None) -> list[str]:
    """Return a seat's private brief; nothing in it is later than the decision.

    `here` is the position with which the seat comes to the question in this game.
    """
    asked, actor = lookup.questions[question], lookup.actor(seat)
    lines = [f"Your seat: {lookup.both_names(seat)}. {actor.who}", f"Your aim: {actor.aim}"]
    lines += [f"    {ending_text.instructed(aim)}" for aim in actor.aims]
    position = actor.positions.get(question)
    if position is None:
        lines.append("Your position is derived from your concerns, not sourced.")
    else:
        lines.append(
            f"The sources put you at {position.position:.0f} of 100 (0 is the lowest option) on "
            f"history's path; {SOURCED[position.confidence]}. You care {position.salience:.0f} of 100."
        )
        lines += [f"    {lookup.cited(e, asked.date)}" for e in position.evidence]
    if here is not None:
        lines.append(f"In this game you come in at {here:.0f}.")
    for line in actor.red_lines:
        if all(e.said_by(asked.date) for e in line.evidence):
            lines.append(f"Red line: {line.says}")
    rule = asked.question.rule
    if seat == rule.decider:
        lines.append(
            "You decide."
            if not rule.consent
            else f"You decide. {question_text.rule_line(lookup, asked.question)}"
        )
    elif seat in rule.consent:
        lines.append(f"Your consent is needed. {question_text.rule_line(lookup, asked.question)}")
    return lines


def hinge(lookup: Lookup, model: CompiledScenario, state: State) -> str | None:
    """Return on whom it hangs most for the seat to move: who decides or must consent, furthest from it."""
    named = lookup.questions[model.questions[state.question].id].question.rule.named
    return advice.hinge(model, state, named)


def card(lookup: Lookup, question: str, item: Card, furthest: str | None = None) -> tuple[str, str]:
    """Return an argument in hand: the claim, and what it would do, first to the decider or who is `furthest`."""
    decider = furthest or lookup.questions[question].question.rule.decider
    told = [side(lookup, question, item), use(lookup, item, decider)]
    return lookup.argument(question, item.argument, item.seat).says, "; ".join(told)


def made_by_others(lookup: Lookup, model: CompiledScenario, state: State) -> str:
    """Return who has made which points of one's hand, by their lines; or ''."""
    lines: dict[str, list[int]] = {}
    for number, by in advice.made_by_others(model, state):
        lines.setdefault(by, []).append(number)
    told = [f"{lookup.actor(by).short} ({event_text.numbered(at)})" for by, at in lines.items()]
    return f"Of your hand others have made: {', '.join(told)}" if told else ""


def options(
    lookup: Lookup, question: str, on_table: Iterable[str], views: Iterable[View]
) -> list[tuple[schema.Option, str]]:
    """Return the options to choose from, each with who at the table is nearest to it.

    Who sits alone is told only which one is its own.
    """
    views, found = list(views), []
    for option in map(lookup.questions[question].option, on_table):
        friends = [
            f"{lookup.actor(v.actor).short} ({v.position:.0f})"
            for v in views
            if v.option == option.id
        ]
        nearest = f"Nearest to it: {', '.join(friends)}" if friends else NOBODY_NEAR
        if len(views) == 1:
            nearest = OWN if friends else ""
        found.append((option, nearest))
    return found


def likeliest(lookup: Lookup, question: str, chances: Mapping[str, float]) -> str:
    """Return in a few words what a position would choose, most likely."""
    id_ = max(chances, key=lambda one: chances[one])
    return f"most likely: {lookup.questions[question].option(id_).title}, {chances[id_]:.0%}"


def by_position(lookup: Lookup, question: str, chances: dict[str, float]) -> tuple[str, str]:
    """Return what leaves the choice to the position, and how likely each option is then."""
    asked = lookup.questions[question]
    odds = ", ".join(f"{asked.option(id_).title} {chance:.0%}" for id_, chance in chances.items())
    alone = asked.question.rule.decider is not None and not asked.question.rule.consent
    return "Leave it to your position", odds if alone else f"What is decided then: {odds}"


def concerns(lookup: Lookup, question: str) -> list[tuple[str, str]]:
    """Return the concerns that a line on a question can speak to, each as its title and id."""
    scenario, bears = lookup.content.scenario.concerns, lookup.questions[question].question.bears
    return [(scenario[id_].title, id_) for id_ in scenario if id_ in bears]


AGAINST = "against where you stand"


def way(claim: float, own: float) -> str:
    """Return a side that a line may speak for, told where it is not the speaker's own."""
    said = event_text.direction(claim)
    return f"{said} ({AGAINST})" if claim * own < 0 else said


def heard_as(title: str, claim: float, own: float) -> str:
    """Say as what a line of one's own will be heard, the side in capitals: colour alone tells none."""
    said = event_text.direction(claim).replace("for ", "FOR ", 1)
    warned = f" Take care: that is {AGAINST}." if claim * own < 0 else ""
    return f"Heard as {said}, on: {title}.{warned}"


def side(lookup: Lookup, question: str, item: Card) -> str:
    """Return the concern and side that a card speaks to."""
    argument = lookup.argument(question, item.argument)
    if isinstance(argument, schema.Proposal):
        return question_text.proposed(lookup, question, argument)
    return f"on {lookup.concern(argument.concern)}, {event_text.direction(argument.claim)}"


def use(lookup: Lookup, item: Card, decider: str | None) -> str:
    """Return what a card would do if played now, the decider first."""
    order = sorted(item.moves.items(), key=lambda move: (move[0] != decider, -abs(move[1])))
    told = [f"{lookup.actor(a).short} {points:+.1f}" for a, points in order if abs(points) >= 0.05]
    effect = "would move " + ", ".join(told[:4]) if told else "would move nobody"
    if item.odds is not None:
        told, effect = ["its odds"], f"would be taken now: {odds(item)}"
    elif item.guesses is not None:
        effect = guess(lookup, item.guesses, decider)
    if item.rebuts:
        effect += f"; answers {event_text.numbered(item.rebuts)}"
    if item.repeats:
        effect += f"; made already in {event_text.numbered(item.repeats)}"
    return effect if item.gain > 0 else effect + " (away from your position)" if told else effect


def ways(model: CompiledScenario, state: State, item: Card) -> tuple[list[str], list[str]]:
    """Return how else a card may be said, in a word each, and why it may not otherwise."""
    line = Say(item.seat, item.argument)
    if manners.proposes(model, state, line):
        return [], [AS_IT_IS]
    able = {
        PRIVATELY: bool(manners.confidants(model, state, item.seat)),
        CARRIED: bool(manners.allies(model, state, line)),
        PRESSED: manners.may_press(model, state, item.seat),
    }
    closed = [CLOSED[way] for way, may in able.items() if not may]
    if manners.confided(model, state, item.seat):
        closed = [HAD if told == SPOKEN else told for told in closed]
    return [way for way, may in able.items() if may], closed


def otherwise(model: CompiledScenario, state: State, item: Card) -> str:
    """Return that a card may be said otherwise, and how; or ''."""
    found, _ = ways(model, state, item)
    *most, last = found or [""]
    return f"h: {', '.join(most)}{' or ' if most else ''}{last}" if last else ""


def said_too(when: str) -> str:
    """Say that a line of the hand was said before, on another question."""
    return f"; you said it {when}, too"


def in_private(forms: Iterable[Say | Confide]) -> list[str]:
    """Tell what a word in private is, where an argument may be said so."""
    return [_PRIVATE] * any(isinstance(form, Confide) for form in forms)


def manner(
    lookup: Lookup,
    form: Say | Confide,
    item: Card,
    decider: str | None,
    standing: Mapping[str, float],
) -> str:
    """Return another way to say an argument, and what it would do, with who stands where now."""
    if isinstance(form, Confide):
        apart = abs(standing[form.to] - standing[form.seat])
        told = f"{use(lookup, item, decider)}; now you stand {apart:.0f} points apart"
        return f"In private to {lookup.name(form.to)}: {told}"
    what = PRESS if form.press else BY_ANOTHER.format(lookup.name(form.through))
    return f"{what}: {use(lookup, item, decider)}"


def odds(item: Card) -> str:
    """Return how likely an amendment would be taken, as sharp as that is known."""
    if item.guess is None:
        return worded(item.odds or 0.0)
    low, high = round(item.guess.low), round(item.guess.high)
    if item.guess.known >= WELL or low == high:
        return f"about {round(item.guess.middle)}%"
    return f"{low} to {high}%" if item.guess.known >= HARDLY else "hard to tell"


def figure(guess: Guess) -> str:
    """Return a guess in points, as sharp as it is; one that is none tells the way alone."""
    low, high = _points(guess.low), _points(guess.high)
    if guess.known >= WELL:
        middle = _points(guess.middle)
        return "hardly" if middle == "0" else f"about {middle}"
    if guess.known >= HARDLY:
        return "hardly" if low == high == "0" else low if low == high else f"{low} to {high}"
    return f"{'+' if guess.middle > 0 else '-'}?"


def _points(points: float) -> str:
    """Return whole points with their sign; nothing has none."""
    return f"{round(points):+d}" if round(points) else "0"


def guess(lookup: Lookup, guesses: Mapping[str, Guess], decider: str | None) -> str:
    """Return what a seat could know of what a card would do, the decider first."""
    order = sorted(guesses.items(), key=lambda one: (one[0] != decider, -abs(one[1].middle)))
    order = [one for one in order if abs(one[1].middle) > 0.5][:4]
    clear = [f"{lookup.actor(a).short} {figure(one)}" for a, one in order if one.known >= HARDLY]
    vague = [lookup.actor(a).short for a, one in order if one.known < HARDLY]
    parts = [f"would move {', '.join(clear)}"] * bool(clear)
    parts += [f"would weigh with {', '.join(vague)}; how much is hard to tell"] * bool(vague)
    return "; ".join(parts) or "would hardly move anybody"


def view(lookup: Lookup, question: str, item: View) -> str:
    """Return how an adviser would choose."""
    option = lookup.questions[question].option(item.option)
    return f"{lookup.name(item.actor)} ({item.position:.0f}): {option.title} ({item.chance:.0%})"
