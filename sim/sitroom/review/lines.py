"""Rules about what is said and what is learned: by whom, to whom, and which way it moves them."""

from collections.abc import Iterator, Sequence

import numpy as np

from sitroom.engine import debate, turn
from sitroom.engine.model import Argument, Question
from sitroom.engine.state import Line
from sitroom.engine.theory import Floats
from sitroom.review.stand import Stand
from sitroom.review.subject import Subject, effects
from sitroom.scenario.problems import Problem, quoted

HELD = 0.2  # a belief that is one
FELT = 1.0  # points by which a line moves somebody at all
APART = 4.0  # points by which two stand apart at all
NEWS = 0.05  # of the chance of what happened, that the day's news takes away
UNMOVED = 3.0  # points that all lines together move who decides
WEAK = 0.2  # of what the other side's lines move


def against_own_belief(subject: Subject) -> Iterator[Problem]:
    """Yield lines whose every speaker believes the opposite, at the start and as the table meets."""
    for name, question, stands in _lines(subject):
        doubters = []
        for stand in stands:
            argument = _argument(stand.question, name)
            seats = [who for who in argument.by if who in stand.question.table]
            held = [_beliefs(stand, who, argument.concern) for who in seats]
            against = [argument.claim * max(b, key=lambda x: x * argument.claim) for b in held]
            if not seats or not all(one < -HELD * abs(argument.claim) for one in against):
                break
            doubters += [
                (stand.model.actors[who], b[0]) for who, b in zip(seats, held, strict=True)
            ]
        else:
            if not doubters:
                continue
            concern = stands[0].model.concerns[_argument(stands[0].question, name).concern]
            claim = _argument(stands[0].question, name).claim
            who, belief = doubters[0]
            words = (
                f"{quoted(name.rpartition('.')[2])} claims {claim:+g} on {quoted(concern)}, of "
                f"which its speaker {quoted(who)} believes {belief:+.1f}"
            )
            where = subject.place(who, "concerns", concern, "belief")
            hint = (
                f"Turn the sign of the claim, or of the belief ({where}), whichever is wrong; or let "
                "somebody say it who means it."
            )
            yield subject.on_line(name, question, "M002", words, hint)


def away_from_speaker(subject: Subject) -> Iterator[Problem]:
    """Yield lines that move their listeners away from where their speakers stand."""
    for name, question, stands in _lines(subject):
        wrong: dict[str, list[str]] = {}
        for stand in stands:
            argument = _argument(stand.question, name)
            seats = [who for who in argument.by if who in stand.question.table]
            lost = [_led_away(stand, name, who) for who in seats]
            if seats and all(lost):
                wrong[stand.question.id] = sorted({one for some in lost for one in some})
        turned = _turned(stands, name) if wrong else []
        if not wrong or (len(wrong) < len(stands) and not set(turned) & set(wrong)):
            continue
        where = next((one for one in turned if one in wrong), next(iter(wrong)))
        words = (
            f"{quoted(name.rpartition('.')[2])} moves {', '.join(wrong[where][:4])} away from who "
            f"says it, on {quoted(where)}"
        )
        hint = (
            "Turn the sign of its claim, or that of the concern under 'bears' there: nobody says "
            "what works against them, and a computer seat never will."
        )
        yield subject.on_line(name, question, "M003", words, hint)


def news_the_wrong_way(subject: Subject) -> Iterator[Problem]:
    """Yield news of the day that makes what really happened less likely."""
    for name, decision, question in subject.questions():
        stand = subject.stands.get(name)
        if stand is None or question is not decision or stand.question.past is None:
            continue
        past = stand.question.past
        before, after = (stand.chances(at)[past] for at in (stand.before, stand.informed))
        if before - after < NEWS or not decision.injects:
            continue
        moved = stand.informed - stand.before
        most = max(stand.question.table, key=lambda who: abs(moved[who]))
        sign = float(np.sign(moved[most]))
        concerns = stand.model.concerns
        number = max(
            range(len(decision.injects)),
            key=lambda i: sum(
                one.claim * one.rate * stand.question.pull[most, concerns.index(one.concern)] * sign
                for one in decision.injects[i].effects
            ),
        )
        words = (
            f"the day's news moves {quoted(stand.model.actors[most])} by {moved[most]:+.0f} points, "
            f"and makes what happened less likely: {before:.0%} before it, {after:.0%} after"
        )
        hint = (
            "Turn the sign of its claim if it should pull the other way. A declared position stands "
            "before the day's news."
        )
        loc = ("injects", number, "effects")
        yield subject.on_question(name, loc, "M004", words, hint, key=True)


def news_to_the_other_side(subject: Subject) -> Iterator[Problem]:
    """Yield what is taught to both sides though they read the concern in opposite ways."""
    ours = {m.actor for d in subject.content.scenario.decisions for m in d.table}
    theirs = {
        m.actor for d in subject.content.scenario.decisions if d.response for m in d.response.table
    } - ours
    actors = subject.content.actors
    for name, loc, what, then in effects(subject):
        for number, effect in enumerate(then.effects):
            reached = [who for who in actors if effect.actors is None or who in effect.actors]
            held = {
                who: actors[who].concerns[effect.concern].belief
                for who in reached
                if effect.concern in actors[who].concerns
                and actors[who].concerns[effect.concern].weight > 0
            }
            us = [b for who, b in held.items() if who in ours]
            them = {who: b for who, b in held.items() if who in theirs}
            if not us or not them or not effect.claim or effect.rate < 0.05:
                continue
            mean, other = sum(us) / len(us), sum(them.values()) / len(them)
            if mean * other >= 0 or abs(mean) < HELD or abs(other) < HELD:
                continue
            moved = sorted(them) if effect.claim * other < 0 else [w for w in held if w in ours]
            words = (
                f"{what} speaks to both sides on {quoted(effect.concern)}, which they read in "
                f"opposite ways: it turns {', '.join(moved[:4])} against their own reading"
            )
            hint = (
                "Say with 'actors' whom it moves, and give the other side an effect, or a concern, "
                "of its own."
            )
            at = (*loc, "effects", number, "claim")
            yield subject.on_question(name, at, "M004", words, hint)


def short_hands(subject: Subject) -> Iterator[Problem]:
    """Yield debates that have far more turns than there is to say."""
    for name, stand in subject.stands.items():
        question = stand.question
        if not question.rounds or len(question.table) < 2:
            continue
        turns = question.rounds * len(question.table)
        sayable = {n for who in question.table for n in question.hand(who)}
        silent = [stand.model.actors[w] for w in question.table if not question.hand(w)]
        if len(sayable) * 2 >= turns and len(silent) * 2 <= len(question.table):
            continue
        words = f"{turns} turns ({question.rounds} rounds) and {len(sayable)} lines to say in them"
        words += f"; {', '.join(silent)} can say nothing" * bool(silent)
        where = subject.place_in(name, "rounds") or "here"
        hint = f"Write more lines, give 'rounds' ({where}) a smaller number, or seat fewer."
        yield subject.on_question(name, ("arguments",), "M008", words, hint, key=True)


def unmoved_decider(subject: Subject) -> Iterator[Problem]:
    """Yield questions whose decider nothing that can be said moves."""
    for name, stand in subject.stands.items():
        question = stand.question
        if not question.rule.roles or not question.rounds or len(question.table) < 2:
            continue
        who = question.voters[0]
        others = [line for w in question.table if w != who for line in stand.lines(w)]
        if not others:
            continue
        up, down = (_pulled(stand, others, sign, [who])[who] for sign in (1, -1))
        if max(abs(up), abs(down)) >= UNMOVED:
            continue
        seat = stand.model.actors[who]
        words = (
            f"nothing that can be said moves {quoted(seat)}, who decides: all lines for going "
            f"further {up:+.1f} points, all for restraint {down:+.1f}"
        )
        where = subject.place(seat, "openness")
        hint = f"One of these is too low: {_reach(stand, who, others, where, subject.content.scenario.model.gain)}."
        yield subject.on_question(name, ("rule", "decider"), "M010", words, hint)


def _reach(stand: Stand, who: int, lines: Sequence[Line], where: str, gain: float) -> str:
    """Return in words what others' lines come to with a seat: each number that they pass through."""
    model, pull = stand.model, stand.question.pull[who] / gain
    speakers = dict.fromkeys(line.speaker for line in lines)
    trusts = ", ".join(f"{model.actors[one]} {model.trust[who, one]:g}" for one in speakers)
    concerns = dict.fromkeys(line.concern for line in lines)
    weighs = ", ".join(f"{model.concerns[k]} {abs(pull[k]):.2g}" for k in concerns)
    known = []
    for k in concerns:
        belief = float(stand.state.opened[k][0, who])
        most = max((line.claim for line in lines if line.concern == k), key=abs)
        if belief * most > 0 and abs(belief) > abs(most) / 2 and pull[k]:
            known.append(f"{model.concerns[k]} {belief:+.2g}, and they claim {most:+.2g}")
    return (
        f"its openness ({model.openness[who]:g}, {where}), its trust in who speaks ({trusts}), or what they "
        f"speak of (weight times 'bears': {weighs})"
        + f"; or it believes already what they say ({'; '.join(known)})"
        * bool(known)
    )


def weaker_side(subject: Subject) -> Iterator[Problem]:
    """Yield debates in which one side has lines, and next to no weight in them."""
    for name, stand in subject.stands.items():
        question = stand.question
        lines = [line for who in question.table for line in stand.lines(who)]
        if not question.rounds or len(question.table) < 2 or not lines:
            continue
        weight = question.influence[list(question.table)]
        both = []
        for sign in (1, -1):
            moved = np.abs(_pulled(stand, lines, sign))[list(question.table)]
            both.append(float((moved * weight).sum() / max(weight.sum(), 1.0)))
        less, more = sorted(both)
        if not 0 < less < WEAK * more or more < 3:
            continue
        side, other = ("restraint", "going further")[:: 1 if both[0] > both[1] else -1]
        words = (
            f"the lines for {side} move this table by {less:.0f} points if all are said, those for "
            f"{other} by {more:.0f}"
        )
        hint = f"Give {side} its best case: a stronger line, or a speaker whom the table trusts."
        yield subject.on_question(name, ("arguments",), "M015", words, hint, key=True)


def _pulled(
    stand: Stand, lines: Sequence[Line], sign: int, to: Sequence[int] | None = None
) -> Floats:
    """Return by how much all lines that pull the table, or some of it, one way move each position [A]."""
    seats = list(stand.question.table if to is None else to)
    beliefs = list(stand.state.opened)
    credit = stand.state.opened[stand.model.words]
    said: set[int] = set()
    for line in sorted(lines, key=lambda one: -float(one.rate.sum())):
        bears = stand.question.pull[seats, line.concern].sum()
        if line.claim * bears * sign > 0 and line.argument not in said:
            said.add(line.argument)
            beliefs[line.concern] = debate.hear(stand.model, beliefs[line.concern], line, credit)
    opened = turn.support(stand.model, stand.state, stand.state.opened)
    after = turn.support(stand.model, stand.state, tuple(beliefs))
    moved: Floats = (stand.question.places(after) - stand.question.places(opened))[0]
    return moved


def _led_away(stand: Stand, name: str, who: int) -> list[str]:
    """Return whom a line moves away from its speaker; nobody where it moves any other nearer."""
    numbers = [n for n in stand.question.hand(who) if stand.question.arguments[n].id == name]
    (line,) = debate.lines(stand.model, stand.question, who, numbers)
    moved, held = stand.moved(line), stand.informed
    away = []
    for other in stand.question.table:
        gap = held[who] - held[other]
        if other == who or abs(moved[other]) < FELT:
            continue
        if moved[other] * gap > 0 or abs(gap) < APART:
            return []
        away.append(stand.model.actors[other])
    return away


def _turned(stands: Sequence[Stand], name: str) -> list[str]:
    """Return the questions on which a line pulls otherwise than on the first that it is for."""
    signs = {}
    for stand in stands:
        argument = _argument(stand.question, name)
        signs[stand.question.id] = np.sign(
            stand.question.pull[list(stand.question.table), argument.concern].sum()
        )
    first = next(iter(signs.values()), 0)
    return [id_ for id_, sign in signs.items() if sign * first < 0]


def _lines(subject: Subject) -> Iterator[tuple[str, str, list[Stand]]]:
    """Yield each line by name, with the first question that it is for, and where it can be said."""
    found: dict[str, list[Stand]] = {}
    for stand in subject.stands.values():
        for argument in stand.question.arguments if stand.question.rounds else ():
            if not argument.proposes:
                found.setdefault(argument.id, []).append(stand)
    for name, stands in found.items():
        yield name, stands[0].question.id, stands


def _argument(question: Question, name: str) -> Argument:
    return next(one for one in question.arguments if one.id == name)


def _beliefs(stand: Stand, who: int, concern: int) -> tuple[float, float]:
    """Return what a seat believes at the start, and as the table meets."""
    start = stand.model.character[concern][0, who]
    return float(start), float(stand.state.opened[concern][0, who])
