"""The command that makes a study, and how its runs are opened."""

import argparse
import os
import re
import sys
from _thread import interrupt_main
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from sitroom.cli.output import (
    DONE,
    Progress,
    UsageError,
    check_decision,
    nearest,
    policies_of,
    processes,
    say_error,
    show_json,
    show_names,
)

if TYPE_CHECKING:
    from sitroom.journal.session import Session
    from sitroom.loader.opening import Loaded
    from sitroom.study.results import Flips, StudyResult
    from sitroom.study.study import Study

STOPPED = 130
NOTHING = "stopped before there was anything to tell or to keep; the same command begins again"
ALONE = 3000  # runs that are played before other processes have started


def study(options: argparse.Namespace) -> int:
    """Play a scenario very many times and tell what came of it."""
    from sitroom.loader.opening import open_scenario

    _check_form(options)
    _check_rule(options.rule)
    loaded = open_scenario(options.scenario)
    check_decision(loaded.lookup, options.decision)
    check_decision(loaded.lookup, options.flips)
    made = _study(options, loaded)
    looks = _looks(options, loaded)
    workers = _workers(options, small=made.left <= ALONE and not looks)
    turned: Flips | None = None
    stopped = False
    ended = Event()
    if options.progress:
        Thread(target=_heed, args=(ended,), daemon=True).start()
    try:
        _play(made, workers, lines=options.progress)
        if looks:
            turned = _flips(options, loaded, looks, workers)
    except KeyboardInterrupt:
        stopped = True
        workers.stop()
        if not made.tallies[0].runs:  # nothing that could be told
            if made.played:
                made.keep()
            say_error(["", f"sitroom: {NOTHING}"])
            return STOPPED
    finally:
        ended.set()
        workers.close()
    made.keep()
    _tell(options, loaded, made.account(turned))
    return STOPPED if stopped else DONE


def _heed(ended: Event) -> None:
    """Interrupt the work at the end of the input: who asked for it has had enough, or is no more."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    if not ended.is_set():
        interrupt_main()


def _study(options: argparse.Namespace, loaded: "Loaded") -> "Study":
    """Return what is asked for, as far as it is done. Raises StudyError or SettingError."""
    from sitroom.study import setup, sweep

    variants = sweep.variants(loaded.content, options.vary, options.without)
    head = setup.header(
        loaded,
        options.seed,
        options.decision,
        only=options.only,
        rules=options.rule is not None,
        variants=variants,
        policies=policies_of(loaded.lookup, options.policy),
    )
    folder = None if options.out is None else Path(options.out)
    return setup.begin(loaded, head, options.runs, folder)


def _check_rule(rule: str | None) -> None:
    """Raise UsageError for a rule that there is not."""
    from sitroom.scenario.rules import known

    if rule not in (None, "all", *known()):
        hint = nearest(str(rule), known()) or f"It may be: {', '.join(known())}, all."
        raise UsageError(f"there is no rule '{rule}' (--rule). {hint}")


def _check_form(options: argparse.Namespace) -> None:
    """Raise UsageError or NoLibraryError where tables can't be written as they are wanted."""
    from sitroom.render import frames

    if options.format == "parquet":
        if options.out is None:
            raise UsageError("--format is for the tables that --out writes; name a folder")
        frames.parquet_writer()


class Bar(Progress):
    """A bar on standard error; silent where nobody looks."""

    def __init__(self, total: int, things: str, *, lines: bool = False) -> None:
        super().__init__(total)
        self.things, self.lines = things, lines  # a line for each count, for programs
        self.shown = self.shown and not lines

    def add(self, count: int) -> None:
        """Count so many more."""
        self.done += count
        if self.lines:
            sys.stderr.write(f"{self.done} of {self.total} {self.things}\n")
            sys.stderr.flush()
        if self.shown:
            filled = 24 * self.done // self.total
            bar = "#" * filled + "." * (24 - filled)
            text = f"\r[{bar}] {self.done:,} of {self.total:,} {self.things}"
            sys.stderr.write(f"{text:<70}")
            sys.stderr.flush()

    def tick(self) -> None:
        """Count one more."""
        self.add(1)

    def close(self) -> None:
        """Take the bar away."""
        if self.shown:
            sys.stderr.write("\r" + " " * 75 + "\r")


@dataclass
class Workers:
    """Who plays: makes executors, and lets go of them."""

    make: Callable[[], Executor]
    width: int  # blocks under way at a time
    release: Callable[[], None] = lambda: None
    far: bool = False  # whether they are elsewhere, where anything may fail
    made: list[Executor] = field(default_factory=list)

    def pool(self) -> Executor:
        """Return an executor, a new one each time."""
        self.made.append(self.make())
        return self.made[-1]

    def stop(self) -> None:
        """Drop what is under way."""
        from multiprocessing import active_children

        for process in active_children():
            process.terminate()
        for executor in self.made:
            # Of a process that ended while it sent a result we would wait for the rest for ever,
            # as long as anybody could still send it; we ourselves could.
            results = getattr(executor, "_result_queue", None)
            if results is not None:
                results._writer.close()  # noqa: SLF001

    def close(self) -> None:
        """Let go of all executors."""
        for executor in self.made:
            executor.shutdown(wait=False)
        self.release()


def _workers(options: argparse.Namespace, *, small: bool) -> Workers:
    from sitroom.study.study import Here

    if options.cluster:
        if options.jobs:
            raise UsageError("--jobs is for this machine; leave it out with --cluster")
        return _cluster(options.cluster)
    jobs = options.jobs or (1 if small else os.cpu_count() or 1)
    return Workers(Here, 1) if jobs == 1 else Workers(lambda: processes(jobs), 2 * jobs)


def _cluster(address: str) -> Workers:
    from importlib import import_module

    try:
        distributed = import_module("distributed")
    except ImportError:
        raise UsageError('--cluster needs Dask: pip install "sitroom[cluster]"') from None
    try:
        client = distributed.Client(address, timeout=5, set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        raise UsageError(f"no Dask scheduler answers at {address}") from None
    threads = sum(client.nthreads().values())
    if not threads:
        client.close()
        raise UsageError(f"the Dask scheduler at {address} has no workers")
    return Workers(client.get_executor, 2 * threads, client.close, far=True)


def _play(made: "Study", workers: Workers, *, lines: bool) -> None:
    from sitroom.study.blocks import LostWorkersError, size_for

    bar = Bar(made.plan.runs * len(made.plan.models), "runs", lines=lines)
    bar.add(made.played)
    try:
        for count in made.play(
            size_for(made.left, max(1, workers.width // 2)), workers.pool, workers.width
        ):
            bar.add(count)
    except LostWorkersError as error:
        made.keep()
        raise UsageError(f"{error}; what is done is kept with --out") from None
    except Exception as error:
        if not workers.far:
            raise
        made.keep()
        raise UsageError(f"a worker of the cluster failed: {error}") from None
    finally:
        bar.close()


def _looks(options: argparse.Namespace, loaded: "Loaded") -> int:
    from sitroom.study import flips

    if options.flips is None:
        return 0
    return len(flips.keys(loaded.content, loaded.model, options.flips))


def _flips(options: argparse.Namespace, loaded: "Loaded", looks: int, workers: Workers) -> "Flips":
    from sitroom.study import flips

    bar = Bar(looks, "numbers changed")
    bar.add(0)
    try:
        found = flips.flips(loaded.content, loaded.model, options.flips, workers.pool(), bar.tick)
    finally:
        bar.close()
    if found is None:
        raise UsageError(f"history's path does not come to {options.flips} (--flips)")
    return found


def _tell(options: argparse.Namespace, loaded: "Loaded", found: "StudyResult") -> None:
    from sitroom.cli.out_files import GENERATED
    from sitroom.files import writing
    from sitroom.narration import study_text
    from sitroom.narration.study_varied import varied
    from sitroom.reports import study_tables
    from sitroom.reports.study_page import page
    from sitroom.study.results import plain

    if options.out is not None:
        study_tables.write(Path(options.out), found, options.format)
        text = page(loaded.lookup, found).encode()
        writing.replace_ours(Path(options.out) / "study.html", text, [GENERATED])
    if options.json:
        show_json(plain(found))
        return
    more = varied(loaded.lookup, found, options.rule)
    show_names(study_text.summary(loaded.lookup, found, more, options.out))


def run(game: str) -> "Session":
    """Return a run of a study, at its beginning; FOLDER#RUN or FOLDER#RUN@VARIANT."""
    from sitroom.loader.opening import prepare
    from sitroom.study import checkpoint, setup

    name, run, variant = _named(game)
    try:
        header, state = checkpoint.head(Path(name))
    except checkpoint.StudyError as error:
        hint = nearest(name, [p.parent.name for p in Path().glob(f"*/{checkpoint.FILE}")])
        raise UsageError(f"{error}. {hint}".rstrip()) from None
    if run >= state["wanted"]:
        raise UsageError(f"{name} has runs 0 to {state['wanted'] - 1}, and no {run}")
    if variant > len(header.variants):
        raise UsageError(f"{name} has {len(header.variants)} variants, and no @{variant}")
    settings = ({}, *header.variants)[variant]
    return setup.session(prepare(header.content), header, run, settings)


def _named(game: str) -> tuple[str, int, int]:
    """Return folder, run and variant of FOLDER#RUN or FOLDER#RUN@VARIANT. Raises UsageError."""
    found = re.fullmatch(r"(.+)#([0-9]{1,18})(?:@([0-9]{1,4}))?", game)
    if found is None:
        raise UsageError(
            "name a run of a study: FOLDER#RUN, such as study#48213, or of its second variant "
            "study#48213@2"
        )
    return found[1], int(found[2]), int(found[3] or 0)
