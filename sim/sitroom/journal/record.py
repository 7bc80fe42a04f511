r"""The journal: one line of JSON for the game, then one for each accepted move.

The header carries the scenario itself, so a game replays though its files have changed. Every
line holds the hash of the line before, so a broken record is found and named.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sitroom.engine import events
from sitroom.engine.moves import IllegalMoveError, Move, from_plain, to_plain
from sitroom.errors import SitroomError
from sitroom.files import reading, writing
from sitroom.journal import disk, head, shelf
from sitroom.journal.head import Header


class JournalError(SitroomError):
    """A saved game that can't be used; the message is for people, the rest for programs.

    `line` is the one that is wrong (1 is the header, record n stands on line n + 1), `fault` what
    is wrong: form, chain, version, scenario, move, draw, events; or "" where it is not the file.
    """

    title = "The saved game can't be used"

    def __init__(self, message: str, fault: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.fault, self.line = fault, line


class TakenError(JournalError):
    """There is a game by that name already."""


@dataclass(frozen=True)
class Record:
    """One accepted move, what it brought, and what the table waits for after it.

    What it brought is None in journals of the first weeks, which did not say.
    """

    n: int
    move: Move
    next: str  # "kharkiv-2024 debate", or "over"
    option: str | None = None  # that was taken with this move, if it settled a question
    events: str | None = None  # hash of the events that it brought
    theory: int | None = None  # by which it was made, if not by that of the header
    fault: str | None = None  # why the computer made it in place of a program or a policy


def hash_of(brought: Iterable[events.Event]) -> str:
    """Return the hash of events, all their numbers included."""
    return hashlib.sha256(_text([events.to_plain(e) for e in brought]).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Saved:
    """A journal as read: `torn` is a last line cut short, which is not part of the game."""

    path: Path
    header: Header
    records: tuple[Record, ...]
    torn: bytes
    size: int  # bytes of the whole lines
    hash: str


def _line(body: dict[str, Any], before: str) -> tuple[bytes, str]:
    """Return a line and its hash, chained to the line before."""
    text = _text(body)
    digest = hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()[:32]
    return f"{_text({**body, 'hash': digest})}\n".encode(), digest


def _text(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Journal:
    """A journal being written: where it lies, how long it is, the hash of its last line."""

    def __init__(self, path: Path, size: int, digest: str, held: disk.Hold | None) -> None:
        self.path, self.size, self.digest, self.held = path, size, digest, held
        self.failed = False  # whether a part of a line may have been left behind

    @classmethod
    def create(cls, path: Path, header: Header, records: Iterable[Record] = ()) -> "Journal":
        """Write a new journal, whole or not at all. Raises JournalError."""
        line, digest = _line(head.as_plain(header), "")
        lines = [line]
        for one in records:
            line, digest = _line(_body(one), digest)
            lines.append(line)
        data = b"".join(lines)
        try:
            writing.create(path, data)
        except FileExistsError:
            if path.is_dir():
                raise JournalError(f"{path} is a folder; name a file in it") from None
            raise TakenError(f"there is a saved game at {path} already") from None
        except OSError as error:
            why = reading.reason(error)
            raise JournalError(f"the game can't be saved at {path}: {why}") from error
        return cls(path, len(data), digest, hold(path))

    def append(self, record: Record) -> None:
        """Add a move, on disk before this returns. Raises JournalError and adds nothing."""
        line, digest = _line(_body(record), self.digest)
        try:
            found = self.path.stat().st_size
            if found != self.size and not (self.failed and found > self.size):
                raise JournalError(f"{self.path} has been changed by another program meanwhile")
            self.failed = True
            disk.extend(self.path, self.size, line)
            self.failed = False
        except OSError as error:
            message = f"the move can't be saved at {self.path}: {reading.reason(error)}"
            raise JournalError(message) from error
        self.size, self.digest = self.size + len(line), digest


def hold(path: Path) -> disk.Hold | None:
    """Keep other programs from playing a game. Raises JournalError where one does."""
    try:
        return disk.hold(path)
    except disk.InUseError:
        name = shelf.to_type(path)
        raise JournalError(
            f"{path} is being played by another program. To look on: sitroom replay {name}. "
            f"To play on from it in a game of your own: sitroom fork {name}"
        ) from None


def _body(record: Record) -> dict[str, Any]:
    body = {"n": record.n, "move": to_plain(record.move), "next": record.next}
    more = {"option": record.option, "events": record.events, "theory": record.theory}
    more["fault"] = record.fault
    return body | {name: value for name, value in more.items() if value is not None}


def read(path: Path, moves: int | None = None) -> Saved:
    """Read a journal, checking every line. Raises JournalError in plain words.

    With `moves` no more than so many are read, so that what is wrong after them does not matter.
    """
    try:
        raw = reading.read_bytes(path)
    except OSError as error:
        raise JournalError(f"{path} can't be read: {error.strerror}") from error
    whole, _, torn = raw.rpartition(b"\n")
    lines = whole.split(b"\n") if whole else []
    if not lines:
        raise JournalError(f"{path} is not a saved game", "form", 1)
    lines = lines if moves is None else lines[: moves + 1]
    bodies, digest = [], ""
    for number, line in enumerate(lines, 1):
        body, digest = _checked(path, line, number, digest)
        bodies.append(body)
    try:
        header = head.header(bodies[0])
    except ValueError as error:
        raise JournalError(f"{path} {error}", "form", 1) from None
    size = len(raw) - len(torn)
    return Saved(path, header, tuple(_records(path, bodies[1:])), torn, size, digest)


def _checked(path: Path, line: bytes, number: int, before: str) -> tuple[dict[str, Any], str]:
    try:
        body: dict[str, Any] | None = head.parsed(line)
    except ValueError:
        body = None
    if body is None or (number == 1 and "journal" not in body):
        what = "is not a saved game" if number == 1 else f"is broken at {_where(number)}"
        raise JournalError(f"{path} {what}", "form", number)
    if number == 1 and body["journal"] != head.FORMAT:
        raise JournalError(f"{path} {head.another_version(body['journal'])}", "version", 1)
    sealed = body.pop("hash", None)
    try:
        _, digest = _line(body, before)
    except (UnicodeEncodeError, RecursionError):  # half a character, or too deep: none of ours
        digest = ""
    if sealed != digest:
        raise JournalError(
            f"{path} is broken at {_where(number)}: it is not as it was written", "chain", number
        )
    return body, digest


def _where(line: int) -> str:
    return "line 1, its header" if line == 1 else f"line {line}, move {line - 1}"


def _records(path: Path, bodies: list[dict[str, Any]]) -> Iterator[Record]:
    for n, body in enumerate(bodies, 1):
        try:
            found = Record(body["n"], from_plain(body["move"]), str(body["next"]))
        except (KeyError, TypeError, IllegalMoveError) as error:
            message = f"{path}: move {n} can't be read ({error})"
            raise JournalError(message, "form", n + 1) from None
        option, brought, by = body.get("option"), body.get("events"), body.get("theory")
        fault = body.get("fault")
        sound = all(isinstance(one, str | None) for one in (option, brought, fault))
        if found.n != n or not (sound and (by is None or type(by) is int)):
            raise JournalError(f"{path}: move {n} is no move of this game", "form", n + 1)
        yield replace(found, option=option, events=brought, theory=by, fault=fault)


def set_aside(saved: Saved) -> Path | None:
    """Move a torn last line into a file beside the journal, and return that file's path.

    It is on disk there before it is cut off here. Raises JournalError.
    """
    if not saved.torn:
        return None
    number, aside = 1, saved.path.with_suffix(".torn")
    while True:
        try:
            writing.create(aside, saved.torn)
            break
        except FileExistsError:
            number += 1
            aside = saved.path.with_suffix(f".torn{number}")
        except OSError as error:
            raise JournalError(f"{saved.path} can't be mended: {reading.reason(error)}") from error
    try:
        disk.shorten(saved.path, saved.size)
    except OSError as error:
        raise JournalError(f"{saved.path} can't be mended: {reading.reason(error)}") from error
    return aside
