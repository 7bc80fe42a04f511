"""What varying a study showed, in words and bars that fit 80 columns."""

from collections.abc import Callable, Iterator, Sequence
from textwrap import shorten

from sitroom.engine.question_ids import answer_id, decision_id
from sitroom.narration.percent import percent
from sitroom.narration.study_text import MOST, option, row, wrapped
from sitroom.scenario.lookup import Lookup
from sitroom.study.results import Flip, Flips, Question, Settings, StudyResult, Summary

ROW = 5  # shares on a line
FEW = 5  # decisions whose variants are shown
LEAST = 0.1  # a swing that is worth a row, of 100
NOT_REACHED = "not reached"
SEEN = 0.01  # a change of a share that is worth a row


def varied(lookup: Lookup, found: StudyResult, rule: str | None) -> Iterator[str]:
    """Yield what other rules, settings and changes of single numbers come to, as lines."""
    if rule is not None:
        yield from _rules(lookup, found, rule)
    if found.variants:
        yield from _variants(lookup, found)
    if found.flips:
        yield from _flips(lookup, found.flips)


def named(lookup: Lookup, key: str, decision: str | None = None) -> str:
    """Return a setting in words."""
    owner, _, rest = key.partition(".")
    if owner in _OWNERS:
        return _OWNERS[owner](lookup, rest)
    if owner not in lookup.content.actors:
        return _of_question(lookup, owner, rest, decision)
    what, _, of = rest.partition(".")
    says = what
    match what:
        case "concerns":
            says = f"weight of {lookup.concern(of)}"
        case "beliefs":
            says = f"belief on {lookup.concern(of)}"
        case "trusts":
            says = f"trust in {lookup.actor(of).short}"
        case "positions":
            says = "position"
            says += "" if of == decision else f" on {lookup.questions[of].question.title}"
        case "at_table":
            says = "at the table"
    return f"{lookup.actor(owner).short}: {says}"


_OWNERS: dict[str, Callable[[Lookup, str], str]] = {
    "model": lambda _, rest: f"Model: {rest}",
    "injects": lambda lookup, rest: f"Happens: {lookup.happening(rest)}",
    "indicators": lambda lookup, rest: (
        f"At the start: {lookup.content.scenario.indicators[rest].title}"
    ),
    "choices": lambda lookup, rest: f"Decided: {lookup.questions[rest].question.title}",
}


def _of_question(lookup: Lookup, owner: str, rest: str, decision: str | None) -> str:
    id_, rest = (answer_id(owner), rest[7:]) if rest.startswith("answer.") else (owner, rest)
    asked = lookup.questions[id_].question
    where = "" if id_ == decision else f" on {asked.title}"
    what, _, of = rest.partition(".")
    if what == "bears":
        concern, _, who = of.partition(".")
        for_whom = f" for {lookup.name(who)}" if who else ""
        return f"Bearing of {lookup.concern(concern)}{for_whom}{where}"
    if what == "arguments":
        return f"Strength of '{of}'{where}"
    title = lookup.questions[id_].option(of.removesuffix(".at")).title
    return f"Place of '{title}'{where}"


def setting(lookup: Lookup, settings: Settings) -> str:
    """Return the settings of a variant in words."""
    told = []
    for key, value in settings.items():
        if isinstance(value, str):
            title = lookup.questions[key.partition(".")[2]].option(value).title
            told.append(f"{named(lookup, key)}: {title}")
        elif key.startswith("injects."):
            title = lookup.happening(key.partition(".")[2])
            told.append(f"'{title}' {'happens' if value else 'does not happen'}")
        elif isinstance(value, bool) and not key.endswith(".at_table"):
            told.append(f"nobody says '{key.rpartition('.')[2]}'")
        elif isinstance(value, bool):
            who = lookup.actor(key.partition(".")[0]).short
            told.append(f"with {who}" if value else f"without {who}")
        else:
            told.append(f"{named(lookup, key)} {value:g}")
    return "; ".join(told)


def _cells(name: str, shares: Sequence[float | None], wide: int) -> Iterator[str]:
    """Yield shares side by side after a name, five to a line."""
    cells = [f"{percent(share):>8}" for share in shares]
    for first in range(0, len(cells), ROW):
        lead = "" if first else shorten(name, wide, placeholder=" ..")
        yield f"    {lead:<{wide}}{''.join(cells[first : first + ROW])}"


def _names(lookup: Lookup, question: Question) -> list[str]:
    """Return the options of a question in the order of their cells."""
    names = (option(lookup, question.id, o.id) for o in question.options)
    return wrapped(f"({'; '.join(names)})", "      ")


def _rules(lookup: Lookup, found: StudyResult, rule: str) -> Iterator[str]:
    yield from ("", "The same debates decided by another rule: mean chance of each option")
    for one in found.questions:
        if one.rules is None:
            continue
        asked = lookup.questions[one.id].question
        yield from wrapped(asked.title, "  ")
        for kind, chances in one.rules.items():
            own = kind == asked.rule.kind
            if rule in ("all", kind) or own:
                yield from _cells(kind + " (here)" * own, list(chances.values()), 18)
        yield from _names(lookup, one)


def _variants(lookup: Lookup, found: StudyResult) -> Iterator[str]:
    yield from ("", "What changes with the settings: share of each option; most changed first")
    changed = changes(found)
    every = [(found.settings or {}, found), *((v.settings, v) for v in found.variants or ())]
    for number, (settings, variant) in enumerate(every):
        told = setting(lookup, settings)
        told = told if number else f"as it is{': ' * bool(told)}{told}"
        yield from wrapped(f"{number}. {told}{_so_far(found, variant)}", "    ")
    for line in notes(found):
        yield from wrapped(line, "  ")
    for id_, _ in changed[:FEW]:
        yield from wrapped(lookup.questions[id_].question.title, "  ")
        for number, (_, variant) in enumerate(every):
            asked = variant.question(id_)
            if variant.runs:
                yield from _cells(str(number), [o.share for o in asked.options], 4)
            else:
                yield f"    {number:<4}  {NOT_REACHED}"
        yield from _names(lookup, asked)
    if len(changed) > FEW:
        yield f"  {len(changed) - FEW} more questions change; --out and --json give them all."
    if not changed and any(variant.runs for _, variant in every[1:]):
        yield "  Nothing by a point or more."


def _so_far(found: StudyResult, variant: Summary) -> str:
    if variant.runs == found.wanted:
        return ""
    return f" ({variant.runs:,} runs so far)" if variant.runs else f" ({NOT_REACHED})"


def notes(found: StudyResult) -> list[str]:
    """Return what has to be known to read what changes with settings."""
    keys = [set(variant.settings) for variant in found.variants or ()]
    told = []
    if any(".concerns." in key or ".beliefs." in key for key in set().union(*keys)):
        told.append(
            "The world were otherwise: what a profile does not explain of a declared position stays "
            "as it is. That it may have been measured wrongly is what --doubt tells."
        )
    if any(one != keys[0] for one in keys) and max(map(len, keys)) < len(set().union(*keys)):
        told.append(
            "--vary and --without are not crossed: a voice is left out of the scenario as it is. "
            "To cross them: --vary ACTOR.at_table=yes,no."
        )
    return told


def changes(found: StudyResult) -> list[tuple[str, float]]:
    """Return the questions whose outcome changes with settings, by how far, the furthest first."""
    rows = []
    for i, base in enumerate(found.questions):
        apart = [
            abs(ours.share - theirs.share)
            for variant in found.variants or ()
            for ours, theirs in zip(base.options, variant.questions[i].options, strict=True)
            if ours.share is not None and theirs.share is not None
        ]
        rows.append((base.id, max(apart, default=0.0)))
    return sorted((r for r in rows if r[1] >= SEEN), key=lambda r: -r[1])


def _flips(lookup: Lookup, flips: Flips) -> Iterator[str]:
    id_ = flips.decision
    now = option(lookup, id_, flips.option)
    turning = [r for r in flips.rows if r.share is not None]
    yield ""
    yield from wrapped(f"What would alter: {lookup.questions[id_].question.title}", "")
    told = (
        f"Likeliest on history's path: {now} ({percent(flips.chance)}). Numbers by the smallest "
        f"change that makes another option likeliest, as a share of their range; "
        f"{flips.looked_at} looked at, each alone."
    )
    yield from wrapped(f"{passed_by(lookup, flips)}{told}", "  ")
    for one in turning[:MOST]:
        yield row(named(lookup, one.key, id_), one.share, f"{percent(one.share):>6}")
        yield f"      {flip(lookup, id_, one)}"
    if not turning:
        yield "    None does so alone."
    rest = swings(flips)[:MOST]
    if rest:
        yield ""
        yield from wrapped(
            "How far each swings the mean place of what is decided, from its lowest to its "
            f"highest (now {flips.place:.1f}; 0 restraint, 100 further):",
            "  ",
        )
    for one in rest:
        low, high = one.low.place, one.high.place
        part = abs(high - low) / rest[0].swing
        yield row(named(lookup, one.key, id_), part, f"{low:5.1f} to {high:.1f}")


def passed_by(lookup: Lookup, flips: Flips) -> str:
    """Return what was taken so that history's path comes to an answer; '' where it does."""
    if not flips.given:
        return ""
    ((key, taken),) = flips.given.items()
    decision = key.partition(".")[2]
    return (
        f"History's path passes this by, so it is looked at as if it had come to "
        f"'{option(lookup, decision, str(taken))}' before. "
    )


def passed_by_all(lookup: Lookup, question: str) -> str:
    """Say that history's path does not come to a question, and when that would be asked."""
    asked = lookup.questions[decision_id(question)]
    when = asked.decision.when
    only = "" if when is None else f" It is asked only if {lookup.condition(when)}."
    return (
        f"What would alter '{lookup.questions[question].question.title}' can't be looked for: "
        f"history's path does not come to it.{only}"
    )


def swings(flips: Flips) -> list[Flip]:
    """Return the numbers that swing a decision, the widest first."""
    return sorted((one for one in flips.rows if one.swing >= LEAST), key=lambda r: -r.swing)


def flip(lookup: Lookup, decision: str, one: Flip) -> str:
    """Return in words what turns a decision."""
    assert one.to is not None
    to = option(lookup, decision, one.to)
    if one.kind == "presence":
        return f"left out: {to}"
    return f"from {one.now:g} to {one.flips_at:.4g}: {to}"
