"""The command line: what to do, and what to say when it can't be done."""

from sitroom.cli.main import main

__all__ = ["main"]
