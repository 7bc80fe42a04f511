"""What trying a scenario out has found, as text: findings first, then how often what came about."""

from collections.abc import Iterator, Sequence

from sitroom.narration.percent import percent
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup
from sitroom.study.playtest_results import Finding, PlaytestResult, Rates, Reach, Unplayed
from sitroom.study.results import Step

Shares = Rates | Finding

BAR = 10  # columns that stand for all of it
HOW = {
    "ladder": "a rung that ends the campaign",
    "last": "that was the last decision",
    "granted": "the rest had been granted before",
    "branch": "the end of a branch",
    "dead": "a dead end",
}
NEVER = {
    "decision": "decisions",
    "answer": "answers",
    "option": "options",
    "inject": "injects",
    "note": "notes",
    "argument": "arguments",
    "ending": "endings",
}


def page(lookup: Lookup, found: PlaytestResult) -> Iterator[str]:
    """Yield what `sitroom try` found, most important first."""
    runs = found.runs
    title = lookup.content.scenario.title
    yield f"{title}: {runs['computer']:,} games by computer seats, {runs['random']:,} by random ones"
    yield _reach(found.walk)
    yield ""
    count = len(found.findings)
    yield f"{_count(count, 'finding')}" if count else "Nothing was found amiss."
    for number, one in enumerate(found.findings, 1):
        yield ""
        yield from _finding(lookup, number, one)
    yield from _never(lookup, found)
    yield from _table(lookup, found)
    yield ""
    yield (
        "Not tried: decisions that a seat puts on the agenda itself, games that begin in the "
        "middle, lines that people type, injects in a facilitator's hand."
    )
    if count:
        yield f"{_count(count, 'finding')} (at the top)"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" + "s" * (number != 1)


def _reach(walk: Reach) -> str:
    situations = _count(walk.situations, "situation")
    if walk.exhaustive:
        ways = _count(walk.ways, "way")
        return (
            f"Exhaustive: all {ways} to choose were walked ({situations}, told apart by what "
            "can follow)."
        )
    cut = walk.cut
    first = next(iter(cut))
    some = f"at '{first}' {cut[first].followed:,} of {cut[first].of:,} situations"
    more = f", and some at {_count(len(cut) - 1, 'later question')}" if len(cut) > 1 else ""
    return (
        f"Partial: too many ways to choose to walk them all; {some} were followed{more}, "
        "of those that differ in how high an indicator stands the lowest and the highest first. "
        "What was not reached here may still be reached."
    )


def _finding(lookup: Lookup, number: int, one: Finding) -> Iterator[str]:
    """Yield a finding: what, where, how often, and the path that leads to it."""
    yield f" {number}. {_says(lookup, one)}"
    if one.file:
        yield f"   {one.file}:{one.line}"
    when = _condition(lookup, one)
    if when is not None:
        yield f"   its condition: {lookup.condition(when)}"
    if one.kind in ("dead-end", "silent-seat"):
        yield f"   in {_both(one)} of games"
    if one.path is not None and one.kind != "off-history":
        yield f"   shortest path: {_path(one.path)}"


def _says(lookup: Lookup, one: Finding) -> str:
    kind, id_, asked = one.kind, one.id, lookup.questions[one.question]
    title = f"'{one.question}' ({asked.question.title})"
    if kind in ("unreachable", "not-reached"):
        part = one.what in ("note", "argument", "inject", "option")
        name = _part(lookup, one) if part else f"{one.what} {title}"
        verbs = {
            "inject": "happen",
            "note": "be true",
            "argument": "be said",
            "option": "be on the table",
        }
        verb = verbs.get(one.what or "", "come up")
        if kind == "unreachable":
            return f"Can never {verb}: {name}"
        return f"Not reached in what was tried: {name}"
    if kind == "dead-end":
        return f"Dead end: the game stops after {title}; no condition of what is left holds"
    if kind == "silent-seat":
        when = "never has" if one.always else "can have nothing"
        rest = " anything to say" if one.always else " to say"
        return f"Silent seat: {lookup.name(id_)} {when}{rest} at {title}"
    option = asked.option(id_).title
    if kind == "no-real-choice":
        return (
            f"No real choice: {title} always comes out at '{option}'; no other option ever has "
            "a chance of 0.1 %"
        )
    return f"History doesn't come here: {title} is recorded as '{option}', but on history's path it is not asked"


def _part(lookup: Lookup, one: Finding | Unplayed) -> str:
    kind, id_ = one.what, one.id
    if kind == "inject":
        inject = lookup.inject(id_)
        return f"inject '{id_}'" + (f" ({inject.title})" if inject else "")
    if kind == "note":
        number = int(id_.rpartition(".")[2])
        return f"note {number + 1} of '{one.question}'"
    return f"{kind} '{id_}'"


def _condition(lookup: Lookup, one: Finding) -> schema.Condition | None:
    """Return the condition of what was not reached, or of a decision that history passes by."""
    asked, own = lookup.questions[one.question], one.id.rpartition(".")[2]
    decision, when = asked.decision, None
    if one.kind == "off-history":
        return None if one.question != decision.id else decision.when
    match one.what:
        case "decision":
            when = decision.when
        case "inject":
            inject = lookup.inject(one.id)
            when = decision.when if inject is None else inject.when or decision.when
        case "note":
            when = decision.notes[int(own)].when
        case "option":
            when = asked.option(own).when
        case "argument":
            when = lookup.argument(one.question, one.id).when
    return when


def _path(path: Sequence[Step]) -> str:
    return ", ".join(f"{step.question}={step.option}" for step in path) or "from the start"


def _never(lookup: Lookup, found: PlaytestResult) -> Iterator[str]:
    rare = found.never_played
    if rare:
        yield ""
        yield "In none of the games, though the right choices lead there"
        for one in rare:
            yield f"  {_part(lookup, one)}: {_path(one.path)}"
    weak = {name: ids for name, ids in found.never_by_computer.items() if ids}
    if weak:
        yield ""
        yield "Never with every seat by computer (people may well)"
        for name, ids in weak.items():
            yield f"  {NEVER[name]}: {', '.join(ids)}"
        if "argument" in weak:
            yield (
                "  A computer seat keeps to itself what would move the table away from it, or nobody: "
                "'play --seat' says so beside each line, 'review' of those that never help."
            )


def _table(lookup: Lookup, found: PlaytestResult) -> Iterator[str]:
    yield ""
    yield "How games ended"
    yield _head()
    for end in found.ends:
        yield _row(end, f"after {end.after}: {HOW[end.how]}")
    titles = {one.id: one.title for one in lookup.content.scenario.endings}
    for come_to in found.endings:
        yield _row(come_to, f"ending {come_to.id}: {titles[come_to.id]}")
    for one in found.questions:
        asked = lookup.questions[one.id]
        yield ""
        yield f"{asked.question.title} [{one.id}]"
        yield _head()
        yield _row(one.asked, "asked")
        for inject in one.injects:
            yield _row(inject, f"happened: {inject.id}")
        for note in one.notes:
            yield _row(note, f"note {note.number}")
        for option in one.options:
            yield _row(option, f"> {option.id}")
        said: dict[str, list[str]] = {}
        for line in one.arguments:
            owner, _, short = line.id.rpartition(".")
            name = short if owner in (one.id, line.seat) else line.id
            said.setdefault(line.seat, []).append(
                f"{name} {_percent(line.computer)}|{_percent(line.random)}"
            )
        if said:
            yield "  said by, in % of the times it was asked, computer|random"
        for seat, lines in said.items():
            yield f"    {lookup.name(seat)}: {', '.join(lines)}"


def _head() -> str:
    return f"  {'computer':<{BAR + 8}}random"


def _row(shares: Shares, name: str) -> str:
    cells = [_cell(shares.computer), _cell(shares.random)]
    return f"  {'  '.join(cells)}  {name}"


def _cell(share: float | None) -> str:
    if share is None:
        return f"{'-':>5} {'':<{BAR}}"
    filled = round(BAR * share) or (1 if share else 0)
    return f"{_percent(share):>4}% {'#' * filled:<{BAR}}"


def _percent(share: float | None) -> str:
    """Return a share in whole per cent, and finer near none and near all."""
    near = share is not None and (0 < share < 0.01 or 0.99 < share < 1)
    return percent(share, int(near), "")


def _both(shares: Shares) -> str:
    return f"{_percent(shares.computer)} % (computer) and {_percent(shares.random)} % (random)"
