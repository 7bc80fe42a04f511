"""What all commands share: exit codes, errors of use, printing."""

import json
import re
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import TYPE_CHECKING

from sitroom.errors import SitroomError

if TYPE_CHECKING:
    from sitroom.scenario.content import Content
    from sitroom.scenario.lookup import Lookup
    from sitroom.scenario.problems import ContentError
    from sitroom.study.pool import Pool

# What JSON leaves raw in a text, and a terminal may obey: DEL and its like, marks of direction.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

DONE, BAD_CONTENT, BAD_USAGE, STOPPED = 0, 1, 2, 130
NOTHING = "stopped before there was anything to tell or to keep; the same command begins again"


class UsageError(SitroomError):
    """Something asked for that can't be done; the message says what would."""

    title = "That can't be done"
    exit_code = 2


def show_lines(lines: Iterable[str], *, whole: bool = False) -> None:
    """Print lines wrapped to the terminal, keeping their indents, and where `whole` their ids."""
    from sitroom.render.layout import fitted

    for line in fitted(lines, "  ", whole=whole):
        print(line)


def show_misplaced() -> None:
    """Print which scenarios of the user's stand where nobody looks for them."""
    from sitroom.loader.roots import misplaced

    show_names([f"{place} is not looked into: move it to {right}" for place, right in misplaced()])


def show_names(lines: Iterable[str]) -> None:
    """Print lines as they are, for names of files: not wrapped, and harmless to the terminal."""
    from sitroom.render.layout import harmless

    for line in lines:
        print(harmless(line))


def say_error(lines: Iterable[str]) -> None:
    """Print lines on standard error, a line each, with nothing in them that steers a terminal.

    They may hold anything: what was typed, names of files, fields of a forged saved game.
    """
    from sitroom.engine.moves import sanitized

    sys.stderr.write("".join(f"{sanitized(line)}\n" for line in lines))


def show_json(value: object) -> None:
    """Print a JSON value."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    print(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint at the nearest right word, or nothing."""
    from sitroom.scenario.problems import did_you_mean

    return did_you_mean(name, known) or ""


def whole_so_far(line: int | None, game: str = "GAME") -> list[str]:
    """Return how to go on from the moves before a line of a saved game that is wrong."""
    before = (line or 0) - 2
    return [f"To go on from the move before it: sitroom fork {game} --at {before}"] * (before > 0)


def content_of(scenario: str) -> "Content":
    """Return a scenario, checked. Raises UnknownNameError, or ContentError naming files on the disk."""
    from sitroom.loader import bundle
    from sitroom.loader.load import load
    from sitroom.scenario.problems import ContentError

    files = bundle.read(scenario)
    try:
        return load(files)
    except ContentError as error:
        raise bundle.on_disk(error, scenario) from None


def contents() -> "Iterator[tuple[str, Content | ContentError]]":
    """Yield every scenario there is with its content, or with what is wrong with it."""
    from sitroom.loader import bundle
    from sitroom.scenario.problems import ContentError, Problem

    for name in bundle.scenarios():
        try:
            yield name, content_of(name)
        except ContentError as error:
            yield name, error
        except OSError as error:
            words = f"this cannot be read: {error.strerror or error}"
            found = Problem(str(error.filename or name), 1, 1, "S124", "error", words)
            yield name, ContentError([found])


def unfound(kind: str, name: str, known: Iterable[str], broken: Iterable[str]) -> UsageError:
    """Return the error that nothing has a name; scenarios with mistakes could not be searched."""
    unread = ", ".join(broken)
    more = f" Not searched, because of mistakes: {unread}." if unread else ""
    return UsageError(f"there is {kind} '{name}'. {nearest(name, known)}{more}")


def scenario_of(question: str) -> str:
    """Return the scenario that has a decision, or the answer to one. Raises UsageError."""
    from sitroom.scenario.problems import ContentError

    known: list[str] = []
    broken: list[str] = []
    for name, content in contents():
        if isinstance(content, ContentError):
            broken.append(name)
            continue
        ids = [id_ for d in content.scenario.decisions for id_ in d.questions]
        if question in ids:
            return name
        known += ids
    raise unfound("no decision", question, known, broken)


def check_question(lookup: "Lookup", question: str | None) -> None:
    """Raise UsageError for a decision, or an answer, that the scenario does not have."""
    if question is not None and question not in lookup.questions:
        from sitroom.loader.opening import which_decision

        hint = which_decision(lookup, question, lookup.questions)
        raise UsageError(f"there is no decision or answer '{question}'. {hint}")


def check_seats(lookup: "Lookup", seats: Iterable[str]) -> None:
    """Raise UsageError for a seat that the scenario does not have."""
    for seat in seats:
        if seat not in lookup.content.actors:
            raise UsageError(f"there is no actor '{seat}'. {nearest(seat, lookup.content.actors)}")


def policies_of(
    lookup: "Lookup", given: Iterable[tuple[str, str]], people: Iterable[str] = ()
) -> dict[str, str]:
    """Return the policies of seats, by actor. Raises UsageError for what can't be played so."""
    from sitroom.policies import seated

    found: dict[str, str] = {}
    for seat, name in given:
        check_seats(lookup, [seat])
        if seat in people:
            raise UsageError(f"{seat} is played by a person (--seat), or by '{name}' (--policy)")
        if found.setdefault(seat, name) != name:
            raise UsageError(f"--policy gives {seat} to '{found[seat]}' and to '{name}'")
        if name not in seated.known():
            hint = nearest(name, seated.known()) or f"It may be: {', '.join(seated.known())}."
            raise UsageError(f"there is no policy '{name}'. {hint}")
    return found


class Progress:
    """A bar on standard error while long work goes on; silent where nobody looks.

    With `lines` it is a line for each count instead, for programs that wait.
    """

    def __init__(self, total: int, things: str = "", *, lines: bool = False) -> None:
        self.total, self.things, self.lines, self.done = total, things, lines, 0
        self.shown = bool(total) and sys.stderr.isatty() and not lines

    def add(self, count: int) -> None:
        """Count so many more."""
        self.done += count
        if self.lines:
            sys.stderr.write(f"{self.done} of {self.total} {self.things}\n")
            sys.stderr.flush()
        if self.shown:
            filled = 24 * self.done // self.total
            bar = "#" * filled + "." * (24 - filled)
            text = f"\r[{bar}] {self.done:,} of {self.total:,} {self.things}"
            sys.stderr.write(f"{text:<70}")
            sys.stderr.flush()

    def tick(self) -> None:
        """Count one more."""
        self.add(1)

    def close(self) -> None:
        """Take the bar away."""
        if self.shown:
            sys.stderr.write("\r" + " " * 75 + "\r")


class StoppedError(SitroomError):
    """Work that was stopped; the message says what is left of it."""

    title = "Stopped"
    exit_code = STOPPED


@contextmanager
def at_work(pool: "Pool", progress: Progress, kept: str = NOTHING) -> Iterator[None]:
    """Let go of who works and of the bar at the end; says what is kept where the work is stopped."""
    try:
        with stoppable():
            progress.add(0)
            yield
    except KeyboardInterrupt:
        progress.close()
        sys.stderr.write("\n")
        raise StoppedError(kept) from None
    finally:
        pool.close()
        progress.close()


@contextmanager
def stoppable() -> Iterator[None]:
    """Take the signals by which a machine ends us, or a terminal that is closed, as an interrupt."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    names = ("SIGTERM", "SIGHUP") if current_thread() is main_thread() else ()
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
