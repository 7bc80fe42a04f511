"""The command that poses a challenge: one for each seat, and one of the day."""

import argparse
import datetime as dt
import secrets

from sitroom.cli.output import DONE, UsageError, nearest, show_lines


def challenge(options: argparse.Namespace) -> int:
    """List the challenges of a scenario with one's record, or sit down at one."""
    from sitroom.analysis import challenges, deadlines
    from sitroom.loader.opening import open_scenario
    from sitroom.narration import challenge_text

    loaded = open_scenario(options.scenario)
    turns, later = challenges.challenges(loaded.lookup), deadlines.deadlines(loaded.lookup)
    named = {one.seat: one for one in turns} | {f"{one.seat}-deadline": one for one in later}
    if not named:
        print(challenge_text.NONE)
        return DONE
    day = dt.datetime.now(dt.UTC).date()
    today, seed = challenges.of_the_day(list(named.values()), day)
    if options.which is None:
        pairs: list[tuple[challenges.Challenge | deadlines.Deadline, challenges.Score]] = [
            *challenges.scores(loaded.content.scenario.id, turns).items(),
            *deadlines.scores(loaded.lookup, later).items(),
        ]
        done = dict(pairs)
        told = challenge_text.rows(loaded.lookup, today, done)
        for name, row in zip(["today", *named], told, strict=True):
            show_lines([name, f"    {row}"])
        show_lines([challenge_text.record(done), challenge_text.PLAY_ONE])
        return DONE
    one = today if options.which == "today" else named.get(options.which)
    if one is None:
        near = nearest(options.which, ["today", *named])
        raise UsageError(f"there is no challenge for '{options.which}'. {near}")
    seed = seed if options.which == "today" else secrets.randbelow(2**32)
    only = isinstance(one, challenges.Challenge)
    if options.plain:
        from sitroom import plain

        return plain.play(loaded, seed, (one.seat,), one.decision, only=only)
    from sitroom.cli.table import play_screen

    return play_screen(loaded, seed, (one.seat,), one.decision, only=only)
