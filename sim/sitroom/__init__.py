"""Sitroom: sourced actors argue escalation decisions, turn by turn.

In a notebook, names of `sitroom.notebook` stand here too: `sitroom.load`, `sitroom.run`, `sitroom.ensemble` and
others (docs/how-to/studies.md). They are loaded when they are asked for; `__init__.pyi` lists them.
"""

from importlib import import_module

__version__ = "0.2.0"
_IN_NOTEBOOKS = ("backtest", "ensemble", "flips", "kept", "load", "run")


def __getattr__(name: str) -> object:
    """Return a name for notebooks."""
    if name not in _IN_NOTEBOOKS:
        raise AttributeError(f"module 'sitroom' has no attribute {name!r}")
    return getattr(import_module("sitroom.notebook"), name)


def __dir__() -> list[str]:
    """Return the names that there are, for completion."""
    return sorted([*globals(), *_IN_NOTEBOOKS])
