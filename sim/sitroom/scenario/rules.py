"""The decision rules that a scenario may name: those of the program, and those of plug-ins."""

import functools
from collections.abc import Mapping
from typing import Any

import numpy as np
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from sitroom.engine.rules import Ballot, Rule, Words, built_in
from sitroom.plugins import RULES, UnfitError, plugged_in

_ROLES = ((), ("decider",), ("decider", "consent"))


@functools.cache
def known() -> Mapping[str, Rule]:
    """Return every rule by name, those that come with the program first."""
    return {**built_in(), **plugged_in(RULES, fit, {**built_in(), "all": None})}


def fit(thing: object) -> Rule:
    """Return a rule that came from elsewhere. Raises UnfitError where it can't decide."""
    rule = thing() if isinstance(thing, type) else thing
    if not isinstance(rule, Rule):
        raise UnfitError("it is no subclass of sitroom.engine.rules.Rule")
    if rule.roles not in _ROLES or not isinstance(getattr(rule, "words", None), Words):
        raise UnfitError("its 'roles' or its 'words' are not as docs/extending.md has them")
    rule.words.line.format(decider="", consent="")
    trial = Ballot(
        at=np.array([0.0, 50.0, 100.0]),
        voters=("a", "b"),
        positions=np.array([[10.0, 90.0], [40.0, 60.0]]),
        influence=np.array([50.0, 50.0]),
        salience=np.array([50.0, 50.0]),
        votes=(-1, 1),
        temperature=15.0,
    )
    chances = rule.probabilities(trial)
    if np.shape(chances) != (2, 3) or not np.allclose(np.sum(chances, axis=1), 1.0):
        raise UnfitError("its probabilities are not a chance for each option that come to 1")
    return rule


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
