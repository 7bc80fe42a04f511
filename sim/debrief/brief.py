"""What a seat is told for itself: its brief, its hand, why it stands where it does."""

from sim.content.lookup import Lookup
from sim.content.schema import last_day
from sim.debrief import words
from sim.engine.explain import Account
from sim.seats.advice import Card, View


def brief(lookup: Lookup, seat: str, question: str, here: float | None = None) -> list[str]:
    """Return a seat's private brief; nothing in it is later than the decision.

    `here` is the position with which the seat comes to the question in this game.
    """
    asked, actor = lookup.questions[question], lookup.actor(seat)
    lines = [f"Your seat: {actor.name}. {actor.who}", f"Your aim: {actor.aim}"]
    position = actor.positions.get(question)
    if position is None:
        lines.append("Your position is derived from your concerns, not sourced.")
    else:
        lines.append(
            f"The sources put you at {position.position:.0f} of 100 (0 is the lowest option) on "
            f"history's path: {position.confidence}. You care {position.salience:.0f} of 100."
        )
        lines += [f"    [{lookup.cite(e)}] {e.says}" for e in position.evidence]
    if here is not None:
        lines.append(f"In this game you come in at {here:.0f}.")
    for line in actor.red_lines:
        if all(last_day(e.as_of) <= last_day(asked.decision.date) for e in line.evidence):
            lines.append(f"Red line: {line.says}")
    if seat in (asked.question.rule.decider, *asked.question.rule.consent):
        lines.append("The decision needs you: " + words.rule_line(lookup, asked.question))
    return lines


def card(lookup: Lookup, question: str, item: Card, decider: str | None) -> list[str]:
    """Return an argument in hand: the claim, what it would do, its evidence."""
    argument = lookup.argument(question, item.argument)
    lines = [argument.says, f"    {use(lookup, item, decider)}; {side(lookup, question, item)}"]
    lines += [f"    [{lookup.cite(e)}] {e.says}" for e in argument.evidence]
    return lines


def side(lookup: Lookup, question: str, item: Card) -> str:
    """Return the concern and side that a card speaks to."""
    argument = lookup.argument(question, item.argument)
    return f"on {lookup.concern(argument.concern)}, {words.direction(argument.claim)}"


def use(lookup: Lookup, item: Card, decider: str | None) -> str:
    """Return what a card would do if played now, the decider first."""
    order = sorted(item.moves.items(), key=lambda move: (move[0] != decider, -abs(move[1])))
    told = [f"{lookup.actor(a).short} {points:+.1f}" for a, points in order if abs(points) >= 0.05]
    effect = "would move " + ", ".join(told[:4]) if told else "would move nobody"
    if item.rebuts:
        lines = ", ".join(str(t + 1) for t in item.rebuts)
        effect += f"; answers line {lines}"
    return effect if item.gain > 0 else effect + " (away from your position)" if told else effect


def view(lookup: Lookup, question: str, item: View) -> str:
    """Return how an adviser would choose."""
    option = lookup.questions[question].option(item.option)
    return f"{lookup.name(item.actor)} ({item.position:.0f}): {option.title} ({item.chance:.0%})"


def why(lookup: Lookup, account: Account) -> list[str]:
    """Return an actor's position taken apart: it adds up."""
    name = lookup.name(account.actor)
    start = "declared, from the sources" if account.declared else "derived, not sourced: even odds"
    lines = [f"Why {name} stands at {account.position:.1f}", f"  {account.stance:6.1f}  {start}"]
    for concern, points in account.by_concern().items():
        if abs(points) >= 0.05:
            lines.append(f"  {points:+6.1f}  {lookup.concern(concern)}")
            lines += _parts(lookup, account, concern)
    lines.append(f"  {account.position:6.1f}  position now")
    return lines


def _parts(lookup: Lookup, account: Account, concern: str) -> list[str]:
    total: dict[str, float] = {}
    for reason in account.reasons:
        if reason.concern != concern:
            continue
        if reason.cause == "said":
            label = lookup.name(reason.by)
        elif reason.cause == "outlook":
            label = "its outlook" if not account.declared else "this game so far, unlike history"
        else:
            label = "news"
        total[label] = total.get(label, 0.0) + reason.points
    return [f"           {p:+6.1f}  {label}" for label, p in total.items() if abs(p) >= 0.05]
