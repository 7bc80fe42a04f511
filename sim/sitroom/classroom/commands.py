"""What the facilitator can order, by a button of the page or a line of the console."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from sitroom.classroom import join_codes, pacing, roll, switches, undoing, weighing
from sitroom.classroom.folders import StoreError
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import LOBBY, OVER, Person
from sitroom.classroom.room import BehindError, RefusedError, Room
from sitroom.classroom.typed import LONGEST_MESSAGE, LONGEST_NAME, readable, tidy
from sitroom.narration import class_text, lesson_text, roll_text

MOST_MINUTES = 180


@dataclass(frozen=True)
class Order:
    """An order: `room` None means all rooms.

    `stand` is what the page had seen, so that an order sent again is not obeyed again: the stand of
    the room, the steps of all rooms, or (for `say`) the facilitator's last message.
    """

    name: str
    room: int | None = None
    what: str = ""
    stand: str | None = None


def execute(lesson: Lesson, order: Order) -> str:
    """Do what is ordered and return it in words. Raises RefusedError in plain words."""
    if order.name not in _ORDERS:
        raise RefusedError(f"There is no order '{order.name}'.")
    if lesson.ended and order.name not in ("say", "project"):
        raise RefusedError("The class has ended.")
    told = _ORDERS[order.name](lesson, order)
    with suppress(StoreError):  # it is done, whether this can be kept or not
        lesson.store.log(f"{order.name} {order.what}".strip(), order.room)
    lesson.listen(None)
    return told


def where(order: Order) -> str:
    """Return the rooms of an order in words."""
    return "all rooms" if order.room is None else f"room {order.room}"


def _each(lesson: Lesson, order: Order, do: Callable[[Room], object]) -> int:
    """Do something in the rooms of an order; what all of them refuse is refused."""
    rooms = [*lesson.rooms.values()] if order.room is None else [lesson.room(order.room)]
    refused: list[RefusedError] = []
    for room in rooms:
        try:
            do(room)
        except RefusedError as error:
            refused.append(error)
        else:
            lesson.touched(room)
    if len(refused) == len(rooms):
        raise refused[0]
    return len(rooms) - len(refused)


def _one(lesson: Lesson, order: Order) -> Room:
    if order.room is None:
        if len(lesson.rooms) == 1:
            return next(iter(lesson.rooms.values()))
        raise RefusedError("Say which room.")
    return lesson.room(order.room)


def _start(lesson: Lesson, order: Order) -> str:
    def start(room: Room) -> None:
        room.check(order.stand)
        if room.phase != LOBBY:
            raise RefusedError(f"Room {room.number} has started already.")
        if not room.people:
            raise RefusedError(f"Nobody sits in room {room.number} yet.")
        room.next()

    done = _each(lesson, order, start)
    return class_text.started_room_students_read_their(done, "s" * (done != 1))


def _next(lesson: Lesson, order: Order) -> str:
    if order.room is not None:
        room = lesson.room(order.room)
        room.next(order.stand)
        lesson.touched(room)
        return lesson_text.next_in_room(room.phase)
    return _next_everywhere(lesson, order)


def _next_everywhere(lesson: Lesson, order: Order) -> str:
    """Go on in the rooms of one phase, where nothing is lost by it: `what` is PHASE or `anyway`.

    Without a phase it is that of the rooms that are furthest behind. Rooms in another one stay.
    """
    words = order.what.split()
    stands = [pacing.progress(lesson, room) for room in lesson.rooms.values()]
    started = [one for one in stands if one.phase not in (LOBBY, OVER) and one.people]
    if not started:
        raise RefusedError("No room has started yet: start.")
    named = [word for word in words if word != "anyway"]
    behind = min(started, key=lambda one: one.rank)
    group = [one for one in started if one.phase == (named[0] if named else behind.phase)]
    ready = [one for one in group if one.ready]
    going = group if "anyway" in words or len(started) == 1 else ready
    if not going:
        waiting = group or started
        raise RefusedError(lesson_text.nobody_is_ready([(o.room, o.waits) for o in waiting]))
    seen = dict(part.split(":", 1) for part in (order.stand or "").split() if ":" in part)
    gone: list[int] = []
    for one in going:
        room = lesson.rooms[one.room]
        with room.lock:
            if room.phase != one.phase or (
                order.stand is not None and seen.get(str(room.number)) != room.step
            ):
                continue
            room.next()
        lesson.touched(room)
        gone.append(room.number)
    if not gone:
        raise BehindError("The rooms have moved on. Please look again.")
    stay = [(one.room, one.waits) for one in started if one.room not in gone]
    return lesson_text.next_in_rooms(gone, [lesson.rooms[n].phase for n in gone], stay)


def _pause(lesson: Lesson, order: Order) -> str:
    _each(lesson, order, lambda room: room.pause(paused=True))
    return f"Paused: {where(order)}."


def _go(lesson: Lesson, order: Order) -> str:
    _each(lesson, order, lambda room: room.pause(paused=False))
    return f"Going on: {where(order)}."


def _effects(*, exact: bool) -> Callable[[Lesson, Order], str]:
    def turn(lesson: Lesson, order: Order) -> str:
        def show(room: Room) -> None:
            room.exact = exact

        _each(lesson, order, show)
        told = class_text.HANDS_TELL_EXACTLY if exact else class_text.HANDS_TELL_ESTIMATES
        return f"{told}: {where(order)}."

    return turn


def _extend(lesson: Lesson, order: Order) -> str:
    number = order.what or "5"
    if join_codes.number(number.removeprefix("-")) is None:
        raise RefusedError("Say how many minutes, such as 5.")
    minutes = max(-MOST_MINUTES, min(MOST_MINUTES, int(number)))
    _each(lesson, order, lambda room: room.extend(minutes))
    return f"{minutes:+d} minutes: {where(order)}."


def _say(lesson: Lesson, order: Order) -> str:
    """To all, to a room, or to a seat: `what` is TEXT, or SEAT: TEXT where a room is given."""
    actor, text = None, order.what
    head, colon, rest = order.what.partition(":")
    if order.room is not None and colon and head.strip() in lesson.loaded.content.actors:
        actor, text = head.strip(), rest
    line = tidy(text, LONGEST_MESSAGE)
    if not line:
        raise RefusedError("Say what to tell them.")
    if order.room is not None:
        lesson.room(order.room)
    lesson.store.tell(order.room, actor, None, line, join_codes.number(order.stand or ""))
    _each(lesson, order, lambda _: None)
    return f"Told {where(order)}{f', {actor}' if actor else ''}."


def _hand_over(*, computer: bool) -> Callable[[Lesson, Order], str]:
    def hand_over(lesson: Lesson, order: Order) -> str:
        room = _one(lesson, order)
        if order.what not in [seat.actor for seat in lesson.store.seats(room.number)]:
            raise RefusedError(f"There is no seat '{order.what}' in room {room.number}.")
        lesson.store.set_computer(room.number, order.what, computer=computer)
        room.refresh()
        lesson.touched(room)
        who = "the computer" if computer else "the student"
        return class_text.in_room_played_by(lesson.loaded.lookup.name(order.what), room.number, who)

    return hand_over


def injects(room: Room) -> list[tuple[str, str, bool]]:
    """Return the news that may come in a room: id, title, whether it is kept back."""
    lookup = room.session.lookup
    found = []
    for name in room.waiting():
        title, _ = lookup.event(room.session.question, name)
        found.append((name, title, name in room.postponed))
    return found


def _inject_named(room: Room, what: str) -> tuple[str, str]:
    known = injects(room)
    for number, (name, title, _) in enumerate(known, 1):
        if what in (str(number), name, name.rpartition(".")[2]) or (not what and len(known) == 1):
            return name, title
    listed = "; ".join(f"{n} {title}" for n, (_, title, _) in enumerate(known, 1))
    raise RefusedError(f"Say which news: {listed}." if known else "There is no news to come.")


def _inject(lesson: Lesson, order: Order) -> str:
    room = _one(lesson, order)
    name, title = _inject_named(room, order.what)
    room.trigger(name)
    lesson.touched(room)
    return f"Room {room.number} hears: {title}."


def _postpone(lesson: Lesson, order: Order) -> str:
    room = _one(lesson, order)
    name, title = _inject_named(room, order.what)
    room.postpone(name)
    lesson.touched(room)
    return class_text.kept_back_in_room(room.number, title)


def _pass(lesson: Lesson, order: Order) -> str:
    room = _one(lesson, order)
    seat = lesson.loaded.lookup.name(room.mover) if room.mover else ""
    room.skip(order.stand)
    lesson.touched(room)
    return lesson_text.passed_for(seat, room.number)


def _undo(lesson: Lesson, order: Order) -> str:
    room = _one(lesson, order)
    undoing.undo(room, order.stand)
    lesson.touched(room)
    return class_text.room_last_step_is_taken(room.number)


def _redo(lesson: Lesson, order: Order) -> str:
    room = _one(lesson, order)
    undoing.redo(room, order.stand)
    lesson.touched(room)
    return lesson_text.step_is_there_again(room.number)


def _project(lesson: Lesson, order: Order) -> str:
    if order.room is not None:
        lesson.room(order.room)
    lesson.store.project(order.room)
    lesson.row = replace(lesson.row, projected=order.room)
    rooms = order.room is None and order.what == "rooms"
    lesson.switch(switches.WALL, switches.ON if rooms else switches.OFF)
    shown = "how to join" if order.room is None and not rooms else where(order)
    return f"The projector shows {shown}."


def _rate(lesson: Lesson, order: Order) -> str:
    room = _one(lesson, order)
    weighing.rate(lesson, room, join_codes.number(order.what) or 0)
    return lesson_text.line_is_said(room.number)


def _switch(lesson: Lesson, order: Order) -> str:
    name, _, value = order.what.partition(" ")
    lesson.switch(name, value.strip())
    _each(lesson, replace(order, room=None), lambda _: None)
    return lesson_text.switched(name, value.strip())


def _person(lesson: Lesson, order: Order) -> Person:
    for person in lesson.store.people():
        if str(person.id) == order.what:
            return person
    raise RefusedError("There is no such person.")


def _speaker(lesson: Lesson, order: Order) -> str:
    person = _person(lesson, order)
    lesson.store.set_spokesperson(person)
    room = lesson.rooms[person.room]
    room.refresh()
    lesson.touched(room)
    return f"{person.name} speaks for {lesson.loaded.lookup.name(person.actor)}."


def _of_person(lesson: Lesson, order: Order) -> tuple[Person, str]:
    """Return the person of an order, and what it says besides: PERSON: TEXT."""
    head, _, text = order.what.partition(":")
    return _person(lesson, replace(order, what=head.strip())), text.strip()


def _sit(lesson: Lesson, *numbers: int) -> None:
    for number in numbers:
        lesson.rooms[number].refresh()
        lesson.touched(lesson.rooms[number])


def _rename(lesson: Lesson, order: Order) -> str:
    person, text = _of_person(lesson, order)
    name = readable(text, LONGEST_NAME)
    roll.rename(lesson, person, name)
    _sit(lesson, person.room)
    return roll_text.renamed(person.name, name, roll.pin(lesson, name))


def _move(lesson: Lesson, order: Order) -> str:
    person, text = _of_person(lesson, order)
    number, _, actor = text.partition(" ")
    room = lesson.room(join_codes.number(number) or 0)
    roll.move(lesson, person, room.number, actor.strip())
    _sit(lesson, person.room, room.number)
    return roll_text.moved(person.name, lesson.loaded.lookup.name(actor.strip()), room.number)


def _remove(lesson: Lesson, order: Order) -> str:
    person, _ = _of_person(lesson, order)
    roll.remove(lesson, person)
    _sit(lesson, person.room)
    return roll_text.removed(person.name)


def _reserve(lesson: Lesson, order: Order) -> str:
    name = readable(order.what, LONGEST_NAME)
    roll.reserve(lesson, name, order.room)
    return roll_text.reserved(name, roll.pin(lesson, name))


def _code(lesson: Lesson, order: Order) -> str:
    person = _person(lesson, order)
    code = lesson.return_codes.renew(person)
    lesson.touched(lesson.rooms[person.room])
    return f"{person.name} comes back with {code}."


def _end(lesson: Lesson, order: Order) -> str:
    if order.room is not None:
        _each(lesson, order, lambda room: room.end())
        return class_text.room_has_ended_its_debrief(order.room)
    lesson.store.end()
    lesson.row = replace(lesson.row, ended=True)
    _each(lesson, order, lambda room: room.end())
    return class_text.CLASS_HAS_ENDED_EVERY_ROOMS


_ORDERS: dict[str, Callable[[Lesson, Order], str]] = {
    "start": _start,
    "next": _next,
    "pause": _pause,
    "go": _go,
    "extend": _extend,
    "exact": _effects(exact=True),
    "estimates": _effects(exact=False),
    "say": _say,
    "computer": _hand_over(computer=True),
    "seat": _hand_over(computer=False),
    "inject": _inject,
    "postpone": _postpone,
    "pass": _pass,
    "undo": _undo,
    "redo": _redo,
    "project": _project,
    "rate": _rate,
    "switch": _switch,
    "speaker": _speaker,
    "code": _code,
    "rename": _rename,
    "move": _move,
    "remove": _remove,
    "reserve": _reserve,
    "end": _end,
}
