"""Decision rules: from positions and votes to an option. Each stands in a file of its own.

A file here that holds a `Rule` is a rule; nothing else has to be told of it. Rules of other
packages come in by the entry point group `sitroom.rules` (docs/how-to/extending.md).
"""

import functools
import pkgutil
from collections.abc import Mapping
from importlib import import_module

from sitroom.engine.rules.rule import Ballot, EachChooses, Rule, Votes, Words

__all__ = ["Ballot", "EachChooses", "Rule", "Votes", "Words", "built_in"]


@functools.cache
def built_in() -> Mapping[str, Rule]:
    """Return the rules that come with the program by name, in the order of their `order`."""
    modules = (import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__))
    found = [
        kind()
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Rule) and kind.__module__ == module.__name__
        if kind.name
    ]
    return {rule.name: rule for rule in sorted(found, key=lambda rule: (rule.order, rule.name))}
