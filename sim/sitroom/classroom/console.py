"""The facilitator's console in the terminal: plain lines in, plain lines out."""

import threading
from collections.abc import Callable, Iterable, Iterator

from sitroom.classroom import desk, roll
from sitroom.classroom.commands import Order, execute, injects
from sitroom.classroom.folders import StoreError
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.room import RefusedError
from sitroom.journal.record import JournalError
from sitroom.narration import class_text, lesson_text, roll_text

HELP = [
    class_text.WHO_WHO_IS_HERE_AND,
    class_text.CODES_SEAT_CODES_AND_RETURN,
    class_text.START_NEXT_PAUSE_GO_END,
    class_text.EXTEND_MINUTES_MORE_TIME_TAKES,
    class_text.EXACT_ESTIMATES,
    class_text.SAY_TEXT_TELL_EVERYBODY_SAY,
    class_text.COMPUTER_SEAT_SEAT_SEAT_HAND,
    class_text.NEWS_WHAT_IS_TO_COME,
    class_text.UNDO_TAKE_LAST_STEP_ROOM,
    lesson_text.RATE_AND_SWITCH,
    roll_text.ROLL_ORDERS,
    class_text.PROJECT_PROJECTOR_SHOWS_ROOM_PROJECT,
    class_text.QUIT_STOP_HOST_CLASS_CAN,
    class_text.PUT_ROOM_AFTER_WORD_TO,
]
_ROOMY = ("say", "computer", "seat", "inject", "postpone", "undo", "redo", "rate", "pass")


def answer(lesson: Lesson, line: str) -> list[str]:
    """Do what a line says and return what to print."""
    word, _, rest = line.strip().partition(" ")
    if not word:
        return []
    if word.lower() in ("help", "?"):
        return HELP
    try:
        number, what = _room(lesson, rest.strip())
        if word.lower() in _ASKED:
            return [*_ASKED[word.lower()](lesson, number)]
        return [execute(lesson, _order(lesson, word.lower(), number, what))]
    except RefusedError as error:
        return [f"{error}{' Type help.' if 'no order' in str(error) else ''}"]
    except (JournalError, StoreError) as error:
        return [f"Not done: {error}"]


def _order(lesson: Lesson, name: str, number: int | None, what: str) -> Order:
    """Return the order of a line; where there is one room, it need not be named."""
    if number is None and len(lesson.rooms) == 1 and name in _ROOMY:
        number = 1
    head, _, tail = what.partition(" ")
    seats = [seat.actor for seat in lesson.store.seats(number)] if number else []
    to_seat = name == "say" and head in seats
    return Order(name, number, f"{head}: {tail}" if to_seat else what)


def _room(lesson: Lesson, rest: str) -> tuple[int | None, str]:
    """Return the room that @N names, and the rest of the line."""
    head, _, tail = rest.partition(" ")
    if not head.startswith("@"):
        return None, rest
    digits = head[1:]
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
        raise RefusedError(f"'{head}' is no room; the first is @1.")
    return lesson.room(int(digits)).number, tail.strip()


def _who(lesson: Lesson, number: int | None) -> Iterator[str]:
    for room in [lesson.room(number)] if number else lesson.rooms.values():
        row = desk.row(lesson, room)
        time = (
            f", {row['remaining'] // 60}:{row['remaining'] % 60:02d} left" if row["running"] else ""
        )
        paused = ", paused" if row["paused"] else ""
        waits = f", waits for {row['mover']}" if row["mover"] else ""
        yield f"Room {room.number}: {row['phase_words']}{time}{paused}{waits}."
        for actor, people in room.people.items():
            names = ", ".join(f"{p.name}{'' if lesson.here[p.id] else ' (away)'}" for p in people)
            played = class_text.PLAYED_BY_COMPUTER if actor in room.computers else ""
            yield f"  {actor}: {names}{played}"
        if not room.people:
            yield "  nobody yet"


def _codes(lesson: Lesson, number: int | None) -> Iterator[str]:
    yield f"Class code {lesson.row.code}"
    for seat in lesson.store.seats(number):
        yield f"Room {seat.room}, {seat.actor}: {seat.code}"
        for person in lesson.store.people(seat.room, seat.actor):
            code = lesson.return_codes.of(person) or class_text.unknown_until_seen_new_one(
                person.id
            )
            mine = f"return code {code}, PIN {roll.pin(lesson, person.name)}"
            yield f"  {person.id} {person.name}, {mine}"


def _news(lesson: Lesson, number: int | None) -> Iterator[str]:
    for room in [lesson.room(number)] if number else lesson.rooms.values():
        known = injects(room)
        if not known:
            yield class_text.room_none_to_come(room.number)
        for n, (name, title, kept) in enumerate(known, 1):
            yield f"Room {room.number}: {n} {title} ({name}){', kept back' if kept else ''}"


_ASKED = {"who": _who, "rooms": _who, "codes": _codes, "news": _news}


def listen(
    lesson: Lesson,
    read: Callable[[], str],
    show: Callable[[Iterable[str]], None],
    stop: Callable[[], None],
) -> threading.Thread:
    """Answer lines until there are no more, or `quit`; in a thread of its own."""
    lesson.hear = lambda text: show([text])

    def run() -> None:
        while True:
            try:
                line = read()
            except EOFError:
                return  # nobody types; the pages go on
            if line.strip().lower() in ("quit", "q", "exit"):
                stop()
                return
            show(answer(lesson, line))

    thread = threading.Thread(target=run, name="console", daemon=True)
    thread.start()
    return thread
