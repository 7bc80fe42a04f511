"""The lines behind what moves a seat in a world that is otherwise: who says each, and why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from sitroom.analysis.contrast import FELT, Contrast, World
from sitroom.render.layout import width
from sitroom.scenario.lookup import Lookup

NEEDS = 45  # columns of what a line needs, so that its words have room


@dataclass(frozen=True)
class Said:
    """An argument in both worlds: by whom it is said and what it is worth; None where unsaid."""

    argument: str
    speakers: tuple[str | None, str | None]
    worths: tuple[float | None, float | None]

    @property
    def apart(self) -> float:
        """Return how far its worths are apart, as printed."""
        was, now = (round(worth or 0.0, 1) for worth in self.worths)
        return abs(now - was)


def lines(lookup: Lookup, found: Contrast, seat: str, most: int) -> Iterator[str]:
    """Yield up to `most` lines that are worth something else to a seat, the furthest apart first."""
    apart = [one for one in _said(found, seat) if one.apart >= FELT]
    if not apart:
        return
    yield "  lines behind that: '-' where not said, '->' where another says it instead"
    apart.sort(key=lambda one: -one.apart)
    for one in apart[:most]:
        cells = "".join(f"{'-' if n is None else f'{n:+.1f}':>7}" for n in one.worths)
        text = shorten(_told(lookup, found, one), width() - 21, placeholder=" ..")
        yield f"    {cells.strip():>14}  {text}".replace("-0.0", " 0.0").replace("+0.0", " 0.0")
    if len(apart) > most:
        yield f"    and {len(apart) - most} more, of less"


def _said(found: Contrast, seat: str) -> Iterator[Said]:
    """Yield each argument that a speaker uses; once where it passes from one speaker to another."""
    was, now = (world.lines(seat) for world in (found.written, found.otherwise))
    new = [line for line in now if line not in was]
    for line, worth in was.items():
        speaker, argument = line
        taken_up = [one for one in new if one[1] == argument] if line not in now else [line]
        if not taken_up:
            yield Said(argument, (speaker, None), (worth, None))
            continue
        other = taken_up[0]
        new = [one for one in new if one != other]
        yield Said(argument, (speaker, other[0]), (worth, now[other]))
    for line in new:
        yield Said(line[1], (None, line[0]), (None, now[line]))


def _told(lookup: Lookup, found: Contrast, one: Said) -> str:
    """Return who says it, what about, why not where one of the worlds goes without, and its words."""
    speakers = [speaker for speaker in dict.fromkeys(one.speakers) if speaker is not None]
    says = lookup.argument(found.question, one.argument, speakers[0])
    names = " -> ".join(lookup.actor(speaker).short for speaker in speakers)
    silent = None
    if None in one.speakers:
        silent = (found.written, found.otherwise)[one.speakers.index(None)]
    why = "" if silent is None else _why_not(lookup, found, one.argument, silent)
    return f"{names}{why}, {lookup.concern(says.concern)}: {says.says}"


def _why_not(lookup: Lookup, found: Contrast, argument: str, silent: World) -> str:
    """Return why an argument is not said in a world, where a reason is known."""
    when = lookup.argument(found.question, argument).when
    if argument in silent.barred and when is not None:
        return f" (needs: {shorten(lookup.condition(when), NEEDS, placeholder=' ..')})"
    others = [lookup.actor(speaker).short for speaker, other in silent.said if other == argument]
    return f" (said by {', '.join(dict.fromkeys(others))})" if others else ""
