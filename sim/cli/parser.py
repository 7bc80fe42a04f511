"""The words of the command line."""

import argparse
import re
import sys
from collections.abc import Callable
from typing import NoReturn

import sim
from sim.cli.out import BAD_USAGE, nearest

MOST_SEED = 2**63 - 1
COMMANDS = (
    "play",
    "run",
    "list",
    "show",
    "check",
    "resume",
    "debrief",
    "explain",
    "evidence",
    "backtest",
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        wrong = re.search(r"invalid choice: '([^']*)' \(choose from", message)
        if wrong is not None and self.prog == "sitroom":
            message = f"there is no command '{wrong[1]}'. {nearest(wrong[1], COMMANDS)}"
        sys.stderr.write(f"sitroom: {message}\nTry: {self.prog} --help\n")
        raise SystemExit(BAD_USAGE)


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) > MOST_SEED:
        raise argparse.ArgumentTypeError(f"a seed is a whole number from 0 to {MOST_SEED}")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = _Parser(
        prog="sitroom",
        description="Sourced actors argue escalation decisions, turn by turn. "
        "Without a command: the home screen.",
    )
    top.add_argument("--version", action="version", version=f"sitroom {sim.__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, help_: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_, description=help_)

    def flag(to: argparse.ArgumentParser, name: str, help_: str) -> None:
        to.add_argument(name, action="store_true", help=help_)

    play = command("play", "play a scenario in the terminal")
    play.add_argument(
        "scenario", nargs="?", default=None, help="name or path; chosen on screen if left out"
    )
    play.add_argument(
        "--decision", metavar="ID", help="start at this decision, as history left the world"
    )
    play.add_argument(
        "--seat",
        metavar="ACTOR",
        action="append",
        default=None,
        help="play this actor; may be repeated",
    )
    flag(play, "--only", "end the game with the decision it starts at")
    play.add_argument("--watch", action="store_true", help="give every seat to the computer")
    play.add_argument(
        "--seed", type=_seed, metavar="N", help="seed of the game (a fresh one if left out)"
    )
    flag(play, "--plain", "line by line, for a screen reader or a plain terminal")

    run = command("run", "play a scenario by computer and print the transcript")
    run.add_argument("scenario")
    run.add_argument("--decision", metavar="ID", help="start at this decision")
    flag(run, "--only", "end the game with that decision")
    run.add_argument("--seed", type=_seed, default=1, metavar="N", help="seed of the game (1)")
    flag(run, "--json", "print one JSON object")

    flag(command("list", "list scenarios and their actors"), "--json", "print one JSON object")

    show = command("show", "show a scenario, an actor or a decision with its evidence")
    show.add_argument("name", help="id of an actor, a decision or a scenario")
    show.add_argument("--scenario", metavar="NAME", help="look in this scenario")
    flag(show, "--history", "also tell what really happened")
    flag(show, "--json", "print one JSON object")

    check = command("check", "check scenarios and print every mistake")
    check.add_argument("path", nargs="*", help="names or paths; all shipped scenarios if left out")

    resume = command("resume", "go on with a saved game")
    resume.add_argument("game", nargs="?", help="name or path; the last one played if left out")
    flag(resume, "--plain", "line by line, for a screen reader or a plain terminal")

    debrief = command("debrief", "tell how a saved game went")
    debrief.add_argument("game", help="name or path")
    debrief.add_argument("--format", choices=("md", "json"), default="md", help="(md)")
    debrief.add_argument("--json", action="store_const", const="json", dest="format")
    _studies(command, flag)
    return top


def _studies(
    command: Callable[[str, str], argparse.ArgumentParser],
    flag: Callable[[argparse.ArgumentParser, str, str], None],
) -> None:
    explain = command("explain", "take the decider's position on a decision apart")
    explain.add_argument("decision", help="id of a decision")
    explain.add_argument("--scenario", metavar="NAME", help="look in this scenario")
    explain.add_argument("--seed", type=_seed, default=1, metavar="N", help="seed of the game (1)")
    flag(explain, "--json", "print JSON")

    evidence = command("evidence", "list every claim with its citation")
    evidence.add_argument(
        "name", nargs="?", help="an actor, a decision or a source; all if left out"
    )
    evidence.add_argument("--scenario", metavar="NAME", help="look in this scenario")
    flag(evidence, "--json", "print one JSON object")

    backtest = command("backtest", "hold the model against what really happened")
    backtest.add_argument("scenario")
    backtest.add_argument("--runs", type=_count, default=2000, metavar="N", help="runs each (2000)")
    backtest.add_argument("--seed", type=_seed, default=1, metavar="N", help="seed of the runs (1)")
    backtest.add_argument(
        "--jiggle", type=_count, default=0, metavar="N", help="jiggle all numbers N times"
    )
    flag(backtest, "--leave-one-out", "forecast each decision without its declared positions")
    backtest.add_argument(
        "--jobs", type=_count, default=None, metavar="J", help="processes (all cores)"
    )
    flag(backtest, "--json", "print one JSON object")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 7 or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 to 9999999")
    return int(text)
