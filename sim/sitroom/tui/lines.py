"""What lies on the table, put together from a session: lines of text and the spectrum."""

from collections.abc import Iterable, Mapping, Sequence

from textual.content import Content

from sitroom.analysis.stakes import stakes
from sitroom.engine import game
from sitroom.engine.events import (
    Confided,
    Decided,
    Event,
    Happened,
    Learned,
    Opened,
    Over,
    Positions,
    Said,
    opens,
)
from sitroom.engine.state import Phase
from sitroom.journal.session import Session
from sitroom.narration import because, brief, event_text, question_text, screen_text, stakes_text
from sitroom.policies import advice
from sitroom.scenario.lookup import Asked, Lookup
from sitroom.tui.lists import Item
from sitroom.tui.page import Section
from sitroom.tui.spectrum import Drawing, Stand

# What stands in the hand beside arguments and options; none of them is called so.
BY_POSITION = "-"  # the position speaks for itself
NO_LINE = "="  # nothing is left to say
OWN_LINE = "+"
MADE = "!"  # what others have said of the hand
OPEN = ">"  # a debate that waits to be opened
READS = 25  # characters a second, of who reads with care


def status(session: Session, asked: Asked) -> str:
    """Return the line at the top of the table."""
    question, title = session.model.questions[session.state.question], asked.question.title
    title += "" if title.endswith("?") else ":"
    if session.over or asked is not session.lookup.questions[session.question]:
        return f"{title} settled"
    if session.state.phase is Phase.CHOOSE:
        return f"{title} the choice"
    turn = len(session.state.debate) // len(question.table) + 1
    return f"{title} round {turn} of {question.rounds}"


def outcome_ends(events: Sequence[Event]) -> int:
    """Return how many events there are up to the last outcome; all of them where nothing came out."""
    ends = (n for n, event in enumerate(events, 1) if isinstance(event, Learned))
    return max(ends, default=len(events))


def placed(event: Event) -> Positions | None:
    """Return where everybody stands after an event, if it tells."""
    return getattr(event, "positions", None) or getattr(event, "after", None)


def drawing(session: Session, event: Event) -> Drawing | None:
    """Return the spectrum after an event, or None if the event brings no positions."""
    positions = placed(event)
    if positions is None:
        return None
    lookup, model = session.lookup, session.model
    question = getattr(event, "question", session.question)
    asked = lookup.questions[question]
    rule, ladder = asked.question.rule, lookup.content.scenario.ladders[asked.question.ladder]
    rungs = [rung.id for rung in ladder.rungs]
    number = model.question(question)
    at, salience = model.questions[number].at.tolist(), model.questions[number].salience.tolist()
    absent = question_text.absent(lookup, session.events, question)
    options = tuple(
        (place, option.title, rungs.index(option.rung) + 1)
        for place, option in zip(at, asked.question.options, strict=True)
        if option.id not in absent
    )
    consent = positions if rule.by.unanimous else rule.consent
    moved = event.moved if isinstance(event, (Said, Confided)) else {}
    came = next((e.positions for e in session.events if opens(e, question)), positions)
    stands = [
        Stand(
            name=lookup.name(actor),
            short=lookup.actor(actor).short,
            at=positions[actor],
            before=moved.get(actor, (positions[actor], 0))[0],
            salience=salience[model.actors.index(actor)],
            decides=actor == rule.decider,
            consents=actor in consent,
            mine=actor in session.people,
            id=actor,
        )
        for actor in sorted(positions, key=lambda actor: came.get(actor, 0))
    ]
    return Drawing(options, len(rungs), tuple(stands))


def transcript_line(lookup: Lookup, event: Event, heard: Sequence[Event] = ()) -> Content | None:
    """Return an event as a line of the transcript, or None if it is shown elsewhere.

    What was made in the same words at an earlier question among those `heard` is cut short.
    """
    match event:
        case Opened():
            return Content.styled("\n".join(event_text.tell(lookup, event)[:2]), "bold")
        case Said():
            told = event_text.said(lookup, event)
            own = 1 + event_text.line_text(lookup, event).count("\n")  # how many lines it is
            head = "\n".join(told[:own])  # then come its evidence, in brackets, and what it does
            effect = next(t for t in told[own:] if not t.startswith("    ["))
            name = lookup.name(event.seat)
            number = Content.styled(f"{event.turn + 1} {name}", "bold")
            text = Content(head.removeprefix(name))
            before = because.said_before(lookup, heard, event)
            if before:
                text = Content(screen_text.as_before(before, event_text.line_text(lookup, event)))
            return number + text + Content("\n") + Content.styled(effect.strip(), "dim")
        case Happened():
            title, story, *_ = event_text.happened(lookup, event)
            return Content.styled(f"{title}.", "bold") + Content(f" {story}")
        case Learned() | Over():
            return None
        case Decided():
            return Content.styled(event_text.decided(lookup, event)[0], "bold")
        case _:
            return Content.styled(event_text.tell(lookup, event)[0], "dim")


def reading_time(session: Session, events: Iterable[Event]) -> float:
    """Return the seconds that it takes to read what has just been told, at READS a second.

    One's own line is known; what is as short as a pass still has to be seen.
    """
    told = [
        transcript_line(session.lookup, event, session.events)
        for event in events
        if not isinstance(event, Opened) and getattr(event, "seat", "") not in session.people
    ]
    return max(0.5, sum(len(line) for line in told if line is not None) / READS)


def passes(lookup: Lookup, seats: Sequence[str], turn: int) -> Content:
    """Return who passed in a row, the last of them at a turn, as one line."""
    first = turn + 2 - len(seats)
    number = f"{first}" if len(seats) == 1 else f"{first}-{turn + 1}"
    names = [lookup.name(seats[0])] if len(seats) == 1 else [lookup.actor(s).short for s in seats]
    return Content.styled(f"{number} {', '.join(names)}: pass.", "dim")


def card(session: Session, held: advice.Card, decider: str | None, columns: int) -> Item:
    """Return an argument of the hand: by how much it moves the decider, what it answers, says.

    The first of it takes so many `columns`.
    """
    lookup, question = session.lookup, session.question
    argument = lookup.argument(question, held.argument, held.seat)
    use = brief.use(lookup, held, decider)
    if when := because.made_before(lookup, session.events, held.seat, held.argument, question):
        use += brief.said_too(when)
    side = brief.side(lookup, question, held)
    how = brief.otherwise(session.model, session.state, held)
    how = f"  {how}" if how else ""
    signs = [f"{_in_front(session, held, decider):<{columns}}"]
    if held.rebuts:
        signs.append(f"answers {', '.join(str(t + 1) for t in held.rebuts)}")
    if held.gain <= 0:
        signs.append("away")
    dim = "dim" if held.gain <= 0 else ""
    short = Content.styled("  ".join(signs), "bold") + Content.styled(f"  {argument.says}", dim)
    return Item(
        held.argument,
        short,
        Content(argument.says + "\n") + Content.styled(f"{side}; {use}", "dim") + Content(how),
    )


def _in_front(session: Session, held: advice.Card, decider: str | None) -> str:
    """Return by how much a card moves the decider; where that is the speaker, whom it moves most.

    Of an amendment, how likely it would be taken.
    """
    if held.odds is not None:
        return f"{screen_text.AMENDMENT} {brief.odds(held)}"
    if held.guesses is not None:
        return _guessed(session, held.guesses, decider)
    if decider is not None:
        return f"{held.moves.get(decider, 0.0):+.1f}"
    most, points = max(held.moves.items(), key=lambda move: abs(move[1]), default=("", 0.0))
    if abs(points) < 0.05:
        return "nobody"
    return f"{session.lookup.actor(most).short} {points:+.1f}"


def _guessed(session: Session, guesses: Mapping[str, advice.Guess], decider: str | None) -> str:
    """Return what stands in front where the speaker has to guess."""
    if decider is not None:
        one = guesses.get(decider)
        return brief.figure(one) if one else "nothing"
    most = max(guesses, key=lambda actor: abs(guesses[actor].middle), default=None)
    return f"{session.lookup.actor(most).short} {brief.figure(guesses[most])}" if most else "nobody"


def row(id_: str, text: str, says: str = "") -> Item:
    """Return what can be done beside the arguments, with the same words marked or not."""
    line = Content(text) + Content.styled(says, "dim")
    return Item(id_, line, line)


def opening() -> Item:
    """Return what opens a debate whose briefing was left."""
    return row(OPEN, screen_text.OPEN_THE_DEBATE, screen_text.BRIEFING_AGAIN)


def held(cards: Iterable[advice.Card], id_: str) -> advice.Card | None:
    """Return the argument of a hand with an id, if it is one."""
    return next((card for card in cards if card.argument == id_), None)


def hand(session: Session, cards: Sequence[advice.Card]) -> list[Item]:
    """Return what the seat to move can say, the most useful first, then words of its own.

    Where nothing of its hand helps, to hold its peace comes first, and its own words.
    """
    decider, columns = brief.hinge(session.lookup, session.model, session.state), 0
    if decider is not None:  # figures alone stand under one another
        fronts = (_in_front(session, held, decider) for held in cards if held.odds is None)
        columns = max(map(len, fronts), default=0)
    items = [card(session, held, decider, columns) for held in cards]
    own = row(OWN_LINE, screen_text.SAY_IT_IN_YOUR_OWN_2, screen_text.OWN_WORDS_WEIGH)
    made = brief.made_by_others(session.lookup, session.model, session.state)
    told = [row(MADE, "", f"       {made}")] * bool(made)
    if any(held.gain > 0 for held in cards):
        return [*items, *told, own]
    none = screen_text.HOLD_YOUR_PEACE if cards else screen_text.NOTHING_LEFT_TO_SAY_PASSING
    return [row(NO_LINE, f"    p  {none}"), own, *items, *told]


def turn(session: Session) -> str:
    """Return the line above the hand."""
    lookup = session.lookup
    name = lookup.both_names(str(session.mover))
    if session.state.phase is Phase.CHOOSE:
        seat = str(session.mover)
        veto = stakes_text.veto(lookup, session.model, session.state, seat)
        return " ".join([screen_text.your_choice(name), *veto])
    decider = brief.hinge(lookup, session.model, session.state)
    balance = advice.balance(session.model, session.state)
    if balance is not None:
        return screen_text.your_turn_table_balances(name, balance)
    if decider is None:
        return screen_text.your_turn_in_front_whom(name)
    return screen_text.your_turn_in_front_what(name, lookup.name(decider))


def others(session: Session, *, by_key: bool = False) -> str:
    """Return the line above the hand's place while computers speak."""
    where = "your next turn" if session.people else "the end"
    if by_key:
        return screen_text.space_next_line_r_runs_on(where)
    return screen_text.others_speak_space_skips_ahead(where)


def progress(session: Session) -> str:
    """Return how far a campaign is that runs on by itself, as a line."""
    first = session.model.question(session.header.decision) if session.header.decision else 0
    asked = session.model.questions[first:]
    total = 1 if session.header.only else sum(not question.is_answer for question in asked)
    done = sum(not question.is_answer for question in asked[: session.state.question - first])
    bar = "█" * (20 * done // total) + "░" * (20 - 20 * done // total)
    return screen_text.running_on_decisions_space_or(bar, done, total)


def choices(session: Session) -> list[Item]:
    """Return the options to choose from, each with those of the table who are for it."""
    lookup, model, state, question = session.lookup, session.model, session.state, session.question
    found = brief.options(lookup, question, game.options(model, state), advice.views(model, state))
    items = []
    for (option, nearest), stake in zip(found, stakes(model, state), strict=True):
        title = Content.styled(option.title, "bold")
        more = (
            nearest,
            stakes_text.expected(lookup, question, stake),
            stakes_text.cost(lookup, stake),
        )
        whole = title + Content(f": {option.means}\n")
        whole += Content.styled("\n".join(filter(None, more)), "dim")
        items.append(Item(option.id, title + Content.styled(f"  {nearest}", "dim"), whole))
    chances = advice.chances(model, state)
    leave, odds = brief.by_position(lookup, question, chances)
    likeliest = brief.likeliest(lookup, question, chances)
    short = row(BY_POSITION, leave, f" ({likeliest})").short
    return [*items, Item(BY_POSITION, short, row(BY_POSITION, leave, f" ({odds})").whole)]


def aside(session: Session, sections: Iterable[Section]) -> Content:
    """Return what stands beside the debate where there is room: who thinks what, the world."""
    lookup, views = session.lookup, advice.views(session.model, session.state)
    told = []
    asked = lookup.questions[session.question]
    for option in map(asked.option, game.options(session.model, session.state)):
        friends = [v for v in views if v.option == option.id]
        names = ", ".join(f"{lookup.actor(v.actor).short} {v.chance:.0%}" for v in friends)
        told.append(f"{option.title}: {names or 'nobody'}")
    parts: list[Content] = []
    for title, lines in [(screen_text.WHO_WOULD_CHOOSE_WHAT_NOW, told), *sections]:
        parts += [Content.styled(title, "bold $text-accent"), *map(Content, lines), Content("")]
    return Content("\n").join(parts)
