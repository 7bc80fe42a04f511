"""What lets a shell complete the words of `sitroom`, made from the parser itself."""

import argparse
from collections.abc import Iterator

from sitroom.cli.output import DONE, show_names

SHELLS = ("bash", "zsh", "fish", "powershell")
NAMES = ("scenarios", "games", "guides")
# What may stand for an argument, by what the parser calls it.
_NAMED = {"scenario": "scenarios", "into": "scenarios", "fitted_on": "scenarios"}
_NAMED |= {"game": "games", "topic": "guides"}
# Of its own accord shtab has zsh ask for all names as soon as the script is loaded, which takes seconds.
_ZSH = """_sitroom_KIND() {
  compadd "$@" -- ${(f)"$(sitroom completion --names KIND)"}
}"""
_FILES = {"FILE", "FILE|FOLDER", "table", "path"}


def completion(options: argparse.Namespace) -> int:
    """Print the script of a shell, or the names of a kind, which the script asks for."""
    if options.names:
        show_names(_names(options.names))
        return DONE
    import shtab

    from sitroom.cli.parser import parser

    top = parser()
    for action in _actions(top):
        called = str(action.metavar or action.dest)
        if action.dest in _NAMED:
            kind = _NAMED[action.dest]
            found = shtab.cmd(f"sitroom completion --names {kind}")
            found["zsh"] = f"_sitroom_{kind}"
            found["preamble"]["zsh"] = _ZSH.replace("KIND", kind)
        elif called in _FILES:
            found = shtab.FILE
        elif called == "DIR":
            found = shtab.DIRECTORY
        else:
            continue
        vars(action)["complete"] = found
    print(shtab.complete(top, options.shell), end="")
    return DONE


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield what a parser and its commands take; argparse has no public list of it."""
    for action in vars(parser)["_actions"]:
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from _actions(command)
        elif action.choices is None:
            yield action


def _names(kind: str) -> list[str]:
    if kind == "guides":
        from sitroom.cli.guides import guides

        return list(guides())
    if kind == "games":
        from sitroom.journal import shelf

        return [entry.name for entry in shelf.entries()]
    from sitroom.loader import bundle

    return bundle.scenarios()
