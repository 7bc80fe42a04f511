"""The debrief in figures: turn by turn, who moved whom, how near each seat came to its aim."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sitroom.engine.events import Confided, Decided, Event, Happened, Learned, Opened, Over, Said
from sitroom.engine.question_ids import answer_id
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup


@dataclass
class Turn:
    """What happened on one question, gathered from its events."""

    question: str
    opened: Opened
    news: list[Happened] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    asides: list[Confided] = field(default_factory=list)
    decided: Decided | None = None
    learned: Learned | None = None
    over: Over | None = None  # with the last of a game that has ended

    def moved(self) -> dict[tuple[str, str], float]:
        """Return the points by which each speaker moved each listener, in order of speaking."""
        total: dict[tuple[str, str], float] = {}
        spoken: list[Said | Confided] = [*self.asides, *self.said]
        for line in spoken:
            for listener, (before, after) in line.moved.items():
                pair = (line.seat, listener)
                total[pair] = total.get(pair, 0.0) + after - before
        return total


@dataclass(frozen=True)
class Aim:
    """What a seat came to, 0 to 100: of its aims by weight, else how near outcomes came to it."""

    seat: str
    nearness: float
    by_question: dict[str, float] = field(default_factory=dict)  # where it is held to no aims
    judged: tuple[tuple[schema.Aim, bool], ...] = ()  # whether each of its aims was reached


def turns(events: Iterable[Event]) -> list[Turn]:
    """Gather events by question, in the order in which they came up."""
    found: list[Turn] = []
    for event in events:
        if isinstance(event, Opened):
            found.append(Turn(event.question, event))
        elif isinstance(event, Happened):
            found[-1].news.append(event)
        elif isinstance(event, Said):
            found[-1].said.append(event)
        elif isinstance(event, Confided):
            found[-1].asides.append(event)
        elif isinstance(event, Decided):
            found[-1].decided = event
        elif isinstance(event, Learned):
            found[-1].learned = event
        elif isinstance(event, Over):
            found[-1].over = event
    return found


def aims(lookup: Lookup, played: list[Turn]) -> list[Aim]:
    """Return what each seat came to: of its aims as the game ended, by their weight.

    A seat without aims wanted outcomes where it stood as each question came up, if it sat at that
    table; questions weigh by how much it cares.
    """
    over = played[-1].over if played else None
    found = [
        _judged(lookup, seat, reached) for seat, reached in (over.aims if over else {}).items()
    ]
    found = [aim for aim in found if aim.judged]
    waiting = {seat for seat, actor in lookup.content.actors.items() if actor.aims and not over}
    held = waiting | {aim.seat for aim in found}
    return [*found, *(aim for aim in near(lookup, played) if aim.seat not in held)]


def near(lookup: Lookup, played: list[Turn]) -> list[Aim]:
    """Return how near what was decided came to where each seat stood as it came up, 0 to 100."""
    found: dict[str, dict[str, float]] = {}
    for turn in played:
        if turn.decided is None:
            continue
        at = place(lookup, turn.question, turn.decided.option)
        for seat, wanted in turn.opened.positions.items():
            found.setdefault(seat, {})[turn.question] = 100.0 - abs(at - wanted)
    return [_near(lookup, seat, by_question) for seat, by_question in found.items()]


def _near(lookup: Lookup, seat: str, by_question: dict[str, float]) -> Aim:
    weights = {q: _salience(lookup, seat, q) for q in by_question}
    total = sum(weights.values())
    shares = {q: w / total if total else 1 / len(weights) for q, w in weights.items()}
    nearness = sum(by_question[q] * share for q, share in shares.items())
    return Aim(seat, round(nearness, 6), by_question)


def _judged(lookup: Lookup, seat: str, reached: Sequence[bool | None]) -> Aim:
    own = zip(lookup.actor(seat).aims, reached, strict=True)
    judged = tuple((aim, so) for aim, so in own if so is not None)
    total = sum(aim.weight for aim, _ in judged)
    kept = sum(aim.weight for aim, so in judged if so)
    return Aim(seat, round(100 * kept / total, 6) if total else 0.0, judged=judged)


def _salience(lookup: Lookup, seat: str, question: str) -> float:
    position = lookup.actor(seat).positions.get(question)
    return 50.0 if position is None else position.salience


@dataclass(frozen=True)
class Dissent:
    """Who stood furthest from what was decided, and which choices the outcome overruled."""

    question: str
    seat: str
    apart: float  # points between its position and the option taken
    votes: dict[str, str]  # seat -> the option it chose, where that is another


def dissents(lookup: Lookup, played: Iterable[Turn]) -> list[Dissent]:
    """Return the dissent on each question decided at a table of two or more.

    Who chose what was decided does not dissent from it, wherever the model puts its seat.
    """
    found = []
    for turn in played:
        if turn.decided is None or len(turn.decided.after) < 2:
            continue
        at = place(lookup, turn.question, turn.decided.option)
        willing = {a for a, o in turn.decided.choices.items() if o == turn.decided.option}
        apart = {a: abs(p - at) for a, p in turn.decided.after.items() if a not in willing}
        if not apart:
            continue
        seat = max(apart, key=lambda actor: apart[actor])
        others = {a: o for a, o in turn.decided.choices.items() if o != turn.decided.option}
        found.append(Dissent(turn.question, seat, round(apart[seat], 6), others))
    return found


def place(lookup: Lookup, question: str, option: str) -> float:
    """Return where an option stands on the scale of its question."""
    asked = lookup.questions[question].question
    return asked.scale[[o.id for o in asked.options].index(option)]


def movers(played: list[Turn]) -> dict[str, dict[str, float]]:
    """Return speaker -> listener -> points moved over the whole game."""
    total: dict[str, dict[str, float]] = {}
    for turn in played:
        for (speaker, listener), points in turn.moved().items():
            row = total.setdefault(speaker, {})
            row[listener] = row.get(listener, 0.0) + points
    return total


def as_plain(lookup: Lookup, events: Iterable[Event], seed: int, run: int = 0) -> dict[str, object]:
    """Return a game as the JSON object that `sitroom run --json` prints (docs/reference/json.md)."""
    played = turns(events)
    shown = []
    for turn, following in zip(played, [*played[1:], None], strict=True):
        if turn.decided is None or lookup.questions[turn.question].is_answer:
            continue
        answered = following is not None and following.question == answer_id(turn.question)
        answer = following if answered else None
        shown.append(_turn(lookup, turn, answer))
    judged, over = aims(lookup, played), played[-1].over if played else None
    return {
        "scenario": lookup.content.scenario.id,
        "seed": seed,
        "run": run,
        "turns": shown,
        "ending": _ending(lookup, over.ending) if over and over.ending else None,
        "aims": {aim.seat: aim.nearness for aim in judged},
        "judged": {
            aim.seat: [
                {"kind": one.kind, "says": one.says, "weight": one.weight, "reached": so}
                for one, so in aim.judged
            ]
            for aim in judged
            if aim.judged
        },
        "moved": {a: {b: round(p, 6) for b, p in row.items()} for a, row in movers(played).items()},
    }


def _ending(lookup: Lookup, id_: str) -> dict[str, object]:
    one = lookup.ending(id_)
    return {"id": id_, "title": one.title, "says": one.says, "for": one.for_}


def _turn(lookup: Lookup, turn: Turn, answer: Turn | None) -> dict[str, object]:
    assert turn.decided is not None
    asked = lookup.questions[turn.question].question
    closing = answer.learned if answer and answer.learned else turn.learned
    answered = answer.decided if answer else None
    return {
        "decision": turn.question,
        "option": turn.decided.option,
        "rung": turn.decided.rung + 1,
        "chances": turn.decided.chances,
        "positions_before": turn.decided.before,
        "positions_after": turn.decided.after,
        "asides": [{"seat": one.seat, "to": one.to} for one in turn.asides],
        "arguments": [_line(lookup, line) for line in turn.said],
        "response": answered
        and {
            "option": answered.option,
            "rung": answered.rung + 1,
            "chances": answered.chances,
        },
        "history": {"option": asked.history.option} if asked.history else None,
        "indicators": closing.indicators if closing else {},
    }


def _line(lookup: Lookup, line: Said) -> dict[str, object]:
    evidence = (
        lookup.argument(line.question, line.argument).evidence if line.argument is not None else ()
    )
    return {
        "seat": line.seat,
        "argument": line.argument,
        "text": line.text,
        "round": line.round,
        "concern": line.concern,
        "rebuts": list(line.rebuts),
        "moved": {actor: list(pair) for actor, pair in line.moved.items()},
        "evidence": [item.model_dump() for item in evidence],
    }
