"""Challenges on the screen: today's, one for each seat, and one's record at them."""

import asyncio
import datetime as dt
from dataclasses import replace

from sitroom.analysis.challenges import Challenge, Score, challenges, of_the_day, scores
from sitroom.loader import bundle
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.narration import challenge_text
from sitroom.tui.forms import Picker
from sitroom.tui.host import Host

Found = tuple[Loaded, tuple[Challenge, ...], dict[Challenge, Score]]


def _found() -> Found | None:
    """Return the first scenario that poses challenges, with them and one's record."""
    for name in bundle.scenarios():
        loaded = open_scenario(name)
        found = challenges(loaded.lookup)
        if found:
            return loaded, found, dict(scores(loaded.content.scenario.id, found))
    return None


async def ask(app: Host) -> None:
    """Ask which challenge to take, and sit down at it."""
    known = await asyncio.to_thread(_found)
    if known is None:
        app.notify(challenge_text.NONE)
        return
    loaded, found, done = known
    today, seed = of_the_day(found, dt.datetime.now(dt.UTC).date())
    told = challenge_text.rows(loaded.lookup, today, found, done)
    ids = ["today", *(one.seat for one in found)]
    title = f"{challenge_text.TITLE}. {challenge_text.record(done)}"
    picked = await app.push_screen_wait(Picker(title, list(zip(told, ids, strict=True))))
    if picked is None:
        return
    one = today if picked == "today" else next(c for c in found if c.seat == picked)
    own = replace(
        app.options,
        seats=(one.seat,),
        decision=one.decision,
        only=True,
        seed=seed if picked == "today" else None,
    )
    app.start(loaded, own)
