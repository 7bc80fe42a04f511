"""Play line by line, without a screen: for a screen reader, a pipe, or a plain terminal."""

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sim.content import bundle
from sim.debrief import brief, facilitate, words
from sim.debrief.debrief import debrief
from sim.debrief.layout import fitted
from sim.engine import game
from sim.engine.events import Event, Learned, Opened, Passed, Said
from sim.engine.explain import explain
from sim.engine.game import LONGEST_LINE
from sim.engine.moves import OWN_CLAIM, STRENGTH, Choose, Move, Own, Pass, Put, Say, Trigger
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
    "u: undo the last step.  t: what has been said on this question.",
)


class _QuitError(Exception):
    """The player has had enough for now."""


class _AgainError(Exception):
    """Ask anew, for the game has changed: its arguments are the session and lines to tell."""


@dataclass(frozen=True)
class _Table:
    """A game, and who is looking at the screen."""

    session: Session
    hot: bool  # whether hands and briefs are hidden between turns
    holder: str  # the seat that holds the keyboard, or "" while everybody looks


def play(
    loaded: Loaded | None,
    seed: int,
    seats: tuple[str, ...] | None,
    decision: str | None,
    *,
    only: bool = False,
    held: bool = False,
    hot_seat: bool = False,
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
    session = Session(loaded, seed, seats or (), decision, path, only=only, held=held)
    return go_on(session, hot_seat=hot_seat)


def go_on(session: Session, *, hot_seat: bool = False) -> int:
    """Play a game to its end, or until the player quits. Returns the exit code.

    Where several people share the keyboard, or `hot_seat` says so, it is passed between turns.
    """
    hot = hot_seat or len(session.people) > 1
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a byte that is no text must not end the game
    if session.mended is not None:
        _say([f"A last move that was cut short was set aside in {session.mended}."])
    _say([f"{session.content.scenario.title}. Seed {session.header.seed}. ?: help."])
    _tell(session, session.events, briefs=not hot)
    try:
        while not session.over:
            try:
                _agenda(session, hot=hot)
                move = _turn(session, hot=hot)
            except _AgainError as again:
                session, told = again.args
                _say(["", *told])
            else:
                _tell(session, session.play(move), briefs=not hot)
    except _QuitError:
        if session.path is not None:
            _say([f"Saved. To go on: sitroom resume {session.path.stem} --plain"])
        return 0
    _sections(debrief(session.lookup, session.events))
    return 0


def _turn(session: Session, *, hot: bool) -> Move:
    """Return the next move: a computer's, or a person's who has been given the keyboard."""
    if not session.waits:
        return advice.move(session.model, session.state)
    if not hot:
        return _ask(_Table(session, hot=False, holder=str(session.mover)))
    seat = str(session.mover)
    _say(["", facilitate.ALONE.format(name=session.lookup.name(seat))])
    ready = f"{facilitate.hand_over(session.lookup, seat)}. {facilitate.READY} "
    while _prompt(_Table(session, hot=True, holder=""), ready, enter=True):
        _say(["Enter alone when the keyboard has been passed; ? lists what else there is."])
    _tell_brief(session, seat)
    try:
        return _ask(_Table(session, hot=True, holder=seat))
    finally:
        _clear()


def _clear() -> None:
    """Take what was private off the screen, and out of what can be scrolled back to."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        print("\033[2J\033[3J\033[H", end="")
    else:
        print("\n" * shutil.get_terminal_size((80, 24)).lines)


def _tell(session: Session, events: Iterable[Event], *, briefs: bool) -> None:
    for event in events:
        lines = words.tell(session.lookup, event)
        _say(["", *lines] if words.is_headline(event) else lines)
        if isinstance(event, Learned):
            _say(["", "What really happened", *words.histories(session.lookup, event)])
        if isinstance(event, Opened) and briefs:
            for seat in session.people:
                if seat in event.positions:
                    _tell_brief(session, seat, event)


def _tell_brief(session: Session, seat: str, opened: Opened | None = None) -> None:
    """Tell a seat's brief; without the opening, only at its first turn on the question."""
    if opened is None:
        here = _since(session)
        if any(isinstance(event, (Said, Passed)) and event.seat == seat for event in here):
            return
        assert isinstance(here[0], Opened)
        opened = here[0]
    _say(["", *brief.brief(session.lookup, seat, opened.question, opened.positions[seat])])


def _since(session: Session) -> list[Event]:
    """Return what has happened since the question at hand came up."""
    events = session.events
    fresh = max(n for n, event in enumerate(events) if isinstance(event, Opened))
    return events[fresh:]


def _ask(table: _Table) -> Move:
    """Ask the person whose turn it is for a move."""
    session = table.session
    if session.state.phase is Phase.CHOOSE:
        return _ask_choice(table)
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
        reply = _prompt(table, "Say which? ")
        if reply == "p":
            return Pass(seat)
        if reply == "o" and (own := _own(table, seat)):
            return own
        if reply == "o":
            continue
        said, _, rated = reply.partition(" ")
        chosen, rating = _number(said, len(cards)), _number(rated, max(STRENGTH))
        if chosen and not rated:
            return Say(seat, cards[chosen - 1].argument)
        if chosen and rating and table.hot:
            return Say(seat, cards[chosen - 1].argument, rating)
        _say([f"There is no '{reply}' here. A number up to {len(cards)}, p, o, or ? for more."])


def _own(table: _Table, seat: str) -> Move | None:
    text = ""
    while not 0 < len(text) <= LONGEST_LINE:
        text = _line(f"Your line, up to {LONGEST_LINE} characters (Enter alone: back): ")
        if not text:
            return None
    concerns = table.session.content.scenario.concerns
    number = _ask_one("Which concern does it speak to?", [c.title for c in concerns.values()])
    further = _ask_one("Which way?", ["for going further", "for restraint"]) == 0
    own = Own(seat, text, list(concerns)[number], OWN_CLAIM if further else -OWN_CLAIM)
    while table.hot:
        reply = _line(f"How convincing was it ({facilitate.RATING})? Enter leaves it unrated: ")
        if rating := _number(reply or str(own.rating), max(STRENGTH)):
            return replace(own, rating=rating)
    return own


def _ask_choice(table: _Table) -> Move:
    session = table.session
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
        reply = _prompt(table, "Choose which? ")
        number = _number(reply, len(options))
        if number is not None:
            return Choose(seat, options[number - 1].id if number else None)
        _say([f"There is no '{reply}' here. A number from 0 to {len(options)}, or ? for more."])


def _prompt(table: _Table, question: str, *, enter: bool = False) -> str:
    """Ask, answering what is not a move; Enter alone is a reply only if `enter` says so."""
    while True:
        reply = _line(question).lower()
        if reply == "q":
            raise _QuitError
        if reply in _ASIDES:
            _ASIDES[reply](table)
        elif reply or enter:
            return reply
        else:
            _say(["Type a number or a letter; ? lists them."])


def _help(table: _Table) -> None:
    rated = f"3 5: say argument 3, rated 5 for how convincing it was ({facilitate.RATING})."
    held = "i: let news happen that waits for you."
    _say([*HELP, *[rated] * table.hot, *[held] * table.session.header.held])


def _why(table: _Table) -> None:
    session = table.session
    closed = session.people if table.hot else ()
    standing = game.standing(session.model, session.state)
    seats = facilitate.open_to(table.holder, closed, standing)
    names = [session.lookup.name(actor) for actor in seats]
    seat = seats[_ask_one("Why does who stand there?", names)]
    account = explain(session.model, session.state, session.model.actors.index(seat))
    _say(brief.why(session.lookup, account))


def _views(table: _Table) -> None:
    session = table.session
    found = advice.views(session.model, session.state)
    _say([brief.view(session.lookup, session.question, view) for view in found])


def _world(table: _Table) -> None:
    session = table.session
    now, model = session.state.world, session.model
    _sections(words.world(session.lookup, game.rungs(model, now), game.indicators(model, now)))


def _standings(table: _Table) -> None:
    session = table.session
    _say([words.standings(session.lookup, game.standing(session.model, session.state))])


def _brief(table: _Table) -> None:
    if table.holder:
        _say(brief.brief(table.session.lookup, table.holder, table.session.question))
    else:
        _say(["A brief opens only for the seat that holds the keyboard."])


def _undo(table: _Table) -> None:
    """Take the last step back, if the player means it."""
    session = table.session
    number = facilitate.last_step(session.moves, session.people)
    if number is None:
        _say([facilitate.NOTHING_TO_UNDO])
        return
    step = facilitate.step(session.lookup, session.moves, session.events, number)
    if _ask_one(facilitate.UNDO, [f"Undo: {step}", facilitate.KEEP]):
        return
    old = session.path
    path = None if old is None else shelf.new_path(session.header.scenario)
    new = session.branch(number, path)
    raise _AgainError(new, [facilitate.undone(old, path)])


def _inject(table: _Table) -> None:
    """Let news happen that waits for the facilitator."""
    session = table.session
    waiting = game.waiting(session.model, session.state)
    if not waiting:
        _say([facilitate.NONE_WAITS])
        return
    choices = facilitate.injects(session.lookup, waiting)
    picked = _ask_one(facilitate.INJECT, [*(title for title, _ in choices), "None for now"])
    if picked < len(choices):
        (event,) = session.play(Trigger(choices[picked][1]))
        raise _AgainError(session, words.tell(session.lookup, event))


_ASIDES: dict[str, Callable[[_Table], None]] = {
    "?": _help,
    "w": _why,
    "v": _views,
    "l": _world,
    "s": _standings,
    "b": _brief,
    "d": lambda table: _sections(debrief(table.session.lookup, table.session.events)),
    "t": lambda table: _tell(table.session, _since(table.session), briefs=False),
    "u": _undo,
    "i": _inject,
}


def _agenda(session: Session, *, hot: bool) -> None:
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
            move = Put(session.people[0], choices[number])
            _tell(session, session.play(move), briefs=not hot)
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
