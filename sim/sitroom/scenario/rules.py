"""The decision rules that a scenario may name."""

from collections.abc import Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from sitroom.engine.rules import Rule, built_in


def known() -> Mapping[str, Rule]:
    """Return every rule by name, those that come with the program first."""
    return built_in()


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
