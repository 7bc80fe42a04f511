"""The words of the command line for a class that has been taught."""

import argparse


def afterwards(whats: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands for what comes after a class."""
    help_ = "put several classes of one scenario beside one another"
    compare = whats.add_parser("compare", help=help_, description=help_)
    compare.add_argument("name", nargs="+", help="classes, by name or path")
    written(compare)

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
        choices=("groups", "ballots", "marks"),
        default="groups",
        help="of a class, as CSV: what groups decided, ballots, or the mark sheet (groups)",
    )
