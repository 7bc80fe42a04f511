"""The words of the command line."""

import argparse
import re
from collections.abc import Callable
from typing import NoReturn

import sitroom
from sitroom.cli.completion import NAMES, SHELLS
from sitroom.cli.output import BAD_USAGE, nearest, say_error
from sitroom.cli.values import content, count, language, policies, programs, scale, seed
from sitroom.cli.words_authors import authors
from sitroom.cli.words_classes import classes, looked_back
from sitroom.cli.words_coding import coders
from sitroom.cli.words_games import games
from sitroom.cli.words_seats import seats
from sitroom.cli.words_studies import studies

COMMANDS = (
    "play",
    "challenge",
    "run",
    "list",
    "show",
    "check",
    "review",
    "calibrate",
    "resume",
    "debrief",
    "explain",
    "evidence",
    "backtest",
    "study",
    "arena",
    "mcp",
    "expect",
    "replay",
    "fork",
    "tree",
    "verify",
    "validate",
    "new",
    "rename",
    "pack",
    "add",
    "move",
    "schema",
    "import",
    "migrate",
    "try",
    "graph",
    "source",
    "code",
    "codings",
    "agree",
    "settle",
    "class",
    "web",
    "help",
    "completion",
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        wrong = re.search(r"invalid choice: '([^']*)' \(choose from", message)
        if wrong is not None and self.prog == "sitroom":
            message = f"there is no command '{wrong[1]}'. {nearest(wrong[1], COMMANDS)}"
        say_error([f"sitroom: {message}", f"Try: {self.prog} --help"])
        raise SystemExit(BAD_USAGE)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = _Parser(
        prog="sitroom",
        description="Sourced actors argue escalation decisions, turn by turn. "
        "Without a command: the home screen.",
    )
    top.add_argument("--version", action="version", version=f"sitroom {sitroom.__version__}")
    content(top)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, help_: str, *, reads: bool = True) -> argparse.ArgumentParser:
        """Add a command; `reads` says that it looks for scenarios."""
        found = commands.add_parser(name, help=help_, description=help_)
        if reads:
            content(found)
        return found

    def flag(to: argparse.ArgumentParser, name: str, help_: str) -> None:
        to.add_argument(name, action="store_true", help=help_)

    games(command)
    run = command("run", "play a scenario by computer and print the transcript")
    run.add_argument("scenario")
    language(run)
    run.add_argument("--decision", metavar="ID", help="start at this decision")
    flag(run, "--only", "end the game with that decision")
    run.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of the game (1)")
    run.add_argument("--run", type=seed, default=0, metavar="K", help="run of that seed (0)")
    policies(run)
    programs(run)
    flag(run, "--json", "print one JSON object")

    flag(command("list", "list scenarios and their actors"), "--json", "print one JSON object")

    show = command("show", "show a scenario, an actor or a decision with its evidence")
    show.add_argument("name", help="id of an actor, a decision or a scenario")
    show.add_argument("--scenario", metavar="NAME", help="look in this scenario")
    show.add_argument(
        "--with", metavar="ACTOR", dest="with_", help="beside this actor, decision by decision"
    )
    show.add_argument(
        "--page",
        metavar="FILE",
        help="write a whole scenario with its evidence as one HTML page, for reviewers",
    )
    flag(show, "--history", "also tell what really happened")
    flag(show, "--json", "print one JSON object")

    check = command("check", "check scenarios and print every mistake")
    check.add_argument(
        "path", nargs="*", help="scenarios, files or folders; everything there is if left out"
    )
    flag(check, "--json", "print one JSON list")
    check.add_argument("--format", choices=("text", "github"), default="text", help="(text)")
    flag(check, "--watch", "check again whenever a file changes")
    check.add_argument("--explain", metavar="CODE", help="say what a code such as S001 means")

    looked_back(command("debrief", "tell how a game or a class went", reads=False))
    _studies(command, flag)
    studies(command)
    seats(command)
    authors(command)
    coders(command)
    classes(command)
    _about(command, flag)
    return top


def _about(
    command: Callable[..., argparse.ArgumentParser],
    flag: Callable[[argparse.ArgumentParser, str, str], None],
) -> None:
    help_ = command("help", "list the guides, or open one", reads=False)
    help_.add_argument("topic", nargs="?", help="a guide, or a command; all are listed if left out")
    flag(help_, "--plain", "as plain text, without a pager")

    shell = command("completion", "print what lets a shell complete these words", reads=False)
    one = shell.add_mutually_exclusive_group(required=True)
    one.add_argument("shell", nargs="?", choices=SHELLS, help="whose; where it goes: help install")
    one.add_argument(
        "--names", choices=NAMES, help="print the names of this kind, for such a shell"
    )


def _studies(
    command: Callable[..., argparse.ArgumentParser],
    flag: Callable[[argparse.ArgumentParser, str, str], None],
) -> None:
    explain = command("explain", "take somebody's position on a decision or answer apart")
    explain.add_argument("decision", help="id of a decision, or DECISION.answer")
    explain.add_argument(
        "--seat", metavar="ACTOR", action="append", help="whose (who decides); may be repeated"
    )
    explain.add_argument(
        "--vary",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="and as if the world were otherwise, side by side: what is different, step by step "
        "(keys as in sitroom study --vary); may be repeated",
    )
    explain.add_argument(
        "--without", metavar="ACTOR", action="append", default=[], help="and without this voice"
    )
    explain.add_argument("--scenario", metavar="NAME", help="look in this scenario")
    explain.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of the game (1)")
    flag(explain, "--json", "print JSON")

    evidence = command("evidence", "list every claim with its citation")
    evidence.add_argument(
        "name",
        nargs="?",
        help="a scenario, an actor, a decision, a source, or its paragraph as SOURCE:17",
    )
    evidence.add_argument("--scenario", metavar="NAME", help="look in this scenario")
    flag(evidence, "--json", "print one JSON object")

    backtest = command("backtest", "hold the model against what really happened")
    backtest.add_argument("scenario")
    backtest.add_argument("--runs", type=count, default=2000, metavar="N", help="runs each (2000)")
    backtest.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of the runs (1)")
    backtest.add_argument(
        "--jiggle", type=count, default=0, metavar="N", help="jiggle all numbers N times"
    )
    flag(backtest, "--leave-one-out", "forecast each decision, derived, by a fit on the others")
    backtest.add_argument(
        "--doubt", type=count, default=0, metavar="N", help="and over N draws of doubt"
    )
    backtest.add_argument(
        "--fitted-on", metavar="SCENARIO", help="and, derived, by a fit on another scenario"
    )
    backtest.add_argument(
        "--jobs", type=count, default=None, metavar="J", help="processes (all cores)"
    )
    flag(backtest, "--json", "print one JSON object")

    tested = command("validate", "hold the model against a table of real decisions", reads=False)
    tested.add_argument(
        "table", help="with a header issue,actor,position,salience,influence,status_quo,outcome"
    )
    tested.add_argument("--seed", type=seed, default=1, metavar="N", help="of the resampling (1)")
    scale(tested)
    tested.add_argument(
        "--proposal",
        metavar="PATTERN",
        help="finds in an issue's name what it was decided with; else a column 'proposal' says so, "
        "or the part before the first dash",
    )
    flag(tested, "--json", "print one JSON object")
