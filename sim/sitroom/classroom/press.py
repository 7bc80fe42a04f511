"""What the press wrote for a room to read, while it was at the table."""

from dataclasses import dataclass

from sitroom.classroom.records import sound
from sitroom.classroom.room import Room
from sitroom.narration import lesson_text
from sitroom.render.document import Part


@dataclass(frozen=True)
class Headline:
    """What the press wrote, for a room to read."""

    id: int
    room: int
    watcher: int
    paper: str
    text: str
    at: str


def headlines(room: Room) -> list[Headline]:
    """Return the headlines of a room, the first first."""
    found = room.store.read("SELECT * FROM headlines WHERE room = ? ORDER BY id", room.number)
    return [sound(Headline, row) for row in found]


def part(room: Room) -> list[Part]:
    """Return what a debrief tells of the press, if it wrote anything."""
    told = [f"{one.at[11:16]} {one.paper}: “{one.text}”" for one in headlines(room)]
    return [Part(lesson_text.WHAT_THE_PRESS_WROTE, [told])] if told else []
