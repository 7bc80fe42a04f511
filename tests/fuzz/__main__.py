"""Knock very many times: `python -m tests.fuzz DOOR --inputs N [--seed S] [--jobs J]`.

What breaks a door is kept in `found/`, from where the tests take it. Prints counts, the slowest
input and the most memory of a process; processor time, as the machine has other work too.
"""

import argparse
import hashlib
import resource
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from tests.fuzz.doors import DOORS, FOUND, inputs

BLOCK = 1000
SLOW = 2.0  # seconds of processor time


@dataclass
class Told:
    """What came of a block of inputs."""

    broke: int = 0
    slow: int = 0
    slowest: float = 0.0
    memory: int = 0  # KiB, the most that this process has had


def block(door: str, seed: int, start: int, count: int) -> Told:
    """Knock `count` times."""
    told = Told()
    DOORS[door].knock(DOORS[door].seeds()[0])  # makes what all share: that is not the input's time
    for data in inputs(door, seed, start, count):
        began = time.process_time()
        try:
            DOORS[door].knock(data)
        except Exception:  # noqa: BLE001 - whatever escapes is what is looked for
            told.broke += 1
            keep(door, data, traceback.format_exc())
        took = time.process_time() - began
        if took > SLOW:
            told.slow += 1
            keep(door, data, f"took {took:.1f} s")
        told.slowest = max(told.slowest, took)
    told.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return told


def keep(door: str, data: bytes, why: str) -> None:
    """Keep an input that broke a door."""
    name = f"{door}-{hashlib.sha256(data).hexdigest()[:10]}"
    FOUND.mkdir(exist_ok=True)
    (FOUND / name).write_bytes(data)
    sys.stderr.write(f"\n{name}: {why}\n")


def main() -> None:
    """Knock, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("door", choices=DOORS)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    whole = Told()
    starts = range(0, options.inputs, BLOCK)
    with ProcessPoolExecutor(options.jobs) as pool:
        parts = [
            pool.submit(block, options.door, options.seed, n, min(BLOCK, options.inputs - n))
            for n in starts
        ]
        for number, part in enumerate(parts, 1):
            told = part.result()
            whole.broke, whole.slow = whole.broke + told.broke, whole.slow + told.slow
            whole.slowest, whole.memory = (
                max(whole.slowest, told.slowest),
                max(whole.memory, told.memory),
            )
            sys.stderr.write(f"\r{min(number * BLOCK, options.inputs):,} of {options.inputs:,}")
    sys.stdout.write(
        f"\n{options.door}: {options.inputs:,} inputs, seed {options.seed}: {whole.broke} broke it, "
        f"{whole.slow} took over {SLOW:.0f} s, slowest {whole.slowest:.2f} s, "
        f"most memory {whole.memory / 1024:.0f} MiB\n"
    )
    sys.exit(bool(whole.broke))


if __name__ == "__main__":
    main()
