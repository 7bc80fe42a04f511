"""Commands for a class."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli import classes, host, many
from sitroom.cli.output import (
    BAD_CONTENT,
    BAD_USAGE,
    DONE,
    Progress,
    UsageError,
    say_error,
    show_lines,
)
from sitroom.files.extras import with_extra

if TYPE_CHECKING:
    from sitroom.scenario.lookup import Lookup


def class_(options: argparse.Namespace) -> int:
    """Do for a class what was asked for."""
    try:
        return _WHATS[options.what](options)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "sitroom":
            raise
        raise UsageError(
            f"this command needs {error.name}, which is not installed: {with_extra('class')}"
        ) from None


def pack(options: argparse.Namespace) -> int:
    """Write a folder for a teacher, and say what is in it and what to type next."""
    from sitroom.classroom import pack as packs
    from sitroom.loader.opening import check_decision, open_scenario

    loaded = open_scenario(options.scenario, options.language)
    wanted = list(dict.fromkeys(options.decision or ()))
    for decision in wanted:
        check_decision(loaded.lookup, decision)
    decisions = wanted or [packs.default_decision(loaded.lookup)]
    scenario = loaded.content.scenario.id
    folder = Path(options.out or packs.folder_name(scenario, decisions))
    made = packs.make(loaded, decisions, options.minutes, options.groups, options.scenario)
    files = {name: text.encode() for name, text in made.items()}
    if not options.force:
        packs.check(folder, files)
    pdfs, trouble = _pdfs(packs.for_pdf(made), options.format, options.paper)
    packs.write(folder, files | pdfs)
    _told(loaded.lookup, folder, decisions, options, len(pdfs))
    if not wanted and len(loaded.content.scenario.decisions) > 1:
        listed = f"sitroom show {options.scenario}"
        show_lines([f"For another decision, or several: --decision ID; {listed} lists them."])
    if trouble:
        say_error([f"sitroom: {trouble[1]}"])
    return trouble[0] if trouble and options.format == "pdf" else DONE


def feedback(options: argparse.Namespace) -> int:
    """Write a feedback sheet for each student of a class."""
    from sitroom.classroom import feedback as sheets
    from sitroom.files import writing

    held = classes.opened(options.name)
    if held.row.forgotten:
        raise UsageError(f"the class '{held.row.name}' has been forgotten: there is nobody to tell")
    made = sheets.files(held)
    out = Path(options.out or f"{held.row.name}-feedback")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} holds something already. Choose another folder with --out.")
    pdfs, trouble = _pdfs(made, options.format, options.paper)
    for name, data in {**{n: text.encode() for n, text in made.items()}, **pdfs}.items():
        writing.replace(out / name, data)
    show_lines([f"Written: {out}, {len(made) - 1} sheets" + (", as PDF too" if pdfs else "")])
    show_lines(["They name people: hand each out alone, and delete them as you forget the class."])
    if trouble:
        say_error([f"sitroom: {trouble[1]}"])
    return trouble[0] if trouble and options.format == "pdf" else DONE


def _pdfs(
    pages: dict[str, str], wanted: str | None, paper: str
) -> tuple[dict[str, bytes], tuple[int, str] | None]:
    """Return the PDFs, and what came between: an exit code and why."""
    from sitroom.classroom import printing

    if wanted == "html":
        return {}, None
    program = printing.tool()
    if program is None:
        return {}, (BAD_USAGE, printing.NO_TOOL)
    progress = Progress(len(pages))
    try:
        return printing.as_pdf(pages, program, paper, progress.tick), None
    except printing.PrintError as error:
        return {}, (BAD_CONTENT, f"no PDF: {error}. The print command of any browser makes one.")
    finally:
        progress.close()


def _told(
    lookup: "Lookup", folder: Path, decisions: list[str], options: argparse.Namespace, pdfs: int
) -> None:
    """Say what was written."""
    groups = "1 group" if options.groups == 1 else f"{options.groups} groups"
    each = "a lesson" if len(decisions) > 1 else ""
    show_lines([f"Written: {folder}, for {groups} and {options.minutes} minutes {each}".rstrip()])
    show_lines(
        [
            f"  {lookup.questions[id_].question.title} ({lookup.questions[id_].decision.date}, {id_})"
            for id_ in decisions
        ]
    )
    show_lines([f"  {pdfs} of the pages as PDF, too"] if pdfs else [])
    show_lines([f"Open {folder / 'index.html'} in a browser: it says what to print and when."])


_WHATS = {
    "pack": pack,
    "host": host.host,
    "list": host.list_,
    "compare": classes.compare,
    "backup": classes.backup,
    "feedback": feedback,
    "forget": classes.forget,
    "invite": many.invite,
}
