"""How far coders agree, in words and tables: the same on a terminal and as a page."""

from collections.abc import Mapping

from sitroom.coding.agreement import ENOUGH, GOOD, Agreement, Difference
from sitroom.coding.alpha import Measure
from sitroom.narration.percent import percent
from sitroom.render.document import Part, Table
from sitroom.scenario.coding import Code
from sitroom.scenario.lookup import Lookup

MOST = 40  # differences that are listed
ABOUT = (
    "Alpha is Krippendorff's: 1 is full agreement, 0 what chance would give. From 0.80 codes can be relied on, "
    "from 0.67 with care, below that no conclusion should stand on them. In brackets: 95 in 100 draws of the "
    "units anew. A unit is an actor's position on a decision; where a coder has several codes of it, their mean "
    "counts."
)


def title(lookup: Lookup) -> str:
    """Return the heading of what there is to say of codings."""
    return f"{lookup.content.scenario.title}: how far the coders agree"


def parts(lookup: Lookup, found: Agreement, *, page: bool = False) -> list[Part]:
    """Return all of it; on a page, passages stand side by side."""
    made = [Part("In short", [*_short(found), ABOUT])]
    tables = [
        _table("By actor", "Actor", found.actors),
        _table("By decision", "Decision", found.decisions),
        _table("By source", "Source", found.sources),
    ]
    made.append(Part("Where they agree", [table for table in tables if table.rows]))
    made.append(_differences(lookup, found, page=page))
    made.append(_only_one(lookup, found))
    return made


def _short(found: Agreement) -> list[str]:
    coders = ", ".join(f"{name} ({count} codes)" for name, count in found.coders.items())
    lines = [f"{len(found.coders)} coders: {coders}."]
    lines.append(f"Positions: {measure(found.positions)}. {_verdict(found.positions)}")
    lines.append(f"Who takes a position at all: {measure(found.coded)}.")
    if found.beliefs.units:
        lines.append(f"Beliefs: {measure(found.beliefs)}.")
    return lines


def measure(one: Measure) -> str:
    """Return an agreement in a line."""
    units = f"{one.units} unit{'s' * (one.units != 1)} coded by two or more"
    if one.units == 1:
        return f"no alpha from {units}"
    if one.alpha is None:
        return f"no alpha, for nothing differs among the {units}"
    same = "" if one.same_sign is None else f", {percent(one.same_sign, 0)} of the same side"
    return f"alpha {one.alpha:.2f} ({one.low:.2f} to {one.high:.2f}), {units}{same}"


def _verdict(one: Measure) -> str:
    if one.alpha is None:
        return "Two coders have to code the same positions before that can be told."
    if one.units > 1 and (one.low or 0.0) < ENOUGH <= one.alpha:
        return "So few units leave open how far that can be relied on: see from where to where it goes."
    if one.alpha >= GOOD:
        return "That can be relied on."
    if one.alpha >= ENOUGH:
        return "That can be used with care."
    return "That is too little: look at the codebook together, then code anew."


def _table(caption: str, head: str, rows: Mapping[str, Measure]) -> Table:
    heads = (head, "Alpha", "From", "To", "Units", "Same side")
    body = [
        (
            name,
            *(_number(x if one.units > 1 else None) for x in (one.alpha, one.low, one.high)),
            str(one.units),
            "-" if one.same_sign is None else percent(one.same_sign, 0),
        )
        for name, one in rows.items()
        if one.units
    ]
    return Table(caption, heads, body)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _differences(lookup: Lookup, found: Agreement, *, page: bool) -> Part:
    shown = found.disagreements[:MOST]
    more = len(found.disagreements) - len(shown)
    body: list[str | list[str] | Table] = []
    if not shown:
        body.append("There is none: every position that two of them coded has one number.")
    elif page:
        rows = [
            (
                of_whom(lookup, one.actor, one.decision),
                f"{one.apart:.0f}",
                *(_cell(one, coder) for coder in found.coders),
            )
            for one in shown
        ]
        body.append(Table("Largest first", ("Position", "Apart", *found.coders), rows))
    else:
        for one in shown:
            body.append(f"{of_whom(lookup, one.actor, one.decision)}: {one.apart:.0f} apart")
            body += [f"  {coder}: {_cell(one, coder)}" for coder in found.coders]
    body += [f"... and {more} more, which are smaller."] * (more > 0)
    return Part("Where they disagree", body)


def _cell(one: Difference, coder: str) -> str:
    return "; ".join(code_line(code) for code in one.codes.get(coder, ())) or "-"


def code_line(code: Code) -> str:
    """Return a code's number, how plainly it is said, where, and its words."""
    number = {
        "position": "silent" if code.silent else point(code.position or 0),
        "belief": f"belief {code.belief or 0:+g}",
        "argument": f"claim {code.claim or 0:+g}",
        "event": f"event: {code.event}",
    }[code.kind]
    cares = None if code.salience is None else f"salience {code.salience:g}"
    about = [code.confidence, cares, cited(code), code.as_of]
    told = ", ".join(word for word in about if word)
    says = f" {code.says}" if code.says else ""
    note = f" [{code.note}]" if code.note else ""
    return f"{number}{f' ({told})' * bool(told)}{says}{note}"


def point(place: float) -> str:
    """Return a position, to a tenth: a third of the way is 33.3."""
    return f"{round(place, 1):g}"


def cited(code: Code) -> str:
    """Return where a code was found, as SOURCE:PARAGRAPH."""
    if code.source is None:
        return ""
    return code.source if code.paragraph is None else f"{code.source}:{code.paragraph}"


def of_whom(lookup: Lookup, actor: str, decision: str) -> str:
    """Return whose position it is, and on what, in words with the ids."""
    known = lookup.content.actors.get(actor)
    name = known.name if known else actor
    asked = lookup.questions.get(decision)
    return f"{name} on '{asked.question.title}' ({decision})" if asked else f"{name} on {decision}"


def _only_one(lookup: Lookup, found: Agreement) -> Part:
    lines = []
    for one in found.only_one:
        ((coder, place),) = one.positions.items()
        silent = f"; {', '.join(one.silent)}: silent" * bool(one.silent)
        whom = of_whom(lookup, one.actor, one.decision)
        lines.append(f"{whom}: {coder} {point(place)}{silent}")
    return Part("What only one coder found", [lines] if lines else ["Nothing."])
