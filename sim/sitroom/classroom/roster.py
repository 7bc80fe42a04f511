"""A roster from a file: one name a line, then room, seat and the school's id where there are any."""

import csv
from collections.abc import Iterable
from pathlib import Path

from sitroom.classroom.records import RosterEntry
from sitroom.classroom.typed import LONGEST_NAME, tidy
from sitroom.errors import SitroomError
from sitroom.files import reading
from sitroom.narration import class_text, roll_text
from sitroom.scenario.actors import Actor
from sitroom.scenario.problems import did_you_mean

MOST_NAMES, MOST_BYTES, LONGEST_LINE = 2000, 1 << 20, 1000


class RosterError(SitroomError):
    """A roster that can't be read, with every line that is wrong."""

    title = class_text.ROSTER_CANT_BE_USED
    exit_code = 2

    def lines(self) -> list[str]:
        """Return what the command line prints: a line for each mistake."""
        return super().lines()[0].splitlines()


def read(
    file: str, rooms: int, actors: Iterable[Actor]
) -> tuple[list[RosterEntry], dict[str, str]]:
    """Return the names of a file and the school's ids, for rooms with these seats. Raises RosterError."""
    return names(_text(file), file, rooms, actors)


def names(
    text: str, file: str, rooms: int, actors: Iterable[Actor]
) -> tuple[list[RosterEntry], dict[str, str]]:
    """Return the names in a text, which is told of as `file`, and by name how the school knows them.

    A seat is called by its id, or as it is printed on cards: by its name, long or short. Cells stand between commas, semicolons or tabs, as spreadsheets write them. Raises RosterError.
    """
    lines = text.splitlines()
    separator = next((s for s in ("\t", ";") if any(s in line for line in lines)), ",")
    called = {word.casefold(): one.id for one in actors for word in (one.name, one.short, one.id)}
    found: dict[str, RosterEntry] = {}
    ids: dict[str, str] = {}
    wrong: list[str] = []
    first = True
    for number, line in enumerate(lines, 1):
        cells, mistake = _cells(line, separator)
        name, room, seat, known, *_ = [*cells, "", "", "", ""]
        mistakes = [mistake] if mistake else []
        if not mistake and (not name or (first and name.casefold() == "name")):
            first = first and not name
            continue
        first = False
        if room and not (room.isascii() and room.isdigit() and 1 <= int(room) <= rooms):
            mistakes.append(roll_text.no_such_room(room, rooms))
        if seat and seat.casefold() not in called:
            hint = did_you_mean(seat, dict.fromkeys(called.values())) or ""
            mistakes.append(roll_text.no_such_seat(seat, hint))
        if name.casefold() in found:
            mistakes.append(roll_text.name_twice(name))
        if known in ids.values():
            mistakes.append(roll_text.id_twice(known))
        wrong += [f"line {number}: {one}" for one in mistakes]
        if not mistakes:
            place = int(room) if room else None
            found[name.casefold()] = RosterEntry(name, place, called.get(seat.casefold()), None)
            ids |= {name: known} if known else {}
    if wrong:
        raise RosterError(roll_text.mistakes(file, wrong))
    if not 0 < len(found) <= MOST_NAMES:
        raise RosterError(f"the roster '{file}' has {len(found)} names; 1 to {MOST_NAMES} fit")
    return [*found.values()], ids


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


def _cells(line: str, separator: str) -> tuple[list[str], str]:
    """Return the cells of a line, for no quote reaches beyond it, and what is wrong with it."""
    if len(line) > LONGEST_LINE:
        return [], roll_text.line_too_long(LONGEST_LINE)
    try:
        rows = [*csv.reader([line], delimiter=separator, strict=True, skipinitialspace=True)]
    except csv.Error:
        if line.count('"') % 2:
            return [], roll_text.QUOTE_LEFT_OPEN
        rows = [line.split(separator)]
    return [tidy(cell, LONGEST_NAME) for cell in (rows[0] if rows else ())], ""
