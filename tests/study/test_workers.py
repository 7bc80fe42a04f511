"""Whoever plays a study, and whoever is lost on the way: it stays the same study."""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

import pytest

from sitroom.study import blocks
from sitroom.study.results import plain
from sitroom.study.study import Here
from sitroom.study.summary import account
from sitroom.study.tally import empty
from tests.command import ROOT, Sitroom
from tests.study.test_study import SHORT, plan, told


class Breaking(Here):
    """An executor whose worker is lost now and then."""

    calls = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        Breaking.calls += 1
        if Breaking.calls % 3 == 2:
            raise BrokenExecutor
        return super().submit(fn, *args, **kwargs)


class Broken(Here):
    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        raise BrokenExecutor


def test_a_block_whose_worker_was_lost_is_played_again() -> None:
    wanted = plan(200)
    assert told(wanted, 40, Breaking, 2) == told(wanted, 200)
    with pytest.raises(blocks.LostWorkersError):
        told(wanted, 40, Broken, 2)


def test_neither_processes_nor_the_loss_of_one_change_a_study() -> None:
    wanted = plan(1200, rules=True)
    pools: list[Executor] = []

    def pool() -> Executor:
        pools.append(ProcessPoolExecutor(2, get_context("spawn")))
        return pools[-1]

    tally = empty(wanted.models[0])
    todo = blocks.blocks([()], wanted.runs, 100)
    for done, (_, part) in enumerate(blocks.through(wanted, todo, pool, 4)):
        tally = tally.plus(part)
        if not done:
            active_children()[0].kill()
    for one in pools:
        one.shutdown()
    assert len(pools) == 2
    assert json.dumps(plain(account(wanted.models[0], tally))) == told(wanted, 1200)


def test_a_cluster_that_is_not_there(sitroom: Sitroom) -> None:
    pytest.importorskip("distributed")
    sitroom(*SHORT, "--cluster", "tcp://127.0.0.1:1", "--runs", "10").refused(
        2, "no Dask scheduler"
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Any:
    """A scheduler and two workers, each a process of its own, on this machine."""
    pytest.importorskip("distributed")
    place = tmp_path / "scheduler.json"
    free = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": ""}
    shared = {
        "env": free,
        "cwd": tmp_path,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }

    def start(what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, *options]
        return subprocess.Popen(command, **shared)  # type: ignore[call-overload,no-any-return]

    host = ("--host", "127.0.0.1", "--no-dashboard")
    started = [start("scheduler", *host, "--port", "0", "--scheduler-file", str(place))]
    while not place.exists():
        assert started[0].poll() is None
        time.sleep(0.1)
    one = ("--no-nanny", "--nthreads", "1", "--scheduler-file", str(place), *host)
    started += [start("worker", *one) for _ in range(2)]
    try:
        yield json.loads(place.read_text("utf-8"))["address"], started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_a_cluster_that_loses_a_worker_plays_the_same_study(cluster: Any) -> None:
    address, (first, _) = cluster
    connect = importlib.import_module("distributed").Client
    wanted = plan(1500)
    whole = told(wanted, 1500)
    with connect(address, timeout=20, set_as_default=False) as client:
        client.wait_for_workers(2)
        tally, lost = empty(wanted.models[0]), False
        todo = blocks.blocks([()], wanted.runs, 100)
        for _, part in blocks.through(wanted, todo, client.get_executor, 4):
            tally = tally.plus(part)
            if not lost:
                first.send_signal(signal.SIGKILL)
                lost = True
    assert json.dumps(plain(account(wanted.models[0], tally))) == whole
