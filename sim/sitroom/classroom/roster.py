"""A roster from a file: one name a line, then room, seat and the school's id where there are any."""

import csv
from collections.abc import Iterable
from pathlib import Path

from sitroom.classroom.lesson import LONGEST_NAME, tidy
from sitroom.classroom.records import RosterEntry
from sitroom.errors import SitroomError
from sitroom.files import reading
from sitroom.narration import class_text
from sitroom.scenario.actors import Actor
from sitroom.scenario.problems import did_you_mean

MOST_NAMES, MOST_BYTES, LONGEST_LINE = 2000, 1 << 20, 1000


class RosterError(SitroomError):
    """A roster that can't be read, with the line that is wrong."""

    title = class_text.ROSTER_CANT_BE_USED
    exit_code = 2


def read(file: str, rooms: int, actors: Iterable[Actor]) -> list[RosterEntry]:
    """Return the names of a file, for a class of so many rooms with these seats. Raises RosterError."""
    return names(_text(file), file, rooms, actors)


def names(text: str, file: str, rooms: int, actors: Iterable[Actor]) -> list[RosterEntry]:
    """Return the names in a text, which is told of as `file`.

    A seat is called by its id, or as it is printed on cards: by its name, long or short. Cells stand between commas, semicolons or tabs, as spreadsheets write them. Raises RosterError.
    """
    lines = text.splitlines()
    separator = next((s for s in ("\t", ";") if any(s in line for line in lines)), ",")
    found: dict[str, RosterEntry] = {}
    called = {word.casefold(): one.id for one in actors for word in (one.name, one.short, one.id)}
    first = True
    for number, line in enumerate(lines, 1):
        where = f"{file}, line {number}"
        name, room, seat, *_ = [*_cells(where, line, separator), "", "", ""]
        if not name or (first and name.casefold() == "name"):
            first = first and not name
            continue
        first = False
        if room and not (room.isascii() and room.isdigit() and 1 <= int(room) <= rooms):
            raise RosterError(f"{where}: there is no room '{room}'; there are {rooms} (--rooms)")
        if seat and seat.casefold() not in called:
            hint = did_you_mean(seat, dict.fromkeys(called.values())) or ""
            raise RosterError(f"{where}: there is no seat '{seat}'", hint)
        if name.casefold() in found:
            raise RosterError(f"{where}: '{name}' stands there twice; add something to tell apart")
        place = int(room) if room else None
        found[name.casefold()] = RosterEntry(name, place, called.get(seat.casefold()), None)
    if not 0 < len(found) <= MOST_NAMES:
        raise RosterError(f"the roster '{file}' has {len(found)} names; 1 to {MOST_NAMES} fit")
    return [*found.values()]


def ids(file: str) -> dict[str, str]:
    """Return what stands in the fourth cell, by name: how the school knows the student.

    Raises RosterError.
    """
    lines = _text(file).splitlines()
    separator = next((s for s in ("\t", ";") if any(s in line for line in lines)), ",")
    found = {}
    for number, line in enumerate(lines, 1):
        name, _, _, known, *_ = [*_cells(f"{file}, line {number}", line, separator), *[""] * 4]
        if name and known and name.casefold() != "name":
            found[name] = known
    return found


def _text(file: str) -> str:
    """Return what stands in a file of text, in the encodings that spreadsheets write."""
    try:
        data = reading.read_bytes(Path(file), MOST_BYTES)
    except OSError as error:
        why = reading.reason(error)
        raise RosterError(f"the roster '{file}' can't be read: {why}") from None
    try:
        return reading.as_text(data)
    except UnicodeDecodeError:
        raise RosterError(
            f"the roster '{file}' can't be read: it is not UTF-8 text",
            "Save it again with that encoding (in Excel: 'CSV UTF-8').",
        ) from None


def _cells(where: str, line: str, separator: str) -> list[str]:
    """Return the cells of a line; no quote reaches beyond it, for no name does."""
    if len(line) > LONGEST_LINE:
        raise RosterError(
            f"{where}: it has over {LONGEST_LINE} characters. One name a line, please"
        )
    try:
        rows = [*csv.reader([line], delimiter=separator, strict=True, skipinitialspace=True)]
    except csv.Error:
        if line.count('"') % 2:
            raise RosterError(
                f"{where}: a quote there is never closed", 'Delete it, or put "" for each.'
            ) from None
        rows = [line.split(separator)]
    return [tidy(cell, LONGEST_NAME) for cell in (rows[0] if rows else ())]
