"""The roll of a class in words: who was renamed or moved, and what is wrong with a list of names."""

from collections.abc import Sequence

ROLL_ORDERS = (
    "rename PERSON: NAME, move PERSON: ROOM SEAT, remove PERSON (numbers: codes). reserve NAME: a "
    "place for a name at the door. pass: whoever has the word passes. switch names pin or free: whether names on the list need a PIN"
)


def renamed(was: str, name: str, pin: str) -> str:
    """Say what somebody is called now."""
    return f"{was} is now {name}, with the PIN {pin}."


def moved(name: str, seat: str, room: int) -> str:
    """Say where somebody sits now."""
    return f"{name} now sits in room {room}: {seat}."


def removed(name: str) -> str:
    """Say that somebody is off the roll."""
    return f"{name} is removed; the seat is free."


def reserved(name: str, pin: str) -> str:
    """Say that a name stands on the list."""
    return f"{name} stands on the list at the door, with the PIN {pin}."


QUOTE_LEFT_OPEN = 'a quote there is never closed. Delete it, or put "" for each.'
MOST_TOLD = 20  # mistakes


def no_such_room(room: str, rooms: int) -> str:
    """Say that a list names a room that there is not."""
    return f"there is no room '{room}'; there are {rooms}."


def no_such_seat(seat: str, hint: str) -> str:
    """Say that a list names a seat that nobody can take in this class."""
    return f"there is no seat '{seat}'. {hint}".strip()


def name_twice(name: str) -> str:
    """Say that a name stands twice in a list."""
    return f"'{name}' stands there twice; add something to tell apart."


def id_twice(id_: str) -> str:
    """Say that two names of a list have one id."""
    return f"the id '{id_}' stands with another name too."


def line_too_long(most: int) -> str:
    """Say that a line of a list is no name."""
    return f"it has over {most} characters. One name a line, please."


def mistakes(file: str, wrong: Sequence[str]) -> str:
    """Tell all mistakes of a list, or the first of very many."""
    if len(wrong) == 1:
        return f"{file}, {wrong[0]}"
    more = len(wrong) - MOST_TOLD
    told = [*wrong[:MOST_TOLD], *([f"and {more} more"] if more > 0 else [])]
    return "\n  ".join([f"{file}: {len(wrong)} mistakes", *told])
