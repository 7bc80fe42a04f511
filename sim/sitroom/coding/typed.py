"""A code typed as a line, the same on every screen: `p mayor how-far 60 s70 implied 2024-05: words`.

The first letter says what it is: p a position, b a belief, a an argument, e an event. Actors,
decisions and concerns are known by the beginning of an id or a name; o2 is the second option.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from sitroom.coding.errors import CodingError
from sitroom.scenario.coding import Code
from sitroom.scenario.content import Content
from sitroom.scenario.problems import did_you_mean, quoted

_SURE = ("explicit", "implied", "inferred")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_MONTH = re.compile(r"\d{4}(?:-\d\d){1,2}")  # a year alone may be a number of something
_SALIENCE = re.compile(r"s(\d{1,3}(?:\.\d+)?)")
_OPTION = re.compile(r"o(\d)")
SILENT = "silent"
_SHORT = "It takes a few words."
_FORMS = {
    "position": "Write a number from 0 to 100.",
    "salience": "Write a number from 0 to 100.",
    "belief": "Write a number from -1 to 1.",
    "claim": "Write a number from -1 to 1.",
    "confidence": "Write explicit, implied or inferred.",
    "paragraph": "Write the number of a paragraph.",
    "as_of": "Write 2024-05-30, 2024-05 or 2024, a day that there is.",
    "event": _SHORT,
    "says": _SHORT,
    "note": _SHORT,
}
_MOST_WORDS = 6  # of a name


def parsed(line: str, content: Content, at: tuple[str, int] | None, as_of: str | None) -> Code:
    """Return what a line says of the paragraph at hand. Raises CodingError with what would do."""
    head, mark, says = line.partition(":")
    kind, *words = head.split() or [""]
    while words[:1] == [kind] and kind not in content.actors:
        del words[0]  # a letter typed before a line that has it was pasted
    fields: dict[str, Any] = {"as_of": as_of}
    if at is not None:
        fields |= {"source": at[0], "paragraph": at[1]}
    if mark and says.strip():
        fields["says"] = " ".join(says.split())
    if kind == "e":
        if len(words) > 1 and _MONTH.fullmatch(words[-1]):
            fields["as_of"] = words.pop()
        fields["event"] = " ".join(words) or fields.pop("says", "")
    elif kind in ("p", "b", "a"):
        _told(kind, words, fields, content)
    else:
        raise CodingError(f"a code begins with p, b, a or e, not {quoted(kind)}", "? tells more.")
    try:
        return Code.model_validate(fields)
    except ValidationError as error:
        raise CodingError(*wrong(error)) from None


def wrong(error: ValidationError) -> tuple[str, str]:
    """Return what is wrong with the fields of a code, and what would do, in plain words."""
    first = error.errors(include_url=False)[0]
    key = str(first["loc"][0]) if first["loc"] else "code"
    given = first["input"]
    said = f"{given:g}" if isinstance(given, float) else str(given) or "nothing"
    return f"{quoted(key)} can't be that: {said}", _FORMS.get(key, "")


def _told(kind: str, words: list[str], fields: dict[str, Any], content: Content) -> None:
    """Take in actor, what it is about, a number, and what else the words say."""
    form = {
        "p": "p ACTOR DECISION POSITION, as in p mayor how-far 60",
        "b": "b ACTOR CONCERN BELIEF, as in b mayor flood 0.5",
        "a": "a ACTOR CONCERN CLAIM, as in a mayor flood 0.5",
    }[kind]
    if len(words) < 3:
        raise CodingError("that says too little", f"Write {form}.")
    words = _joined(words, _actors(content))
    fields["actor"] = which("actor", words[0], _actors(content))
    about = "decision" if kind == "p" else "concern"
    titles = _titles(about, content)
    words[1:] = _joined(words[1:], titles)
    if len(words) < 3:
        raise CodingError("that says too little", f"Write {form}.")
    _, what, number, *rest = words
    fields[about] = which(about, what, titles)
    if kind == "p":
        asked = {id_: one for d in content.scenario.decisions for id_, one in d.questions.items()}
        _place(number, fields, asked[fields[about]].scale)
    else:
        fields["belief" if kind == "b" else "claim"] = _number(number, form)
    for word in rest:
        _more(word, fields)


def _actors(content: Content) -> dict[str, tuple[str, ...]]:
    return {id_: (one.name, one.short, *one.aliases) for id_, one in content.actors.items()}


def _titles(kind: str, content: Content) -> dict[str, tuple[str, ...]]:
    """Return the decisions or the concerns, each with its title."""
    if kind == "concern":
        return {id_: (one.title,) for id_, one in content.scenario.concerns.items()}
    asked = (pair for d in content.scenario.decisions for pair in d.questions.items())
    return {id_: (one.title,) for id_, one in asked}


def _joined(words: Sequence[str], known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return words with the id of the name that they begin with, where that takes several."""
    for count in range(min(len(words), _MOST_WORDS), 1, -1):
        begun = " ".join(words[:count]).casefold().removeprefix("the ")
        found = [id_ for id_, names in known.items() if any(_begins(n, begun) for n in names)]
        if len(found) == 1:
            return [found[0], *words[count:]]
    return list(words)


def _begins(name: str, with_: str) -> bool:
    return name.casefold().removeprefix("the ").startswith(with_)


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
        by_name = [id_ for id_, names in known.items() if any(_begins(name, low) for name in names)]
        found = by_name if len(by_name) == 1 else found
    if len(found) == 1:
        return found[0]
    if found:
        raise CodingError(f"{quoted(word)} may be {' or '.join(found[:6])}", "Write more of it.")
    raise CodingError(f"there is no {kind} {quoted(word)}", did_you_mean(word, known) or "")


def offers(line: str, content: Content, named: Sequence[str]) -> list[tuple[str, str]]:
    """Return what may come next in a line: the word to type, and what it means.

    Actors that the paragraph names stand first.
    """
    head, mark, _ = line.partition(":")
    words = head.split(" ")
    *done, begun = words
    if mark or (done and done[0] == "e"):
        return []
    if not done:
        return [(kind, f"{kind}  {told}") for kind, told in _KINDS.items()]
    if done[0] not in _KINDS:
        return []
    about = "decision" if done[0] == "p" else "concern"
    done[1:] = _joined(done[1:], _actors(content))
    done[2:] = _joined(done[2:], _titles(about, content))
    found = _next(done, content, named)
    kept = [pair for pair in found if pair[0].startswith(begun) or begun.casefold() in pair[1]]
    return kept or ([] if begun else found)


_KINDS = {"p": "position", "b": "belief", "a": "argument", "e": "event"}


def _next(done: Sequence[str], content: Content, named: Sequence[str]) -> list[tuple[str, str]]:
    if len(done) == 1:
        order = [*dict.fromkeys([*named, *content.actors])]
        return [(id_, f"{id_}  {content.actors[id_].name}") for id_ in order]
    asked = {id_: one for d in content.scenario.decisions for id_, one in d.questions.items()}
    if len(done) == 2 and done[0] == "p":
        own = [id_ for id_, one in asked.items() if any(s.actor == done[1] for s in one.table)]
        return [(id_, f"{id_}  {asked[id_].title}") for id_ in own or asked]
    if len(done) == 2:
        return [(id_, f"{id_}  {one.title}") for id_, one in content.scenario.concerns.items()]
    if len(done) == 3 and done[0] == "p" and done[2] in asked:
        question = asked[done[2]]
        pairs = zip(question.options, question.scale, strict=True)
        scale = [_offer(n, at, option.title) for n, (option, at) in enumerate(pairs, 1)]
        return [*scale, (SILENT, f"{SILENT}  it takes no position")]
    if len(done) == 3:
        return [(f"{x:g}", f"{x:g}") for x in (-1, -0.5, 0, 0.5, 1)]
    return [(word, word) for word in _SURE] + [
        (f"s{x}", f"s{x}  salience") for x in (25, 50, 75, 100)
    ]


def _offer(number: int, at: float, title: str) -> tuple[str, str]:
    """Return how an option is typed: its place where that is a whole number, else o3."""
    if at == round(at):
        return f"{at:g}", f"{at:g}  {title}"
    return f"o{number}", f"o{number}  {title} ({at:.1f})"


def points(text: str) -> float | None:
    """Return a position that was typed, None if it is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if 0 <= found <= 100 else None
