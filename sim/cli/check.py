"""The command check: every mistake in scenarios and actors."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import findings
from sim.cli.out import BAD_CONTENT, DONE, UsageError, nearest, show_lines

if TYPE_CHECKING:
    from sim.content.survey import Survey

_PAUSE = 0.4  # seconds between two looks at the files
Snapshot = dict[Path, tuple[int, int]]


def check(options: argparse.Namespace) -> int:
    """Print every mistake in what names and paths stand for, or that there is none."""
    from sim.content.survey import NothingToCheck, survey

    if options.explain is not None:
        return _explain(options.explain)
    if options.watch and (options.json or options.format != "text"):
        raise UsageError("--watch is for reading: leave out --json and --format")
    try:
        found = survey(options.path)
    except NothingToCheck as error:
        raise UsageError(str(error)) from None
    code = _show(found, "json" if options.json else options.format)
    return _watch(options.path, found, code) if options.watch else code


def _show(found: "Survey", form: str) -> int:
    """Print what was found, and return the exit code."""
    from sim.content.excerpt import visible

    problems = found.sorted()
    bad = any(problem.severity == "error" for problem in problems)
    if form == "json":
        findings.show_for_programs(problems)
    elif form == "github":
        findings.show_for_github(problems)
    else:
        findings.show_problems(problems, found.texts)
        for line in _all_well(found):
            findings.print_line(visible(line))
        findings.show_count(problems)
    return BAD_CONTENT if bad else DONE


def _all_well(found: "Survey") -> list[str]:
    """Return a line for each scenario, and one for the other files, that can be used."""
    from sim.content.problems import counted

    wrong = {problem.file for problem in found.problems}
    lines = []
    for name, content in found.scenarios.items():
        if content is not None:
            words = "no errors found" if content.warnings else "no mistakes found"
            decisions = counted(len(content.scenario.decisions), "decision")
            actors = counted(len(content.actors), "actor")
            called = name if Path(name).name else content.scenario.id  # . is no name
            lines.append(f"{called}: {words} in {decisions} and {actors}")
    well = [name for name in found.alone if name not in wrong]
    if well and not lines and len(well) < 4:
        lines += [f"{name}: no mistakes found in its form" for name in well]
    elif well:
        lines.append(f"{counted(len(well), 'other file')}: no mistakes found in their form")
    return lines


def _explain(code: str) -> int:
    from sim.content.codes import explanation
    from sim.content.problems import CODES

    name = code.upper()
    if name not in CODES:
        hint = nearest(name, CODES) if len(name) == 4 else "A code is written S001."
        raise UsageError(f"there is no code '{code}'. {hint}")
    show_lines(explanation(name))
    return DONE


def _watch(paths: list[str], found: "Survey", code: int) -> int:
    """Check again whenever a file changes, until the user has had enough."""
    from sim.content.bundle import UnknownName
    from sim.content.load import Kept
    from sim.content.survey import NothingToCheck, survey

    kept: Kept = {}
    try:
        while True:
            before = _snapshot(found)
            print(f"\nWatching {len(before)} files. Ctrl+C ends.", flush=True)
            changed = _changed(found, before)
            names = ", ".join(path.name for path in changed[:3])
            more = f" and {len(changed) - 3} more" * (len(changed) > 3)
            show_lines(["", f"{names}{more} changed; checking again."])
            try:
                found = survey(paths, kept)
                code = _show(found, "text")
            except (UnknownName, NothingToCheck, OSError) as error:
                print(error, flush=True)
    except KeyboardInterrupt:
        print()
        return code


def _changed(found: "Survey", before: Snapshot) -> list[Path]:
    """Wait until files have changed and stand still again; return which."""
    while True:
        time.sleep(_PAUSE)
        now = _snapshot(found)
        changed = [path for path in sorted({*before, *now}) if before.get(path) != now.get(path)]
        if changed:
            time.sleep(_PAUSE / 4)  # an editor may write a file in two steps
            if _snapshot(found) == now:
                return changed


def _snapshot(found: "Survey") -> Snapshot:
    """Return when each file that was read, or stands beside one, was last written, and its size."""
    paths = {Path(name) for name in found.texts}
    for folder in found.folders:
        paths.update(folder.glob("*.y*ml"))
        paths.update(folder.glob("*/*.y*ml"))
    stamps: Snapshot = {}
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            continue
        stamps[path] = (stat.st_mtime_ns, stat.st_size)
    return stamps
