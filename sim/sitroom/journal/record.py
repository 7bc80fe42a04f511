r"""The journal: one line of JSON for the game, then one for each accepted move.

The header carries the scenario itself, so a game replays though its files have changed. Every
line holds the hash of the line before, so a broken record is found and named.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import sitroom
from sitroom.engine import events
from sitroom.engine.moves import IllegalMoveError, Move, from_plain, to_plain
from sitroom.errors import SitroomError
from sitroom.journal import disk

FORMAT = 1


class JournalError(SitroomError):
    """A saved game that can't be used; the message is for people, the rest for programs.

    `line` is the one that is wrong (1 is the header, record n stands on line n + 1), `fault` what
    is wrong: form, chain, version, scenario, move, draw, events; or "" where it is not the file.
    """

    title = "The saved game can't be used"

    def __init__(self, message: str, fault: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.fault, self.line = fault, line


@dataclass(frozen=True)
class Header:
    """What a game is played from: (scenario, seed, first question), and who sits where."""

    scenario: str
    digest: str
    seed: int
    decision: str | None
    only: bool  # the game ends with its first decision
    people: tuple[str, ...]
    content: dict[str, str]
    journal: int = FORMAT
    program: str = sitroom.__version__
    held: bool = False  # injects wait for the facilitator
    parent: str | None = None  # for a branch: NAME@N, the game and how many of its moves it shares
    run: int = 0  # of the seed; others than 0 come from a study


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
        line, digest = _line(asdict(header), "")
        lines = [line]
        for one in records:
            line, digest = _line(_body(one), digest)
            lines.append(line)
        data = b"".join(lines)
        try:
            disk.create(path, data)
        except FileExistsError:
            raise JournalError(f"there is a saved game at {path} already") from None
        except OSError as error:
            raise JournalError(f"the game can't be saved at {path}: {error.strerror}") from error
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
            message = f"the move can't be saved at {self.path}: {error.strerror}"
            raise JournalError(message) from error
        self.size, self.digest = self.size + len(line), digest


def hold(path: Path) -> disk.Hold | None:
    """Keep other programs from playing a game. Raises JournalError where one does."""
    try:
        return disk.hold(path)
    except disk.InUseError:
        raise JournalError(
            f"{path} is being played by another program. To look on: sitroom replay {path.stem}. "
            f"To play on from it in a game of your own: sitroom fork {path.stem}"
        ) from None


def _body(record: Record) -> dict[str, Any]:
    body = {"n": record.n, "move": to_plain(record.move), "next": record.next}
    more = {"option": record.option, "events": record.events}
    return body | {name: value for name, value in more.items() if value is not None}


def read(path: Path, moves: int | None = None) -> Saved:
    """Read a journal, checking every line. Raises JournalError in plain words.

    With `moves` no more than so many are read, so that what is wrong after them does not matter.
    """
    try:
        raw = path.read_bytes()
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
    header = _header(path, bodies[0])
    size = len(raw) - len(torn)
    return Saved(path, header, tuple(_records(path, bodies[1:])), torn, size, digest)


def _checked(path: Path, line: bytes, number: int, before: str) -> tuple[dict[str, Any], str]:
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or (number == 1 and "journal" not in body):
        what = "is not a saved game" if number == 1 else f"is broken at {_where(number)}"
        raise JournalError(f"{path} {what}", "form", number)
    if number == 1 and body["journal"] != FORMAT:
        raise _another_version(path, body["journal"])
    sealed = body.pop("hash", None)
    try:
        _, digest = _line(body, before)
    except UnicodeEncodeError:  # half a character, which nothing that we write holds
        digest = ""
    if sealed != digest:
        raise JournalError(
            f"{path} is broken at {_where(number)}: it is not as it was written", "chain", number
        )
    return body, digest


def _where(line: int) -> str:
    return "line 1, its header" if line == 1 else f"line {line}, move {line - 1}"


def _another_version(path: Path, found: object) -> JournalError:
    if type(found) is int and found > FORMAT:
        what = (
            f"was saved by a newer version of Sitroom (format {found}, this one reads {FORMAT}). "
            "Update Sitroom to open it; nothing has been changed in it"
        )
    else:
        what = f"is of another version (format {found}, this one reads {FORMAT})"
    return JournalError(f"{path} {what}", "version", 1)


# What a journal of an earlier version does not say.
_SINCE = {"only": False, "held": False, "parent": None, "run": 0}


def _header(path: Path, body: dict[str, Any]) -> Header:
    body = {**_SINCE, **body}
    wanted = {field.name for field in fields(Header)}
    sound = (
        body.keys() == wanted
        and all(isinstance(body[name], str) for name in ("scenario", "digest", "program"))
        and type(body["seed"]) is int
        and 0 <= body["seed"] < 2**64
        and isinstance(body["decision"], str | None)
        and isinstance(body["only"], bool)
        and isinstance(body["held"], bool)
        and isinstance(body["parent"], str | None)
        and type(body["run"]) is int
        and 0 <= body["run"] < 2**63
        and isinstance(body["people"], list)
        and isinstance(body["content"], dict)
        and all(isinstance(text, str) for text in (*body["people"], *body["content"].values()))
    )
    if not sound:
        raise JournalError(f"{path} is not a saved game that this version knows", "form", 1)
    return Header(**{**body, "people": tuple(body["people"])})


def _records(path: Path, bodies: list[dict[str, Any]]) -> Iterator[Record]:
    for n, body in enumerate(bodies, 1):
        try:
            found = Record(body["n"], from_plain(body["move"]), str(body["next"]))
        except (KeyError, TypeError, IllegalMoveError) as error:
            message = f"{path}: move {n} can't be read ({error})"
            raise JournalError(message, "form", n + 1) from None
        option, brought = body.get("option"), body.get("events")
        if found.n != n or not (isinstance(option, str | None) and isinstance(brought, str | None)):
            raise JournalError(f"{path}: move {n} is no move of this game", "form", n + 1)
        yield replace(found, option=option, events=brought)


def set_aside(saved: Saved) -> Path | None:
    """Move a torn last line into a file beside the journal, and return that file's path.

    It is on disk there before it is cut off here. Raises JournalError.
    """
    if not saved.torn:
        return None
    number, aside = 1, saved.path.with_suffix(".torn")
    while aside.exists():
        number += 1
        aside = saved.path.with_suffix(f".torn{number}")
    try:
        disk.create(aside, saved.torn)
        disk.shorten(saved.path, saved.size)
    except OSError as error:
        raise JournalError(f"{saved.path} can't be mended: {error.strerror}") from error
    return aside
