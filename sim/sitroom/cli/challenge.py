"""The command that poses a challenge: one for each seat, and one of the day."""

import argparse
import datetime as dt
import secrets

from sitroom.cli.output import DONE, UsageError, nearest


def challenge(options: argparse.Namespace) -> int:
    """List the challenges of a scenario with one's record, or sit down at one."""
    from sitroom.analysis.challenges import challenges, of_the_day, scores
    from sitroom.loader.opening import open_scenario
    from sitroom.narration import challenge_text

    loaded = open_scenario(options.scenario)
    found = challenges(loaded.lookup)
    if not found:
        print(challenge_text.NONE)
        return DONE
    today, seed = of_the_day(found, dt.datetime.now(dt.UTC).date())
    if options.which is None:
        done = scores(loaded.content.scenario.id, found)
        names = ["today", *(one.seat for one in found)]
        told = challenge_text.rows(loaded.lookup, today, found, done)
        for name, row in zip(names, told, strict=True):
            print(f"{name:<14} {row}")
        print(challenge_text.record(done))
        return DONE
    one = (
        today
        if options.which == "today"
        else next((c for c in found if c.seat == options.which), None)
    )
    if one is None:
        seats = ["today", *(c.seat for c in found)]
        raise UsageError(
            f"there is no challenge for '{options.which}'. {nearest(options.which, seats)}"
        )
    seed = seed if options.which == "today" else secrets.randbelow(2**32)
    if options.plain:
        from sitroom import plain

        return plain.play(loaded, seed, (one.seat,), one.decision, only=True)
    from sitroom.cli.table import play_screen

    return play_screen(loaded, seed, (one.seat,), one.decision)
