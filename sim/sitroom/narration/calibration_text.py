"""A calibration in words and tables: where everyone stands, how likely what is, what would alter it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitroom.narration.percent import percent
from sitroom.render.document import Part, Table
from sitroom.review.calibration import Standing
from sitroom.review.lab import Need
from sitroom.scenario.lookup import Lookup

WHICH = "Calibrate which?"
HELP = (
    "Calibrate\nWhere everyone stands, what the profiles derive beside what is declared, how likely what is, and "
    "the numbers that matter most. c writes another number into its file, u takes that back."
)
ENTER = "Enter works a question out; that takes some seconds."
WORKING = "Working it out ..."
WHICH_NUMBER = "Which number? Those that matter most come first."
WRITE = "Write it"
LEAVE = "Leave it as it is"
MOST = 15  # numbers that are listed
ABOUT = (
    "Derived is what the profile gives, declared what the file says, both going in; then come the day's news "
    "and the debate. In doubt: 8 in 10 of the draws of declared positions. Left out: the same without any "
    "declared position on it. A star marks what happened. A number set here moves what is derived, and what is "
    "declared stays; as if the world were otherwise, so that it moves declared positions too: sitroom explain "
    "DECISION --vary NAME=VALUE."
)


def title(lookup: Lookup) -> str:
    """Return the heading of a calibration."""
    return f"{lookup.content.scenario.title}: calibration"


def parts(
    lookup: Lookup,
    found: Sequence[Standing],
    before: Sequence[Standing] = (),
    needed: tuple[str, Sequence[Need]] | None = None,
) -> list[Part]:
    """Return a part for each question; with what must be true for an option of the only one."""
    old = {one.question: one for one in before}
    made = [Part("In short", [ABOUT, hits(found)])]
    for one in found:
        body = [_seats(lookup, one), _options(one, old.get(one.question))]
        made.append(Part(name(lookup, one.question), body))
    if needed is not None:
        made.append(_needed(found[0], *needed))
    return made


def name(lookup: Lookup, question: str) -> str:
    """Return what a question is called in a list."""
    return f"{lookup.questions[question].question.title} ({question})"


def number(need: Need) -> str:
    """Return a number that may be changed, as it is, and where it turns the likeliest."""
    turns = "" if need.value is None else f"; likeliest from {need.value:g}"
    return f"{need.key}: {need.now:g}{turns}"


def changed(path: object, diff: Iterable[str]) -> list[str]:
    """Return which lines of a file are to change, and how."""
    lines = [one for one in diff if one[:1] in "+-" and one[:3] not in ("+++", "---")]
    return [f"In {path}:", *lines]


def written(path: object) -> str:
    """Say that a file was written."""
    return f"Written: {path}"


def written_since(path: object) -> str:
    """Say that a file is not as it was read."""
    return f"{path} has been written since: nothing was changed. Open the scenario anew."


def hits(found: Sequence[Standing]) -> str:
    """Return how often what happened is likeliest, and how often without declared positions."""
    known = [one for one in found if one.past is not None]
    if not known:
        return "What happened is not known."
    hit = sum(one.likeliest.option == one.past for one in known)
    left = sum(
        max(one.options, key=lambda o: round(o.left_out, 9)).option == one.past for one in known
    )
    return (
        f"{hit} of {len(known)} with a known outcome come out as it was; {left} where the profiles "
        "speak alone."
    )


def _seats(lookup: Lookup, one: Standing) -> Table:
    rule = lookup.questions[one.question].question.rule
    parts = {who: "consents" if who in rule.consent else "decides" for who in rule.named}
    rows = [
        (
            f"{seat.actor} ({parts[seat.actor]})" if seat.actor in parts else seat.actor,
            *(_points(x) for x in (seat.derived, seat.declared, seat.informed, seat.debated)),
        )
        for seat in one.seats
    ]
    return Table(
        "Who stands where", ("Seat", "Derived", "Declared", "After news", "After debate"), rows
    )


def _options(one: Standing, old: Standing | None) -> Table:
    heads = ["Option", "At", "Chance", "In doubt", "Left out"]
    was = {o.option: o.chance for o in old.options} if old else {}
    heads += ["Before the change"] * bool(was)
    rows = [
        [
            f"{o.option} *" if o.option == one.past else o.option,
            f"{o.at:g}",
            percent(o.chance, 0),
            f"{percent(o.low, 0, '')} to {percent(o.high, 0)}",
            percent(o.left_out, 0),
            *([percent(was[o.option], 0)] if was else []),
        ]
        for o in one.options
    ]
    return Table("How likely what is", heads, rows)


def _needed(one: Standing, option: str, rows: Sequence[Need]) -> Part:
    chance = next(o.chance for o in one.options if o.option == option)
    able = [row for row in rows if row.value is not None]
    told = (
        f"'{option}' has {percent(chance, 0)}. "
        + (f"{len(able)} numbers make it the likeliest by themselves" if able else _NONE)
        + "; the world is otherwise, and what the profiles do not explain stays."
    )
    heads = ("Number", "Now", "Likeliest from", "Chance at its least", "At its most")
    table = [
        (
            row.key,
            f"{row.now:g}",
            "-" if row.value is None else f"{row.value:g}",
            percent(row.low, 0),
            percent(row.high, 0),
        )
        for row in rows[:MOST]
    ]
    return Part(
        f"What must be true for '{option}' to be likely?", [told, Table(_MOVES, heads, table)]
    )


_NONE = "No number makes it the likeliest by itself"
_MOVES = "The numbers that matter most"


def by_path(
    lookup: Lookup, decision: str, choices: Mapping[str, str], paths: Iterable[Mapping[str, float]]
) -> Part:
    """Return how likely each option is on history's path, and having chosen otherwise."""
    history, chosen = paths
    way = ", ".join(f"{question}={option}" for question, option in choices.items())
    rows = [
        [o.id, *(percent(path[o.id], 0) if o.id in path else "-" for path in (history, chosen))]
        for o in lookup.questions[decision].question.options
    ]
    heads = ("Option", "As history left the world", f"Having chosen {way}")
    table = Table("How likely what is, by path", heads, rows)
    return Part(name(lookup, decision), [table])


def _points(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def lines(parts_: Sequence[Part]) -> Iterator[tuple[str, bool]]:
    """Yield parts as lines for a terminal, each with whether it may be wrapped."""
    for part in parts_:
        yield "", True
        yield part.heading, True
        for block in part.body:
            if isinstance(block, Table):
                yield from ((row, False) for row in _aligned(block))
            elif isinstance(block, str):
                yield block, True
            elif isinstance(block, list):
                yield from ((f"- {line}", True) for line in block)


def _aligned(table: Table) -> Iterator[str]:
    """Yield a table with its columns under each other, numbers to the right."""
    rows = [list(table.heads), *([str(cell) for cell in row] for row in table.rows)]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *rest = row
        cells = [cell.rjust(width) for cell, width in zip(rest, wide[1:], strict=True)]
        yield f"  {first:<{wide[0]}}  {'  '.join(cells)}".rstrip()
