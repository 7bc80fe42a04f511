"""Commands that make a study and open its runs: study, replay."""

import argparse
import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.out import DONE, Progress, UsageError, check_decision, nearest, processes, show_json

if TYPE_CHECKING:
    from sim.journal.session import Loaded, Session
    from sim.study.kept import Header
    from sim.study.study import Study

STOPPED = 130
ALONE = 3000  # runs that are played before other processes have started


def study(options: argparse.Namespace) -> int:
    """Play a scenario very many times and tell what came of it."""
    from sim.journal.session import open_scenario
    from sim.study.kept import StudyError

    loaded = open_scenario(options.scenario)
    check_decision(loaded.lookup, options.decision)
    check_decision(loaded.lookup, options.flips)
    try:
        made = _study(options, loaded)
    except StudyError as error:
        raise UsageError(str(error)) from None
    looks = _looks(options, loaded)
    workers = _workers(options, small=made.left <= ALONE and not looks)
    turned: dict[str, Any] | None = None
    stopped = False
    try:
        _play(made, workers)
        if looks:
            turned = _flips(options, loaded, looks, workers)
    except KeyboardInterrupt:
        stopped = True
        workers.stop()
        if not made.tallies[0].runs:  # nothing that could be told
            made.keep()
            raise
    finally:
        workers.close()
    made.keep()
    found = made.account()
    if turned is not None:
        found["flips"] = turned
    _tell(options, loaded, found)
    return STOPPED if stopped else DONE


def _study(options: argparse.Namespace, loaded: "Loaded") -> "Study":
    """Return what is asked for, as far as it is done. Raises StudyError or UsageError."""
    from sim.study import sweep
    from sim.study.blocks import Plan
    from sim.study.kept import Header
    from sim.study.study import Study

    try:
        variants = sweep.variants(loaded.content, options.vary, options.without)
    except sweep.SettingError as error:
        raise UsageError(str(error)) from None
    header = Header(
        scenario=loaded.content.scenario.id,
        digest=loaded.content.digest,
        seed=options.seed,
        decision=options.decision,
        only=options.only,
        rules=options.rule is not None,
        variants=tuple(map(dict, variants)),
        content=loaded.files,
    )
    games = [_session(loaded, header, 0, one) for one in ({}, *header.variants)]
    plan = Plan(
        tuple(game.model for game in games),
        games[0].state.first,
        options.seed,
        options.runs,
        rules=header.rules,
    )
    return Study(header, plan, None if options.out is None else Path(options.out))


def _session(
    loaded: "Loaded", header: "Header", run: int, settings: dict[str, float | bool]
) -> "Session":
    """Return the game that a run of a study is, with settings made."""
    from sim.content.lookup import Lookup
    from sim.journal.session import Loaded, Session
    from sim.study import sweep

    if settings:
        content = sweep.changed(loaded.content, settings)
        loaded = Loaded(loaded.files, content, Lookup(content), sweep.compiled(content))
    return Session(loaded, header.seed, decision=header.decision, only=header.only, run=run)


class Bar(Progress):
    """A bar on standard error; silent where nobody looks."""

    def __init__(self, total: int, things: str) -> None:
        super().__init__(total)
        self.things = things

    def add(self, count: int) -> None:
        """Count so many more."""
        self.done += count
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

    def close(self) -> None:
        """Let go of all executors."""
        for executor in self.made:
            executor.shutdown(wait=False)
        self.release()


def _workers(options: argparse.Namespace, *, small: bool) -> Workers:
    from sim.study.study import Here

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


def _play(made: "Study", workers: Workers) -> None:
    from sim.study.blocks import LostWorkersError, size_for

    bar = Bar(made.plan.runs * len(made.plan.models), "runs")
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
    from sim.study import flips

    if options.flips is None:
        return 0
    return len(flips.keys(loaded.content, loaded.model, options.flips))


def _flips(
    options: argparse.Namespace, loaded: "Loaded", looks: int, workers: Workers
) -> dict[str, Any]:
    from sim.study import flips

    bar = Bar(looks, "numbers changed")
    bar.add(0)
    try:
        found = flips.flips(loaded.content, loaded.model, options.flips, workers.pool(), bar.tick)
    finally:
        bar.close()
    if found is None:
        raise UsageError(f"history's path does not come to {options.flips} (--flips)")
    return found


def _tell(options: argparse.Namespace, loaded: "Loaded", found: dict[str, Any]) -> None:
    from sim.debrief import studied
    from sim.debrief.studypage import page
    from sim.debrief.studytables import tables
    from sim.debrief.studyvaried import varied

    if options.out is not None:
        folder = Path(options.out)
        files = {**tables(found), "study.html": page(loaded.lookup, found)}
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if options.json:
        show_json(found)
        return
    more = varied(loaded.lookup, found, options.rule)
    for line in studied.summary(loaded.lookup, found, more, options.out):
        print(line)


def replay(options: argparse.Namespace) -> int:
    """Open a run of a study: on the screen, every seat by computer, or as a transcript."""
    from sim.cli.report import show_transcript
    from sim.cli.table import show_session
    from sim.journal.session import prepare
    from sim.study import kept

    name, mark, number = options.game.rpartition("#")
    if not mark or not name or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise UsageError("name a run of a study: FOLDER#NUMBER, such as study#48213")
    try:
        header, state = kept.head(Path(name))
    except kept.StudyError as error:
        hint = nearest(name, [p.parent.name for p in Path().glob(f"*/{kept.FILE}")])
        raise UsageError(f"{error}. {hint}".rstrip()) from None
    if int(number) >= state["wanted"]:
        raise UsageError(f"{name} has runs 0 to {state['wanted'] - 1}, and no {number}")
    variant = options.variant or 0
    if variant > len(header.variants):
        raise UsageError(f"{name} has {len(header.variants)} variants (--variant)")
    settings = ({}, *header.variants)[variant]
    session = _session(prepare(header.content), header, int(number), settings)
    if options.plain:
        while not session.over:
            session.computer_move()
        show_transcript(session)
        return DONE
    return show_session(session)
