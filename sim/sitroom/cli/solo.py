"""The command `web`: one person at a table, in a browser of this machine."""

import argparse
import gc
import os
import secrets
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from sitroom.cli.output import (
    DONE,
    UsageError,
    check_seats,
    policies_of,
    show_lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitroom.scenario.lookup import Lookup


def web(options: argparse.Namespace) -> int:
    """Set a table for one person, and show it in the browser."""
    gc.disable()  # what is read until the page is there lives as long as the host: 10 % of the start
    try:
        return _web(options)
    finally:
        gc.enable()


def _web(options: argparse.Namespace) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # waking others takes a tenth of a second
    from sitroom.classroom import folders, join_codes, serve, solo
    from sitroom.loader.opening import check_decision, open_scenario

    loaded = open_scenario(options.scenario)
    check_decision(loaded.lookup, options.decision)
    seat = options.seat or _decider(options.decision, loaded.lookup)
    check_seats(loaded.lookup, [seat])
    number = 1
    while (folders.shelf() / f"web-{loaded.content.scenario.id}-{number}").exists():
        number += 1
    folder = folders.shelf() / f"web-{loaded.content.scenario.id}-{number}"
    with serve.listen(options.port, lan=False) as where:
        lesson, cookie = solo.begin(
            folder,
            loaded,
            seat,
            seed=secrets.randbelow(2**32) if options.seed is None else options.seed,
            decision=options.decision,
            only=options.only,
            policies=policies_of(loaded.lookup, options.policy),
            opponents=options.opponents or "lively",
        )
        ticket = join_codes.token()
        address = f"http://127.0.0.1:{where.getsockname()[1]}/solo/{ticket}"

        def ready(_: "Callable[[], None]") -> None:
            gc.enable()
            show_lines([f"You are {loaded.lookup.name(seat)}. Ctrl+C ends it. Open:", address])
            sys.stdout.flush()
            if options.browser:
                _open(address)

        more = solo.pages(ticket, cookie)
        serve.serve(lesson, where, serve.names(lan=False), lan=False, ready=ready, more=more)
    show_lines([f"Kept. To read how it went: sitroom debrief {folder.name}"])
    return DONE


def _open(address: str) -> None:
    import webbrowser

    with suppress(webbrowser.Error, OSError):
        webbrowser.open(address)


def _decider(decision: str | None, lookup: "Lookup") -> str:
    asked = lookup.questions[decision or lookup.content.scenario.decisions[0].id].question
    found = asked.rule.decider or next((member.actor for member in asked.table), None)
    if found is None:
        raise UsageError("say which seat: --seat ACTOR")
    return found
