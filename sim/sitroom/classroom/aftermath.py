"""What is told once a class has decided: the model's debate and odds, and what really happened."""

from sitroom.analysis.game_summary import turns
from sitroom.classroom.handout import Facts, Hour, cite, direction, options, so_far
from sitroom.engine import game
from sitroom.engine.events import Event
from sitroom.engine.moves import Choose
from sitroom.engine.state import Phase, State
from sitroom.narration import class_text, event_text
from sitroom.narration.debrief_page import CAVEAT
from sitroom.policies import advice
from sitroom.scenario import schema

BEST = 3  # arguments of a side that are told
MOST_MOVES = 8  # pairs of speaker and listener
LATER = 8  # outcomes that came after, told in full


def played(hour: Hour) -> tuple[State, list[Event]]:
    """Return the question at its choice, debated by computer seats from history's path."""
    step = game.start(hour.loaded.model, 0, hour.asked.id)
    state, events = step.state, list(step.events)
    while state.phase is Phase.DEBATE:
        step = game.play(hour.loaded.model, state, advice.move(hour.loaded.model, state))
        state = step.state
        events += step.events
    return state, events


def answers(hour: Hour, at_choice: State) -> list[Facts]:
    """Return, for each option, what the model expects of the other side if a class takes it."""
    model, response = hour.loaded.model, hour.decision.response
    found = []
    able = game.options(model, at_choice)
    for option in hour.decision.options:
        if option.id not in able:
            continue
        state = at_choice
        for _ in model.questions[at_choice.question].voters:
            seat = str(game.mover(model, state))
            state = game.play(model, state, Choose(seat, option.id)).state
        called = (
            response is not None
            and state.phase is not Phase.OVER
            and state.question == model.questions[at_choice.question].answered_by
        )
        while called and state.phase is Phase.DEBATE:
            state = game.play(model, state, advice.move(model, state)).state
        chances = advice.chances(model, state) if called else {}
        expected: list[Facts] = [
            {"title": answer.title, "means": answer.means, "chance": chances[answer.id]}
            for answer in (response.options if response and called else ())
            if answer.id in chances
        ]
        found.append(
            {
                "option": option.title,
                "called": called,
                "answers": expected,
                "likeliest": max(expected, key=lambda a: a["chance"]) if expected else None,
                "indicators": _indicators(hour, option),
            }
        )
    return found


def _indicators(hour: Hour, option: schema.Option) -> list[str]:
    titles = hour.lookup.content.scenario.indicators
    return [f"{titles[id_].title} {change:+g}" for id_, change in option.indicators.items()]


def debrief(hour: Hour, events: list[Event], expected: list[Facts]) -> Facts:
    """Return what to talk about afterwards: without what really happened.

    Args:
        hour: the decision.
        events: of the debate that the computer played.
        expected: the other side's answers, option by option.
    """
    (turn,) = turns(events)
    pairs = [
        (points, speaker, listener)
        for (speaker, listener), points in turn.moved().items()
        if speaker != listener and abs(points) >= 0.5
    ]
    name = hour.lookup.name

    def short(seat: str) -> str:
        return hour.lookup.actor(seat).short

    after = turn.said[-1].positions if turn.said else turn.opened.positions
    return {
        "sides": [_side(hour, -1), _side(hour, 1)],
        "moved": [
            {"speaker": short(speaker), "listener": short(listener), "points": f"{points:+.1f}"}
            for points, speaker, listener in sorted(pairs, key=lambda item: -abs(item[0]))
        ][:MOST_MOVES],
        "shifts": [
            {"name": short(seat), "before": round(before), "after": round(after[seat])}
            for seat, before in turn.opened.positions.items()
        ],
        "options": expected,
        "deciders": [name(seat) for seat in hour.deciders],
        "caveat": CAVEAT,
    }


def _side(hour: Hour, towards: int) -> Facts:
    """Return the strongest arguments of one side, on several concerns, with who may use them."""
    users: dict[str, list[str]] = {}
    for seat, cards in hour.hands.items():
        for card in cards:
            users.setdefault(card.argument, []).append(hour.lookup.actor(seat).short)
    mine = [id_ for id_ in hour.asked.arguments if id_ in users]
    mine = [id_ for id_ in mine if direction(hour, id_) * towards > 0]
    strongest = sorted(mine, key=lambda id_: -_force(hour, id_))
    first = {hour.asked.arguments[id_].concern: id_ for id_ in reversed(strongest)}
    best = sorted(strongest, key=lambda id_: id_ not in first.values())[:BEST]
    return {
        "title": event_text.direction(towards),
        "arguments": [
            {
                "says": hour.asked.arguments[id_].says,
                "concern": hour.lookup.concern(hour.asked.arguments[id_].concern),
                "names": users[id_],
            }
            for id_ in best
        ],
    }


def _force(hour: Hour, argument: str) -> float:
    said = hour.asked.arguments[argument]
    bears = hour.decision.bears.get(said.concern)
    return said.strength * abs(said.claim) * abs(bears.among(hour.seats) if bears else 0.0)


def answer_key(hour: Hour, at_choice: State) -> Facts:
    """Return what really happened, and how the model's exact chances stand beside it."""
    chances = advice.chances(hour.loaded.model, at_choice)
    outcome = hour.decision.history
    rows = [
        {
            "title": option["title"],
            "percent": f"{chances[option['id']]:.0%}",
            "width": round(100 * chances[option["id"]]),
            "history": outcome is not None and outcome.option == option["id"],
        }
        for option in options(hour)
    ]
    response = hour.decision.response
    return {
        "outcome": _outcome(hour, hour.decision),
        "answer": _outcome(hour, response) if response else None,
        "answered": outcome is not None and outcome.option in hour.decision.answered,
        "odds": rows,
        "verdict": _verdict(hour, chances),
        "before": so_far(hour),
        "later": _later(hour),
        "caveat": CAVEAT,
    }


def _outcome(hour: Hour, question: schema.Question) -> Facts | None:
    history = question.history
    if history is None:
        return None
    title = next(option.title for option in question.options if option.id == history.option)
    return {
        "option": title,
        "date": history.date,
        "says": history.says,
        "evidence": [{"cite": cite(hour, e), "says": e.says} for e in history.evidence],
    }


def _verdict(hour: Hour, chances: dict[str, float]) -> str:
    """Return in a sentence how history compares with the model's odds."""
    outcome = hour.decision.history
    titles = {option.id: option.title for option in hour.decision.options}
    likeliest = max(chances, key=lambda id_: chances[id_])
    told = f"'{titles[likeliest]}' ({chances[likeliest]:.0%})"
    if outcome is None:
        return class_text.model_finds_likeliest_sources_do(told)
    happened = f"'{titles[outcome.option]}'"
    if likeliest == outcome.option:
        return class_text.what_happened_is_also_what(told)
    return class_text.model_finds_likeliest_and_gives(told, happened, chances[outcome.option])


def _later(hour: Hour) -> list[Facts]:
    """Return how all that follows was decided and answered, the next of it in full."""
    decisions = hour.lookup.content.scenario.decisions
    number = [decision.id for decision in decisions].index(hour.asked.id)
    found: list[Facts] = []
    for decision in decisions[number + 1 :]:
        for question in decision.questions.values():
            outcome = _outcome(hour, question)
            if outcome is not None:
                found.append({"title": question.title, **outcome})
    for row in found[LATER:]:
        row["says"] = ""
    return found
