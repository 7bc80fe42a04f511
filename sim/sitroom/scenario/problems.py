"""What is wrong with an author's files, in plain words and with a place."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sitroom.errors import SitroomError
from sitroom.scenario.lookalikes import latin, strange_letter

CODES = {
    # From 001, the form of one key or value.
    "S001": "a key that is not known here",
    "S002": "a key that must be there is missing",
    "S003": "a value of the wrong kind, such as a text where a list belongs",
    "S004": "a number out of its range",
    "S005": "a word that is not among those allowed",
    "S006": "a text that is empty or too long",
    "S007": "an id that is not small letters, digits and hyphens",
    "S008": "a date that is not a date",
    "S009": "a claim without evidence",
    "S010": "a list with too few items",
    "S011": "a file in a format that this program does not read",
    "S012": "a key without a value",
    "S013": "a condition that has no key, or several",
    # From 101, reading the file.
    "S101": "a file that is not UTF-8 text",
    "S102": "a character that may not stand in a file",
    "S103": "a file, text or nesting that is too large",
    "S104": "an empty file",
    "S105": "a line that cannot be understood",
    "S106": "a tab or a non-breaking space where ordinary spaces belong",
    "S107": "a key without its colon, a colon or dash without its space, or a bullet",
    "S108": "a colon inside a text without quotes",
    "S109": "a quote or bracket that is not closed",
    "S110": "a line indented wrongly",
    "S111": "an anchor or alias",
    "S112": "a merge key",
    "S113": "a tag",
    "S114": "a key that stands twice",
    "S115": "a key that is not a text",
    "S116": "a second document in a file",
    "S117": "a link that leads out of its folder",
    "S118": "a file that should be there and is not",
    "S119": "a text without quotes that begins with a reserved character",
    "S120": "a text that is cut off by a # after a space",
    "S121": "typographic quotes where straight ones belong",
    "S122": "a key that has become part of the text above it",
    "S123": "a file that is not read",
    "S124": "a file or folder that cannot be read",
    "S125": "a file whose name, or place, is not the one that it is looked for by",
    # From 201, references.
    "S201": "an actor that does not exist",
    "S202": "a concern that does not exist",
    "S203": "a rung that does not exist",
    "S204": "a ladder that does not exist",
    "S205": "a source that does not exist",
    "S206": "an indicator that does not exist",
    "S207": "a rebuttal to nothing",
    "S208": "a decision that does not exist",
    "S209": "an option that does not exist",
    "S210": "a paragraph beyond the end of its source",
    "S211": "an ending that does not exist",
    "S212": "news that does not exist",
    # From 301, sense.
    "S301": "options out of ladder order",
    "S302": "places on the scale that are incomplete or out of order",
    "S303": "a rule whose decider is missing or not at the table",
    "S304": "a decider where the rule has none",
    "S305": "consent that is missing, not needed, or not at the table",
    "S306": "an id that stands twice",
    "S307": "a date later than the decision",
    "S308": "an id that differs from the name of its file or folder",
    "S309": "an argument that an actor named cannot use",
    "S310": "an indicator that starts outside its range, or whose range is upside down",
    "S311": "a decision file that the scenario does not list",
    "S312": "a decision that can't be reached",
    "S313": "an inject that nothing triggers",
    "S314": "a condition that asks about what has not happened by then",
    "S315": "a decision of which only one side is argued",
    "S316": "a position of an actor who is not at the table",
    "S317": "a concern that bears on no decision",
    "S318": "an argument on a concern that does not bear on its decision",
    "S319": "an actor whom no table seats",
    "S320": "a source, ladder or indicator that nothing uses",
    "S321": "a rebuttal to what nobody at the table can say",
    "S322": "a decision that is listed after one of a later date",
    "S323": "two things beside each other that players see under one name",
    "S324": "an actor's trust in itself",
    "S325": "an ending that no campaign comes to, or no ending for some",
    "S326": "a key that is no longer read",
    "S327": "an option that must always be on the table, and is not",
    "S328": "an amendment that can't be one",
}

# Letters for which two are written where there are only plain ones.
_SPELT = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "oe",
    "å": "aa",
    "þ": "th",
    "ð": "d",
    "ł": "l",
}
_MOST_COMPARED = 200  # names with which one is compared letter by letter
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it stands (line and column count from 1), what it is, and what to do.

    `where` is the path of keys that leads to it, such as `decisions > opening > rule`.
    """

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    suggestion: str | None = None
    where: str = ""

    def __str__(self) -> str:
        where = f" [{self.where}]" if self.where else ""
        head = f"{self.file}:{self.line}:{self.column}: {self.severity} {self.code}: "
        help_line = f"\nhelp: {self.suggestion}" if self.suggestion else ""
        return f"{head}{self.message}{where}{help_line}"


class ContentError(SitroomError):
    """Files that cannot be used. `problems` holds every mistake found, sorted by place."""

    title = "There are mistakes in the files"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = ordered(problems)
        super().__init__("\n".join(map(str, self.problems)))
        more = len(self.problems) - 1
        self._more = f"and {more} more; sitroom check lists them all" if more > 0 else ""
        errors = [problem for problem in self.problems if problem.severity == "error"]
        self._first = "".join(map(str, (errors or self.problems)[:1]))
        self.message, _, helps = self._first.partition("\n")
        self.hint = self._more or helps

    def __reduce__(self) -> tuple[type["ContentError"], tuple[tuple[Problem, ...]]]:
        return ContentError, (self.problems,)

    def lines(self) -> list[str]:
        """Return the first mistake, an error where there is one, with what helps, and how many more there are."""
        first = self._first.split("\n")
        return [*first, *([self._more] if self._more else [])]

    def at(self, places: Mapping[str, str]) -> "ContentError":
        """Return the same mistakes with the files named as the author knows them."""
        return ContentError(replace(p, file=places.get(p.file, p.file)) for p in self.problems)


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems sorted by file, line and column; each is kept once."""
    return tuple(
        sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.column, p.code, p.message))
    )


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known name that looks most like `name`, or None if none does by `cutoff` of 0 to 1."""
    if len(name) > 200:  # comparing is quadratic, and no right word is that long
        return None
    form, by_form = _form(name), {_form(word): word for word in known}
    likely = list(by_form)
    if len(likely) > _MOST_COMPARED:
        ends = {form[:1], form[-1:]}
        likely = [
            one for one in likely if abs(len(one) - len(form)) < 3 and ends & {one[:1], one[-1:]}
        ]
    found = difflib.get_close_matches(form, likely[:_MOST_COMPARED], n=1, cutoff=cutoff)
    return by_form[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return a help line for an unknown name: the nearest right word, else the first few there are."""
    names = list(dict.fromkeys(known))
    near = nearest(name, names)
    if near is not None:
        return in_latin(name, near)
    if not names:
        return None
    rest = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"There are: {', '.join(names[:12])}{rest}."


def in_latin(name: str, better: str) -> str:
    """Return a help line with a better name, and the letter of another script, if there is one."""
    letter = strange_letter(name)
    return f"{letter}: write '{better}'." if letter else f"Did you mean '{better}'?"


def repeated(first: Problem, others: Iterable[Problem]) -> Problem:
    """One problem for a mistake made in several places: the first, naming where else it stands."""
    lines: dict[str, list[int]] = {}
    for other in others:
        if (other.file, other.line) != (first.file, first.line):
            lines.setdefault(other.file, []).append(other.line)
    places = []
    for file, found in lines.items():
        numbers = sorted(set(found))
        shown = ", ".join(map(str, numbers[:3])) + " ..." * (len(numbers) > 3)
        word = "lines" if len(numbers) > 1 else "line"
        name = file.rpartition("/")[2]
        places.append(f"{word} {shown}" + f" of {name}" * (file != first.file))
    if not places:
        return first
    rest = f"; and in {len(places) - 3} more files" if len(places) > 3 else ""
    return replace(first, message=f"{first.message} (also in {'; '.join(places[:3])}{rest})")


def as_id(words: str) -> str:
    """Return the nearest id to some words: small letters, digits and hyphens, at most 40; maybe empty."""
    words = words[:400]
    words = re.sub("['\u2019]", "", words)  # of the mayor's: mayors
    plain = latin(words)
    spelt = "".join(_SPELT.get(one, one) for one in (plain if plain.isascii() else words).lower())
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


def pluralize(number: int, thing: str) -> str:
    """Return a number of things, such as `1 error` or `3 errors`."""
    return f"{number} {thing}{'s' * (number != 1)}"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether something is so wrong that it can't be used: an error, not warnings alone."""
    return any(problem.severity == "error" for problem in problems)


def tally(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are, and in how many files."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    parts = [pluralize(errors, "error")] * bool(errors)
    parts += [pluralize(warnings, "warning")] * bool(warnings)
    files = len({problem.file for problem in problems})
    return f"{' and '.join(parts) or 'nothing wrong'} in {pluralize(files, 'file')}"


def quoted(value: object, limit: int = 60) -> str:
    """Return a value for use in a message: in quotes, on one line, cut off after `limit` characters."""
    text = " ".join(str(value)[: 4 * limit].split())
    return f"'{text if len(text) <= limit else text[: limit - 3] + '...'}'"


def _form(word: str) -> str:
    """Return what two spellings of a word share: case, hyphens and underscores do not count."""
    return latin(word).strip().casefold().replace("-", "_").replace(" ", "_")
