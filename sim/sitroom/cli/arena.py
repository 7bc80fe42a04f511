"""The command `arena`: contenders in their seats, over the same seeds."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sitroom.cli.output import (
    DONE,
    Progress,
    UsageError,
    at_work,
    check_seats,
    show_json,
    show_names,
)
from sitroom.cli.programs import check_command

if TYPE_CHECKING:
    from sitroom.scenario.lookup import Lookup
    from sitroom.seats.arena_figures import Found
    from sitroom.seats.arena_games import Contender

KEPT = "stopped; what is done is kept, and the same command goes on from there"


def arena(options: argparse.Namespace) -> int:
    """Play contenders against the same seeds, and write what they came to."""
    from sitroom.loader.opening import check_decision, open_scenario
    from sitroom.seats import arena_figures, arena_games, arena_page
    from sitroom.seats.arena import Arena
    from sitroom.seats.program import Limits
    from sitroom.study.pool import local

    loaded = open_scenario(options.scenario)
    check_decision(loaded.lookup, options.decision)
    made = Arena(
        loaded,
        _contenders(loaded.lookup, options.seat),
        options.games,
        Path(options.out),
        options.seed,
        options.decision,
        options.only,
        Limits(options.seat_seconds, options.seat_memory),
        options.keep_games,
    )
    progress = Progress(made.total, "games")
    progress.add(len(made.rows))
    pool = local(options.jobs, small=made.total <= 20)
    try:
        with at_work(pool, progress, KEPT):
            for count in made.play(pool):
                progress.add(count)
    finally:
        arena_games.close()
        found = arena_page.write(made)
    if options.json:
        show_json(arena_figures.as_plain(found))
        return DONE
    show_names(
        [
            *(_told(one) + arena_page.deserted(one) for one in found),
            f"Written: {made.folder / 'index.html'}",
        ]
    )
    return DONE


def _contenders(lookup: "Lookup", given: list[tuple[str, str]]) -> "tuple[Contender, ...]":
    """Return who plays which seat: a policy by its name, else a program by its command."""
    from sitroom.policies import seated
    from sitroom.seats.arena_games import Contender
    from sitroom.seats.program import Limits, Program

    found: dict[str, Contender] = {}
    for seat, name in given:
        check_seats(lookup, [seat])
        one = Contender(seat, name)
        if name not in seated.known():
            check_command(name)
            one = Contender(seat, Program(name, lookup, Limits()).name, name)
        if found.setdefault(one.id, one) != one:
            raise UsageError(f"two contenders are called '{one.id}'; rename one of the files")
    return tuple(found.values())


def _told(one: "Found") -> str:
    parts = [f"{one.contender}: {one.games:,} games"]
    for name in ("height", "score", "aim"):
        mean, apart = one.means[name], one.differences.get(name)
        if mean is not None:
            told = f" ({apart.value:+.1f}, {apart.low:+.1f} to {apart.high:+.1f})" if apart else ""
            parts.append(f"{name} {mean:.1f}{told}")
    return "; ".join(parts)
