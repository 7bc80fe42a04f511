"""The head of a saved game: its first line, checked, and from its last how far it has come."""

from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import sitroom
from sitroom.engine import THEORY_VERSION
from sitroom.files import reading

FORMAT = 1

# What a journal of an earlier version does not say.
_SINCE: dict[str, Any] = {
    "only": False,
    "held": False,
    "parent": None,
    "run": 0,
    "policies": {},
    "theory": 1,
    "opponents": "study",
}


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
    policies: dict[str, str] = field(default_factory=dict)  # by seat, where not the computer plays
    theory: int = THEORY_VERSION  # by which it was begun
    opponents: str = "study"  # how computer seats play, one of `policies.opponents.LEVELS`


@dataclass(frozen=True)
class Head:
    """A file among the saved games: its header and how far it is, or why it is none (`wrong`)."""

    path: Path
    changed: int  # when it was written last, nanoseconds of the file's time
    header: Header | None = None
    next: str = ""  # what the table waits for: "start", "kharkiv-2024 debate", "over"
    moves: int = 0
    wrong: str = ""


def parsed(line: bytes) -> dict[str, Any]:
    """Return a line of a journal. Raises ValueError where it is none."""
    body = reading.as_json(line)
    if isinstance(body, dict):
        return body
    raise ValueError("it is not a JSON object")


def header(body: dict[str, Any]) -> Header:
    """Return the header that a first line holds. Raises ValueError with what is wrong in words."""
    if body.get("journal") != FORMAT:
        raise ValueError(another_version(body.get("journal")))
    body = {**_SINCE, **{name: value for name, value in body.items() if name != "hash"}}
    sound = (
        body.keys() == {one.name for one in fields(Header)}
        and all(isinstance(body[name], str) for name in ("scenario", "digest", "program"))
        and type(body["seed"]) is int
        and 0 <= body["seed"] < 2**64
        and isinstance(body["decision"], str | None)
        and isinstance(body["only"], bool)
        and isinstance(body["held"], bool)
        and isinstance(body["parent"], str | None)
        and type(body["run"]) is int
        and 0 <= body["run"] < 2**63
        and type(body["theory"]) is int
        and isinstance(body["people"], list)
        and isinstance(body["policies"], dict)
        and all(isinstance(name, str) for name in body["policies"].values())
        and isinstance(body["opponents"], str)
        and isinstance(body["content"], dict)
        and all(isinstance(text, str) for text in (*body["people"], *body["content"].values()))
    )
    if not sound:
        raise ValueError("is not a saved game that this version knows")
    if body["theory"] > THEORY_VERSION:
        raise ValueError(
            f"was played by a newer theory ({body['theory']}, this version has {THEORY_VERSION}). "
            "Update Sitroom to open it; nothing has been changed in it"
        )
    return Header(**{**body, "people": tuple(body["people"])})


def as_plain(head: Header) -> dict[str, Any]:
    """Return a header as its line holds it, without a word of what is as in a study."""
    usual: tuple[tuple[str, object], ...] = (("policies", {}), ("opponents", "study"))
    return {name: value for name, value in asdict(head).items() if (name, value) not in usual}


def another_version(found: object) -> str:
    """Return what to say of a game in another format than ours."""
    if type(found) is int and found > FORMAT:
        return (
            f"was saved by a newer version of Sitroom (format {found}, this one reads {FORMAT}). "
            "Update Sitroom to open it; nothing has been changed in it"
        )
    return f"is of another version (format {str(found)[:20]}, this one reads {FORMAT})"


def head(path: Path) -> Head:
    """Return the head of a file; the rest is checked when the game is opened. Raises nothing."""
    changed = 0
    try:
        changed = path.lstat().st_mtime_ns  # of a link that leads nowhere, its own
        changed = path.stat().st_mtime_ns
        first, *rest = reading.read_bytes(path).split(b"\n")
    except reading.UnreadableError as error:
        return Head(path, changed, wrong=f"can't be read: {error.why}")
    except OSError as error:
        return Head(path, changed, wrong=f"can't be read: {reading.reason(error)}")
    try:
        body = parsed(first)
        whole = [line for line in rest[:-1] if line]
        waits = str(parsed(whole[-1])["next"]) if whole else "start"
    except (ValueError, KeyError):
        return Head(path, changed, wrong="is not a saved game, or a broken one")
    try:
        return Head(path, changed, header(body), waits, len(whole))
    except ValueError as error:
        return Head(path, changed, wrong=str(error))


def heads(folder: Path) -> list[Head]:
    """Return the heads of all files of a folder that look like games, last played first."""
    try:
        found = [head(path) for path in sorted(folder.glob("*.jsonl"))]
    except OSError:
        return []
    return sorted(found, key=lambda one: -one.changed)
