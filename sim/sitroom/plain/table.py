"""A game from beginning to end, line by line."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence

from sitroom.engine.events import Passed, Said
from sitroom.engine.moves import Confide, Move
from sitroom.journal import shelf
from sitroom.journal.playthrough import Playthrough
from sitroom.journal.session import Session
from sitroom.loader import bundle
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.narration import event_text, facilitation, plain_text, question_text, saving_text
from sitroom.plain.asides import looked_back
from sitroom.plain.talk import (
    QUITS,
    AgainError,
    QuitError,
    Table,
    as_named,
    as_number,
    ask_one,
    make,
    say,
    told,
    typed,
)
from sitroom.plain.telling import closing, since, so_far, tell, tell_brief
from sitroom.plain.turns import agenda, ask, prompt
from sitroom.policies.opponents import LIVELY
from sitroom.scenario.problems import ContentError
from sitroom.scenario.schema import Actor

LINES = (Said, Passed)
OVER = plain_text.GAME_IS_OVER_ENTER_LEAVES


def play(
    loaded: Loaded | None,
    seed: int,
    seats: tuple[str, ...] | None,
    decision: str | None,
    *,
    only: bool = False,
    held: bool = False,
    hot_seat: bool = False,
    policies: Mapping[str, str] | None = None,
    opponents: str = LIVELY,
    exact: bool = False,
    choices: Mapping[str, str] | None = None,
) -> int:
    """Play a new game; what was not said on the command line is asked. Returns the exit code."""
    try:
        if loaded is None:
            names = bundle.scenarios()
            loaded = open_scenario(names[ask_one("Which scenario?", [_titled(n) for n in names])])
        if seats == ():
            seats = _ask_seats(loaded)
        if decision is None:
            decision = _ask_start(loaded, seats or ())
    except QuitError:
        return 0
    begun = Playthrough.start(
        loaded,
        seed,
        seats or (),
        decision,
        only=only,
        held=held,
        policies=policies,
        opponents=opponents,
        choices=choices,
    )
    return go_on(told(begun), hot_seat=hot_seat, exact=exact, chosen=choices)


def go_on(
    session: Session,
    *,
    hot_seat: bool = False,
    exact: bool = False,
    chosen: Mapping[str, str] | None = None,
) -> int:
    """Play a game to its end, or until the player quits. Returns the exit code.

    Where several people share the keyboard, or `hot_seat` says so, it is passed between turns.
    `chosen` led to where it begins.
    """
    hot = hot_seat or len(session.people) > 1
    told = (session.mended, session.header.scenario, session.changed)
    say(saving_text.notices(*told, older=session.older))
    say([f"{session.content.scenario.title}. Seed {session.header.seed}. ?: help."])
    say(event_text.played_by(session.lookup, session.header.policies))
    reader = "" if hot else "".join(session.people)
    so_far(session, reader, chosen) if session.moves else tell(session, session.events, reader)
    try:
        while True:
            try:
                _to_the_end(session, reader, hot=hot, exact=exact)
            except AgainError as again:
                old, session = session, again.session
                say(["", *again.told])
                if session.question != old.question or old.over:
                    tell(session, since(session), reader)
            else:
                return 0
    except KeyboardInterrupt:
        print()
        _saved(session)
        raise
    except QuitError:
        _saved(session)
        return 0


def _saved(session: Session) -> None:
    """Say how to go on with a game that is left."""
    if session.path is not None and not session.over:
        name = shelf.to_type(session.path)
        say([plain_text.saved_to_go_on_sitroom(name)], whole=True)
    elif session.path is None:
        say([saving_text.NOT_SAVED])


def _to_the_end(session: Session, reader: str, *, hot: bool, exact: bool) -> None:
    """Play on until the campaign is over, and look back on it for as long as anybody wants to."""
    holder = ""  # who has had a word in private, and still has the keyboard
    skipped = ""  # the question whose debate nobody here wants to hear
    while not session.over:
        skipped = session.question if agenda(Table(session, hot, reader)) else skipped
        move, here = _turn(session, holder, hot=hot, exact=exact), session.question
        events = make(session, move)
        tell(session, [e for e in events if here != skipped or not isinstance(e, LINES)], reader)
        holder = move.seat if isinstance(move, Confide) else ""
    closing(session, looked_back(session))
    if session.people:
        while prompt(Table(session, hot, reader), OVER, enter=True):
            say([plain_text.ENTER_ALONE_LEAVES_LISTS_WHAT])


def _turn(session: Session, holder: str, *, hot: bool, exact: bool) -> Move:
    """Return the next move: a computer's, or a person's who has been given the keyboard or holds it."""
    if not session.waits:
        return session.due_or_computers(lambda why: say([why]))
    if not hot:
        return ask(Table(session, hot=False, holder=str(session.mover), exact=exact))
    seat, move = str(session.mover), None
    if holder != seat:
        say(["", facilitation.ALONE.format(name=session.lookup.name(seat))])
        ready = f"{facilitation.hand_over(session.lookup, seat)}. {facilitation.READY} "
        while prompt(Table(session, hot=True, holder=""), ready, enter=True):
            say([plain_text.ENTER_ALONE_WHEN_KEYBOARD_HAS])
        tell_brief(session, seat)
    try:
        move = ask(Table(session, hot=True, holder=seat, exact=exact))
        return move
    finally:
        if not isinstance(move, Confide):
            _clear()


def _clear() -> None:
    """Take what was private off the screen, and out of what can be scrolled back to."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        print("\033[2J\033[3J\033[H", end="")
    else:
        print("\n" * shutil.get_terminal_size((80, 24)).lines)


def _titled(name: str) -> str:
    """Return a scenario's title with its name; the name alone where its file can't be read."""
    try:
        return f"{bundle.headline(name)[0]} ({name})"
    except (ContentError, OSError):
        return name


def _ask_seats(loaded: Loaded) -> tuple[str, ...]:
    """Ask who is played by people; none means to watch."""
    actors = list(loaded.content.actors.values())
    say(["", plain_text.PLAY_AS_WHOM_SEVERAL_NUMBERS])
    say([f"{n}. {actor.name}: {actor.aim}" for n, actor in enumerate(actors, 1)])
    while True:
        parts = typed(plain_text.NUMBERS).replace(",", " ").split()
        if "".join(parts).lower() in QUITS:
            raise QuitError
        numbers = [as_number(part, len(actors)) for part in parts]
        if not all(numbers):
            numbers = [_by_name(" ".join(parts), actors)]
        if all(numbers):
            return tuple(dict.fromkeys(actors[number - 1].id for number in numbers if number))
        say([plain_text.numbers_from_to_separated_by(len(actors))])


def _by_name(reply: str, actors: Sequence[Actor]) -> int | None:
    """Return the number of the seat that is named, in full or in short."""
    told = ([a.id for a in actors], [a.short for a in actors], [a.name for a in actors])
    found = (as_named(reply, names) for names in told)
    return next((number for number in found if number), None)


def _ask_start(loaded: Loaded, seats: Sequence[str]) -> str:
    """Ask where to begin: by Enter, where somebody here first has a part in it."""
    lookup, decisions = loaded.lookup, loaded.content.scenario.decisions
    parts = [[question_text.part_in(lookup, d.id, seat) for seat in seats] for d in decisions]
    usual = next((n for n, part in enumerate(parts) if any(part)), 0)
    titles = [
        f"{d.title} ({d.date})" + (f": {part[0]}" if len(part) == 1 and part[0] else "")
        for d, part in zip(decisions, parts, strict=True)
    ]
    return decisions[ask_one(plain_text.START_AT_WHICH_DECISION, titles, usual)].id
