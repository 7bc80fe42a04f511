"""Numbers in words: how much, and which way, where a decimal would say more than is known."""

from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

AMOUNT = {
    "none": 0.0,
    "very low": 0.1,
    "very weak": 0.1,
    "low": 0.3,
    "weak": 0.3,
    "medium": 0.5,
    "high": 0.7,
    "strong": 0.7,
    "very high": 0.9,
    "very strong": 0.9,
    "full": 1.0,
}
LEAN = {
    "firmly against": -0.9,
    "against": -0.6,
    "rather against": -0.3,
    "open": 0.0,
    "rather for": 0.3,
    "for": 0.6,
    "firmly for": 0.9,
}
OF_POINTS = {word: 100 * amount for word, amount in AMOUNT.items()}
WORDS = "words"  # the key of a schema under which they stand


def _worded(scale: Mapping[str, float]) -> Callable[[object], object]:
    """Return what turns a word of a scale into its number, and leaves all else as it is."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        return scale.get(" ".join(value.lower().replace("-", " ").split()), value)

    return read


def _extra(scale: Mapping[str, float]) -> dict[str, object]:
    return {WORDS: [*scale]}


Share = Annotated[
    float,
    Field(ge=0, le=1, allow_inf_nan=False, json_schema_extra=_extra(AMOUNT)),
    BeforeValidator(_worded(AMOUNT)),
]
Signed = Annotated[
    float,
    Field(ge=-1, le=1, allow_inf_nan=False, json_schema_extra=_extra(LEAN)),
    BeforeValidator(_worded(LEAN)),
]
Degree = Annotated[
    float,
    Field(ge=0, le=100, allow_inf_nan=False, json_schema_extra=_extra(OF_POINTS)),
    BeforeValidator(_worded(OF_POINTS)),
]
