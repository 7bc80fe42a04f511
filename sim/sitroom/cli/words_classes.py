"""The words of the command line for classes, and for looking back."""

import argparse
from collections.abc import Callable

from sitroom.cli.values import (
    between,
    class_name,
    content,
    language,
    opponents,
    policies,
    programs,
    seed,
)


def classes(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands for a class."""
    class_ = command(
        "class", "a class and an hour: pages to print, tables that browsers join", reads=False
    )
    whats = class_.add_subparsers(
        dest="what", metavar="WHAT", required=True, parser_class=type(class_)
    )
    help_ = "write a folder for a teacher: role cards, ballots, script, rubric, answer key"
    pack = whats.add_parser("pack", help=help_, description=help_)
    content(pack)
    pack.add_argument("scenario", help="name or path")
    language(pack)
    pack.add_argument(
        "--decision",
        metavar="ID",
        action="append",
        help="the decision of the hour (the one that fills it best); several make several lessons",
    )
    pack.add_argument(
        "--minutes", type=between(20, 240), default=60, metavar="N", help="of a lesson (60)"
    )
    pack.add_argument(
        "--groups", type=between(1, 12), default=5, metavar="N", help="that sit at once (5)"
    )
    pack.add_argument("--out", metavar="DIR", help="the folder (SCENARIO-DECISION-pack)")
    pack.add_argument(
        "--format",
        choices=("html", "pdf"),
        help="html: no PDFs; pdf: those too (the default where a browser can make them)",
    )
    pack.add_argument("--paper", choices=("a4", "letter"), default="a4", help="of the PDFs (a4)")
    pack.add_argument(
        "--force", action="store_true", help="write into a folder that holds something else"
    )
    _host(whats)
    afterwards(whats)
    _web(command)


def _web(command: Callable[..., argparse.ArgumentParser]) -> None:
    web = command("web", "play one seat in a browser of this machine, against the computer")
    web.add_argument("scenario", help="name or path")
    web.add_argument("--seat", metavar="ACTOR", help="yours (whoever decides first)")
    web.add_argument("--decision", metavar="ID", help="start at this decision")
    web.add_argument("--only", action="store_true", help="end the game with that decision")
    policies(web)
    opponents(web)
    web.add_argument("--seed", type=seed, metavar="N", help="seed of the game (a fresh one)")
    web.add_argument("--port", type=between(0, 65535), default=0, metavar="N", help="(any free)")
    web.add_argument(
        "--no-browser", dest="browser", action="store_false", help="only print the address"
    )


def _host(whats: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    help_ = "host a class that students join with a browser, one game a room"
    host = whats.add_parser("host", help=help_, description=help_)
    content(host)
    host.add_argument("scenario", nargs="?", help="name or path; not needed with --resume")
    language(host)
    host.add_argument("--rooms", type=between(1, 60), metavar="N", help="tables (1)")
    host.add_argument("--decision", metavar="ID", help="start at this decision")
    host.add_argument("--only", action="store_true", help="end the game with that decision")
    host.add_argument(
        "--seat", metavar="ACTOR", action="append", help="a seat for students; all if left out"
    )
    host.add_argument("--per-seat", type=between(1, 12), metavar="N", help="students in a seat (1)")
    host.add_argument(
        "--roster", metavar="FILE", help="names to join by: NAME[,ROOM[,SEAT[,ID]]], one a line"
    )
    host.add_argument(
        "--questions", metavar="FILE", help="your own questions, asked before and after, as YAML"
    )
    host.add_argument("--minutes", type=between(5, 240), metavar="N", help="for a decision (40)")
    policies(host)
    programs(host)
    opponents(host)
    host.add_argument("--seed", type=seed, metavar="N", help="seed of the games (a fresh one)")
    host.add_argument(
        "--port", type=between(0, 65535), metavar="N", help="(8080, or as the class had it)"
    )
    host.add_argument(
        "--lan", action="store_true", help="let other machines of this network in, not this alone"
    )
    host.add_argument(
        "--public-url",
        metavar="URL",
        help="behind a reverse proxy on this machine: the address that students type, https://...",
    )
    host.add_argument(
        "--mcp",
        action="store_true",
        help="let programs join, too, over the Model Context Protocol; for a class hosted alone, not with --host-many",
    )
    host.add_argument(
        "--name", metavar="NAME", type=class_name, help="of the class; goes on if there is one"
    )
    host.add_argument(
        "--like",
        metavar="NAME",
        type=class_name,
        help="a new class set up as an old one was, forgotten or not: rooms, seats, switches, questions, weights",
    )
    host.add_argument("--resume", metavar="NAME", type=class_name, help="go on with this class")
    host.add_argument("--new-key", action="store_true", help="with --resume: a new facilitator key")
    host.add_argument(
        "--host-many", action="store_true", help="all classes of this machine, of many teachers"
    )
    whats.add_parser("list", help="list the classes on this machine")
    help_ = "make invitations, with each of which a teacher opens a class on a host of many"
    invite = whats.add_parser("invite", help=help_, description=help_)
    invite.add_argument("count", nargs="?", type=between(1, 200), default=1, help="how many (1)")


def afterwards(whats: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands for what comes after a class."""
    help_ = "put several classes of one scenario beside one another"
    compare = whats.add_parser("compare", help=help_, description=help_)
    compare.add_argument("name", nargs="+", help="classes, by name or path")
    written(compare)

    help_ = "copy a class into a new folder, also while it is being hosted"
    backup = whats.add_parser("backup", help=help_, description=help_)
    backup.add_argument("name", help="of the class, or its path")
    backup.add_argument("folder", help="the new folder")

    help_ = "write a feedback sheet for each student: what it said, its marks, your comments"
    feedback = whats.add_parser("feedback", help=help_, description=help_)
    feedback.add_argument("name", help="of the class, or its path")
    feedback.add_argument("--out", metavar="DIR", help="the folder (NAME-feedback)")
    feedback.add_argument(
        "--format",
        choices=("html", "pdf"),
        help="html: no PDFs; pdf: those too (the default where a browser can make them)",
    )
    feedback.add_argument("--paper", choices=("a4", "letter"), default="a4", help="of PDFs (a4)")

    help_ = "delete all personal data of a class: names, codes, messages, marks"
    forget = whats.add_parser("forget", help=help_, description=help_)
    forget.add_argument("name", help="of the class")
    forget.add_argument("--all", action="store_true", help="delete its games and ballots as well")
    forget.add_argument("--yes", action="store_true", help="do not ask")


def written(to: argparse.ArgumentParser) -> None:
    """Add what says in which form a report is written, and where."""
    to.add_argument("--format", choices=("md", "html", "json", "csv"), default="md", help="(md)")
    to.add_argument("--json", action="store_const", const="json", dest="format")
    to.add_argument(
        "--out", metavar="FILE", help="write it there; HTML goes to NAME-debrief.html if left out"
    )
    to.add_argument("--force", action="store_true", help="write over a file that is not a debrief")


def looked_back(debrief: argparse.ArgumentParser) -> None:
    """Add the arguments of `debrief`."""
    debrief.add_argument("game", help="name or path of a game or a class")
    written(debrief)
    debrief.add_argument(
        "--names", action="store_true", help="of a class: people by name, not by pseudonym"
    )
    debrief.add_argument(
        "--table",
        choices=("groups", "ballots", "marks", "lines", "moodle", "canvas", "answers"),
        default="groups",
        help="of a class, as CSV: what groups decided, ballots, the mark sheet, lines said, marks for Moodle or Canvas, answers (groups)",
    )
