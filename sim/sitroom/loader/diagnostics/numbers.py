"""Numbers as people write them: what was meant, and whether that may stand here."""

import re
import unicodedata

from sitroom.loader.diagnostics.expected import Spec
from sitroom.scenario.problems import nearest
from sitroom.scenario.wordscale import WORDS

_PLAIN = re.compile(
    r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:inf(?:inity)?|nan)",
    re.IGNORECASE | re.ASCII,
)
_DASHES = re.compile("^[\u2010-\u2015\u2212] *")
_PERCENT = re.compile(r"([-+]?[\d.,]+) *(%|\u066a|percent|per cent|pct\.?|p\.c\.)", re.IGNORECASE)
_FRACTION = re.compile(r"([-+]?\d+) */ *(\d+)")
_OUT_OF = re.compile(r"([\d.]+) +(?:of|out of) +(\d+)", re.IGNORECASE)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:([,._' \u00a0\u202f\u2019])\d{3})(?:\1\d{3})*")
_TWO, _TEN = 2, 10  # a number below two is hardly meant as so many of ten
_LETTERS = str.maketrans("OoIl|", "00111")
_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
_SHARES = {"none": 0.0, "half": 0.5, "a half": 0.5, "a quarter": 0.25, "three quarters": 0.75}


def number(text: str) -> float | None:
    """Return the number that a text is for every reader of YAML, or None."""
    return float(text) if text.isascii() and _PLAIN.fullmatch(text.strip()) else None


def advice(text: str, spec: Spec) -> str | None:
    """Return how to write what was meant by a text that is no number, or None if that is unclear.

    No number is advised that may not stand here.
    """
    near = nearest(text, spec.get(WORDS, ()), 0.75)
    if near is not None:
        return f"Did you mean '{near}'?"
    share = _share(text, spec)
    if share is not None:
        return share
    dashed = _DASHES.sub("-", text)
    group = _THOUSANDS.fullmatch(text)
    plain = text.replace(group[1], "") if group else text
    digits = "".join(
        str(unicodedata.digit(one, one)) for one in unicodedata.normalize("NFKC", text)
    ).replace("\u066b", ".")
    spelt = text.translate(_LETTERS) if any(one.isdigit() for one in text) else text
    word = str(_WORDS.get(text.casefold(), text))
    tries = (
        (dashed, f"Write '{dashed}', with a hyphen before the number."),
        (plain, f"Write {plain}."),
        (text.replace(",", "."), "Write a point where the comma is."),
        (digits, f"Write {digits}, in plain digits."),
        (spelt, f"Write {spelt}: there is a letter among the digits."),
        (word, f"Write {word}."),
    )
    scale = (
        f"Write a number, or one of: {', '.join(spec[WORDS])}."
        if WORDS in spec and text.replace(" ", "").isalpha()
        else None
    )
    return next((say for form, say in tries if form != text and _may(number(form), spec)), scale)


def share_advice(value: float, spec: Spec) -> str | None:
    """Return what is meant by a number beyond its range, if it is so many of ten or of a hundred."""
    if (
        spec.get("maximum") != 1
        or not _TWO <= abs(value) <= 100
        or value / 100 < spec.get("minimum", 0)
    ):
        return None
    if abs(value) <= _TEN:
        return f"Of ten? Write {value / 10:.6g}. Of a hundred? {value / 100:.6g}."
    return f"Of a hundred? Write {value / 100:.6g}."


def _share(text: str, spec: Spec) -> str | None:
    """Return how to write what stands as a part of a whole."""
    whole = {1: 1.0, 100: 100.0}.get(spec.get("maximum", 0))
    found, meant = _PERCENT.fullmatch(text), None
    if found:
        meant = number(found[1].replace(",", "."))
        if whole == 100 and meant is not None and found[2] == "%" and _may(meant, spec):
            return "Leave out the percent sign."
        meant = None if meant is None else meant / 100
    parted = _FRACTION.fullmatch(text) or _OUT_OF.fullmatch(text)
    if parted and float(parted[2]):
        meant = float(parted[1]) / float(parted[2])
    meant = _SHARES.get(text.casefold(), meant)
    if meant is None or whole is None or not _may(meant * whole, spec):
        return None
    return f"Write {meant * whole:.6g}."


def _may(value: float | None, spec: Spec) -> bool:
    """Whether a number may stand at a place."""
    if value is None or (spec.get("type") == "integer" and value != value // 1):
        return False
    low, high = float(spec.get("minimum", -1e308)), float(spec.get("maximum", 1e308))
    return low <= value <= high and value > float(spec.get("exclusiveMinimum", -1e308))
