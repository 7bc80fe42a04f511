"""Whether a saved game is what it says: its chain, its scenario, its moves, draws and numbers."""

from dataclasses import dataclass
from pathlib import Path

from sitroom.journal import record
from sitroom.journal.session import Session


@dataclass(frozen=True)
class Verdict:
    """What was found: `why` is "" for a valid game, else says what is wrong with which line."""

    path: Path
    moves: int  # that are as they should be, as far as could be read
    over: bool
    torn: int  # bytes of a last line that was cut short; it is not part of the game
    scenario: str
    drifted: int  # files of the scenario that are not as the game carries them, where it is here
    why: str = ""
    fault: str = ""  # form, chain, version, scenario, move, draw, events
    line: int | None = None  # 1 is the header, move n stands on line n + 1
    older: bool = False  # begun by an earlier theory: its first numbers can't be compared

    @property
    def record(self) -> int | None:
        """Return the number of the move that is wrong; None for the header, or for a valid game."""
        return None if self.line in (None, 1) else self.line - 1

    @property
    def valid(self) -> bool:
        """Whether the game is what it says."""
        return not self.why


def verify(path: Path) -> Verdict:
    """Play a saved game again, every number of it, and change nothing."""
    try:
        saved = record.read(path)
    except record.JournalError as error:
        return _wrong(path, error, 0)
    try:
        session = Session.replay(saved, exact=True)
    except record.JournalError as error:
        return _wrong(path, error, len(saved.torn))
    return Verdict(
        path=path,
        moves=len(saved.records),
        over=session.over,
        torn=len(saved.torn),
        scenario=saved.header.scenario,
        older=session.older,
        drifted=session.drifted(),
    )


def _wrong(path: Path, error: record.JournalError, torn: int) -> Verdict:
    right = 0 if error.line is None else max(0, error.line - 2)
    return Verdict(
        path=path,
        moves=right,
        over=False,
        torn=torn,
        scenario="",
        drifted=0,
        why=str(error),
        fault=error.fault or "form",
        line=error.line,
    )
