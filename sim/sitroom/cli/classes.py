"""Commands for a class that has been taught: its debrief, several compared, one forgotten."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.out_files import against, where, write
from sitroom.cli.output import BAD_CONTENT, DONE, UsageError, nearest, show_lines

if TYPE_CHECKING:
    from sitroom.classroom.report import Backs
    from sitroom.classroom.snapshot import ClassSnapshot

TABLES = ("groups", "ballots", "marks", "lines", "moodle", "canvas", "answers")


def folder_of(name: str) -> Path | None:
    """Return the folder of a class given by name or path, or None."""
    from sitroom.classroom import folders

    for folder in (Path(name), folders.shelf() / name):
        if folders.is_class(folder):
            return folder
    return None


def known() -> list[str]:
    """Return the names of all classes."""
    from sitroom.classroom import folders

    return folders.names()


def opened(name: str) -> "ClassSnapshot":
    """Return a class by name or path, read from disk."""
    from sitroom.classroom import snapshot

    return snapshot.read(_folder(name))


def _folder(name: str) -> Path:
    folder = folder_of(name)
    if folder is None:
        hint = nearest(name, known())
        raise UsageError(f"there is no class '{name}'. {hint or 'List them: sitroom class list'}")
    return folder


def _backs(held: "ClassSnapshot") -> "Backs":
    """Look back at every group; all began at one place, so one set of computer games will do."""
    from sitroom.analysis.hindsight import look_back

    games = against(held.groups[0].session) if held.decisions() else None
    return {group.number: look_back(group.session, group.seats, games) for group in held.groups}


def debrief(options: argparse.Namespace, folder: Path) -> int:
    """Tell how a class went, every group beside the others."""
    out = where(options, folder.name)
    held = opened(str(folder))
    write(_written(held, options), out)
    return DONE


def _written(held: "ClassSnapshot", options: argparse.Namespace) -> str:
    from sitroom.classroom import report, snapshot
    from sitroom.render import document

    names = options.names
    if options.format == "csv":
        return _table(held, options.table, names=names)
    backs = _backs(held)
    if options.format == "json":
        found = report.plain(held, backs, names=names)
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    told = (
        held if names else snapshot.secret(held)
    )  # as on the wall: a page without names is for all
    title, parts = report.title(held), report.parts(told, backs, names=names)
    form = document.as_html if options.format == "html" else document.as_markdown
    return form(f"Debrief: {title}", parts)


def _table(held: "ClassSnapshot", table: str, *, names: bool) -> str:
    from sitroom.classroom import learned, lms, sheets

    if table in ("moodle", "canvas"):
        if not names:
            raise UsageError(f"a table for {table} needs names: say --names")
        return "\ufeff" + (lms.moodle(held) if table == "moodle" else lms.canvas(held))
    if table == "answers":
        return learned.sheet(held)
    if table == "groups":
        return sheets.groups(held, _backs(held))
    make = {"ballots": sheets.ballots, "marks": sheets.marks, "lines": sheets.said}
    return make[table](held, names=names)


def compare(options: argparse.Namespace) -> int:
    """Put several classes of one scenario beside one another."""
    from sitroom.classroom import report, sheets
    from sitroom.render import document

    held = {name: opened(name) for name in dict.fromkeys(options.name)}
    scenarios = {one.row.scenario for one in held.values()}
    if len(scenarios) > 1:
        raise UsageError(
            f"these classes played different scenarios: {', '.join(sorted(scenarios))}"
        )
    backs = {name: _backs(one) for name, one in held.items()}
    taken = {name: report.decisions(one, backs[name]) for name, one in held.items()}
    out = where(options, "classes")
    if options.format == "csv":
        tables = [
            sheets.groups(one, backs[name]).splitlines(keepends=True) for name, one in held.items()
        ]
        write("".join([tables[0][0], *(line for rows in tables for line in rows[1:])]), out)
    elif options.format == "json":
        found = [report.plain(one, backs[name], names=False) for name, one in held.items()]
        write(json.dumps({"classes": found}, ensure_ascii=False, indent=2) + "\n", out)
    else:
        lookup = next(iter(held.values())).loaded.lookup
        parts = sheets.compared(taken, lookup)
        form = document.as_html if options.format == "html" else document.as_markdown
        write(form(f"Debrief of classes: {', '.join(held)}", parts), out)
    return DONE


def backup(options: argparse.Namespace) -> int:
    """Copy a class, hosted or not, into a new folder."""
    from sitroom.classroom import folders

    folder, to = _folder(options.name), Path(options.folder)
    folders.backup(folder, to)
    show_lines(
        [f"Written: {to}, for nobody but you to read. To have it back, copy it to {folder}."]
    )
    return DONE


def forget(options: argparse.Namespace) -> int:
    """Delete what says who somebody was, once that has been said twice."""
    from sitroom.classroom.forget import forget as do
    from sitroom.classroom.forget import summary
    from sitroom.classroom.store import Store

    folder = _folder(options.name)
    held = Store.open(folder)
    counts = (len(held.people()), len(held.ballots()))
    told = summary(held.row(), *counts, whole=options.all)
    held.close()
    if not options.yes and not _confirmed(told, options.name):
        show_lines(["Nothing has been deleted."])
        return BAD_CONTENT
    left = do(folder, whole=options.all)
    show_lines([f"Forgotten: {told}."])
    if left:
        more = f" and {len(left) - 9} more" if len(left) > 9 else ""
        show_lines(
            [f"Left in {folder}, as the class did not write it: {', '.join(left[:9])}{more}."]
        )
    kept = "" if options.all else "Lines that were typed in a game stay in it. "
    show_lines(
        [f"{kept}Debriefs and mark sheets that were written to files lie where they were put."]
    )
    return DONE


def _confirmed(told: str, name: str) -> bool:
    if not sys.stdin.isatty():
        raise UsageError(f"this deletes {told}. Say --yes to do it without being asked")
    show_lines([f"This deletes {told}. It can't be undone."])
    try:
        return input(f"Type {name} to go on: ").strip() == name
    except EOFError:
        return False
