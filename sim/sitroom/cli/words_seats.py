"""The words of the command line for open seats: arena, mcp."""

import argparse
from collections.abc import Callable

from sitroom.cli.values import between, contender, count, limits, seed


def seats(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that open seats to programs."""
    arena = command("arena", "let programs and policies play the same seeds, and compare them")
    arena.add_argument("scenario", help="name or path")
    arena.add_argument(
        "--seat",
        metavar="SEAT=NAME",
        action="append",
        type=contender,
        required=True,
        help="a contender: a policy by its name, or the command of a program; may be repeated",
    )
    arena.add_argument(
        "--games", type=count, default=100, metavar="N", help="games of each contender (100)"
    )
    arena.add_argument(
        "--out", required=True, metavar="DIR", help="the folder of games, tables and the page"
    )
    arena.add_argument("--decision", metavar="ID", help="start at this decision")
    arena.add_argument("--only", action="store_true", help="end each game with that decision")
    arena.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of the games (1)")
    arena.add_argument("--jobs", type=count, metavar="J", help="processes (all cores)")
    arena.add_argument(
        "--keep-games", action="store_true", help="keep each game, for 'sitroom replay'"
    )
    limits(arena)
    arena.add_argument("--json", action="store_true", help="print one JSON list")

    mcp = command("mcp", "give seats to language models, over the Model Context Protocol")
    mcp.add_argument(
        "--http",
        action="store_true",
        help="over HTTP on this machine, for several clients; else stdio",
    )
    mcp.add_argument(
        "--port", type=between(1, 65535), default=8765, metavar="N", help="of HTTP (8765)"
    )
    mcp.add_argument("--token", metavar="TEXT", help="that clients of HTTP give (a fresh one)")
    mcp.add_argument("--no-save", action="store_true", help="keep no game on the shelf")
