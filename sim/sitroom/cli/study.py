"""The command that makes a study, and how its runs are opened."""

import argparse
import os
import re
import sys
from _thread import interrupt_main
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from sitroom.cli.output import (
    DONE,
    NOTHING,
    STOPPED,
    Progress,
    UsageError,
    check_question,
    nearest,
    policies_of,
    say_error,
    show_json,
    show_names,
    stoppable,
)
from sitroom.cli.programs import seated_programs

if TYPE_CHECKING:
    from sitroom.journal.session import Session
    from sitroom.loader.opening import Loaded
    from sitroom.study.pool import Pool
    from sitroom.study.results import Doubt, Flips, StudyResult
    from sitroom.study.study import Study

KEPT = "What is done is kept; the same command goes on from there."
NOT_KEPT = "What is done would have been kept with --out."


def study(options: argparse.Namespace) -> int:
    """Play a scenario very many times and tell what came of it."""
    from sitroom.loader.opening import check_decision, open_scenario

    _check_form(options)
    _check_rule(options.rule)
    loaded = open_scenario(options.scenario)
    check_decision(loaded.lookup, options.decision)
    check_question(loaded.lookup, options.flips)
    policies = policies_of(loaded.lookup, options.policy)
    with seated_programs(options, loaded.lookup, policies) as held:
        return _played(options, loaded, held)


def _played(options: argparse.Namespace, loaded: "Loaded", policies: dict[str, str]) -> int:
    from sitroom.study.pool import SMALL

    made = _study(options, loaded, policies)
    looks = _looks(options, loaded)
    workers = _workers(options, small=made.left <= SMALL and not (looks or options.doubt))
    turned: Flips | None = None
    doubted: Doubt | None = None
    stopped = False
    ended = Event()
    if options.progress:
        Thread(target=_heed, args=(ended,), daemon=True).start()
    try:
        with stoppable():
            _play(made, workers, options)
            if looks:
                turned = _flips(options, loaded, looks, workers)
            if options.doubt:
                doubted = _doubt(options, loaded, workers)
    except KeyboardInterrupt:
        stopped = True
        if not made.tallies[0].runs:  # nothing that could be told
            if made.played:
                made.keep()
            say_error(["", f"sitroom: {NOTHING}"])
            return STOPPED
    finally:
        ended.set()
        workers.close()
    made.keep()
    _tell(options, loaded, replace(made.account(turned), doubt=doubted))
    return STOPPED if stopped else DONE


def _doubt(options: argparse.Namespace, loaded: "Loaded", workers: "Pool") -> "Doubt":
    from sitroom.study import doubt

    progress = Progress(options.doubt, "draws of doubt")
    progress.add(0)
    try:
        return doubt.doubt(
            loaded,
            options.decision,
            options.seed,
            options.runs,
            workers,
            progress.tick,
            draws=options.doubt,
        )
    finally:
        progress.close()


def _heed(ended: Event) -> None:
    """Interrupt the work at the end of the input: who asked for it has had enough, or is no more."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    if not ended.is_set():
        interrupt_main()


def _study(options: argparse.Namespace, loaded: "Loaded", policies: dict[str, str]) -> "Study":
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
        policies=policies,
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


def _workers(options: argparse.Namespace, *, small: bool) -> "Pool":
    from sitroom.study.cluster import Cluster
    from sitroom.study.pool import local

    if options.seat_program:  # it has one process, which others can't ask
        if options.cluster:
            raise UsageError("--seat-program plays on this machine; leave out --cluster")
        return local(1)
    if not options.cluster:
        return local(options.jobs, small=small)
    if options.jobs:
        raise UsageError("--jobs is for this machine; leave it out with --cluster")
    return Cluster(options.cluster, lambda line: say_error([f"sitroom: {line}"]))


def _play(made: "Study", workers: "Pool", options: argparse.Namespace) -> None:
    from sitroom.study.blocks import size_for
    from sitroom.study.cluster import ClusterError
    from sitroom.study.pool import LostWorkersError

    progress = Progress(made.plan.runs * len(made.plan.models), "runs", lines=options.progress)
    progress.add(made.played)
    try:
        for count in made.play(size_for(made.left, workers.width), workers):
            progress.add(count)
    except (ClusterError, LostWorkersError) as error:
        made.keep()
        raise type(error)(error.message, KEPT if options.out else NOT_KEPT) from None
    finally:
        progress.close()


def _looks(options: argparse.Namespace, loaded: "Loaded") -> int:
    from sitroom.study import flips

    if options.flips is None:
        return 0
    return len(flips.keys(loaded.content, loaded.model, options.flips))


def _flips(
    options: argparse.Namespace, loaded: "Loaded", looks: int, workers: "Pool"
) -> "Flips | None":
    from sitroom.narration.study_varied import passed_by_all
    from sitroom.study import flips

    progress = Progress(looks, "numbers changed")
    progress.add(0)
    try:
        found = flips.flips(loaded.content, loaded.model, options.flips, workers, progress.tick)
    finally:
        progress.close()
    if found is None:
        say_error([passed_by_all(loaded.lookup, options.flips)])
    return found


def _tell(options: argparse.Namespace, loaded: "Loaded", found: "StudyResult") -> None:
    from sitroom.narration import study_text
    from sitroom.narration.study_varied import varied
    from sitroom.reports import study_page
    from sitroom.study.results import plain

    if options.out is not None:
        study_page.write(Path(options.out), loaded.lookup, found, options.format)
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
        header, extent = checkpoint.head(Path(name))
    except checkpoint.StudyError as error:
        hint = nearest(name, [p.parent.name for p in Path().glob(f"*/{checkpoint.FILE}")])
        raise UsageError(f"{error}. {hint}".rstrip()) from None
    if run >= extent.wanted:
        raise UsageError(f"{name} has runs 0 to {extent.wanted - 1}, and no {run}")
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
