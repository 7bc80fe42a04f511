"""The decision rules that a scenario may name: those of the program, and those of plug-ins."""

import functools
import string
from collections.abc import Mapping
from typing import Any

import numpy as np
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from sitroom.engine.rules import Ballot, Rule, Words, built_in
from sitroom.engine.rules.rule import UNSAID
from sitroom.errors import PluginError
from sitroom.plugins import RULES, UnfitError, package, plugged_in

_PAGE = "docs/how-to/extending.md"
_TRIED = (2, 6)  # a rule may want more voters than two
_ROLES = ((), ("decider",), ("decider", "consent"))


@functools.cache
def known() -> Mapping[str, Rule]:
    """Return every rule by name, those that come with the program first."""
    found = plugged_in(RULES, fit, {**built_in(), "all": None})
    for name, rule in found.items():
        rule.brought = f"'{name}'{package(RULES, name)}"
    return {**built_in(), **found}


def fit(thing: object) -> Rule:
    """Return a rule that came from elsewhere. Raises UnfitError where it can't decide."""
    rule = thing() if isinstance(thing, type) else thing
    if not isinstance(rule, Rule):
        raise UnfitError("it is no subclass of sitroom.engine.rules.Rule")
    _check_words(rule)
    rule.brought = type(rule).__name__  # until it has its name
    wrong = [_tried(rule, voters) for voters in _TRIED]
    if all(wrong):
        sizes = " and of ".join(map(str, _TRIED))
        raise UnfitError(f"{wrong[-1]} (tried on ballots of {sizes} voters)")
    return rule


def _tried(rule: Rule, voters: int) -> str:
    """Return how a rule fails on a ballot of so many voters, one of whom has voted, or ""."""
    trial = Ballot(
        at=np.array([0.0, 50.0, 100.0]),
        voters=tuple(f"voter-{v}" for v in range(voters)),
        positions=np.array([np.linspace(10.0, 90.0, voters), np.linspace(60.0, 40.0, voters)]),
        influence=np.full(voters, 50.0),
        salience=np.full(voters, 50.0),
        votes=(*[UNSAID] * (voters - 1), 1),
        temperature=15.0,
    )
    try:
        rule.chances(trial)
    except PluginError as error:
        return str(error)
    return ""


def _check_words(rule: Rule) -> None:
    """Raise UnfitError where whom a rule names, or what it says, is not as the page has it."""
    if rule.roles not in _ROLES:
        raise UnfitError(
            f"its 'roles' are {rule.roles!r}; they may be {' or '.join(map(str, _ROLES))}"
        )
    words = getattr(rule, "words", None)
    if not isinstance(words, Words) or not all(isinstance(v, str) for v in vars(words).values()):
        raise UnfitError(f"its 'words' are not Words(line='...', means='...') ({_PAGE})")
    for _, name, _, _ in string.Formatter().parse(words.line):
        if name is not None and name not in rule.roles:
            raise UnfitError(f"'{{{name}}}' in its 'line' is none of its roles ({_PAGE})")


class RuleName:
    """The name of a rule, in a model: any but those that there are is an error as it is loaded."""

    @staticmethod
    def __get_pydantic_core_schema__(source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        del source, handler
        return core_schema.no_info_plain_validator_function(_named)

    @staticmethod
    def __get_pydantic_json_schema__(
        schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        del schema, handler
        return {"enum": list(known()), "type": "string"}


def _named(value: object) -> str:
    if not isinstance(value, str) or value not in known():
        *names, last = (repr(name) for name in known())
        raise PydanticKnownError("literal_error", {"expected": f"{', '.join(names)} or {last}"})
    return value
