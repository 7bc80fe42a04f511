"""The command validate: how good the model of positions is on real decisions."""

import argparse
import re
from pathlib import Path

from sitroom.cli.output import (
    BAD_CONTENT,
    DONE,
    Progress,
    UsageError,
    say_error,
    show_json,
    show_lines,
)


def validate(options: argparse.Namespace) -> int:
    """Hold decision rules and the forecast against a table of decisions."""
    from sitroom.authoring.position_table import MAX_BYTES
    from sitroom.cli.problem_output import show_count, show_problems
    from sitroom.files import reading
    from sitroom.scenario.problems import ContentError

    if options.range and not options.range[0] < options.range[1]:
        raise UsageError("--range takes the lower end first, then the higher: --range 0 10")
    path = Path(options.table)
    if not path.exists():
        raise FileNotFoundError(f"there is no file '{path}'")
    data = reading.read_start(path, MAX_BYTES + 1)
    try:
        return _validate(options, data)
    except ContentError as error:
        show_problems(error.problems, {str(path): data.decode("utf-8-sig", "replace")})
        show_count(error.problems)
        say_error(["sitroom: nothing was computed; mend the table first"])
        return BAD_CONTENT


def _pattern(text: str | None) -> re.Pattern[str] | None:
    """Return a pattern that was given. Raises UsageError for what is none."""
    if text is None:
        return None
    try:
        return re.compile(text)
    except re.error as error:
        raise UsageError(f"--proposal {text}: this is no pattern: {error}") from None


def _validate(options: argparse.Namespace, data: bytes) -> int:
    from sitroom.authoring.position_table import read_table
    from sitroom.authoring.scales import to_hundred
    from sitroom.narration.validation_text import page
    from sitroom.scenario.problems import ContentError
    from sitroom.study.decisions import decisions
    from sitroom.study.results import plain
    from sitroom.study.validate import validate as study

    table = read_table(options.table, data, "csv")
    to_hundred(table, options.range and tuple(options.range))
    issues = decisions(table, _pattern(options.proposal))
    if not len(issues):
        table.wrong(1, 1, "S104", "no row of the table has a position")
        raise ContentError(table.problems)
    progress = Progress(len(issues))
    found = study(issues, options.seed, progress.tick)
    progress.close()
    if options.json:
        show_json(plain(found))
    else:
        show_lines([*page(found), *[""] * bool(table.remarks), *table.remarks])
    return DONE
