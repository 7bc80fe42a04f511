"""An arena: contenders in their seats beside the built-in ones, over the same seeds, kept as it goes."""

import hashlib
import json
import shlex
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import sitroom
from sitroom.errors import SitroomError
from sitroom.files import writing
from sitroom.loader.opening import Loaded
from sitroom.seats.arena_games import COMPUTER, Block, Contender, Row, play, read
from sitroom.seats.program import Limits
from sitroom.study.pool import Pool

GAMES, HEAD = "games.jsonl", "arena.json"
BLOCK = 5  # games that are played and kept together


class ArenaError(SitroomError):
    """A folder that can't be gone on with; the message says why."""

    title = "The arena can't go on"


@dataclass
class Arena:
    """What is played, in which folder, and the rows of the games that are done."""

    loaded: Loaded
    contenders: tuple[Contender, ...]
    games: int
    folder: Path
    seed: int = 1
    decision: str | None = None
    only: bool = False
    limits: Limits = field(default_factory=Limits)
    journals: bool = False
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Go on with what the folder holds. Raises ArenaError where that is something else."""
        head, code = self._head(), self._code()
        path = self.folder / HEAD
        if path.exists():
            before = json.loads(path.read_text("utf-8"))
            was = before.pop("code", {})
            if before != head:
                raise ArenaError(
                    f"'{self.folder}' holds other games: another scenario, seed, decision or "
                    "version. Name another folder (--out), or remove it"
                )
            changed = [name for name in code if was.get(name, code[name]) != code[name]]
            if changed:
                raise ArenaError(
                    f"{', '.join(changed)} has changed since it played the games in "
                    f"'{self.folder}'. Name another folder (--out)"
                )
            if code.keys() - was.keys():
                _write(path, {**head, "code": {**was, **code}})
        elif self.folder.exists() and any(self.folder.iterdir()):
            raise ArenaError(f"'{self.folder}' holds something else; name a new folder (--out)")
        else:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(path, {**head, "code": code})
        self.rows = [row for row in self._read() if row["run"] < self.games]

    def _head(self) -> dict[str, object]:
        return {
            "scenario": self.loaded.content.scenario.id,
            "digest": self.loaded.content.digest,
            "seed": self.seed,
            "decision": self.decision,
            "only": self.only,
            "program": sitroom.__version__,
        }

    def _code(self) -> dict[str, str]:
        """Return what the files of each program's command hold, as a digest."""
        return {one.id: _digest(one.command) for one in self.contenders if one.command}

    @property
    def every(self) -> tuple[Contender, ...]:
        """Return the contenders with the built-in seats, which are first."""
        return (Contender("", COMPUTER), *self.contenders)

    def _read(self) -> list[Row]:
        return read(self.folder / GAMES, [one.id for one in self.every])

    @property
    def total(self) -> int:
        """Return how many games there are to be."""
        return self.games * len(self.every)

    def blocks(self) -> list[Block]:
        """Return what is left to play: the same runs of every contender before the next ones."""
        done = {(row["contender"], row["run"]) for row in self.rows}
        kept = self.folder / "games"
        if self.journals:
            kept.mkdir(exist_ok=True)
        found = []
        for first in range(0, self.games, BLOCK):
            for one in self.every:
                wanted = range(first, min(first + BLOCK, self.games))
                runs = tuple(run for run in wanted if (one.id, run) not in done)
                if runs:
                    found.append(
                        Block(
                            self.loaded.files,
                            self.seed,
                            self.decision,
                            self.only,
                            one,
                            runs,
                            self.limits,
                            str(kept) if self.journals else "",
                        )
                    )
        return found

    def play(self, pool: Pool) -> Iterator[int]:
        """Play what is left; yields how many games were added. What is done is kept at once."""
        blocks, path = self.blocks(), self.folder / GAMES
        whole = path.read_bytes() if path.exists() else b""
        if whole and not whole.endswith(b"\n"):  # cut short
            writing.replace(path, whole[: whole.rfind(b"\n") + 1])
        with path.open("ab") as file:
            for _, rows in pool.each(play, blocks):
                lines = (json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
                file.write("".join(lines).encode())
                file.flush()
                self.rows += rows
                yield len(rows)


def _write(path: Path, head: dict[str, object]) -> None:
    writing.replace(path, json.dumps(head, indent=1).encode())


def _digest(command: str) -> str:
    """Return a digest of the files that a command names; what those read besides is not seen."""
    found = hashlib.sha256()
    for part in shlex.split(command):
        with suppress(OSError, ValueError), Path(part).open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()
