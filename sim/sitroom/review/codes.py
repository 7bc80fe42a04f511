"""What the codes of a review mean, why that matters and what to try."""

import functools
from pathlib import Path
from typing import NamedTuple

from sitroom.loader.diagnostics.error_codes import by_code

_FILE = Path(__file__).parent / "codes.yaml"


class Meaning(NamedTuple):
    """What a code stands for, why that matters, and what to try."""

    what: str
    why: str
    mend: str


@functools.cache
def meanings() -> dict[str, Meaning]:
    """Return the meanings, by code."""
    return by_code(_FILE, Meaning)


def explanation(code: str) -> list[str]:
    """Return the lines that explain a code."""
    one = meanings()[code]
    mark = (
        f"Where it is meant: # review: {code} the reason (behind the line, or on the line above)."
    )
    return [f"{code}: {one.what}.", "", one.why.strip(), "", f"What to try: {one.mend}", "", mark]
