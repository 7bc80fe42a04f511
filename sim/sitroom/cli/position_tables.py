"""The commands that take a table of positions: import makes a scenario of it, validate scores rules."""

import argparse
import re
import shlex
from collections.abc import Callable
from pathlib import Path

from sitroom.cli.output import (
    BAD_CONTENT,
    DONE,
    Progress,
    UsageError,
    say_error,
    show_json,
    show_lines,
    show_names,
)

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx and .ods begin, and how .xls does


def import_(options: argparse.Namespace) -> int:
    """Make a scenario of a position table; nothing is written unless all of it is right."""
    return _with_table(options, _import, "nothing was written")


def validate(options: argparse.Namespace) -> int:
    """Hold decision rules and the forecast against a table of decisions."""
    return _with_table(options, _validate, "nothing was computed; mend the table first")


def _with_table(
    options: argparse.Namespace, work: Callable[[argparse.Namespace, Path, bytes], int], left: str
) -> int:
    """Read a table and work on it; where it is wrong, show where, and say what is `left` undone."""
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
    if data.startswith(_WORKBOOKS):
        words = (
            "is a workbook, not a table as text. In the spreadsheet program, save it as CSV UTF-8."
        )
        raise UsageError(f"'{path}' {words}")
    try:
        return work(options, path, data)
    except ContentError as error:
        show_problems(error.problems, {str(path): data.decode("utf-8-sig", "replace")})
        show_count(error.problems)
        say_error([f"sitroom: {left}"])
        return BAD_CONTENT


def _import(options: argparse.Namespace, path: Path, data: bytes) -> int:
    from sitroom.authoring import starter
    from sitroom.authoring.position_table import read_table
    from sitroom.authoring.scales import to_hundred
    from sitroom.authoring.table_scenario import as_scenario
    from sitroom.files import writing
    from sitroom.loader.load import load
    from sitroom.scenario.problems import as_id

    name = options.name or as_id(path.stem)
    if not name or as_id(name) != name:
        near = as_id(name)
        raise UsageError(f"'{name}' can't be a name; say one with --name {near or 'my-town'}")
    folder = Path(options.out) / "scenarios" / name
    old = starter.taken(folder.parent, name)
    if old is not None:
        raise UsageError(f"there is {old} already, and it is left as it is. Say another --name.")
    table = read_table(str(path), data, options.format)
    to_hundred(table, options.range and tuple(options.range))
    title = table.title or starter.as_title(name)
    texts = as_scenario(table, name, title, options.date)
    content = load({f"scenarios/{name}/{file}": text for file, text in texts.items()})
    writing.create_folder(folder, texts)
    show_lines(table.remarks)
    decisions, actors = len(content.scenario.decisions), len(content.actors)
    where = (
        f" --content {shlex.quote(options.out)}"
        if Path(options.out).resolve() != Path.cwd()
        else ""
    )
    show_names(
        [
            f"Written: {folder} ({decisions} decisions, {actors} actors, {len(texts)} files)",
            "",
            f"  sitroom play {name}{where}",
            f"  sitroom check {name}{where}",
        ]
    )
    return DONE


def _pattern(text: str | None) -> re.Pattern[str] | None:
    """Return a pattern that was given. Raises UsageError for what is none."""
    if text is None:
        return None
    try:
        return re.compile(text)
    except re.error as error:
        raise UsageError(f"--proposal {text}: this is no pattern: {error}") from None


def _validate(options: argparse.Namespace, path: Path, data: bytes) -> int:
    from sitroom.authoring.position_table import read_table
    from sitroom.authoring.scales import to_hundred
    from sitroom.narration.validation_text import page
    from sitroom.scenario.problems import ContentError
    from sitroom.study.decisions import decisions
    from sitroom.study.results import plain
    from sitroom.study.validate import validate as study

    table = read_table(str(path), data, "csv")
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
