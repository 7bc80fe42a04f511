"""Sitroom: sourced actors argue escalation decisions, turn by turn.

What stands in `__all__` is the public interface (docs/reference/python.md): `sitroom.load`, `sitroom.run`,
`sitroom.ensemble` and others, what they return and what they raise. A name is loaded when it is
asked for; `__init__.pyi` says the same to type checkers.
"""

from importlib import import_module

__version__ = "0.2.0"
_HOMES = {  # where each public name is defined
    "Array": "notebook.results",
    "Arrays": "notebook.results",
    "Backtest": "notebook.results",
    "Column": "notebook.results",
    "ContentError": "scenario.problems",
    "Ensemble": "notebook.results",
    "Frame": "notebook.results",
    "Game": "notebook.results",
    "Loaded": "loader.opening",
    "NoLibraryError": "render.frames",
    "PluginError": "errors",
    "PolicyError": "policies.seated",
    "Problem": "scenario.problems",
    "SettingError": "scenario.settings",
    "SitroomError": "errors",
    "StudyError": "study.checkpoint",
    "StudyResult": "study.results",
    "UnknownNameError": "loader.bundle",
    "backtest": "notebook",
    "ensemble": "notebook",
    "flips": "notebook",
    "load": "notebook",
    "load_study": "notebook",
    "run": "notebook",
}
__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - texts, all of them


def __getattr__(name: str) -> object:
    """Return a public name, loaded now."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sitroom' has no attribute {name!r}")
    return getattr(import_module(f"sitroom.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the names that there are, for completion."""
    return sorted([*globals(), *_HOMES])
