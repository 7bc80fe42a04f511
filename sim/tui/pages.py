"""What the table shows, put together: pages and lines of text made from a session."""

from typing import TypeGuard

from textual.content import Content

from sim.content.lookup import Asked, Lookup
from sim.content.schema import Argument
from sim.debrief import brief, words
from sim.debrief.debrief import debrief
from sim.debrief.report import turns
from sim.engine import game
from sim.engine.events import Decided, Event, Happened, Learned, Opened, Over, Said
from sim.engine.explain import explain
from sim.engine.state import Phase
from sim.journal.session import Session
from sim.seats import advice
from sim.tui.page import Page, Section
from sim.tui.spectrum import Drawing, Stand

MOVED = "What has happened since moves them before the debate starts."
BY_POSITION = "-"  # in place of an option's id: the position speaks for itself


def status(session: Session, asked: Asked) -> str:
    """Return the line at the top of the table."""
    question = session.model.questions[session.state.question]
    if session.over:
        return f"{asked.question.title}: settled"
    if session.state.phase is Phase.CHOOSE:
        return f"{asked.question.title}: the choice"
    turn = len(session.state.debate) // len(question.table) + 1
    return f"{asked.question.title}: round {turn} of {question.rounds}"


def drawing(session: Session, event: Event) -> Drawing | None:
    """Return the spectrum after an event, or None if the event brings no positions."""
    positions = getattr(event, "positions", None) or getattr(event, "after", None)
    if positions is None:
        return None
    lookup, model = session.lookup, session.model
    question = getattr(event, "question", session.question)
    asked = lookup.questions[question]
    rule, ladder = asked.question.rule, lookup.content.scenario.ladders[asked.question.ladder]
    rungs = [rung.id for rung in ladder.rungs]
    at = model.questions[model.question(question)].at.tolist()
    options = [
        (place, option.title, f"rung {rungs.index(option.rung) + 1} of {len(rungs)}")
        for place, option in zip(at, asked.question.options, strict=True)
    ]
    moved = event.moved if isinstance(event, Said) else {}
    came = next((e.positions for e in session.events if _opens(e, question)), positions)
    stands = [
        Stand(
            name=lookup.name(actor),
            short=lookup.actor(actor).short,
            at=positions[actor],
            before=moved.get(actor, (positions[actor], 0))[0],
            decides=actor in (rule.decider, *rule.consent),
            mine=actor in session.people,
        )
        for actor in sorted(positions, key=lambda actor: came.get(actor, 0))
    ]
    return Drawing(tuple(options), tuple(stands))


def _opens(event: Event, question: str) -> TypeGuard[Opened]:
    return isinstance(event, Opened) and event.question == question


def transcript_line(lookup: Lookup, event: Event) -> Content | None:
    """Return an event as a line of the transcript, or None if it is shown elsewhere."""
    match event:
        case Opened():
            return Content.styled("\n".join(words.tell(lookup, event)[:2]), "bold")
        case Said():
            head, *rest = words.said(lookup, event)
            effect = next(text for text in rest if text.startswith("    on "))
            name = lookup.name(event.seat)
            number = Content.styled(f"{event.turn + 1} {name}", "bold")
            text = Content(head.removeprefix(name))
            return number + text + Content("\n") + Content.styled(effect.strip(), "dim")
        case Happened():
            title, story, *_ = words.happened(lookup, event)
            return Content.styled(f"{title}.", "bold") + Content(f" {story}")
        case Learned() | Over():
            return None
        case Decided():
            return Content.styled(words.decided(lookup, event)[0], "bold")
        case _:
            return Content.styled(words.tell(lookup, event)[0], "dim")


def card_line(session: Session, card: advice.Card) -> Content:
    """Return an argument of the hand as a line."""
    lookup, question = session.lookup, session.question
    argument = lookup.argument(question, card.argument)
    decider = lookup.questions[question].question.rule.decider
    use = brief.use(lookup, card, decider)
    return (
        Content(argument.says)
        + Content("\n")
        + Content.styled(f"{brief.side(lookup, question, card)}; {use}", "dim")
    )


def choices(session: Session) -> list[tuple[str, Content]]:
    """Return the options to choose from, each with those of the table who are for it."""
    lookup, asked = session.lookup, session.lookup.questions[session.question]
    views = advice.views(session.model, session.state)
    lines = []
    for option in asked.question.options:
        friends = [
            f"{lookup.actor(v.actor).short} ({v.position:.0f})"
            for v in views
            if v.option == option.id
        ]
        told = (
            "Nearest to it: " + ", ".join(friends)
            if friends
            else "Nobody at the table is nearest to it"
        )
        lines.append(
            (
                option.id,
                Content.styled(option.title, "bold")
                + Content(f": {option.means}\n")
                + Content.styled(told, "dim"),
            )
        )
    chances = ", ".join(
        f"{asked.option(id_).title} {chance:.0%}"
        for id_, chance in advice.chances(session.model, session.state).items()
    )
    let = "Leave it to your position"
    lines.append((BY_POSITION, Content(let) + Content.styled(f" ({chances})", "dim")))
    return lines


def briefing(session: Session, event: Opened, reader: str, *, brief_first: bool = False) -> Page:
    """Return the page on which a question is put to the table, with the brief of who is looking."""
    lookup = session.lookup
    asked = lookup.questions[event.question]
    title, question, *_ = words.opened(lookup, event)
    sections: list[Section] = [("The question", [question])]
    left = words.left_history(lookup, session.events, event.question)
    if left:
        sections.append(("This game has left history's path", left))
    derived = words.derived(lookup, event)
    decider = asked.question.rule.decider
    if not asked.is_answer:
        cited = [f"    [{lookup.cite(e)}]" for e in asked.decision.evidence]
        put = f"The situation, as put to {lookup.name(decider)}" if decider else "The situation"
        sections.append((put, [*lookup.briefing(event.question, event.notes), *cited]))
    heard = next((turn.news for turn in turns(session.events) if turn.opened is event), [])
    for event_heard in heard:
        head, text, *cites = words.happened(lookup, event_heard)
        sections.append((head, [text, *cites[:-1]]))
    options = [words.option_line(lookup, asked.id, o) for o in asked.question.options]
    sections.append(("The options", [*options, words.rule_line(lookup, asked.question)]))
    sections.append(
        ("Who comes with what", [words.standings(lookup, event.positions), *derived, MOVED])
    )
    if reader in event.positions:
        told = brief.brief(lookup, reader, event.question, event.positions[reader])
        sections.insert(0 if brief_first else len(sections), ("Your brief", told))
    if session.people and not any(seat in event.positions for seat in session.people):
        sections.append(("You have no seat at this table", ["The others decide; watch them."]))
    return Page(title, sections, agenda=bool(game.agenda(session.model, session.state)))


def news(session: Session, event: Happened) -> Page:
    """Return the page of news that a facilitator lets happen."""
    title, *lines = words.happened(session.lookup, event)
    return Page(title, [("", lines)])


def outcome(session: Session, event: Learned) -> Page:
    """Return the page that closes a turn: the decision, the answer, the world, history."""
    lookup = session.lookup
    decision = event.question.removesuffix(".answer")
    sections: list[Section] = []
    for turn in turns(session.events):
        if turn.question.removesuffix(".answer") == decision and turn.decided is not None:
            head, *lines = words.decided(lookup, turn.decided)
            sections.append((head, lines))
    sections.append(("What changed", words.learned(lookup, event)))
    sections.append(("What really happened", words.histories(lookup, event)))
    return Page(lookup.questions[decision].question.title, sections)


def debriefing(session: Session) -> Page:
    """Return the debrief."""
    sections = debrief(session.lookup, session.events)
    return Page(f"Debrief: {session.content.scenario.title}", sections)


def line(session: Session, event: Event) -> Page:
    """Return a line of the transcript with all there is to know about it."""
    lookup = session.lookup
    if not isinstance(event, Said):
        title, *lines = words.tell(lookup, event)
        return Page(title, [("", lines or ["There is nothing more to this."])])
    evidence: list[str] = [words.SAID_AT_THE_TABLE]
    if event.argument is not None:
        evidence = _cited(lookup, lookup.argument(event.question, event.argument))
    moved = [
        f"{lookup.name(actor)}: {before:.1f} to {after:.1f} ({after - before:+.1f})"
        for actor, (before, after) in event.moved.items()
    ]
    sections = [
        (
            f"On {lookup.concern(event.concern)}, {words.direction(event.claim)}",
            [words.line_text(lookup, event)],
        ),
        ("Evidence", evidence),
        ("Whom it moved", [*(moved or ["Nobody."]), *[words.CONTRARY] * words.contrary(event)]),
    ]
    others = [e for e in session.events if isinstance(e, Said) and e.question == event.question]
    answered = [e for e in others if e.turn in event.rebuts]
    answering = [e for e in others if event.turn in e.rebuts]
    for title, found in (("It answers", answered), ("It is answered by", answering)):
        if found:
            sections.append((title, _quoted(lookup, found)))
    return Page(f"Line {event.turn + 1}: {lookup.name(event.seat)}", sections)


def _cited(lookup: Lookup, argument: Argument) -> list[str]:
    return [text for e in argument.evidence for text in (e.says, f"    [{lookup.cite(e)}]")]


def _quoted(lookup: Lookup, lines: list[Said]) -> list[str]:
    return [f"{lookup.name(e.seat)}: {words.line_text(lookup, e)}" for e in lines]


def card(session: Session, item: advice.Card) -> Page:
    """Return an argument of the hand with its evidence and what it would do."""
    lookup, question = session.lookup, session.question
    argument = lookup.argument(question, item.argument)
    decider = lookup.questions[question].question.rule.decider
    evidence = _cited(lookup, argument)
    moves = [
        f"{lookup.name(actor)} {points:+.1f}"
        for actor, points in sorted(item.moves.items(), key=lambda m: -abs(m[1]))
    ]
    sections = [
        (brief.side(lookup, question, item).capitalize(), [argument.says]),
        ("Evidence", evidence),
        ("What it would do", [brief.use(lookup, item, decider), *moves]),
    ]
    lines = [
        e
        for e in session.events
        if isinstance(e, Said) and e.question == question and e.turn in item.rebuts
    ]
    if lines:
        sections.append(("It answers", _quoted(lookup, lines)))
    return Page("In your hand", sections)


def why(session: Session, actor: str) -> Page:
    """Return an actor's position taken apart."""
    number = session.model.actors.index(actor)
    title, *lines = brief.why(session.lookup, explain(session.model, session.state, number))
    return Page(title, [("It adds up, in points:", lines)])


def world(session: Session) -> Page:
    """Return the ladders and the indicators as they stand."""
    now, model = session.state.world, session.model
    told = words.world(session.lookup, game.rungs(model, now), game.indicators(model, now))
    return Page("The world", told)
