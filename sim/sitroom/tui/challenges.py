"""Challenges on the screen: today's, one for each seat, and one's record at them."""

import asyncio
import datetime as dt
from dataclasses import replace

from sitroom.analysis import deadlines
from sitroom.analysis.challenges import Challenge, Score, challenges, of_the_day, scores
from sitroom.analysis.deadlines import Deadline
from sitroom.loader import bundle
from sitroom.loader.opening import Loaded, open_scenario
from sitroom.narration import challenge_text
from sitroom.tui.config import LIVELY
from sitroom.tui.forms import Picker
from sitroom.tui.host import Host

Found = tuple[Loaded, dict[Challenge | Deadline, Score]]


def _found() -> Found | None:
    """Return the first scenario that poses challenges, with them and one's record."""
    for name in bundle.scenarios():
        loaded = open_scenario(name)
        done: list[tuple[Challenge | Deadline, Score]] = [
            *scores(loaded.content.scenario.id, challenges(loaded.lookup)).items(),
            *deadlines.scores(loaded.lookup, deadlines.deadlines(loaded.lookup)).items(),
        ]
        if done:
            return loaded, dict(done)
    return None


async def ask(app: Host) -> None:
    """Ask which challenge to take, and sit down at it."""
    known = await asyncio.to_thread(_found)
    if known is None:
        app.notify(challenge_text.NONE)
        return
    loaded, done = known
    found = list(done)
    today, seed = of_the_day(found, dt.datetime.now(dt.UTC).date())
    told = challenge_text.rows(loaded.lookup, today, done)
    ids = ["today", *map(str, range(len(found)))]
    title = f"{challenge_text.TITLE}. {challenge_text.record(done)}"
    picked = await app.push_screen_wait(Picker(title, list(zip(told, ids, strict=True))))
    if picked is None:
        return
    one = today if picked == "today" else found[int(picked)]
    own = replace(
        app.options,
        seats=(one.seat,),
        decision=one.decision,
        only=isinstance(one, Challenge),
        seed=seed if picked == "today" else None,
        opponents=LIVELY,  # the same for everybody, whatever one's settings are
    )
    app.start(loaded, own)
