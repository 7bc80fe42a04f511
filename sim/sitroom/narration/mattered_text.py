"""Did I matter? What a seat's part came to, in the words that the screen, plain mode and the debrief share."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sitroom.analysis.mattered import SEEN, Mattered, OwnLine, Quiet, turning_point, weightiest
from sitroom.narration import debrief_text
from sitroom.narration.percent import worded
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup

Section = tuple[str, list[str]]

MODEL = (
    "Chances and points are those of positions alone. With a seat silent the others say what they "
    "said in this game, and its dice are the same."
)
AGAIN = "Try again from where this came up, in a new game: type again when you are asked next."
NO_AIM = "None of its aims turned on this decision: its lines are judged by where it stood."
NOTHING_YET = "Nothing has been decided yet at a table of yours."


def heading(lookup: Lookup, seat: str, *, alone: bool) -> str:
    """Return what the section is called: in the second person for who plays alone."""
    return "Did I matter?" if alone else f"Did {lookup.both_names(seat)} matter?"


def lines(lookup: Lookup, found: Mattered, *, alone: bool = True) -> list[str]:
    """Tell what a seat's part in one question came to; its aims are told to who plays `alone`."""
    asked, name = lookup.questions[found.question], lookup.name(found.seat)
    ours, calm = asked.option(found.option).title, asked.option(found.quiet).title
    odds = f"{worded(found.chance)} likely, without it {worded(found.quiet_chance)}"
    if found.alone:
        kept = calm if found.option != found.quiet else "it would have come out the same"
        kept += _by_chance(found)
        told = [_choice(lookup, found), f"With {name} silent, its position choosing: {kept}."]
    elif found.option != found.quiet:
        told = [
            f"With {name} silent the same game decides otherwise: {calm}. With it, {ours}: {odds}."
        ]
    elif worded(found.chance) == worded(found.quiet_chance):
        told = [
            f"With {name} silent the same game decides the same, and as likely ({worded(found.chance)}): {ours}."
        ]
    else:
        told = [
            f"With {name} silent the same game decides the same: {ours}. With it that was {odds}."
        ]
    told += [] if found.alone else _shifted(lookup, found)
    moved = [
        f"{lookup.actor(actor).short} {points:+.1f}"
        for actor, points in found.moved.items()
        if actor != found.seat and abs(points) >= 0.05
    ]
    if moved:
        told.append(f"All it said, all in all, moved who decides: {', '.join(moved)}.")
    if isinstance(asked.option(found.option), schema.Fenced):
        told.append("It is an amendment, and in whole games by computer nobody proposes any.")
    else:
        told.append(
            f"This turn alone, everybody as in this game, {found.games:,} times by computer: "
            f"{worded(found.share)} decided the same."
        )
    if found.chosen is not None and not found.alone:
        told.append(_choice(lookup, found))
    told += _wanted(lookup, found) if alone else []
    for what, line in (("Best line", found.best), ("Wasted", found.wasted)):
        if line is not None and not found.alone:
            told.append(f"{what} {_worth(found, line)}: “{_said(lookup, found, line)}”")
    return told


def _shifted(lookup: Lookup, found: Mattered) -> list[str]:
    """Tell what became likelier of the other options, where what was decided does not say it all."""
    asked = lookup.questions[found.question]
    others = {
        id_: pair
        for id_, pair in found.odds.items()
        if id_ != found.option and abs(pair[1] - pair[0]) >= SEEN
    }
    most = max((abs(ours - calm) for calm, ours in others.values()), default=0.0)
    if most <= abs(found.chance - found.quiet_chance) + SEEN / 2:
        return []  # what it won here it took there
    told = ", ".join(
        f"{asked.option(id_).title} from {worded(calm)} to {worded(ours)}"
        for id_, (calm, ours) in others.items()
    )
    return [f"What its part shifted besides: {told}."]


def _by_chance(found: Mattered) -> str:
    """Say how likely it was what a silent seat's position chose, where that was not the likeliest."""
    chance, _ = found.odds[found.quiet]
    if chance >= max(calm for calm, _ in found.odds.values()):
        return ""
    return f", by this game's chance; that was {worded(chance)} likely"


def _wanted(lookup: Lookup, found: Mattered) -> list[str]:
    """Tell which aims of a seat turned on a question, and how much of them was decided."""
    own, wants = lookup.actor(found.seat).aims, found.wants
    if not wants.aims:
        return [NO_AIM] if wants.held and found.lines else []
    what = "; ".join(own[number].says for number in wants.aims)
    most = "nothing on the table brings more"
    if wants.most - found.brings >= 0.5:
        most = f"up to {wants.most:.0f} was on the table"
    brings = f"What was decided brings {found.brings:.0f} of 100 of them; {most}."
    return [f"Its aims that turned on this: {what}. {brings}"]


def _choice(lookup: Lookup, found: Mattered) -> str:
    asked, name = lookup.questions[found.question], lookup.name(found.seat)
    chosen, likeliest = (asked.option(o).title for o in (found.chosen or "", found.likeliest))
    if found.chosen == found.likeliest == found.option:
        return f"{name} chose as the model would have: {chosen}."
    result = "and it was decided" if found.chosen == found.option else "but it was not decided"
    if found.chosen == found.likeliest:
        return f"{name} chose as the model would have, {chosen}, {result}."
    return f"{name} chose {chosen}, {result}; the model would have taken: {likeliest}."


def _worth(found: Mattered, line: OwnLine) -> str:
    by = "its aims" if found.wants.aims else f"where it stood, at {found.wants.stood:.0f}"
    way = "nearer" if line.nearer > 0 else "further away"
    what = "a word in private" if line.turn is None else f"line {line.turn + 1}"
    return f"by {by}, {what}, {abs(line.nearer):.1f} points {way}"


def _said(lookup: Lookup, found: Mattered, line: OwnLine) -> str:
    if line.argument is None:
        return line.text
    return lookup.argument(found.question, line.argument, found.seat).says


def again(lookup: Lookup, one: Mattered, path: Path | None) -> str:
    """Say from where a new game goes on, and that the old one stays."""
    kept = "" if path is None else f" {path.stem} stays as it is."
    return f"Once more: {debrief_text.lead(lookup, one.question)}.{kept}"


def turn(lookup: Lookup, found: Sequence[Mattered], people: Sequence[str]) -> list[Section]:
    """Return what each person's part in a turn came to, decision and answer."""
    sections: list[Section] = []
    for seat in people:
        own = [one for one in found if one.seat == seat]
        alone = len(people) == 1
        told = [line for one in own for line in _titled(lookup, one, own, alone=alone)]
        if told:
            sections.append((heading(lookup, seat, alone=alone), [*told, MODEL]))
    return sections


def _titled(lookup: Lookup, one: Mattered, own: Sequence[Mattered], *, alone: bool) -> list[str]:
    told = lines(lookup, one, alone=alone)
    if len(own) == 1:
        return told
    return [debrief_text.lead(lookup, one.question), *(f"  {line}" for line in told)]


def whole(
    lookup: Lookup,
    found: Iterable[Mattered],
    quiet: Iterable[Quiet],
    path: Sequence[tuple[str, str]],
    people: Sequence[str],
) -> list[Section]:
    """Return what each person's part came to in a game, with what turned it."""
    found, calm = list(found), {one.seat: one for one in quiet}
    sections: list[Section] = []
    for seat in people:
        own = [one for one in found if one.seat == seat]
        if not own:
            continue
        told, alone = [], len(people) == 1
        if seat in calm:
            chose = any(one.alone for one in own)
            told += _otherwise(lookup, calm[seat], path, chose=chose)
        turned = turning_point(own)
        point = turned or weightiest(own)
        if turned is None:
            told.append("No decision turned on it.")
        if point is not None:
            what = "It weighed most on" if turned is None else "Turning point"
            told.append(f"{what}: {debrief_text.lead(lookup, point.question)}")
            told += [f"  {line}" for line in lines(lookup, point, alone=alone)]
        best = max((b for one in own if (b := one.best)), key=lambda b: b.nearer, default=None)
        at = next((one for one in own if best is not None and best in one.lines), None)
        if best is not None and at is not None and at is not point:
            lead = debrief_text.lead(lookup, at.question)
            told.append(f"Best line {_worth(at, best)}, {lead}: “{_said(lookup, at, best)}”")
        again = [f"{MODEL} {AGAIN_TURNING}" if alone else MODEL]
        sections.append((heading(lookup, seat, alone=alone), [*told, *again]))
    return sections


AGAIN_TURNING = "Try again from where it weighed most, in a new game: at the table by t or, line by line, again."


def _otherwise(
    lookup: Lookup, calm: Quiet, path: Sequence[tuple[str, str]], *, chose: bool
) -> list[str]:
    """Tell where the game with a seat silent parts from ours; `chose` where it decides alone."""
    silent = f"With {lookup.name(calm.seat)} silent throughout"
    silent += ", its choices left to its position" if chose else ""
    theirs = dict(calm.path)
    differ = [(question, option) for question, option in path if theirs.get(question) != option]
    if not differ:
        return [f"{silent}, the whole game comes out the same."]
    count = f"{len(differ)} of {len(path)} decisions and answers"
    told = [f"{silent}, {count} come out otherwise:"]
    for question, option in differ:
        asked = lookup.questions[question]
        other = theirs.get(question)
        calmly = "does not come up" if other is None else asked.option(other).title
        ours = asked.option(option).title
        told.append(f"  {debrief_text.lead(lookup, question)}: {ours}; silent: {calmly}")
    return told
