"""Doors that came later: packs, codings, and what a program at a seat answers."""

import contextlib
import io
import os
import stat
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from sitroom.engine.moves import IllegalMoveError, Trigger
from sitroom.files import reading
from sitroom.journal.session import Session
from sitroom.loader import archive, codings
from sitroom.loader.archive import PackError
from sitroom.loader.load import load
from sitroom.loader.opening import prepare
from sitroom.loader.yaml_text.reader import decode
from sitroom.policies import advice
from sitroom.scenario.problems import ContentError
from sitroom.seats.answer import move_of
from tests.loader.world import files, folder_files

PART, PARTED = b"\x1e", b"\n"  # between files, and between a file's name and its text


# -- packs -------------------------------------------------------------------------------------


def packs() -> list[bytes]:
    """A pack as it is, and (C) its files, to be packed with sums that are right whatever they are."""
    texts = {
        name if name.startswith("scenarios/") else f"scenarios/harbour/{name}": text
        for name, text in folder_files().items()
        if "bystander" not in name
    }
    whole = archive.packed(texts, {"licence": None})
    parts = [name.encode() + PARTED + text.encode() for name, text in texts.items()]
    return [b"R" + whole, b"C" + PART.join(parts), *(b"C" + part for part in parts)]


def read_pack(data: bytes, folder: Path) -> None:
    """A pack from a stranger."""
    path = folder / f"{os.getpid()}.zip"
    path.write_bytes(packed(data))
    with contextlib.suppress(PackError, ContentError):
        _, found = archive.contents(path)
        load({name: decode(text) for name, text in found.items()})


def packed(body: bytes) -> bytes:
    """Pack (C) files under whatever names they have, some of them twice, some as links; or (R) leave it."""
    if body[:1] != b"C":
        return body[1:]
    listed: dict[str, str] = {}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as into, contextlib.suppress(ValueError, UserWarning):
        for part in body[1:].split(PART):
            name, _, text = part.partition(PARTED)
            info = zipfile.ZipInfo(name.decode("utf-8", "replace"))
            kind = stat.S_IFLNK if name.startswith(b"@") else stat.S_IFREG
            info.external_attr = (kind | 0o644) << 16
            into.writestr(info, text)
            listed[info.filename] = archive.sha(text)
        into.writestr(archive.LIST, str({"format": 1, "files": listed}).replace("'", '"'))
    return data.getvalue()


# -- codings -----------------------------------------------------------------------------------

CODES = """format: 1
coder: ann
codes:
  - {source: paper, paragraph: 2, actor: mayor, decision: entry, position: 40, salience: 60,
     confidence: implied, as_of: 2024-03-01, says: It should wait outside., note: a storm comes}
  - {source: paper, paragraph: 3, actor: port, decision: entry, silent: true}
  - source: paper
    paragraph: 4
    actor: mayor
    belief: -0.4
    concern: safety
    says: Nobody may be hurt.
"""


def codes() -> list[bytes]:
    """A coder's file, whole and in part."""
    lines = CODES.encode().splitlines(keepends=True)
    return [CODES.encode(), *(b"".join(lines[:2] + lines[n : n + 4]) for n in range(2, 9))]


def read_codes(data: bytes, folder: Path) -> None:
    """A coder's file, on its own and beside its scenario."""
    path = folder / f"codes-{os.getpid()}" / "ann.yaml"  # what it says of itself
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    with contextlib.suppress(ContentError):
        codings.read(path, _content())


@cache
def _content() -> Any:
    return load(files())


# -- a program at a seat -----------------------------------------------------------------------

_ANSWERS = (
    '{"number": 1}', '{"number": 999, "n": 3}', '{"move": "pass"}', '{"move": "pass", "seat": "port"}',
    '{"move": "say", "argument": "leak", "pressed": true}', '{"move": "choose", "option": "permit"}',
    '{"move": "own", "text": "Let it in.", "concern": "safety", "claim": 1, "source": "paper", "paragraph": 2}',
    '{"move": "own", "text": "\\u202eno", "concern": "safety", "claim": -0.5, "rating": 1, "strength": 9}',
    '[1, {"number": 1}]', "null", '{"ask": "full"}',
)  # fmt: skip


def answers() -> list[bytes]:
    """Moves as a program may write them."""
    return [answer.encode() for answer in _ANSWERS]


def answer(data: bytes) -> None:
    """One line of a program: a legal move, or told why not."""
    session = table()
    with contextlib.suppress(IllegalMoveError, ValueError):
        plain = reading.as_json(data)
        moved = move_of(session.lookup, session.model, session.state, "mayor", plain)
        said = getattr(moved, "text", "")
        assert not isinstance(moved, Trigger)
        assert moved.seat == "mayor"
        assert not any(ord(sign) < 32 or 0x202A <= ord(sign) <= 0x202E for sign in said)


@cache
def table() -> Session:
    """The mayor's turn."""
    whole = files()
    del whole["actors/bystander.yaml"]
    session = Session(prepare(whole), 7, ("mayor",))
    while not session.waits:
        session.play(advice.move(session.model, session.state))
    return session
