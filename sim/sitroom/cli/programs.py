"""Programs of whoever's in the seats of a game: `--seat-program`, for as long as a command runs."""

import argparse
import shlex
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.output import UsageError, check_seats

if TYPE_CHECKING:
    from sitroom.scenario.lookup import Lookup


@contextmanager
def seated_programs(
    options: argparse.Namespace,
    lookup: "Lookup",
    policies: Mapping[str, str],
    people: Iterable[str] = (),
) -> Iterator[dict[str, str]]:
    """Give who plays which seat, the programs that were asked for among them; end them afterwards.

    Raises UsageError for a program or a seat that there is not, or a seat given away twice.
    """
    if not options.seat_program:
        yield dict(policies)
        return
    found, people = dict(policies), tuple(people)
    with _started(options, lookup, people) as start:
        for seat, command in options.seat_program:
            check_seats(lookup, [seat])
            if seat in found or seat in people:
                raise UsageError(f"{seat} is played by somebody else already (--seat-program)")
            found[seat] = start(command, "")
        yield found


@contextmanager
def returning_programs(
    options: argparse.Namespace,
    lookup: "Lookup",
    policies: Mapping[str, str],
    people: Iterable[str] = (),
    *,
    in_study: bool = False,
) -> Iterator[None]:
    """Seat again the programs with which a game was begun; end them afterwards.

    A run of a study is played again, and needs all of them; in a game that goes on, the computer
    has the seat of one that is not named. Raises UsageError for a seat that was not that program's.
    """
    from sitroom.policies.seated import PROGRAM

    was = {seat: name for seat, name in policies.items() if name.startswith(PROGRAM)}
    given = dict(options.seat_program)
    for seat, name in was.items():
        if seat not in given and in_study:
            raise UsageError(
                f"the program {name.removeprefix(PROGRAM)} played {seat} in this study: to play a "
                f'run again, name it: --seat-program {seat}="COMMAND"'
            )
    with _started(options, lookup, tuple(people), in_study=in_study) as start:
        for seat, command in options.seat_program:
            if seat not in was:
                raise UsageError(f"{seat} was not played by a program here (--seat-program)")
            start(command, was[seat])
        yield


def absent(policies: Mapping[str, str]) -> list[str]:
    """Return in words which seats the computer has, as the program that played them is not here."""
    from sitroom.policies import seated

    return [
        f"{name.removeprefix(seated.PROGRAM)} played {seat} so far; the computer has that seat now"
        for seat, name in policies.items()
        if name.startswith(seated.PROGRAM) and seated.left(seat, name)
    ]


@contextmanager
def _started(
    options: argparse.Namespace,
    lookup: "Lookup",
    people: tuple[str, ...],
    *,
    in_study: bool = False,
) -> Iterator[Callable[[str, str], str]]:
    """Give what starts a command, under the name that it had before or a new one."""
    from sitroom.policies import seated
    from sitroom.policies.seated import PROGRAM
    from sitroom.seats.program import Limits, Program, enrol

    limits = Limits(options.seat_seconds, options.seat_memory)
    made: list[Program] = []
    names = dict[tuple[str, str], str]()

    def start(command: str, before: str) -> str:
        check_command(command)
        if (command, before) not in names:
            made.append(Program(command, lookup, limits, people, in_study=in_study))
            was = before.removeprefix(PROGRAM).partition("#")[0]
            if before and made[-1].name != was:
                raise UsageError(
                    f"{was} had that seat, and {made[-1].name} is another program (--seat-program)"
                )
            name = seated.enrol(before, made[-1]) if before else enrol(made[-1])
            names[command, before] = name
        return names[command, before]

    try:
        yield start
    finally:
        for program in made:
            program.close()
        for name in names.values():
            seated.dismiss(name)


def check_command(command: str) -> None:
    """Raise UsageError for a command that can't be run."""
    try:
        parts = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"'{command}' can't be read as a command: {error}") from None
    if not parts or not (shutil.which(parts[0]) or Path(parts[0]).is_file()):
        name = parts[0] if parts else ""
        raise UsageError(f"there is no program '{name}' (--seat-program)")
