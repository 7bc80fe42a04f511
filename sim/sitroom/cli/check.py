"""The command check: every mistake in scenarios and actors."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli import problem_output
from sitroom.cli.output import (
    BAD_CONTENT,
    DONE,
    UsageError,
    nearest,
    show_lines,
    show_misplaced,
    show_names,
)
from sitroom.errors import SitroomError

if TYPE_CHECKING:
    from sitroom.authoring.survey import Survey
    from sitroom.authoring.watch import Watch

PAUSE = 0.25  # seconds between two looks at the files


def check(options: argparse.Namespace) -> int:
    """Print every mistake in what names and paths stand for, or that there is none."""
    from sitroom.authoring.watch import Watch

    if options.explain is not None:
        return _explain(options.explain)
    if options.watch and (options.json or options.format != "text"):
        raise UsageError("--watch is for reading: leave out --json and --format")
    watch = Watch(options.path)
    found = watch.survey()
    if not (options.path or options.json or options.format != "text"):
        show_misplaced()
    code = show(found, "json" if options.json else options.format)
    return follow(watch, code, show) if options.watch else code


def show(found: "Survey", form: str = "text") -> int:
    """Print what was found, and return the exit code."""
    from sitroom.loader.yaml_text.excerpt import visible
    from sitroom.scenario.problems import has_errors

    problems = found.sorted()
    bad = has_errors(problems)
    if form == "json":
        problem_output.show_for_programs(problems)
    elif form == "github":
        problem_output.show_for_github(problems)
    else:
        problem_output.show_problems(problems, found.texts)
        for line in _all_well(found):
            print(visible(line))
        problem_output.show_count(problems)
    return BAD_CONTENT if bad else DONE


def _all_well(found: "Survey") -> list[str]:
    """Return a line for each scenario, and one for the other files, that can be used."""
    from sitroom.scenario.problems import pluralize

    wrong = {problem.file for problem in found.problems}
    lines = []
    for name, content in found.scenarios.items():
        if content is not None:
            words = "no errors found" if content.warnings else "no mistakes found"
            decisions = pluralize(len(content.scenario.decisions), "decision")
            actors = pluralize(len(content.actors), "actor")
            called = name if Path(name).name else content.scenario.id  # . is no name
            lines.append(f"{called}: {words} in {decisions} and {actors}")
    well = [name for name in found.alone if name not in wrong]
    if well and not lines and len(well) < 4:
        lines += [f"{name}: no mistakes found in its form" for name in well]
    elif well:
        lines.append(f"{pluralize(len(well), 'other file')}: no mistakes found in their form")
    return lines


def _explain(code: str) -> int:
    from sitroom.loader.diagnostics.error_codes import explanation
    from sitroom.review import codes
    from sitroom.review.codes import meanings
    from sitroom.scenario.problems import CODES

    name = f"S{code}" if code.isdecimal() else code.upper()
    meaning = name.startswith("M")  # of a review
    known = meanings() if meaning else CODES
    if name not in known:
        hint = nearest(name, known) if len(name) == 4 else "A code is written S001."
        raise UsageError(f"there is no code '{code}'. {hint}")
    show_lines(codes.explanation(name) if meaning else explanation(name))
    return DONE


def follow(watch: "Watch", code: int, show: Callable[["Survey"], int]) -> int:
    """Show anew what is found whenever a file changes, until the user has had enough."""
    from sitroom.authoring.watch import named

    try:
        while True:
            print(f"\nWatching {len(watch.seen)} files. Ctrl+C ends.", flush=True)
            while not (changed := watch.changed()):
                time.sleep(PAUSE)
            show_lines(["", f"{named(changed)} changed; checking again."])
            try:
                code = show(watch.survey())
            except (SitroomError, OSError) as error:
                show_names(str(error).split("\n"))
                sys.stdout.flush()
    except KeyboardInterrupt:
        print()
        return code
