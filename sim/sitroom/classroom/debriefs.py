"""The debriefs that a host shows: worked out in a thread of their own, once for each state of a game.

Nobody is told of by himself, neither by name nor by pseudonym with a seat: these pages end up on
the wall, and ballots are secret. `sitroom debrief CLASS` tells more, to whoever has the files.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from sitroom.analysis.hindsight import against, crowd, look_back
from sitroom.analysis.turning_points import Lookback
from sitroom.classroom import (
    aside,
    learned,
    motions,
    pacing,
    people_first,
    press,
    report,
    snapshot,
    transcript,
)
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.room import Room
from sitroom.classroom.snapshot import ClassSnapshot
from sitroom.debrief import html_page
from sitroom.narration import class_text, lesson_text
from sitroom.render import document
from sitroom.render.document import Part
from sitroom.render.html import Named, body
from sitroom.render.markup import Html, element
from sitroom.study.ensemble import Ensemble

FAILED = class_text.THIS_DEBRIEF_COULD_NOT_BE


@dataclass(frozen=True)
class Telling:
    """What a page of a debrief tells: of one room, of all beside one another, or both."""

    room: Room | None
    links: tuple[tuple[str, str], ...]  # address and name of what to open next
    others: bool
    note: str = ""  # stands above it

    @property
    def name(self) -> str:
        """Return of what it tells."""
        return f"Room {self.room.number}" if self.room else "All rooms"

    def body(self, found: Sequence[list[Named]]) -> Html:
        """Return the parts of a page, as `Debriefs.of` has them worked out."""
        own = found[0] if self.room else []
        return joined(own, found[-1] if self.others else [])


class Debriefs:
    """What is told of each room whose game is over, and of all rooms together, now or later."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self._thread = ThreadPoolExecutor(1, "debrief")
        self._made: dict[int, tuple[object, Future[list[Named]]]] = {}
        self._games: Ensemble | None = None  # all rooms began at one place

    def of(self, telling: Telling) -> list[Future[list[Named]]]:
        """Return what a page tells: of its room first, then of all."""
        made = [self.room(telling.room)] if telling.room else []
        return [*made, self.together()] if telling.others else made

    def room(self, room: Room) -> Future[list[Named]]:
        """Return the parts of a room's debrief; its game is over, so nobody moves in it.

        What history chose, and how the computer played, waits for the rooms that have not decided.
        """
        waiting = tuple(pacing.deciding(self.lesson, pacing.settled(room)))
        make = partial(self._room, room.number, waiting)
        return self._once(room.number, (room.stand, waiting), make)

    def together(self) -> Future[list[Named]]:
        """Return the parts on all rooms beside one another, as they stand."""
        stands = [room.stand for room in self.lesson.rooms.values()]
        given = self.lesson.store.read("SELECT * FROM answers"), self.lesson.store.ballots()
        return self._once(0, (stands, *given), self._together)

    def _once(
        self, key: int, state: object, make: Callable[[], list[Named]]
    ) -> Future[list[Named]]:
        """Return what is made, or being made, of this state."""
        kept = self._made.get(key)
        if kept is None or kept[0] != state:
            kept = self._made[key] = state, self._thread.submit(_safely, make)
        return kept[1]

    def _held(self) -> ClassSnapshot:
        return snapshot.secret(snapshot.live(self.lesson))

    def _against(self, held: ClassSnapshot) -> Ensemble:
        if self._games is None:
            self._games = against(held.groups[0].session)
        return self._games

    def _room(self, number: int, waiting: tuple[int, ...]) -> list[Named]:
        whole = snapshot.live(self.lesson)
        alone = snapshot.room_alone(whole, number)
        held = snapshot.secret(alone)
        (group,), lookup = held.groups, held.loaded.lookup
        students = named("class", people_first.parts(held, group))
        aloud = transcript.part(group.session, group.said)
        said = named("said", [aloud, *aside.part(self.lesson, self.lesson.rooms[number])])
        said += named("motions", motions.part(self.lesson, self.lesson.rooms[number]))
        said += named("press", press.part(self.lesson.rooms[number]))
        if waiting:
            told = element("p", lesson_text.history_waits(waiting), role="status")
            return [("waiting", lesson_text.NOT_YET, [told]), *students, *said]
        games = self._against(held) if group.settled else None
        back = look_back(group.session, group.seats, games)
        parts = list(html_page.game_parts(lookup, group.session.events, back))
        taken = report.decisions(held, {number: back})
        if taken:
            ((_, _, under),) = document.named([report.ballots(held, taken, names=None)])
            students.append(("ballots", class_text.BALLOTS_IN_THIS_ROOM_BEFORE, under))
        ids = [id_ for id_, _, _ in parts]
        after = 1 + ids.index("discuss") if "discuss" in ids else 1
        return [*students, *parts[:after], *said, *parts[after:]]

    def _together(self) -> list[Named]:
        held = self._held()
        back = Lookback(crowd=crowd(self._against(held)) if held.decisions() else None)
        return named("all", [*report.together(held, {0: back}, names=None), *learned.parts(held)])

    def close(self) -> None:
        """Begin nothing any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def named(id_: str, parts: list[Part]) -> list[Named]:
    """Return parts of a report as parts of a page, with ids of their own."""
    told = document.named(parts)
    return [(f"{id_}-{n}", heading, under) for n, (_, heading, under) in enumerate(told, 1)]


def _safely(make: Callable[[], list[Named]]) -> list[Named]:
    try:
        return make()
    except Exception:
        logging.getLogger("sitroom").exception(class_text.DEBRIEF_COULD_NOT_BE_WORKED)
        return [("failed", "Not there", [element("p", FAILED)])]


def joined(own: list[Named], others: list[Named]) -> Html:
    """Return a page's parts: a room's own, then the others; what to bear in mind comes last."""
    last = [part for part in own if part[0] == "caveat"]
    return body([*(part for part in own if part not in last), *others, *last])
