"""How quickly and how well authors' files are checked.

    python bench/check.py [--runs 60]
    python bench/check.py --mutations [--every N] [--jobs J]

The first measures the check of a scenario of 1,000 lines, with the C parser and the pure-Python one,
and beside it `check-jsonschema` on the same file, if that is installed. The second breaks every key
of every shipped file in turn (or every Nth) and counts what is said.
"""

import argparse
import functools
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sitroom.loader import bundle  # noqa: E402
from sitroom.loader import load as loading  # noqa: E402
from sitroom.loader.load import Kept, examine  # noqa: E402
from sitroom.loader.yaml_text import reader  # noqa: E402
from sitroom.scenario.content import Content  # noqa: E402
from sitroom.scenario.schema import Scenario  # noqa: E402
from tests.loader.mutations import WAYS, Mutation, Tally, judge, mutations, seated  # noqa: E402
from tests.loader.world import MAIN, files  # noqa: E402

SITROOM = "import sys; from sitroom.cli import main; sys.exit(main(sys.argv[1:]))"


def long_scenario(lines: int = 1000) -> dict[str, str]:
    """Return the files of a scenario in one file of about so many lines."""
    whole = files()
    head, mark, decision = whole[MAIN].partition("decisions:\n")
    count = round((lines - head.count("\n")) / decision.count("\n"))
    again = [decision.replace("- id: entry", f"- id: entry-{n}", 1) for n in range(1, count)]
    return {**whole, MAIN: head + mark + decision + "".join(again)}


def seconds(
    task: Callable[[], object], runs: int, clock: Callable[[], float] = time.process_time
) -> float:
    """Return the median time of a task, of the processor unless another clock is given."""
    times = []
    for _ in range(runs):
        start = clock()
        task()
        times.append(clock() - start)
    return statistics.median(times)


def speed(runs: int) -> None:
    """Print how long a scenario of 1,000 lines takes."""
    whole = long_scenario()
    print(f"a scenario of {whole[MAIN].count(chr(10))} lines, median of {runs}")
    fast = seconds(lambda: loading.load(whole), runs)
    print(f"  load and check, C parser            {fast * 1000:7.1f} ms")
    slow_scan = functools.partial(reader.scan, parser=yaml.SafeLoader)
    with mock.patch.object(loading, "scan", slow_scan):
        slow = seconds(lambda: loading.load(whole), max(runs // 6, 3))
    print(f"  the same, pure-Python parser        {slow * 1000:7.1f} ms, {slow / fast:.1f} times")
    with tempfile.TemporaryDirectory() as name:
        compare(Path(name), whole, max(runs // 6, 3))


def compare(folder: Path, whole: dict[str, str], runs: int) -> None:
    """Print how long the whole command takes, and check-jsonschema on the same file."""
    for file, text in whole.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    schema = folder / "schema.json"
    schema.write_text(json.dumps(Scenario.model_json_schema()), encoding="utf-8")
    free = {**os.environ, "PYTHONPATH": str(ROOT)}
    own = [sys.executable, "-c", SITROOM, "check", str(folder / MAIN)]
    other = ["check-jsonschema", "--schemafile", str(schema), str(folder / MAIN)]

    def run(command: list[str]) -> None:
        done = subprocess.run(command, env=free, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stderr.decode())

    there = shutil.which(other[0]) is not None
    ours, theirs = [], []
    for _ in range(runs):  # in turn, so that a noisy machine slows both alike
        ours.append(seconds(lambda: run(own), 1, time.perf_counter))
        if there:
            theirs.append(seconds(lambda: run(other), 1, time.perf_counter))
    print(f"  sitroom check, as a command         {statistics.median(ours) * 1000:7.1f} ms")
    if not there:
        print("  check-jsonschema is not installed: left out")
        return
    ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
    median = statistics.median(theirs) * 1000
    print(f"  check-jsonschema, as a command      {median:7.1f} ms, {ratio:.1f} times")


_Loaded = tuple[dict[str, str], Content, Kept]


@functools.cache
def _loaded(name: str) -> _Loaded:
    whole = bundle.read(name)
    kept: Kept = {}
    content, problems = examine(whole, kept=kept)
    if content is None:
        raise SystemExit("\n".join(map(str, problems)))
    return whole, content, kept


def _judge(job: tuple[str, list[Mutation]]) -> Tally:
    name, some = job
    whole, content, kept = _loaded(name)
    tally = Tally()
    for mutation in some:
        judge(whole, mutation, content, tally, kept)
    return tally


def mutated(every: int, jobs: int) -> None:
    """Print what is said of mutations of all shipped files."""
    work = []
    for name in bundle.scenarios():
        whole, content, _ = _loaded(name)
        found = list(mutations(seated(whole, content)))[::every]
        work += [(name, found[i : i + 50]) for i in range(0, len(found), 50)]
    total = Tally()
    with multiprocessing.Pool(jobs) as pool:
        for number, tally in enumerate(pool.imap_unordered(_judge, work), start=1):
            total.add(tally)
            if sys.stderr.isatty():
                print(f"\r{number} of {len(work)}", end="", file=sys.stderr)
    print("| | tried | told | means the same | another right file | silent |")
    print("|---|---|---|---|---|---|")
    for way in (*WAYS, "all"):
        row = [sum(c.values()) if way == "all" else c[way] for c in total.counts()]
        silent = sum(way in (m.way, "all") for m in total.silent)
        print(f"| {way} | {' | '.join(f'{n:,}' for n in [*row, silent])} |")
    near = 1 - len(total.elsewhere) / total.messages
    one = total.one / sum(total.told.values())
    print(f"\n{near:.1%} of {total.messages:,} messages point to the broken line or its parent;")
    print(f"{one:.1%} of the mistakes that were told gave one message.")
    for mutation in sorted(total.silent, key=lambda m: (m.file, m.line))[:20]:
        print("silent:", mutation.file, mutation.line, mutation.way, mutation.key)


def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=60)
    options.add_argument("--mutations", action="store_true")
    options.add_argument("--every", type=int, default=1)
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = options.parse_args()
    if chosen.mutations:
        mutated(chosen.every, chosen.jobs)
    else:
        speed(chosen.runs)


if __name__ == "__main__":
    main()
