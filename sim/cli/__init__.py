"""The command line: what to do, and what to say when it can't be done."""

from sim.cli.main import main

__all__ = ["main"]
