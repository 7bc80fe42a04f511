"""Processes that do work: lost, stopped, left alone by whoever started them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sitroom.errors import SitroomError
from sitroom.study.pool import LostWorkersError, Processes, gathered
from tests.command import ROOT
from tests.loader.world import files, write
from tests.study.pieces import ends, ends_once, fails, square

PROC = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks /proc")


def test_pieces_come_back_in_order_and_errors_as_themselves() -> None:
    pool, ticks = Processes(2), list[int]()
    try:
        found = gathered(pool, square, range(7), lambda: ticks.append(1))
        assert found == [0, 1, 4, 9, 16, 25, 36]
        assert len(ticks) == 7
        with pytest.raises(SitroomError, match="is too much") as caught:
            gathered(pool, fails, [3], lambda: None)
        assert caught.value.hint == "Take less."
        assert gathered(pool, square, [5], lambda: None) == [25]  # it goes on being of use
    finally:
        pool.close()


def test_a_piece_whose_process_was_lost_is_done_again(tmp_path: Path) -> None:
    pool = Processes(2)
    try:
        pieces = [(str(tmp_path), number) for number in range(5)]
        assert gathered(pool, ends_once, pieces, lambda: None) == [0, 1, 2, 3, 4]
        with pytest.raises(LostWorkersError, match="three times"):
            gathered(pool, ends, [7], lambda: None)
    finally:
        pool.close()


def children(process: int) -> list[int]:
    """Return the processes below one, all the way down."""
    told = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, check=True, encoding="ascii"
    )
    pairs = [tuple(map(int, line.split())) for line in told.stdout.splitlines()]
    below, new = list[int](), [process]
    while new:
        new = [pid for pid, parent in pairs if parent in new]
        below += new
    return below


def alive(process: int) -> bool:
    """Whether a process goes on; one that only waits to be buried does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def at_work(process: int) -> bool:
    """Whether a process of ours has begun: the first that it does is not to heed an interrupt."""
    try:
        told = Path(f"/proc/{process}/status").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
    ignored = int(told.partition("SigIgn:")[2].split()[0], 16)
    return bool(ignored >> (signal.SIGINT - 1) & 1)


def until(true: Callable[[], bool], what: str) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(what)


def begun(arguments: Sequence[str], folder: Path) -> subprocess.Popen[str]:
    """Start a command on the harbour, and wait until its two processes are at work."""
    write(folder, files())
    command = [sys.executable, "-m", "sitroom", *arguments]
    # Who is started in the background hears no interrupt, nor does whatever it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    free = {**os.environ, "PYTHONPATH": str(ROOT / "sim"), "PYTHONWARNINGS": ""}
    process = subprocess.Popen(
        command, cwd=folder, env=free, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    # Three, with Python's own helper.
    until(lambda: sum(map(at_work, children(process.pid))) >= 3, "no workers")
    return process


STUDY = ("study", "harbour", "--runs", "2000000", "--jobs", "2", "--out", "mine")
TRY = ("try", "harbour", "--runs", "1000000", "--jobs", "2")
JIGGLE = ("backtest", "harbour", "--runs", "10", "--jiggle", "100000", "--jobs", "2")


@PROC
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        pytest.param(STUDY, "SIGTERM", marks=pytest.mark.slow),
        pytest.param(STUDY, "SIGHUP", marks=pytest.mark.slow),
        (STUDY, "SIGKILL"),
        pytest.param(STUDY, "SIGINT", marks=pytest.mark.slow),
        pytest.param(TRY, "SIGKILL", marks=pytest.mark.slow),
        (TRY, "SIGINT"),
        (JIGGLE, "SIGTERM"),
    ],
)
def test_workers_end_with_whoever_started_them(
    arguments: Sequence[str], name: str, tmp_path: Path
) -> None:
    number = getattr(signal, name)
    with begun(arguments, tmp_path) as process:
        workers = children(process.pid)
        process.send_signal(number)
        said = process.communicate(timeout=60)[1]
        until(lambda: not any(map(alive, workers)), "a worker was left")
    assert "Traceback" not in said
    if number is not signal.SIGKILL:
        assert process.returncode == 130
        assert "sitroom: " in said or (tmp_path / "mine" / "study.json").exists()


@PROC
@pytest.mark.parametrize(
    "arguments", [TRY, pytest.param(JIGGLE, marks=pytest.mark.slow)], ids=["try", "jiggle"]
)
def test_a_killed_worker_is_not_missed(arguments: Sequence[str], tmp_path: Path) -> None:
    with begun(arguments, tmp_path) as process:
        first = children(process.pid)
        for worker in first[-2:]:
            os.kill(worker, signal.SIGKILL)
        until(lambda: len(set(children(process.pid)) - set(first)) >= 2, "no new workers")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "Traceback" not in said
