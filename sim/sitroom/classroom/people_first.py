"""What a debrief tells of students, before anything of the model: who spoke, what moved, what changed.

Nobody is told of by name: a seat is what everybody at the table saw it say and decide. Ballots,
how sure people were and their reasons are told where enough have given them.
"""

from collections.abc import Iterator

from sitroom.analysis.game_summary import Turn, place
from sitroom.classroom import transcript
from sitroom.classroom.ledger import CHOICE
from sitroom.classroom.records import AFTER, BEFORE
from sitroom.classroom.snapshot import FEWEST, ClassSnapshot, Group
from sitroom.narration import debrief_text, lesson_text
from sitroom.render.document import Part, Table


def parts(held: ClassSnapshot, group: Group) -> list[Part]:
    """Return what is told of the people of a room, in their order of use at a debrief."""
    found = [Part(lesson_text.WHO_SPOKE, [*_spoke(held, group)])]
    if group.settled:
        found.append(Part(lesson_text.WHAT_CHANGED_MINDS, [*_minds(held, group)]))
    return found


def _spoke(held: ClassSnapshot, group: Group) -> Iterator[str | Table]:
    """Yield a row for each seat that people play: its lines, and whom they moved."""
    lookup = held.loaded.lookup
    rows = []
    for seat in group.seats:
        mine = [line for line in group.said if line.seat == seat and line.person is not None]
        total: dict[str, float] = {}
        for line in mine:
            for listener, points in line.moved.items():
                total[listener] = total.get(listener, 0.0) + points
        felt = [(a, p) for a, p in total.items() if abs(p) >= transcript.FELT]
        felt = sorted(felt, key=lambda one: -abs(one[1]))[: transcript.MOST_HEARD]
        moved = ", ".join(f"{lookup.actor(a).short} {points:+.0f}" for a, points in felt)
        own, answers = sum(x.own for x in mine), sum(bool(x.answers) for x in mine)
        rows.append([lookup.name(seat), len(mine), own, answers, moved or "nobody by a point"])
    if not rows:
        yield lesson_text.NOBODY_SAT_HERE
        return
    yield Table(lesson_text.SEATS_AND_THEIR_LINES, lesson_text.SPOKE_HEADS, rows)


def _minds(held: ClassSnapshot, group: Group) -> Iterator[str | list[str]]:
    for turn in group.settled:
        if held.loaded.lookup.questions[turn.question].is_answer:
            continue
        told = [*_deciders(held, group, turn), *_ballots(held, turn)]
        yield f"{debrief_text.lead(held.loaded.lookup, turn.question)}:"
        yield told


def _deciders(held: ClassSnapshot, group: Group, turn: Turn) -> Iterator[str]:
    """Yield how each deciding seat came to its choice, and which lines moved it most."""
    lookup = held.loaded.lookup
    assert turn.decided is not None
    asked = lookup.questions[turn.question]
    title = asked.option(turn.decided.option).title
    names = {seat: lookup.name(seat) for seat in asked.question.rule.named}
    for seat, name in names.items():
        came, went = turn.opened.positions.get(seat), turn.decided.after.get(seat)
        if came is None or went is None:
            continue
        chose = turn.decided.choices.get(seat)
        if chose is not None and seat in group.seats:
            apart = abs(place(lookup, turn.question, chose) - went)
            nearest = min(asked.question.options, key=lambda o: _apart(held, turn, o.id, went))
            against = nearest.title if apart >= lesson_text.FAR and nearest.id != chose else ""
            yield lesson_text.decided_by(name, asked.option(chose).title, came, went, against)
        else:
            yield lesson_text.stood(name, title, came, went)
        yield from _moved(group, turn, seat, name)
    given = [r.text for r in held.reasons if (r.question, r.time) == (turn.question, CHOICE)]
    yield from (lesson_text.reason_of_decider(text) for text in given)


def _apart(held: ClassSnapshot, turn: Turn, option: str, at: float) -> float:
    return abs(place(held.loaded.lookup, turn.question, option) - at)


def _moved(group: Group, turn: Turn, seat: str, name: str) -> Iterator[str]:
    lines = [line for line in group.said if line.question == turn.question]
    lines = [line for line in lines if abs(line.moved.get(seat, 0.0)) >= transcript.FELT]
    lookup = group.session.lookup
    for line in sorted(lines, key=lambda line: -abs(line.moved[seat]))[:2]:
        by = (
            lookup.name(line.seat)
            if line.person is not None
            else f"{lookup.name(line.seat)} (computer)"
        )
        yield lesson_text.moved_most(name, by, line.text, line.moved[seat])


def _ballots(held: ClassSnapshot, turn: Turn) -> Iterator[str]:
    """Yield how ballots and confidence changed, and the reasons given, of enough people."""
    before, after = held.votes(turn.question, BEFORE), held.votes(turn.question, AFTER)
    both = [person for person in before if person in after]
    if len(both) >= FEWEST:
        changed = sum(before[p].option != after[p].option for p in both)
        sure = [sum(v[p].confidence for p in both) / len(both) for v in (before, after)]
        yield lesson_text.ballots_changed(changed, len(both), sure[0], sure[1])
    given = sorted(r.text for r in held.reasons if (r.question, r.time) == (turn.question, AFTER))
    if len(given) >= FEWEST:
        yield lesson_text.reasons(given)
