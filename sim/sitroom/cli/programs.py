"""Programs of whoever's in the seats of a game: `--seat-program`, for as long as a command runs."""

import argparse
import shlex
import shutil
from collections.abc import Iterable, Iterator, Mapping
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
    from sitroom.policies import seated
    from sitroom.seats.program import Limits, Program, enrol

    found, people, names = dict(policies), tuple(people), dict[str, str]()
    limits = Limits(options.seat_seconds, options.seat_memory)
    made: list[Program] = []
    try:
        for seat, command in options.seat_program:
            check_seats(lookup, [seat])
            if seat in found or seat in people:
                raise UsageError(f"{seat} is played by somebody else already (--seat-program)")
            check_command(command)
            if command not in names:
                made.append(Program(command, lookup, limits, people))
                names[command] = enrol(made[-1])
            found[seat] = names[command]
        yield found
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
