"""Values that commands take: what they may be, what is said of a wrong one; shared arguments."""

import argparse
from collections.abc import Callable

MOST_SEED = 2**63 - 1


def seed(text: str) -> int:
    """Return a seed, or a run of one."""
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) > MOST_SEED:
        raise argparse.ArgumentTypeError(f"a seed is a whole number from 0 to {MOST_SEED}")
    return int(text)


def count(text: str) -> int:
    """Return how many, at least one."""
    if not text.isascii() or not text.isdigit() or len(text) > 7 or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 to 9999999")
    return int(text)


def point(text: str) -> int:
    """Return a point of a game: after so many moves."""
    if not text.isascii() or not text.isdigit() or len(text) > 7:
        raise argparse.ArgumentTypeError("a point is a number from 0; without --at all are listed")
    return int(text)


def minutes(text: str) -> float:
    """Return a number of minutes."""
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found <= 999:
        raise argparse.ArgumentTypeError("a number of minutes above 0, at most 999")
    return found


def between(low: int, high: int) -> Callable[[str], int]:
    """Return what reads a whole number within bounds."""

    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text[:7]) <= high:
            raise argparse.ArgumentTypeError(f"a whole number from {low} to {high}")
        return int(text)

    return number


def choice(text: str) -> tuple[str, str]:
    """Return a question and the option that it is to come to."""
    question, mark, option = text.partition("=")
    if not (question and mark and option):
        raise argparse.ArgumentTypeError("write QUESTION=OPTION, as in how-far=wait")
    return question, option


def class_name(text: str) -> str:
    """Return the name of a class, which is that of a folder."""
    from sitroom.classroom.folders import NAME

    if not NAME.fullmatch(text):
        raise argparse.ArgumentTypeError("letters, digits, - and _, at most 60")
    from sitroom.files.writing import is_device

    if is_device(text):
        raise argparse.ArgumentTypeError("on Windows that is a device; take another name")
    return text


def policies(to: argparse.ArgumentParser) -> None:
    """Add --policy, for commands in which seats play by themselves."""
    to.add_argument(
        "--policy",
        metavar="SEAT=NAME",
        action="append",
        type=_policy,
        default=[],
        help="let a policy play this seat, not the computer's own; may be repeated",
    )


def programs(to: argparse.ArgumentParser) -> None:
    """Add --seat-program and its limits, for commands in which a program may play a seat."""
    to.add_argument(
        "--seat-program",
        metavar='SEAT="COMMAND"',
        action="append",
        type=_program,
        default=[],
        help="let a program of yours play this seat: lines of JSON in and out (docs/agents.md); may "
        "be repeated",
    )
    limits(to)


def limits(to: argparse.ArgumentParser) -> None:
    """Add what a program may take, for commands in which one may play."""
    to.add_argument(
        "--seat-seconds",
        metavar="S",
        type=_seconds,
        default=10.0,
        help="what a program may take for a turn (10)",
    )
    to.add_argument(
        "--seat-memory",
        metavar="MB",
        type=count,
        default=2048,
        help="what a program may take of memory, where the system holds it to that (2048)",
    )


def language(to: argparse.ArgumentParser) -> None:
    """Add --language, for games in the words of another language."""
    to.add_argument(
        "--language",
        metavar="LANGUAGE",
        help="with the scenario's texts of this language, such as de (from texts.de.yaml beside it)",
    )


def opponents(to: argparse.ArgumentParser) -> None:
    """Add --opponents, for games that people play."""
    to.add_argument(
        "--opponents",
        choices=("lively", "cool", "far-sighted", "study"),
        help="how the computer's seats play (lively): of tempers of their own, with good lines, the "
        "best line, or looking a debate ahead; or as in studies",
    )


def _policy(text: str) -> tuple[str, str]:
    return _seat_and(text, "who plays it, such as kremlin=random")


def contender(text: str) -> tuple[str, str]:
    """Return a seat and who is to play it."""
    return _seat_and(text, "who plays it, such as kremlin=random or kremlin='python hawk.py'")


def _program(text: str) -> tuple[str, str]:
    return _seat_and(text, "the command that plays it, such as kremlin='python hawk.py'")


def _seat_and(text: str, what: str) -> tuple[str, str]:
    seat, _, value = text.partition("=")
    if not (seat and value.strip()):
        raise argparse.ArgumentTypeError(f"a seat and {what}")
    return seat, value


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found <= 3600:
        raise argparse.ArgumentTypeError("a number of seconds above 0, at most 3600")
    return found


def date(text: str) -> str:
    """Return a date, as it was written."""
    from sitroom.scenario.schema import last_day

    try:
        last_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def content(to: argparse.ArgumentParser) -> None:
    """Add --content, for commands that look for scenarios."""
    to.add_argument(
        "--content",
        metavar="DIR",
        action="append",
        default=argparse.SUPPRESS,
        help="look for scenarios/ and actors/ in this folder too; may be repeated",
    )


def scale(to: argparse.ArgumentParser) -> None:
    """Add --range, for tables of positions."""
    to.add_argument(
        "--range", nargs=2, type=float, metavar=("LOW", "HIGH"), help="scale of positions (0 100)"
    )
