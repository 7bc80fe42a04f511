"""A study in a process of its own, with its report, so that who asked for it is not held up.

It says how far it is, and what goes wrong as the error itself. It stops when it is told to, also by
the end of whoever asked for it; what is done is kept in its folder, and gone on with from there.
"""

import os
import signal
from _thread import interrupt_main
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread

from sitroom.errors import SitroomError
from sitroom.loader.opening import prepare
from sitroom.loader.roots import home
from sitroom.narration import page_text
from sitroom.reports import study_page
from sitroom.study import pool, results, setup
from sitroom.study.blocks import size_for
from sitroom.study.checkpoint import StudyError
from sitroom.study.results import StudyResult

NOTHING = page_text.IT_WAS_STOPPED_BEFORE_FIRST
Said = int | SitroomError | None  # how many runs are done, or the last word: an error, or none


@dataclass(frozen=True)
class Wanted:
    """What is to be played; `files` are the scenario, as the games of it carry it."""

    files: Mapping[str, str]
    scenario: str
    runs: int
    seed: int
    decision: str | None = None
    only: bool = False


class StudyProcess:
    """A study under way; it is kept in `folder`, where its runs can be opened from later."""

    def __init__(self, wanted: Wanted, folder: Path | None = None) -> None:
        self.wanted = wanted
        self.folder = folder or new_folder(wanted.scenario)
        self.stopped = False
        self._line: Connection[None, Said] | None = None

    def play(self) -> Iterator[int]:
        """Play; yields how many runs are done. Raises SitroomError where nothing came of it.

        A process that is lost is begun again, from what it has kept.
        """
        for _ in range(pool.TIMES):
            if self.stopped or (yield from self._played()):
                break
        else:
            raise StudyError(f"its process was lost again and again; {self.folder} keeps the rest")
        if not (self.folder / results.FILE).exists():
            raise StudyError(NOTHING)

    def _played(self) -> Generator[int, None, bool]:
        """Yield how many runs are done; returns whether the process came to its end."""
        context = get_context("spawn")
        line, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self.wanted, self.folder))
        with pool.deaf():
            process.start()
        theirs.close()
        self._line = line
        try:
            if self.stopped:
                self.stop()
            while (said := self._said(line)) is not None:
                if isinstance(said, SitroomError):
                    raise said
                yield said
        except EOFError:
            return False
        finally:
            self._line = None
            line.close()  # which stops it, if it goes on
            process.join()
        return True

    def _said(self, line: "Connection[None, Said]") -> Said:
        """Return what is said next; an interrupt stops the study."""
        while True:
            try:
                return line.recv()
            except KeyboardInterrupt:
                self.stop()
            except OSError:
                raise EOFError from None

    def stop(self) -> None:
        """Stop after what is under way; what is done is kept."""
        self.stopped = True
        line = self._line
        if line is not None:
            with suppress(OSError):
                line.send(None)

    def found(self) -> StudyResult:
        """Return what came of it. Raises StudyError."""
        return results.read(self.folder)


def _work(line: "Connection[Said, None]", wanted: Wanted, folder: Path) -> None:
    """Play what is wanted, keep it in a folder, and say down the line how far it is."""
    silent = os.open(os.devnull, os.O_RDWR)
    for number in (1, 2):  # a screen is drawn there
        os.dup2(silent, number)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ended = Event()
    Thread(target=_heed, args=(line, ended), daemon=True).start()
    with suppress(OSError):  # nobody is there any more
        try:
            _play(line, wanted, folder, ended)
        except SitroomError as error:
            line.send(error)
        except Exception as error:  # noqa: BLE001 - it is told on the screen
            line.send(StudyError(f"the study broke off: {error!r}"))
        else:
            line.send(None)


def _heed(line: "Connection[Said, None]", ended: Event) -> None:
    """Interrupt the work when it is to stop, or whoever wanted it is no more."""
    with suppress(EOFError, OSError):
        line.recv()
    if not ended.is_set():
        interrupt_main()


def _play(line: "Connection[Said, None]", wanted: Wanted, folder: Path, ended: Event) -> None:
    loaded = prepare(dict(wanted.files))
    head = setup.header(loaded, wanted.seed, wanted.decision, only=wanted.only)
    made = setup.begin(loaded, head, wanted.runs, folder)
    workers = pool.local(small=made.left <= pool.SMALL)
    try:
        line.send(made.played)
        for _ in made.play(size_for(made.left, workers.width), workers):
            line.send(made.played)
    except (KeyboardInterrupt, OSError):
        pass  # what is done is kept
    finally:
        ended.set()
        workers.close()
    if made.played:
        made.keep()
        study_page.write(folder, loaded.lookup, made.account())


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
