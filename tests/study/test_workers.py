"""Whoever plays a study, and whoever is lost on the way: it stays the same study."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import active_children
from pathlib import Path

import pytest

import sitroom as sitroom_package
from sitroom.study import blocks, cluster
from sitroom.study.cluster import Cluster, ClusterError
from sitroom.study.pool import Pool, Processes
from sitroom.study.results import plain
from sitroom.study.summary import account
from sitroom.study.tally import empty
from tests.command import ROOT, Sitroom
from tests.study.test_study import SHORT, plan, told


def played(wanted: blocks.Plan, pool: Pool, between: Callable[[int], object]) -> str:
    """Play a plan; `between` is called after each block with its number."""
    tally = empty(wanted.models[0])
    todo = blocks.blocks([()], wanted.runs, 100)
    for done, (_, part) in enumerate(blocks.through(wanted, todo, pool)):
        tally = tally.plus(part)
        between(done)
    return json.dumps(plain(account(wanted.models[0], tally)))


def test_neither_processes_nor_the_loss_of_one_change_a_study() -> None:
    wanted = plan(1200, rules=True)
    pool = Processes(2)

    def kill(done: int) -> None:
        if not done:
            active_children()[0].kill()

    try:
        assert played(wanted, pool, kill) == told(wanted, 1200)
    finally:
        pool.close()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler answers at tcp://127.0.0.1:1"),
        ("nowhere.invalid:8786", "there is no machine with the name in 'nowhere.invalid:8786'"),
        ("tcp://", "Dask"),
        ("smoke://127.0.0.1:1", "Dask"),
    ],
)
def test_a_cluster_that_is_not_there(sitroom: Sitroom, address: str, words: str) -> None:
    pytest.importorskip("distributed")
    sitroom(*SHORT, "--cluster", address, "--runs", "10").refused(2, words)


@dataclass
class Machines:
    """A scheduler, and workers that are started one by one, each a process of its own."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    place: Path = field(init=False)

    def __post_init__(self) -> None:
        self.place = self.folder / "scheduler.json"
        self.start("scheduler", "--port", "0")
        while not (self.place.exists() and self.place.stat().st_size):  # it is not written at once
            assert self.processes[0].poll() is None
            time.sleep(0.1)

    @property
    def address(self) -> str:
        found: str = json.loads(self.place.read_text("utf-8"))["address"]
        return found

    def start(self, what: str, *options: str, sources: Path = ROOT) -> None:
        """Start a program of Dask; `sources` is a folder in which it finds its modules first."""
        place = ("--scheduler-file", str(self.place), "--host", "127.0.0.1", "--no-dashboard")
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *options, *place]
        free = {**os.environ, "PYTHONPATH": str(sources), "PYTHONWARNINGS": ""}
        free["DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT"] = "10s"
        nothing = subprocess.DEVNULL
        self.processes.append(
            subprocess.Popen(command, env=free, cwd=self.folder, stdout=nothing, stderr=nothing)
        )

    def worker(self, sources: Path = ROOT) -> None:
        self.start("worker", "--no-nanny", "--nthreads", "1", sources=sources)

    def other(self, text: str) -> Path:
        """Return a folder with a Sitroom of its own, which is nothing but this text."""
        package = self.folder / f"other{len(self.processes)}" / "sitroom"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(text, "utf-8")
        return package.parent


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    pytest.importorskip("distributed")
    made = Machines(tmp_path)
    try:
        yield made
    finally:
        for process in made.processes:
            process.kill()
            process.wait()


def met(machines: Machines, workers: int, left_out: list[str]) -> Cluster:
    """Return the cluster when so many workers have come to it."""
    for _ in range(300):
        left_out.clear()
        try:
            pool = Cluster(machines.address, left_out.append)
        except ClusterError as error:
            assert "worker" in str(error)  # noqa: PT017 - it may take some time to come
        else:
            if pool.width + len(left_out) >= workers:
                return pool
            pool.close()
        time.sleep(0.2)
    raise AssertionError("the workers do not come")


@pytest.mark.slow
def test_a_cluster_that_loses_workers_and_gets_others_plays_the_same_study(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "LOOK", 0.2)
    wanted = plan(1500)
    machines.worker()
    machines.worker()
    pool = met(machines, 2, [])

    def change(done: int) -> None:
        if done == 0:
            machines.processes[1].kill()
        if done == 3:
            machines.processes[2].kill()
            machines.worker()

    try:
        assert played(wanted, pool, change) == told(wanted, 1500)
    finally:
        pool.close()


@pytest.mark.slow
def test_workers_of_another_sitroom_or_without_one_are_left_out(machines: Machines) -> None:
    machines.worker(machines.other('__version__ = "0.0.1"\n'))
    machines.worker(machines.other("raise ModuleNotFoundError(\"No module named 'sitroom'\")\n"))
    left_out: list[str] = []
    deadline = time.monotonic() + 60
    while len(left_out) < 2 and time.monotonic() < deadline:
        left_out.clear()
        with pytest.raises(ClusterError, match="worker"):
            Cluster(machines.address, left_out.append)
    assert sorted(line.partition(": it ")[2].split(" (")[0] for line in left_out) == [
        f"has Sitroom 0.0.1, and here is {sitroom_package.__version__}",
        "has no Sitroom",
    ]
    machines.worker()
    pool = met(machines, 3, left_out)
    try:
        assert pool.width == 1
        assert played(plan(200), pool, lambda _: None) == told(plan(200), 200)
    finally:
        pool.close()


@pytest.mark.slow
def test_a_scheduler_that_ends_in_mid_study_is_told(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 4.0)
    monkeypatch.setattr(cluster, "LOOK", 0.2)
    machines.worker()
    pool = met(machines, 1, [])
    try:
        with pytest.raises(ClusterError, match="no longer answers"):
            played(plan(3000), pool, lambda _: machines.processes[0].kill())
    finally:
        pool.close()


def test_a_cluster_without_workers_is_told(machines: Machines, sitroom: Sitroom) -> None:
    done = sitroom(*SHORT, "--cluster", machines.address, "--runs", "10")
    done.refused(2, "has no workers")
