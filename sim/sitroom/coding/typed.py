"""A code typed as a line, the same on every screen: `p mayor how-far 60 s70 implied 2024-05: words`.

The first letter says what it is: p a position, b a belief, a an argument, e an event. Actors,
decisions and concerns are known by the beginning of an id or a name; o2 is the second option.
"""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from sitroom.coding.errors import CodingError
from sitroom.scenario.coding import Code
from sitroom.scenario.content import Content
from sitroom.scenario.problems import did_you_mean, quoted

_SURE = ("explicit", "implied", "inferred")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_SALIENCE = re.compile(r"s(\d{1,3}(?:\.\d+)?)")
_OPTION = re.compile(r"o(\d)")
SILENT = "silent"


def parsed(line: str, content: Content, at: tuple[str, int] | None, as_of: str | None) -> Code:
    """Return what a line says of the paragraph at hand. Raises CodingError with what would do."""
    head, mark, says = line.partition(":")
    kind, *words = head.split() or [""]
    fields: dict[str, Any] = {"as_of": as_of}
    if at is not None:
        fields |= {"source": at[0], "paragraph": at[1]}
    if mark and says.strip():
        fields["says"] = " ".join(says.split())
    if kind == "e":
        fields["event"] = " ".join(words) or fields.pop("says", "")
    elif kind in ("p", "b", "a"):
        _told(kind, words, fields, content)
    else:
        raise CodingError(f"a code begins with p, b, a or e, not {quoted(kind)}", "? tells more.")
    try:
        return Code.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise CodingError(f"'{key}' can't be that: {first['msg']}") from None


def _told(kind: str, words: list[str], fields: dict[str, Any], content: Content) -> None:
    """Take in actor, what it is about, a number, and what else the words say."""
    form = {
        "p": "p ACTOR DECISION POSITION, as in p mayor how-far 60",
        "b": "b ACTOR CONCERN BELIEF, as in b mayor flood 0.5",
        "a": "a ACTOR CONCERN CLAIM, as in a mayor flood 0.5",
    }[kind]
    if len(words) < 3:
        raise CodingError("that says too little", f"Write {form}.")
    who, about, number, *rest = words
    named = {
        id_: (actor.name, actor.short, *actor.aliases) for id_, actor in content.actors.items()
    }
    fields["actor"] = which("actor", who, named)
    if kind == "p":
        asked = {id_: one for d in content.scenario.decisions for id_, one in d.questions.items()}
        found = which("decision", about, {id_: (one.title,) for id_, one in asked.items()})
        fields["decision"] = found
        _place(number, fields, asked[found].scale)
    else:
        titles = {id_: (one.title,) for id_, one in content.scenario.concerns.items()}
        fields["concern"] = which("concern", about, titles)
        fields["belief" if kind == "b" else "claim"] = _number(number, form)
    for word in rest:
        _more(word, fields)


def _place(text: str, fields: dict[str, Any], scale: tuple[float, ...]) -> None:
    option = _OPTION.fullmatch(text)
    if text in (SILENT, "-"):
        fields["silent"] = True
    elif option:
        number = int(option[1])
        if not 1 <= number <= len(scale):
            raise CodingError(f"there is no option {number}", f"They are o1 to o{len(scale)}.")
        fields["position"] = scale[number - 1]
    else:
        fields["position"] = _number(text, "a position from 0 to 100, o1 for an option, or silent")


def _number(text: str, form: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise CodingError(f"{quoted(text)} is no number", f"Write {form}.") from None


def _more(word: str, fields: dict[str, Any]) -> None:
    sure = [full for full in _SURE if len(word) > 1 and full.startswith(word.casefold())]
    salience = _SALIENCE.fullmatch(word)
    if salience:
        fields["salience"] = float(salience[1])
    elif len(sure) == 1:
        fields["confidence"] = sure[0]
    elif _DATE.fullmatch(word):
        fields["as_of"] = word
    else:
        hint = "Write s70 for salience, ex, im or inf for how plainly, 2024-05 for a date, : WORDS."
        raise CodingError(f"{quoted(word)} is not known here", hint)


def which(kind: str, word: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """Return the one id that a word stands for: itself, its beginning, or that of a name."""
    if word in known:
        return word
    low = word.casefold()
    found = [id_ for id_ in known if id_.startswith(low)]
    if len(found) != 1:
        by_name = [
            id_
            for id_, names in known.items()
            if any(name.casefold().removeprefix("the ").startswith(low) for name in names)
        ]
        found = by_name if len(by_name) == 1 else found
    if len(found) == 1:
        return found[0]
    if found:
        raise CodingError(f"{quoted(word)} may be {' or '.join(found[:6])}", "Write more of it.")
    raise CodingError(f"there is no {kind} {quoted(word)}", did_you_mean(word, known) or "")
