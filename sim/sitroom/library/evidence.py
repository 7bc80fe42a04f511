"""Every claim with its citation, and which paragraphs of each source are used."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from sitroom.library.links import Link
from sitroom.loader.checks.references import parts
from sitroom.narration import library_text
from sitroom.scenario.lookup import Lookup, dated
from sitroom.scenario.schema import (
    Argument,
    BearingOn,
    Confidence,
    Evidence,
    Inject,
    Part,
    Position,
    RedLine,
)

NOT_USED = library_text.NOTHING_THAT_MAY_BE_LOOKED


@dataclass(frozen=True)
class Claim:
    """A piece of evidence, where it is used and what for."""

    owner: str  # id of an actor or a decision
    use: str
    evidence: Evidence


@lru_cache(maxsize=1)  # the page of every paragraph asks for all of them
def claims(lookup: Lookup) -> Sequence[Claim]:
    """Return all evidence of a scenario: actors first, then decisions, in file order."""
    found: list[Claim] = []
    owners: list[tuple[str, Part]] = list(lookup.content.actors.items())
    owners += [(decision.id, decision) for decision in lookup.content.scenario.decisions]
    for owner, whole in owners:
        seen = dict(parts(whole))
        for loc, part in seen.items():
            if isinstance(part, Evidence):
                found.append(Claim(owner, _use(loc[:-2], seen.get(loc[:-2])), part))
    return tuple(found)


def _use(loc: tuple[int | str, ...], part: Part | None) -> str:
    if isinstance(part, Position):
        return f"position on {loc[-1]}: {part.position:g} ({part.confidence})"
    if isinstance(part, Argument):
        return f"argument {part.id}: {part.says}"
    if isinstance(part, RedLine):
        return f"red line: {part.says}"
    if isinstance(part, Inject):
        return f"news, {part.title}"
    if isinstance(part, BearingOn):
        return library_text.how_it_bears_for(loc[-3], ", ".join(part.for_))
    names = [str(step) for step in loc if isinstance(step, str)]
    return " ".join(names).replace("bears", "how it bears:") or "the situation"


def page(lookup: Lookup, name: str | None) -> list[str] | None:
    """Return the evidence on an actor, a decision, a source or its paragraph (or all).

    None if there is nothing of that name; a paragraph is named as `source:17`.
    """
    sources = lookup.content.scenario.sources
    if name is not None and _is_paragraph(lookup, name):
        return paragraph_page(lookup, name)
    found = claims(lookup)
    if name is not None and name not in {*sources, *(claim.owner for claim in found)}:
        return None
    lines: list[str] = []
    owner = None
    for claim in found:
        if not _about(claim, name):
            continue
        if claim.owner != owner:
            owner = claim.owner
            lines += ["", owner]
        lines.append(f"  {claim.use}")
        lines.append(f"      [{lookup.cite(claim.evidence)}] {claim.evidence.says}")
    if name is None:
        lines += ["", *how_plainly(lookup)]
    for id_ in [name] if name in sources else list(sources) if name is None else []:
        lines += ["", *usage(lookup, found, str(id_))]
    return lines


def _is_paragraph(lookup: Lookup, name: str) -> bool:
    source, _, number = name.rpartition(":")
    known = lookup.content.scenario.sources.get(source)
    return known is not None and number.isdecimal() and 1 <= int(number) <= known.paragraphs


def paragraph_page(lookup: Lookup, name: str) -> list[str]:
    """Return what a paragraph, named as `source:17`, stands for, and where."""
    source, _, number = name.rpartition(":")
    title = lookup.content.scenario.sources[source].title
    lines = [f"{source}, paragraph {number}", Link(title, f"source:{source}"), "", "Used for"]
    uses = [claim for claim in claims(lookup) if _about(claim, name)]
    for claim in uses:
        date = dated(claim.evidence)
        if claim.owner in lookup.content.actors:
            lines.append(Link(f"  {lookup.name(claim.owner)}: {claim.use}", f"actor:{claim.owner}"))
        else:
            asked = lookup.questions[claim.owner].question.title
            lines.append(Link(f"  {asked}: {claim.use}", f"decision:{claim.owner}"))
        lines.append(f"      {date[:1].upper()}{date[1:]}: {claim.evidence.says}")
    return lines if uses else [*lines[:2], "", NOT_USED]


def source_page(lookup: Lookup, source: str) -> list[str]:
    """Return what a source is, and what each of its paragraphs is used for."""
    about = lookup.content.scenario.sources[source]
    found = claims(lookup)
    told = lookup.source(source).removeprefix(f"{about.title}. ")
    lines = [about.title, f"{told}, {about.paragraphs} {about.numbered}"]
    _, *use = usage(lookup, found, source)
    lines += ["", library_text.PARAGRAPHS_AND_HOW_OFTEN_EACH, *use, ""]
    for number in range(1, about.paragraphs + 1):
        uses = [claim for claim in found if _about(claim, f"{source}:{number}")]
        if uses:
            told = "; ".join(dict.fromkeys(claim.evidence.says for claim in uses))
            lines.append(Link(f"  {number}. {told}", f"paragraph:{source}:{number}"))
    return lines


def _about(claim: Claim, name: str | None) -> bool:
    """Whether a claim is one of an actor, on a decision, or from a source or its paragraph."""
    cited = claim.evidence.source
    named = name in (None, claim.owner, cited, f"{cited}:{claim.evidence.paragraph}")
    return named or claim.use.startswith(f"position on {name}")


def usage(lookup: Lookup, found: Sequence[Claim], source: str) -> list[str]:
    """Return which paragraphs of a source are used, how often, and which are not."""
    about = lookup.content.scenario.sources[source]
    count = about.paragraphs
    used = [c.evidence.paragraph for c in found if c.evidence.source == source]
    times = {number: used.count(number) for number in range(1, count + 1)}
    cited = ", ".join(f"{n} ({t})" for n, t in times.items() if t)
    left = _stretches([number for number, cites in times.items() if not cites])
    return [
        library_text.paragraphs_and_how_often_each(about.numbered, source, count),
        f"  used: {cited or 'none'}",
        f"  not used: {left or 'none'}",
    ]


def _stretches(numbers: list[int]) -> str:
    """Return ascending numbers with those in a row as `3-9`: a book has hundreds of pages."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(f"{one[0]}-{one[-1]}" if len(one) > 1 else str(one[0]) for one in found)


def how_plainly(lookup: Lookup) -> list[str]:
    """Return, of each actor and decision, how plainly its positions are said, and what is later."""
    stands = [
        (actor, place, one.confidence)
        for actor, whole in lookup.content.actors.items()
        for place, one in whole.positions.items()
    ]
    later = [claim.owner for claim in claims(lookup) if claim.evidence.retrospective]
    lines = [library_text.HOW_PLAINLY_POSITIONS_ARE_SAID]
    for owner in [*lookup.content.actors, *(d.id for d in lookup.content.scenario.decisions)]:
        said = [how for actor, place, how in stands if owner in (actor, place.split(".")[0])]
        counts = [f"{said.count(how)} {how}" for how in get_args(Confidence)]
        lines.append(f"  {owner}: {', '.join(counts)}; {later.count(owner)} in retrospect")
    return lines


def as_plain(lookup: Lookup, name: str | None) -> dict[str, object]:
    """Return the same as JSON values."""
    sources = lookup.content.scenario.sources
    found = claims(lookup)
    about = [
        {"owner": c.owner, "use": c.use, **c.evidence.model_dump()}
        for c in found
        if _about(c, name)
    ]
    used = {
        id_: sorted({c.evidence.paragraph for c in found if c.evidence.source == id_})
        for id_ in sources
    }
    unused = {
        id_: [n for n in range(1, source.paragraphs + 1) if n not in used[id_]]
        for id_, source in sources.items()
    }
    return {"claims": about, "used": used, "unused": unused}
