"""The hour by the minute, what to say when a debate stalls, and who sits where."""

from collections.abc import Sequence

from sitroom.classroom import wording
from sitroom.classroom.handout import Facts, Hour, direction, side
from sitroom.engine import game
from sitroom.engine.moves import Trigger
from sitroom.narration import event_text
from sitroom.scenario.schema import Inject

SMALLEST, LARGEST = 5, 7  # people in a group
CLASS_SIZES = range(8, 41)
PROMPTS = 4  # lines that the table would miss most

# Minutes of an hour with three rounds; other lengths keep the proportions.
_BEFORE = (("intro", 5), ("read", 8), ("ballot", 2))
_DEBATE = 24
_AFTER = (("decide", 4), ("answer", 3), ("after", 2), ("debrief", 12))
_TITLES = {
    "intro": "Welcome",
    "read": "Reading",
    "ballot": "Ballot before",
    "decide": "Decision",
    "answer": "The answer",
    "after": "Ballot after",
    "debrief": "Debrief",
}


def schedule(hour: Hour, minutes: int) -> list[Facts]:
    """Return the steps of a lesson of so many minutes: kind, title, first and last minute.

    Every step has at least a minute; the parts left over go to the largest fractions.
    """
    rounds = hour.model.questions[hour.state.question].rounds
    parts: list[tuple[str, float]] = [*_BEFORE]
    parts += [(f"round-{n}", _DEBATE / rounds) for n in range(1, rounds + 1)]
    parts += [part for part in _AFTER if part[0] != "answer" or hour.decision.response]
    total = sum(size for _, size in parts)
    exact = [minutes * size / total for _, size in parts]
    whole = [max(1, int(size)) for size in exact]
    order = sorted(range(len(parts)), key=lambda i: (whole[i] - exact[i], i))
    for i in order[: max(0, minutes - sum(whole))]:
        whole[i] += 1
    while sum(whole) > minutes:
        whole[max(range(len(whole)), key=lambda i: whole[i])] -= 1
    steps, at = [], 0
    for (kind, _), size in zip(parts, whole, strict=True):
        title = _TITLES.get(kind) or f"Round {kind.removeprefix('round-')} of {rounds}"
        step = {"kind": kind, "title": title, "from": at, "to": at + size, "news": []}
        steps.append(step | {"last": kind == f"round-{rounds}" and rounds > 1})
        at += size
    _place_news(hour, steps)
    return steps


def _true_news(hour: Hour) -> list[Inject]:
    """Return the news that comes true here, each after what it follows from, else by its date."""
    state, told = hour.state, list[Inject]()
    while True:
        waiting = game.waiting(hour.model, state)
        now = [i for i in hour.decision.injects if f"{hour.decision.id}.{i.id}" in waiting]
        if not now:
            return told
        told.append(min(now, key=lambda inject: inject.date))
        trigger = Trigger(f"{hour.decision.id}.{told[-1].id}")
        state = game.play(hour.model, state, trigger).state


def _place_news(hour: Hour, steps: list[Facts]) -> None:
    """Spread what happens evenly over the debate, in the order of its dates."""
    debate = [step for step in steps if step["kind"].startswith("round-")]
    start, end = debate[0]["from"], debate[-1]["to"]
    news = _true_news(hour)
    for number, inject in enumerate(news):
        minute = start + number * (end - start) // len(news)
        step = next(step for step in debate if minute < step["to"])
        speaks = list(dict.fromkeys(effect.concern for effect in inject.effects))
        step["news"].append(
            {
                "minute": minute,
                "date": inject.date,
                "title": inject.title,
                "says": inject.says,
                "concerns": [hour.lookup.concern(concern) for concern in speaks],
            }
        )


def off_the_path(hour: Hour) -> list[Facts]:
    """Return the news that is only true in a class that has decided otherwise before."""
    told = _true_news(hour)
    return [
        {
            "title": inject.title,
            "says": inject.says,
            "when": hour.lookup.condition(inject.when),
        }
        for inject in hour.decision.injects
        if inject not in told and inject.when is not None
    ]


def prompts(hour: Hour) -> list[Facts]:
    """Return whom to ask about what, where a debate stalls: the lines that would move most.

    A line counts by how far it would move those who decide. The two sides take turns, and no seat
    is asked twice.
    """
    found: list[tuple[float, str, str]] = []
    for seat, cards in hour.hands.items():
        others = [actor for actor in hour.deciders if actor != seat]
        found += [
            (max(abs(card.moves.get(actor, 0.0)) for actor in others), seat, card.argument)
            for card in (cards if others else ())
        ]
    left = sorted((one for one in found if one[0] >= 0.05), key=lambda one: -one[0])
    rows: list[Facts] = []
    towards = -1.0
    while left and len(rows) < PROMPTS:
        one = next((one for one in left if direction(hour, one[2]) * towards > 0), left[0])
        _, seat, argument = one
        towards = -direction(hour, argument)
        left = [other for other in left if other[1] != seat]
        rows.append(
            {
                "name": hour.lookup.name(seat),
                "concern": hour.lookup.concern(hour.asked.arguments[argument].concern),
                "side": event_text.direction(direction(hour, argument)),
            }
        )
    return rows


def keep_order(hour: Hour) -> list[str]:
    """Return the seats by how much a smaller table needs them.

    First who decides or must agree, then by influence, the two sides of the question in turn.
    """
    order = hour.deciders if len(hour.deciders) < len(hour.seats) else []
    weight = {member.actor: -member.influence for member in hour.decision.table}
    rest = sorted((seat for seat in hour.seats if seat not in order), key=lambda s: weight[s])
    sides = {seat: side(position) for seat, position in hour.positions.items()}
    towards = -sides[order[0]] if order else 0.0
    while rest:
        seat = next((seat for seat in rest if sides[seat] * towards > 0), rest[0])
        rest.remove(seat)
        order = [*order, seat]
        towards = -sides[seat] if sides[seat] else -towards
    return order


def group_sizes(students: int, groups: int) -> list[int]:
    """Return the sizes of groups: as many as wished if each can have five to seven people."""

    def split(number: int) -> list[int]:
        small, more = divmod(students, number)
        return [small + 1] * more + [small] * (number - more)

    def strain(number: int) -> tuple[int, int]:
        out = (max(SMALLEST - size, size - LARGEST, 0) for size in split(number))
        return sum(out), abs(number - groups)

    return split(min(range(1, students + 1), key=strain))


def seating(hour: Hour, groups: int) -> list[Facts]:
    """Return, for each size of class, the groups and what becomes of the seats in them."""
    rows = []
    order = [hour.lookup.actor(seat).short for seat in keep_order(hour)]
    for students in CLASS_SIZES:
        sizes = group_sizes(students, groups)
        rows.append(
            {
                "students": students,
                "groups": len(sizes),
                "sizes": " and ".join(
                    f"{sizes.count(size)} of {size}" for size in sorted(set(sizes), reverse=True)
                ),
                "changes": [
                    {"size": size, "change": seat_change(order, size)}
                    for size in sorted(set(sizes), reverse=True)
                ],
            }
        )
    return rows


def seat_change(order: Sequence[str], size: int) -> str:
    """Return what a group of a size does about a table of these seats, the most needed first."""
    if size < len(order):
        return "leave out " + ", ".join(reversed(order[size:]))
    if size == len(order):
        return "one to a seat"
    each, more = divmod(size, len(order))
    doubled = ", ".join(order[:more])
    if each == 1:
        return f"two share {doubled}"
    return f"{each} share each seat" + (f", {each + 1} share {doubled}" if more else "")


def facilitator(hour: Hour, minutes: int, groups: int, expected: list[Facts]) -> Facts:
    """Return everything that the teacher's script tells."""
    lookup, decision = hour.lookup, hour.decision
    response = decision.response
    steps = schedule(hour, minutes)
    return {
        "steps": steps,
        "has_news": any(step["news"] for step in steps),
        "other_news": off_the_path(hour),
        "prompts": prompts(hour),
        "concerns": [lookup.concern(id_) for id_, b in decision.bears.items() if b.matters],
        "deciders": [lookup.name(seat) for seat in hour.deciders],
        "alone": decision.rule.by.roles == ("decider",),
        "order": [lookup.name(seat) for seat in hour.seats],
        "keep": [lookup.name(seat) for seat in keep_order(hour)],
        "answers": expected,
        "answering": response
        and {
            "title": response.title,
            "question": response.question,
            "names": [lookup.name(member.actor) for member in response.table],
            "options": [{"title": o.title, "means": o.means} for o in response.options],
        },
        "seating": seating(hour, groups),
        "groups": wording.copies(groups, "group"),
    }
