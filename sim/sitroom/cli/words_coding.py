"""The words of the command line for coders: source, code, agree, settle, codings."""

import argparse
from collections.abc import Callable


def coders(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that lead from a text to positions."""
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
