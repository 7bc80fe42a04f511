"""What one pair of eyes may see, as plain dicts for the templates.

`public` holds what the whole table knows, `seat` what one person knows besides. Nothing private of
another seat gets into a student's dict. What the facilitator sees is in `desk`.
"""

from itertools import groupby
from typing import Any

from sitroom.classroom import aside, asking, motions, pacing, press, roll, spoken, switches
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import AFTER, BEFORE, BRIEF, LOBBY, OUTCOME, OVER, Message, Person
from sitroom.classroom.room import CHOOSE, DEBATE, Room
from sitroom.classroom.typed import LONGEST_MESSAGE, LONGEST_REASON
from sitroom.engine import game, manners, turn
from sitroom.engine.events import Confided, Decided, Event, Learned, Opened, Passed, Said, opens
from sitroom.engine.moves import LONGEST_LINE
from sitroom.narration import brief, class_text, event_text, question_text
from sitroom.narration import weighing as weighing_text
from sitroom.narration.percent import worded
from sitroom.policies import advice, estimate
from sitroom.scenario import citations
from sitroom.scenario.schema import Evidence

PHASES = {
    LOBBY: "Before the start",
    BRIEF: class_text.READING_AND_FIRST_BALLOT,
    DEBATE: "Debate",
    CHOOSE: "Decision",
    OUTCOME: class_text.OUTCOME_AND_SECOND_BALLOT,
    OVER: "Looking back",
}
View = dict[str, Any]


def public(room: Room, *, odds: bool = False) -> View:
    """Return what everybody at the table of a room knows; what would be decided now, if wanted."""
    session, lookup, events = room.session, room.session.lookup, room.turn()
    decision = room.decision
    asked = lookup.questions[session.question if room.mover else decision]
    decider = asked.question.rule.named
    return {
        "room": room.number,
        "phase": room.phase,
        "phase_words": PHASES[room.phase],
        "paused": room.row.paused,
        "title": lookup.content.scenario.title,
        "summary": lookup.content.scenario.summary,
        "situation": situation(room, decision),
        "question": asked.question.question,
        "answering": asked.is_answer,
        "mover": room.mover,
        "mover_name": lookup.name(room.mover) if room.mover else None,
        "round": round_now(room),
        "odds": _odds(room, decision) if odds else [],
        "spectrum": spectrum(room, events, asked.id, list(decider)),
        "headlines": [{"paper": h.paper, "text": h.text} for h in press.headlines(room)],
        "lines": lines(room, [event for event in events if not opens(event, decision)]),
        "decided": [
            event_text.taken(lookup, event)
            for event in events
            if isinstance(event, Decided) and room.phase in (OUTCOME, OVER)
        ],
        "seats": [
            {
                "actor": actor,
                "name": lookup.name(actor),
                "short": lookup.actor(actor).short,
                "people": len(room.people.get(actor, ())),
                "computer": actor in room.computers,
                "moves": actor == room.mover,
                "decides": actor in decider,
            }
            for actor in dict.fromkeys(
                (*(m.actor for m in asked.question.table), *session.header.people)
            )
        ],
    }


def round_now(room: Room) -> str:
    """Return the round of a debate in words, of anything else nothing."""
    return "round {} of {}".format(*room.round()) if room.phase == DEBATE else ""


def _odds(room: Room, decision: str) -> list[tuple[str, str]]:
    """Return each option with its chance, if everybody's position spoke now."""
    session = room.session
    if room.phase not in (DEBATE, CHOOSE) or session.question != decision:
        return []
    chances = advice.chances(session.model, session.state)
    return [(one["title"], worded(chances[one["id"]])) for one in options(room, decision)]


def situation(room: Room, question: str) -> View:
    """Return what is put to the table; it tells nothing of how things turned out."""
    lookup = room.session.lookup
    asked = lookup.questions[question]
    notes = next(
        (e.notes for e in room.turn() if isinstance(e, Opened) and e.question == question), ()
    )
    return {
        "id": question,
        "title": asked.question.title,
        "date": asked.date,
        "question": asked.question.question,
        "briefing": lookup.briefing(question, notes),
        "cites": [lookup.cite(e) for e in asked.decision.evidence],
        "options": options(room, question),
        "rule": question_text.rule_line(lookup, asked.question),
    }


def options(room: Room, question: str) -> list[View]:
    """Return the options of a question that are on the table, lowest first."""
    asked = room.session.lookup.questions[question].question
    off = room.off_table(question)
    return [
        {"id": option.id, "title": option.title, "means": option.means, "at": at}
        for option, at in zip(asked.options, asked.scale, strict=True)
        if option.id not in off
    ]


def spectrum(room: Room, events: list[Event], question: str, deciders: list[str]) -> View:
    """Return where everybody stands, from restraint to permission: now, a line ago, at first."""
    lookup = room.session.lookup
    came: dict[str, float] = {}
    now: dict[str, float] = {}
    before: dict[str, float] = {}
    for event in events:
        if getattr(event, "question", None) != question:
            continue
        if isinstance(event, Opened):
            came = event.positions
        if isinstance(event, Decided):
            now, before = event.after, {}
        elif found := getattr(event, "positions", None):
            now = found
            moved = event.moved if isinstance(event, (Said, Confided)) else {}
            before = {actor: pair[0] for actor, pair in moved.items()}
    rows = [
        {
            "actor": actor,
            "name": lookup.name(actor),
            "short": lookup.actor(actor).short,
            "at": at,
            "came": came.get(actor, at),
            "shift": at - before.get(actor, at),
            "decides": actor in deciders,
            "moves": actor == room.mover,
        }
        for actor, at in sorted(now.items(), key=lambda item: item[1])
    ]
    return {"rows": rows, "options": options(room, question)}


def lines(room: Room, events: list[Event]) -> list[View]:
    """Return events in words; those who pass one after the other are told in one line."""
    told = []
    for passes, some in groupby(events, lambda event: isinstance(event, Passed)):
        if not passes:
            told += [_line(room, event) for event in some]
            continue
        seats = [room.session.lookup.actor(e.seat).short for e in some if isinstance(e, Passed)]
        head = f"{', '.join(seats)}: pass."
        told.append({"kind": "passed", "number": None, "head": head, "more": []})
    return told


def _line(room: Room, event: Event) -> View:
    lookup = room.session.lookup
    head, *more = event_text.tell(lookup, event)
    if isinstance(event, Opened):
        more = more[:1]
    elif isinstance(event, Decided):
        head = event_text.taken(lookup, event)
    elif isinstance(event, Learned):
        head = event_text.world_moved(lookup, event)
    return {
        "kind": type(event).__name__.lower(),
        "number": event.turn + 1 if isinstance(event, Said) else None,
        "head": head,
        "more": [line.strip() for line in more if not line.startswith("Positions: ")],
    }


def seat(lesson: Lesson, room: Room, person: Person) -> View:
    """Return what a person knows besides: brief, hand, ballot, messages; nobody else's."""
    lookup, actor = room.session.lookup, person.actor
    question = room.decision
    return {
        "person": person,
        "return_code": lesson.return_codes.of(person),
        "pin": roll.pin(lesson, person.name),
        "seen": room.seen,
        "solo": lesson.solo,
        "slow": lesson.switches[switches.PACE] == switches.DAYS,
        "stand": room.stand,
        "name": lookup.name(actor),
        "short": lookup.actor(actor).short,
        "mates": [p for p in room.people.get(actor, ()) if p.id != person.id],
        "computer": actor in room.computers,
        "brief": _brief(room, actor, question),
        "act": _act(lesson, room, person),
        "aside": aside.of_person(lesson, room, person),
        "motions": motions.view(lesson, room, person),
        "asked": asking.view(lesson, room, person),
        "messages": _messages(lesson.store.messages(room.number), person),
        "told": lesson.store.last_message(person.id),
        "longest_message": LONGEST_MESSAGE,
    }


def _brief(room: Room, actor: str, question: str) -> View:
    lookup = room.session.lookup
    profile = lookup.actor(actor)
    opened = next(e for e in room.turn() if isinstance(e, Opened) and e.question == question)
    seated = actor in opened.positions
    here = opened.positions.get(actor)
    told = room.once(("brief", actor), lambda: brief.brief(lookup, actor, question, here), opened)
    hidden = room.phase == LOBBY or not seated
    besides: list[str] = []
    if not hidden and question == room.session.question:
        found = room.once(
            ("besides", actor),
            lambda: weighing_text.besides(room.session, actor),
            *weighing_text.rests_on(room.session),
        )
        besides = [line.strip() for _, lines in found for line in lines]
    lines = told[:2] if hidden else told
    return {
        "who": profile.who,
        "aim": profile.aim,
        "lines": [{"text": line.strip(), "source": line.startswith(" ")} for line in lines[2:]],
        "besides": besides,
        "concerns": [] if hidden else _concerns(room, actor),
        "seated": seated,
    }


def _concerns(room: Room, actor: str) -> list[str]:
    """Return what weighs with an actor, the heaviest first."""
    profile = room.session.lookup.actor(actor)
    heavy = sorted(profile.concerns.items(), key=lambda item: -item[1].weight)
    return [room.session.lookup.content.scenario.concerns[id_].title for id_, _ in heavy[:4]]


def _act(lesson: Lesson, room: Room, person: Person) -> View:
    """Return what a person may do now."""
    actor, session = person.actor, room.session
    mine = room.mover == actor and actor not in room.computers
    useful = lesson.switches[switches.HANDS] == switches.USEFUL
    act: View = {"kind": "wait", "mine": mine, "can": mine and person.speaks}
    match room.phase:
        case "brief" | "outcome":
            time = BEFORE if room.phase == BRIEF else AFTER
            act |= {
                "kind": "ballot",
                "time": time,
                "ballot": lesson.store.ballot(person.id, room.decision, time),
                "reason": lesson.store.ledger.reason(person.id, room.decision, time),
                "longest_reason": LONGEST_REASON,
            }
        case "debate" if mine:
            concerns = session.lookup.content.scenario.concerns
            act |= {
                "kind": "say",
                "cards": _cards(room) if useful else _hand(room, actor),
                "useful": useful,
                "concerns": [(id_, concern.title) for id_, concern in concerns.items()],
                "longest": LONGEST_LINE,
                "passages": _passages(room, actor),
                "press": brief.PRESS
                if manners.may_press(session.model, session.state, actor)
                else "",
                "private": manners.confidants(session.model, session.state, actor),
                "others": [
                    (other, session.lookup.name(other))
                    for other in game.standing(session.model, session.state)
                    if other != actor
                ],
            }
        case "choose" if mine:
            views = advice.views(session.model, session.state)
            act |= {
                "kind": "choose",
                "longest_reason": LONGEST_REASON,
                "options": options(room, session.question),
                "question": session.lookup.questions[session.question].question.question,
                "views": [brief.view(session.lookup, session.question, view) for view in views],
            }
        case "lobby" | "over" as kind:
            act |= {"kind": kind, "through": pacing.through(lesson)}
            act["said"] = (
                spoken.said_by(room, person, history=pacing.through(lesson)) if kind == OVER else []
            )
    act["weigh"] = spoken.weighed(lesson, room, person) if room.phase == DEBATE else None
    if act["kind"] in ("wait", "ballot") and room.phase in (BRIEF, DEBATE):
        act["hand"] = _hand(room, actor)
    return act


def _cards(room: Room) -> list[View]:
    """Return the hand of the seat whose turn it is, most useful first."""
    return room.once(("cards", room.exact), lambda: _useful(room))


def _useful(room: Room) -> list[View]:
    session = room.session
    decider = session.lookup.questions[session.question].question.rule.decider
    return [
        _card(room, card.argument, card.seat) | {"use": brief.use(session.lookup, card, decider)}
        for card in estimate.hand(session.model, session.state, exact=room.exact)
    ]


def passages(room: Room, actor: str) -> dict[str, dict[str, Evidence]]:
    """Return what a line of a seat's own may rest on, by concern and name: what its hand cites.

    What is said in retrospect only can't be read yet, and so not rested on.
    """
    model, state, lookup = room.session.model, room.session.state, room.session.lookup
    question, found = model.questions[state.question], dict[str, dict[str, Evidence]]()
    date = lookup.questions[question.id].date
    for number in question.hand(model.actors.index(actor)):
        written = lookup.argument(question.id, question.arguments[number].id)
        found.setdefault(written.concern, {}).update(
            (citations.name(one), one) for one in written.evidence if one.said_by(date)
        )
    return found


def _passages(room: Room, actor: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return them to choose from, by the title of their concern."""
    return room.once(("passages", actor), lambda: _to_cite(room, actor))


def _to_cite(room: Room, actor: str) -> list[tuple[str, list[tuple[str, str]]]]:
    lookup = room.session.lookup
    return [
        (
            lookup.content.scenario.concerns[id_].title,
            [(name, f"[{lookup.cite(one)}] {one.says}") for name, one in found.items()],
        )
        for id_, found in passages(room, actor).items()
    ]


def _hand(room: Room, actor: str) -> list[View]:
    """Return what a seat could say when its turn comes, without what it would do."""
    return room.once(("hand", actor), lambda: _free(room, actor))


def _free(room: Room, actor: str) -> list[View]:
    model, state = room.session.model, room.session.state
    question, number = model.questions[state.question], model.actors.index(actor)
    if number not in question.table:
        return []
    hand, unsaid = turn.open_arguments(model, state, number)
    free = [i for i, here in zip(hand, unsaid[0], strict=True) if here]
    return [_card(room, question.arguments[i].id, actor) for i in free]


def _card(room: Room, argument: str, seat: str) -> View:
    question = room.session.question
    of = question, argument, seat
    return room.once(of, lambda: _words(room, *of), room.session.lookup)


def _words(room: Room, question: str, argument: str, seat: str) -> View:
    lookup = room.session.lookup
    written = lookup.argument(question, argument, seat)
    date = lookup.questions[question].decision.date
    return {
        "id": argument,
        "says": written.says,
        "side": f"on {lookup.concern(written.concern)}, {event_text.direction(written.claim)}",
        "sources": [lookup.cited(e, date) for e in written.evidence],
    }


def _messages(messages: list[Message], person: Person) -> list[View]:
    """Return what the facilitator told this seat, its room or all, and what this person wrote."""
    found = []
    for message in messages:
        if message.person == person.id:
            found.append({"own": True, "to": "to the facilitator", "text": message.text})
        elif message.person is None and message.actor in (None, person.actor):
            to = "to your seat" if message.actor else "to your room" if message.room else "to all"
            found.append({"own": False, "to": to, "text": message.text})
    return found
