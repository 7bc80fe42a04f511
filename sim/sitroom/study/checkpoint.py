"""A study on disk: what it plays, and what is done of it, in one file that can be gone on with."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import sitroom
from sitroom.engine.theory import Ints
from sitroom.errors import SitroomError
from sitroom.files import reading, writing
from sitroom.scenario.rules import known
from sitroom.study.blocks import Spans
from sitroom.study.tally import ARRAYS, Paths, Tally

FORMAT = 1
FILE = "checkpoint.npz"
MOST = 2 << 30  # bytes of it


class StudyError(SitroomError):
    """A folder that can't be used as a study; the message is for people."""

    title = "The study can't be used"
    exit_code = 2


@dataclass(frozen=True)
class Header:
    """What a study plays; `content` is the scenario itself, as its files were."""

    scenario: str
    digest: str
    seed: int
    decision: str | None
    only: bool
    rules: bool
    variants: tuple[dict[str, float | bool | str], ...]
    content: dict[str, str]
    study: int = FORMAT
    program: str = sitroom.__version__
    policies: dict[str, str] = field(default_factory=dict)  # by seat, where not the computer plays
    plugged: tuple[str, ...] = ()  # rules of plug-ins that each decision is weighed under, too


@dataclass(frozen=True)
class Extent:
    """How many runs of each model a study is to have, and which and how many are done."""

    wanted: int
    done: tuple[Spans, ...]
    runs: tuple[int, ...]


@dataclass(frozen=True)
class Kept:
    """A study as far as it is done: for each model the runs, and what they came to."""

    header: Header
    wanted: int  # runs of each model
    done: tuple[Spans, ...]
    tallies: tuple[Tally, ...]


def write(
    folder: Path, header: Header, wanted: int, done: Sequence[Spans], tallies: Sequence[Tally]
) -> None:
    """Keep a study in a folder, whole or not at all."""
    head = {**asdict(header), "wanted": wanted, "done": done, "runs": [t.runs for t in tallies]}
    arrays: dict[str, Any] = {"header": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)}
    for i, tally in enumerate(tallies):
        paths = tally.paths()
        arrays |= {f"{i}.{name}": getattr(tally, name) for name in ARRAYS}
        arrays |= {
            f"{i}.words": paths.words,
            f"{i}.counts": paths.counts,
            f"{i}.lowest": paths.first,
        }
    out = io.BytesIO()  # a million runs of many pasts come to some ten million bytes
    np.savez_compressed(out, **arrays)
    writing.replace_ours(folder / FILE, out.getvalue(), [b"PK\x03\x04"])


# What NumPy and the zip below it may say of a file that is none of ours, or was cut or changed.
_DAMAGE = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    ArithmeticError,
    MemoryError,
    RuntimeError,  # "encrypted", "no such compression"
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def _opened(folder: Path) -> Iterator[Any]:
    with (
        reading.opened(folder / FILE, MOST) as file,
        np.load(file, allow_pickle=False) as kept,
    ):
        yield kept


def head(folder: Path) -> tuple[Header, Extent]:
    """Return what a study plays, and how far it is. Raises StudyError."""
    try:
        with _opened(folder) as kept:
            found: Any = reading.as_json(kept["header"].tobytes())
        wanted, done, runs = (found.pop(name) for name in ("wanted", "done", "runs"))
        spans = tuple(tuple((int(a), int(b)) for a, b in one) for one in done)
        extent = Extent(int(wanted), spans, tuple(map(int, runs)))
        if found["study"] != FORMAT:
            raise StudyError(f"{folder} is a study of another version of Sitroom")
        lists = {name: tuple(found.get(name, ())) for name in ("variants", "plugged")}
        header = Header(**{**found, **lists})
    except FileNotFoundError:
        raise StudyError(f"{folder} holds no study") from None
    except _DAMAGE:
        raise StudyError(f"{folder / FILE} can't be read as a study") from None
    return header, extent


def _weighed(rules: Ints, header: Header) -> Ints:
    """Return what rules came to; where it was not asked for, room for the rules that there are."""
    questions, _, options = rules.shape
    return rules if header.rules else np.zeros((questions, len(known()), options), dtype=np.int64)


def read(folder: Path) -> Kept:
    """Return a study as far as it is done. Raises StudyError."""
    header, extent = head(folder)
    try:
        with _opened(folder) as kept:

            def array(i: int, name: str) -> Ints:
                if name == "endings" and f"{i}.{name}" not in kept:  # kept before there were any
                    return np.array([extent.runs[i]], dtype=np.int64)
                found: Ints = kept[f"{i}.{name}"]
                return found

            tallies = tuple(
                Tally(
                    runs=runs,
                    **{name: array(i, name) for name in ARRAYS if name != "rules"},
                    rules=_weighed(array(i, "rules"), header),
                    ends=[Paths(array(i, "words"), array(i, "counts"), array(i, "lowest"))],
                )
                for i, runs in enumerate(extent.runs)
            )
    except _DAMAGE:
        raise StudyError(f"{folder / FILE} can't be read as a study") from None
    return Kept(header, extent.wanted, extent.done, tallies)
