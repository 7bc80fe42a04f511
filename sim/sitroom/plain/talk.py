"""Lines in and lines out, and a question with several answers."""

import select
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sitroom.engine.events import Event
from sitroom.engine.moves import Move
from sitroom.errors import SitroomError
from sitroom.journal.playthrough import Playthrough
from sitroom.journal.session import Session
from sitroom.narration import plain_text, saving_text
from sitroom.render.layout import fitted

Section = tuple[str, list[str]]
PASTED = 0.05  # seconds within which a line comes that was pasted with the one before


class QuitError(SitroomError):
    """The player has had enough for now."""

    title = "Quit"


class AgainError(SitroomError):
    """Ask anew, for the game has changed: the session from now on, and lines to tell."""

    title = "Asked anew"

    def __init__(self, session: Session, told: Iterable[str]) -> None:
        super().__init__(plain_text.GAME_HAS_CHANGED)
        self.session, self.told = session, told


@dataclass(frozen=True)
class Table:
    """A game, and who is looking at the screen."""

    session: Session
    hot: bool  # whether hands and briefs are hidden between turns
    holder: str  # the seat that holds the keyboard, or "" while everybody looks
    exact: bool = False  # whether a hand tells what each line would do, to the point


def say(lines: Iterable[str], *, whole: bool = False) -> None:
    """Print lines, wrapped to the terminal; `whole` keeps names of files as they are."""
    for line in fitted(lines, whole=whole):
        print(line)


def show(sections: Iterable[Section]) -> None:
    """Print headed sections of lines."""
    for title, lines in sections:
        say(["", *[title] * bool(title), *lines])


def leaf(page: tuple[str, list[Section]]) -> None:
    """Print a page: its heading, and its sections."""
    heading, sections = page
    say(["", heading])
    show(sections)


def make(session: Session, move: Move) -> tuple[Event, ...]:
    """Make a move; a journal that can't be written does not end the game."""
    game = Playthrough(session)
    events = game.play(move)
    told(game)
    return events


def told(game: Playthrough) -> Session:
    """Return the session of a game; why it goes on unsaved is told, if that has come about."""
    if game.fault is not None:
        say([saving_text.unsaved(game.fault)])
    return game.session


def typed(question: str) -> str:
    """Return a line that was typed. Raises QuitError at the end of input."""
    above, prompt = ("\n" + "\n".join(fitted([question]))).rsplit("\n", 1)
    say(above.split("\n")[1:])
    try:
        return input(prompt + question[len(question.rstrip()) :]).strip()
    except EOFError:
        print()
        raise QuitError from None


def typed_lines(question: str) -> str:
    """Return what was typed, with the lines that were pasted along with it."""
    lines = [typed(question)]
    waits = sys.stdin.isatty() and sys.platform != "win32"  # there a terminal can't be asked
    while waits and lines[0] and select.select([sys.stdin], [], [], PASTED)[0]:
        lines.append(typed(""))
    return "\n".join(lines)


def as_number(reply: str, most: int) -> int | None:
    """Return a reply as a number from 0 to `most`, or None if it is no such number."""
    if reply.isascii() and reply.isdigit() and len(reply) < 6 and int(reply) <= most:
        return int(reply)
    return None


def as_named(reply: str, choices: Sequence[str]) -> int | None:
    """Return the number of the one choice that begins with a reply, or alone has it further on."""
    reply, said = reply.casefold(), [choice.casefold() for choice in choices]
    begin = [choice.startswith(reply) for choice in said]
    found = begin if any(begin) else [f" {reply}" in choice for choice in said]
    return found.index(True) + 1 if len(reply) >= SHORTEST and sum(found) == 1 else None


SHORTEST = 2  # letters of a name: one alone is a command
QUITS = ("q", "quit", "exit")
BACK = "back"  # typed where a way back is offered


def ask_one(question: str, choices: Sequence[str], usual: int = 0) -> int:
    """Ask for one of several, by Enter the usual one; a lone one is taken without asking."""
    picked = None if len(choices) > 1 else 0
    while picked is None:
        picked = ask_or_back(question, choices, usual, back="")
    return picked


def ask_or_back(
    question: str, choices: Sequence[str], usual: int = 0, *, back: str = BACK
) -> int | None:
    """Ask for one of several as `ask_one` does, or return None where the way back is typed."""
    say(["", question, *(f"{n}. {choice}" for n, choice in enumerate(choices, 1))])
    offered = f"; {back}: not after all" if back else ""
    while True:
        reply = typed(f"Number (Enter for {usual + 1}{offered}): ").lower() or str(usual + 1)
        if reply in QUITS:
            raise QuitError
        if back and reply == back:
            return None
        if number := as_number(reply, len(choices)) or as_named(reply, choices):
            return number - 1
        say([plain_text.there_is_no_here_number_3(reply, len(choices))])
