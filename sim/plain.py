"""Play line by line, without a screen: for a screen reader, a pipe, or a plain terminal."""

import io
import sys
from collections.abc import Callable, Iterable, Sequence

from sim.content import bundle
from sim.debrief import brief, words
from sim.debrief.debrief import debrief
from sim.debrief.layout import fitted
from sim.engine import game
from sim.engine.events import Event, Learned, Opened
from sim.engine.explain import explain
from sim.engine.game import LONGEST_LINE
from sim.engine.moves import OWN_CLAIM, Choose, Move, Own, Pass, Put, Say
from sim.engine.state import Phase
from sim.journal import shelf
from sim.journal.session import Loaded, Session, open_scenario
from sim.seats import advice

HELP = (
    "Type a number to say that argument or to choose that option.",
    "p: pass.  o: say it in your own words.  w: why an actor stands where it does.",
    "s: where everybody stands.  v: how each would choose now.  b: your brief.",
    "l: ladders and indicators.  d: the debrief so far.  q: quit; every move is already saved.",
    "a: before a debate begins, ask an earlier decision again or skip to a later one.",
)


class _QuitError(Exception):
    """The player has had enough for now."""


def play(
    loaded: Loaded | None,
    seed: int,
    seats: tuple[str, ...] | None,
    decision: str | None,
    *,
    only: bool = False,
) -> int:
    """Play a new game; what was not said on the command line is asked. Returns the exit code."""
    try:
        if loaded is None:
            names = bundle.scenarios()
            loaded = open_scenario(names[_ask_one("Which scenario?", names)])
        if seats == ():
            seats = _ask_seats(loaded)
        if decision is None:
            decisions = loaded.content.scenario.decisions
            titles = [f"{d.title} ({d.date})" for d in decisions]
            decision = decisions[_ask_one("Start at which decision?", titles)].id
    except _QuitError:
        return 0
    path = shelf.new_path(loaded.content.scenario.id)
    return go_on(Session(loaded, seed, seats or (), decision, path, only=only))


def go_on(session: Session) -> int:
    """Play a game to its end, or until the player quits. Returns the exit code."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a byte that is no text must not end the game
    if session.mended is not None:
        _say([f"A last move that was cut short was set aside in {session.mended}."])
    _say([f"{session.content.scenario.title}. Seed {session.header.seed}. ?: help."])
    _tell(session, session.events)
    try:
        while not session.over:
            _agenda(session)
            move = _ask(session) if session.waits else advice.move(session.model, session.state)
            _tell(session, session.play(move))
    except _QuitError:
        if session.path is not None:
            _say([f"Saved. To go on: sitroom resume {session.path.stem} --plain"])
        return 0
    _sections(debrief(session.lookup, session.events))
    return 0


def _tell(session: Session, events: Iterable[Event]) -> None:
    for event in events:
        lines = words.tell(session.lookup, event)
        _say(["", *lines] if words.is_headline(event) else lines)
        if isinstance(event, Learned):
            _say(["", "What really happened", *words.histories(session.lookup, event)])
        if isinstance(event, Opened):
            for seat in session.people:
                if seat in event.positions:
                    _say(
                        [
                            "",
                            *brief.brief(
                                session.lookup, seat, event.question, event.positions[seat]
                            ),
                        ]
                    )


def _ask(session: Session) -> Move:
    """Ask the person whose turn it is for a move."""
    if session.state.phase is Phase.CHOOSE:
        return _ask_choice(session)
    seat = str(session.mover)
    cards = advice.hand(session.model, session.state)
    decider = session.lookup.questions[session.question].question.rule.decider
    _say(["", f"Your turn, {session.lookup.name(seat)}. Your hand, most useful first:"])
    for number, item in enumerate(cards, 1):
        first, *rest = brief.card(session.lookup, session.question, item, decider)
        _say([f"{number}. {first}", *rest])
    if not cards:
        _say(["You have nothing left to say; p passes, o says it in your own words."])
    while True:
        reply = _prompt(session, "Say which? ")
        if reply == "p":
            return Pass(seat)
        if reply == "o" and (own := _own(session, seat)):
            return own
        if reply == "o":
            continue
        if chosen := _number(reply, len(cards)):
            return Say(seat, cards[chosen - 1].argument)
        _say([f"There is no '{reply}' here. A number up to {len(cards)}, p, o, or ? for more."])


def _own(session: Session, seat: str) -> Move | None:
    text = ""
    while not 0 < len(text) <= LONGEST_LINE:
        text = _line(f"Your line, up to {LONGEST_LINE} characters (Enter alone: back): ")
        if not text:
            return None
    concerns = session.content.scenario.concerns
    number = _ask_one("Which concern does it speak to?", [c.title for c in concerns.values()])
    further = _ask_one("Which way?", ["for going further", "for restraint"]) == 0
    return Own(seat, text, list(concerns)[number], OWN_CLAIM if further else -OWN_CLAIM)


def _ask_choice(session: Session) -> Move:
    seat, asked = str(session.mover), session.lookup.questions[session.question]
    _say(["", f"Your choice, {session.lookup.name(seat)}. The table's view:"])
    views = advice.views(session.model, session.state)
    _say(["  " + brief.view(session.lookup, session.question, item) for item in views])
    options = asked.question.options
    _say(
        [f"{n}. {words.option_line(session.lookup, asked.id, o)}" for n, o in enumerate(options, 1)]
    )
    _say(["0. Let the position speak for itself"])
    while True:
        reply = _prompt(session, "Choose which? ")
        number = _number(reply, len(options))
        if number is not None:
            return Choose(seat, options[number - 1].id if number else None)
        _say([f"There is no '{reply}' here. A number from 0 to {len(options)}, or ? for more."])


def _prompt(session: Session, question: str) -> str:
    """Ask, answering what is not a move."""
    while True:
        reply = _line(question).lower()
        if reply == "q":
            raise _QuitError
        if reply in _ASIDES:
            _ASIDES[reply](session)
        elif reply:
            return reply
        else:
            _say(["Type a number or a letter; ? lists them."])


def _why(session: Session) -> None:
    seated = list(game.standing(session.model, session.state))
    names = [session.lookup.name(actor) for actor in seated]
    seat = seated[_ask_one("Why does who stand there?", names)]
    account = explain(session.model, session.state, session.model.actors.index(seat))
    _say(brief.why(session.lookup, account))


def _views(session: Session) -> None:
    found = advice.views(session.model, session.state)
    _say([brief.view(session.lookup, session.question, view) for view in found])


def _world(session: Session) -> None:
    now, model = session.state.world, session.model
    _sections(words.world(session.lookup, game.rungs(model, now), game.indicators(model, now)))


_ASIDES: dict[str, Callable[[Session], None]] = {
    "?": lambda _: _say(HELP),
    "w": _why,
    "v": _views,
    "l": _world,
    "s": lambda s: _say([words.standings(s.lookup, game.standing(s.model, s.state))]),
    "b": lambda s: _say(brief.brief(s.lookup, str(s.mover), s.question)),
    "d": lambda s: _sections(debrief(s.lookup, s.events)),
}


def _agenda(session: Session) -> None:
    """Before a debate begins, offer to put another decision first."""
    choices = game.agenda(session.model, session.state)
    if not (choices and session.people and session.moves):
        return  # at the start, the player has just said which decision comes first
    while (reply := _line("Enter opens the debate; a: the agenda; q: quit. ").lower()) != "":
        if reply == "q":
            raise _QuitError
        if reply == "a":
            titles = {d.id: d.title for d in session.content.scenario.decisions}
            _say(["An earlier decision is asked again; a later one skips those between."])
            number = _ask_one("Put which first?", [titles[id_] for id_ in choices])
            _tell(session, session.play(Put(session.people[0], choices[number])))
            return


def _sections(sections: Iterable[tuple[str, list[str]]]) -> None:
    for title, lines in sections:
        _say(["", title, *lines])


def _ask_one(question: str, choices: Sequence[str]) -> int:
    """Ask for one of several; a lone one is taken without asking."""
    if len(choices) == 1:
        return 0
    _say(["", question, *(f"{n}. {choice}" for n, choice in enumerate(choices, 1))])
    while True:
        reply = _line("Number (Enter for 1): ") or "1"
        if reply == "q":
            raise _QuitError
        if number := _number(reply, len(choices)):
            return number - 1
        _say([f"There is no '{reply}' here. A number from 1 to {len(choices)}, or q."])


def _ask_seats(loaded: Loaded) -> tuple[str, ...]:
    """Ask who is played by people; none means to watch."""
    actors = list(loaded.content.actors.values())
    _say(["", "Play as whom? Several numbers for several people; Enter alone to watch."])
    _say([f"{n}. {actor.name}: {actor.aim}" for n, actor in enumerate(actors, 1)])
    while True:
        parts = _line("Numbers: ").replace(",", " ").split()
        if parts == ["q"]:
            raise _QuitError
        numbers = [_number(part, len(actors)) for part in parts]
        if all(numbers):
            return tuple(dict.fromkeys(actors[number - 1].id for number in numbers if number))
        _say([f"Numbers from 1 to {len(actors)}, separated by spaces, or q."])


def _number(reply: str, most: int) -> int | None:
    """Return a reply as a number from 0 to `most`, or None if it is no such number."""
    if reply.isascii() and reply.isdigit() and len(reply) < 6 and int(reply) <= most:
        return int(reply)
    return None


def _line(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        print()
        raise _QuitError from None


def _say(lines: Iterable[str]) -> None:
    for line in fitted(lines):
        print(line)
