"""The debrief of a class: groups beside one another, beside the model and beside history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitroom.analysis.game_summary import dissents
from sitroom.analysis.turning_points import Lookback
from sitroom.classroom import learned
from sitroom.classroom.records import AFTER, BEFORE, Person
from sitroom.classroom.snapshot import FEWEST, ClassSnapshot, Group, shares
from sitroom.engine.question_ids import decision_id
from sitroom.narration import class_text, debrief_labels, debrief_text, ending_text
from sitroom.narration.debrief_page import CAVEAT
from sitroom.narration.discussion import questions
from sitroom.narration.percent import worded
from sitroom.render import svg_charts
from sitroom.render.document import Part, Table
from sitroom.render.markup import Html
from sitroom.scenario.lookup import Lookup

Backs = Mapping[int, Lookback]  # by group
NOT_TOLD = class_text.too_few_have_voted_ballots(FEWEST)


@dataclass(frozen=True)
class Decision:
    """A decision as a class took it; shares are of groups, ballots and computer games."""

    id: str
    options: tuple[str, ...]
    groups: dict[int, str]
    taken: dict[str, float]
    before: dict[str, float]
    after: dict[str, float]
    votes: tuple[int, int]  # ballots before and after
    both: int
    changed: int
    model: dict[str, float]
    history: str | None  # None too while a group has it before it

    def as_history(self, of: Mapping[str, float]) -> float | None:
        """Return the share that came out as history did, where both are known."""
        return of.get(self.history, 0.0) if self.history is not None and of else None


def decisions(held: ClassSnapshot, backs: Backs) -> list[Decision]:
    """Return what was decided, in the order of the scenario."""
    found = []
    crowd = next((back.crowd for back in backs.values() if back.crowd), None)
    for id_ in held.decisions():
        question = held.loaded.lookup.questions[id_].question
        options = tuple(option.id for option in question.options)
        groups = {g.number: o for g in held.groups if (o := g.decided(id_)) is not None}
        before, later = held.votes(id_, BEFORE), held.votes(id_, AFTER)
        changed, both = held.changed(id_)
        found.append(
            Decision(
                id=id_,
                options=options,
                groups=groups,
                taken=shares(options, groups.values()),
                before=shares(options, (b.option for b in before.values())),
                after=shares(options, (b.option for b in later.values())),
                votes=(len(before), len(later)),
                both=both,
                changed=len(changed),
                model=crowd.shares.get(id_, {}) if crowd else {},
                history=question.history.option
                if question.history is not None and held.told(id_)
                else None,
            )
        )
    return found


def title(held: ClassSnapshot) -> str:
    """Return what the report is called."""
    so_far = "" if all(group.over for group in held.groups) else " so far"
    return f"Class {held.row.name}{so_far}: {held.loaded.content.scenario.title}"


def parts(held: ClassSnapshot, backs: Backs, *, names: bool) -> list[Part]:
    """Return the report; people are told by pseudonyms unless `names`."""
    found = together(held, backs, names=names or None)
    found += [
        Part(f"Group {group.number}", [*_group(held, group, backs[group.number], names=names)])
        for group in held.groups
    ]
    return [*found, *learned.parts(held), Part("Bear in mind", [CAVEAT])]


def together(held: ClassSnapshot, backs: Backs, *, names: bool | None) -> list[Part]:
    """Return what is told of all groups together; with `names` None, of nobody by himself."""
    taken, lookup = decisions(held, backs), held.loaded.lookup
    found = [Part(class_text.CLASS_IN_SHORT, [_short(held, taken)])]
    if taken:
        how = class_text.HOW_GROUPS_STUDENTS_MODEL_AND
        found.append(Part(class_text.GROUPS_BESIDE_ONE_ANOTHER, [_beside(held, taken)]))
        found.append(Part(how, _forecast(lookup, taken)))
        found.append(ballots(held, taken, names=names))
    return found


def ballots(held: ClassSnapshot, taken: Sequence[Decision], *, names: bool | None) -> Part:
    """Return the ballots on what was decided; with `names` None, of nobody by himself."""
    if names is None and not any(max(one.votes) >= FEWEST for one in taken):
        return Part(class_text.BALLOTS_BEFORE_AND_AFTER, [NOT_TOLD])
    return Part(class_text.BALLOTS_BEFORE_AND_AFTER, [*_ballots(held, taken, names=names)])


def _short(held: ClassSnapshot, taken: Sequence[Decision]) -> list[str]:
    groups, people = len(held.groups), len(held.people)
    lines = [f"Groups: {groups}. People: {people}."]
    known = [one for one in taken if one.history is not None]
    if not taken:
        return [*lines, debrief_labels.NOTHING_DECIDED]
    outcomes = [o == one.history for one in known for o in one.groups.values()]
    if outcomes:
        lines.append(class_text.outcomes_groups_came_out_as(sum(outcomes), len(outcomes)))
    changed, both = sum(one.changed for one in taken), sum(one.both for one in taken)
    if both:
        lines.append(class_text.ballots_changed_between_before_and(changed, both))
    for group in held.groups:
        ended = group.settled[-1].over if group.settled else None
        if ended is not None and ended.ending is not None:
            title = held.loaded.lookup.ending(ended.ending).title
            lines.append(class_text.group_ended(group.number, title))
    return lines


def _title(lookup: Lookup, one: Decision, option: str | None) -> str:
    return "" if option is None else lookup.questions[one.id].option(option).title


def _beside(held: ClassSnapshot, taken: Sequence[Decision]) -> Table:
    lookup = held.loaded.lookup
    heads = ["Decision", *(f"Group {group.number}" for group in held.groups), "History"]
    rows = []
    for one in taken:
        cells = [_title(lookup, one, one.groups.get(group.number)) for group in held.groups]
        cells = [cell or "not yet" for cell in cells]
        rows.append([debrief_text.lead(lookup, one.id), *cells, _history(held.loaded.lookup, one)])
    return Table(class_text.WHAT_EACH_GROUP_DECIDED, heads, rows)


def _history(lookup: Lookup, one: Decision) -> str:
    if one.history is not None:
        return _title(lookup, one, one.history)
    known = lookup.questions[one.id].question.history is not None
    return class_text.TOLD_WHEN_ALL_HAVE_DECIDED if known else "not known"


def _forecast(lookup: Lookup, taken: Sequence[Decision]) -> list[str | list[str] | Table | Html]:
    """Return the evidence on forecasting: who came out as history did."""

    def cell(one: Decision, of: Mapping[str, float]) -> str:
        share = one.as_history(of)
        return "" if share is None else worded(share)

    known = [one for one in taken if one.history is not None]
    rows = [
        [
            debrief_text.lead(lookup, one.id),
            *(cell(one, of) for of in (one.taken, one.before, one.after, one.model)),
        ]
        for one in known
    ]
    heads = ["Decision", "Groups", "Ballots before", "Ballots after", "Computer's games"]
    about = class_text.SHARE_THAT_CHOSE_WHAT_HISTORY
    table = [Table(class_text.CHOSEN_AS_IN_HISTORY, heads, rows)] if rows else []
    return [about, *table, *(_chart(lookup, one) for one in taken)]


def _chart(lookup: Lookup, one: Decision) -> Html:
    bars = []
    for option in one.options:
        for label, of in (("groups", one.taken), ("computer's games", one.model)):
            if of:
                share = of.get(option, 0.0)
                name = f"{_title(lookup, one, option)}: {label}"
                here = option == one.history
                bars.append(svg_charts.Bar(name, share, worded(share), history=here))
    heading = debrief_text.lead(lookup, one.id)
    told = ", ".join(f"{bar.label} {bar.text}" for bar in bars)
    return svg_charts.figure(heading, svg_charts.bars(heading, told, bars, 1.0))


def _ballots(
    held: ClassSnapshot, taken: Sequence[Decision], *, names: bool | None
) -> Iterator[str | list[str] | Table]:
    lookup, voted = held.loaded.lookup, False
    for one in taken:
        if not any(one.votes):
            continue
        voted = True
        rows = [
            [_title(lookup, one, option), *(_share(of, option) for of in (one.before, one.after))]
            for option in one.options
        ]
        heads = ["Option", f"Before ({one.votes[0]} ballots)", f"After ({one.votes[1]} ballots)"]
        alone = f"Group {held.groups[0].number}, " if len(held.groups) == 1 else ""
        yield Table(f"{alone}{debrief_text.lead(lookup, one.id)}", heads, rows)
        changed, both = held.changed(one.id)
        if both:
            yield class_text.who_voted_both_times_changed(len(changed), both)
        if names is None:
            continue
        yield [
            f"{called(person, names=names)} (group {person.room}{_seat(lookup, person)}): "
            f"{_title(lookup, one, was)}, then {_title(lookup, one, now)}"
            for person, was, now in changed
        ]
    if voted and held.untold:
        yield class_text.ballots_left_out(held.untold, FEWEST)
    if not voted:
        yield NOT_TOLD if names is None else "Nobody has voted."


def _seat(lookup: Lookup, person: Person) -> str:
    """Return somebody's seat, of a class that has not been forgotten."""
    return f", {lookup.name(person.actor)}" if person.actor else ""


def _share(of: Mapping[str, float], option: str) -> str:
    return worded(of[option]) if of else ""


def called(person: Person, *, names: bool) -> str:
    """Return what a person is called in a report."""
    return f"{person.name} ({person.pseudonym})" if names else person.pseudonym


def _group(
    held: ClassSnapshot, group: Group, back: Lookback, *, names: bool
) -> Iterator[str | list[str] | Table]:
    lookup, settled = held.loaded.lookup, group.settled
    seats: dict[str, list[str]] = {}
    for person in held.people:
        if person.room == group.number and person.actor in group.seats:
            seats.setdefault(person.actor, []).append(called(person, names=names))
    if seats:
        told = [
            f"{lookup.name(seat)}{': ' + ', '.join(who) if names else ''}"
            for seat, who in seats.items()
        ]
        yield class_text.SEATS_PLAYED_BY_PEOPLE + "; ".join(told) + "."
    if not settled:
        yield debrief_labels.NOTHING_DECIDED
        return
    yield [
        f"{debrief_text.lead(lookup, turn.question)}: {debrief_text.outcome(lookup, turn)}"
        for turn in settled
    ]
    ended = settled[-1].over
    if ended is not None and ended.ending is not None:
        yield f"{ending_text.HEADING}:"
        yield ending_text.ending(lookup, ended.ending)
    for heading, found, tell in (
        (
            debrief_text.WEIGHTIEST,
            debrief_text.turning_points(settled, back),
            debrief_text.turning,
        ),
        (
            debrief_labels.STRONGEST_LINES_NEVER_SAID,
            debrief_text.never_said(settled, back),
            debrief_text.unused,
        ),
    ):
        if found:
            yield f"{heading}:"
            yield [
                f"{debrief_text.lead(lookup, turn.question)}. {tell(lookup, turn, line, back)}"
                for turn, line in found[: debrief_text.MOST]
            ]
    apart = [
        f"{debrief_text.lead(lookup, turn.question)}: {debrief_text.dissent(lookup, turn, one, back)}"
        for turn in settled
        for one in dissents(lookup, [turn])
    ]
    if apart:
        yield class_text.FURTHEST_FROM_WHAT_WAS_DECIDED
        yield apart
    told_all = all(held.told(decision_id(turn.question)) for turn in settled)
    if told_all:
        yield "To discuss:"
        yield questions(lookup, settled, back)


def plain(held: ClassSnapshot, backs: Backs, *, names: bool) -> dict[str, object]:
    """Return the report as JSON values (docs/reference/json.md)."""
    return {
        "class": held.row.name,
        "scenario": held.row.scenario,
        "over": all(group.over for group in held.groups),
        "groups": [
            {
                "group": group.number,
                "over": group.over,
                "people": list(group.seats),
                "decided": {t.question: t.decided.option for t in group.settled if t.decided},
                "unused": {
                    t.question: one.unused.argument
                    for t, one in debrief_text.pairs(group.settled, backs[group.number])
                    if one.unused
                },
            }
            for group in held.groups
        ],
        "decisions": [
            {
                "id": one.id,
                "groups": one.taken,
                "ballots_before": one.before,
                "ballots_after": one.after,
                "ballots": list(one.votes),
                "voted_twice": one.both,
                "changed": one.changed,
                "computer": one.model,
                "history": one.history,
            }
            for one in decisions(held, backs)
        ],
        "people": [
            {
                "person": called(p, names=names),
                "group": p.room,
                "seat": (p.actor or None) if names else None,
            }
            for p in held.people
        ],
    }
