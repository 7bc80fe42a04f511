"""The command `mcp`: seats for language models, over the Model Context Protocol."""

import argparse
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sitroom.cli.output import DONE, UsageError, say_error
from sitroom.files.extras import with_extra

HOST = "127.0.0.1"


@contextmanager
def needing_mcp() -> Iterator[None]:
    """Say which extra is missing, if what is imported needs it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "sitroom":
            raise
        raise UsageError(
            f"this command needs {error.name}, which is not installed: {with_extra('mcp')}"
        ) from None


def mcp(options: argparse.Namespace) -> int:
    """Serve tables to clients: one over stdio, or several on this machine over HTTP."""
    with needing_mcp():
        from sitroom.seats import server
    from sitroom.seats.tables import Tables

    tables = Tables(save=not options.no_save)
    if not options.http:
        server.server(tables).run("stdio")
        return DONE
    token = options.token or secrets.token_urlsafe(18)
    say_error([f"Clients open  http://{HOST}:{options.port}/mcp", f"with token    {token}"])
    sys.stderr.flush()
    server.serve_http(tables, HOST, options.port, token)
    return DONE
