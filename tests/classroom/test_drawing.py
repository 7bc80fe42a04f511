"""Pages are drawn anew only where they change, and are what a host that has just started would draw."""

import shutil
from collections.abc import Callable
from pathlib import Path

from sitroom.classroom import caucus, motions, undoing
from sitroom.classroom.commands import Order, execute
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import Person
from sitroom.classroom.render import OWN, Renderer
from sitroom.classroom.store import Store
from sitroom.engine.moves import FreeLine, Pass
from tests.classroom.table import KHARKIV, Ticking, best, lesson, loaded, sit

CSRF = "token"


class Drawn:
    """The pages of a room, drawn along the way, beside those of a host that starts as it stands."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.steps = folder, Ticking(), 0
        self.lesson, _ = lesson(folder / "class", per_seat=2, now=self.clock)
        came = (("state", "Ann"), ("pentagon", "Ben"), ("white-house", "Cem"), ("state", "Dee"))
        self.people = [sit(self.lesson, *one) for one in came]
        self.renderer = Renderer(self.lesson)
        self.room = self.lesson.rooms[1]

    def who(self, actor: str) -> Person:
        return self.room.people[actor][0]

    def alike(self) -> None:
        """See that nobody's page, nor the facilitator's, is behind what is on disk."""
        self.steps += 1
        copy = self.folder / f"copy-{self.steps}"
        shutil.copytree(self.lesson.store.folder, copy)
        fresh = Lesson(Store.open(copy), loaded(), self.clock)
        fresh.rooms[1].exact = self.room.exact
        drawn = Renderer(fresh)
        for _, cookie in self.people:
            was, now = self.lesson.person(cookie), fresh.person(cookie)
            assert was is not None
            assert was == now
            assert self.renderer.student(was, CSRF) == drawn.student(now, CSRF), self.steps
        assert self.renderer.desk(self.room, CSRF) == drawn.desk(fresh.rooms[1], CSRF)
        fresh.close()

    def after(self, *steps: Callable[[], object]) -> None:
        for step in steps:
            step()
            self.lesson.touched(self.room)
            self.alike()

    def order(self, name: str, what: str = "", room: int | None = None) -> Callable[[], object]:
        return lambda: execute(self.lesson, Order(name, room, what, None))

    def best(self) -> None:
        move = best(self.lesson)
        self.room.play(self.who(str(self.room.mover)), self.room.seen, move)


def test_a_page_drawn_along_the_way_is_what_a_host_that_starts_would_draw(tmp_path: Path) -> None:
    table = Drawn(tmp_path)
    room, ann = table.room, table.who("state")

    def own() -> None:
        seat = str(room.mover)
        line = FreeLine(seat, "Depots are near the border.", "escalation", 0.4)
        room.play(table.who(seat), room.seen, line)

    for first in (("start",), ("switch", "caucus 3"), ("switch", "motions on")):
        table.order(*first)()
    table.after(
        lambda: table.lesson.vote(ann, KHARKIV, "limited-fire", 70, "so <it> goes"),
        table.order("next", "anyway"),
        lambda: caucus.speak(table.lesson, ann, "pentagon", "Ask for more."),
        table.best,
        own,
        table.order("undo", room=1),
        table.order("exact"),
        table.best,
        lambda: table.lesson.hand_on(ann, table.people[3][0].id),
        lambda: undoing.undo(room),
        lambda: undoing.redo(room),
        lambda: motions.move(table.lesson, table.who("white-house"), motions.POLL),
        table.order("next", "anyway"),
        table.order("next", "anyway"),
        table.order("end"),
    )


def test_a_move_draws_only_what_it_changes(tmp_path: Path) -> None:
    table = Drawn(tmp_path)
    table.order("start")()
    table.order("next", "anyway")()
    ann = table.who("state")
    before = table.renderer.student(ann, CSRF)
    seat = str(table.room.mover)
    table.room.play(table.who(seat), table.room.seen, Pass(seat))
    after = table.renderer.student(ann, CSRF)
    same = {name for name in OWN if after[name] is before[name]}
    assert {"brief", "messages", "aside", "asked", "motions", "clock"} <= same
    assert after["status"] != before["status"]
