"""A study in a process of its own, so that who asked for it is not held up.

It is the command `sitroom study` itself: it counts on standard error, and stops at the end of its
input, also if that comes because we are no more.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import sitroom
from sitroom.loader.roots import home
from sitroom.study import results
from sitroom.study.checkpoint import StudyError
from sitroom.study.results import StudyResult

_COMMAND = "import sys; from sitroom.cli import main; sys.exit(main())"
NOTHING = "It was stopped before the first runs were done."


@dataclass
class Wanted:
    """What is to be played; `files` are the scenario, as the games of it carry it."""

    files: Mapping[str, str]
    scenario: str
    runs: int
    seed: int
    decision: str | None = None
    only: bool = False


class Apart:
    """A study under way; it is kept in `folder`, where its runs can be opened from later."""

    def __init__(self, wanted: Wanted, folder: Path | None = None) -> None:
        self.wanted = wanted
        self.folder = folder or new_folder(wanted.scenario)
        self.process: subprocess.Popen[str] | None = None
        self.stopped = False

    def play(self) -> Iterator[int]:
        """Play; yields how many runs are done. Raises StudyError where nothing came of it."""
        said: list[str] = []
        if not self.stopped:
            yield from self._play(said)
        if not (self.folder / results.FILE).exists():
            words = " ".join(filter(None, said)).removeprefix("sitroom: ")
            raise StudyError(NOTHING if self.stopped else words or "It broke off.")

    def _play(self, said: list[str]) -> Iterator[int]:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in self.wanted.files.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="")
            yield from self._run(Path(folder), said)

    def _run(self, root: Path, said: list[str]) -> Iterator[int]:
        path = os.pathsep.join(filter(None, [str(_above()), os.environ.get("PYTHONPATH")]))
        with subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-c", _COMMAND, *self._arguments()],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=root,  # its files come before all others of their names
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
        ) as self.process:
            if self.stopped:
                self.stop()
            while line := self._line():
                count = line.strip().partition(" ")[0]
                if count.isdecimal():
                    yield int(count)
                else:
                    said.append(line.strip())

    def _line(self) -> str:
        """Return the next line that is said, '' at the end; an interrupt stops the study."""
        assert self.process is not None
        assert self.process.stderr is not None
        while True:
            try:
                return self.process.stderr.readline()
            except KeyboardInterrupt:
                self.stop()

    def _arguments(self) -> list[str]:
        wanted = self.wanted
        found = ["study", wanted.scenario, "--progress", "--out", str(self.folder.resolve())]
        found += ["--runs", str(wanted.runs), "--seed", str(wanted.seed)]
        found += ["--decision", wanted.decision] if wanted.decision else []
        return [*found, "--only"] if wanted.only else found

    def stop(self) -> None:
        """Stop after what is under way; what is done is kept."""
        self.stopped = True
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()

    def found(self) -> StudyResult:
        """Return what came of it. Raises StudyError."""
        return results.read(self.folder)


def new_folder(scenario: str) -> Path:
    """Return a folder for a new study that does not exist yet."""
    base = home() / "studies"
    number = 1
    while (base / f"{scenario}-{number}").exists():
        number += 1
    return base / f"{scenario}-{number}"


def done_before(digest: str, decision: str | None, *, only: bool) -> list[tuple[Path, StudyResult]]:
    """Return the studies kept of a scenario's very files, the newest first, with what they found."""
    found = []
    for folder in sorted((home() / "studies").glob("*-*"), key=_number, reverse=True):
        try:
            one = results.read(folder)
        except StudyError:
            continue  # no study of ours
        same = (one.digest, one.decision, one.only) == (digest, decision, only)
        if same and not one.variants:
            found.append((folder, one))
    return found


def _number(folder: Path) -> tuple[str, int]:
    name, _, number = folder.name.rpartition("-")
    return name, int(number) if number.isdecimal() else 0


def _above() -> Path:
    """Return the folder that the program lies in."""
    return Path(sitroom.__file__).resolve().parent.parent
