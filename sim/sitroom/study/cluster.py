"""The workers of a Dask cluster as a pool: each is met before it is given work, and may come and go.

Everything that is asked of the cluster has a time limit, so that whatever is wrong with it is told.
"""

import logging
import socket
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from platform import python_version
from queue import Empty, SimpleQueue
from time import monotonic, sleep
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import sitroom
from sitroom.errors import SitroomError
from sitroom.files.extras import with_extra
from sitroom.study.pool import TIMES, LostWorkersError, R, T

Future: TypeAlias = Any  # Dask has no types
Client: TypeAlias = Any

PATIENCE = 10.0  # seconds in which a scheduler, or a worker that we meet, has to answer
AWAY = 30.0  # seconds that we wait for workers when there are none
LOOK = 2.0  # seconds between looks at who is there
# Asked of a worker as text, which any Python understands, also one that has no Sitroom.
_VERSIONS = "(__import__('sitroom').__version__, __import__('platform').python_version())"


class ClusterError(SitroomError):
    """A cluster that does not work; the message says what is wrong with it."""

    title = "The cluster does not work"
    exit_code = 2


class Cluster:
    """Whoever works for a Dask scheduler and has the same Sitroom as we."""

    def __init__(self, address: str, tell: Callable[[str], object]) -> None:
        """Meet all workers; `tell` is told who is left out, and why. Raises ClusterError."""
        self.address, self._tell = address, tell
        self._client = _client(address)
        self._known: dict[str, int] = {}  # worker -> threads
        self._refused: set[str] = set()
        self._seen = self._worked = monotonic()
        self._looked = 0.0
        try:
            self._check()
            self._look()
            self._anyone()
        except BaseException:
            self.close()
            raise

    def _anyone(self) -> None:
        """Raise ClusterError where there is nobody to work."""
        if not self._known:
            raise ClusterError(
                f"no worker of the Dask scheduler at {self.address} can be used"
                if self._refused
                else f"the Dask scheduler at {self.address} has no workers"
            )

    @property
    def width(self) -> int:
        """How many pieces are under way at a time."""
        return max(1, sum(self._known.values()))

    def each(self, call: Callable[[T], R], pieces: Sequence[T]) -> Iterator[tuple[int, R]]:
        """Yield what each piece came to, in whatever order they are done."""
        waiting, lost = deque(range(len(pieces))), Counter[int]()
        going: dict[str, tuple[Future, int]] = {}
        heard: SimpleQueue[Future] = SimpleQueue()
        try:
            while waiting or going:
                if not self._look():
                    waiting.extendleft(number for _, number in going.values())
                    going.clear()
                while waiting and self._known and len(going) < 2 * self.width:
                    number = waiting.popleft()
                    future = self._sent(call, pieces[number], list(self._known))
                    going[future.key] = future, number
                    future.add_done_callback(heard.put)
                with suppress(Empty):
                    future = heard.get(timeout=0.2)
                    if future.key in going:
                        number = going.pop(future.key)[1]
                        yield from self._result(future, number, waiting, lost)
        finally:
            with suppress(Exception):
                self._client.cancel([future for future, _ in going.values()], force=True)

    def _result(
        self, future: Future, number: int, waiting: "deque[int]", lost: Counter[int]
    ) -> Iterator[tuple[int, Any]]:
        """Yield what came of a piece, or put it back where its worker was lost."""
        try:
            found = future.result(timeout=PATIENCE)
        except Exception as error:  # noqa: BLE001 - whatever the far machine raises
            kind = type(error).__name__
            if future.status == "error" and kind not in ("KilledWorker", "CommClosedError"):
                raise ClusterError(f"a worker of the cluster failed: {error!r}") from None
            lost[number] += 1
            if lost[number] == TIMES:
                raise LostWorkersError(
                    "workers of the cluster were lost three times over the same part of the work"
                ) from None
            waiting.appendleft(number)
            return
        yield number, found

    def _look(self) -> bool:
        """See who is there; returns whether what is under way can still come to its end."""
        if self._client.status == "closed":
            raise self._over()
        if monotonic() < self._looked + LOOK and self._known:
            return True
        try:
            there = self._ask(self._client.scheduler.identity)["workers"]
        except Exception as error:
            if monotonic() > self._seen + PATIENCE:
                raise self._over() from error
            sleep(0.5)
            self._looked = 0.0
            return True
        found = monotonic()
        back, self._seen, self._looked = self._looked == 0.0, found, found
        for worker in there.keys() - self._known.keys() - self._refused:
            self._meet(worker)
        gone = self._known.keys() - there.keys()
        self._known = {name: there[name]["nthreads"] for name in self._known if name in there}
        for worker in there.keys() - self._refused:
            self._known.setdefault(worker, there[worker]["nthreads"])
        if self._known:
            self._worked = found
        elif found > self._worked + AWAY:
            raise ClusterError(f"the Dask scheduler at {self.address} has had no workers for long")
        return not (back or (gone and not self._known))

    def _sent(self, call: Callable[[T], R], piece: T, workers: list[str]) -> Future:
        """Send a piece of work to one of some workers. Raises ClusterError."""
        try:
            return self._client.submit(call, piece, workers=workers, pure=False)
        except Exception as error:
            raise self._over() from error

    def _over(self) -> ClusterError:
        return ClusterError(f"the Dask scheduler at {self.address} no longer answers")

    def _meet(self, worker: str) -> None:
        """Ask a worker which Sitroom it has; one with another, or with none, is left out."""
        ours = sitroom.__version__
        future = self._sent(eval, _VERSIONS, [worker])
        why = None
        try:
            theirs, python = future.result(timeout=PATIENCE)
        except ImportError:
            why = f"it has no Sitroom (pip install sitroom=={ours})"
        except Exception as error:  # noqa: BLE001 - whatever it is, it can't be used
            silent = type(error).__name__ in ("TimeoutError", "CancelledError")
            why = f"it does not answer in {PATIENCE:.0f} seconds" if silent else repr(error)
        else:
            if theirs != ours:
                why = f"it has Sitroom {theirs}, and here is {ours}"
            elif python.split(".")[:2] != python_version().split(".")[:2]:
                why = f"it has Python {python}, and here is {python_version()}"
        if why is not None:
            self._refused.add(worker)
            self._tell(f"without the worker {worker}: {why}")

    def _check(self) -> None:
        """Raise ClusterError where the scheduler is of another version of Dask than ours."""
        ours = import_module("distributed").__version__
        try:
            theirs = self._ask(self._client.scheduler.versions)["packages"]["distributed"]
        except Exception as error:
            raise _strange(self.address) from error
        if theirs != ours:
            raise ClusterError(
                f"the Dask scheduler at {self.address} is of version {theirs}, and here is {ours}",
                f"Both have to be the same: pip install distributed=={theirs}",
            )

    def _ask(self, question: Callable[[], Any]) -> Any:  # noqa: ANN401 - Dask has no types
        return self._client.sync(question, callback_timeout=PATIENCE)

    def close(self) -> None:
        """Let go of the cluster."""
        with suppress(Exception):
            self._client.close(timeout=2)


def _client(address: str) -> Client:
    """Return a client of a scheduler. Raises ClusterError."""
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise ClusterError("--cluster needs Dask", f"To get it: {with_extra('cluster')}") from None
    for name in ("distributed", "distributed.client", "distributed.core", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # we say it ourselves
    try:
        host = urlsplit(address if "://" in address else f"tcp://{address}").hostname
        if host is not None:
            socket.getaddrinfo(host, None)
    except (OSError, UnicodeError, ValueError):
        raise ClusterError(
            f"there is no machine with the name in '{address}' (--cluster)"
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions that differ; that is asked for below
            return distributed.Client(address, timeout=PATIENCE / 2, set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        raise ClusterError(f"no Dask scheduler answers at {address}") from None
    except Exception as error:
        raise _strange(address) from error


def _strange(address: str) -> ClusterError:
    version = import_module("distributed").__version__
    return ClusterError(
        f"what answers at {address} does not speak as Dask {version} does",
        "A scheduler has to be of the same version.",
    )
