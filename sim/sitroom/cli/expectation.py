"""The command expect: whether a scenario's what-ifs point the way that its author says."""

import argparse
from dataclasses import asdict
from pathlib import Path

from sitroom.cli.output import DONE, Progress, UsageError, at_work, show_json, show_lines

FAILED = 1


def expect(options: argparse.Namespace) -> int:
    """Run the expectations of a scenario and say which hold."""
    from sitroom.loader import expectations
    from sitroom.loader.opening import open_scenario
    from sitroom.study import expect as study
    from sitroom.study.pool import local

    loaded = open_scenario(options.scenario)
    path = Path(options.file) if options.file else expectations.beside(options.scenario)
    try:
        cases = expectations.cases(path)
    except FileNotFoundError:
        raise UsageError(f"there is no file '{path}'; write expectations there") from None
    except ValueError as error:
        raise UsageError(str(error)) from None
    wanted = set(options.only)
    lost = wanted - {case.id for case in cases}
    if lost:
        raise UsageError(f"{path} has no case '{min(lost)}' (--only)")
    cases = tuple(case for case in cases if not wanted or case.id in wanted)
    progress = Progress(study.looks(cases), "studies")
    pool = local(options.jobs)
    with at_work(pool, progress):
        found = study.expect(loaded, cases, options.runs, options.seed, pool, progress.tick)
    good = sum(one.holds for one in found)
    if options.json:
        told = {"scenario": loaded.content.scenario.id, "runs": options.runs, "held": good}
        show_json({**told, "cases": [asdict(one) for one in found]})
    else:
        show_lines([*map(_line, found), "", f"{good} of {len(found)} hold"])
    return DONE if good == len(found) else FAILED


def _line(one: "object") -> str:
    from sitroom.study.expect import Verdict

    assert isinstance(one, Verdict)
    mark = "holds" if one.holds else "FAILS"
    if one.before is None or one.after is None:
        return f"{mark}  {one.id}: {one.why} ({one.because})"
    figures = f"{one.before:g} -> {one.after:g}"
    return f"{mark}  {one.id}: {figures}, {one.expect} by {one.by:g} expected: {one.because}"
