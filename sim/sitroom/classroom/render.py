"""Views to HTML: whole pages, and the regions of a page that are sent anew as they change."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta, nodes
from jinja2.ext import Extension

from sitroom.classroom import desk, pacing, switches, views
from sitroom.classroom.lesson import Lesson
from sitroom.classroom.records import BRIEF, OUTCOME, OVER, Person
from sitroom.classroom.room import Room

_FOLDER = Path(__file__).parent / "templates"
_ADDRESS = re.compile(r'(\b(?:href|action|src|data-stream)=")(?=/)')
SHARED = ("table", "lines", "situation", "news")  # alike on all screens of a room
OWN = ("status", "clock", "act", "asked", "aside", "motions", "brief", "messages")


def clock(seconds: float) -> str:
    """Return seconds as minutes and seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def along(at: float) -> str:
    """Return a place on 0..100 as a share of a track, with room for a dot at either end."""
    return f"{4 + 0.92 * at:.1f}%"


class _Below(Extension):
    """Templates write addresses from the top of a class; where it lies itself is put before them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return a template with the way to the class before each address."""
        del name, filename
        return _ADDRESS.sub(r"\1{{ base }}", source)


@cache
def _templates() -> Environment:
    """Return the templates: compiling them takes longer than filling them in, for whichever class."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        extensions=[_Below],
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,  # else each page looks at the disk for each of its regions
    )
    environment.filters |= {"clock": clock, "along": along}
    return environment


@cache
def _uses(template: str) -> dict[str, frozenset[str]]:
    """Return the names that a template uses, each with what of it: all of it where that is nothing."""
    source = (_FOLDER / template).read_text(encoding="utf-8")
    tree = _templates().parse(source)
    found = {name: set[str]() for name in meta.find_undeclared_variables(tree)}
    for one in tree.find_all(nodes.Getattr):
        if isinstance(one.node, nodes.Name) and one.node.name in found:
            found[one.node.name].add(one.attr)
    for other in tree.find_all(nodes.Include):
        for name, parts in _uses(str(other.template.as_const())).items():
            found.setdefault(name, set()).update(parts)
    return {name: frozenset(parts) for name, parts in found.items()}


def filled(template: str, **context: Any) -> str:  # noqa: ANN401 - whatever it shows
    """Return a template filled in; `base` says where the class lies."""
    return _templates().get_template(template).render(context)


class Renderer:
    """Draws pages; what all of a room see alike is drawn once for each change."""

    def __init__(self, lesson: Lesson, base: str = "") -> None:
        self.lesson, self.base = lesson, base
        self._shared: dict[int, tuple[int, dict[str, str], views.View]] = {}
        self._drawn: dict[tuple[object, str], tuple[dict[str, Any], str]] = {}

    def page(self, template: str, **context: Any) -> str:  # noqa: ANN401 - whatever it shows
        """Return a template filled in."""
        return filled(template, **context, lesson_name=self.lesson.row.name, base=self.base)

    def region(self, of: object, name: str, **context: Any) -> str:  # noqa: ANN401 - whatever it shows
        """Return a region of somebody's page: as it was, if all that it shows is as it was.

        It is given no more than its template uses, so that nothing else can show in it.
        """
        template = f"region/{name}.html"
        uses: dict[str, Any] = {}
        for root, parts in _uses(template).items():
            if root in context:
                held = context[root]
                some = parts and isinstance(held, dict)
                uses[root] = {p: held[p] for p in parts if p in held} if some else held
        kept = self._drawn.get((of, name))
        if kept is None or kept[0] != uses:
            kept = self._drawn[of, name] = uses, self.page(template, **uses)
        return kept[1]

    def shared(self, room: Room) -> tuple[dict[str, str], views.View]:
        """Return the regions that all of a room see alike, and what they were drawn from."""
        kept = self._shared.get(room.number)
        if kept is not None and kept[0] == room.change:
            return kept[1], kept[2]
        seen, change = self._public(room), room.change
        regions = {name: self.page(f"region/{name}.html", public=seen) for name in SHARED}
        self._shared[room.number] = change, regions, seen
        return regions, seen

    def _public(self, room: Room) -> views.View:
        return views.public(room, odds=self.lesson.switches[switches.ODDS] == switches.ON)

    def student(self, person: Person, csrf: str) -> dict[str, str]:
        """Return all regions of a student's page."""
        room = self.lesson.rooms[person.room]
        with room.lock:
            regions, public = self.shared(room)
            own = views.seat(self.lesson, room, person)
            left, running = round(room.clock.remaining, 1), room.clock.running
        context = {"public": public, "own": own, "csrf": csrf, "left": left, "running": running}
        whose = {"clock": ("room", room.number)}  # one clock for all
        drawn = {name: self.region(whose.get(name, person.id), name, **context) for name in OWN}
        if room.phase == BRIEF and own["asked"] and own["asked"]["hides"]:
            drawn["table"] = self.page("region/guess.html")
        return regions | drawn

    def watcher(self, room: Room, csrf: str, *, press: bool) -> dict[str, str]:
        """Return the regions of a page of somebody without a seat: what the table sees."""
        with room.lock:
            regions, public = self.shared(room)
            left, running = room.clock.remaining, room.clock.running
        context = {"public": public, "csrf": csrf, "press": press, "left": left, "running": running}
        return regions | {"write": self.page("region/write.html", **context)}

    def screen(self) -> dict[str, str]:
        """Return the regions of the projector's page, and under `lobby` whether it invites."""
        number = self.lesson.row.projected
        if number is None and self.lesson.switches[switches.WALL] == switches.ON:
            return {"screen": self.page("region/wall.html", rooms=self._wall())}
        if number is None:
            return {"screen": ""}
        room = self.lesson.rooms[number]
        with room.lock:
            _, public = self.shared(room)
            left, running = room.clock.remaining, room.clock.running
        context = {"public": public, "left": left, "running": running}
        return {"screen": self.page("region/screen.html", **context)}

    def _wall(self) -> list[tuple[views.View, str, list[str]]]:
        """Return what the projector tells of each room that plays, whom it waits for, what it took.

        What one room took would sway those that still decide: it is told once all have.
        """
        found = []
        for room in self.lesson.rooms.values():
            if room.people:
                with room.lock:
                    seen = self.shared(room)[1]
                    count = pacing.progress(self.lesson, room)
                waits = seen["mover_name"] or (count.waits if count.ballots is not None else "")
                found.append((seen, waits, seen["decided"]))
        done = all(seen["phase"] in (OUTCOME, OVER) for seen, _, _ in found)
        return [(seen, waits, taken if done else []) for seen, waits, taken in found]

    def overview(self, csrf: str) -> dict[str, str]:
        """Return the regions of the facilitator's overview."""
        view = desk.overview(self.lesson)
        return {
            name: self.page(f"region/{name}.html", csrf=csrf, view=view)
            for name in ("rooms", "orders", "letters")
        }

    def desk(self, room: Room, csrf: str) -> dict[str, str]:
        """Return the regions of the facilitator's page of a room."""
        with room.lock:
            shared, public = self.shared(room)
            view = desk.room_view(self.lesson, room)
        context = {"csrf": csrf, "view": view, "public": public}
        own = ("desk", "places", "letters", "asides", "head")
        return {
            "table": shared["table"],
            "lines": shared["lines"],
            "news": shared["news"],
            **{name: self.page(f"region/{name}.html", **context) for name in own},
        }
