r"""The journal: one line of JSON for the game, then one for each accepted move.

The header carries the scenario itself, so a game replays though its files have changed. Every
line holds the hash of the line before, so a broken record is found and named.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import sim
from sim.engine.moves import IllegalMoveError, Move, from_plain, to_plain

FORMAT = 1


class JournalError(Exception):
    """A saved game that can't be used; the message is for people."""


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
    program: str = sim.__version__
    held: bool = False  # injects wait for the facilitator
    parent: str | None = None  # for a branch: NAME@N, the game and how many of its moves it shares
    run: int = 0  # of the seed; others than 0 come from a study


@dataclass(frozen=True)
class Record:
    """One accepted move, and what the table waits for after it."""

    n: int
    move: Move
    next: str  # "kharkiv-2024 debate", or "over"


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


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Journal:
    """A journal being written: where it lies, how long it is, the hash of its last line."""

    def __init__(self, path: Path, size: int, digest: str) -> None:
        self.path, self.size, self.digest = path, size, digest

    @classmethod
    def create(cls, path: Path, header: Header) -> "Journal":
        """Write a new journal. Raises JournalError."""
        line, digest = _line(asdict(header), "")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                _write(file, line)
        except OSError as error:
            raise JournalError(f"the game can't be saved at {path}: {error.strerror}") from error
        return cls(path, len(line), digest)

    def append(self, record: Record) -> None:
        """Add a move, on disk before this returns. Raises JournalError and adds nothing."""
        body = {"n": record.n, "move": to_plain(record.move), "next": record.next}
        line, digest = _line(body, self.digest)
        try:
            with self.path.open("rb+") as file:
                if file.seek(0, os.SEEK_END) != self.size:
                    raise JournalError(f"{self.path} is being played by another program")
                try:
                    _write(file, line)
                except OSError:
                    file.truncate(self.size)
                    raise
        except OSError as error:
            message = f"the move can't be saved at {self.path}: {error.strerror}"
            raise JournalError(message) from error
        self.size, self.digest = self.size + len(line), digest


def _write(file: Any, line: bytes) -> None:  # noqa: ANN401 - a binary file
    file.write(line)
    file.flush()
    os.fsync(file.fileno())


def read(path: Path) -> Saved:
    """Read a journal, checking every line. Raises JournalError in plain words."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise JournalError(f"{path} can't be read: {error.strerror}") from error
    whole, _, torn = raw.rpartition(b"\n")
    lines = whole.split(b"\n") if whole else []
    if not lines:
        raise JournalError(f"{path} is not a saved game")
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
        what = "is not a saved game" if number == 1 else f"is broken at line {number}"
        raise JournalError(f"{path} {what}")
    if number == 1 and body["journal"] != FORMAT:
        raise JournalError(
            f"{path} was saved by another version of Sitroom (format {body['journal']}, "
            f"this one reads {FORMAT})"
        )
    sealed = body.pop("hash", None)
    _, digest = _line(body, before)
    if sealed != digest:
        raise JournalError(f"{path} is broken at line {number}: its check does not match")
    return body, digest


_SINCE = {"held": False, "parent": None, "run": 0}


def _header(path: Path, body: dict[str, Any]) -> Header:
    body = {**_SINCE, **body}  # what a journal of an earlier version does not say
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
        raise JournalError(f"{path} is not a saved game that this version knows")
    return Header(**{**body, "people": tuple(body["people"])})


def _records(path: Path, bodies: list[dict[str, Any]]) -> Iterator[Record]:
    for n, body in enumerate(bodies, 1):
        try:
            yield Record(int(body["n"]), from_plain(body["move"]), str(body["next"]))
        except (KeyError, TypeError, ValueError, IllegalMoveError) as error:
            raise JournalError(f"{path}: move {n} can't be read ({error})") from None


def set_aside(saved: Saved) -> Path | None:
    """Move a torn last line into a file beside the journal, and return that file's path."""
    if not saved.torn:
        return None
    number, aside = 1, saved.path.with_suffix(".torn")
    while aside.exists():
        number += 1
        aside = saved.path.with_suffix(f".torn{number}")
    try:
        aside.write_bytes(saved.torn)
        with saved.path.open("rb+") as file:
            file.truncate(saved.size)
    except OSError as error:
        raise JournalError(f"{saved.path} can't be mended: {error.strerror}") from error
    return aside
