"""The words of the command line for coders: source, code, agree, settle, codings."""

import argparse
from collections.abc import Callable

from sitroom.cli.values import content, date, scale


def coders(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that lead from a text to positions."""
    _source(command)
    _exchange(command)
    code = command("code", "read a scenario's texts and code who wants what")
    code.add_argument("scenario", help="name or path; not one that is built in")
    code.add_argument("--coder", metavar="NAME", help="who you are: small letters, digits, hyphens")
    code.add_argument("--plain", action="store_true", help="line by line, without a screen")
    code.add_argument("--codebook", action="store_true", help="print what may be coded, and how")
    code.add_argument("--out", metavar="PAGE", help="write the codebook as a page (HTML)")
    code.add_argument("--force", action="store_true", help="write over a file that is none")

    settle = command("settle", "settle what coders disagree on, and write it into actors' files")
    settle.add_argument("scenario", help="name or path; not one that is built in")
    settle.add_argument("--by", metavar="NAME", required=True, help="who settles, for the record")
    settle.add_argument("--plain", action="store_true", help="line by line, without a screen")
    settle.add_argument(
        "--within",
        type=float,
        metavar="N",
        help="first settle at the middle all that two coders or more put at most N points apart",
    )
    settle.add_argument("--again", action="store_true", help="also what was settled before")

    agree = command("agree", "how far the coders of a scenario's texts agree")
    agree.add_argument("scenario", help="name or path")
    agree.add_argument(
        "--coder",
        action="append",
        metavar="NAME",
        help="these alone, each with an option of its own (all that there are)",
    )
    agree.add_argument(
        "--unit",
        choices=("position", "source", "passage"),
        default="position",
        help="what is compared: an actor's position on a decision, the same within one source, or "
        "within one paragraph (position)",
    )
    agree.add_argument("--json", action="store_true", help="print one JSON object")
    agree.add_argument("--out", metavar="PAGE", help="write a page (HTML)")
    agree.add_argument("--force", action="store_true", help="write over a file that is none")


def _source(command: Callable[..., argparse.ArgumentParser]) -> None:
    source = command("source", "the texts of a scenario's sources", reads=False)
    whats = source.add_subparsers(
        dest="what", metavar="WHAT", required=True, parser_class=type(source)
    )
    help_ = "add a text: its paragraphs are numbered, and kept in your own folder"
    add = whats.add_parser("add", help=help_, description=help_)
    content(add)
    add.add_argument("file", metavar="FILE", help="txt, md, html, docx or pdf (with a text layer)")
    add.add_argument("--id", required=True, metavar="ID", help="the source's name in the scenario")
    add.add_argument("--scenario", metavar="NAME", help="(the one that is here)")
    add.add_argument("--title", metavar="WORDS", help="(what the file says of itself)")
    add.add_argument("--kind", metavar="WORDS", help="News report, Opinion for, ... (Text)")
    add.add_argument("--date", type=date, help="of publication: 2024-05-30, 2024-05 or 2024")
    add.add_argument("--outlet", metavar="WORDS", help="where it appeared")
    add.add_argument("--pages", action="store_true", help="of a PDF: cite pages, not paragraphs")
    add.add_argument("--yes", action="store_true", help="take the paragraphs as they are found")
    add.add_argument(
        "--with-text",
        action="store_true",
        help="also put the text beside the scenario, to be handed on; needs --licence",
    )
    add.add_argument("--licence", metavar="NAME", help="by which it may be handed on: CC-BY-4.0")


def _exchange(command: Callable[..., argparse.ArgumentParser]) -> None:
    codings = command("codings", "codes of other programs, in and out", reads=False)
    whats = codings.add_subparsers(
        dest="what", metavar="WHAT", required=True, parser_class=type(codings)
    )
    help_ = "take codes from a CSV table, a DNA file (SQLite) or a REFI-QDA project (.qdpx)"
    taken = whats.add_parser("import", help=help_, description=help_)
    content(taken)
    taken.add_argument("table", help="CSV: coder,actor,decision,position and more where known")
    taken.add_argument("scenario", help="name or path; not one that is built in")
    scale(taken)
    taken.add_argument(
        "--map", action="append", default=[], metavar="NAME=ID", help="what a name there is here"
    )
    taken.add_argument(
        "--skip-unknown", action="store_true", help="leave out what the scenario does not have"
    )
    taken.add_argument("--add", action="store_true", help="to coders who have codes already, too")
    help_ = "write all codes as a table or a REFI-QDA project"
    given = whats.add_parser("export", help=help_, description=help_)
    content(given)
    given.add_argument("scenario", help="name or path")
    given.add_argument("--format", choices=("csv", "refi-qda"), default="csv", help="(csv)")
    given.add_argument("--out", required=True, metavar="FILE", help="the file to write")
    given.add_argument("--force", action="store_true", help="write over a file that there is")
