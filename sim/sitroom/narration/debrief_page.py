"""The debrief in words: our path beside history, who moved whom, what turned it, what to ask."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sitroom.analysis.game_summary import Aim, Turn, aims, dissents, movers, near, turns
from sitroom.analysis.turning_points import Lookback
from sitroom.engine.events import Event, Over
from sitroom.narration import (
    debrief_labels,
    debrief_text,
    ending_text,
    history_comparison,
    mattered_text,
)
from sitroom.narration.discussion import questions
from sitroom.render.markup import markdown
from sitroom.scenario.lookup import Lookup

NEAR = "How near outcomes came to where each stood"
MEASURE = (
    "100 means that every outcome fell where the seat stood as the question came up. The words of "
    "the aim say more than this number."
)
AFTER_ONE_DECISION = (
    "What became of its aims stands below it. They judge whole campaigns, and most say what must "
    "never happen: one decision seldom fails them."
)
CAVEAT = (
    "This is a teaching model of a debate, not a forecast; it takes no side. Positions come from "
    "the sources cited, weights and beliefs were set by hand."
)
WEIGHED = (
    "What a line moved is what the debate comes to with it and without it. Chances are those of the "
    "positions alone; a person chooses freely."
)
SOURCES = "Sources"
Section = tuple[str, list[str]]


def is_over(events: Iterable[Event]) -> bool:
    """Whether a game has been played to its end."""
    return any(isinstance(event, Over) for event in events)


def title(lookup: Lookup, events: Iterable[Event]) -> str:
    """Return what a debrief is called."""
    so_far = "" if is_over(events) else " so far"
    return f"Debrief{so_far}: {lookup.content.scenario.title}"


def debrief(
    lookup: Lookup,
    events: Iterable[Event],
    back: Lookback | None = None,
    people: Sequence[str] = (),
    width: int | None = None,
    parts: Lookback | None = None,
) -> list[Section]:
    """Return the debrief as headed sections of lines; `back` adds what looking back has found.

    With a `width`, our path and history stand side by side. `parts` has what people's parts came
    to where there is no `back`.
    """
    events = list(events)
    played = turns(events)
    settled = [turn for turn in played if turn.decided is not None]
    known = Lookback() if back is None else back
    playing, people = people, people or known.people
    path = (
        [
            history_comparison.sentence(
                lookup, settled[: n + 1], people, debrief_text.crowd_short(known, turn)
            )
            for n, turn in enumerate(settled)
        ]
        if width is None
        else history_comparison.side_by_side(lookup, settled, people, width)
    )
    yours, near = _aims(lookup, settled, known, playing) if settled else ([], [])
    aimed = settled and any(actor.aims for actor in lookup.content.actors.values())
    later = bool(aimed) and not is_over(events)
    head = (
        []
        if back is None
        else [("In short", debrief_text.short(lookup, settled, back, over=is_over(events)))]
    )
    return [
        *head,
        *_ended(lookup, played, people),
        *yours,
        *did_matter(lookup, settled, parts or known),
        (history_comparison.HEADING, path or [debrief_labels.NOTHING_DECIDED]),
        (
            "Who moved whom",
            ["Points, over the whole game so far.", *_movers(lookup, played, known)],
        ),
        *([] if back is None else _looked_back(lookup, settled, back)),
        *near,
        *([] if back is None else _to_discuss(lookup, settled, back)),
        ("Bear in mind", [CAVEAT, *[ending_text.JUDGED_LATER] * later]),
        *([(SOURCES, source_lines(lookup, played))] if is_over(events) else []),
    ]


def did_matter(lookup: Lookup, settled: Sequence[Turn], parts: Lookback) -> list[Section]:
    """Return what each person's part in a game came to."""
    ours = [(turn.question, turn.decided.option) for turn in settled if turn.decided is not None]
    return mattered_text.whole(lookup, parts.mattered, parts.quiet, ours, parts.people)


def _looked_back(lookup: Lookup, settled: list[Turn], back: Lookback) -> list[Section]:
    sections = []
    for heading, found, tell in (
        (
            debrief_text.WEIGHTIEST,
            debrief_text.turning_points(settled, back),
            debrief_text.turning,
        ),
        ("Strongest lines never said", debrief_text.never_said(settled, back), debrief_text.unused),
    )[: 2 if back.hands else 1]:
        lines = [WEIGHED] if found else ["None: no line would have changed much."]
        for turn, line in found[: debrief_text.MOST]:
            lines.append(debrief_text.lead(lookup, turn.question))
            lines.append(f"    {tell(lookup, turn, line, back)}")
        sections.append((heading, lines))
    lines = []
    for turn in settled:
        for one in dissents(lookup, [turn]):
            told = debrief_text.dissent(lookup, turn, one, back)
            lines += [f"{debrief_text.lead(lookup, turn.question)}: {told}"]
    return [
        *sections,
        ("Furthest from what was decided", lines or ["Nothing has been decided yet."]),
    ]


def _to_discuss(lookup: Lookup, settled: list[Turn], back: Lookback) -> list[Section]:
    asked = questions(lookup, settled, back)
    return [("To discuss", asked)] if asked else []


def _movers(lookup: Lookup, played: list[Turn], back: Lookback) -> list[str]:
    rows = movers(played)
    if not rows:
        return ["Nobody said anything that moved anybody."]
    told = []
    for speaker, row in sorted(rows.items(), key=lambda item: -sum(map(abs, item[1].values()))):
        # Weakening a line also undoes what it did to whoever answers it: true, but not persuasion.
        others = {a: points for a, points in row.items() if a != speaker and abs(points) >= 0.05}
        most = sorted(others.items(), key=lambda item: -abs(item[1]))
        moved = ", ".join(f"{lookup.actor(a).short} {points:+.1f}" for a, points in most)
        told.append(f"{debrief_text.who(lookup, speaker, back)} moved {moved or 'nobody'}")
    return told


def source_lines(lookup: Lookup, played: Iterable[Turn]) -> list[str]:
    """Return what the sources are that this game has cited, each with its short name."""
    cited: dict[str, None] = {}
    for turn in played:
        asked = lookup.questions[turn.question]
        past = asked.question.history
        lines = [lookup.argument(turn.question, s.argument) for s in turn.said if s.argument]
        for evidence in (
            () if asked.is_answer else asked.decision.evidence,
            *(line.evidence for line in lines),
            past.evidence if past else (),
        ):
            cited |= dict.fromkeys(one.source for one in evidence)
    order = [id_ for id_ in lookup.content.scenario.sources if id_ in cited]
    return [f"{id_}: {lookup.source(id_)}." for id_ in order]


def _ended(lookup: Lookup, played: list[Turn], people: Sequence[str]) -> list[Section]:
    over = played[-1].over if played else None
    if over is None or over.ending is None:
        return []
    return [(ending_text.HEADING, ending_text.ending(lookup, over.ending, people))]


def came_to(lookup: Lookup, settled: list[Turn]) -> tuple[list[Aim], list[Aim]]:
    """Return the seats told of by how near outcomes came to them, then those by their aims; best first.

    After one decision all are told of by where they stood, with what became of their aims: aims of
    a campaign are then all but reached before it began.
    """
    found = aims(lookup, settled)
    judged = {aim.seat: aim for aim in found if aim.judged}
    if is_one_decision(lookup, settled):
        apart = [
            replace(aim, judged=judged[aim.seat].judged) if aim.seat in judged else aim
            for aim in near(lookup, settled)
        ]
        return _best_first(apart), []
    return _best_first(aim for aim in found if not aim.judged), _best_first(judged.values())


def is_one_decision(lookup: Lookup, settled: Iterable[Turn]) -> bool:
    """Whether no more than one decision, with its answer, has been taken."""
    return sum(not lookup.questions[turn.question].is_answer for turn in settled) == 1


def _best_first(found: Iterable[Aim]) -> list[Aim]:
    return sorted(found, key=lambda aim: -aim.nearness)


def measured(apart: Iterable[Aim]) -> str:
    """Say by what seats are told of that are told of by where they stood."""
    return f"{MEASURE} {AFTER_ONE_DECISION}" if any(aim.judged for aim in apart) else MEASURE


def _aims(
    lookup: Lookup, settled: list[Turn], back: Lookback, people: Sequence[str]
) -> tuple[list[Section], list[Section]]:
    """Return what one's own seats came to, and what the others did: by where they stood, or of their aims."""
    apart, judged = came_to(lookup, settled)

    def told(found: Iterable[Aim]) -> Iterator[str]:
        for aim in found:
            head, words = debrief_text.aim_lines(lookup, aim.seat, aim.nearness, back)
            yield from (
                head,
                f"    Aim: {words}",
                *(f"    {line}" for line in ending_text.aims(aim)),
            )

    sections: tuple[list[Section], list[Section]] = ([], [])
    for found, measure, title in (
        (apart, measured(apart), ending_text.AIMS if any(a.judged for a in apart) else NEAR),
        (judged, ending_text.BY_WEIGHT, ending_text.AIMS),
    ):
        own = [aim for aim in found if aim.seat in people]
        others = [aim for aim in found if aim.seat not in people]
        if own:
            sections[0].append((ending_text.YOURS, [measure, *told(own)]))
        if others and own:
            sections[1].append((ending_text.OTHERS, [*told(others)]))
        elif others:
            sections[1].append((title, [measure, *told(others)]))
    return sections


def as_markdown(lookup: Lookup, events: Iterable[Event], back: Lookback | None = None) -> str:
    """Return the debrief as a Markdown page; nothing that was typed is read as Markdown or HTML."""
    events = list(events)
    parts = [f"# {markdown(title(lookup, events))}"]
    for heading, lines in debrief(lookup, events, back):
        parts.append(f"## {heading}")
        parts.append("\n".join(_bullet(line) for line in lines))
    return "\n\n".join(parts) + "\n"


def _bullet(line: str) -> str:
    indent = "  " if line.startswith(" ") else ""
    return f"{indent}- {markdown(line.strip())}"
