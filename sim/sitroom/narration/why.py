"""Why an actor stands where it does: its position taken apart, as bars that add up."""

from collections.abc import Sequence

from sitroom.engine.explain import Account, Reason
from sitroom.narration.percent import percent
from sitroom.render.text_charts import WIDEST_LABEL, WIDTH, Row, bars, tenths
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup

Section = tuple[str, list[str]]
NEWS = "news"
BEFORE = "less their pull in history"


def title(lookup: Lookup, account: Account) -> str:
    """Return what is told."""
    return f"Why the position of {lookup.name(account.actor)} is {account.position:.1f}"


def sections(lookup: Lookup, account: Account, width: int = WIDTH) -> list[Section]:
    """Return the account by concern, each with what moved it, and by speaker; on one scale."""
    parts = cells(lookup, account)
    by_concern, by_speaker = _by_concern(parts), _by_speaker(parts)
    start = "declared, from the sources" if account.declared else "derived: even odds to begin with"
    first = Row(start, account.stance, total=True)
    last = Row("position now", account.position, total=True)
    known = _profile(lookup, account)
    lines = bars([first, *by_concern, last, first, *by_speaker, last, *known], width)
    end, after = len(by_concern) + 2, len(by_concern) + len(by_speaker) + 4
    told = [("By concern, in points", lines[:end]), ("By speaker, in points", lines[end:after])]
    if known:
        told.append(("What the declared position consists of, in points", lines[after:]))
    return told


GLOSS = (
    "Held in reserve: the burden of proof that going further has to bear, the same for everybody. Not explained "
    "by its profile: how far what sources report is from what its concerns come to; it stays whatever happens."
)


def odds(lookup: Lookup, question: str, chances: Sequence[float], when: str) -> str:
    """Return the options of a question, each with its place and its chance."""
    asked = lookup.questions[question].question
    told = "; ".join(
        f"'{option.title}' (at {at:g}) {percent(chance)}"
        for option, at, chance in zip(asked.options, asked.scale, chances, strict=True)
        if chance or not isinstance(option, schema.Fenced)  # which nobody proposes
    )
    return f"What would be chosen as positions stand {when}: {told}."


def _profile(lookup: Lookup, account: Account) -> list[Row]:
    """Return what a declared position consists of; what no reason explains has its own line."""
    if not account.profile:
        return []
    way = round(account.stance, 1) - round(account.base, 1)
    points = tenths([reason.points for reason in account.profile], way)
    rows = [Row("even odds to begin with", round(account.base, 1), total=True)]
    for reason, value in zip(account.profile, points, strict=True):
        name = _ALONE.get(reason.cause) or lookup.concern(reason.concern)
        rows.append(Row(name, round(value, 1) + 0.0))
    return [*rows, Row("declared, from the sources", account.stance, total=True)]


_ALONE = {
    "residual": "not explained by its profile",
    "reserve": "held in reserve",
    "counsel": "where its advisers stand",
    "private": "a word in private",
}


Cells = dict[tuple[str, str], float]  # concern and cause, as they are called -> points, in tenths


def cells(lookup: Lookup, account: Account) -> Cells:
    """Return what each cause changed on each concern: as printed, it all adds up."""
    exact: Cells = {}
    sides = _sides(lookup, account)
    for reason in account.reasons:
        cell = _about(lookup, reason), sides.get(reason) or _cause(lookup, account, reason)
        exact[cell] = exact.get(cell, 0.0) + reason.points
    way = round(account.position, 1) - round(account.stance, 1)
    shown = zip(exact, tenths(list(exact.values()), way), strict=True)
    return {cell: points for cell, points in shown if points}


def _sides(lookup: Lookup, account: Account) -> dict[Reason, str]:
    """Return what counsel is called: of the advisers who stand above, of those below, of before."""
    counsel = [reason for reason in account.reasons if reason.cause == "counsel"]
    named = {reason: BEFORE for reason in counsel if not reason.by}
    for where, way in (("above it", 1), ("below it", -1)):
        ours = [one for one in counsel if one.by and one.points * way > 0]
        if ours:
            most = lookup.actor(max(ours, key=lambda one: abs(one.points)).by).short
            more = f" and {len(ours) - 1} more" if len(ours) > 1 else ""
            named |= dict.fromkeys(ours, f"{most}{more}, {where}")
    return named


def _about(lookup: Lookup, reason: Reason) -> str:
    if reason.cause == "deeds":
        return f"deeds: {lookup.name(reason.by)}"
    return _ALONE.get(reason.cause) or lookup.concern(reason.concern)


def _cause(lookup: Lookup, account: Account, reason: Reason) -> str:
    if reason.cause in ("said", "private"):
        return lookup.name(reason.by)
    if reason.cause == "outlook":
        return "this game, unlike history" if account.declared else "its outlook"
    if reason.cause == "reading":
        return lookup.content.scenario.indicators[reason.by].title
    if reason.cause in _SHORT:
        return _SHORT[reason.cause]
    return NEWS


_SHORT = {"deeds": "known or expected", "counsel": "counsel", "reserve": "reserve"}


def _by_concern(cells: Cells) -> list[Row]:
    rows = []
    for concern in dict.fromkeys(concern for concern, _ in cells):
        parts = {cause: points for (about, cause), points in cells.items() if about == concern}
        only = next(iter(parts)) if len(parts) == 1 else ""
        if len(f"{concern} ({only})") > WIDEST_LABEL:
            only = ""
        points = round(sum(parts.values()), 1) + 0.0
        rows.append(Row(f"{concern} ({only})" if only else concern, points))
        if not only:
            rows += [Row(cause, points, part=True) for cause, points in parts.items()]
    return rows


def _by_speaker(cells: Cells) -> list[Row]:
    total: dict[str, float] = {}
    for (about, cause), points in cells.items():
        name = _SHORT["counsel"] if about == _ALONE["counsel"] else cause
        total[name] = total.get(name, 0.0) + points
    return [Row(cause, round(points, 1) + 0.0) for cause, points in total.items()]
