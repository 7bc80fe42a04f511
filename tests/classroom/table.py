"""A class to test with: small, at a clock of its own."""

from collections.abc import Mapping
from pathlib import Path

from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import Person
from sitroom.engine.moves import Choose, Move
from sitroom.engine.state import Phase
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.policies import advice

KHARKIV = "kharkiv-2024"
SEATS = ("ukraine", "state", "pentagon", "white-house")


class Ticking:
    """A clock that goes on when told."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def loaded() -> Loaded:
    if not _LOADED:
        _LOADED.append(open_scenario("arming-ukraine"))
    return _LOADED[0]


_LOADED: list[Loaded] = []


def lesson(
    folder: Path,
    *,
    rooms: int = 1,
    per_seat: int = 1,
    only: bool = True,
    now: Ticking | None = None,
    seats: tuple[str, ...] = SEATS,
    policies: Mapping[str, str] | None = None,
) -> tuple[Lesson, str]:
    return Lesson.create(
        folder,
        loaded(),
        rooms=rooms,
        seed=7,
        seats=seats,
        decision=KHARKIV,
        only=only,
        per_seat=per_seat,
        policies=policies,
        now=now or Ticking(),
    )


def again(old: Lesson, now: Ticking | None = None) -> Lesson:
    """The class opened again from disk, as after a crash: nothing of the old one was put away."""
    folder = old.store.folder
    old._held.close()
    return Lesson(type(old.store).open(folder), loaded(), now or Ticking())


def sit(lesson: Lesson, actor: str, name: str, room: int = 1) -> tuple[Person, str]:
    code = next(s.code for s in lesson.store.seats(room) if s.actor == actor)
    return lesson.join(code, name)


def best(lesson: Lesson, room: int = 1) -> Move:
    """A move that the seat to move may make."""
    session = lesson.rooms[room].session
    if session.state.phase is Phase.CHOOSE:
        return Choose(str(session.mover), "limited-fire")
    return advice.move(session.model, session.state)
