"""The commands `class host --host-many` and `class invite`."""

import argparse
import sys
from typing import TYPE_CHECKING

from sitroom.cli.output import DONE, UsageError, show_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitroom.classroom.public import PublicAddress

_OF_ONE = ("scenario", "resume", "name", "like", "roster", "questions", "seat", "new_key")


def host_many(options: argparse.Namespace, at: "PublicAddress | None") -> int:
    """Host all classes of this machine, and those that teachers open with invitations."""
    import time

    from sitroom.classroom import folders, front, serve
    from sitroom.classroom.guard import Limits
    from sitroom.classroom.many import Classes

    for name in _OF_ONE:
        if getattr(options, name):
            asked = name if name == "scenario" else f"--{name.replace('_', '-')}"
            raise UsageError(f"--host-many hosts all classes: leave {asked} out")
    if options.mcp:
        raise UsageError(
            "--mcp is for a class that is hosted alone, and --host-many has no place where programs "
            "could join. Leave one of them out; a class of its own goes on with: "
            "sitroom class host --resume NAME --mcp"
        )
    hosts = serve.names(lan=options.lan)
    with serve.listen(8080 if options.port is None else options.port, lan=options.lan) as where:
        port = where.getsockname()[1]
        told = [at.origin] if at else serve.addresses(hosts, port, lan=options.lan)
        classes = Classes(told, hear=_say)
        app = front.guarded(classes, hosts, port, at, Limits(time.monotonic))

        def ready(_: "Callable[[], None]") -> None:
            for line in [
                f"Classes on this machine: {len(folders.names())}. Their keys are as they were.",
                *[f"Students open    {address}" for address in told],
                f"Teachers open    {told[0]}/open, with an invitation: sitroom class invite",
            ]:
                _say(line)
            if at:
                _say(f"The proxy has to hand on {at.origin} to 127.0.0.1:{port}.")
            _say("Ctrl+C stops the host.")

        serve.run(app, where, ready, classes.hubs, forwarded=at is not None)
    again = "sitroom class host --host-many" + " --lan" * options.lan
    again += "" if port == 8080 else f" --port {port}"
    again += f" --public-url {at.origin}" if at else ""
    show_lines(["", f"The host has stopped; everything is kept. To go on: {again}"])
    return DONE


def invite(options: argparse.Namespace) -> int:
    """Make invitations, each for one class."""
    from sitroom.classroom import invitations

    show_lines(invitations.make(options.count))
    show_lines(
        [
            "Each opens one class, at /open of the host, and gets its teacher another key later on.",
            f"They are shown this once. Kept in {invitations.shelf()}; to withdraw all, delete that.",
        ]
    )
    return DONE


def _say(line: str) -> None:
    show_lines([line])
    sys.stdout.flush()
