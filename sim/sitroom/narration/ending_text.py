"""How a campaign ended, and what became of each seat's aims, in words."""

from collections.abc import Collection, Iterable

from sitroom.analysis.game_summary import Aim
from sitroom.scenario import schema
from sitroom.scenario.lookup import Lookup

HEADING = "How it ended"
AIMS = "What became of each seat's aims"
YOURS = "What became of your aims"
OTHERS = "What became of the others' aims"
JUDGED_LATER = "Aims are judged as the campaign ends."
BY_WEIGHT = (
    "Each aim was reached or not, as the campaign ended; 100 is all of them, by their weight."
)


def ending(lookup: Lookup, id_: str, people: Collection[str] = ()) -> list[str]:
    """Return an ending: its title, what came about, what it meant for each seat and beside history.

    What it meant for the seats of `people` comes first.
    """
    one = lookup.ending(id_)
    meant = sorted(one.for_.items(), key=lambda item: item[0] not in people)
    told = [f"{one.title}. {one.says}"]
    told += [f"What it meant: {one.meant}"] if one.meant else []
    told += [f"    {lookup.name(seat)}: {text}" for seat, text in meant]
    told += [f"What really happened: {one.really}"] if one.really else []
    return [*told, *(f"    [{lookup.cite(e)}]" for e in one.evidence)]


INSTRUCTIONS = {
    "aim": "You are held to",
    "walk-away": "Rather walk away than give up",
    "give": "You may give, if it gets you more",
    "hide": "Keep to yourself",
}
KINDS = {"walk-away": "walk-away point, ", "give": "what it might give, ", "hide": "kept quiet, "}


def instructed(aim: schema.Aim) -> str:
    """Return what a seat alone is told of an aim, or of another instruction."""
    return f"{INSTRUCTIONS[aim.kind]}: {aim.says}"


def instructions(aims: Iterable[schema.Aim]) -> list[str]:
    """Return what a seat alone is told, a line for each kind."""
    by: dict[str, list[str]] = {}
    for aim in aims:
        by.setdefault(INSTRUCTIONS[aim.kind], []).append(aim.says)
    return [f"{kind}: {'; '.join(says)}." for kind, says in by.items()]


def aims(judged: Aim) -> list[str]:
    """Return the aims of a seat, each with whether it was reached."""
    return [
        KINDS.get(aim.kind, "") + (f"reached: {aim.says}" if so else f"failed: {_failed(aim)}")
        for aim, so in judged.judged
    ]


def _failed(aim: schema.Aim) -> str:
    return f"{aim.says} ({aim.failed})" if aim.failed else aim.says
