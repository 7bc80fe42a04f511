"""Where the many games are played: in this process, or in others of this machine.

A pool takes a function and pieces of work, and gives back what each came to as it is done. A piece
whose process was lost is done again. Processes end with whoever started them, however that ends.
"""

import os
import signal
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from threading import Thread
from typing import Any, Protocol, TypeVar

from sitroom.errors import SitroomError

T = TypeVar("T")
R = TypeVar("R")
TIMES = 3  # that a piece may be lost with its process
LOOK = 0.2  # seconds after which we look up from waiting, so that an interrupt is heard anywhere
MOST = 61 if sys.platform == "win32" else 1000  # processes that one can wait for
SMALL = 3000  # runs that are played before other processes have started


class LostWorkersError(SitroomError):
    """Processes or machines were lost again and again over the same piece of work."""

    title = "The work was lost"


class Pool(Protocol):
    """Who does the work."""

    @property
    def width(self) -> int:
        """How many pieces are under way at a time."""

    def each(self, call: Callable[[T], R], pieces: Sequence[T]) -> Iterator[tuple[int, R]]:
        """Yield the number of each piece and what it came to, as they are done.

        Raises what `call` raises, and LostWorkersError.
        """

    def close(self) -> None:
        """Let go of whoever works; what is under way is dropped."""


def gathered(
    pool: Pool, call: Callable[[T], R], pieces: Sequence[T], tick: Callable[[], None]
) -> list[R]:
    """Return what the pieces came to, in their order; `tick` is called as each is done."""
    found: dict[int, R] = {}
    for number, result in pool.each(call, pieces):
        found[number] = result
        tick()
    return [found[number] for number in range(len(pieces))]


def local(jobs: int | None = None, *, small: bool = False) -> "Pool":
    """Return a pool of so many processes; if not said of one for each core, or of none for little."""
    jobs = jobs or (1 if small else os.cpu_count() or 1)
    return Alone() if jobs == 1 else Processes(min(jobs, MOST))


class Alone:
    """This process does it all."""

    width = 1

    def each(self, call: Callable[[T], R], pieces: Sequence[T]) -> Iterator[tuple[int, R]]:
        """Yield what each piece came to, one after the other."""
        for number, piece in enumerate(pieces):
            yield number, call(piece)

    def close(self) -> None:
        """Do nothing."""


@dataclass(eq=False)
class _Worker:
    process: SpawnProcess
    line: "Connection[Any, Any]"
    piece: int = -1  # the number of what it does


class Processes:
    """So many processes of this machine, started when there is work for them."""

    def __init__(self, jobs: int) -> None:
        self.width = jobs
        self._workers: list[_Worker] = []

    def each(self, call: Callable[[T], R], pieces: Sequence[T]) -> Iterator[tuple[int, R]]:
        """Yield what each piece came to, in whatever order they are done."""
        waiting, lost = deque(range(len(pieces))), Counter[int]()
        try:
            while self._give(call, pieces, waiting):
                done = list(self._heard(waiting, lost))
                self._give(call, pieces, waiting)  # nobody waits while we look at what is done
                yield from done
        except BaseException:
            self.close()
            raise

    def _give(
        self, call: Callable[[T], R], pieces: Sequence[T], waiting: "deque[int]"
    ) -> list[_Worker]:
        """Give what waits to whoever is free, and return all who are at work."""
        free = [worker for worker in self._workers if worker.piece < 0]
        for _ in range(min(self.width - len(self._workers), len(waiting) - len(free))):
            free.append(_started())
            self._workers.append(free[-1])
        for worker in free[: len(waiting)]:
            number = waiting.popleft()
            try:
                worker.line.send((call, pieces[number]))
                worker.piece = number
            except OSError:  # it ended while it had nothing to do
                self._end(worker)
                waiting.appendleft(number)
        if waiting and not self._workers:
            return self._give(call, pieces, waiting)
        return [worker for worker in self._workers if worker.piece >= 0]

    def _heard(self, waiting: "deque[int]", lost: Counter[int]) -> Iterator[tuple[int, Any]]:
        """Yield what those at work have to say, and put back what the lost ones had under way."""
        lines = {worker.line: worker for worker in self._workers if worker.piece >= 0}
        for worker in [lines[line] for line in wait(list(lines), LOOK)]:  # type: ignore[index]
            try:
                well, found = worker.line.recv()
            except (EOFError, OSError):
                self._gone(worker, waiting, lost)
                continue
            if not well:
                raise found
            yield worker.piece, found
            worker.piece = -1

    def _gone(self, worker: _Worker, waiting: "deque[int]", lost: Counter[int]) -> None:
        """Put back what a process had under way that is no more."""
        self._end(worker)
        lost[worker.piece] += 1
        if lost[worker.piece] == TIMES:
            raise LostWorkersError(
                "the process that did the work was lost three times over the same part of it",
                "Perhaps there is too little memory; try fewer at a time (--jobs).",
            )
        waiting.appendleft(worker.piece)

    def _end(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.line.close()

    def close(self) -> None:
        """End all processes at once: they hold nothing that could be lost."""
        for worker in self._workers:
            worker.process.kill()
        while self._workers:
            self._end(self._workers[-1])


def _started() -> _Worker:
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_work, args=(theirs,), daemon=True)
    with deaf():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def deaf() -> Iterator[None]:
    """Let processes that are started now not hear an interrupt: it is for us, who say what is kept."""
    if sys.platform == "win32":
        yield
        return
    with redirect_stderr(sys.__stderr__):  # that of a screen has no number to pass on
        resource_tracker.ensure_running()  # which would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(line: "Connection[Any, Any]") -> None:
    """Do what comes down the line until there is nobody at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_watch, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            call, piece = line.recv()
            try:
                answer = True, call(piece)
            except Exception as error:  # noqa: BLE001 - whoever asked has it raised
                answer = False, error
            line.send(answer)


def _watch() -> None:
    """End at once when the process that started us is no more, also in the midst of work."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
