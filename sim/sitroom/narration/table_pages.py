"""The pages of a table, as headings with lines of text: the same on the screen and line by line."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from sitroom.analysis import ahead
from sitroom.analysis.game_summary import turns
from sitroom.analysis.mattered import Mattered
from sitroom.analysis.stakes import stakes
from sitroom.engine import game
from sitroom.engine.events import Event, Happened, Learned, Opened, PassedOver, Said, recorded
from sitroom.engine.model import CompiledScenario
from sitroom.engine.question_ids import decision_id
from sitroom.engine.state import State
from sitroom.narration import (
    because,
    brief,
    debrief_text,
    event_text,
    history_comparison,
    mattered_text,
    question_text,
    schedule,
    stakes_text,
    world,
)
from sitroom.policies import advice
from sitroom.policies.advice import Card, View
from sitroom.render.text_charts import WIDTH, Row, bars
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup, told

Section = tuple[str, list[str]]
Sheet = tuple[str, list[Section]]

MOVED = "What has happened since moves them before the debate starts."
CHANGED = "What changed"
MEANWHILE = "Decided without you"
NOTHING_MORE = "There is nothing more to this."


def briefing(
    lookup: Lookup,
    events: Iterable[Event],
    event: Opened,
    people: Sequence[str],
    reader: str,
    *,
    brief_first: bool = False,
    chosen: Mapping[str, str] | None = None,
) -> Sheet:
    """Return how a question is put to the table, with the brief of who is looking, if anybody.

    `chosen` led to where the game begins to be played, if that is here.
    """
    events = list(events)
    asked = lookup.questions[event.question]
    title, question, *_ = question_text.opened(lookup, event)
    sections: list[Section] = [("The question", [question])]
    first = next(iter(lookup.content.scenario.decisions)).id
    if events[0] is event and event.question != first:
        sections[0][1].append(history_comparison.AS_IN_HISTORY)
    if chosen:
        before = [turn for turn in turns(events[: events.index(event)]) if turn.decided is not None]
        past = history_comparison.past(lookup, before, chosen)
        sections.append((history_comparison.PAST, past))
    skipped = _passed_over(lookup, events, event)
    if skipped:
        sections.append(("Passed over", skipped))
    why = because.causes(lookup, events, event, reader)
    if why:
        sections.append((because.HEADING, why))
    decider = asked.question.rule.decider
    if not asked.is_answer:
        cited = [f"    [{lookup.cite(e)}]" for e in asked.decision.evidence]
        put = _addressed(lookup, decider, reader if reader in event.positions else "")
        sections.append((put, [*lookup.briefing(event.question, event.notes), *cited]))
    heard = next((turn.news for turn in turns(events) if turn.opened is event), [])
    for event_heard in heard:
        head, text, *cites = event_text.happened(lookup, event_heard)
        sections.append((head, [text, *cites[:-1]]))
    options = question_text.option_lines(lookup, event)
    sections.append(("The options", [*options, question_text.rule_line(lookup, asked.question)]))
    standing = [
        question_text.standings(lookup, event.positions),
        *question_text.derived(lookup, event),
    ]
    sections.append(
        ("Who comes with what", [*standing, *[MOVED] * bool(heard and len(event.positions) > 1)])
    )
    left = question_text.left_history(lookup, events, event.question)
    if left:
        sections.append(("This game has left history's path", left))
    if reader in event.positions:
        told = brief.brief(lookup, reader, event.question, event.positions[reader])
        sections.insert(0 if brief_first else len(sections), ("Your brief", told))
    if people and not any(seat in event.positions for seat in people):
        sections.append(("You have no seat at this table", ["The others decide; watch them."]))
    return title, sections


def _addressed(lookup: Lookup, decider: str | None, reader: str) -> str:
    """Return the heading of a briefing: it is written to who decides, whoever reads it."""
    if decider is None or decider == reader:
        return "The situation"
    if not reader:
        return f"The situation, as the decider hears it ({lookup.name(decider)})"
    told = f"The situation, as put to who decides: 'you' is {lookup.name(decider)}"
    return f"{told}, not your seat ({lookup.name(reader)})"


def _passed_over(lookup: Lookup, events: Iterable[Event], opened: Opened) -> list[str]:
    """Return what would have come up before a question and was not asked."""
    since: list[str] = []
    for event in events:
        if event is opened:
            break
        if isinstance(event, Opened):
            since = []
        if isinstance(event, PassedOver):
            since += event_text.passed_over(lookup, event)
    return since


def news(lookup: Lookup, event: Happened) -> Sheet:
    """Return news that a facilitator lets happen."""
    title, *lines = event_text.happened(lookup, event)
    return title, [("", lines)]


def outcome(
    lookup: Lookup,
    events: Iterable[Event],
    event: Learned,
    people: Sequence[str],
    width: int = WIDTH,
    parts: Sequence[Mattered] = (),
) -> Sheet:
    """Return what closes a turn: the decision, the answer, the world, history and us beside it.

    `parts` is what people's parts came to, where that has been looked into.
    """
    decision = decision_id(event.question)
    played = [turn for turn in turns(events) if turn.decided is not None]
    until = next(n for n, turn in enumerate(played, 1) if turn.learned is event)
    settled = played[:until]
    sections: list[Section] = []
    latest = [turn for turn in settled[-2:] if decision_id(turn.question) == decision]
    for turn in latest:
        if turn.decided is not None:
            head, *lines = event_text.decided(lookup, turn.decided)
            means = lookup.questions[turn.question].option(turn.decided.option).means
            sections.append((head, [means, *lines]))
    same, known = debrief_text.as_history(lookup, settled)
    sections += [
        (
            CHANGED,
            [
                *world.meters(lookup, event),
                *world.causes(lookup, latest, event),
                *event_text.heights(lookup, event),
            ],
        ),
        *mattered_text.turn(
            lookup, [one for one in parts if decision_id(one.question) == decision], people
        ),
        ("What really happened", event_text.histories(lookup, event)),
        (
            f"{history_comparison.HEADING}: {same} of {known} decisions as in history",
            history_comparison.side_by_side(lookup, settled, people, width, until - len(latest)),
        ),
    ]
    return lookup.questions[decision].question.title, sections


def meanwhile(lookup: Lookup, events: Iterable[Event], closed: Sequence[Learned]) -> Sheet:
    """Return what was decided at tables where no person sat, for each turn that `closed` so."""
    played, sections = turns(events), []
    for event in closed:
        decision = decision_id(event.question)
        until = next(n for n, turn in enumerate(played, 1) if turn.learned is event)
        told = [
            event_text.taken(lookup, turn.decided)
            for turn in played[max(0, until - 2) : until]
            if turn.decided is not None and decision_id(turn.question) == decision
        ]
        head = debrief_text.lead(lookup, decision)
        sections.append((head, [*told, event_text.world_moved(lookup, event)]))
    return MEANWHILE, sections


def line(
    lookup: Lookup,
    events: Iterable[Event],
    event: Event,
    hand: Sequence[Card] = (),
    width: int = WIDTH,
) -> Sheet:
    """Return a line of the transcript with all there is to know about it.

    `hand` is what whoever is looking may say now.
    """
    if not isinstance(event, Said):
        title, *lines = event_text.tell(lookup, event)
        return title, [("", lines or [NOTHING_MORE])]
    own = event_text.passage(lookup, event)
    evidence = (
        event_text.citations(lookup, event) if own is None else [f"[{lookup.cite(own)}] {own.says}"]
    )
    if event.argument is not None:
        evidence = _cited(lookup, event.question, event.argument)
    shifts = {
        f"{lookup.actor(actor).short}, {was:.1f} to {now:.1f}": now - was
        for actor, (was, now) in event.moved.items()
    }
    said = f"On {lookup.concern(event.concern)}, {event_text.direction(event.claim)}"
    sections = [
        (said, [event_text.line_text(lookup, event)]),
        ("Evidence", evidence),
        (
            "Whom it moved, in points",
            [*_moves(shifts, width), *[event_text.CONTRARY] * event_text.contrary(event)],
        ),
    ]
    here = next(turn.said for turn in turns(events) if any(e is event for e in turn.said))
    for title, found in (
        ("It answers", [e for e in here if e.turn in event.rebuts]),
        ("It is answered by", [e for e in here if event.turn in e.rebuts]),
    ):
        if found:
            sections.append((title, _quoted(lookup, found)))
    against = [card for card in hand if event.turn in card.rebuts]
    could = [lookup.argument(event.question, one.argument, one.seat) for one in against]
    if could:
        sections.append(("What your hand has against it", [answer.says for answer in could]))
    return f"Line {event.turn + 1}: {lookup.name(event.seat)}", sections


def _cited(lookup: Lookup, question: str, id_: str) -> list[str]:
    date = lookup.questions[question].decision.date
    evidence = lookup.argument(question, id_).evidence
    return [text for e in evidence for text in (told(e, date), f"    [{lookup.cite(e)}]")]


def _quoted(lookup: Lookup, lines: Iterable[Said]) -> list[str]:
    return [f"{e.turn + 1} {lookup.name(e.seat)}: {event_text.line_text(lookup, e)}" for e in lines]


def _moves(points: dict[str, float], width: int) -> list[str]:
    order = sorted(points.items(), key=lambda item: -abs(item[1]))
    rows = [Row(label, value) for label, value in order if abs(value) >= 0.05]
    return bars(rows, width) if rows else ["Nobody by a tenth of a point."]


def card(
    lookup: Lookup, events: Iterable[Event], question: str, item: Card, width: int = WIDTH
) -> Sheet:
    """Return an argument of the hand with its evidence and what it would do."""
    argument = lookup.argument(question, item.argument, item.seat)
    sections = [
        (brief.side(lookup, question, item).capitalize(), [argument.says]),
        *_amended(lookup, question, argument),
        ("Evidence", _cited(lookup, question, item.argument)),
        _would_move(lookup, item, width),
    ]
    sections = [(title, told) for title, told in sections if told]
    lines = [e for e in turns(events)[-1].said if e.turn in item.rebuts]
    if lines:
        sections.append(("It answers", _quoted(lookup, lines)))
    return "In your hand", sections


def _amended(lookup: Lookup, question: str, line: schema.Argument) -> list[Section]:
    """Return what an amendment would mean and where it stands, if a line proposes one."""
    if not isinstance(line, schema.Proposal):
        return []
    asked = lookup.questions[question]
    one = asked.option(line.option)
    assert isinstance(one, schema.Fenced)
    amended = asked.option(one.amends)
    assert one.at is not None
    assert amended.at is not None
    points, way = abs(one.at - amended.at), "restraint" if one.at < amended.at else "going further"
    place = f"Its place is {one.at:.0f}, {points:.0f} points nearer to {way} than what it amends."
    return [
        ("What it would mean", [one.means, place]),
        (f"It amends: {amended.title}", [amended.means]),
    ]


def option(
    lookup: Lookup, model: CompiledScenario, state: State, chosen: str, *, odds: bool = False
) -> Sheet:
    """Return an option of the choice at hand: what it means, what is at stake, who would be for it.

    With `odds`, many games by computer are played from here.
    """
    question = model.questions[state.question]
    number = [one.id for one in question.options].index(chosen)
    asked = lookup.questions[question.id]
    one = asked.option(chosen)
    stake = next(at for at in stakes(model, state) if at.option == chosen)
    found = [view for view in advice.views(model, state) if view.option == chosen]
    nearest = [brief.view(lookup, question.id, view) for view in found]
    rung = lookup.rung(asked.question.ladder, question.options[number].rung)
    ahead_ = ahead.odds(model, state, number) if odds else None
    return one.title, [
        ("What it would mean", [one.means, f"Its rung: {rung}."]),
        *stakes_text.sections(lookup, question.id, stake, ahead_),
        ("Who would choose it now", nearest or [brief.NOBODY_NEAR + "."]),
    ]


def _would_move(lookup: Lookup, item: Card, width: int) -> tuple[str, list[str]]:
    away = [brief.AWAY] * (item.gain <= 0 and bool(item.moves))
    if item.odds is not None:
        return "How likely it would be taken, positions speaking", [brief.odds(item), *away]
    if item.guesses is None:
        shifts = {lookup.name(a): points for a, points in item.moves.items()}
        return "Whom it would move now, in points", [*_moves(shifts, width), *away]
    order = sorted(item.guesses.items(), key=lambda one: -abs(one[1].middle))
    lines = [f"{lookup.name(a)}: {brief.figure(one)}" for a, one in order]
    return "Whom it may move, in points, as far as you can tell", [*lines, *away]


def views(
    lookup: Lookup, question: str, found: Iterable[View], balance: float | None = None
) -> Sheet:
    """Return how everybody at the table would choose, and where the views of a table balance."""
    lines = [brief.view(lookup, question, view) for view in found]
    if balance is not None:
        lines.append(
            f"Weighed by influence and by how much they care, they balance at {balance:.0f}."
        )
    note = "Where each stands, the option nearest to it, and how likely it would take it."
    return "How each would choose", [(note, lines)]


def state_of(
    lookup: Lookup, model: CompiledScenario, state: State, events: Iterable[Event]
) -> Sheet:
    """Return the world: ladders with the path on them, indicators over time, what is coming."""
    events, now = list(events), game.indicators(model, state.world)
    began = zip(model.indicators, np.asarray(state.began[0]).tolist(), strict=True)
    return "The world", [
        *world.ladders(lookup, events, game.rungs(model, state.world)),
        world.indicators(lookup, events, {name: recorded(v) for name, v in began}, now),
        schedule.calendar(lookup, model, state),
    ]
