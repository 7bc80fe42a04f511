"""The words of the command line."""

import argparse
import re
import sys
from collections.abc import Callable
from typing import NoReturn

import sim
from sim.cli.classwords import afterwards, looked_back
from sim.cli.out import BAD_USAGE, nearest
from sim.cli.studywords import studies

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
    "study",
    "replay",
    "validate",
    "new",
    "schema",
    "import",
    "migrate",
    "try",
    "graph",
    "class",
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


def _content(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "--content",
        metavar="DIR",
        action="append",
        default=argparse.SUPPRESS,
        help="look for scenarios/ and actors/ in this folder too; may be repeated",
    )


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = _Parser(
        prog="sitroom",
        description="Sourced actors argue escalation decisions, turn by turn. "
        "Without a command: the home screen.",
    )
    top.add_argument("--version", action="version", version=f"sitroom {sim.__version__}")
    _content(top)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, help_: str, *, reads: bool = True) -> argparse.ArgumentParser:
        """Add a command; `reads` says that it looks for scenarios."""
        found = commands.add_parser(name, help=help_, description=help_)
        if reads:
            _content(found)
        return found

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
    flag(play, "--spectate", "give every seat to the computer, and look on")
    flag(play, "--watch", "for authors: begin again whenever a file of the scenario is saved")
    play.add_argument(
        "--seed", type=_seed, metavar="N", help="seed of the game (a fresh one if left out)"
    )
    flag(play, "--held", "let news wait until you make it happen (key i)")
    _one_screen(play)

    run = command("run", "play a scenario by computer and print the transcript")
    run.add_argument("scenario")
    run.add_argument("--decision", metavar="ID", help="start at this decision")
    flag(run, "--only", "end the game with that decision")
    run.add_argument("--seed", type=_seed, default=1, metavar="N", help="seed of the game (1)")
    run.add_argument("--run", type=_seed, default=0, metavar="K", help="run of that seed (0)")
    flag(run, "--json", "print one JSON object")

    flag(command("list", "list scenarios and their actors"), "--json", "print one JSON object")

    show = command("show", "show a scenario, an actor or a decision with its evidence")
    show.add_argument("name", help="id of an actor, a decision or a scenario")
    show.add_argument("--scenario", metavar="NAME", help="look in this scenario")
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

    resume = command("resume", "go on with a saved game", reads=False)
    resume.add_argument("game", nargs="?", help="name or path; the last one played if left out")
    _one_screen(resume)

    looked_back(command("debrief", "tell how a game or a class went", reads=False))
    _studies(command, flag)
    studies(command, _seed, _count)
    _authors(command)
    _classes(command)
    return top


def _one_screen(to: argparse.ArgumentParser) -> None:
    """Add what says how a game is shown, none of which is part of the game."""
    to.add_argument(
        "--hot-seat",
        action="store_true",
        help="hide the hand between turns, as is done where several people play",
    )
    to.add_argument(
        "--projector", action="store_true", help="between turns, a public view for a class (key P)"
    )
    to.add_argument("--minutes", type=_minutes, metavar="N", help="show a countdown of N minutes")
    to.add_argument(
        "--per",
        choices=("turn", "decision"),
        default="turn",
        help="count down for each turn of a person, or for each decision (turn)",
    )
    to.add_argument(
        "--plain",
        action="store_true",
        help="line by line, for a screen reader or a plain terminal",
    )


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= 999:
        raise argparse.ArgumentTypeError("a number of minutes above 0, at most 999")
    return minutes


def _studies(
    command: Callable[..., argparse.ArgumentParser],
    flag: Callable[[argparse.ArgumentParser, str, str], None],
) -> None:
    explain = command("explain", "take the decider's position on a decision apart")
    explain.add_argument("decision", help="id of a decision")
    explain.add_argument("--scenario", metavar="NAME", help="look in this scenario")
    explain.add_argument("--seed", type=_seed, default=1, metavar="N", help="seed of the game (1)")
    flag(explain, "--json", "print JSON")

    evidence = command("evidence", "list every claim with its citation")
    evidence.add_argument("name", nargs="?", help="a scenario, an actor, a decision or a source")
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

    tested = command("validate", "hold the model against a table of real decisions", reads=False)
    tested.add_argument(
        "table", help="with a header issue,actor,position,salience,influence,status_quo,outcome"
    )
    tested.add_argument("--seed", type=_seed, default=1, metavar="N", help="of the resampling (1)")
    _range(tested)
    flag(tested, "--json", "print one JSON object")


def _range(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "--range", nargs=2, type=float, metavar=("LOW", "HIGH"), help="scale of positions (0 100)"
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 7 or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 to 9999999")
    return int(text)


def _authors(command: Callable[..., argparse.ArgumentParser]) -> None:
    new = command("new", "begin a scenario or an actor with a file that plays as it is")
    new.add_argument("kind", choices=("scenario", "actor"))
    new.add_argument("name", help="small letters, digits and hyphens, such as my-town")
    new.add_argument(
        "--in",
        dest="into",
        metavar="SCENARIO",
        help="the scenario that a new actor is for, or a folder whose scenarios share it",
    )

    schema = command("schema", "JSON Schema of the files, so that an editor completes names")
    schema.add_argument("kind", nargs="?", choices=("actor", "scenario", "decision"))
    schema.add_argument("--scenario", metavar="NAME", help="the names of this scenario alone")
    schema.add_argument(
        "--write",
        action="store_true",
        help="write schemas to .sitroom/, and the line that names one on top of each file here",
    )

    table = command("import", "make a scenario of a table of positions", reads=False)
    table.add_argument(
        "table", help="with a header issue,actor,position,salience,influence[,status_quo][,outcome]"
    )
    table.add_argument(
        "--date", type=_date, required=True, help="for when positions were held: 2024-05-30 or 2024"
    )
    table.add_argument("--name", metavar="NAME", help="of the scenario (that of the table)")
    table.add_argument("--out", metavar="DIR", default=".", help="write to scenarios/ there (here)")
    table.add_argument(
        "--format",
        choices=("auto", "csv", "kpsm", "text"),
        default="auto",
        help="kpsm: Actor,Capability,Position,Salience; text: lines #A, #P, #M, #D (auto)",
    )
    _range(table)

    migrate = command("migrate", "bring files of an older format up to date", reads=False)
    migrate.add_argument("path", help="a file, the folder of a scenario, or one with scenarios/")
    migrate.add_argument("--dry-run", action="store_true", help="only show what would change")

    tried = command("try", "play-test a scenario: what never comes about, and where games end")
    tried.add_argument("scenario")
    tried.add_argument(
        "--runs",
        type=_count,
        default=10_000,
        metavar="N",
        help="games, half by computer seats and half by random ones (10000)",
    )
    tried.add_argument("--seed", type=_seed, default=1, metavar="N", help="seed of the games (1)")
    tried.add_argument(
        "--jobs", type=_count, default=None, metavar="J", help="processes (all cores)"
    )
    tried.add_argument("--strict", action="store_true", help="exit with 1 if anything is found")
    tried.add_argument("--json", action="store_true", help="print one JSON object")

    graph = command("graph", "draw the decisions, conditions and injects of a scenario")
    graph.add_argument("scenario")
    graph.add_argument(
        "--format", choices=("text", "mermaid", "svg"), default="text", help="(text)"
    )
    graph.add_argument("--out", metavar="FILE", help="write to this file")


def _classes(command: Callable[..., argparse.ArgumentParser]) -> None:
    class_ = command(
        "class", "a class and an hour: pages to print, tables that browsers join", reads=False
    )
    whats = class_.add_subparsers(
        dest="what", metavar="WHAT", required=True, parser_class=type(class_)
    )
    help_ = "write a folder for a teacher: role cards, ballots, script, rubric, answer key"
    pack = whats.add_parser("pack", help=help_, description=help_)
    _content(pack)
    pack.add_argument("scenario", help="name or path")
    pack.add_argument(
        "--decision",
        metavar="ID",
        action="append",
        help="the decision of the hour (the one that fills it best); several make several lessons",
    )
    pack.add_argument(
        "--minutes", type=_between(20, 240), default=60, metavar="N", help="of a lesson (60)"
    )
    pack.add_argument(
        "--groups", type=_between(1, 12), default=5, metavar="N", help="that sit at once (5)"
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


def _host(whats: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    help_ = "host a class that students join with a browser, one game a room"
    host = whats.add_parser("host", help=help_, description=help_)
    _content(host)
    host.add_argument("scenario", nargs="?", help="name or path; not needed with --resume")
    host.add_argument("--rooms", type=_between(1, 60), default=1, metavar="N", help="tables (1)")
    host.add_argument("--decision", metavar="ID", help="start at this decision")
    host.add_argument("--only", action="store_true", help="end the game with that decision")
    host.add_argument(
        "--seat", metavar="ACTOR", action="append", help="a seat for students; all if left out"
    )
    host.add_argument(
        "--per-seat", type=_between(1, 12), default=1, metavar="N", help="students in a seat (1)"
    )
    host.add_argument(
        "--roster", metavar="FILE", help="names to join by: NAME[,ROOM[,SEAT]], one a line"
    )
    host.add_argument(
        "--minutes", type=_between(5, 240), default=40, metavar="N", help="for a decision (40)"
    )
    host.add_argument("--seed", type=_seed, metavar="N", help="seed of the games (a fresh one)")
    host.add_argument("--port", type=_between(0, 65535), default=8080, metavar="N", help="(8080)")
    host.add_argument(
        "--lan", action="store_true", help="let other machines of this network in, not this alone"
    )
    host.add_argument(
        "--name", metavar="NAME", type=_class_name, help="of the class; goes on if there is one"
    )
    host.add_argument("--resume", metavar="NAME", type=_class_name, help="go on with this class")
    host.add_argument("--new-key", action="store_true", help="with --resume: a new facilitator key")
    whats.add_parser("list", help="list the classes on this machine")


def _class_name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", text):
        raise argparse.ArgumentTypeError("letters, digits, - and _, at most 60")
    return text


def _between(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text[:7]) <= high:
            raise argparse.ArgumentTypeError(f"a whole number from {low} to {high}")
        return int(text)

    return number


def _date(text: str) -> str:
    from sim.content.schema import last_day

    try:
        last_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text
