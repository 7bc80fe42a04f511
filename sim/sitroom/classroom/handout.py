"""What students get on paper: the situation as everyone knows it, and each seat's own card.

Nothing here is later than the decision, and nothing tells how it was really taken. The titles of
later sources are left out, because they may tell what happened.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sitroom.classroom import wording
from sitroom.engine import game
from sitroom.engine.events import Opened
from sitroom.engine.model import CompiledScenario
from sitroom.engine.moves import Pass
from sitroom.engine.state import Phase, State
from sitroom.loader.opening import Loaded
from sitroom.narration import ending_text, event_text, question_text
from sitroom.policies import advice
from sitroom.policies.advice import Card
from sitroom.scenario import schema
from sitroom.scenario.lookup import Asked, Lookup
from sitroom.scenario.schema import last_day

Facts = dict[str, Any]  # what a template is given

RECENT = 4  # earlier decisions that are told in full
TWO_PAGES = 6600  # letters that a card may have before it is set smaller, to stay on two pages
REASONS = 5  # concerns that a role card explains
BETWEEN = 5  # points around 50 within which a seat is on neither side


@dataclass(frozen=True)
class Hour:
    """One decision as a class takes it up: on history's path, its news still to come."""

    loaded: Loaded
    asked: Asked
    model: CompiledScenario  # the news of this decision held back, and at least one round of debate
    state: State
    notes: tuple[int, ...]  # parts of the briefing that are true here
    hands: dict[str, tuple[Card, ...]]  # what each seat may say, most useful first

    @property
    def lookup(self) -> Lookup:
        """Return the scenario's words."""
        return self.loaded.lookup

    @property
    def decision(self) -> schema.Decision:
        """Return the decision."""
        return self.asked.decision

    @property
    def seats(self) -> list[str]:
        """Return the actors at the table, in the order in which they speak."""
        return [member.actor for member in self.decision.table]

    @property
    def deciders(self) -> list[str]:
        """Return whose choice counts by itself; everyone where the table decides as one."""
        return list(self.decision.rule.named) or self.seats

    @property
    def positions(self) -> dict[str, float]:
        """Return where the seats stand as the decision comes up, 0 to 100."""
        return game.standing(self.model, self.state)


def open_hour(loaded: Loaded, decision: str) -> Hour:
    """Return a decision of a scenario, ready to be written out. Raises KeyError if unknown."""
    questions = list(loaded.model.questions)
    number = loaded.model.question(decision)
    asked = questions[number]
    questions[number] = replace(
        asked, injects=(), held=asked.injects, rounds=max(1, asked.rounds), next=None
    )
    model = replace(loaded.model, questions=tuple(questions))
    step = game.start(model, 0, decision)
    notes = next(e.notes for e in step.events if isinstance(e, Opened))
    hands: dict[str, tuple[Card, ...]] = {}
    state = step.state
    while state.phase is Phase.DEBATE and (seat := str(game.mover(model, state))) not in hands:
        hands[seat] = advice.hand(model, state)
        state = game.play(model, state, Pass(seat)).state
    return Hour(loaded, loaded.lookup.questions[decision], model, step.state, notes, hands)


def known(hour: Hour, date: str) -> bool:
    """Whether a date is not after the decision."""
    return last_day(date) <= last_day(hour.decision.date)


def cite(hour: Hour, item: schema.Evidence) -> str:
    """Return a citation, as it stands on every screen."""
    return hour.lookup.cite(item)


def evidence(hour: Hour, items: Iterable[schema.Evidence]) -> list[Facts]:
    """Return the evidence that is not later than the decision; in retrospect, only its source, last."""
    found = [
        {
            "cite": cite(hour, item),
            "says": item.says if item.said_by(hour.decision.date) else "",
        }
        for item in items
        if item.retrospective or known(hour, item.as_of)
    ]
    return sorted(found, key=lambda one: not one["says"])


def sources(hour: Hour, *, teacher: bool = False) -> list[Facts]:
    """Return the sources by name; a student isn't told the title of a later one."""
    found, later = [], False
    for id_, source in hour.lookup.content.scenario.sources.items():
        if teacher or known(hour, source.date):
            found.append({"number": id_, "text": f"{hour.lookup.source(id_)}."})
        else:
            later = True
    others = [{"number": "Other names:", "text": wording.LATER_SOURCE}] if later else []
    return found + others


def situation(hour: Hour) -> Facts:
    """Return the situation as everyone at the table knows it."""
    decision, lookup = hour.decision, hour.lookup
    indicators = game.indicators(hour.model, hour.state.world)
    return {
        "briefing": lookup.briefing(hour.asked.id, hour.notes),
        "evidence": evidence(hour, decision.evidence),
        "options": options(hour),
        "table": [_member(hour, member) for member in decision.table],
        "rule": question_text.rule_line(lookup, decision),
        "rule_means": decision.rule.by.words.means,
        "concerns": [
            {
                "title": concern.title,
                "says": concern.says,
                "bears": wording.bears(decision.bears[id_], lookup),
            }
            for id_, concern in lookup.content.scenario.concerns.items()
            if id_ in decision.bears and decision.bears[id_].matters
        ],
        "before": so_far(hour),
        "world": [
            {
                "title": item.title,
                "value": f"{indicators[id_]:.0f} of {item.low:g} to {item.high:g}",
                "says": item.says,
            }
            for id_, item in lookup.content.scenario.indicators.items()
        ],
        "sources": sources(hour),
    }


def options(hour: Hour) -> list[Facts]:
    """Return the options on the table, lowest first, each with its rung and its place on the scale."""
    decision = hour.decision
    rungs = hour.lookup.content.scenario.ladders[decision.ladder].rungs
    order = [rung.id for rung in rungs]
    found = []
    able = game.options(hour.model, hour.state)
    for option, at in zip(decision.options, decision.scale, strict=True):
        if option.id not in able:
            continue
        number = order.index(option.rung)
        found.append(
            {
                "id": option.id,
                "title": option.title,
                "means": option.means,
                "rung": rungs[number].title,
                "ends": rungs[number].ends,
                "at": at,
            }
        )
    return found


def _member(hour: Hour, member: schema.Member) -> Facts:
    actor = hour.lookup.actor(member.actor)
    influence = wording.influence(member.influence)
    has = part(hour, member.actor)
    return {"name": actor.name, "who": actor.who, "part": has, "influence": influence}


def part(hour: Hour, seat: str) -> str:
    """Return what part a seat has in the decision."""
    rule = hour.decision.rule
    if rule.decider is None:
        return "votes"
    return (
        "decides" if seat == rule.decider else "must agree" if seat in rule.consent else "advises"
    )


def so_far(hour: Hour) -> list[Facts]:
    """Return what was decided before, as far as it was known at the time."""
    found: list[Facts] = []
    for decision in hour.lookup.content.scenario.decisions:
        if decision.id == hour.asked.id:
            break
        for id_, question in decision.questions.items():
            asked, outcome = hour.lookup.questions[id_], question.history
            if outcome and known(hour, outcome.date):
                told = all(known(hour, item.as_of) for item in outcome.evidence)
                found.append(
                    {
                        "date": outcome.date,
                        "title": asked.question.title,
                        "option": asked.option(outcome.option).title,
                        "says": outcome.says if told else "",
                    }
                )
    for row in found[:-RECENT]:
        row["says"] = ""
    return found


def side(position: float) -> float:
    """Return the side of the scale that a position is on: -1, 0 or 1."""
    return 0.0 if abs(position - 50) < BETWEEN else -1.0 if position < 50 else 1.0


def direction(hour: Hour, argument: str) -> float:
    """Return where an argument pulls on this decision: below 0 to restraint, above 0 further."""
    said = hour.asked.arguments[argument]
    bears = hour.decision.bears.get(said.concern)
    return said.claim * (1.0 if bears is None or bears.among(hour.seats) >= 0 else -1.0)


def role(hour: Hour, seat: str) -> Facts:
    """Return a seat's own card: private, and without anything private of another seat."""
    actor, here = hour.lookup.actor(seat), hour.positions[seat]
    declared = actor.positions.get(hour.asked.id)
    own = side(here)
    cards = sorted(hour.hands[seat], key=lambda card: direction(hour, card.argument) * own < 0)
    letters = {card.argument: chr(ord("A") + n % 26) for n, card in enumerate(cards)}
    lines = [_argument(hour, seat, card, letters) for card in cards]
    nearest = min(options(hour), key=lambda option: abs(option["at"] - here))
    facts: Facts = {
        "id": seat,
        "name": actor.name,
        "who": actor.who,
        "aim": actor.aim,
        "instructions": ending_text.instructions(actor.aims),
        "power": wording.power(hour.decision, seat, hour.lookup),
        "here": round(here),
        "nearest": nearest["title"],
        "options": options(hour),
        "sure": wording.CONFIDENCE[declared.confidence] if declared else wording.DERIVED,
        "cares": wording.cares(declared.salience) if declared else "",
        "evidence": evidence(hour, declared.evidence) if declared else [],
        "reasons": _reasons(hour, seat),
        "red_lines": [
            {"says": line.says, "evidence": evidence(hour, line.evidence)}
            for line in actor.red_lines
            if all(known(hour, item.as_of) for item in line.evidence)
        ],
        "listeners": _listeners(hour, seat, letters),
        "arguments": [line for line in lines if not line["against"]],
        "reserve": [line for line in lines if line["against"]],
        "counters": _counters(hour, seat, letters),
    }
    return facts | {"size": f"{min(1, (TWO_PAGES / _letters(facts)) ** 0.5):.2f}"}


def _letters(value: object) -> int:
    """Count the letters of all texts in what a template is given."""
    if isinstance(value, str):
        return len(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(_letters(part) for part in parts)


def _reasons(hour: Hour, seat: str) -> list[Facts]:
    """Return the concerns that weigh most with a seat here, with its belief in words."""
    actor, model = hour.lookup.actor(seat), hour.model
    number = model.actors.index(seat)
    beliefs = [held[0, number] for held in hour.state.world.beliefs]
    found = []
    for id_, bearing in hour.decision.bears.items():
        own = actor.concerns.get(id_)
        if own is None or not own.weight * bearing.of(seat):
            continue
        belief = float(beliefs[model.concerns.index(id_)]) * (1 if bearing.of(seat) > 0 else -1)
        row = {
            "title": hour.lookup.content.scenario.concerns[id_].title,
            "weight": wording.weight(own.weight),
            "belief": wording.belief(belief),
            "evidence": evidence(hour, own.evidence),
        }
        found.append((own.weight * abs(bearing.of(seat)), row))
    return [row for _, row in sorted(found, key=lambda item: -item[0])[:REASONS]]


def _listeners(hour: Hour, seat: str, letters: dict[str, str]) -> list[Facts]:
    """Return the other seats, who decides first, then those that the seat can bring nearest."""
    own, positions = hour.positions[seat], hour.positions
    rows = []
    for other in hour.seats:
        if other == seat:
            continue
        apart = abs(positions[other] - own)
        best, nearer = "", 0.0
        for card in hour.hands[seat]:
            gain = apart - abs(positions[other] + card.moves.get(other, 0.0) - own)
            if gain > nearer + 1e-6:
                best, nearer = card.argument, gain
        actor = hour.lookup.actor(other)
        trust = actor.trusts.get(seat, actor.default_trust)
        row = {
            "name": actor.name,
            "part": part(hour, other),
            "hears": wording.hears(actor.openness * trust),
            "letter": letters.get(best, ""),
            "concern": hour.lookup.concern(hour.asked.arguments[best].concern) if best else "",
            "points": f"{nearer:.1f}" if nearer >= 0.05 else "",
        }
        rows.append((row["part"] not in {"decides", "must agree"}, -nearer, row))
    return [row for *_, row in sorted(rows, key=lambda item: item[:2])]


def _argument(hour: Hour, seat: str, card: Card, letters: dict[str, str]) -> Facts:
    said = hour.lookup.argument(hour.asked.id, card.argument, seat)
    towards = direction(hour, card.argument)
    return {
        "letter": letters[card.argument],
        "says": said.says,
        "concern": hour.lookup.concern(said.concern),
        "side": event_text.direction(towards),
        "against": side(hour.positions[seat]) * towards < 0,
        "evidence": evidence(hour, said.evidence),
    }


def _counters(hour: Hour, seat: str, letters: dict[str, str]) -> list[Facts]:
    """Return on which concerns others may answer, who they are, and what the seat has on them."""
    own = side(hour.positions[seat])
    rows: dict[tuple[str, str], tuple[list[str], set[str], set[str]]] = {}
    for other in hour.seats:
        for card in hour.hands[other] if other != seat else ():
            towards = direction(hour, card.argument)
            if card.argument in letters or towards * own > 0:
                continue
            concern = hour.asked.arguments[card.argument].concern
            names, answers, same = rows.setdefault(
                (concern, event_text.direction(towards)), ([], set(), set())
            )
            names += [] if hour.lookup.name(other) in names else [hour.lookup.name(other)]
            answers |= {letters[id_] for id_ in letters if _rebuts(hour, id_, card.argument)}
            same |= {
                letters[id_]
                for id_ in letters
                if hour.asked.arguments[id_].concern == concern
                if direction(hour, id_) * towards < 0
            }
    return [
        {
            "concern": hour.lookup.concern(concern),
            "side": towards,
            "names": names,
            "answers": sorted(answers),
            "same": sorted(same - answers),
        }
        for (concern, towards), (names, answers, same) in rows.items()
    ]


def _rebuts(hour: Hour, argument: str, answered: str) -> bool:
    """Whether an argument was written to answer another one."""
    written = hour.model.questions[hour.state.question].arguments
    ids = [item.id for item in written]
    return ids.index(answered) in written[ids.index(argument)].rebuts
